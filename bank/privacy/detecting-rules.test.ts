/** The rules by table and by property: what explains, what counts, and that nobody's name matters. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { accumulate, allowanceOf, isToBeAsked, ordinary } from './detecting-evidence.ts';
import { kinshipOf, type Person, surnameSpellings, surnamesOf } from './detecting-kin.ts';
import { isBrowsing, judge, judgeDay, type Occasion, type OccasionFacts } from './detecting-rules.ts';
import { weights } from './detecting-weights.ts';

const claimed: Occasion = {
  ...{ groundKind: 'visit', proven: false, followsProven: false, presence: 'document looked at' },
  ...{ undone: false, secondPerson: false, counterBusiness: false, workDone: false, minutes: 10, atOnce: 0 },
  ...{ homeBranch: true, outOfHours: false, earlier: 0, peopleBefore: 0, otherStaff: 0 },
  ...{ prominent: false, kinship: [] },
};
const rulesOf = (change: Partial<Occasion>) =>
  judge({ ...claimed, ...change }).reasons.map(({ rule }) => rule);

test('what anything but the employee’s own word gave is explained, and counts nothing', () => {
  const explained: [Partial<Occasion>, string][] = [
    [{ proven: true, presence: 'card' }, 'proven presence'],
    [{ proven: true, presence: 'code to phone' }, 'proven presence'],
    [{ proven: true, presence: 'kept appointment' }, 'kept appointment'],
    [{ proven: true, groundKind: 'call', presence: 'telephony' }, 'proven presence'],
    [{ proven: true, groundKind: 'portfolio', presence: null }, 'given by somebody else'],
    [{ proven: true, groundKind: 'promise', presence: null }, 'given by somebody else'],
    [{ proven: true, groundKind: 'duplicate review', presence: null }, 'given by somebody else'],
    [{ followsProven: true, groundKind: 'promise', presence: null }, 'follows proven presence'],
    [{ counterBusiness: true }, 'own business at the counter'],
  ];
  for (const [change, by] of explained) {
    // However suspicious the rest is.
    const judgement = judge({
      ...claimed,
      ...change,
      prominent: true,
      outOfHours: true,
      kinship: ['same address'],
    });
    assert.deepEqual(
      judgement,
      { explained: by, score: 0, personal: 0, reasons: [], lessened: [] },
      JSON.stringify(change),
    );
  }
});

test('what only the employee declares explains nothing', () => {
  for (const presence of ['document looked at', 'known by sight']) {
    assert.equal(judge({ ...claimed, presence }).explained, null, presence);
  }
  for (const groundKind of ['promise', 'portfolio', 'duplicate review']) {
    const judgement = judge({ ...claimed, groundKind, presence: null });
    assert.equal(judgement.explained, null, groundKind);
    assert.deepEqual(judgement.reasons[0], { rule: 'chosen oneself', weight: 10 });
  }
  // Cash says that she was in a branch, not in which: of another branch's customer it explains nothing.
  const elsewhere = judge({ ...claimed, counterBusiness: true, homeBranch: false });
  assert.equal(elsewhere.explained, null);
  assert.deepEqual(elsewhere.lessened, ['counter business elsewhere']);
  // A promise after a proven visit explains a promise, not a visit that is only claimed.
  assert.equal(judge({ ...claimed, followsProven: true }).explained, null);
});

test('a visit that was undone explains nothing, and is called what it is', () => {
  const undone = judge({
    ...claimed,
    undone: true,
    presence: null,
    counterBusiness: true,
    followsProven: true,
  });
  assert.equal(undone.explained, null);
  assert.deepEqual(undone.reasons[0], { rule: 'undone', weight: 5 });
  assert.ok(undone.score < weights.ask.evening, 'a slip is no question by itself');
});

test('nobody is served by themselves, with whatever proof', () => {
  const own = judge({ ...claimed, proven: true, presence: 'card', kinship: ['oneself'], secondPerson: true });
  assert.equal(own.explained, null);
  assert.ok(own.score >= weights.ask.evening, 'a colleague who checks one in does not make it right');
});

test('each rule says what it saw', () => {
  const table: [Partial<Occasion>, string][] = [
    [{ prominent: true }, 'prominent'],
    [{ homeBranch: false }, 'other branch'],
    [{ outOfHours: true }, 'out of hours'],
    [{ minutes: 1 }, 'hurried'],
    [{ atOnce: 1 }, 'two at once'],
    [{ earlier: 1 }, 'again and again'],
    [{ peopleBefore: weights.manyPeople - 1 }, 'many people'],
    [{ otherStaff: weights.manyColleagues - 1 }, 'many colleagues'],
    [{ kinship: ['same address'] }, 'same address'],
    [{ kinship: ['manager'] }, 'manager'],
  ];
  for (const [change, rule] of table) {
    assert.ok(!rulesOf({}).includes(rule as never), rule);
    assert.ok(rulesOf(change).includes(rule as never), rule);
  }
  assert.deepEqual(rulesOf({}), ['declared', 'nothing done']);
  assert.ok(!rulesOf({ homeBranch: null }).includes('other branch'), 'who has no branch has no other one');
  assert.ok(!rulesOf({ peopleBefore: weights.manyPeople - 2 }).includes('many people'));
  assert.equal(judge({ ...claimed, earlier: 2 }).reasons.at(-1)?.times, 3);
});

test('a colleague who checks in and work that others can read lessen, and remove nothing', () => {
  const alone = judge(claimed).score;
  const seconded = judge({ ...claimed, secondPerson: true });
  assert.ok(seconded.score > 0 && seconded.score < alone);
  assert.deepEqual(seconded.lessened, ['checked in by a colleague']);
  const worked = judge({ ...claimed, workDone: true });
  assert.ok(worked.score > 0 && worked.score < alone);
});

const occasion = fc.record({
  groundKind: fc.constantFrom('visit', 'call', 'acting for them', 'promise', 'portfolio', 'duplicate review'),
  ...{ undone: fc.boolean(), proven: fc.boolean(), followsProven: fc.boolean(), secondPerson: fc.boolean() },
  presence: fc.constantFrom('card', 'kept appointment', 'document looked at', 'known by sight', null),
  ...{ counterBusiness: fc.boolean(), workDone: fc.boolean(), atOnce: fc.nat(3), earlier: fc.nat(9) },
  minutes: fc.option(fc.nat(60), { nil: null }),
  homeBranch: fc.constantFrom(true, false, null),
  ...{ outOfHours: fc.boolean(), peopleBefore: fc.nat(30), otherStaff: fc.nat(9), prominent: fc.boolean() },
  kinship: fc.uniqueArray(fc.constantFrom('same address', 'common surname', 'colleague', 'same street'), {
    maxLength: 3,
  }),
}) as fc.Arbitrary<Occasion>;

test('explained never scores, unexplained always does, and more against one never lowers it', () => {
  const worse: ((one: Occasion) => Occasion)[] = [
    (one) => ({ ...one, prominent: true }),
    (one) => ({ ...one, outOfHours: true }),
    (one) => ({ ...one, atOnce: one.atOnce + 1 }),
    (one) => ({ ...one, earlier: one.earlier + 1 }),
    (one) => ({ ...one, peopleBefore: one.peopleBefore + 1 }),
    (one) => ({ ...one, otherStaff: one.otherStaff + 1 }),
    (one) => ({ ...one, minutes: 0 }),
    (one) => ({ ...one, homeBranch: false }),
    (one) => ({ ...one, workDone: false }),
    (one) => ({ ...one, secondPerson: false }),
    (one) => ({ ...one, counterBusiness: false }),
    (one) => ({ ...one, followsProven: false }),
    (one) => ({ ...one, proven: false }),
    (one) => ({ ...one, kinship: [...one.kinship, 'same telephone'] }),
    (one) => ({ ...one, kinship: ['oneself'] }),
    (one) => ({ ...one, undone: true }),
  ];
  fc.assert(
    fc.property(occasion, fc.constantFrom(...worse), (one, change) => {
      const before = judge(one);
      const after = judge(change(one));
      assert.equal(before.explained === null, before.score > 0);
      if (!change(one).kinship.includes('oneself')) assert.ok(after.score >= before.score);
      else assert.ok(after.score >= weights.reasons.oneself);
    }),
    { numRuns: 2000 },
  );
});

test('of a day’s people the first four count as few, and one who is seen twice is one', () => {
  const { peopleBefore: _, ...facts } = claimed;
  const day = ['a', 'a', 'b', 'c', 'd', 'e'].map((customerId): OccasionFacts => ({ ...facts, customerId }));
  const many = judgeDay(day).map(({ reasons }) => reasons.some(({ rule }) => rule === 'many people'));
  assert.deepEqual(many, [false, false, false, false, false, true]);
  const proven = day.map((one) => ({ ...one, proven: true, presence: 'card' }));
  assert.ok(judgeDay(proven).every(({ score }) => score === 0));
});

const lenka: Person = {
  ...{ customerId: 'l', names: ['Lenka Jarošová'], phones: ['+420601'], employer: 'Vodárna a.s.' },
  addresses: [{ lines: ['Dlouhá 12', '110 00 Praha 1'], postalCode: '110 00' }],
};
const stranger: Person = { customerId: 's', names: ['Ivo Malý'], phones: [], addresses: [], employer: null };
const noTies = { related: false, colleague: false, manager: false };

test('what two people have to do with each other', () => {
  const at = (line: string, postalCode = '11000'): Partial<Person> => ({
    addresses: [{ lines: [line], postalCode: postalCode.replace(/^(\d{3})/, '$1 ') }],
  });
  const table: [Partial<Person>, typeof noTies, string[]][] = [
    [{}, noTies, []],
    [{ customerId: 'l' }, noTies, ['oneself']],
    [{ names: ['Petr Jaroš'] }, noTies, ['rare surname']],
    [{ names: ['PETR JAROS'] }, noTies, ['rare surname']],
    [{ phones: ['+420601'] }, noTies, ['same telephone']],
    [at('dlouhá 12'), noTies, ['same address']],
    [at('Dlouhá 14'), noTies, ['next door']],
    [at('Dlouhá 40'), noTies, ['same street']],
    [at('Dlouhá 12', '60200'), noTies, []],
    [{ employer: 'VODÁRNA A.S.' }, noTies, ['same employer']],
    [{}, { ...noTies, related: true }, ['relative']],
    [{}, { ...noTies, colleague: true }, ['colleague']],
    [{}, { related: false, colleague: true, manager: true }, ['manager']],
  ];
  for (const [change, ties, expected] of table) {
    assert.deepEqual(
      kinshipOf(lenka, { ...stranger, ...change }, ties, () => 0),
      expected,
      JSON.stringify(change),
    );
  }
  const jaros = { ...stranger, names: ['Petr Jaroš'] };
  assert.deepEqual(
    kinshipOf(lenka, jaros, noTies, () => 0.01),
    ['common surname'],
  );
  assert.deepEqual(
    kinshipOf(lenka, jaros, noTies, () => 0.001),
    ['same surname'],
  );
});

test('a surname is the same for him and for her, and can be found again among words', () => {
  for (const [his, hers] of [
    ['Petr Novák', 'Jana Nováková'],
    ['Jan Novotný', 'Eva Novotná'],
    ['Karel Hájek', 'Věra Hájková'],
    ['Pablo García', 'María García'],
  ] as const) {
    assert.deepEqual(surnamesOf([his]), surnamesOf([hers]), his);
  }
  const [family = ''] = surnamesOf(['Věra Hájková']);
  for (const word of ['hajek', 'hajkova']) assert.ok(surnameSpellings(family).includes(word), word);
});

test('renaming everybody changes nothing', () => {
  const names = fc.constantFrom('Alba', 'Brook', 'Cedar', 'Delft');
  const person = fc.record({
    customerId: names,
    names: names.map((name) => [`One ${name}`]),
    phones: fc.array(names, { maxLength: 2 }),
    addresses: fc.array(fc.record({ lines: names.map((name) => [`${name} 7`]), postalCode: names }), {
      maxLength: 2,
    }),
    employer: fc.option(names, { nil: null }),
  });
  const others: Record<string, string> = { Alba: 'Ember', Brook: 'Flint', Cedar: 'Grove', Delft: 'Heron' };
  const renamed = <T>(value: T): T =>
    JSON.parse(JSON.stringify(value).replaceAll(/Alba|Brook|Cedar|Delft/g, (name) => others[name] ?? name));
  fc.assert(
    fc.property(person, person, (staff, customer) => {
      const kinship = kinshipOf(staff, customer, noTies, () => 0);
      assert.deepEqual(
        kinshipOf(renamed(staff), renamed(customer), noTies, () => 0),
        kinship,
      );
    }),
  );
});

test('a first name and an initial is browsing; a name, a number and a find are not', () => {
  for (const query of ['jana n', 'j nov', 'no', 'eva k']) assert.equal(isBrowsing(query, 20), true, query);
  for (const query of ['jana novák', 'jana', '4711', 'jana 84', 'a@b', 'jan van n']) {
    assert.equal(isBrowsing(query, 20), false, query);
  }
  assert.equal(isBrowsing('jana n', 2), false, 'who finds two has found somebody');
});

test('three a day add up; what colleagues have too does not', () => {
  const days = (evidence: number, count: number) =>
    Array.from({ length: count }, (_one, index) => ({ day: `day ${index}`, evidence, personal: 0 }));
  const allowance = allowanceOf({ days: 400, evidence: 400 * 8 });
  assert.ok(accumulate(days(45, 10), allowance).sum >= weights.ask.evening, 'three bare claims a day');
  assert.deepEqual(accumulate(days(8, 400), allowance), { sum: 0, since: null });
  assert.equal(
    accumulate([...days(0, 5), { day: 'then', evidence: 90, personal: 0 }], allowance).since,
    'then',
  );
  const weekly = Array.from({ length: 15 }, (_one, index) => ({
    ...{ day: `day ${index}`, evidence: index % 5 === 0 ? 80 : 0, personal: index % 5 === 0 ? 65 : 0 },
  }));
  assert.ok(
    accumulate(weekly.slice(0, 11), allowance).sum > 130,
    'once a week at the same few people adds up',
  );
  // Where everybody does it, nobody stands out, up to a limit that a crowd cannot move.
  assert.ok(allowanceOf({ days: 400, evidence: 400 * 40 }) > allowance);
  assert.equal(allowanceOf({ days: 10_000, evidence: 10_000 * ordinary(9999) }), weights.allowance.most);
  assert.equal(isToBeAsked(weights.ask.evening, 0, false), false, 'not before the evening');
  assert.equal(isToBeAsked(weights.ask.evening, 0, true), true);
  assert.equal(isToBeAsked(0, weights.ask.atOnce, false), true);
});
