/**
 * Makes the facts of one customer from rows, as of a day: no clock, no I/O, and nothing after the day is
 * read. What there is too little to know of is left out: unknown is never "no".
 */

import type { Facts, Value } from '#platform/tables/table.ts';
import { type Day, dayOf, ratio, yearsBetween } from './calendar.ts';
import { heldKinds, heldName } from './facts.ts';
import { type Converter, converterOf, sumOf } from './money-of.ts';
import { flowFacts } from './reckoning-flows.ts';
import type { CustomerRows, HoldingRow, Measures, Moment, MovementRow } from './rows.ts';
import { earnedBy, paidTo } from './sharing.ts';
import { type Stream, streamsOf } from './streams.ts';

type Known = Record<string, Value | undefined>;

/** A movement of the customer's own, in base. */
export type Moved = MovementRow & { base: bigint; day: Day; own: boolean };

/** What facts and life events are both reckoned from. */
export interface Reckoned {
  readonly rows: CustomerRows;
  readonly moment: Moment;
  readonly today: Day;
  readonly measures: Measures;
  readonly worth: Converter;
  /** Agreements of the customer's own that are in force on the day. */
  readonly held: readonly HoldingRow[];
  /** Movements of payment accounts (current accounts), oldest first. */
  readonly moved: readonly Moved[];
  /** Movements of every other agreement of the customer's own. */
  readonly elsewhere: readonly Moved[];
  /** Her incomes, as care tells whose they are; and as payers alone tell it, for how much they are. */
  readonly streams: readonly Stream[];
  readonly incomes: readonly Stream[];
}

export function reckonedOf(rows: CustomerRows, moment: Moment, measures: Measures): Reckoned {
  const worth = converterOf(measures);
  const { day } = moment;
  const mine = rows.holdings.filter(({ role }) => role === 'owner' || role === 'joint owner');
  const held = mine.filter((one) => isInForce(one, moment));
  const kindOf = new Map(mine.map((one) => [one.agreement_id, one.kind]));
  const currencyOf = new Map(mine.map((one) => [one.agreement_id, one.currency]));
  const numbers = new Set(mine.flatMap(({ number }) => number ?? []));
  const all: Moved[] = [];
  for (const one of rows.movements) {
    const currency = currencyOf.get(one.agreement_id);
    const base = currency === undefined ? undefined : worth(one.minor, currency);
    if (base === undefined || one.booked_on > day) continue;
    const own = one.counterparty_account !== null && numbers.has(one.counterparty_account);
    all.push({ ...one, base, day: dayOf(one.booked_on), own });
  }
  const moved = all.filter((one) => kindOf.get(one.agreement_id) === 'current account');
  const elsewhere = all.filter((one) => kindOf.get(one.agreement_id) !== 'current account');
  const coming = streamsOf(moved.filter(({ own }) => !own));
  const [streams, incomes] = [earnedBy(rows, coming), paidTo(rows, coming)];
  return { rows, moment, today: dayOf(day), measures, worth, held, moved, elsewhere, streams, incomes };
}

/** The facts, of both contexts. */
export function factsOf(reckoned: Reckoned): Facts {
  const known: Known = {
    ...whoFacts(reckoned),
    ...heldFacts(reckoned),
    ...ownedFacts(reckoned),
    ...flowFacts(reckoned),
    ...peopleFacts(reckoned),
    ...contactFacts(reckoned),
  };
  Object.assign(known, combined(known, reckoned));
  for (const name of Object.keys(known)) if (known[name] === undefined) delete known[name];
  return known;
}

/** Was it in force on the day? Its state says how things are now, and counts for no other day. */
function isInForce(one: HoldingRow, { day, isNow }: Moment): boolean {
  if ((one.opened_on ?? day) > day) return false;
  if (one.closed_on !== null) return one.closed_on > day;
  return !(isNow && one.state === 'closed');
}

function whoFacts({ rows, moment, today }: Reckoned): Known {
  const { customer, everMoved } = rows;
  const { day } = moment;
  const born = customer.kind === 'person' && customer.born_on !== null && customer.born_on <= day;
  const age = born ? yearsBetween(customer.born_on ?? day, day) : undefined;
  const since = customer.customer_since;
  const last = everMoved.last;
  return {
    kind: customer.kind,
    age,
    'of.age': customer.kind === 'business' ? true : age === undefined ? undefined : age >= 18,
    died: customer.died_on !== null && customer.died_on <= day,
    sex: customer.kind === 'person' ? (customer.sex ?? undefined) : undefined,
    'movements.total': everMoved.count,
    'movements.90': rows.movements.filter((one) => today - dayOf(one.booked_on) < 90).length,
    'active.since': everMoved.first ?? undefined,
    'active.last': last ?? undefined,
    'inactive.days': last === null ? undefined : today - dayOf(last),
    'tenure.years': since === null || since > day ? undefined : yearsBetween(since, day),
    ...(moment.isNow ? { 'support.needs': customer.support_needs, ...workFacts(customer.occupation) } : {}),
  };
}

