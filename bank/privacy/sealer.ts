/**
 * The sealer of a jobs process: seals every second what there is to seal, and shows it to the witnesses.
 * Of all
 * processes one does (an advisory lock); when that one dies, the next takes over.
 *
 * A witness that is down does not stop sealing: a record that is sealed but not yet witnessed is better than
 * one that is not sealed. It is told the newest checkpoint as soon as it answers, and until then there is an
 * alarm. A witness that refuses is another matter: that is said until somebody has looked.
 */
import type pg from 'pg';
import type { Database } from '#platform/database/pool.ts';
import { house } from '#platform/database/vault.ts';
import { parseCheckpoint } from '#platform/record/checkpoint.ts';
import type { SigningKey } from '#platform/record/keys.ts';
import { consistencyProof } from '#platform/record/merkle.ts';
import { parseNote } from '#platform/record/note.ts';
import { sha256 } from '#platform/record/sha256.ts';
import { type Witness, WitnessBehind, WitnessRefusal } from '#platform/record/witness.ts';
import { RecordBroken, type Standing, sealersTree, sealSome, standingOf } from './sealing.ts';
import { addCosignature, lastCheckpoint } from './sealing-queries.ts';

export interface SealerOptions {
  key: SigningKey;
  witnesses: readonly Witness[];
  /** Milliseconds from the beginning of a round to that of the next. */
  every?: number;
  /** What went wrong, once when it begins: a word for the log, and where. */
  onTrouble?(what: Trouble, where: string, cause: unknown): void;
}

export type Trouble = 'sealing failed' | 'record broken' | 'witness down' | 'witness refused';

export interface Sealer {
  /** Ends after the round that is under way. */
  stop(): Promise<void>;
}

/** Any number that nothing else on the server locks. */
const lock = 4_772_014;

export function startSealer(database: Database, options: SealerOptions): Sealer {
  const stopping = new AbortController();
  const told = new Set<string>();
  const trouble = (what: Trouble, where: string, cause: unknown) => {
    if (!told.has(`${what} ${where}`)) options.onTrouble?.(what, where, cause);
    told.add(`${what} ${where}`);
  };
  const better = (where: string) => {
    for (const one of told) if (one.endsWith(` ${where}`)) told.delete(one);
  };
  const every = options.every ?? 1000;
  const running = (async () => {
    let holder: pg.Client | undefined;
    let standing: Standing | undefined;
    while (!stopping.signal.aborted) {
      const began = performance.now();
      try {
        holder ??= await locked(database);
        if (holder !== undefined) {
          await holder.query('SELECT 1');
          standing ??= await standingOf(database, options.key);
          // What comes while a round is sealed waits for the next second: one signature for all of it.
          while ((await sealSome(database, options.key, standing))?.more) if (stopping.signal.aborted) break;
          better('here');
          await showWitnesses(database, options.witnesses, { trouble, better });
        }
      } catch (error) {
        standing = undefined;
        await holder?.end().catch(() => undefined);
        holder = undefined;
        trouble(error instanceof RecordBroken ? 'record broken' : 'sealing failed', 'here', error);
      }
      await pause(Math.max(0, every - (performance.now() - began)), stopping.signal);
    }
    await holder?.end().catch(() => undefined);
  })();
  return {
    async stop() {
      stopping.abort();
      await running;
    },
  };
}

/** A connection that holds the lock, or undefined when another process's does. */
async function locked(database: Database): Promise<pg.Client | undefined> {
  const client = await database.connect('earshot_sealer');
  const { rows } = await client.query('SELECT pg_try_advisory_lock($1) AS mine', [lock]);
  if (rows[0].mine) return client;
  await client.end();
  return undefined;
}

interface Telling {
  trouble(what: Trouble, where: string, cause: unknown): void;
  better(where: string): void;
}

/** How far each witness has come, as far as this process knows. */
const seenBy = new WeakMap<Witness, number>();

/** Shows the newest checkpoint to each witness that has not seen it, and keeps what they sign. */
export async function showWitnesses(
  database: Database,
  witnesses: readonly Witness[],
  { trouble, better }: Telling,
): Promise<void> {
  const last = await house(database, 'earshot_sealer', (tx) => tx.first(lastCheckpoint, {}));
  if (last === undefined) return;
  for (const witness of witnesses) {
    if (seenBy.get(witness) === Number(last.size)) continue;
    try {
      const line = cosignatureOf(last.note, await shown(database, witness, last.note));
      await house(database, 'earshot_sealer', (tx) => tx.rows(addCosignature, { size: last.size, line }));
      seenBy.set(witness, Number(last.size));
      better(witness.place);
    } catch (error) {
      trouble(error instanceof WitnessRefusal ? 'witness refused' : 'witness down', witness.place, error);
    }
  }
}

/** @throws WitnessRefusal when what came back is no signature of this note: an error page, say */
function cosignatureOf(note: string, line: string): string {
  try {
    const { text, signatures } = parseNote(`${parseNote(note).text}\n${line}`);
    if (text === parseNote(note).text && signatures.length === 1) return line;
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
  }
  throw new WitnessRefusal('it answered with what is no signature');
}

async function shown(database: Database, witness: Witness, note: string): Promise<string> {
  const { size } = parseCheckpoint(parseNote(note).text);
  const from = async (before: number) => {
    const proof =
      before > size
        ? []
        : await house(database, 'earshot_sealer', (tx) =>
            consistencyProof(sha256, before, size, sealersTree(tx)),
          );
    return witness.cosign(note, before, proof);
  };
  try {
    return await from(seenBy.get(witness) ?? 0);
  } catch (error) {
    if (!(error instanceof WitnessBehind)) throw error;
    return from(error.size);
  }
}

function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve();
    const timer = setTimeout(done, milliseconds);
    signal.addEventListener('abort', done, { once: true });
    function done() {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    }
  });
}
