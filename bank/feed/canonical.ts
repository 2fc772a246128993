/**
 * The canonical model: what a feed's SELECTs give, entity by entity, in the order in which they are taken in.
 * Pure data; mapping.ts, checking.ts, applying.ts and undoing.ts make their SQL of it. canonical.test.ts
 * holds the words and lengths equal to the constraints of the tables.
 */

import {
  agreementKey,
  type Column,
  country,
  currency,
  customerKey,
  date,
  key,
  madeUp,
  oneOf,
  required,
  text,
} from './columns.ts';

export interface Entity {
  name: EntityName;
  table: string;
  /** The table's primary key, in its order: rows are written in this order. */
  primaryKey: readonly string[];
  columns: readonly Column[];
  /** The id that is made of `key`; undefined: the primary key is made of other columns. */
  ownId?: string;
  /** The column that source_key is taken from. */
  sourceKey: string;
  /** Rows of an agreement: one for each party of it, counted once. */
  perParty?: true;
  /** Staff edit some columns, named in `edited`. SQL of what the source last said of those of row `t`. */
  editable?: string;
}

export type EntityName =
  | 'premises'
  | 'products'
  | 'customers'
  | 'names'
  | 'contact_points'
  | 'identifiers'
  | 'addresses'
  | 'relations'
  | 'portfolios'
  | 'holdings'
  | 'balances'
  | 'transactions'
  | 'standing_orders'
  | 'exchange_rates';

const dialled = '^[+(]?[0-9]([ ()./-]{0,3}[0-9]){2,20}$';

const kindsOfHolding =
  'current account, savings, term deposit, card, mortgage, auto loan, personal loan, ' +
  'investment, insurance, safe box';

