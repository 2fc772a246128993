/**
 * Hostile input at every door: what no screen would send, at every route of both apps, by somebody of each
 * role that may, and by some who may not. The answer is never a fault of ours, never tells of the inside, and what is refused has
 * written nothing. And strings that break programs, in every field that takes words: kept as they are.
 */
import assert from 'node:assert/strict';
import { randomBytes, randomUUID } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, test } from 'node:test';
import fc from 'fast-check';
import type { TSchema } from 'typebox';
import { type Role, roles } from '#bank/staff/contract.ts';
import { allows } from '#bank/staff/rules.ts';
import { type Client, clientOf, type Trial, trialBank } from '#bank/trial.ts';
import { hashToken } from '#platform/auth/secrets.ts';
import type { Contract } from '#platform/contract.ts';
import type { Route } from '#platform/http/route.ts';
import { sampleOf } from '#platform/http/samples.ts';
import { portalRoutes, workspaceRoutes } from './server.ts';

const data = process.env.EARSHOT_TEST_DATA ?? path.join(import.meta.dirname, '../shared/data');
const skip = existsSync(path.join(data, 'naughty_strings'))
  ? false
  : 'EARSHOT_TEST_DATA is not there: the big list of naughty strings was not tried';

let bank: Trial;
let manager: Client;
let atPortal: Client[];
const byRole = new Map<Role, Client>();
before(async () => {
  bank = await trialBank();
  manager = await bank.signedIn('manager', 'private room');
  await bank.visit(bank.customers.jana, 'manager');
  for (const role of roles) byRole.set(role, role === 'manager' ? manager : await somebody(role));
  atPortal = [await bank.atHome(bank.customers.jana), bank.nobody('portal')];
});
after(() => bank.close());

/** A member of staff of any role, with a visit of Jana's in progress. */
async function somebody(role: Role): Promise<Client> {
  const token = randomBytes(32).toString('base64url');
  const [made] = await bank.sql(
    `WITH made AS (INSERT INTO staff.staff (user_name, full_name, role, premises_id, made_up)
       VALUES ($1, 'Hostile', $2, $3, true) RETURNING staff_id),
     signed AS (INSERT INTO staff.sessions (token_hash, staff_id, station_id, idle_expires_at, expires_at)
       SELECT $4, m.staff_id, w.station_id, now() + interval '1 hour', now() + interval '1 hour'
         FROM made m, premises.stations w WHERE w.premises_id = $3 AND w.place = 'private room')
     INSERT INTO staff.certificates (staff_id, valid_from, expires_on)
     SELECT staff_id, CURRENT_DATE, CURRENT_DATE + 99 FROM made RETURNING staff_id`,
    [`hostile.${randomUUID().slice(0, 8)}`, role, bank.premises.main, hashToken(token)],
  );
  await bank.sql(
    `INSERT INTO conversations.visits (customer_id, channel, premises_id, queue_number, state, presence, checked_in_by, handed_to, started_at)
     VALUES ($1, 'branch', $2, 1, 'in progress', 'card', $3, $4, now())`,
    [bank.customers.jana, bank.premises.main, bank.staff.greeter, made?.staff_id],
  );
  return clientOf(bank.served.workspace, 'workspace', token);
}

const strange = fc.oneof(
  fc.constantFrom<unknown>(
    null,
    true,
    -1,
    0,
    1e308,
    -0,
    '',
    ' ',
    '\u0000',
    'a\u0000b',
    '\ud800',
    '\u202e',
    '🏳️‍🌈',
  ),
  fc.constantFrom<unknown>(
    "'; DROP TABLE customers.customers; --",
    '<img src=x onerror=alert(1)>',
    '{{7*7}}',
  ),
  fc.constantFrom<unknown>(
    '../../etc/passwd',
    'javascript:alert(1)',
    '%00',
    'x'.repeat(5000),
    [],
    [[[[]]]],
    {},
  ),
  fc.constantFrom<unknown>({ $gt: '' }, { length: 1e9 }, [null], '9999-12-31', '2026-02-30', '1e5', 'NaN'),
  fc.string({ unit: 'binary', maxLength: 300 }),
  fc.bigInt().map(String),
  fc.jsonValue({ maxDepth: 3 }),
);

