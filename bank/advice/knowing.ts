/**
 * What the night knows of a customer, sorted into both contexts, and of it only what the rulebook's tables
 * read. The same two objects serve one customer after the other. Pure.
 */
import { catalogueOf, decoded, type PackedPart, type Place, placesOf } from '#bank/needs/facts.ts';
import { aspects } from '#bank/products/rules.ts';
import type { Context, Facts } from '#platform/tables/table.ts';
import { type Contexts, contextsOf, hardFacts, type Mutable } from './deciding.ts';
import { ownFacts, type Rulebook } from './rulebook.ts';

/** Packed, or by name where it is packed by no or another catalogue. */
export type Known = readonly PackedPart[] | Readonly<Record<string, unknown>>;

export type Knowing = (known: Known, notUsed: readonly string[]) => Contexts;

/** @param all whether an offer is to know more than its tables read: a propensity may look at any of it */
export function knowingOf(rulebook: Rulebook, all = false): Knowing {
  const care = placesOf(namesRead(rulebook, 'care'));
  const offer = placesOf(all ? namesOf('offer') : namesRead(rulebook, 'offer'));
  const contexts = { care: blank(care), offer: blank(offer) };
  const its = new Set(offer.map(({ name }) => name));
  const [shared, careAlone] = [
    care.filter(({ name }) => its.has(name)),
    care.filter(({ name }) => !its.has(name)),
  ];
  const offerAlone = offer.filter((one) => !shared.some(({ name }) => name === one.name));
  return (known, notUsed) => {
    if (!isPacked(known)) return contextsOf(decoded(known), notUsed);
    for (const { name, at, read } of shared)
      contexts.care[name] = contexts.offer[name] = valueAt(known, at, read);
    for (const { name, at, read } of careAlone) contexts.care[name] = valueAt(known, at, read);
    for (const { name, at, read } of offerAlone) contexts.offer[name] = valueAt(known, at, read);
    // nothing of the customer before is left, nor of the options she was decided about with
    for (const { name } of ownFacts) contexts.care[name] = contexts.offer[name] = undefined;
    for (const name of notUsed) {
      // a choice binds, whatever may not be used
      if (name in contexts.offer && name !== 'contact.marketing') contexts.offer[name] = undefined;
    }
    return contexts;
  };
}

const isPacked = (known: Known): known is readonly PackedPart[] => Array.isArray(known);

function valueAt(parts: readonly PackedPart[], at: number, read: Place['read']): Facts[string] {
  const part = parts[at] as PackedPart;
  return part === null ? undefined : read(part);
}

/** Each name there from the beginning, so that the object keeps its shape. */
const blank = (places: readonly Place[]) =>
  JSON.parse(JSON.stringify(Object.fromEntries(places.map(({ name }) => [name, null])))) as Mutable;

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
