/** What fits a customer: decided live when a file opens, and what became of it. */
import { decoded, encoded, type NeedCategory, needName, within } from '#bank/needs/facts.ts';
import { readLooks } from '#bank/privacy/actions.ts';
import { defaultOptions, type InForce, optionOf, optionsOn, versionsIn } from '#bank/products/actions.ts';
import type { StaffSignedIn } from '#bank/staff/actions.ts';
import type { Body, Reply } from '#platform/contract.ts';
import type { RowOf } from '#platform/database/statement.ts';
import type { Transaction } from '#platform/database/transaction.ts';
import { change, read, readOwn } from '#platform/database/vault.ts';
import { Failure } from '#platform/errors.ts';
import type { SignedIn } from '#platform/http/route.ts';
import type { Facts } from '#platform/tables/table.ts';
import type * as contract from './contract.ts';
import { type Asked, type Decision, decide, type Past } from './deciding.ts';
import { explainedRejection, explainedSuggestion, missingFacts } from './explaining.ts';
import { propensitiesNow } from './propensity.ts';
import * as queries from './queries.ts';
import { type Rulebook, rulebookOf } from './rulebook.ts';

export { propensitiesNow } from './propensity.ts';
export { sealReferrals } from './referring-sealing.ts';

/** How long somebody who declined is not asked again, in days. */
const declinedDays = 365;

export async function readAdvice(
  session: StaffSignedIn,
  customerId: string,
): Promise<Reply<typeof contract.readAdvice>> {
  const today = Temporal.Now.plainDateISO('UTC').toString();
  return read(session, { customerIds: [customerId], ground: null }, async (tx) => {
    const [live, looks] = await Promise.all([
      decideLive(tx, customerId, today),
      readLooks(tx, customerId, 1),
    ]);
    const look = looks.find((one) => one.this_one);
    const hidden =
      session.place === 'open counter' || look?.ground_kind === 'break-glass' || look === undefined;
    if (hidden) return { ...nothingSaid, hidden };
    const { decision, inForce } = live;
    const about = (code: string) => {
      const { sort, title } = optionOf(inForce, code);
      return { code, sort, title };
    };
    return {
      ...{ hidden, result: decision.result, asOf: live.asOf },
      suggestions: decision.suggestions.map((one) => ({
        ...explained(inForce, one),
        acceptedOn: acceptedOn(live.outcomes, one.code, today),
      })),
      rejected: decision.rejected.map((one) => explainedRejection(optionOf(inForce, one.code), one)),
      open: decision.open.map(({ code }) => about(code)),
      ask: missingFacts(decision),
      outcomes: live.outcomes.map((row) => ({
        ...{ outcomeId: row.outcome_id, code: row.option_code, title: titleOf(inForce, row.option_code) },
        ...{ became: row.became, until: row.until, because: row.because as never },
        recordedAt: row.recorded_at.toString(),
      })),
    };
  });
}

const nothingSaid = {
  result: null,
  asOf: null,
  suggestions: [],
  rejected: [],
  open: [],
  ask: [],
  outcomes: [],
};

const explained = (inForce: InForce, one: Decision['suggestions'][number]) => {
  const { why, whyNow, ...rest } = explainedSuggestion(optionOf(inForce, one.code), one);
  return { ...rest, why: why?.staff ?? null, whyNow: whyNow?.staff ?? null };
};

/** Also of an option that was withdrawn meanwhile; of one that there never was, its code. */
function titleOf({ options }: InForce, code: string) {
  const known = [...options, ...defaultOptions].find((one) => one.code === code);
  return known?.title ?? { en: code, es: code };
}

/**
 * Says what became of a suggestion; kept with what an offer knew of the customer then, and the rows that said
 * yes. What is not suggested any more, because facts or rules changed meanwhile, is refused.
 * What was accepted is being done: it is recorded once, and not again within 90 days.
 * @throws Failure `changed`, `does-not-fit`, `not-now` for what was accepted already
 */
