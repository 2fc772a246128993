/** Two records, one person? Stories a banker would recognise, and what must hold of any two records. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { compare, decide, factsOf, inWords, type PartyRecord } from './matching.ts';
import {
  blockingKeys,
  blockRecordsMax,
  candidatePairs,
  groupsOf,
  type Link,
  pairsOf,
} from './matching-blocks.ts';
import { type Surroundings, wordsToCount } from './matching-weights.ts';
import { editDistance, fold, soundOf } from './matching-words.ts';

/** A bank of 100,000 customers in which one in 50 is called Jana and one in 100 Nováková. */
const bank: Surroundings = {
  records: 100_000,
  share: (word) =>
    ({ jana: 0.02, petr: 0.02, eva: 0.015, novakova: 0.01, novak: 0.01, '@praha': 0.2 })[word] ?? 0,
};

const jana: PartyRecord = {
  ...{ id: 'one', kind: 'person', names: ['Jana Nováková'], bornOn: '1984-03-05', sex: 'female' },
  identifiers: [{ kind: 'tax number', country: 'CZ', value: '8453050017' }],
  phones: ['+420601555041'],
  emails: ['jana.novakova@example.com'],
  addresses: [{ lines: ['Dlouhá 12', 'Praha'], postalCode: '110 00' }],
};
const unknown = { identifiers: [], phones: [], emails: [], addresses: [] };

function judge(other: Partial<PartyRecord>, one: Partial<PartyRecord> = {}) {
  return compare(factsOf({ ...jana, ...one }), factsOf({ ...jana, id: 'other', ...other }), bank);
}
const saysOf = (other: Partial<PartyRecord>, one: Partial<PartyRecord> = {}) =>
  judge(other, one).reasons.map(inWords);

test('the same person twice is the same, and each field says so', () => {
  const { decision, reasons } = judge({});
  assert.equal(decision, 'same');
  assert.deepEqual(reasons.map(inWords), [
    ...[
      'name: same',
      'birth date: same',
      'sex: same',
      'same tax number',
      'phone: same',
      'email: same',
      'address: same',
    ],
  ]);
});

const sameStill: [story: string, other: Partial<PartyRecord>, says: string][] = [
  ['given and family name were swapped', { names: ['Nováková Jana'] }, 'name: same, in another order'],
  ['a letter was mistyped', { names: ['Jana Novákvoá'] }, 'name: almost the same spelling'],
  ['the accents were left out', { names: ['JANA NOVAKOVA'] }, 'name: same'],
  [
    'the middle name is known to one branch only',
    { names: ['Jana Marie Nováková'] },
    'name: one has more words',
  ],
  ['she married', { names: ['Jana Svobodová'] }, 'name: another word differs (speaks against)'],
  ['day and month were swapped', { bornOn: '1984-05-03' }, 'birth date: day and month swapped'],
  ['two digits of the day were swapped', { bornOn: '1984-03-50' }, 'birth date: two digits swapped'],
  ['the birth date is not known', { bornOn: null }, 'name: same'],
  [
    'she moved',
    { addresses: [{ lines: ['Krátká 3', 'Brno'], postalCode: '60200' }] },
    'address: differs (speaks against)',
  ],
  [
    'the tax number has a wrong digit',
    { identifiers: [{ kind: 'tax number', country: null, value: '8453050071' }] },
    'one character of the tax number differs',
  ],
  ['the other name is in another script', { names: ['Яна Новакова'] }, 'birth date: same'],
];
for (const [story, other, says] of sameStill) {
  test(`it is the same person when ${story}`, () => {
    assert.equal(judge(other).decision, 'same');
    assert.ok(saysOf(other).includes(says), saysOf(other).join('; '));
  });
}

test('a different tax number speaks against, a different passport hardly', () => {
  const with_ = (kind: string, value: string) => ({ identifiers: [{ kind, country: 'CZ', value }] });
  const tax = judge(with_('tax number', '1111111111'));
  assert.ok(tax.reasons.some((reason) => inWords(reason) === 'tax number differs (speaks against)'));
  const passport = judge(with_('passport', '1111111111'), with_('passport', '9999999'));
  assert.ok(passport.score > tax.score + 3);
});

