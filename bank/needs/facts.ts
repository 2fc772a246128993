/**
 * The fact catalogue: everything that a rule may know of a customer, and in which of two contexts. *Care* is
 * what to ask, what help to give, how to speak. *Offer* is what is suggested or priced: age, sex, marriage,
 * children, health, where money from the state comes from, and what stands in for them, do not exist there.
 * docs/decisions/0026-two-contexts-of-facts.md says why. Pure.
 */
import type { Context, Fact, Facts, Value } from '#platform/tables/table.ts';
import { levels, needCategories, stages } from './contract.ts';
import { stageNeeds } from './stage-needs.ts';

const both = ['care', 'offer'] as const;
const care = ['care'] as const;

const fact = (contexts: Fact['contexts'], kind: Exclude<Fact['kind'], 'word'>, ...names: string[]): Fact[] =>
  names.map((name) => ({ name, kind, contexts }));

/** What a customer may hold; `held.<kind>` counts those in force. */
export const heldKinds = [
  'current account',
  'savings',
  'term deposit',
  'card',
  'mortgage',
  'auto loan',
  'personal loan',
  'investment',
  'insurance',
  'safe box',
] as const;

export const heldName = (kind: string) => `held.${kind.replaceAll(' ', '.')}`;

export type NeedCategory = (typeof needCategories)[number];

export const isNeedCategory = (word: string): word is NeedCategory =>
  (needCategories as readonly string[]).includes(word);

export const needName = (category: NeedCategory) => `need.${category.replaceAll(' ', '.')}`;

export const facts: readonly Fact[] = [
  { name: 'kind', kind: 'word', words: ['person', 'business'], contexts: both },
  // the capacity to sign a contract, which is all that an offer may know of an age
  ...fact(both, 'flag', 'of.age', 'died'),
  // movements: how much there is to know at all
  ...fact(both, 'number', 'movements.total', 'movements.90'),
  ...fact(both, 'date', 'active.since', 'active.last'),
  ...fact(both, 'number', 'inactive.days', 'tenure.years'),
  // what comes in, by the month; whatever its source, money is money
  ...fact(both, 'money', 'income.monthly', 'inflow.monthly'),
  ...fact(both, 'number', 'income.trend', 'income.usual', 'income.sources', 'inflow.usual'),
  ...fact(both, 'date', 'income.since'),
  // what goes out, and what stays
  ...fact(both, 'money', 'outgoings.monthly', 'surplus.monthly'),
  ...fact(both, 'money', 'balance.now', 'balance.average.90', 'balance.lowest.90'),
  ...fact(both, 'number', 'balance.lowest.share', 'reserve.months', 'cash.share', 'spending.share'),
  // what is owned
  ...fact(both, 'money', 'savings.total', 'deposits.total', 'investments.total', 'owned.total', 'net.total'),
  ...fact(both, 'number', 'owned.usual'),
  // with other banks, by her own word, to be had within days; and how long what lies here alone would last
  ...fact(both, 'money', 'savings.elsewhere'),
  ...fact(both, 'number', 'reserve.here.months'),
  ...fact(both, 'date', 'deposits.maturing'),
  ...fact(both, 'money', 'deposits.maturing.sum'),
  // what is owed
  ...fact(both, 'money', 'debts.total', 'debts.secured', 'debts.unsecured', 'instalments.monthly'),
  ...fact(both, 'number', 'instalments.share', 'debts.months', 'cards.used.share'),
  ...fact(both, 'date', 'loans.ending'),
  // what is hard
  ...fact(both, 'money', 'overdraft.interest.90'),
  ...fact(both, 'number', 'overdraft.interest.months', 'overdraft.days.90', 'instalments.missed'),
  ...fact(both, 'number', 'trouble.signs'),
  ...fact(both, 'flag', 'in.arrears', 'in.difficulty'),
  // a business
  ...fact(both, 'money', 'turnover.yearly'),
  ...fact(both, 'number', 'turnover.trend', 'turnover.usual', 'turnover.months'),
  // how we speak with each other
  ...fact(both, 'number', 'contacts.year', 'contact.last.days', 'promises.open'),
  ...fact(both, 'flag', 'contact.marketing'),
  ...fact(both, 'number', ...heldKinds.map(heldName)),
  { name: 'level', kind: 'word', words: levels, contexts: both },
  // 0 to 100: what she said herself, or what was inferred from facts of this context alone
  ...needCategories.flatMap((one) => fact(stageNeeds.includes(one) ? care : both, 'number', needName(one))),

  { name: 'stage', kind: 'word', words: stages, contexts: care },
  ...fact(care, 'number', 'age', 'children', 'children.youngest.age', 'support.needs'),
  { name: 'sex', kind: 'word', words: ['female', 'male', 'other'], contexts: care },
  // true where the bank has seen it, and else unknown: nobody tells a bank everything
  ...fact(care, 'flag', 'couple', 'bereaved', 'studying', 'retired', 'pensioned', 'out.of.work'),
  { name: 'income.kind', kind: 'word', words: ['salary', 'pension', 'benefit', 'other'], contexts: care },
  ...fact(care, 'flag', 'owner.nears.retirement'),
  // what she told or confirmed of hard times: it stops a sale, and decides no offer; the day the newest began
  ...fact(care, 'flag', 'income.stopped', 'asks.for.help'),
  ...fact(care, 'date', 'hard.newest'),
];

