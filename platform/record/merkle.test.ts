/** The tree against published roots and a plain definition, and its checks against every kind of forgery. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  append,
  consistencyProof,
  emptyFrontier,
  frontierAt,
  inclusionProof,
  isConsistent,
  isIncluded,
  leafHash,
  nodeHash,
  rootOf,
} from './merkle.ts';
import { sha256 } from './sha256.ts';
import { isKept, nodesOfTiles } from './tiles.ts';

const bytes = (hex: string) => Uint8Array.fromHex(hex);
const hex = (given: Uint8Array) => Buffer.from(given).toString('hex');

/** The leaves of Certificate Transparency's own test tree, and its roots at one to eight of them. */
const inputs = [
  '',
  '00',
  '10',
  '2021',
  '3031',
  '40414243',
  '5051525354555657',
  '606162636465666768696a6b6c6d6e6f',
];
const roots = [
  '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
  'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
  'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
  'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
  '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
  '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
  'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
  '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
];

test("the roots are those of Certificate Transparency's test tree", () => {
  const frontier = emptyFrontier();
  inputs.forEach((input, index) => {
    append(sha256, frontier, leafHash(sha256, bytes(input)));
    assert.equal(hex(rootOf(sha256, frontier)), roots[index]);
  });
});

/** A tree of so many leaves as it is kept: its leaves and every eighth level. */
function grow(size: number) {
  const frontier = emptyFrontier();
  const kept = new Map<number, Uint8Array[]>([[0, []]]);
  for (let index = 0; index < size; index += 1) {
    const leaf = leafHash(sha256, Buffer.from(`leaf ${index}`));
    kept.get(0)?.push(leaf);
    append(sha256, frontier, leaf, (level, _node, node) => {
      if (isKept(level)) kept.set(level, [...(kept.get(level) ?? []), node]);
    });
  }
  const nodeAt = () =>
    nodesOfTiles(sha256, async (level, from, to) => (kept.get(level) ?? []).slice(from, to));
  return { frontier, leaves: kept.get(0) ?? [], nodeAt, root: rootOf(sha256, frontier) };
}

/** RFC 6962, 2.1, word for word. */
function plainRoot(leaves: Uint8Array[]): Uint8Array {
  if (leaves.length <= 1) return leaves[0] ?? sha256(new Uint8Array());
  let half = 1;
  while (half * 2 < leaves.length) half *= 2;
  return nodeHash(sha256, plainRoot(leaves.slice(0, half)), plainRoot(leaves.slice(half)));
}

const sizes = [1, 2, 3, 7, 8, 255, 256, 257, 511, 600, 1023];

test('a tree that is kept in tiles has the root of the plain definition, and can be taken up again', async () => {
  for (const size of sizes) {
    const { leaves, root, nodeAt } = grow(size);
    assert.equal(hex(plainRoot(leaves)), hex(root));
    assert.equal(hex(rootOf(sha256, await frontierAt(size, nodeAt()))), hex(root));
  }
});

test('every proof is accepted for its own leaf, sizes and root', async () => {
  for (const size of sizes) {
    const { leaves, root, nodeAt } = grow(size);
    for (const index of new Set(
      [0, 1, Math.floor(size / 2), size - 2, size - 1].filter((n) => n >= 0 && n < size),
    )) {
      const proof = await inclusionProof(sha256, index, size, nodeAt());
      const leaf = leaves[index] as Uint8Array;
      assert.ok(isIncluded(sha256, { index, size, leaf, root, proof }), `${index} of ${size}`);
      assert.ok(proof.length <= Math.ceil(Math.log2(size)));
    }
    for (const before of [0, 1, 2, 3, 5, 128, 256, 300, size - 1, size].filter((n) => n >= 0 && n <= size)) {
      const proof = await consistencyProof(sha256, before, size, nodeAt());
      const beforeRoot = plainRoot(leaves.slice(0, before));
      assert.ok(isConsistent(sha256, { before, beforeRoot, size, root, proof }), `${before} of ${size}`);
    }
  }
});

const flip = (given: Uint8Array, bit: number) => {
  const flipped = Uint8Array.from(given);
  const at = Math.floor(bit / 8) % given.length;
  flipped[at] = (flipped[at] ?? 0) ^ (1 << (bit % 8));
  return flipped;
};

test('one flipped bit, one node too few or too many, or another place: no proof is accepted', async () => {
  const tree = grow(300);
  const nodeAt = tree.nodeAt();
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 1, max: 300 }),
      fc.nat(),
      fc.nat(),
      fc.nat(),
      async (size, place, node, bit) => {
        const index = place % size;
        const leaf = tree.leaves[index] as Uint8Array;
        const root = plainRoot(tree.leaves.slice(0, size));
        const proof = await inclusionProof(sha256, index, size, nodeAt);
        const good = { index, size, leaf, root, proof };
        assert.ok(isIncluded(sha256, good));
        const flipped = proof.map((own, at) => (at === node % proof.length ? flip(own, bit) : own));
        const bad = [
          { ...good, leaf: flip(leaf, bit) },
          { ...good, root: flip(root, bit) },
          { ...good, index: size },
          { ...good, proof: [...proof, root] },
          ...(size > 1 ? [{ ...good, index: (index + 1 + (bit % (size - 1))) % size }] : []),
          ...(proof.length > 0
            ? [
                { ...good, proof: flipped },
                { ...good, proof: proof.slice(1) },
              ]
            : []),
          ...(proof.length > 0 ? [{ ...good, proof: proof.slice(0, -1) }] : []),
        ];
        for (const one of bad) assert.ok(!isIncluded(sha256, one), JSON.stringify({ size, index, one }));
      },
    ),
    { numRuns: 300 },
  );
});

test('a tree that has forked, shrunk or changed is not consistent by any bent proof', async () => {
  const tree = grow(300);
  const nodeAt = tree.nodeAt();
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 2, max: 300 }),
      fc.nat(),
      fc.nat(),
      fc.nat(),
      async (size, old, node, bit) => {
        const before = 1 + (old % (size - 1));
        const beforeRoot = plainRoot(tree.leaves.slice(0, before));
        const root = plainRoot(tree.leaves.slice(0, size));
        const proof = await consistencyProof(sha256, before, size, nodeAt);
        const good = { before, beforeRoot, size, root, proof };
        assert.ok(isConsistent(sha256, good));
        const flipped = proof.map((own, at) => (at === node % proof.length ? flip(own, bit) : own));
        const forked = plainRoot(
          tree.leaves.slice(0, size).map((leaf, at) => (at === old % before ? flip(leaf, bit) : leaf)),
        );
        for (const one of [
          { ...good, beforeRoot: flip(beforeRoot, bit) },
          { ...good, root: flip(root, bit) },
          { ...good, root: forked },
          { ...good, proof: flipped },
          { ...good, proof: proof.slice(1) },
          { ...good, proof: proof.slice(0, -1) },
          { ...good, proof: [...proof, root] },
          { ...good, before: size, size: before },
          { ...good, before: 0 },
          { ...good, before: size },
        ])
          assert.ok(!isConsistent(sha256, one), JSON.stringify({ before, size, one }));
      },
    ),
    { numRuns: 300 },
  );
});
