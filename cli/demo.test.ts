/** What a new user of the demo bank sees when the jobs that its filling has queued are done. */
import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { type Client, clientOf } from '#bank/trial.ts';
import { codeOf } from '#platform/auth/secrets.ts';
import { startWorker } from '#platform/jobs/worker.ts';
import { type TestDatabase, testDatabase } from '#platform/testing/database.ts';
import { type Served, serve } from '../server.ts';
import { tasks } from '../tasks.ts';
import { fillBank } from './demo.ts';

interface Account {
  userName: string;
  password: string;
  totpSecret: string;
}

let database: TestDatabase;
let home: string;
let served: Served;
let accounts: Account[];
before(async () => {
  database = await testDatabase();
  home = await mkdtemp(path.join(tmpdir(), 'earshot-demo-'));
  await fillBank(database, home, { customers: 500, seed: 1 });
  accounts = JSON.parse(await readFile(path.join(home, 'demo-accounts.json'), 'utf8')) as Account[];
  await untilDone();
  const config = { ...{ home: '', witnesses: [], port: 0, portalPort: 0 }, host: '127.0.0.1' };
  served = await serve({ ...config, databaseUrl: undefined, logLevel: 'silent' }, database, {
    appFolder: undefined,
    requestsPerMinuteMax: 100_000,
  });
});
after(async () => {
  await served?.close();
  await database?.drop();
  await rm(home, { recursive: true, force: true });
});

/** As the jobs process does them: by the queue, in its order. */
async function untilDone(): Promise<void> {
  const failed: unknown[] = [];
  const worker = await startWorker(database, tasks, { onError: (task, error) => failed.push(task, error) });
  const waiting = async () =>
    Number((await database.owner.query('SELECT count(*) FROM graphile_worker.jobs')).rows[0]?.count);
  while ((await waiting()) > 0 && failed.length === 0) await new Promise((soon) => setTimeout(soon, 100));
  await worker.stop();
  assert.deepEqual(failed, []);
}

/** With the password and the code that the terminal prints. */
async function signedIn(userName: string): Promise<Client> {
  const account = accounts.find((one) => one.userName === userName);
  assert.ok(account, userName);
  const { password, totpSecret } = account;
  const given = { userName, password, code: codeOf(totpSecret) };
  const nobody = clientOf(served.workspace, 'workspace', '');
  const answer = await nobody.post('/api/sign-in', given);
  assert.equal(answer.status, 200, answer.text);
  const cookies = answer.headers.getSetCookie().join('\n');
  const token = /__Host-earshot-workspace=([^;]+)/.exec(cookies)?.[1] ?? '';
  return clientOf(served.workspace, 'workspace', token);
}
const read = async (client: Client, address: string) => {
  const { status, body, text } = await client.get(address);
  assert.equal(status, 200, text);
  return body;
};

test('suggestions are there at once: on Today, and in the file of whoever is looked after', async () => {
  const banker = await signedIn('banker');
  const { stations } = await read(banker, '/api/me');
  const room = stations.find(({ place }: { place: string }) => place === 'private room');
  await banker.send('PUT', '/api/station', { stationId: room.stationId });
  const { prompts } = await read(banker, '/api/advice/prompts');
  assert.ok(prompts.length > 0, 'somebody to think of today');
  const { result, suggestions, asOf } = await read(banker, `/api/customers/${prompts[0].customerId}/advice`);
  assert.deepEqual([result, asOf], ['suggestions', Temporal.Now.plainDateISO('UTC').toString()]);
  assert.ok(suggestions.length > 0);
});

test('outcomes of a year are there, beside a control group, and everything says that it is made up', async () => {
  const manager = await signedIn('manager');
  const { all, options } = await read(manager, '/api/advice/outcomes');
  assert.ok(all.following > 50, `${all.following} are followed`);
  const { rows } = await database.owner.query(
    `SELECT count(*) FILTER (WHERE held_out)::int AS held_out, count(*) FILTER (WHERE NOT held_out)::int AS reminded
       FROM advice.followed WHERE measured_on IS NOT NULL`,
  );
  assert.ok(rows[0].reminded > 50 && rows[0].held_out > 0, JSON.stringify(rows[0]));
  assert.ok(options.length > 3);
  assert.equal((await read(manager, '/api/advice/settings')).madeUp, true);
  const { versions } = await read(manager, '/api/advice/propensities');
  const answers = versions[0].options.map((one: { answers: number }) => one.answers);
  // who is held out, a lot decides that is drawn anew in each bank
  assert.ok(answers.reduce((sum: number, one: number) => sum + one, 0) > 50, 'it has learnt from answers');
  const compliance = await signedIn('compliance');
  assert.ok((await read(compliance, '/api/advice/group-tests')).quarters.length > 0);
});

