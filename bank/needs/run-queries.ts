/** What the job 'needs.understand' asks: rows of many customers at once, and what is written of them. */
import Type from 'typebox';
import {
  bigint,
  date,
  flag,
  id,
  ids,
  instant,
  integer,
  json,
  orNull,
  text,
  word,
} from '#platform/database/columns.ts';
import { nothing, statement } from '#platform/database/statement.ts';

const job = 'earshot_run_needs';
const many = Type.Object({ customerIds: ids, day: date });

export const peopleOf = statement({
  name: 'needs.people_of',
  as: job,
  parameters: many,
  row: Type.Object({
    customer_id: id,
    kind: word('person', 'business'),
    ...{ born_on: orNull(date), died_on: orNull(date), sex: orNull(word('female', 'male', 'other')) },
    ...{ customer_since: orNull(date), occupation: orNull(text), support_needs: integer },
    ...{ moved_count: bigint, moved_first: orNull(date), moved_last: orNull(date) },
    ...{ contacts_year: integer, contact_last: orNull(date), promises_open: integer, no_marketing: flag },
  }),
  sql: `SELECT customer_id, kind, born_on, died_on, sex, customer_since, occupation, support_needs,
    moved_count,
          moved_first, moved_last, contacts_year, contact_last, promises_open, no_marketing
          FROM needs.people_of($1, $2)`,
});

export const holdingsOf = statement({
  name: 'needs.holdings_of',
  as: job,
  parameters: many,
  row: Type.Object({
    ...{ customer_id: id, agreement_id: id, kind: text, role: text, number: orNull(text) },
    ...{ linked_agreement_id: orNull(id), currency: text, opened_on: orNull(date), closed_on: orNull(date) },
    ...{
      matures_on: orNull(date),
      state: text,
      limit_minor: orNull(bigint),
      instalment_minor: orNull(bigint),
    },
    ...{ balance_on: orNull(date), balance_minor: orNull(bigint) },
  }),
  sql: `SELECT customer_id, agreement_id, kind, role, number, linked_agreement_id, currency, opened_on,
    closed_on,
          matures_on, state, limit_minor, instalment_minor, balance_on, balance_minor
          FROM needs.holdings_of($1, $2)`,
});

export const movementsOf = statement({
  name: 'needs.movements_of',
  as: job,
  parameters: Type.Object({ customerIds: ids, since: date, day: date }),
  row: Type.Object({
    ...{ customer_id: id, transaction_id: id, agreement_id: id, booked_on: date, minor: bigint },
    ...{ balance_minor: orNull(bigint), kind: text, counterparty: orNull(text) },
    ...{ counterparty_account: orNull(text), description: orNull(text) },
  }),
  sql: `SELECT customer_id, transaction_id, agreement_id, booked_on, minor, balance_minor, kind, counterparty,
          counterparty_account, description
          FROM needs.movements_of($1, $2, $3)`,
});

export const tiesOf = statement({
  name: 'needs.ties_of',
  as: job,
  parameters: many,
  row: Type.Object({
    ...{ customer_id: id, relation_id: id, kind: text, from_date: orNull(date), to_date: orNull(date) },
    ...{ other_born_on: orNull(date), other_died_on: orNull(date) },
  }),
  sql: `SELECT customer_id, relation_id, kind, from_date, to_date, other_born_on, other_died_on
          FROM needs.ties_of($1, $2)`,
});

export const homesOf = statement({
  name: 'needs.homes_of',
  as: job,
  parameters: many,
  row: Type.Object({ customer_id: id, address_id: id, from_date: orNull(date) }),
  sql: 'SELECT customer_id, address_id, from_date FROM needs.homes_of($1, $2)',
});

export const coOwnersOf = statement({
  name: 'needs.co_owners_of',
  as: job,
  parameters: many,
  row: Type.Object({
    ...{ customer_id: id, agreement_id: id, employer: orNull(text), other_employer: orNull(text) },
  }),
  sql: 'SELECT customer_id, agreement_id, employer, other_employer FROM needs.co_owners_of($1, $2)',
});

export const measuresOn = statement({
  name: 'needs.measures_on',
  as: job,
  parameters: Type.Object({ day: date }),
  row: Type.Object({ base: text, usual_minor: orNull(bigint), rates: json<Record<string, string>>() }),
  sql: 'SELECT base, usual_minor, rates FROM needs.measures_on($1)',
});

