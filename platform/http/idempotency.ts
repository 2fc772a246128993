/**
 * Requests that make something, made once: a retry with the same Idempotency-Key gets the same reply, for a
 * day. What was answered is kept sealed under a key made of the session's own token, which no server keeps
 * (its hash is all that the database knows): a one-time link or a code that an answer shows once is in
 * nobody's reach. Another session of the same person is told that it was done (docs/decisions/0049).
 */
import { createCipheriv, createDecipheriv, createHash, hkdfSync, randomBytes } from 'node:crypto';
import type { Contract } from '../contract.ts';
import { Failure } from '../errors.ts';
import type { SignedIn } from './route.ts';

type App = 'workspace' | 'portal';

/** @param make does it, with the id for what this key makes: the same at every retry */
export type Once = (
  session: SignedIn,
  contract: Contract,
  request: { key: unknown; params: unknown; body: unknown },
  make: (newId: string) => Promise<unknown>,
) => Promise<unknown>;

/** What one server makes once. Of two requests with one key at the same time, the second waits. */
export function onceOf(app: App): Once {
  const underWay = new Map<string, Promise<unknown>>();
  return async (session, contract, { key, params, body }, make) => {
    if (typeof key !== 'string' || !/^[\x21-\x7e]{8,100}$/.test(key)) throw new Failure('key-needed');
    const asked = createHash('sha256')
      .update(JSON.stringify([contract.route, params, body]))
      .digest();
    const name = `${session.sessionId} ${key} ${asked.toString('hex')}`;
    const running = underWay.get(name);
    if (running !== undefined) return running;
    const now = madeOnce(app, session, contract, { key, asked }, make);
    underWay.set(name, now);
    return now.finally(() => underWay.delete(name));
  };
}

interface Asked {
  key: string;
  /** Hash of what is asked. */
  asked: Buffer;
}

async function madeOnce(
  app: App,
  session: SignedIn,
  contract: Contract,
  given: Asked,
  make: (newId: string) => Promise<unknown>,
): Promise<unknown> {
  const { newId, reply } = await begin(app, session, given);
  if (reply !== undefined) return reply;
  const result = await make(newId);
  await end(app, session, given, withoutUnkept(contract, result));
  return result;
}

/** The one that asked gets it all; for a retry is kept what may be. */
function withoutUnkept({ unkept = [] }: Contract, result: unknown): unknown {
  if (unkept.length === 0) return result;
  return { ...(result as object), ...Object.fromEntries(unkept.map((name) => [name, null])) };
}

const functions = {
  workspace: { login: 'earshot_staff', begin: 'house.reply_begin', end: 'house.reply_end' },
  portal: { login: 'earshot_portal', begin: 'house.own_reply_begin', end: 'house.own_reply_end' },
} as const;

/**
 * @returns the reply of the first time, if it came to an end
 * @throws Failure `key-reused` when the key came with another request, `made-already` in another session
 */
async function begin(app: App, session: SignedIn, { key, asked }: Asked) {
  const { login, begin: name } = functions[app];
  const { rows } = await session.database.pool(login).query({
    name,
    text: `SELECT new_id, same, reply FROM ${name}($1, $2, $3)`,
    values: [session.token, key, asked],
  });
  const [{ new_id: newId, same, reply }] = rows;
  if (!same) throw new Failure('key-reused');
  return { newId, reply: reply === null ? undefined : opened(session, { key, asked }, reply) };
}

async function end(app: App, session: SignedIn, given: Asked, reply: unknown): Promise<void> {
  const { login, end: name } = functions[app];
  await session.database.pool(login).query({
    name,
    text: `SELECT ${name}($1, $2, $3)`,
    values: [session.token, given.key, sealed(session, given, reply)],
  });
}

const nonceBytes = 12;
const tagBytes = 16;

/** One key for each request: it seals once, so that no nonce comes twice under it. */
function keyOf({ token }: SignedIn, { key, asked }: Asked): Buffer {
  return Buffer.from(hkdfSync('sha256', token, asked, `earshot reply ${key}`, 32));
}

function sealed(session: SignedIn, given: Asked, reply: unknown): Buffer {
  const nonce = randomBytes(nonceBytes);
  const cipher = createCipheriv('aes-256-gcm', keyOf(session, given), nonce);
  const text = Buffer.concat([cipher.update(JSON.stringify(reply), 'utf8'), cipher.final()]);
  return Buffer.concat([nonce, text, cipher.getAuthTag()]);
}

function opened(session: SignedIn, given: Asked, kept: Buffer): unknown {
  const decipher = createDecipheriv('aes-256-gcm', keyOf(session, given), kept.subarray(0, nonceBytes));
  decipher.setAuthTag(kept.subarray(-tagBytes));
  try {
    const text = decipher.update(kept.subarray(nonceBytes, -tagBytes), undefined, 'utf8');
    return JSON.parse(text + decipher.final('utf8'));
  } catch (cause) {
    throw new Failure('made-already', { cause });
  }
}
