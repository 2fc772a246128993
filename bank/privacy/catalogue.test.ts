/** The database's own catalogue, walked: every table has a class and is guarded as its class demands. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { type TestDatabase, testDatabase } from '#platform/testing/database.ts';

let database: TestDatabase;
before(async () => {
  database = await testDatabase();
});
after(() => database.drop());

const ours = `n.nspname IN ('house', 'staff', 'premises', 'products', 'customers', 'holdings', 'conversations', 'privacy', 'feed', 'staging', 'keys', 'needs', 'advice', 'asking', 'rules')`;

async function rows(sql: string, values: unknown[] = []) {
  return (await database.owner.query(sql, values)).rows;
}

/** What is sealed: bank/privacy/sealing-forms.ts. */
const recordTables = [
  'privacy.access_records',
  'privacy.batch_runs',
  'privacy.changes',
  'privacy.events',
  'privacy.searches',
];

interface Table {
  name: string;
  oid: number;
  class: string | null;
  forced: boolean;
  enabled: boolean;
  key: string[] | null;
}

const tables = (): Promise<Table[]> =>
  rows(`SELECT n.nspname || '.' || c.relname AS name, c.oid::int AS oid, t.class, c.relforcerowsecurity AS forced, c.relrowsecurity AS enabled,
          (SELECT array_agg(a.attname::text ORDER BY k.ordinality) FROM pg_index i, unnest(i.indkey) WITH ORDINALITY k
             JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = k.k WHERE i.indrelid = c.oid AND i.indisprimary) AS key
          FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
          LEFT JOIN house.table_classes t ON t.table_name = n.nspname || '.' || c.relname
         WHERE ${ours} AND c.relkind IN ('r', 'p') ORDER BY 1`);

test('every table says what it is, and no name is of a table that is not there', async () => {
  const all = await tables();
  assert.deepEqual(
    all.filter((table) => table.class === null).map((table) => table.name),
    [],
  );
  const known = new Set(all.map((table) => table.name));
  const declared = (await rows('SELECT table_name FROM house.table_classes')).map((row) => row.table_name);
  assert.deepEqual(
    declared.filter((name: string) => !known.has(name)),
    [],
  );
});

