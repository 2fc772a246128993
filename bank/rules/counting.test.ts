/** A simulation is no way to ask about one person, however patiently and among whatever decoys. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { counting, type Seen } from './counting.ts';
import { covered, keysOf, tellerOf } from './covering.ts';
import type { Change } from './simulating-rules.ts';

const told = (people: readonly Seen[], lot = 'the bank’s own', seed = 'all') => {
  const counted = counting(seed, keysOf(lot));
  for (const one of people) counted.add(one);
  const tell = tellerOf(lot);
  const isMany = (shared: Parameters<typeof tell>[0]) => tell(shared) !== null;
  return { ...covered(counted.result(isMany), tell), examples: counted.examples(isMany) };
};
const person = (n: number, changes: readonly Change[], more: Partial<Seen> = {}): Seen => ({
  ...{ customerId: `00000000-0000-7000-8000-${String(n).padStart(12, '0')}`, changes },
  ...{ level: 'basic', stage: 'family', branch: 'Main Street', ...more },
});
const by = (row: string, about = 'card', gains = true): Change => ({
  about,
  gains,
  before: 'little.cash',
  after: row,
});
const crowd = (from: number, n: number, changes: readonly Change[]) =>
  Array.from({ length: n }, (_one, at) => person(from + at, changes));

test('whom a row of her own names changes no figure: whether it holds is not told, whatever decoys stand beside', () => {
  const decoys = fc.integer({ min: 0, max: 400 });
  const alone = fc.integer({ min: 1, max: 4 });
  fc.assert(
    fc.property(decoys, decoys, alone, fc.string({ minLength: 1 }), (one, other, few, row) => {
      const many = [
        ...crowd(1000, one, [by('decoy')]),
        ...crowd(2000, other, [by('decoy', 'term.deposit', false)]),
        ...crowd(3000, 50, []),
      ];
      // she alone, or with two or three; by a row of hers, or beside what comes to everybody
      const hers = (changes: readonly Change[]) =>
        Array.from({ length: few }, (_one, n) => person(n, changes));
      assert.deepEqual(told([...many, ...hers([by(`her ${row}`)])]), told([...many, ...hers([])]));
      const beside = [by('decoy')];
      assert.deepEqual(
        told([...many, ...hers([...beside, by(`her ${row}`, 'need: saving')])]),
        told([...many, ...hers(beside)]),
      );
    }),
    { numRuns: 60 },
  );
});

test('tried again and again in other words, the same people come to the same figure: patience adds nothing', () => {
  for (const n of [6, 7, 8, 23, 64]) {
    const answers = new Set(
      Array.from({ length: 300 }, (_one, turn) => {
        const { about, touched, groups } = told(
          crowd(0, n, [by(`row ${turn}`, `need: ${turn}`)]),
          'lot',
          `${turn}`,
        );
        return JSON.stringify([about.map(({ gains, loses }) => [gains, loses]), touched, groups]);
      }),
    );
    assert.equal(answers.size, 1, `${n}: ${[...answers].join(' or ')}`);
  }
  // and another bank rounds by a lot of its own
  const lots = new Set(
    Array.from({ length: 60 }, (_one, n) => told(crowd(0, 23, [by('row')]), `bank ${n}`).touched),
  );
  assert.deepEqual([...lots].sort(), [15, 20], 'at least so many');
});

test('one more or less among many is another turn: a step of five says as little when she is in as when she is not', () => {
  const drawn = (withHer: boolean) =>
    Array.from({ length: 800 }, (_one, n) => {
      const people = crowd(10_000 + n * 100, 40 + (n % 5), [by('row')]);
      return told(withHer ? [...people, person(1, [by('row')])] : people).touched ?? 0;
    });
  const mean = (of: number[]) => of.reduce((a, b) => a + b, 0) / of.length;
  const [without, with_] = [drawn(false), drawn(true)];
  // over thousands of decoys it is one more, as it must be; of one comparison nothing can be said
  assert.ok(Math.abs(mean(with_) - mean(without) - 1) < 0.3);
  const same = without.filter((said, n) => said === with_[n]).length / without.length;
  const less = without.filter((said, n) => said > (with_[n] ?? 0)).length / without.length;
  assert.ok(same > 0.4 && less > 0.05, `${same} the same, ${less} fewer though she was added`);
});

test('figures are at least so many in fives, and add up: nobody is in a group who is in none of the whole', () => {
  const changes = fc.array(fc.constantFrom(by('a'), by('b'), by('a', 'x', false), by('b', 'y')), {
    maxLength: 3,
  });
  fc.assert(
    fc.property(
      fc.array(fc.tuple(changes, fc.constantFrom('basic', 'wealthy')), { maxLength: 120 }),
      (given) => {
        const people = given.map(([list, level], n) =>
          person(n, [...new Map(list.map((one) => [`${one.about} ${one.gains}`, one])).values()], { level }),
        );
        const result = told(people);
        const real = (which: (one: Seen) => boolean) => people.filter(which).length;
        const atMost = (said: number | null, count: number) =>
          assert.ok(said === null || (said % 5 === 0 && said <= count));
        atMost(
          result.touched,
          real((one) => one.changes.length > 0),
        );
        for (const { about, gains, loses } of result.about) {
          atMost(
            gains,
            real((one) => one.changes.some((change) => change.about === about && change.gains)),
          );
          atMost(
            loses,
            real((one) => one.changes.some((change) => change.about === about && !change.gains)),
          );
        }
        for (const { of, name, looked, gains } of result.groups) {
          atMost(
            looked,
            real((one) => one[of] === name),
          );
          atMost(
            gains,
            real((one) => one[of] === name && one.changes.some((change) => change.gains)),
          );
        }
      },
    ),
  );
});
