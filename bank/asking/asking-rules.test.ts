/** Questions: sound sets in both languages, answers to what is not shown gone first, and what is worth asking. */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import fc from 'fast-check';
import { catalogueOf, needName } from '#bank/needs/facts.ts';
import { evaluated, factsRead } from './answering.ts';
import { problemsOfQuestions } from './checking.ts';
import { type Fits, type Happened, occasionsFor, whatToAsk } from './choosing.ts';
import type { Answer, Answers, Question, QuestionSet } from './definition.ts';
import { occasions } from './definition.ts';
import { newest, sets } from './sets/all.ts';

const facts = catalogueOf('care');
const meeting = newest('first meeting');
const trouble = newest('trouble paying');

test('every occasion has its questions, sound and in both languages', () => {
  assert.deepEqual([...new Set(sets.map(({ name }) => name))].sort(), [...occasions].sort());
  for (const set of sets) assert.deepEqual(problemsOfQuestions(set, facts), [], set.name);
});

/** Of each version what it asks, and what its answers state. */
const asWasAsked: Readonly<Record<string, string>> = {
  'bereavement 1': 'bcab30d14c5f',
  'family 1': 'edf244c6cfef',
  'family 2': 'ce0ee4cbf956',
  'first meeting 1': 'e434f0897c83',
  'first meeting 2': 'a9b9dd1a2e13',
  'first meeting 3': '220a0413e17d',
  'home 1': '55fb1937fb87',
  'leaving us 1': '7105f1872be8',
  'new job 1': '76f77aa6e409',
  'retirement 1': 'eadaf29601fb',
  'small business 1': 'b1114ba5f705',
  'starting a business 1': '657b6e102e24',
  'studying 1': 'cd53d0c6035e',
  'trouble paying 1': '42de9b4c0151',
  'yearly review 1': 'ea5b2a85d73d',
  'yearly review 2': 'fad0fd64da0f',
};

test('a version that was asked never changes: what was answered in it means what it meant', () => {
  const mark = (set: QuestionSet) =>
    createHash('sha256').update(JSON.stringify(set)).digest('hex').slice(0, 12);
  const now = Object.fromEntries(sets.map((set) => [`${set.name} ${set.version}`, mark(set)]));
  assert.deepEqual(now, asWasAsked, 'what is asked otherwise is the next version');
});

test('an answer states what she wants, never who she is: nothing of her family reaches an offer by a need', () => {
  const forOffers = new Set(catalogueOf('offer').map(({ name }) => name));
  const known = new Set(facts.map(({ name }) => name));
  for (const set of occasions.map(newest)) {
    for (const question of set.questions) {
      const stated = (question.needs ?? []).filter(({ category }) => forOffers.has(needName(category)));
      const what = `${set.name}: ${question.id}`;
      // what tells a fact of care states no need
      if (question.fact !== undefined && !forOffers.has(question.fact)) assert.deepEqual(stated, [], what);
      // and what is asked of some alone, because of such a fact, takes nothing away from them
      const reads = question.visibleIf === undefined ? [] : factsRead(question.visibleIf);
      if (reads.some((name) => known.has(name) && !forOffers.has(name)))
        assert.ok(
          stated.every(({ strength }) => strength >= 50),
          what,
        );
    }
  }
  // nobody to care for, and everybody cared for, are one and the same to an offer
  const dependants = newest('family').questions.find(({ id }) => id === 'dependants') as Question;
  const strengths = (answer: string) => dependants.needs?.filter((one) => one.answer === answer)[0]?.strength;
  assert.equal(strengths('nobody'), strengths('some'));
});

