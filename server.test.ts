/** The door: what any route is told and must show. Rows of the security requirements by number. */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { request } from 'node:http';
import { after, before, test } from 'node:test';
import fc from 'fast-check';
import { type Client, type Trial, trialBank } from '#bank/trial.ts';
import { configOf } from '#platform/config.ts';
import { parseJson } from '#platform/http/checks.ts';
import { serve } from './server.ts';

let bank: Trial;
let banker: Client;
let greeter: Client;
before(async () => {
  bank = await trialBank();
  banker = await bank.signedIn('banker');
  greeter = await bank.signedIn('greeter');
  await bank.visit(bank.customers.jana, 'banker');
});
after(() => bank.close());

const note = () => `/api/customers/${bank.customers.jana}/notes`;

test('every answer is shut to other sites, frames, sniffing and keeping (rows 24, 25, 29, 32)', async () => {
  for (const answer of [
    await banker.get('/api/me'),
    await bank.nobody().get('/api/me'),
    await bank.nobody().get('/nowhere'),
  ]) {
    const policy = answer.headers.get('content-security-policy') ?? '';
    for (const part of [
      "default-src 'none'",
      "script-src 'self'",
      "base-uri 'none'",
      "frame-ancestors 'none'",
      'report-uri',
    ]) {
      assert.ok(policy.includes(part), part);
    }
    assert.match(policy, /style-src 'self' 'nonce-[A-Za-z0-9+/=]{24}'/);
    assert.doesNotMatch(policy, /unsafe/);
    assert.equal(answer.headers.get('x-content-type-options'), 'nosniff');
    assert.equal(answer.headers.get('referrer-policy'), 'no-referrer');
    assert.equal(answer.headers.get('cross-origin-opener-policy'), 'same-origin');
    assert.equal(answer.headers.get('cross-origin-resource-policy'), 'same-origin');
    assert.equal(answer.headers.get('cache-control'), 'no-store');
    assert.equal(answer.headers.get('access-control-allow-origin'), null, 'row 23');
  }
  const [one, two] = [await banker.get('/api/me'), await banker.get('/api/me')];
  assert.notEqual(
    one.headers.get('content-security-policy'),
    two.headers.get('content-security-policy'),
    'a nonce is used once',
  );
});

test('off the loopback, browsers are held to TLS for two years (row 22)', async () => {
  const answer = await raw('GET', '/health/live', { host: 'crm.example.com' });
  assert.match(String(answer.headers['strict-transport-security']), /max-age=63072000; includeSubDomains/);
});

test('what another site sends in the name of the user is refused (rows 26, 27, 81)', async () => {
  const body = { body: 'hello', sensitive: false };
  for (const headers of [
    { 'sec-fetch-site': 'cross-site' },
    { 'sec-fetch-site': 'same-site' },
    { origin: 'https://evil.example' },
    { origin: 'null' },
  ]) {
    const answer = await banker.post(note(), body, headers);
    assert.equal(answer.status, 403, JSON.stringify(headers));
    assert.equal(answer.body.code, 'cross-site');
  }
  const form = await banker.send('POST', note(), 'body=hello', {
    'content-type': 'application/x-www-form-urlencoded',
  });
  assert.equal(form.status, 415);
  const text = await banker.send('POST', note(), JSON.stringify(body), { 'content-type': 'text/plain' });
  assert.equal(text.status, 415);
  assert.deepEqual(await bank.sql('SELECT FROM conversations.notes'), []);
});

test('no GET changes anything (row 26): none creates, is versioned, or uses an approval up', async () => {
  const { workspaceRoutes, portalRoutes } = await import('./server.ts');
  for (const { contract } of [...workspaceRoutes, ...portalRoutes]) {
    if (!contract.route.startsWith('GET')) continue;
    assert.ok(!contract.creates && !contract.versioned && !contract.body, contract.route);
    assert.ok(!JSON.stringify(contract.query ?? {}).includes('approvalId'), contract.route);
  }
});

test('an object that says a name twice, reaches into the prototype, or is no JSON is refused (rows 7, 11)', async () => {
  for (const body of [
    '{"body":"a","body":"b","sensitive":false}',
    '{"body":"a","sensitive":false,"__proto__":{"admin":true}}',
    '{"body":"a","sensitive":false,"constructor":{"prototype":{}}}',
    '{"body":"a"',
    '[]',
    '"x"',
  ]) {
    const answer = await banker.send('POST', note(), body);
    assert.equal(answer.status, 400, body);
  }
  assert.equal(({} as { admin?: boolean }).admin, undefined);
});

