/** Questions: sound sets in both languages, answers to what is not shown gone first, and what is worth asking. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { catalogueOf } from '#bank/needs/facts.ts';
import { evaluated } from './answering.ts';
import { problemsOfQuestions } from './checking.ts';
import { type Fits, whatToAsk } from './choosing.ts';
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
