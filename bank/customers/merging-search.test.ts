/** Duplicates are found: by the real job, from the real queue, on a real database. Everybody is made up. */
import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import type { SignedIn } from '#platform/http/route.ts';
import { listDuplicates } from './merging.ts';
import { failsWith, letters, type MergingTrial, mergingTrial } from './merging-trial.ts';

let bank: MergingTrial;
let banker: SignedIn;
before(async () => {
  bank = await mergingTrial();
  banker = await bank.session('banker');
});
after(() => bank.close());
beforeEach(() => bank.startAgain());

test('Jana, entered twice, comes to the queue with reasons; a second search compares nothing', async () => {
  const again = await bank.enter('Nováková Jana', '1984-03-05', '+420601555041');
  const progress = await bank.search();
  assert.equal(progress.likely, 1);
  const { duplicates, next } = await listDuplicates(banker, null, 10);
  assert.equal(next, null);
  assert.equal(duplicates.length, 1);
  const [pair] = duplicates;
  assert.deepEqual(
    pair?.cards.map(({ customerId }) => customerId).sort(),
    [again, bank.customers.jana].sort(),
  );
  assert.equal(pair?.likelihood, 'same');
  assert.deepEqual(
    pair?.reasons.map(({ says }) => says),
    ['name: same, in another order', 'birth date: same', 'phone: same'],
  );
  const [seen] = await bank.sql(
    `SELECT customer_ids FROM privacy.searches WHERE surface = 'duplicates' ORDER BY at DESC LIMIT 1`,
  );
  assert.equal(String(seen?.customer_ids).split(',').length, 2, 'whose cards were shown is on record');
  assert.deepEqual(await bank.search(), { read: 5, changed: 0, compared: 0, likely: 0, finished: true });
});

test('a search that is stopped half-way goes on where it was, and finds what one search finds', async () => {
  for (let n = 0; n < 200; n += 1) {
    const phone = `+4207770${String(n).padStart(5, '0')}`;
    await bank.enter(`Person ${letters(n)}`, `19${50 + (n % 50)}-01-${10 + (n % 18)}`, phone);
    await bank.enter(
      `Person ${letters(n)}`,
      `19${50 + (n % 50)}-01-${10 + (n % 18)}`,
      n % 2 === 0 ? phone : null,
    );
  }
  await bank.search();
  const whole = await bank.pairs();
  assert.ok(whole.length >= 200, `${whole.length} pairs`);
  await bank.sql('TRUNCATE customers.duplicates, customers.matching_keys, customers.matching_marks');
  const first = await bank.search((progress, stop) => progress.compared > 0 && stop());
  assert.ok(first.likely < whole.length, `it was stopped after ${first.likely}`);
  assert.equal(first.finished, false);
  assert.ok((await bank.search()).finished);
  assert.deepEqual(await bank.pairs(), whole);
});

test('a pair that is no longer likely leaves the queue, unless somebody has looked at it', async () => {
  const again = await bank.enter('Nováková Jana', '1984-03-05', '+420601555041');
  await bank.search();
  assert.equal((await bank.pairs()).length, 1);
  await bank.sql(
    `UPDATE customers.customers SET full_name = 'Otto Brandner', born_on = '1955-06-30'
      WHERE customer_id = $1`,
    [again],
  );
  await bank.search();
  assert.deepEqual(await bank.pairs(), []);
});

test('pages of the queue follow each other without gap or repetition', async () => {
  for (let n = 0; n < 7; n += 1) {
    for (const _ of [1, 2]) await bank.enter(`Person ${letters(n)}`, `1970-01-1${n}`, `+42077700000${n}`);
  }
  await bank.search();
  const seen: string[] = [];
  let after: { score: number; pairId: string } | null = null;
  do {
    const page = await listDuplicates(banker, after, 3);
    seen.push(...page.duplicates.map(({ pairId }) => pairId));
    after = page.next;
  } while (after !== null);
  assert.equal(seen.length, 7);
  assert.equal(new Set(seen).size, 7);
  await assert.rejects(listDuplicates(banker, null, 51), failsWith('does-not-fit'));
});
