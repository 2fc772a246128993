/**
 * What is understood of a customer: read with her file, decided and stated by staff and by herself. What
 * somebody says counts at once, and is worked into everything else in a moment by the job.
 */
import { randomUUID } from 'node:crypto';
import type { Static } from 'typebox';
import type { Body, Reply } from '#platform/contract.ts';
import type { RowOf } from '#platform/database/statement.ts';
import type { Transaction } from '#platform/database/transaction.ts';
import { ask, change, make, readOwn } from '#platform/database/vault.ts';
import { Failure } from '#platform/errors.ts';
import type { SignedIn } from '#platform/http/route.ts';
import type { Table } from '#platform/tables/table.ts';
import { adaptedIn } from './adapting.ts';
import type * as contract from './contract.ts';
import { tellable } from './contract.ts';
import { tables as broughtTables } from './deciding.ts';
import { seenByCare } from './deciding-needs.ts';
import type * as goals from './goals-contract.ts';
import { happenings } from './happenings.ts';
import * as queries from './queries.ts';
import { isRefusable, namesNotUsed, refusalOf } from './refusing.ts';
import { stageNeeds } from './stage-needs.ts';
import { again, saying, statedOf } from './stating.ts';

export { adaptedIn, adaptedVisits, readAdaptations, readOwnAdaptations } from './adapting.ts';
export { factsRefused, namesNotUsed, needsRefused } from './refusing.ts';
export { statedOf, stateNeeds } from './stating.ts';
export { withReserve } from './telling.ts';

type Understanding = Static<typeof contract.understanding>;

/** With the file that is open in this transaction. */
export async function readUnderstanding(tx: Transaction, customerId: string): Promise<Understanding> {
  return understandingOf(tx, 'staff', customerId);
}

/** By these are level, stage and needs decided: the bank's own versions, else what comes with Earshot. */
export async function tablesOn(tx: Transaction, day: string): Promise<Table[]> {
  const own = await tx.rows(queries.tablesOn, { day });
  return broughtTables.map((brought) => own.find(({ name }) => name === brought.name)?.body ?? brought);
}

async function understandingOf(
  tx: Transaction,
  whose: 'staff' | 'own',
  customerId: string,
): Promise<Understanding> {
  const from = whose === 'own' ? queries.ofPortal : queries.ofStaff;
  const [facts, standings, events, evidence, held, needs, stated, refused] = await Promise.all([
    tx.first(from.factsOf, { customerIds: [customerId] }),
    tx.rows(from.standingsOf, { customerId }),
    tx.rows(from.eventsOf, { customerId }),
    tx.rows(from.evidenceOf, { customerId }),
    tx.rows(from.heldOf, { customerId }),
    tx.rows(from.needsOf, { customerId }),
    statedOf(tx, whose, customerId),
    refusedOf(tx, whose, customerId),
  ]);
  const standing = (of: 'level' | 'stage') => {
    const row = standings.find((one) => one.of === of && one.to_date === null);
    if (row === undefined) return null;
    const { value, because, from_date: fromDate, is_change: isChange, disputed_on: disputedOn } = row;
    return { value, because, fromDate, isChange, disputedOn };
  };
  const seen = Map.groupBy(evidence, ({ event_id }) => event_id ?? '');
  const by = Map.groupBy(held, ({ event_id }) => event_id ?? '');
  const refusals = refused.flatMap(({ about, since }) => {
    const refusal = refusalOf(about);
    return refusal === undefined ? [] : { ...refusal, since };
  });
  const isRefused = (is: 'need' | 'stated', thing: string) =>
    refusals.some(({ of, what }) => of === is && what === thing);
  return {
    asOf: facts?.as_of ?? null,
    ...{ level: standing('level'), stage: standing('stage'), isPrivate: false },
    before: standings.flatMap(({ of, value, because, from_date: fromDate, to_date: toDate }) =>
      toDate === null ? [] : [{ of, value, because, fromDate, toDate }],
    ),
    events: onceEach(events).map((row) =>
      eventOf(row, seen.get(row.event_id) ?? [], by.get(row.event_id) ?? []),
    ),
    needs: onePerCategory(needs).map((row) => ({
      ...needOf(row),
      // of the need, not of one telling of it
      notUsed: isRefused('need', row.category),
    })),
    stated: stated.map((one) => ({ ...one, notUsed: isRefused('stated', one.fact) })),
    refusals,
  };
}

