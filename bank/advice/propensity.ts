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
/** Days after which what was brought up and left is a no: until then nothing counts (0043_learning.sql). */
const ripeDays = 90;
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

/**
 * After a drift nothing from before it is learnt from any more: base rates, until newer answers rank.
 * @param run of the job 'advice.learn', as earshot_run_learning. Done again it learns the same.
 */
export async function learnAll(run: Run, today: string, signal: AbortSignal, codes: readonly string[]) {
  const drifted = await watch(run, today);
  const [last] = await run.transaction((tx) => tx.rows(queries.lastDrift, {}));
  const of = { since: last?.missed_since ?? null, most: mostAnswers };
  const [all] = await run.transaction((tx) =>
    tx.rows(queries.learnableCount, { options: [...codes], ...of }),
  );
  const [answers, accepted] = [Number(all?.answers ?? 0), Number(all?.accepted ?? 0)];
  if (answers === 0) return { drifted, version: null };
  // between nothing and everything known: one yes and one no are added
  const overall = (accepted + 1) / (answers + 2);
  const options: queries.Options = { overall, byOption: {} };
  const card: queries.Card = {};
  // one option's answers at a time: memory does not grow with the catalogue
  for (const option of codes) {
    const answered = await answeredOf(run, option, of);
    if (signal.aborted) return { drifted, version: null };
    if (answered.length === 0) continue;
    const made = await learnOption(answered, overall, () => setImmediate());
    options.byOption[option] = made.learnt;
    card[option] = made.card;
  }
  const version = await run.transaction(async (tx) => {
    const [before] = await tx.rows(queries.inForce, {});
    // from the same answers the same would be learnt
    if (before !== undefined && markOf(before.card) === markOf(card)) return null;
    await tx.rows(queries.setAside, { because: 'a newer one', missedSince: null });
    const [row] = await tx.rows(queries.keep, { options, card });
    return row?.version ?? null;
  });
  return { drifted, version };
}

async function answeredOf(
  run: Run,
  option: string,
  of: { since: string | null; most: number },
): Promise<Answered[]> {
  const rows = await run.transaction((tx) => tx.rows(queries.learnable, { option, ...of }));
  return rows.map((row) => ({
    ...{ known: decoded(row.known), notUsed: row.not_used, yes: row.yes, onDate: row.on_date },
  }));
}

/** Which answers a card is of. */
const markOf = (card: queries.Card) =>
  Object.keys(card)
    .sort()
    .map((code) => `${code} ${card[code]?.answers} ${card[code]?.accepted} ${card[code]?.to}`)
    .join();

/**
 * What was foreseen since the last drift, by whichever version, beside what came: a version lasts a week, and
 * three months are looked at. When chance does not explain it, the one in force is set aside.
 */
async function watch(run: Run, today: string): Promise<boolean> {
  return run.transaction(async (tx) => {
    const [last] = await tx.rows(queries.lastDrift, {});
    const newest = Temporal.PlainDate.from(today).subtract({ days: ripeDays });
    const since = newest.subtract({ months: watchedMonths }).with({ day: 1 }).toString();
    const of = { beyond: last?.version ?? 0, since };
    await tx.rows(queries.watch, of);
    if (!hasDrifted(await tx.rows(queries.monthsOf, of))) return false;
    const aside = await tx.rows(queries.setAside, { because: 'drifted', missedSince: since });
    return aside.length > 0;
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
