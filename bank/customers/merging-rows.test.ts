/** Any two customers, merged and taken apart: the very same rows. Everybody is made up. */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, beforeEach, test } from 'node:test';
import fc from 'fast-check';
import type { SignedIn } from '#platform/http/route.ts';
import { decideDuplicate, merge, takeDuplicate, unmerge } from './merging.ts';
import { everything, type MergingTrial, mergingTrial } from './merging-trial.ts';

let bank: MergingTrial;
let banker: SignedIn;
before(async () => {
  bank = await mergingTrial();
  banker = await bank.session('banker');
});
after(() => bank.close());
beforeEach(() => bank.startAgain());

test('every customer-owned table has a rule for merging, and the kernel may do it', async () => {
  const missing = await bank.sql(`SELECT t.table_name FROM house.table_classes t
    LEFT JOIN customers.merge_rules r USING (table_name) WHERE t.class = 'customer' AND r.table_name IS NULL
      AND NOT EXISTS (SELECT FROM pg_inherits i WHERE i.inhrelid = t.table_name::regclass)`);
  assert.deepEqual(missing, []);
  const rights = await bank.sql(`SELECT table_name FROM customers.merge_rules WHERE way <> 'stays'
    AND NOT (has_column_privilege('earshot_vault', table_name, 'customer_id', 'UPDATE')
         AND has_column_privilege('earshot_vault', table_name, key_column, 'SELECT'))`);
  assert.deepEqual(rights, []);
});

const few = fc.nat({ max: 3 });
const belongings = fc.record({
  bornOn: fc.option(fc.constantFrom('1980-01-01', '1990-02-02')),
  needs: fc.subarray(['large print', 'sign language', 'step-free']),
  since: fc.option(fc.constantFrom('2001-01-01', '2011-01-01')),
  names: fc.array(
    fc.tuple(fc.constantFrom('legal', 'preferred', 'former', 'alias'), fc.constantFrom('Ann', 'Bea', 'Cid')),
    { maxLength: 3 },
  ),
  phones: fc.array(fc.tuple(fc.constantFrom('+420111', '+420222'), fc.boolean()), { maxLength: 3 }),
  rows: fc.tuple(few, few, few, few),
  related: fc.subarray(['petr', 'shop', 'each other', 'from petr', 'from each other'] as const),
  agreements: fc.subarray([0, 1, 2, 3]),
});
type Belongings = typeof belongings extends fc.Arbitrary<infer B> ? B : never;

const agreement = (n: number) => `00000000-0000-8000-8000-00000000000${n}`;

async function give(owner: string, other: string, has: Belongings): Promise<void> {
  const { petr, shop } = bank.customers;
  await bank.sql(
    `UPDATE customers.customers SET born_on = $2, support_needs = $3, customer_since = $4
      WHERE customer_id = $1`,
    [...[owner, has.bornOn, has.needs, has.since]],
  );
  for (const [kind, name] of has.names) {
    await bank.sql('INSERT INTO customers.names (customer_id, kind, full_name) VALUES ($1, $2, $3)', [
      owner,
      kind,
      name,
    ]);
  }
  for (const [phone, safe] of has.phones) {
    await bank.sql(
      `INSERT INTO customers.contact_points (customer_id, kind, value, normalised, safe_to_use)
       VALUES ($1, 'phone', $2, $2, $3)`,
      [owner, phone, safe],
    );
  }
  const [identifiers, addresses, notes, promises] = has.rows;
  for (let n = 1; n <= Number(identifiers); n += 1) await bank.identify(owner, 'passport', null, `P${n}`);
  await bank.sql(
    `INSERT INTO customers.addresses (customer_id, lines)
     SELECT $1, ARRAY['Street ' || n] FROM generate_series(1, $2) n`,
    [owner, addresses],
  );
  await bank.sql(
    `INSERT INTO conversations.notes (customer_id, body, written_by)
     SELECT $1, 'Note ' || n, $3 FROM generate_series(1, $2) n`,
    [owner, notes, bank.staff.banker],
  );
  await bank.sql(
    `INSERT INTO conversations.promises (customer_id, body, due_on, made_by, assigned_to)
     SELECT $1, 'Call', CURRENT_DATE, $3, $3 FROM generate_series(1, $2)`,
    [owner, promises, bank.staff.banker],
  );
  await bank.sql(
    'INSERT INTO customers.portfolios (customer_id, staff_id) SELECT $1, $3 FROM generate_series(1, $2)',
    [owner, notes, bank.staff.manager],
  );
  for (const who of has.related) {
    const [from, to] = {
      ...{ petr: [owner, petr], shop: [owner, shop], 'from petr': [petr, owner] },
      ...{ 'each other': [owner, other], 'from each other': [other, owner] },
    }[who] as [string, string];
    await bank.sql(
      `INSERT INTO customers.relations (customer_id, other_id, kind) VALUES ($1, $2, 'household')`,
      [from, to],
    );
  }
  for (const n of has.agreements) {
    await bank.sql(
      `INSERT INTO holdings.holdings (customer_id, agreement_id, role, kind, currency)
       VALUES ($1, $2, 'owner', 'savings', 'CZK')`,
      [owner, agreement(n)],
    );
    await bank.sql(
      `INSERT INTO holdings.transactions
         (customer_id, agreement_id, booked_on, transaction_id, minor, currency, kind)
       SELECT $1, $2, '2026-01-01'::date - d * 400, md5(d::text)::uuid, d, 'CZK', 'other'
         FROM generate_series(1, 4) d`,
      [owner, agreement(n)],
    );
  }
}

