/** What feeds say reaches the screens as a code with values, whatever stands in the values, and never as another. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { type SayingCode, saidOf, say, sayings } from './sayings.ts';

const codes = Object.keys(sayings) as SayingCode[];
const namesIn = (code: SayingCode) =>
  [...sayings[code].matchAll(/\{(\w+)\}/g)].map(([, name]) => String(name));
/** File names, numbers, words: what stands in such sentences. */
const value = fc.stringMatching(/^[\p{L}\d_/-][\p{L}\d_/.-]{0,20}$/u).filter((text) => !text.endsWith('.'));

test('a sentence that was kept is known again by its code and its values', () => {
  fc.assert(
    fc.property(fc.constantFrom(...codes), fc.array(value, { minLength: 4, maxLength: 4 }), (code, some) => {
      const values = namesIn(code).map((name, place) => ({ name, value: String(some[place]) }));
      const says = say(code, Object.fromEntries(values.map(({ name, value }) => [name, value])));
      assert.deepEqual(saidOf(says), { says, code, values });
    }),
  );
});

test('a sentence that nobody knows stays as it is', () => {
  const says = 'customers.sql cannot be run: permission denied for schema vault.';
  assert.deepEqual(saidOf(says), { says, code: null, values: [] });
});
