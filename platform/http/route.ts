/**
 * Routes: a contract and what answers it. The door (server.ts) has checked the session, the permission and
 * the request by the time `answer` is called; the response schema drops what the contract does not declare.
 */
import type { Provider } from '../auth/single-sign-on.ts';
import type { Body, Contract, Params, Query, Reply } from '../contract.ts';
import type { Database } from '../database/pool.ts';
import type { Releasing } from '../database/vault.ts';
import { Failure } from '../errors.ts';

/** Who is at the door. The raw token goes to the vault's kernel, which finds out for itself whose it is. */
export interface SignedIn {
  readonly database: Database;
  readonly token: string;
  readonly sessionId: string;
  /** The member of staff, or the customer at the portal. */
  readonly actorId: string;
  readonly role: string;
  readonly locked: boolean;
  readonly releasing?: Releasing | undefined;
  /** Whose it is was proven in the last five minutes. */
  readonly fresh: boolean;
}

/** What an answer may do with the connection; everything else about HTTP stays outside. */
export interface Door {
  readonly database: Database;
  readonly address: string;
  /** Where people reach this app, "https://crm.bank.example": what passkeys are bound to. */
  readonly origin: string;
  /** What the browser says it is. */
  readonly agent: string;
  /** The device's own secret, known again at the next sign-in. */
  readonly device: string | undefined;
  /** The secret of a screen that faces customers: nobody's sign-in, known to the routes of screens alone. */
  readonly screen: string | undefined;
  /** The secret of a browser that is tied to a work station. */
  readonly station: string | undefined;
  /** Aborts when nobody waits for the answer any more, or the server stops. */
  readonly gone: AbortSignal;
  setScreen(secret: string): void;
  setToken(token: string | undefined): void;
  setDevice(device: string): void;
  setStation(secret: string): void;
  /** The bank's own identity provider; undefined: there is none. */
  readonly provider: Provider | undefined;
  /** A secret that only this browser has while it is away at the identity provider. */
  readonly away: string | undefined;
  setAway(secret: string | undefined): void;
  /** Answers with a file instead of JSON; what the route returns is then sent piece by piece. */
  setFile(name: string, type: string): void;
}

export interface Call<C extends Contract, S extends SignedIn = SignedIn> {
  /** Undefined only for contracts whose permission is 'nobody'. */
  readonly session: S;
  readonly params: Params<C>;
  readonly query: Query<C>;
  readonly body: Body<C>;
  /** What If-Match said, for versioned contracts. */
  readonly version: number;
  /** For contracts that create: the same for every retry with the same Idempotency-Key. */
  readonly newId: string;
  readonly door: Door;
}

export interface Route {
  readonly contract: Contract;
  /** Whose it is, for the API's documentation. */
  readonly module?: string;
  readonly answer: (call: Call<Contract, never>) => Promise<unknown>;
}

/** How lately a session must have proven whose it is for what takes a fresh one, as PostgreSQL says it. */
export const lately = '5 minutes';

/**
 * For what only sometimes takes a fresh proof; contracts that always do say `fresh`.
 * @throws Failure `step-up`
 */
export function demandFresh(session: SignedIn): void {
  if (!session.fresh) throw new Failure('step-up');
}

/** Binds a contract to the action that answers it. */
export function route<C extends Contract, S extends SignedIn = SignedIn>(
  contract: C,
  answer: (call: Call<C, S>) => Promise<Reply<C>>,
): Route {
  return { contract, answer: answer as unknown as Route['answer'] };
}