export const waitingAfter = statement({
  name: 'needs.waiting_after',
  as: job,
  parameters: Type.Object({ after: id, today: date, rules: integer, feeds: ids, most: integer }),
  row: Type.Object({ customer_id: id, waits: flag }),
  sql: 'SELECT customer_id, waits FROM needs.waiting_after($1, $2, $3, $4, $5)',
});

/** Those of them who are customers still. */
export const stillHere = statement({
  name: 'needs.still_here',
  as: job,
  parameters: Type.Object({ customerIds: ids }),
  row: Type.Object({ customer_id: id }),
  sql: 'SELECT customer_id FROM needs.still_here($1)',
});

/** Feeds that ran since the last run that came to its end began. */
export const feedsSince = statement({
  name: 'needs.feeds_since',
  as: job,
  parameters: Type.Object({}),
  row: Type.Object({ run_id: orNull(id) }),
  sql: 'SELECT run_id FROM needs.feeds_since()',
});

/** One that was begun for this day, by these very rules, and never finished: to be taken up. */
export const unfinished = statement({
  name: 'needs.unfinished',
  as: job,
  parameters: Type.Object({ asOf: date, rules: integer }),
  row: Type.Object({ run_id: id, after: id, looked_at: bigint, reckoned: bigint }),
  sql: `SELECT run_id, after, looked_at, reckoned FROM needs.runs
         WHERE as_of = $1 AND rules = $2 AND num_nonnulls(finished_at, given_up_at) = 0
         ORDER BY started_at DESC LIMIT 1`,
});

/** Those that were stopped and reckoned by other rules: a run has one set of rules from beginning to end. */
export const giveUpOthers = statement({
  name: 'needs.give_up_others',
  as: job,
  parameters: Type.Object({ rules: integer }),
  row: nothing,
  sql: `UPDATE needs.runs SET given_up_at = clock_timestamp()
         WHERE rules <> $1 AND num_nonnulls(finished_at, given_up_at) = 0`,
});

export const tellRun = statement({
  name: 'needs.tell_run',
  as: job,
  parameters: Type.Object({
    ...{ runId: id, asOf: date, rules: integer, after: id, lookedAt: bigint, reckoned: bigint },
    finishedAt: orNull(instant),
  }),
  row: nothing,
  sql: `INSERT INTO needs.runs (run_id, as_of, rules, after, looked_at, reckoned, finished_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7)
        ON CONFLICT (run_id) DO UPDATE SET after = excluded.after, looked_at = excluded.looked_at,
          reckoned = excluded.reckoned, finished_at = excluded.finished_at`,
});

/** Takes away what was understood of whoever objected meanwhile; how many were. */
export const forgetRestrained = statement({
  name: 'needs.forget_restrained',
  as: job,
  parameters: Type.Object({}),
  row: Type.Object({ gone: integer }),
  sql: 'SELECT needs.forget_restrained() AS gone',
});

/** Who may be understood now; until the transaction ends nobody else objects (0042_restraints.sql). */
export const stillUnderstood = statement({
  name: 'needs.still_understood',
  as: job,
  parameters: Type.Object({ customerIds: ids }),
  row: Type.Object({ customer_id: id, no_marketing: flag }),
  sql: 'SELECT customer_id, no_marketing FROM needs.still_understood($1)',
});

export interface FactsRow {
  customer_id: string;
  known: Record<string, string | number | boolean>;
  due_on: string;
  not_used: string[];
  /** facts.ts */
  packed: string;
}

/** The rows as one jsonb: whatever their number, one statement. */
export const writeFacts = statement({
  name: 'needs.write_facts',
  as: job,
  parameters: Type.Object({ asOf: date, rules: integer, rows: json<FactsRow[]>() }),
  row: nothing,
  sql: `INSERT INTO needs.facts (customer_id, as_of, known, rules, due_on, not_used, packed)
        SELECT r.customer_id, $1, r.known, $2, r.due_on, r.not_used, r.packed
          FROM jsonb_to_recordset($3)
            AS r(customer_id uuid, known jsonb, due_on date, not_used text[], packed text)
        ON CONFLICT (customer_id) DO UPDATE SET as_of = excluded.as_of, known = excluded.known, rules =
          excluded.rules,
          due_on = excluded.due_on, not_used = excluded.not_used, packed = excluded.packed,
          reckoned_at = clock_timestamp(),
          version = needs.facts.version + 1`,
});
