import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { type Answer, type Client, type Trial, trialBank, trialScreen } from '#bank/trial.ts';

let bank: Trial;
let banker: Client;
before(async () => {
  bank = await trialBank();
  banker = await bank.signedIn('banker', 'open counter');
});
after(() => bank.close());

test('a screen is paired by the code it shows: once, to one station, until midnight in the branch', async () => {
  const screen = await trialScreen(bank, 'second screen');
  assert.match(screen.code, /^[A-HJKMNP-Z2-9]{4}-[A-HJKMNP-Z2-9]{4}$/);
  const before = (await screen.look()).body;
  assert.equal(before.state, 'unpaired');
  // somebody types it in small letters, with a blank
  const typed = screen.code.toLowerCase().replace('-', ' ');
  assert.equal((await banker.post('/api/screens', { code: typed })).status, 200);
  assert.equal((await screen.look(before.mark)).body.state, 'paired', 'what waited is told');
  assert.equal((await banker.post('/api/screens', { code: screen.code })).status, 404, 'a code is good once');
  const [paired] = (await banker.get('/api/screens')).body.screens;
  assert.equal(paired.here, true);
  assert.equal(paired.stationName, 'open counter');
  const [row] = await bank.sql(
    `SELECT (expires_at AT TIME ZONE 'Europe/Prague')::time::text AS at, expires_at - now() <= interval '1 day' AS today
       FROM conversations.screens WHERE screen_id = $1`,
    [paired.screenId],
  );
  assert.deepEqual(row, { at: '00:00:00', today: true });

  const other = await trialScreen(bank, 'second screen');
  assert.equal((await banker.post('/api/screens', { code: other.code })).status, 200);
  assert.equal((await screen.look()).body.state, 'new', 'one station, one screen: the first is let go');
  const left = (await banker.get('/api/screens')).body.screens;
  assert.equal(left.length, 1);
  assert.equal((await banker.send('DELETE', `/api/screens/${left[0].screenId}`)).status, 200);
  assert.equal((await other.look()).body.state, 'new');
  assert.equal((await banker.send('DELETE', `/api/screens/${left[0].screenId}`)).status, 404);
});

test('a code lapses after five minutes, and guessing ends after five', async () => {
  const screen = await trialScreen(bank, 'second screen');
  await bank.sql(`UPDATE conversations.screens SET code_expires_at = now() WHERE paired_at IS NULL`);
  assert.equal((await banker.post('/api/screens', { code: screen.code })).status, 404);
  await bank.sql('DELETE FROM staff.attempts');
  const fresh = await trialScreen(bank, 'second screen');
  const guesses = [];
  for (let guess = 0; guess < 6; guess += 1)
    guesses.push((await banker.post('/api/screens', { code: 'AAAA-AAAA' })).status);
  assert.deepEqual(guesses, [404, 404, 404, 404, 404, 429]);
  assert.equal(
    (await banker.post('/api/screens', { code: fresh.code })).status,
    429,
    'even with the right one',
  );
  await bank.sql('DELETE FROM staff.attempts');
});

test('codes are asked for by so many screens of one address, and no more', async () => {
  await bank.sql('DELETE FROM conversations.screens');
  const statuses = [];
  for (let asked = 0; asked < 22; asked += 1)
    statuses.push((await bank.nobody().post('/api/screen/codes', { kind: 'second screen' })).status);
  assert.deepEqual(statuses.slice(19), [200, 429, 429]);
  await bank.sql('DELETE FROM conversations.screens');
});

test('a screen opens nothing of the workspace, and the workspace is no screen (row 28)', async () => {
  const screen = await trialScreen(bank, 'second screen');
  await banker.post('/api/screens', { code: screen.code });
  const { headers } = await bank.nobody().post('/api/screen/codes', { kind: 'second screen' });
  const [set = ''] = headers.getSetCookie();
  for (const word of ['__Host-earshot-screen=', 'Secure', 'HttpOnly', 'SameSite=Strict', 'Path=/'])
    assert.ok(set.includes(word), word);
  const [cookie = ''] = set.split(';');
  for (const route of ['/api/me', '/api/desk', '/api/screens', '/api/rooms'])
    assert.equal((await bank.nobody().send('GET', route, undefined, { cookie })).status, 401, route);
  assert.equal((await banker.get('/api/screen')).body.state, 'new');
  assert.equal((await bank.nobody('portal').get('/api/screen')).status, 404, 'the portal has no screens');
  const kept = JSON.stringify(await bank.sql('SELECT s::text FROM conversations.screens s'));
  assert.ok(!kept.includes(screen.code.replace('-', '')) && !kept.includes(cookie.split('=')[1] as string));
});

test('the waiting board says numbers and where to go, and a first name only of whom agreed', async () => {
  const board = await trialScreen(bank, 'waiting board');
  const greeter = await bank.signedIn('greeter', 'open counter');
  await greeter.post('/api/screens', { code: board.code });
  const checkIn = async (customerId: string) =>
    (
      await greeter.post('/api/visits', {
        ...{ customerId, channel: 'branch', presence: 'card', topic: 'mortgage arrears', companions: [] },
      })
    ).body;
  const empty = (await board.look()).body;
  assert.deepEqual(empty.board, []);
  const [told, jana] = await Promise.all([board.look(empty.mark), checkIn(bank.customers.jana)]);
  assert.equal(told.body.board.length, 1, 'a board that waited is told at once');
  const petr = await checkIn(bank.customers.petr);
  const calling = (byName: boolean, read: string) =>
    greeter.send('PUT', `/api/visits/${jana.visitId}/calling`, { byName }, { 'if-match': read });
  assert.equal((await calling(true, '"1"')).headers.get('etag'), '"2"');
  assert.equal((await calling(false, '"1"')).status, 412, 'somebody else has moved on meanwhile');
  await banker.send(
    'POST',
    `/api/visits/${jana.visitId}/moves`,
    { what: 'start', to: null, reason: null },
    { 'if-match': '"2"' },
  );
  const { body, text } = await board.look();
  assert.deepEqual(body.board, [
    { queueNumber: jana.queueNumber, firstName: 'Jana', called: true, goTo: 'open counter' },
    { queueNumber: petr.queueNumber, firstName: null, called: false, goTo: null },
  ]);
  assert.doesNotMatch(text, /Novák|Petr|mortgage|4711/);
});

test('a screen holds four answers open and is refused more, in words; another is not kept from looking', async () => {
  const screen = await trialScreen(bank, 'second screen');
  assert.equal((await banker.post('/api/screens', { code: screen.code })).status, 200);
  const { mark } = (await screen.look()).body;
  const answers: Answer[] = [];
  const asked = Array.from({ length: 6 }, async () => answers.push(await screen.look(mark)));
  // four wait for something new; the others are answered at once
  while (answers.length < 2) await new Promise((resolve) => setTimeout(resolve, 20));
  for (const { status, body, headers } of answers) {
    assert.deepEqual([status, body.code], [429, 'too-many']);
    assert.ok(Number(headers.get('retry-after')) > 0);
  }
  const other = await trialScreen(bank, 'second screen');
  assert.equal((await other.look()).status, 200);
  const [paired] = (await banker.get('/api/screens')).body.screens;
  assert.equal((await banker.send('DELETE', `/api/screens/${paired.screenId}`)).status, 200);
  await Promise.all(asked);
  const states = answers.map(({ status, body }) => (status === 200 ? body.state : status));
  assert.deepEqual(states, [429, 429, 'new', 'new', 'new', 'new']);
  assert.equal((await screen.look()).status, 200, 'there is room again');
});