/** What she asked not to be used and has not taken back, by the names that refusing.ts reads. */
export function refusedOf(tx: Transaction, whose: 'staff' | 'own', customerId: string) {
  const from = whose === 'own' ? queries.ofPortal : queries.ofStaff;
  return tx.rows(from.refusalsOf, { customerId });
}

type EventRow = RowOf<typeof queries.ofPortal.eventsOf>;
type NeedRow = RowOf<typeof queries.ofPortal.needsOf>;

/** Two records that turned out to be one person may have seen the same thing twice. */
function onceEach(events: readonly EventRow[]): EventRow[] {
  return [
    ...new Map(events.toReversed().map((row) => [`${row.kind} ${row.evidence_key}`, row])).values(),
  ].toReversed();
}

/** What somebody said stands before what was worked out. */
function onePerCategory(needs: readonly NeedRow[]): NeedRow[] {
  const said = new Set(needs.filter(({ source }) => source !== 'inferred').map(({ category }) => category));
  return needs.filter(({ source, category }) => source !== 'inferred' || !said.has(category));
}

const money = (minor: bigint, currency: string) => ({ minor: minor.toString(), currency });

function eventOf(
  row: EventRow,
  seen: readonly RowOf<typeof queries.ofPortal.evidenceOf>[],
  held: readonly RowOf<typeof queries.ofPortal.heldOf>[],
): Understanding['events'][number] {
  return {
    ...{ eventId: row.event_id, kind: row.kind, state: row.state, source: row.source, onDate: row.on_date },
    rule: row.rule,
    ...{ confidence: row.confidence, sensitive: row.sensitive, notUsed: row.not_used },
    ...{ expiresOn: row.expires_on, version: row.version },
    amount: row.amount_minor === null || row.currency === null ? null : money(row.amount_minor, row.currency),
    evidence: seen.slice(0, 12).flatMap(({ booked_on, minor, currency, counterparty }) =>
      booked_on === null
        ? []
        : {
            onDate: booked_on,
            amount: minor === null || currency === null ? null : money(minor, currency),
            from: counterparty,
          },
    ),
    agreements: held
      .slice(0, 6)
      .flatMap(({ kind, last4, matures_on: maturesOn }) => (kind === null ? [] : { kind, last4, maturesOn })),
  };
}

function needOf(row: NeedRow): Understanding['needs'][number] {
  const { goal_minor: goal, currency, saved_minor: saved } = row;
  const part = goal === null || saved === null ? null : Number((saved * 100n) / goal);
  return {
    ...{ needId: row.need_id, category: row.category, source: row.source, strength: row.strength },
    ...{ saidIn: row.said_in, saidOn: row.said_on, talk: row.talk },
    ...{ because: row.because, notUsed: row.not_used, expiresOn: row.expires_on, version: row.version },
    forCare: isForCare(row),
    goal:
      goal === null || currency === null
        ? null
        : {
            ...{ amount: money(goal, currency), on: row.goal_on, agreementIds: row.agreement_ids },
            saved: saved === null ? null : money(saved, currency),
            progress: part === null ? null : Math.max(0, Math.min(100, part)),
          },
  };
}

/** What she asks for herself may be answered by an offer; what care saw, and she said is so, may not. */
const isForCare = ({ category, source, affirmed }: NeedRow) =>
  stageNeeds.includes(category) || (seenByCare.has(category) && (source === 'inferred' || affirmed));

const fileOf = (customerId: string) => ({ customerIds: [customerId] as [string], ground: null });

