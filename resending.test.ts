/** The same request again, as a browser or a bank's own program sends it when an answer got lost. */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, beforeEach, test } from 'node:test';
import { approvedBy } from '#bank/privacy/approving-trial.ts';
import { type Answer, type Client, type Trial, trialBank, trialScreen } from '#bank/trial.ts';
import { hashPassword, newTotp } from '#platform/auth/secrets.ts';
import { Authenticator } from '#platform/testing/authenticator.ts';

let bank: Trial;
let banker: Client;
let admin: Client;
let officer: Client;
let jana: Client;
let contactPointId: string;
before(async () => {
  bank = await trialBank();
  const [row] = await bank.sql(
    `INSERT INTO customers.contact_points (customer_id, kind, value, normalised, verified_at)
     VALUES ($1, 'phone', '+420 777 000 111', '+420777000111', now() - interval '1 year') RETURNING contact_point_id`,
    [bank.customers.jana],
  );
  contactPointId = String(row?.contact_point_id);
  await bank.visit(bank.customers.jana, 'banker');
});
after(() => bank.close());
beforeEach(async () => {
  banker = await bank.signedIn('banker');
  admin = await bank.signedIn('admin');
  officer = await bank.signedIn('privacy');
  jana = await bank.atHome(bank.customers.jana);
});

const file = (rest: string) => `/api/customers/${bank.customers.jana}/${rest}`;
const rowsOf = async (table: string) =>
  Number((await bank.sql(`SELECT count(*)::int AS n FROM ${table}`))[0]?.n);

interface Sent {
  by: Client;
  path: string;
  body?: object;
  /** Something else under the same key; not said: a note. */
  other?: object;
  /** Where one row is made. */
  makes: string;
}

/** Twice with one key: one answer, one thing. With another body the key is refused, and makes nothing. */
async function sentTwice({ by, path, body, other, makes }: Sent): Promise<Answer> {
  const key = { 'idempotency-key': randomUUID() };
  const before = await rowsOf(makes);
  const first = await by.post(path, body, key);
  assert.equal(first.status, 200, first.text);
  const again = await by.post(path, body, key);
  assert.deepEqual([again.status, again.text], [200, first.text], path);
  const note = { body: 'Something else', sensitive: false };
  const reused = await by.post(other ? path : file('notes'), other ?? note, key);
  assert.deepEqual([reused.status, reused.body.code], [409, 'key-reused'], path);
  const without = await by.post(path, body, { 'idempotency-key': '' });
  assert.deepEqual([without.status, without.body.code], [428, 'key-needed'], path);
  assert.equal(await rowsOf(makes), before + 1, `${path}: one row of ${makes}`);
  return first;
}

/** Nothing that was shown once stands in the store of answers, as text or as bytes. */
async function isKeptNowhere(secret: string): Promise<void> {
  const kept = JSON.stringify(await bank.sql('SELECT r::text AS row FROM house.replies r'));
  for (const form of [secret, Buffer.from(secret).toString('hex'), Buffer.from(secret).toString('base64')])
    assert.ok(!kept.includes(form), 'in the store of answers');
}

const link = ({ body }: Answer) => String(new URL(body.link).hash.slice(1));

test('an invitation: the same link again, to the session that asked, and to nobody else', async () => {
  const invitation = { contactPointId, approvalId: null };
  const asked = await sentTwice({
    ...{ by: banker, path: file('invitations'), body: invitation },
    ...{ other: { ...invitation, contactPointId: randomUUID() }, makes: 'customers.invitations' },
  });
  await isKeptNowhere(link(asked));
  const key = { 'idempotency-key': randomUUID() };
  const made = await banker.post(file('invitations'), invitation, key);
  const elsewhere = await bank.signedIn('banker');
  const again = await elsewhere.post(file('invitations'), invitation, key);
  assert.deepEqual([again.status, again.body.code], [409, 'made-already']);
  assert.ok(!again.text.includes(link(made)));
  const changed = await bank.sql(
    `UPDATE house.replies SET reply = set_byte(reply, 20, get_byte(reply, 20) # 1) WHERE key = $1 RETURNING key`,
    [key['idempotency-key']],
  );
  assert.equal(changed.length, 1);
  const forged = await banker.post(file('invitations'), invitation, key);
  assert.equal(forged.body.code, 'made-already', 'an answer that somebody has changed is no answer');
});

test('a code by which she sees that it is her bank, and a screen that is paired', async () => {
  const [visit] = await bank.sql(`SELECT visit_id FROM conversations.visits WHERE state = 'in progress'`);
  const codes = `/api/visits/${visit?.visit_id}/vouching-codes`;
  const shown = await sentTwice({ by: banker, path: codes, makes: 'conversations.vouching_codes' });
  await isKeptNowhere(shown.body.code);
  const screen = await trialScreen(bank, 'waiting board');
  const greeter = await bank.signedIn('greeter', 'open counter');
  const key = { 'idempotency-key': randomUUID() };
  const pair = () => greeter.post('/api/screens', { code: screen.code }, key);
  const answers = await Promise.all(Array.from({ length: 8 }, pair));
  assert.deepEqual(new Set(answers.map(({ status }) => status)), new Set([200]), 'a code that is good once');
  assert.equal(new Set(answers.map(({ text }) => text)).size, 1);
  const other = await greeter.post('/api/screens', { code: 'AAAA-AAAA' }, key);
  assert.equal(other.body.code, 'key-reused');
});

