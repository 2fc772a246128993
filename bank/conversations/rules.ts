/** Pure decisions about conversations: what a customer is shown, codes, and when a room is free. */
import type { ShownCard } from './contract.ts';

/** Letters and digits that nobody takes for one another. */
export const codeLetters = 'ABCDEFGHJKMNPQRSTUVWXYZ23456789';

/** A code as somebody types it: without dashes and spaces, in capitals. */
export const plainCode = (typed: string): string => typed.toUpperCase().replace(/[^A-Z0-9]/g, '');

const branchOnly: readonly string[] = ['card', 'queue ticket', 'document looked at'];

/** Can somebody be present in this way on this channel? A card is put into no telephone. */
export const fits = (presence: string, channel: 'branch' | 'phone'): boolean =>
  channel === 'phone' ? !branchOnly.includes(presence) : presence !== 'telephony';

/** What a move of a visit goes with, and nothing else does: who takes it, why it is undone. */
export function unfitMove({
  what,
  to,
  reason,
}: Record<'what', string> & Record<'to' | 'reason', string | null>) {
  const unfit = unfitTaker(what, to);
  if (unfit) return unfit;
  if ((what === 'undo') !== (reason !== null))
    return { field: '/reason', says: 'Say why, for the record, and only where it is undone.' };
  return undefined;
}

/** Of a visit, and of a guest's. */
export function unfitTaker(what: string, to: string | null) {
  if ((what === 'hand over') === (to !== null)) return undefined;
  return { field: '/to', says: 'Say who takes it, and only where it is handed over.' };
}

/**
 * A promise is a reason to open the file until it is settled, so it is due within a year.
 * @param today ISO days, both
 */
export const isPromisable = (dueOn: string, today: string): boolean =>
  dueOn >= today && dueOn <= Temporal.PlainDate.from(today).add({ years: 1 }).toString();

export interface ShownFacts {
  confirmation_id: string;
  field: ShownCard['field'];
  shown: {
    text?: string | null;
    minor?: string | null;
    currency?: string | null;
    language: string;
    large?: boolean;
  };
  terms: string | null;
  seconds_left: number;
}

/** What a screen gets of a confirmation: the value in its own form, never which record it came from. */
export function cardOf(row: ShownFacts): ShownCard {
  const { minor, currency, language, text } = row.shown;
  return {
    confirmationId: row.confirmation_id,
    field: row.field,
    text: row.terms ?? text ?? null,
    amount: minor && currency ? { minor, currency } : null,
    language,
    large: row.shown.large === true,
    secondsLeft: row.seconds_left,
  };
}

export interface Span {
  /** Milliseconds since 1970. */
  from: number;
  to: number;
}

/**
 * The first moment from `earliest` on at which a room is free for so many minutes, rounded up to the next
 * five; undefined when that is not before `latest`. All in milliseconds since 1970.
 */
export function freeFrom(
  taken: readonly Span[],
  minutes: number,
  earliest: number,
  latest: number,
): number | undefined {
  let from = earliest;
  for (const span of taken.toSorted((a, b) => a.from - b.from)) {
    if (span.from < from + minutes * 60_000 && span.to > from) from = upToFive(span.to);
  }
  return from < latest ? from : undefined;
}

const fiveMinutes = 300_000;
const upToFive = (at: number) => Math.ceil(at / fiveMinutes) * fiveMinutes;
