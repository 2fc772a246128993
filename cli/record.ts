/**
 * The sealed record: `verify-record` and `witness`. Neither needs more of the database than reading, or
 * nothing.
 */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { checkReceipts } from '#bank/privacy/receipts-checking.ts';
import { forgettingFindings, kernelNow, recordOf, unsealedAfter } from '#bank/privacy/verifying.ts';
import { type Config, configOf } from '#platform/config.ts';
import { reach } from '#platform/database/home.ts';
import { leave } from '#platform/database/leaving.ts';
import type { Database } from '#platform/database/pool.ts';
import { type Audit, audit, type Finding } from '#platform/record/auditing.ts';
import { parseVerifier, type Verifier } from '#platform/record/note.ts';
import { sha256 } from '#platform/record/sha256.ts';
import { folderWitness, lastSeen } from '#platform/record/witness.ts';
import { remoteLastSeen, witnessServer } from '#platform/record/witnessing.ts';
import { notVouched, type Seen } from './vouching.ts';

interface VerifyOptions {
  logKey?: string;
  witnessKey: string[];
  kept: string[];
  kernel: string[];
  receipts?: string;
  receiptsKey?: string;
  json?: boolean;
}

/**
 * Exit code 0: nothing found, and a witness vouches; 1: something was found, or it could not be verified; 4:
 * the record agrees with itself, but a witness does not vouch for it, or the kernel is another.
 */
export async function verifyRecord(options: VerifyOptions): Promise<void> {
  const config = configOf(process.env);
  const trusted = await trustedOf(config, options);
  const database = await reach(config);
  try {
    const result = await audit(sha256, recordOf(database), trusted, telling(options.json));
    const receipts = await receiptFindings(database, config, options);
    const findings = [...result.findings, ...receipts, ...(await forgettingFindings(database))];
    const now = await kernelNow(database);
    const vouched = { ...trusted, result, kernel: now, kernels: options.kernel };
    const unvouched = await notVouched(vouched);
    const [, to = '0'] = (result.last?.more.xids ?? '').split(' ');
    const unsealed = await unsealedAfter(database, BigInt(to));
    if (options.json) console.log(JSON.stringify({ ...told(result, now, unsealed), findings, unvouched }));
    else for (const line of sentences(result, { findings, unvouched }, unsealed)) console.log(line);
    process.exitCode = findings.length > 0 ? 1 : unvouched.length > 0 ? 4 : 0;
  } finally {
    await database.close();
    await leave(database.logins, database.embedded);
  }
}

/** Serves a witness of its own folder until it is stopped. */
export async function serveWitness(options: {
  folder: string;
  logKey: string;
  listen: string;
}): Promise<void> {
  const witness = await folderWitness(path.resolve(options.folder), options.logKey);
  const server = witnessServer(witness, options.logKey);
  const [, host = '127.0.0.1', port = ''] = /^(?:(.+):)?(\d+)$/.exec(options.listen) ?? [];
  if (port === '') throw new Error('--listen is a port, or an address and a port: 127.0.0.1:3300.');
  await new Promise<void>((resolve, reject) =>
    server.once('error', reject).listen(Number(port), host, resolve),
  );
  const at = server.address();
  console.log(`ready http://${host}:${typeof at === 'object' ? at?.port : port}`);
  console.log(witness.key.verifier);
  await new Promise<void>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => resolve());
  });
  server.close();
}

async function trustedOf(config: Config, options: VerifyOptions) {
  const log = await keyOf(options.logKey, path.join(config.home, 'record', 'log.pub'));
  const witnesses: Verifier[] = [];
  const kept: string[] = [];
  const seen: Seen[] = [];
  for (const place of config.witnesses) {
    const isRemote = /^https?:/.test(place);
    const one = await (isRemote ? remoteLastSeen(place) : lastSeen(place, log)).then(
      (note): Seen => ({ place, note }),
      (error): Seen => ({ place, note: undefined, trouble: error instanceof Error ? error.message : '' }),
    );
    seen.push(one);
    if (one.note !== undefined) kept.push(one.note);
    if (!isRemote && one.note !== undefined)
      witnesses.push(await keyOf(undefined, path.join(place, 'witness.pub')));
  }
  for (const key of options.witnessKey) witnesses.push(await keyOf(key, ''));
  for (const file of options.kept) kept.push(await readFile(file, 'utf8'));
  return { log, witnesses, kept, seen };
}

/** A key as text, or in a file. */
async function keyOf(given: string | undefined, otherwise: string): Promise<Verifier> {
  const isText = given !== undefined && /\+[0-9a-f]{8}\+/.test(given);
  return parseVerifier(isText ? given : await readFile(given ?? otherwise, 'utf8'));
}

async function receiptFindings(
  database: Database,
  config: Config,
  options: VerifyOptions,
): Promise<Finding[]> {
  if (options.receipts === undefined) return [];
  const key = await keyOf(options.receiptsKey, path.join(config.home, 'record', 'receipts.pub'));
  return checkReceipts(database, key, await readFile(options.receipts, 'utf8'));
}

/** How far it has come, every few seconds. */
function telling(json: boolean | undefined): (leaves: number) => void {
  let last = performance.now();
  return (leaves) => {
    if (json || performance.now() - last < 3000) return;
    last = performance.now();
    console.error(`${leaves.toLocaleString('en')} records checked …`);
  };
}

function told(result: Audit, kernel: string, unsealed: number) {
  const { leaves, checkpoints, witnessed, kernels } = result;
  return { leaves, checkpoints, unsealed, witnessed: Object.fromEntries(witnessed), kernels, kernel };
}

interface Found {
  findings: Finding[];
  unvouched: Finding[];
}

function sentences(result: Audit, { findings, unvouched }: Found, unsealed: number): string[] {
  const count = (number: number) => number.toLocaleString('en');
  return [
    `${count(result.leaves)} records under ${count(result.checkpoints)} checkpoints, the last of ${
      result.last?.more.time ?? 'no time'
    }.`,
    `${count(unsealed)} came after the last checkpoint and are not sealed yet.`,
    ...[...result.witnessed].map(([name, size]) => `${name} vouches for the first ${count(size)}.`),
    ...result.kernels.map(
      ({ size, at, kernel: own }) => `Kernel ${own} since ${at} (${count(size)} records).`,
    ),
    ...unvouched.map(({ what, says }) => `NOT VOUCHED FOR ${what}: ${says}`),
    ...findings.map(({ what, says }) => `FOUND ${what}: ${says}`),
    ...(result.witnessed.size === 0 ? [innerOnly] : []),
    lastly(findings.length, unvouched.length),
  ];
}

const innerOnly =
  'No witness vouches for any of it: only that the record agrees with itself and with the key of the log ' +
  'was checked. Whoever has the database and that key could have written it anew, or taken its end away.';

function lastly(found: number, unvouched: number): string {
  if (found > 0) return `${found} found.`;
  return unvouched > 0
    ? 'Nothing was found changed in what is here; see above for what nobody vouches for.'
    : 'Nothing was changed, taken away, put in or taken back.';
}
