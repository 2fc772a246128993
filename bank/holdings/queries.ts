import Type from 'typebox';
import { bigint, date, id, integer, orNull, text, word } from '#platform/database/columns.ts';
import { statement } from '#platform/database/statement.ts';
import { holdingKinds } from './contract.ts';

/** All that a customer holds, each with its latest balance. */
export const holdingsOf = statement({
  name: 'holdings.holdings_of',
  as: 'earshot_staff',
  parameters: Type.Object({ customerId: id }),
  row: Type.Object({
    agreement_id: id,
    kind: word(...holdingKinds),
    product_name: orNull(text),
    role: word('owner', 'joint owner', 'authorised user', 'guarantor', 'beneficiary'),
    state: word('active', 'dormant', 'blocked', 'in arrears', 'closed'),
    last4: orNull(text),
    currency: text,
    balance_minor: orNull(bigint),
    balance_as_of: orNull(date),
    limit_minor: orNull(bigint),
    instalment_minor: orNull(bigint),
    rate_basis_points: orNull(integer),
    opened_on: orNull(date),
    closed_on: orNull(date),
    matures_on: orNull(date),
    ended_on: orNull(date),
    linked_agreement_id: orNull(id),
  }),
  sql: `SELECT h.agreement_id, h.kind, p.name AS product_name, h.role, h.state, h.last4, h.currency,
    b.minor AS balance_minor,
               b.as_of AS balance_as_of, h.limit_minor, h.instalment_minor, h.rate_basis_points, h.opened_on,
                 h.closed_on,
               h.matures_on, h.ended_on, h.linked_agreement_id
          FROM holdings.holdings h
          LEFT JOIN products.products p ON p.product_id = h.product_id
          LEFT JOIN LATERAL (SELECT minor, as_of FROM holdings.balances b
                              WHERE b.customer_id = h.customer_id AND b.agreement_id = h.agreement_id
                                AND b.ended_on IS NULL
                              ORDER BY as_of DESC LIMIT 1) b ON true
         WHERE h.customer_id = $1 ORDER BY h.closed_on NULLS FIRST, h.opened_on LIMIT 500`,
});

/** Balances since a day, oldest first, for the trends. */
export const balancesOf = statement({
  name: 'holdings.balances_of',
  as: 'earshot_staff',
  parameters: Type.Object({ customerId: id, since: date }),
  row: Type.Object({ agreement_id: id, as_of: date, minor: bigint }),
  sql: `SELECT agreement_id, as_of, minor FROM holdings.balances
         WHERE customer_id = $1 AND as_of >= $2 AND ended_on IS NULL ORDER BY as_of LIMIT 2000`,
});

const movement = Type.Object({
  agreement_id: id,
  booked_on: date,
  transaction_id: id,
  sequence: bigint,
  minor: bigint,
  currency: text,
  kind: text,
  counterparty: orNull(text),
  description: orNull(text),
});

/** What may be news: incomes and penalties of the last months, newest first. */
export const incomesOf = statement({
  name: 'holdings.incomes_of',
  as: 'earshot_staff',
  parameters: Type.Object({ customerId: id, since: date }),
  row: Type.Object({ booked_on: date, minor: bigint, currency: text, kind: text }),
  sql: `SELECT booked_on, minor, currency, kind FROM holdings.transactions
         WHERE customer_id = $1 AND booked_on >= $2 AND counts AND ended_on IS NULL
           AND kind IN ('salary', 'pension', 'benefit', 'penalty interest')
         ORDER BY booked_on DESC LIMIT 200`,
});

/** The largest movements since a day. */
export const largestOf = statement({
  name: 'holdings.largest_of',
  as: 'earshot_staff',
  parameters: Type.Object({ customerId: id, since: date }),
  row: Type.Object({ booked_on: date, minor: bigint, currency: text, kind: text }),
  sql: `SELECT booked_on, minor, currency, kind FROM holdings.transactions
         WHERE customer_id = $1 AND booked_on >= $2 AND counts AND ended_on IS NULL
           ORDER BY abs(minor) DESC LIMIT 3`,
});

/** A page of movements, newest first, before a day and an id (both of the last row of the page before). */
export const movementsOf = statement({
  name: 'holdings.movements_of',
  as: 'earshot_staff',
  parameters: Type.Object({
    customerId: id,
    beforeDay: date,
    beforeId: id,
    agreementId: orNull(id),
    most: integer,
  }),
  row: movement,
  sql: `SELECT agreement_id, booked_on, transaction_id, sequence, minor, currency, kind, counterparty,
    description
          FROM holdings.transactions
         WHERE customer_id = $1 AND (booked_on, transaction_id) < ($2, $3) AND booked_on <= $2
           AND ended_on IS NULL
           AND ($4::uuid IS NULL OR agreement_id = $4)
         ORDER BY booked_on DESC, transaction_id DESC LIMIT $5::int`,
});

/** One movement, for its reveal. */
export const movementOf = statement({
  name: 'holdings.movement_of',
  as: 'earshot_staff',
  parameters: Type.Object({ customerId: id, transactionId: id }),
  row: movement,
  sql: `SELECT agreement_id, booked_on, transaction_id, sequence, minor, currency, kind, counterparty,
    description
          FROM holdings.transactions WHERE customer_id = $1 AND transaction_id = $2 LIMIT 1`,
});

/** The latest rate, not after a day, of each currency in which the customer holds anything. */
export const ratesOn = statement({
  name: 'holdings.rates_on',
  as: 'earshot_staff',
  parameters: Type.Object({ customerId: id, day: date }),
  row: Type.Object({ base: text, currency: text, on_date: date, units_of_base: text }),
  sql: `SELECT r.base, r.currency, r.on_date, r.units_of_base::text AS units_of_base
          FROM (SELECT DISTINCT h.currency FROM holdings.holdings h WHERE h.customer_id = $1) held
          JOIN LATERAL (SELECT e.base, e.currency, e.on_date, e.units_of_base FROM holdings.exchange_rates e
                         WHERE e.base = (SELECT min(f.base) FROM holdings.exchange_rates f)
                           AND e.currency = held.currency
                           AND e.on_date <= $2 ORDER BY e.on_date DESC LIMIT 1) r ON true`,
});

/** For the portal: what the customer holds now. */
export const ownHoldings = statement({
  name: 'holdings.own_holdings',
  as: 'earshot_portal',
  parameters: Type.Object({ customerId: id }),
  row: Type.Object({
    ...{ agreement_id: id, kind: text, product_name: orNull(text), last4: orNull(text), currency: text },
    ...{ balance_minor: orNull(bigint), balance_as_of: orNull(date) },
  }),
  sql: `SELECT h.agreement_id, h.kind, p.name AS product_name, h.last4, h.currency, b.minor AS balance_minor,
    b.as_of AS balance_as_of
          FROM holdings.holdings h LEFT JOIN products.products p ON p.product_id = h.product_id
          LEFT JOIN LATERAL (SELECT minor, as_of FROM holdings.balances b
                              WHERE b.customer_id = h.customer_id AND b.agreement_id = h.agreement_id
                                AND b.ended_on IS NULL
                              ORDER BY as_of DESC LIMIT 1) b ON true
         WHERE h.customer_id = $1 AND h.state <> 'closed' AND h.ended_on IS NULL ORDER BY h.opened_on
           LIMIT 500`,
});
