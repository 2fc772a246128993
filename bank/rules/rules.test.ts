/** Rules as people write them: what comes with Earshot is sound, cells mean what they show, differences are whole. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import fc from 'fast-check';
import { defaultOptions } from '#bank/products/actions.ts';
import { problemsOf } from '#platform/tables/check.ts';
import type { Cell, Fact, Table } from '#platform/tables/table.ts';
import { exampleFor, resultsOf } from './cases.ts';
import { cellFrom, cellText, isSlip, type Writing } from './cells.ts';
import { catalogueFor, problemsOfDraft } from './checking.ts';
import { changesBetween } from './comparing.ts';
import { inForceOn, nextAfter, noRow, type RuleBody, subjectsOf, undecided } from './rules.ts';

const subjects = subjectsOf(defaultOptions);

test('what comes with Earshot is sound by the rules that analysts are held to', () => {
  for (const subject of subjects)
    assert.deepEqual(problemsOfDraft(subject, subject.brought, defaultOptions), [], subject.name);
});

test('each fact that a row may look at has a name in words', () => {
  const words = readFileSync(path.join(import.meta.dirname, '../advice/screens/fact-words.ts'), 'utf8');
  const unnamed = subjects
    .flatMap(catalogueFor)
    .filter(({ name }) => !/\.fits$/.test(name))
    .filter(({ name }) => !words.includes(`'${name}': msg`) && !words.includes(`  ${name}: msg`));
  assert.deepEqual([...new Set(unnamed.map(({ name }) => name))], []);
});

const facts: Record<string, Fact> = {
  number: { name: 'n', kind: 'number', contexts: ['care'] },
  money: { name: 'm', kind: 'money', contexts: ['care'] },
  date: { name: 'd', kind: 'date', contexts: ['care'] },
  flag: { name: 'f', kind: 'flag', contexts: ['care'] },
  word: { name: 'w', kind: 'word', words: ['basic', 'in difficulty', 'known as'], contexts: ['care'] },
};
const literals = {
  number: fc.integer({ min: -1e9, max: 1e9 }).map((n) => n / 1000),
  money: fc.bigInt({ min: -(10n ** 15n), max: 10n ** 15n }).map(String),
  date: fc
    .integer({ min: 0, max: 40_000 })
    .map((days) => Temporal.PlainDate.from('1990-01-01').add({ days }).toString()),
  flag: fc.boolean(),
  word: fc.constantFrom('basic', 'in difficulty', 'known as'),
};
const cellOf = (kind: keyof typeof literals): fc.Arbitrary<Cell | null> => {
  const one: fc.Arbitrary<string | number | boolean> = literals[kind];
  const many = fc.uniqueArray(one, { minLength: 1, maxLength: 5 });
  const ordered = kind !== 'flag' && kind !== 'word';
  return fc.oneof(
    fc.constant(null),
    fc.constantFrom<Cell>({ op: 'known' }, { op: 'unknown' }),
    fc
      .tuple(fc.constantFrom('=', '!=') as fc.Arbitrary<'=' | '!='>, one)
      .map(([op, value]) => ({ op, value })),
    fc
      .tuple(fc.constantFrom('in', 'not in') as fc.Arbitrary<'in' | 'not in'>, many)
      .map(([op, value]) => ({ op, value })),
    ...(ordered
      ? [
          fc
            .tuple(fc.constantFrom('<', '<=', '>', '>=') as fc.Arbitrary<'<' | '<=' | '>' | '>='>, one)
            .map(([op, value]) => ({ op, value })),
          fc.tuple(one, one).map(([a, b]): Cell => {
            const [from, to] = kind === 'money' ? [BigInt(a as string), BigInt(b as string)] : [a, b];
            return { op: 'between', value: from <= to ? [a, b] : [b, a] };
          }),
        ]
      : []),
  );
};

test('whatever a cell holds, its text is read as the same again, in both languages', () => {
  for (const kind of Object.keys(literals) as (keyof typeof literals)[]) {
    for (const language of ['en', 'es'] as const) {
      fc.assert(
        fc.property(cellOf(kind), fc.constantFrom(0, 2, 3), (cell, digits) => {
          const writing: Writing = { digits, language };
          const fact = facts[kind] as Fact;
          assert.deepEqual(cellFrom(cellText(cell, fact, writing), fact, writing), cell);
        }),
      );
    }
  }
});

test('what somebody types or pastes is understood, or said to be wrong; nothing is guessed', () => {
  const writing: Writing = { digits: 2, language: 'en' };
  const read = (kind: string, text: string) => cellFrom(text, facts[kind] as Fact, writing);
  assert.deepEqual(read('number', ' >=60 '), { op: '>=', value: 60 });
  assert.deepEqual(read('number', '0,6'), { op: '=', value: 0.6 });
  assert.deepEqual(read('number', '1, 2'), { op: 'in', value: [1, 2] });
  // a comma between digits is part of the number, whatever stands before it
  assert.deepEqual(read('number', '1,2'), { op: '=', value: 1.2 });
  assert.deepEqual(read('number', 'not 1,2'), { op: 'not in', value: [1.2] });
  assert.deepEqual(read('number', 'not 1,2, 3'), { op: 'not in', value: [1.2, 3] });
  assert.deepEqual(read('number', '>= 0,125'), { op: '>=', value: 0.125 });
  assert.deepEqual(read('number', '50 .. 66'), { op: 'between', value: [50, 66] });
  assert.deepEqual(read('money', '< 1 250.5'), { op: '<', value: '125050' });
  assert.deepEqual(read('flag', 'Sí'), { op: '=', value: true });
  assert.deepEqual(read('word', 'not In Difficulty'), { op: 'not in', value: ['in difficulty'] });
  assert.deepEqual(read('word', 'known as'), { op: '=', value: 'known as' });
  assert.equal(read('word', '*'), null);
  const slips: [string, string, string][] = [
    ['number', 'many', 'no number'],
    ['number', '1.5.2', 'no number'],
    ['number', '>= 1,500', 'thousands or parts'],
    ['number', '1,500..2,000', 'thousands or parts'],
    ['money', '< 1,500', 'thousands or parts'],
    ['number', '66..50', 'empty range'],
    ['money', '1.234', 'no amount'],
    ['date', '2026-02-30', 'no day'],
    ['flag', '> yes', 'no order'],
    ['flag', 'perhaps', 'no yes or no'],
    ['word', 'rich', 'no such word'],
    ['word', '>= basic', 'no order'],
  ];
  for (const [kind, text, slip] of slips) {
    const found = read(kind, text);
    assert.ok(isSlip(found) && found.slip === slip, `${kind} ${text}: ${JSON.stringify(found)}`);
  }
  fc.assert(
    fc.property(fc.string({ maxLength: 60 }), fc.constantFrom(...Object.keys(facts)), (text, kind) => {
      const found = read(kind, text);
      if (found === null || isSlip(found)) return;
      const table: Table = {
        ...{ name: 'x', context: 'care', hit: 'first', inputs: [facts[kind]?.name ?? ''] },
        outputs: [{ name: 'is', kind: 'flag' }],
        rows: [{ id: 'x', cells: [found], outputs: [true], because: { en: '', es: '' } }],
      };
      const fact = facts[kind] as Fact;
      assert.deepEqual(problemsOf(table, new Map([[fact.name, fact]])), [], 'a table takes what was read');
    }),
  );
});

test('a case made of a row is decided by that row, wherever single facts can tell', () => {
  let made = 0;
  let decided = 0;
  for (const subject of subjects) {
    const { table } = subject.brought;
    for (const { id } of table.rows) {
      const given = exampleFor(table, id, catalogueFor(subject));
      const [result] = resultsOf(table, catalogueFor(subject), [{ name: id, facts: given, expects: id }]);
      made += 1;
      if (result?.passes) decided += 1;
    }
  }
  assert.ok(decided / made > 0.9, `${decided} of ${made}`);
});

test('a case says what decides in truth: another row, nothing, too little known, or a fact that is none', () => {
  const subject = subjects.find(({ name }) => name === 'need saving');
  assert.ok(subject);
  const results = (given: Record<string, number | string>, expects: string) =>
    resultsOf(subject.brought.table, catalogueFor(subject), [{ name: 'x', facts: given, expects }])[0];
  const { table } = subject.brought;
  const [row] = table.rows;
  assert.equal(results({ 'spending.share': 0.5, 'held.savings': 0 }, row?.id ?? '')?.passes, true);
  assert.equal(results({ 'spending.share': 0.95 }, row?.id ?? '')?.decides, noRow);
  assert.deepEqual(results({ 'spending.share': 0.5 }, noRow), {
    ...{ decides: undecided, passes: false, about: ['held.savings'] },
  });
  assert.deepEqual(results({ 'shoe.size': 44 }, noRow), {
    decides: null,
    passes: false,
    about: ['shoe.size'],
  });
  assert.equal(results({ 'held.savings': 'none' }, noRow)?.decides, null);
});

test('a difference names every row and cell that is not the same, and only those', () => {
  const [brought] = subjects.filter(({ name }) => name === 'card.applicability').map((one) => one.brought);
  assert.ok(brought);
  const { table } = brought;
  assert.deepEqual(changesBetween(brought, brought), []);
  const changed: RuleBody = {
    toCustomer: brought.toCustomer,
    table: {
      ...table,
      rows: [
        ...table.rows.slice(1).map((row) => ({
          ...row,
          cells: row.cells.map((cell) => (row.id === 'much.cash' && cell ? { ...cell, value: 0.5 } : cell)),
        })),
        { ...(table.rows[0] as Table['rows'][number]) },
        { id: 'new', cells: table.inputs.map(() => null), outputs: [false], because: { en: 'a', es: 'b' } },
      ],
    },
  };
  const changes = changesBetween(brought, changed);
  assert.deepEqual(
    changes.map(({ row, is }) => [row, is]),
    [
      ['much.cash', 'changed'],
      ['already.holds', 'moved'],
      ['new', 'added'],
    ],
  );
  assert.deepEqual(changes[0]?.cells, [
    {
      ...{ column: 'cash.share', kind: 'cell' },
      ...{ before: { op: '>=', value: 0.6 }, after: { op: '>=', value: 0.5 } },
    },
  ]);
  const back = changesBetween(changed, brought).map(({ row, is }) => [row, is]);
  assert.ok(back.some(([row, is]) => row === 'new' && is === 'removed'));
});

test('of the versions whose day has come the latest counts; of one day the newer', () => {
  const versions = [
    { version: 1, appliesFrom: '2026-01-01' },
    { version: 2, appliesFrom: '2026-12-01' },
    { version: 3, appliesFrom: '2026-06-01' },
    { version: 4, appliesFrom: '2026-12-01' },
  ];
  assert.equal(inForceOn(versions, '2025-12-31'), undefined);
  assert.equal(inForceOn(versions, '2026-05-31')?.version, 1);
  assert.equal(inForceOn(versions, '2026-11-30')?.version, 3);
  assert.equal(inForceOn(versions, '2026-12-01')?.version, 4);
  assert.equal(nextAfter(versions, '2026-02-01')?.version, 3);
  assert.equal(nextAfter(versions, '2026-12-01'), undefined);
});
