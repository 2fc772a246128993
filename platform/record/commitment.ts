/**
 * What a leaf holds of a record: a salted commitment, and nothing that could be read. It has two halves, so
 * that whoever may see only the one can check it against the digest of the other; with the salt gone nobody
 * learns anything from either.
 *
 *   half       SHA-256( SHA-256(name of the half, salt), text )
 *   commitment SHA-256( half shown, half withheld )
 */
import { type Hash, leafHash } from './merkle.ts';

/** A record as it is committed to: canonical JSON texts, and 16 random bytes that are kept beside it. */
export interface Committed {
  shown: string;
  withheld: string;
  salt: Uint8Array;
}

/** As much as the customer gets of a record of hers. */
export interface Disclosed {
  shown: string;
  shownSalt: Uint8Array;
  withheldDigest: Uint8Array;
}

const encoder = new TextEncoder();

export function commitmentOf(hash: Hash, { shown, withheld, salt }: Committed): Uint8Array {
  return hash(
    joined(
      digestOf(hash, saltOf(hash, 'shown', salt), shown),
      digestOf(hash, saltOf(hash, 'withheld', salt), withheld),
    ),
  );
}

export function disclosureOf(hash: Hash, { shown, withheld, salt }: Committed): Disclosed {
  return {
    shown,
    shownSalt: saltOf(hash, 'shown', salt),
    withheldDigest: digestOf(hash, saltOf(hash, 'withheld', salt), withheld),
  };
}

/** The commitment, from what was disclosed. */
export function commitmentOfDisclosed(hash: Hash, disclosed: Disclosed): Uint8Array {
  return hash(joined(digestOf(hash, disclosed.shownSalt, disclosed.shown), disclosed.withheldDigest));
}

export function leafOf(hash: Hash, committed: Committed): Uint8Array {
  return leafHash(hash, commitmentOf(hash, committed));
}

const saltOf = (hash: Hash, half: string, salt: Uint8Array) => hash(joined(encoder.encode(half), salt));
const digestOf = (hash: Hash, salt: Uint8Array, text: string) => hash(joined(salt, encoder.encode(text)));

function joined(first: Uint8Array, second: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(first.length + second.length);
  bytes.set(first);
  bytes.set(second, first.length);
  return bytes;
}
