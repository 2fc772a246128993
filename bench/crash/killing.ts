/**
 * Writers work through the real HTTP server while the database is killed under them again and again, without
 * warning. Each writer opens a file, promises something in it, and asks again with the same key until it is
 * acknowledged. Afterwards what they were told is compared with what is there.
 */
import { randomBytes, randomUUID } from 'node:crypto';
import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { hashToken } from '#platform/auth/secrets.ts';
import { startEmbedded } from '#platform/database/embedded.ts';
import { cookieName } from '#platform/http/server.ts';
import { type BenchBank, benchBank } from '../bank/bank.ts';
import { startServer } from '../bank/server.ts';

export interface Killed {
  kills: number;
  /** Promises that a writer was told are made, and those of them that are not there. */
  acknowledged: number;
  lost: number;
  /** Files that were read, and those of them that no record speaks of. */
  reads: number;
  unauditedReads: number;
  /** Promises that are there twice, or whose making is on record twice. */
  duplicates: number;
  /** Requests that failed and were asked again. */
  retries: number;
}

/** What one writer was told. */
interface Told {
  promises: Set<string>;
  reads: number;
  retries: number;
}

/**
 * @param kills how often the database is killed
 * @param betweenMilliseconds how long it lives in between
 */
export async function killUnderWriters(
  kills: number,
  writers: number,
  betweenMilliseconds = 1500,
): Promise<Killed> {
  const home = await mkdtemp(path.join(tmpdir(), 'earshot-crash-'));
  await chmod(home, 0o755);
  const bank = await benchBank(1000, home);
  const round = randomUUID();
  const tokens = await signIn(bank, writers);
  const server = await startServer(bank.home);
  const stop = new AbortController();
  const work = tokens.map((token, n) => write(bank, server.port, token, n, `${round} ${n}`, stop.signal));
  for (let kill = 0; kill < kills; kill += 1) {
    await pause(betweenMilliseconds);
    await killDatabase(bank.home);
    await startEmbedded(bank.home);
  }
  await pause(betweenMilliseconds);
  stop.abort();
  const told = await Promise.all(work);
  await server.stop();
  const again = await benchBank(1000, home);
  try {
    return { kills, ...(await compare(again, round, tokens, told)) };
  } finally {
    await again.close();
    await rm(home, { recursive: true, force: true });
  }
}

async function compare(bank: BenchBank, round: string, tokens: string[], told: Told[]) {
  const there = await bank.sql(
    `SELECT p.promise_id, count(*) OVER (PARTITION BY p.body)::int AS same,
            (SELECT count(*)::int FROM privacy.changes c WHERE c.customer_id = p.customer_id
                AND c.subject = p.promise_id AND c.name = 'promise.made') AS recorded
       FROM conversations.promises p WHERE p.body LIKE $1`,
    [`${round} %`],
  );
  const known = new Set(there.map((row) => String(row.promise_id)));
  const acknowledged = told.flatMap(({ promises }) => [...promises]);
  let unauditedReads = 0;
  for (const [n, token] of tokens.entries()) {
    const [row] = await bank.sql(
      `SELECT count(*)::int AS looks FROM privacy.access_records r JOIN staff.sessions s USING (session_id)
        WHERE s.token_hash = $1 AND r.action = 'open'`,
      [hashToken(token)],
    );
    unauditedReads += Math.max(0, (told[n]?.reads ?? 0) - Number(row?.looks));
  }
  return {
    acknowledged: acknowledged.length,
    lost: acknowledged.filter((id) => !known.has(id)).length,
    reads: told.reduce((sum, { reads }) => sum + reads, 0),
    unauditedReads,
    duplicates: there.filter((row) => row.same !== 1 || row.recorded !== 1).length,
    retries: told.reduce((sum, { retries }) => sum + retries, 0),
  };
}

/** One writer: a file, a promise, the next. */
async function write(
  bank: BenchBank,
  port: number,
  token: string,
  n: number,
  mark: string,
  signal: AbortSignal,
): Promise<Told> {
  const told: Told = { promises: new Set(), reads: 0, retries: 0 };
  const dueOn = Temporal.Now.plainDateISO('UTC').add({ days: 30 }).toString();
  const ask = async (method: string, customer: string, what: string, body?: object) => {
    const headers = {
      cookie: `${cookieName('workspace')}=${token}`,
      ...(body ? { 'content-type': 'application/json', 'idempotency-key': randomUUID() } : {}),
    };
    const url = `http://127.0.0.1:${port}/api/customers/${customer}/${what}`;
    const deadline = performance.now() + patienceMilliseconds;
    for (;;) {
      const reply = await fetch(url, { method, headers, ...(body ? { body: JSON.stringify(body) } : {}) })
        .then(async (answer) => ({ status: answer.status, text: await answer.text() }))
        .catch(() => ({ status: 503, text: '' }));
      if (reply.status === 200) return JSON.parse(reply.text);
      if (reply.status < 500 || performance.now() > deadline)
        throw new Error(`${reply.status} ${reply.text}`);
      told.retries += 1;
      await pause(50);
    }
  };
  for (let piece = 0; !signal.aborted; piece += 1) {
    const customer = bank.customerOf(n);
    await ask('GET', customer, 'file');
    told.reads += 1;
    const body = `${mark} ${piece}`;
    const { promiseId } = await ask('POST', customer, 'promises', { body, dueOn, assignedTo: null });
    told.promises.add(promiseId);
  }
  return told;
}

async function signIn(bank: BenchBank, writers: number): Promise<string[]> {
  const tokens = Array.from({ length: writers }, () => randomBytes(32).toString('base64url'));
  for (const [n, token] of tokens.entries()) {
    await bank.sql(
      `INSERT INTO staff.sessions (token_hash, staff_id, station_id, idle_expires_at, expires_at)
       SELECT $1, f.staff_id, (SELECT station_id FROM premises.stations WHERE place = 'back office' LIMIT 1),
              now() + interval '2 hours', now() + interval '12 hours'
         FROM staff.staff f WHERE f.user_name = $2`,
      [hashToken(token), `banker${n}`],
    );
  }
  return tokens;
}

/** Not a word of warning: SIGKILL to the server's first process; its others end when they notice. */
async function killDatabase(home: string): Promise<void> {
  const [pid = ''] = (await readFile(path.join(home, 'postgres', 'postmaster.pid'), 'utf8')).split('\n');
  if (!(Number(pid) > 1)) throw new Error('the database does not run');
  process.kill(Number(pid), 'SIGKILL');
  // Until it is gone, or nobody has taken note of its end (Z): before that it counts as running.
  for (;;) {
    const state = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => ') Z');
    if (/\) Z/.test(state)) return;
    await pause(10);
  }
}

/** Whoever is not answered in this time is never. */
const patienceMilliseconds = 120_000;

const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));
