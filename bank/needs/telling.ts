/**
 * What she said of herself, worked in: it counts where the books know nothing. An income that nobody sees
 * arrive measures a level; it is not what comes in here, and nothing is afforded by it. Savings that she has
 * elsewhere add to the reserve that lies here, and to nothing else. Pure.
 */
import type { Facts } from '#platform/tables/table.ts';
import { ratio } from './calendar.ts';
import { decoded } from './facts.ts';
import { sumOf } from './money-of.ts';
import type { Measures } from './rows.ts';

interface Told {
  readonly fact: string;
  readonly value: string | number | boolean;
}

export function withTold(reckoned: Facts, told: readonly Told[], { usualIncome }: Measures): Facts {
  if (told.length === 0) return reckoned;
  const said = Object.entries(decoded(Object.fromEntries(told.map(({ fact, value }) => [fact, value]))));
  const more = said.filter(([name]) => reckoned[name] === undefined || reckoned[name] === null);
  const facts = withReserve({ ...reckoned, ...Object.fromEntries(more) });
  const income = facts['income.monthly'];
  if (reckoned['income.monthly'] !== undefined || typeof income !== 'bigint' || usualIncome === null)
    return facts;
  return { ...facts, 'income.usual': ratio(income, usualIncome) };
}

/**
 * The reserve with what she has elsewhere. Where it is not known how long what lies here would last, it is
 * not known of all together; of whom nothing is said nothing changes.
 */
export function withReserve(facts: Facts): Facts {
  const elsewhere = facts['savings.elsewhere'];
  if (typeof elsewhere !== 'bigint') return facts;
  const [balance, savings, outgoings] = ['balance.now', 'savings.total', 'outgoings.monthly'].map((name) =>
    typeof facts[name] === 'bigint' ? facts[name] : undefined,
  );
  const here = sumOf([balance, savings]);
  if (here === undefined || outgoings === undefined || outgoings <= 0n) return facts;
  const lasts = (sum: bigint) => ratio(sum > 0n ? sum : 0n, outgoings);
  return { ...facts, 'reserve.here.months': lasts(here), 'reserve.months': lasts(here + elsewhere) };
}