test('what is confirmed is shown once: a second try learns that it was asked, and no value', async () => {
  const asked = { field: 'contact point', subject: contactPointId, way: 'own screen', words: null };
  const key = { 'idempotency-key': randomUUID() };
  const first = await banker.post(file('confirmations'), asked, key);
  assert.equal(first.body.text, '+420 777 000 111', first.text);
  const looks = () => rowsOf(`privacy.access_records WHERE action = 'reveal'`);
  const before = await looks();
  const again = await banker.post(file('confirmations'), asked, key);
  assert.deepEqual(again.body, { ...first.body, text: null, amount: null });
  assert.equal(await looks(), before, 'and nothing was looked at again');
  assert.equal(await rowsOf(`conversations.confirmations WHERE subject = '${contactPointId}'`), 1);
  await isKeptNowhere('777 000 111');
});

const nina = {
  ...{ userName: 'nina', fullName: 'Nina New', premisesId: null, managerId: null, sameAs: null },
  customerKey: null,
};

test('somebody new, and new ways to sign in: an approval is used once, its link comes again', async () => {
  const entry = { action: 'staff entry', role: 'banker', particulars: nina };
  const approvalId = await approvedBy(bank, admin, officer, entry);
  const body = { approvalId, role: 'banker', particulars: nina };
  const entered = await sentTwice({
    ...{ by: admin, path: '/api/staff', body, other: { ...body, role: 'manager' }, makes: 'staff.staff' },
  });
  await isKeptNowhere(link(entered));
  const reset = { action: 'sign-in reset', staffId: entered.body.staffId };
  const second = { approvalId: await approvedBy(bank, admin, officer, reset) };
  const done = await sentTwice({
    ...{ by: admin, path: `/api/staff/${entered.body.staffId}/sign-in-resets`, body: second },
    ...{ other: { approvalId }, makes: `privacy.events WHERE name = 'sign in.reset'` },
  });
  await isKeptNowhere(link(done));
  await bank.sql(
    'INSERT INTO customers.sign_ins (customer_id, user_name, password_hash, totp_secret) VALUES ($1, $2, $3, $4)',
    [
      bank.customers.jana,
      'jana.n',
      await hashPassword('three grey herons'),
      Buffer.from(newTotp('jana', 'x').secret),
    ],
  );
  const hers = { action: 'customer sign-in reset', customerId: bank.customers.jana, contactPointId };
  const third = { approvalId: await approvedBy(bank, banker, officer, hers), contactPointId };
  const shut = await sentTwice({
    ...{ by: banker, path: file('sign-in-resets'), body: third },
    ...{ other: { ...third, approvalId }, makes: 'customers.invitations' },
  });
  await isKeptNowhere(link(shut));
  await bank.sql('DELETE FROM customers.sign_ins');
});

test('whom an investigation looks at', async () => {
  const by = await bank.signedIn('compliance');
  const opened = await sentTwice({
    ...{ by, path: '/api/investigations', body: { note: 'Cash in many small sums.' } },
    ...{ other: { note: 'Cards of many names.' }, makes: 'privacy.investigations' },
  });
  await sentTwice({
    ...{ by, path: `/api/investigations/${opened.body.investigationId}/customers` },
    ...{ body: { customerId: bank.customers.petr }, other: { customerId: bank.customers.jana } },
    makes: 'privacy.investigation_customers',
  });
});

test('a passkey, of staff and of a customer, is kept once', async () => {
  for (const [who, origin, makes] of [
    [banker, bank.served.workspace, 'staff.passkeys'],
    [await signedUp(), bank.served.portal, 'customers.passkeys'],
  ] as const) {
    const { challenge } = (await who.post('/api/enrolment-challenges')).body;
    const body = new Authenticator(origin).make(challenge, 'My phone');
    await sentTwice({ by: who, path: '/api/passkeys', body, other: { ...body, name: 'Another' }, makes });
  }
});

/** With a password, as an enrolment asks for her name. */
async function signedUp(): Promise<Client> {
  await bank.sql(
    'INSERT INTO customers.sign_ins (customer_id, user_name, password_hash, totp_secret) VALUES ($1, $2, $3, $4)',
    [
      bank.customers.jana,
      'jana.n',
      await hashPassword('three grey herons'),
      Buffer.from(newTotp('jana', 'x').secret),
    ],
  );
  return jana;
}

test('what a customer tells, asks and has made in the portal', async () => {
  const onDate = Temporal.Now.plainDateISO('UTC').toString();
  const none = { about: null, subject: null, words: null, proposed: null };
  const request = { ...none, kind: 'restriction', words: 'Only keep it.' };
  for (const [path, body, more, makes] of [
    ['/api/understanding/events', { kind: 'moving', onDate }, { onDate: '2020-01-01' }, 'needs.events'],
    ['/api/understanding/needs', { category: 'studying' }, { category: 'saving' }, 'needs.needs'],
    ['/api/own-requests', request, { words: 'Keep it, please.' }, 'privacy.rights_requests'],
    ['/api/own-copies', { language: 'en' }, { language: 'es' }, 'privacy.copies'],
  ] as const)
    await sentTwice({ by: jana, path, body, other: { ...body, ...more }, makes });
});

test('a key of hers is hers: neither staff nor another customer meet it', async () => {
  const key = { 'idempotency-key': randomUUID() };
  const mine = await jana.post('/api/understanding/needs', { category: 'saving' }, key);
  const note = await banker.post(file('notes'), { body: 'A note', sensitive: false }, key);
  assert.deepEqual([mine.status, note.status], [200, 200], note.text);
  assert.notEqual(mine.body.needId, note.body.noteId);
  const reused = await jana.post('/api/understanding/needs', { category: 'studying' }, key);
  assert.deepEqual([reused.status, reused.body.code], [409, 'key-reused']);
});
