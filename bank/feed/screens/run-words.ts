/** The words for runs, their phases and what they bring. */
import type { MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import type { Tone } from '#design/badge.tsx';
import type { Alarm, Run } from './wire.ts';

export const stateWords: Record<Run['state'], readonly [tone: Tone, says: MessageDescriptor]> = {
  waiting: ['neutral', msg`Waiting to begin`],
  running: ['sea', msg`Under way`],
  finished: ['neutral', msg`Finished`],
  failed: ['red', msg`Failed`],
  stopped: ['amber', msg`Stopped`],
  undoing: ['amber', msg`Being undone`],
  undone: ['neutral', msg`Undone`],
};

export const phaseWords: Record<NonNullable<Run['phase']>, MessageDescriptor> = {
  reading: msg`Reading the files`,
  mapping: msg`Putting the rows into the bank's words`,
  checking: msg`Checking the rows`,
  writing: msg`Writing`,
  ending: msg`Ending what is gone`,
  names: msg`Making names findable`,
  undoing: msg`Taking it back`,
};

export const alarmWords: Record<Alarm['kind'], MessageDescriptor> = {
  late: msg`Late`,
  small: msg`Unusually small`,
  failed: msg`Failed`,
};

/** What a feed brings, by the name its mapping gives it. */
export const entityWords: Record<string, MessageDescriptor> = {
  premises: msg`Branches`,
  products: msg`Products`,
  customers: msg`Customers`,
  names: msg`Names`,
  contact_points: msg`Telephones and e-mail`,
  identifiers: msg`Identifying numbers`,
  addresses: msg`Addresses`,
  relations: msg`Relations`,
  portfolios: msg`Portfolios`,
  holdings: msg`Holdings`,
  balances: msg`Balances`,
  transactions: msg`Transactions`,
  standing_orders: msg`Standing orders`,
  exchange_rates: msg`Exchange rates`,
  visits: msg`Visits`,
  notes: msg`Notes`,
  promises: msg`Promises`,
};

/**
 * A schedule as people say it, where it is one of the simple ones: each day at an hour, or on one day of the
 * week.
 */
export function timesOf(
  schedule: string,
): { minute: number; hour: number; weekday: number | null } | undefined {
  const match = /^(\d{1,2}) (\d{1,2}) \* \* (\*|[0-6])$/.exec(schedule);
  if (match === null) return undefined;
  return {
    minute: Number(match[1]),
    hour: Number(match[2]),
    weekday: match[3] === '*' ? null : Number(match[3]),
  };
}
