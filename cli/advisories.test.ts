/** What Earshot is made of, held against advisories that somebody has brought (row 83). */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import fc from 'fast-check';
import { type Advisory, compareVersions, deadlinesIn, type Finding, foundBy, isIn } from './advisories.ts';
import type { Component } from './sbom.ts';

const root = path.join(import.meta.dirname, '..');
const fastify = JSON.parse(
  await import('node:fs').then(({ readFileSync }) =>
    readFileSync(path.join(root, 'package-lock.json'), 'utf8'),
  ),
).packages['node_modules/fastify'].version as string;

const advisory = (more: Partial<Advisory> = {}): Advisory => ({
  ...{ id: 'GHSA-aaaa-bbbb-cccc', aliases: ['CVE-2026-1'], summary: 'A door stands open' },
  ...{ published: '2026-01-10T08:00:00Z', database_specific: { severity: 'HIGH' } },
  affected: [
    {
      package: { ecosystem: 'npm', name: 'fastify' },
      ranges: [{ type: 'SEMVER', events: [{ introduced: '0' }, { fixed: '999.0.0' }] }],
    },
  ],
  ...more,
});

/** The command itself, with what it says and how it ends. */
async function checked(files: Record<string, string>, ...more: string[]) {
  const folder = await mkdtemp(path.join(tmpdir(), 'advisories-'));
  try {
    for (const [name, text] of Object.entries(files)) await writeFile(path.join(folder, name), text);
    return await new Promise<{ code: number; out: string; err: string }>((resolve) => {
      execFile(
        process.execPath,
        [path.join(root, 'cli/earshot.ts'), 'advisories', folder, ...more],
        (error, out, err) => resolve({ code: Number(error?.code ?? 0), out, err }),
      );
    });
  } finally {
    await rm(folder, { recursive: true });
  }
}

test('a part with an advisory is found with its deadline; overdue, the command fails (row 83)', async () => {
  const file = { 'one.json': JSON.stringify(advisory()) };
  const inTime = await checked(file, '--as-of', '2026-02-09');
  assert.equal(inTime.code, 0, inTime.err);
  assert.match(inTime.out, new RegExp(`by 2026-02-09: high: fastify ${fastify}: A door stands open`));
  assert.match(inTime.out, /GHSA-aaaa-bbbb-cccc, CVE-2026-1.*mended in 999\.0\.0/);
  const late = await checked(file, '--as-of', '2026-02-10');
  assert.equal(late.code, 1);
  assert.match(late.out, /OVERDUE since 2026-02-09/);
  assert.match(late.out, /1 advisories, \d{3,} parts: 1 found, 1 overdue\./);
  const sooner = await checked(file, '--as-of', '2026-01-12', '--deadlines', 'high=1', '--json');
  assert.equal(sooner.code, 1);
  const [finding] = JSON.parse(sooner.out).findings as Finding[];
  assert.deepEqual(
    [finding?.dueOn, finding?.overdue, finding?.component.name],
    ['2026-01-11', true, 'fastify'],
  );
});

test('lists, lines and what OSV answers are read; what cannot be understood is a failure, not a good sign', async () => {
  const one = JSON.stringify(advisory({ id: 'one' }));
  const { out, code } = await checked(
    {
      'list.json': `[${one}, ${JSON.stringify(advisory({ id: 'two', withdrawn: '2026-01-11T00:00:00Z' }))}]`,
      'answer.json': JSON.stringify({ vulns: [advisory({ id: 'three' })] }),
      'lines.jsonl': `${one}\n\n${JSON.stringify(advisory({ id: 'four', affected: [] }))}\n`,
      'notes.txt': 'no advisory',
    },
    ...['--as-of', '2026-01-11'],
  );
  assert.equal(code, 0);
  assert.match(out, /^5 advisories, .* 3 found, 0 overdue/m);
  for (const [files, says] of [
    [{}, /There is no advisory/],
    [{ 'broken.json': '{"id": "x"' }, /broken\.json cannot be understood/],
    [{ 'other.json': '{"advisories": []}' }, /no id/],
    [
      {
        'bad.json': JSON.stringify(
          advisory({
            affected: [
              {
                package: { ecosystem: 'npm', name: 'fastify' },
                ranges: [{ events: [{ introduced: 'yesterday' }] }],
              },
            ],
          }),
        ),
      },
      /“yesterday” is no version/,
    ],
  ] as const) {
    const failed = await checked(files);
    assert.equal(failed.code, 1, says.source);
    assert.match(failed.err, says);
  }
  assert.match((await checked({ 'a.json': one }, '--deadlines', 'hgih=3')).err, /“hgih=3” is no deadline/);
});

