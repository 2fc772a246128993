/** Finding a customer by number, address or birth; what the card shows; how the index is kept true. */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import { change } from '#platform/database/vault.ts';
import { findingTrial } from './finding-trial.ts';

let bank: Awaited<ReturnType<typeof findingTrial>>;
before(async () => {
  bank = await findingTrial();
});
after(() => bank.database.drop());

test('a telephone number is found with or without its country, by its last four digits at least', async () => {
  const [id] = await bank.customers('Tereza Hlaváčová');
  await bank.contact(id, 'phone', '+420601555041');
  for (const typed of [
    '+420 601 555 041',
    '601555041',
    '601 555 041',
    '0601 555 041',
    '00420601555041',
    '555041',
    '5041',
  ]) {
    assert.deepEqual(await bank.found(typed), ['Tereza Hlaváčová'], typed);
  }
  for (const typed of ['041', '601555042', '+421601555041'])
    assert.deepEqual(await bank.found(typed), [], typed);
});

test('an e-mail address is found whole or by its beginning', async () => {
  const [id] = await bank.customers('Viktor Slezák');
  await bank.contact(id, 'email', 'viktor.slezak@example.com');
  for (const typed of ['viktor.slezak@example.com', 'Viktor.Slezak@', 'viktor.slez']) {
    assert.deepEqual(await bank.found(typed), ['Viktor Slezák'], typed);
  }
  assert.deepEqual(
    await bank.found('slezak@example.com'),
    ['Viktor Slezák'],
    'no such address: the words of it',
  );
});

test('the last four digits of an account or card find whoever holds it, and narrow a name', async () => {
  const [one, other] = await bank.customers('Simona Bílková', 'Simona Bílková', 'Simona Bílková');
  await bank.sql(
    `INSERT INTO holdings.holdings (customer_id, agreement_id, role, kind, number, currency)
     VALUES ($1, gen_random_uuid(), 'owner', 'current account', 'CZ000000004711', 'CZK'),
            ($2, gen_random_uuid(), 'owner', 'card', '0815', 'CZK')`,
    [one, other],
  );
  assert.deepEqual(await bank.ids('4711'), [one]);
  assert.deepEqual(await bank.ids('•••• 0815'), [other]);
  assert.deepEqual(await bank.ids('simona bilkova 4711'), [one]);
});

test('a year or date of birth narrows a common name', async () => {
  const born = await bank.customers('Eva Marešová', 'Eva Marešová', 'Eva Marešová');
  for (const [n, day] of ['1970-05-12', '1970-12-05', '1985-01-30'].entries()) {
    await bank.sql('UPDATE customers.customers SET born_on = $2 WHERE customer_id = $1', [born[n], day]);
    await bank.index(born[n]);
  }
  assert.deepEqual((await bank.ids('maresova 1970')).sort(), [born[0], born[1]].sort());
  assert.deepEqual(await bank.ids('eva maresova 1985'), [born[2]]);
  assert.deepEqual(await bank.ids('Eva Marešová 30.1.1985'), [born[2]]);
  assert.deepEqual(await bank.ids('eva maresova 1970-05-12'), [born[0]]);
  assert.deepEqual(
    (await bank.ids('maresova 12.5.1970')).sort(),
    [born[0], born[1]].sort(),
    'day and month in either order',
  );
});

test('the card shows enough to tell two people apart, and no more', async () => {
  const [id] = await bank.customers('Otakar Vlček');
  await bank.sql(
    `UPDATE customers.customers SET born_on = '1961-02-03', customer_since = '1999-09-09', preferred_name = 'Ota'
      WHERE customer_id = $1`,
    [id],
  );
  await bank.sql(
    `INSERT INTO customers.addresses (customer_id, lines, country)
     VALUES ($1, '{"Dlouhá 12","602 00 Brno"}', 'CZ')`,
    [id],
  );
  await bank.contact(id, 'phone', '+420777123441');
  await bank.contact(id, 'email', 'otakar@example.org');
  const [card] = await bank.cards('otakar vlcek');
  assert.deepEqual(
    { ...card },
    {
      ...{
        customer_id: id,
        kind: 'person',
        full_name: 'Otakar Vlček',
        preferred_name: 'Ota',
        matched_name: null,
        born_year: 1961,
      },
      ...{
        town: 'Brno',
        phone_hint: '•• 41',
        email_hint: 'o•••@e•••',
        home_premises: null,
        customer_since: 1999,
      },
      ...{ restricted: false, made_up: true, died: false },
    },
  );
});