test('what is wrong with a set is found, with its question', () => {
  const wrong = (change: Partial<Question>) =>
    problemsOfQuestions(
      { ...meeting, questions: [{ ...meeting.questions[0], ...change } as Question] },
      facts,
    );
  assert.deepEqual(wrong({ why: { en: 'Why', es: ' ' } }), [{ question: 'goals', code: 'no words' }]);
  assert.deepEqual(wrong({ fact: 'shoe.size' }), [{ question: 'goals', code: 'no such fact' }]);
  assert.deepEqual(wrong({ visibleIf: { fact: 'answer.hope', op: 'known' } }), [
    { question: 'goals', code: 'wrong condition' },
  ]);
  assert.deepEqual(wrong({ visibleIf: { fact: 'age', op: '>', value: 'old' } }), [
    { question: 'goals', code: 'wrong condition' },
  ]);
  assert.deepEqual(wrong({ needs: [{ answer: 'a yacht', category: 'home', strength: 5 }] }), [
    { question: 'goals', code: 'a need of no option' },
  ]);
  const [first, second] = newest('home').questions as [Question, Question];
  assert.deepEqual(problemsOfQuestions({ ...meeting, questions: [second, first] }, facts), [
    { question: 'deposit', code: 'reads a later answer' },
  ]);
});

test('a question that its own answer would hide is refused, also by way of another', () => {
  const risk = newest('retirement').questions.find(({ id }) => id === 'risk') as Question;
  const hiding = (change: Partial<Question>, ...others: Question[]) =>
    problemsOfQuestions({ ...meeting, questions: [...others, { ...risk, ...change } as Question] }, facts);
  assert.deepEqual(hiding({ visibleIf: { fact: 'need.investing', op: '>=', value: 40 } }), [
    { question: 'risk', code: 'hides itself' },
  ]);
  const children = newest('family').questions.find(({ id }) => id === 'children') as Question;
  assert.deepEqual(
    problemsOfQuestions(
      {
        ...meeting,
        questions: [{ ...children, visibleIf: { fact: 'children', op: 'unknown' } } as Question],
      },
      facts,
    ),
    [{ question: 'children', code: 'hides itself' }],
  );
  // goals shows risk by the need of investing, and risk shows goals by it
  const goals = {
    ...(meeting.questions[0] as Question),
    visibleIf: { fact: 'need.retirement', op: 'unknown' } as const,
  };
  const both = hiding(
    {
      visibleIf: { fact: 'need.home', op: '>=', value: 40 },
      needs: [{ answer: 'sell', category: 'retirement', strength: 0 }],
    },
    goals,
  );
  assert.deepEqual(both.map(({ question }) => question).sort(), ['goals', 'risk']);
});

test('“I would take it out” stays, and outweighs the wish to let savings grow', () => {
  for (const name of ['yearly review', 'retirement'] as const) {
    const answers = { goals: ['grow'], risk: 'sell' };
    // the job has worked in that she does not want to invest
    const told = evaluated(newest(name), answers, { 'need.investing': 0, 'reserve.months': 12 }, facts);
    assert.equal(told.kept.risk, 'sell', name);
    assert.deepEqual(
      told.needs.filter(({ category }) => category === 'investing').map(({ strength }) => strength),
      [65, 0],
      `${name}: what is said of losing counts last`,
    );
  }
});

test('whoever starts a business is asked what a beginning takes, and nothing of it before it begins', () => {
  const set = newest('starting a business');
  const shown = (answers: Answers) => evaluated(set, answers, {}, facts).shown.map(({ id }) => id);
  assert.ok(!shown({ 'start when': 'idea' }).includes('start money'));
  assert.ok(shown({ 'start when': 'soon' }).includes('start money'));
  assert.ok(!shown({ 'start when': 'soon' }).includes('start apart'));
  const told = evaluated(
    set,
    { 'start when': 'begun', 'start money': 'borrow', 'start without': 'weeks', 'start apart': 'no' },
    {},
    facts,
  );
  assert.deepEqual(
    told.needs.map(({ category, strength }) => [category, strength]),
    [
      ['borrowing', 65],
      ['reserve', 75],
      ['everyday payments', 60],
    ],
  );
});

