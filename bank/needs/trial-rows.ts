/** Rows of one made-up customer, for tests of the pure rules. */
import { isoOf } from './calendar.ts';
import type { CustomerRows, Measures, MovementRow } from './rows.ts';

export const measures: Measures = { base: 'EUR', rates: { CZK: '0.04' }, usualIncome: 200_000n };

const account = 'a';

/** Somebody with a current account of four years and nothing on it, changed as a test wants. */
export function rowsWith(given: Partial<CustomerRows> = {}): CustomerRows {
  const movements = given.movements ?? [];
  return {
    customer: {
      ...{ kind: 'person', born_on: '1980-05-05', died_on: null, sex: null, customer_since: '2020-01-01' },
      ...{ occupation: null, support_needs: 0 },
    },
    ...{ holdings: [holding({})], shared: [] },
    balances: [{ agreement_id: account, as_of: '2026-10-31', minor: 50_000n }],
    movements,
    everMoved: {
      count: movements.length,
      first: movements[0]?.booked_on ?? null,
      last: movements.at(-1)?.booked_on ?? null,
    },
    relations: [],
    contacts: { year: 0, last: null, promises: 0 },
    marketing: null,
    homes: [],
    ...given,
  };
}

export function holding(given: Partial<CustomerRows['holdings'][number]>): CustomerRows['holdings'][number] {
  return {
    ...{
      agreement_id: account,
      kind: 'current account',
      role: 'owner',
      number: 'N1',
      linked_agreement_id: null,
    },
    ...{ currency: 'EUR', opened_on: '2022-01-01', closed_on: null, matures_on: null, state: 'active' },
    ...{ limit_minor: null, instalment_minor: null },
    ...given,
  };
}

let next = 0;
export function movement(given: Partial<MovementRow> & { booked_on: string; minor: bigint }): MovementRow {
  next += 1;
  return {
    ...{ transaction_id: `t${next}`, agreement_id: account, balance_minor: null, kind: 'transfer in' },
    ...{ counterparty: null, counterparty_account: null, description: null },
    ...given,
  };
}

/** A payment each 30 days, the last one `ago` days before the day. */
export function monthly(
  day: number,
  ago: number,
  minors: readonly bigint[],
  given: Partial<MovementRow> = {},
): MovementRow[] {
  return minors.map((minor, place) =>
    movement({
      ...{
        kind: 'salary',
        counterparty: 'Mill',
        booked_on: isoOf(day - ago - 30 * (minors.length - 1 - place)),
      },
      ...{ minor, ...given },
    }),
  );
}
