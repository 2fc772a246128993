/** What an administrator does about the sign-in of others, and what nobody may do. */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, beforeEach, test } from 'node:test';
import { generateSync } from 'otplib';
import { type Client, type Trial, trialBank } from '#bank/trial.ts';
import { hashPassword, hashToken, newTotp } from '#platform/auth/secrets.ts';

let bank: Trial;
let admin: Client;
before(async () => {
  bank = await trialBank();
});
beforeEach(async () => {
  await bank.sql('UPDATE staff.sessions SET ended_at = now()');
  await bank.sql('UPDATE staff.staff SET active = true');
  await bank.sql('DELETE FROM staff.sign_in_notices');
  admin = await bank.signedIn('admin');
});
after(() => bank.close());

const nothingElse = { customerId: null, staffId: null, role: null, customersPerHour: null };
const why = { reference: 'Ticket 12', reason: 'She stood at my desk with her badge.' };

/** What an administrator asks for, approved by somebody of another office. */
async function approved(what: object, by: Client): Promise<string> {
  const { status, body, text } = await admin.post('/api/approvals', { ...nothingElse, ...what, ...why });
  assert.equal(status, 200, text);
  const { approvals } = (await by.get('/api/approvals')).body;
  const shown = approvals.find((one: { approvalId: string }) => one.approvalId === body.approvalId);
  assert.ok(shown, 'whoever decides sees it');
  const decided = await by.post(`/api/approvals/${body.approvalId}/decision`, {
    ...{ hash: shown.hash, decision: 'approved', words: null },
  });
  assert.equal(decided.status, 200, decided.text);
  return body.approvalId;
}
const reset = (who: string, approvalId: string, by = admin) =>
  by.post(`/api/staff/${who}/sign-in-resets`, { approvalId });
const approvedReset = async (who: string) =>
  reset(who, await approved({ action: 'sign-in reset', staffId: who }, await bank.signedIn('privacy')));

const active = (who: string, value: boolean, reason = 'Left the bank') =>
  admin.send('PUT', `/api/staff/${who}/active`, { active: value, reason });
const events = async (name: string) =>
  bank.sql('SELECT subject, detail FROM privacy.events WHERE name = $1 ORDER BY at DESC', [name]);

test('who is let out is out at the next request, with a reason on record, and back only by signing in anew (row 52)', async () => {
  const other = await bank.signedIn('other');
  assert.equal((await active(bank.staff.other, false, '')).status, 400, 'not without a reason');
  assert.equal((await active(bank.staff.other, false)).status, 200);
  assert.equal((await other.get('/api/me')).status, 401);
  assert.equal((await active(bank.staff.other, false)).body.code, 'not-now', 'once is enough');
  const { staff } = (await admin.get('/api/staff')).body;
  const row = staff.find((one: { userName: string }) => one.userName === 'other');
  assert.deepEqual([row.active, row.inactiveReason, row.sessions], [false, 'Left the bank', 0]);
  assert.equal((await active(bank.staff.other, true, 'Came back')).status, 200);
  assert.equal((await other.get('/api/me')).status, 401, 'what was begun before stays ended');
  const [event] = await events('staff.deactivated');
  assert.deepEqual(event, { subject: bank.staff.other, detail: { reason: 'Left the bank' } });
});

test('whoever leaves, leaves with every account of theirs; only the one that is named comes back', async () => {
  const { other, banker } = bank.staff;
  const [was] = await bank.sql('SELECT person_id FROM staff.staff WHERE staff_id = $1', [banker]);
  await bank.sql(
    'UPDATE staff.staff SET person_id = (SELECT person_id FROM staff.staff WHERE staff_id = $1) WHERE staff_id = $2',
    [other, banker],
  );
  const second = await bank.signedIn('banker');
  assert.equal((await active(other, false)).status, 200);
  assert.equal((await second.get('/api/me')).status, 401);
  const left = (await events('staff.deactivated')).slice(0, 2).map(({ subject }) => subject);
  assert.deepEqual(left.sort(), [other, banker].sort(), 'each on record');
  assert.equal((await active(other, true, 'Came back')).status, 200);
  const [after] = await bank.sql('SELECT active FROM staff.staff WHERE staff_id = $1', [banker]);
  assert.equal(after?.active, false);
  await bank.sql('UPDATE staff.staff SET active = true, person_id = $1 WHERE staff_id = $2', [
    ...[was?.person_id, banker],
  ]);
});