const part = (name: string, version: string): Component => ({
  ...{ type: 'library', name, version, purl: `pkg:npm/${name}@${version}` },
  'bom-ref': `pkg:npm/${name}@${version}`,
});
const found = (more: Partial<Advisory>, ...components: Component[]) =>
  foundBy(advisory(more), { components }, deadlinesIn(), Temporal.PlainDate.from('2026-01-10'));

test('only the package of that name, in that ecosystem, in an affected version is meant', () => {
  const affected = (name: string, ecosystem: string, more: object) => [
    { package: { ecosystem, name }, ...more },
  ];
  const before2 = { ranges: [{ events: [{ introduced: '1.2.0' }, { fixed: '2.0.0' }] }] };
  const parts = ['1.1.9', '1.2.0', '1.9.9', '2.0.0-rc.1', '2.0.0'].map((version) => part('a', version));
  const versionsOf = (more: Advisory['affected']) =>
    found({ affected: more ?? [] }, ...parts, part('b', '1.5.0')).map(({ component }) => component.version);
  assert.deepEqual(versionsOf(affected('a', 'npm', before2)), ['1.2.0', '1.9.9', '2.0.0-rc.1']);
  assert.deepEqual(versionsOf(affected('a', 'PyPI', before2)), []);
  assert.deepEqual(versionsOf(affected('b', 'npm', before2)), ['1.5.0']);
  assert.deepEqual(versionsOf(affected('a', 'npm', { versions: ['1.1.9'] })), ['1.1.9']);
  const last = { ranges: [{ events: [{ introduced: '0' }, { last_affected: '1.2.0' }] }] };
  assert.deepEqual(versionsOf(affected('a', 'npm', last)), ['1.1.9', '1.2.0']);
  const twice = [{ introduced: '0' }, { fixed: '1.2.0' }, { introduced: '2.0.0' }];
  assert.deepEqual(versionsOf(affected('a', 'npm', { ranges: [{ events: twice }] })), ['1.1.9', '2.0.0']);
});

test('what says nothing of its severity is the worst; what says no day is due now', () => {
  const [worst] = found({ database_specific: {} }, part('fastify', '5.0.0'));
  assert.deepEqual([worst?.severity, worst?.dueOn], ['critical', '2026-01-17']);
  const [medium] = found({ database_specific: { severity: 'Medium' } }, part('fastify', '5.0.0'));
  assert.deepEqual([medium?.severity, medium?.dueOn], ['moderate', '2026-04-10']);
  const { published: _none, ...undated } = advisory();
  const [now] = foundBy(
    ...[undated, { components: [part('fastify', '5.0.0')] }, deadlinesIn()],
    Temporal.PlainDate.from('2026-01-10'),
  );
  assert.equal(now?.overdue, true);
});

test('versions come in the order of Semantic Versioning, whichever two', () => {
  const inOrder = [
    ...['0.0.0-0', '0.9.0', '1.0.0-alpha', '1.0.0-alpha.1', '1.0.0-alpha.beta', '1.0.0-beta', '1.0.0-beta.2'],
    ...['1.0.0-beta.11', '1.0.0-rc.1', '1.0.0', '1.0.1', '1.2.0', '1.10.0', '2.0.0', '10.0.0'],
  ];
  for (const [n, one] of inOrder.entries()) {
    for (const [m, other] of inOrder.entries())
      assert.equal(Math.sign(compareVersions(one, other)), Math.sign(n - m), `${one} ${other}`);
  }
  for (const same of ['1.0.0+build.5', 'v1.0.0', '1.0', '1']) assert.equal(compareVersions(same, '1.0.0'), 0);
});

test('events of a range mean the same in whatever order they are written', () => {
  const version = fc.tuple(fc.nat(3), fc.nat(3), fc.nat(3)).map((numbers) => numbers.join('.'));
  fc.assert(
    fc.property(version, fc.uniqueArray(version, { minLength: 2, maxLength: 6 }), (asked, points) => {
      const events = points
        .toSorted(compareVersions)
        .map((at, n) => (n % 2 === 0 ? { introduced: at } : { fixed: at }));
      const turn = points.filter((at) => compareVersions(at, asked) <= 0).length;
      assert.equal(isIn(asked, events), turn % 2 === 1);
      assert.equal(isIn(asked, events.toReversed()), turn % 2 === 1);
    }),
  );
});
