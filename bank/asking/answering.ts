/**
 * The evaluator. Whether an answer fits its question is checked by the browser, too; what is shown hangs on
 * facts of care, which stay on the server. Answers to what is not shown are dropped first, each by what
 * was kept of those before it; then what is left is checked; then it is used. Pure.
 */
import { type Condition, conditionOf } from '#platform/tables/condition.ts';
import { meant } from '#platform/tables/literal.ts';
import type { Fact, Facts, Kind, Value } from '#platform/tables/table.ts';
import type { Answer, Answers, Asked, Question, QuestionSet, Stated } from './definition.ts';

export interface Evaluated {
  /** Those that are shown, in their order. */
  readonly shown: readonly Question[];
  /** The answers to them; all others are gone. */
  readonly kept: Answers;
  readonly problems: readonly AnswerProblem[];
  /** Facts as she states them, those of answers that are in order. */
  readonly facts: Readonly<Record<string, Value>>;
  readonly needs: readonly (Omit<Stated, 'answer'> & { question: string })[];
}

export interface AnswerProblem {
  readonly question: string;
  readonly code: 'wrong kind' | 'no such option' | 'out of range' | 'too long' | 'no such day';
}

/** @param known facts of care, before any answer */
export function evaluated(
  set: QuestionSet,
  answers: Answers,
  known: Facts,
  facts: readonly Fact[],
): Evaluated {
  const catalogue = new Map(
    [...facts, ...set.questions.flatMap(answerFacts)].map((fact) => [fact.name, fact]),
  );
  const seen: Record<string, Value | null | undefined> = { ...known };
  const shown: Question[] = [];
  const kept: Record<string, Answer> = {};
  const problems: AnswerProblem[] = [];
  const stated: Record<string, Value> = {};
  const needs: Evaluated['needs'][number][] = [];
  for (const question of set.questions) {
    if (question.visibleIf !== undefined && conditionOf(question.visibleIf, catalogue)(seen) !== true)
      continue;
    shown.push(question);
    const answer = answers[question.id];
    if (answer === undefined) continue;
    kept[question.id] = answer;
    const code = wrongIn(question, answer);
    if (code !== undefined) {
      problems.push({ question: question.id, code });
      continue;
    }
    const value = valueOfAnswer(question, answer);
    if (value !== undefined) seen[answerName(question.id)] = value;
    Object.assign(seen, flagsOf(question, answer));
    if (question.fact !== undefined && value !== undefined) {
      stated[question.fact] = value;
      seen[question.fact] = value;
    }
    needs.push(...needsOf(question, answer));
  }
  return { shown, kept, problems, facts: stated, needs };
}

/** The name under which conditions read an answer. */
export const answerName = (id: string) => `answer.${id.replaceAll(' ', '.')}`;

const optionName = (id: string, option: string) => `${answerName(id)}.${option.replaceAll(' ', '.')}`;

/** Its answer as facts: of 'choices' one flag for each option. */
export function answerFacts(question: Question): Fact[] {
  const name = answerName(question.id);
  if (question.kind !== 'choices') return [answerFact(name, question)];
  return question.options.map(
    ({ value }): Fact => ({
      name: optionName(question.id, value),
      kind: 'flag',
      contexts: ['care'],
    }),
  );
}

function answerFact(name: string, question: Question): Fact {
  const words = question.kind === 'choice' ? { words: question.options.map(({ value }) => value) } : {};
  return { name, kind: kindOf[question.kind], ...words, contexts: ['care'] };
}

const kindOf: Record<Question['kind'], Kind> = {
  ...{ choice: 'word', choices: 'word', 'yes or no': 'flag', number: 'number', money: 'money' },
  ...{ date: 'date', words: 'word' },
};

/** All facts that a condition reads. */
export function factsRead(condition: Condition): string[] {
  const clauses = 'all' in condition ? condition.all : 'any' in condition ? condition.any : [condition];
  return clauses.map(({ fact }) => fact);
}

/** What is wrong with an answer to this question; undefined: nothing. */
export function wrongIn(question: Asked, answer: Answer): AnswerProblem['code'] | undefined {
  if (question.kind === 'choices') {
    if (!Array.isArray(answer)) return 'wrong kind';
    const values = new Set(question.options.map(({ value }) => value));
    return answer.every((one) => values.has(one)) && new Set(answer).size === answer.length
      ? undefined
      : 'no such option';
  }
  if (Array.isArray(answer)) return 'wrong kind';
  const one = answer as Exclude<Answer, readonly string[]>;
  if (question.kind === 'choice') {
    if (typeof one !== 'string') return 'wrong kind';
    return question.options.some(({ value }) => value === one) ? undefined : 'no such option';
  }
  if (question.kind === 'words') {
    if (typeof one !== 'string') return 'wrong kind';
    return one.length <= question.most ? undefined : 'too long';
  }
  try {
    const value = meant(one, kindOf[question.kind]);
    if (question.kind === 'money' && (value as bigint) < 0n) return 'out of range';
    if (question.kind !== 'number') return undefined;
    return (value as number) >= question.from && (value as number) <= question.to
      ? undefined
      : 'out of range';
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return question.kind === 'date' && typeof one === 'string' ? 'no such day' : 'wrong kind';
  }
}

function valueOfAnswer(question: Question, answer: Answer): Value | undefined {
  if (question.kind === 'choices' || question.kind === 'words' || Array.isArray(answer)) return undefined;
  return meant(answer as Exclude<Answer, readonly string[]>, kindOf[question.kind]);
}

/** Of 'choices': whether each option was given, for the conditions of later questions. */
function flagsOf(question: Question, answer: Answer): Record<string, boolean> {
  if (question.kind !== 'choices') return {};
  const given = answer as readonly string[];
  return Object.fromEntries(
    question.options.map(({ value }) => [optionName(question.id, value), given.includes(value)]),
  );
}

function needsOf({ id, needs = [] }: Question, answer: Answer): Evaluated['needs'][number][] {
  const given: readonly unknown[] = Array.isArray(answer) ? answer : [answer];
  return needs
    .filter((one) => given.includes(one.answer))
    .map(({ category, strength }) => ({ category, strength, question: id }));
}
