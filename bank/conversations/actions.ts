/**
 * What is said with customers: who is here, what was noted, what was promised. A visit in progress is what
 * gives its banker the right to open the file, so the kernel makes and moves visits; here it is asked to.
 */
import { randomUUID } from 'node:crypto';
import { adaptedIn, adaptedVisits } from '#bank/needs/actions.ts';
import { hidesTopic, hidesWords, topicShown } from '#bank/privacy/rules.ts';
import { type StaffSignedIn, todayAt } from '#bank/staff/actions.ts';
import type { Body, Reply } from '#platform/contract.ts';
import type { Database } from '#platform/database/pool.ts';
import type { Transaction } from '#platform/database/transaction.ts';
import { ask, change, house, make } from '#platform/database/vault.ts';
import { Failure } from '#platform/errors.ts';
import type { SignedIn } from '#platform/http/route.ts';
import type * as contract from './contract.ts';
import * as queries from './queries.ts';
import { fits, isPromisable, unfitMove, unfitTaker } from './rules.ts';
import { sealedBody } from './sealing.ts';

/** Who waits and who is being served in this branch. */
export async function desk(session: StaffSignedIn): Promise<Reply<typeof contract.desk>> {
  const { database, token } = session;
  const hidden = hidesWords(session.place);
  const about = ({ topic }: { topic: string | null }) => ({
    topic: topicShown(topic, hidden),
    topicHidden: hidesTopic(topic, hidden),
  });
  const search = randomUUID();
  await ask(database, queries.list, { search, token, surface: 'welcome desk', after: null, most: 100 });
  const [visits, guests] = await house(database, 'earshot_staff', (tx) =>
    Promise.all([tx.rows(queries.deskCards, { search, token }), tx.rows(queries.guestCards, { token })]),
  );
  const adapted = await adaptedVisits(session);
  const known = visits.map((visit) => ({
    visitId: visit.visit_id,
    customerId: visit.customer_id,
    channel: visit.channel,
    queueNumber: visit.queue_number,
    calledName: visit.called_name,
    ...about(visit),
    state: visit.state,
    presence: visit.presence,
    proven: visit.proven,
    companions: visit.companions.map(({ role, name }) => ({ role, name: hidden ? null : name })),
    adaptations: adapted(visit.visit_id).kinds,
    checkedInAt: visit.checked_in_at.toString(),
    handedTo: visit.handed_to,
    startedAt: visit.started_at?.toString() ?? null,
    version: visit.version,
  }));
  const unknown = guests.map((guest) => ({
    visitId: guest.guest_id,
    customerId: null,
    channel: 'branch' as const,
    queueNumber: guest.queue_number,
    calledName: guest.called_name,
    ...about(guest),
    state: guest.state,
    presence: null,
    proven: false,
    companions: [],
    adaptations: [],
    checkedInAt: guest.checked_in_at.toString(),
    handedTo: guest.handed_to,
    startedAt: null,
    version: guest.version,
  }));
  return { visits: [...known, ...unknown].sort((a, b) => (a.checkedInAt < b.checkedInAt ? -1 : 1)) };
}

export async function checkIn(
  session: SignedIn,
  visitId: string,
  given: Body<typeof contract.checkIn>,
): Promise<Reply<typeof contract.checkIn>> {
  if (!fits(given.presence, given.channel)) {
    throw new Failure('does-not-fit', {
      fields: [{ field: '/presence', says: 'Nobody can be present in that way on this channel.' }],
    });
  }
  const [row] = await ask(session.database, queries.checkIn, { token: session.token, visitId, ...given });
  const adapted = await adaptedVisits(session);
  return { visitId, queueNumber: row?.queue_number ?? 0, adaptations: adapted(visitId).kinds };
}

export async function checkInGuest(
  session: SignedIn,
  guestId: string,
  given: Body<typeof contract.checkInGuest>,
): Promise<Reply<typeof contract.checkInGuest>> {
  const [row] = await ask(session.database, queries.checkInGuest, {
    token: session.token,
    guestId,
    ...given,
  });
  return { guestId, queueNumber: row?.queue_number ?? 0 };
}

export async function moveVisit(
  session: SignedIn,
  visitId: string,
  version: number,
  given: Body<typeof contract.moveVisit>,
): Promise<Reply<typeof contract.moveVisit>> {
  const wrong = unfitMove(given);
  if (wrong) throw new Failure('does-not-fit', { fields: [wrong] });
  const [row] = await ask(session.database, queries.moveVisit, {
    token: session.token,
    visitId,
    version,
    ...given,
  });
  if (row === undefined) throw new Failure('not-found');
  return { customerId: row.customer_id, state: row.state, version: row.version };
}

export async function moveGuest(
  session: SignedIn,
  guestId: string,
  version: number,
  { what, to = null }: { what: string; to?: string | null },
): Promise<Reply<typeof contract.moveGuest>> {
  const { database, token } = session;
  const wrong = unfitTaker(what, to);
  if (wrong) throw new Failure('does-not-fit', { fields: [wrong] });
  const [row] = await ask(database, queries.moveGuest, { token, guestId, version, what, to });
  return { version: row?.version ?? version };
}

