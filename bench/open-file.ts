/**
 * GET the whole file over HTTP: session, permission, durable access record, seal, all statements of the file.
 * Limit: the same selects, by the same pipelined driver on bare tables without row security, no HTTP, no
 * record. Of a larger bank also how much longer it takes there than in one of 10,000 customers, in turns.
 */
import { randomBytes } from 'node:crypto';
import { connect, type Socket } from 'node:net';
import pg from 'pg';
import type { TObject } from 'typebox';
import * as conversations from '#bank/conversations/queries.ts';
import { confidencesOf } from '#bank/customers/confiding-queries.ts';
import * as customers from '#bank/customers/queries.ts';
import * as holdings from '#bank/holdings/queries.ts';
import { hashToken } from '#platform/auth/secrets.ts';
import { type ParametersOf, type Statement, valuesOf } from '#platform/database/statement.ts';
import { cookieName } from '#platform/http/server.ts';
import { type BenchBank, benchBank } from './bank/bank.ts';
import { startServer } from './bank/server.ts';
import { inTurns, type Load, load, median, percentile, print } from './measure.ts';

const bankers = 16;
const seconds = 3;
const small = 10_000;

export async function bench({ size = small, rounds }: { size?: number; rounds: number }): Promise<void> {
  const bank = await served(size);
  const bare = new pg.Pool({ ...bank.owner, max: bankers, pipeline: true } as pg.PoolConfig);
  try {
    for (const connections of [1, bankers]) {
      const clients = await Promise.all(Array.from({ length: connections }, () => bare.connect()));
      try {
        const measured = await inTurns(
          rounds,
          () => bank.files(connections),
          () => load(connections, seconds, (n) => selects(clients[n] as pg.PoolClient, bank.customerOf(n))),
        );
        report(size, connections, rounds, measured);
      } finally {
        for (const client of clients) client.release();
      }
    }
    if (size > small) await growth(bank, size, rounds);
  } finally {
    await bare.end();
    await bank.stop();
  }
}

/** How many times as long one file takes in this bank as in a small one. */
async function growth(bank: Served, size: number, rounds: number): Promise<void> {
  const little = await served(small);
  try {
    const { work, limit } = await inTurns(
      rounds,
      () => bank.files(bankers),
      () => little.files(bankers),
    );
    const p50 = ({ milliseconds }: Load) => percentile(milliseconds, 50);
    const all = work.map((one, round) => p50(one) / p50(limit[round] as Load));
    print({
      ...{ bench: 'open-file', size, connections: bankers, rounds, unit: 'times' },
      figure: size === 1_000_000 ? 'growth_p50_1m_over_10k' : `growth_p50_${size}_over_10k`,
      ...{ value: median(work.map(p50)) / median(limit.map(p50)), limit: 1 },
      ...{ min: Math.min(...all), max: Math.max(...all) },
    });
  } finally {
    await little.stop();
  }
}

interface Served extends BenchBank {
  /** Opens files on so many connections for some seconds. */
  files(connections: number): Promise<Load>;
  stop(): Promise<void>;
}

async function served(size: number): Promise<Served> {
  const bank = await benchBank(size);
  const tokens = await signIn(bank);
  const server = await startServer(bank.home);
  return {
    ...bank,
    async files(connections) {
      const sockets = await Promise.all(Array.from({ length: connections }, () => openSocket(server.port)));
      const done = await load(connections, seconds, (n) =>
        getFile(sockets[n] as Socket, tokens[n] as string, bank.customerOf(n)),
      );
      for (const socket of sockets) socket.destroy();
      return done;
    },
    async stop() {
      await server.stop();
      await bank.close();
    },
  };
}

function report(
  size: number,
  connections: number,
  rounds: number,
  { work, limit }: { work: Load[]; limit: Load[] },
): void {
  const common = { bench: 'open-file', size, connections, rounds };
  const value = median(work.map((one) => one.perSecond));
  const floor = median(limit.map((one) => one.perSecond));
  const all = work.map((one) => one.perSecond);
  print({
    ...common,
    ...{ figure: `throughput_${connections}`, value, unit: 'files/s', limit: floor, ratio: value / floor },
    ...{ min: Math.min(...all), max: Math.max(...all) },
  });
  for (const rank of [50, 99]) {
    const own = median(work.map((one) => percentile(one.milliseconds, rank)));
    const bare = median(limit.map((one) => percentile(one.milliseconds, rank)));
    print({
      ...common,
      figure: `p${rank}_${connections}`,
      value: own,
      unit: 'ms',
      limit: bare,
      ratio: own / bare,
    });
  }
}