/** A body that nearly fits: each field as it should be, or strange, or gone, and perhaps one too many. */
function nearly(schema: TSchema): fc.Arbitrary<unknown> {
  const { properties = {} } = schema as { properties?: Record<string, TSchema> };
  const fields = Object.entries(properties).map(([name, inner]) => [
    name,
    fc.oneof({ weight: 3, arbitrary: fitting(inner) }, { weight: 1, arbitrary: strange }),
  ]);
  const more = { role: strange, customerId: strange };
  return fc.oneof(
    { weight: 6, arbitrary: fc.record(Object.fromEntries(fields), { requiredKeys: [] }) },
    { weight: 1, arbitrary: fc.record({ ...more, ...Object.fromEntries(fields) }, { requiredKeys: [] }) },
    { weight: 1, arbitrary: strange },
  );
}

interface Shape {
  type?: string | string[];
  enum?: unknown[];
  format?: string;
  maxLength?: number;
  properties?: Record<string, TSchema>;
  items?: TSchema;
}

function fitting(schema: TSchema): fc.Arbitrary<unknown> {
  const { type, enum: words, format, maxLength = 100, properties, items } = schema as Shape;
  const kind = Array.isArray(type) ? type[0] : type;
  if (words !== undefined) return fc.constantFrom(...words);
  if (kind === 'object') {
    const inner = Object.entries(properties ?? {}).map(([name, one]) => [name, fitting(one)]);
    return fc.record(Object.fromEntries(inner));
  }
  if (kind === 'array') return fc.array(fitting(items ?? ({} as TSchema)), { maxLength: 3 });
  if (kind === 'boolean') return fc.boolean();
  if (kind === 'integer') return fc.integer({ min: 1, max: 50 });
  if (format === 'uuid')
    return fc.constantFrom(...Object.values(bank.customers), ...Object.values(bank.staff));
  if (format === 'date') return fc.constantFrom('2026-11-23', '2099-01-01', '1000-01-01', '2999-12-31');
  return fc.string({ unit: 'binary', minLength: 1, maxLength: Math.min(maxLength, 60) });
}

/** What must not be told to anybody: code, SQL, the database's own words. */
const inside = /node_modules|\.ts:\d|SELECT |INSERT |pg_|relation "|syntax error|privacy\.|earshot_staff/;

/** Ending one's own session would end the test; signing in has its own throttle. */
const spared = new Set([
  ...['sign-out', 'badge-out', 'step-away', 'lock', 'sign-in', 'unlock'].map((deed) => `POST /api/${deed}`),
  // so would whoever ends the other's
  'PUT /api/staff/:staffId/active',
  'DELETE /api/staff/:staffId/sessions',
]);

test('nothing that is sent to any route makes a fault of ours or tells of the inside (row 8, 9)', async () => {
  const everybody = [...byRole.values()];
  await fuzzed(workspaceRoutes, ({ permission }) => {
    const may = roles.filter((role) => permission === 'anybody' || allows(role, permission));
    // somebody who may not now and then
    const its = may.flatMap((role) => byRole.get(role) ?? []);
    return permission === 'nobody' ? everybody : [...its, ...its, ...its, ...everybody.slice(0, 1)];
  });
});

test('nor anything that a customer, or nobody at all, sends to any route of the portal (row 8, 9)', () =>
  fuzzed(portalRoutes, () => atPortal));

