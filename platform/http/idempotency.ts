/** Replies of requests that made something, kept for a day. The kernel keeps them by whose sign-in it is. */
import { Failure } from '../errors.ts';
import type { SignedIn } from './route.ts';

export interface Kept {
  /** The reply of the first time, if it came to an end. */
  reply: unknown;
  /** The id for what this key makes: the same at every retry. */
  newId: string;
}

/** @throws Failure `key-reused` when the key came with another request */
export async function keptReply(session: SignedIn, key: string, asked: Buffer): Promise<Kept> {
  const { rows } = await session.database.pool('earshot_staff').query({
    name: 'house.reply_begin',
    text: 'SELECT new_id, same, body FROM house.reply_begin($1, $2, $3)',
    values: [session.token, key, asked],
  });
  if (!rows[0].same) throw new Failure('key-reused');
  return { reply: rows[0].body ?? undefined, newId: rows[0].new_id };
}

export async function keepReply(session: SignedIn, key: string, reply: unknown): Promise<void> {
  await session.database.pool('earshot_staff').query({
    name: 'house.reply_end',
    text: 'SELECT house.reply_end($1, $2, $3)',
    values: [session.token, key, JSON.stringify(reply)],
  });
}
