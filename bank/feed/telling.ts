/** Runs and rejects as the contract has them. */
import type { Reply } from '#platform/contract.ts';
import type { RowOf } from '#platform/database/statement.ts';
import type { EntityRow, RunReport, RunRow } from './actions.ts';
import type { listFeeds, listRejects, readFeed, readRun } from './contract.ts';
import type { Feed } from './description.ts';
import type { rejectsShown } from './queries.ts';
import { smallBelowUsually } from './rules.ts';
import { type Said, saidOf } from './sayings.ts';

type Told = Reply<typeof readRun>;

/** @param runs of its feed, newest first */
export function runOf(row: RunRow, runs: readonly RunRow[]): Told['run'] {
  return {
    runId: row.run_id,
    feed: row.feed,
    asOf: row.as_of,
    state: row.state,
    phase: row.phase as Told['run']['phase'],
    item: row.item,
    rowsDone: Number(row.rows_done),
    rowsPerSecond: Math.round(Number(row.rows_per_second)),
    share: row.share,
    requestedAt: row.requested_at.toString(),
    startedAt: row.started_at?.toString() ?? null,
    toldAt: row.told_at?.toString() ?? null,
    finishedAt: row.finished_at?.toString() ?? null,
    stopRequested: row.stop_requested,
    problem: row.problem === null ? null : saidOf(row.problem),
    notes: row.notes.map(saidOf),
    newest: row.run_id === runs.find(({ state }) => state !== 'undone')?.run_id,
    undoable: row.run_id === undoableOf(runs)?.run_id,
  };
}

/** The one of these runs, which are newest first, that is taken back next. */
export function undoableOf(runs: readonly RunRow[]): RunRow | undefined {
  return runs.find(({ state, touched }) => state !== 'undone' && touched);
}

/** Whole hours; null: it may come when it likes. */
export const lateAfterOf = (feed: Feed | undefined) =>
  feed?.lateAfterHours === undefined ? null : Math.ceil(feed.lateAfterHours);

/** @param folder where its extracts are put */
export function mappingOf(feed: Feed, folder: string): Reply<typeof readFeed> {
  return {
    ...{ name: feed.name, title: feed.title, folder, schedule: feed.schedule ?? null },
    lateAfterHours: lateAfterOf(feed),
    smallBelow: feed.smallBelow ?? smallBelowUsually,
    agreements: feed.agreements,
    files: feed.files.map(({ quote, ...file }) => ({ ...file, quote: quote ?? null })),
    entities: feed.entities.map(({ name, complete, sql }) => ({ entity: name, complete, sql })),
  };
}

/** The newest of these runs, which are newest first, whose rows count now. */
export function standingOf(runs: readonly RunRow[]): Reply<typeof listFeeds>['feeds'][number]['standing'] {
  const stands = runs.find(({ state }) => state === 'finished');
  if (stands === undefined || stands.finished_at === null) return null;
  return { runId: stands.run_id, asOf: stands.as_of, finishedAt: stands.finished_at.toString() };
}

/** What an alarm says beside its kind: of a run that failed, only why. */
export function alarmSaid(says: string): Said {
  const said = saidOf(says);
  const why = said.code === 'not taken in' && said.values.find(({ name }) => name === 'why');
  return why ? saidOf(why.value) : said;
}

export function reportOf({ files, entities }: RunReport): Omit<Told, 'run'> {
  return {
    files: files.map((file) => ({
      fileNumber: file.file_number,
      fileName: file.file_name,
      bytes: Number(file.bytes),
      rowsRead: Number(file.rows_read),
      rowsUnreadable: Number(file.rows_unreadable),
      rowsRejected: file.rows_rejected,
    })),
    entities: entities.map(countsOf),
  };
}

function countsOf(row: EntityRow): Told['entities'][number] {
  return {
    entity: row.entity,
    rowsIn: Number(row.rows_in),
    created: Number(row.created),
    updated: Number(row.updated),
    unchanged: Number(row.unchanged),
    rejected: Number(row.rejected),
    ended: Number(row.ended),
  };
}

export function rejectOf(
  row: RowOf<typeof rejectsShown>,
  files: RunReport['files'],
): Reply<typeof listRejects>['rejects'][number] {
  const file = files.find((one) => one.file_name === row.file_name);
  return {
    rejectId: row.reject_id.toString(),
    fileNumber: file?.file_number ?? null,
    fileName: row.file_name,
    line: Number(row.line),
    entity: row.entity,
    column: row.column_name,
    reason: saidOf(row.reason),
    masked: row.masked,
  };
}
