/**
 * The feed's own tables: runs, their files, counts and rejects; alarm-queries.ts has the alarms. What a run
 * writes into other rooms is made in mapping.ts, checking.ts, applying.ts and undoing.ts, because it depends
 * on the entity and on the run.
 */
import Type from 'typebox';
import {
  bigint,
  bytes,
  date,
  flag,
  id,
  instant,
  integer,
  orNull,
  text,
  texts,
  word,
} from '#platform/database/columns.ts';
import { nothing, statement } from '#platform/database/statement.ts';

const smallint = Type.Unsafe<number>({ type: 'integer', pg: 'int2' });
const real = Type.Unsafe<number>({ type: 'number', pg: 'float4' });
const state = word('waiting', 'running', 'finished', 'failed', 'stopped', 'undoing', 'undone');

const runRow = Type.Object({
  run_id: id,
  feed: text,
  folder: text,
  feeds_folder: orNull(text),
  as_of: date,
  accept_small: flag,
  state,
  state_before: orNull(text),
  attempt: integer,
  job_id: orNull(bigint),
  requested_at: instant,
  started_at: orNull(instant),
  finished_at: orNull(instant),
  stop_requested: flag,
  phase: orNull(text),
  item: orNull(text),
  rows_done: bigint,
  rows_per_second: integer,
  share: real,
  told_at: orNull(instant),
  problem: orNull(text),
  notes: texts,
  touched: flag,
});
/** Touched: it may have changed something; one that came to nothing before it wrote has not. */
const runColumns = `run_id, feed, folder, feeds_folder, as_of, accept_small, state, state_before, attempt,
  job_id,
  requested_at, started_at, finished_at, stop_requested_at IS NOT NULL AS stop_requested,
  phase, item, rows_done, rows_per_second, share, told_at, problem, notes,
  state NOT IN ('failed', 'stopped') OR EXISTS (
    SELECT FROM feed.run_entities e WHERE e.run_id = runs.run_id AND e.applied) AS touched`;

/** A sign-in's token, or null from the command line. */
const token = orNull(text);

export const requestRun = statement({
  name: 'feed.request_run',
  as: 'earshot_staff',
  parameters: Type.Object({
    token,
    feed: text,
    folder: text,
    feedsFolder: orNull(text),
    asOf: date,
    acceptSmall: flag,
  }),
  row: Type.Object({ run_id: id, job_id: bigint }),
  sql: 'SELECT run_id, job_id FROM feed.request_run($1, $2, $3, $4, $5, $6)',
});

export const requestAgain = statement({
  name: 'feed.request_again',
  as: 'earshot_staff',
  parameters: Type.Object({ token, runId: id }),
  row: Type.Object({ job_id: bigint }),
  sql: 'SELECT feed.request_again($1, $2) AS job_id',
});

export const requestStop = statement({
  name: 'feed.request_stop',
  as: 'earshot_staff',
  parameters: Type.Object({ token, runId: id }),
  row: nothing,
  sql: 'SELECT FROM feed.request_stop($1, $2)',
});

export const requestUndo = statement({
  name: 'feed.request_undo',
  as: 'earshot_staff',
  parameters: Type.Object({ token, runId: id }),
  row: Type.Object({ job_id: bigint }),
  sql: 'SELECT feed.request_undo($1, $2) AS job_id',
});

export const runOf = statement({
  name: 'feed.run_of',
  as: 'earshot_staff',
  parameters: Type.Object({ runId: id }),
  row: runRow,
  sql: `SELECT ${runColumns} FROM feed.runs WHERE run_id = $1`,
});

/** Newest first; `before` is the oldest one of the page before. */
export const runsOf = statement({
  name: 'feed.runs_of',
  as: 'earshot_staff',
  parameters: Type.Object({ feed: orNull(text), before: orNull(id), most: integer }),
  row: runRow,
  sql: `SELECT ${runColumns} FROM feed.runs
         WHERE ($1::text IS NULL OR feed = $1) AND ($2::uuid IS NULL OR run_id < $2) ORDER BY run_id DESC
           LIMIT $3::int`,
});

