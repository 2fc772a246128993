/**
 * The check that a customer's own browser does: each entry against the tree, the tree against its signature,
 * and the record as a whole against what this browser kept of it. Loaded when somebody asks for it.
 */
import { sha256 } from '@noble/hashes/sha2.js';
import type { Query, Reply } from '#platform/contract.ts';
import { fromBase64, toBase64, toHex } from '#platform/record/base64.ts';
import { commitmentOfDisclosed } from '#platform/record/commitment.ts';
import { append, emptyFrontier, leafHash, rootOf } from '#platform/record/merkle.ts';
import { parseVerifier } from '#platform/record/note.ts';
import { type CheckedCheckpoint, checkCheckpoint, goesOn, isSealed } from '#platform/record/verifying.ts';
import type { ownEntries } from './own-proofs-contract.ts';

type Page = Reply<typeof ownEntries>;
type Entry = Page['entries'][number];

export type Of = Query<typeof ownEntries>['of'];
export type Ask = (query: Query<typeof ownEntries>) => Promise<Page>;

interface Mark {
  size: number;
  /** Base64. */
  root: string;
}

/**
 * What is remembered from one check to the next: sizes, places and root hashes, and nothing that says what
 * anybody saw. A person's own mark (how many entries of hers there were in the record of size `upTo`, at
 * which places, and the root of a tree of just those) is found by a digest of her customer's id.
 */
export interface Kept {
  record?: Mark;
  /** `leaves`: each as the distance from the one before; marks that an older page kept have none. */
  own: Record<string, Mark & { upTo: number; leaves?: number[] }>;
}

export type Finding = 'signature' | 'fork' | 'shorter' | 'changed' | 'vanished' | 'not sealed' | 'other key';

export interface Checked {
  /** Record ids of entries that are sealed just as they were shown. */
  sealed: Set<string>;
  /** Of entries that are not what was sealed, or should have been sealed long ago. */
  wrong: Set<string>;
  /** Entries of just now. */
  waiting: number;
  findings: Set<Finding>;
  /** How many entries fewer there are than at the last check. */
  vanished: number;
  /** What there was from an earlier check to compare with. */
  compared: 'nothing' | 'record' | 'record and entries';
  /** More older entries than at the last check: two files of hers were put together. */
  isPutTogether: boolean;
  /** There are older entries, which were not looked at. */
  isPart: boolean;
  record: { size: number; at: string } | undefined;
  /** SHA-256 of the key that signed, as hex. */
  fingerprint: string;
  /** To be remembered; undefined: something is wrong, and what was kept before stays. */
  keep: Kept | undefined;
}

interface Asked {
  of: Of;
  customerId: string;
  /** How many pages of a hundred at most. */
  pages: number;
  kept: Kept;
  ask: Ask;
}

interface State extends Checked {
  kept: Kept;
  newest: CheckedCheckpoint | undefined;
  key: string | undefined;
  /** By the place in the record: the same entry shown twice counts once. */
  own: Map<number, Uint8Array>;
  /** Places of entries that are there, but not as they were sealed. */
  changed: Set<number>;
}

/**
 * @throws Problem when the bank cannot be reached; RangeError 'not sealed yet' when there is no record yet;
 * NotSupportedError when this browser cannot check signatures
 */
export async function checkEntries({ of, customerId, pages, kept, ask }: Asked): Promise<Checked> {
  const state: State = {
    ...{ sealed: new Set(), wrong: new Set(), waiting: 0, findings: new Set(), vanished: 0 },
    ...{ compared: kept.record ? 'record' : 'nothing', isPutTogether: false, isPart: false },
    ...{ keep: undefined },
    ...{ record: undefined, fingerprint: '', kept, newest: undefined, key: undefined },
    ...{ own: new Map(), changed: new Set() },
  };
  let before: string | undefined;
  for (let page = 0; page < pages; page += 1) {
    const since = state.newest?.size ?? kept.record?.size;
    const query = { of, most: 100, ...(before && { before }), ...(since && { since }) };
    const answer = await ask(query);
    const checkpoint = await readCheckpoint(state, answer);
    if (checkpoint === undefined) return state;
    for (const entry of answer.entries) checkEntry(state, entry, checkpoint);
    before = answer.next ?? undefined;
    if (before === undefined) break;
  }
  state.isPart = before !== undefined;
  if (of === 'people' && !state.isPart) await compareOwn(state, customerId);
  if (state.findings.size === 0) remember(state);
  return state;
}

