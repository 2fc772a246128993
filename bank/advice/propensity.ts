/**
 * Propensities: learnt each week by the job 'advice.learn' from what became of suggestions, kept with their
 * card, watched month by month, and set aside when what they foresaw does not come. One setting switches them
 * off; then, and while there is none, they order nothing.
 */
import { setImmediate } from 'node:timers/promises';
import { catalogueOf, decoded } from '#bank/needs/facts.ts';
import { optionsOn } from '#bank/products/actions.ts';
import type { Reply } from '#platform/contract.ts';
import type { Transaction } from '#platform/database/transaction.ts';
import { ask, house, type Run } from '#platform/database/vault.ts';
import type { SignedIn } from '#platform/http/route.ts';
import type { Asked } from './deciding.ts';
import type * as contract from './propensity-contract.ts';
import * as queries from './propensity-queries.ts';
import { type Answered, hasDrifted, learnOption, propensityBy } from './propensity-rules.ts';
import { settingsNow } from './settings-queries.ts';

/** The newest answers of an option that are learnt from. */
const mostAnswers = 10_000;
/** Months back over which one looks whether what was foreseen came. */
const watchedMonths = 3;

export interface Propensities {
  version: number;
  of: NonNullable<Asked['propensity']>;
}

/** What orders now; undefined: nothing does. Asked with each decision, and read only when it is new. */
export async function propensitiesNow(
  tx: Transaction,
  whose: keyof typeof statements,
): Promise<Propensities | undefined> {
  const statement = statements[whose];
  const [row] = await tx.rows(statement, { had: cached?.version ?? null });
  if (row === undefined) return undefined;
  if (row.version === cached?.version) return cached;
  const { version } = row;
  // another process made it while this one asked: it comes with the next
  if (row.options === null) return undefined;
  const { overall, byOption } = row.options;
  cached = { version, of: (code, facts) => propensityBy(byOption[code], facts, overall) };
  return cached;
}

const statements = {
  ...{ staff: queries.nowOfStaff, own: queries.nowOfPortal },
  /** The night, and a simulation of rules. */
  ...{ run: queries.nowOfRun, rules: queries.nowOfRules },
};

let cached: Propensities | undefined;

/** @param run of the job 'advice.learn', as earshot_run_learning. Done again it learns the same. */
export async function learnAll(run: Run, today: string, signal: AbortSignal, codes: readonly string[]) {
  const drifted = await watch(run, today);
  const byOption: Record<string, Answered[]> = {};
  for (const option of codes) {
    if (signal.aborted) return { drifted, version: null };
    const rows = await run.transaction((tx) => tx.rows(queries.learnable, { option, most: mostAnswers }));
    byOption[option] = rows.map((row) => ({
      ...{ known: decoded(row.known), notUsed: row.not_used, yes: row.yes, onDate: row.on_date },
    }));
  }
  const all = Object.values(byOption).flat();
  if (all.length === 0) return { drifted, version: null };
  // between nothing and everything known: one yes and one no are added
  const overall = (all.filter(({ yes }) => yes).length + 1) / (all.length + 2);
  const options: queries.Options = { overall, byOption: {} };
  const card: queries.Card = {};
  for (const [code, answered] of Object.entries(byOption)) {
    if (answered.length === 0) continue;
    const made = await learnOption(answered, overall, () => setImmediate());
    options.byOption[code] = made.learnt;
    card[code] = made.card;
    if (signal.aborted) return { drifted, version: null };
  }
  const version = await run.transaction(async (tx) => {
    const [before] = await tx.rows(queries.inForce, {});
    // from the same answers the same would be learnt
    if (before !== undefined && markOf(before.card) === markOf(card)) return null;
    await tx.rows(queries.setAside, { because: 'a newer one' });
    const [row] = await tx.rows(queries.keep, { options, card });
    return row?.version ?? null;
  });
  return { drifted, version };
}

/** Which answers a card is of. */
const markOf = (card: queries.Card) =>
  Object.keys(card)
    .sort()
    .map((code) => `${code} ${card[code]?.answers} ${card[code]?.accepted} ${card[code]?.to}`)
    .join();

/** What the version in force foresaw beside what came; set aside, when chance does not explain it. */
async function watch(run: Run, today: string): Promise<boolean> {
  return run.transaction(async (tx) => {
    const [row] = await tx.rows(queries.inForce, {});
    if (row === undefined) return false;
    await tx.rows(queries.watch, { version: row.version });
    const since = Temporal.PlainDate.from(today).subtract({ months: watchedMonths }).with({ day: 1 });
    const months = await tx.rows(queries.monthsOf, { version: row.version, since: since.toString() });
    const drifted = hasDrifted(months);
    if (drifted) await tx.rows(queries.setAside, { because: 'drifted' });
    return drifted;
  });
}

/** @throws Failure `not-allowed` */
export async function readPropensities({
  database,
  token,
}: SignedIn): Promise<Reply<typeof contract.readPropensities>> {
  const today = Temporal.Now.plainDateISO('UTC').toString();
  const [rows, [settings], { options }] = await Promise.all([
    ask(database, queries.cards, { token }),
    ask(database, settingsNow, {}),
    house(database, 'earshot_staff', (tx) => optionsOn(tx, today)),
  ]);
  const titleOf = (code: string) => options.find((one) => one.code === code)?.title ?? { en: code, es: code };
  const switchedOn = settings?.propensities ?? false;
  const inForce = rows.find((row) => row.set_aside_at === null)?.version ?? null;
  return {
    ...{ inForce: switchedOn ? inForce : null, switchedOn },
    facts: catalogueOf('offer').length,
    versions: rows.map((row) => ({
      ...{ version: row.version, madeAt: row.made_at.toString(), months: row.months },
      ...{ setAsideAt: row.set_aside_at?.toString() ?? null, setAsideBecause: row.set_aside_because },
      options: Object.entries(row.card).map(([code, card]) => ({ code, title: titleOf(code), ...card })),
    })),
  };
}