test('what came of suggestions was said after they were made, to whom they were made, by made-up staff', async () => {
  const { rows } = await database.owner.query(
    `SELECT count(*)::int AS all, count(*) FILTER (WHERE NOT f.made_up OR NOT c.made_up)::int AS real,
            count(*) FILTER (WHERE w.customer_id IS NULL)::int AS unsuggested,
            count(*) FILTER (WHERE o.known ?| ARRAY['age', 'sex', 'stage', 'couple'])::int AS forbidden,
            count(*) FILTER (WHERE o.recorded_at > now() - interval '90 days')::int AS lately
       FROM advice.outcomes o JOIN staff.staff f ON f.staff_id = o.recorded_by
       JOIN customers.customers c ON c.customer_id = o.customer_id
       LEFT JOIN advice.followed w ON w.customer_id = o.customer_id AND w.option_code = o.option_code
         AND o.recorded_at::date BETWEEN w.since AND w.due_on`,
  );
  const { all, ...wrong } = rows[0];
  assert.ok(all > 50, `${all} answers`);
  assert.deepEqual(wrong, { real: 0, unsuggested: 0, forbidden: 0, lately: 0 });
  // whoever is said to have accepted a product has opened one
  const { rows: accepted } = await database.owner.query(
    `SELECT count(*)::int AS without FROM advice.outcomes o
      WHERE o.became = 'accepted' AND o.option_code = 'term.deposit' AND NOT EXISTS (
        SELECT FROM holdings.holdings h WHERE h.customer_id = o.customer_id AND h.kind = 'term deposit'
          AND h.opened_on > o.recorded_at::date)`,
  );
  assert.equal(accepted[0].without, 0);
});

test('the privacy office has one question in its queue, put by what somebody really did, and not answered', async () => {
  const office = await signedIn('privacy');
  const { questions } = await read(office, '/api/unexplained?state=open');
  assert.equal(questions.length, 1);
  const [question] = questions;
  assert.deepEqual([question.staffName, question.answer], ['Ondřej Malina', null]);
  const { occasions } = await read(office, `/api/unexplained/${question.questionId}/people`);
  const [occasion] = occasions;
  assert.deepEqual([occasions.length, occasion.fullName], [1, 'Alena Malinová']);
  const rules = occasion.reasons.map(({ rule }: { rule: string }) => rule);
  for (const rule of ['relative', 'same address', 'declared', 'nothing done'])
    assert.ok(rules.includes(rule), rule);
  assert.ok(
    occasion.seen.some((field: string) => field.startsWith('balance')),
    'he uncovered a balance',
  );
  const looks = await database.owner.query(
    `SELECT r.action, r.ground_kind FROM privacy.access_records r JOIN staff.staff f USING (staff_id)
      WHERE f.user_name = 'banker2' ORDER BY r.at`,
  );
  assert.deepEqual(
    looks.rows.map(({ action, ground_kind }) => `${action} ${ground_kind}`),
    ['open visit', 'reveal visit'],
  );
  const banker2 = await signedIn('banker2');
  const mine = (await read(banker2, '/api/my-questions')).questions;
  assert.deepEqual([mine.length, mine[0].state, mine[0].answer], [1, 'open', null]);
});

test('done again, the past stays as it is', async () => {
  const kept = async () =>
    (await database.owner.query(`SELECT count(*)::int AS n FROM advice.outcomes`)).rows[0].n as number;
  const before = await kept();
  const asOf = Temporal.Now.plainDateISO('UTC').subtract({ days: 182 }).toString();
  await database.owner.query(`SELECT graphile_worker.add_job('demo.answers', $1::json)`, [
    JSON.stringify({ seed: 1, asOf }),
  ]);
  await untilDone();
  assert.equal(await kept(), before);
});
