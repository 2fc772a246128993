/** What she said of savings elsewhere, worked into her reserve: for whom, how much, and for whom not at all. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Facts } from '#platform/tables/table.ts';
import { ratio } from './calendar.ts';
import { packed, saidBehind, unpacked } from './facts.ts';
import { withReserve, withTold } from './telling.ts';

const measures = { base: 'CZK', rates: {}, usualIncome: 3_000_000n };
const money = fc.bigInt({ min: -5_000_000n, max: 50_000_000n });
/** Each known or not; the reserve as the books give it. */
const books: fc.Arbitrary<Facts> = fc
  .record(
    {
      'balance.now': money,
      'savings.total': money,
      'outgoings.monthly': fc.bigInt({ min: 0n, max: 5_000_000n }),
    },
    { requiredKeys: [] },
  )
  .map((known) => ({ ...known, ...reserveOf(known) }));
function reserveOf(known: Facts): Facts {
  const [balance, savings, out] = [known['balance.now'], known['savings.total'], known['outgoings.monthly']];
  if (typeof balance !== 'bigint' || typeof savings !== 'bigint' || typeof out !== 'bigint' || out <= 0n)
    return {};
  const ready = balance + savings;
  return { 'reserve.months': ratio(ready > 0n ? ready : 0n, out) };
}
const elsewhere = (value: bigint) => [{ fact: 'savings.elsewhere', value: value.toString() }];

test('savings elsewhere never make a reserve smaller, and tell nothing of one that is not known', () => {
  const sum = fc.bigInt({ min: 0n, max: 10n ** 15n });
  fc.assert(
    fc.property(books, sum, sum, (known, one, more) => {
      const [less, with_] = [one, one + more].map((said) => withTold(known, elsewhere(said), measures));
      assert.ok(less && with_);
      const months = [known, less, with_].map((facts) => facts['reserve.months'] as number | undefined);
      if (months[0] === undefined) {
        assert.deepEqual(months, [undefined, undefined, undefined], 'unknown is not nothing');
        return;
      }
      assert.equal(less['reserve.here.months'], months[0], 'what lies here is still told apart');
      assert.ok(
        Number(months[1]) >= months[0] || Number(known['balance.now']) + Number(known['savings.total']) < 0,
      );
      assert.ok(Number(months[2]) >= Number(months[1]));
      assert.deepEqual(withReserve(with_), with_, 'worked in twice it is the same');
      assert.deepEqual(unpacked(packed(with_)), with_);
      // the books themselves say what they said
      const {
        'savings.elsewhere': _said,
        'reserve.here.months': _here,
        'reserve.months': _all,
        ...rest
      } = with_;
      const { 'reserve.months': _before, ...before } = known;
      assert.deepEqual(rest, before);
    }),
  );
});

test('of whom nothing is said nothing changes, and nobody affords more by it', () => {
  fc.assert(fc.property(books, (known) => assert.equal(withTold(known, [], measures), known)));
  const known = {
    'balance.now': 300_000n,
    'savings.total': 0n,
    'outgoings.monthly': 100_000n,
    'owned.total': 300_000n,
  };
  const told = withTold(known, elsewhere(600_000n), measures);
  assert.deepEqual([told['reserve.months'], told['reserve.here.months']], [9, 3]);
  assert.deepEqual(
    [told['balance.now'], told['owned.total'], told['savings.total']],
    [300_000n, 300_000n, 0n],
  );
  // below nothing here is made up for first
  assert.equal(
    withTold({ ...known, 'balance.now': -200_000n }, elsewhere(600_000n), measures)['reserve.months'],
    4,
  );
  assert.deepEqual(saidBehind('reserve.months'), ['reserve.months', 'savings.elsewhere']);
});