export async function recordOutcome(
  session: StaffSignedIn,
  customerId: string,
  outcomeId: string,
  given: Body<typeof contract.recordOutcome>,
): Promise<Reply<typeof contract.recordOutcome>> {
  const today = Temporal.Now.plainDateISO('UTC');
  checkOutcome(given, today);
  const file = { customerIds: [customerId] as [string], ground: null };
  return change(session, file, 'suggestion.answered', outcomeId, async (tx) => {
    const live = await decideLive(tx, customerId, today.toString());
    // asked again after the answer was lost: it is there, and may have taken the suggestion away
    if (live.outcomes.some((one) => one.outcome_id === outcomeId)) return { outcomeId };
    const suggestion = live.decision.suggestions.find(({ code }) => code === given.code);
    if (suggestion === undefined) throw new Failure('changed');
    const isDone = acceptedOn(live.outcomes, given.code, today.toString()) !== null;
    if (isDone && (given.became === 'accepted' || given.became === 'shown')) throw new Failure('not-now');
    await tx.rows(queries.recordOutcome, {
      ...{ customerId, outcomeId, optionCode: given.code, became: given.became },
      ...{ until: given.until, because: given.because, rows: suggestion.rows },
      known: encoded(within('offer', live.facts, live.notUsed)),
      ...{ rules: live.inForce.version, staffId: session.actorId, propensity: suggestion.propensity },
      propensityVersion: live.propensities?.version ?? null,
    });
    return { outcomeId };
  });
}

/** The day on which it was last accepted, when no other word came after it and it is within 90 days. */
function acceptedOn(
  outcomes: readonly RowOf<typeof queries.outcomesOf>[],
  code: string,
  today: string,
): string | null {
  const since = Temporal.PlainDate.from(today).subtract({ days: 90 }).toString();
  const last = outcomes.find((one) => one.option_code === code);
  const on = last?.recorded_at.toString().slice(0, 10) ?? '';
  return last?.became === 'accepted' && on >= since ? on : null;
}

function checkOutcome(given: Body<typeof contract.recordOutcome>, today: Temporal.PlainDate): void {
  const wrong = (field: string, says: string) => new Failure('does-not-fit', { fields: [{ field, says }] });
  if ((given.became === 'not now') !== (given.until !== null))
    throw wrong('/until', 'Say until when, and only for “not now”.');
  if (given.until !== null) {
    const until = Temporal.PlainDate.from(given.until);
    const [from, to] = [today, today.add({ years: 5 })];
    if (Temporal.PlainDate.compare(until, from) <= 0 || Temporal.PlainDate.compare(until, to) > 0)
      throw wrong('/until', 'Choose a day after today, within five years.');
  }
  if ((given.became === 'declined') !== (given.because !== null))
    throw wrong('/because', 'Say why, and only when it was declined.');
}

export async function ownAdvice(session: SignedIn): Promise<Reply<typeof contract.ownAdvice>> {
  const today = Temporal.Now.plainDateISO('UTC').toString();
  return readOwn(session, session.actorId, async (tx) => {
    const { decision, inForce } = await decideLive(tx, session.actorId, today, 'own');
    return {
      result: decision.result,
      suggestions: decision.suggestions.map((one) => {
        const { why, whyNow, ...rest } = explainedSuggestion(optionOf(inForce, one.code), one);
        return { ...rest, why: why?.customer ?? null, whyNow: whyNow?.customer ?? null };
      }),
      rejected: decision.rejected.map((one) => {
        const option = optionOf(inForce, one.code);
        const { code, sort, title, customer, wouldChange } = explainedRejection(option, one);
        // where nothing was written for her, nothing is read to her that was written for staff
        const isHers = one.aspect === 'order' || option.tables[one.aspect].toCustomer[one.row] !== undefined;
        return { code, sort, title, why: isHers ? customer : null, wouldChange };
      }),
    };
  });
}

/** The night's run that decided for everybody last, and by which versions of which tables. */
export async function lastRun(tx: Transaction) {
  const row = await tx.first(queries.lastRun, {});
  if (row === undefined) return null;
  return {
    ...{ startedAt: row.started_at.toString(), finishedAt: row.finished_at?.toString() ?? null },
    ...{ decided: Number(row.decided), rules: versionsIn(row.rules) },
  };
}

