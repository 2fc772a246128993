/** Duplicates are looked at side by side, decided, merged, and taken apart again. Everybody is made up. */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, beforeEach, test } from 'node:test';
import { change, read } from '#platform/database/vault.ts';
import type { SignedIn } from '#platform/http/route.ts';
import {
  decideDuplicate,
  listDuplicates,
  listMerges,
  merge,
  myDuplicates,
  takeDuplicate,
  unmerge,
} from './merging.ts';
import { everything, failsWith, letters, type MergingTrial, mergingTrial } from './merging-trial.ts';

let bank: MergingTrial;
let banker: SignedIn;
before(async () => {
  bank = await mergingTrial();
  banker = await bank.session('banker');
});
after(() => bank.close());
beforeEach(() => bank.startAgain());

test('a pair that is taken opens both files and no other; the record says why and who chose', async () => {
  const again = await bank.enter('Nováková Jana', '1984-03-05', '+420601555041');
  await bank.search();
  const { duplicates } = await listDuplicates(banker, null, 10);
  const pairId = duplicates[0]?.pairId as string;
  const both = (ground: string): Parameters<typeof read>[1] => ({
    customerIds: [bank.customers.jana, again],
    ground,
  });
  const names = (ground: string) =>
    read(
      banker,
      both(ground),
      async (tx) => (await tx.query('SELECT full_name FROM customers.customers ORDER BY 1')).rows,
    );
  await assert.rejects(names(pairId), failsWith('no-ground'), 'seeing it on the list is no reason');
  const taken = await takeDuplicate(banker, pairId);
  assert.deepEqual(taken?.customerIds, [again, bank.customers.jana].sort());
  assert.deepEqual(await names(pairId), [{ full_name: 'Jana Nováková' }, { full_name: 'Nováková Jana' }]);
  await assert.rejects(
    read(banker, { customerIds: [bank.customers.petr], ground: pairId }, async () => 0),
    failsWith('no-ground'),
  );
  const record = () =>
    bank.sql(
      `SELECT ground_kind, proven FROM privacy.access_records WHERE ground = $1 ORDER BY at DESC LIMIT 1`,
      [pairId],
    );
  assert.deepEqual(
    await record(),
    [{ ground_kind: 'duplicate review', proven: false }],
    'picked from the list',
  );
  await assert.rejects(
    takeDuplicate(await bank.session('other'), pairId),
    failsWith('not-now'),
    'somebody else has it',
  );
  await bank.sql(`UPDATE customers.duplicates SET taken_at = now() - interval '13 hours'`);
  await assert.rejects(names(pairId), failsWith('no-ground'), 'after half a day');
  const other = await bank.session('other');
  assert.equal((await takeDuplicate(other, null))?.pairId, pairId, 'then it is handed to the next');
  await read(other, both(pairId), async () => 0);
  assert.deepEqual(
    await record(),
    [{ ground_kind: 'duplicate review', proven: true }],
    'handed out by the queue',
  );
});

test('only bankers and managers review; five pairs at once; no restricted files', async () => {
  for (let n = 0; n < 6; n += 1) {
    for (const _ of [1, 2]) await bank.enter(`Person ${letters(n)}`, `1970-01-1${n}`, `+42077700000${n}`);
  }
  await bank.search();
  for (const who of ['greeter', 'admin'] as const) {
    const somebody = await bank.session(who);
    await assert.rejects(listDuplicates(somebody, null, 10), failsWith('not-allowed'));
    await assert.rejects(takeDuplicate(somebody, null), failsWith('not-allowed'));
    await assert.rejects(myDuplicates(somebody), failsWith('not-allowed'));
  }
  for (let n = 0; n < 5; n += 1) assert.ok(await takeDuplicate(banker, null));
  await assert.rejects(takeDuplicate(banker, null), failsWith('not-now'));
  assert.equal((await myDuplicates(banker)).length, 5);
  const manager = await bank.session('manager');
  await bank.sql(`UPDATE customers.customers SET restricted = true WHERE source = 'test'`);
  assert.equal(await takeDuplicate(manager, null), undefined, 'the sixth is restricted now');
  assert.deepEqual((await listDuplicates(manager, null, 10)).duplicates, []);
});

test('"not the same person" is remembered until other evidence says more for it', async () => {
  const { again, pairId, version } = await bank.janaTwice(banker);
  await decideDuplicate(banker, pairId, version, 'not the same', null);
  const state = async () => (await bank.pairs()).map((pair) => pair.state);
  assert.deepEqual(await state(), ['not the same']);
  const changes = await bank.sql(
    `SELECT count(DISTINCT customer_id)::int AS files FROM privacy.changes
      WHERE name = 'duplicate.ruled out' AND subject = $1`,
    [pairId],
  );
  assert.deepEqual(changes, [{ files: 2 }], 'it is on the record of both');
  await bank.sql('TRUNCATE customers.matching_marks');
  await bank.search();
  assert.deepEqual(await state(), ['not the same'], 'compared again with the same evidence');
  await bank.sql('DELETE FROM customers.contact_points WHERE customer_id = $1', [again]);
  await bank.search();
  assert.deepEqual(await state(), ['not the same'], 'less evidence than when it was decided');
  await bank.identify(again, 'national id', 'CZ', '845305/0017');
  await bank.search();
  assert.deepEqual(await state(), ['open'], 'the same national id');
});

