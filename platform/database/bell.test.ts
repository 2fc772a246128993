import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import { type TestDatabase, testDatabase } from '../testing/database.ts';
import { standAtBell } from './bell.ts';

let database: TestDatabase;
const never = new AbortController().signal;
const long = 600_000;
before(async () => {
  database = await testDatabase();
});
after(() => database.drop());

const ring = (name: string) => database.owner.query('SELECT house.ring($1)', [name]);

test('a ring between standing there and waiting is not lost, and wakes nobody else', async () => {
  const [name, other] = [randomUUID(), randomUUID()];
  const waiting = await standAtBell(database, name, randomUUID());
  const another = await standAtBell(database, other, randomUUID());
  await ring(name);
  await waiting.rung(long, never);
  const leaving = new AbortController();
  const woken = await Promise.race([
    another.rung(long, leaving.signal).then(() => 'woken'),
    ring(name).then(() => 'not'),
  ]);
  leaving.abort();
  assert.equal(woken, 'not');
  waiting.leave();
  another.leave();
});

test('who is gone, and whose time is over, waits no longer', async () => {
  const waiting = await standAtBell(database, randomUUID(), randomUUID());
  await waiting.rung(1, never);
  await waiting.rung(long, AbortSignal.abort());
  const leaving = new AbortController();
  const gone = waiting.rung(long, leaving.signal);
  leaving.abort();
  await gone;
  waiting.leave();
});

test('with a lost connection all are woken to look for themselves, and the next wait hears again', async () => {
  const name = randomUUID();
  const waiting = await standAtBell(database, name, randomUUID());
  const woken = waiting.rung(long, never);
  await database.owner.query(
    `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query = 'LISTEN earshot_bell'`,
  );
  await woken;
  waiting.leave();
  const again = await standAtBell(database, name, randomUUID());
  const heard = again.rung(long, never);
  await ring(name);
  await heard;
  again.leave();
});

test('so many may wait in one process, and no more', async () => {
  const standing = await Promise.all(
    Array.from({ length: 2_000 }, () => standAtBell(database, randomUUID(), randomUUID())),
  );
  await assert.rejects(standAtBell(database, randomUUID(), randomUUID()), { code: 'too-many' });
  for (const one of standing) one.leave();
  (await standAtBell(database, randomUUID(), randomUUID())).leave();
});

test('one screen holds four waits and no more; another is not kept from its own', async () => {
  const [name, holder] = [randomUUID(), randomUUID()];
  const held = await Promise.all(Array.from({ length: 4 }, () => standAtBell(database, name, holder)));
  await assert.rejects(standAtBell(database, name, holder), { code: 'too-many' });
  await assert.rejects(standAtBell(database, randomUUID(), holder), { code: 'too-many' }, 'at any bell');
  (await standAtBell(database, name, randomUUID())).leave();
  held[0]?.leave();
  held[0]?.leave();
  held.push(await standAtBell(database, name, holder));
  await assert.rejects(standAtBell(database, name, holder), { code: 'too-many' }, 'left twice frees one');
  for (const one of held) one.leave();
});
