/** What a file says of holdings, read from the real database: totals, trends and the order of movements. */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import fc from 'fast-check';
import { type Client, type Trial, trialBank } from '#bank/trial.ts';

let bank: Trial;
let banker: Client;
let petr: string;
before(async () => {
  bank = await trialBank();
  banker = await bank.signedIn('banker');
  ({ petr } = bank.customers);
  await bank.visit(petr, 'banker');
  for (const table of ['balances', 'transactions', 'holdings'])
    await bank.sql(`DELETE FROM holdings.${table} WHERE customer_id = $1`, [petr]);
});
after(() => bank.close());

const file = async () => (await banker.get(`/api/customers/${petr}/file`)).body;

async function account(currency: string, balances: readonly (readonly [string, number])[]): Promise<string> {
  const agreement = randomUUID();
  await bank.sql(
    `INSERT INTO holdings.holdings (customer_id, agreement_id, role, counts, kind, currency, opened_on)
     VALUES ($1, $2, 'owner', true, 'savings', $3, '1990-01-01')`,
    [petr, agreement, currency],
  );
  await bank.sql(
    `INSERT INTO holdings.balances (customer_id, agreement_id, as_of, minor)
     SELECT $1, $2, d.as_of, d.minor FROM unnest($3::date[], $4::bigint[]) d (as_of, minor)`,
    [petr, agreement, balances.map(([day]) => day), balances.map(([, minor]) => minor)],
  );
  return agreement;
}

async function nothing(): Promise<void> {
  for (const table of ['balances', 'transactions', 'holdings'])
    await bank.sql(`DELETE FROM holdings.${table} WHERE customer_id = $1`, [petr]);
  await bank.sql('DELETE FROM holdings.exchange_rates');
}

const currencies = ['AUD', 'CZK', 'EUR', 'USD'] as const;

test('a total is in the currency that most of what is held is in, and only when every rate is known', async () => {
  const someRates = fc.uniqueArray(
    fc.record({
      base: fc.constantFrom('AUD', 'EUR', 'USD'),
      currency: fc.constantFrom(...currencies),
      units: fc.constantFrom('0.5', '2', '4', '0.25'),
    }),
    { maxLength: 6, selector: ({ base, currency }) => `${base} ${currency}` },
  );
  const held = fc.array(fc.constantFrom(...currencies), { minLength: 2, maxLength: 6 });
  await fc.assert(
    fc.asyncProperty(held, someRates, async (has, all) => {
      await nothing();
      const rates = all.filter(({ base, currency }) => base !== currency);
      for (const { base, currency, units } of rates)
        await bank.sql('INSERT INTO holdings.exchange_rates VALUES ($1, $2, CURRENT_DATE - 3, $3, true)', [
          ...[base, currency, units],
        ]);
      for (const currency of has) await account(currency, [['2026-01-01', 100_00]]);
      const count = (currency: string) => has.filter((one) => one === currency).length;
      const most = currencies.toSorted((a, b) => count(b) - count(a))[0] as string;
      const worth = (base: string, currency: string) =>
        base === currency
          ? 1
          : Number(rates.find((one) => one.base === base && one.currency === currency)?.units ?? Number.NaN);
      // in its own rates, or by way of a third currency that both have one in
      const factors = has.map((currency) => {
        const ways = [most, ...currencies].map((base) => worth(base, currency) / worth(base, most));
        return ways.filter((way) => !Number.isNaN(way));
      });
      const whole = (await file()).totals.find(({ converted }: { converted: boolean }) => converted);
      if (new Set(has).size === 1 || factors.some((ways) => ways.length === 0)) {
        assert.equal(whole, undefined);
        return;
      }
      assert.equal(whole.owns.currency, most);
      const sums = factors.reduce<number[]>(
        (before, ways) => before.flatMap((sum) => ways.map((way) => sum + way * 100_00)),
        [0],
      );
      assert.ok(
        sums.some((sum) => Math.abs(sum - Number(whole.owns.minor)) <= 1),
        `${whole.owns.minor}`,
      );
    }),
    { numRuns: 40 },
  );
});

test('trends and movements are those of the last years there are, however long ago, in the order of the source', async () => {
  await nothing();
  const days = (from: string, n: number) =>
    Array.from({ length: n }, (_, i) => Temporal.PlainDate.from(from).add({ days: i }).toString());
  const agreement = await account(
    'CZK',
    days('1991-01-01', 1000).map((day, i) => [day, i < 999 ? 100_00 + i : 1] as const),
  );
  await account(
    'CZK',
    days('1991-01-01', 1300).map((day) => [day, 100_00] as const),
  );
  const trend = (await file()).holdings.find(
    ({ agreementId }: { agreementId: string }) => agreementId === agreement,
  ).trend;
  assert.equal(trend.at(-1).asOf, '1993-09-26', 'the newest are there, not the oldest two thousand');
  assert.equal(trend.at(-1).level, 0);
  const booked = [3, 1, 2, 5, 4].map((sequence) => [randomUUID(), sequence] as const);
  for (const [movement, sequence] of booked)
    await bank.sql(
      `INSERT INTO holdings.transactions
         (customer_id, agreement_id, booked_on, transaction_id, sequence, minor, currency, kind, counts)
       VALUES ($1, $2, '1993-09-26', $3, $4, $4, 'CZK', 'transfer in', true)`,
      [petr, agreement, movement, sequence],
    );
  const seen: string[] = [];
  let next: string | null = null;
  do {
    const before = next === null ? '' : `&before=${encodeURIComponent(next)}`;
    const { body } = await banker.get(`/api/customers/${petr}/timeline?kinds=movement&most=2${before}`);
    seen.push(...body.entries.map(({ amount }: { amount: { minor: string } }) => amount.minor));
    next = body.next;
  } while (next !== null);
  assert.deepEqual(seen, ['5', '4', '3', '2', '1'], 'the last of the day first');
});

test('standing orders stand with what they are paid from; at a counter without amount and payee, until one is revealed', async () => {
  await nothing();
  const agreement = await account('CZK', [['2026-01-01', 100_00]]);
  const order = randomUUID();
  await bank.sql(
    `INSERT INTO holdings.standing_orders (customer_id, agreement_id, order_id, minor, currency, kind, payee, every)
     VALUES ($1, $2, $3, 1234500, 'CZK', 'household payment', 'Landlord Ltd', 'month')`,
    [petr, agreement, order],
  );
  const shown = { orderId: order, kind: 'household payment', every: 'month' };
  assert.deepEqual((await file()).holdings[0].standingOrders, [
    {
      ...shown,
      amount: { minor: '1234500', currency: 'CZK' },
      payee: { hint: '', value: 'Landlord Ltd' },
    },
  ]);
  const counter = await bank.signedIn('banker', 'open counter');
  const masked = await counter.get(`/api/customers/${petr}/file`);
  assert.doesNotMatch(masked.text, /1234500|Landlord/);
  assert.deepEqual(masked.body.holdings[0].standingOrders[0].amount, { minor: null, currency: 'CZK' });
  const asked = { kind: 'standing order', subject: order };
  const { body } = await counter.post(`/api/customers/${petr}/reveals`, asked);
  assert.equal(body.money[0].amount.minor, '1234500');
  assert.equal(body.text, 'Landlord Ltd');
  assert.deepEqual([body.look.action, body.look.fields], ['reveal', [`standing order ${order}`]]);
});
