/**
 * Decisions about feeds: pure.
 */
import { say } from './sayings.ts';

/**
 * An entity of this many rows of which none is right stops the run; fewer are rejected and the rest goes on.
 */
export const hopelessRowsLeast = 20;

export interface Refused {
  name: string;
  rows: number;
  rejected: number;
}

/** The sentence when nothing, or nothing of an entity, could be taken in; undefined: go on. */
export function allRefused(entities: Refused[]): string | undefined {
  const rows = entities.reduce((sum, entity) => sum + entity.rows, 0);
  const rejected = entities.reduce((sum, entity) => sum + entity.rejected, 0);
  if (rows > 0 && rejected === rows) return say('all rejected', { rows });
  const hopeless = entities.find(
    (entity) => entity.rows >= hopelessRowsLeast && entity.rejected === entity.rows,
  );
  if (hopeless === undefined) return undefined;
  return say('all of one rejected', { rows: hopeless.rows, entity: hopeless.name });
}

/** Where a feed does not say it: the share below which a run is unusually small. */
export const smallBelowUsually = 0.5;

/** @param share of the rows before, below which a run is unusually small */
export function isSmall(rowsNow: number, rowsBefore: number, share: number): boolean {
  return rowsBefore > 0 && rowsNow < rowsBefore * share;
}

/** @param hours since the last finished run; when there was none, since the feed has been awaited */
export function isLate(hours: number, lateAfterHours: number | undefined): boolean {
  return lateAfterHours !== undefined && hours > lateAfterHours;
}

/** A process that has not told its progress for so long is gone. It tells it twice a second. */
export const goneAfterSeconds = 10;
