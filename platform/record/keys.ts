/**
 * Keys of the log, of witnesses and of receipts: Ed25519 seeds in files that only their owner may read (mode
 * 600), outside the database. Beside each lies its public key, for whoever verifies.
 */
import { createPrivateKey, createPublicKey, type KeyObject, randomBytes, sign } from 'node:crypto';
import { mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fromBase64, toBase64 } from './base64.ts';
import { cosigned, keyIdOf, keyTypes, signatureLine, type Verifier, verifierText } from './note.ts';

export interface SigningKey extends Verifier {
  /** The public key as text, for whoever verifies. */
  readonly verifier: string;
  sign(message: Uint8Array): Buffer;
  /** The signature line of a note's text; a witness's holds the time (seconds of the epoch). */
  line(text: string, at: number): string;
}

/**
 * Reads the key of this name, or makes it. Several processes may ask at once: they get the same.
 * @param folder made when it is not there
 * @param name of the files: `log`, `witness`, `receipts`
 * @throws Error when others than its owner may read the file
 */
export async function signingKey(
  folder: string,
  name: string,
  type: (typeof keyTypes)[keyof typeof keyTypes],
): Promise<SigningKey> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const file = path.join(folder, `${name}.key`);
  const label = `earshot/${name}/${randomBytes(4).toString('hex')}`;
  const made = `${label} ${toBase64(Uint8Array.from([type, ...randomBytes(32)]))}\n`;
  await writeFile(file, made, { flag: 'wx', mode: 0o600, flush: true }).catch((error) => {
    if (error.code !== 'EEXIST') throw error;
  });
  const key = await readKey(file, type);
  await writeFile(path.join(folder, `${name}.pub`), `${key.verifier}\n`);
  return key;
}

async function readKey(file: string, wanted: number): Promise<SigningKey> {
  if (process.platform !== 'win32' && ((await stat(file)).mode & 0o077) !== 0)
    throw new Error(`${file} may be read by others than its owner: chmod 600 it, or make another key.`);
  const [name = '', coded = ''] = (await readFile(file, 'utf8')).trim().split(' ');
  const [type = 0, ...seed] = fromBase64(coded);
  if (type !== wanted || seed.length !== 32) throw new Error(`${file} holds no such key.`);
  const privateKey = privateKeyOf(Uint8Array.from(seed));
  const publicKey = publicKeyOf(privateKey);
  const verifier = { name, keyId: await keyIdOf(name, type, publicKey), type, publicKey };
  const signed = (message: Uint8Array) => sign(null, message, privateKey);
  return {
    ...verifier,
    verifier: verifierText(verifier),
    sign: signed,
    line(text, at) {
      if (type === keyTypes.note) return signatureLine(name, verifier.keyId, signed(Buffer.from(text)));
      const time = Buffer.alloc(8);
      time.writeBigUInt64BE(BigInt(at));
      const own = signed(Buffer.from(cosigned(text, at)));
      return signatureLine(name, verifier.keyId, Buffer.concat([time, own]));
    },
  };
}

/** PKCS #8 around the seed (RFC 8410, 7). */
function privateKeyOf(seed: Uint8Array): KeyObject {
  const der = Buffer.concat([Buffer.from('302e020100300506032b657004220420', 'hex'), seed]);
  return createPrivateKey({ key: der, format: 'der', type: 'pkcs8' });
}

function publicKeyOf(privateKey: KeyObject): Uint8Array<ArrayBuffer> {
  const { x = '' } = createPublicKey(privateKey).export({ format: 'jwk' });
  return Uint8Array.from(Buffer.from(x, 'base64url'));
}