test('an administrator ends all sessions of somebody, who is told of it', async () => {
  const [one, two] = [await bank.signedIn('banker'), await bank.signedIn('banker')];
  const ended = await admin.send('DELETE', `/api/staff/${bank.staff.banker}/sessions`);
  assert.equal(ended.body.ended, 2);
  for (const client of [one, two]) assert.equal((await client.get('/api/me')).status, 401);
  const notices = (await (await bank.signedIn('banker')).get('/api/own-sign-in')).body.notices;
  assert.equal(notices[0].kind, 'sessions ended');
});

test('a reset shuts every old way at once; its link is good once, for a day, and sets new ones that nobody else sees (rows 43, 45)', async () => {
  const banker = await bank.signedIn('banker');
  const old = newTotp('banker', 'Earshot').secret;
  const password = 'three grey herons';
  await bank.sql('INSERT INTO staff.sign_ins (staff_id, password_hash, totp_secret) VALUES ($1, $2, $3)', [
    ...[bank.staff.banker, await hashPassword(password), Buffer.from(old)],
  ]);
  await bank.sql(
    `INSERT INTO staff.passkeys (credential_id, staff_id, name, public_key, sign_count, may_be_backed_up, backed_up)
     VALUES ('\\x01', $1, 'Lost phone', '\\x02', 0, false, false)`,
    [bank.staff.banker],
  );
  const { body } = await approvedReset(bank.staff.banker);
  assert.ok(body.link.startsWith(`${bank.served.workspace}/invitation#`));
  assert.equal((await banker.get('/api/me')).status, 401);
  const given = { userName: 'banker', password, code: generateSync({ secret: old }) };
  assert.equal((await bank.nobody().post('/api/sign-in', given)).status, 401);
  assert.deepEqual(await bank.sql('SELECT FROM staff.passkeys'), []);
  const token = new URL(body.link).hash.slice(1);
  assert.ok(!JSON.stringify(await bank.sql('SELECT s::text FROM staff.sign_ins s')).includes(token));
  await bank.sql(`UPDATE staff.sign_ins SET invitation_expires_at = now()`);
  assert.equal((await bank.nobody().post('/api/invitations/read', { token })).status, 404, 'a day later');
  await bank.sql(`UPDATE staff.sign_ins SET invitation_expires_at = now() + interval '1 minute'`);
  const { secret } = (await bank.nobody().post('/api/invitations/read', { token })).body;
  const accepted = { token, secret, password: 'seven blue otters', code: generateSync({ secret }) };
  assert.equal((await bank.nobody().post('/api/invitations/accept', accepted)).status, 200);
  assert.equal((await bank.nobody().post('/api/invitations/accept', accepted)).status, 404, 'once');
  const told = await bank.sql('SELECT kind FROM staff.sign_in_notices ORDER BY at');
  assert.deepEqual(
    told.map(({ kind }) => kind),
    ['sign-in reset', 'sign-in set'],
  );
});

test('a link made before somebody was let out opens nothing', async () => {
  const { body } = await approvedReset(bank.staff.greeter);
  const token = new URL(body.link).hash.slice(1);
  const { secret } = (await bank.nobody().post('/api/invitations/read', { token })).body;
  await active(bank.staff.greeter, false);
  const given = { token, secret, password: 'seven blue otters', code: generateSync({ secret }) };
  assert.equal((await bank.nobody().post('/api/invitations/accept', given)).status, 404);
  assert.equal((await reset(bank.staff.greeter, randomUUID())).status, 409);
});

test('no administrator takes over the sign-in of whoever approves: a second person says yes to just that, once', async () => {
  const { privacy } = bank.staff;
  assert.deepEqual((await reset(privacy, randomUUID())).body.code, 'approval-needed');
  const compliance = await bank.signedIn('compliance');
  const ofBanker = await approved({ action: 'sign-in reset', staffId: bank.staff.banker }, compliance);
  assert.equal((await reset(privacy, ofBanker)).body.code, 'approval-needed', 'for another it was');
  const asked = { ...nothingElse, action: 'sign-in reset', ...why };
  assert.equal(
    (await admin.post('/api/approvals', { ...asked, staffId: bank.staff.admin })).status,
    409,
    'herself',
  );
  const own = await admin.post('/api/approvals', { ...asked, staffId: privacy });
  const officer = await bank.signedIn('privacy');
  const [row] = await bank.sql(
    `SELECT encode(hash, 'hex') AS hash FROM privacy.approvals WHERE approval_id = $1`,
    [own.body.approvalId],
  );
  const yes = { hash: row?.hash, decision: 'approved', words: null };
  const decide = (by: Client) => by.post(`/api/approvals/${own.body.approvalId}/decision`, yes);
  assert.equal((await decide(officer)).body.code, 'not-allowed', 'her own reset');
  assert.equal((await decide(admin)).body.code, 'not-allowed', 'who asks');
  assert.equal(
    (await decide(await bank.signedIn('manager'))).body.code,
    'not-allowed',
    'the line of who asks',
  );
  assert.equal((await officer.get('/api/me')).status, 200, 'nothing has happened to her yet');
  assert.equal((await decide(compliance)).status, 200);
  assert.equal((await reset(privacy, own.body.approvalId)).status, 200);
  assert.equal((await reset(privacy, own.body.approvalId)).body.code, 'approval-needed', 'once');
});

