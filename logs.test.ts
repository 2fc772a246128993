/**
 * What the processes of a bank write of themselves: enough to find out what happened, and nothing of anybody
 * (security rows 73, 75). Canaries are put wherever a client can put a word; none may come out in a log or
 * a figure.
 */
import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import pg from 'pg';
import { listRuns, startImport } from '#bank/feed/actions.ts';
import { firstDay, trial } from '#bank/feed/testing.ts';
import { type Client, clientOf, type Trial, trialBank } from '#bank/trial.ts';
import { codeOf, hashPassword, newTotp } from '#platform/auth/secrets.ts';
import { cookieName } from '#platform/http/server.ts';
import { type Kept, keepRunning } from '#platform/testing/processes.ts';
import { portalRoutes, workspaceRoutes } from './server.ts';

const canaries = {
  card: '5555 3412 4444 1115',
  nationalId: '915523/4821',
  token: 'kAnArY0oT0kEn1ofTheTeSt2aBcDeFgHiJkLmNoPqRs',
  password: 'quillfeather over the marsh',
  email: 'zanzibara.quill@canary.example',
  name: 'Zanzibara Quillfeather',
};
const everything = Object.values(canaries).join(' ');

let bank: Trial;
let home: string;
let serving: Kept;
let working: Kept;
let banker: Client;
let admin: Client;
let customer: Client;
let serverLog: () => Promise<string>;
before(async () => {
  home = await mkdtemp(path.join(tmpdir(), 'earshot-logs-'));
  bank = await trialBank({ keys: path.join(home, 'keys') });
  await writeFile(path.join(home, 'logins.json'), JSON.stringify(bank.database.logins), { mode: 0o600 });
  const surroundings = { EARSHOT_HOME: home, LOG_LEVEL: 'debug' };
  serverLog = await databaseLog();
  [serving, working] = await Promise.all([
    keepRunning('serve', surroundings),
    keepRunning('jobs', surroundings),
  ]);
  const [workspace = '', portal = ''] = serving.addresses;
  const at = (one: Client) => clientOf(workspace, 'workspace', one.token);
  banker = at(await bank.signedIn('banker', 'open counter'));
  admin = at(await bank.signedIn('admin'));
  customer = clientOf(portal, 'portal', '');
  await makeSomebody();
});
after(async () => {
  await Promise.all([serving?.stop(), working?.stop()]);
  await bank.close();
  await rm(home, { recursive: true, force: true });
});

/** Jana's file and the banker's sign-in are full of canaries. */
async function makeSomebody(): Promise<void> {
  const { jana } = bank.customers;
  await bank.sql(
    'UPDATE customers.customers SET full_name = $2, preferred_name = $2 WHERE customer_id = $1',
    [...[jana, canaries.name]],
  );
  await bank.sql('DELETE FROM customers.identifiers WHERE customer_id = $1', [jana]);
  await bank.identify(jana, 'national id', 'CZ', canaries.nationalId);
  await bank.sql(
    `UPDATE customers.contact_points SET value = $2, normalised = $2 WHERE customer_id = $1 AND kind = 'email'`,
    [...[jana, canaries.email]],
  );
  await bank.sql('SELECT customers.index_names($1)', [[jana]]);
  await bank.sql('INSERT INTO staff.sign_ins (staff_id, password_hash, totp_secret) VALUES ($1, $2, $3)', [
    ...[bank.staff.banker, await hashPassword(canaries.password), Buffer.from(totp.secret)],
  ]);
  await bank.visit(jana, 'banker');
}
const totp = newTotp('banker', 'Earshot');

/** What the embedded PostgreSQL writes from now on. */
async function databaseLog(): Promise<() => Promise<string>> {
  const [row] = await bank.sql(`SELECT current_setting('data_directory') AS folder`);
  const file = path.join(String(row?.folder), 'server.log');
  const before = (await readFile(file)).length;
  return async () => (await readFile(file)).subarray(before).toString('utf8');
}

