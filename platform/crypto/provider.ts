/**
 * Who keeps the master keys. They never come into the database; a data key comes there only wrapped by one.
 * Three verbs, so that a bank's own key management fits behind them.
 */

export interface Wrapped {
  wrapped: Buffer;
  /** Which master key wrapped it, with its version: 'file:2', 'vault:3', 'kms:4'. */
  master: string;
}

export interface KeyProvider {
  /** The master key that wraps now. Asking is also how it is found out whether the provider answers. */
  newest(): Promise<string>;
  /** Wraps data keys of 32 bytes under the newest master key, in their order. */
  wrap(keys: readonly Buffer[]): Promise<Wrapped[]>;
  /** The keys again, in their order, whichever of its master keys wrapped them. */
  unwrap(wrapped: readonly Wrapped[]): Promise<Buffer[]>;
  /** Makes a new master key, which wraps from now on; older ones still unwrap. */
  rotate(): Promise<string>;
}

/** The provider does not answer. Anything else that goes wrong is a fault. */
export class ProviderDown extends Error {
  constructor(cause: unknown) {
    // Why, for whoever sits at a terminal; people at a screen are told `keys-unavailable` and no more.
    const why = cause instanceof Error ? `: ${cause.message}` : '.';
    super(`The key provider does not answer${why}`, { cause });
    this.name = 'ProviderDown';
  }
}