test('any JSON without a double name is understood as JSON.parse does', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      const text = JSON.stringify(value);
      if (/"(__proto__|constructor)":/.test(text)) return;
      assert.deepEqual(parseJson(text), JSON.parse(text));
    }),
  );
  fc.assert(
    fc.property(fc.string(), fc.jsonValue(), fc.jsonValue(), (name, one, two) => {
      const key = JSON.stringify(name);
      assert.throws(() => parseJson(`{"a":[{${key}:${JSON.stringify(one)},${key}:${JSON.stringify(two)}}]}`));
    }),
  );
});

test('fields that the contract does not have, repeated parameters and wrong types are named and refused (rows 8, 10, 12)', async () => {
  const extra = await banker.post(note(), { body: 'a', sensitive: false, writtenBy: bank.staff.admin });
  assert.equal(extra.status, 400);
  assert.equal(extra.body.code, 'invalid');
  assert.ok(extra.body.fields.length > 0);
  const twice = await banker.get(`/api/customers/${bank.customers.jana}/timeline?most=1&most=100`);
  assert.equal(twice.status, 400);
  const huge = await banker.get(`/api/customers/${bank.customers.jana}/timeline?most=1000000000`);
  assert.equal(huge.status, 400, 'row 19');
  const noId = await banker.get(`/api/customers/1%20OR%201=1/file`);
  assert.equal(noId.status, 400, 'row 1');
  for (const answer of [extra, twice, huge, noId])
    assert.equal(answer.headers.get('content-type')?.split(';')[0], 'application/problem+json');
});

test('a body that is too large is refused before it is read', async () => {
  const answer = await banker.send(
    'POST',
    note(),
    JSON.stringify({ body: 'x'.repeat(300_000), sensitive: false }),
  );
  assert.equal(answer.status, 413);
  assert.equal(answer.body.code, 'too-large');
});

test('roles that a contract does not name are refused, and somebody who is not signed in learns nothing (rows 55, 59)', async () => {
  assert.equal((await greeter.get(`/api/customers/${bank.customers.jana}/file`)).status, 403);
  const unknown = await bank.nobody().get(`/api/customers/${randomUUID()}/file`);
  const known = await bank.nobody().get(`/api/customers/${bank.customers.jana}/file`);
  assert.equal(known.status, 401);
  assert.deepEqual({ ...known.body, requestId: '' }, { ...unknown.body, requestId: '' });
  const admin = await bank.signedIn('admin');
  assert.equal(
    (await admin.get(`/api/customers/${bank.customers.jana}/file`)).status,
    403,
    'an administrator is no banker',
  );
});

test('a retry with the same key makes nothing twice, and the key is good for nothing else (row 20)', async () => {
  const key = { 'idempotency-key': randomUUID() };
  const body = { body: 'She would like a call.', sensitive: false };
  const answers = [await banker.post(note(), body, key), await banker.post(note(), body, key)];
  assert.deepEqual(
    answers.map((answer) => answer.status),
    [200, 200],
  );
  assert.deepEqual(answers[0]?.body, answers[1]?.body);
  const notes = await bank.sql('SELECT body FROM conversations.notes');
  assert.equal(notes.length, 1);
  const other = await banker.post(note(), { body: 'Something else.', sensitive: false }, key);
  assert.equal(other.status, 409);
  assert.equal(other.body.code, 'key-reused');
  const without = await banker.send('POST', note(), body, { 'idempotency-key': '' });
  assert.equal(without.status, 428);
  const parallel = await Promise.all(
    Array.from({ length: 20 }, () =>
      banker.post(
        note(),
        { body: 'Once.', sensitive: false },
        { 'idempotency-key': `${key['idempotency-key']}2` },
      ),
    ),
  );
  assert.ok(parallel.every((answer) => answer.status === 200));
  assert.equal((await bank.sql(`SELECT FROM conversations.notes WHERE body = 'Once.'`)).length, 1);
});

test('whoever saves what somebody else has changed meanwhile is told, and nothing is lost', async () => {
  const made = (await banker.post(note(), { body: 'first', sensitive: false })).body;
  const path = `${note()}/${made.noteId}`;
  const change = (version: string, body: string) =>
    banker.send('PUT', path, { body, sensitive: false }, { 'if-match': version });
  assert.equal((await banker.send('PUT', path, { body: 'x', sensitive: false })).status, 428);
  const second = await change('"1"', 'second');
  assert.equal(second.status, 200);
  assert.equal(second.headers.get('etag'), '"2"');
  assert.equal((await change('"1"', 'too late')).status, 412);
  const [row] = await bank.sql('SELECT body FROM conversations.notes WHERE note_id = $1', [made.noteId]);
  assert.equal(row?.body, 'second');
});

