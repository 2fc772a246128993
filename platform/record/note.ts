/**
 * Signed notes (C2SP signed-note) with Ed25519 signatures, and the cosignatures of witnesses (C2SP
 * tlog-cosignature, version 1). Only reading and checking: it runs in a browser, by WebCrypto.
 *
 *   text that ends with a line feed
 *   (an empty line)
 *   — name base64(four bytes of the key's id, signature)
 */
import { fromBase64, toBase64, toHex } from './base64.ts';

/** How a key signs: the text itself, or as a witness the text with a time before it. */
export const keyTypes = { note: 1, cosignature: 4 } as const;

export interface Verifier {
  name: string;
  /** The first four bytes of SHA-256 of name, line feed, type and key, as hex. */
  keyId: string;
  type: number;
  publicKey: Uint8Array<ArrayBuffer>;
}

export interface Note {
  text: string;
  signatures: { name: string; keyId: string; signature: Uint8Array<ArrayBuffer> }[];
}

export interface Signer {
  name: string;
  keyId: string;
  type: number;
  /** Seconds of the epoch; a cosignature's own time. */
  at: number | undefined;
}

const encoder = new TextEncoder();

/** @throws RangeError when it is no note */
export function parseNote(note: string): Note {
  const end = note.lastIndexOf('\n\n');
  const lines = note.slice(end + 2).split('\n');
  const isWhole = lines.pop() === '' && lines.length > 0 && lines.length <= 100;
  if (end < 1 || !isWhole || note.length > 100_000 || hasControls(note))
    throw new RangeError('not a signed note');
  const signatures = lines.map((line) => {
    const [dash, name = '', coded = '', more] = line.split(' ');
    if (dash !== '—' || !isName(name) || more !== undefined) throw new RangeError('not a signature line');
    const bytes = fromBase64(coded);
    if (bytes.length < 5) throw new RangeError('a signature is longer');
    return { name, keyId: toHex(bytes.subarray(0, 4)), signature: bytes.slice(4) };
  });
  return { text: note.slice(0, end + 1), signatures };
}

/** A signature as a line of a note. */
export function signatureLine(name: string, keyId: string, signature: Uint8Array): string {
  const id = Uint8Array.from(keyId.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
  return `— ${name} ${toBase64(Uint8Array.from([...id, ...signature]))}\n`;
}

/** A public key as text: name+key id+base64(type, key). */
export function verifierText({ name, keyId, type, publicKey }: Verifier): string {
  return `${name}+${keyId}+${toBase64(Uint8Array.from([type, ...publicKey]))}`;
}

/** @throws RangeError when it is no key of the two kinds that are understood */
export async function parseVerifier(text: string): Promise<Verifier> {
  const [, name = '', keyId = '', coded = ''] = /^([^+\s]+)\+([0-9a-f]{8})\+(\S+)$/.exec(text.trim()) ?? [];
  const [type, ...key] = fromBase64(coded);
  const publicKey = Uint8Array.from(key);
  if (type !== keyTypes.note && type !== keyTypes.cosignature)
    throw new RangeError('not a known kind of key');
  if (!isName(name) || publicKey.length !== 32) throw new RangeError('not a key');
  if ((await keyIdOf(name, type, publicKey)) !== keyId) throw new RangeError('the id is of another key');
  return { name, keyId, type, publicKey };
}

export async function keyIdOf(name: string, type: number, publicKey: Uint8Array): Promise<string> {
  const bytes = Uint8Array.from([...encoder.encode(name), 10, type, ...publicKey]);
  return toHex(new Uint8Array(await crypto.subtle.digest('SHA-256', bytes)).subarray(0, 4));
}

/**
 * Who of these signed the note. Lines of keys that are not known are passed over, as the format demands.
 * @throws RangeError when a line of a known key is wrong
 */
export async function signersOf(note: Note, verifiers: readonly Verifier[]): Promise<Signer[]> {
  const signers: Signer[] = [];
  for (const { name, keyId, signature } of note.signatures) {
    const verifier = verifiers.find((one) => one.name === name && one.keyId === keyId);
    if (verifier === undefined) continue;
    const { type } = verifier;
    const at = type === keyTypes.cosignature ? timeOf(signature) : undefined;
    const own = at === undefined ? signature : signature.slice(8);
    const message = encoder.encode(at === undefined ? note.text : cosigned(note.text, at));
    if (own.length !== 64 || !(await isSigned(verifier, own, message)))
      throw new RangeError(`the signature of ${name} is not right`);
    signers.push({ name, keyId, type, at });
  }
  return signers;
}

/** What a witness signs: that it saw the text at this time (seconds of the epoch). */
export function cosigned(text: string, at: number): string {
  return `cosignature/v1\ntime ${at}\n${text}`;
}

/** Is this base64 the key's signature of the text? For what is signed outside of notes. */
export async function isSignedBy(verifier: Verifier, signature: string, text: string): Promise<boolean> {
  const bytes = fromBase64(signature);
  return bytes.length === 64 && isSigned(verifier, bytes, encoder.encode(text));
}

const imported = new Map<string, Promise<CryptoKey>>();

async function isSigned(
  { publicKey }: Verifier,
  signature: Uint8Array<ArrayBuffer>,
  message: Uint8Array<ArrayBuffer>,
): Promise<boolean> {
  const name = toHex(publicKey);
  const key = imported.get(name) ?? crypto.subtle.importKey('raw', publicKey, 'Ed25519', false, ['verify']);
  imported.set(name, key);
  return crypto.subtle.verify('Ed25519', await key, signature, message);
}

function timeOf(signature: Uint8Array<ArrayBuffer>): number {
  if (signature.length !== 72) throw new RangeError('a cosignature has another length');
  return Number(new DataView(signature.buffer, signature.byteOffset).getBigUint64(0));
}

const isName = (name: string) => /^[^\s+]{1,200}$/.test(name);
// biome-ignore lint/suspicious/noControlCharactersInRegex: that they are not there is what is asked
const hasControls = (text: string) => /[\u0000-\u0009\u000b-\u001f\u007f]/.test(text);
