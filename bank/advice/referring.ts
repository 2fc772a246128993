/**
 * Referral to a specialist: with the customer's consent, accepted by a day or passed back, and answered.
 * Accepting makes a promise, which is the specialist's reason to open the file; when the customer takes her
 * consent back, both end in the same moment (0032_outcomes.sql).
 */
import { randomUUID } from 'node:crypto';
import { readLooks } from '#bank/privacy/actions.ts';
import { type StaffSignedIn, todayAt } from '#bank/staff/actions.ts';
import type { Body, Reply } from '#platform/contract.ts';
import type { Transaction } from '#platform/database/transaction.ts';
import { ask, change, make, read, readOwn } from '#platform/database/vault.ts';
import { Failure } from '#platform/errors.ts';
import type { SignedIn } from '#platform/http/route.ts';
import type * as contract from './referring-contract.ts';
import * as queries from './referring-queries.ts';
import { openedWords, sealedWords } from './referring-sealing.ts';

interface Ids {
  customerId: string;
  referralId: string;
}

const fileOf = (customerId: string) => ({ customerIds: [customerId] as [string], ground: null });

export async function findSpecialists(
  { database, token }: SignedIn,
  named: string,
): Promise<Reply<typeof contract.findSpecialists>> {
  const rows = await ask(database, queries.specialists, { token, named: named.trim() });
  return {
    specialists: rows.map(({ staff_id: staffId, full_name: fullName, role, premises }) => ({
      ...{ staffId, fullName, role, premises },
    })),
  };
}

export async function specialistTopics({
  database,
  token,
}: SignedIn): Promise<Reply<typeof contract.specialistTopics>> {
  const rows = await ask(database, queries.specialistTopics, { token });
  return {
    topics: rows.map(({ topic, premises_id: premisesId, premises, colleagues }) => ({
      ...{ topic, premisesId, premises, colleagues },
    })),
  };
}

/** Of nobody in particular: what it is about, and who asks. */
export async function waitingReferrals({
  database,
  token,
}: SignedIn): Promise<Reply<typeof contract.waitingReferrals>> {
  const rows = await ask(database, queries.waiting, { token });
  return {
    referrals: rows.map((row) => ({
      ...{ referralId: row.referral_id, topic: row.topic, colleague: row.colleague },
      ...{ premises: row.premises, onDate: row.on_date, version: row.version },
    })),
  };
}

export async function readReferrals(
  session: StaffSignedIn,
  customerId: string,
): Promise<Reply<typeof contract.readReferrals>> {
  return read(session, fileOf(customerId), async (tx) => {
    const [rows, overheard] = await Promise.all([
      tx.rows(queries.referralsOf, { customerId }),
      isOverheard(session, tx, customerId),
    ]);
    const words = overheard ? [] : await openedWords(tx, rows);
    return {
      referrals: rows.map((row, n) => ({
        ...{ referralId: row.referral_id, topic: overheard ? null : row.topic, state: row.state },
        ...{ byName: row.by_name, toName: row.to_name, toId: row.referred_to, consent: row.consent },
        ...{ toSpeciality: row.to_speciality, toPremises: row.to_premises },
        ...{ referredAt: row.referred_at.toString(), endedAt: row.ended_at?.toString() ?? null },
        ...{ question: words[n]?.question ?? null, answer: words[n]?.answer ?? null },
        ...{ because: row.because, result: overheard ? null : row.result, version: row.version },
      })),
    };
  });
}

/** Where others may hear, and behind broken glass, what it is about is not said. */
async function isOverheard({ place }: StaffSignedIn, tx: Transaction, customerId: string): Promise<boolean> {
  const look = (await readLooks(tx, customerId, 1)).find((one) => one.this_one);
  return place === 'open counter' || look === undefined || look.ground_kind === 'break-glass';
}

/**
 * To a colleague, or to whoever knows about it, at a branch or at any.
 * @throws Failure `own-people`, `not-found` when nobody like that takes referrals, `restricted` when the file
 * is on no list, `does-not-fit`
 */
export async function refer(
  session: StaffSignedIn,
  customerId: string,
  referralId: string,
  { topic, toStaff, toPremises, consent, question }: Body<typeof contract.refer>,
): Promise<Reply<typeof contract.refer>> {
  if (toStaff !== null && toPremises !== null)
    throw new Failure('does-not-fit', {
      fields: [{ field: '/toPremises', says: 'Name one colleague, or a branch.' }],
    });
  if (toStaff === session.actorId)
    throw new Failure('does-not-fit', { fields: [{ field: '/toStaff', says: 'Choose a colleague.' }] });
  await make(session, fileOf(customerId), 'referral.made', referralId, async (tx) =>
    tx.rows(queries.refer, {
      ...{ customerId, referralId, topic, staffId: session.actorId, toStaff, toPremises, consent },
      question: await sealedWords(tx, { customerId, referralId }, 'question', question),
    }),
  );
  return { referralId };
}

