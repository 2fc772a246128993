/** A trial bank whose record is sealed, with a customer at the portal, for what the bank shows of itself. */
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { type Trial, trialBank } from '#bank/trial.ts';
import { hashToken } from '#platform/auth/secrets.ts';
import { type SigningKey, signingKey } from '#platform/record/keys.ts';
import { keyTypes } from '#platform/record/note.ts';
import { type Standing, sealSome, standingOf } from './sealing.ts';

export interface ShownTrial extends Trial {
  /** A sign-in of this customer to the portal. @returns its token */
  atPortal(customer: string): Promise<string>;
  /** Seals whatever is not sealed yet. */
  seal(): Promise<void>;
}

export async function shownTrial(): Promise<ShownTrial> {
  const home = await mkdtemp(path.join(tmpdir(), 'earshot-shown-'));
  const key = await signingKey(path.join(home, 'record'), 'log', keyTypes.note);
  const bank = await trialBank({ apps: true, home });
  const standing = await standingOf(bank.database, key);
  return {
    ...bank,
    async atPortal(customer) {
      const token = randomBytes(32).toString('base64url');
      await bank.sql(
        `INSERT INTO customers.sessions (customer_id, token_hash, idle_expires_at, expires_at)
         VALUES ($1, $2, now() + interval '1 hour', now() + interval '1 hour')`,
        [customer, hashToken(token)],
      );
      return token;
    },
    seal: () => sealAll(bank, key, standing),
    async close() {
      await bank.close();
      await rm(home, { recursive: true });
    },
  };
}

/**
 * Seals all there is. What another test's transaction holds up, because transactions are numbered across the
 * whole server, is tried again.
 */
export async function sealAll(bank: Trial, key: SigningKey, standing: Standing): Promise<void> {
  for (;;) {
    while ((await sealSome(bank.database, key, standing)) !== undefined);
    const [state] = await bank.sql('SELECT unsealed_since FROM privacy.sealing_state()');
    if (state?.unsealed_since === null) return;
    await setTimeout(50);
  }
}
