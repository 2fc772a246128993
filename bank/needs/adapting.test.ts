/**
 * What helps her is said once and honoured wherever she meets the bank: every surface, for every kind, and for
 * somebody who said nothing.
 */
import assert from 'node:assert/strict';
import { randomBytes, randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import { inflateSync } from 'node:zlib';
import { type Client, type Trial, trialBank } from '#bank/trial.ts';
import { cookieName } from '#platform/http/server.ts';
import { runOnce } from '#platform/jobs/worker.ts';
import { tasks as privacyTasks } from '../privacy/jobs.ts';
import { adaptations } from './contract.ts';
import { tasks } from './jobs.ts';

type Kind = (typeof adaptations)[number];

let bank: Trial;
let visitId: string;
const at = {} as Record<'room' | 'counter' | 'greeter' | 'own', Client>;
before(async () => {
  bank = await trialBank();
  at.room = await bank.signedIn('banker', 'private room');
  at.counter = await bank.signedIn('banker', 'open counter');
  at.greeter = await bank.signedIn('greeter', 'open counter');
  visitId = await bank.visit(bank.customers.jana, 'banker');
  at.own = await bank.atHome(bank.customers.jana);
  await bank.sql(
    'INSERT INTO customers.portfolios (customer_id, staff_id, assigned_by) VALUES ($1, $2, $3)',
    [...[bank.customers.jana, bank.staff.banker, bank.staff.manager]],
  );
  await bank.sql('DELETE FROM customers.contact_points');
  await bank.sql(
    `INSERT INTO customers.contact_points (customer_id, contact_point_id, kind, value, normalised, purpose, verified_at, safe_to_use)
     VALUES ($1, house.new_id(), 'phone', '+420 777 000 001', '+420777000001', 'personal', now(), true),
            ($1, house.new_id(), 'phone', '+420 777 000 002', '+420777000002', 'work', NULL, true),
            ($1, house.new_id(), 'phone', '+420 777 000 003', '+420777000003', 'home', now(), false)`,
    [bank.customers.jana],
  );
  await bank.sql(
    `INSERT INTO needs.events (customer_id, kind, state, source, rule, on_date, confidence, evidence_key, sensitive, expires_on)
     VALUES ($1, 'salary rises', 'suspected', 'inferred', 'trial', CURRENT_DATE, 90, 'k1', false, CURRENT_DATE + 30)`,
    [bank.customers.jana],
  );
  await bank.sql(
    `INSERT INTO conversations.promises (customer_id, body, due_on, made_by, assigned_to)
     VALUES ($1, 'Call back', CURRENT_DATE, $2, $2)`,
    [bank.customers.jana, bank.staff.banker],
  );
});
after(() => bank.close());

const file = (rest: string) => `/api/customers/${bank.customers.jana}/${rest}`;
const hers = <T extends { customerId: string }>(rows: T[]) =>
  rows.find((one) => one.customerId === bank.customers.jana);

/** What every surface does about it, in a word or a list. */
const surfaces = {
  'file, in a private room': async () => (await at.room.get(file('file'))).body.customer.adaptations,
  'file, at an open counter': async () => (await at.counter.get(file('file'))).body.customer.adaptations,
  'contacts that may be used': async () =>
    (await at.room.get(file('file'))).body.contactPoints
      .filter(
        (one: { safeToUse: boolean; value: { value: string | null } }) => one.safeToUse && one.value.value,
      )
      .map((one: { value: { value: string } }) => one.value.value.slice(-1))
      .sort(),
  'contacts in sight': async () =>
    (await at.room.get(file('file'))).body.contactPoints.filter((one: { value: { value: string | null } }) =>
      one.value.value?.startsWith('+420 777 000'),
    ).length,
  conversation: async () => (await at.room.get(file('conversation'))).body.adaptations,
  'conversation, overheard': async () => (await at.counter.get(file('conversation'))).body.adaptations,
  desk: async () =>
    hers<{ customerId: string; adaptations: Kind[] }>((await at.greeter.get('/api/desk')).body.visits)
      ?.adaptations,
  'a room is good for': async () =>
    (await at.counter.get('/api/rooms')).body.myVisits.find(
      (one: { visitId: string }) => one.visitId === visitId,
    )?.minutes,
  'waiting board': async () => {
    const [row] = await bank.sql('SELECT go_to FROM conversations.waiting_board($1)', [await board()]);
    return row?.go_to === null ? 'we come to you' : 'a place';
  },
  'on her own telephone': async () => (await at.room.get(file('ways-to-show'))).body.ownPhone,
  'in large letters on a screen': async () => {
    await at.counter.post(file('confirmations'), {
      field: 'terms',
      subject: null,
      way: 'second screen',
      words: 'Agreed',
    });
    const [row] = await bank.sql(
      `SELECT shown -> 'large' AS large FROM conversations.confirmations ORDER BY asked_at DESC LIMIT 1`,
    );
    return row?.large;
  },
  portal: async () => (await at.own.get('/api/home')).body.adaptations,
  'promises of Today': async () =>
    hers<{ customerId: string; adaptations: Kind[] }>((await at.room.get('/api/promises')).body.promises)
      ?.adaptations,
  'news of Today, at an open counter': async () =>
    hers<{ customerId: string; adaptations: Kind[] }>((await at.counter.get('/api/life-news')).body.news)
      ?.adaptations,
  'prompts of Today': async () => (await at.room.get('/api/advice/prompts')).body.prompts.length,
  'offers are welcome': async () => {
    await runOnce(bank.database, 'needs.understand', undefined, tasks['needs.understand']);
    const [row] = await bank.sql(
      `SELECT known -> 'contact.marketing' AS offers FROM needs.facts WHERE customer_id = $1`,
      [bank.customers.jana],
    );
    return row?.offers ?? 'not asked';
  },
  'size of letters in the copy': async () => sizeInCopy(),
} as const;
type Surface = keyof typeof surfaces;

/** Where it does nothing of its own, a kind leaves a surface as it is for everybody. */
const forAll = (kinds: Kind[], plain: Kind[]): Record<Surface, unknown> => ({
  'file, in a private room': kinds,
  'file, at an open counter': plain,
  'contacts that may be used': ['1', '2'],
  'contacts in sight': 2,
  conversation: kinds,
  'conversation, overheard': plain,
  desk: plain,
  'a room is good for': 30,
  'waiting board': 'a place',
  'on her own telephone': true,
  'in large letters on a screen': false,
  portal: kinds,
  'promises of Today': kinds,
  'news of Today, at an open counter': plain,
  'prompts of Today': 1,
  'offers are welcome': 'not asked',
  'size of letters in the copy': 10,
});
const table: [Kind[], Partial<Record<Surface, unknown>>][] = [
  [[], {}],
  [['large print'], { 'in large letters on a screen': true, 'size of letters in the copy': 17 }],
  [['interpreter'], { 'a room is good for': 60 }],
  [['clear speech'], { 'a room is good for': 60, 'waiting board': 'we come to you' }],
  [['in writing'], { 'a room is good for': 60 }],
  [['gently'], { 'a room is good for': 60, 'prompts of Today': 0, 'offers are welcome': false }],
  [
    ['safe contact'],
    { 'contacts that may be used': ['1'], 'contacts in sight': 1, 'on her own telephone': false },
  ],
];
const plain = (kinds: Kind[]) =>
  kinds.filter((kind) => ['large print', 'interpreter', 'clear speech'].includes(kind));

test('each kind is honoured by every surface, and by no other than it should be', {
  timeout: 300_000,
}, async () => {
  assert.deepEqual(
    table.flatMap(([kinds]) => kinds).sort(),
    [...adaptations].sort(),
    'every kind that there is stands in the table',
  );
  await screens();
  for (const [kinds, own] of table) {
    const etag = (await at.own.get('/api/own-help')).headers.get('etag') ?? '';
    const read = { 'if-match': etag };
    const chosen = await at.own.send('PUT', '/api/own-help', { adaptations: kinds }, read);
    assert.equal(chosen.status, 200, chosen.text);
    await suggested();
    const expected = { ...forAll(kinds, plain(kinds)), ...own };
    const found: Record<string, unknown> = {};
    for (const [surface, look] of Object.entries(surfaces)) found[surface] = await look();
    assert.deepEqual(found, expected, kinds.join() || 'nobody said anything');
  }
});

test('staff write it down too; at an open counter what does not show there is neither seen nor lost', async () => {
  let read = (await at.room.get(file('file'))).headers.get('etag') ?? '';
  const put = async (client: Client, kinds: string[]) => {
    const body = { adaptations: kinds };
    const answer = await client.send('PUT', file('help'), body, { 'if-match': read });
    read = answer.headers.get('etag') ?? read;
    return answer;
  };
  const early = read;
  const set = await put(at.room, ['safe contact', 'large print']);
  assert.deepEqual([set.status, set.body.adaptations], [200, ['large print', 'safe contact']], set.text);
  const there = await put(at.counter, ['interpreter', 'gently']);
  assert.deepEqual(there.body.adaptations, ['interpreter']);
  assert.deepEqual((await at.room.get(file('file'))).body.customer.adaptations, [
    'interpreter',
    'safe contact',
  ]);
  assert.equal((await put(at.room, ['loud'])).status, 400);
  const late = await at.room.send('PUT', file('help'), { adaptations: [] }, { 'if-match': early });
  assert.deepEqual([late.status, late.body.code], [412, 'changed']);
  const stranger = await bank.signedIn('other', 'private room');
  assert.equal((await put(stranger, [])).status, 403);
  const [change] = await bank.sql(`SELECT count(*)::int AS n FROM privacy.changes WHERE name = 'help.set'`);
  assert.equal(change?.n, 2);
  // a number that must not be used is seen only by a deed on record
  const { contactPoints } = (await at.room.get(file('file'))).body;
  const unsafe = contactPoints.find((one: { purpose: string }) => one.purpose === 'home');
  assert.deepEqual([unsafe.safeToUse, unsafe.value.value], [false, null]);
});

/** A second screen beside the counter, and a board in the waiting area. */
const hashes = { screen: randomBytes(32), board: randomBytes(32) };
async function screens(): Promise<void> {
  for (const [kind, hash] of [
    ['second screen', hashes.screen],
    ['waiting board', hashes.board],
  ] as const) {
    await bank.sql(
      `INSERT INTO conversations.screens (screen_id, token_hash, asked_from, kind, premises_id, station_id, paired_by, paired_at, expires_at)
       SELECT $1, $2, 'trial', $3, $4, CASE WHEN $3 = 'second screen' THEN w.station_id END, $5, now(), now() + interval '1 day'
         FROM premises.stations w WHERE w.premises_id = $4 AND w.place = 'open counter' LIMIT 1`,
      [randomUUID(), hash, kind, bank.premises.main, bank.staff.greeter],
    );
  }
}
const board = async () => hashes.board;

/** Something to sell, followed, so that Today would bring it up. */
async function suggested(): Promise<void> {
  await bank.sql(
    `INSERT INTO advice.verdicts (option_code, says, about) VALUES ('card', 'fits', '{a,b,c,d}') ON CONFLICT DO NOTHING`,
  );
  await bank.sql(
    `INSERT INTO advice.decisions (customer_id, facts_version, rules, result, said, decided_on, expires_on)
     SELECT $1, 1, 'r', 'suggestions', format('%s:80', verdict_id), CURRENT_DATE, CURRENT_DATE + 30
       FROM advice.verdicts WHERE option_code = 'card' AND says = 'fits' LIMIT 1
     ON CONFLICT (customer_id) DO UPDATE SET said = excluded.said`,
    [bank.customers.jana],
  );
  await bank.sql(
    `INSERT INTO advice.followed (customer_id, option_code, since, held_out, need, category, due_on)
     VALUES ($1, 'card', CURRENT_DATE, false, 80, 'everyday payments', CURRENT_DATE + 100) ON CONFLICT DO NOTHING`,
    [bank.customers.jana],
  );
}

/** The copy of her data, to read: the size of most of its letters, in points. */
async function sizeInCopy(): Promise<number> {
  await bank.sql('DELETE FROM privacy.copies');
  const asked = await at.own.post('/api/own-copies', { language: 'en' });
  assert.ok(asked.status < 300, asked.text);
  const { copyId } = asked.body;
  await runOnce(bank.database, 'privacy.copy', undefined, privacyTasks['privacy.copy']);
  const taken = await fetch(new URL(`/api/own-copies/${copyId}/pdf`, bank.served.portal), {
    headers: { cookie: `${cookieName('portal')}=${at.own.token}` },
  });
  assert.equal(taken.status, 200);
  const pdf = Buffer.from(await taken.arrayBuffer()).toString('latin1');
  const sizes = new Map<number, number>();
  for (const [, stream = ''] of pdf.matchAll(/stream\r?\n([\s\S]*?)\r?\nendstream/g)) {
    const text = inflated(Buffer.from(stream, 'latin1'));
    for (const [, size] of text.matchAll(/\/\S+ ([\d.]+) Tf/g))
      sizes.set(Number(size), (sizes.get(Number(size)) ?? 0) + 1);
  }
  return [...sizes].sort(([, a], [, b]) => b - a)[0]?.[0] ?? 0;
}

function inflated(stream: Buffer): string {
  try {
    return inflateSync(stream).toString('latin1');
  } catch {
    return '';
  }
}
