/** What is known, what was decided, and what became of it. */
import Type from 'typebox';
import {
  bigint,
  date,
  id,
  instant,
  integer,
  json,
  orNull,
  text,
  texts,
  word,
} from '#platform/database/columns.ts';
import { nothing, statement } from '#platform/database/statement.ts';

type Kept = Record<string, string | number | boolean>;
const customer = Type.Object({ customerId: id });
const known = Type.Object({ known: orNull(json<Kept>()), as_of: orNull(date), not_used: orNull(texts) });
const became = word('shown', 'accepted', 'not now', 'declined');
const outcome = Type.Object({
  ...{ outcome_id: id, option_code: text, became, until: orNull(date), because: orNull(text) },
  recorded_at: instant,
});

export const knownOf = statement({
  name: 'advice.known_of',
  as: 'earshot_staff',
  parameters: customer,
  row: known,
  sql: 'SELECT known, as_of, not_used FROM needs.facts_of(ARRAY[$1::uuid])',
});

export const outcomesOf = statement({
  name: 'advice.outcomes_of',
  as: 'earshot_staff',
  parameters: customer,
  row: outcome,
  sql: `SELECT outcome_id, option_code, became, until, because, recorded_at FROM advice.outcomes
         WHERE customer_id = $1 ORDER BY recorded_at DESC LIMIT 200`,
});

export const ownKnown = statement({
  ...{ name: 'advice.own_known', as: 'earshot_portal', parameters: customer, row: known, sql: knownOf.sql },
});
export const ownOutcomes = statement({
  ...{ name: 'advice.own_outcomes', as: 'earshot_portal', parameters: customer, row: outcome },
  sql: outcomesOf.sql,
});

/** Once, however often it is asked. */
export const recordOutcome = statement({
  name: 'advice.record_outcome',
  as: 'earshot_staff',
  parameters: Type.Object({
    ...{ customerId: id, outcomeId: id, optionCode: text, became: text, until: orNull(date) },
    ...{ because: orNull(text), known: json<Kept>(), rows: json<Record<string, string>>(), rules: text },
    staffId: id,
  }),
  row: Type.Object({ outcome_id: id }),
  sql: `INSERT INTO advice.outcomes (customer_id, outcome_id, option_code, became, until, because, known,
          rows, rules, recorded_by) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
        ON CONFLICT DO NOTHING RETURNING outcome_id`,
});

const job = 'earshot_run_advice';

export interface PastRow {
  option_code: string;
  became: string;
  until: string | null;
  recorded_on: string;
}

/** A page of customers; those who need no new decision come without what is known of them. */
export const waitingAfter = statement({
  name: 'advice.waiting_after',
  as: job,
  parameters: Type.Object({ after: id, today: date, rules: text, most: integer }),
  row: Type.Object({
    ...{ customer_id: id, version: integer, known: orNull(json<Kept>()), not_used: orNull(texts) },
    past: orNull(json<PastRow[]>()),
  }),
  sql: 'SELECT customer_id, version, known, not_used, past FROM advice.waiting_after($1, $2, $3, $4)',
});

export interface DecisionRow {
  customer_id: string;
  version: number;
  result: string;
  body: object;
}

export const writeDecisions = statement({
  name: 'advice.write_decisions',
  as: job,
  parameters: Type.Object({ rules: text, today: date, expires: date, rows: json<DecisionRow[]>() }),
  row: nothing,
  sql: `INSERT INTO advice.decisions (customer_id, facts_version, rules, result, body, decided_on, expires_on)
        SELECT r.customer_id, r.version, $1, r.result, r.body, $2, $3
          FROM jsonb_to_recordset($4) AS r(customer_id uuid, version integer, result text, body jsonb)
        ON CONFLICT (customer_id) DO UPDATE SET facts_version = excluded.facts_version,
          rules = excluded.rules, result = excluded.result, body = excluded.body,
          decided_on = excluded.decided_on, expires_on = excluded.expires_on`,
});

export const unfinished = statement({
  name: 'advice.unfinished',
  as: job,
  parameters: Type.Object({ asOf: date }),
  row: Type.Object({ run_id: id, after: id, looked_at: bigint, decided: bigint }),
  sql: `SELECT run_id, after, looked_at, decided FROM advice.runs
         WHERE as_of = $1 AND finished_at IS NULL ORDER BY started_at DESC LIMIT 1`,
});

export const tellRun = statement({
  name: 'advice.tell_run',
  as: job,
  parameters: Type.Object({
    ...{ runId: id, asOf: date, after: id, lookedAt: bigint, decided: bigint, finishedAt: orNull(instant) },
  }),
  row: nothing,
  sql: `INSERT INTO advice.runs (run_id, as_of, after, looked_at, decided, finished_at)
        VALUES ($1, $2, $3, $4, $5, $6)
        ON CONFLICT (run_id) DO UPDATE SET after = excluded.after, looked_at = excluded.looked_at,
          decided = excluded.decided, finished_at = excluded.finished_at`,
});
