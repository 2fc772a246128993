/** What fits a customer: decided live when a file opens, and what became of it. */
import {
  factsRefused,
  namesNotUsed,
  needsRefused,
  refusedOf,
  statedOf,
  withReserve,
} from '#bank/needs/actions.ts';
import { decoded, encoded, type NeedCategory, needName, within } from '#bank/needs/facts.ts';
import { readLooks } from '#bank/privacy/actions.ts';
import { defaultOptions, type InForce, optionOf, optionsOn, versionsIn } from '#bank/products/actions.ts';
import type { Option } from '#bank/products/rules.ts';
import type { StaffSignedIn } from '#bank/staff/actions.ts';
import type { Body, Reply } from '#platform/contract.ts';
import type { Transaction } from '#platform/database/transaction.ts';
import { change, read, readOwn } from '#platform/database/vault.ts';
import { Failure } from '#platform/errors.ts';
import type { SignedIn } from '#platform/http/route.ts';
import type { Facts } from '#platform/tables/table.ts';
import type * as contract from './contract.ts';
import { type Asked, type Decision, decide, type Past } from './deciding.ts';
import {
  explainedRejection,
  explainedSuggestion,
  explainedUnderWay,
  missingFacts,
  type Said,
} from './explaining.ts';
import { propensitiesNow } from './propensity.ts';
import * as queries from './queries.ts';
import { type Rulebook, rulebookOf } from './rulebook.ts';

export { propensitiesNow } from './propensity.ts';
export { sealReferrals } from './referring-sealing.ts';

/** How long somebody who declined is not asked again, in days. */
const declinedDays = 365;
/** How long what was accepted is under way when nobody says what came of it, in days. */
const underWayDays = 90;

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
    const { decision, inForce, saidFor } = live;
    const about = (code: string) => {
      const { sort, title } = optionOf(inForce, code);
      return { code, sort, title };
    };
    return {
      ...{ hidden, result: decision.result, asOf: live.asOf },
      suggestions: decision.suggestions.map((one) => explained(inForce, one, saidFor)),
      underWay: decision.underWay.map((one) => explainedUnderWay(optionOf(inForce, one.code), one)),
      rejected: decision.rejected.map((one) => {
        const option = optionOf(inForce, one.code);
        return explainedRejection(option, one, saidFor(option));
      }),
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
  underWay: [],
  rejected: [],
  open: [],
  ask: [],
  outcomes: [],
};

const explained = (
  inForce: InForce,
  one: Decision['suggestions'][number],
  saidFor: (option: Option) => Said,
) => {
  const option = optionOf(inForce, one.code);
  const { why, whyNow, ...rest } = explainedSuggestion(option, one, saidFor(option));
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
 * What was accepted is under way: of it one says only that they think otherwise, or that it fell through.
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
    const { rows, propensity } = answerable(live.decision, given);
    await tx.rows(queries.recordOutcome, {
      ...{ customerId, outcomeId, optionCode: given.code, became: given.became },
      ...{ until: given.until, because: given.because, rows },
      known: encoded(within('offer', live.facts, live.notUsed)),
      ...{ rules: live.inForce.version, staffId: session.actorId, propensity },
      propensityVersion: propensity === null ? null : (live.propensities?.version ?? null),
    });
    return { outcomeId };
  });
}

