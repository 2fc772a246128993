/** Decision tables: what is unknown is not false, nothing wrong is saved, and a row that is hidden is named. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { inOrder, problemsOf, problemsOfSet } from './check.ts';
import { conditionOf } from './condition.ts';
import { compiled } from './decide.ts';
import { type Cell, type Fact, type Facts, outputFacts, type Row, type Table } from './table.ts';

const both = ['care', 'offer'] as const;
const facts: Fact[] = [
  { name: 'income.monthly', kind: 'money', contexts: both },
  { name: 'tenure.months', kind: 'number', contexts: both },
  { name: 'owns home', kind: 'flag', contexts: both },
  { name: 'channel', kind: 'word', words: ['branch', 'phone', 'app'], contexts: both },
  { name: 'moved on', kind: 'date', contexts: both },
  { name: 'age', kind: 'number', contexts: ['care'] },
];
const catalogue = new Map(facts.map((fact) => [fact.name, fact]));
const because = { en: 'Because.', es: 'Porque.' };
const row = (id: string, cells: (Cell | null)[], ...outputs: Row['outputs']): Row => ({
  ...{ id, cells, outputs, because },
});
const band: Table = {
  ...{ name: 'band', context: 'offer', hit: 'first', inputs: ['income.monthly', 'owns home'] },
  outputs: [{ name: 'is', kind: 'word', words: ['low', 'mid', 'high'] }],
  rows: [
    row('high', [{ op: '>=', value: '500000' }, null], 'high'),
    row(
      'owner',
      [
        { op: '>=', value: '200000' },
        { op: '=', value: true },
      ],
      'mid',
    ),
    row('rest', [null, null], 'low'),
  ],
};
const codes = (table: Table) => problemsOf(table, catalogue).map(({ code, row: at }) => [code, at]);

test('the first row that holds decides, exactly, in minor units', () => {
  const decide = compiled(band, catalogue);
  assert.deepEqual(decide({ 'income.monthly': 500_000n, 'owns home': false }).outputs, { is: 'high' });
  assert.deepEqual(decide({ 'income.monthly': 499_999n, 'owns home': true }).outputs, { is: 'mid' });
  assert.deepEqual(decide({ 'income.monthly': 0n, 'owns home': false }).outputs, { is: 'low' });
});

test('what is unknown is not false: nothing is decided, and it says what it would take', () => {
  const decide = compiled(band, catalogue);
  const outcome = decide({ 'owns home': true });
  assert.deepEqual([outcome.decided, outcome.rows, outcome.unknown], [false, [], ['income.monthly']]);
  // one who does not own her home can not be of the second row, whatever she earns
  assert.deepEqual(decide({ 'owns home': false }, true).trace, [
    { row: 'high', truth: undefined, cells: [undefined, true] },
    { row: 'owner', truth: false, cells: [undefined, false] },
    { row: 'rest', truth: true, cells: [true, true] },
  ]);
  // rows that give the same decide together
  const alike = {
    ...band,
    rows: [row('a', [{ op: '>', value: '1' }, null], 'low'), row('b', [null, null], 'low')],
  };
  assert.deepEqual(compiled(alike, catalogue)({}).outputs, { is: 'low' });
});

test('a value of the wrong kind is a fault, and never looks like a row that does not hold', () => {
  assert.throws(() => compiled(band, catalogue)({ 'income.monthly': 5, 'owns home': true }), TypeError);
});

test('whatever is wrong with a table is found when it is saved, with its row', () => {
  const cells = (first: unknown, second: unknown = null) => ({
    ...band,
    rows: [row('x', [first as Cell, second as Cell], 'low')],
  });
  assert.deepEqual(codes(band), []);
  assert.deepEqual(codes({ ...band, rows: [] }), [['no rows', undefined]]);
  assert.deepEqual(codes(cells({ op: '>=', value: '12.50' })), [['wrong value', 'x']]);
  assert.deepEqual(codes(cells({ op: '>=', value: 1250 })), [['wrong value', 'x']]);
  assert.deepEqual(codes(cells({ op: '>=' })), [['wrong value', 'x']]);
  assert.deepEqual(codes(cells({ op: 'between', value: ['2', '1'] })), [['empty range', 'x']]);
  assert.deepEqual(codes(cells(null, { op: '<', value: true })), [['no order', 'x']]);
  assert.deepEqual(codes(cells(null, { op: '=', value: 'true' })), [['wrong value', 'x']]);
  assert.deepEqual(codes({ ...band, rows: [row('x', [null], 'low')] }), [['wrong number of cells', 'x']]);
  assert.deepEqual(codes({ ...band, rows: [row('x', [null, null], 'huge')] }), [['wrong value', 'x']]);
  assert.deepEqual(codes({ ...band, inputs: ['income', 'owns home'] }), [['unknown fact', undefined]]);
  const onAge = { ...band, inputs: ['age', 'owns home'], rows: [row('x', [null, null], 'low')] };
  assert.deepEqual(codes(onAge), [['fact of another context', undefined]]);
  assert.deepEqual(codes({ ...onAge, context: 'care' }), []);
  assert.deepEqual(codes({ ...band, rows: [row('all', [null, null], 'low'), ...band.rows] }), [
    ['never reached', 'high'],
    ['never reached', 'owner'],
    ['never reached', 'rest'],
  ]);
  const one = [{ op: '=', value: true } as Cell];
  const all: Table = {
    ...band,
    hit: 'all',
    inputs: ['owns home'],
    rows: [row('a', one, 'low'), row('b', one, 'mid')],
  };
  assert.deepEqual(codes(all), [['contradiction', 'b']]);
  assert.deepEqual(codes({ ...all, hit: 'first' }), [['contradiction', 'b']]);
});

test('a table may read what others give, of its own context, and never what hangs on itself', () => {
  const next: Table = {
    ...{
      name: 'next',
      context: 'offer',
      hit: 'first',
      inputs: ['band.is'],
      outputs: [{ name: 'yes', kind: 'flag' }],
    },
    rows: [row('x', [{ op: '=', value: 'low' }], true), row('y', [null], false)],
  };
  assert.deepEqual(problemsOfSet([next, band], facts), []);
  assert.deepEqual(
    inOrder([next, band]).map(({ name }) => name),
    ['band', 'next'],
  );
  // by whatever path: a table of offers may not read one of care
  const care: Table = { ...band, context: 'care' };
  assert.deepEqual(
    problemsOfSet([next, care], facts).map(({ code }) => code),
    ['fact of another context'],
  );
  const loop: Table = { ...band, inputs: ['income.monthly', 'next.yes'] };
  assert.deepEqual(
    problemsOfSet([next, loop], facts).map(({ table, code }) => [table, code]),
    [
      ['next', 'never ends'],
      ['band', 'never ends'],
    ],
  );
  assert.equal(outputFacts(band)[0]?.name, 'band.is');
});

test('a condition is settled by what is known, if that is enough', () => {
  const any = conditionOf(
    {
      any: [
        { fact: 'owns home', op: '=', value: true },
        { fact: 'tenure.months', op: '>', value: 12 },
      ],
    },
    catalogue,
  );
  assert.equal(any({ 'owns home': true }), true);
  assert.equal(any({ 'owns home': false }), undefined);
  assert.equal(any({ 'owns home': false, 'tenure.months': 3 }), false);
  const all = conditionOf(
    {
      all: [
        { fact: 'owns home', op: '=', value: true },
        { fact: 'channel', op: 'known' },
      ],
    },
    catalogue,
  );
  assert.equal(all({ 'owns home': false }), false);
  assert.equal(all({ 'owns home': true }), false);
  assert.equal(all({ channel: 'app' }), undefined);
});

const cellOf: Record<Fact['kind'], fc.Arbitrary<Cell | null>> = {
  money: ranged(fc.integer({ min: -3, max: 3 }).map(String)),
  number: ranged(fc.integer({ min: -3, max: 3 })),
  date: ranged(fc.constantFrom('2026-01-01', '2026-02-01', '2026-03-01')),
  flag: fc.option(
    fc.record({ op: fc.constantFrom('=', '!='), value: fc.boolean() }),
  ) as fc.Arbitrary<Cell | null>,
  word: fc.option(
    fc.record({
      op: fc.constantFrom('in', 'not in'),
      value: fc.subarray(['branch', 'phone', 'app'], { minLength: 1 }),
    }),
  ) as fc.Arbitrary<Cell | null>,
};
function ranged(value: fc.Arbitrary<string | number>): fc.Arbitrary<Cell | null> {
  return fc.option(
    fc.oneof(
      fc.record({ op: fc.constantFrom('=', '!=', '<', '<=', '>', '>='), value }),
      fc.tuple(value, value).map(([a, b]) => ({ op: 'between', value: isAfter(a, b) ? [b, a] : [a, b] })),
      fc.constantFrom({ op: 'known' }, { op: 'unknown' }),
    ),
  ) as fc.Arbitrary<Cell | null>;
}
// minor units are text, and yet numbers
const isAfter = (a: string | number, b: string | number) =>
  Number.isNaN(Number(a)) ? a > b : Number(a) > Number(b);
const known: Record<Fact['kind'], fc.Arbitrary<Facts[string]>> = {
  money: fc.bigInt({ min: -4n, max: 4n }),
  number: fc.integer({ min: -4, max: 4 }),
  date: fc.constantFrom('2025-12-31', '2026-01-01', '2026-01-15', '2026-02-01', '2026-03-01', '2026-04-01'),
  flag: fc.boolean(),
  word: fc.constantFrom('branch', 'phone', 'app'),
};
const offered = facts.filter(({ contexts }) => contexts.includes('offer'));
const tables = fc
  .array(fc.tuple(...offered.map(({ kind }) => cellOf[kind])), { minLength: 1, maxLength: 6 })
  .map(
    (rows): Table => ({
      ...{ name: 't', context: 'offer', hit: 'first', inputs: offered.map(({ name }) => name) },
      outputs: [{ name: 'row', kind: 'number' }],
      rows: rows.map((cells, at) => row(`r${at}`, cells, at)),
    }),
  );
const known0 = fc.record(Object.fromEntries(offered.map(({ name, kind }) => [name, known[kind]])));

test('more knowledge never changes what was decided, and a row that is never reached never decides', () => {
  fc.assert(
    fc.property(tables, known0, fc.subarray(offered.map(({ name }) => name)), (given, all, hidden) => {
      const decide = compiled(given, catalogue);
      const some = Object.fromEntries(Object.entries(all).filter(([name]) => !hidden.includes(name)));
      // what asks whether something is known is the one thing that knowing it may change
      const asks = given.rows.some(({ cells }) =>
        cells.some((cell) => cell?.op === 'known' || cell?.op === 'unknown'),
      );
      const [less, more] = [decide(some), decide(all)];
      if (less.decided && !asks) assert.deepEqual(less.outputs, more.outputs);
      assert.ok(more.decided, 'with everything known it is always decided');
      assert.deepEqual(decide(some, true).outputs, less.outputs);
      for (const { code, row: at } of problemsOf(given, catalogue)) {
        // the very same case twice: named for what it is, and as little reached
        assert.ok(code === 'never reached' || code === 'contradiction', code);
        assert.notEqual(more.rows[0]?.id, at);
        assert.notEqual(less.rows[0]?.id, at);
      }
    }),
    { numRuns: 3000 },
  );
});
