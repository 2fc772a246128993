/** Simulations: asked for and read by staff, worked out by the job. */
import Type from 'typebox';
import {
  bigint,
  bytes,
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
import type { SimulationResult } from './counting.ts';
import type { RuleBody } from './rules.ts';

const [staff, job] = ['earshot_staff', 'earshot_run_rules'] as const;
const state = word('waiting', 'running', 'finished', 'failed');
type Kept = Record<string, string | number | boolean>;

/** Put on record, kept and queued in one transaction; asked again it is there. */
export const askSimulation = statement({
  name: 'rules.ask_simulation',
  as: staff,
  parameters: Type.Object({
    simulationId: id,
    draftId: id,
    sample: orNull(integer),
    seed: text,
    token: text,
  }),
  row: Type.Object({ job: bigint }),
  sql: `SELECT house.add_job('rules.simulate', jsonb_build_object('simulationId', $1::uuid)) AS job
         WHERE rules.ask_simulation($5, $1, $2, $3, $4)`,
});

export const simulationsOf = statement({
  name: 'rules.simulations_of',
  as: staff,
  parameters: Type.Object({ draftId: id }),
  row: Type.Object({
    ...{ simulation_id: id, sample: orNull(integer), seed: text, state, total: orNull(integer) },
    ...{ looked_at: integer, result: orNull(json<SimulationResult>()), asked_at: instant, body_hash: bytes },
    ...{ finished_at: orNull(instant), asked_by: text, is_of_this: flag },
    rules_changed: flag,
  }),
  sql: `SELECT s.simulation_id, s.sample, s.seed, s.state, s.total, s.looked_at, s.result, s.asked_at,
          s.body_hash, s.finished_at, f.full_name AS asked_by,
          s.body_hash = rules.tried(d.body, d.applies_from) AS is_of_this,
          s.state = 'finished' AND (s.standing = rules.standing()) IS NOT TRUE AS rules_changed
          FROM rules.simulations s JOIN rules.drafts d ON d.draft_id = s.draft_id
          JOIN staff.staff f ON f.staff_id = s.asked_by
         WHERE s.draft_id = $1 ORDER BY s.asked_at DESC LIMIT 10`,
});

export const examplesOf = statement({
  name: 'rules.examples_of',
  as: staff,
  parameters: Type.Object({ simulationId: id }),
  row: Type.Object({
    ...{ number: integer, about: text, gains: flag, row_before: orNull(text), row_after: orNull(text) },
  }),
  sql: 'SELECT number, about, gains, row_before, row_after FROM rules.examples_of($1)',
});

export const exampleOf = statement({
  name: 'rules.example_of',
  as: staff,
  parameters: Type.Object({ token: text, simulationId: id, number: integer }),
  row: Type.Object({ customer_id: orNull(id) }),
  sql: 'SELECT rules.example_of($1, $2, $3) AS customer_id',
});

/** Takes it up, also one that was being run when its process died. */
export const toSimulate = statement({
  name: 'rules.to_simulate',
  as: job,
  parameters: Type.Object({ simulationId: id }),
  row: Type.Object({
    ...{ seed: text, sample: orNull(integer), table_name: text, body: json<RuleBody>() },
    ...{ applies_from: orNull(date), lot: orNull(text) },
  }),
  sql: `UPDATE rules.simulations s SET state = 'running', looked_at = 0 FROM rules.drafts d
         WHERE s.simulation_id = $1 AND s.state IN ('waiting', 'running') AND d.draft_id = s.draft_id
           AND s.body_hash = rules.tried(d.body, d.applies_from)
        RETURNING s.seed, s.sample, d.table_name, d.body, d.applies_from, encode(s.lot, 'hex') AS lot`,
});

/** By which rules it decides; until the transaction ends nothing else is published. */
export const keepStanding = statement({
  name: 'rules.keep_standing',
  as: job,
  parameters: Type.Object({ simulationId: id }),
  row: nothing,
  sql: 'UPDATE rules.simulations SET standing = rules.standing_held() WHERE simulation_id = $1',
});

/** The place of the last one of a sample; null: there are fewer. */
export const lastDrawn = statement({
  name: 'rules.last_drawn',
  as: job,
  parameters: Type.Object({ seed: text, most: integer }),
  row: Type.Object({ last: orNull(bigint) }),
  sql: 'SELECT rules.last_drawn($1, $2) AS last',
});

export const peopleCount = statement({
  name: 'rules.people_count',
  as: job,
  parameters: Type.Object({}),
  row: Type.Object({ count: orNull(bigint) }),
  sql: 'SELECT rules.people_count() AS count',
});

export const peopleAfter = statement({
  name: 'rules.people_after',
  as: job,
  parameters: Type.Object({ after: id, most: integer, seed: text, last: orNull(bigint) }),
  row: Type.Object({
    ...{ customer_id: id, known: json<Kept>(), not_used: texts, branch: orNull(text), restrained: flag },
    past: orNull(
      json<{ option_code: string; became: string; until: string | null; recorded_on: string }[]>(),
    ),
  }),
  sql: `SELECT customer_id, known, not_used, branch, restrained, past
          FROM rules.people_after($1, $2, $3, $4)`,
});

export const tellSimulation = statement({
  name: 'rules.tell_simulation',
  as: job,
  parameters: Type.Object({ simulationId: id, total: integer, looked: integer }),
  row: nothing,
  sql: 'UPDATE rules.simulations SET total = $2, looked_at = $3 WHERE simulation_id = $1',
});

export const finishSimulation = statement({
  name: 'rules.finish_simulation',
  as: job,
  parameters: Type.Object({ simulationId: id, state: text, result: orNull(json<SimulationResult>()) }),
  row: nothing,
  sql: `UPDATE rules.simulations SET state = $2, result = $3, finished_at = clock_timestamp()
         WHERE simulation_id = $1 AND state IN ('waiting', 'running')`,
});

export interface ExampleRow {
  customer_id: string;
  number: number;
  about: string;
  gains: boolean;
  row_before: string | null;
  row_after: string | null;
}
export const keepExamples = statement({
  name: 'rules.keep_examples',
  as: job,
  parameters: Type.Object({ simulationId: id, rows: json<ExampleRow[]>() }),
  row: nothing,
  sql: `INSERT INTO rules.examples (customer_id, simulation_id, number, about, gains, row_before, row_after)
        SELECT r.customer_id, $1, r.number, r.about, r.gains, r.row_before, r.row_after
          FROM jsonb_to_recordset($2) AS r(customer_id uuid, number integer, about text, gains boolean,
            row_before text, row_after text)
        ON CONFLICT DO NOTHING`,
});
