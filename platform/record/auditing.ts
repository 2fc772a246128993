/**
 * The record, audited from its first leaf: every leaf made anew from its row, the tree from the leaves, each
 * checkpoint's root and signatures, what witnesses have kept. Pure: it asks a source, which may be a database
 * or a page of memory.
 */
import { toHex } from './base64.ts';
import { type Checkpoint, parseCheckpoint } from './checkpoint.ts';
import { type Committed, leafOf } from './commitment.ts';
import { append, emptyFrontier, type Frontier, type Hash, isSame, rootOf } from './merkle.ts';
import { keyTypes, type Note, parseNote, signersOf, type Verifier } from './note.ts';
import { isKept } from './tiles.ts';

export interface Leaf {
  leaf: number;
  /** Which kind of record, and with which columns. */
  form: number;
  recordId: string;
  hash: Uint8Array;
}

export interface Recorded extends Committed {
  form: number;
  recordId: string;
}

export interface StoredCheckpoint {
  size: number;
  note: string;
  cosignatures: string[];
}

/** Where the record is. Transactions are counted by `xids`: a checkpoint has those from one up to another. */
export interface RecordSource {
  checkpoints(): AsyncIterable<StoredCheckpoint> | Iterable<StoredCheckpoint>;
  leaves(from: number, to: number): Promise<Leaf[]>;
  records(fromXid: bigint, toXid: bigint): Promise<Recorded[]>;
  /** Kept nodes above the leaves, from one up to another. */
  nodes(level: number, from: number, to: number): Promise<Uint8Array[]>;
  /** What the tables hold in all. */
  counts(): Promise<{ leaves: number; nodes: number }>;
}

export interface Trusted {
  log: Verifier;
  witnesses: readonly Verifier[];
  /** Checkpoints that were kept elsewhere: by witnesses, by compliance. */
  kept: readonly string[];
}

export interface Finding {
  what: string;
  says: string;
}

export interface Audit {
  findings: Finding[];
  leaves: number;
  checkpoints: number;
  /** Of the last checkpoint that each witness signed: how many leaves it vouches for. */
  witnessed: Map<string, number>;
  last: Checkpoint | undefined;
  /** Each checkpoint at which the kernel was another than before: its size and time. */
  kernels: { size: number; kernel: string; at: string }[];
}

/** @param tell after each checkpoint: how many leaves were checked */
export async function audit(
  hash: Hash,
  source: RecordSource,
  trusted: Trusted,
  tell: (leaves: number) => void = () => undefined,
): Promise<Audit> {
  const state = begun(hash, source, trusted);
  for await (const stored of source.checkpoints()) {
    const read = await readCheckpoint(state, stored);
    if (read === undefined) break;
    await checkLeaves(state, read);
    checkRoot(state, read);
    await checkNodes(state);
    tell(state.frontier.size);
  }
  await checkCounts(state);
  await checkKept(state);
  for (const leaf of state.gone.slice(0, 100))
    find(state, 'record gone', `The record of leaf ${leaf} is gone. Nothing that erases takes records away.`);
  return { ...state.result, leaves: state.frontier.size };
}

interface State {
  hash: Hash;
  source: RecordSource;
  trusted: Trusted;
  frontier: Frontier;
  nextXid: bigint;
  roots: Map<number, Uint8Array>;
  gone: number[];
  fresh: Map<number, Uint8Array[]>;
  nodesSeen: Map<number, number>;
  result: Audit;
}

function begun(hash: Hash, source: RecordSource, trusted: Trusted): State {
  return {
    ...{ hash, source, trusted, frontier: emptyFrontier(), nextXid: 0n, roots: new Map(), gone: [] },
    ...{ fresh: new Map(), nodesSeen: new Map() },
    result: {
      ...{ findings: [], leaves: 0, checkpoints: 0, witnessed: new Map() },
      ...{ last: undefined, kernels: [] },
    },
  };
}

function find(state: State, what: string, says: string): void {
  state.result.findings.push({ what, says });
}

/** Its form, its signatures, and that it goes on where the one before it ended. */
async function readCheckpoint(state: State, stored: StoredCheckpoint): Promise<Checkpoint | undefined> {
  const where = `The checkpoint of ${stored.size} leaves`;
  const { log, witnesses } = state.trusted;
  try {
    const note = parseNote(stored.note);
    const signed = await signersOf(note, [log]);
    const checkpoint = parseCheckpoint(note.text);
    const [from, to] = xidsOf(checkpoint);
    if (signed.length === 0 || checkpoint.origin !== log.name)
      find(state, 'signature', `${where} is not signed by the log's key.`);
    if (checkpoint.size !== stored.size || checkpoint.size <= state.frontier.size)
      find(state, 'order', `${where} does not come after the one before it.`);
    if (from !== state.nextXid)
      find(state, 'order', `${where} leaves out transactions: a checkpoint before it is gone.`);
    state.nextXid = to;
    await checkCosignatures(state, stored, note, witnesses);
    state.result.checkpoints += 1;
    state.result.last = checkpoint;
    const { kernel = '', time = '' } = checkpoint.more;
    if (state.result.kernels.at(-1)?.kernel !== kernel)
      state.result.kernels.push({ size: checkpoint.size, kernel, at: time });
    return checkpoint;
  } catch (error) {
    find(state, 'signature', `${where} cannot be read: ${error instanceof Error ? error.message : error}.`);
    return undefined;
  }
}

