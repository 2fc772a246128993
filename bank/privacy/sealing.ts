/**
 * Sealing: what was recorded since the last checkpoint becomes leaves of the tree, and its new root is
 * signed.
 * Rows are taken by transaction: all below the snapshot's xmin have ended, so that none which commits late is
 * passed over. Two sealers do no harm: a leaf has one place, and the second's transaction fails.
 */
import type { Database } from '#platform/database/pool.ts';
import type { Transaction } from '#platform/database/transaction.ts';
import { house } from '#platform/database/vault.ts';
import { toHex } from '#platform/record/base64.ts';
import { type Checkpoint, checkpointText, parseCheckpoint } from '#platform/record/checkpoint.ts';
import { leafOf } from '#platform/record/commitment.ts';
import type { SigningKey } from '#platform/record/keys.ts';
import {
  append,
  emptyFrontier,
  type Frontier,
  frontierAt,
  isSame,
  type NodeAt,
  rootOf,
} from '#platform/record/merkle.ts';
import { parseNote, signersOf } from '#platform/record/note.ts';
import { sha256 } from '#platform/record/sha256.ts';
import { isKept, nodesOfTiles } from '#platform/record/tiles.ts';
import { sealersKernel } from './kernel-queries.ts';
import { committedOf, type Form, formOf, forms, type RecordRow } from './sealing-forms.ts';
import * as queries from './sealing-queries.ts';

export interface Sealed {
  /** Leaves in all. */
  size: number;
  /** Leaves that came with this checkpoint. */
  added: number;
  note: string;
  /** True when so much had come that some of it waits for the next round. */
  more: boolean;
}

/** Where sealing stands: kept by a sealer between its rounds, so that it need not read the tree again. */
export interface Standing {
  frontier: Frontier;
  toXid: bigint;
}

/** The record is not what the last checkpoint says: sealing goes on only when somebody has looked. */
export class RecordBroken extends Error {}

/**
 * Reads where the record stands and makes sure that it is what this key signed.
 * @throws RecordBroken when the tree is not that of the last checkpoint, or another key's
 */
export async function standingOf(database: Database, key: SigningKey): Promise<Standing> {
  return house(database, 'earshot_sealer', async (tx) => {
    const last = await tx.first(queries.lastCheckpoint, {});
    if (last === undefined) return { frontier: emptyFrontier(), toXid: 0n };
    const checkpoint = await signedBy(key, last.note);
    const frontier = await frontierAt(Number(last.size), sealersTree(tx)).catch((cause) => {
      throw new RecordBroken('leaves of the last checkpoint are gone', { cause });
    });
    if (checkpoint.size !== frontier.size || !isSame(rootOf(sha256, frontier), checkpoint.root))
      throw new RecordBroken('the tree is not that of the last checkpoint');
    return { frontier, toXid: BigInt(checkpoint.more.xids?.split(' ')[1] ?? '') };
  });
}

/**
 * Seals at most some thousands of records; changes `standing`.
 * @param most records of each kind in one go, and those of the transaction that goes beyond
 * @returns undefined when there was nothing to seal
 * @throws Failure, RecordBroken; then nothing was sealed and `standing` is as it was
 */
export async function sealSome(
  database: Database,
  key: SigningKey,
  standing: Standing,
  most = 4000,
): Promise<Sealed | undefined> {
  const frontier = { size: standing.frontier.size, nodes: [...standing.frontier.nodes] };
  const sealed = await house(database, 'earshot_sealer', async (tx) => {
    const { toXid, more } = await boundOf(tx, standing.toXid, most);
    const kinds = await Promise.all(
      readers.map(async ({ form, read }) => ({ form, rows: await read(tx, standing.toXid, toXid) })),
    );
    const tree = grown(frontier, kinds);
    if (tree.hashes.length === 0) return undefined;
    const { kernel } = await tx.one(sealersKernel, {});
    const text = checkpointText({
      origin: key.name,
      ...{ size: frontier.size, root: rootOf(sha256, frontier) },
      more: { time: Temporal.Now.instant().toString(), xids: `${standing.toXid} ${toXid}`, kernel },
    });
    const note = `${text}\n${key.line(text, 0)}`;
    await Promise.all([
      tx.rows(queries.addLeaves, tree),
      tree.nodes.levels.length > 0 ? tx.rows(queries.addNodes, tree.nodes) : undefined,
      tx.rows(queries.addCheckpoint, { size: BigInt(frontier.size), note }),
    ]);
    return { size: frontier.size, added: tree.hashes.length, note, more, toXid };
  });
  if (sealed === undefined) return undefined;
  Object.assign(standing, { frontier, toXid: sealed.toXid });
  return sealed;
}

