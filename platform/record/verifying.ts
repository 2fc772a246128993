/**
 * What a customer checks in her own browser: that an entry she is shown is in the sealed record, and that the
 * record has gone on from what she saw before. Pure JavaScript and WebCrypto.
 */
import { sha256 } from '@noble/hashes/sha2.js';
import { fromBase64 } from './base64.ts';
import { type Checkpoint, parseCheckpoint } from './checkpoint.ts';
import { commitmentOfDisclosed } from './commitment.ts';
import { isConsistent, isIncluded, leafHash } from './merkle.ts';
import { keyTypes, parseNote, signersOf, type Verifier } from './note.ts';

/** An entry as it comes over the wire; hashes in base64. */
export interface ProvenEntry {
  /** The canonical JSON of what may be seen: show this, and nothing that is not in it. */
  shown: string;
  shownSalt: string;
  withheldDigest: string;
  leaf: number;
  proof: string[];
}

export interface CheckedCheckpoint extends Checkpoint {
  /** Names of witnesses that have signed it. */
  witnesses: string[];
}

/**
 * @param note the checkpoint with all its signatures
 * @throws RangeError when it is not signed by the log's key
 */
export async function checkCheckpoint(
  note: string,
  log: Verifier,
  witnesses: readonly Verifier[],
): Promise<CheckedCheckpoint> {
  const parsed = parseNote(note);
  const signers = await signersOf(parsed, [log, ...witnesses]);
  const checkpoint = parseCheckpoint(parsed.text);
  const isLogs = signers.some(({ keyId, type }) => keyId === log.keyId && type === keyTypes.note);
  if (!isLogs || checkpoint.origin !== log.name) throw new RangeError("not signed by the log's key");
  const cosigned = signers.filter(({ type }) => type === keyTypes.cosignature).map(({ name }) => name);
  return { ...checkpoint, witnesses: [...new Set(cosigned)] };
}

/** Is just this entry in the record that the checkpoint seals? */
export function isSealed(entry: ProvenEntry, { size, root }: Checkpoint): boolean {
  try {
    const commitment = commitmentOfDisclosed(sha256, {
      shown: entry.shown,
      shownSalt: fromBase64(entry.shownSalt),
      withheldDigest: fromBase64(entry.withheldDigest),
    });
    const leaf = leafHash(sha256, commitment);
    const proof = entry.proof.map(fromBase64);
    return isIncluded(sha256, { index: entry.leaf, size, leaf, root, proof });
  } catch {
    return false;
  }
}

/** Has the record gone on from the older checkpoint, with nothing of it changed or gone? */
export function goesOn(older: Checkpoint, newer: Checkpoint, proof: readonly string[]): boolean {
  try {
    const nodes = proof.map(fromBase64);
    const sizes = { before: older.size, beforeRoot: older.root, size: newer.size, root: newer.root };
    return older.origin === newer.origin && isConsistent(sha256, { ...sizes, proof: nodes });
  } catch {
    return false;
  }
}
