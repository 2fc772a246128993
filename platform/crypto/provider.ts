/**
 * Who keeps the master keys. They never come into the database; a data key comes there only wrapped by one.
 * Three verbs, so that a bank's own key management fits behind them.
 */

export interface Wrapped {
  wrapped: Buffer;
  /** Which master key wrapped it, with its version: 'file:2', 'vault:3'. */
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
    super('The key provider does not answer.', { cause });
    this.name = 'ProviderDown';
  }
}
