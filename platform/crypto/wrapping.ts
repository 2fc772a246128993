/**
 * A data key wrapped by a master key that this process has in its memory: AES-256-GCM, bound to the master's
 * name. Pure.
 *
 *   12 bytes  nonce, random: 2^32 data keys under one master (NIST SP 800-38D 8.3)
 *   32 bytes  ciphertext
 *   16 bytes  tag
 */
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';

/** @param master 32 bytes */
export function wrapUnder(master: Buffer, name: string, key: Buffer): Buffer {
  const nonce = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', master, nonce);
  cipher.setAAD(Buffer.from(name));
  return Buffer.concat([nonce, cipher.update(key), cipher.final(), cipher.getAuthTag()]);
}

/** @throws Error when it was changed, or was wrapped by another master or one of another name */
export function unwrapUnder(master: Buffer, name: string, wrapped: Buffer): Buffer {
  const decipher = createDecipheriv('aes-256-gcm', master, wrapped.subarray(0, 12));
  decipher.setAAD(Buffer.from(name));
  decipher.setAuthTag(wrapped.subarray(-16));
  return Buffer.concat([decipher.update(wrapped.subarray(12, -16)), decipher.final()]);
}