test('the API describes itself, and answers nothing that is not described (row 82)', async () => {
  const description = (await bank.nobody().get('/api/openapi.json')).body;
  assert.equal(description.openapi, '3.1.0');
  assert.ok(description.paths['/api/customers/{customerId}/file'].get['x-permission']);
  assert.match((await bank.nobody().get('/api')).text, /Sign a customer/);
  for (const path of ['/api/debug', '/api/customers', '/.env', '/api/../server.ts', '/metrics/x']) {
    assert.equal((await banker.get(path)).status, 404, path);
  }
  assert.notEqual((await raw('TRACE', '/api/me', {})).status, 200);
});

test('forged addresses of proxies are not believed (row 80)', async () => {
  // what comes through a proxy on this machine does not come from this machine, whatever it says
  for (const claimed of ['203.0.113.9', '127.0.0.1'])
    assert.equal((await raw('GET', '/metrics', { 'x-forwarded-for': claimed })).status, 404);
  const answer = await raw('GET', '/metrics', {});
  assert.equal(answer.status, 200);
  assert.match(answer.text, /earshot_http_request_seconds_count/);
  assert.ok(!answer.text.includes(bank.customers.jana), 'figures carry no ids');
});

test('it is alive, and ready while the database answers', async () => {
  assert.equal((await bank.nobody().get('/health/live')).status, 200);
  assert.equal((await bank.nobody().get('/health/ready')).status, 200);
});

test('errors tell what to do and nothing of the inside (row 78)', async () => {
  await bank.sql('ALTER TABLE conversations.notes RENAME COLUMN body TO moved');
  const answer = await banker.post(note(), { body: 'a', sensitive: false });
  await bank.sql('ALTER TABLE conversations.notes RENAME COLUMN moved TO body');
  assert.equal(answer.status, 500);
  assert.equal(answer.body.code, 'failed');
  assert.ok(answer.body.next.length > 10 && answer.body.requestId.length > 0);
  assert.doesNotMatch(answer.text, /column|moved|relation|node_modules|\.ts/);
});

test('what is larger than it may be is 413, what is not what it says it is 415 or 400; nothing is written (row 35)', async () => {
  const before = (await bank.sql('SELECT count(*)::int AS n FROM conversations.notes'))[0]?.n;
  const json = { 'content-type': 'application/json' };
  const sent = (body: string, headers: Record<string, string> = json) =>
    banker.send('POST', note(), body, headers);
  const whole = JSON.stringify({ body: 'hello', sensitive: false });
  assert.equal((await sent(' '.repeat(300_000) + whole)).status, 413);
  for (const type of ['text/plain', 'application/xml', 'multipart/form-data; boundary=x', 'image/png'])
    assert.equal((await sent(whole, { 'content-type': type })).status, 415, type);
  for (const body of ['\u0089PNG\r\n\u001a\n', '<note>hello</note>', 'PK\u0003\u0004', '%PDF-1.7'])
    assert.equal((await sent(body)).status, 400, body);
  assert.equal((await bank.sql('SELECT count(*)::int AS n FROM conversations.notes'))[0]?.n, before);
});

/** Requests that fetch would not send. */
function raw(method: string, path: string, headers: Record<string, string>) {
  const url = new URL(path, bank.served.workspace);
  return new Promise<{ status: number; headers: NodeJS.Dict<string | string[]>; text: string }>(
    (resolve, reject) => {
      const sent = request(url, { method, headers }, (response) => {
        let text = '';
        response.setEncoding('utf8').on('data', (chunk) => {
          text += chunk;
        });
        response.on('end', () =>
          resolve({ status: response.statusCode ?? 0, headers: response.headers, text }),
        );
      });
      sent.on('error', reject).end();
    },
  );
}

test('a cookie that is only claimed is no bucket of its own: an address has its limit', async () => {
  const served = await serve(
    { ...configOf({}), home: '', witnesses: [], port: 0, portalPort: 0, logLevel: 'silent' },
    bank.database,
    { appFolder: undefined, requestsPerMinuteMax: 3 },
  );
  try {
    const statuses: number[] = [];
    for (let n = 0; n < 32; n += 1) {
      const headers = { cookie: `__Host-earshot-portal=${randomUUID()}` };
      statuses.push((await fetch(`${served.portal}/api/home`, { headers })).status);
    }
    assert.deepEqual([statuses.filter((one) => one === 401).length, statuses.at(-1)], [30, 429]);
    const headers = { cookie: `__Host-earshot-workspace=${banker.token}` };
    const own: number[] = [];
    for (let n = 0; n < 5; n += 1) own.push((await fetch(`${served.workspace}/api/me`, { headers })).status);
    assert.deepEqual(own, [200, 200, 200, 429, 429], 'a sign-in has one, too');
  } finally {
    await served.close();
  }
});
