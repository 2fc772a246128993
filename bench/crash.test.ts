/** The small sister of `npm run bench -- crash`. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { killUnderWriters } from './crash/killing.ts';

test('the database is killed under its writers: nothing acknowledged is lost, nothing doubled, no look unrecorded', async () => {
  const { acknowledged, lost, reads, unauditedReads, duplicates, retries } = await killUnderWriters(3, 8);
  assert.ok(acknowledged > 0 && reads > 0, 'work was done');
  assert.ok(retries > 0, 'and the kills were felt');
  assert.deepEqual({ lost, unauditedReads, duplicates }, { lost: 0, unauditedReads: 0, duplicates: 0 });
});
