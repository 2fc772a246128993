/**
 * What to ask next: the few questions whose answers would most change what fits. For each question that may
 * be asked now, each answer that it can have is tried on the decision tables; the mean change of all answers,
 * each as likely as the others, is what asking is worth. When things are hard there is more to ask than what
 * changes a suggestion: then the set's own questions follow, in its own order. Pure.
 */
import type { happeningNames } from '#bank/needs/contract.ts';
import type { Facts } from '#platform/tables/table.ts';
import { evaluated } from './answering.ts';
import type { Answer, Occasion, Question, QuestionSet } from './definition.ts';

export interface Moment {
  /** Facts of care. */
  readonly known: Facts;
  readonly today: string;
  /** Nobody else hears. */
  readonly isPrivate: boolean;
  /** When a question was last answered, by its id. */
  readonly answeredOn: ReadonlyMap<string, string>;
  /** Names of facts that she does not want used: it is not asked for what may not be. */
  readonly unused?: readonly string[];
}

export interface Worth {
  readonly question: Question;
  readonly set: QuestionSet['name'];
  /** 0: no answer changes what fits; 1: every answer changes all of it. */
  readonly change: number;
  /** What could come in, or fall away, by an answer: ids of suggestions. */
  readonly moves: readonly string[];
}

/** Suggestions in their order, for facts and for needs as she would state them. */
export type Fits = (facts: Facts, needs: ReturnType<typeof evaluated>['needs']) => readonly string[];

/**
 * @param sets in the order of the occasion
 * @returns at most four, the most telling first; equal ones in the order of the sets
 */
export function whatToAsk(
  sets: readonly QuestionSet[],
  moment: Moment,
  facts: Parameters<typeof evaluated>[3],
  fits: Fits,
  most = 4,
): Worth[] {
  const now = fits(moment.known, []);
  const worths: Worth[] = [];
  const inOrder: Worth[] = [];
  const seen = new Set<string>();
  for (const set of sets) {
    // where others hear, that it is asked at all would say it
    if (set.isPrivate === true && !moment.isPrivate) continue;
    for (const question of askable(set, moment, facts)) {
      if (seen.has(question.id)) continue;
      seen.add(question.id);
      const one = worthOf(set, question, moment, facts, fits, now);
      if (one.change > 0) worths.push(one);
      else if (set.isPrivate === true) inOrder.push(one);
    }
  }
  // a stable sort keeps the order of the sets among equals
  return [...worths.sort((a, b) => b.change - a.change), ...inOrder].slice(0, most);
}

/** What happened lately, as far as the bank knows: suspected, or confirmed by somebody. */
export interface Happened {
  readonly kind: (typeof happeningNames)[number];
  readonly confirmed: boolean;
}

/**
 * Which sets may be asked of whom, the one that the moment asks for first. In hard times nothing that could
 * lead to a sale; somebody who is not of age is asked nothing that is an adult's to answer.
 * @param hasMet there was a talk already
 */
export function occasionsFor(
  known: Facts,
  happened: readonly Happened[] = [],
  hasMet = false,
): readonly Occasion[] {
  if (known['of.age'] === false) return [];
  const confirmed = happened.filter((one) => one.confirmed).map(({ kind }) => occasionOf[kind]);
  if (known.stage === 'bereaved' || confirmed.includes('bereavement')) return ['bereavement'];
  if (
    known['in.difficulty'] === true ||
    known.stage === 'in difficulty' ||
    confirmed.includes('trouble paying')
  )
    return ['trouble paying'];
  // a death that is only suspected is not spoken of first
  const lately = happened
    .flatMap(({ kind }) => occasionOf[kind] ?? [])
    .filter((one) => one !== 'bereavement');
  const isBusiness = known.kind === 'business';
  const theirs = lately.filter(
    (one) => (one === 'small business') === isBusiness || one === 'trouble paying',
  );
  if (isBusiness) {
    const now = known.stage === 'starting' ? 'starting a business' : 'small business';
    return [...new Set<Occasion>([...theirs, now, 'yearly review'])];
  }
  const ofStage: Partial<Record<string, Occasion>> = {
    ...{ student: 'studying', 'starting out': 'new job', family: 'family' },
    ...{ 'before retirement': 'retirement', 'in retirement': 'retirement' },
  };
  const now = ofStage[String(known.stage)];
  return [
    ...new Set<Occasion>([
      ...theirs,
      hasMet ? 'yearly review' : 'first meeting',
      'home',
      ...(now === undefined ? [] : [now]),
    ]),
  ];
}

/** What there is to talk about after it happened. */
const occasionOf: Partial<Record<Happened['kind'], Occasion>> = {
  ...{ 'salary begins': 'new job', 'salary rises': 'new job', child: 'family', partner: 'family' },
  ...{ moving: 'home', 'home bought': 'home', education: 'studying', 'pension begins': 'retirement' },
  ...{ death: 'bereavement', 'income stops': 'trouble paying', overdraft: 'trouble paying' },
  ...{ 'missed instalment': 'trouble paying', drain: 'trouble paying', 'income falls': 'yearly review' },
  ...{ 'business growing': 'small business', 'business slowing': 'small business' },
};

/** Those that are shown without any other answer, not asked within their period, and fit this place. */
function askable(set: QuestionSet, moment: Moment, facts: Parameters<typeof evaluated>[3]): Question[] {
  return evaluated(set, {}, moment.known, facts).shown.filter((question) => {
    if (question.sensitive === true && !moment.isPrivate) return false;
    if (question.fact !== undefined && moment.unused?.includes(question.fact)) return false;
    if (question.fact !== undefined && (moment.known[question.fact] ?? undefined) !== undefined) return false;
    const last = moment.answeredOn.get(question.id);
    return last === undefined || daysBetween(last, moment.today) >= question.periodDays;
  });
}

function worthOf(
  set: QuestionSet,
  question: Question,
  moment: Moment,
  facts: Parameters<typeof evaluated>[3],
  fits: Fits,
  now: readonly string[],
): Worth {
  const answers = possible(question);
  const moves = new Set<string>();
  let change = 0;
  for (const answer of answers) {
    const told = evaluated(set, { [question.id]: answer }, moment.known, facts);
    const then = fits({ ...moment.known, ...told.facts }, told.needs);
    change += differing(now, then) / answers.length;
    for (const id of then) if (!now.includes(id)) moves.add(id);
    for (const id of now) if (!then.includes(id)) moves.add(id);
  }
  return { question, set: set.name, change, moves: [...moves] };
}

/** Answers to try; free words change no table. */
function possible(question: Question): Answer[] {
  switch (question.kind) {
    case 'choice':
      return question.options.map(({ value }) => value);
    case 'choices':
      return question.options.map(({ value }) => [value]);
    case 'yes or no':
      return [true, false];
    case 'number':
      return [question.from, Math.round((question.from + question.to) / 2), question.to];
    case 'money':
      return ['0', '100000', '1000000', '10000000'];
    case 'date':
    case 'words':
      return [];
  }
}

/** 0: the same in the same order; the first counts most. */
function differing(now: readonly string[], then: readonly string[]): number {
  const weights = [0.5, 0.3, 0.2];
  return weights.reduce((sum, weight, at) => sum + (now[at] === then[at] ? 0 : weight), 0);
}

export const daysBetween = (from: string, to: string) =>
  Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / 86_400_000);