/** What fits, as a function of what might be said: for asking. */
export interface Fits {
  /** All that is known, in both contexts. */
  readonly known: Facts;
  /** Codes of what would be suggested, with these facts and needs as she states them. */
  with(known: Facts, needs: readonly { category: NeedCategory; strength: number }[]): readonly string[];
  /** How it comes out then: with suggestions, with nothing needed, or with too little known. */
  resultOf(known: Facts, needs: readonly { category: NeedCategory; strength: number }[]): Decision['result'];
  titleOf(code: string): { en: string; es: string };
}

export async function readFits(tx: Transaction, customerId: string, today: string): Promise<Fits> {
  const { facts, notUsed, inForce, past, propensities } = await decideLive(tx, customerId, today);
  const propensity = propensities?.of;
  const decideBy = compiledOnce(inForce);
  const decided: (...said: Parameters<Fits['with']>) => Decision = (known, needs) => {
    const stated = Object.fromEntries(needs.map((one) => [needName(one.category), one.strength]));
    return decide(decideBy, { facts: { ...known, ...stated }, notUsed, today, past, propensity });
  };
  return {
    known: facts,
    with: (known, needs) => decided(known, needs).suggestions.map(({ code }) => code),
    resultOf: (known, needs) => decided(known, needs).result,
    titleOf: (code) => titleOf(inForce, code),
  };
}

/** Decides by what is known now; nothing is kept of it, so nothing can be stale. */
async function decideLive(
  tx: Transaction,
  customerId: string,
  today: string,
  whose: 'staff' | 'own' = 'staff',
) {
  const own = whose === 'own';
  const [[row], outcomes, inForce, propensities] = await Promise.all([
    tx.rows(own ? queries.ownKnown : queries.knownOf, { customerId }),
    tx.rows(own ? queries.ownOutcomes : queries.outcomesOf, { customerId }),
    optionsOn(tx, today),
    propensitiesNow(tx, whose),
  ]);
  const facts = decoded(row?.known ?? {});
  const notUsed = row?.not_used ?? [];
  const past = pastOf(
    outcomes.map((one) => ({
      ...{ option_code: one.option_code, became: one.became, until: one.until },
      recorded_on: one.recorded_at.toString().slice(0, 10),
    })),
    today,
  );
  const asked = { facts, notUsed, today, past, propensity: propensities?.of };
  const decision = decide(compiledOnce(inForce), asked);
  return { decision, inForce, facts, notUsed, past, propensities, outcomes, asOf: row?.as_of ?? null };
}

/** What became of each option before, as its tables ask for it. */
export function pastOf(outcomes: readonly queries.PastRow[], today: string): Asked['past'] {
  if (outcomes.length === 0) return () => never;
  const since = (days: number) => Temporal.PlainDate.from(today).subtract({ days }).toString();
  const [year, quarter] = [since(declinedDays), since(90)];
  return (code) => {
    const its = outcomes.filter((one) => one.option_code === code);
    const declined = its.filter((one) => one.became === 'declined' && one.recorded_on >= year);
    return {
      declined: declined.length > 0,
      declinedOn:
        declined
          .map((one) => one.recorded_on)
          .sort()
          .at(-1) ?? null,
      putOff: its.some((one) => one.became === 'not now' && (one.until ?? '') > today),
      shown90: its.filter((one) => one.became === 'shown' && one.recorded_on >= quarter).length,
    };
  };
}

const never: Past = { declined: false, putOff: false, shown90: 0 };

/** Facts as an offer and as care may know them are compiled against once for each set of versions. */
export function compiledOnce(inForce: InForce): Rulebook {
  const there = books.get(inForce.version);
  if (there !== undefined) return there;
  const made = rulebookOf(inForce.options, inForce.version);
  // one that counts now, and one from before midnight
  if (books.size >= 4) books.clear();
  books.set(inForce.version, made);
  return made;
}

const books = new Map<string, Rulebook>();
