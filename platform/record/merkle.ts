/**
 * The tree of RFC 6962 (section 2.1) over hashes of leaves: going on from what is there, roots, proofs and
 * their checks (RFC 9162, 2.1.3.2 and 2.1.4.2). Pure: the hash is given, so that it runs in a browser too.
 * Every node of every proof is used and none may be left over. Sizes are counts of leaves, below 2^53.
 */

/** SHA-256 of the bytes: 32 bytes. */
export type Hash = (bytes: Uint8Array) => Uint8Array;

export function leafHash(hash: Hash, data: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(1 + data.length);
  bytes.set(data, 1);
  return hash(bytes);
}

export function nodeHash(hash: Hash, left: Uint8Array, right: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(65);
  bytes[0] = 1;
  bytes.set(left, 1);
  bytes.set(right, 33);
  return hash(bytes);
}

/** The roots of the perfect subtrees of a tree, largest first: all that it takes to go on from it. */
export interface Frontier {
  size: number;
  nodes: Uint8Array[];
}

export const emptyFrontier = (): Frontier => ({ size: 0, nodes: [] });

/**
 * Adds a leaf; changes `frontier`.
 * @param onNode told of each node above the leaves that is complete now: level 1 is two leaves
 */
export function append(
  hash: Hash,
  frontier: Frontier,
  leaf: Uint8Array,
  onNode?: (level: number, node: number, hash: Uint8Array) => void,
): void {
  let node = leaf;
  let place = frontier.size;
  for (let level = 1; place % 2 === 1; level += 1) {
    place = (place - 1) / 2;
    node = nodeHash(hash, frontier.nodes.pop() as Uint8Array, node);
    onNode?.(level, place, node);
  }
  frontier.nodes.push(node);
  frontier.size += 1;
}

export function rootOf(hash: Hash, { nodes }: Frontier): Uint8Array {
  const smallest = nodes.at(-1);
  if (smallest === undefined) return hash(new Uint8Array());
  return nodes.slice(0, -1).reduceRight((right, left) => nodeHash(hash, left, right), smallest);
}

/** Where perfect nodes come from: level 0 are the leaves. */
export type NodeAt = (level: number, node: number) => Promise<Uint8Array>;

/** What is needed to go on from a tree of this size. */
export async function frontierAt(size: number, nodeAt: NodeAt): Promise<Frontier> {
  const nodes: Promise<Uint8Array>[] = [];
  for (let from = 0; from < size; ) {
    const level = levelOf(size - from);
    nodes.push(nodeAt(level, from / 2 ** level));
    from += 2 ** level;
  }
  return { size, nodes: await Promise.all(nodes) };
}

/** Proof that leaf `index` is in the tree of `size`; siblings from the leaf up. */
export function inclusionProof(
  hash: Hash,
  index: number,
  size: number,
  nodeAt: NodeAt,
): Promise<Uint8Array[]> {
  const siblings: Promise<Uint8Array>[] = [];
  let [from, to] = [0, size];
  while (to - from > 1) {
    const middle = from + halfOf(to - from);
    if (index < middle) {
      siblings.push(subtree(hash, middle, to, nodeAt));
      to = middle;
    } else {
      siblings.push(subtree(hash, from, middle, nodeAt));
      from = middle;
    }
  }
  return Promise.all(siblings.reverse());
}

/** Proof that the tree of `before` leaves is the beginning of that of `size`. */
export function consistencyProof(
  hash: Hash,
  before: number,
  size: number,
  nodeAt: NodeAt,
): Promise<Uint8Array[]> {
  if (before === 0 || before === size) return Promise.resolve([]);
  const nodes: Promise<Uint8Array>[] = [];
  let [from, to] = [0, size];
  while (before < to) {
    const middle = from + halfOf(to - from);
    if (before <= middle) {
      nodes.push(subtree(hash, middle, to, nodeAt));
      to = middle;
    } else {
      nodes.push(subtree(hash, from, middle, nodeAt));
      from = middle;
    }
  }
  if (from > 0) nodes.push(subtree(hash, from, to, nodeAt));
  return Promise.all(nodes.reverse());
}

export interface Inclusion {
  index: number;
  size: number;
  leaf: Uint8Array;
  root: Uint8Array;
  proof: readonly Uint8Array[];
}

export function isIncluded(hash: Hash, { index, size, leaf, root, proof }: Inclusion): boolean {
  if (!isCount(index) || !isCount(size) || index >= size || !proof.every(isHash)) return false;
  let [at, last, found] = [index, size - 1, leaf];
  for (const sibling of proof) {
    if (last === 0) return false;
    if (at % 2 === 1 || at === last) {
      found = nodeHash(hash, sibling, found);
      while (at % 2 === 0 && at !== 0) [at, last] = [at / 2, Math.floor(last / 2)];
    } else found = nodeHash(hash, found, sibling);
    [at, last] = [Math.floor(at / 2), Math.floor(last / 2)];
  }
  return last === 0 && isSame(found, root);
}

export interface Consistency {
  before: number;
  beforeRoot: Uint8Array;
  size: number;
  root: Uint8Array;
  proof: readonly Uint8Array[];
}

export function isConsistent(hash: Hash, { before, beforeRoot, size, root, proof }: Consistency): boolean {
  if (!isCount(before) || !isCount(size) || before > size || !proof.every(isHash)) return false;
  if (before === 0) return proof.length === 0 && isSame(beforeRoot, hash(new Uint8Array()));
  if (before === size) return proof.length === 0 && isSame(beforeRoot, root);
  const isPerfect = 2 ** levelOf(before) === before;
  const [first, ...rest] = isPerfect ? [beforeRoot, ...proof] : proof;
  if (first === undefined) return false;
  let [at, last] = [before - 1, size - 1];
  while (at % 2 === 1) [at, last] = [Math.floor(at / 2), Math.floor(last / 2)];
  let [older, newer] = [first, first];
  for (const node of rest) {
    if (last === 0) return false;
    if (at % 2 === 1 || at === last) {
      older = nodeHash(hash, node, older);
      newer = nodeHash(hash, node, newer);
      while (at % 2 === 0 && at !== 0) [at, last] = [at / 2, Math.floor(last / 2)];
    } else newer = nodeHash(hash, newer, node);
    [at, last] = [Math.floor(at / 2), Math.floor(last / 2)];
  }
  return last === 0 && isSame(older, beforeRoot) && isSame(newer, root);
}

export function isSame(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, index) => byte === b[index]);
}

async function subtree(hash: Hash, from: number, to: number, nodeAt: NodeAt): Promise<Uint8Array> {
  const size = to - from;
  const level = levelOf(size);
  if (2 ** level === size) return nodeAt(level, from / size);
  const middle = from + halfOf(size);
  const [left, right] = await Promise.all([
    subtree(hash, from, middle, nodeAt),
    subtree(hash, middle, to, nodeAt),
  ]);
  return nodeHash(hash, left, right);
}

/** The level of the largest perfect tree that fits into this many leaves. */
function levelOf(size: number): number {
  let level = 0;
  while (2 ** (level + 1) <= size) level += 1;
  return level;
}

/** The largest power of two below the size. */
function halfOf(size: number): number {
  const most = 2 ** levelOf(size);
  return most === size ? size / 2 : most;
}

const isCount = (count: number) => Number.isSafeInteger(count) && count >= 0;
const isHash = (bytes: Uint8Array) => bytes.length === 32;