/** Each canary as it is, as digits alone, as in an address, and as JSON writes it. */
function foundIn(text: string): string[] {
  return Object.values(canaries)
    .flatMap((canary) => [
      canary,
      canary.replace(/\D/g, '').length > 8 ? canary.replace(/\D/g, '') : canary,
      encodeURIComponent(canary),
      JSON.stringify(canary).slice(1, -1),
      canary.replaceAll(' ', '+'),
    ])
    .concat('Quillfeather', 'quillfeather', 'canary.example')
    .filter((word) => text.includes(word));
}

const lines = () =>
  serving
    .written()
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('ready '))
    .map((line) => JSON.parse(line) as Record<string, unknown>);

/** The log line of an answer, which is written after it. */
async function lineOf(matches: (line: Record<string, unknown>) => boolean): Promise<Record<string, unknown>> {
  for (let patience = 100; patience > 0; patience -= 1) {
    const found = lines().find(matches);
    if (found) return found;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  assert.fail('no such line was written');
}

/** Of what was answered before: a line of its own comes after all of them. */
async function allIsWritten(): Promise<void> {
  const { body } = await banker.get('/api/nowhere');
  await lineOf((line) => line.reqId === body.requestId);
}

async function nothingIsWritten(): Promise<void> {
  await allIsWritten();
  assert.deepEqual(foundIn(serving.written()), [], 'the log of serve');
  assert.deepEqual(foundIn(working.written()), [], 'the log of jobs');
  assert.deepEqual(foundIn(await serverLog()), [], 'the log of the database');
  for (const address of serving.addresses) {
    const figures = await (await fetch(new URL('/metrics', address))).text();
    assert.ok(figures.includes('TYPE earshot_http_request_seconds'));
    assert.deepEqual(foundIn(figures), [], 'figures');
  }
}

/** Canaries in the address, the query, every header and the body: of the right shape, of none, and cut off. */
async function putEverywhere(one: Client, origin: string, routes: typeof workspaceRoutes): Promise<number> {
  const inHeaders = {
    ...{ 'user-agent': everything, referer: `http://x.example/${encodeURIComponent(canaries.email)}` },
    ...{ 'x-forwarded-for': canaries.card, 'x-request-id': canaries.token, 'request-id': canaries.token },
    ...{ authorization: `Bearer ${canaries.token}`, 'accept-language': canaries.name, from: canaries.email },
    ...{ 'idempotency-key': canaries.token, 'if-match': `"${canaries.card}"` },
  };
  let sent = 0;
  for (const { contract } of routes) {
    const [method = 'GET', pattern = '/'] = contract.route.split(' ');
    if (/sign-out|badge-out|step-away|\/lock$|\/password$/.test(pattern)) continue;
    const inPath = pattern.replace(/:\w+/g, () => encodeURIComponent(canaries.email));
    const withId = pattern.replace(/:\w+/g, bank.customers.jana);
    const inQuery = `${inPath}?${new URLSearchParams({ ...canaries, before: everything })}`;
    const right = Object.fromEntries(
      Object.keys((contract.body as { properties?: object })?.properties ?? {}).map((name) => [
        name,
        everything,
      ]),
    );
    const bodies =
      method === 'GET' ? [undefined] : [right, { ...canaries }, `{"query": "${everything}`, everything];
    const asked = [
      ...[inPath, inQuery].map((address) => ({ address, body: bodies[0] })),
      ...bodies.map((body) => ({ address: withId, body })),
    ];
    const requests = asked.map(({ address, body }) => one.send(method, address, body, inHeaders));
    sent += (await Promise.all(requests)).length;
  }
  for (const odd of [
    `/${encodeURIComponent(everything)}`,
    `/api/${canaries.email}`,
    `/%zz${canaries.email}`,
  ]) {
    await one.send('GET', odd, undefined, { cookie: `${cookieName('workspace')}=${canaries.token}` });
    await raw(origin, `GET ${odd} HTTP/1.1\r\nHost: ${canaries.email}\r\nConnection: close\r\n\r\n`);
    sent += 2;
  }
  return sent;
}

/** Bytes as they are; what comes back. */
function raw(origin: string, bytes: string): Promise<string> {
  const { port } = new URL(origin);
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), '127.0.0.1', () => socket.write(bytes));
    let answer = '';
    socket.setEncoding('utf8').on('data', (piece) => {
      answer += piece;
    });
    socket.on('error', reject).on('close', () => resolve(answer));
  });
}

