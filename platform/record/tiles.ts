/**
 * A tree that is kept as its leaves and every eighth level above them: a node in between is made of at most
 * 128 others, and a proof reads one tile of 256 hashes for each eight levels (100 million leaves: four).
 */
import { type Hash, type NodeAt, nodeHash } from './merkle.ts';

export const levelsKept = 8;
export const tileWidth = 2 ** levelsKept;

/** Is this a level that is kept? */
export const isKept = (level: number): boolean => level % levelsKept === 0;

/** The kept nodes of a level from one up to, but not with, another; fewer where the tree ends. */
export type ReadNodes = (level: number, from: number, to: number) => Promise<Uint8Array[]>;

/** Reads each tile at most once, so make one for each answer. */
export function nodesOfTiles(hash: Hash, read: ReadNodes): NodeAt {
  const tiles = new Map<string, Promise<Uint8Array[]>>();
  const tile = (level: number, number: number) => {
    const name = `${level} ${number}`;
    const known = tiles.get(name) ?? read(level, number * tileWidth, (number + 1) * tileWidth);
    tiles.set(name, known);
    return known;
  };
  return async (level, node) => {
    const base = level - (level % levelsKept);
    const width = 2 ** (level - base);
    const first = node * width;
    const nodes = await tile(base, Math.floor(first / tileWidth));
    const own = nodes.slice(first % tileWidth, (first % tileWidth) + width);
    if (own.length !== width) throw new RangeError(`the tree has no node ${node} of level ${level}`);
    return joined(hash, own);
  };
}

function joined(hash: Hash, nodes: Uint8Array[]): Uint8Array {
  const [first, second] = nodes;
  if (first === undefined) throw new RangeError('a node is made of at least one');
  if (second === undefined) return first;
  const half = nodes.length / 2;
  return nodeHash(hash, joined(hash, nodes.slice(0, half)), joined(hash, nodes.slice(half)));
}