/** The tree as the sealer reads it, for proofs to witnesses. */
export function sealersTree(tx: Transaction): NodeAt {
  return nodesOfTiles(sha256, async (level, from, to) => {
    const rows =
      level === 0
        ? await tx.rows(queries.sealersLeafHashes, { fromLeaf: BigInt(from), toLeaf: BigInt(to) })
        : await tx.rows(queries.sealersNodes, { level, fromNode: BigInt(from), toNode: BigInt(to) });
    return rows.map(({ hash }) => hash);
  });
}

interface Reader {
  form: Form;
  read(tx: Transaction, from: bigint, to: bigint): Promise<RecordRow[]>;
}

const readers: readonly Reader[] = [
  { form: forms[0], read: (tx, from, to) => tx.rows(queries.sealersAccessRecords, between(from, to)) },
  { form: forms[1], read: (tx, from, to) => tx.rows(queries.sealersSearches, between(from, to)) },
  { form: forms[2], read: (tx, from, to) => tx.rows(queries.sealersChanges, between(from, to)) },
  { form: forms[3], read: (tx, from, to) => tx.rows(queries.sealersEvents, between(from, to)) },
  { form: forms[4], read: (tx, from, to) => tx.rows(queries.sealersBatchRuns, between(from, to)) },
];

const between = (from: bigint, to: bigint) => ({ fromXid: String(from), toXid: String(to) });

/**
 * Up to, but not with, which transaction: everything that has ended, or as much as is enough for now; then
 * there is `more`.
 */
async function boundOf(
  tx: Transaction,
  from: bigint,
  most: number,
): Promise<{ toXid: bigint; more: boolean }> {
  const bounds = await tx.one(queries.sealingBounds, { fromXid: String(from), most });
  const xmin = BigInt(bounds.xmin);
  if (from > xmin + farAhead)
    throw new RecordBroken('the database counts its transactions anew: it was restored from a dump');
  const enough = bounds.enough === null ? xmin : BigInt(bounds.enough) + 1n;
  return enough < xmin ? { toXid: enough, more: true } : { toXid: xmin, more: false };
}

/** A server that was killed may take back transaction numbers that had changed nothing; never this many. */
const farAhead = 1_000_000n;

/** Adds leaves of these rows to the frontier; what is to be kept of the tree. */
export function grown(frontier: Frontier, kinds: { form: Form; rows: RecordRow[] }[]) {
  const tree = {
    ...{ leaves: [] as number[], forms: [] as number[], records: [] as string[], hashes: [] as Uint8Array[] },
    nodes: { levels: [] as number[], nodes: [] as number[], hashes: [] as Uint8Array[] },
  };
  for (const { form, rows } of kinds) {
    for (const row of rows) {
      const leaf = leafOf(sha256, committedOf(form, row));
      tree.leaves.push(frontier.size);
      tree.forms.push(formOf(form, row).form);
      tree.records.push(String(row[form.key]));
      tree.hashes.push(leaf);
      append(sha256, frontier, leaf, (level, node, hash) => {
        if (!isKept(level)) return;
        tree.nodes.levels.push(level);
        tree.nodes.nodes.push(node);
        tree.nodes.hashes.push(hash);
      });
    }
  }
  return tree;
}

async function signedBy(key: SigningKey, note: string): Promise<Checkpoint> {
  try {
    const parsed = parseNote(note);
    if ((await signersOf(parsed, [key])).length === 0) throw new RangeError(`not of ${toHex(key.publicKey)}`);
    return parseCheckpoint(parsed.text);
  } catch (cause) {
    throw new RecordBroken("the last checkpoint is not signed by this home's key", { cause });
  }
}
