/** Level, stage and inferred needs of one customer, from facts and decision tables. Pure. */
import { compiled, type Decide } from '#platform/tables/decide.ts';
import type { Facts, Row, Table, Value } from '#platform/tables/table.ts';
import { borrowingNeed } from './borrowing.ts';
import { needCategories } from './contract.ts';
import { catalogueOf, type NeedCategory, needName, within } from './facts.ts';
import type { Reckoned } from './reckoning.ts';

export interface Standing {
  readonly of: 'level' | 'stage';
  readonly value: string;
  readonly rule: string;
  readonly because: Row['because'];
}

export interface Need {
  readonly category: NeedCategory;
  readonly context: 'care' | 'offer';
  readonly strength: number;
  readonly rule: string;
  readonly because: Row['because'];
}

export interface Decided {
  readonly standings: readonly Standing[];
  readonly needs: readonly Need[];
  /** Of what an offer may know: needs for which nothing speaks, by a table that knew enough to say so. */
  readonly none: readonly NeedCategory[];
}

/** The tables compiled once, each with the facts of its own context. */
export function decider(tables: readonly Table[]): (facts: Facts, reckoned: Reckoned) => Decided {
  const ready = tables.map((table) => ({ table, decide: compiledOf(table) }));
  return (facts, reckoned) => {
    // the dead need nothing
    if (facts.died === true) return { standings: [], needs: [], none: [] };
    const standings: Standing[] = [];
    const lent = borrowing(reckoned);
    const needs: Need[] = lent === undefined || lent === 'none' ? [] : [lent];
    const none: NeedCategory[] = lent === 'none' ? ['borrowing'] : [];
    for (const { table, decide } of ready) {
      const outcome = decide(within(table.context, facts));
      const [row] = outcome.rows;
      if (!outcome.decided) continue;
      const category = needCategories.find((one) => table.name === `need ${one}`);
      if (row === undefined) {
        if (category !== undefined && table.context === 'offer') none.push(category);
        continue;
      }
      const { is, strength } = outcome.outputs;
      const told = { rule: row.id, because: row.because };
      if (table.name === 'level' || table.name === 'stage')
        standings.push({ of: table.name, value: String(is), ...told });
      else if (category !== undefined)
        needs.push({ category, context: table.context, strength: Number(strength), ...told });
    }
    return { standings, needs, none };
  };
}

function compiledOf(table: Table): Decide {
  return compiled(table, new Map(catalogueOf(table.context).map((fact) => [fact.name, fact])));
}

/**
 * From what goes through payment accounts alone: nobody's age, family or kind of income.
 * @returns undefined when it is not known
 */
function borrowing({ moved, moment, measures, rows }: Reckoned): Need | 'none' | undefined {
  if (rows.customer.kind !== 'person' || measures.usualIncome === null) return undefined;
  const seen = moved
    .filter(({ own }) => !own)
    .map((one) => ({
      ...{ bookedOn: one.booked_on, minor: one.base },
      balanceMinor: one.minor === one.base ? one.balance_minor : null,
    }));
  const found = borrowingNeed(seen, moment.day, measures.usualIncome);
  if (found === undefined) return undefined;
  // below, the words would not be so: too little comes and goes, or it hardly swings
  if (found.strength < 45) return 'none';
  return {
    ...{ category: 'borrowing', context: 'offer', strength: Math.round(found.strength), rule: 'borrowing' },
    because: {
      en: 'Much comes in and goes out, the balance swings widely and the account is used often.',
      es: 'Entra y sale mucho dinero, el saldo varía mucho y la cuenta se usa a menudo.',
    },
  };
}

/** What was decided, as facts for those who read them next: `notUsed` names what no offer may know. */
export function asFacts({ standings, needs, none }: Decided, stated: readonly Stated[]): Facts {
  const known: Record<string, Value> = {};
  for (const category of none) known[needName(category)] = 0;
  for (const { of, value } of standings) known[of] = value;
  for (const { category, context, strength } of needs) {
    // what only care may know does not reach an offer by way of a need
    if (context === 'offer') known[needName(category)] = strength;
  }
  for (const { category, strength } of stated) known[needName(category)] = strength;
  return known;
}

/** What she said herself wins over what was worked out; 0: that there is no such need. */
export interface Stated {
  readonly category: NeedCategory;
  readonly strength: number;
}
