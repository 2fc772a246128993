/** The demo bank as rows of customers, as of any day: what tests and measurements of rules reckon from. */
import { type Row, rowsOf } from '#feeds/demo/reading.ts';
import type { DemoOptions } from '#feeds/demo/setting.ts';
import type { CustomerRows, HoldingRow, Measures, MovementRow } from './rows.ts';

export interface DemoRows {
  readonly keys: readonly string[];
  of(key: string, day: string): CustomerRows;
  /** Rates of its last day; what is usual as the migration has it. */
  readonly measures: Measures;
}

const grouped = (rows: readonly Row[], by: string) => Map.groupBy(rows, (row) => row[by] ?? '');
const orNull = (text: string | undefined) => (text === undefined || text === '' ? null : text);
const minorOf = (text: string | undefined) => (text === undefined || text === '' ? null : BigInt(text));

export function demoRows(options: DemoOptions): DemoRows {
  const customers = new Map(rowsOf(options, 'customers').map((row) => [row.key ?? '', row]));
  const holdings = grouped(rowsOf(options, 'holdings'), 'customer_key');
  const parties = grouped(rowsOf(options, 'holdings'), 'agreement_key');
  const movements = grouped(rowsOf(options, 'transactions'), 'agreement_key');
  const balances = grouped(rowsOf(options, 'balances'), 'agreement_key');
  const relations = grouped(rowsOf(options, 'relations'), 'customer_key');
  const addresses = grouped(rowsOf(options, 'addresses'), 'customer_key');
  const rates = rowsOf(options, 'exchange_rates').filter(({ base }) => base === 'CZK');
  const sources = { customers, holdings, parties, movements, balances, relations, addresses };
  const made = new Map<string, readonly Booked[]>();
  return {
    keys: [...customers.keys()],
    of: (key, day) => rowsOfOne(sources, made, key, day),
    measures: {
      base: 'CZK',
      rates: Object.fromEntries(rates.map((row) => [row.currency ?? '', row.units_of_base ?? '1'])),
      usualIncome: 4_600_000n,
    },
  };
}

type Sources = Record<
  'holdings' | 'parties' | 'movements' | 'balances' | 'relations' | 'addresses',
  Map<string, Row[]>
> & {
  customers: Map<string, Row>;
};
type Booked = MovementRow & { booked_on: string };

function rowsOfOne(
  from: Sources,
  made: Map<string, readonly Booked[]>,
  key: string,
  day: string,
): CustomerRows {
  const customer = from.customers.get(key) ?? {};
  const held = (from.holdings.get(key) ?? []).filter((row) => (row.opened_on ?? '') <= day);
  const own = held.filter(({ role }) => role === 'owner' || role === 'joint owner');
  let all = made.get(key);
  if (all === undefined) {
    all = own.flatMap(({ agreement_key = '' }) => (from.movements.get(agreement_key) ?? []).map(bookedOf));
    all = all.toSorted((a, b) => (a.booked_on < b.booked_on ? -1 : a.booked_on > b.booked_on ? 1 : 0));
    made.clear();
    made.set(key, all);
  }
  const until = all.filter(({ booked_on }) => booked_on <= day);
  const since = Temporal.PlainDate.from(day).subtract({ days: 460 }).toString();
  return {
    customer: {
      kind: customer.kind === 'business' ? 'business' : 'person',
      born_on: orNull(customer.born_on),
      died_on: orNull(customer.died_on),
      sex: null,
      customer_since: orNull(customer.customer_since),
      occupation: orNull(customer.occupation),
      support_needs: 0,
    },
    holdings: held.map(holdingOf),
    shared: own.flatMap((row) => sharedOf(from, customer, row)),
    balances: held.flatMap(({ agreement_key = '' }) => {
      const last = (from.balances.get(agreement_key) ?? []).findLast((row) => (row.as_of ?? '') <= day);
      const minor = minorOf(last?.minor);
      return last === undefined || minor === null
        ? []
        : [{ agreement_id: agreement_key, as_of: last.as_of ?? '', minor }];
    }),
    movements: until.filter(({ booked_on }) => booked_on >= since),
    everMoved: {
      count: until.length,
      first: until[0]?.booked_on ?? null,
      last: until.at(-1)?.booked_on ?? null,
    },
    relations: (from.relations.get(key) ?? [])
      .filter(({ from_date }) => (from_date ?? '') <= day)
      .map((row) => {
        const other = from.customers.get(row.other_key ?? '');
        const died = orNull(other?.died_on);
        return {
          ...{ relation_id: `${row.key}`, kind: row.kind ?? '', from_date: orNull(row.from_date) },
          to_date: (row.to_date ?? '9999') > day ? null : orNull(row.to_date),
          ...{
            other_born_on: orNull(other?.born_on),
            other_died_on: died !== null && died <= day ? died : null,
          },
        };
      }),
    contacts: { year: 0, last: null, promises: 0 },
    marketing: null,
    homes: (from.addresses.get(key) ?? [])
      .filter(({ purpose, from_date }) => purpose === 'home' && (from_date ?? '') <= day)
      .map((row) => ({ address_id: row.key ?? '', from_date: orNull(row.from_date) })),
  };
}

/** Who else owns a current account. */
function sharedOf(from: Sources, customer: Row, { agreement_key = '', kind }: Row): CustomerRows['shared'] {
  if (kind !== 'current account') return [];
  const others = (from.parties.get(agreement_key) ?? []).filter(
    ({ customer_key, role }) => customer_key !== customer.key && /^(joint )?owner$/.test(role ?? ''),
  );
  return others.map(({ customer_key = '' }) => ({
    agreement_id: agreement_key,
    employer: orNull(customer.employer),
    other_employer: orNull(from.customers.get(customer_key)?.employer),
  }));
}

function bookedOf(row: Row): Booked {
  return {
    ...{
      transaction_id: row.key ?? '',
      agreement_id: row.agreement_key ?? '',
      booked_on: row.booked_on ?? '',
    },
    ...{
      minor: BigInt(row.minor ?? 0),
      balance_minor: minorOf(row.balance_minor),
      kind: row.kind ?? 'other',
    },
    ...{ counterparty: orNull(row.counterparty), counterparty_account: orNull(row.counterparty_account) },
    description: orNull(row.description),
  };
}

function holdingOf(row: Row): HoldingRow {
  return {
    ...{ agreement_id: row.agreement_key ?? '', kind: row.kind ?? '', role: row.role ?? '' },
    ...{ number: orNull(row.number), linked_agreement_id: orNull(row.linked_agreement_key) },
    ...{ currency: row.currency ?? '', opened_on: orNull(row.opened_on), closed_on: orNull(row.closed_on) },
    ...{ matures_on: orNull(row.matures_on), state: row.state ?? 'active' },
    ...{ limit_minor: minorOf(row.limit_minor), instalment_minor: minorOf(row.instalment_minor) },
  };
}
