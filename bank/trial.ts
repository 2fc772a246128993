/**
 * A small made-up bank for tests: two branches, eight members of staff, four customers, on a real database
 * and behind the real HTTP server. Everything is inserted by the owner, as a migration of another system
 * would leave it.
 */
import { randomBytes, randomUUID } from 'node:crypto';
import { sealedBody } from '#bank/conversations/sealing.ts';
import { hashToken } from '#platform/auth/secrets.ts';
import type { Provider } from '#platform/auth/single-sign-on.ts';
import type { KmsSettings } from '#platform/crypto/kms-keys.ts';
import { house } from '#platform/database/vault.ts';
import { cookieName } from '#platform/http/server.ts';
import { type TestDatabase, testDatabase } from '#platform/testing/database.ts';
import { type Served, serve } from '../server.ts';
import { sealIdentifiers } from './customers/sealing.ts';
import { makeCustomers, makePremises, makeStaff } from './trial-rows.ts';

export interface Client {
  readonly token: string;
  get(path: string): Promise<Answer>;
  post(path: string, body?: unknown, headers?: Record<string, string>): Promise<Answer>;
  send(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Answer>;
}

export interface Answer {
  status: number;
  headers: Headers;
  text: string;
  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers of every shape
  body: any;
}

export type StaffName =
  | 'greeter'
  | 'banker'
  | 'other'
  | 'manager'
  | 'admin'
  | 'privacy'
  | 'compliance'
  | 'analyst';
export type Place = 'open counter' | 'private room' | 'phone' | 'back office';

export interface Trial {
  readonly database: TestDatabase;
  readonly served: Served;
  /** Ids by a short name. */
  readonly premises: { main: string; side: string };
  readonly staff: Record<StaffName, string>;
  readonly customers: { jana: string; petr: string; shop: string; star: string };
  /** Somebody who is signed in already, at a work station of that place. */
  signedIn(who: StaffName, place?: Place): Promise<Client>;
  nobody(app?: 'workspace' | 'portal'): Client;
  /** A customer who is signed in to the portal already. */
  atHome(customer: string): Promise<Client>;
  /** A visit that gives a reason to open the customer's file. */
  visit(customer: string, to: StaffName, presence?: string): Promise<string>;
  /** An identifying number, sealed as a feed would have it. @returns its id */
  identify(customer: string, kind: string, country: string | null, value: string): Promise<string>;
  /** Rows, as the owner sees them. */
  sql(text: string, values?: unknown[]): Promise<Record<string, unknown>[]>;
  close(): Promise<void>;
}

/**
 * @param apps true: serves the built browser apps too
 * @param keys the folder of master keys of its own, or the KMS that has them
 * @param provider the bank's own identity provider
 * @param home the folder that a serving process would have: the log's public key, receipts
 */
export async function trialBank({
  apps = false,
  keys,
  provider,
  home = '',
}: {
  apps?: boolean;
  keys?: string | KmsSettings;
  provider?: Provider;
  home?: string;
} = {}): Promise<Trial> {
  const database = await testDatabase(keys);
  let last: Promise<unknown> = Promise.resolve();
  // One after the other: the owner has one connection, and tests ask for many things at once.
  const sql: Trial['sql'] = (text, values) => {
    const asked = last.then(async () => (await database.owner.query(text, values)).rows);
    last = asked.catch(() => undefined);
    return asked;
  };
  const premises = await makePremises(sql);
  const staff = await makeStaff(sql, premises);
  const customers = await makeCustomers(sql, premises);
  const config = {
    home,
    witnesses: [],
    port: 0,
    portalPort: 0,
    host: '127.0.0.1',
    databaseUrl: undefined,
    logLevel: 'silent',
    provider,
  };
  await identify(database, sql, {
    ...{ customer: customers.jana, kind: 'national id', country: 'CZ', value: '845305/0017' },
  });
  await sql('SELECT customers.index_names($1)', [Object.values(customers)]);
  const served = await serve(config, database, {
    ...(apps ? {} : { appFolder: undefined }),
    requestsPerMinuteMax: 100_000,
  });
  const made: Made = { database, served, premises, staff, customers, sql };
  return {
    ...made,
    ...comings(made),
    async close() {
      await served.close();
      await database.drop();
    },
  };
}

type Made = Omit<Trial, keyof Comings | 'close'>;
type Comings = Pick<Trial, 'signedIn' | 'identify' | 'nobody' | 'atHome' | 'visit'>;

/** Whoever comes, by the ways in that there are, and what they bring with them. */
function comings({ database, served, premises, staff, sql }: Made): Comings {
  return {
    async signedIn(who, place = 'back office') {
      const token = randomBytes(32).toString('base64url');
      await sql(
        `INSERT INTO staff.sessions (token_hash, staff_id, station_id, idle_expires_at, expires_at)
         SELECT $1, $2, s.station_id, now() + interval '30 minutes', now() + interval '12 hours'
           FROM premises.stations s JOIN staff.staff f ON f.premises_id = s.premises_id AND f.staff_id = $2
          WHERE s.place = $3`,
        [hashToken(token), staff[who], place],
      );
      return clientOf(served.workspace, 'workspace', token);
    },
    identify: (customer, kind, country, value) => identify(database, sql, { customer, kind, country, value }),
    nobody: (app = 'workspace') => clientOf(served[app], app, ''),
    async atHome(customer) {
      const token = randomBytes(32).toString('base64url');
      await sql(
        `INSERT INTO customers.sessions (customer_id, token_hash, idle_expires_at, expires_at)
         VALUES ($1, $2, now() + interval '10 minutes', now() + interval '1 hour')`,
        [customer, hashToken(token)],
      );
      return clientOf(served.portal, 'portal', token);
    },
    async visit(customer, to, presence = 'card') {
      const id = randomUUID();
      await sql(
        `INSERT INTO conversations.visits (customer_id, visit_id, channel, premises_id, queue_number, state,
                                           presence, topic, checked_in_by, handed_to, started_at)
         VALUES ($1, $2, 'branch', $3, 1, 'in progress', $4, 'mortgage', $5, $6, now())`,
        [customer, id, premises.main, presence, staff.greeter, staff[to]],
      );
      return id;
    },
  };
}

/** A client of one app with one sign-in; sends what a browser of the same origin would. */
export function clientOf(origin: string, app: 'workspace' | 'portal', token: string): Client {
  const send: Client['send'] = async (method, path, body, headers = {}) => {
    const response = await fetch(new URL(path, origin), {
      method,
      redirect: 'manual',
      headers: {
        ...(token === '' ? {} : { cookie: `${cookieName(app)}=${token}` }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(method === 'POST' ? { 'idempotency-key': randomUUID() } : {}),
        ...headers,
      },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    const isJson = /json/.test(response.headers.get('content-type') ?? '');
    return {
      status: response.status,
      headers: response.headers,
      text,
      body: isJson ? JSON.parse(text) : undefined,
    };
  };
  return {
    token,
    send,
    get: (path) => send('GET', path),
    post: (path, body, headers) => send('POST', path, body, headers),
  };
}

/**
 * Values that stand nowhere else, for finding out where they leak: each customer's telephone, e-mail address,
 * identifier, street, birth date, balance, movement and health note.
 */
export interface Canaries {
  contact: string[];
  money: string[];
  identifiers: string[];
  /** Of everybody; what they look like once everything but letters and digits is left out. */
  all: string[];
}

/** Puts canaries into every customer's file. */
export async function seedCanaries(bank: Trial): Promise<Record<keyof Trial['customers'], Canaries>> {
  const seeded = {} as Record<keyof Trial['customers'], Canaries>;
  const names = Object.keys(bank.customers) as (keyof Trial['customers'])[];
  for (const [turn, name] of names.entries()) {
    const customer = bank.customers[name];
    const phone = `+420 739 18${turn} 264`;
    const email = `canary.${name}.quill@aviary.example`;
    const identifier = `QX${turn}7719-${turn}0356`;
    const account = randomUUID();
    const [balance, movement] = [9_137_465_000 + turn, 2_836_419_000 + turn];
    const street = `Kanarienvogelweg ${turn}417`;
    const note = `canarium ${name} pneumothorax`;
    const bornOn = `19${turn + 41}-02-17`;
    await bank.sql(
      `INSERT INTO customers.contact_points (customer_id, kind, value, normalised)
       VALUES ($1, 'phone', $2, $3), ($1, 'email', $4, $4)`,
      [...[customer, phone, phone.replaceAll(' ', ''), email]],
    );
    await bank.identify(customer, 'passport', 'CZ', identifier);
    await bank.sql('INSERT INTO customers.addresses (customer_id, lines, country) VALUES ($1, $2, $3)', [
      ...[customer, [street, '602 00 Brno'], 'CZ'],
    ]);
    await bank.sql('UPDATE customers.customers SET born_on = $2 WHERE customer_id = $1', [customer, bornOn]);
    await bank.sql(
      `INSERT INTO holdings.holdings
         (customer_id, agreement_id, role, counts, kind, number, currency, opened_on)
       VALUES ($1, $2, 'owner', true, 'savings', $3, 'CZK', '2020-01-01')`,
      [...[customer, account, `CZ93800${turn}555500008${turn}12`]],
    );
    await bank.sql(
      `INSERT INTO holdings.balances (customer_id, agreement_id, as_of, minor)
       VALUES ($1, $2, CURRENT_DATE, $3)`,
      [...[customer, account, balance]],
    );
    await bank.sql(
      `INSERT INTO holdings.transactions (customer_id, agreement_id, booked_on, transaction_id, sequence,
                                          minor, currency, kind, counterparty, counts)
       VALUES ($1, $2, CURRENT_DATE, $3, 0, $4, 'CZK', 'transfer in', $5, true)`,
      [customer, account, randomUUID(), movement, `Aviary Payroll ${turn}`],
    );
    await writeSensitive(bank, customer, note);
    const contact = [phone, email];
    const money = [String(balance), String(movement)];
    const identifiers = [identifier];
    const all = [...contact, ...money, ...identifiers, street, note, bornOn, `Feb 17, ${bornOn.slice(0, 4)}`];
    seeded[name] = { contact, money, identifiers, all: all.map(plain) };
  }
  return seeded;
}

/** A sensitive note by the other banker, sealed as it would be, and inserted by the owner. */
async function writeSensitive(bank: Trial, customerId: string, body: string): Promise<void> {
  const noteId = randomUUID();
  const sealed = await house(bank.database, 'earshot_batch', async (tx) => {
    await tx.query('SET LOCAL ROLE earshot_run_keys');
    return sealedBody(tx, { customerId, noteId, body });
  });
  await bank.sql(
    `INSERT INTO conversations.notes (customer_id, note_id, body_sealed, sensitive, written_by)
     VALUES ($1, $2, $3, true, $4)`,
    [customerId, noteId, sealed, bank.staff.other],
  );
}

/** Only letters and digits, in small letters: how a value is looked for, however it is written. */
export const plain = (text: string): string => text.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');

/** A screen that faces customers, with the secret that its browser keeps. */
export interface TrialScreen {
  /** The code that it shows. */
  code: string;
  /** What it shows now; with `seen` it waits for something else. */
  look(seen?: string): Promise<Answer>;
  answer(confirmationId: string, answer: string, words?: string): Promise<Answer>;
}

export async function trialScreen(
  bank: Trial,
  kind: 'second screen' | 'waiting board',
): Promise<TrialScreen> {
  const asked = await bank.nobody().post('/api/screen/codes', { kind });
  const [cookie = ''] = (asked.headers.getSetCookie()[0] ?? '').split(';');
  const headers = { cookie };
  return {
    code: asked.body.code,
    look: (seen) =>
      bank.nobody().send('GET', `/api/screen${seen ? `?seen=${seen}` : ''}`, undefined, headers),
    answer: (confirmationId, answer, words) =>
      bank.nobody().post('/api/screen/answers', { confirmationId, answer, words: words ?? null }, headers),
  };
}

/** So many days from today, as an ISO date: for what is due. */
export const dayFromNow = (days: number): string => Temporal.Now.plainDateISO('UTC').add({ days }).toString();

/** Sealed under the log-in of a batch run, and inserted by the owner. */
async function identify(
  database: TestDatabase,
  sql: Trial['sql'],
  {
    customer,
    kind,
    country,
    value,
  }: Record<'customer' | 'kind' | 'value', string> & { country: string | null },
): Promise<string> {
  const identifierId = randomUUID();
  const [sealed] = await house(database, 'earshot_batch', async (tx) => {
    await tx.query('SET LOCAL ROLE earshot_run_keys');
    return sealIdentifiers(tx, [{ customerId: customer, identifierId, kind, value }]);
  });
  await sql(
    `INSERT INTO customers.identifiers (customer_id, identifier_id, kind, country, value_sealed, value_index,
                                        value_hint)
     VALUES ($1, $2, $3, $4, $5, $6, $7)`,
    [customer, identifierId, kind, country, sealed?.sealed, sealed?.index, sealed?.hint],
  );
  return identifierId;
}
