/**
 * Random tamperings with a small sealed record, each audited from its first leaf by the code of
 * verify-record,
 * in memory. `undetected` must be 0. The suite tries some hundreds on the real database.
 */
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { grown } from '#bank/privacy/sealing.ts';
import { type Form, forms, type RecordRow } from '#bank/privacy/sealing-forms.ts';
import { sourceOf } from '#bank/privacy/tampering-source.ts';
import { type RecordCopy, tampered } from '#bank/privacy/tampering-trial.ts';
import { audit } from '#platform/record/auditing.ts';
import { checkpointText } from '#platform/record/checkpoint.ts';
import { type SigningKey, signingKey } from '#platform/record/keys.ts';
import { emptyFrontier, rootOf } from '#platform/record/merkle.ts';
import { keyTypes } from '#platform/record/note.ts';
import { sha256 } from '#platform/record/sha256.ts';
import { chanceOf } from './find/chance.ts';
import { print } from './measure.ts';

/** Audits that are under way at once: signatures are checked by the threads of WebCrypto. */
const together = 32;

export async function bench({ size = 100_000 }: { size?: number }): Promise<void> {
  const home = await mkdtemp(path.join(tmpdir(), 'earshot-tamper-'));
  const log = await signingKey(home, 'log', keyTypes.note);
  const witness = await signingKey(home, 'witness', keyTypes.cosignature);
  await rm(home, { recursive: true });
  const rows = [...Array(4).keys()].map((batch) => batchOf(batch));
  const older = sealed(rows.slice(0, 2), log, witness);
  const fork = sealed([...rows.slice(0, 2), batchOf(9)], log, witness);
  const now = sealed(rows, log, witness);
  const kept = [String(now['privacy.checkpoints']?.at(-1)?.note)];
  const found = async (copy: RecordCopy) =>
    (await audit(sha256, sourceOf(copy), { log, witnesses: [witness], kept })).findings;
  const clean = await found(now);
  if (clean.length > 0) throw new Error(`the record is not clean to begin with: ${clean[0]?.says}`);
  const seed = Number(process.env.EARSHOT_SEED ?? 1);
  const random = chanceOf(seed);
  let undetected = 0;
  const start = performance.now();
  for (let tried = 0; tried < size; tried += together) {
    const some = Array.from({ length: Math.min(together, size - tried) }, () =>
      tampered(random, now, { older, fork }),
    );
    const results = await Promise.all(some.map(({ copy }) => found(copy)));
    for (const [at, { what }] of some.entries()) {
      if ((results[at] ?? []).length > 0) continue;
      undetected += 1;
      console.error(`not noticed: ${what}, number ${tried + at} of seed ${seed}`);
    }
  }
  const seconds = (performance.now() - start) / 1000;
  print({ bench: 'tamper', figure: 'tried', size, value: size, unit: 'tamperings' });
  print({ bench: 'tamper', figure: 'undetected', size, value: undetected, unit: 'tamperings' });
  print({ bench: 'tamper', figure: 'audits_per_second', size, value: size / seconds, unit: '1/s' });
}

/** Ten records of all kinds, in three transactions. */
function batchOf(batch: number): { form: Form; rows: RecordRow[] }[] {
  const xid = (n: number) => String(batch * 10 + (n % 3));
  return forms.map((form: Form) => ({
    form,
    rows: [...Array(2).keys()].map((n) => ({
      ...Object.fromEntries([...form.shown, ...form.withheld].map((column) => [column, cellOf(column)])),
      xid: xid(n),
      salt: idOf(),
    })),
  }));
}

function cellOf(column: string): unknown {
  if (column === 'at') return new Date().toISOString();
  if (column === 'fields') return ['balance'];
  if (column === 'customer_ids') return [idOf()];
  if (column === 'detail') return '{"a": 1}';
  if (column === 'proven') return true;
  if (column === 'job_id') return '7';
  return /_id$|^(opening|ground|subject)$/.test(column) ? idOf() : `some ${column}`;
}

const idOf = () =>
  randomBytes(16)
    .toString('hex')
    .replace(/(.{8})(.{4})(.{4})(.{4})(.{12})/, '$1-$2-$3-$4-$5');

const hexOf = (bytes: Uint8Array) => `\\x${Buffer.from(bytes).toString('hex')}`;

/** The tables as the sealer would leave them, a checkpoint for each batch. */
function sealed(
  batches: { form: Form; rows: RecordRow[] }[][],
  log: SigningKey,
  witness: SigningKey,
): RecordCopy {
  const copy: RecordCopy = Object.fromEntries(forms.map(({ table }) => [table, []]));
  const tree = {
    leaves: [] as object[],
    nodes: [] as object[],
    checkpoints: [] as object[],
    cosignatures: [] as object[],
  };
  const frontier = emptyFrontier();
  for (const [at, kinds] of batches.entries()) {
    for (const { form, rows } of kinds) copy[form.table]?.push(...rows);
    const added = grown(frontier, kinds);
    tree.leaves.push(
      ...added.leaves.map((leaf, n) => ({
        ...{
          leaf,
          form: added.forms[n],
          record_id: added.records[n],
          hash: hexOf(added.hashes[n] as Uint8Array),
        },
      })),
    );
    const text = checkpointText({
      ...{ origin: log.name, size: frontier.size, root: rootOf(sha256, frontier) },
      more: { time: new Date().toISOString(), xids: `${at * 10} ${at * 10 + 10}`, kernel: 'k' },
    });
    tree.checkpoints.push({ size: frontier.size, note: `${text}\n${log.line(text, 0)}` });
    tree.cosignatures.push({ size: frontier.size, line: witness.line(text, 1) });
  }
  const named = Object.entries(tree).map(([name, rows]) => [`privacy.${name}`, rows]);
  return { ...copy, ...Object.fromEntries(named) };
}
