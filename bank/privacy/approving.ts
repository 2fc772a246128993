/**
 * Two people: one asks, another decides, the first does it, once. The kernel hashes, compares and refuses
 * (0016_two_people.sql); here it is only asked.
 */
import { randomUUID } from 'node:crypto';
import type { StaffSignedIn } from '#bank/staff/actions.ts';
import { changePayload, entryPayload } from '#bank/staff/rules.ts';
import type { Body, Reply } from '#platform/contract.ts';
import type { RowOf } from '#platform/database/statement.ts';
import { ask } from '#platform/database/vault.ts';
import { Failure } from '#platform/errors.ts';
import type { SignedIn } from '#platform/http/route.ts';
import type * as contract from './approving-contract.ts';
import * as queries from './approving-queries.ts';
import { hidesWords } from './rules.ts';
import type { Setting } from './setting-contract.ts';

export async function approvals({
  database,
  token,
  place,
}: StaffSignedIn): Promise<Reply<typeof contract.approvals>> {
  const hidden = hidesWords(place);
  const search = randomUUID();
  await ask(database, queries.listApprovals, { search, token });
  const asked = { search, token };
  const [rows, particulars, more, stations, settings] = await Promise.all([
    ask(database, queries.approvalCards, asked),
    ask(database, queries.approvalParticulars, asked),
    ask(database, queries.approvalMore, asked),
    ask(database, queries.approvalPlaces, { token }),
    ask(database, queries.approvalSettings, { token }),
  ]);
  return {
    approvals: rows.map((row) => {
      const isIt = (one: { approval_id: string }) => one.approval_id === row.approval_id;
      const also = more.find(isIt);
      return {
        ...cardOf(row),
        about: row.about ?? also?.subject ?? null,
        ...(hidden ? { reference: null, reason: null, words: null } : {}),
        wordsHidden: hidden,
        ...moreOf(also),
        why: hidden ? null : (also?.why ?? null),
        ...particularsOf(particulars.find(isIt)),
        station: stationOf(stations.find(isIt)),
        ...settingOf(settings.find(isIt)),
      };
    }),
  };
}

function cardOf(row: RowOf<typeof queries.approvalCards>) {
  return {
    approvalId: row.approval_id,
    action: row.action,
    customerId: row.customer_id,
    staffId: row.staff_id,
    role: row.role,
    customersPerHour: row.customers_per_hour,
    draftId: row.draft_id,
    appliesFrom: row.applies_from,
    hash: row.hash.toString('hex'),
    about: row.about,
    before: { role: row.before_role, customersPerHour: row.before_per_hour },
    mine: row.mine,
    requesterName: row.requester,
    requesterRole: row.requester_role,
    reference: row.reference,
    reason: row.reason,
    requestedAt: row.requested_at.toString(),
    expiresAt: row.expires_at.toString(),
    state: row.state,
    decidedByName: row.decided_by_name,
    words: row.words,
  };
}

function moreOf(more: RowOf<typeof queries.approvalMore> | undefined) {
  return {
    requestId: more?.request_id ?? null,
    runId: more?.run_id ?? null,
    fileNumber: more?.file_number ?? null,
    feed: more?.feed ?? null,
    contactPointId: more?.contact_point_id ?? null,
    presence: more?.presence ?? null,
    from: more?.from_day ?? null,
    to: more?.to_day ?? null,
    questionId: more?.question_id ?? null,
    customerIds: more?.customer_ids ?? [],
    customerNames: more?.customer_names ?? [],
    occasions: more?.occasions ?? null,
  };
}

function stationOf(row: RowOf<typeof queries.approvalPlaces> | undefined) {
  if (row === undefined) return null;
  return { premisesId: row.premises_id, placeNow: row.place_now, placeThen: row.place_then };
}

function settingOf(row: RowOf<typeof queries.approvalSettings> | undefined) {
  return {
    setting: row?.setting ?? null,
    settingNow: row?.setting_now ?? null,
    holdId: row?.hold_id ?? null,
  };
}

/** What a counter hides of a request that is in one's own list; that it was shown is on record first. */
export async function approvalWords(
  { database, token }: SignedIn,
  approvalId: string,
): Promise<Reply<typeof contract.approvalWords>> {
  const [row] = await ask(database, queries.approvalWords, { token, approvalId });
  if (row === undefined) throw new Failure('not-found');
  return row;
}

