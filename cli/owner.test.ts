/**
 * A bank's own database, as its administrators hand it out: an empty one, and an owner who may make roles and
 * is no superuser; and its master keys in AWS KMS, for which a server of ours stands in. Where
 * EARSHOT_TEST_DATABASE_URL names a superuser of another server (a PostgreSQL 15, say, that no Earshot has been
 * on), it is tried there too.
 */
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import pg from 'pg';
import { firstDay, trial } from '#bank/feed/testing.ts';
import { startEmbedded } from '#platform/database/embedded.ts';
import { ownerOf } from '#platform/database/preparing.ts';
import { logins, owners, runs } from '#platform/database/roles.ts';
import { type Kms, startKms } from '#platform/testing/kms.ts';
import { type Kept, keepRunning, runCommand, type Surroundings } from '#platform/testing/processes.ts';

const elsewhere = process.env.EARSHOT_TEST_DATABASE_URL;

describe('on the embedded server', () => {
  let home: string;
  onServer(async () => {
    home = await mkdtemp(path.join(tmpdir(), 'earshot-owner-'));
    return ownerOf(await startEmbedded(path.join(home, 'server'), { disposable: true }), 'postgres');
  });
  after(async () => {
    await (await startEmbedded(path.join(home, 'server'))).stop();
    await rm(home, { recursive: true, force: true });
  });
});

describe('on the server of EARSHOT_TEST_DATABASE_URL', { skip: elsewhere === undefined }, () => {
  onServer(async () => ({ connectionString: elsewhere as string }));
});

function onServer(superuser: () => Promise<pg.ClientConfig>): void {
  const password = randomBytes(18).toString('base64url');
  let root: pg.Client;
  let url: string;
  let home: string;
  let kms: Kms;
  let surroundings: Surroundings;
  before(async () => {
    root = new pg.Client(await superuser());
    await root.connect();
    await root.query(`CREATE ROLE bank_owner LOGIN CREATEROLE PASSWORD '${password}'`);
    await root.query('CREATE DATABASE bank_earshot OWNER bank_owner');
    url = `postgresql://bank_owner:${password}@${root.host}:${root.port}/bank_earshot`;
    home = await mkdtemp(path.join(tmpdir(), 'earshot-bank-'));
    kms = await startKms();
    surroundings = { EARSHOT_HOME: home, EARSHOT_KMS_KEY_ID: 'alias/earshot', ...kms.environment };
  });
  after(async () => {
    await root.query('DROP DATABASE bank_earshot WITH (FORCE)');
    // roles belong to the server: it is left as it was
    for (const role of [...logins, ...owners, ...runs, 'bank_owner']) await root.query(`DROP ROLE ${role}`);
    await root.end();
    await kms.close();
    await rm(home, { recursive: true, force: true });
  });

  test('an owner who is no superuser migrates it, once and again', async () => {
    const migrate = () => runCommand(['migrate', '--json'], { ...surroundings, DATABASE_URL: url });
    const first = await migrate();
    assert.equal(first.code, 0, first.errors);
    assert.ok(JSON.parse(first.output).applied.length > 10);
    const again = await migrate();
    assert.equal(again.code, 0, again.errors);
    assert.deepEqual(JSON.parse(again.output), { applied: [] });
    const { rows } = await root.query(
      `SELECT rolname FROM pg_roles WHERE rolname ~ '^(earshot|bank)_' AND (rolsuper OR rolbypassrls OR rolcreatedb)`,
    );
    assert.deepEqual(rows, []);
    assert.deepEqual(kms.asked.slice(0, 2), ['GenerateDataKey kms:1', 'Decrypt kms:1']);
    assert.ok(!kms.asked.slice(2).includes('GenerateDataKey kms:1'), 'made once');
  });

  test('nothing but migrate takes the owner: before it, an import says so and makes nothing', async () => {
    const other = { EARSHOT_HOME: path.join(home, 'other'), DATABASE_URL: url };
    const { code, errors } = await runCommand(['import', 'feeds/berka', home], other);
    assert.equal(code, 1);
    assert.match(errors, /run "npm run earshot -- migrate" first/);
    await assert.rejects(readFile(path.join(home, 'other', 'logins.json')));
  });

  test('staff are added, an extract comes in, and both apps serve, with the written log-ins alone', async () => {
    const added = await runCommand(['staff', 'add', 'ada', '--name', 'Ada Lovell', '--json'], surroundings);
    assert.equal(added.code, 0, added.errors);
    const at = await trial();
    await at.write(firstDay);
    const words = ['import', path.join(at.feeds, 'small'), at.folder, '--as-of', '2024-02-01', '--json'];
    const imported = await runCommand(words, surroundings);
    await at.clean();
    assert.equal(imported.code, 0, imported.errors);
    const created = JSON.parse(imported.output).entities.map((row: { entity: string; created: number }) => [
      row.entity,
      row.created,
    ]);
    assert.deepEqual(Object.fromEntries(created), { customers: 3, holdings: 3, transactions: 3 });

    const running: Kept[] = [];
    try {
      running.push(await keepRunning('serve', surroundings), await keepRunning('jobs', surroundings));
      const [workspace = '', portal = ''] = running[0]?.addresses ?? [];
      for (const address of [workspace, portal]) {
        const health = await fetch(new URL('/health/ready', address));
        assert.deepEqual([health.status, ((await health.json()) as { keys: string }).keys], [200, 'working']);
      }
      const rotated = await runCommand(['keys', 'rotate', '--json'], surroundings);
      assert.deepEqual(JSON.parse(rotated.output), { master: 'kms:2', retired: 0 }, rotated.errors);
      await assert.rejects(readdir(path.join(home, 'keys')), 'no key lies in a file');
      const token = new URL(JSON.parse(added.output).link).hash.slice(1);
      const invited = await fetch(new URL('/api/invitations/read', workspace), {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ token }),
      });
      assert.equal(((await invited.json()) as { fullName: string }).fullName, 'Ada Lovell');
      await nobodyHoldsTheOwner(running);
    } finally {
      await Promise.all(running.map((one) => one.stop()));
    }
  });

  /** Neither what they were started with, nor what they keep, nor how they are connected. */
  async function nobodyHoldsTheOwner(running: Kept[]): Promise<void> {
    assert.ok(!(await readFile(path.join(home, 'logins.json'), 'utf8')).includes(password));
    for (const { pid, written } of running) {
      const environment = await readFile(`/proc/${pid}/environ`, 'utf8').catch(() => '');
      assert.ok(!environment.includes(password) && !environment.includes('DATABASE_URL'));
      assert.ok(!written().includes(password));
    }
    // a connection that nobody uses is closed after a while, and a slow machine takes that long
    await fetch(new URL('/health/ready', running[0]?.addresses[0]));
    const { rows } = await root.query(
      `SELECT DISTINCT usename::text AS login FROM pg_stat_activity WHERE datname = 'bank_earshot' ORDER BY 1`,
    );
    const connected = rows.map((row) => row.login);
    assert.ok(connected.includes('earshot_staff'));
    assert.ok(!connected.includes('bank_owner'), String(connected));
  }
}