const nina = {
  ...{ userName: 'nina', fullName: 'Nina New', premisesId: null, managerId: null, sameAs: null },
  customerKey: null,
};

test('somebody is entered by two people, with branch, manager and who they are, and signs in by the link', async () => {
  const officer = await bank.signedIn('privacy');
  await bank.sql(
    `INSERT INTO customers.customers (customer_id, kind, full_name, made_up)
     VALUES (house.id_of('core', 'customers', '10042'), 'person', 'Nina New', true)`,
  );
  const particulars = {
    ...{ ...nina, premisesId: bank.premises.side, managerId: bank.staff.manager },
    customerKey: 'core/10042',
  };
  const what = { action: 'staff entry', role: 'banker', particulars };
  const approvalId = await approved(what, officer);
  const listed = (await officer.get('/api/approvals')).body.approvals;
  assert.deepEqual(listed, [], 'what is decided waits no more');
  const enter = (role: string, more = {}) =>
    admin.post('/api/staff', { approvalId, role, particulars: { ...particulars, ...more } });
  assert.equal((await enter('manager')).body.code, 'approval-needed', 'another role');
  assert.equal((await enter('banker', { managerId: null })).body.code, 'approval-needed', 'nobody above');
  const { status, body, text } = await enter('banker');
  assert.equal(status, 200, text);
  assert.equal((await enter('banker')).body.code, 'approval-needed', 'once');
  const [row] = await bank.sql(
    `SELECT f.full_name, f.role, f.premises_id, f.manager_id, f.customer_id = house.id_of('core', 'customers', '10042') AS own
       FROM staff.staff f WHERE f.staff_id = $1`,
    [body.staffId],
  );
  assert.deepEqual(row, {
    ...{ full_name: 'Nina New', role: 'banker', premises_id: bank.premises.side },
    ...{ manager_id: bank.staff.manager, own: true },
  });
  const token = new URL(body.link).hash.slice(1);
  const { secret } = (await bank.nobody().post('/api/invitations/read', { token })).body;
  const accepted = { token, secret, password: 'seven blue otters', code: generateSync({ secret }) };
  assert.equal((await bank.nobody().post('/api/invitations/accept', accepted)).status, 200);
  const again = { ...nothingElse, ...what, ...why };
  assert.equal((await admin.post('/api/approvals', again)).body.code, 'not-now', 'the name is taken');
  const unknown = { ...nina, userName: 'nobody', customerKey: 'core/10043' };
  assert.equal((await admin.post('/api/approvals', { ...again, particulars: unknown })).status, 404);
});

test('a second account is the same person from then on: it approves nothing of the first', async () => {
  const officer = await bank.signedIn('privacy');
  const particulars = { ...nina, userName: 'ada.too', fullName: 'Ada Admin', sameAs: bank.staff.admin };
  const what = { action: 'staff entry', role: 'compliance officer', particulars };
  const approvalId = await approved(what, officer);
  const { body } = await admin.post('/api/staff', { approvalId, role: what.role, particulars });
  const [row] = await bank.sql(
    `SELECT a.person_id = b.person_id AS same FROM staff.staff a, staff.staff b WHERE a.staff_id = $1 AND b.staff_id = $2`,
    [body.staffId, bank.staff.admin],
  );
  assert.equal(row?.same, true);
  const asked = { ...nothingElse, action: 'sign-in reset', staffId: body.staffId, ...why };
  assert.equal((await admin.post('/api/approvals', asked)).body.code, 'not-now', 'it is herself');
});

