/**
 * What can be suggested: products, and what is better than a product. Each option has four decision tables,
 * asked in this order, and terms; both come in versions that count from a day. Pure.
 */
import type { Cell, Context, Table } from '#platform/tables/table.ts';

/** May she have it; is there a use for it; would it do her good; may it be brought up now. */
export const aspects = ['eligibility', 'applicability', 'suitability', 'contact policy'] as const;
export type Aspect = (typeof aspects)[number];

/** From what costs the customer least to what costs most: so are equals ordered. */
export const sorts = ['help', 'waiver', 'cheaper', 'check-in', 'education', 'referral', 'product'] as const;
export type Sort = (typeof sorts)[number];

/** What the bank earns by; never brought up before help when somebody is in difficulty. */
export const sales: ReadonlySet<Sort> = new Set(['referral', 'product']);

/** Help and how we speak may know what care may; whatever is offered or priced knows what an offer may. */
export const contextOf = (sort: Sort): Context => (sort === 'help' || sort === 'check-in' ? 'care' : 'offer');

export interface Words {
  en: string;
  es: string;
}

export interface Terms {
  /** The instalment that is reckoned with, as a share of what comes in by the month. */
  instalmentShare?: number;
  /** What the bank earns, in thousandths a year: breaks exact ties and nothing else. */
  margin: number;
}

export interface Option {
  /** "savings.reserve"; never changes its meaning. */
  code: string;
  sort: Sort;
  /** Which facts its tables may read: what is offered or priced may not know what care may. */
  context: Context;
  /** The need it answers, by the name of its fact. */
  need: string;
  title: Words;
  /** In the customer's words, when it is suggested. */
  invitation: Words;
  terms: Terms;
  tables: Readonly<Record<Aspect, RuleTable>>;
}

/** A table whose rows say yes or no, with what is said to the customer for each. */
export interface RuleTable {
  table: Table;
  /** By the row's id; a row's `because` is for staff. */
  toCustomer: Readonly<Record<string, Words>>;
}

/** One row as it is written in the defaults: which cells, yes or no, why for staff, why for the customer. */
export interface Rule {
  id: string;
  when: Readonly<Record<string, Cell>>;
  fits: boolean;
  staff: Words;
  customer: Words;
}

/** Makes a table of rules; the first that holds decides. */
export function ruleTable(code: string, aspect: Aspect, context: Context, rules: readonly Rule[]): RuleTable {
  const inputs = [...new Set(rules.flatMap(({ when }) => Object.keys(when)))];
  return {
    table: {
      ...{ name: `${code}.${aspect.replace(' ', '.')}`, context, hit: 'first', inputs },
      outputs: [{ name: 'fits', kind: 'flag' }],
      rows: rules.map(({ id, when, fits, staff }) => ({
        ...{ id, outputs: [fits], because: staff },
        cells: inputs.map((name) => when[name] ?? null),
      })),
    },
    toCustomer: Object.fromEntries(rules.map(({ id, customer }) => [id, customer])),
  };
}

/** The bank's own versions in the place of what comes with Earshot; of options that there are. */
export function withVersions(
  options: readonly Option[],
  tables: readonly { option_code: string; aspect: Aspect; body: RuleTable }[],
  terms: readonly { option_code: string; withdrawn: boolean; body: Terms }[],
): Option[] {
  return options.flatMap((option) => {
    const own = tables.filter((one) => one.option_code === option.code);
    const its = terms.find((one) => one.option_code === option.code);
    if (its?.withdrawn) return [];
    return {
      ...option,
      terms: its?.body ?? option.terms,
      tables: { ...option.tables, ...Object.fromEntries(own.map(({ aspect, body }) => [aspect, body])) },
    };
  });
}