async function fuzzed(routes: readonly Route[], from: (contract: Contract) => Client[]): Promise<void> {
  for (const { contract } of routes.filter((one) => !spared.has(one.contract.route))) {
    const [method = '', pattern = ''] = contract.route.split(' ');
    let heard = 0;
    const asked = fc.record({
      body: contract.body ? nearly(contract.body) : fc.constant(undefined),
      params: fc.array(fc.oneof(fitting(idSchema), strange), { minLength: 3, maxLength: 3 }),
      query: contract.query ? fc.option(nearly(contract.query), { nil: undefined }) : fc.constant(undefined),
      version: fc.constantFrom('"1"', '"2"', '1', '*', '"-1"', ''),
      client: fc.constantFrom(...from(contract)),
    });
    await fc.assert(
      fc.asyncProperty(asked, async ({ body, params, query, version, client }) => {
        let next = 0;
        const url = pattern.replaceAll(/:\w+/g, () => encodeURIComponent(wellFormed(params[next++])));
        const answer = await client.send(method, url + queryText(query), bodyOf(contract, body), {
          'if-match': version,
        });
        const said = `${contract.route}: ${JSON.stringify({ url, body, query })} gave ${answer.text}`;
        assert.ok(answer.status < 500, said);
        if (answer.body?.code !== 'not-allowed' && answer.status !== 401) heard += 1;
        if (answer.status >= 400) {
          assert.match(answer.headers.get('content-type') ?? '', /problem\+json/, said);
          assert.doesNotMatch(answer.text, inside, said);
        }
      }),
      { numRuns: 25, endOnFailure: true },
    );
    assert.ok(heard > 0, `${contract.route}: nobody who may has asked`);
  }
}

const idSchema = { type: 'string', format: 'uuid' } as TSchema;
const wellFormed = (value: unknown) =>
  (typeof value === 'string' ? value : JSON.stringify(value)).toWellFormed().slice(0, 200).toWellFormed() ||
  'x';
const bodyOf = ({ body }: Contract, given: unknown) =>
  body === undefined ? undefined : JSON.stringify(given ?? null);

function queryText(query: unknown): string {
  if (typeof query !== 'object' || query === null) return '';
  const pairs = Object.entries(query).map(([name, value]) => [name, wellFormed(value)]);
  return `?${new URLSearchParams(pairs)}`;
}

test('what is refused has written nothing', async () => {
  const counts = () =>
    bank.sql(
      `SELECT (SELECT count(*) FROM conversations.notes) AS notes, (SELECT count(*) FROM privacy.changes) AS changes,
              (SELECT count(*) FROM conversations.visits) AS visits, (SELECT max(version) FROM customers.customers) AS version`,
    );
  const before = await counts();
  const url = `/api/customers/${bank.customers.jana}`;
  const bad = [
    () => manager.post(`${url}/notes`, { body: 'x', sensitive: 'perhaps' }),
    () => manager.post(`${url}/notes`, { body: 'x'.repeat(4001), sensitive: false }),
    () => manager.post(`${url}/notes`, { body: 'x', sensitive: false, role: 'administrator' }),
    () => manager.send('PATCH', `${url}/profile`, { branchId: 'x' }, { 'if-match': '"1"' }),
    () => manager.post('/api/visits', { customerId: bank.customers.jana, channel: 'branch' }),
  ];
  for (const ask of bad) assert.equal((await ask()).status, 400);
  assert.deepEqual(await counts(), before);
});

/** What was sent may well have shut her file, or ended her visit. */
async function openAgain(): Promise<void> {
  await bank.sql('DELETE FROM privacy.restrictions');
  await bank.sql('UPDATE customers.customers SET restricted = false WHERE restricted');
  await bank.visit(bank.customers.jana, 'manager');
}

test('the big list of naughty strings is kept and shown back as it is', { skip }, async () => {
  await openAgain();
  const naughty: string[] = JSON.parse(readFileSync(path.join(data, 'naughty_strings/blns.json'), 'utf8'));
  const client = manager;
  const url = `/api/customers/${bank.customers.jana}`;
  const written = new Map<string, string>();
  for (const text of naughty) {
    const body = text.slice(0, 500);
    const { status, body: made } = await client.post(`${url}/notes`, { body, sensitive: false });
    if (status === 400) assert.ok(body === '' || body.includes('\u0000'), JSON.stringify(body));
    else written.set(made.noteId, body.toWellFormed());
  }
  assert.ok(written.size > 400);
  const rows = await bank.sql('SELECT note_id, body FROM conversations.notes');
  const kept = new Map(rows.map((row) => [String(row.note_id), row.body]));
  for (const [noteId, body] of written) assert.equal(kept.get(noteId), body);
  const { body: file } = await client.get(`${url}/file`);
  assert.ok(file.notes.length > 0);
  for (const { noteId, body } of file.notes)
    if (written.has(noteId)) assert.equal(body.value, written.get(noteId));
});

