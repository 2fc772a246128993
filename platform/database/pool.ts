/**
 * Pools of connections, one per log-in, each log-in with its own password. Pipelined, but for COPY.
 */
import pg from 'pg';
import { KeyRing, noKeys } from '../crypto/keyring.ts';
import type { Login } from './statement.ts';

// int8 exactly; dates as ISO text; instants as Temporal.Instant.
const types = new pg.TypeOverrides();
types.setTypeParser(20, BigInt);
types.setTypeParser(1082, (text) => text);
types.setTypeParser(1184, (text) =>
  Temporal.Instant.from(text.replace(' ', 'T').replace(/([+-]\d\d)$/, '$1:00')),
);

/** Where the database is and how each log-in proves to be itself. Never holds the owner's password. */
export interface Logins {
  host: string;
  port: number;
  database: string;
  tls: boolean;
  passwords: Record<Login, string>;
}

export interface Database {
  readonly logins: Logins;
  /** What seals and opens sensitive values, with master keys from outside the database. */
  readonly keys: KeyRing;
  /** The pipelined pool of a log-in; made at its first use. */
  pool(login: Login): pg.Pool;
  /** A connection of its own, not pipelined: for COPY and for LISTEN. The caller ends it. */
  connect(login: Login): Promise<pg.Client>;
  close(): Promise<void>;
}

export interface PoolLimits {
  /** Connections of each log-in at most. */
  connectionsMax?: number;
  /** How long to wait for a connection before `unavailable`, in milliseconds. */
  waitMillisecondsMax?: number;
}

/** Opens nothing yet; connections come with the first work. */
export function openDatabase(logins: Logins, limits: PoolLimits = {}, keys = new KeyRing(noKeys)): Database {
  const pools = new Map<Login, pg.Pool>();
  const settings = (login: Login) => ({
    host: logins.host,
    port: logins.port,
    database: logins.database,
    user: login,
    password: logins.passwords[login],
    ssl: logins.tls,
    types,
    application_name: 'earshot',
    connectionTimeoutMillis: limits.waitMillisecondsMax ?? 5000,
  });
  return {
    logins,
    keys,
    pool(login) {
      const known = pools.get(login);
      if (known !== undefined) return known;
      const pool = new pg.Pool({
        ...settings(login),
        max: limits.connectionsMax ?? 16,
        idleTimeoutMillis: 30_000,
        // A batch run's statements may take as long as the database itself lets them.
        query_timeout: login === 'earshot_batch' ? 3_600_000 : 30_000,
        pipeline: true,
      } as pg.PoolConfig);
      // A connection that dies while idle is replaced at its next use; without a listener it would end the
      // process.
      pool.on('error', () => undefined);
      pool.on('connect', (client) => client.on('error', () => undefined));
      pools.set(login, pool);
      return pool;
    },
    async connect(login) {
      const client = new pg.Client(settings(login));
      client.on('error', () => undefined);
      await client.connect();
      return client;
    },
    async close() {
      await Promise.all([...pools.values()].map((pool) => pool.end()));
      pools.clear();
    },
  };
}
