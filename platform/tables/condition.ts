/** The cells of decision tables as a condition by itself: for questions that are asked only if. Pure. */
import Type, { type Static } from 'typebox';
import { type Truth, testOf } from './decide.ts';
import { cell, type Fact, type Facts, type Value } from './table.ts';

export const clause = Type.Object({ fact: Type.String({ maxLength: 60 }), ...cell.properties });

/** At most one level: all of these, or any of these. */
export const condition = Type.Union([
  Type.Object({ all: Type.Array(clause, { maxItems: 20 }) }),
  Type.Object({ any: Type.Array(clause, { maxItems: 20 }) }),
  clause,
]);
export type Condition = Static<typeof condition>;

/**
 * Compiles a condition.
 * @throws RangeError when it reads what is no fact, or compares it with what it cannot be
 */
export function conditionOf(given: Condition, catalogue: ReadonlyMap<string, Fact>): (facts: Facts) => Truth {
  const clauses = 'all' in given ? given.all : 'any' in given ? given.any : [given];
  const tests = clauses.map((one) => {
    const fact = catalogue.get(one.fact);
    if (fact === undefined) throw new RangeError(`${one.fact} is no fact`);
    const test = testOf(one, fact);
    return (facts: Facts) => test((facts[one.fact] ?? undefined) as Value | undefined);
  });
  const any = 'any' in given;
  return (facts) => {
    const truths = tests.map((test) => test(facts));
    // the one that settles it, whatever the others are
    if (truths.includes(any)) return any;
    return truths.includes(undefined) ? undefined : !any;
  };
}
