/** How data is kept, for anybody who asks. Read once in a while, however many ask. */
import type { Reply } from '#platform/contract.ts';
import type { Database } from '#platform/database/pool.ts';
import { ask } from '#platform/database/vault.ts';
import { toHex } from '#platform/record/base64.ts';
import { parseCheckpoint } from '#platform/record/checkpoint.ts';
import { parseNote, parseVerifier } from '#platform/record/note.ts';
import { sha256 } from '#platform/record/sha256.ts';
import { keptBack } from './investigating-queries.ts';
import { newestCheckpoint } from './own-proofs-queries.ts';
import type * as contract from './trust-contract.ts';
import { trustFacts } from './trust-queries.ts';

type Trust = Reply<typeof contract.trust>;

/** What the surroundings of the process say: nothing secret. */
export interface Surroundings {
  /** The public key that signs checkpoints, from outside the database; null: none is known. */
  logKey(): Promise<string | null>;
  keysIn: Trust['keys'];
}

const keptMilliseconds = 15_000;
const kept = new WeakMap<Database, { until: number; trust: Promise<Trust> }>();

export function readTrust(database: Database, surroundings: Surroundings): Promise<Trust> {
  const known = kept.get(database);
  if (known !== undefined && known.until > performance.now()) return known.trust;
  const trust = made(database, surroundings);
  kept.set(database, { until: performance.now() + keptMilliseconds, trust });
  // What went wrong is not kept: the next one asks again.
  trust.catch(() => kept.delete(database));
  return trust;
}

async function made(database: Database, { logKey, keysIn }: Surroundings): Promise<Trust> {
  const [[facts], [checkpoint], [back], key] = await Promise.all([
    ask(database, trustFacts, {}),
    ask(database, newestCheckpoint, {}),
    ask(database, keptBack, {}),
    logKey(),
  ]);
  // parseVerifier and parseNote throw RangeError on what is none; then the page says that it cannot be shown.
  const { text, signatures } = checkpoint ? parseNote(checkpoint.note) : { text: '', signatures: [] };
  const signed = text === '' ? undefined : parseCheckpoint(text);
  const waiting = facts?.unsealed_since;
  const { keeping_months: months, keeping_citation: citation } = facts ?? {};
  return {
    keys: keysIn,
    record: {
      sealedAt: signed?.more.time ?? null,
      entries: Number(checkpoint?.size ?? 0),
      unsealedSeconds: waiting
        ? Math.max(0, Math.round(Temporal.Now.instant().since(waiting).total('seconds')))
        : 0,
      witnesses: signatures.map(({ name }) => name).filter((name) => name !== signed?.origin),
      note: checkpoint?.note ?? null,
      // The same as a customer's own check shows.
      keyFingerprint: key === null ? null : toHex(sha256((await parseVerifier(key)).publicKey)),
    },
    keptBack: back?.looks ?? null,
    limits: { customersPerHour: facts?.customers_per_hour ?? null },
    keeping: months == null || citation == null ? null : { months, citation },
    answers: {
      ...{ months: facts?.answering_months ?? null, citation: facts?.answering_citation ?? null },
      ...{ answered: facts?.answered ?? 0, late: facts?.answered_late ?? 0 },
    },
  };
}