/** What this may be said of now, with how likely it was. */
function answerable(
  { suggestions, underWay }: Decision,
  { code, became }: Body<typeof contract.recordOutcome>,
) {
  const begun = underWay.find((one) => one.code === code);
  if (begun !== undefined) {
    if (became === 'accepted' || became === 'shown') throw new Failure('not-now');
    return { rows: begun.rows, propensity: null };
  }
  const suggestion = suggestions.find((one) => one.code === code);
  // also of what was under way, and is not any more
  if (suggestion === undefined || became === 'fell through') throw new Failure('changed');
  return { rows: suggestion.rows, propensity: suggestion.propensity };
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
    const { decision, inForce, saidFor } = await decideLive(tx, session.actorId, today, 'own');
    return {
      result: decision.result,
      suggestions: decision.suggestions.map((one) => {
        const option = optionOf(inForce, one.code);
        const { why, whyNow, ...rest } = explainedSuggestion(option, one, saidFor(option));
        return { ...rest, why: why?.customer ?? null, whyNow: whyNow?.customer ?? null };
      }),
      underWay: decision.underWay.map((one) => {
        const { doubt: _forStaff, ...rest } = explainedUnderWay(optionOf(inForce, one.code), one);
        return rest;
      }),
      rejected: decision.rejected.map((one) => {
        const option = optionOf(inForce, one.code);
        const {
          staff: _forStaff,
          aspect: _aspect,
          customer,
          ...rest
        } = explainedRejection(option, one, saidFor(option));
        // where nothing was written for her, nothing is read to her that was written for staff
        const isHers = one.aspect === 'order' || option.tables[one.aspect].toCustomer[one.row] !== undefined;
        return { ...rest, why: isHers ? customer : null };
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
  /** Codes of what she accepted, and is being done. */
  readonly underWay: readonly string[];
  /** Names of facts that she does not want used, whenever she states them. */
  readonly unused: readonly string[];
  /** Needs of which the same is so. */
  readonly unusedNeeds: ReadonlySet<string>;
}

export async function readFits(tx: Transaction, customerId: string, today: string): Promise<Fits> {
  const { decision, ...live } = await decideLive(tx, customerId, today);
  const { facts, refused, notUsed, inForce, past, propensities } = live;
  const [needs, unused] = [new Set<string>(needsRefused(refused)), factsRefused(refused)];
  const propensity = propensities?.of;
  const decideBy = compiledOnce(inForce);
  const decided: (...said: Parameters<Fits['with']>) => Decision = (known, said) => {
    // whatever she says of it now, what she asked not to be used is not
    const stated = said.filter(({ category }) => !needs.has(category));
    const asBefore = unused.map((name) => [name, facts[name]]);
    const told = { ...known, ...Object.fromEntries(asBefore) };
    const saidNeeds = stated.map(({ category, strength }) => [needName(category), strength]);
    // what she says now of savings elsewhere adds to her reserve at once
    const then = withReserve({ ...told, ...Object.fromEntries(saidNeeds) });
    return decide(decideBy, { facts: then, notUsed, today, past, propensity });
  };
  return {
    known: facts,
    with: (known, needs) => decided(known, needs).suggestions.map(({ code }) => code),
    resultOf: (known, needs) => decided(known, needs).result,
    titleOf: (code) => titleOf(inForce, code),
    underWay: decision.underWay.map(({ code }) => code),
    unused,
    unusedNeeds: needs,
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
  const [[row], outcomes, inForce, propensities, stated, refusals] = await Promise.all([
    tx.rows(own ? queries.ownKnown : queries.knownOf, { customerId }),
    tx.rows(own ? queries.ownOutcomes : queries.outcomesOf, { customerId }),
    optionsOn(tx, today),
    propensitiesNow(tx, whose),
    statedOf(tx, whose, customerId),
    refusedOf(tx, whose, customerId),
  ]);
  const facts = decoded(row?.known ?? {});
  const refused = refusals.map(({ about }) => about);
  // of whom nothing has been worked out yet, what she refuses is refused all the same
  const worked = row?.not_used ?? namesNotUsed(refused, []);
  const notUsed = [...new Set([...worked, ...needsRefused(refused).map(needName)])];
  const past = pastOf(
    outcomes.map((one) => ({
      ...{ option_code: one.option_code, became: one.became, until: one.until },
      recorded_on: one.recorded_at.toString().slice(0, 10),
    })),
    today,
  );
  const asked = { facts, notUsed, today, past, propensity: propensities?.of };
  const decision = decide(compiledOnce(inForce), asked);
  const saidFor = (option: Option): Said =>
    new Map(
      stated
        .filter((one) => isCounted(one, facts))
        .filter(({ fact }) => option.context === 'care' || !notUsed.includes(fact))
        .map(({ fact, saidOn }) => [fact, saidOn]),
    );
  const asOf = row?.as_of ?? null;
  return { decision, inForce, facts, refused, notUsed, past, propensities, outcomes, saidFor, asOf };
}

/** Known by her word: used, and not what the books say instead. */
const isCounted = (one: Awaited<ReturnType<typeof statedOf>>[number], facts: Facts) =>
  !one.notUsed && String(facts[one.fact]) === (one.amount?.minor ?? one.value);

/** What became of each option before, as its tables ask for it. @param outcomes the newest first */
export function pastOf(outcomes: readonly queries.PastRow[], today: string): Asked['past'] {
  if (outcomes.length === 0) return () => never;
  const since = (days: number) => Temporal.PlainDate.from(today).subtract({ days }).toString();
  const [year, quarter, begun] = [since(declinedDays), since(90), since(underWayDays)];
  return (code) => {
    const its = outcomes.filter((one) => one.option_code === code);
    // that it was brought up as well takes nothing back
    const last = its.find((one) => one.became !== 'shown');
    const declined = its.filter((one) => one.became === 'declined' && one.recorded_on >= year);
    return {
      declined: declined.length > 0,
      declinedOn:
        declined
          .map((one) => one.recorded_on)
          .sort()
          .at(-1) ?? null,
      putOff: its.some((one) => one.became === 'not now' && (one.until ?? '') > today),
      acceptedOn: last?.became === 'accepted' && last.recorded_on >= begun ? last.recorded_on : null,
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
