/** What is kept of a search: who, when, and what was typed, but no card number in it. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import fc from 'fast-check';
import { type Client, type Trial, trialBank } from '#bank/trial.ts';

let bank: Trial;
let greeter: Client;
before(async () => {
  bank = await trialBank();
  greeter = await bank.signedIn('greeter');
});
after(() => bank.close());

const newest = async () =>
  (await bank.sql('SELECT query FROM privacy.searches ORDER BY at DESC LIMIT 1'))[0]?.query;

const find = (query: string) => greeter.post('/api/customer-searches', { query, most: 10 });

test('a card number typed into Find is kept by its last four digits, and what is around it as it was', async () => {
  for (const [typed, kept] of [
    ['4111111111111111', '•••• 1111'],
    ['4111 1111 1111 1111 Jana', '1111 Jana'],
    ['nová 3782-822463-10005, 12/28', 'nová 0005, 12/28'],
    ['12 4111.1111.1111.1111', '12 ••••.••••.••••.1111'],
    ['４１１１１１１１１１１１１１１１', '•••• 1111'],
    ['41111111111111111228', '1228'],
    // one digit wrong, as whoever types one may
    ['4111111111111112', '•••• 1112'],
    // a telephone number, a birth date: no card
    ['jana 601 555 041', 'jana 601 555 041'],
    ['jana 1984-03-05', 'jana 1984-03-05'],
  ] as const) {
    assert.equal((await find(typed)).status, 200);
    assert.equal(await newest(), kept);
  }
});

test('the search itself has the whole number: who is found by one that looks like a card, is found', async () => {
  // 12 digits that pass the check of a card number
  await bank.sql(
    `INSERT INTO customers.contact_points (customer_id, kind, value, normalised)
     VALUES ($1, 'phone', '+420 777 000 001', '+420777000001')`,
    [bank.customers.petr],
  );
  const { body } = await find('+420 777 000 001');
  assert.deepEqual(
    body.cards.map((card: { customerId: string }) => card.customerId),
    [bank.customers.petr],
  );
  assert.equal(await newest(), '+••• ••• ••0 001');
});

/** Digits, the last of which makes the sum of ISO/IEC 7812-1 come out even. */
function cardNumber(digits: number[]): string {
  const total = digits
    .toReversed()
    .reduce(
      (sum, digit, place) => sum + (place % 2 === 0 ? Math.floor(digit / 5) + ((digit * 2) % 10) : digit),
      0,
    );
  return `${digits.join('')}${(10 - (total % 10)) % 10}`;
}

test('however a card number is written, no fifth digit of it is kept, and nothing else is lost', async () => {
  const card = fc.array(fc.nat(9), { minLength: 11, maxLength: 18 }).map(cardNumber);
  const words = fc.constantFrom('', 'jana ', 'Nováková, ', 'č. ú. ', 'x');
  const gap = fc.constantFrom('', '', '', ' ', '-', '\u00a0', ' - ', '.');
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(words, card, fc.array(gap, { minLength: 19, maxLength: 19 }), words), {
        minLength: 50,
        maxLength: 50,
      }),
      async (written) => {
        const queries = written.map(([before, number, gaps, behind]) => ({
          before,
          number: [...number].map((digit, place) => `${place === 0 ? '' : gaps[place]}${digit}`).join(''),
          behind: ` ${behind}`,
        }));
        const rows = await bank.sql(
          'SELECT privacy.without_card_numbers(q) AS kept FROM unnest($1::text[]) WITH ORDINALITY u(q, n) ORDER BY n',
          [queries.map(({ before, number, behind }) => before + number + behind)],
        );
        for (const [index, { before, number, behind }] of queries.entries()) {
          let left = number.replace(/\D/g, '').length;
          const masked = number.replace(/\d/g, (digit) => (left-- > 4 ? '•' : digit));
          assert.equal(rows[index]?.kept, before + masked + behind);
        }
      },
    ),
    { numRuns: 20 },
  );
});

test('what has no twelve digits in a row is kept as it is', async () => {
  const word = fc.constantFrom('jana', 'Nová', '1984', '05.03.', '601555041', 'o’Neil', '•', '');
  await fc.assert(
    fc.asyncProperty(fc.array(word, { maxLength: 2 }), async (words) => {
      const typed = words.join(' ');
      const [row] = await bank.sql('SELECT privacy.without_card_numbers($1) AS kept', [typed]);
      if (typed.replace(/\D/g, '').length < 12) assert.equal(row?.kept, typed);
    }),
  );
});
