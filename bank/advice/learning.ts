/**
 * Logistic regression by iteratively reweighted least squares, with a ridge; small enough to read and to
 * explain: each weight is a word's or a range's. Numbers are cut into ranges of equal counts, so that what is
 * not a straight line need not be one. Pure, and the same for the same rows.
 */

/**
 * undefined: not known, which weighs nothing: why it is not known (nobody asked, she does not want it used)
 * is nothing to learn from.
 */
export type Example = Readonly<Record<string, string | number | boolean | undefined>>;

export interface Model {
  /** What each column is cut at; a column without cuts is one of words. */
  readonly cuts: Readonly<Record<string, readonly number[]>>;
  readonly weights: Readonly<Record<string, number>>;
  readonly base: number;
  /** How many examples, and how many of them said yes. */
  readonly learnt: number;
  readonly yes: number;
}

const ranges = 10;

/** Learns from examples which answered yes. @param ridge holds weights back that few examples speak for */
export function train(
  examples: readonly Example[],
  answers: readonly boolean[],
  columns: readonly string[],
  ridge = 2,
): Model {
  const cuts: Record<string, number[]> = {};
  for (const column of columns) {
    const numbers = examples.map((one) => one[column]).filter((value) => typeof value === 'number');
    if (numbers.length > 0) cuts[column] = cutsOf(numbers);
  }
  const places = new Map<string, number>();
  const coded = examples.map((one) =>
    featuresOf({ cuts }, one, columns).map((feature) => {
      if (!places.has(feature)) places.set(feature, places.size + 1);
      return places.get(feature) as number;
    }),
  );
  const weights = solved(coded, answers, places.size + 1, ridge);
  return {
    ...{ cuts, base: weights[0] ?? 0, learnt: examples.length, yes: answers.filter(Boolean).length },
    weights: Object.fromEntries([...places].map(([feature, at]) => [feature, weights[at] ?? 0])),
  };
}

/** From 0 to 1: how likely the answer is yes. What the model never saw weighs nothing. */
export function likelihood(model: Model, example: Example, columns: readonly string[]): number {
  let sum = model.base;
  for (const column of columns) {
    const value = example[column];
    if (value !== undefined) sum += model.weights[featureOf(column, value, model.cuts[column])] ?? 0;
  }
  return 1 / (1 + Math.exp(-sum));
}

/** The features of one example, by name: what its weights are kept under. */
export function featuresOf(
  { cuts }: Pick<Model, 'cuts'>,
  example: Example,
  columns: readonly string[],
): string[] {
  return columns.flatMap((column) => {
    const value = example[column];
    return value === undefined ? [] : featureOf(column, value, cuts[column]);
  });
}

/** How well scores rank those who said yes before the others: 0.5 is a coin. Ties count half. */
export function areaUnder(scores: readonly number[], answers: readonly boolean[]): number {
  const order = scores.map((score, at) => ({ score, yes: answers[at] === true }));
  order.sort((a, b) => a.score - b.score);
  let [ranks, yes] = [0, 0];
  for (let from = 0; from < order.length; ) {
    let to = from;
    while (to < order.length && order[to]?.score === order[from]?.score) to += 1;
    const here = order.slice(from, to).filter((one) => one.yes).length;
    ranks += (here * (from + 1 + to)) / 2;
    yes += here;
    from = to;
  }
  return (ranks - (yes * (yes + 1)) / 2) / (yes * (order.length - yes));
}

/** A stream of numbers from 0 to 1 that is the same for the same seed. */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

function cutsOf(numbers: readonly number[]): number[] {
  const sorted = Float64Array.from(numbers).sort();
  const at = (share: number) => sorted[Math.floor(share * (sorted.length - 1))] as number;
  const cuts = Array.from({ length: ranges - 1 }, (_one, index) => at((index + 1) / ranges));
  return [...new Set(cuts)];
}

function featureOf(
  column: string,
  value: NonNullable<Example[string]>,
  cuts: readonly number[] | undefined,
): string {
  if (typeof value !== 'number' || cuts === undefined) return `${column} = ${value}`;
  let range = 0;
  while (range < cuts.length && value > (cuts[range] as number)) range += 1;
  return `${column} range ${range}`;
}

/** Newton's steps until nothing moves; each example has at most one feature of each column. */
function solved(
  coded: readonly (readonly number[])[],
  answers: readonly boolean[],
  size: number,
  ridge: number,
): Float64Array {
  const weights = new Float64Array(size);
  for (let step = 0; step < 25; step += 1) {
    const slope = new Float64Array(size);
    const curve = Array.from({ length: size }, () => new Float64Array(size));
    for (const [index, features] of coded.entries()) {
      let sum = weights[0] as number;
      for (const at of features) sum += weights[at] as number;
      const chance = 1 / (1 + Math.exp(-sum));
      const [miss, weight] = [(answers[index] ? 1 : 0) - chance, chance * (1 - chance)];
      add(slope, curve, features, miss, weight);
    }
    for (let at = 0; at < size; at += 1) {
      // the base is held back only as much as keeps it finite
      const hold = at === 0 ? 1e-6 : ridge;
      slope[at] = (slope[at] as number) - hold * (weights[at] as number);
      (curve[at] as Float64Array)[at] = ((curve[at] as Float64Array)[at] as number) + hold;
    }
    const move = cholesky(curve, slope);
    let largest = 0;
    for (let at = 0; at < size; at += 1) {
      weights[at] = (weights[at] as number) + (move[at] as number);
      largest = Math.max(largest, Math.abs(move[at] as number));
    }
    if (largest < 1e-8) break;
  }
  return weights;
}

function add(
  slope: Float64Array,
  curve: readonly Float64Array[],
  features: readonly number[],
  miss: number,
  weight: number,
): void {
  const all = [0, ...features];
  for (const one of all) {
    slope[one] = (slope[one] as number) + miss;
    const row = curve[one] as Float64Array;
    for (const other of all) row[other] = (row[other] as number) + weight;
  }
}

/** Solves a symmetric positive definite system; the matrix is used up. */
function cholesky(matrix: readonly Float64Array[], right: Float64Array): Float64Array {
  const size = right.length;
  const at = (row: number, column: number) => (matrix[row] as Float64Array)[column] as number;
  for (let row = 0; row < size; row += 1) {
    const own = matrix[row] as Float64Array;
    for (let column = 0; column <= row; column += 1) {
      let sum = own[column] as number;
      for (let k = 0; k < column; k += 1) sum -= (own[k] as number) * at(column, k);
      own[column] = row === column ? Math.sqrt(Math.max(sum, 1e-12)) : sum / at(column, column);
    }
  }
  const solution = Float64Array.from(right);
  for (let row = 0; row < size; row += 1) {
    let sum = solution[row] as number;
    for (let k = 0; k < row; k += 1) sum -= at(row, k) * (solution[k] as number);
    solution[row] = sum / at(row, row);
  }
  for (let row = size - 1; row >= 0; row -= 1) {
    let sum = solution[row] as number;
    for (let k = row + 1; k < size; k += 1) sum -= at(k, row) * (solution[k] as number);
    solution[row] = sum / at(row, row);
  }
  return solution;
}
