/**
 * The SQL inside the kernel's functions, which EXPLAIN does not look into: auto_explain tells the plan of
 * every statement in them while they do their work, and none may read a customer's table from end to end.
 */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import type pg from 'pg';
import { type MergingTrial, mergingTrial } from '#bank/customers/merging-trial.ts';
import { hashToken } from '#platform/auth/secrets.ts';
import type { Login } from '#platform/database/statement.ts';
import { readWhole } from '#platform/testing/plans.ts';

interface Told {
  text: string;
  plan: unknown;
}

const told: Told[] = [];
let bank: MergingTrial;
let guarded: Set<string>;
let partial: Set<string>;
before(async () => {
  bank = await mergingTrial();
  await fill();
  const settings = {
    ...{ session_preload_libraries: 'auto_explain', 'auto_explain.log_min_duration': '0' },
    ...{ 'auto_explain.log_nested_statements': 'on', 'auto_explain.log_level': 'notice' },
    ...{ 'auto_explain.log_format': 'json', 'auto_explain.log_verbose': 'on' },
    ...{ enable_seqscan: 'off', plan_cache_mode: 'force_generic_plan' },
  };
  for (const [name, value] of Object.entries(settings)) {
    await bank.sql(`ALTER DATABASE ${bank.database.name} SET ${name} = '${value}'`);
  }
  for (const login of ['earshot_staff', 'earshot_portal'] as const) {
    bank.database.pool(login).on('connect', (client) => listen(client));
  }
  const rows = await bank.sql(
    `SELECT table_name FROM house.table_classes WHERE class IN ('customer', 'derived')`,
  );
  guarded = new Set(rows.map((row) => String(row.table_name)));
  const indexes = await bank.sql(
    'SELECT relname FROM pg_class JOIN pg_index ON indexrelid = oid WHERE indpred IS NOT NULL',
  );
  partial = new Set(indexes.map((row) => String(row.relname)));
});
after(() => bank.close());

/** So many who have left that a join of all customers costs more than a probe for each that is wanted. */
async function fill(): Promise<void> {
  await bank.sql(`INSERT INTO customers.customers (kind, full_name, ended_on, made_up)
    SELECT 'person', 'Former ' || n, '2020-01-01', true FROM generate_series(1, 20000) n`);
  await bank.sql(`INSERT INTO customers.names (customer_id, kind, full_name)
    SELECT customer_id, 'alias', full_name FROM customers.customers WHERE ended_on IS NOT NULL`);
  await bank.sql('ANALYZE customers.customers, customers.names');
}

