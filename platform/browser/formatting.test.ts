import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { formatsOf } from './formatting.ts';

const prague = formatsOf('en-GB', 'Europe/Prague');
const madrid = formatsOf('es-ES', 'Europe/Madrid');

test('a balance is written as the member of staff writes it, to the last minor unit', () => {
  assert.equal(prague.money({ minor: '123450', currency: 'EUR' }), '€1,234.50');
  assert.equal(madrid.money({ minor: '-123450', currency: 'EUR' })?.replace(/\s/g, ' '), '-1234,50 €');
  assert.equal(prague.money({ minor: '1000', currency: 'JPY' }), 'JP¥1,000');
});

test('an amount too large for a float loses nothing on the screen', () => {
  fc.assert(
    fc.property(fc.bigInt({ min: 0n, max: 9_999_999_999_999_999_999n }), (minor) => {
      const shown = prague.money({ minor: String(minor), currency: 'EUR' }) ?? '';
      assert.equal(BigInt(shown.replace(/\D/g, '')), minor);
    }),
  );
});

test('an amount that is hidden at this place is no amount at all, not a zero', () => {
  assert.equal(prague.money({ minor: null, currency: 'CZK' }), null);
});

test('a day is the same day wherever the screen stands', () => {
  const samoa = formatsOf('en-GB', 'Pacific/Apia');
  assert.equal(samoa.date('2026-03-04'), '4 Mar 2026');
  assert.equal(prague.weekday('2026-03-04'), 'Wednesday 4 March');
});

test('a moment is told in the time of the branch', () => {
  assert.equal(prague.time('2026-07-01T22:30:00Z'), '00:30');
  assert.equal(madrid.time('2026-01-01T22:30:00Z'), '23:30');
});

test('a promise due yesterday says so', () => {
  assert.equal(prague.fromToday('2026-03-03', '2026-03-04'), 'yesterday');
  assert.equal(prague.fromToday('2026-03-14', '2026-03-04'), 'in 10 days');
  assert.equal(madrid.fromToday('2026-06-04', '2026-03-04'), 'dentro de 3 meses');
});

test('a country that nobody knows is shown by its code, and the page lives on', () => {
  assert.equal(prague.country('CZ'), 'Czechia');
  assert.equal(prague.country('??'), '??');
});

test('an interest rate in hundredths of a percent keeps both places', () => {
  assert.equal(prague.rate(425), '4.25%');
});
