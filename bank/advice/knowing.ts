/**
 * What the night knows of a customer, sorted into both contexts, and of it only what the rulebook's tables
 * read. The same two objects serve one customer after the other. Pure.
 */
import { catalogueOf, decoded, type PackedPart, placesOf, spread } from '#bank/needs/facts.ts';
import { aspects } from '#bank/products/rules.ts';
import type { Context } from '#platform/tables/table.ts';
import { type Contexts, contextsOf, hardFacts, type Mutable } from './deciding.ts';
import { ownFacts, type Rulebook } from './rulebook.ts';

/** Packed, or by name where it is packed by no or another catalogue. */
export type Known = readonly PackedPart[] | Readonly<Record<string, unknown>>;

export type Knowing = (known: Known, notUsed: readonly string[]) => Contexts;

/** @param all whether an offer is to know more than its tables read: a propensity may look at any of it */
export function knowingOf(rulebook: Rulebook, all = false): Knowing {
  const care = namesRead(rulebook, 'care');
  const offer = all ? namesOf('offer') : namesRead(rulebook, 'offer');
  const contexts: Contexts = { care: blank(care), offer: blank(offer) };
  const places = placesOf(care.union(offer)).map((place) => ({
    ...{ ...place, inCare: care.has(place.name), inOffer: offer.has(place.name) },
  }));
  let values: (PackedPart | undefined)[] = [];
  let before = placesOf().map(() => unlikeAny) as typeof values;
  return (known, notUsed) => {
    if (!isPacked(known)) return contextsOf(decoded(known), notUsed);
    spread(known, values);
    for (const { name, at, read, inCare, inOffer } of places) {
      const value = values[at];
      // much is as it is with the customer before: no arrears, no mortgage, nothing of a business
      if (value === before[at]) continue;
      const meant = value === undefined ? undefined : read(value);
      if (inCare) contexts.care[name] = meant;
      if (inOffer) contexts.offer[name] = meant;
    }
    // nothing is left of the options that the customer before was decided about with
    for (const { name } of ownFacts) contexts.care[name] = contexts.offer[name] = undefined;
    for (const { name, at, inOffer } of notUsed.length > 0 ? places : []) {
      // a choice binds, whatever may not be used
      if (!inOffer || name === 'contact.marketing' || !notUsed.includes(name)) continue;
      contexts.offer[name] = undefined;
      values[at] = unlikeAny;
    }
    [values, before] = [before, values];
    return contexts;
  };
}

const isPacked = (known: Known): known is readonly PackedPart[] => Array.isArray(known);

/** Nothing is equal to it, itself neither: whatever comes next is filled in. */
const unlikeAny = Number.NaN;

/** A table of names, which these objects are, is read and written faster than an object of a fixed shape. */
const blank = (names: ReadonlySet<string>): Mutable =>
  Object.assign(Object.create(null), Object.fromEntries([...names].map((name) => [name, undefined])));

/** What a context's tables read, and the order and the terms (deciding.ts); of its catalogue alone. */
function namesRead({ options }: Rulebook, context: Context): Set<string> {
  const its = options.filter(({ option }) => option.context === context);
  const read = its.flatMap(({ option }) => aspects.flatMap((aspect) => option.tables[aspect].table.inputs));
  const needs = context === 'offer' ? options.map(({ option }) => option.need) : [];
  return namesOf(context).intersection(new Set([...read, ...needs, ...alwaysRead]));
}

const namesOf = (context: Context) => new Set(catalogueOf(context).map(({ name }) => name));

const alwaysRead = [
  ...[...hardFacts, 'hard.newest', 'contact.marketing', 'deposits.maturing'],
  ...['inflow.monthly', 'balance.lowest.90', 'balance.now'],
];
