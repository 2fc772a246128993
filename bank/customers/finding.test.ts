/** Finding a customer by name, however it was typed: on a real PostgreSQL, through the kernel. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { findingTrial } from './finding-trial.ts';

let bank: Awaited<ReturnType<typeof findingTrial>>;
before(async () => {
  bank = await findingTrial();
});
after(() => bank.database.drop());

test('one slip of the finger finds the person, whichever it is and wherever it is', async () => {
  await bank.customers('Kateřina Dvořáčková', 'Kateřina Dvorská', 'Karel Dvořák', 'Kamila Doležalová');
  for (const typed of [
    'Kateřina Dvořáčkova',
    'Katerina Dvorackva',
    'Kaetrina Dvorackova',
    'Kateina Dvorackova',
    'Xaterina Dvorackova',
    'katerina dvoraxckova',
  ]) {
    assert.equal((await bank.found(typed))[0], 'Kateřina Dvořáčková', typed);
  }
});

test('two slips find the person too, in one word or one in each', async () => {
  await bank.customers('Bartholomäus Zwingenberger', 'Barbara Zwinger');
  for (const typed of [
    'Bartolomäus Zwingenbreger',
    'Bartholomäus Zwngenbergr',
    'Barhtolomeus Zwingenberger',
  ]) {
    assert.equal((await bank.found(typed))[0], 'Bartholomäus Zwingenberger', typed);
  }
});

test('accents may be left out, and where they are typed the name that has them comes first', async () => {
  await bank.customers('Ludvík Sedláček', 'Ludvik Sedlacek');
  assert.deepEqual(await bank.found('ludvík sedláček'), ['Ludvík Sedláček', 'Ludvik Sedlacek']);
  assert.deepEqual(await bank.found('LUDVIK SEDLACEK'), ['Ludvik Sedlacek', 'Ludvík Sedláček']);
});

test('what people are called for short finds them, in English, Spanish, Czech and German', async () => {
  await bank.customers(
    'Jan Vavřinec',
    'Robert Ashdown',
    'José Quintanilla',
    'Margaret Ashdown',
    'Katharina Obermoser',
  );
  const calls = [
    'Honza Vavřinec',
    'Bob Ashdown',
    'Pepe Quintanilla',
    'Peggy Ashdown',
    'Kathi Obermoser',
    'Bobby Ashdown',
  ];
  const names = [
    'Jan Vavřinec',
    'Robert Ashdown',
    'José Quintanilla',
    'Margaret Ashdown',
    'Katharina Obermoser',
    'Robert Ashdown',
  ];
  for (const [n, typed] of calls.entries()) assert.equal((await bank.found(typed))[0], names[n], typed);
});

test('what a customer likes to be called finds her with her surname', async () => {
  const [id] = await bank.customers('Magdalena Prokopová');
  await bank.sql(`UPDATE customers.customers SET preferred_name = 'Májka' WHERE customer_id = $1`, [id]);
  await bank.index(id);
  assert.deepEqual(await bank.found('majka prokopova'), ['Magdalena Prokopová']);
});

test('the order of words does not matter, and a name half typed is found', async () => {
  await bank.customers('Anneliese Huberova', 'Anneliese Hubmann');
  assert.equal((await bank.found('Huberova Anneliese'))[0], 'Anneliese Huberova');
  assert.deepEqual(await bank.found('annel hub'), ['Anneliese Hubmann', 'Anneliese Huberova']);
  assert.equal((await bank.found('hubm'))[0], 'Anneliese Hubmann');
  assert.equal((await bank.found('a hubmann'))[0], 'Anneliese Hubmann', 'an initial');
});

test('the better match comes first: the very name, its beginning, once her name, a short form, a slip', async () => {
  const [, former] = await bank.customers(
    'Robert Salkeld',
    'Ellen Wetherby',
    'Bob Salkeldson',
    'Bob Salkeld',
    'Bov Salkeld',
    'Bob Turnbull',
  );
  await bank.sql(
    `INSERT INTO customers.names (customer_id, kind, full_name) VALUES ($1, 'former', 'Bob Salkeld')`,
    [former],
  );
  await bank.index(former);
  assert.deepEqual(await bank.found('Bob Salkeld'), [
    'Bob Salkeld',
    'Bob Salkeldson',
    'Ellen Wetherby',
    'Robert Salkeld',
    'Bov Salkeld',
  ]);
});

test('where no name has all the words, those that have some are shown, the rarer word first', async () => {
  const tims = ['Oakes', 'Underhill', 'Barrow', 'Finch', 'Lorimer', 'Penhale', 'Quayle', 'Strand', 'Tallis'];
  await bank.customers('Tim Greywell', 'Ada Greywell', ...tims.map((surname) => `Tim ${surname}`));
  const shown = await bank.found('Tim Greywell Featherstone');
  assert.deepEqual(shown.slice(0, 4), ['Tim Greywell', 'Ada Greywell', 'Tim Finch', 'Tim Barrow']);
  assert.deepEqual(await bank.found('Xaverius Greywell'), ['Ada Greywell', 'Tim Greywell']);
});

test('where somebody has all the words, or is a slip away from them, nobody is shown who has but some', async () => {
  const jos = ['Nankervis', 'Opie', 'Pascoe', 'Quintrell', 'Rowse'];
  await bank.customers('Jolyon Trewhella', 'Amice Trewhella', ...jos.map((surname) => `Jolyon ${surname}`));
  for (const typed of [
    'jolyon trewhella',
    'Trewhella Jolyon',
    'jolyon trewh',
    'jolyon trewhela',
    'joylon trewhella',
  ]) {
    assert.deepEqual(await bank.found(typed), ['Jolyon Trewhella'], typed);
  }
  assert.deepEqual((await bank.found('jolyon zebedee')).length, 6, 'nobody has both: whoever has one');
});

test('a former name finds the customer, and the card says so', async () => {
  const [id] = await bank.customers('Helena Růžičková');
  await bank.sql(
    `INSERT INTO customers.names (customer_id, kind, full_name) VALUES ($1, 'former', 'Helena Skřivánková')`,
    [id],
  );
  await bank.index(id);
  const [card] = await bank.cards('helena skrivankova');
  assert.equal(card?.full_name, 'Helena Růžičková');
  assert.equal(card?.matched_name, 'Helena Skřivánková');
  assert.equal(
    (await bank.cards('helena ruzickova'))[0]?.matched_name,
    null,
    'not when the present name answers',
  );
});

test('somebody with a single name is found before those who have it among others', async () => {
  await bank.customers('Suharto Wibowo', 'Suharto', 'Budi Suharto');
  assert.equal((await bank.found('suharto'))[0], 'Suharto');
});

test('names in other scripts are found as written, and from Latin letters where it is an alphabet', async () => {
  await bank.customers(
    '王小明',
    'Дмитрий Шевченко',
    'محمد الرشيد',
    '김정은',
    'Γιώργος Παππάς',
    'สมชาย ใจดี',
    '山田太郎',
    'דוד כהן',
  );
  const tries = {
    ...{
      王小明: '王小明',
      小明: '王小明',
      'Дмитрий Шевченко': 'Дмитрий Шевченко',
      'dmitrij shevchenko': 'Дмитрий Шевченко',
    },
    ...{
      'محمد الرشيد': 'محمد الرشيد',
      محمد: 'محمد الرشيد',
      김정은: '김정은',
      정은: '김정은',
      'giorgos pappas': 'Γιώργος Παππάς',
    },
    ...{
      สมชาย: 'สมชาย ใจดี',
      太郎: '山田太郎',
      '山田 太郎': '山田太郎',
      'דוד כהן': 'דוד כהן',
      'шевченко дмитрий': 'Дмитрий Шевченко',
    },
  };
  for (const [typed, name] of Object.entries(tries)) assert.equal((await bank.found(typed))[0], name, typed);
});

test('apostrophes, hyphens and particles are written in many ways, and each finds the others', async () => {
  const groups = [
    ["Sinéad O'Neill", 'Sinéad ONeill', 'Sinéad O Neill', 'Sinéad O’Neill'],
    ['Lucía García-López', 'Lucía García López'],
    ['Ludwig van der Berg', 'Ludwig Vanderberg'],
    ['Jürgen Müller', 'Juergen Mueller'],
    ['Jean-Pierre Dumas', 'Jeanpierre Dumas'],
  ];
  await bank.customers(...groups.flat());
  for (const group of groups) {
    for (const typed of group) assert.deepEqual((await bank.found(typed)).sort(), [...group].sort(), typed);
  }
  assert.ok((await bank.found('jurgen muller')).includes('Jürgen Müller'), 'without its dots');
  assert.ok((await bank.found('lucia garcia')).includes('Lucía García-López'), 'one of two surnames');
});

test('a business is found with its legal form, with another, and without', async () => {
  await bank.customers(
    'Pekařství Horáček, s.r.o.',
    'Autohaus Lindner GmbH & Co. KG',
    'Talleres Iturbe S.A.',
    'Stavby Kolín, spol. s r.o.',
  );
  const tries = {
    'pekarstvi horacek': 'Pekařství Horáček, s.r.o.',
    'pekarstvi horacek sro': 'Pekařství Horáček, s.r.o.',
    'Pekařství Horáček s. r. o.': 'Pekařství Horáček, s.r.o.',
    'Horáček GmbH': 'Pekařství Horáček, s.r.o.',
    'lindner autohaus gmbh': 'Autohaus Lindner GmbH & Co. KG',
    'talleres iturbe': 'Talleres Iturbe S.A.',
    'stavby kolin s.r.o.': 'Stavby Kolín, spol. s r.o.',
  };
  for (const [typed, name] of Object.entries(tries)) assert.equal((await bank.found(typed))[0], name, typed);
});

test('where a word was not found, whoever has something like it comes before whoever has nothing', async () => {
  const surnames = ['Absolonová', 'Bedřichová', 'Nezmarová', 'Němečková', 'Vrzalová'];
  await bank.customers(...surnames.map((surname) => `Zdislava ${surname}`));
  const shown = await bank.found('zdislava nmckva');
  assert.deepEqual(shown, [
    'Zdislava Němečková',
    'Zdislava Nezmarová',
    'Zdislava Absolonová',
    'Zdislava Bedřichová',
    'Zdislava Vrzalová',
  ]);
});

test('of people who fit alike those of this branch come first; a better match stands before either', async () => {
  const [here, there] = await bank.sql(
    `INSERT INTO premises.premises (kind, code, name, made_up)
     VALUES ('branch', 'here', 'Here', true), ('branch', 'there', 'There', true) RETURNING premises_id`,
  );
  const made = await bank.customers('Apolena Kvapilová', 'Berta Kvapilová', 'Cecílie Kvapilová', 'Kvapil');
  const at = async (n: number, where: unknown, restricted = false) =>
    bank.sql('UPDATE customers.customers SET home_premises_id = $2, restricted = $3 WHERE customer_id = $1', [
      made[n],
      where,
      restricted,
    ]);
  await at(0, there?.premises_id);
  await at(1, here?.premises_id);
  await at(2, here?.premises_id, true);
  await at(3, there?.premises_id);
  await bank.sql('UPDATE staff.staff SET premises_id = $2 WHERE staff_id = $1', [
    bank.banker,
    here?.premises_id,
  ]);
  assert.deepEqual(await bank.found('kvapilova'), [
    'Berta Kvapilová',
    'Apolena Kvapilová',
    'Cecílie Kvapilová',
  ]);
  assert.equal((await bank.found('kvapil'))[0], 'Kvapil', 'elsewhere, but the very name');
  await bank.sql('UPDATE staff.staff SET premises_id = NULL WHERE staff_id = $1', [bank.banker]);
  assert.equal((await bank.found('kvapilova'))[0], 'Apolena Kvapilová');
});

test('a town is what stands before the letters of a state', async () => {
  const towns = await bank.sql(
    `SELECT customers.town_of(lines) AS town FROM (VALUES (1, '{59 Deering Avenue,"Portland, ME"}'::text[]), (2, '{"Portland, ME 04101"}'),
       (3, '{1 King Street,"Toronto, ON M5V 2T6"}'), (4, '{Dlouhá 12,"602 00 Brno"}'), (5, '{"Calle de la Paz 157, 46003 Valencia"}'),
       (6, '{"221B Baker Street, London"}'), (7, '{Lipová 1,USA}')) l(n, lines) ORDER BY n`,
  );
  assert.deepEqual(
    towns.map(({ town }) => town),
    ['Portland', 'Portland', 'Toronto', 'Brno', 'Valencia', 'London', 'USA'],
  );
});
