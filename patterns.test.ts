/**
 * No regular expression of ours can be made to think for ever (row 6): each one in the code and in the contracts
 * is an automaton in which no text can be read in ways that double with its length. Expressions within SQL run in
 * PostgreSQL's own engine, which does not try one way after the other.
 */
import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { parseSync, Visitor } from 'vite';
import { mayExplode } from '#platform/testing/patterns.ts';
import { portalRoutes, workspaceRoutes } from './server.ts';

test('what makes an engine think for ever is known, and what only looks like it is not taken for it', () => {
  for (const bad of [
    ...[
      '(a+)+$',
      '^(a*)*$',
      '^([a-zA-Z]+)*$',
      '(a|aa)+$',
      '^(a|a?)+$',
      '(x+x+)+y',
      '^(\\d+)*$',
      '^(.*a){20}$',
    ],
    ...['^(([a-z])+.)+[A-Z]([a-z])+$', '(\\s*,\\s*)*;', '([^"]|\\w)*"', '(?:a|[a-f])*g', '^(\\w+\\s?)*$'],
    '^([a-zA-Z0-9])(([\\-.]|[_]+)?([a-zA-Z0-9]+))*(@){1}[a-z0-9]+[.]{1}(([a-z]{2,3})|([a-z]{2,3}[.]{1}[a-z]{2,3}))$',
  ]) {
    assert.ok(mayExplode(bad), bad);
  }
  assert.ok(mayExplode('(?:a|A)*b', 'i'), 'the same letter in small and in capitals');
  for (const [good, flags] of [
    ['^(a+b)+$'],
    ['^a+b*c?(de)+$'],
    ['^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$'],
    ['(\\d{4})+'],
    ['"(?:[^"\\\\]|\\\\.)*"'],
    ['^(?:ab|ac)*$'],
    ['^(?=.*\\d)[^\\p{L}]+$', 'u'],
    ['(?:a|A)*b'],
    ['(?<year>\\d+)-\\k<year>'],
  ] as const) {
    assert.ok(!mayExplode(good, flags), good);
  }
});

test('no expression in the code can be made to think for ever (row 6)', () => {
  const found = sources().flatMap((file) => expressionsIn(file));
  assert.ok(found.length > 150, `only ${found.length} were found`);
  const bad = found.filter(({ pattern, flags }) => mayExplode(pattern, flags));
  assert.deepEqual(
    bad.map(({ file, pattern }) => `${file}: /${pattern}/`),
    [],
  );
});

test('expressions that are put together while running are few, and as harmless at their worst', () => {
  const made = sources().filter((file) => /\bRegExp\(/.test(readFileSync(file, 'utf8')));
  assert.deepEqual(made.sort(), [
    'bank/feed/sayings.ts',
    'bank/feed/sizing.ts',
    'bank/feed/staging.ts',
    'platform/auth/passwords.ts',
    // of the contracts' own patterns, on examples of ours
    'platform/http/samples.ts',
  ]);
  // A sentence with places for values, a file's name with stars (what is between them is escaped) or by itself, a
  // list of words.
  assert.ok(!mayExplode('^The column (?<one>.+?) of (?<two>.+?)(?<three>.+?) is (?<four>.+?)$', 's'));
  assert.ok(!mayExplode('^.*.*a.*b.*\\.csv$'));
});

test('no contract holds an expression, or words without an end, that a sender could abuse (row 6)', () => {
  for (const { contract } of [...workspaceRoutes, ...portalRoutes]) {
    for (const schema of [contract.params, contract.query, contract.body]) {
      for (const { at, type, pattern, maxLength, words, format } of stringsIn(schema, contract.route)) {
        if (pattern !== undefined) assert.ok(!mayExplode(pattern, 'u'), `${at}: ${pattern}`);
        const ends =
          maxLength !== undefined || words || format !== undefined || /^\^[^*+]+\$$/.test(pattern ?? '');
        assert.ok(ends, `${at}: ${type} that may be of any length`);
      }
    }
  }
});

test('no list can be asked for without an end (row 19)', () => {
  const asked = [...workspaceRoutes, ...portalRoutes].flatMap(({ contract }) =>
    [contract.query, contract.body].flatMap((schema) => listsIn(schema, contract.route)),
  );
  assert.ok(asked.length > 10);
  for (const { at, most } of asked) assert.ok(most !== undefined && most <= 1000, `${at}: at most ${most}`);
});

const sources = () =>
  globSync('{*,{bank,platform,design,feeds,cli,bench}/**/*}.{ts,tsx,mjs}', {
    cwd: import.meta.dirname,
  }).filter((file) => !/\.test\.tsx?$|^platform\/testing\//.test(file));

function expressionsIn(file: string): { file: string; pattern: string; flags: string }[] {
  const found: { file: string; pattern: string; flags: string }[] = [];
  const { program } = parseSync(file, readFileSync(file, 'utf8'));
  new Visitor({
    Literal(node) {
      if ('regex' in node) found.push({ file, pattern: node.regex.pattern, flags: node.regex.flags });
    },
  }).visit(program);
  return found;
}

interface Words {
  at: string;
  type: string;
  pattern: string | undefined;
  maxLength: number | undefined;
  words: boolean;
  format: string | undefined;
}

function stringsIn(schema: unknown, at: string): Words[] {
  if (typeof schema !== 'object' || schema === null) return [];
  const { type, pattern, maxLength, format, ...more } = schema as Partial<Words> & Record<string, unknown>;
  const within = Object.entries(more).flatMap(([name, inner]) => stringsIn(inner, `${at} ${name}`));
  if (![type].flat().includes('string')) return within;
  return [{ at, type: 'string', pattern, maxLength, words: 'enum' in more, format }, ...within];
}

/** Lists that are sent, and numbers that say how many are wanted. */
function listsIn(schema: unknown, at: string): { at: string; most: number | undefined }[] {
  if (typeof schema !== 'object' || schema === null) return [];
  const { type, maxItems, maximum } = schema as { type?: unknown; maxItems?: number; maximum?: number };
  const within = Object.entries(schema).flatMap(([name, inner]) => listsIn(inner, `${at} ${name}`));
  if ([type].flat().includes('array')) within.push({ at, most: maxItems });
  if (/ most$/.test(at)) within.push({ at, most: maximum });
  return within;
}
