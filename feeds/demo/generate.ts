import { dateOf } from './calendar.ts';
import { customerKey } from './called.ts';
import type { Twist } from './casting.ts';
import {
  ADDRESSES_HEADER,
  addressLines,
  CONTACT_POINTS_HEADER,
  contactLines,
  IDENTIFIERS_HEADER,
  identifierLines,
} from './contacts.ts';
import { HOLDINGS_HEADER, holdingLines } from './holdings.ts';
import { plansOf } from './households.ts';
import { type Household, householdOf } from './lives.ts';
import { BALANCES_HEADER, balanceLines, TRANSACTIONS_HEADER, transactionLines } from './movements.ts';
import { STANDING_ORDERS_HEADER, standingOrderLines } from './orders.ts';
import { CUSTOMERS_HEADER, customerLines, NAMES_HEADER, nameLines } from './people.ts';
import { holidaysOf, premisesLines, type Station, stationsOf } from './premises.ts';
import { productLines } from './products.ts';
import { exchangeRateLines } from './rates.ts';
import { RELATIONS_HEADER, relationLines } from './relations.ts';
import { type Bank, bankOf, type DemoOptions } from './setting.ts';

export type EntityName =
  | 'premises'
  | 'products'
  | 'customers'
  | 'names'
  | 'contact_points'
  | 'identifiers'
  | 'addresses'
  | 'relations'
  | 'holdings'
  | 'balances'
  | 'transactions'
  | 'standing_orders'
  | 'exchange_rates';

/**
 * The demo bank: a seeded, made-up bank in the canonical shape of a feed, in the order in which its tables
 * depend on each other. Each table can be asked for again and by itself, and gives CSV lines with their line
 * ends, the header first. An empty unquoted cell is null. One household at a time is in memory, however many
 * there are. RangeError for options that make no bank.
 */
export function demoBank(options: DemoOptions): { tables: Record<EntityName, () => Iterable<string>> } {
  const bank = bankOf(options);
  return {
    tables: {
      premises: () => premisesLines(),
      products: () => productLines(),
      customers: () => table(bank, CUSTOMERS_HEADER, customerLines),
      names: () => table(bank, NAMES_HEADER, nameLines),
      contact_points: () => table(bank, CONTACT_POINTS_HEADER, contactLines),
      identifiers: () => table(bank, IDENTIFIERS_HEADER, identifierLines),
      addresses: () => table(bank, ADDRESSES_HEADER, addressLines),
      relations: () => table(bank, RELATIONS_HEADER, relationLines),
      holdings: () => table(bank, HOLDINGS_HEADER, holdingLines),
      balances: () => table(bank, BALANCES_HEADER, balanceLines),
      transactions: () => table(bank, TRANSACTIONS_HEADER, transactionLines),
      standing_orders: () => table(bank, STANDING_ORDERS_HEADER, standingOrderLines),
      exchange_rates: () => exchangeRateLines(bank),
    },
  };
}

/** When branches are shut although their hours say open. */
export function demoHolidays(
  options: DemoOptions,
): Iterable<{ premises_key: string; on_date: string; name: string }> {
  return holidaysOf(bankOf(options));
}

/** The work stations of the branches. */
export function demoStations(): Iterable<Station> {
  return stationsOf();
}

/**
 * Those entered twice: the first record and the second, mistyped one. What a search for duplicates ought to
 * find.
 */
export function* demoDuplicates(options: DemoOptions): Generator<{ customer_key: string; copy_key: string }> {
  for (const { first, original } of plansOf(bankOf(options))) {
    if (original !== null) yield { customer_key: customerKey(original.first), copy_key: customerKey(first) };
  }
}

/**
 * What happened in the lives that the transactions tell: the truth against which an inference can be
 * measured.
 */
export function* demoLifeEvents(
  options: DemoOptions,
): Generator<{ customer_key: string; kind: Twist; on_date: string }> {
  const bank = bankOf(options);
  for (const plan of plansOf(bank)) {
    for (const { kind, on, person } of householdOf(bank, plan).events) {
      yield { customer_key: customerKey(plan.first + person), kind, on_date: dateOf(on) };
    }
  }
}

/**
 * Three customers who sign in to the portal: a mother, a pensioner, the owner of a business. Their households
 * are the cast's.
 */
export function demoCustomersWithSignIn(): { customer_key: string; user_name: string; full_name: string }[] {
  return [
    { customer_key: customerKey(0), user_name: 'jana', full_name: 'Jana Nováková' },
    { customer_key: customerKey(5), user_name: 'honza', full_name: 'Jan Novák' },
    { customer_key: customerKey(9), user_name: 'tomas', full_name: 'Tomáš Dvořák' },
  ];
}

function* table(
  bank: Bank,
  header: string,
  lines: (bank: Bank, household: Household) => Iterable<string>,
): Generator<string> {
  yield header;
  for (const plan of plansOf(bank)) {
    for (const line of lines(bank, householdOf(bank, plan))) yield line;
  }
}
