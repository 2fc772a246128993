/** The rules of the house that a program can keep: walls, size budget, names. Tested on bad input itself. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { dependencies, publishedTables } from './bank/dependencies.ts';

interface Source {
  path: string;
  text: string;
}

const root = import.meta.dirname;

test('the walls stand', () => {
  // the trial bank is every module's: it may know all of them
  const walled = code().filter(({ path }) => !/^bank\/trial(-\w+)?\.ts$/.test(path));
  assert.deepEqual(walled.flatMap(wallProblems), []);
});
test('the size budget is kept', () => assert.deepEqual(sizeProblems(code()), []));
test('names and habits are kept', () => assert.deepEqual(all().flatMap(habitProblems), []));
test('every module has its page, and its place in the list of who may know whom', () => {
  const paths = all().map((source) => source.path);
  assert.deepEqual(moduleProblems(paths, dependencies), []);
});
test('the list of who may know whom has no circle', () => assert.equal(circleIn(dependencies), undefined));

test('a broken wall is seen', () => {
  const bad: [string, string, RegExp][] = [
    [
      'platform/http/door.ts',
      `import { find } from '#bank/customers/actions.ts';`,
      /platform may not know bank/,
    ],
    [
      'design/button.tsx',
      `import type { Card } from '#bank/customers/contract.ts';`,
      /design may not know bank/,
    ],
    [
      'bank/holdings/actions.ts',
      `import { find } from '#bank/customers/actions.ts';`,
      /holdings may not know customers/,
    ],
    ['bank/customers/actions.ts', `import Fastify from 'fastify';`, /actions\.ts may not import fastify/],
    ['bank/customers/actions.ts', `const React = await import('react');`, /actions\.ts may not import react/],
    [
      'bank/customers/rules.ts',
      `import { readFile } from 'node:fs/promises';`,
      /rules\.ts may not import node:/,
    ],
    ['bank/customers/rules.ts', `const now = Date.now();`, /rules\.ts may not look at the clock/],
    ['bank/customers/rules.ts', `const now = Temporal.Now.instant();`, /rules\.ts may not look at the clock/],
    ['bank/customers/rules.ts', `const n = Math.random();`, /rules\.ts may not throw dice/],
    [
      'bank/customers/contract.ts',
      `import { rows } from './queries.ts';`,
      /contract\.ts may not import \.\/queries/,
    ],
    [
      'bank/customers/routes.ts',
      `import * as queries from './queries.ts';`,
      /routes\.ts may not import \.\/queries/,
    ],
    [
      'bank/customers/jobs.ts',
      `import * as queries from './queries.ts';`,
      /jobs\.ts may not import \.\/queries/,
    ],
    [
      'bank/customers/queries.ts',
      `import { route } from '#platform/http/route.ts';`,
      /queries\.ts may not import #platform\/http/,
    ],
    [
      'bank/customers/queries.ts',
      'const s = `SELECT 1 FROM holdings.holdings`;',
      /customers may not read holdings\.holdings/,
    ],
    [
      'bank/customers/screens/file.tsx',
      `import { openFile } from '../actions.ts';`,
      /screens may not import/,
    ],
    [
      'bank/customers/screens/file.tsx',
      `import { openFile } from '#bank/customers/actions.ts';`,
      /screens may not import/,
    ],
    ['bank/customers/screens/file.tsx', `import pg from 'pg';`, /screens may not import pg/],
    [
      'bank/customers/screens/file.tsx',
      `import { type openFile, revealKinds } from '../contract.ts';`,
      /screens may import only types of/,
    ],
    ['bank/home/actions.ts', `import { find } from '../customers/actions.ts';`, /by its #bank name/],
  ];
  for (const [path, text, expected] of bad)
    assert.match(wallProblems({ path, text }).join('\n'), expected, `${path}: ${text}`);
  assert.deepEqual(
    wallProblems({
      path: 'bank/customers/actions.ts',
      text: `import { read } from '#platform/database/vault.ts';`,
    }),
    [],
  );
  assert.equal(circleIn({ a: ['b'], b: ['c'], c: ['a'] })?.[0], 'a');
});

test('what is too big, too long or badly named is seen', () => {
  const lines = (count: number) => Array.from({ length: count }, () => 'x;').join('\n');
  assert.match(sizeProblems([{ path: 'a.ts', text: lines(401) }]).join(), /a\.ts has 401 lines/);
  assert.match(
    sizeProblems([{ path: 'a.ts', text: `function f() {\n${lines(71)}\n}` }]).join(),
    /f\b.* has 73 lines/,
  );
  assert.match(sizeProblems([{ path: 'a.ts', text: 'x'.repeat(111) }]).join(), /a\.ts:1 has 111 characters/);
  assert.match(
    sizeProblems(Array.from({ length: 9 }, (_one, n) => ({ path: `${n}.ts`, text: lines(120) }))).join(),
    /median/,
  );
  for (const [path, text, expected] of [
    ['platform/utils/x.ts', '', /folder called utils/],
    ['bank/customers/index.ts', '', /barrel/],
    ['a.ts', '// TO' + 'DO later', /unfinished/],
    ['a.ts', 'x as ' + 'any', /silenced/],
    ['a.test.ts', `test.on` + `ly('x')`, /left out of the suite/],
    ['a.md', 'see /wo' + 'rk/main', /path of one machine/],
    ['platform/database/migrations/1_x.sql', '', /four digits/],
  ] as const) {
    assert.match(habitProblems({ path, text }).join(), expected, path);
  }
  assert.match(moduleProblems(['bank/pets/actions.ts'], {}).join(), /bank\/pets has no README/);
});

function all(): Source[] {
  const listed = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], {
    cwd: root,
    encoding: 'utf8',
  });
  return listed
    .split('\n')
    .filter((path) => /\.(ts|tsx|mjs|sql|css|md|yaml|html|po)$/.test(path))
    .flatMap((path) => {
      try {
        return [{ path, text: readFileSync(`${root}/${path}`, 'utf8') }];
      } catch {
        return [];
      }
    });
}

const isTest = (path: string) => /\.test\.tsx?$|^platform\/testing\//.test(path);
const code = () => all().filter(({ path }) => /\.(tsx?|mjs)$/.test(path) && !isTest(path));

function importsOf(text: string): { what: string; typesOnly: boolean }[] {
  const found = text.matchAll(
    /(?:^|\n)\s*(?:import|export)\s+(type\s)?[^;'"]*?from\s+'([^']+)'|\bimport\s*\(?\s*'([^']+)'/g,
  );
  return [...found].map((match) => ({ what: match[2] ?? match[3] ?? '', typesOnly: match[1] !== undefined }));
}

function wallProblems({ path, text }: Source): string[] {
  const problems: string[] = [];
  const [top, module, file = ''] = path.split('/');
  const say = (problem: string) => problems.push(`${path}: ${problem}`);
  for (const { what, typesOnly } of importsOf(text)) {
    const other = /^#bank\/([a-z]+)\//.exec(what)?.[1];
    if (top === 'platform' && /^#bank|\/bank\//.test(what)) say('platform may not know bank words');
    if (top === 'design' && /^#bank|\/bank\//.test(what)) say('design may not know bank words');
    if (top !== 'bank' || module === undefined) continue;
    if (/^\.\.\/(\.\.\/)*[a-z]+\/(actions|queries|rules|contract)/.test(what))
      say(`name ${what} by its #bank name`);
    if (other !== undefined && other !== module && !/\/contract\.ts$/.test(what)) {
      const mayKnow = dependencies[module]?.includes(other) ?? false;
      if (!mayKnow) say(`${module} may not know ${other}`);
      if (!/\/(actions|rules|facts|rulebook|deciding|screens\/[\w/-]+|masking|sealing)\.tsx?$/.test(what))
        say(`only the front door of ${other} is open, not ${what}`);
    }
    fileProblem(path, file, what, typesOnly, say);
  }
  if (top === 'bank' && file === 'rules.ts') {
    if (/Date\.now|Temporal\.Now|new Date\(\)/.test(text)) say('rules.ts may not look at the clock');
    if (/Math\.random|randomUUID/.test(text)) say('rules.ts may not throw dice');
  }
  if (top === 'bank' && module !== undefined && /queries\.ts$/.test(file)) {
    for (const [, table = ''] of text.matchAll(
      /(?:FROM|JOIN|INTO|UPDATE)\s+((?:[a-z]+)\.(?:[a-z_]+))(?!\w|\()/g,
    )) {
      if (
        !table.startsWith(`${module}.`) &&
        !publishedTables.includes(table) &&
        !/^house\.|^n\./.test(table)
      ) {
        say(`${module} may not read ${table}`);
      }
    }
  }
  return problems;
}

function fileProblem(
  path: string,
  file: string,
  what: string,
  typesOnly: boolean,
  say: (problem: string) => void,
): void {
  const never: Record<string, RegExp> = {
    'contract.ts': /^(?!typebox$|#platform\/contract\.ts$|#bank\/[a-z]+\/contract\.ts$)/,
    'rules.ts': /^node:|^pg$|fastify|^react|\/(queries|actions|routes|vault|pool)\.ts$/,
    'queries.ts': /fastify|^react|#platform\/http|\/(actions|routes|rules)\.ts$/,
    'actions.ts': /fastify|^react|\/routes\.ts$/,
    'routes.ts': /^pg$|\/(queries|rules)\.ts$/,
    'jobs.ts': /^pg$|\/(queries|rules)\.ts$/,
  };
  const forbidden = never[file];
  if (forbidden?.test(what) && !(file !== 'contract.ts' && typesOnly)) say(`${file} may not import ${what}`);
  if (/^bank\/[a-z]+\/screens\//.test(path)) {
    const fine =
      /^#design\/|^#platform\/(browser\/|money\.ts|contract\.ts|errors\.ts)|\/rules\.ts$|\/contract\.ts$|\/screens\/|^\.\.?\/|^react|^@tanstack|^@lingui|^@tabler|^@mantine|^@xyflow|\.css$/;
    const inside = /^\.\.?\//.test(what) && /\/(actions|queries|routes|jobs)\.ts$/.test(what);
    if (!fine.test(what) || inside || /\/actions\.ts$/.test(what)) say(`screens may not import ${what}`);
    // its values would bring the library of contracts into the browser
    if (/contract\.ts$/.test(what) && !typesOnly) say(`screens may import only types of ${what}`);
  }
}

function sizeProblems(sources: Source[]): string[] {
  const problems: string[] = [];
  const sizes: number[] = [];
  for (const { path, text } of sources) {
    const lines = text.trimEnd().split('\n');
    sizes.push(lines.length);
    if (lines.length > 400) problems.push(`${path} has ${lines.length} lines; the ceiling is 400`);
    lines.forEach((line, index) => {
      if (line.length > 110 && !/https?:|^import .* from|<path|d="|plural\(/.test(line)) {
        problems.push(`${path}:${index + 1} has ${line.length} characters; 110 are enough`);
      }
    });
    problems.push(...longFunctions(path, lines));
  }
  sizes.sort((a, b) => a - b);
  const median = sizes[Math.floor(sizes.length / 2)] ?? 0;
  const p90 = sizes[Math.floor(sizes.length * 0.9)] ?? 0;
  if (median > 100) problems.push(`the median file has ${median} lines; the budget is 100`);
  if (p90 > 250 && sizes.length > 10)
    problems.push(`a tenth of the files has more than ${p90} lines; the budget is 250`);
  return problems;
}

/**
 * A function begins where its line opens a block and ends at the brace of the same indent: the formatter sees
 * to that.
 */