test('what a customer asks is kept and shown back to her and to the office as it is', { skip }, async () => {
  const naughty: string[] = JSON.parse(readFileSync(path.join(data, 'naughty_strings/blns.json'), 'utf8'));
  const she = await bank.atHome(bank.customers.jana);
  const { recordId, kind, at } = (await she.get('/api/own-record?of=people')).body.entries.find(
    (one: { kind: string }) => one.kind === 'access record',
  );
  const privacy = await bank.signedIn('privacy');
  for (const text of naughty.filter((_text, turn) => turn % 8 === 0)) {
    const question = `${text}???`.slice(0, 2000);
    await bank.sql('DELETE FROM privacy.inquiries');
    const made = await she.post('/api/own-inquiries', { recordId, kind, at, question });
    assert.equal(made.status, 200, `${JSON.stringify(question)}: ${made.text}`);
    const { inquiryId } = made.body;
    const own = await she.get('/api/own-inquiries');
    assert.equal(own.body.inquiries[0].question, question.toWellFormed());
    const path = `/api/customers/${bank.customers.jana}/inquiries/${inquiryId}`;
    assert.equal((await privacy.get(path)).body.question, question.toWellFormed());
  }
});

test('every text field of every contract takes of the list, each string in several: none makes a fault', {
  skip,
}, async () => {
  const naughty: string[] = JSON.parse(readFileSync(path.join(data, 'naughty_strings/blns.json'), 'utf8'));
  const tried = new Map<string, number>();
  let turn = 0;
  for (const { contract } of [...workspaceRoutes, ...portalRoutes]) {
    const fields = textFieldsOf(contract);
    if (fields.length === 0 || spared.has(contract.route)) continue;
    await openAgain();
    const may = roles.find((role) => contract.permission === 'anybody' || allows(role, contract.permission));
    const ofPortal = portalRoutes.some((one) => one.contract === contract);
    const client = ofPortal ? atPortal[0] : (byRole.get(may ?? 'manager') as Client);
    const [method = '', pattern = ''] = contract.route.split(' ');
    const url = pattern.replace(':customerId', bank.customers.jana).replaceAll(/:\w+/g, () => randomUUID());
    for (let time = 0; time < 24; time += 1) {
      const text = naughty[turn++ % naughty.length] ?? '';
      const said = Object.fromEntries(fields.map(({ name, most }) => [name, text.slice(0, most)]));
      const body = { ...(sampleOf(contract.body as TSchema) as object), ...said };
      const answer = await client?.send(method, url, JSON.stringify(body), { 'if-match': '"1"' });
      assert.ok(
        (answer?.status ?? 500) < 500,
        `${contract.route}: ${JSON.stringify(said)} gave ${answer?.text}`,
      );
      assert.doesNotMatch((answer?.status ?? 0) >= 400 ? (answer?.text ?? '') : '', inside, contract.route);
      tried.set(text, (tried.get(text) ?? 0) + 1);
    }
  }
  assert.ok(
    naughty.every((text) => (tried.get(text) ?? 0) >= 2),
    'each of them in several fields',
  );
});

/** Fields of a body that take words of any kind. */
function textFieldsOf({ body }: Contract): { name: string; most: number }[] {
  return Object.entries((body as Shape | undefined)?.properties ?? {}).flatMap(([name, schema]) => {
    const { type, enum: words, format, pattern, maxLength = 200 } = schema as Shape & { pattern?: string };
    const isText = [type].flat().includes('string') && !words && !format && !pattern;
    return isText ? [{ name, most: maxLength }] : [];
  });
}