export async function decideEvent(
  session: SignedIn,
  ids: { customerId: string; eventId: string },
  version: number,
  { state }: Body<typeof contract.decideEvent>,
): Promise<Reply<typeof contract.decideEvent>> {
  const { customerId, eventId } = ids;
  return change(session, fileOf(customerId), `life event.${state}`, eventId, async (tx) => {
    const row = await tx.first(queries.decideEvent, { ...ids, version, state, staffId: session.actorId });
    if (row === undefined) throw new Failure('changed');
    await again(tx, customerId);
    return { version: row.version };
  });
}

export async function tellEvent(
  session: SignedIn,
  customerId: string,
  eventId: string,
  { kind, onDate }: Body<typeof contract.tellEvent>,
): Promise<Reply<typeof contract.tellEvent>> {
  const told = toldOf(kind, onDate);
  await make(session, fileOf(customerId), 'life event.told', eventId, async (tx) => {
    const made = await tx.rows(queries.tellEvent, {
      customerId,
      eventId,
      kind,
      ...told,
      staffId: session.actorId,
    });
    if (made.length > 0) await again(tx, customerId);
    return made;
  });
  return { eventId, version: 1 };
}

/** @throws Failure `does-not-fit` for a day that nobody can mean */
function toldDay(onDate: string): { day: Temporal.PlainDate; today: Temporal.PlainDate } {
  const day = Temporal.PlainDate.from(onDate);
  const today = Temporal.Now.plainDateISO('UTC');
  const far = Math.abs(day.until(today, { largestUnit: 'days' }).days);
  if (far > 730)
    throw new Failure('does-not-fit', { fields: [{ field: '/onDate', says: 'Within two years of today.' }] });
  return { day, today };
}

function toldOf(kind: keyof typeof happenings, onDate: string) {
  const { day, today } = toldDay(onDate);
  // what is said counts for as long from today as it would from its day
  const since = Temporal.PlainDate.compare(day, today) > 0 ? day : today;
  const { lasts, sensitive } = happenings[kind];
  return { onDate, sensitive, expiresOn: since.add({ days: lasts }).toString() };
}

export async function stateNeed(
  session: SignedIn,
  customerId: string,
  needId: string,
  { category, strength, goal }: Body<typeof contract.stateNeed>,
): Promise<Reply<typeof contract.stateNeed>> {
  liesAhead(goal?.on ?? null, '/goal/on');
  await make(session, fileOf(customerId), 'need.stated', needId, async (tx) => {
    const made = await tx.rows(queries.stateNeed, {
      ...{ customerId, needId, category, strength, staffId: session.actorId },
      ...{ goalMinor: goal === null ? null : BigInt(goal.minor), currency: goal?.currency ?? null },
      ...{ goalOn: goal?.on ?? null, agreementIds: goal?.agreementIds ?? [] },
    });
    if (made.length > 0) await again(tx, customerId);
    return made;
  });
  return { needId, version: 1 };
}

/** @throws Failure `does-not-fit` for a day that is past, or further off than a life */
function liesAhead(on: string | null, field: string): void {
  const today = Temporal.Now.plainDateISO('UTC');
  if (on === null || (on > today.toString() && on <= today.add({ years: 60 }).toString())) return;
  throw new Failure('does-not-fit', { fields: [{ field, says: 'A goal lies ahead.' }] });
}

export async function settleNeed(
  session: SignedIn,
  ids: { customerId: string; needId: string },
  version: number,
  { state }: Body<typeof contract.settleNeed>,
): Promise<Reply<typeof contract.settleNeed>> {
  return change(session, fileOf(ids.customerId), `need.${state}`, ids.needId, async (tx) => {
    const row = await tx.first(queries.settleNeed, { ...ids, version, state });
    if (row === undefined) throw new Failure('changed');
    await again(tx, ids.customerId);
    return { version: row.version };
  });
}

