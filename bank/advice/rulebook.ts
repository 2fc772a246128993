/**
 * The options with their tables, checked and compiled: one rulebook for the versions that count on a day. A
 * table of the offer context is checked against the facts of that context alone, so that whatever it reads,
 * directly or through another table, is a fact that an offer may know. Pure.
 */
import { catalogueOf } from '#bank/needs/facts.ts';
import { type Aspect, aspects, contextOf, type Option } from '#bank/products/rules.ts';
import { type Problem, problemsOfSet } from '#platform/tables/check.ts';
import { compiled, type Decide } from '#platform/tables/decide.ts';
import type { Context, Fact } from '#platform/tables/table.ts';

/** What only advice knows: of an option and this customer, or worked out for its terms. */
export const ownFacts: readonly Fact[] = [
  { name: 'option.declined', kind: 'flag', contexts: ['care', 'offer'] },
  { name: 'option.put.off', kind: 'flag', contexts: ['care', 'offer'] },
  { name: 'option.shown.90', kind: 'number', contexts: ['care', 'offer'] },
  { name: 'room.after.instalment', kind: 'money', contexts: ['care', 'offer'] },
  { name: 'deposit.matures.in', kind: 'number', contexts: ['care', 'offer'] },
];

export interface CompiledOption {
  option: Option;
  decide: Readonly<Record<Aspect, Decide>>;
}

export interface Rulebook {
  options: readonly CompiledOption[];
  /** Changes whenever any table, term or word does. */
  version: string;
}

export const factsFor = (context: Context): Fact[] => [...catalogueOf(context), ...ownFacts];

/** What is wrong with these options' tables; nothing is published while there is anything. */
export function problemsOfOptions(options: readonly Option[]): Problem[] {
  return (['care', 'offer'] as const).flatMap((context) => {
    const tables = options
      .filter((option) => option.context === context)
      .flatMap(({ tables: four, sort }) => aspects.map((aspect) => ({ table: four[aspect].table, sort })));
    // what is a price does not become care by being called so
    const strayed = tables.filter(
      ({ table, sort }) => table.context !== context || (context === 'care' && contextOf(sort) === 'offer'),
    );
    return [
      ...strayed.map(({ table: { name } }): Problem => ({ table: name, code: 'fact of another context' })),
      ...problemsOfSet(
        tables.map(({ table }) => table),
        factsFor(context),
      ),
    ];
  });
}

/** @throws RangeError when a table is not sound: what is not sound never decides */
export function rulebookOf(options: readonly Option[], version: string): Rulebook {
  const [problem] = problemsOfOptions(options);
  if (problem !== undefined) {
    throw new RangeError(
      [problem.table, problem.row, problem.column, problem.code].filter(Boolean).join(': '),
    );
  }
  const catalogues = {
    care: new Map(factsFor('care').map((fact) => [fact.name, fact])),
    offer: new Map(factsFor('offer').map((fact) => [fact.name, fact])),
  };
  return {
    version,
    options: options.map((option) => ({
      option,
      decide: Object.fromEntries(
        aspects.map((aspect) => [aspect, compiled(option.tables[aspect].table, catalogues[option.context])]),
      ) as Record<Aspect, Decide>,
    })),
  };
}
