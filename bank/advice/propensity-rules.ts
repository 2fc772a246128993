/**
 * How likely somebody is to accept an option: learnt by option from what became of suggestions, on what an
 * offer may know and on nothing else; calibrated; and the base rate until there is enough, or while ranking
 * does no better later in time. Pure.
 */
import { catalogueOf, within } from '#bank/needs/facts.ts';
import type { Facts } from '#platform/tables/table.ts';
import { areaUnder, type Example, featuresOf, likelihood, type Model, seeded, train } from './learning.ts';

/** Fewer, or fewer on either side, and the base rate is said. */
export const enoughExamples = 200;
export const enoughOfEach = 30;
/** A weight that fewer stand behind could be somebody's. */
const fewestBehind = 10;
/** As many examples as the rate of all options counts for, where an option has few of its own. */
const borrowed = 20;
const folds = 5;

export interface Answered {
  known: Facts;
  /** What she does not want used for offers: not learnt from either. */
  notUsed: readonly string[];
  yes: boolean;
  onDate: string;
}

export const reasons = ['learnt', 'too few answers', 'no better than the base rate'] as const;

export interface Learnt {
  base: number;
  /** Null: the base rate is all there is to say. */
  weights: { model: Model; columns: readonly string[]; slope: number; offset: number } | null;
}

/** What is told of it, whoever reads it: kept with each version. */
export interface OptionCard {
  why: (typeof reasons)[number];
  answers: number;
  accepted: number;
  from: string | null;
  to: string | null;
  /** Mean of five seeded folds; and learnt on the first four fifths in time, asked of the last. */
  auc: number | null;
  aucLater: number | null;
  /** Mean square miss of the last fifth in time, beside that of the base rate. */
  missLater: number | null;
  missOfBase: number | null;
  calibration: { expected: number; accepted: number; answers: number }[];
  /** What weighs most, for and against. */
  strongest: { feature: string; weight: number }[];
}

/** What an offer may read and nobody's chances may hang on: an age, a right that was exercised, a death. */
const notLearnt: ReadonlySet<string> = new Set(['of.age', 'contact.marketing', 'died']);
export const learntFacts = catalogueOf('offer').filter(
  ({ kind, name }) => kind !== 'date' && !notLearnt.has(name),
);

/** As the trainer takes it: no fact that an offer may not know, whatever was kept. */
export function exampleOf(known: Facts, notUsed: readonly string[]): Example {
  const allowed = within('offer', known, notUsed);
  const example: Record<string, Example[string]> = {};
  for (const { name } of learntFacts) {
    const value = allowed[name];
    if (value !== undefined && value !== null)
      example[name] = typeof value === 'bigint' ? Number(value) : value;
  }
  return example;
}

/** @param overall the rate of all options together */
export async function learnOption(
  answered: readonly Answered[],
  overall: number,
  rest: () => Promise<unknown> = () => Promise.resolve(),
): Promise<{ learnt: Learnt; card: OptionCard }> {
  const inTime = [...answered].sort((a, b) => (a.onDate < b.onDate ? -1 : a.onDate > b.onDate ? 1 : 0));
  const answers = inTime.map(({ yes }) => yes);
  const accepted = answers.filter(Boolean).length;
  const base = (accepted + borrowed * overall) / (answers.length + borrowed);
  const card: OptionCard = {
    ...{ why: 'too few answers', answers: answers.length, accepted, auc: null, aucLater: null },
    ...{ from: inTime[0]?.onDate ?? null, to: inTime.at(-1)?.onDate ?? null },
    ...{ missLater: null, missOfBase: null, calibration: [], strongest: [] },
  };
  const few = Math.min(accepted, answers.length - accepted) < enoughOfEach;
  if (answers.length < enoughExamples || few) return { learnt: { base, weights: null }, card };
  const examples = inTime.map(({ known, notUsed }) => exampleOf(known, notUsed));
  const columns = columnsOf(examples);
  const later = askedLater(examples, answers, columns);
  await rest();
  const { scores, auc } = await foldedScores(examples, answers, columns, rest);
  const { slope, offset } = calibrated(scores, answers);
  const told = { ...card, ...later, auc };
  // the base rate is trusted before the ranking: what does not rank later in time, does not rank
  if (later.aucLater < 0.55 || later.missLater >= later.missOfBase)
    return { learnt: { base, weights: null }, card: { ...told, why: 'no better than the base rate' } };
  const model = withoutFew(train(examples, answers, columns), examples, columns);
  const sure = scores.map((score) => squeezed(slope * logit(score) + offset));
  return {
    learnt: { base, weights: { model, columns, slope, offset } },
    card: { ...told, why: 'learnt', calibration: binned(sure, answers), strongest: strongestOf(model) },
  };
}

/** From 0 to 1, for one customer as an offer knows her. */
export function propensityBy(learnt: Learnt | undefined, offerFacts: Facts, overall: number): number {
  if (learnt === undefined) return overall;
  if (learnt.weights === null) return learnt.base;
  const { model, columns, slope, offset } = learnt.weights;
  return squeezed(slope * logit(likelihood(model, exampleOf(offerFacts, []), columns)) + offset);
}

