/**
 * Passwords, one-time codes and tokens. Hashes are argon2id (RFC 9106) in PHC form; codes are TOTP (RFC
 * 6238).
 */
import { argon2, createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';
import { generateSecret, generateSync, generateURI, verifySync } from 'otplib';

const argon2Async = promisify(argon2);
/** OWASP's least for argon2id: 19 MiB, two passes, one lane. */
const cost = { memory: 19_456, passes: 2, parallelism: 1 };
const stepSeconds = 30;

/** "$argon2id$v=19$m=19456,t=2,p=1$salt$tag". */
export async function hashPassword(password: string): Promise<string> {
  const nonce = randomBytes(16);
  const tag = await derive(password, nonce, cost);
  const { memory, passes, parallelism } = cost;
  return `$argon2id$v=19$m=${memory},t=${passes},p=${parallelism}$${base64(nonce)}$${base64(tag)}`;
}

/** Equal work whether or not there is such a hash, so that time does not tell who has a sign-in. */
export async function passwordMatches(password: string, phc: string | null): Promise<boolean> {
  const match = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$([^$]+)\$([^$]+)$/.exec(phc ?? nobody);
  if (match === null) return false;
  const [, memory, passes, parallelism, salt, tag] = match as unknown as [
    string,
    string,
    string,
    string,
    string,
    string,
  ];
  const wanted = Buffer.from(tag, 'base64');
  const given = await derive(password, Buffer.from(salt, 'base64'), {
    memory: Number(memory),
    passes: Number(passes),
    parallelism: Number(parallelism),
  });
  return timingSafeEqual(wanted, given) && phc !== null;
}

/** A new secret for a code generator, in base32, and the address that a telephone scans. */
export function newTotp(userName: string, issuer: string): { secret: string; uri: string } {
  const secret = generateSecret();
  return { secret, uri: generateURI({ issuer, label: userName, secret }) };
}

/**
 * The time step for which the code is right (a step early or late is forgiven), or undefined.
 * @param epochSeconds now
 */
export function totpStep(secret: string, code: string, epochSeconds: number): bigint | undefined {
  for (const offset of [0, -1, 1]) {
    const epoch = epochSeconds + offset * stepSeconds;
    const { valid } = verifySync({ secret, token: code, epoch, epochTolerance: 0 });
    if (valid) return BigInt(Math.floor(epoch / stepSeconds));
  }
  return undefined;
}

/** The code of this half minute, for the demo bank's made-up people. */
export const codeOf = (secret: string): string => generateSync({ secret });

/** The code of the half minute before, which is forgiven too. */
export const codeBefore = (secret: string): string =>
  generateSync({ secret, epoch: Math.floor(Date.now() / 1000) - stepSeconds });

/** A token nobody can guess: 256 bits, base64url. */
export function newToken(): string {
  return randomBytes(32).toString('base64url');
}

/** What is stored of a token. */
export function hashToken(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}

async function derive(
  message: string,
  nonce: Buffer,
  { memory, passes, parallelism }: typeof cost,
): Promise<Buffer> {
  return (await argon2Async('argon2id', {
    message,
    nonce,
    memory,
    passes,
    parallelism,
    tagLength: 32,
  })) as Buffer;
}

const base64 = (bytes: Buffer) => bytes.toString('base64').replace(/=+$/, '');

/** A hash of nothing that anybody knows, of the same cost. */
const nobody = `$argon2id$v=19$m=19456,t=2,p=1$${base64(randomBytes(16))}$${base64(randomBytes(32))}`;
