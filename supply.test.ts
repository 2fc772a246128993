/** What Earshot is made of, and that nothing in its repository opens anything: rows 71 and 83. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { type Bill, billOf, type Lock } from './cli/sbom.ts';

const root = import.meta.dirname;
const lock = JSON.parse(readFileSync(path.join(root, 'package-lock.json'), 'utf8')).packages as Lock;
const nameOf = (place: string) => lock[place]?.name ?? place.split('node_modules/').at(-1);

test('the bill of materials names just what the lock file has, with its digest, and who needs whom (row 83)', () => {
  const printed = execFileSync(process.execPath, [path.join(root, 'cli/earshot.ts'), 'sbom'], {
    encoding: 'utf8',
  });
  const bill = JSON.parse(printed) as Bill;
  assert.deepEqual([bill.bomFormat, bill.specVersion], ['CycloneDX', '1.6']);
  const places = Object.keys(lock).filter((place) => place !== '');
  const expected = places.map((place) => `${nameOf(place)} ${lock[place]?.version}`);
  assert.deepEqual(
    bill.components.map(({ name, version }) => `${name} ${version}`).sort(),
    [...new Set(expected)].sort(),
  );
  for (const { name, hashes = [], purl } of bill.components) {
    assert.match(purl, /^pkg:npm\/(%40[\w.-]+\/)?[\w.-]+@\d+\.\d+\.\d+/, name);
    assert.match(hashes[0]?.content ?? '', /^[\da-f]{128}$/, `${name} has no SHA-512`);
  }
  const known = new Set([bill.metadata.component, ...bill.components].map((one) => one['bom-ref']));
  assert.deepEqual(new Set(bill.dependencies.map(({ ref }) => ref)), known);
  const needed = new Set(bill.dependencies.flatMap(({ dependsOn }) => dependsOn));
  for (const ref of needed) assert.ok(known.has(ref), ref);
  const orphans = [...known].filter((ref) => !needed.has(ref) && !ref.startsWith('pkg:npm/earshot@'));
  assert.deepEqual(orphans, [], 'what nothing needs');
  assert.equal(`${JSON.stringify(billOf(lock), null, 2)}\n`, printed, 'the same lock file, the same bill');
});

test('a package is needed in the version that lies nearest', () => {
  const { dependencies, components } = billOf({
    '': { name: 'whole', version: '1.0.0', dependencies: { a: '1' }, devDependencies: { b: '2' } },
    'node_modules/a': { version: '1.0.0', dependencies: { b: '1', '@c/d': '1' } },
    'node_modules/a/node_modules/b': {
      version: '1.0.0',
      license: 'MIT OR Apache-2.0',
      dependencies: { '@c/d': '1' },
    },
    'node_modules/b': { version: '2.0.0', dev: true },
    'node_modules/@c/d': { version: '1.0.0', integrity: 'sha512-AAEC', optional: true },
  });
  assert.deepEqual(Object.fromEntries(dependencies.map(({ ref, dependsOn }) => [ref, dependsOn])), {
    'pkg:npm/%40c/d@1.0.0': [],
    'pkg:npm/a@1.0.0': ['pkg:npm/%40c/d@1.0.0', 'pkg:npm/b@1.0.0'],
    'pkg:npm/b@1.0.0': ['pkg:npm/%40c/d@1.0.0'],
    'pkg:npm/b@2.0.0': [],
    'pkg:npm/whole@1.0.0': ['pkg:npm/a@1.0.0', 'pkg:npm/b@2.0.0'],
  });
  assert.deepEqual(
    components.map(({ name, version, scope }) => `${name} ${version} ${scope}`),
    ['@c/d 1.0.0 optional', 'a 1.0.0 required', 'b 1.0.0 required', 'b 2.0.0 excluded'],
  );
  assert.deepEqual(components[0]?.hashes, [{ alg: 'SHA-512', content: '000102' }]);
  assert.deepEqual(components[2]?.licenses, [{ expression: 'MIT OR Apache-2.0' }]);
});

test('every package is pinned, comes with a digest, and is of a licence that lets a bank use it', () => {
  const permissive =
    /^(MIT|MIT OR Apache-2\.0|ISC|Apache-2\.0|BSD-[23]-Clause|0BSD|BlueOak-1\.0\.0|Unlicense|Python-2\.0)$/;
  // Fonts and data, which are given on unchanged; and tools that build and test, which are not given on at all.
  const ofWorks: Record<string, RegExp> = {
    'OFL-1.1': /^@fontsource/,
    'MIT AND OFL-1.1': /^@expo-google-fonts/,
    'CC-BY-4.0': /^caniuse-lite$/,
  };
  for (const [place, { license = '', dev, integrity, resolved, libc }] of Object.entries(lock)) {
    if (place === '') continue;
    const name = nameOf(place) ?? '';
    const fine = permissive.test(license) || ofWorks[license]?.test(name) || (dev && license === 'MPL-2.0');
    assert.ok(fine, `${name}: ${license}`);
    assert.match(integrity ?? '', /^sha512-/, name);
    // From whichever registry the machine is set to: a bank's own has no other packages, by their digests.
    assert.equal(resolved, undefined, name);
    // With its C library npm leaves out the other one's twin.
    const made = /-(gnu|musl)$/.exec(place)?.[1];
    if (made !== undefined) assert.deepEqual(libc, [made === 'gnu' ? 'glibc' : 'musl'], name);
  }
  const { '': itself = {} } = lock;
  const asked = { ...itself.dependencies, ...itself.devDependencies, ...itself.optionalDependencies };
  for (const [name, version] of Object.entries(asked)) assert.match(version, /^\d+\.\d+\.\d+[\w.-]*$/, name);
});

/** What a secret looks like, by who gives it out; and what is long, random and called one. */
const secrets: Record<string, RegExp> = {
  'a private key': /-----BEGIN (?:[A-Z]+ )*PRIVATE KEY-----\s*[A-Za-z0-9+/]/,
  'a cloud key': /\b(?:AKIA|ASIA)[0-9A-Z]{16}\b|\bAIza[\w-]{35}\b/,
  'a token of a host':
    /\bgh[pousr]_\w{36}|\bgithub_pat_\w{22,}|\bglpat-[\w-]{20}|\bnpm_\w{36}|\bhvs\.[\w-]{24}/,
  'a token of a service': /\bxox[abprs]-[\w-]{10,}|\b[sr]k_live_\w{20,}|\bSG\.[\w-]{22}\./,
  'a signed token': /\beyJ[\w-]{10,}\.eyJ[\w-]{10,}\.[\w-]{10,}/,
  'a password in an address': /\b[a-z][a-z+]+:\/\/[^\s:/@'"`]+:(?!…|\$\{)[^\s/@'"`]{3,}@/,
};
const calledSecret = /(?:secret|token|passw(?:or)?d|api_?key)["']?\s*[:=]\s*["'`]([\w+/=-]{24,})["'`]/gi;

function secretsIn(file: string, text: string): string[] {
  const found = Object.entries(secrets).flatMap(([what, look]) =>
    look.test(text) ? [`${file}: ${what}`] : [],
  );
  // What a test looks for in logs says of itself that it is a canary.
  for (const [, value = ''] of text.matchAll(calledSecret))
    if (disorder(value) > 4 && !/[ck]anary/i.test(value))
      found.push(`${file}: what is called a secret, and looks random`);
  return found;
}

/** Bits in each character (Shannon). */
function disorder(text: string): number {
  const counts = Object.values(Object.groupBy(text, (char) => char)).map((some) => some?.length ?? 0);
  return counts.reduce((bits, count) => bits - (count / text.length) * Math.log2(count / text.length), 0);
}

test('no file of the repository holds a secret, nor may one of those that do be added (row 71)', () => {
  const listed = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
    ...{ cwd: root, encoding: 'utf8' },
  });
  const files = listed.split('\0').filter((file) => file !== '' && !/\.(png|woff2?)$/.test(file));
  assert.ok(files.length > 400);
  const found = files.flatMap((file) => {
    try {
      return secretsIn(file, readFileSync(path.join(root, file), 'utf8'));
    } catch {
      return [];
    }
  });
  assert.deepEqual(found, []);
  const kept = [
    '.earshot/logins.json',
    '.earshot/keys/master',
    '.earshot/record/log.key',
    '.earshot/owner-password',
  ];
  const ignored = execFileSync('git', ['check-ignore', ...kept], { cwd: root, encoding: 'utf8' });
  assert.deepEqual(ignored.trim().split('\n'), kept, 'the home is not for the repository');
});

test('nor does its history, as far as it is here (row 71)', () => {
  const options = ['--no-color', '--no-renames', '--unified=0', '--format=commit %h'];
  const told = execFileSync('git', ['log', '-p', ...options, '--', '.', ':!*.po', ':!package-lock.json'], {
    ...{ cwd: root, encoding: 'utf8', maxBuffer: 1_000_000_000 },
  });
  const commits = told.split(/^commit /m).slice(1);
  assert.ok(commits.length > 0);
  const found = commits.flatMap((commit) =>
    commit.split(/^diff --git /m).flatMap((file, place) => {
      if (place === 0) return [];
      const added = file.split('\n').filter((line) => line.startsWith('+') && !line.startsWith('+++'));
      const text = added.map((line) => line.slice(1)).join('\n');
      // Words in the place of a password that were once in a test and a message, in addresses of nobody.
      const masked = text.replaceAll(/(postgresql:\/\/owner):(geheim|password)@/g, '$1:…@');
      return secretsIn(`${commit.slice(0, 7)} ${file.slice(0, file.indexOf('\n'))}`, masked);
    }),
  );
  assert.deepEqual(found, []);
});

test('a secret would be seen', () => {
  const random = 'q7Zp0vXw3KfR9sTb2LmN5yHc8JdG1aE4';
  for (const text of [
    `-----BEGIN ${'EC '}PRIVATE KEY-----\nMHcCAQEE`,
    `key: AKIA${'IOSFODNN7EXAMPLE'}`,
    `ghp_${random}${random}`,
    `npm_${random}${random}`,
    `xoxb-${'123456789012'}-abcdef`,
    `eyJhbGciOiJIUzI1NiJ9.${'eyJzdWIiOiJhbm5hIn0'}.${random}`,
    `postgresql://owner:${'hunter2'}@db.example/earshot`,
    `const apiKey = '${random}';`,
    `"client_secret": "${random}"`,
  ]) {
    assert.equal(secretsIn('a', text).length, 1, text);
  }
  for (const text of [
    'DATABASE_URL=postgresql://owner:…@host/earshot',
    `const secret = 'three grey herons stand';`,
  ])
    assert.deepEqual(secretsIn('a', text), [], text);
});