export const newestOf = statement({
  name: 'feed.newest_of',
  as: 'earshot_batch',
  parameters: Type.Object({ feed: text }),
  row: runRow,
  sql: `SELECT ${runColumns} FROM feed.runs WHERE feed = $1 AND state <> 'undone' ORDER BY requested_at DESC
    LIMIT 1`,
});

export const filesOf = statement({
  name: 'feed.files_of',
  as: 'earshot_staff',
  parameters: Type.Object({ runId: id }),
  row: Type.Object({
    file_number: smallint,
    file_name: text,
    staged_as: text,
    bytes: bigint,
    sha256: orNull(text),
    rows_read: bigint,
    rows_unreadable: bigint,
    rows_rejected: integer,
  }),
  sql: `SELECT file_number, file_name, staged_as, bytes, sha256, rows_read, rows_unreadable, rows_rejected
          FROM feed.run_files WHERE run_id = $1 ORDER BY file_number LIMIT 1000`,
});

export const entitiesOf = statement({
  name: 'feed.entities_of',
  as: 'earshot_staff',
  parameters: Type.Object({ runId: id }),
  row: Type.Object({
    entity: text,
    rows_in: bigint,
    created: bigint,
    updated: bigint,
    unchanged: bigint,
    rejected: bigint,
    ended: bigint,
    applied: flag,
  }),
  sql: `SELECT entity, rows_in, created, updated, unchanged, rejected, ended, applied
          FROM feed.run_entities WHERE run_id = $1 ORDER BY place`,
});

export const rejectsShown = statement({
  name: 'feed.rejects_shown',
  as: 'earshot_staff',
  parameters: Type.Object({ token, runId: id, after: bigint, most: integer }),
  row: Type.Object({
    reject_id: bigint,
    file_name: orNull(text),
    line: bigint,
    entity: orNull(text),
    column_name: orNull(text),
    reason: text,
    masked: orNull(text),
  }),
  sql: `SELECT reject_id, file_name, line, entity, column_name, reason, masked
          FROM feed.rejects_shown($1, $2, $3, $4)`,
});

export const recordExport = statement({
  name: 'feed.record_export',
  as: 'earshot_staff',
  parameters: Type.Object({ token, runId: id, file: smallint, approvalId: orNull(id) }),
  row: Type.Object({ event_id: id }),
  sql: 'SELECT feed.record_export($1, $2, $3, $4) AS event_id',
});

export const rejectsExported = statement({
  name: 'feed.rejects_exported',
  as: 'earshot_staff',
  parameters: Type.Object({ token, event: id, runId: id, file: smallint, afterLine: bigint, most: integer }),
  row: Type.Object({
    ...{ line: bigint, column_name: orNull(text), reason: text },
    ...{ cells: orNull(texts), cells_sealed: orNull(bytes) },
  }),
  sql: `SELECT line, column_name, reason, cells, cells_sealed
          FROM feed.rejects_exported($1, $2, $3, $4, $5, $6)`,
});

// What a run tells of itself while it goes.

export const beginRun = statement({
  name: 'feed.begin_run',
  as: 'earshot_batch',
  parameters: Type.Object({ runId: id }),
  row: runRow,
  sql: `UPDATE feed.runs SET state = CASE state WHEN 'waiting' THEN 'running'
    ELSE state END, attempt = attempt + 1,
               started_at = coalesce(started_at, clock_timestamp()), told_at = clock_timestamp(),
                 rows_done = 0, share = 0,
               problem = NULL, notes = '{}'
         WHERE run_id = $1 AND state IN ('waiting', 'running', 'undoing') RETURNING ${runColumns}`,
});

export const forgetAttempt = statement({
  name: 'feed.forget_attempt',
  as: 'earshot_batch',
  parameters: Type.Object({ runId: id }),
  row: nothing,
  sql: `WITH files AS (DELETE FROM feed.run_files WHERE run_id = $1)
        UPDATE feed.run_entities SET rows_in = 0, created = 0, updated = 0, unchanged = 0, rejected = 0,
          ended = 0 WHERE run_id = $1`,
});

