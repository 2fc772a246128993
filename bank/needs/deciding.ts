/**
 * The decision tables of this module as the repository brings them: level of service, stage of life, and how
 * strongly facts speak for a need. Each row says why, in words for people. A table of offers reads facts of
 * the offer context alone; where a fact is unknown its row is neither true nor false, so what may be missing
 * is asked for by `known`. Data: an analyst's newer version takes their place (needs.tables). Pure.
 */
import type { Table } from '#platform/tables/table.ts';
import { level } from './deciding-level.ts';
import { needTables } from './deciding-needs.ts';
import { stage } from './deciding-stage.ts';

export const tables: readonly Table[] = [level, stage, ...needTables];
