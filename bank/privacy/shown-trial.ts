/** A trial bank whose record is sealed, with a customer at the portal, for what the bank shows of itself. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { type Trial, trialBank } from '#bank/trial.ts';
import { type SigningKey, signingKey } from '#platform/record/keys.ts';
import { keyTypes } from '#platform/record/note.ts';
import { type Standing, sealSome, standingOf } from './sealing.ts';

export interface ShownTrial extends Trial {
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
