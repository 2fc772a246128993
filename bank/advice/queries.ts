/** What is known, what was decided, and what became of it. */
import Type from 'typebox';
import {
  bigint,
  date,
  flag,
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
import { became as becameWords } from './contract.ts';

type Kept = Record<string, string | number | boolean>;
const customer = Type.Object({ customerId: id });
const known = Type.Object({ known: orNull(json<Kept>()), as_of: orNull(date), not_used: orNull(texts) });
/** How likely somebody was to accept, when it was suggested. */
const real = Type.Unsafe<number>({ type: 'number', pg: 'float4' });
const became = word(...becameWords);
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
    ...{ staffId: id, propensity: orNull(real), propensityVersion: orNull(integer) },
  }),
  row: Type.Object({ outcome_id: id }),
  sql: `INSERT INTO advice.outcomes (customer_id, outcome_id, option_code, became, until, because, known,
          rows, rules, recorded_by, propensity, propensity_version)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
        ON CONFLICT DO NOTHING RETURNING outcome_id`,
});

const job = 'earshot_run_advice';

/** Of a customer the newest first. */
export interface PastRow {
  option_code: string;
  became: string;
  until: string | null;
  recorded_on: string;
}

/**
 * A block of customers by id: up to the one that is given as `last`, or so many. Of those who need a new
 * decision a line in each column, in the order of their ids: facts; and what there is more, blank for most,
 * of others JSON: [names not to be used, what became of suggestions]. Nulls when nobody does. `state` is
 * another number when they are others, or other facts.
 */
export const blockAfter = statement({
  name: 'advice.block_after',
  as: job,
  parameters: Type.Object({
    ...{ after: id, last: orNull(id), today: date, rules: text, mark: text, most: integer },
  }),
  row: Type.Object({
    ...{ upto: id, looked_at: integer, state: orNull(bigint) },
    ...{ known: orNull(text), more: orNull(text) },
  }),
  sql: `SELECT upto, looked_at, state, known, more
          FROM advice.block_after($1, $2, $3, $4, $5, $6)`,
});

/**
 * Keeps what was decided about a block, a line for each in the order in which they were read; false, and
 * nothing is kept, when it is not in that state any more. Until the transaction ends nobody objects
 * (0071_night.sql).
 */
export const keepBlock = statement({
  name: 'advice.keep_block',
  as: job,
  parameters: Type.Object({
    ...{ after: id, upto: id, today: date, rules: text, state: bigint },
    ...{ expires: date, results: text, said: text },
  }),
  row: Type.Object({ kept: flag }),
  sql: 'SELECT advice.keep_block($1, $2, $3, $4, $5, $6, $7, $8) AS kept',
});

/** Takes away what was worked out of whoever objected meanwhile. */
export const forgetRestrained = statement({
  name: 'advice.forget_restrained',
  as: job,
  parameters: Type.Object({}),
  row: Type.Object({ gone: integer }),
  sql: 'SELECT needs.forget_restrained() AS gone',
});

export interface VerdictRow {
  option_code: string;
  says: string;
  about: string[];
}

/** The numbers of what tables say of options; what was never said before gets one. */
export const numberVerdicts = statement({
  name: 'advice.number_verdicts',
  as: job,
  parameters: Type.Object({ rows: json<VerdictRow[]>() }),
  row: Type.Object({ verdict_id: integer, option_code: text, says: text, about: texts }),
  sql: `WITH given AS (SELECT r.option_code, r.says, r.about
            FROM jsonb_to_recordset($1) AS r(option_code text, says text, about text[])),
          made AS (INSERT INTO advice.verdicts (option_code, says, about)
            SELECT g.option_code, g.says, g.about FROM given g ON CONFLICT DO NOTHING
            RETURNING verdict_id, option_code, says, about)
        SELECT verdict_id, option_code, says, about FROM made
        UNION ALL SELECT v.verdict_id, v.option_code, v.says, v.about
          FROM advice.verdicts v JOIN given g USING (option_code, says, about)`,
});

/** One that was stopped, and decided by these very rules: to be taken up. */
export const unfinished = statement({
  name: 'advice.unfinished',
  as: job,
  parameters: Type.Object({ asOf: date, rules: text }),
  row: Type.Object({ run_id: id, after: id, looked_at: bigint, decided: bigint }),
  sql: `SELECT run_id, after, looked_at, decided FROM advice.runs
         WHERE as_of = $1 AND rules = $2 AND num_nonnulls(finished_at, given_up_at) = 0
         ORDER BY started_at DESC LIMIT 1`,
});

/** Those that were stopped and decided by other rules: a run has one set of rules from beginning to end. */
export const giveUpOthers = statement({
  name: 'advice.give_up_others',
  as: job,
  parameters: Type.Object({ rules: text }),
  row: nothing,
  sql: `UPDATE advice.runs SET given_up_at = clock_timestamp()
         WHERE rules <> $1 AND num_nonnulls(finished_at, given_up_at) = 0`,
});

export const lastRun = statement({
  name: 'advice.last_run',
  as: 'earshot_staff',
  parameters: Type.Object({}),
  row: Type.Object({ started_at: instant, finished_at: orNull(instant), decided: bigint, rules: text }),
  sql: `SELECT started_at, finished_at, decided, rules FROM advice.runs
         WHERE given_up_at IS NULL ORDER BY started_at DESC LIMIT 1`,
});

export const tellRun = statement({
  name: 'advice.tell_run',
  as: job,
  parameters: Type.Object({
    ...{ runId: id, asOf: date, rules: text, after: id, lookedAt: bigint, decided: bigint },
    finishedAt: orNull(instant),
  }),
  row: nothing,
  sql: `INSERT INTO advice.runs (run_id, as_of, rules, after, looked_at, decided, finished_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7)
        ON CONFLICT (run_id) DO UPDATE SET after = excluded.after, looked_at = excluded.looked_at,
          decided = excluded.decided, finished_at = excluded.finished_at`,
});