/** Two accounts of one person, as the bank has entered them. */
async function linked(one: string, other: string): Promise<void> {
  await bank.sql(
    `UPDATE staff.staff SET person_id = (SELECT person_id FROM staff.staff WHERE staff_id = $1) WHERE staff_id = $2`,
    [one, other],
  );
}
const persons = async (...accounts: string[]) =>
  (
    await bank.sql('SELECT count(DISTINCT person_id)::int AS n FROM staff.staff WHERE staff_id = ANY ($1)', [
      accounts,
    ])
  )[0]?.n;

test('a change of branch leaves two accounts one person; taking one apart is asked for in a word that the approver reads', async () => {
  const { banker, compliance, other } = bank.staff;
  await linked(banker, compliance);
  const listed = (await admin.get('/api/staff')).body.staff;
  const row = listed.find((one: { staffId: string }) => one.staffId === compliance);
  assert.equal(row.sharesWith, 'Boris Banker (banker)', 'the list of staff says so');
  const particulars = {
    ...{ ...nina, userName: null, fullName: 'Cyril Compliance', premisesId: bank.premises.side },
  };
  const officer = await bank.signedIn('privacy');
  const change = (approvalId: string, what: object) =>
    admin.send('PUT', `/api/staff/${compliance}/particulars`, { approvalId, particulars: what });
  const what = { action: 'staff change', staffId: compliance };
  const moved = await approved({ ...what, particulars }, officer);
  assert.equal((await change(moved, { ...particulars, apart: true })).body.code, 'approval-needed');
  assert.equal((await change(moved, particulars)).status, 200);
  assert.equal(await persons(banker, compliance), 1, 'still one person');
  const asked = { ...nothingElse, ...what, ...why, particulars: { ...particulars, apart: true } };
  const { body } = await admin.post('/api/approvals', asked);
  const { approvals } = (await officer.get('/api/approvals')).body;
  const shown = approvals.find((one: { approvalId: string }) => one.approvalId === body.approvalId);
  assert.deepEqual(
    [shown.particulars.apart, shown.named.beforeSamePerson, shown.named.samePerson],
    [true, 'Boris Banker (banker)', null],
  );
  const apart = await approved({ ...what, particulars: asked.particulars }, officer);
  assert.equal((await change(apart, asked.particulars)).status, 200);
  assert.equal(await persons(banker, compliance), 2);
  assert.equal((await admin.post('/api/approvals', asked)).status, 422, 'nothing to take apart any more');
  const same = await admin.post('/api/approvals', {
    ...asked,
    particulars: { ...particulars, apart: true, sameAs: other },
  });
  assert.equal(same.status, 422, 'either or');
});

test('whoever joins or leaves the person after it was asked makes it another request', async () => {
  const { banker, compliance, other } = bank.staff;
  await linked(banker, compliance);
  const particulars = { ...nina, userName: null, fullName: 'Cyril Compliance', apart: true };
  const what = { action: 'staff change', staffId: compliance, particulars };
  const approvalId = await approved(what, await bank.signedIn('privacy'));
  await linked(banker, other);
  const late = await admin.send('PUT', `/api/staff/${compliance}/particulars`, { approvalId, particulars });
  assert.equal(late.body.code, 'changed');
  await bank.sql('UPDATE staff.staff SET person_id = house.new_id() WHERE staff_id = ANY ($1)', [
    [compliance, other],
  ]);
});

test('accounts that become one person approve nothing of each other, nor is used what was approved before', async () => {
  const { privacy, banker, admin: ada } = bank.staff;
  const officer = await bank.signedIn('privacy');
  const reset = { action: 'sign-in reset', staffId: banker };
  const early = await approved(reset, officer);
  const { body } = await admin.post('/api/approvals', { ...nothingElse, ...reset, ...why });
  const [{ hash }] = (await officer.get('/api/approvals')).body.approvals;
  await linked(privacy, ada);
  const decided = await officer.post(`/api/approvals/${body.approvalId}/decision`, {
    ...{ hash, decision: 'approved', words: null },
  });
  assert.equal(decided.body.code, 'not-allowed', 'she would approve what she asked for');
  assert.deepEqual((await officer.get('/api/approvals')).body.approvals, [], 'nor does it wait for her');
  const used = await admin.post(`/api/staff/${banker}/sign-in-resets`, { approvalId: early });
  assert.equal(used.body.code, 'approval-needed');
  await bank.sql('UPDATE staff.staff SET person_id = house.new_id() WHERE staff_id = $1', [ada]);
});

