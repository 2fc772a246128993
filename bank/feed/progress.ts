/**
 * How far a run is: told to whoever watches and kept in the run's row, at least every second. The same moment
 * asks whether somebody wants it stopped.
 */
import type { Database } from '#platform/database/pool.ts';
import { house } from '#platform/database/vault.ts';
import { tell } from './queries.ts';

export interface Told {
  phase: Phase;
  /** The file or the entity that is being worked on. */
  item: string | null;
  /** Rows so far in this phase. */
  rows: number;
  rowsPerSecond: number;
  /** From 0 to 1, of the whole run. */
  share: number;
}

export type Phase = 'reading' | 'mapping' | 'checking' | 'writing' | 'ending' | 'names' | 'undoing';

/** Where each phase lies in the whole, from measured runs. */
const stretches: Record<Phase, readonly [from: number, to: number]> = {
  reading: [0, 0.2],
  mapping: [0.2, 0.45],
  checking: [0.45, 0.5],
  writing: [0.5, 0.9],
  ending: [0.9, 0.92],
  names: [0.92, 1],
  undoing: [0, 1],
};

export class Progress {
  readonly stop = new AbortController();
  readonly #database: Database;
  readonly #runId: string;
  readonly #watch: ((told: Told) => void) | undefined;
  readonly #clock: () => number;
  #told: Told = { phase: 'reading', item: null, rows: 0, rowsPerSecond: 0, share: 0 };
  #since: number;
  #timer: NodeJS.Timeout;
  #telling: Promise<void> | undefined;

  constructor(
    database: Database,
    runId: string,
    watch?: (told: Told) => void,
    clock: () => number = performance.now.bind(performance),
  ) {
    this.#database = database;
    this.#runId = runId;
    this.#watch = watch;
    this.#clock = clock;
    this.#since = clock();
    this.#timer = setInterval(() => this.#tell(), 500);
  }

  /** @param done share of this phase, from 0 to 1 */
  at(phase: Phase, item: string | null, rows: number, done: number): void {
    if (phase !== this.#told.phase) this.#since = this.#clock();
    const [from, to] = stretches[phase];
    const seconds = (this.#clock() - this.#since) / 1000;
    const rowsPerSecond = seconds < 0.05 ? 0 : Math.round(rows / seconds);
    this.#told = {
      phase,
      item,
      rows,
      rowsPerSecond,
      share: from + (to - from) * Math.min(1, Math.max(0, done)),
    };
    this.#watch?.(this.#told);
  }

  async close(): Promise<void> {
    clearInterval(this.#timer);
    await this.#telling;
  }

  #tell(): void {
    // Never two at once; a database that does not answer is noticed by the work itself.
    if (this.#telling !== undefined) return;
    const { phase, item, rows, rowsPerSecond, share } = this.#told;
    this.#telling = house(this.#database, 'earshot_batch', (tx) =>
      tx.first(tell, {
        runId: this.#runId,
        phase,
        item,
        rows: BigInt(rows),
        perSecond: rowsPerSecond,
        share,
      }),
    )
      .then(
        (row) => {
          if (row?.stop_requested) this.stop.abort();
        },
        () => undefined,
      )
      .finally(() => {
        this.#telling = undefined;
      });
  }
}
