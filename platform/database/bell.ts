/**
 * Wakes those who wait for news: PostgreSQL's NOTIFY, heard by one connection of each process. A ring says
 * only that something happened under a name; what, everybody reads for themselves. So nothing is lost with a
 * lost connection: all who wait are woken, read, and wait anew.
 */
import type { Client } from 'pg';
import { Failure } from '../errors.ts';
import type { Database } from './pool.ts';

export interface Waiting {
  /** Comes true at the next ring, after so many milliseconds, or when nobody wants to know any more. */
  rung(millisecondsMax: number, gone: AbortSignal): Promise<void>;
  leave(): void;
}

/** How many may wait in one process; each holds a request open. */
const waitingMax = 2_000;
/** How many of these one screen, or one sign-in, may hold: of tabs that are loaded anew or twice, no more. */
const waitingEachMax = 4;
const lingerMilliseconds = 2_000;

/**
 * Stands at the bell before the caller reads, so that nothing falls between reading and waiting.
 * @param holder who holds the request open: the screen, or the sign-in
 * @throws Failure `too-many` in this process, or of this holder; `unavailable`
 */
export async function standAtBell(database: Database, name: string, holder: string): Promise<Waiting> {
  const bell = bells.get(database) ?? new Bell(database);
  bells.set(database, bell);
  return bell.stand(name, holder);
}

const bells = new WeakMap<Database, Bell>();

class Bell {
  readonly #database: Database;
  readonly #waiting = new Map<string, Set<() => void>>();
  readonly #held = new Map<string, number>();
  #count = 0;
  #client: Promise<Client> | undefined;
  #linger: NodeJS.Timeout | undefined;

  constructor(database: Database) {
    this.#database = database;
  }

  async stand(name: string, holder: string): Promise<Waiting> {
    const held = this.#held.get(holder) ?? 0;
    if (this.#count >= waitingMax || held >= waitingEachMax)
      throw new Failure('too-many', { retryAfterSeconds: 5 });
    this.#count += 1;
    this.#held.set(holder, held + 1);
    clearTimeout(this.#linger);
    const ring = Promise.withResolvers<void>();
    const here = this.#waiting.get(name) ?? new Set();
    this.#waiting.set(name, here.add(ring.resolve));
    let left = false;
    const leave = () => {
      if (left) return;
      left = true;
      this.#count -= 1;
      const others = (this.#held.get(holder) ?? 1) - 1;
      if (others > 0) this.#held.set(holder, others);
      else this.#held.delete(holder);
      here.delete(ring.resolve);
      if (here.size === 0) this.#waiting.delete(name);
      if (this.#count === 0) this.#linger = setTimeout(() => this.#hangUp(), lingerMilliseconds);
    };
    try {
      this.#client ??= this.#listen();
      await this.#client;
    } catch (cause) {
      this.#client = undefined;
      leave();
      throw new Failure('unavailable', { cause });
    }
    return {
      leave,
      rung: (millisecondsMax, gone) =>
        new Promise((resolve) => {
          const deadline = setTimeout(resolve, millisecondsMax);
          const done = () => {
            clearTimeout(deadline);
            resolve();
          };
          gone.addEventListener('abort', done, { once: true });
          if (gone.aborted) done();
          void ring.promise.then(done);
        }),
    };
  }

  async #listen(): Promise<Client> {
    const client = await this.#database.connect('earshot_staff');
    client.on('notification', ({ payload = '' }) => {
      for (const wake of this.#waiting.get(payload) ?? []) wake();
    });
    client.on('end', () => {
      this.#client = undefined;
      for (const here of this.#waiting.values()) for (const wake of here) wake();
    });
    await client.query('LISTEN earshot_bell');
    return client;
  }

  #hangUp(): void {
    const client = this.#client;
    this.#client = undefined;
    void client?.then((listening) => listening.end()).catch(() => undefined);
  }
}
