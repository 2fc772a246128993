/**
 * Is what came unusually small? Each entity and each file by itself, so that a short one is seen among large
 * ones, against what came when it last was not small or somebody accepted its size.
 */
import { house } from '#platform/database/vault.ts';
import { markSmall, raiseAlarm, usualSizes } from './alarm-queries.ts';
import type { FeedEntity } from './description.ts';
import { isSmall, smallBelowUsually } from './rules.ts';
import { say } from './sayings.ts';
import type { StagedFile } from './streaming.ts';
import type { Work } from './work.ts';

/** Of which entities and files far fewer rows came than usual, unless somebody has said that it is right. */
export async function smallOnes(
  { order, database }: Work,
  files: StagedFile[],
  rows: Map<FeedEntity, number>,
  unreadable: Map<string, number>,
): Promise<{ entities: Size[]; files: Size[] }> {
  const { feed, runId } = order;
  if (order.acceptSmall) return { entities: [], files: [] };
  const usual = await house(database, 'earshot_batch', (tx) =>
    tx.rows(usualSizes, { feed: feed.name, runId }),
  );
  const before = (kind: string, name: string) =>
    Number(usual.find((one) => one.kind === kind && one.name === name)?.rows ?? 0);
  const came = new Map<string, number>();
  for (const { described, rows: count } of files)
    came.set(described.staged, (came.get(described.staged) ?? 0) + count);
  const isTold = (size: Size) => isSmall(size.now, size.before, feed.smallBelow ?? smallBelowUsually);
  const entities = [...rows]
    // A file that need not come brings nothing when there is nothing new.
    .filter(([{ complete, from }]) => complete || from === undefined || came.has(from))
    .map(([{ name }, count]) => ({
      ...{ name, now: count + (unreadable.get(name) ?? 0), before: before('entity', name) },
    }));
  const ofFiles = [...came].map(([name, now]) => ({ name, now, before: before('file', name) }));
  return { entities: entities.filter(isTold), files: ofFiles.filter(isTold) };
}

interface Size {
  name: string;
  now: number;
  before: number;
}

/**
 * The alarm names what lacks most, the run's notes all.
 * @returns entities of which nothing may end
 */
export async function tellSmall(
  work: Work,
  small: { entities: Size[]; files: Size[] },
): Promise<Set<string>> {
  const { order, database, notes } = work;
  const { feed, runId } = order;
  const share = ({ now, before }: Size) => now / before;
  const fileName = (staged: string) => feed.files.find((file) => file.staged === staged)?.name ?? staged;
  const told = [
    ...small.entities.map((size) => ({
      share: share(size),
      says: say('small entity', { feed: feed.name, now: size.now, entity: size.name, before: size.before }),
    })),
    ...small.files.map((size) => ({
      share: share(size),
      says: say('small file', { file: fileName(size.name), now: size.now, before: size.before }),
    })),
  ].sort((one, other) => one.share - other.share);
  const [worst] = told;
  if (worst === undefined) return new Set();
  await house(database, 'earshot_batch', async (tx) => {
    await tx.rows(markSmall, { runId, staged: small.files.map(({ name }) => name) });
    await tx.rows(raiseAlarm, { feed: feed.name, runId, kind: 'small', says: worst.says });
  });
  notes.push(...told.slice(0, 20).map(({ says }) => says), say('accept its size'));
  const doubtful = feed.entities.filter(
    ({ name, sql }) =>
      small.entities.some((size) => size.name === name) ||
      small.files.some((size) => new RegExp(`\\b${size.name}\\b`, 'i').test(sql)),
  );
  return new Set(doubtful.map(({ name }) => name));
}
