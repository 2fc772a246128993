/** What crosses the wire for feeds, by the names that the screens use. */
import type { Reply } from '#platform/contract.ts';
import type * as contract from '../contract.ts';

export type ListFeeds = typeof contract.listFeeds;
export type ReadFeed = typeof contract.readFeed;
export type ListRuns = typeof contract.listRuns;
export type StartRun = typeof contract.startRun;
export type ReadRun = typeof contract.readRun;
export type ListRejects = typeof contract.listRejects;
export type StopRun = typeof contract.stopRun;
export type ResumeRun = typeof contract.resumeRun;
export type UndoRun = typeof contract.undoRun;

export type Run = Reply<ReadRun>['run'];
export type RunFile = Reply<ReadRun>['files'][number];
export type EntityCount = Reply<ReadRun>['entities'][number];
export type Feed = Reply<ListFeeds>['feeds'][number];
export type Mapping = Reply<ReadFeed>;
export type Alarm = Reply<ListFeeds>['alarms'][number];
