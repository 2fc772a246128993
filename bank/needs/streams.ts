/**
 * Incomes as streams: payments from one payer that come about every month. A stream has a beginning, a usual
 * amount, and an end, which is what life events and the monthly income are made of. Pure.
 */
import { type Day, dayOf, median } from './calendar.ts';
import type { MovementRow } from './rows.ts';

export interface Stream {
  kind: 'salary' | 'pension' | 'benefit' | 'transfer';
  /** Who pays, as the booking says. */
  payer: string;
  /** The currency's minor units of the account that it comes to, already in base. */
  payments: { day: Day; minor: bigint; transactionId: string }[];
  /** The account that it came to last. */
  agreementId: string;
}

const named: ReadonlySet<string> = new Set(['salary', 'pension', 'benefit']);

/**
 * Days between two payments of a monthly stream: paydays move for weekends, and some pay every four
 * weeks.
 */
const gap = { least: 24, most: 40 };
/** Days after the last payment until a stream counts as ended. */
export const silence = 45;

/** The streams that come into payment accounts, by payer, each with at least one payment, oldest first. */
export function streamsOf(moved: readonly (MovementRow & { base: bigint })[]): Stream[] {
  const byPayer = new Map<string, Stream>();
  for (const one of moved) {
    if (one.minor <= 0n) continue;
    const kind = named.has(one.kind)
      ? (one.kind as Stream['kind'])
      : one.kind === 'transfer in'
        ? 'transfer'
        : null;
    if (kind === null) continue;
    const payer = one.counterparty_account ?? one.counterparty ?? (kind === 'transfer' ? null : '');
    if (payer === null) continue;
    const key = `${kind} ${payer} ${kind === 'benefit' ? (one.description ?? '') : ''}`;
    const stream = byPayer.get(key) ?? {
      kind,
      payer: one.counterparty ?? payer,
      payments: [],
      agreementId: '',
    };
    byPayer.set(key, stream);
    stream.agreementId = one.agreement_id;
    stream.payments.push({ day: dayOf(one.booked_on), minor: one.base, transactionId: one.transaction_id });
  }
  return [...byPayer.values()].filter((stream) => stream.kind !== 'transfer' || isMonthly(stream));
}

/** A transfer is an income only when it has come at least three times, a month apart. */
function isMonthly({ payments }: Stream): boolean {
  if (payments.length < 3) return false;
  let regular = 0;
  for (let place = 1; place < payments.length; place++) {
    const days = (payments[place]?.day ?? 0) - (payments[place - 1]?.day ?? 0);
    if (days >= gap.least && days <= gap.most) regular += 1;
  }
  return regular >= 2 && regular * 3 >= (payments.length - 1) * 2;
}

export const beganOn = ({ payments }: Stream): Day => payments[0]?.day ?? 0;
export const lastOn = ({ payments }: Stream): Day => payments.at(-1)?.day ?? 0;
export const isRunning = (stream: Stream, day: Day): boolean => day - lastOn(stream) <= silence;

/** The usual amount of a month: the middle one of the last three payments. */
export function usualOf({ payments }: Stream): bigint {
  return median(payments.slice(-3).map(({ minor }) => minor));
}
