/** The queries of the benchmark are what they say they are: their truth is what the figures rest on. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { editDistance } from '#bank/customers/matching-words.ts';
import { shortNames } from './nicknames.ts';
import { surnamesOf } from './people.ts';
import { type Kind, queriesOf, recalled } from './queries.ts';

// Made-up people.
const people = [
  'Jana Nováková',
  'Josef Obermaier',
  'Max Zý',
  'Sukarno',
  'José García-López',
  'Ann-Kathrin Çelik Öz',
].map((fullName, n) => ({ customerId: String(n), fullName }));
const queries = queriesOf(people, 200, shortNames, 3);
const of = (kind: Kind) => queries.get(kind) ?? [];

test('the same seed asks the same, another seed something else', () => {
  assert.deepEqual(queriesOf(people, 200, shortNames, 3), queries);
  assert.notDeepEqual(queriesOf(people, 200, shortNames, 4), queries);
});

test('a typo is one edit of the name, two typos are at most two and at least one', () => {
  for (const seed of Array.from({ length: 200 }, (_, n) => n)) {
    const made = queriesOf(people, 6, shortNames, seed);
    for (const { typed, fullName } of made.get('one_typo') ?? []) {
      assert.equal(
        editDistance(typed.toLowerCase(), fullName.toLowerCase(), 3),
        1,
        `${fullName} as ${typed}`,
      );
    }
    for (const { typed, fullName } of made.get('two_typos') ?? []) {
      const apart = editDistance(typed.toLowerCase(), fullName.toLowerCase(), 5);
      // Optimal alignment edits no piece twice, so that two edits in one place may count as three.
      assert.ok(apart >= 1 && apart <= 3, `${fullName} as ${typed}: ${apart}`);
    }
  }
});

test('each other kind is the mistake that it is called', () => {
  assert.equal(of('exact').length, people.length);
  for (const { typed, fullName } of of('prefix')) {
    assert.ok(fullName.startsWith(typed) && typed.length < fullName.length, typed);
  }
  for (const { typed, fullName } of of('swapped')) {
    assert.deepEqual(typed.split(' ').sort(), fullName.split(' ').sort());
    assert.notEqual(typed, fullName);
  }
  assert.deepEqual(
    of('accent')
      .map(({ typed }) => typed)
      .sort(),
    ['Ann-Kathrin Celik Oz', 'Jana Novakova', 'Jose Garcia-Lopez', 'Max Zy'],
  );
  assert.deepEqual(
    [...new Set(of('nickname').map(({ fullName }) => fullName))],
    ['Josef Obermaier', 'José García-López'],
  );
});

test('found is who was meant, or a namesake, among the first ten', () => {
  const [jana, josef] = people;
  assert.ok(jana && josef);
  assert.ok(recalled(jana, [josef, jana]));
  assert.ok(recalled(jana, [{ customerId: 'another', fullName: 'Jana Nováková' }]));
  assert.ok(!recalled(jana, [josef]));
  assert.ok(!recalled(jana, [...Array.from({ length: 10 }, () => josef), jana]));
});

test('surnames are as many as asked for, all different, the same for the same seed, and the first far commoner', () => {
  const names = surnamesOf(5000, 7);
  assert.equal(new Set(names.map(({ male }) => male)).size, 5000);
  assert.deepEqual(surnamesOf(5000, 7), names);
  assert.ok((names[0]?.count ?? 0) > 50 * (names[4999]?.count ?? 0));
});
