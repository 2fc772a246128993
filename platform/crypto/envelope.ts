/**
 * A sealed value: AES-256-GCM under a data key, bound to the place where it stands. Pure.
 *
 *   1 byte    format, 1
 *   16 bytes  the id of the data key; a new version of a key is a new key with an id of its own
 *   12 bytes  nonce, random
 *   n bytes   ciphertext
 *   16 bytes  tag
 *
 * Associated data is table, column, row and key, so that a ciphertext in another place does not open.
 */
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';

/** Where a value stands. The row by its own id: rows move between customers when these are merged. */
export interface Place {
  table: string;
  column: string;
  row: string;
}

export interface DataKey {
  id: string;
  /** 32 bytes. */
  key: Buffer;
}

const format = 1;
const header = 17;
const nonceBytes = 12;
const tagBytes = 16;
/** Shorter than that is nothing that was sealed. */
const least = header + nonceBytes + tagBytes;

/**
 * NIST SP 800-38D 8.3 allows 2^32 random nonces under one key; one customer's values of one class are some
 * thousands at most.
 */
export function seal({ id, key }: DataKey, place: Place, text: string): Buffer {
  const nonce = randomBytes(nonceBytes);
  const cipher = createCipheriv('aes-256-gcm', key, nonce);
  cipher.setAAD(associated(place, id));
  const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
  return Buffer.concat([Buffer.of(format), bytesOf(id), nonce, sealed, cipher.getAuthTag()]);
}

/** @throws Error when it was changed, or was sealed for another place or under another key */
export function open({ id, key }: DataKey, place: Place, sealed: Buffer): string {
  if (keyIn(sealed) !== id) throw new Error('sealed under another key');
  const body = sealed.subarray(header);
  const decipher = createDecipheriv('aes-256-gcm', key, body.subarray(0, nonceBytes));
  decipher.setAAD(associated(place, id));
  decipher.setAuthTag(body.subarray(-tagBytes));
  const text = decipher.update(body.subarray(nonceBytes, -tagBytes), undefined, 'utf8');
  return text + decipher.final('utf8');
}

/**
 * The id of the data key that it was sealed with.
 * @throws Error when it is nothing that was sealed
 */
export function keyIn(sealed: Buffer): string {
  if (sealed.length < least || sealed[0] !== format) throw new Error('not a sealed value');
  const hex = sealed.toString('hex', 1, header);
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

function associated({ table, column, row }: Place, key: string): Buffer {
  return Buffer.from(JSON.stringify(['earshot', format, table, column, row, key]));
}

const bytesOf = (id: string) => Buffer.from(id.replaceAll('-', ''), 'hex');