export const tell = statement({
  name: 'feed.tell',
  as: 'earshot_batch',
  parameters: Type.Object({
    runId: id,
    phase: text,
    item: orNull(text),
    rows: bigint,
    perSecond: integer,
    share: real,
  }),
  row: Type.Object({ stop_requested: flag }),
  sql: `UPDATE feed.runs SET phase = $2, item = $3, rows_done = $4, rows_per_second = $5, share = $6,
    told_at = clock_timestamp()
         WHERE run_id = $1 RETURNING stop_requested_at IS NOT NULL AS stop_requested`,
});

export const endRun = statement({
  name: 'feed.end_run',
  as: 'earshot_batch',
  parameters: Type.Object({ runId: id, state, problem: orNull(text), notes: texts }),
  row: nothing,
  sql: `UPDATE feed.runs SET state = $2, problem = $3, notes = notes || $4, finished_at = clock_timestamp(),
    stop_requested_at = NULL,
               phase = NULL, item = NULL, rows_per_second = 0, share = CASE WHEN $2 = 'finished' THEN 1
                 ELSE share END
         WHERE run_id = $1`,
});

export const keepFile = statement({
  name: 'feed.keep_file',
  as: 'earshot_batch',
  parameters: Type.Object({
    runId: id,
    number: smallint,
    name: text,
    staged: text,
    bytes: bigint,
    sha256: orNull(text),
    rows: bigint,
    unreadable: bigint,
  }),
  row: nothing,
  sql: `INSERT INTO feed.run_files (run_id, file_number, file_name, staged_as, bytes, sha256, rows_read,
    rows_unreadable)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
});

export const keepEntity = statement({
  name: 'feed.keep_entity',
  as: 'earshot_batch',
  parameters: Type.Object({
    ...{ runId: id, entity: text, place: smallint, rowsIn: bigint, rejected: bigint, small: flag },
  }),
  row: nothing,
  sql: `INSERT INTO feed.run_entities (run_id, entity, place, rows_in, rejected, small)
        VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (run_id, entity)
        DO UPDATE SET rows_in = excluded.rows_in, rejected = excluded.rejected, small = excluded.small`,
});

/** Says that this run begins to write this entity. Has it, or has any run of this feed, begun before? */
export const beginEntity = statement({
  name: 'feed.begin_entity',
  as: 'earshot_batch',
  parameters: Type.Object({ runId: id, entity: text, feed: text }),
  row: Type.Object({ again: flag, first: flag }),
  sql: `WITH before AS (SELECT applied FROM feed.run_entities WHERE run_id = $1 AND entity = $2),
             begun AS (UPDATE feed.run_entities SET applied = true WHERE run_id = $1 AND entity = $2)
        SELECT coalesce((SELECT applied FROM before), false) AS again,
               NOT EXISTS (SELECT FROM feed.run_entities e JOIN feed.runs r USING (run_id)
                            WHERE r.feed = $3 AND e.entity = $2 AND e.applied AND e.run_id <> $1) AS first`,
});

/** In the transaction that writes them. */
export const countWritten = statement({
  name: 'feed.count_written',
  as: 'earshot_run_feed',
  parameters: Type.Object({
    runId: id,
    entity: text,
    created: bigint,
    updated: bigint,
    unchanged: bigint,
    ended: bigint,
  }),
  row: nothing,
  sql: `UPDATE feed.run_entities SET created = created + $3, updated = updated + $4,
    unchanged = unchanged + $5, ended = ended + $6
         WHERE run_id = $1 AND entity = $2`,
});

export const activeRuns = statement({
  name: 'feed.active_runs',
  as: 'earshot_batch',
  parameters: Type.Object({}),
  row: Type.Object({ run_id: id }),
  sql: `SELECT run_id FROM feed.runs WHERE state IN ('running', 'undoing')`,
});

/** How many lines of each file are on the list of rejects. */
export const countRejectedLines = statement({
  name: 'feed.count_rejected_lines',
  as: 'earshot_run_feed',
  parameters: Type.Object({ runId: id }),
  row: nothing,
  sql: `UPDATE feed.run_files f SET rows_rejected = r.lines
          FROM (SELECT j.file_number, count(DISTINCT j.line)::int AS lines FROM feed.rejects j
                 WHERE j.run_id = $1 GROUP BY 1) r
         WHERE f.run_id = $1 AND f.file_number = r.file_number`,
});
