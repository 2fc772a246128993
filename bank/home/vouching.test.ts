/** Is this really my bank? What a code proves, to whom, how often, and what it never tells. */
import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { type Client, type Trial, trialBank } from '#bank/trial.ts';
import { hashToken } from '#platform/auth/secrets.ts';

let bank: Trial;
let banker: Client;
let visit: string;
before(async () => {
  bank = await trialBank();
  banker = await bank.signedIn('banker');
  visit = await bank.visit(bank.customers.jana, 'banker');
});
after(() => bank.close());
beforeEach(async () => {
  await bank.sql('DELETE FROM conversations.vouching_codes');
  await bank.sql('DELETE FROM staff.attempts');
});

async function shown(): Promise<{ codeId: string; code: string }> {
  const answer = await banker.post(`/api/visits/${visit}/vouching-codes`);
  assert.equal(answer.status, 200, answer.text);
  return answer.body;
}

const own = (client: Client, code: string) => client.post('/api/own-vouching-codes', { code });
const anybody = (code: string) => bank.nobody('portal').post('/api/vouching-codes', { code });

test('she types the code and learns who it is, by role and branch, and once', async () => {
  const she = await bank.atHome(bank.customers.jana);
  const { code, codeId } = await shown();
  const first = await own(she, `${code.slice(0, 4)} ${code.slice(4)}`);
  assert.equal(first.body.genuine, true, first.text);
  assert.equal(first.body.with.role, 'banker');
  assert.equal(first.body.with.premises, 'Main Street');
  assert.doesNotMatch(first.text, /Boris/);
  const state = await banker.get(`/api/vouching-codes/${codeId}`);
  assert.equal(state.body.checked, true);
  assert.deepEqual((await own(she, code)).body, { genuine: false, with: null });
  const records = await bank.sql(`SELECT role FROM privacy.changes WHERE name = 'vouching code.shown'`);
  assert.deepEqual(records, [{ role: 'banker' }]);
});

test("somebody else's code is no code of hers, and leaves it good for whose it is", async () => {
  const { code } = await shown();
  const he = await bank.atHome(bank.customers.petr);
  assert.deepEqual((await own(he, code)).body, { genuine: false, with: null });
  assert.equal((await own(await bank.atHome(bank.customers.jana), code)).body.genuine, true);
});

test('without signing in it is yes or no and nothing more, once, and she may still be sure', async () => {
  const { code } = await shown();
  assert.deepEqual((await anybody(code)).body, { genuine: true });
  assert.deepEqual((await anybody(code)).body, { genuine: false });
  assert.equal((await own(await bank.atHome(bank.customers.jana), code)).body.genuine, true);
});

test('a code ends after its ten minutes, with the next one, and with the visit', async () => {
  const she = await bank.atHome(bank.customers.jana);
  const old = await shown();
  await bank.sql('UPDATE conversations.vouching_codes SET expires_at = now()');
  assert.equal((await own(she, old.code)).body.genuine, false);
  const before = await shown();
  const next = await shown();
  assert.equal((await own(she, before.code)).body.genuine, false);
  await bank.sql(`UPDATE conversations.visits SET state = 'ended', ended_at = now() WHERE visit_id = $1`, [
    visit,
  ]);
  assert.equal((await own(she, next.code)).body.genuine, false);
  assert.equal((await anybody(next.code)).body.genuine, false);
  assert.equal((await banker.post(`/api/visits/${visit}/vouching-codes`)).status, 403);
  visit = await bank.visit(bank.customers.jana, 'banker');
});

test('only whoever is with her shows one, and no code lies readable in the database', async () => {
  const other = await bank.signedIn('other');
  assert.equal((await other.post(`/api/visits/${visit}/vouching-codes`)).status, 403);
  const { code, codeId } = await shown();
  assert.equal((await other.get(`/api/vouching-codes/${codeId}`)).status, 404);
  const rows = await bank.sql('SELECT c::text AS row FROM conversations.vouching_codes c');
  assert.ok(!String(rows[0]?.row).includes(code));
  assert.notEqual(
    rows[0]?.row,
    hashToken(code).toString('hex'),
    'nor as a hash that is tried out in a second',
  );
});

test('whoever tries codes out has to wait, and how many were made up is told to the privacy office', async () => {
  await bank.sql('DELETE FROM conversations.vouching_misses');
  const she = await bank.atHome(bank.customers.petr);
  const statuses: number[] = [];
  for (let n = 0; n < 5; n += 1) statuses.push((await own(she, `0000000${n}`)).status);
  // at once: the wait is short, and a busy machine slow
  const refused = await Promise.all([5, 6].map((n) => own(she, `0000000${n}`)));
  statuses.push(...refused.map(({ status }) => status));
  assert.deepEqual(statuses, [200, 200, 200, 200, 200, 429, 429]);
  for (let n = 0; n < 6; n += 1) await anybody(`1000000${n}`);
  const waits = await anybody('10000007');
  assert.equal(waits.body.code, 'too-many');
  assert.ok(Number(waits.headers.get('retry-after')) > 0);
  const privacy = await bank.signedIn('privacy');
  const { notices } = (await privacy.get('/api/notices')).body;
  const told = notices.find(({ kind }: { kind: string }) => kind === 'codes made up');
  assert.equal(told.howMany, 10);
  const seen = (await banker.get('/api/notices')).body.notices;
  assert.ok(!seen.some(({ kind }: { kind: string }) => kind === 'codes made up'));
});

test('nonsense is refused before it counts', async () => {
  for (const code of ['1234', 'abcdefgh', '123456789', "1' OR 1=1"]) {
    assert.equal((await anybody(code)).status, 400);
    assert.equal((await own(await bank.atHome(bank.customers.jana), code)).status, 400);
  }
});