/** The same rows without the vault, whose own function asks for a file that was signed out. */
const barelyLooksAt = {
  name: 'bare looks_at',
  text: `SELECT r.record_id, r.at, r.action, r.role, s.full_name, p.name, r.place, r.ground_kind, r.ground,
               r.purpose, r.proven, r.fields
          FROM privacy.access_records r LEFT JOIN staff.staff s ON s.staff_id = r.staff_id
          LEFT JOIN premises.premises p ON p.premises_id = r.premises_id
         WHERE r.customer_id = $1 AND r.at < $2 ORDER BY r.at DESC LIMIT $3::int`,
};

/** The names of those related, likewise. */
const barelyRelatedNames = {
  name: 'bare related_names',
  text: `SELECT c.customer_id, c.full_name, c.kind, c.restricted FROM customers.customers c
         WHERE c.customer_id IN (SELECT r.other_id FROM customers.relations r
                                  WHERE r.customer_id = $1 AND r.ended_on IS NULL) LIMIT 100`,
};

/** The statements of a file, as the file sends them, in one flush. */
async function selects(client: pg.PoolClient, customerId: string): Promise<void> {
  const today = Temporal.Now.plainDateISO('UTC');
  const since = (duration: object) => today.subtract(duration).toString();
  const ask = <S extends Statement<TObject, TObject>>({ name, sql, parameters }: S, given: ParametersOf<S>) =>
    client.query({ name: `bare ${name}`, text: sql, values: valuesOf(parameters, given as Bound) });
  await Promise.all([
    ...[customers.customerOf, customers.namesOf, customers.contactPointsOf, customers.addressesOf].map(
      (one) => ask(one, { customerId }),
    ),
    ...[customers.identifiersOf, customers.relationsOf, confidencesOf, holdings.balancesOf].map((one) =>
      ask(one, { customerId }),
    ),
    client.query({ ...barelyRelatedNames, values: [customerId] }),
    ask(holdings.holdingsOf, { customerId }),
    ask(holdings.incomesOf, { customerId, since: since({ months: 13 }) }),
    ask(holdings.largestOf, { customerId, since: since({ days: 60 }) }),
    ask(holdings.ratesOn, { customerId, day: today.toString() }),
    ask(conversations.notesOf, { customerId }),
    ask(conversations.promisesOf, { customerId }),
    ask(conversations.confirmationsOf, { customerId }),
    client.query({ ...barelyLooksAt, values: [customerId, '9999-01-01T00:00:00Z', 6] }),
  ]);
}

type Bound = Record<string, unknown>;

/** Sixteen bankers who are signed in and look after all customers between them. */
async function signIn(bank: BenchBank): Promise<string[]> {
  const tokens = Array.from({ length: bankers }, () => randomBytes(32).toString('base64url'));
  for (const [n, token] of tokens.entries()) {
    await bank.sql(
      `INSERT INTO staff.sessions (token_hash, staff_id, station_id, idle_expires_at, expires_at)
       SELECT $1, f.staff_id, (SELECT station_id FROM premises.stations WHERE place = 'back office' LIMIT 1),
              now() + interval '2 hours',
              now() + interval '12 hours' FROM staff.staff f WHERE f.user_name = $2`,
      [hashToken(token), `banker${n}`],
    );
  }
  return tokens;
}

async function openSocket(port: number): Promise<Socket> {
  const socket = connect(port, '127.0.0.1').setNoDelay(true);
  await new Promise((resolve, reject) => socket.once('connect', resolve).once('error', reject));
  return socket;
}

/** The least that HTTP asks for, so that the load takes as little of the machine as it can. */
function getFile(socket: Socket, token: string, customerId: string): Promise<void> {
  return new Promise((resolve, reject) => {
    let seen: Buffer = Buffer.alloc(0);
    const listen = (chunk: Buffer) => {
      seen = seen.length === 0 ? chunk : Buffer.concat([seen, chunk]);
      const head = seen.indexOf('\r\n\r\n');
      if (head < 0) return;
      const text = seen.toString('latin1', 0, head);
      const length = Number(/content-length: (\d+)/i.exec(text)?.[1] ?? 0);
      if (seen.length < head + 4 + length) return;
      socket.off('data', listen);
      if (text.startsWith('HTTP/1.1 200')) resolve();
      else reject(new Error(`${text.split('\r\n')[0]} ${seen.toString('utf8', head + 4, head + 400)}`));
    };
    socket.on('data', listen);
    socket.write(
      [
        `GET /api/customers/${customerId}/file HTTP/1.1`,
        'host: localhost',
        `cookie: ${cookieName('workspace')}=${token}`,
        '\r\n',
      ].join('\r\n'),
    );
  });
}
