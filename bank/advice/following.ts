/**
 * What a list could remind of is followed for half a year: the job 'advice.follow', the page that says
 * whether suggestions help, and the list of Today, on which nobody stands who is held out. Who is held out, a
 * salted lot decides for each customer and option (0032_outcomes_following.sql); only what is a sale may be.
 * Who is followed, and that nobody is counted twice, is in 0043_following.sql.
 */
import { randomUUID } from 'node:crypto';
import { adaptedIn } from '#bank/needs/actions.ts';
import { defaultOptions, optionsOn } from '#bank/products/actions.ts';
import { sales } from '#bank/products/rules.ts';
import type { Reply } from '#platform/contract.ts';
import type { RowOf } from '#platform/database/statement.ts';
import { ask, house, type Run } from '#platform/database/vault.ts';
import type { SignedIn } from '#platform/http/route.ts';
import { compared, comparedByQuarter } from './comparing.ts';
import type * as contract from './following-contract.ts';
import * as queries from './following-queries.ts';
import type { Share } from './intervals.ts';
import { settingsNow } from './settings-queries.ts';

/** Days after which one looks what came of it. */
export const followedDays = 182;
const page = 2000;
const first = '00000000-0000-0000-0000-000000000000';

export interface FollowReport {
  begun: number;
  measured: number;
}

/** Done again it finds nothing more to do. @param run of the job 'advice.follow', as earshot_run_outcomes */
export async function followAll(run: Run, today: string, signal: AbortSignal): Promise<FollowReport> {
  const { options } = await run.transaction((tx) => optionsOn(tx, today));
  const followed = options.map(({ code, need, sort }) => ({ code, need, mayHold: sales.has(sort) }));
  const until = Temporal.PlainDate.from(today).add({ days: followedDays }).toString();
  const report = { begun: 0, measured: 0 };
  for (let after: string | null = first; after !== null && !signal.aborted; ) {
    const asked: Record<'after' | 'today' | 'until', string> = { after, today, until };
    const [row] = await run.transaction((tx) =>
      tx.rows(queries.follow, { ...asked, options: followed, most: page }),
    );
    report.begun += row?.begun ?? 0;
    after = row?.last ?? null;
  }
  for (let more = true; more && !signal.aborted; ) {
    const [row] = await run.transaction((tx) => tx.rows(queries.measure, { today, most: page }));
    report.measured += row?.measured ?? 0;
    more = row?.measured === page;
  }
  await run.transaction((tx) => tx.rows(queries.countOutcomes, { today }));
  await run.transaction((tx) => tx.rows(queries.countQuarters, { today }));
  const codes = defaultOptions.map(({ code }) => code);
  await run.transaction((tx) => tx.rows(queries.countSuggestions, { today, codes }));
  return report;
}

/** @throws Failure `not-allowed` */
export async function readOutcomes({
  database,
  token,
}: SignedIn): Promise<Reply<typeof contract.readOutcomes>> {
  const today = Temporal.Now.plainDateISO('UTC').toString();
  const [counts, quarters, referrals, [settings], { options }] = await Promise.all([
    ask(database, queries.outcomeCounts, { token }),
    ask(database, queries.quarterCounts, { token }),
    ask(database, queries.referralCounts, { token }),
    ask(database, settingsNow, {}),
    house(database, 'earshot_staff', (tx) => optionsOn(tx, today)),
  ]);
  const rows = counts.filter((row) => row.option_code !== together);
  const codes = [...new Set(rows.map((row) => row.option_code))];
  const titleOf = (code: string) =>
    [...options, ...defaultOptions].find((one) => one.code === code)?.title ?? { en: code, es: code };
  const held = rows.filter((row) => mayHold(row.option_code));
  return {
    heldOut: settings?.held_out ?? 0,
    days: followedDays,
    // beside each other only what could have been held out: what never is has nobody to be compared with
    all: {
      ...measuresOf(counts.filter((row) => row.option_code === together)),
      ...{ following: runningOf(held), quarters: quartersOf(quarters, together) },
    },
    options: codes.map((code) => ({
      ...{ code, title: titleOf(code), mayHold: mayHold(code) },
      ...measuresOf(rows.filter((row) => row.option_code === code)),
      quarters: quartersOf(quarters, code),
    })),
    referrals: referrals.map((row) => ({
      ...{ topic: row.topic, asked: row.asked, helped: row.helped, nothingNeeded: row.nothing_needed },
      ...{ notPossible: row.not_possible, passedBack: row.passed_back, takenBack: row.taken_back },
      open: row.asked - row.ended,
    })),
  };
}

/** Under which all that somebody is held out of is counted, each customer once. */
const together = '';

/** Also of what was withdrawn since: what came of it stays. */
const mayHold = (code: string) => defaultOptions.some((one) => one.code === code && sales.has(one.sort));

type Count = RowOf<typeof queries.outcomeCounts>;
const runningOf = (rows: readonly Count[]) => rows.reduce((sum, row) => sum + row.following, 0);

function measuresOf(rows: readonly Count[]) {
  const side = (heldOut: boolean) => rows.find((row) => row.held_out === heldOut);
  const sides = (share: (row: Count) => Share) => {
    const [reminded, heldOut] = [side(false), side(true)];
    const nobody = { of: 0, yes: 0 };
    return compared({
      ...{ reminded: reminded ? share(reminded) : nobody, heldOut: heldOut ? share(heldOut) : nobody },
    });
  };
  return {
    following: runningOf(rows),
    needsMet: sides((row) => ({ of: row.need_known, yes: row.needs_met })),
    customersKept: sides((row) => ({ of: row.kept_known, yes: row.customers_kept })),
  };
}

/** By the quarter in which they began to be followed. */
function quartersOf(counts: readonly RowOf<typeof queries.quarterCounts>[], code: string) {
  const rows = counts.filter((row) => row.option_code === code);
  const by = (share: (row: (typeof rows)[number]) => Share) =>
    comparedByQuarter(
      rows.map((row) => ({ quarter: row.quarter, heldOut: row.held_out, share: share(row) })),
    );
  const met = by((row) => ({ of: row.need_known, yes: row.needs_met }));
  const kept = by((row) => ({ of: row.kept_known, yes: row.customers_kept }));
  return met.flatMap(({ quarter, ...needsMet }, at) => {
    const { quarter: _same, ...customersKept } = kept[at] as (typeof kept)[number];
    return { quarter, needsMet, customersKept };
  });
}

/** Whom of those I look after something would do good; a list: on record before a name is read. */
export async function prompts(session: SignedIn): Promise<Reply<typeof contract.prompts>> {
  const { database, token } = session;
  const search = randomUUID();
  await ask(database, queries.listPrompts, { search, token });
  const rows = await ask(database, queries.promptCards, { search, token });
  const today = Temporal.Now.plainDateISO('UTC').toString();
  const [inForce, adapted] = await Promise.all([
    house(database, 'earshot_staff', (tx) => optionsOn(tx, today)),
    adaptedIn(session, search),
  ]);
  return {
    prompts: rows.flatMap(({ customer_id: customerId, called_name: calledName, option_code: code }) => {
      const who = { customerId, calledName, code, adaptations: adapted(customerId) };
      if (code === null) return { ...who, title: null };
      const option = inForce.options.find((one) => one.code === code);
      // withdrawn since it was decided last: nobody is prompted to it any more
      return option === undefined ? [] : { ...who, title: option.title };
    }),
  };
}