test("every customer's table is forced under row security, has customer_id first in its key and one policy per log-in", async () => {
  for (const table of (await tables()).filter((one) => one.class === 'customer')) {
    assert.ok(table.enabled && table.forced, `${table.name} is not under FORCE ROW LEVEL SECURITY`);
    assert.equal(
      table.key?.[0],
      'customer_id',
      `${table.name} has a key that does not begin with customer_id`,
    );
    const policies = await rows(
      `SELECT polname, polcmd AS command, pg_get_expr(polqual, polrelid) AS qual, (SELECT array_agg(rolname::text) FROM pg_roles WHERE oid = ANY (polroles)) AS roles
         FROM pg_policy WHERE polrelid = $1`,
      [table.oid],
    );
    for (const login of ['earshot_staff', 'earshot_portal']) {
      const own = policies.filter((policy) => policy.roles.includes(login));
      assert.equal(own.length, 1, `${table.name}: one policy for ${login}`);
      assert.match(
        own[0].qual,
        /customer_id = ANY \(\( SELECT privacy\.opened\(\)/,
        `${table.name}: ${login}`,
      );
    }
    for (const policy of policies) {
      assert.doesNotMatch(policy.qual, /\bOR\b/, `${table.name}.${policy.polname} has an OR`);
      const open = policy.qual === 'true';
      const kernel = policy.roles.every((role: string) => ['earshot_vault', 'earshot_cards'].includes(role));
      const record =
        policy.command === 'r' &&
        recordTables.includes(table.name) &&
        policy.roles.every((role: string) => ['earshot_sealer', 'earshot_auditor'].includes(role));
      assert.ok(!open || kernel || record, `${table.name}.${policy.polname} is open to ${policy.roles}`);
    }
  }
});

test('the sealer and the auditor reach the record and the tree, and nothing else; only the sealer adds, to the tree alone', async () => {
  const granted = await rows(
    `SELECT a.grantee::regrole::text AS role, c.oid::regclass::text AS name, string_agg(a.privilege_type, ',' ORDER BY a.privilege_type) AS may
       FROM pg_class c, aclexplode(c.relacl) a WHERE a.grantee::regrole::text IN ('earshot_sealer', 'earshot_auditor')
      GROUP BY 1, 2 ORDER BY 1, 2`,
  );
  const tree = ['privacy.leaves', 'privacy.nodes', 'privacy.checkpoints', 'privacy.cosignatures'];
  const all = [...recordTables, ...tree].sort();
  assert.deepEqual(
    granted.filter(({ role }) => role === 'earshot_auditor').map(({ name, may }) => [name, may]),
    all.map((name) => [name, 'SELECT']),
  );
  assert.deepEqual(
    granted.filter(({ role }) => role === 'earshot_sealer').map(({ name, may }) => [name, may]),
    all.map((name) => [name, tree.includes(name) ? 'INSERT,SELECT' : 'SELECT']),
  );
  const executable = await rows(
    `SELECT p.oid::regprocedure::text AS name FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
      WHERE ${ours} AND (has_function_privilege('earshot_auditor', p.oid, 'EXECUTE')
        OR has_function_privilege('earshot_sealer', p.oid, 'EXECUTE'))`,
  );
  assert.deepEqual(executable, []);
});

test('derived tables give no log-in a row', async () => {
  for (const table of (await tables()).filter((one) => one.class === 'derived')) {
    assert.ok(table.enabled && table.forced, table.name);
    const granted = await rows(
      `SELECT grantee::regrole::text AS role FROM pg_class c, aclexplode(coalesce(c.relacl, acldefault('r', c.relowner))) WHERE c.oid = $1`,
      [table.oid],
    );
    for (const { role } of granted) {
      if (table.name === 'privacy.searches' && /^earshot_(sealer|auditor)$/.test(role)) continue;
      assert.doesNotMatch(
        role,
        /^earshot_(staff|portal|batch|feed|jobs|sealer|auditor)$|^-$/,
        `${table.name} to ${role}`,
      );
    }
  }
});

test('no function of ours is open to everybody, and every definer pins its search_path and is owned by a kernel role', async () => {
  const functions = await rows(
    `SELECT p.oid::regprocedure::text AS name, p.prosecdef AS definer, p.proconfig AS settings, p.proowner::regrole::text AS owner,
            EXISTS (SELECT FROM aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) WHERE grantee = 0) AS open
       FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace WHERE ${ours}`,
  );
  for (const one of functions) {
    assert.ok(!one.open, `${one.name} may be called by everybody`);
    if (!one.definer) continue;
    assert.ok(
      (one.settings ?? []).some((setting: string) => setting.startsWith('search_path=')),
      `${one.name} has no search_path`,
    );
    assert.match(one.owner, /^earshot_(vault|cards|jobs)$/, one.name);
  }
});

test('no log-in may bypass row security, is a superuser, owns a table, or inherits what it may only become', async () => {
  const logins =
    await rows(`SELECT rolname, rolsuper, rolbypassrls, rolcreaterole, rolcreatedb, rolinherit FROM pg_roles
                              WHERE rolname LIKE 'earshot%' AND rolcanlogin`);
  assert.equal(logins.length, 9);
  for (const login of logins) {
    assert.deepEqual(
      { ...login, rolname: '' },
      {
        rolname: '',
        rolsuper: false,
        rolbypassrls: false,
        rolcreaterole: false,
        rolcreatedb: false,
        rolinherit: false,
      },
      login.rolname,
    );
  }
  const owned =
    await rows(`SELECT c.oid::regclass::text AS name, c.relowner::regrole::text AS owner FROM pg_class c
    JOIN pg_namespace n ON n.oid = c.relnamespace WHERE ${ours} AND c.relowner::regrole::text LIKE 'earshot_%'`);
  assert.deepEqual(owned, []);
});

test('partitions are reached through their parents only', async () => {
  const granted = await rows(
    `SELECT c.oid::regclass::text AS name, a.grantee::regrole::text AS role FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
       JOIN pg_namespace n ON n.oid = c.relnamespace, aclexplode(coalesce(c.relacl, acldefault('r', c.relowner))) a
      WHERE ${ours} AND a.grantee <> c.relowner
        -- ANALYZE shows nobody a row
        AND a.privilege_type <> 'MAINTAIN'`,
  );
  assert.deepEqual(granted, []);
});

/**
 * What has to be found before it is known whose it is: a sign-in by its user name. Where customers are spread
 * over several servers, such a table stays whole on one.
 */
const notSpread = new Set(['customers.sign_ins']);

test('customers could be spread over several servers by customer_id: every key and every tie of theirs begins with it', async () => {
  const owned = (await tables()).filter((one) => one.class === 'customer' && !notSpread.has(one.name));
  const names = owned.map((table) => table.name);
  const unique = await rows(
    `SELECT i.indexrelid::regclass::text AS name, a.attname::text AS first
       FROM pg_index i JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = i.indkey[0]
      WHERE i.indisunique AND i.indpred IS NULL AND i.indrelid = ANY ($1)`,
    [owned.map((table) => table.oid)],
  );
  assert.ok(unique.length >= owned.length);
  assert.deepEqual(
    unique.filter((index) => index.first !== 'customer_id'),
    [],
  );
  const ties = await rows(
    `SELECT k.conrelid::regclass::text || ' -> ' || k.confrelid::regclass::text AS name,
            a.attname::text AS here, b.attname::text AS there
       FROM pg_constraint k JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = k.conkey[1]
       JOIN pg_attribute b ON b.attrelid = k.confrelid AND b.attnum = k.confkey[1]
      WHERE k.contype = 'f' AND k.conrelid::regclass::text = ANY ($1) AND k.confrelid::regclass::text = ANY ($1)`,
    [names],
  );
  assert.deepEqual(
    ties.filter((tie) => tie.here !== 'customer_id' || tie.there !== 'customer_id'),
    [],
  );
});
