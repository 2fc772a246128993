/** "jana 1984" where no Jana was born then: what is found all the same is said to be found without it. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import fc from 'fast-check';
import { type Client, type Trial, trialBank } from '#bank/trial.ts';
import { birthIn } from './rules.ts';

let bank: Trial;
let greeter: Client;
before(async () => {
  bank = await trialBank();
  greeter = await bank.signedIn('greeter');
  const [studio] = await bank.sql(
    `INSERT INTO customers.customers (kind, full_name, made_up) VALUES ('business', 'Studio 2000', true)
     RETURNING customer_id`,
  );
  await bank.sql('SELECT customers.index_names($1)', [[studio?.customer_id]]);
});
after(() => bank.close());

const find = async (query: string) => {
  const { status, body } = await greeter.post('/api/customer-searches', { query, most: 10 });
  assert.equal(status, 200);
  return [body.cards.map((card: { fullName: string }) => card.fullName), body.withoutBirth];
};

test('a year or a day on which none of them was born is named in the answer', async () => {
  const jana = ['Jana Nováková'];
  assert.deepEqual(await find('jana 1984'), [jana, null]);
  assert.deepEqual(await find('jana 1951'), [jana, '1951']);
  assert.deepEqual(await find('jana 5.3.1984'), [jana, null]);
  assert.deepEqual(await find('3/5/1984 jana'), [jana, null], 'May in London, March in New York');
  assert.deepEqual(await find('jana 6. 3. 1984'), [jana, '6. 3. 1984'], 'the year alone is not the day');
  assert.deepEqual(await find('jana 1984-03-06'), [jana, '1984-03-06']);
  assert.deepEqual(await find('jana'), [jana, null]);
  assert.deepEqual(await find('zzyzx 1951'), [[], null], 'nobody at all is said as always');
});

test('a number that is a word of the name is no year, and of a restricted customer no year is told', async () => {
  assert.deepEqual(await find('studio 2000'), [['Studio 2000'], null]);
  for (const year of ['1975', '1976'])
    assert.deepEqual(await find(`hvezda ${year}`), [['Slavná Hvězda'], year], 'right and wrong look alike');
});

test('what is a date for the database has words here, whatever stands around it', async () => {
  const part = fc.oneof(
    fc.constantFrom(
      '1984',
      '3.5.1984',
      '03/05/1984',
      '1984-05-03',
      '3 - 5 - 1984',
      '19845',
      'x1984',
      '1884',
      'é1984',
    ),
    fc.string({ maxLength: 6, unit: 'grapheme' }),
  );
  const asked = fc
    .array(part, { maxLength: 4 })
    .map((parts) => parts.join(' ').replaceAll('\0', '').trim().replace(/\s+/g, ' '));
  const both = async (typed: string) => {
    const [row] = await bank.sql('SELECT (customers.birth_in($1)).born IS NOT NULL AS there', [typed]);
    if (row?.there) assert.ok(birthIn(typed), typed);
  };
  await fc.assert(fc.asyncProperty(asked, both), { numRuns: 300 });
});