export async function addNote(
  session: SignedIn,
  customerId: string,
  noteId: string,
  given: Body<typeof contract.addNote>,
): Promise<Reply<typeof contract.addNote>> {
  await make(session, { customerIds: [customerId], ground: null }, 'note.written', noteId, async (tx) => {
    const written = await writtenAs(tx, customerId, noteId, given);
    return tx.rows(queries.addNote, { ...written, staffId: session.actorId });
  });
  return { noteId, version: 1 };
}

export async function changeNote(
  session: SignedIn,
  customerId: string,
  noteId: string,
  version: number,
  given: Body<typeof contract.changeNote>,
): Promise<Reply<typeof contract.changeNote>> {
  return change(session, { customerIds: [customerId], ground: null }, 'note.changed', noteId, async (tx) => {
    const written = await writtenAs(tx, customerId, noteId, given);
    return changedOnce(tx, queries.changeNote, { ...written, staffId: session.actorId, version });
  });
}

export async function addPromise(
  session: StaffSignedIn,
  customerId: string,
  promiseId: string,
  given: Body<typeof contract.addPromise>,
): Promise<Reply<typeof contract.addPromise>> {
  if (!isPromisable(given.dueOn, await todayAt(session))) {
    throw new Failure('does-not-fit', {
      fields: [{ field: '/dueOn', says: 'Choose a day from today on, within a year.' }],
    });
  }
  const promise = {
    ...{ customerId, promiseId, body: given.body, dueOn: given.dueOn },
    ...{ staffId: session.actorId, assignedTo: given.assignedTo ?? session.actorId },
  };
  await make(session, { customerIds: [customerId], ground: null }, 'promise.made', promiseId, (tx) =>
    tx.rows(queries.addPromise, promise),
  );
  return { promiseId, version: 1 };
}

export async function settlePromise(
  session: SignedIn,
  customerId: string,
  promiseId: string,
  version: number,
  state: 'kept' | 'withdrawn',
): Promise<Reply<typeof contract.settlePromise>> {
  return change(session, { customerIds: [customerId], ground: null }, `promise.${state}`, promiseId, (tx) =>
    changedOnce(tx, queries.settlePromise, { customerId, promiseId, state, version }),
  );
}

/** What I promised and still have to keep. */
export async function myPromises(session: StaffSignedIn): Promise<Reply<typeof contract.myPromises>> {
  const { database, token } = session;
  const search = randomUUID();
  await ask(database, queries.list, { search, token, surface: 'promises', after: null, most: 100 });
  const rows = await ask(database, queries.promiseCards, { search, token });
  const adapted = await adaptedIn(session, search);
  const today = await todayAt(session);
  return {
    promises: rows.map((row) => ({
      promiseId: row.promise_id,
      customerId: row.customer_id,
      calledName: row.called_name,
      dueOn: row.due_on,
      overdue: row.due_on < today,
      ofColleague: row.of_name,
      adaptations: adapted(row.customer_id),
    })),
  };
}

/**
 * What the file shows of conversations; read in the file's own transaction. Sensitive notes stay sealed until
 * openNotes.
 */
export function readConversations(tx: Transaction, customerId: string) {
  return Promise.all([
    tx.rows(queries.notesOf, { customerId }),
    tx.rows(queries.promisesOf, { customerId }),
    tx.rows(queries.confirmationsOf, { customerId }),
  ]);
}

/** Forgets values that were shown for their two minutes; how many. */
export async function lapseConfirmations(database: Database): Promise<number> {
  const [row] = await ask(database, queries.lapseConfirmations, {});
  return row?.gone ?? 0;
}

/** Ends what nobody has ended in sixteen hours. @returns how many visits */
export async function endForgotten(database: Database): Promise<number> {
  const [row] = await ask(database, queries.endForgotten, {});
  return row?.ended ?? 0;
}

/** What the customer typed as an answer; the caller has signed the file out to reveal it. */
export async function readTypedAnswer(tx: Transaction, customerId: string, confirmationId: string) {
  return (await tx.one(queries.typedAnswer, { customerId, confirmationId })).words;
}

/** What a visit of this customer is about; the caller has signed the file out to reveal it. */
export async function readTopic(tx: Transaction, customerId: string, visitId: string) {
  return (await tx.first(queries.topicOf, { customerId, visitId }))?.topic ?? null;
}

/** Who is with the customer now: companions, interpreters, attorneys. */
export async function readCompanions(tx: Transaction, customerId: string) {
  return (await tx.rows(queries.companionsOf, { customerId })).flatMap(({ companions }) => companions);
}

export function readVisits(tx: Transaction, customerId: string, before: Temporal.Instant, most: number) {
  return tx.rows(queries.visitsOf, { customerId, before, most });
}

/** A sensitive note is sealed, any other is stored as it is. */
async function writtenAs(
  tx: Transaction,
  customerId: string,
  noteId: string,
  { body, sensitive }: Body<typeof contract.addNote>,
) {
  const bodySealed = sensitive ? await sealedBody(tx, { customerId, noteId, body }) : null;
  return { customerId, noteId, body: sensitive ? null : body, bodySealed, sensitive };
}

type Changing = typeof queries.changeNote | typeof queries.settlePromise;

/** No row came back: it is not theirs, or somebody was faster. */
async function changedOnce<S extends Changing>(
  tx: Transaction,
  statement: S,
  parameters: Parameters<Transaction['rows']>[1],
) {
  const [row] = await tx.rows(statement as typeof queries.settlePromise, parameters as never);
  if (row === undefined) throw new Failure('changed');
  return { version: row.version };
}
