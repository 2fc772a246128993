/**
 * What is suggested to whom is followed for half a year: the job 'advice.follow', the page that says whether
 * suggestions help, and the list of Today, on which nobody stands who is held out. Who is held out, a salted
 * lot decides for each customer and option (0032_outcomes_following.sql); only what is a sale may be.
 */
import { randomUUID } from 'node:crypto';
import { adaptedIn } from '#bank/needs/actions.ts';
import { defaultOptions, type InForce, optionsOn } from '#bank/products/actions.ts';
import { sales } from '#bank/products/rules.ts';
import type { Reply } from '#platform/contract.ts';
import type { RowOf } from '#platform/database/statement.ts';
import { ask, house, type Run } from '#platform/database/vault.ts';
import type { SignedIn } from '#platform/http/route.ts';
import { compared, together } from './comparing.ts';
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
  const [rows, referrals, [settings], inForce] = await Promise.all([
    ask(database, queries.outcomeCounts, { token }),
    ask(database, queries.referralCounts, { token }),
    ask(database, settingsNow, {}),
    house(database, 'earshot_staff', (tx) => optionsOn(tx, today)),
  ]);
  const codes = [...new Set(rows.map((row) => row.option_code))];
  const { options } = inForce;
  return {
    heldOut: settings?.held_out ?? 0,
    days: followedDays,
    // beside each other only what could have been held out: what never is has nobody to be compared with
    all: measuresOf(rows.filter(({ option_code }) => mayHold(inForce, option_code))),
    options: codes.map((code) => ({
      ...{ code, title: options.find((one) => one.code === code)?.title ?? { en: code, es: code } },
      ...{ mayHold: mayHold(inForce, code), ...measuresOf(rows.filter((row) => row.option_code === code)) },
    })),
    referrals: referrals.map((row) => ({
      ...{ topic: row.topic, asked: row.asked, helped: row.helped, nothingNeeded: row.nothing_needed },
      ...{ notPossible: row.not_possible, passedBack: row.passed_back, takenBack: row.taken_back },
      open: row.asked - row.ended,
    })),
  };
}

const mayHold = ({ options }: InForce, code: string) => {
  const option = options.find((one) => one.code === code);
  return option !== undefined && sales.has(option.sort);
};

function measuresOf(rows: readonly RowOf<typeof queries.outcomeCounts>[]) {
  const sides = (share: (row: RowOf<typeof queries.outcomeCounts>) => Share) =>
    compared({
      reminded: together(rows.filter((row) => !row.held_out).map(share)),
      heldOut: together(rows.filter((row) => row.held_out).map(share)),
    });
  return {
    following: rows.reduce((sum, row) => sum + row.following, 0),
    needsMet: sides((row) => ({ of: row.need_known, yes: row.needs_met })),
    customersKept: sides((row) => ({ of: row.kept_known, yes: row.customers_kept })),
  };
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
