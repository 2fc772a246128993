/** What is wrong with a question set, before anybody is asked by it. Pure. */
import { needName } from '#bank/needs/facts.ts';
import { conditionOf } from '#platform/tables/condition.ts';
import type { Fact } from '#platform/tables/table.ts';
import { answerFacts, factsRead } from './answering.ts';
import type { Question, QuestionSet, Words } from './definition.ts';

export interface SetProblem {
  readonly question?: string;
  readonly code:
    | 'twice the same id'
    | 'no words'
    | 'twice the same option'
    | 'reads a later answer'
    | 'wrong condition'
    | 'no such fact'
    | 'a need of no option'
    | 'hides itself';
}

/** @param facts what may be known of a customer in the context of care */
export function problemsOfQuestions(set: QuestionSet, facts: readonly Fact[]): SetProblem[] {
  const found: SetProblem[] = [];
  if (![set.title, set.opening].every(said)) found.push({ code: 'no words' });
  const known = new Map(facts.map((fact) => [fact.name, fact]));
  const before = new Map(known);
  const all = new Set(set.questions.flatMap(answerFacts).map(({ name }) => name));
  const ids = new Set<string>();
  for (const question of set.questions) {
    const problem = (code: SetProblem['code']) => found.push({ question: question.id, code });
    if (ids.has(question.id)) problem('twice the same id');
    ids.add(question.id);
    if (!wordsOf(question).every(said)) problem('no words');
    if (hasTwice(question)) problem('twice the same option');
    if (question.fact !== undefined && !known.has(question.fact)) problem('no such fact');
    if (!needsFit(question)) problem('a need of no option');
    const later =
      question.visibleIf && factsRead(question.visibleIf).some((name) => all.has(name) && !before.has(name));
    if (later === true) problem('reads a later answer');
    else if (question.visibleIf && !compiles(question.visibleIf, before)) problem('wrong condition');
    for (const fact of answerFacts(question)) before.set(fact.name, fact);
  }
  for (const question of set.questions)
    if (hidesItself(question, set)) found.push({ question: question.id, code: 'hides itself' });
  return found;
}

/**
 * What it says changes, by itself or through other questions, whether it is shown: once what was stated has
 * been worked in, the answer would be to a question that is not asked, and gone.
 */
function hidesItself(question: Question, { questions }: QuestionSet): boolean {
  const reached = new Set<Question>();
  const follow = (from: Question): void => {
    const stated = statedBy(from);
    for (const one of questions) {
      if (reached.has(one) || one.visibleIf === undefined) continue;
      if (!factsRead(one.visibleIf).some((name) => stated.has(name))) continue;
      reached.add(one);
      follow(one);
    }
  };
  follow(question);
  return reached.has(question);
}

/** The facts that change with an answer: what it fills, the needs that it states, and itself. */
const statedBy = (question: Question): ReadonlySet<string> =>
  new Set([
    ...(question.fact === undefined ? [] : [question.fact]),
    ...(question.needs ?? []).map(({ category }) => needName(category)),
    ...answerFacts(question).map(({ name }) => name),
  ]);

const said = ({ en, es }: Words) => en.trim() !== '' && es.trim() !== '';

const wordsOf = (question: Question): Words[] => [
  ...[question.ask, question.why],
  ...('options' in question ? question.options.map(({ label }) => label) : []),
];

function hasTwice(question: Question): boolean {
  if (!('options' in question)) return false;
  return new Set(question.options.map(({ value }) => value)).size !== question.options.length;
}

function needsFit(question: Question): boolean {
  const values: unknown[] =
    'options' in question ? question.options.map(({ value }) => value) : [true, false];
  return (question.needs ?? []).every(
    ({ answer, strength }) => values.includes(answer) && strength >= 0 && strength <= 100,
  );
}

function compiles(
  condition: Parameters<typeof conditionOf>[0],
  catalogue: ReadonlyMap<string, Fact>,
): boolean {
  try {
    conditionOf(condition, catalogue);
    return true;
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}
