import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { add, decimal, format, minorDigits, money } from './money.ts';

const currency = fc.constantFrom('EUR', 'CZK', 'USD', 'JPY', 'KWD', 'CLF', 'HUF');
const minor = fc.bigInt({ min: -(10n ** 15n), max: 10n ** 15n });

test('an amount written as a decimal and read again is the same, in every currency', () => {
  fc.assert(
    fc.property(minor, currency, (amount, code) => {
      assert.deepEqual(money(decimal({ minor: amount, currency: code }), code), {
        minor: amount,
        currency: code,
      });
    }),
  );
});

test('minor units follow ISO 4217', () => {
  assert.deepEqual(['EUR', 'JPY', 'KWD'].map(minorDigits), [2, 0, 3]);
  assert.equal(decimal({ minor: -5n, currency: 'EUR' }), '-0.05');
  assert.equal(decimal({ minor: 5n, currency: 'JPY' }), '5');
});

test('what is no amount, or has more places than the currency, is refused', () => {
  for (const text of ['', '1,5', '1e3', '0x1', '1.2.3', 'NaN', '1.234', '12345678901234567']) {
    assert.throws(() => money(text, 'EUR'), RangeError, text);
  }
  assert.deepEqual(money('1.500', 'EUR'), { minor: 150n, currency: 'EUR' });
});

test('adding is exact and never across currencies', () => {
  fc.assert(
    fc.property(minor, minor, (a, b) => {
      assert.equal(add({ minor: a, currency: 'EUR' }, { minor: b, currency: 'EUR' }).minor, a + b);
    }),
  );
  assert.throws(() => add({ minor: 1n, currency: 'EUR' }, { minor: 1n, currency: 'CZK' }), RangeError);
});

test('people read it as they are used to, exactly', () => {
  assert.equal(
    format({ minor: 9007199254740993n, currency: 'EUR' }, 'de').replaceAll(/\s/gu, ' '),
    '90.071.992.547.409,93 €',
  );
});