async function pairOf(one: string, other: string): Promise<string> {
  const [pair] = await bank.sql(
    `INSERT INTO customers.duplicates (customer_id, other_id, score, reasons, evidence)
     VALUES (least($1::uuid, $2), greatest($1::uuid, $2), 50, '[]', '') RETURNING pair_id`,
    [one, other],
  );
  return String(pair?.pair_id);
}

test('merging any two customers and taking it apart gives back the very same rows', async () => {
  await fc.assert(
    fc.asyncProperty(belongings, belongings, fc.boolean(), async (has, otherHas, first) => {
      const [one, other] = [await bank.enter('Ann', null, null), await bank.enter('Bea', null, null)];
      await give(one, other, has);
      await give(other, one, otherHas);
      await bank.sql('SELECT customers.index_names($1)', [[one, other]]);
      const before = await everything(bank);
      const pairId = await pairOf(one, other);
      const taken = await takeDuplicate(banker, pairId);
      await merge(banker, pairId, taken?.version ?? 0, first ? one : other, randomUUID());
      const merged = first ? other : one;
      const [left] = await bank.sql(
        `SELECT (SELECT count(*) FROM customers.contact_points WHERE customer_id = $1)::int
        + (SELECT count(*) FROM conversations.notes WHERE customer_id = $1)::int AS rows`,
        [merged],
      );
      assert.equal(left?.rows, 0, 'everything moved');
      const unsafe = await bank.sql(
        `SELECT normalised FROM customers.contact_points WHERE customer_id = $1
        GROUP BY normalised HAVING bool_or(safe_to_use) AND NOT bool_and(safe_to_use)`,
        [first ? one : other],
      );
      assert.deepEqual(unsafe, []);
      // Somebody else's row is edited meanwhile, and keeps the edit.
      await bank.sql(`UPDATE customers.customers SET occupation = 'painter' WHERE customer_id = $1`, [
        bank.customers.petr,
      ]);
      const again = await takeDuplicate(banker, pairId);
      await unmerge(banker, pairId, again?.version ?? 0);
      const petr = await bank.sql('SELECT occupation FROM customers.customers WHERE customer_id = $1', [
        bank.customers.petr,
      ]);
      assert.deepEqual(petr, [{ occupation: 'painter' }]);
      await bank.sql('UPDATE customers.customers SET occupation = NULL WHERE customer_id = $1', [
        bank.customers.petr,
      ]);
      assert.deepEqual(await everything(bank), before);
      await decideDuplicate(banker, pairId, (again?.version ?? 0) + 1, 'not the same', null);
      await cleanUp([one, other]);
    }),
    { numRuns: 12, endOnFailure: true },
  );
});

async function cleanUp(ids: string[]): Promise<void> {
  for (const { table_name } of await bank.sql(
    `SELECT table_name FROM customers.merge_rules WHERE way <> 'stays'`,
  )) {
    await bank.sql(`DELETE FROM ${table_name} WHERE customer_id = ANY ($1)`, [ids]);
  }
  await bank.sql('DELETE FROM customers.relations WHERE other_id = ANY ($1)', [ids]);
  await bank.sql('DELETE FROM customers.customers WHERE customer_id = ANY ($1)', [ids]);
}