/** @throws Failure `not-allowed`, `not-found`, `not-now`: it needs nobody else; `own-people`, `too-many` */
export async function askApproval(
  { database, token }: SignedIn,
  approvalId: string,
  { reference, reason, ...asked }: Body<typeof contract.askApproval>,
): Promise<Reply<typeof contract.askApproval>> {
  const request = { token, approvalId, action: asked.action, payload: payloadOf(asked), reference, reason };
  const [row] = await ask(database, queries.requestApproval, request);
  return { approvalId, expiresAt: (row?.expires_at ?? Temporal.Now.instant()).toString() };
}

/**
 * @throws Failure `not-allowed` to the same person, their line and their people, `step-up`, `not-now`
 * when it is decided or too old, `changed` when it is not what was shown
 */
export async function decideApproval(
  { database, token }: SignedIn,
  approvalId: string,
  { hash, decision, words }: Body<typeof contract.decideApproval>,
): Promise<null> {
  const decided = { token, approvalId, hash: Buffer.from(hash, 'hex'), decision, words };
  await ask(database, queries.decideApproval, decided);
  return null;
}

/** @throws Failure `approval-needed` unless just this was approved, to this person, lately, and is unused */
export async function useApproval(
  { database, token }: SignedIn,
  approvalId: string,
  passId: string,
  asked: Body<typeof contract.useApproval>,
): Promise<null> {
  const use = { token, approvalId, action: asked.action, payload: payloadOf(asked), passId };
  await ask(database, queries.useApproval, use);
  return null;
}

function particularsOf(row: RowOf<typeof queries.approvalParticulars> | undefined) {
  if (row === undefined) return { named: null };
  const { userName = null, fullName, premisesId, managerId, sameAs, customerKey } = row.particulars;
  const { apart = false } = row.particulars;
  return {
    particulars: { userName, fullName, premisesId, managerId, sameAs, customerKey, apart },
    named: {
      ...{ premises: row.premises, manager: row.manager, samePerson: row.same_person },
      ...{ beforeName: row.before_name, beforePremises: row.before_premises },
      ...{ beforeManager: row.before_manager, beforeSamePerson: row.before_same },
    },
  };
}

/** Only what the action takes, and all of it. */
function payloadOf(asked: contract.Asked) {
  const { action, customerId, staffId, role, customersPerHour, particulars } = asked;
  const {
    contactPointId = null,
    questionId = null,
    customerIds = [],
    requestId = null,
    runId = null,
    fileNumber = null,
    from = null,
    to = null,
    holdId = null,
  } = asked;
  const setting = { setting: settingParts(asked) };
  const subject = staffId === null ? { customerId } : { staffId };
  const payload = {
    'restricted file': { customerId },
    'file release': { customerId },
    export: { customerId },
    'role change': { staffId, role },
    'limit change': { role, customersPerHour },
    'sign-in reset': { staffId },
    'customer sign-in reset': { customerId, contactPointId },
    'portal invitation': { customerId, contactPointId },
    'staff entry': entryPayload(role, particulars),
    'staff change': changePayload(staffId, particulars),
    'key destruction': { customerId, requestId },
    'rejects export': { runId, fileNumber },
    'record export': { ...subject, from, to },
    'people export': { questionId },
    'hold lifting': { customerId, holdId },
    'rights law': setting,
    'rights clock': setting,
    controller: setting,
    'advice settings': setting,
    // in one order, so that the same list is the same request
    'bulk reveal': { customerIds: customerIds.map((one) => one.toLowerCase()).toSorted() },
  }[action];
  const open = ['premisesId', 'managerId', 'sameAs', 'customerKey'];
  const missing = Object.entries(payload).filter(([name, value]) => value === null && !open.includes(name));
  const others = Object.entries(asked).filter(([name, value]) => isGiven(value) && !takes(payload, name));
  const fields = [
    ...missing.map(([name]) => ({ field: `/${name}`, says: 'This is needed.' })),
    ...others.map(([name]) => ({ field: `/${name}`, says: 'Not for this.' })),
  ];
  if (fields.length > 0) throw new Failure('does-not-fit', { fields });
  return payload;
}

/** What a setting is to say, in full and nothing else; null while it is not all there. */
function settingParts({ action, setting }: contract.Asked): Setting | null {
  const { law, clock, controller, heldOut, propensities } = setting ?? {};
  if (action === 'rights law') return law === undefined ? null : { law };
  if (action === 'rights clock') return clock === undefined ? null : { clock };
  if (action === 'controller') return controller === undefined ? null : { controller };
  return heldOut === undefined || propensities === undefined ? null : { heldOut, propensities };
}

const isGiven = (value: unknown) =>
  value !== null && value !== undefined && !(Array.isArray(value) && value.length === 0);

/** Particulars are spread in the payload: their own names are asked for there. */
const takes = (payload: object, name: string) =>
  name === 'action' || name in payload || (name === 'particulars' && 'fullName' in payload);