test('a pair put off comes back on its day; one put back is free for a colleague', async () => {
  const { pairId, version } = await bank.janaTwice(banker);
  const inAMonth = Temporal.Now.plainDateISO('UTC').add({ months: 1 }).toString();
  await decideDuplicate(banker, pairId, version, 'later', inAMonth);
  assert.deepEqual((await listDuplicates(banker, null, 10)).duplicates, []);
  assert.equal(await takeDuplicate(banker, null), undefined);
  await bank.sql('UPDATE customers.duplicates SET not_before = CURRENT_DATE');
  const taken = await takeDuplicate(banker, null);
  assert.equal(taken?.state, 'later');
  await assert.rejects(decideDuplicate(banker, pairId, version, 'put back', null), failsWith('changed'));
  await decideDuplicate(banker, pairId, taken?.version ?? 0, 'put back', null);
  assert.ok(await takeDuplicate(await bank.session('other'), null));
  await assert.rejects(decideDuplicate(banker, pairId, version, 'not the same', null), failsWith('not-now'));
});

// Merging ---------------------------------------------------------------------------------------------------
// ----------

test('merging two Janas: one file with all that both had; taken apart, each has her own again', async () => {
  const { again, pairId, version } = await bank.janaTwice(banker);
  const { jana, petr } = bank.customers;
  const account = randomUUID();
  await bank.sql(
    `INSERT INTO holdings.holdings (customer_id, agreement_id, role, kind, currency)
     VALUES ($1, $2, 'owner', 'savings', 'CZK')`,
    [again, account],
  );
  await bank.sql(
    `INSERT INTO holdings.balances (customer_id, agreement_id, as_of, minor)
     VALUES ($1, $2, CURRENT_DATE, 5000)`,
    [again, account],
  );
  await bank.sql(
    `INSERT INTO customers.relations (customer_id, other_id, kind) VALUES ($1, $2, 'household')`,
    [petr, again],
  );
  await bank.sql('UPDATE customers.contact_points SET safe_to_use = false WHERE customer_id = $1', [again]);
  await bank.sql('SELECT customers.index_names($1)', [[jana, again]]);
  const before = await everything(bank);

  const mergeId = randomUUID();
  await merge(banker, pairId, version, jana, mergeId);
  const all = (what: string) => bank.sql(what, [jana]);
  assert.deepEqual(
    await bank.sql('SELECT merged_into FROM customers.customers WHERE customer_id = $1', [again]),
    [{ merged_into: jana }],
  );
  assert.equal((await all('SELECT FROM holdings.holdings WHERE customer_id = $1')).length, 2);
  assert.deepEqual(await all('SELECT kind, full_name FROM customers.names WHERE customer_id = $1'), [
    { kind: 'alias', full_name: 'Nováková Jana' },
  ]);
  assert.deepEqual(
    await all(`SELECT safe_to_use FROM customers.contact_points WHERE customer_id = $1 AND kind = 'phone'`),
    [{ safe_to_use: false }, { safe_to_use: false }],
    'whatever was unsafe for one is unsafe',
  );
  assert.equal(
    (await bank.sql(`SELECT FROM customers.relations WHERE customer_id = $1 AND other_id = $2`, [petr, jana]))
      .length,
    2,
  );
  const recorded = await bank.sql(
    'SELECT customer_id, name FROM privacy.changes WHERE subject = $1 ORDER BY name, customer_id',
    [mergeId],
  );
  assert.deepEqual(recorded, [
    ...[again, jana].sort().map((customer_id) => ({ customer_id, name: 'customer.merged' })),
    { customer_id: petr, name: 'relation.other merged' },
  ]);
  assert.deepEqual((await listDuplicates(banker, null, 10)).duplicates, []);
  const [standing] = await listMerges(banker, 10);
  assert.deepEqual(
    [standing?.pairId, standing?.mergedByName, standing?.cards.map(({ customerId }) => customerId)],
    [pairId, 'Boris Banker', [jana, again]],
  );
  await assert.rejects(listMerges(await bank.session('greeter'), 10), failsWith('not-allowed'));
  const { body } = await (await bank.signedIn('banker')).post('/api/customer-searches', {
    query: 'nova jana',
    most: 10,
  });
  assert.deepEqual(
    body.cards.map((card: { customerId: string }) => card.customerId),
    [jana],
    'she is found once',
  );

  // Meanwhile the bank goes on: a movement of the moved account, a note in the one file, another name for
  // Petr.
  await bank.sql(
    `INSERT INTO holdings.balances (customer_id, agreement_id, as_of, minor)
     VALUES ($1, $2, CURRENT_DATE + 1, 6000)`,
    [jana, account],
  );
  const taken = await takeDuplicate(banker, pairId);
  await unmerge(banker, pairId, taken?.version ?? 0);
  assert.deepEqual(
    await bank.sql('SELECT customer_id FROM holdings.balances WHERE agreement_id = $1', [account]),
    [{ customer_id: again }, { customer_id: again }],
    'what came to her account meanwhile goes with it',
  );
  await bank.sql('DELETE FROM holdings.balances WHERE agreement_id = $1 AND minor = 6000', [account]);
  assert.deepEqual(await everything(bank), before);
  assert.deepEqual(await listMerges(banker, 10), []);
  assert.equal((await myDuplicates(banker))[0]?.state, 'open', 'the reviewer says next what it is');
});