/** What she may have said herself that stands behind a fact: it, or what it is reckoned from (telling.ts). */
export const saidBehind = (fact: string): readonly string[] => [fact, ...(reckonedFrom[fact] ?? [])];

const reckonedFrom: Readonly<Record<string, readonly string[]>> = {
  'reserve.months': ['savings.elsewhere'],
  'income.usual': ['income.monthly'],
};

const byName = new Map(facts.map((one) => [one.name, one]));

/** The catalogue as one context knows it: what decision tables are checked against. */
export function catalogueOf(context: Context): readonly Fact[] {
  return byContext[context];
}

const byContext: Readonly<Record<Context, readonly Fact[]>> = {
  care: facts.filter((one) => one.contexts.includes('care')),
  offer: facts.filter((one) => one.contexts.includes('offer')),
};

/**
 * What one context may know: facts of the other are left out, and in an offer also what the customer does not
 * want used for one.
 */
export function within(context: Context, known: Facts, notUsed: readonly string[] = []): Facts {
  const kept: Record<string, Value> = {};
  for (const { name } of catalogueOf(context)) {
    const value = known[name];
    if (value !== undefined && value !== null && !(context === 'offer' && notUsed.includes(name)))
      kept[name] = value;
  }
  return kept;
}

/** As they are kept in the database: money as digits, because JSON knows no bigint. */
export function encoded(known: Facts): Record<string, string | number | boolean> {
  const kept: Record<string, string | number | boolean> = {};
  for (const [name, value] of Object.entries(known)) {
    if (value === undefined || value === null) continue;
    kept[name] = typeof value === 'bigint' ? value.toString() : value;
  }
  return kept;
}

/** Reads what `encoded` wrote; names that are no facts any more are dropped. */
export function decoded(kept: Readonly<Record<string, unknown>>): Facts {
  const known: Record<string, Value> = {};
  for (const [name, value] of Object.entries(kept)) {
    const kind = byName.get(name)?.kind;
    if (kind === 'money' && typeof value === 'string' && /^-?\d{1,18}$/.test(value))
      known[name] = BigInt(value);
    else if (kind !== undefined && kind !== 'money' && typeof value === typeOf[kind])
      known[name] = value as Value;
  }
  return known;
}

const typeOf = { number: 'number', date: 'string', flag: 'boolean', word: 'string' } as const;

/**
 * Facts packed into one short text, for reading many customers' at once: a JSON list of a mark, of which
 * facts are known (a bit each, in the order of the catalogue) and of their values. It is kept beside the JSON
 * by name, which stays what counts; a text of another catalogue begins with another mark, and is not read.
 */
const named = facts.map(({ name, kind }) => [name, kind]);
export const packingMark = `["${markOf(JSON.stringify(['bits', ...named]))}",`;

export type PackedPart = string | number | boolean;

/** So many that a number of them is small in any engine. */
const bitsInNumber = 30;
const bitNumbers = Math.ceil(facts.length / bitsInNumber);

export function packed(known: Facts): string {
  const isKnown = ({ name }: Fact) => (known[name] ?? null) !== null;
  const bits = Array.from({ length: bitNumbers }, (_one, number) =>
    facts
      .slice(number * bitsInNumber, (number + 1) * bitsInNumber)
      .reduce((sum, fact, bit) => sum | (Number(isKnown(fact)) << bit), 0),
  );
  const values = facts.filter(isKnown).map(({ name }) => written(known[name] as Value));
  return packingMark + JSON.stringify([...bits, ...values]).slice(1);
}

/**
 * The values of a packed text in the order of the catalogue, undefined where nothing is known.
 * @param values are written over: one list serves many customers
 */
export function spread(parts: readonly PackedPart[], values: (PackedPart | undefined)[]): void {
  let next = 1 + bitNumbers;
  for (let number = 0, index = 0; number < bitNumbers; number += 1) {
    const bits = parts[1 + number] as number;
    for (let bit = 0; bit < bitsInNumber && index < facts.length; bit += 1, index += 1) {
      values[index] = (bits >> bit) & 1 ? parts[next++] : undefined;
    }
  }
}

/** One fact of those that were packed. */
export interface Place {
  readonly name: string;
  /** Where it is in the catalogue. */
  readonly at: number;
  readonly read: (part: PackedPart) => Value;
}

/** Where these facts are; all of them when no names are given. */
export function placesOf(names?: ReadonlySet<string>): Place[] {
  return facts.flatMap(({ name, kind }, at) =>
    names !== undefined && !names.has(name)
      ? []
      : [{ name, at, read: kind === 'money' ? (part) => BigInt(part) : (part) => part }],
  );
}

/** All of a packed text that is known. */
export function unpacked(text: string): Facts {
  const values: (PackedPart | undefined)[] = [];
  spread(JSON.parse(text) as PackedPart[], values);
  const known = placesOf().flatMap(({ name, at, read }) => {
    const value = values[at];
    return value === undefined ? [] : [[name, read(value)] as const];
  });
  return Object.fromEntries(known);
}

/** Money as digits, and as a number where that is exact. */
function written(value: Value): PackedPart {
  if (typeof value !== 'bigint') return value;
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : value.toString();
}

function markOf(text: string): string {
  let hash = 2_166_136_261;
  for (const char of text) hash = Math.imul(hash ^ (char.codePointAt(0) ?? 0), 16_777_619);
  return (hash >>> 0).toString(36);
}
