/** The simulator, small: the same seed is the same bank, the large case is asked about on its first day. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { simulatedBank } from './snooping/bank.ts';
import { replay } from './snooping/replay.ts';

test('in a bank of 40 the large case is asked about on its first day, honest staff seldom, and it can be repeated', () => {
  const once = replay(simulatedBank(7, 40));
  const large = once.culprits.find(({ scheme }) => scheme === 'large');
  assert.equal(large?.days, 1);
  // none of them hides behind a card or a telephone line that only they have seen
  for (const { scheme, days } of once.culprits.filter((one) => one.scheme !== 'careful'))
    assert.ok(days <= 10, `${scheme}: ${days} days`);
  assert.ok(once.falseAlarms > 0 && once.falseAlarms / once.accesses < 0.001);
  assert.deepEqual(replay(simulatedBank(7, 40)), once);
});
