/** Work stations from nothing: a bank without any registers one, somebody works at it, and its place changes. */
import assert from 'node:assert/strict';
import { randomBytes, randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import { type Client, clientOf, type Trial, trialBank } from '#bank/trial.ts';
import { codeOf, hashToken } from '#platform/auth/secrets.ts';
import { cookieName } from '#platform/http/server.ts';

let bank: Trial;
let admin: Client;
before(async () => {
  bank = await trialBank();
  admin = await bank.signedIn('admin');
});
after(() => bank.close());

const keyed = () => ({ 'idempotency-key': randomUUID() });
const seen = (version: number) => ({ 'if-match': `"${version}"` });
const events = async (name: string) =>
  (await bank.sql('SELECT detail FROM privacy.events WHERE name = $1 ORDER BY at', [name])).map(
    ({ detail }) => detail,
  );

/** A session as a sign-in leaves it: at no station yet. */
async function freshly(staffId: string): Promise<Client> {
  const token = randomBytes(32).toString('base64url');
  await bank.sql(
    `INSERT INTO staff.sessions (token_hash, staff_id, idle_expires_at, expires_at)
     VALUES ($1, $2, now() + interval '30 minutes', now() + interval '12 hours')`,
    [hashToken(token), staffId],
  );
  return clientOf(bank.served.workspace, 'workspace', token);
}

async function newBranch(code: string): Promise<string> {
  const particulars = {
    ...{ kind: 'branch', code, name: `Branch ${code}`, timeZone: 'Europe/Prague', addressLines: [] },
    ...{ country: 'CZ', postalCode: null, region: null, telephone: null },
  };
  return String((await admin.post('/api/premises', particulars, keyed())).body.premisesId);
}
const add = (premisesId: string, name: string, key = keyed()) =>
  admin.post(`/api/premises/${premisesId}/stations`, { name }, key);
const why = { reference: 'Refit 12', reason: 'The counter has got walls.' };
const askFor = async (stationId: string, place: string) =>
  (await admin.post(`/api/stations/${stationId}/place-requests`, { place, ...why }, keyed())).body.approvalId;
async function agree(approvalId: string): Promise<void> {
  const officer = await bank.signedIn('compliance');
  const { hash } = await waitingFor(officer, approvalId);
  const yes = { hash, decision: 'approved', words: null };
  assert.equal((await officer.post(`/api/approvals/${approvalId}/decision`, yes)).status, 200);
}
const move = (approvalId: string) => admin.post(`/api/place-requests/${approvalId}/effect`);
const stationsAt = async (premisesId: string) =>
  (await admin.get(`/api/premises/${premisesId}/stations`)).body.stations as {
    stationId: string;
    name: string;
    place: string;
    version: number;
  }[];

/** Somebody who is entered by two people, with a first sign-in of their own, signed in by password and code. */
async function enters(userName: string, premisesId: string): Promise<Client> {
  const particulars = {
    ...{ userName, fullName: 'Nina New', premisesId, managerId: null, sameAs: null, customerKey: null },
  };
  const entry = {
    action: 'staff entry',
    customerId: null,
    staffId: null,
    role: 'banker',
    customersPerHour: null,
  };
  const why = { reference: 'HR 31', reason: 'The new branch opens on Monday.' };
  const asked = await admin.post('/api/approvals', { ...entry, particulars, ...why }, keyed());
  const { approvalId } = asked.body;
  const officer = await bank.signedIn('compliance');
  await officer.post(`/api/approvals/${approvalId}/decision`, {
    ...{ hash: (await waitingFor(officer, approvalId)).hash, decision: 'approved', words: null },
  });
  const entered = await admin.post('/api/staff', { approvalId, role: 'banker', particulars });
  assert.equal(entered.status, 200, entered.text);
  const token = String(entered.body.link).split('#')[1];
  const nobody = bank.nobody();
  const { secret } = (await nobody.post('/api/invitations/read', { token })).body;
  const password = 'seven blue otters';
  const first = { token, password, secret, code: codeOf(secret) };
  assert.equal((await nobody.post('/api/invitations/accept', first)).status, 200);
  await bank.sql('UPDATE staff.sign_ins SET totp_last_step = 0');
  const signedIn = await nobody.post('/api/sign-in', { userName, password, code: codeOf(secret) });
  assert.equal(signedIn.status, 200, signedIn.text);
  const cookie = signedIn.headers.getSetCookie().find((one) => one.startsWith(`${cookieName('workspace')}=`));
  return clientOf(bank.served.workspace, 'workspace', String(cookie).split(/[=;]/)[1] ?? '');
}

const waitingFor = async (officer: Client, approvalId: string) =>
  (await officer.get('/api/approvals')).body.approvals.find(
    (one: { approvalId: string }) => one.approvalId === approvalId,
  );

test('a bank that has nothing: an administrator of no branch enters one and its stations; a banker works there', async () => {
  await bank.sql('UPDATE staff.staff SET premises_id = NULL WHERE staff_id = $1', [bank.staff.admin]);
  const branch = await newBranch('NEW');
  const banker = await enters('nina', branch);
  const before = (await banker.get('/api/me')).body;
  assert.deepEqual([before.premises.name, before.stations, before.place], ['Branch NEW', [], 'open counter']);
  const key = keyed();
  const added = await add(branch, 'Room Elm', key);
  assert.equal(added.status, 200, added.text);
  assert.deepEqual((await add(branch, 'Room Elm', key)).body, added.body);
  const twin = await add(branch, 'Room Elm');
  assert.equal(twin.status, 422);
  assert.deepEqual(twin.body.fields[0].field, '/name');
  const { stationId } = added.body;
  const chosen = await banker.send('PUT', '/api/station', { stationId });
  assert.equal(chosen.status, 200, chosen.text);
  assert.equal(chosen.body.place, 'open counter', 'until two people have said more');
  const approvalId = await askFor(stationId, 'private room');
  await agree(approvalId);
  assert.equal((await move(approvalId)).status, 200);
  assert.equal((await banker.get('/api/me')).body.place, 'private room');
  const { rooms } = (await banker.get('/api/rooms')).body;
  assert.deepEqual(
    rooms.map(({ name }: { name: string }) => name),
    ['Room Elm'],
  );
  // somebody of another branch does not work there
  const elsewhere = await bank.signedIn('other');
  assert.equal((await elsewhere.send('PUT', '/api/station', { stationId })).status, 404);
});

test('from an open counter to where more is shown takes a second person; who works there sees it at once', async () => {
  const branch = await newBranch('TWO');
  const { stationId } = (await add(branch, 'Counter 1')).body;
  await bank.sql('UPDATE staff.staff SET premises_id = $1 WHERE staff_id = $2', [branch, bank.staff.banker]);
  const banker = await freshly(bank.staff.banker);
  await banker.send('PUT', '/api/station', { stationId });
  const [station] = await stationsAt(branch);
  assert.ok(station);
  const put = (place: string, version = station.version) =>
    admin.send('PUT', `/api/stations/${stationId}`, { name: 'Counter 1', place }, seen(version));
  const alone = await put('private room');
  assert.equal(alone.status, 403);
  assert.equal(alone.body.code, 'approval-needed');
  assert.equal((await banker.get('/api/here')).body.place, 'open counter');
  const request = { place: 'private room', reference: 'Refit 12', reason: 'The counter has got walls.' };
  const asked = await admin.post(`/api/stations/${stationId}/place-requests`, request, keyed());
  assert.equal(asked.status, 200, asked.text);
  const { approvalId } = asked.body;
  const effect = `/api/place-requests/${approvalId}/effect`;
  assert.equal((await admin.post(effect)).status, 403, 'not before somebody has agreed');
  const officer = await bank.signedIn('compliance');
  const waiting = await waitingFor(officer, approvalId);
  assert.equal(waiting.about, 'Branch TWO: Counter 1');
  assert.deepEqual(waiting.station, {
    premisesId: branch,
    placeNow: 'open counter',
    placeThen: 'private room',
  });
  assert.equal((await officer.get(`/api/premises/${branch}/stations`)).status, 403);
  const decided = await officer.post(`/api/approvals/${approvalId}/decision`, {
    ...{ hash: waiting.hash, decision: 'approved', words: null },
  });
  assert.equal(decided.status, 200, decided.text);
  // without a fresh proof it waits
  await bank.sql(
    `UPDATE staff.sessions SET authenticated_at = now() - interval '1 hour' WHERE token_hash = $1`,
    [hashToken(admin.token)],
  );
  assert.equal((await admin.post(effect)).body.code, 'step-up');
  await bank.sql('UPDATE staff.sessions SET authenticated_at = now() WHERE token_hash = $1', [
    hashToken(admin.token),
  ]);
  const done = await admin.post(effect);
  assert.equal(done.status, 200, done.text);
  assert.deepEqual((await banker.get('/api/here')).body, { stationId, place: 'private room' });
  assert.equal((await banker.get('/api/me')).body.place, 'private room');
  assert.equal((await admin.post(effect)).status, 403, 'it is good once');
  const changes = await events('station.place changed');
  assert.deepEqual(changes.at(-1), {
    ...{ at: branch, before: 'open counter', after: 'private room', approval: approvalId },
    'approved by': bank.staff.compliance,
  });
  // back to a counter nothing is shown that was not: one administrator, and bookings of the room are given back
  await bank.sql(
    `INSERT INTO conversations.bookings (booking_id, premises_id, station_id, visit_id, queue_number, booked_by, from_at, to_at)
     VALUES (gen_random_uuid(), $1, $2, gen_random_uuid(), 1, $3, now(), now() + interval '30 minutes')`,
    [branch, stationId, bank.staff.banker],
  );
  const [room] = await stationsAt(branch);
  assert.equal((await put('open counter', station.version)).status, 412, 'as it was read');
  assert.equal((await put('open counter', room?.version)).status, 200);
  assert.equal((await banker.get('/api/here')).body.place, 'open counter');
  assert.deepEqual(await bank.sql('SELECT FROM conversations.bookings WHERE ended_at IS NULL'), []);
});

test('what was approved is not done where something else has become of the station meanwhile', async () => {
  const branch = await newBranch('MEAN');
  const { stationId } = (await add(branch, 'Counter 1')).body;
  const request = {
    place: 'back office',
    reference: 'Refit 13',
    reason: 'It goes to the back of the house.',
  };
  const { approvalId } = (await admin.post(`/api/stations/${stationId}/place-requests`, request, keyed()))
    .body;
  const officer = await bank.signedIn('privacy');
  const { hash } = await waitingFor(officer, approvalId);
  await officer.post(`/api/approvals/${approvalId}/decision`, { hash, decision: 'approved', words: null });
  const [station] = await stationsAt(branch);
  const ended = await admin.send(
    'DELETE',
    `/api/stations/${stationId}`,
    undefined,
    seen(station?.version ?? 0),
  );
  assert.equal(ended.status, 200, ended.text);
  assert.equal((await admin.post(`/api/place-requests/${approvalId}/effect`)).status, 404);
  // its name is free again
  assert.equal((await add(branch, 'Counter 1')).status, 200);
});

test('a station that ends: who works there sees values hidden, and cannot come back to it', async () => {
  const { main } = bank.premises;
  const room = (await stationsAt(main)).find(({ place }) => place === 'private room');
  assert.ok(room);
  const other = await bank.signedIn('other', 'private room');
  assert.equal((await other.get('/api/me')).body.place, 'private room');
  await bank.sql(
    `INSERT INTO conversations.screens (kind, token_hash, asked_from, premises_id, station_id, paired_by, paired_at, expires_at)
     VALUES ('second screen', '\\x01', 'here', $1, $2, $3, now(), now() + interval '1 hour')`,
    [main, room.stationId, bank.staff.other],
  );
  const stale = await admin.send(
    'DELETE',
    `/api/stations/${room.stationId}`,
    undefined,
    seen(room.version + 1),
  );
  assert.equal(stale.status, 412);
  const manager = await bank.signedIn('manager');
  const byManager = await manager.send(
    'DELETE',
    `/api/stations/${room.stationId}`,
    undefined,
    seen(room.version),
  );
  assert.equal(byManager.status, 403);
  const ended = await admin.send('DELETE', `/api/stations/${room.stationId}`, undefined, seen(room.version));
  assert.equal(ended.status, 200, ended.text);
  const me = (await other.get('/api/me')).body;
  assert.deepEqual([me.place, me.stationId], ['open counter', null]);
  assert.equal((await other.send('PUT', '/api/station', { stationId: room.stationId })).status, 404);
  assert.deepEqual(await bank.sql('SELECT FROM conversations.screens WHERE ended_at IS NULL'), []);
  assert.equal((await events('station.ended')).length, 2);
});

test('a station that is tied to a browser is chosen in no other, and whoever sat elsewhere sits nowhere (row 58)', async () => {
  const { main } = bank.premises;
  const [before] = await bank.sql(
    `INSERT INTO premises.stations (premises_id, name, place) VALUES ($1, 'Quiet room', 'private room')
     RETURNING station_id, version`,
    [main],
  );
  const stationId = String(before?.station_id);
  const path = `/api/stations/${stationId}/browser`;
  const banker = await bank.signedIn('other', 'open counter');
  const choose = (cookie?: string) =>
    banker.send('PUT', '/api/station', { stationId }, cookie === undefined ? {} : withCookie(banker, cookie));
  const chosen = await choose();
  assert.equal(chosen.body.place, 'private room', chosen.text);
  assert.equal((await banker.send('PUT', path, undefined, seen(1))).status, 403);
  const tied = await admin.send('PUT', path, undefined, seen(1));
  assert.equal(tied.status, 200, tied.text);
  const [set = ''] = tied.headers.getSetCookie();
  assert.match(set, /^__Host-earshot-workspace-station=[\w-]{43};.*HttpOnly.*Secure.*SameSite=Strict/i);
  const cookie = set.split(';')[0] as string;
  const listed = async (headers = {}) =>
    (await admin.send('GET', `/api/premises/${main}/stations`, undefined, headers)).body.stations.find(
      (one: { stationId: string }) => one.stationId === stationId,
    ).tied;
  assert.equal(await listed(), 'elsewhere');
  assert.equal(await listed(withCookie(admin, cookie)), 'here');
  const me = (await banker.get('/api/me')).body;
  assert.deepEqual([me.place, me.stationId], ['open counter', null], 'from the counter');
  for (const other of [undefined, '__Host-earshot-workspace-station=made-up'])
    assert.equal((await choose(other)).body.code, 'tied-elsewhere');
  assert.equal((await choose(cookie)).body.place, 'private room', 'in that browser');
  const offered = async (headers = {}) =>
    (await banker.send('GET', '/api/me', undefined, headers)).body.stations.some(
      (one: { stationId: string }) => one.stationId === stationId,
    );
  assert.deepEqual([await offered(), await offered(withCookie(banker, cookie))], [false, true]);
  const untied = await admin.send('DELETE', path, undefined, seen(tied.body.version));
  assert.equal(untied.status, 200, untied.text);
  assert.equal(
    (await choose()).body.place,
    'open counter',
    'what was to be shown there is shown nowhere else',
  );
  assert.deepEqual([(await events('station.tied')).length, (await events('station.untied')).length], [1, 1]);
  await bank.sql('UPDATE premises.stations SET active = false WHERE station_id = $1', [stationId]);
});

test('wherever more begins to be shown than before, two people have said so (row 58)', async () => {
  const branch = await newBranch('MORE');
  const unknown = await admin.post(
    `/api/premises/${branch}/stations`,
    { name: 'Room Oak', place: 'private room' },
    keyed(),
  );
  assert.equal(unknown.status, 400, 'nobody registers one that shows more');
  const { stationId } = (await add(branch, 'Room Oak')).body;
  const browser = `/api/stations/${stationId}/browser`;
  const now = async () => (await stationsAt(branch))[0] as Awaited<ReturnType<typeof stationsAt>>[number];
  const change = async (name: string, place: string) =>
    admin.send('PUT', `/api/stations/${stationId}`, { name, place }, seen((await now()).version));
  const send = async (method: 'PUT' | 'DELETE') =>
    admin.send(method, browser, undefined, seen((await now()).version));
  for (const place of ['private room', 'phone', 'back office'])
    assert.equal((await change('Room Oak', place)).body.code, 'approval-needed');
  // what was agreed on is this station as it was: under its name, in its browser
  for (const meanwhile of [() => change('Room Elm', 'open counter'), () => send('PUT')]) {
    const approvalId = await askFor(stationId, 'private room');
    await agree(approvalId);
    assert.equal((await meanwhile()).status, 200);
    assert.equal((await move(approvalId)).body.code, 'changed');
  }
  const approvalId = await askFor(stationId, 'private room');
  await agree(approvalId);
  assert.equal((await move(approvalId)).status, 200);
  assert.equal((await now()).place, 'private room');
  // in this browser; in another one only after it was an open counter
  assert.equal((await send('PUT')).status, 409);
  assert.equal((await send('DELETE')).status, 200);
  assert.equal((await now()).place, 'open counter');
  assert.deepEqual((await events('station.place changed')).at(-1), {
    ...{ at: branch, before: 'private room', after: 'open counter', because: 'untied' },
  });
  assert.equal((await send('PUT')).status, 200);
  assert.equal((await change('Room Elm', 'private room')).body.code, 'approval-needed');
});

/** What a browser sends along that has this cookie too. */
const withCookie = ({ token }: Client, cookie: string) => ({
  cookie: `${cookieName('workspace')}=${token}; ${cookie}`,
});

test('nobody chooses a station of a branch that has ended', async () => {
  const branch = await newBranch('GONE');
  const { stationId } = (await add(branch, 'Desk')).body;
  await bank.sql('UPDATE staff.staff SET premises_id = $1 WHERE staff_id = $2', [branch, bank.staff.greeter]);
  await bank.sql('UPDATE premises.premises SET ended_on = CURRENT_DATE - 1 WHERE premises_id = $1', [branch]);
  const greeter = await freshly(bank.staff.greeter);
  assert.deepEqual((await greeter.get('/api/me')).body.stations, []);
  assert.equal((await greeter.send('PUT', '/api/station', { stationId })).status, 404);
});

test('the kernel asks for role and proof itself: a server that forgets to gets nothing', async () => {
  const { main } = bank.premises;
  const client = await bank.database.connect('earshot_staff');
  const deeds = [
    [`SELECT premises.add_station($1, gen_random_uuid(), $2, 'Own')`, main],
    [`SELECT premises.change_station($1, $2, 1, 'Own', 'phone')`, (await stationsAt(main))[0]?.stationId],
    ['SELECT premises.end_station($1, $2, 1)', (await stationsAt(main))[0]?.stationId],
    [`SELECT premises.tie_station($1, $2, 1, sha256(''))`, (await stationsAt(main))[0]?.stationId],
  ] as const;
  const banker = await freshly(bank.staff.banker);
  const stale = await freshly(bank.staff.admin);
  await bank.sql(
    `UPDATE staff.sessions SET authenticated_at = now() - interval '6 minutes' WHERE token_hash = $1`,
    [hashToken(stale.token)],
  );
  for (const [sql, what] of deeds) {
    await assert.rejects(client.query(sql, [banker.token, what]), { code: 'ES405' });
    await assert.rejects(client.query(sql, [stale.token, what]), { code: 'ES406' });
    await assert.rejects(client.query(sql, ['made up', what]), { code: 'ES401' });
  }
  const straight = [
    `UPDATE premises.stations SET place = 'back office'`,
    `INSERT INTO premises.stations (premises_id, name, place) SELECT premises_id, 'Own', 'phone' FROM premises.premises`,
    `UPDATE premises.premises SET hours = '{}'`,
    'DELETE FROM premises.holidays',
    `SELECT premises.put_at(ROW(1), w, 'back office', '{}') FROM premises.stations w`,
  ];
  for (const sql of straight) await assert.rejects(client.query(sql), { code: '42501' }, sql);
  await client.end();
});
