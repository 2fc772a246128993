/** Keys of two files that were one for a while: each opens, and is erased, by itself. Everybody is made up. */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { erasePerson } from '#bank/privacy/erasing.ts';
import { rotateDataKeys } from '#platform/crypto/rewrapping.ts';
import { Failure } from '#platform/errors.ts';
import { runOnce } from '#platform/jobs/worker.ts';
import { tasks } from './jobs.ts';
import { merge, takeDuplicate, unmerge } from './merging.ts';
import { type MergingTrial, mergingTrial } from './merging-trial.ts';

let bank: MergingTrial;
let home: string;
before(async () => {
  bank = await mergingTrial();
  home = await mkdtemp(path.join(tmpdir(), 'earshot-merging-'));
});
after(async () => {
  await bank.close();
  await rm(home, { recursive: true });
});

const renew = () => runOnce(bank.database, 'keys.renew', {}, tasks['keys.renew']);
const notNow = (error: unknown) => error instanceof Failure && error.code === 'not-now';

test('what was sealed while two files were one is sealed anew when they part; until then neither is erased', async () => {
  const reviewer = await bank.session('manager');
  const banker = await bank.signedIn('banker');
  const { again, pairId, version } = await bank.janaTwice(reviewer);
  const { jana } = bank.customers;
  await bank.visit(again, 'banker');
  const note = { body: 'She does not want her brother to know.', sensitive: true };
  assert.equal((await banker.post(`/api/customers/${again}/notes`, note)).status, 200);
  await merge(reviewer, pairId, version, jana, randomUUID());
  await rotateDataKeys(bank.database, Temporal.Now.instant());
  await renew();
  const keyOf = async () =>
    (
      await bank.sql(
        `SELECT k.customer_id FROM conversations.notes n JOIN keys.data_keys k ON k.key_id = keys.id_in(n.body_sealed)`,
      )
    ).map((row) => row.customer_id);
  assert.deepEqual(await keyOf(), [jana], 'one file, one key');
  await unmerge(reviewer, pairId, (await takeDuplicate(reviewer, pairId))?.version ?? 0);
  await bank.sql(`UPDATE holdings.holdings SET closed_on = CURRENT_DATE - interval '61 months'`);
  await assert.rejects(erasePerson(bank.database, home, jana), notNow, 'her key opens the other’s note');
  await assert.rejects(
    erasePerson(bank.database, home, again),
    notNow,
    'her note is sealed with the other’s key',
  );
  await renew();
  assert.deepEqual(await keyOf(), [again]);
  assert.equal(await erasePerson(bank.database, home, jana), 1);
  const file = await banker.get(`/api/customers/${again}/file`);
  assert.equal(file.body.notes[0].body.value, note.body);
});
