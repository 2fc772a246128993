import assert from 'node:assert/strict';
import { randomBytes, randomUUID } from 'node:crypto';
import { test } from 'node:test';
import fc from 'fast-check';
import { type DataKey, keyIn, open, type Place, seal } from './envelope.ts';

const fresh = (): DataKey => ({ id: randomUUID(), key: randomBytes(32) });
const place = (): Place => ({ table: 'customers.identifiers', column: 'value', row: randomUUID() });

test('whatever is sealed opens again in its place, and says which key it needs', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 500 }), (text) => {
      const [key, at] = [fresh(), place()];
      const sealed = seal(key, at, text);
      assert.equal(open(key, at, sealed), text);
      assert.equal(keyIn(sealed), key.id);
      if (text.length > 3) assert.equal(sealed.includes(Buffer.from(text)), false);
    }),
  );
});

test('in another table, column or row, or under another key, it does not open (row 69)', () => {
  const [key, at] = [fresh(), place()];
  const sealed = seal(key, at, '845305/0017');
  for (const other of [
    { ...at, table: 'customers.contact_points' },
    { ...at, column: 'hint' },
    { ...at, row: randomUUID() },
  ])
    assert.throws(() => open(key, other, sealed), /authenticate/);
  assert.throws(() => open(fresh(), at, sealed), /another key/);
  assert.throws(() => open({ ...fresh(), id: key.id }, at, sealed), /authenticate/);
});

test('any bit that is changed is noticed', () => {
  const [key, at] = [fresh(), place()];
  const sealed = seal(key, at, 'She is ill.');
  fc.assert(
    fc.property(fc.nat(sealed.length * 8 - 1), (bit) => {
      const changed = Buffer.from(sealed);
      changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      assert.throws(() => open(key, at, changed));
    }),
  );
  for (const length of [0, 1, 17, 44, sealed.length - 1])
    assert.throws(() => open(key, at, sealed.subarray(0, length)));
});

test('no nonce comes twice, and equal values look different (row 69)', () => {
  const [key, at] = [fresh(), place()];
  const sealed = Array.from({ length: 20_000 }, () => seal(key, at, 'same'));
  assert.equal(new Set(sealed.map((one) => one.toString('hex', 17, 29))).size, sealed.length);
  assert.equal(new Set(sealed.map((one) => one.toString('hex', 29))).size, sealed.length);
});