test('an answer to a question that is not shown is gone, and nothing hangs on it', () => {
  const home = newest('home');
  const answers = { 'home plan': 'rent', deposit: 'little', 'instalment bearable': '50000' };
  const told = evaluated(home, answers, {}, facts);
  assert.deepEqual(told.kept, { 'home plan': 'rent' });
  assert.deepEqual(told.needs, [{ category: 'home', strength: 0, question: 'home plan' }]);
  assert.ok(told.shown.every(({ id }) => id !== 'deposit'));
});

test('what does not fit is named, and neither stated nor a need', () => {
  const told = evaluated(
    trouble,
    { 'trouble since': 'ages', 'trouble bearable': '-5', 'trouble essentials': 'no' },
    {},
    facts,
  );
  assert.deepEqual(
    told.problems.map(({ question, code }) => [question, code]),
    [
      ['trouble since', 'no such option'],
      ['trouble bearable', 'out of range'],
      ['trouble essentials', 'wrong kind'],
    ],
  );
  assert.deepEqual([told.needs, told.facts], [[], {}]);
});

test('a stated fact is money in minor units, and is shown to be confirmed where it is known', () => {
  const told = evaluated(newest('new job'), { 'job kind': 'own', 'income stated': '250000' }, {}, facts);
  assert.deepEqual(told.facts['income.monthly'], 250_000n);
});

/** Suggests for each need that is strong enough; borrowing only to who has a cushion. */
const fits: Fits = (_known, needs) =>
  needs
    .filter(({ strength }) => strength >= 60)
    .sort((a, b) => b.strength - a.strength)
    .map(({ category }) => category);

const moment = {
  known: { kind: 'person' },
  today: '2026-11-25',
  isPrivate: true,
  answeredOn: new Map<string, string>(),
};

test('what is asked next is what would change most, and never what was asked of late', () => {
  const next = whatToAsk([meeting], moment, facts, fits);
  assert.deepEqual(
    next.map(({ question }) => question.id),
    ['goals', 'cushion', 'dependants'],
  );
  assert.deepEqual(next[0]?.moves, ['home', 'reserve', 'investing', 'lower costs', 'studying', 'retirement']);
  const answeredOn = new Map([
    ['goals', '2026-06-01'],
    ['cushion', '2024-01-01'],
  ]);
  assert.deepEqual(
    whatToAsk([meeting], { ...moment, answeredOn }, facts, fits).map(({ question }) => question.id),
    ['cushion', 'dependants'],
  );
});

test('what is sensitive is not asked where others hear', () => {
  const open = whatToAsk([trouble, meeting], { ...moment, isPrivate: false }, facts, fits);
  assert.ok(open.length > 0);
  assert.ok(open.every(({ question }) => question.sensitive !== true));
});

test('in hard times something is asked though nothing would change what fits, in the set’s own order', () => {
  const nothing: Fits = () => [];
  const asked = (isPrivate: boolean, answeredOn = moment.answeredOn) =>
    [trouble, newest('bereavement')].map((set) =>
      whatToAsk([set], { ...moment, isPrivate, answeredOn }, facts, nothing).map(
        ({ question }) => question.id,
      ),
    );
  assert.deepEqual(asked(true), [
    ['trouble since', 'trouble why', 'trouble bearable', 'trouble essentials'],
    ['bereaved urgent', 'bereaved helper', 'bereaved contact', 'hope'],
  ]);
  assert.deepEqual(asked(false), [[], []], 'where others hear not even its name is told');
  assert.deepEqual(asked(true, new Map([['trouble since', '2026-11-01']]))[0]?.[0], 'trouble why');
  assert.deepEqual(whatToAsk([meeting], moment, facts, nothing), [], 'else only what changes something');
});

