import assert from 'node:assert/strict';
import { chmod, mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import pg from 'pg';
import Type from 'typebox';
import { configOf } from '../config.ts';
import { Failure } from '../errors.ts';
import { integer } from './columns.ts';
import { startEmbedded } from './embedded.ts';
import { reach } from './home.ts';
import { leave } from './leaving.ts';
import { ownerOf, type Prepared, prepare } from './preparing.ts';
import { statement } from './statement.ts';
import { ask } from './vault.ts';

let home: string;
let prepared: Prepared;
before(async () => {
  home = path.join(await mkdtemp(path.join(tmpdir(), 'earshot-home-')), 'bank');
  prepared = await prepare(configOf({ EARSHOT_HOME: home }));
});
after(async () => {
  const embedded = await startEmbedded(home);
  await embedded.stop();
  await rm(path.dirname(home), { recursive: true, force: true });
});

const one = statement({
  name: 'test.one',
  as: 'earshot_staff',
  parameters: Type.Object({}),
  row: Type.Object({ one: integer }),
  sql: 'SELECT 1 AS one',
});

test('secrets of a home are for its owner only', async () => {
  for (const file of ['logins.json', 'owner-password']) {
    assert.equal((await stat(path.join(home, file))).mode & 0o777, 0o600, file);
  }
  const logins = await readFile(path.join(home, 'logins.json'), 'utf8');
  assert.ok(
    !logins.includes((await readFile(path.join(home, 'owner-password'), 'utf8')).trim()),
    'serving processes never see the owner',
  );
});

test('a second process finds the server that runs, and what it keeps is asked for a password', async () => {
  const again = await startEmbedded(home);
  assert.equal(again.startedHere, false);
  assert.equal(again.port, prepared.embedded?.port);
  const stranger = new pg.Client({
    host: '127.0.0.1',
    port: again.port,
    user: 'earshot_staff',
    password: 'x',
    database: 'earshot',
  });
  await assert.rejects(stranger.connect(), /password authentication failed/);
});

test('preparing again applies nothing and keeps the log-ins', async () => {
  const again = await prepare(configOf({ EARSHOT_HOME: home }));
  assert.deepEqual(again.applied, []);
  assert.deepEqual(again.logins.passwords, prepared.logins.passwords);
});

test('when the database is killed, what is asked fails clearly; started again, everything that was told as done is there', async () => {
  const config = configOf({ EARSHOT_HOME: home });
  const database = await reach(config);
  assert.deepEqual(await ask(database, one, {}), [{ one: 1 }]);
  const owner = new pg.Client(ownerOf(await startEmbedded(home)));
  owner.on('error', () => undefined);
  await owner.connect();
  await owner.query(`INSERT INTO premises.premises (kind, code, name) VALUES ('branch', 'kept', 'Kept')`);
  const { rows } = await owner.query(
    `SELECT pg_postmaster_start_time(), current_setting('data_directory') AS data`,
  );
  const pid = Number((await readFile(path.join(rows[0].data, 'postmaster.pid'), 'utf8')).split('\n')[0]);
  process.kill(pid, 'SIGKILL');
  await assert.rejects(
    async () => {
      // The backends outlive their parent for a moment.
      for (let attempt = 0; attempt < 100; attempt += 1) {
        await ask(database, one, {});
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
    },
    (error) => error instanceof Failure && error.code === 'unavailable',
  );
  await database.close();
  await owner.end().catch(() => undefined);
  const back = await reach(config);
  assert.deepEqual(await ask(back, one, {}), [{ one: 1 }]);
  const look = new pg.Client(ownerOf(await startEmbedded(home)));
  await look.connect();
  assert.equal((await look.query(`SELECT FROM premises.premises WHERE code = 'kept'`)).rowCount, 1);
  await look.end();
  await back.close();
});

test('the last one out puts out the light, and no one before', async () => {
  const config = configOf({ EARSHOT_HOME: home });
  const [first, second] = [await reach(config), await reach(config)];
  await ask(first, one, {});
  await ask(second, one, {});
  await first.close();
  await leave(first.logins, first.embedded);
  assert.equal((await startEmbedded(home)).startedHere, false, 'somebody is still in');
  await second.close();
  await leave(second.logins, second.embedded);
  assert.equal((await startEmbedded(home)).startedHere, true, 'it had been stopped');
});

test('a program that cannot take a home over says why, and leaves no server running', async () => {
  const config = configOf({ EARSHOT_HOME: home });
  const { owner, logins, embedded } = await prepare(config);
  const client = new pg.Client(owner);
  await client.connect();
  await client.query(`INSERT INTO public.earshot_migrations (name, hash) VALUES ('9999_newer.sql', 'x')`);
  await client.end();
  await leave(logins, embedded);
  await assert.rejects(prepare(config), /9999_newer.sql, which this version of Earshot does not know/);
  const next = await startEmbedded(home);
  assert.equal(next.startedHere, true, 'it had been stopped');
  const mends = new pg.Client(ownerOf(next));
  await mends.connect();
  await mends.query(`DELETE FROM public.earshot_migrations WHERE name = '9999_newer.sql'`);
  await mends.end();
});

test('a home that only its owner can reach works, for root too', async () => {
  const shut = await mkdtemp(path.join(tmpdir(), 'earshot-shut-'));
  await chmod(shut, 0o700);
  const inside = path.join(shut, 'bank');
  const { port, stop } = await startEmbedded(inside);
  assert.ok(port > 0);
  await stop();
  await rm(shut, { recursive: true, force: true });
});
