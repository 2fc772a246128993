/**
 * The job 'keys.renew': seals what is plain still, seals anew what is sealed with a retired key, wraps data
 * keys anew that an older master key has wrapped. Each a page at a time, so that nobody waits for it; done
 * again it goes on where it was.
 */

import { sealReferrals } from '#bank/advice/actions.ts';
import { sealConversations } from '#bank/asking/actions.ts';
import { sealNotes } from '#bank/conversations/sealing.ts';
import { sealInquiries, sealRequestsAnew } from '#bank/privacy/actions.ts';
import { rewrapKeys } from '#platform/crypto/rewrapping.ts';
import type { Database } from '#platform/database/pool.ts';
import type { Run } from '#platform/database/vault.ts';
import { sealAllIdentifiers } from './sealing.ts';
import { forgetRetired } from './sealing-queries.ts';
import { sealAllNeeds } from './supporting.ts';

export interface Renewed {
  identifiers: number;
  notes: number;
  inquiries: number;
  supportNeeds: number;
  /** What was told in conversations. */
  conversations: number;
  /** What was asked of specialists, and answered. */
  referrals: number;
  /** Words of requests of rights. */
  requests: number;
  /** Data keys that the newest master key wraps now. */
  keys: number;
}

export async function renewKeys(database: Database, run: Run, signal: AbortSignal): Promise<Renewed> {
  const began = Temporal.Now.instant();
  const identifiers = await sealAllIdentifiers(run, signal);
  const notes = await sealNotes(run, signal);
  const inquiries = await sealInquiries(run, signal);
  const requests = await sealRequestsAnew(run, signal);
  const supportNeeds = await sealAllNeeds(run, signal);
  const conversations = await sealConversations(run, signal);
  const referrals = await sealReferrals(run, signal);
  const keys = await rewrapKeys(database, signal);
  if (!signal.aborted) await run.transaction((tx) => tx.rows(forgetRetired, { runBegan: began }));
  return { identifiers, notes, inquiries, requests, supportNeeds, conversations, referrals, keys };
}
