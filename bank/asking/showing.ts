/** A talk as it is shown: what may be asked and told at this place, and what follows from what was said. */
import type { Fits } from '#bank/advice/actions.ts';
import { catalogueOf } from '#bank/needs/facts.ts';
import type { Reply } from '#platform/contract.ts';
import type { RowOf } from '#platform/database/statement.ts';
import { evaluated, wrongIn } from './answering.ts';
import { daysBetween } from './choosing.ts';
import type * as contract from './contract.ts';
import type { Answer, Answers, Occasion, Question, QuestionSet } from './definition.ts';
import type * as queries from './queries.ts';
import type { Told } from './sealing.ts';
import { setOf } from './sets/all.ts';

type Conversation = Reply<typeof contract.answerQuestion>;
export type Row = RowOf<typeof queries.conversationsOf>;
/** A talk that has ended, the newest first. */
interface Past {
  readonly row: Row;
  readonly told: Told | null;
}

const care = catalogueOf('care');

export function stateOf(
  row: Row,
  told: Told | null,
  fits: Fits & { currency: string },
  overheard: boolean,
  past: readonly Past[],
  today: string,
): Conversation {
  const set = setOf(row.occasion as Occasion, row.set_version) as QuestionSet;
  const named = namedAt(set, overheard);
  const result = evaluated(set, told === null ? {} : answersOf(told), fits.known, care);
  const audible = (id: string) => {
    const question = set.questions.find((one) => one.id === id);
    if (question === undefined || !overheard) return question !== undefined;
    return named && !isPrivate(question) && !isPrivateAnswer(question, told?.answers[id]?.answer);
  };
  const answers = result.shown.flatMap(({ id }) => {
    const one = told?.answers[id];
    if (one === undefined || !audible(id)) return [];
    return [{ questionId: id, answer: one.answer, byName: one.by, at: one.at, version: one.version }];
  });
  const asked = result.shown.filter(({ id }) => audible(id));
  const knowing = { ...fits.known, ...result.facts };
  return {
    ...{ conversationId: row.conversation_id, setVersion: row.set_version, answers },
    ...{ occasion: named ? set.name : null, title: named ? set.title : null },
    opening: named ? set.opening : null,
    ...{ begunByName: row.begun_by_name, begunAt: row.begun_at.toString(), currency: fits.currency },
    questions: asked.map((question) => ({
      ...{ questionId: question.id, ask: question.ask, why: question.why, kind: question.kind },
      sensitive: question.sensitive === true,
      options: optionsAt(question, overheard),
      ...limitsOf(question),
      ...{ known: knownTo(question, fits), notUsed: isUnused(question, fits) },
      earlier: isUnused(question, fits) ? null : earlierTo(question, past, overheard, today),
    })),
    ...{ left: result.shown.length - asked.length, unavailable: told === null },
    needs: result.needs
      .filter(({ question }) => audible(question))
      .map(({ category, strength, question }) => ({
        ...{ category, strength, questionId: question },
        notUsed: fits.unusedNeeds.has(category),
      })),
    fits: overheard
      ? []
      : fits.with(knowing, result.needs).map((code) => ({ code, title: fits.titleOf(code) })),
    underWay: overheard ? [] : fits.underWay.map((code) => ({ code, title: fits.titleOf(code) })),
    fitted: overheard ? [] : [...fits.with(fits.known, [])],
    result: overheard ? null : fits.resultOf(knowing, result.needs),
    ending: overheard ? null : (told?.ending ?? null),
  };
}

export const answersOf = ({ answers }: Told): Answers =>
  Object.fromEntries(Object.entries(answers).map(([id, { answer }]) => [id, answer]));

export const saidIn = (answer: Answer, by: string, before = 0): Told['answers'][string] => ({
  ...{ answer, by, at: Temporal.Now.instant().toString(), version: before + 1 },
});

/** Whether the set may be named at this place: where others hear, not when its name says something hard. */
export const namedAt = (set: QuestionSet | undefined, overheard: boolean): boolean =>
  !overheard || set?.isPrivate !== true;

/** Neither asked nor shown where others may hear: what is sensitive, and amounts. */
export const isPrivate = ({ sensitive, kind }: Question): boolean =>
  sensitive === true || kind === 'money' || kind === 'words';

/** An answer that others should not hear, though the question may be asked before them. */
export function isPrivateAnswer(question: Question, answer: Answer | undefined): boolean {
  const given: readonly unknown[] = [answer].flat();
  return (
    'options' in question &&
    question.options.some(({ sensitive, value }) => sensitive === true && given.includes(value))
  );
}

const optionsAt = (question: Question, overheard: boolean) =>
  'options' in question
    ? question.options
        .filter(({ sensitive }) => !(overheard && sensitive === true))
        .map(({ value, label }) => ({ value, label }))
    : [];

const limitsOf = (question: Question) => ({
  from: question.kind === 'number' ? question.from : null,
  to: question.kind === 'number' ? question.to : null,
  most: question.kind === 'words' ? question.most : null,
});

const isUnused = ({ fact }: Question, { unused }: Fits) => fact !== undefined && unused.includes(fact);

/** As an answer to this question would say it. */
function knownTo({ fact }: Question, { known }: Fits): string | null {
  const value = fact === undefined ? undefined : known[fact];
  return value === undefined || value === null ? null : String(value);
}

/** What she said in an earlier talk, within the period of the question; free words are said anew. */
function earlierTo(
  question: Question,
  past: readonly Past[],
  overheard: boolean,
  today: string,
): Conversation['questions'][number]['earlier'] {
  if (question.kind === 'words') return null;
  const said = past.flatMap(({ told }) => told?.answers[question.id] ?? [])[0];
  if (said === undefined || daysBetween(said.at.slice(0, 10), today) >= question.periodDays) return null;
  // of another version of the set, whose answers were others
  if (wrongIn(question, said.answer) !== undefined) return null;
  if (overheard && isPrivateAnswer(question, said.answer)) return null;
  return { answer: said.answer, byName: said.by, at: said.at };
}
