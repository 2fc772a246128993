/** docs/security.md and docs/threat-model.md say what is tried: every row is there, and every test they name. */
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';

const page = (name: string) => readFileSync(path.join(import.meta.dirname, 'docs', name), 'utf8');
const states = ['kept', 'in part', 'not yet', 'does not apply'];

test('every requirement is on the page once, and each test that keeps it is there', () => {
  assert.deepEqual(rowProblems(page('security.md')), []);
});

test('every threat is on the page once, with a test that is there and what is left', () => {
  assert.deepEqual(threatProblems(page('threat-model.md')), []);
});

test('a row that is missing, comes twice or rests on nothing is noticed', () => {
  const text = page('security.md');
  const row = (number: number) => new RegExp(`^\\| ${number} \\|.*\\n`, 'm');
  for (const [changed, expected] of [
    [text.replace(row(42), ''), /row 42 is there 0 times/],
    [text.replace(row(7), (line) => line + line), /row 7 is there 2 times/],
    [
      text.replace('every answer is shut to', 'every answer is open to'),
      /row 23: server\.test\.ts has no test/,
    ],
    [text.replace('`hostile.test.ts`', '`gone.test.ts`'), /gone\.test\.ts is not there/],
    [text.replace(/(\| 1 \|.*\| kept \|)[^|]*\|/, '$1 |'), /row 1 is kept, by no test/],
    [text.replace(/(\| 5 \|.*\|) does not apply \|/, '$1 perhaps |'), /row 5 is "perhaps"/],
    [text.replace(/(\| 38 \|.*\|)[^|]+\|$/m, '$1 |'), /row 38 is not wholly kept: say why/],
  ] as const) {
    assert.match(rowProblems(changed).join('\n'), expected);
  }
  const threats = page('threat-model.md');
  assert.match(threatProblems(threats.replace(/^## 9\..*$/m, '')).join('\n'), /threat 9 is there 0 times/);
  assert.match(
    threatProblems(threats.replaceAll('**Left**', '')).join('\n'),
    /threat 1 does not say what is left/,
  );
});

function rowProblems(text: string): string[] {
  const rows = [...text.matchAll(/^\| (\d+) \| (.*) \|$/gm)].map(([, number = '', cells = '']) => ({
    number: Number(number),
    cells: cells.split(/\s\|(?:\s|$)/).map((cell) => cell.trim()),
  }));
  const problems = timesProblems(
    'row',
    84,
    rows.map(({ number }) => number),
  );
  for (const { number, cells } of rows) {
    const [, after = '', state = '', tests = '', why = ''] = cells;
    const row = `row ${number}`;
    if (after === '') problems.push(`${row} does not say what it is after`);
    if (!states.includes(state)) problems.push(`${row} is "${state}"`);
    if (['kept', 'in part'].includes(state) && namedIn(tests).length === 0)
      problems.push(`${row} is ${state}, by no test`);
    // What is wholly absent needs no reason: nothing claims it.
    if (['in part', 'does not apply'].includes(state) && why === '')
      problems.push(`${row} is not wholly kept: say why`);
    problems.push(...missingIn(tests).map((missing) => `${row}: ${missing}`));
  }
  return problems;
}

function threatProblems(text: string): string[] {
  const threats = text.split(/^## (?=\d+\. )/m).slice(1);
  const numbers = threats.map((threat) => Number.parseInt(threat, 10));
  const problems = timesProblems('threat', 20, numbers);
  for (const threat of threats) {
    const name = `threat ${Number.parseInt(threat, 10)}`;
    if (!/\*\*Left\*\* \S/.test(threat)) problems.push(`${name} does not say what is left`);
    if (!/\*\*Shown\*\* \S/.test(threat)) problems.push(`${name} does not say what shows it`);
    problems.push(...missingIn(threat).map((missing) => `${name}: ${missing}`));
  }
  return problems;
}

function timesProblems(what: string, most: number, numbers: number[]): string[] {
  return Array.from({ length: most }, (_one, index) => index + 1).flatMap((number) => {
    const times = numbers.filter((one) => one === number).length;
    return times === 1 ? [] : [`${what} ${number} is there ${times} times`];
  });
}

/** Tests as the pages name them: `file`: “title”. */
const namedIn = (text: string) =>
  [...text.matchAll(/`([\w./-]+\.test\.ts)`: “([^”]+)”/g)].map(([, file = '', title = '']) => ({
    file,
    title,
  }));

function missingIn(text: string): string[] {
  return namedIn(text).flatMap(({ file, title }) => {
    const at = path.join(import.meta.dirname, file);
    if (!existsSync(at)) return [`${file} is not there`];
    const written = titlesOf(readFileSync(at, 'utf8'));
    return written.some((one) => one === title || one.startsWith(`${title} (EARSHOT_SEED=`))
      ? []
      : [`${file} has no test “${title}”`];
  });
}

const titlesOf = (source: string) =>
  [...source.matchAll(/\btest\(\s*(['"`])((?:\\.|(?!\1)[^\\])*)\1/g)].map(([, , title = '']) =>
    title.replaceAll(/\\(.)/g, '$1'),
  );