/** Has what was foreseen not come? Over the months given, by more than one chance in a hundred explains. */
export function hasDrifted(
  months: readonly { answered: number; expected: number; accepted: number }[],
): boolean {
  const sum = (of: 'answered' | 'expected' | 'accepted') => months.reduce((all, one) => all + one[of], 0);
  const [answered, expected, accepted] = [sum('answered'), sum('expected'), sum('accepted')];
  if (answered < 50) return false;
  const rate = expected / answered;
  const spread = Math.sqrt(Math.max(1, answered * rate * (1 - rate)));
  return Math.abs(accepted - expected) > 2.576 * spread;
}

function columnsOf(examples: readonly Example[]): string[] {
  return learntFacts
    .map(({ name }) => name)
    .filter((name) => {
      const values = examples.map((one) => one[name]);
      const known = values.filter((value) => value !== undefined);
      return known.length >= fewestBehind * 2 && new Set(values).size > 1;
    });
}

function askedLater(examples: readonly Example[], answers: readonly boolean[], columns: readonly string[]) {
  const cut = Math.floor(examples.length * 0.8);
  const [learn, ask] = [answers.slice(0, cut), answers.slice(cut)];
  const model = train(examples.slice(0, cut), learn, columns);
  const scores = examples.slice(cut).map((one) => likelihood(model, one, columns));
  const rate = learn.filter(Boolean).length / learn.length;
  const miss = (score: (at: number) => number) =>
    ask.reduce((sum, yes, at) => sum + (score(at) - Number(yes)) ** 2, 0) / ask.length;
  const both = ask.includes(true) && ask.includes(false);
  return {
    aucLater: both ? areaUnder(scores, ask) : 0.5,
    missLater: miss((at) => scores[at] ?? 0),
    missOfBase: miss(() => rate),
  };
}

/** Each example scored by what was learnt on the others. */
async function foldedScores(
  examples: readonly Example[],
  answers: readonly boolean[],
  columns: readonly string[],
  rest: () => Promise<unknown>,
) {
  const random = seeded(1);
  const foldOf = examples.map(() => Math.floor(random() * folds));
  const scores = new Array<number>(examples.length).fill(0);
  const aucs: number[] = [];
  for (let fold = 0; fold < folds; fold += 1) {
    const [learn, ask]: [number[], number[]] = [[], []];
    foldOf.forEach((one, at) => void (one === fold ? ask : learn).push(at));
    const pick = <T>(all: readonly T[], at: readonly number[]) => at.map((one) => all[one] as T);
    const model = train(pick(examples, learn), pick(answers, learn), columns);
    for (const at of ask) scores[at] = likelihood(model, examples[at] as Example, columns);
    const asked = pick(answers, ask);
    if (asked.includes(true) && asked.includes(false)) aucs.push(areaUnder(pick(scores, ask), asked));
    await rest();
  }
  return { scores, auc: aucs.reduce((a, b) => a + b, 0) / Math.max(1, aucs.length) };
}

/** A line through the scores (Platt), so that six of ten come where 0.6 is said. */
function calibrated(scores: readonly number[], answers: readonly boolean[]) {
  let [slope, offset] = [1, 0];
  const at = scores.map(logit);
  for (let step = 0; step < 25; step += 1) {
    let [g0, g1, h00, h01, h11] = [0, 0, 1e-6, 0, 1e-6];
    at.forEach((x, index) => {
      const chance = 1 / (1 + Math.exp(-(slope * x + offset)));
      const [miss, weight] = [Number(answers[index]) - chance, chance * (1 - chance)];
      g0 += miss;
      g1 += miss * x;
      h00 += weight;
      h01 += weight * x;
      h11 += weight * x * x;
    });
    const whole = h00 * h11 - h01 * h01;
    if (Math.abs(whole) < 1e-12) break;
    const [move0, move1] = [(h11 * g0 - h01 * g1) / whole, (h00 * g1 - h01 * g0) / whole];
    offset += move0;
    slope += move1;
    if (Math.abs(move0) + Math.abs(move1) < 1e-9) break;
  }
  return { slope, offset };
}

function withoutFew(model: Model, examples: readonly Example[], columns: readonly string[]): Model {
  const behind = new Map<string, number>();
  for (const one of examples)
    for (const feature of featuresOf(model, one, columns))
      behind.set(feature, (behind.get(feature) ?? 0) + 1);
  const weights = Object.entries(model.weights).filter(
    ([feature]) => (behind.get(feature) ?? 0) >= fewestBehind,
  );
  return { ...model, weights: Object.fromEntries(weights) };
}

function binned(scores: readonly number[], answers: readonly boolean[]): OptionCard['calibration'] {
  const order = scores.map((score, at) => ({ score, yes: answers[at] === true }));
  order.sort((a, b) => a.score - b.score);
  const bins = 5;
  return Array.from({ length: bins }, (_one, bin) => {
    const here = order.slice(
      Math.floor((bin * order.length) / bins),
      Math.floor(((bin + 1) * order.length) / bins),
    );
    const mean = here.reduce((sum, { score }) => sum + score, 0) / Math.max(1, here.length);
    return { expected: mean, accepted: here.filter(({ yes }) => yes).length, answers: here.length };
  });
}

const strongestOf = ({ weights }: Model) =>
  Object.entries(weights)
    .map(([feature, weight]) => ({ feature, weight }))
    .sort((a, b) => Math.abs(b.weight) - Math.abs(a.weight))
    .slice(0, 6);

const logit = (score: number) => {
  const kept = Math.min(0.9999, Math.max(0.0001, score));
  return Math.log(kept / (1 - kept));
};
const squeezed = (at: number) => 1 / (1 + Math.exp(-at));