test('a restricted customer is found by the present name only, and the card has nothing but it', async () => {
  const [id] = await bank.customers('Leopold Vyšehradský');
  await bank.sql(
    `UPDATE customers.customers SET restricted = true, born_on = '1950-01-01', preferred_name = 'Poldi',
       customer_since = '1990-01-01' WHERE customer_id = $1`,
    [id],
  );
  await bank.sql(
    `INSERT INTO customers.names (customer_id, kind, full_name) VALUES ($1, 'former', 'Leopold Neznámý')`,
    [id],
  );
  await bank.contact(id, 'phone', '+420602999888');
  await bank.contact(id, 'email', 'lv77@example.com');
  await bank.index(id);
  const [card] = await bank.cards('leopold vysehradsky');
  const { customer_id, full_name, kind, restricted, made_up, died, ...rest } = card ?? {};
  assert.deepEqual(
    [customer_id, full_name, kind, restricted, made_up, died],
    [id, 'Leopold Vyšehradský', 'person', true, true, false],
  );
  assert.deepEqual(new Set(Object.values(rest)), new Set([null]));
  for (const typed of ['602999888', 'lv77@example.com', 'neznámý'])
    assert.deepEqual(await bank.ids(typed), [], typed);
  assert.deepEqual(await bank.ids('vysehradsky 1949'), [id], 'a year neither finds nor rules out');
  assert.deepEqual(await bank.ids('vysehradsky 1950'), [id]);
});

test('a merged customer is found under the survivor, by the name that is no more, until unmerged', async () => {
  const [gone, stays] = await bank.customers('Zdislava Hejduková', 'Zdeňka Hejduková');
  const merge = async (into: string | null) => {
    await bank.sql('UPDATE customers.customers SET merged_into = $2 WHERE customer_id = $1', [gone, into]);
    await bank.index(gone, stays);
  };
  await bank.contact(gone, 'phone', '+420603111222');
  await merge(stays ?? null);
  const [card] = await bank.cards('zdislava hejdukova');
  assert.deepEqual([card?.customer_id, card?.matched_name], [stays, 'Zdislava Hejduková']);
  assert.deepEqual(await bank.ids('603111222'), [stays]);
  await merge(null);
  assert.equal((await bank.ids('zdislava hejdukova'))[0], gone);
});

test('whoever is gone is found no more', async () => {
  const [ended, deleted] = await bank.customers('Blahoslav Kdysi', 'Bohuslava Kdysi');
  await bank.sql(`UPDATE customers.customers SET ended_on = '2020-01-01' WHERE customer_id = $1`, [ended]);
  await bank.sql('DELETE FROM customers.customers WHERE customer_id = $1', [deleted]);
  assert.deepEqual(await bank.found('kdysi'), [], 'even before the index knows');
  await bank.index(ended, deleted);
  await bank.sql('SELECT customers.tidy_names()');
  assert.deepEqual(
    await bank.sql(`SELECT FROM customers.words WHERE word = 'kdysi'`),
    [],
    'and the word is forgotten',
  );
});

test('what staff change is found at once', async () => {
  const [id = ''] = await bank.customers('Drahomíra Pokorná');
  const visit = randomUUID();
  const [place] = await bank.sql(
    `INSERT INTO premises.premises (kind, code, name, made_up)
     VALUES ('branch', 'main', 'Main Street', true) RETURNING premises_id`,
  );
  await bank.sql(
    `INSERT INTO conversations.visits (customer_id, visit_id, channel, premises_id, queue_number, state, presence,
       checked_in_by, handed_to, started_at)
     VALUES ($1, $2, 'branch', $3, 1, 'in progress', 'card', $4, $4, now())`,
    [id, visit, place?.premises_id, bank.banker],
  );
  await change(bank, { customerIds: [id], ground: visit }, 'customer.changed', id, (tx) =>
    tx.query(`UPDATE customers.customers SET preferred_name = 'Dráža' WHERE customer_id = $1`, [id]),
  );
  assert.deepEqual(await bank.found('draza pokorna'), ['Drahomíra Pokorná']);
});

test('a run is indexed piece by piece, and a second time changes nothing', async () => {
  const run = randomUUID();
  const many = Array.from({ length: 25 }, (_, n) => `Radovan Kusý${'abcdefghijklmnopqrstuvwxyz'[n]}`);
  await bank.sql(
    'INSERT INTO customers.customers (kind, full_name, created_run) SELECT $2, unnest($1::text[]), $3',
    [many, 'person', run],
  );
  const all = () =>
    bank.sql(
      `SELECT f.* FROM customers.found_by f JOIN customers.customers c USING (customer_id)
        WHERE c.created_run = $1 ORDER BY 1, 2`,
      [run],
    );
  const indexRun = async () => {
    let [at] = await bank.sql('SELECT customers.index_names_of_run($1, most => 10) AS after', [run]);
    let pieces = 1;
    for (; at?.after; pieces += 1)
      [at] = await bank.sql('SELECT customers.index_names_of_run($1, $2, 10) AS after', [run, at.after]);
    return pieces;
  };
  assert.equal(await indexRun(), 3);
  const first = await all();
  assert.equal(first.length, 25 * 4);
  await indexRun();
  assert.deepEqual(await all(), first);
  assert.equal((await bank.found('radovan kusyk'))[0], 'Radovan Kusýk');
});