test('whoever works here and was merged twice is the one that is left', async () => {
  await bank.sql(
    `INSERT INTO customers.customers (customer_id, kind, full_name, made_up, merged_into)
     SELECT house.id_of('core', 'customers', n::text), 'person', 'Nora Twice', true,
       CASE WHEN n < 20003 THEN house.id_of('core', 'customers', (n + 1)::text) END FROM generate_series(20001, 20003) n`,
  );
  const particulars = { ...nina, userName: 'nora', fullName: 'Nora Twice', customerKey: 'core/20001' };
  const what = { action: 'staff entry', role: 'banker', particulars };
  const approvalId = await approved(what, await bank.signedIn('privacy'));
  const { body } = await admin.post('/api/staff', { approvalId, role: 'banker', particulars });
  const [row] = await bank.sql(
    `SELECT customer_id = house.id_of('core', 'customers', '20003') AS own FROM staff.staff WHERE staff_id = $1`,
    [body.staffId],
  );
  assert.equal(row?.own, true);
});

test('branch, manager and person change by two people, never in a circle, and never one’s own', async () => {
  const officer = await bank.signedIn('privacy');
  const particulars = {
    ...{ ...nina, userName: null, fullName: 'Olga Other-Novak' },
    ...{ premisesId: bank.premises.side, managerId: bank.staff.banker },
  };
  const what = { action: 'staff change', staffId: bank.staff.other, particulars };
  const approvalId = await approved(what, officer);
  const change = (staffId: string) =>
    admin.send('PUT', `/api/staff/${staffId}/particulars`, { approvalId, particulars });
  assert.equal((await change(bank.staff.greeter)).body.code, 'approval-needed', 'somebody else');
  assert.equal((await change(bank.staff.other)).status, 200);
  const { staff } = (await admin.get('/api/staff')).body;
  const row = staff.find((one: { userName: string }) => one.userName === 'other');
  assert.deepEqual(
    [row.fullName, row.premisesId, row.managerId],
    ['Olga Other-Novak', bank.premises.side, bank.staff.banker],
  );
  const asked = { ...nothingElse, ...what, ...why };
  const circle = { ...particulars, managerId: bank.staff.other };
  const round = await admin.post('/api/approvals', {
    ...asked,
    staffId: bank.staff.banker,
    particulars: circle,
  });
  assert.equal(round.body.code, 'not-now', 'his manager would report to him');
  const own = await admin.post('/api/approvals', { ...asked, staffId: bank.staff.admin });
  assert.equal(own.body.code, 'not-now', 'her own');
});

test('nobody does it to themselves, to nobody, without the role, or without a fresh proof', async () => {
  const deeds = (client: Client, who: string) => [
    client.send('PUT', `/api/staff/${who}/active`, { active: false, reason: 'because' }),
    client.send('DELETE', `/api/staff/${who}/sessions`),
    reset(who, randomUUID(), client),
  ];
  const codes = async (client: Client, who: string) =>
    (await Promise.all(deeds(client, who))).map(({ body }) => body.code);
  assert.deepEqual(await codes(admin, bank.staff.admin), Array(3).fill('not-now'), 'herself');
  assert.deepEqual(await codes(admin, randomUUID()), Array(3).fill('not-found'), 'nobody');
  const manager = await bank.signedIn('manager');
  assert.deepEqual(await codes(manager, bank.staff.banker), Array(3).fill('not-allowed'), 'a manager');
  await bank.sql(`UPDATE staff.sessions SET authenticated_at = now() - interval '6 minutes'`);
  assert.deepEqual(await codes(admin, bank.staff.banker), Array(3).fill('step-up'), 'not fresh');
  assert.equal((await admin.get('/api/staff')).status, 200, 'looking takes no fresh proof');
});

test('the kernel asks for role and proof itself: a server that forgets to gets nothing', async () => {
  const manager = await bank.signedIn('manager');
  const asked = (token: string) =>
    bank.database
      .pool('earshot_staff')
      .query('SELECT staff.set_active($1, $2, false, $3)', [...[token, bank.staff.banker, 'because']]);
  await assert.rejects(asked(manager.token), { code: 'ES405' });
  await bank.sql(
    `UPDATE staff.sessions SET authenticated_at = now() - interval '6 minutes' WHERE token_hash = $1`,
    [hashToken(admin.token)],
  );
  await assert.rejects(asked(admin.token), { code: 'ES406' });
  const listed = bank.database
    .pool('earshot_staff')
    .query('SELECT staff.directory($1, NULL, 10)', [manager.token]);
  await assert.rejects(listed, { code: 'ES405' });
});
