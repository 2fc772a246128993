/**
 * Seeded randomness, the same on every machine: whole numbers of 32 bits only (sfc32 of Chris Doty-Humphrey's
 * PractRand), no Math.random, no transcendental functions whose last digit differs between processors.
 *
 * Every household has streams of its own, found from (seed, purpose, number) alone. So any table of the bank
 * can be written by itself, from any customer on, and adding a draw to one purpose does not stir the others.
 */
export type Purpose = keyof typeof PURPOSES;

const PURPOSES = {
  plan: 1,
  life: 2,
  name: 3,
  contact: 4,
  identifier: 5,
  address: 6,
  holding: 7,
  order: 8,
  movement: 9,
  conversation: 10,
  copy: 11,
  rate: 12,
  portfolio: 13,
  staff: 14,
  title: 15,
  answer: 16,
} as const;

export class Random {
  #a: number;
  #b: number;
  #c: number;
  #count = 1;

  /** The stream of one purpose of one household, customer or block. */
  constructor(seed: number, purpose: Purpose, number: number) {
    this.#a = mixed(seed ^ 0x9e3779b9);
    this.#b = mixed(this.#a ^ Math.imul(PURPOSES[purpose], 0x85ebca6b));
    this.#c = mixed(this.#b ^ Math.imul(number + 1, 0xc2b2ae35));
    for (let round = 0; round < 10; round++) this.next();
  }

  /** The next 32 bits, 0 to 2^32 - 1. */
  next(): number {
    const drawn = (((this.#a + this.#b) | 0) + this.#count) | 0;
    this.#count = (this.#count + 1) | 0;
    this.#a = this.#b ^ (this.#b >>> 9);
    this.#b = (this.#c + (this.#c << 3)) | 0;
    this.#c = (((this.#c << 21) | (this.#c >>> 11)) + drawn) | 0;
    return drawn >>> 0;
  }

  /** A whole number from `low` to `high`, both included. An empty range gives `low`. */
  whole(low: number, high: number): number {
    return high <= low ? low : low + Math.floor((this.next() / 4294967296) * (high - low + 1));
  }

  /** True so many times in a hundred. */
  chance(percent: number): boolean {
    return this.next() < percent * 42949672.96;
  }

  /** Any of the list, each as likely. */
  pick<T>(list: readonly T[]): T {
    const picked = list[this.whole(0, list.length - 1)];
    if (picked === undefined) throw new RangeError('cannot pick from an empty list');
    return picked;
  }

  /** One of the list, the first ones most often: names and shops are not spread evenly. */
  pickEarly<T>(list: readonly T[]): T {
    const last = list.length - 1;
    const picked = list[Math.min(this.whole(0, last), this.whole(0, last), this.whole(0, last))];
    if (picked === undefined) throw new RangeError('cannot pick from an empty list');
    return picked;
  }

  /** One of [thing, weight] pairs. */
  pickWeighted<T>(list: readonly (readonly [T, number])[]): T {
    let total = 0;
    for (const [, weight] of list) total += weight;
    let left = this.whole(1, total);
    for (const [thing, weight] of list) {
      left -= weight;
      if (left <= 0) return thing;
    }
    throw new RangeError('the weights add up to nothing');
  }

  /** So many decimal digits, as text. */
  digits(count: number): string {
    let text = '';
    for (let place = 0; place < count; place++) text += this.whole(0, 9);
    return text;
  }
}

/** The finaliser of MurmurHash3 (Austin Appleby, public domain): near inputs, far outputs. */
function mixed(bits: number): number {
  let hash = bits | 0;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return hash ^ (hash >>> 16);
}