/** @throws Failure `changed`; `not-now` when it is not accepted, or made to somebody else */
export async function answerReferral(
  session: StaffSignedIn,
  ids: Ids,
  version: number,
  { result, answer }: Body<typeof contract.answerReferral>,
): Promise<Reply<typeof contract.answerReferral>> {
  return change(session, fileOf(ids.customerId), 'referral.answered', ids.referralId, async (tx) => {
    const sealed = await sealedWords(tx, ids, 'answer', answer);
    const staffId = session.actorId;
    const [row] = await tx.rows(queries.answer, { ...ids, staffId, version, result, answer: sealed });
    if (row !== undefined) return row;
    const [standing] = await tx.rows(queries.stateOf, ids);
    if (standing === undefined) throw new Failure('not-found');
    const open = standing.state === 'accepted' && standing.referred_to === staffId;
    throw new Failure(open ? 'changed' : 'not-now');
  });
}

/** The customer said so to a member of staff. Said again it is as it was. */
export async function takeBackReferral(session: StaffSignedIn, ids: Ids): Promise<null> {
  await make(session, fileOf(ids.customerId), 'referral.taken back', ids.referralId, async (tx) => {
    const rows = await tx.rows(queries.takeBack, ids);
    if (rows.length > 0) return rows;
    const [standing] = await tx.rows(queries.stateOf, ids);
    if (standing === undefined) throw new Failure('not-found');
    if (standing.state !== 'taken back') throw new Failure('not-now');
    return [];
  });
  return null;
}

/** A list of names, so that it is on record before one is read. */
export async function myReferrals({
  database,
  token,
}: SignedIn): Promise<Reply<typeof contract.myReferrals>> {
  const search = randomUUID();
  await ask(database, queries.listMine, { search, token });
  const rows = await ask(database, queries.myCards, { search, token });
  return {
    referrals: rows.map((row) => ({
      ...{ customerId: row.customer_id, referralId: row.referral_id, calledName: row.called_name },
      ...{ colleague: row.colleague, onDate: row.on_date, toMe: row.mine, topic: row.topic },
      ...{ state: row.state, result: row.result, promiseId: row.promise_id, version: row.version },
    })),
  };
}

/** Days within which whoever accepts says that there will be an answer. */
const longestDays = 90;

/** @throws Failure `own-people`, `not-now`, `changed`, `does-not-fit` */
export async function takeReferral(
  session: StaffSignedIn,
  referralId: string,
  promiseId: string,
  version: number,
  { dueOn, because }: Body<typeof contract.takeReferral>,
): Promise<Reply<typeof contract.takeReferral>> {
  const today = Temporal.PlainDate.from(await todayAt(session));
  if ((dueOn === null) === (because === null))
    throw wrong('Accept it by a day, or pass it back and say why.');
  if (dueOn !== null && (dueOn < today.toString() || dueOn > today.add({ days: longestDays }).toString()))
    throw wrong('Choose a day within three months.');
  const [row] = await ask(session.database, queries.take, {
    ...{ token: session.token, referralId, version, dueOn, because },
    ...(dueOn === null ? { promiseId: null, promised: null } : { promiseId, promised: promised(session) }),
  });
  return { version: row?.version ?? version };
}

const wrong = (says: string) => new Failure('does-not-fit', { fields: [{ field: '/dueOn', says }] });

/** As promises are written: in the words of who makes it. What it is about stands sealed in the referral. */
const promised = ({ row }: StaffSignedIn) =>
  row.locale?.startsWith('es') ? 'Responder a una derivación' : 'Answer a referral';

export async function ownReferrals(session: SignedIn): Promise<Reply<typeof contract.ownReferrals>> {
  const { actorId: customerId } = session;
  return readOwn(session, customerId, async (tx) => {
    const rows = await tx.rows(queries.ownReferrals, { customerId });
    const words = await openedWords(tx, rows);
    return {
      referrals: rows.map((row, n) => ({
        ...{ referralId: row.referral_id, topic: row.topic, state: row.state, consent: row.consent },
        ...{ referredAt: row.referred_at.toString(), endedAt: row.ended_at?.toString() ?? null },
        ...{ question: words[n]?.question ?? null, result: row.result, answer: words[n]?.answer ?? null },
      })),
    };
  });
}

/** @throws Failure `not-now` when it has ended */
export async function takeBackOwn({ database, token }: SignedIn, referralId: string): Promise<null> {
  await ask(database, queries.ownTakeBack, { token, referralId });
  return null;
}