function longFunctions(path: string, lines: string[]): string[] {
  const problems: string[] = [];
  lines.forEach((line, start) => {
    const match = /^(\s*)(?:export )?(?:default )?(?:async )?function\*? (\w+)/.exec(line);
    if (match === null) return;
    const end = lines.findIndex(
      (other, at) => at > start && other.startsWith(`${match[1]}}`) && !other.startsWith(`${match[1]}})`),
    );
    // A component's markup is read at a glance: it may take a little more.
    const most = path.endsWith('.tsx') && /^[A-Z]/.test(match[2] ?? '') ? 90 : 70;
    const size = end - start + 1;
    if (size > most) problems.push(`${path}: ${match[2]} has ${size} lines; ${most} are enough`);
  });
  return problems;
}

function habitProblems({ path, text }: Source): string[] {
  const problems: string[] = [];
  const say = (problem: string) => problems.push(`${path}: ${problem}`);
  const folder = /(?:^|\/)(utils|helpers|services|types|common|lib)\//.exec(path);
  if (folder) say(`a folder called ${folder[1]} says nothing`);
  if (/(^|\/)index\.ts$/.test(path)) say('a barrel hides who provides what');
  if (/migrations\//.test(path) && !/\/\d{4}_[a-z_]+\.sql$/.test(path))
    say('a migration is called by four digits and words');
  if (path === 'tidy.test.ts') return problems;
  if (new RegExp('\\b(TO' + 'DO|FIX' + 'ME|HACK)\\b|coming ' + 'soon').test(text)) say('unfinished');
  if (new RegExp('\\bas ' + 'any\\b|@ts-(ig' + 'nore|nocheck|expect-error)').test(text)) say('silenced');
  if (new RegExp('\\b(test|it|describe)\\.on' + 'ly\\(').test(text)) say('others are left out of the suite');
  if (new RegExp('(^|[^a-z.])/(wo' + 'rk|ro' + 'ot)/[a-z]').test(text)) say('a path of one machine');
  return problems;
}

function moduleProblems(paths: string[], known: Readonly<Record<string, readonly string[]>>): string[] {
  const modules = new Set(paths.flatMap((path) => /^bank\/([a-z]+)\//.exec(path)?.[1] ?? []));
  return [...modules].flatMap((module) => [
    ...(paths.includes(`bank/${module}/README.md`) ? [] : [`bank/${module} has no README.md`]),
    ...(known[module] ? [] : [`bank/${module} is not in bank/dependencies.ts`]),
  ]);
}

function circleIn(edges: Readonly<Record<string, readonly string[]>>): string[] | undefined {
  const done = new Set<string>();
  const walk = (at: string, way: string[]): string[] | undefined => {
    if (way.includes(at)) return way.slice(way.indexOf(at));
    if (done.has(at)) return undefined;
    for (const next of edges[at] ?? []) {
      const circle = walk(next, [...way, at]);
      if (circle) return circle;
    }
    done.add(at);
    return undefined;
  };
  for (const start of Object.keys(edges)) {
    const circle = walk(start, []);
    if (circle) return circle;
  }
  return undefined;
}