/** What somebody does, as the file says it: a word that has no date, and so is read for today only. */
function workFacts(occupation: string | null): Known {
  if (occupation === null) return {};
  const words = occupation.toLowerCase();
  return {
    studying: /^(student|studying|estudiante)\b/.test(words) || undefined,
    retired: /^(retired|pensioner|jubilad)/.test(words) || undefined,
    'out.of.work': /\bout of work$|^unemployed|^desemplead/.test(words) || undefined,
  };
}

function heldFacts({ held }: Reckoned): Known {
  return Object.fromEntries(
    heldKinds.map((kind) => [heldName(kind), held.filter((one) => one.kind === kind).length]),
  );
}

const secured: ReadonlySet<string> = new Set(['mortgage']);
const loans: ReadonlySet<string> = new Set(['mortgage', 'auto loan', 'personal loan']);

/**
 * What is owned and owed. A card without a limit lends nothing, and so owes nothing; a sum over any other
 * agreement whose balance nobody knows is unknown.
 */
function ownedFacts({ rows, held, worth, moment, today }: Reckoned): Known {
  const balances = new Map(
    rows.balances.filter(({ as_of }) => as_of <= moment.day).map((one) => [one.agreement_id, one.minor]),
  );
  const balanceOf = (one: HoldingRow) => {
    const minor = balances.get(one.agreement_id);
    if (minor === undefined) return one.kind === 'card' && lendsNothing(one) ? 0n : undefined;
    return worth(minor, one.currency);
  };
  const total = (chosen: (one: HoldingRow) => boolean, sign: 1n | -1n) =>
    sumOf(
      held.filter(chosen).map((one) => {
        const minor = balanceOf(one);
        if (minor === undefined) return undefined;
        return minor * sign > 0n ? minor * sign : 0n;
      }),
    );
  const kind =
    (...kinds: string[]) =>
    (one: HoldingRow) =>
      kinds.includes(one.kind);
  const owned = total(kind('current account', 'savings', 'term deposit', 'investment'), 1n);
  const debts = total((one) => loans.has(one.kind) || kind('card', 'current account')(one), -1n);
  const maturing = held
    .filter((one) => one.kind === 'term deposit' && (one.matures_on ?? '') >= moment.day)
    .sort((a, b) => ((a.matures_on ?? '') < (b.matures_on ?? '') ? -1 : 1));
  const next = maturing[0];
  const ending = held.filter((one) => loans.has(one.kind)).flatMap(({ matures_on }) => matures_on ?? []);
  return {
    'balance.now':
      total(kind('current account'), 1n) === undefined
        ? undefined
        : sumOf(held.filter(kind('current account')).map(balanceOf)),
    'savings.total': total(kind('savings'), 1n),
    'deposits.total': total(kind('term deposit'), 1n),
    'investments.total': total(kind('investment'), 1n),
    'owned.total': held.length === 0 ? undefined : owned,
    'debts.total': debts,
    'debts.secured': total((one) => secured.has(one.kind), -1n),
    'debts.unsecured': total(
      (one) => (loans.has(one.kind) && !secured.has(one.kind)) || kind('card', 'current account')(one),
      -1n,
    ),
    'net.total': owned === undefined || debts === undefined || held.length === 0 ? undefined : owned - debts,
    'deposits.maturing': next?.matures_on ?? undefined,
    'deposits.maturing.sum': next === undefined ? undefined : balanceOf(next),
    'loans.ending': ending.filter((on) => dayOf(on) >= today).sort()[0],
    'cards.used.share': cardsUsed(held, balanceOf, worth),
    'instalments.monthly': sumOf(
      held
        .filter((one) => loans.has(one.kind))
        .map((one) =>
          one.instalment_minor === null ? undefined : worth(one.instalment_minor, one.currency),
        ),
    ),
    ...(moment.isNow
      ? {
          'in.arrears': held.some(({ state }) => state === 'in arrears'),
          'instalments.missed': held.filter((one) => loans.has(one.kind) && one.state === 'in arrears')
            .length,
        }
      : {}),
  };
}

const lendsNothing = ({ limit_minor: limit }: HoldingRow) => (limit ?? 0n) <= 0n;

