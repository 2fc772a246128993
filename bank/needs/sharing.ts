/**
 * Whose an income on a joint account is. The payer tells: the employer of one of them. What neither works for
 * now is hers when it cannot have been the other's beside what the other earns; where that does not tell it
 * either, it is nobody's: no salary and no pension is told of anybody on a guess. What comes in stays what
 * comes in, for both. An employer is read as a name, and not as how somebody stands on the day.
 *
 * It is told twice. For care a pension is hers who has retired. How much of an income is hers, which an offer
 * may know, is told by payers alone: by nobody's retirement, and alike for a salary, a pension and a benefit.
 * Pure.
 */
import type { CustomerRows } from './rows.ts';
import { beganOn, lastOn, type Stream } from './streams.ts';

/** For care: life events, and of which kind an income is. */
export function earnedBy(rows: CustomerRows, streams: readonly Stream[]): readonly Stream[] {
  if (rows.shared.length === 0) return streams;
  return streams.filter((stream) => {
    const owners = rows.shared.filter(({ agreement_id: id }) => id === stream.agreementId);
    if (owners.length === 0 || stream.kind === 'transfer' || stream.kind === 'benefit') return true;
    const salaries = streams.filter(({ kind }) => kind === 'salary');
    return stream.kind === 'pension' ? isRetired(rows) : isHers(stream, salaries, owners);
  });
}

/** For both contexts: how much is hers, whatever it is. */
export function paidTo(rows: CustomerRows, streams: readonly Stream[]): readonly Stream[] {
  if (rows.shared.length === 0) return streams;
  return streams.filter((stream) => {
    const owners = rows.shared.filter(({ agreement_id: id }) => id === stream.agreementId);
    return owners.length === 0 || isHers(stream, streams, owners);
  });
}

/** @param beside incomes by which one tells who earned what */
function isHers(stream: Stream, beside: readonly Stream[], owners: CustomerRows['shared']): boolean {
  const own = named(owners[0]?.employer ?? null);
  const others = new Set(owners.flatMap(({ other_employer: name }) => named(name) ?? []));
  const payer = named(stream.payer) ?? '';
  if (payer === own) return true;
  if (others.has(payer)) return false;
  const besides = (is: (payer: string) => boolean) =>
    beside.some((one) => is(named(one.payer) ?? '') && overlaps(one, stream));
  if (besides((name) => name === own)) return false;
  // both earned then, and this is what the others did not
  return besides((name) => others.has(name));
}

/** For longer than a change of jobs takes. */
const overlaps = (one: Stream, other: Stream) =>
  Math.min(lastOn(one), lastOn(other)) - Math.max(beganOn(one), beganOn(other)) > 45;

const isRetired = ({ customer: { occupation } }: CustomerRows) =>
  /^(retired|pensioner|jubilad)/i.test(occupation ?? '');

const named = (name: string | null) => name?.trim().toLowerCase() || undefined;