async function checkCosignatures(
  state: State,
  { size, cosignatures }: StoredCheckpoint,
  note: Note,
  witnesses: readonly Verifier[],
): Promise<void> {
  for (const line of cosignatures) {
    try {
      const { signatures } = parseNote(`${note.text}\n${line}`);
      for (const { name, type } of await signersOf({ text: note.text, signatures }, witnesses))
        if (type === keyTypes.cosignature) state.result.witnessed.set(name, size);
    } catch {
      find(state, 'cosignature', `A cosignature of the checkpoint of ${size} leaves is not right.`);
    }
  }
}

async function checkLeaves(state: State, checkpoint: Checkpoint): Promise<void> {
  const { hash, source, frontier } = state;
  const [from, to] = xidsOf(checkpoint);
  const [leaves, records] = await Promise.all([
    source.leaves(frontier.size, checkpoint.size),
    source.records(from, to),
  ]);
  const rows = new Map(records.map((record) => [`${record.form} ${record.recordId}`, record]));
  for (const leaf of leaves) {
    const at = frontier.size;
    if (leaf.leaf !== at) find(state, 'leaf', `Leaf ${at} is not there.`);
    const row = rows.get(`${leaf.form} ${leaf.recordId}`);
    rows.delete(`${leaf.form} ${leaf.recordId}`);
    const made = row === undefined ? leaf.hash : leafOf(hash, row);
    if (row === undefined) state.gone.push(at);
    else if (!isSame(made, leaf.hash))
      find(state, 'record changed', `Record ${leaf.recordId} (leaf ${at}) is not what was sealed.`);
    append(hash, frontier, made, (level, _node, kept) => keepNode(state, level, kept));
  }
  for (const { recordId } of rows.values())
    find(state, 'record added', `Record ${recordId} was put among records that were sealed before it.`);
}

function checkRoot(state: State, checkpoint: Checkpoint): void {
  const root = rootOf(state.hash, state.frontier);
  state.roots.set(checkpoint.size, checkpoint.root);
  if (state.frontier.size === checkpoint.size && isSame(root, checkpoint.root)) return;
  find(
    state,
    'root',
    `The tree of ${checkpoint.size} leaves has the root ${toHex(root)}, which is not what was signed.`,
  );
}

function keepNode(state: State, level: number, node: Uint8Array): void {
  if (!isKept(level)) return;
  const fresh = state.fresh.get(level) ?? [];
  fresh.push(node);
  state.fresh.set(level, fresh);
}

/** The kept nodes of which proofs are made. */
async function checkNodes(state: State): Promise<void> {
  for (const [level, made] of state.fresh) {
    const from = state.nodesSeen.get(level) ?? 0;
    const kept = await state.source.nodes(level, from, from + made.length);
    if (kept.length !== made.length || !kept.every((node, index) => isSame(node, made[index] ?? node)))
      find(state, 'node', `Nodes of level ${level} from ${from} on are not those of the tree.`);
    state.nodesSeen.set(level, from + made.length);
  }
  state.fresh.clear();
}

async function checkCounts(state: State): Promise<void> {
  const counts = await state.source.counts();
  const nodes = [...state.nodesSeen.values()].reduce((sum, count) => sum + count, 0);
  if (counts.leaves !== state.frontier.size)
    find(state, 'leaf', `There are ${counts.leaves} leaves, but ${state.frontier.size} are signed for.`);
  if (counts.nodes !== nodes)
    find(state, 'node', `There are ${counts.nodes} kept nodes instead of ${nodes}.`);
}

/** What was kept elsewhere must be among what is here. */
async function checkKept(state: State): Promise<void> {
  for (const kept of state.trusted.kept) {
    try {
      const note = parseNote(kept);
      const signed = await signersOf(note, [state.trusted.log]);
      const { size, root } = parseCheckpoint(note.text);
      if (signed.length === 0) throw new RangeError('it is of another log');
      const own = state.roots.get(size);
      if (size > state.frontier.size)
        find(state, 'taken back', `A checkpoint of ${size} leaves was kept elsewhere; here are fewer.`);
      else if (own === undefined || !isSame(own, root))
        find(state, 'fork', `The checkpoint of ${size} leaves that was kept elsewhere is not the one here.`);
    } catch (error) {
      find(state, 'kept', `A checkpoint that was kept elsewhere is not right: ${String(error)}`);
    }
  }
}

function xidsOf({ more }: Checkpoint): [bigint, bigint] {
  const [from = '', to = ''] = (more.xids ?? '').split(' ');
  if (!/^\d+$/.test(from) || !/^\d+$/.test(to)) throw new RangeError('it does not say which transactions');
  return [BigInt(from), BigInt(to)];
}
