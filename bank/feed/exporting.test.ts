import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { after, before, test } from 'node:test';
import fc from 'fast-check';
import { exportedCell, importedCell } from '#platform/csv.ts';
import { type TestDatabase, testDatabase } from '#platform/testing/database.ts';
import { exportRejects } from './exporting.ts';
import { counts, firstDay, imported, trial } from './testing.ts';

let bank: TestDatabase;
before(async () => {
  bank = await testDatabase();
});
after(() => bank.drop());

async function whole(text: AsyncGenerator<string>): Promise<string> {
  let all = '';
  for await (const piece of text) all += piece;
  return all;
}

test('rejected lines are exported whole and on record, mended, and sent again in the place of the old ones', async () => {
  const at = await trial();
  await at.write({
    ...firstDay,
    'customer.csv': `${firstDay['customer.csv']}5,"Doe, ""Jo""",2023-02-29,=cmd()\n6,Short\n`,
    'movement.csv': `${firstDay['movement.csv']}m4,A2,2024-13-01,-12.00,"two\nlines"\n`,
  });
  const first = await imported(bank, at);
  assert.equal(counts(first).customers, '5 in, 3 created, 2 rejected');
  const file = first.files.find(({ staged_as }) => staged_as === 'customer');
  const { fileName, text } = await exportRejects(bank, first.run.run_id, file?.file_number ?? 0);
  assert.equal(fileName, 'customer.mended.csv');
  const csv = await whole(text);
  const from = file?.sha256?.slice(0, 12);
  assert.equal(
    csv,
    'earshot_from,earshot_reason,id,name,born,job\r\n' +
      `${from}:5,born_on is not a day like 2026-11-23,5,"Doe, ""Jo""",2023-02-29,'=cmd()\r\n` +
      `${from}:6,has 2 cells where 4 are expected,6,Short\r\n`,
  );
  const { rows } = await bank.owner.query(
    `SELECT subject FROM privacy.events WHERE name = 'feed rejects.exported'`,
  );
  assert.deepEqual(rows, [{ subject: first.run.run_id }]);

  await writeFile(
    path.join(at.folder, fileName),
    csv.replace('2023-02-29', '2023-02-28').replace('6,Short', '6,Short,,'),
  );
  const movements = first.files.find(({ staged_as }) => staged_as === 'movement');
  const other = await exportRejects(bank, first.run.run_id, movements?.file_number ?? 0);
  await writeFile(
    path.join(at.folder, other.fileName),
    (await whole(other.text)).replace('2024-13-01', '2024-12-01'),
  );
  const second = await imported(bank, at);
  assert.deepEqual(counts(second), {
    customers: '5 in, 2 created, 3 unchanged',
    holdings: '3 in, 3 unchanged',
    transactions: '4 in, 1 created, 3 unchanged',
  });
  const mended = await bank.owner.query(
    `SELECT full_name, occupation FROM customers.customers WHERE born_on = '2023-02-28'`,
  );
  assert.deepEqual(mended.rows, [{ full_name: 'Doe, "Jo"', occupation: '=cmd()' }]);
  const movement = await bank.owner.query(
    `SELECT minor::int, description FROM holdings.transactions WHERE booked_on = '2024-12-01'`,
  );
  assert.deepEqual(movement.rows, [{ minor: -1200, description: 'two\nlines' }]);
  await at.clean();
});

test('whatever a cell holds, it comes back from a spreadsheet as it was, and is never a formula there', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.stringMatching(/^['=+@-]{0,4}[a-z0-9]{0,3}$/)), (cell) => {
      const exported = exportedCell(cell);
      assert.doesNotMatch(exported, /^[=+\-@\t\r]/);
      assert.equal(importedCell(exported), cell);
    }),
  );
});