test('core banking keys differ between two records of one person, and that says nothing', () => {
  const key = (value: string) => ({ identifiers: [{ kind: 'core banking key', country: null, value }] });
  const [differ, none] = [
    judge(key('4711001'), key('4711002')),
    judge(unknown.identifiers.length ? {} : { identifiers: [] }),
  ];
  assert.equal(differ.score, none.score);
});

test('a namesake, wife, twin, son or flatmate is not taken for her', () => {
  const home = { addresses: jana.addresses, phones: jana.phones, emails: [], identifiers: [] };
  const others: [string, Partial<PartyRecord>, Partial<PartyRecord>?][] = [
    ['namesake of another age', { ...unknown, bornOn: '1951-11-20' }],
    ['namesake born the same year', { ...unknown, bornOn: '1984-09-21' }],
    ['spouse', { ...home, names: ['Petr Novák'], bornOn: '1980-11-20', sex: 'male' }],
    ['sister', { ...home, names: ['Eva Nováková'], bornOn: '1990-12-17' }],
    ['twin', { ...home, names: ['Eva Nováková'] }],
    ['mother of the same name', { ...home, bornOn: '1951-11-20' }],
    ['flatmate', { ...home, names: ['Olga Dvorská'], bornOn: '1985-12-24' }],
  ];
  for (const [who, other] of others) assert.ok(judge(other).score < 0, `${who}: ${judge(other).score}`);
});

test('a person is never a business', () => {
  assert.equal(judge({ kind: 'business' }).decision, 'different');
});

test('a rare name in common says more than a common one', () => {
  const rare = compare(
    factsOf({ ...jana, ...unknown, names: ['Jana Bezoušková'] }),
    factsOf({ ...jana, ...unknown, names: ['Jana Bezoušková'] }),
    bank,
  );
  assert.ok(rare.score > judge(unknown, unknown).score + 3);
});

test('the larger the bank, the more evidence it takes', () => {
  const [one, other] = [factsOf({ ...jana, ...unknown }), factsOf({ ...jana, ...unknown, id: 'other' })];
  assert.equal(compare(one, other, { ...bank, records: 500 }).decision, 'same');
  assert.notEqual(compare(one, other, { ...bank, records: 10_000_000 }).decision, 'same');
});

test('reasons hold no value of the customer', () => {
  const all = JSON.stringify(
    [judge({}), judge({ names: ['Petr Nový'], bornOn: '1999-09-09' })].map(({ reasons }) => reasons),
  );
  for (const value of [
    'Jana',
    'jana',
    'novak',
    'Petr',
    '1984',
    '1999',
    '601555041',
    'example',
    'Dlouh',
    '8453050017',
    '110',
  ]) {
    assert.ok(!all.includes(value), value);
  }
});

// Any records
// ---------------------------------------------------------------------------------------------------------

const word = fc.constantFrom(
  'jana',
  'jan',
  'j',
  'petr',
  'novak',
  'novakova',
  'novk',
  'van',
  'der',
  'vander',
  'dvorak',
  'яна',
  'li',
  'na',
  'lina',
);
const name = fc.array(word, { minLength: 0, maxLength: 4 }).map((words) => words.join(' '));
const digits = (length: number) =>
  fc.string({ unit: fc.constantFrom('1', '2', '3'), minLength: length, maxLength: length });
const born = fc.option(
  fc.constantFrom('1984-03-05', '1984-05-03', '1984-03-50', '1980-01-01', '1980-01-10', '1951-11-20', '84'),
);
const identifier = fc.record({
  kind: fc.constantFrom('tax number', 'passport', 'core banking key'),
  country: fc.option(fc.constantFrom('CZ', 'SK')),
  value: digits(7),
});
const address = fc.record({
  lines: fc.array(fc.constantFrom('Dlouhá 12', 'Dlouha 12', 'Krátká 3', 'Praha', 'Brno', 'wa', '7', ''), {
    minLength: 1,
    maxLength: 4,
  }),
  postalCode: fc.option(fc.constantFrom('110 00', '11000', '101 00', '602', '')),
});
const record = (id: string): fc.Arbitrary<PartyRecord> =>
  fc.record({
    id: fc.constant(id),
    kind: fc.constantFrom('person' as const, 'person' as const, 'person' as const, 'business' as const),
    names: fc.array(name, { maxLength: 3 }),
    bornOn: born,
    sex: fc.option(fc.constantFrom('female', 'male')),
    identifiers: fc.array(identifier, { maxLength: 3 }),
    phones: fc.array(digits(9), { maxLength: 2 }),
    emails: fc.array(fc.constantFrom('a@example.com', 'b@example.com', 'jana@example.com'), { maxLength: 2 }),
    addresses: fc.array(address, { maxLength: 3 }),
  });
