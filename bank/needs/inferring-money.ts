/**
 * What money itself tells: large sums, what ends soon, what is hard, who went quiet, how a business does.
 * Pure.
 */
import type { Facts } from '#platform/tables/table.ts';
import { dayOf, isoOf } from './calendar.ts';
import type { Suspicion } from './happenings.ts';
import type { Rule } from './inferring.ts';
import { lookBack } from './looking.ts';
import type { Moved, Reckoned } from './reckoning.ts';

export const moneyRules: Readonly<Record<string, Rule>> = {
  'payment to a school': schooling,
  'last instalments': loanEnding,
  'term ends within two months': depositMaturing,
  'sum far above a month’s income': (reckoned, facts) => large(reckoned, facts, 'large money in'),
  'sum far above a month’s outgoings': (reckoned, facts) => large(reckoned, facts, 'large money out'),
  'overdraft interest in two months': overdraft,
  'loan behind': missed,
  'payments to games of chance': drain,
  'no payment for three months': quiet,
  'quarter against the year before': business,
};

const ids = (moved: readonly Moved[]) => moved.map(({ transaction_id }) => transaction_id);
const sumOf = (moved: readonly Moved[]) => moved.reduce((sum, { base }) => sum + base, 0n);
const told = ({ counterparty, description }: Moved) => `${counterparty ?? ''} ${description ?? ''}`;

const schoolWords = /\b(tuition|university|college fees?|universidad|matrícula|školné|univerzit)/i;

function* schooling({ moved, today }: Reckoned): Generator<Suspicion> {
  const paid = moved.filter((one) => today - one.day <= 365 && one.base < 0n && schoolWords.test(told(one)));
  const [first] = paid;
  if (first === undefined || today - first.day > lookBack) return;
  yield {
    ...{ kind: 'education', onDate: first.booked_on, confidence: 70, others: [], key: first.transaction_id },
    ...{ transactions: ids(paid.slice(0, 3)), amount: -sumOf(paid) },
  };
}

const loans = ['mortgage', 'auto loan', 'personal loan'];

function* loanEnding({ held, today, rows }: Reckoned): Generator<Suspicion> {
  for (const loan of held) {
    if (!loans.includes(loan.kind)) continue;
    const owed = rows.balances.find(({ agreement_id }) => agreement_id === loan.agreement_id)?.minor;
    const left = loan.matures_on === null ? undefined : dayOf(loan.matures_on) - today;
    const few =
      owed !== undefined &&
      owed < 0n &&
      (loan.instalment_minor ?? 0n) > 0n &&
      -owed <= 4n * (loan.instalment_minor ?? 0n);
    if (!few && (left === undefined || left < 0 || left > lookBack)) continue;
    const onDate = left !== undefined && left >= 0 ? (loan.matures_on ?? isoOf(today)) : isoOf(today + 120);
    yield {
      kind: 'loan ending',
      onDate,
      confidence: 92,
      transactions: [],
      others: [loan.agreement_id],
      key: loan.agreement_id,
      amount: null,
    };
  }
}

function* depositMaturing({ held, today, rows, worth }: Reckoned): Generator<Suspicion> {
  for (const deposit of held) {
    if (deposit.kind !== 'term deposit' || deposit.matures_on === null) continue;
    const left = dayOf(deposit.matures_on) - today;
    if (left < 0 || left > 60) continue;
    const minor = rows.balances.find(({ agreement_id }) => agreement_id === deposit.agreement_id)?.minor;
    yield {
      ...{ kind: 'deposit maturing', onDate: deposit.matures_on, confidence: 99, transactions: [] },
      ...{ others: [deposit.agreement_id], key: `${deposit.agreement_id} ${deposit.matures_on}` },
      amount: minor === undefined ? null : (worth(minor, deposit.currency) ?? null),
    };
  }
}

/**
 * At least three times what usually moves in a month, and more than two usual incomes; once in a while,
 * not always.
 */
function* large(
  { moved, today, measures, rows }: Reckoned,
  facts: Facts,
  kind: 'large money in' | 'large money out',
): Generator<Suspicion> {
  if (rows.customer.kind === 'business') return;
  const usual = [facts['income.monthly'], facts['inflow.monthly'], facts['outgoings.monthly']]
    .filter((value) => typeof value === 'bigint')
    .reduce((a, b) => (a === 0n || b < a ? b : a), 0n);
  const least = [usual * 3n, (measures.usualIncome ?? 0n) * 2n].reduce((a, b) => (b > a ? b : a));
  if (usual === 0n || least === 0n) return;
  const isLarge = (one: Moved) => (kind === 'large money in' ? one.base >= least : one.base <= -least);
  const opened = rows.holdings.flatMap((one) =>
    loans.includes(one.kind) && one.opened_on !== null ? dayOf(one.opened_on) : [],
  );
  const all = moved.filter((one) => isLarge(one) && !one.own && one.kind !== 'salary');
  // who moves such sums every other month does nothing out of the ordinary
  if (all.length > 5) return;
  for (const one of all) {
    // a loan paid out, and the house it pays for, are told as what they are
    if (today - one.day > lookBack || opened.some((day) => Math.abs(day - one.day) <= 7)) continue;
    yield {
      ...{ kind, onDate: one.booked_on, confidence: 97, transactions: [one.transaction_id], others: [] },
      ...{ key: one.transaction_id, amount: one.base < 0n ? -one.base : one.base },
    };
  }
}

