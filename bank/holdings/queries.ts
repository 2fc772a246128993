import Type from 'typebox';
import { bigint, date, id, integer, orNull, text, word } from '#platform/database/columns.ts';
import { statement } from '#platform/database/statement.ts';
import { holdingKinds, intervals, orderKinds } from './contract.ts';

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

/** Balances of the three years before the newest one, oldest first, for the trends. */
export const balancesOf = statement({
  name: 'holdings.balances_of',
  as: 'earshot_staff',
  parameters: Type.Object({ customerId: id }),
  row: Type.Object({ agreement_id: id, as_of: date, minor: bigint }),
  sql: `SELECT b.agreement_id, b.as_of, b.minor FROM (
          SELECT agreement_id, as_of, minor FROM holdings.balances
           WHERE customer_id = $1 AND ended_on IS NULL
             AND as_of >= (SELECT max(n.as_of) FROM holdings.balances n
                            WHERE n.customer_id = $1 AND n.ended_on IS NULL) - interval '3 years'
           ORDER BY as_of DESC LIMIT 2000) b ORDER BY b.as_of`,
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

const order = Type.Object({
  ...{ agreement_id: id, order_id: id, kind: word(...orderKinds), every: word(...intervals) },
  ...{ minor: bigint, currency: text, payee: orNull(text) },
});

/** What is paid again and again, the largest first. */
const ordersOf = `SELECT agreement_id, order_id, kind, every, minor, currency, payee
          FROM holdings.standing_orders
         WHERE customer_id = $1 AND ended_on IS NULL ORDER BY minor DESC, order_id LIMIT 500`;

export const standingOrdersOf = statement({
  name: 'holdings.standing_orders_of',
  as: 'earshot_staff',
  parameters: Type.Object({ customerId: id }),
  row: order,
  sql: ordersOf,
});

/** For the portal. */
export const ownStandingOrders = statement({
  name: 'holdings.own_standing_orders',
  as: 'earshot_portal',
  parameters: Type.Object({ customerId: id }),
  row: order,
  sql: ordersOf,
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

/** A page of movements, newest first, before a day, an order in that day and an id: those of the last row. */
export const movementsOf = statement({
  name: 'holdings.movements_of',
  as: 'earshot_staff',
  parameters: Type.Object({
    customerId: id,
    beforeDay: date,
    beforeSequence: bigint,
    beforeId: id,
    agreementId: orNull(id),
    most: integer,
  }),
  row: movement,
  sql: `SELECT agreement_id, booked_on, transaction_id, sequence, minor, currency, kind, counterparty,
    description
          FROM holdings.transactions
         WHERE customer_id = $1 AND (booked_on, sequence, transaction_id) < ($2, $3, $4) AND booked_on <= $2
           AND ended_on IS NULL
           AND ($5::uuid IS NULL OR agreement_id = $5)
         ORDER BY booked_on DESC, sequence DESC, transaction_id DESC LIMIT $6::int`,
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

/** The currencies that rates are told in: few, found by as many steps in the index. */
const bases = `WITH RECURSIVE b AS (
                          SELECT min(e.base) AS base FROM holdings.exchange_rates e
                          UNION ALL
                          SELECT (SELECT min(e.base) FROM holdings.exchange_rates e WHERE e.base > b.base)
                            FROM b WHERE b.base IS NOT NULL) SELECT b.base FROM b`;

/** What a unit was worth in t.base, by the latest rate not after the day $2. */
const worth = (currency: string) => `(SELECT e.on_date, e.units_of_base AS units
                          FROM holdings.exchange_rates e
                         WHERE e.base = t.base AND e.currency = ${currency} AND e.on_date <= $2
                         ORDER BY e.on_date DESC LIMIT 1)
                        UNION ALL SELECT $2::date, 1 WHERE t.base = ${currency} LIMIT 1`;

/**
 * The latest rate, not after a day, of each currency in which the customer holds anything, in the one that
 * most of what she holds is in. Where the bank has no rate between the two, by way of a third that both have
 * one in; of the older day of the two.
 */
export const ratesOn = statement({
  name: 'holdings.rates_on',
  as: 'earshot_staff',
  parameters: Type.Object({ customerId: id, day: date }),
  row: Type.Object({ base: text, currency: text, on_date: date, units_of_base: text }),
  sql: `SELECT r.base, r.currency, r.on_date, r.units_of_base::text AS units_of_base
          FROM (SELECT h.currency FROM holdings.holdings h
                 WHERE h.customer_id = $1 AND h.state <> 'closed' AND h.ended_on IS NULL
                 GROUP BY h.currency ORDER BY count(*) DESC, h.currency LIMIT 1) most
          JOIN LATERAL (SELECT DISTINCT h.currency FROM holdings.holdings h
                         WHERE h.customer_id = $1 AND h.currency <> most.currency) held ON true
          JOIN LATERAL (
            SELECT most.currency AS base, held.currency, d.on_date, d.units_of_base
              FROM (SELECT e.on_date, e.units_of_base FROM holdings.exchange_rates e
                     WHERE e.base = most.currency AND e.currency = held.currency AND e.on_date <= $2
                     ORDER BY e.on_date DESC LIMIT 1) d
            UNION ALL
            SELECT most.currency, held.currency, x.on_date, x.units_of_base
              FROM (SELECT least(one.on_date, other.on_date) AS on_date,
                           round(one.units / other.units, 12) AS units_of_base
                      FROM (${bases}) t
                      CROSS JOIN LATERAL (${worth('held.currency')}) one
                      CROSS JOIN LATERAL (${worth('most.currency')}) other
                     WHERE t.base IS NOT NULL ORDER BY 1 DESC, t.base LIMIT 1) x
            LIMIT 1) r ON true`,
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
