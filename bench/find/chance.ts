/**
 * Chance that can be repeated: the same seed, the same numbers. Mulberry32 (Tommy Ettinger, public domain).
 */
export type Chance = () => number;

/** Numbers from 0 up to 1, fixed by the seed. */
export function chanceOf(seed: number): Chance {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** A whole number from 0 up to, not including, `below`. */
export function below(chance: Chance, limit: number): number {
  return Math.floor(chance() * limit);
}

/** One of them. */
export function oneOf<T>(chance: Chance, choices: readonly T[]): T {
  const chosen = choices[below(chance, choices.length)];
  if (chosen === undefined) throw new RangeError('nothing to choose from');
  return chosen;
}