function* overdraft({ moved, today }: Reckoned): Generator<Suspicion> {
  const charged = moved.filter(({ kind }) => kind === 'penalty interest');
  const recent = charged.filter((one) => today - one.day <= 100);
  if (new Set(recent.map(({ booked_on }) => booked_on.slice(0, 7))).size < 2) return;
  // it goes on as long as no two months lie between
  let first = recent[0];
  for (const one of charged.toReversed())
    if (first !== undefined && one.day < first.day && first.day - one.day <= 65) first = one;
  if (first === undefined) return;
  yield {
    ...{ kind: 'overdraft', onDate: first.booked_on, confidence: recent.length > 2 ? 95 : 85, others: [] },
    ...{ transactions: ids(recent.slice(-6)), key: first.transaction_id, amount: -sumOf(recent) },
    newestOn: recent.at(-1)?.booked_on ?? first.booked_on,
  };
}

/** The bank's own system says that a loan is behind: how things are now, whatever the day. */
function* missed({ held, moment, today, elsewhere }: Reckoned): Generator<Suspicion> {
  if (!moment.isNow) return;
  for (const loan of held) {
    if (!loans.includes(loan.kind) || loan.state !== 'in arrears') continue;
    const charged = elsewhere.filter(
      (one) =>
        one.agreement_id === loan.agreement_id && one.kind === 'penalty interest' && today - one.day <= 180,
    );
    const since = charged[0]?.booked_on ?? isoOf(today);
    yield {
      ...{ kind: 'missed instalment', onDate: since, confidence: 97, key: loan.agreement_id, amount: null },
      ...{ transactions: ids(charged.slice(0, 6)), others: [loan.agreement_id], newestOn: isoOf(today) },
    };
  }
}

const chanceWords =
  /\b(casino|bet(ting|s)?\b|lotter(y|ie)|poker|bingo|jackpot|apuestas|lotería|sázk|loterie)/i;

/** Many payments to games of chance, and a part of the income that hurts. A suspicion to be careful with. */
function* drain({ moved, today }: Reckoned, facts: Facts): Generator<Suspicion> {
  const inflow = facts['inflow.monthly'];
  if (typeof inflow !== 'bigint' || inflow <= 0n) return;
  const paid = moved.filter((one) => today - one.day <= 60 && one.base < 0n && chanceWords.test(told(one)));
  if (paid.length < 6 || -sumOf(paid) * 20n < inflow * 2n * 3n) return;
  yield {
    ...{ kind: 'drain', onDate: paid.at(-1)?.booked_on ?? isoOf(today), confidence: 60, others: [] },
    ...{ transactions: ids(paid.slice(-8)), amount: -sumOf(paid) },
    key:
      isoOf(today).slice(0, 4) +
      (isoOf(today) < `${isoOf(today).slice(0, 4)}-07` ? ' first half' : ' second half'),
  };
}

const ownHand: ReadonlySet<string> = new Set([
  'card payment',
  'card withdrawal',
  'cash withdrawal',
  'cash deposit',
  'transfer out',
]);

/** Somebody who used the account by hand every month has not for three. */
function* quiet({ moved, today }: Reckoned): Generator<Suspicion> {
  const byHand = moved.filter(({ kind }) => ownHand.has(kind));
  const last = byHand.at(-1);
  if (last === undefined || today - last.day < 90 || today - last.day > 90 + lookBack) return;
  const before = byHand.filter(({ day }) => last.day - day <= 180);
  if (before.length < 12) return;
  yield {
    ...{ kind: 'quiet', onDate: last.booked_on, confidence: 75, others: [], amount: null },
    ...{ transactions: ids(before.slice(-3)), key: last.transaction_id },
  };
}

function* business({ moved, today, rows }: Reckoned, facts: Facts): Generator<Suspicion> {
  const trend = facts['turnover.trend'];
  if (rows.customer.kind !== 'business' || typeof trend !== 'number') return;
  const kind = trend >= 1.15 ? 'business growing' : trend <= 0.8 ? 'business slowing' : null;
  if (kind === null) return;
  const takings = moved.filter((one) => today - one.day <= 91 && one.base > 0n && !one.own);
  const largest = takings.toSorted((a, b) => (b.base > a.base ? 1 : -1)).slice(0, 5);
  yield {
    ...{ kind, onDate: isoOf(today), confidence: trend >= 1.3 || trend <= 0.7 ? 90 : 78, others: [] },
    ...{ transactions: ids(largest), key: isoOf(today).slice(0, 4), amount: sumOf(takings) },
    newestOn: isoOf(today),
  };
}