function listen(client: pg.ClientBase): void {
  client.on('notice', ({ message }) => {
    const json = /^duration: .* plan:\s*(\{[\s\S]*)$/.exec(message ?? '')?.[1];
    if (json === undefined) return;
    const { 'Query Text': text, Plan: plan } = JSON.parse(json);
    told.push({ text, plan });
  });
}

/** "customers.customers: SELECT …" for each statement that reads such a table whole. */
function wholeReads(): string[] {
  const found = told.flatMap(({ text, plan }) =>
    readWhole(plan, partial)
      .filter((table) => guarded.has(table))
      .map((table) => `${table}: ${text.trim().replace(/\s+/g, ' ').slice(0, 160)}`),
  );
  return [...new Set(found)].sort();
}

test('this test would notice: a function that reads all customers, and one that reads along an index', async () => {
  await bank.sql(`CREATE FUNCTION public.all_of_them() RETURNS bigint LANGUAGE plpgsql SECURITY DEFINER AS $$
    DECLARE n bigint; BEGIN
      SELECT count(*) INTO n FROM customers.customers c WHERE c.full_name LIKE '%x%';
      RETURN n + (SELECT count(*) FROM customers.names);
    END $$`);
  await bank.sql('GRANT USAGE ON SCHEMA public TO earshot_staff');
  await bank.sql('GRANT EXECUTE ON FUNCTION public.all_of_them() TO earshot_staff');
  await bank.database.pool('earshot_staff').query('SELECT public.all_of_them()');
  await bank.sql('DROP FUNCTION public.all_of_them()');
  await bank.sql('REVOKE USAGE ON SCHEMA public FROM earshot_staff');
  assert.deepEqual(
    wholeReads().map((line) => line.split(':')[0]),
    ['customers.customers', 'customers.names'],
  );
  told.length = 0;
});

test('a day at the counter, at the back and at home: no statement reads a table whole', async () => {
  const greeter = await bank.signedIn('greeter');
  const banker = await bank.signedIn('banker', 'open counter');
  const { jana } = bank.customers;
  const queries = ['jana nova', 'jnaa', 'novakova jana 1984', '+420 601 555 041', '4711', 'jana@ex', 'o'];
  for (const query of [
    ...queries,
    'Květiny',
    'mueller van der berg',
    '5.3.1984 jana',
    'jana 4711',
    'xyzzy plugh',
  ]) {
    assert.equal((await greeter.post('/api/customer-searches', { query, most: 10 })).status, 200, query);
  }
  const checkIn = { customerId: jana, channel: 'branch', presence: 'card', topic: null, companions: [] };
  const { visitId } = (await greeter.post('/api/visits', checkIn)).body;
  const { guestId } = (await greeter.post('/api/guests', { calledName: 'Ola', topic: null })).body;
  const move = (path: string, version: number, body: object) =>
    greeter.post(path, body, { 'if-match': `"${version}"` });
  const handOver = { what: 'hand over', to: bank.staff.banker, reason: null };
  assert.equal((await move(`/api/visits/${visitId}/moves`, 1, handOver)).status, 200);
  const toBanker = { what: 'hand over', to: bank.staff.banker };
  assert.equal((await move(`/api/guests/${guestId}/moves`, 1, toBanker)).status, 200);
  const start = { what: 'start', to: null, reason: null };
  assert.equal((await banker.post(`/api/visits/${visitId}/moves`, start, { 'if-match': '"2"' })).status, 200);
  const file = `/api/customers/${jana}`;
  for (const path of [
    '/api/desk',
    '/api/promises',
    '/api/colleagues',
    '/api/duplicates',
    '/api/merges',
    `${file}/file`,
    `${file}/timeline`,
    `${file}/access-record`,
  ]) {
    assert.equal((await banker.get(path)).status, 200, path);
  }
  const dueOn = Temporal.Now.plainDateISO('UTC').add({ days: 3 }).toString();
  assert.equal((await banker.post(`${file}/notes`, { body: 'Likes tea.', sensitive: false })).status, 200);
  assert.equal(
    (await banker.post(`${file}/promises`, { body: 'Call.', dueOn, assignedTo: null })).status,
    200,
  );
  assert.equal((await (await bank.atHome(jana)).get('/api/home')).status, 200);
  assert.ok(told.length > 100, `${told.length} plans`);
  assert.deepEqual(wholeReads(), []);
});

test('two records of one person, merged and taken apart: no statement reads a table whole', async () => {
  told.length = 0;
  const manager = await bank.signedIn('manager');
  const { jana } = bank.customers;
  const { pairId } = await bank.janaTwice(await bank.session('manager'));
  const say = async (what: string, body?: object) => {
    const [row] = await bank.sql('SELECT version FROM customers.duplicates WHERE pair_id = $1', [pairId]);
    const version = { 'if-match': `"${row?.version}"` };
    const { status } = await manager.post(`/api/duplicates/${pairId}/${what}`, body, version);
    assert.equal(status, 200, what);
  };
  const take = async () =>
    assert.equal((await manager.post('/api/duplicates/takings', { pairId })).status, 200, 'take');
  await say('decisions', { decision: 'put back', notBefore: null });
  await take();
  assert.equal((await manager.get('/api/duplicates')).status, 200);
  await say('merges', { survivorId: jana });
  assert.equal((await manager.get('/api/merges')).status, 200);
  await take();
  assert.equal((await manager.get(`/api/customers/${jana}/access-record`)).status, 200);
  await say('unmerges');
  assert.deepEqual(wholeReads(), []);
});

interface Definer {
  name: string;
  schema: string;
  login: Login;
  changes: boolean;
  arguments: { name: string | null; type: string }[];
}

/** What the serving log-ins may call; of several log-ins one. */
const definers = async () =>
  (await bank.sql(
    `SELECT format('%s.%I', n.nspname, p.proname) AS name, n.nspname AS schema, l.login, p.provolatile = 'v' AS changes,
            (SELECT coalesce(json_agg(json_build_object('name', p.proargnames[a.place], 'type', format_type(a.type, NULL))
               ORDER BY a.place), '[]') FROM unnest(p.proargtypes) WITH ORDINALITY a(type, place)) AS arguments
       FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
       CROSS JOIN LATERAL (SELECT g.grantee::regrole::text AS login FROM aclexplode(p.proacl) g
         WHERE g.grantee::regrole::text IN ('earshot_staff', 'earshot_portal', 'earshot_jobs', 'earshot_staff_door', 'earshot_portal_door')
         ORDER BY 1 DESC LIMIT 1) l
      WHERE p.prosecdef AND n.nspname IN (SELECT split_part(table_name, '.', 1) FROM house.table_classes)
      ORDER BY 1`,
  )) as unknown as Definer[];

/** What to call an argument with: by its name, else by its type. */
async function givenTo(
  { schema, login, changes }: Definer,
  opening: string,
  search: string,
  tokens: Record<'staff' | 'feed' | 'portal', string>,
): Promise<(argument: { name: string | null; type: string }) => unknown> {
  const { jana, petr } = bank.customers;
  const token = login.startsWith('earshot_portal')
    ? tokens.portal
    : schema === 'feed' || schema === 'premises'
      ? tokens.feed
      : tokens.staff;
  // whoever writes wants an id of its own, whoever reads one that was written
  const ids = changes ? { opening: randomUUID(), search: randomUUID() } : { opening, search };
  const byName: Record<string, unknown> = {
    ...{ token, ...ids, hash: hashToken(token), customer: jana, customers: [jana], survivor: petr },
    ...{ query: 'nova jana', surface: 'portfolio', most: 10, expected: 1, action: 'open', fields: null },
    ...{
      what: 'end',
      name: 'note.written',
      idle: '10 minutes',
      absolute: '1 hour',
      after: null,
      after_score: null,
    },
    ...{ channel: 'branch', presence: 'card', companions: '[]', new_key: 'a key of ours', after_pair: null },
    ...{
      reference: 'Case 12',
      reason: 'A reason in words.',
      because: 'A reason in words.',
      of_what: 'staff',
    },
    ...{
      reason_kind: 'fraud',
      new_law: 'EU',
      identity: 'document',
      law: 'EU',
      note: 'A note in some words.',
    },
    ...{ new_user_name: 'ola', new_role: 'banker', since: '-infinity', until: 'infinity', ground: null },
  };
  if (schema === 'premises') Object.assign(byName, await premisesGiven());
  const byType: Record<string, unknown> = {
    ...{ uuid: randomUUID(), 'uuid[]': [jana, petr], text: 'x', 'text[]': ['x'], integer: 1, bigint: 1 },
    ...{ jsonb: '{}', bytea: Buffer.from('x'), interval: '1 minute', date: '2026-01-01', boolean: true },
    'timestamp with time zone': '2026-01-01Z',
  };
  return ({ name, type }) => (name !== null && name in byName ? byName[name] : (byType[type] ?? null));
}

/** A branch as it would be entered, and a counter that may become a room. */
async function premisesGiven(): Promise<Record<string, unknown>> {
  const { main } = bank.premises;
  const counter = `SELECT station_id FROM premises.stations WHERE premises_id = $1 AND place = 'open counter'`;
  const [row] = await bank.sql(counter, [main]);
  const said = { kind: 'branch', code: 'F', name: 'F', time_zone: 'UTC', address_lines: [], ended_on: null };
  const inAYear = Temporal.Now.plainDateISO('UTC').add({ years: 1 }).toString();
  return {
    ...{ at: main, station: row?.station_id, said: JSON.stringify(said), day: inAYear, intervals: '[]' },
    ...{ called: 'F', place: 'phone', its_place: 'phone', then_place: 'phone' },
  };
}

test('every function that a serving log-in may call, called: no statement reads a table whole', async () => {
  told.length = 0;
  const { jana } = bank.customers;
  const search = randomUUID();
  let opening = '';
  const tokens = {
    staff: (await bank.signedIn('manager')).token,
    feed: (await bank.signedIn('admin')).token,
    portal: (await bank.atHome(jana)).token,
  };
  await bank.visit(jana, 'manager');
  const client = await bank.database.connect('earshot_staff');
  await client.query(`SELECT privacy.search($1, $2, 'find', 'nova', 10)`, [search, tokens.staff]);
  /** A file is open for a minute, and there are more functions than that where others work, too. */
  const openAnew = async () => {
    opening = randomUUID();
    await client.query('SELECT privacy.open_file($1, $2, $3, NULL)', [opening, tokens.staff, [jana]]);
  };
  const refused: string[] = [];
  const functions = await definers();
  // whose office it is not, says so; then whose it may be
  const offices = [(await bank.signedIn('privacy')).token, (await bank.signedIn('compliance')).token];
  // one connection for each log-in: a new one for each of hundreds of calls takes most of the time
  const callers = new Map<Login, pg.Client>();
  const callerOf = async (login: Login) => {
    const there = callers.get(login) ?? (await bank.database.connect(login));
    if (!callers.has(login)) listen(there);
    callers.set(login, there);
    return there;
  };
  const call = async (one: (typeof functions)[number], staff: string) => {
    const values = one.arguments.map(await givenTo(one, opening, search, { ...tokens, staff }));
    const marks = one.arguments.map(({ type }, place) => `$${place + 1}::${type}`).join(', ');
    const caller = await callerOf(one.login);
    await caller.query('BEGIN');
    if (one.login === 'earshot_staff') {
      const unlock = `SELECT set_config('earshot.file', privacy.unlock($1, $2), true)`;
      await caller.query(unlock, [opening, tokens.staff]);
    }
    const no = await caller.query(`SELECT * FROM ${one.name}(${marks})`, values).then(
      () => undefined,
      ({ code, message }) => `${one.name}: ${code} ${message}`,
    );
    await caller.query('ROLLBACK');
    return no;
  };
  for (const [place, one] of functions.entries()) {
    if (place % 40 === 0) await openAnew();
    let no = await call(one, tokens.staff);
    for (const office of offices) if (no?.includes(': ES405 ')) no = await call(one, office);
    if (no !== undefined) refused.push(no);
  }
  await Promise.all([client, ...callers.values()].map((caller) => caller.end()));
  assert.ok(functions.length > 30);
  // It may say no to what was asked: ES…, or a constraint. But half of them at least do their work.
  assert.deepEqual(
    refused.filter((line) => !/: (ES|2[23])/.test(line)),
    [],
  );
  assert.ok(refused.length < functions.length / 2, refused.join('\n'));
  assert.deepEqual(wholeReads(), []);
});