test('wherever a client puts a word, no log and no figure says it again', async () => {
  const [workspace = '', portal = ''] = serving.addresses;
  const nobody = clientOf(workspace, 'workspace', canaries.token);
  const sent = [
    await putEverywhere(nobody, workspace, workspaceRoutes),
    await putEverywhere(banker, workspace, workspaceRoutes),
    await putEverywhere(admin, workspace, workspaceRoutes),
    await putEverywhere(customer, portal, portalRoutes),
  ];
  assert.ok(sent.reduce((sum, one) => sum + one, 0) > 500);
  // no HTTP at all
  await raw(workspace, `${everything}\r\n\r\n`);
  await raw(workspace, `POST /api/sign-in HTTP/1.1\r\n${canaries.email}: ${everything}\r\n bad\x00\r\n\r\n`);
  await nothingIsWritten();
});

test('signing in, searching, opening, revealing, writing: on record in the vault, and not in a log', async () => {
  const [workspace = ''] = serving.addresses;
  const door = clientOf(workspace, 'workspace', '');
  const signIn = (given: object) =>
    door.post('/api/sign-in', {
      ...{ userName: 'banker', password: canaries.password, code: codeOf(totp.secret) },
      ...given,
    });
  assert.equal((await signIn({ password: canaries.name })).status, 401);
  assert.equal((await signIn({ userName: canaries.email })).status, 401);
  const { status, headers } = await signIn({});
  assert.equal(status, 200);
  const token = /^__Host-earshot-workspace=([^;]+)/m.exec(headers.getSetCookie().join('\n'))?.[1] as string;
  // Signing in at one station has locked the other.
  await bank.sql('UPDATE staff.sessions SET locked_at = NULL');
  for (const query of [canaries.name, canaries.email, canaries.card, canaries.nationalId]) {
    assert.equal((await banker.post('/api/customer-searches', { query, most: 5 })).status, 200);
  }
  const file = `/api/customers/${bank.customers.jana}`;
  const opened = await banker.get(`${file}/file`);
  assert.ok(opened.text.includes(canaries.name), 'the file has what the log must not have');
  const { body } = await banker.post(`${file}/reveals`, {
    ...{ kind: 'identifier', subject: opened.body.identifiers[0].identifierId },
  });
  assert.ok(JSON.stringify(body).includes(canaries.nationalId), JSON.stringify(body));
  assert.equal((await banker.post(`${file}/notes`, { body: everything, sensitive: true })).status, 200);
  assert.equal((await banker.get(`/api/customers/${bank.customers.petr}/file`)).status, 403);
  await nothingIsWritten();
  assert.ok(!serving.written().includes(token));
  assert.ok(!serving.written().includes(banker.token));
  assert.ok(!serving.written().includes(bank.customers.jana), 'nor whose file it was');
});

test('when something breaks, the log says where and not with what', async () => {
  const notes = `/api/customers/${bank.customers.jana}/notes`;
  const breaking = [
    'ALTER TABLE conversations.notes RENAME COLUMN body TO moved',
    `ALTER TABLE conversations.notes ADD CONSTRAINT broken CHECK (body !~ 'e') NOT VALID`,
    // the database itself says the value
    `CREATE FUNCTION public.broken() RETURNS trigger LANGUAGE plpgsql AS $$
       BEGIN RAISE EXCEPTION 'no place for %', NEW.body; END $$;
     CREATE TRIGGER broken BEFORE INSERT ON conversations.notes FOR EACH ROW EXECUTE FUNCTION public.broken()`,
  ];
  const mending = [
    'ALTER TABLE conversations.notes RENAME COLUMN moved TO body',
    'ALTER TABLE conversations.notes DROP CONSTRAINT broken',
    'DROP FUNCTION public.broken() CASCADE',
  ];
  for (const [index, breaks] of breaking.entries()) {
    await bank.sql(breaks);
    const { status } = await banker.post(notes, { body: everything, sensitive: false });
    await bank.sql(mending[index] as string);
    assert.ok(status >= 400, `${breaks}: ${status}`);
  }
  assert.match(String((await lineOf((line) => line.level === 50)).cause), /error|Failure/);
  await nothingIsWritten();
});

