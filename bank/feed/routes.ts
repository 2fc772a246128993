import { Readable } from 'node:stream';
import { Failure } from '#platform/errors.ts';
import { type Route, route } from '#platform/http/route.ts';
import * as actions from './actions.ts';
import * as contract from './contract.ts';
import { exportRejects } from './exporting.ts';
import { FeedProblem } from './problem.ts';
import { alarmSaid, lateAfterOf, mappingOf, rejectOf, reportOf, runOf, standingOf } from './telling.ts';

export const routes: readonly Route[] = [
  route(contract.listFeeds, async ({ session: { database, token } }) => {
    const [feeds, alarms, runs] = await Promise.all([
      actions.listFeeds(),
      actions.listAlarms(database, token),
      actions.listRuns(database, { most: 200 }, token),
    ]);
    return {
      feeds: feeds.map(({ name, feed, problem }) => {
        const own = runs.filter((run) => run.feed === name);
        const [last] = own;
        return {
          name,
          title: feed?.title ?? null,
          schedule: feed?.schedule ?? null,
          lateAfterHours: lateAfterOf(feed),
          problem: problem ?? null,
          lastRun: last ? runOf(last, own) : null,
          standing: standingOf(own),
        };
      }),
      alarms: alarms.map((alarm) => ({
        alarmId: alarm.alarm_id,
        feed: alarm.feed,
        runId: alarm.run_id,
        kind: alarm.kind,
        said: alarmSaid(alarm.says),
        raisedAt: alarm.raised_at.toString(),
      })),
    };
  }),
  route(contract.readFeed, async ({ params }) => {
    const { feed, folder } = await described(actions.describeFeed(params.feed));
    return mappingOf(feed, folder);
  }),
  route(contract.listRuns, async ({ session: { database, token }, params: { feed }, query }) => {
    const [page, all] = await Promise.all([
      actions.listRuns(
        database,
        { feed, most: query.most + 1, ...(query.before ? { before: query.before } : {}) },
        token,
      ),
      actions.listRuns(database, { feed, most: 200 }, token),
    ]);
    const shown = page.slice(0, query.most);
    const next = page.length > query.most ? (shown.at(-1)?.run_id ?? null) : null;
    return { runs: shown.map((run) => runOf(run, all)), next };
  }),
  route(contract.startRun, async ({ session: { database, token }, params, body }) => {
    const asOf = body.asOf === null ? {} : { asOf: body.asOf };
    const order = { feed: params.feed, acceptSmall: body.acceptSmall, ...asOf };
    const { runId, resumed } = await told(actions.startImport(database, order, token));
    return { runId, resumed };
  }),
  route(contract.readRun, async ({ session: { database, token }, params: { runId } }) => {
    const report = await actions.reportOf(database, runId, token);
    const runs = await actions.listRuns(database, { feed: report.run.feed, most: 200 }, token);
    return { run: runOf(report.run, runs), ...reportOf(report) };
  }),
  route(contract.listRejects, async ({ session: { database, token }, params: { runId }, query }) => {
    const [page, { files }] = await Promise.all([
      actions.listRejects(database, runId, BigInt(query.after ?? 0), query.most + 1, token),
      actions.reportOf(database, runId, token),
    ]);
    const shown = page.slice(0, query.most);
    const next = page.length > query.most ? (shown.at(-1)?.reject_id.toString() ?? null) : null;
    return { rejects: shown.map((row) => rejectOf(row, files)), next };
  }),
  route(contract.exportRejects, async ({ session: { database, token }, params, body, door }) => {
    const by = { token, approvalId: body.approvalId };
    const { fileName, text } = await exportRejects(database, params.runId, params.fileNumber, by);
    door.setFile(fileName, 'text/csv; charset=utf-8');
    return Readable.from(text);
  }),
  route(contract.stopRun, async ({ session: { database, token }, params }) => {
    await actions.stopRun(database, params.runId, token);
    return null;
  }),
  route(contract.resumeRun, async ({ session: { database, token }, params }) => {
    await told(actions.resumeRun(database, params.runId, token));
    return null;
  }),
  route(contract.undoRun, async ({ session: { database, token }, params }) => {
    await told(actions.undoRun(database, params.runId, token));
    return null;
  }),
];

/** A feed that is not there, or whose description cannot be read: the list of feeds says why. */
async function described<T>(reading: Promise<T>): Promise<T> {
  return reading.catch((error) => {
    throw error instanceof FeedProblem ? new Failure('not-found', { cause: error }) : error;
  });
}

/** What is wrong with a feed or its files is a sentence for whoever asked. */
async function told<T>(done: Promise<T>): Promise<T> {
  try {
    return await done;
  } catch (error) {
    if (!(error instanceof FeedProblem)) throw error;
    throw new Failure('does-not-fit', { fields: [{ field: '/feed', says: error.message }], cause: error });
  }
}
