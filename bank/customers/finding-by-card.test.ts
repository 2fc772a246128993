/** A card at the desk: its whole number finds whose it is by what is kept of it, and is kept and logged nowhere. */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import fc from 'fast-check';
import { type Client, type Trial, trialBank } from '#bank/trial.ts';
import { cardIn, hideCard, mayBecomeCard, withoutCards } from './rules.ts';

let bank: Trial;
let greeter: Client;
before(async () => {
  bank = await trialBank();
  greeter = await bank.signedIn('greeter', 'open counter');
  const { jana, petr, shop } = bank.customers;
  const cards: [string, string, string][] = [
    [jana, 'card', '516874******2612'],
    [petr, 'card', '400000******2612'],
    [shop, 'card', '•••• 0366'],
    [petr, 'card', '0374'],
    [shop, 'card', '5168 7400 0000 9994'],
    [petr, 'current account', 'CZ0099090000005168740366'],
  ];
  for (const one of cards)
    await bank.sql(
      `INSERT INTO holdings.holdings (customer_id, agreement_id, role, kind, number, currency)
       VALUES ($1, gen_random_uuid(), 'owner', $2, $3, 'CZK')`,
      one,
    );
  // A telephone that ends like her card is nobody's card.
  await bank.sql(
    `INSERT INTO customers.contact_points (customer_id, kind, value, normalised)
     VALUES ($1, 'phone', '+420 777 882 612', '+420777882612')`,
    [shop],
  );
});
after(() => bank.close());

const look = async (query: string) => {
  const { status, body } = await greeter.post('/api/customer-searches', { query });
  assert.equal(status, 200, query);
  return body.cards.map(({ fullName }: { fullName: string }) => fullName).sort();
};
const [jana, petr, shop] = ['Jana Nováková', 'Petr Novák', 'Květiny U Nováků s.r.o.'];
/** Her card, a pupil's of the same end, and two that pass the check of cards. */
const [number, other] = ['5168741234562612', '4000001234562612'];
const track = `;${number}=29122010000099300451?`;

test('the whole number finds whose card it is, typed, read, or hidden already', async () => {
  const written = [number, '5168 7412 3456 2612', '5168-7412-3456-2612', ` ${number} `, track];
  written.push(`%B${number}^NOVAKOVA/JANA MRS ^29122010000099300451?${track}`, '516874•••• 2612');
  for (const typed of written) assert.deepEqual(await look(typed), [jana], typed);
  assert.deepEqual(await look(other), [petr], 'another card of the same end');
  assert.deepEqual(await look('5168999999992612'), [], 'and none of another beginning');
  assert.deepEqual(
    await look('5168740000000366'),
    [shop],
    'as far as anything is kept, and no account in letters',
  );
  assert.deepEqual(await look('5168740000000374'), [petr]);
  assert.deepEqual(await look('5168740000009994'), [shop], 'a number kept whole');
  assert.deepEqual(await look(`novakova ${number}`), [jana], 'beside a name, its end');
  assert.deepEqual(await look('2612'), [jana, petr, shop].sort(), 'four digits find what they always did');
});

test('what is on record is its last four digits, and the rest is in no table', async () => {
  for (const typed of [number, track, `jana ${track}`, '5168741234562613']) await look(typed);
  const queries = await bank.sql(`SELECT query FROM privacy.searches ORDER BY at DESC LIMIT 4`);
  assert.deepEqual(queries.map(({ query }) => query).reverse(), [
    '•••• 2612',
    '•••• 2612',
    'jana 2612',
    '•••• 2613',
  ]);
  const tables = await bank.sql(
    `SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables
      WHERE schemaname NOT IN ('pg_catalog', 'information_schema')`,
  );
  for (const { name } of tables)
    for (const part of ['41234562612', '4123456', '2912201000', '99300451'])
      assert.deepEqual(
        await bank.sql(`SELECT FROM ${name} t WHERE t::text LIKE $1`, [`%${part}%`]),
        [],
        String(name),
      );
});

test('whose file is restricted, or over, is not found by a card; the kernel takes no whole number', async () => {
  await bank.sql('UPDATE customers.customers SET restricted = true WHERE customer_id = $1', [
    bank.customers.jana,
  ]);
  assert.deepEqual(await look(number), []);
  await bank.sql('UPDATE customers.customers SET restricted = false WHERE customer_id = $1', [
    bank.customers.jana,
  ]);
  const admin = await bank.signedIn('admin');
  assert.equal((await admin.post('/api/customer-searches', { query: number })).status, 403);
  const client = await bank.database.connect('earshot_staff');
  const ask = (...values: unknown[]) =>
    client.query('SELECT privacy.search_card($1, $2, $3, $4, $5)', [randomUUID(), ...values]);
  for (const wrong of [
    [number, '2612', 10],
    ['516874', number, 10],
    ['516874', null, 10],
    ['516874', '2612', 51],
  ])
    await assert.rejects(ask(greeter.token, ...wrong), { code: 'ES422' });
  await assert.rejects(ask('nobody', '516874', '2612', 10), { code: 'ES401' });
  await client.end();
});

test('however a number is written, no more of it than its ends is asked for; telephones stay as they are', () => {
  const digits = fc.stringMatching(/^[1-9][0-9]{15,18}$/);
  const parted = fc.tuple(digits, fc.constantFrom('', ' ', '-', ' ')).map(([all, between]) => ({
    all,
    typed: all.match(/.{1,4}/g)?.join(between) ?? '',
  }));
  fc.assert(
    fc.property(parted, ({ all, typed }) => {
      const ends = { beginning: all.slice(0, 6), ending: all.slice(-4) };
      assert.deepEqual(cardIn(typed), ends);
      assert.deepEqual(cardIn(hideCard(ends)), ends, 'and what is hidden stays the same');
      assert.equal(withoutCards(withoutCards(typed)), withoutCards(typed));
      for (const around of [typed, `jana ${typed}`, `${typed} nova`, `x ;${all}=2912201${all}?`])
        assert.ok(!/\d{7}/.test(withoutCards(around).replace(/\D/g, '·')), around);
    }),
  );
  for (const telephone of [
    '+420601555041',
    '601555041',
    '00420601555041',
    '+49 1511 2345 6789 1',
    '420601555041',
  ])
    assert.equal(withoutCards(telephone), telephone);
  assert.equal(withoutCards('4915112345679'), '112345679', 'nine digits find a telephone');
  assert.equal(cardIn('30.1.1985'), undefined);
  assert.equal(withoutCards('eva 1970-05-12'), 'eva 1970-05-12');
  assert.ok(['4000001234', '4000 0012 34', ';400000123456'].every(mayBecomeCard));
  assert.ok(!['601555041', '+420601555041', '0601555041', 'jana', track].some(mayBecomeCard));
});
