/**
 * A witness keeps the last checkpoint it saw of each log, and signs a newer one only when that goes on from
 * it: no fork, no going back. It has a folder and a key of its own, best on a host of its own.
 */
import { open, readFile, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { parseCheckpoint } from './checkpoint.ts';
import { type SigningKey, signingKey } from './keys.ts';
import { isConsistent } from './merkle.ts';
import { keyTypes, parseNote, parseVerifier, signersOf, type Verifier } from './note.ts';
import { sha256 } from './sha256.ts';

export interface Witness {
  /** Where it is, for messages and metrics. */
  readonly place: string;
  /**
   * Asks for a cosignature of a checkpoint.
   * @param before the size that the log believes the witness to have seen
   * @param proof that the checkpoint goes on from there
   * @returns the line to be added to the note
   * @throws WitnessBehind when it has seen another size; WitnessRefusal when it will not; Error when it is
   * down
   */
  cosign(note: string, before: number, proof: Uint8Array[]): Promise<string>;
}

/** The witness has seen a checkpoint of another size than the log thought. */
export class WitnessBehind extends Error {
  readonly size: number;
  constructor(size: number) {
    super(`the witness has seen ${size} leaves`);
    this.size = size;
  }
}

/** The witness does not sign this: what it was shown is not what it saw before, gone on from. */
export class WitnessRefusal extends Error {}

/**
 * A witness that lives in a folder.
 * @param log the public key of the log it watches; it never signs for another
 */
export async function folderWitness(folder: string, log: string): Promise<Witness & { key: SigningKey }> {
  const verifier = await parseVerifier(log);
  const key = await signingKey(folder, 'witness', keyTypes.cosignature);
  const file = lastSeenFile(folder, verifier);
  let last: Promise<unknown> = Promise.resolve();
  return {
    place: folder,
    key,
    // One after the other: between looking at the last and keeping the next nothing else may happen.
    cosign(note, before, proof) {
      const asked = last.then(() => cosign({ file, key, verifier }, note, before, proof));
      last = asked.catch(() => undefined);
      return asked;
    },
  };
}

/** The last checkpoint that the witness of this folder signed, as a note; undefined: none yet. */
export async function lastSeen(folder: string, log: Verifier): Promise<string | undefined> {
  return readFile(lastSeenFile(folder, log), 'utf8').catch((error) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
}

const lastSeenFile = (folder: string, { name }: Verifier) =>
  path.join(folder, `${name.replaceAll('/', '-')}.checkpoint`);

async function cosign(
  { file, key, verifier }: { file: string; key: SigningKey; verifier: Verifier },
  note: string,
  before: number,
  proof: Uint8Array[],
): Promise<string> {
  const parsed = parseNote(note);
  const signers = await signersOf(parsed, [verifier]).catch((cause) => {
    throw new WitnessRefusal('the signature is not right', { cause });
  });
  const checkpoint = parseCheckpoint(parsed.text);
  if (signers.length === 0 || checkpoint.origin !== verifier.name)
    throw new WitnessRefusal('the checkpoint is of another log');
  const seen = await readFile(file, 'utf8').catch((error) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
  const old = seen === undefined ? undefined : parseCheckpoint(parseNote(seen).text);
  if (before !== (old?.size ?? 0)) throw new WitnessBehind(old?.size ?? 0);
  const { size, root } = checkpoint;
  const beforeRoot = old?.root ?? sha256(new Uint8Array());
  if (!isConsistent(sha256, { before, beforeRoot, size, root, proof }))
    throw new WitnessRefusal(
      size < before
        ? `a checkpoint of ${size} leaves after one of ${before}: something was taken back`
        : `the checkpoint of ${size} leaves does not go on from that of ${before}: the record has forked`,
    );
  const line = key.line(parsed.text, Math.floor(Date.now() / 1000));
  await keep(file, `${note}${line}`);
  return line;
}

/** Durable before the signature is handed out. */
async function keep(file: string, note: string): Promise<void> {
  await writeFile(`${file}.new`, note, { flush: true });
  await rename(`${file}.new`, file);
  const folder = await open(path.dirname(file), 'r').catch(() => undefined);
  await folder?.sync().catch(() => undefined);
  await folder?.close();
}