/** In the order in which they are checked and written: what is referred to comes first. */
export const entities: readonly Entity[] = [
  {
    name: 'premises',
    table: 'premises.premises',
    primaryKey: ['premises_id'],
    ownId: 'premises_id',
    sourceKey: 'key',
    editable: 't.source_values',
    columns: [
      key,
      required(oneOf('kind', 'branch, atm, office')),
      required({ ...text('code', 40), least: 1 }),
      required({ ...text('name', 200), least: 1 }),
      { ...text('time_zone', 80), otherwise: `'UTC'` },
      { name: 'address_lines', type: 'texts', otherwise: `'{}'` },
      country,
      text('postal_code', 40),
      text('region', 200),
      { ...text('telephone', 40), pattern: [dialled, 'no telephone'], later: true },
      { name: 'parent_key', type: 'text', refersTo: 'premises', becomes: 'parent_id' },
      { name: 'hours', type: 'json', otherwise: `'{}'` },
      madeUp,
    ],
  },
  {
    name: 'products',
    table: 'products.products',
    primaryKey: ['product_id'],
    ownId: 'product_id',
    sourceKey: 'key',
    columns: [
      key,
      required({ ...text('code', 40), least: 1 }),
      required(oneOf('kind', kindsOfHolding)),
      required({ ...text('name', 200), least: 1 }),
      { ...text('summary', 2000), otherwise: `''` },
      madeUp,
    ],
  },
  {
    name: 'customers',
    table: 'customers.customers',
    primaryKey: ['customer_id'],
    ownId: 'customer_id',
    sourceKey: 'key',
    editable: '(SELECT v.source_values FROM feed.source_values v WHERE v.customer_id = t.customer_id)',
    columns: [
      key,
      required(oneOf('kind', 'person, business')),
      required({ ...text('full_name', 400), least: 1 }),
      { ...text('preferred_name', 200), least: 1 },
      date('born_on'),
      date('died_on'),
      oneOf('sex', 'female, male, other'),
      {
        name: 'language',
        type: 'text',
        otherwise: `'en'`,
        pattern: ['^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$', 'no language'],
      },
      { name: 'home_premises_key', type: 'text', refersTo: 'premises', becomes: 'home_premises_id' },
      date('customer_since'),
      text('occupation', 200),
      text('employer', 200),
      { name: 'restricted', type: 'flag', otherwise: 'false', becomes: 'restricted_at_source', later: true },
      madeUp,
    ],
  },
  {
    name: 'names',
    table: 'customers.names',
    primaryKey: ['customer_id', 'name_id'],
    ownId: 'name_id',
    sourceKey: 'key',
    columns: [
      key,
      customerKey,
      required(oneOf('kind', 'legal, preferred, former, alias, other script')),
      required({ ...text('full_name', 400), least: 1 }),
      date('from_date'),
      date('to_date'),
    ],
  },
  {
    name: 'contact_points',
    table: 'customers.contact_points',
    primaryKey: ['customer_id', 'contact_point_id'],
    ownId: 'contact_point_id',
    sourceKey: 'key',
    columns: [
      key,
      customerKey,
      required(oneOf('kind', 'phone, email')),
      required({ ...text('value', 320), least: 3 }),
      { ...oneOf('purpose', 'personal, work, home, business, emergency'), otherwise: `'personal'` },
      { name: 'verified_at', type: 'instant' },
      { name: 'safe_to_use', type: 'flag', otherwise: 'true' },
    ],
  },
  {
    name: 'identifiers',
    table: 'customers.identifiers',
    primaryKey: ['customer_id', 'identifier_id'],
    ownId: 'identifier_id',
    sourceKey: 'key',
    columns: [
      key,
      customerKey,
      required(
        oneOf(
          'kind',
          'tax number, national id, passport, driving licence, registration number, ' + 'core banking key',
        ),
      ),
      country,
      required({ ...text('value', 80), least: 1, sealed: true }),
      date('expires_on'),
    ],
  },
  {
    name: 'addresses',
    table: 'customers.addresses',
    primaryKey: ['customer_id', 'address_id'],
    ownId: 'address_id',
    sourceKey: 'key',
    columns: [
      key,
      customerKey,
      { ...oneOf('purpose', 'home, postal, work, registered, former'), otherwise: `'home'` },
      { name: 'lines', type: 'texts', required: true, least: 1, most: 12 },
      country,
      text('postal_code', 20),
      date('from_date'),
      date('to_date'),
    ],
  },
  {
    name: 'relations',
    table: 'customers.relations',
    primaryKey: ['customer_id', 'relation_id'],
    ownId: 'relation_id',
    sourceKey: 'key',
    columns: [
      key,
      customerKey,
      { name: 'other_key', type: 'text', required: true, refersTo: 'customers', becomes: 'other_id' },
      required(
        oneOf(
          'kind',
          'household, spouse, parent, child, guardian, ward, attorney, principal, ' +
            'authorised user, account holder, owner, business, employer, employee',
        ),
      ),
      date('from_date'),
      date('to_date'),
    ],
  },
  {
    name: 'portfolios',
    table: 'customers.portfolios',
    primaryKey: ['customer_id', 'portfolio_id'],
    ownId: 'portfolio_id',
    sourceKey: 'key',
    columns: [
      key,
      customerKey,
      required({ ...text('user_name', 80), refersTo: 'staff', becomes: 'staff_id' }),
      { ...date('from_date'), otherwise: 'CURRENT_DATE' },
      date('to_date'),
    ],
  },
  {
    name: 'holdings',
    table: 'holdings.holdings',
    primaryKey: ['customer_id', 'agreement_id'],
    sourceKey: 'agreement_key',
    columns: [
      agreementKey,
      customerKey,
      required(oneOf('role', 'owner, joint owner, authorised user, guarantor, beneficiary')),
      { name: 'counts', type: 'flag', otherwise: `role = 'owner'` },
      required(oneOf('kind', kindsOfHolding)),
      { name: 'product_key', type: 'text', refersTo: 'products', becomes: 'product_id' },
      { name: 'linked_agreement_key', type: 'text', refersTo: 'agreements', becomes: 'linked_agreement_id' },
      { ...text('number', 64), least: 1 },
      currency,
      { name: 'premises_key', type: 'text', refersTo: 'premises', becomes: 'premises_id' },
      date('opened_on'),
      date('closed_on'),
      date('matures_on'),
      { ...oneOf('state', 'active, dormant, blocked, in arrears, closed'), otherwise: `'active'` },
      { name: 'limit_minor', type: 'bigint' },
      { name: 'instalment_minor', type: 'bigint' },
      { name: 'rate_basis_points', type: 'integer' },
      { name: 'term_months', type: 'integer' },
      oneOf('statement', 'weekly, monthly, after each transaction, quarterly, yearly'),
    ],
  },
  {
    name: 'balances',
    table: 'holdings.balances',
    primaryKey: ['customer_id', 'agreement_id', 'as_of'],
    sourceKey: 'agreement_key',
    perParty: true,
    columns: [agreementKey, required(date('as_of')), { name: 'minor', type: 'bigint', required: true }],
  },
  {
    name: 'transactions',
    table: 'holdings.transactions',
    primaryKey: ['customer_id', 'agreement_id', 'booked_on', 'transaction_id'],
    ownId: 'transaction_id',
    sourceKey: 'key',
    perParty: true,
    columns: [
      key,
      agreementKey,
      required(date('booked_on')),
      { name: 'sequence', type: 'bigint', otherwise: '0' },
      { name: 'minor', type: 'bigint', required: true },
      currency,
      { name: 'balance_minor', type: 'bigint' },
      required(
        oneOf(
          'kind',
          'salary, pension, benefit, cash deposit, cash withdrawal, card payment, ' +
            'card withdrawal, transfer in, transfer out, standing order, direct debit, ' +
            'loan payment, insurance payment, household payment, interest, ' +
            'penalty interest, fee, dividend, purchase, sale, other',
        ),
      ),
      text('counterparty', 200),
      text('counterparty_account', 64),
      text('description', 500),
    ],
  },
  {
    name: 'standing_orders',
    table: 'holdings.standing_orders',
    primaryKey: ['customer_id', 'agreement_id', 'order_id'],
    ownId: 'order_id',
    sourceKey: 'key',
    perParty: true,
    columns: [
      key,
      agreementKey,
      { name: 'minor', type: 'bigint', required: true, pattern: ['^0*[1-9]', 'not above nothing'] },
      currency,
      required(
        oneOf('kind', 'household payment, loan payment, insurance payment, leasing, savings, ' + 'other'),
      ),
      text('payee', 200),
      text('payee_account', 64),
      { ...oneOf('every', 'week, month, quarter, year'), otherwise: `'month'` },
    ],
  },
  {
    name: 'exchange_rates',
    table: 'holdings.exchange_rates',
    primaryKey: ['base', 'currency', 'on_date'],
    sourceKey: 'currency',
    columns: [
      { ...currency, name: 'base' },
      currency,
      required(date('on_date')),
      {
        name: 'units_of_base',
        type: 'numeric',
        required: true,
        pattern: ['^\\d{1,12}(\\.\\d{1,12})?$', 'no rate'],
      },
    ],
  },
];

/** The entity of that name. */
export function entityNamed(name: EntityName): Entity {
  const entity = entities.find((candidate) => candidate.name === name);
  if (entity === undefined) throw new RangeError(`${name} is not an entity`);
  return entity;
}

/** The columns of the table that a feed keeps: without the bookkeeping ones. */
export function keptColumns(entity: Entity): string[] {
  const kept = entity.columns
    .flatMap((column) => (column.sealed ? sealedColumns(column) : [column.becomes ?? column.name]))
    .filter((name) => name !== 'source_key');
  const more = entity.name === 'contact_points' ? ['normalised'] : [];
  if (entity.name === 'transactions') more.push('counts');
  const own = entity.ownId === undefined ? [] : [entity.ownId];
  const owner = entity.perParty ? ['customer_id'] : [];
  return [...new Set([...owner, ...own, ...kept, ...more])];
}

/** Where a sealed column is kept. */
export function sealedColumns({ name }: Column): string[] {
  return [`${name}_sealed`, `${name}_index`, `${name}_hint`];
}
