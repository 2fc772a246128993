/** Who looked, when two records turn out to be one person, and when they turn out not to be. */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, beforeEach, test } from 'node:test';
import type { Client } from '#bank/trial.ts';
import type { SignedIn } from '#platform/http/route.ts';
import { merge, takeDuplicate, unmerge } from './merging.ts';
import { type MergingTrial, mergingTrial } from './merging-trial.ts';

let bank: MergingTrial;
let reviewer: SignedIn;
let banker: Client;
before(async () => {
  bank = await mergingTrial();
  reviewer = await bank.session('manager');
  banker = await bank.signedIn('banker');
});
after(() => bank.close());
beforeEach(async () => {
  await bank.startAgain();
  await bank.sql('TRUNCATE privacy.access_records');
});

/** A look of that banker's, for that topic. */
async function look(customer: string, topic: string): Promise<void> {
  const visit = await bank.visit(customer, 'banker');
  await bank.sql('UPDATE conversations.visits SET topic = $1 WHERE visit_id = $2', [topic, visit]);
  assert.equal((await banker.get(`/api/customers/${customer}/file`)).status, 200);
  await bank.sql(`UPDATE conversations.visits SET state = 'ended' WHERE visit_id = $1`, [visit]);
}

/** The topics of all looks that the access record of this file shows, page by page; the newest is this very look. */
async function topics(customer: string): Promise<string[]> {
  await look(customer, 'who looked');
  const visit = await bank.visit(customer, 'banker');
  const seen: string[] = [];
  let next: string | null = '9999-01-01T00:00:00Z';
  while (next !== null) {
    const page = `/api/customers/${customer}/access-record?most=2&before=${encodeURIComponent(next)}`;
    const { body } = await banker.get(page);
    // reading a page is a look itself, with the topic of the visit that is under way
    seen.push(...body.records.map((record: { topic: string }) => record.topic));
    next = body.next;
  }
  await bank.sql(`UPDATE conversations.visits SET state = 'ended' WHERE visit_id = $1`, [visit]);
  return seen.filter((topic) => !['mortgage', 'who looked', ''].includes(topic));
}

/** What she reads on her own first page: how often somebody looked. */
async function countInPortal(customer: string): Promise<number> {
  const { body } = await (await bank.atHome(customer)).get('/api/home');
  return body.looksLately;
}

/** A colleague who is this customer, and what somebody else keeps from her: to whom the two point now. */
async function linkedTo(customer: string, keeper: string) {
  // as links were before they restricted the file: a restricted one is merged by nobody
  await bank.sql('ALTER TABLE staff.staff DISABLE TRIGGER keep_restricted');
  await bank.sql('UPDATE staff.staff SET customer_id = $1 WHERE staff_id = $2', [customer, bank.staff.other]);
  const confidence = randomUUID();
  await bank.sql(
    `INSERT INTO customers.confidences (customer_id, confidence_id, other_id, recorded_by)
     VALUES ($1, $2, $3, $4)`,
    [keeper, confidence, customer, bank.staff.banker],
  );
  return async () => {
    const [row] = await bank.sql(
      `SELECT f.customer_id, k.other_id, privacy.is_kin(f.staff_id, $1) AS kin
         FROM staff.staff f, customers.confidences k WHERE f.staff_id = $2 AND k.confidence_id = $3`,
      [bank.customers.jana, bank.staff.other, confidence],
    );
    return [row?.customer_id, row?.other_id, row?.kin];
  };
}

test('the file of a survivor shows who looked at either; taken apart, each shows her own', async () => {
  const { jana, petr } = bank.customers;
  const { again, pairId, version } = await bank.janaTwice(reviewer);
  const links = await linkedTo(again, petr);
  await look(jana, 'savings');
  await look(again, 'a card');
  await look(again, 'a loan');
  await look(petr, 'his own');
  assert.equal(await countInPortal(jana), 1);
  const before = await bank.sql('SELECT * FROM privacy.access_records ORDER BY at');

  await merge(reviewer, pairId, version, jana, randomUUID());
  assert.deepEqual(await links(), [jana, jana, true], 'who she is to others goes where she goes');
  // the reviewer's own look at both, to merge them, is one
  assert.equal(await countInPortal(jana), 4);
  assert.equal(await countInPortal(again), 4, 'whoever signs in as the second record reaches the one file');
  assert.deepEqual(await topics(jana), ['a loan', 'a card', 'savings']);
  assert.deepEqual(
    (await bank.sql('SELECT * FROM privacy.access_records ORDER BY at')).slice(0, before.length),
    before,
    'no record was rewritten',
  );

  const counts = async () => [await countInPortal(jana), await countInPortal(again)];
  const taken = await takeDuplicate(reviewer, pairId);
  await unmerge(reviewer, pairId, taken?.version ?? 0);
  assert.deepEqual(await links(), [again, again, false]);
  await bank.sql('UPDATE staff.staff SET customer_id = NULL');
  assert.deepEqual(await topics(again), ['a loan', 'a card']);
  assert.deepEqual(await topics(jana), ['savings']);
  const [ofJana, ofAgain] = await counts();
  const staffLooks = async (customer: string) =>
    (
      await bank.sql(
        `SELECT count(DISTINCT opening)::int AS n FROM privacy.access_records WHERE customer_id = $1 AND staff_id IS NOT NULL`,
        [customer],
      )
    )[0]?.n;
  assert.deepEqual([ofJana, ofAgain], [await staffLooks(jana), await staffLooks(again)]);
});

test('merged into one who is merged on: the last survivor shows the looks at all three', async () => {
  const { jana } = bank.customers;
  const { again, pairId, version } = await bank.janaTwice(reviewer);
  const third = await bank.enter('Jana Novakova', '1984-05-03', '+420601555041');
  for (const [customer, topic] of [
    [again, 'first'],
    [jana, 'second'],
    [third, 'third'],
  ] as const) {
    await look(customer, topic);
  }
  await merge(reviewer, pairId, version, jana, randomUUID());
  await bank.search();
  const next = (await takeDuplicate(reviewer, null)) ?? assert.fail('the third is like the survivor');
  await merge(reviewer, next.pairId, next.version, third, randomUUID());
  assert.deepEqual(await topics(third), ['third', 'second', 'first']);
});

test('the looks of others come out by no back door', async () => {
  const client = await bank.database.connect('earshot_staff');
  const looks = `SELECT * FROM privacy.looks_at($1, '-infinity', 'infinity', 10)`;
  await assert.rejects(client.query(looks, [bank.customers.jana]), /sign the file out first/);
  await assert.rejects(
    client.query('SELECT customers.merged_records($1)', [bank.customers.jana]),
    /permission denied/,
  );
  await client.end();
});