/** How much of what cards allow is used; unknown without a limit. */
function cardsUsed(
  held: readonly HoldingRow[],
  balanceOf: (one: HoldingRow) => bigint | undefined,
  worth: Converter,
): number | undefined {
  const cards = held.filter((one) => one.kind === 'card' && (one.limit_minor ?? 0n) > 0n);
  const limit = sumOf(cards.map((one) => worth(one.limit_minor ?? 0n, one.currency)));
  const used = sumOf(
    cards.map((one) => {
      const minor = balanceOf(one);
      return minor === undefined ? undefined : minor < 0n ? -minor : 0n;
    }),
  );
  return limit === undefined || used === undefined ? undefined : ratio(used, limit);
}

/** Of the care context alone: whom a customer lives with, as far as the bank was told. */
function peopleFacts({ rows, moment, today }: Reckoned): Known {
  if (rows.customer.kind === 'business') return ownersFacts(rows, moment);
  const { day } = moment;
  const begun = rows.relations.filter(({ from_date }) => (from_date ?? day) <= day);
  const lasting = begun.filter(({ to_date }) => (to_date ?? '9999') > day);
  const children = lasting.filter(
    ({ kind, other_born_on }) =>
      kind === 'parent' && other_born_on !== null && yearsBetween(other_born_on, day) < 18,
  );
  const ages = children.map(({ other_born_on }) => yearsBetween(other_born_on ?? day, day));
  const widowed = begun.some(
    ({ kind, other_died_on }) =>
      kind === 'spouse' &&
      other_died_on !== null &&
      other_died_on <= day &&
      today - dayOf(other_died_on) <= 730,
  );
  // nobody tells a bank of everybody: no relation says nothing
  return {
    children: children.length > 0 ? children.length : undefined,
    'children.youngest.age': ages.length > 0 ? Math.min(...ages) : undefined,
    couple:
      lasting.some(({ kind, other_died_on }) => kind === 'spouse' && (other_died_on ?? '9999') > day) ||
      undefined,
    bereaved: widowed || undefined,
  };
}

function ownersFacts(rows: CustomerRows, { day }: Moment): Known {
  const ages = rows.relations.flatMap(({ kind, other_born_on: born }) =>
    kind === 'business' && born !== null ? [yearsBetween(born, day)] : [],
  );
  // the youngest of several owners may well go on
  return { 'owner.nears.retirement': (ages.length > 0 && Math.min(...ages) >= 60) || undefined };
}

function contactFacts({ rows, today, moment }: Reckoned): Known {
  const { contacts, marketing } = rows;
  const marketingNow = moment.isNow ? (marketing ?? undefined) : undefined;
  return {
    'contacts.year': contacts.year,
    'contact.last.days': contacts.last === null ? undefined : today - dayOf(contacts.last),
    'promises.open': moment.isNow ? contacts.promises : undefined,
    'contact.marketing': marketingNow,
  };
}

/** What two facts say together. */
function combined(known: Known, { measures }: Reckoned): Known {
  const money = (name: string) => known[name] as bigint | undefined;
  const share = (part: string, whole: string) => {
    const [of, in_] = [money(part), money(whole)];
    return of === undefined || in_ === undefined || in_ <= 0n ? undefined : ratio(of, in_);
  };
  const usual = (name: string) => {
    const sum = money(name);
    return sum === undefined || measures.usualIncome === null ? undefined : ratio(sum, measures.usualIncome);
  };
  const ready = sumOf([money('balance.now'), money('savings.total')]);
  const outgoings = money('outgoings.monthly');
  const reserve =
    ready === undefined || outgoings === undefined || outgoings <= 0n
      ? undefined
      : ratio(ready > 0n ? ready : 0n, outgoings);
  const missed = known['instalments.missed'] as number | undefined;
  const months = known['overdraft.interest.months'] as number | undefined;
  const arrears = known['in.arrears'] as boolean | undefined;
  const signs = [(missed ?? 0) > 0, (months ?? 0) >= 3, arrears === true].filter(Boolean).length;
  return {
    'instalments.share': share('instalments.monthly', 'inflow.monthly'),
    'debts.months': share('debts.total', 'inflow.monthly'),
    'spending.share': share('outgoings.monthly', 'inflow.monthly'),
    'balance.lowest.share': share('balance.lowest.90', 'inflow.monthly'),
    'income.usual': usual('income.monthly'),
    'inflow.usual': usual('inflow.monthly'),
    'owned.usual': usual('owned.total'),
    'turnover.usual': usual('turnover.yearly'),
    'reserve.months': reserve,
    // one sign suffices to say yes; all must be known to say no
    'trouble.signs': signs,
    'in.difficulty': signs > 0 ? true : missed === undefined || months === undefined ? undefined : false,
  };
}