const shares = fc.dictionary(word, fc.double({ min: 0, max: 1, noNaN: true }));
const surroundings = fc.tuple(fc.integer({ min: 0, max: 10_000_000 }), shares).map(
  ([records, known]): Surroundings => ({
    records,
    share: (asked) => (Object.hasOwn(known, asked) ? (known[asked] ?? 0) : 0),
  }),
);

test('comparing is symmetric: it does not matter which record comes first', () => {
  fc.assert(
    fc.property(record('one'), record('other'), surroundings, (one, other, around) => {
      const [there, back] = [
        compare(factsOf(one), factsOf(other), around),
        compare(factsOf(other), factsOf(one), around),
      ];
      assert.equal(there.score, back.score);
      assert.deepEqual(there.reasons.map(inWords), back.reasons.map(inWords));
    }),
    { numRuns: 2000 },
  );
});

test('nobody is more like a record than the record itself', () => {
  fc.assert(
    fc.property(record('one'), record('other'), surroundings, (one, other, around) => {
      const itself = compare(factsOf(one), factsOf({ ...one, id: 'again' }), around);
      // Scores are told to tenths of a bit, and so is each reason.
      assert.ok(itself.score + 0.35 >= compare(factsOf(one), factsOf(other), around).score);
    }),
    { numRuns: 2000 },
  );
});

test('the order of names, numbers and addresses in a record changes nothing', () => {
  const turned = (one: PartyRecord): PartyRecord => ({
    ...one,
    names: one.names.toReversed(),
    identifiers: one.identifiers.toReversed(),
    phones: one.phones.toReversed(),
    emails: one.emails.toReversed(),
    addresses: one.addresses.toReversed(),
  });
  fc.assert(
    fc.property(record('one'), record('other'), surroundings, (one, other, around) => {
      const [plain, back] = [factsOf(one), factsOf(turned(one))];
      assert.equal(compare(plain, factsOf(other), around).score, compare(back, factsOf(other), around).score);
      assert.deepEqual(blockingKeys(plain).sort(), blockingKeys(back).sort());
    }),
    { numRuns: 1000 },
  );
});

test('the order of records and links never changes the groups', () => {
  const records = fc
    .integer({ min: 2, max: 14 })
    .chain((many) => fc.tuple(...Array.from({ length: many }, (_, n) => record(`r${n}`))));
  const shuffled = records.chain((all) =>
    fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length })),
  );
  const around: Surroundings = { records: 20, share: () => 0.05 };
  const groups = (all: PartyRecord[], turn: boolean) => {
    const facts = all.map(factsOf);
    const byId = new Map(facts.map((one) => [one.id, one]));
    const scoreOf = (one: string, other: string) => {
      const [left, right] = [byId.get(one), byId.get(other)];
      return left && right ? compare(left, right, around).score : 0;
    };
    const links = candidatePairs(facts).map(([one, other]): Link => {
      const [first, second] = turn ? [other, one] : [one, other];
      return { one: first.id, other: second.id, score: compare(first, second, around).score };
    });
    return groupsOf(turn ? links.toReversed() : links, scoreOf, 0);
  };
  fc.assert(
    fc.property(shuffled, ([all, other]) => assert.deepEqual(groups(all, false), groups(other, true))),
    { numRuns: 300 },
  );
});