/** What is new of those whom this member of staff looks after, newest first. */
export async function lifeNews(session: SignedIn): Promise<Reply<typeof contract.lifeNews>> {
  const { database, token } = session;
  const search = randomUUID();
  await ask(database, queries.listNews, { search, token });
  const rows = await ask(database, queries.newsCards, { search, token });
  const adapted = await adaptedIn(session, search);
  const news = rows.map(
    ({ customer_id: customerId, called_name: calledName, on_date: onDate, what, value }) => {
      return { customerId, calledName, what, value, onDate, adaptations: adapted(customerId) };
    },
  );
  return { news: news.sort((a, b) => (a.onDate < b.onDate ? 1 : -1)) };
}

// The portal
// ------------------------------------------------------------------------------------------------------

export async function ownUnderstanding(session: SignedIn): Promise<Reply<typeof contract.ownUnderstanding>> {
  const customerId = session.actorId;
  return readOwn(session, customerId, async (tx) => {
    const understanding = await understandingOf(tx, 'own', customerId);
    return { understanding, refused: understanding.refusals.map(({ about }) => about).filter(isRefusable) };
  });
}

export function answerOwn(
  session: SignedIn,
  { of, id, answer }: Body<typeof contract.answerOwn>,
): Promise<null> {
  const { token } = session;
  return saying(session, (tx) => tx.rows(queries.answerOwn, { token, of, subject: id, answer }));
}

export function answerStanding(
  session: SignedIn,
  { of, isSo }: Body<typeof contract.answerStanding>,
): Promise<null> {
  return saying(session, (tx) => tx.rows(queries.answerStanding, { token: session.token, of, isSo }));
}

export async function tellOwn(
  session: SignedIn,
  eventId: string,
  { kind, onDate }: Body<typeof contract.tellOwn>,
): Promise<Reply<typeof contract.tellOwn>> {
  const told = toldOf(kind, onDate);
  await saying(session, (tx) => tx.rows(queries.tellOwn, { token: session.token, eventId, kind, ...told }));
  return { eventId };
}

/**
 * About when it happened, put right: it is confirmed by that.
 * @throws Failure `not-now` for what has its day in the books
 */
export function correctOwnEvent(
  session: SignedIn,
  eventId: string,
  { onDate }: Body<typeof contract.correctOwnEvent>,
): Promise<null> {
  toldDay(onDate);
  const { token } = session;
  const lasts = Object.fromEntries(tellable.map((kind) => [kind, happenings[kind].lasts]));
  return saying(session, (tx) =>
    tx.rows(queries.correctOwnEvent, { token, eventId, kinds: [...tellable], onDate, lasts }),
  );
}

export async function stateOwn(
  session: SignedIn,
  needId: string,
  { category }: Body<typeof contract.stateOwn>,
): Promise<Reply<typeof contract.stateOwn>> {
  await saying(session, (tx) => tx.rows(queries.stateOwn, { token: session.token, needId, category }));
  return { needId };
}

/**
 * A goal that staff noted, put right by her: it is her own word from then on.
 * @throws Failure `does-not-fit`, `not-found`, `not-now` where there is no goal
 */
export function correctOwnGoal(
  session: SignedIn,
  needId: string,
  { minor, on }: Body<typeof goals.correctOwnGoal>,
): Promise<null> {
  if (minor === null && on !== null)
    throw new Failure('does-not-fit', { fields: [{ field: '/on', says: 'Only with a sum.' }] });
  liesAhead(on, '/on');
  const goal = { minor: minor === null ? null : BigInt(minor), onDate: on };
  return saying(session, (tx) => tx.rows(queries.correctOwnGoal, { token: session.token, needId, ...goal }));
}

/** @throws Failure `does-not-fit` for what is no area, and no such thing that could be taken back */
export function refuseOwn(
  session: SignedIn,
  { about, refused }: Body<typeof contract.refuseOwn>,
): Promise<null> {
  const of = refusalOf(about)?.of;
  if (of === undefined || (refused && of !== 'area'))
    throw new Failure('does-not-fit', { fields: [{ field: '/about', says: 'There is no such thing.' }] });
  const names = namesNotUsed([about], []);
  return saying(session, (tx) => tx.rows(queries.refuseOwn, { token: session.token, about, refused, names }));
}