test('what a feed refuses, or breaks on, is in its report and not in a log', async () => {
  const at = await trial();
  const [heading, ...movements] = firstDay['movement.csv'].split('\n');
  await at.write({
    ...firstDay,
    'customer.csv': `${firstDay['customer.csv']}4,${canaries.name},${canaries.nationalId},${canaries.email}\n`,
    'movement.csv': [heading, `m4,A1,${canaries.card},${canaries.email},${canaries.name}`, ...movements].join(
      '\n',
    ),
  });
  const done = async () => {
    const { runId } = await startImport(bank.database, {
      ...{ feed: 'small', folder: at.folder, feeds: at.feeds },
      asOf: '2024-02-01',
    });
    for (;;) {
      const [run] = (await listRuns(bank.database, { feed: 'small', most: 5 })).filter(
        (one) => one.run_id === runId,
      );
      if (run && ['finished', 'failed'].includes(run.state)) return run.state;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  };
  assert.equal(await done(), 'finished');
  const [{ rejects }] = (await bank.sql('SELECT count(*)::int AS rejects FROM feed.rejects')) as [
    { rejects: number },
  ];
  assert.ok(rejects > 0);
  const select = path.join(at.feeds, 'small', 'transactions.sql');
  const casting = (await readFile(select, 'utf8')).replace('staging.minor(amount)', 'amount::bigint');
  await writeFile(select, casting);
  assert.equal(await done(), 'failed');
  await at.clean();
  await nothingIsWritten();
});

test('each request is one line that says who, what, where, when, and how it went', async () => {
  const answer = await banker.get(`/api/customers/${bank.customers.petr}/file`);
  const line = await lineOf((one) => one.reqId === answer.body.requestId);
  const [session] = await bank.sql('SELECT session_id FROM staff.sessions WHERE token_hash = sha256($1)', [
    Buffer.from(banker.token),
  ]);
  assert.deepEqual(
    { ...line, time: 0, milliseconds: 0 },
    {
      ...{ level: 30, time: 0, app: 'workspace', reqId: answer.body.requestId, milliseconds: 0 },
      ...{
        method: 'GET',
        route: '/api/customers/:customerId/file',
        status: 403,
        session: session?.session_id,
      },
    },
  );
  assert.match(String(line.time), /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
  const ids = lines().map((one) => `${one.app} ${one.reqId} ${one.route ?? one.code}`);
  assert.equal(new Set(ids).size, ids.length);
});

test('a line break that somebody sends makes no second line (row 75)', async () => {
  const forged = '\r\n{"level":30,"forged":true}\r\n';
  const before = lines().length;
  const sent = [
    await banker.get(`/api/customers/${encodeURIComponent(forged)}/file`),
    await banker.get(`/api/customers/${bank.customers.petr}/file?ground=${encodeURIComponent(forged)}`),
    await banker.post('/api/customer-searches', { query: forged, most: 5 }),
    await banker.send('POST', '/api/customer-searches', forged),
    await banker.get(`/${encodeURIComponent(forged)}`),
  ];
  await allIsWritten();
  assert.equal(lines().length, before + sent.length + 1);
  assert.ok(lines().every((line) => line.forged === undefined));
  assert.doesNotMatch(serving.written(), /forged/);
});

test('with the database gone, everybody is told so, and the log no more than that', async () => {
  const elsewhere = new pg.Client({ ...bank.database.ownerSettings, database: 'postgres' });
  await elsewhere.connect();
  await elsewhere.query(`ALTER DATABASE ${bank.database.name} WITH ALLOW_CONNECTIONS false`);
  await elsewhere.query(
    `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1 AND usename LIKE 'earshot%'`,
    [bank.database.name],
  );
  const gone = await banker.post('/api/customer-searches', { query: everything, most: 5 });
  assert.ok(gone.status >= 500, `${gone.status}`);
  await clientOf(serving.addresses[0] ?? '', 'workspace', '').post('/api/sign-in', {
    ...{ userName: canaries.email, password: canaries.password, code: '123456' },
  });
  await elsewhere.query(`ALTER DATABASE ${bank.database.name} WITH ALLOW_CONNECTIONS true`);
  await elsewhere.end();
  await nothingIsWritten();
});
