import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { convert, numberHint, totalsOf, trendOf } from './rules.ts';

const balances = fc.array(
  fc.record({
    currency: fc.constantFrom('EUR', 'CZK', 'JPY'),
    minor: fc.bigInt({ min: -(10n ** 12n), max: 10n ** 12n }),
  }),
  { maxLength: 20 },
);

test('what is owned less what is owed is what the balances add up to, in each currency, in any order', () => {
  fc.assert(
    fc.property(balances, (list) => {
      const totals = totalsOf(list);
      for (const { currency, owns, owes } of totals) {
        const sum = list.filter((one) => one.currency === currency).reduce((all, one) => all + one.minor, 0n);
        assert.equal(owns - owes, sum);
        assert.ok(owns >= 0n && owes >= 0n);
      }
      assert.deepEqual(totalsOf([...list].reverse()), totals);
    }),
  );
});

test('a sum across currencies says which day its rates are of, and is not shown when one is missing', () => {
  const rates = [
    { base: 'EUR', currency: 'CZK', on_date: '2026-11-20', units_of_base: '0.040000000000' },
    { base: 'EUR', currency: 'JPY', on_date: '2026-11-19', units_of_base: '0.006100000000' },
  ];
  const totals = [
    { currency: 'CZK', owns: 100_000_00n, owes: 0n },
    { currency: 'EUR', owns: 500_00n, owes: 20_00n },
    { currency: 'JPY', owns: 10_000n, owes: 0n },
  ];
  assert.deepEqual(convert(totals, 'EUR', rates), {
    currency: 'EUR',
    owns: 4_561_00n,
    owes: 20_00n,
    asOf: '2026-11-19',
  });
  assert.equal(convert(totals, 'EUR', rates.slice(0, 1)), undefined);
});

test('halves are rounded to even, once', () => {
  const rate = [{ base: 'EUR', currency: 'CZK', on_date: '2026-01-01', units_of_base: '0.5' }];
  const sum = (minor: bigint) => convert([{ currency: 'CZK', owns: minor, owes: 0n }], 'EUR', rate)?.owns;
  assert.deepEqual([1n, 3n, 5n].map(sum), [0n, 2n, 2n]);
});

test('a trend has the shape of the balance and tells no amount', () => {
  const line = [3n, 1n, 2n, 5n].map((minor, index) => ({
    as_of: `2026-0${index + 1}-28`,
    minor: minor * 1_000_00n,
  }));
  assert.deepEqual(
    trendOf(line).map((point) => point.level),
    [0.5, 0, 0.25, 1],
  );
  fc.assert(
    fc.property(
      fc.array(fc.bigInt({ min: -(10n ** 12n), max: 10n ** 12n }), { minLength: 2, maxLength: 200 }),
      fc.bigInt({ min: 1n, max: 1000n }),
      (minors, factor) => {
        const of = (scale: bigint) =>
          trendOf(minors.map((minor, index) => ({ as_of: String(index), minor: minor * scale }))).map(
            (point) => point.level,
          );
        assert.deepEqual(of(1n), of(factor), 'ten times the money has the same shape');
        assert.ok(of(1n).length <= 36 && of(1n).every((level) => level >= 0 && level <= 1));
      },
    ),
  );
});

test('a short number gives nothing away', () => {
  assert.equal(numberHint('4711'), '•• 4711');
  assert.equal(numberHint('12'), null);
  assert.equal(numberHint(null), null);
});
