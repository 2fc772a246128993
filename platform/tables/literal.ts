/** Literals of cells as values of their kind. Pure. */
import type { Cell, Kind, Literal, Operator, Value } from './table.ts';

/**
 * The value that a literal stands for.
 * @throws RangeError when it is none of this kind
 */
export function meant(literal: Literal, kind: Kind, words: readonly string[] | undefined = undefined): Value {
  if (kind === 'number' && typeof literal === 'number' && Number.isFinite(literal)) return literal;
  if (kind === 'flag' && typeof literal === 'boolean') return literal;
  if (typeof literal === 'string') {
    if (kind === 'money' && /^-?\d{1,18}$/.test(literal)) return BigInt(literal);
    if (kind === 'date' && isDay(literal)) return literal;
    if (kind === 'word' && (words === undefined || words.includes(literal))) return literal;
  }
  throw new RangeError(`${JSON.stringify(literal)} is no ${kind}`);
}

/** Has a fact that is known a value of its kind? */
export function isOfKind(value: Value, kind: Kind): boolean {
  if (kind === 'number') return typeof value === 'number' && Number.isFinite(value);
  if (kind === 'money') return typeof value === 'bigint';
  if (kind === 'flag') return typeof value === 'boolean';
  return typeof value === 'string';
}

/** How many literals an operator takes: none, one, two, or a list. */
export function literalsOf({ op, value }: Cell): readonly Literal[] {
  const many = Array.isArray(value) ? value : value === undefined ? [] : [value];
  const fits = arity[op];
  if (many.length < fits[0] || many.length > fits[1])
    throw new RangeError(`${op} takes ${fits.join(' to ')}`);
  if (Array.isArray(value) !== fits[1] > 1) throw new RangeError(`${op} takes no such value`);
  return many;
}

const arity: Record<Operator, readonly [number, number]> = {
  ...{ '=': [1, 1], '!=': [1, 1], '<': [1, 1], '<=': [1, 1], '>': [1, 1], '>=': [1, 1] },
  ...{ between: [2, 2], in: [1, 50], 'not in': [1, 50], known: [0, 0], unknown: [0, 0] },
};

/** Flags and words have no order. */
export const ordered: ReadonlySet<Operator> = new Set(['<', '<=', '>', '>=', 'between']);

function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const day = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text);
}
