/** Finding by a whole identifying number: who has it, and what of it is kept. */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import { type Client, type Trial, trialBank } from '#bank/trial.ts';

let bank: Trial;
let greeter: Client;
before(async () => {
  bank = await trialBank();
  greeter = await bank.signedIn('greeter', 'open counter');
});
after(() => bank.close());

const look = (number: string, kind = 'national id', who = greeter) =>
  who.post('/api/identifier-searches', { kind, number });
const names = (answer: Awaited<ReturnType<typeof look>>) =>
  answer.body.cards.map(({ fullName }: { fullName: string }) => fullName);

test('the card of whoever has the number, however it is written; nothing of a part of it, or of another kind', async () => {
  for (const written of ['845305/0017', '8453050017', ' 845305 0017 '])
    assert.deepEqual(names(await look(written)), ['Jana Nováková'], written);
  for (const other of ['845305/0018', '45305/0017', '0017x845305'])
    assert.deepEqual(names(await look(other)), []);
  assert.deepEqual(names(await look('845305/0017', 'passport')), []);
  await bank.identify(bank.customers.petr, 'tax number', 'CZ', 'CZ8453050017');
  await bank.identify(bank.customers.shop, 'tax number', 'CZ', 'cz 8453050017');
  const both = names(await look('CZ8453050017', 'tax number'));
  assert.deepEqual(both.sort(), ['Květiny U Nováků s.r.o.', 'Petr Novák']);
});

test('it is on record by its kind and last two signs, and the number is kept nowhere', async () => {
  await look('AB9917364', 'passport');
  const [record] = await bank.sql(
    `SELECT query, surface, place, customer_ids FROM privacy.searches ORDER BY at DESC LIMIT 1`,
  );
  assert.deepEqual(record, {
    ...{ query: 'passport •••• 64', surface: 'identifying number', place: 'open counter', customer_ids: [] },
  });
  const tables = await bank.sql(
    `SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables
      WHERE schemaname NOT IN ('pg_catalog', 'information_schema')`,
  );
  for (const { name } of tables)
    assert.deepEqual(
      await bank.sql(`SELECT FROM ${name} t WHERE t::text ILIKE '%9917364%'`),
      [],
      String(name),
    );
});

test('what cannot be such a number is said to be none, and asks nothing', async () => {
  const asked = `SELECT count(*)::int AS n FROM privacy.searches WHERE surface = 'identifying number'`;
  const [before] = await bank.sql(asked);
  for (const number of ['17', 'Nováková', '----- /', '1'.repeat(31)]) {
    const { status, body } = await look(number);
    assert.deepEqual([status, body.code, body.fields[0].field], [422, 'does-not-fit', '/number'], number);
  }
  assert.deepEqual((await bank.sql(asked))[0], before);
});

test('roles that find nobody find nobody so either, and the kernel takes no number', async () => {
  const admin = await bank.signedIn('admin');
  assert.equal((await look('845305/0017', 'national id', admin)).status, 403);
  const client = await bank.database.connect('earshot_staff');
  const ask = 'SELECT privacy.search_identifier($1, $2, $3, $4, $5)';
  const index = Buffer.alloc(16);
  await assert.rejects(client.query(ask, [randomUUID(), greeter.token, 'passport', '845305/0017', index]), {
    code: 'ES422',
  });
  await assert.rejects(client.query(ask, [randomUUID(), 'nobody', 'passport', '•••• 17', index]), {
    code: 'ES401',
  });
  await client.end();
});