/** Signed, and gone on from the one before; undefined when it is not: then nothing else is worth anything. */
async function readCheckpoint(state: State, answer: Page): Promise<CheckedCheckpoint | undefined> {
  if (answer.logKey === null || answer.checkpoint === null) {
    if (state.kept.record !== undefined) state.findings.add('shorter');
    else throw new RangeError('not sealed yet');
    return undefined;
  }
  if (state.key !== undefined && state.key !== answer.logKey) state.findings.add('other key');
  state.key = answer.logKey;
  try {
    const log = await parseVerifier(answer.logKey);
    state.fingerprint = toHex(new Uint8Array(await crypto.subtle.digest('SHA-256', log.publicKey)));
    const checkpoint = await checkCheckpoint(answer.checkpoint, log, []);
    const { record } = state.kept;
    const older =
      state.newest ?? (record && { ...checkpoint, size: record.size, root: fromBase64(record.root) });
    state.newest = checkpoint;
    state.record = { size: checkpoint.size, at: checkpoint.more.time ?? '' };
    if (older === undefined || goesOn(older, checkpoint, answer.consistency)) return checkpoint;
    state.findings.add(checkpoint.size < older.size ? 'shorter' : 'fork');
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    state.findings.add('signature');
  }
  return undefined;
}

function checkEntry(state: State, entry: Entry, checkpoint: CheckedCheckpoint): void {
  const { recordId, leaf } = entry;
  if (leaf === null) {
    const sealedAt = Date.parse(checkpoint.more.time ?? '');
    if (sealedAt - Date.parse(entry.at) > lateMilliseconds) note(state, recordId, 'not sealed');
    else state.waiting += 1;
    return;
  }
  const shown = JSON.parse(entry.shown) as Record<string, unknown>;
  const itsId = shown.record_id ?? shown.run_id ?? shown.search_id;
  const isItself = shown.at === entry.at && itsId === recordId;
  if (!isItself || !isSealed({ ...entry, leaf }, checkpoint)) {
    state.changed.add(leaf);
    note(state, recordId, 'changed');
    return;
  }
  state.sealed.add(recordId);
  const disclosed = { shown: entry.shown, shownSalt: fromBase64(entry.shownSalt) };
  const commitment = commitmentOfDisclosed(sha256, {
    ...disclosed,
    withheldDigest: fromBase64(entry.withheldDigest),
  });
  state.own.set(leaf, leafHash(sha256, commitment));
}

function note(state: State, recordId: string, finding: Finding): void {
  state.wrong.add(recordId);
  state.findings.add(finding);
}

/** The entries that were there at the last check must be there still: as many, with the same root. */
async function compareOwn(state: State, customerId: string): Promise<void> {
  const digest = await digestOf(customerId);
  const last = state.kept.own[digest];
  if (last !== undefined && state.newest !== undefined) {
    state.compared = 'record and entries';
    const now = markOf(state, last.upTo);
    const changed = [...state.changed].filter((leaf) => leaf < last.upTo).length;
    // Others put among them never stand in for one that is gone: each is looked for at its own place.
    const before = last.leaves && new Set(placesOf(last.leaves));
    const missing = [...(before ?? [])].filter((leaf) => !state.own.has(leaf) && !state.changed.has(leaf));
    state.vanished = before ? missing.length : Math.max(0, last.size - now.size - changed);
    state.isPutTogether = state.vanished === 0 && now.size > last.size;
    const same = before ? markOf(state, last.upTo, before) : now;
    if (state.vanished > 0) state.findings.add('vanished');
    else if (same.root !== last.root && (before || !state.isPutTogether)) state.findings.add('changed');
  }
  // what was handed over stays as it was: something may be wrong, and then it is what counts
  if (state.newest !== undefined)
    state.kept = { ...state.kept, own: { ...state.kept.own, [digest]: markOf(state, state.newest.size) } };
}

/** A tree of her own sealed entries below this size of the record, in its order. */
function markOf({ own }: State, upTo: number, only?: ReadonlySet<number>): Kept['own'][string] {
  const tree = emptyFrontier();
  const inOrder = [...own]
    .filter(([leaf]) => leaf < upTo && (only?.has(leaf) ?? true))
    .sort(([a], [b]) => a - b);
  for (const [, hash] of inOrder) append(sha256, tree, hash);
  const leaves = inOrder.map(([leaf], at) => leaf - (inOrder[at - 1]?.[0] ?? 0));
  return { upTo, size: tree.size, root: toBase64(rootOf(sha256, tree)), leaves };
}

function placesOf(distances: readonly number[]): number[] {
  let place = 0;
  return distances.map((distance) => {
    place += distance;
    return place;
  });
}

/** Only what was found right: a wrong record must not become what the next check compares with. */
function remember(state: State): void {
  const { kept, newest } = state;
  if (newest === undefined) return;
  state.keep = { own: kept.own, record: { size: newest.size, root: toBase64(newest.root) } };
}

async function digestOf(customerId: string): Promise<string> {
  const bytes = new TextEncoder().encode(`earshot own entries ${customerId}`);
  return toBase64(new Uint8Array(await crypto.subtle.digest('SHA-256', bytes)).subarray(0, 12));
}

/** The sealer comes every second; what is this much older than the last checkpoint has been missed. */
const lateMilliseconds = 10 * 60_000;
