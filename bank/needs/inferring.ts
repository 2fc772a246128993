/**
 * What may have happened in a customer's life, each by a rule with a name, from what the bank already sees.
 * A rule says which rows it goes by and how sure it is; it is never told what the bank would gain. Hard
 * things are looked for as carefully as good ones. Pure.
 */
import type { Facts } from '#platform/tables/table.ts';
import { dayOf, isoOf } from './calendar.ts';
import { type Happening, happenings, type Suspicion } from './happenings.ts';
import { incomeRules } from './inferring-incomes.ts';
import { moneyRules } from './inferring-money.ts';
import { isNewHere, lookBack } from './looking.ts';
import type { Reckoned } from './reckoning.ts';

/** A rule may suspect several things: two loans can end. */
export type Rule = (reckoned: Reckoned, facts: Facts) => Iterable<Suspicion>;

/** The rules by the names that evidence gives. */
const rules: Readonly<Record<string, Rule>> = {
  ...incomeRules,
  ...moneyRules,
  'child on file': (reckoned) => fromTies(reckoned, 'child', ['parent']),
  'partner on file': (reckoned) => fromTies(reckoned, 'partner', ['spouse', 'household']),
  'child benefit begins': childBenefit,
  'address changed': moved,
  'mortgage opened': homeBought,
  'relative died': death,
};

export interface Inferred extends Suspicion {
  readonly rule: string;
}

/** All that the rules suspect, one for each kind and evidence; nothing of a customer who died. */
export function inferredOf(reckoned: Reckoned, facts: Facts): Inferred[] {
  if (facts.died === true) return [];
  const found = new Map<string, Inferred>();
  for (const [rule, look] of Object.entries(rules)) {
    for (const suspicion of look(reckoned, facts)) {
      const key = `${suspicion.kind} ${suspicion.key}`;
      const other = found.get(key);
      if (other === undefined || other.confidence < suspicion.confidence)
        found.set(key, { ...suspicion, rule });
    }
  }
  return onceEach([...found.values()]);
}

/** Two rules that saw the same child or home: the surer one speaks. */
function onceEach(all: readonly Inferred[]): Inferred[] {
  const once: readonly Happening[] = ['child', 'moving', 'home bought', 'partner'];
  return all.filter(
    (one) =>
      !once.includes(one.kind) ||
      !all.some(
        (other) =>
          other !== one &&
          other.kind === one.kind &&
          Math.abs(dayOf(other.onDate) - dayOf(one.onDate)) <= 270 &&
          (other.confidence > one.confidence || (other.confidence === one.confidence && other.key < one.key)),
      ),
  );
}

/** Until when a suspicion is of use. */
export function expiryOf({ kind, onDate, newestOn = onDate }: Suspicion): string {
  return isoOf(dayOf(newestOn) + happenings[kind].lasts);
}

function* fromTies(
  { rows, today }: Reckoned,
  kind: Happening,
  ties: readonly string[],
): Generator<Suspicion> {
  for (const { relation_id, kind: tie, from_date, to_date, other_born_on, other_died_on } of rows.relations) {
    if (!ties.includes(tie) || from_date === null || to_date !== null || other_died_on !== null) continue;
    // a child that came on file late is no birth
    if (kind === 'child' && (other_born_on === null || dayOf(from_date) - dayOf(other_born_on) > 400))
      continue;
    if (today - dayOf(from_date) > lookBack) continue;
    yield {
      kind,
      onDate: from_date,
      confidence: 95,
      transactions: [],
      others: [relation_id],
      key: relation_id,
      amount: null,
    };
  }
}

const benefitWords = /child|parental|maternity|paternity|hijo|maternidad|paternidad|přídav|rodič|mateř/i;

/** A benefit whose name speaks of a child has begun to come. */
function* childBenefit({ streams, today, rows }: Reckoned): Generator<Suspicion> {
  for (const stream of streams) {
    const [first] = stream.payments;
    if (stream.kind !== 'benefit' || first === undefined || today - first.day > lookBack) continue;
    const named = rows.movements.find(({ transaction_id }) => transaction_id === first.transactionId);
    if (!benefitWords.test(named?.description ?? '') || isNewHere(rows.everMoved.first, first.day)) continue;
    yield {
      ...{ kind: 'child', onDate: isoOf(first.day), confidence: 70, others: [], amount: null },
      transactions: stream.payments.slice(0, 3).map(({ transactionId }) => transactionId),
      key: first.transactionId,
    };
  }
}

function* moved({ rows, today }: Reckoned): Generator<Suspicion> {
  const since = rows.customer.customer_since;
  for (const { address_id, from_date } of rows.homes) {
    if (from_date === null || today - dayOf(from_date) > lookBack) continue;
    if (since !== null && dayOf(from_date) - dayOf(since) < 60) continue;
    yield {
      kind: 'moving',
      onDate: from_date,
      confidence: 90,
      transactions: [],
      others: [address_id],
      key: address_id,
      amount: null,
    };
  }
}

function* homeBought({ held, moved: movements, today, worth }: Reckoned): Generator<Suspicion> {
  for (const loan of held) {
    if (loan.kind !== 'mortgage' || loan.opened_on === null || today - dayOf(loan.opened_on) > lookBack)
      continue;
    const opened = dayOf(loan.opened_on);
    const price = loan.limit_minor === null ? undefined : worth(loan.limit_minor, loan.currency);
    // what pays for a home is a large part of it; groceries of that week, and what is put by, do not
    const paid = movements.filter(
      ({ day, base, own }) =>
        !own && Math.abs(day - opened) <= 7 && price !== undefined && -base * 10n >= price,
    );
    const largest = paid.sort((a, b) => (a.base < b.base ? -1 : 1)).slice(0, 2);
    yield {
      ...{ kind: 'home bought', onDate: loan.opened_on, confidence: 90, key: loan.agreement_id },
      ...{ transactions: largest.map(({ transaction_id }) => transaction_id), others: [loan.agreement_id] },
      amount: price ?? null,
    };
  }
}

function* death({ rows, today }: Reckoned): Generator<Suspicion> {
  for (const { relation_id, kind, other_died_on: died } of rows.relations) {
    if (died === null || today - dayOf(died) > lookBack) continue;
    if (!['spouse', 'household', 'parent', 'child'].includes(kind)) continue;
    yield {
      kind: 'death',
      onDate: died,
      confidence: 97,
      transactions: [],
      others: [relation_id],
      key: relation_id,
      amount: null,
    };
  }
}