test('what was edited after a merge keeps the edit when the merge is taken apart', async () => {
  const { again, pairId, version } = await bank.janaTwice(banker);
  const { jana } = bank.customers;
  await bank.sql(
    `UPDATE customers.customers SET occupation = 'baker', employer = 'Pekárna' WHERE customer_id = $1`,
    [again],
  );
  await merge(banker, pairId, version, jana, randomUUID());
  await bank.sql(`UPDATE customers.contact_points SET purpose = 'home' WHERE normalised = '+420601555041'`);
  await bank.sql(`UPDATE customers.customers SET occupation = 'pastry cook' WHERE customer_id = $1`, [jana]);
  await unmerge(banker, pairId, (await takeDuplicate(banker, pairId))?.version ?? 0);
  const [row] = await bank.sql(
    'SELECT occupation, employer FROM customers.customers WHERE customer_id = $1',
    [jana],
  );
  assert.deepEqual(row, { occupation: 'pastry cook', employer: null });
  assert.deepEqual(
    await bank.sql(`SELECT purpose FROM customers.contact_points WHERE customer_id = $1`, [again]),
    [{ purpose: 'home' }],
  );
});

test('merges that build on each other are taken apart newest first', async () => {
  const { again, pairId, version } = await bank.janaTwice(banker);
  const { jana } = bank.customers;
  const third = await bank.enter('Jana Novakova', '1984-05-03', '+420601555041');
  await bank.search();
  await merge(banker, pairId, version, jana, randomUUID());
  await bank.search();
  const next = (await takeDuplicate(banker, null)) ?? assert.fail('the third Jana is like the merged one');
  assert.ok(
    next.customerIds.includes(third) && next.customerIds.includes(jana),
    'nobody asks about the one who is merged',
  );
  await merge(banker, next.pairId, next.version, third, randomUUID());
  const first = await takeDuplicate(banker, pairId);
  await assert.rejects(unmerge(banker, pairId, first?.version ?? 0), failsWith('not-now'));
  const second = await takeDuplicate(banker, next.pairId);
  await unmerge(banker, next.pairId, second?.version ?? 0);
  await unmerge(banker, pairId, first?.version ?? 0);
  const left = await bank.sql(
    'SELECT FROM customers.customers WHERE customer_id = ANY ($1) AND merged_into IS NULL',
    [[jana, again, third]],
  );
  assert.equal(left.length, 3);
});

test('the kernel merges only what is taken, open on both sides, and not restricted', async () => {
  const { pairId, version, customerIds } = await bank.janaTwice(banker);
  const { jana } = bank.customers;
  const sql = 'SELECT customers.merge($1, $2, $3, $4, $5)';
  const attempt = (ids: [string, ...string[]], token = banker.token) =>
    change(banker, { customerIds: ids, ground: pairId }, 'customer.merged', pairId, (tx) =>
      tx.query(sql, [token, pairId, version, jana, randomUUID()]),
    );
  await assert.rejects(attempt([jana]), failsWith('no-ground'), 'one file is open');
  await assert.rejects(
    attempt(customerIds, (await bank.session('other')).token),
    failsWith('not-now'),
    'taken by another',
  );
  await assert.rejects(merge(banker, pairId, version + 1, jana, randomUUID()), failsWith('changed'));
  await assert.rejects(
    merge(banker, pairId, version, bank.customers.petr, randomUUID()),
    failsWith('does-not-fit'),
  );
  await bank.sql('UPDATE customers.customers SET restricted = true WHERE customer_id = $1', [customerIds[0]]);
  await assert.rejects(merge(banker, pairId, version, jana, randomUUID()), failsWith('restricted'));
  await bank.sql('UPDATE customers.customers SET restricted = false WHERE customer_id = $1', [
    customerIds[0],
  ]);
  const client = await bank.database.connect('earshot_staff');
  for (const part of [
    'move_rows($1, $1, $1)',
    'move_agreements(ARRAY[$1]::uuid[], $1, $1)',
    `put_back('', $1, $1, $1)`,
    'combine($1, $1, $1)',
  ]) {
    await assert.rejects(client.query(`SELECT customers.${part}`, [randomUUID()]), /permission denied/, part);
  }
  await assert.rejects(client.query('SELECT * FROM customers.duplicates'), /permission denied/);
  await client.end();
});
