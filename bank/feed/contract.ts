/** Feeds as Administration sees them: what comes in, how far a run is, what was rejected and why. */
import Type from 'typebox';
import {
  count,
  date,
  flag,
  id,
  instant,
  list,
  nothing,
  object,
  oneOf,
  orNull,
  text,
} from '#platform/contract.ts';

/** A sentence in English; where it is one of the known ones, its code and values too. See sayings.ts. */
const said = object({
  says: text(2000),
  code: orNull(text(40)),
  values: list(object({ name: text(20), value: text(2000, 0) }), 6),
});

const run = object({
  runId: id,
  feed: text(40),
  asOf: date,
  state: oneOf('waiting', 'running', 'finished', 'failed', 'stopped', 'undoing', 'undone'),
  phase: orNull(oneOf('reading', 'mapping', 'checking', 'writing', 'ending', 'names', 'undoing')),
  /** The file or the entity that is being worked on. */
  item: orNull(text(300)),
  rowsDone: count,
  rowsPerSecond: count,
  /** From 0 to 1, of the whole run. */
  share: Type.Number({ minimum: 0, maximum: 1 }),
  requestedAt: instant,
  startedAt: orNull(instant),
  toldAt: orNull(instant),
  finishedAt: orNull(instant),
  stopRequested: flag,
  problem: orNull(said),
  notes: list(said, 50),
  /** Only the newest run of a feed can be taken up again. */
  newest: flag,
  /** The newest run that may have changed something: one that failed before it wrote has not. */
  undoable: flag,
});

const feedName = object({ feed: Type.String({ pattern: '^[a-z0-9_-]{1,40}$' }) });
const ofRun = object({ runId: id });

export const listFeeds = {
  route: 'GET /api/feeds',
  summary: 'Feeds with their last run, and what is alarming about them',
  permission: 'feed.read',
  reply: object({
    feeds: list(
      object({
        name: text(40),
        title: orNull(text(200)),
        /** minute, hour, day of the month, month, day of the week; UTC. Null: only when somebody asks. */
        schedule: orNull(text(60)),
        lateAfterHours: orNull(count),
        /** Why its description cannot be read. */
        problem: orNull(text(2000)),
        lastRun: orNull(run),
        /** The newest run that was taken in and stands. */
        standing: orNull(object({ runId: id, asOf: date, finishedAt: instant })),
      }),
      200,
    ),
    alarms: list(
      object({
        alarmId: id,
        feed: text(40),
        runId: orNull(id),
        kind: oneOf('late', 'small', 'failed'),
        said,
        raisedAt: instant,
      }),
      200,
    ),
  }),
} as const;

export const readFeed = {
  route: 'GET /api/feeds/:feed',
  summary: 'How a feed is mapped: its files and their columns, and the SELECT of each thing that it brings',
  permission: 'feed.read',
  params: feedName,
  reply: object({
    name: text(40),
    title: text(200),
    /** Where its extracts are put. */
    folder: text(2000),
    schedule: orNull(text(60)),
    lateAfterHours: orNull(count),
    /** A run with fewer rows than this share of the last one's is unusually small. */
    smallBelow: Type.Number({ minimum: 0, maximum: 1 }),
    /** How movements find their agreement. */
    agreements: oneOf('by key', 'by number'),
    files: list(
      object({
        /** How the SELECTs call it. */
        staged: text(40),
        name: text(100),
        format: oneOf('csv', 'camt.053'),
        ...{ gz: flag, delimiter: text(1), quote: orNull(text(1)), encoding: text(20), header: flag },
        ...{ optional: flag, columns: list(text(40), 500) },
      }),
      500,
    ),
    entities: list(
      object({
        entity: text(40),
        /** All of them come each time: what is gone has ended. */
        complete: flag,
        sql: text(200_000),
      }),
      50,
    ),
  }),
} as const;

export const listRuns = {
  route: 'GET /api/feeds/:feed/runs',
  summary: 'Runs of a feed, newest first',
  permission: 'feed.read',
  params: feedName,
  query: object({
    before: Type.Optional(id),
    most: Type.Integer({ minimum: 1, maximum: 100, default: 20 }),
  }),
  reply: object({ runs: list(run, 100), next: orNull(id) }),
} as const;

export const startRun = {
  route: 'POST /api/feeds/:feed/runs',
  summary: "Import a feed's files from its folder; a run that was cut off is taken up again",
  permission: 'feed.run',
  creates: true,
  params: feedName,
  body: object({ asOf: orNull(date), acceptSmall: flag }),
  reply: object({ runId: id, resumed: flag }),
} as const;

export const readRun = {
  route: 'GET /api/feed-runs/:runId',
  summary: 'A run: how far it is, its files, and rows in = created + updated + unchanged + rejected',
  permission: 'feed.read',
  params: ofRun,
  reply: object({
    run,
    files: list(
      object({
        fileNumber: count,
        fileName: text(300),
        bytes: count,
        rowsRead: count,
        rowsUnreadable: count,
        /** Lines of it that are on the list of rejects. */
        rowsRejected: count,
      }),
      1000,
    ),
    entities: list(
      object({
        entity: text(40),
        ...{ rowsIn: count, created: count, updated: count, unchanged: count, rejected: count, ended: count },
      }),
      50,
    ),
  }),
} as const;

export const listRejects = {
  route: 'GET /api/feed-runs/:runId/rejects',
  summary: 'Rejected rows with file, line, column and reason; values masked',
  permission: 'feed.read',
  params: ofRun,
  query: object({
    after: Type.Optional(Type.String({ pattern: '^[0-9]{1,18}$' })),
    most: Type.Integer({ minimum: 1, maximum: 200, default: 50 }),
  }),
  reply: object({
    rejects: list(
      object({
        rejectId: text(20),
        fileNumber: orNull(count),
        fileName: orNull(text(300)),
        line: count,
        entity: orNull(text(40)),
        column: orNull(text(100)),
        reason: said,
        masked: orNull(text(200, 0)),
      }),
      200,
    ),
    next: orNull(text(20)),
  }),
} as const;

export const exportRejects = {
  route: 'POST /api/feed-runs/:runId/files/:fileNumber/rejects.csv',
  summary:
    'The rejected lines of one file as they came, to be mended and sent again; a recorded export, approved',
  permission: 'feed.export',
  params: object({ runId: id, fileNumber: Type.Integer({ minimum: 0, maximum: 1000 }) }),
  body: object({ approvalId: id }),
  reply: Type.Unsafe<unknown>({}),
} as const;

export const stopRun = {
  route: 'POST /api/feed-runs/:runId/stops',
  summary: 'Stop a run; it can be taken up again',
  permission: 'feed.run',
  params: ofRun,
  reply: nothing,
} as const;

export const resumeRun = {
  route: 'POST /api/feed-runs/:runId/resumes',
  summary: 'Take up a run that was stopped or cut off',
  permission: 'feed.run',
  params: ofRun,
  reply: nothing,
} as const;

export const undoRun = {
  route: 'POST /api/feed-runs/:runId/undos',
  summary: 'Take the newest run of a feed back: everything is as it was before',
  permission: 'feed.run',
  params: ofRun,
  reply: nothing,
} as const;