test('three records of one person become one group, also when two of them share little', () => {
  const scores: Record<string, number> = {
    'a b': 20,
    'b c': 12,
    'a c': -3,
    'c d': 1,
    'a d': -40,
    'b d': -30,
  };
  const scoreOf = (one: string, other: string) => scores[[one, other].sort().join(' ')] ?? 0;
  const links = pairsOf(['a', 'b', 'c', 'd']).map(([one, other]) => ({
    one,
    other,
    score: scoreOf(one, other),
  }));
  assert.deepEqual(
    groupsOf(links, scoreOf, 0),
    [['a', 'b', 'c']],
    'one weak link does not bring the stranger in',
  );
});

test('a key that many share is passed over, and the finer keys still find the pair', () => {
  const crowd = Array.from({ length: blockRecordsMax.chance + 5 }, (_, n) =>
    factsOf({ ...jana, ...unknown, id: `crowd ${n}`, bornOn: `19${10 + n}-06-1${n % 10}` }),
  );
  const twice = [factsOf(jana), factsOf({ ...jana, id: 'again' })];
  const pairs = candidatePairs([...crowd, ...twice]).map(([one, other]) => `${one.id} ${other.id}`);
  assert.ok(pairs.includes('again one'));
  assert.ok(
    !pairs.includes('crowd 0 crowd 1'),
    'that they are all called Jana Nováková is no reason to compare them all',
  );
});

test('words to count are counted once for a record', () => {
  const facts = factsOf({ ...jana, names: ['Jana Jana', 'Jana Nováková'] });
  assert.deepEqual(wordsToCount(facts), ['jana', 'novakova', '@dlouha', '@praha']);
});

test('the score says what it means in odds', () => {
  assert.deepEqual([-0.1, 0, 2.9, 3, 6.5, 6.6].map(decide), [
    'different',
    'possible',
    'possible',
    'likely',
    'likely',
    'same',
  ]);
});

// Words -----------------------------------------------------------------------------------------------------
// ----------

test('edit distance counts letters added, left out, replaced and swapped, and is the same both ways', () => {
  for (const [one, other, distance] of [
    ...([
      ['novak', 'novak', 0],
      ['novak', 'novka', 1],
      ['novak', 'nova', 1],
      ['novak', 'nowak', 1],
      ['ca', 'abc', 3],
    ] as const),
  ]) {
    assert.equal(editDistance(one, other, 3), distance, `${one} ${other}`);
  }
  const text = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), maxLength: 80 });
  fc.assert(
    fc.property(text, text, fc.integer({ min: 0, max: 4 }), (one, other, most) => {
      const distance = editDistance(one, other, most);
      assert.equal(distance, editDistance(other, one, most));
      assert.equal(distance, Math.min(most + 1, plainDistance(one, other)));
    }),
  );
});

/** Optimal string alignment as the textbook has it. */
function plainDistance(one: string, other: string): number {
  const table = Array.from({ length: one.length + 1 }, (_, row) =>
    Array.from({ length: other.length + 1 }, (_, column) => row + column),
  );
  const cell = (row: number, column: number) => table[row]?.[column] ?? Number.POSITIVE_INFINITY;
  for (let row = 1; row <= one.length; row += 1) {
    for (let column = 1; column <= other.length; column += 1) {
      const cost = one[row - 1] === other[column - 1] ? 0 : 1;
      const swapped =
        row > 1 && column > 1 && one[row - 1] === other[column - 2] && one[row - 2] === other[column - 1];
      (table[row] as number[])[column] = Math.min(
        ...[cell(row - 1, column) + 1, cell(row, column - 1) + 1, cell(row - 1, column - 1) + cost],
        swapped ? cell(row - 2, column - 2) + 1 : Number.POSITIVE_INFINITY,
      );
    }
  }
  return cell(one.length, other.length);
}

test('folding leaves letters of every script and takes what is only dress', () => {
  assert.equal(fold("  Søren O'Neill-Łukasz,  Ph.D. "), 'soren oneill lukasz ph d');
  assert.equal(fold('Straße'), 'strasse');
  assert.equal(fold('李 小龍'), '李 小龍');
  assert.equal(soundOf('novak'), soundOf('nowack'));
  assert.equal(soundOf('李'), '李');
});
