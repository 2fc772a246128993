import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { errors, Failure, failureOf } from './errors.ts';

test('the documentation lists just the errors there are, word for word', () => {
  const rows = Object.entries(errors).map(
    ([code, [status, says, next]]) => `| \`${code}\` | ${status} | ${says} | ${next} |`,
  );
  const page = readFileSync(new URL('../docs/errors.md', import.meta.url), 'utf8');
  const listed = page.split('\n').filter((line) => line.startsWith('| `'));
  assert.deepEqual(listed, rows);
});

test('what the database refuses is told in our words, and what is unknown stays what it is', () => {
  const refused = (code: string, detail?: string) =>
    failureOf(Object.assign(new Error('x'), { code, detail }));
  assert.equal((refused('ES403') as Failure).code, 'no-ground');
  assert.equal((refused('ES403', 'restricted') as Failure).code, 'restricted');
  assert.equal((refused('57P01') as Failure).code, 'unavailable');
  assert.equal((refused('53100') as Failure).code, 'unavailable');
  assert.equal((refused('57014') as Failure).code, 'too-slow');
  assert.ok(!(refused('42703') instanceof Failure));
  const own = new Failure('changed');
  assert.equal(failureOf(own), own);
});