test('the moment chooses the occasion: what happened, then the stage; hard times alone', () => {
  const person = { kind: 'person', 'of.age': true, stage: 'established' };
  const happened = (kind: Happened['kind'], confirmed = false) => [{ kind, confirmed }];
  assert.deepEqual(occasionsFor(person), ['first meeting', 'home']);
  assert.deepEqual(occasionsFor(person, [], true), ['yearly review', 'home'], 'they have met');
  assert.equal(occasionsFor(person, happened('salary begins'))[0], 'new job');
  assert.equal(occasionsFor(person, happened('child'))[0], 'family');
  assert.equal(occasionsFor(person, happened('moving'))[0], 'home');
  assert.equal(occasionsFor(person, happened('overdraft'))[0], 'trouble paying');
  assert.deepEqual(occasionsFor(person, happened('income stops', true)), ['trouble paying']);
  assert.deepEqual(occasionsFor(person, happened('death', true)), ['bereavement']);
  assert.ok(
    !occasionsFor(person, happened('death')).includes('bereavement'),
    'nobody is condoled on a guess',
  );
  assert.deepEqual(occasionsFor({ ...person, stage: 'in difficulty' }), ['trouble paying']);
  assert.deepEqual(occasionsFor({ kind: 'business' }, happened('business growing'))[0], 'small business');
  assert.equal(occasionsFor({ kind: 'business', stage: 'growing' })[0], 'small business');
  assert.equal(occasionsFor({ kind: 'business', stage: 'starting' })[0], 'starting a business');
  assert.deepEqual(
    occasionsFor({ ...person, 'of.age': false }, happened('child')),
    [],
    'children are not asked',
  );
});

test('what is known is not asked', () => {
  const job = newest('new job');
  const asked = (known: object) =>
    whatToAsk([job], { ...moment, known: { ...moment.known, ...known } }, facts, (all) => [
      String(all['income.monthly']),
    ]);
  assert.ok(asked({}).some(({ question }) => question.id === 'income stated'));
  assert.ok(asked({ 'income.monthly': 100n }).every(({ question }) => question.id !== 'income stated'));
});

const answerOf = (question: Question): fc.Arbitrary<Answer | undefined> => {
  const wrong = fc.constantFrom<Answer>('???', 1e9, true, ['???']);
  const right: fc.Arbitrary<Answer> =
    question.kind === 'choice'
      ? fc.constantFrom(...question.options.map(({ value }) => value))
      : question.kind === 'choices'
        ? fc.subarray(question.options.map(({ value }) => value))
        : question.kind === 'yes or no'
          ? fc.boolean()
          : question.kind === 'number'
            ? fc.integer({ min: question.from, max: question.to })
            : question.kind === 'money'
              ? fc.nat().map(String)
              : question.kind === 'date'
                ? fc.constant('2027-06-30')
                : fc.string({ maxLength: 500 });
  return fc.oneof(
    { weight: 5, arbitrary: right },
    { weight: 1, arbitrary: wrong },
    { weight: 2, arbitrary: fc.constant(undefined) },
  );
};
const cases = fc.constantFrom(...sets).chain((set) =>
  fc.record({
    set: fc.constant(set),
    answers: fc
      .tuple(...set.questions.map(answerOf))
      .map((all): Answers => Object.fromEntries(set.questions.map(({ id }, at) => [id, all[at]]))),
  }),
);

test('evaluating what was kept again changes nothing, and only what is shown is kept', () => {
  fc.assert(
    fc.property(cases, ({ set, answers }: { set: QuestionSet; answers: Answers }) => {
      const once = evaluated(set, answers, { kind: 'business' }, facts);
      const again = evaluated(set, once.kept, { kind: 'business' }, facts);
      assert.deepEqual(again, once);
      const shown = new Set(once.shown.map(({ id }) => id));
      for (const id of Object.keys(once.kept)) assert.ok(shown.has(id));
      const bad = new Set(once.problems.map(({ question }) => question));
      for (const { question } of once.needs) assert.ok(shown.has(question) && !bad.has(question));
      for (const name of Object.keys(once.facts)) assert.ok(facts.some((fact) => fact.name === name));
    }),
    { numRuns: 1000 },
  );
});
