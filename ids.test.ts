/**
 * Every id of every route, asked by a second person of the same role (row 56): whoever has no part in what an
 * id names is answered what an id of nothing is answered, word for word, and so does not even learn what is
 * there. A route whose ids a whole role works on says so here.
 */
import assert from 'node:assert/strict';
import { randomBytes, randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import { type Role, roles } from '#bank/staff/contract.ts';
import { allows } from '#bank/staff/rules.ts';
import { type Answer, type Client, clientOf, dayFromNow, type Trial, trialBank } from '#bank/trial.ts';
import { hashToken } from '#platform/auth/secrets.ts';
import type { Contract } from '#platform/contract.ts';
import { sampleOf } from '#platform/http/samples.ts';
import { portalRoutes, workspaceRoutes } from './server.ts';

/** Of a route's ids: everybody of its roles works on them, wherever they are, and is shown them in a list. */
const shared: Record<string, string> = {
  'PUT /api/staff/:staffId/active': 'administrators administer everybody',
  'DELETE /api/staff/:staffId/sessions': 'administrators administer everybody',
  'POST /api/staff/:staffId/sign-in-resets': 'administrators administer everybody',
  'PUT /api/staff/:staffId/particulars': 'administrators administer everybody',
  'PUT /api/staff/:staffId/specialities': 'administrators administer everybody',
  'GET /api/rules/:table': 'rules are the bank’s',
  'GET /api/rules/:table/versions/:version': 'rules are the bank’s',
  'POST /api/rules/:table/drafts': 'rules are the bank’s',
  'GET /api/rule-drafts/:draftId': 'drafts are the analysts’',
  'PUT /api/rule-drafts/:draftId': 'drafts are the analysts’',
  'POST /api/rule-drafts/:draftId/proposals': 'drafts are the analysts’',
  'POST /api/rule-drafts/:draftId/state': 'drafts are the analysts’',
  'GET /api/rule-drafts/:draftId/simulations': 'drafts are the analysts’',
  'POST /api/rule-drafts/:draftId/simulations': 'drafts are the analysts’',
  'POST /api/rule-drafts/:draftId/effect': 'drafts are the analysts’',
  'GET /api/products/:product': 'products are the bank’s',
  'POST /api/products/:product/changes': 'products are the bank’s',
  'POST /api/product-changes/:changeId/state': 'changes of products are the analysts’',
  'POST /api/product-changes/:changeId/effect': 'changes of products are the analysts’',
  'GET /api/unexplained/:questionId': 'its office decides',
  'GET /api/unexplained/:questionId/people': 'its office decides',
  'POST /api/unexplained/:questionId/people.csv': 'its office decides',
  'POST /api/unexplained/:questionId/decisions': 'its office decides',
  'GET /api/investigations/:investigationId': 'compliance is one office',
  'POST /api/investigations/:investigationId/customers': 'compliance is one office',
  'POST /api/investigations/:investigationId/notes': 'compliance is one office',
  'POST /api/investigations/:investigationId/takings': 'compliance is one office',
  'POST /api/investigations/:investigationId/closings': 'compliance is one office',
  'POST /api/investigations/:investigationId/confirmations': 'compliance is one office',
  'POST /api/customers/:customerId/break-glass': 'glass is broken without a part in it: told and reviewed',
  'POST /api/customers/:customerId/restrictions':
    'whoever learns of a danger says so, and two people confirm it',
  'POST /api/broken-glass/:passId/review': 'the privacy office reviews',
  'GET /api/customers/:customerId/inquiries/:inquiryId': 'its office answers',
  'POST /api/customers/:customerId/inquiries/:inquiryId/answer': 'its office answers',
  'POST /api/customers/:customerId/rights-requests/:requestId/take': 'the privacy office takes them up',
  'GET /api/premises/:premisesId': 'branches are in the street',
  'PUT /api/premises/:premisesId': 'administrators enter branches',
  'PUT /api/premises/:premisesId/hours': 'administrators enter branches',
  'POST /api/premises/:premisesId/days': 'administrators enter branches',
  'PUT /api/premises/:premisesId/days/:dayId': 'administrators enter branches',
  'DELETE /api/premises/:premisesId/days/:dayId': 'administrators enter branches',
  'GET /api/premises/:premisesId/stations': 'administrators enter branches',
  'POST /api/premises/:premisesId/stations': 'administrators enter branches',
  'PUT /api/stations/:stationId': 'administrators enter branches',
  'DELETE /api/stations/:stationId': 'administrators enter branches',
  'PUT /api/stations/:stationId/browser': 'administrators enter branches',
  'DELETE /api/stations/:stationId/browser': 'administrators enter branches',
  'POST /api/stations/:stationId/place-requests': 'administrators enter branches',
  'POST /api/place-requests/:approvalId/effect': 'administrators enter branches',
  'GET /api/feeds/:feed': 'feeds are the administrators’',
  'GET /api/feeds/:feed/runs': 'feeds are the administrators’',
  'POST /api/feeds/:feed/runs': 'feeds are the administrators’',
  'GET /api/feed-runs/:runId': 'feeds are the administrators’',
  'GET /api/feed-runs/:runId/rejects': 'feeds are the administrators’',
  'POST /api/feed-runs/:runId/files/:fileNumber/rejects.csv': 'feeds are the administrators’',
  'POST /api/feed-runs/:runId/stops': 'feeds are the administrators’',
  'POST /api/feed-runs/:runId/resumes': 'feeds are the administrators’',
  'POST /api/feed-runs/:runId/undos': 'feeds are the administrators’',
};

let bank: Trial;
let ids: Record<string, string>;
const strangers = new Map<Role, Client>();
before(async () => {
  bank = await trialBank();
  ids = { ...(await atCounter()), ...(await inFile()), ...(await ofOffices()), ...(await herOwn()) };
  for (const role of roles) strangers.set(role, await stranger(role));
});
after(() => bank.close());

/** Somebody of that role in the other branch, to whom nobody has come. */
async function stranger(role: Role): Promise<Client> {
  const token = randomBytes(32).toString('base64url');
  await bank.sql(
    `WITH made AS (INSERT INTO staff.staff (user_name, full_name, role, premises_id, made_up)
       VALUES ($1, 'Sixtus Stranger', $2, $3, true) RETURNING staff_id),
     signed AS (INSERT INTO staff.sessions (token_hash, staff_id, station_id, idle_expires_at, expires_at)
       SELECT $4, m.staff_id, w.station_id, now() + interval '1 hour', now() + interval '1 hour'
         FROM made m, premises.stations w WHERE w.premises_id = $3 AND w.place = 'private room')
     INSERT INTO staff.certificates (staff_id, valid_from, expires_on)
     SELECT staff_id, CURRENT_DATE, CURRENT_DATE + 99 FROM made`,
    [`stranger.${role.replace(' ', '.')}`, role, bank.premises.side, hashToken(token)],
  );
  return clientOf(bank.served.workspace, 'workspace', token);
}

/** @returns the id that an answer names */
function made({ status, body, text }: Answer, name: string): string {
  assert.equal(status, 200, text);
  return String(body[name]);
}

async function atCounter(): Promise<Record<string, string>> {
  const greeter = await bank.signedIn('greeter', 'open counter');
  const banker = await bank.signedIn('banker', 'open counter');
  const visitId = await bank.visit(bank.customers.jana, 'banker');
  const guest = await greeter.post('/api/guests', { calledName: 'Ola', topic: null });
  const screen = await bank.nobody().post('/api/screen/codes', { kind: 'second screen' });
  assert.equal((await banker.post('/api/screens', { code: screen.body.code })).status, 200);
  const [room] = await bank.sql(
    `SELECT station_id FROM premises.stations WHERE premises_id = $1 AND place = 'private room'`,
    [bank.premises.main],
  );
  const booking = { visitId, stationId: room?.station_id, fromAt: null, minutes: 30 };
  const [session] = await bank.sql('SELECT session_id FROM staff.sessions WHERE staff_id = $1 LIMIT 1', [
    bank.staff.banker,
  ]);
  const passkeyId = randomBytes(32);
  await bank.sql(
    `INSERT INTO staff.passkeys (credential_id, staff_id, name, public_key, sign_count, may_be_backed_up, backed_up)
     VALUES ($1, $2, 'Blue key', '\\x00', 0, false, false)`,
    [passkeyId, bank.staff.banker],
  );
  return {
    visitId,
    guestId: made(guest, 'guestId'),
    screenId: (await banker.get('/api/screens')).body.screens[0].screenId,
    bookingId: made(await banker.post('/api/bookings', booking), 'bookingId'),
    codeId: made(await banker.post(`/api/visits/${visitId}/vouching-codes`), 'codeId'),
    sessionId: String(session?.session_id),
    passkeyId: passkeyId.toString('base64url'),
  };
}

async function inFile(): Promise<Record<string, string>> {
  const { jana, petr } = bank.customers;
  const banker = await bank.signedIn('banker', 'private room');
  const url = `/api/customers/${jana}`;
  const file = (await banker.get(`${url}/file`)).body;
  const write = async (path: string, body: object, name: string) =>
    made(await banker.post(`${url}/${path}`, body), name);
  const terms = { field: 'terms', subject: null, way: 'own screen', words: '4 % for a year' };
  const goal = { category: 'home', strength: 90, goal: null };
  return {
    customerId: jana,
    contactPointId: file.contactPoints[0].contactPointId,
    noteId: await write('notes', { body: 'Likes tea.', sensitive: false }, 'noteId'),
    promiseId: await write(
      'promises',
      { body: 'Call.', dueOn: dayFromNow(3), assignedTo: null },
      'promiseId',
    ),
    confirmationId: await write('confirmations', terms, 'confirmationId'),
    confidenceId: await write('confidences', { otherId: petr }, 'confidenceId'),
    referralId: await write('referrals', referral(), 'referralId'),
    conversationId: await write('conversations', { occasion: 'new job' }, 'conversationId'),
    eventId: await write('life-events', { kind: 'salary rises', onDate: dayFromNow(-3) }, 'eventId'),
    needId: await write('needs', goal, 'needId'),
  };
}

async function ofOffices(): Promise<Record<string, string>> {
  const { jana, petr } = bank.customers;
  const [banker, manager] = [await bank.signedIn('banker'), await bank.signedIn('manager')];
  const [pairId, questionId, simulationId, alarmId] = [0, 0, 0, 0].map(() => randomUUID());
  const [one = '', two = ''] = [jana, petr].sort();
  await bank.sql(
    `INSERT INTO customers.duplicates (customer_id, other_id, pair_id, score, reasons, evidence)
     VALUES ($1, $2, $3, 80, '[]', 'birth date: same')`,
    [one, two, pairId],
  );
  await bank.sql(
    `INSERT INTO privacy.questions (question_id, staff_id, on_date, since, due_on, evidence, allowance, signs, office)
     VALUES ($1, $2, CURRENT_DATE, CURRENT_DATE, CURRENT_DATE + 3, 200, 20, '{}', 'privacy')`,
    [questionId, bank.staff.banker],
  );
  await bank.sql(
    'INSERT INTO staff.alarms (alarm_id, staff_id, session_id, premises_id) VALUES ($1, $2, $1, $3)',
    [alarmId, bank.staff.greeter, bank.premises.main],
  );
  const cover = {
    ...{ fromStaffId: bank.staff.banker, toStaffId: bank.staff.other },
    ...{ fromDate: dayFromNow(0), toDate: dayFromNow(5) },
  };
  const asked = {
    ...{ action: 'restricted file', customerId: bank.customers.star, staffId: null, role: null },
    ...{ customersPerHour: null, reference: 'Visit 12', reason: 'She stands here, in person.' },
  };
  return {
    ...{ pairId, questionId, simulationId, alarmId, number: '1' },
    coverId: made(await manager.post('/api/portfolio-covers', cover), 'coverId'),
    approvalId: made(await banker.post('/api/approvals', asked), 'approvalId'),
  } as Record<string, string>;
}

/** What stands in the portal of the customer, and what the privacy office holds of it. */
async function herOwn(): Promise<Record<string, string>> {
  const { jana } = bank.customers;
  const she = await bank.atHome(jana);
  const { entries } = (await she.get('/api/own-record?of=people')).body;
  const { recordId, kind, at } = entries.find((one: { kind: string }) => one.kind === 'access record');
  const question = { recordId, kind, at, question: 'Who was that, and why?' };
  const restriction = { kind: 'restriction', about: null, subject: null, words: null, proposed: null };
  const requestId = made(await she.post('/api/own-requests', restriction), 'requestId');
  const office = await bank.signedIn('privacy');
  const taken = await office.post(`/api/customers/${jana}/rights-requests/${requestId}/take`);
  assert.equal(taken.status, 200, taken.text);
  const restraintId = randomUUID();
  await bank.sql(
    `INSERT INTO privacy.restraints (customer_id, restraint_id, kind, request_id) VALUES ($1, $2, 'no marketing', $3)`,
    [jana, restraintId, requestId],
  );
  return {
    ...{ requestId, restraintId, form: 'json' },
    inquiryId: made(await she.post('/api/own-inquiries', question), 'inquiryId'),
    copyId: made(await she.post('/api/own-copies', { language: 'en' }), 'copyId'),
  };
}

/** Where a filled-in contract would be refused before anybody looks whose it is. */
const bodies = (): Record<string, object> => ({
  'POST /api/customers/:customerId/reveals': { kind: 'birth date', subject: null },
  'POST /api/customers/:customerId/confirmations': {
    ...{ field: 'terms', subject: null, way: 'own screen', words: '4 %' },
  },
  'POST /api/duplicates/:pairId/decisions': { decision: 'put back', notBefore: null },
  'POST /api/visits/:visitId/moves': { what: 'end', to: null, reason: null },
  'POST /api/customers/:customerId/promises': { body: 'Call.', dueOn: dayFromNow(3), assignedTo: null },
  'POST /api/customers/:customerId/advice/outcomes': {
    ...{ code: 'card', became: 'shown', until: null, because: null },
  },
  'POST /api/approvals/:approvalId/use': {
    ...{ action: 'restricted file', customerId: bank.customers.star, staffId: null },
    ...{ role: null, customersPerHour: null },
  },
  'POST /api/understanding/needs/:needId/goals': { minor: '4200000', on: null },
  'POST /api/customers/:customerId/needs': { category: 'home', strength: 90, goal: null },
  'POST /api/customers/:customerId/referrals': referral(),
  'POST /api/referrals/:referralId/takings': { dueOn: dayFromNow(3), because: null },
});
const referral = () => ({
  ...{ topic: 'home', consent: 'in person', question: 'Less a month?' },
  ...{ toStaff: bank.staff.other, toPremises: null },
});

async function ask(client: Client, contract: Contract, given: (name: string) => string): Promise<Answer> {
  const { route, body } = contract;
  const [method = '', pattern = ''] = route.split(' ');
  const path =
    pattern.replaceAll(/:(\w+)/g, (_all, name: string) => given(name)) +
    (pattern.endsWith('/copies/:copyId') ? '?form=json' : '');
  const sent = bodies()[route] ?? (body === undefined ? undefined : (sampleOf(body) as object));
  return client.send(method, path, method === 'GET' ? undefined : (sent ?? {}), {
    'if-match': '"1"',
    ...(method === 'POST' ? { 'idempotency-key': randomUUID() } : {}),
  });
}

const withIds = (contract: Contract) => contract.route.includes('/:');
const real = (name: string) => {
  assert.ok(ids[name], `say what :${name} is`);
  return ids[name] as string;
};
const nothing = (name: string) => (/^(number|form)$/.test(name) ? real(name) : randomUUID());
/** What an answer tells. */
const told = ({ status, body }: Answer) => ({ status, ...body, requestId: undefined });

test('an id that another works on is answered like an id of nothing, on every route, to every role (row 56)', async () => {
  const listed = new Set(Object.keys(shared));
  for (const contract of workspaceRoutes.map((one) => one.contract).filter(withIds)) {
    if (listed.delete(contract.route)) continue;
    const may = roles.filter(
      (role) => contract.permission === 'anybody' || allows(role, contract.permission),
    );
    assert.ok(may.length > 0, contract.route);
    for (const role of may) {
      const client = strangers.get(role) as Client;
      if (!(await isShown(client, contract, role))) await isNoOracle(client, contract, role);
    }
  }
  assert.deepEqual([...listed], [], 'no such route any more');
});

test('nor does a customer learn in the portal what is another’s (row 56)', async () => {
  const he = await bank.atHome(bank.customers.petr);
  for (const contract of portalRoutes.map((one) => one.contract).filter(withIds))
    await isNoOracle(he, contract, 'another customer');
});

/** Is it in a list that this role is shown: alarms to security, requests to whoever may decide them? */
async function isShown(client: Client, { route }: Contract, role: Role): Promise<boolean> {
  if (route.includes('/alarms/')) return role === 'security officer';
  if (!route.includes('/api/approvals/')) return false;
  const { approvals } = (await client.get('/api/approvals')).body;
  return approvals.some((one: { approvalId: string }) => one.approvalId === ids.approvalId);
}

async function isNoOracle(client: Client, contract: Contract, who: string): Promise<void> {
  const theirs = await ask(client, contract, real);
  const none = await ask(client, contract, nothing);
  const said = `${who}: ${contract.route} gave ${theirs.text}`;
  assert.ok([403, 404, 409].includes(theirs.status) || theirs.body?.ended === 0, said);
  assert.deepEqual(told(theirs), told(none), said);
}

test('whoever it is of is answered, so that the ids are real', async () => {
  const banker = await bank.signedIn('banker', 'private room');
  const she = await bank.atHome(bank.customers.jana);
  const office = await bank.signedIn('privacy');
  const answered = async (client: Client, path: string) =>
    assert.equal((await client.get(path)).status, 200, path);
  await answered(banker, `/api/customers/${ids.customerId}/file`);
  await answered(banker, `/api/vouching-codes/${ids.codeId}`);
  await answered(banker, `/api/confirmations/${ids.confirmationId}`);
  await answered(office, `/api/customers/${ids.customerId}/rights-requests/${ids.requestId}`);
  const others = ['visits', 'guests'].map((what) => `conversations.${what}`);
  for (const table of [...others, 'conversations.screens', 'conversations.bookings'])
    assert.ok((await bank.sql(`SELECT FROM ${table}`)).length > 0, table);
  const taken = await she.post(`/api/own-inquiries/${ids.inquiryId}/withdrawal`);
  assert.equal(taken.status, 200, taken.text);
});

test('out of hours no route looks into a file on an old proof, whoever has a part in it (row 58)', async () => {
  const names = Object.keys(bank.staff) as (keyof typeof bank.staff)[];
  const everybody = await Promise.all(names.map((name) => bank.signedIn(name, 'private room')));
  const routes = workspaceRoutes.map((one) => one.contract).filter(withIds);
  const reading = routes.filter(({ route }) => route.startsWith('GET'));
  const looksOf = async (week: object, asked: Contract[]) => {
    await bank.sql('UPDATE premises.premises SET hours = $1', [JSON.stringify(week)]);
    await bank.sql(`UPDATE staff.sessions SET authenticated_at = now() - interval '61 minutes'`);
    const looks = `SELECT FROM privacy.access_records WHERE action <> 'own file'`;
    const before = (await bank.sql(looks)).length;
    for (const contract of asked) {
      for (const client of everybody) await ask(client, contract, (name) => ids[name] ?? randomUUID());
    }
    return (await bank.sql(looks)).length - before;
  };
  assert.ok((await looksOf({}, reading)) >= 5, 'in hours files are read');
  // what ends a reason comes after what needs one
  const changing = routes.filter((one) => !reading.includes(one));
  assert.equal(await looksOf({ '1': [] }, [...reading, ...changing]), 0);
});
