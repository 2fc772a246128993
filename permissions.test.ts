/**
 * Every route x every role: what a contract asks for is asked, and nothing is open that no contract names.
 */
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { after, before, test } from 'node:test';
import { type Role, roles } from '#bank/staff/contract.ts';
import { allows, knownPermissions } from '#bank/staff/rules.ts';
import { type Client, clientOf, type Trial, trialBank } from '#bank/trial.ts';
import { hashToken } from '#platform/auth/secrets.ts';
import type { Contract } from '#platform/contract.ts';
import { fieldsOf } from '#platform/http/fields.ts';
import { portalRoutes, workspaceRoutes } from './server.ts';

let bank: Trial;
const clients = new Map<Role, Client>();
before(async () => {
  bank = await trialBank();
  for (const role of roles) {
    const token = randomBytes(32).toString('base64url');
    await bank.sql(
      `WITH made AS (INSERT INTO staff.staff (user_name, full_name, role, premises_id, made_up)
         VALUES ($1, $2, $3, $4, true) RETURNING staff_id)
       INSERT INTO staff.sessions (token_hash, staff_id, idle_expires_at, expires_at)
       SELECT $5, staff_id, now() + interval '1 hour', now() + interval '1 hour' FROM made`,
      [`matrix.${role.replace(' ', '.')}`, role, role, bank.premises.main, hashToken(token)],
    );
    clients.set(role, clientOf(bank.served.workspace, 'workspace', token));
  }
});
after(() => bank.close());

const contracts = () => workspaceRoutes.map((route) => route.contract);
const isOpen = ({ permission }: Contract) => permission === 'nobody' || permission === 'anybody';

function ask(client: Client, { route }: Contract) {
  const [method = '', path = ''] = route.split(' ');
  const filled = path.replaceAll(/:\w+/g, '00000000-0000-4000-8000-000000000000');
  return client.send(method, filled, method === 'GET' ? undefined : {}, { 'if-match': '"1"' });
}

test('every role gets through every door that is its own, and through no other', async () => {
  for (const contract of contracts().filter((one) => !isOpen(one))) {
    for (const role of roles) {
      const { status, body } = await ask(clients.get(role) as Client, contract);
      const turnedAway = status === 403 && body.code === 'not-allowed';
      assert.equal(
        turnedAway,
        !allows(role, contract.permission),
        `${role}: ${contract.route} gave ${status} ${body?.code}`,
      );
    }
  }
});

test('without a sign-in there is nothing but signing in', async () => {
  for (const app of ['workspace', 'portal'] as const) {
    const routes = app === 'workspace' ? workspaceRoutes : portalRoutes;
    for (const { contract } of routes.filter((route) => route.contract.permission !== 'nobody')) {
      assert.equal((await ask(bank.nobody(app), contract)).status, 401, `${app}: ${contract.route}`);
    }
  }
  const open = [...workspaceRoutes, ...portalRoutes]
    .map((route) => route.contract)
    .filter((one) => one.permission === 'nobody');
  assert.deepEqual([...new Set(open.map((one) => one.route))].sort(), [
    // what is written on the bank's doors
    'GET /api/branches',
    'GET /api/screen',
    'GET /api/sign-in-choices',
    // what is told to anybody, and nothing personal in it
    'GET /api/trust',
    'GET /api/trust/checkpoint',
    'POST /api/invitations/accept',
    'POST /api/invitations/passkey-challenges',
    'POST /api/invitations/read',
    'POST /api/passkey-challenges',
    'POST /api/passkey-sign-in',
    'POST /api/screen/answers',
    'POST /api/screen/codes',
    'POST /api/sign-in',
    'POST /api/single-sign-on',
    'POST /api/single-sign-on/begin',
    // a code that somebody was told: yes or no
    'POST /api/vouching-codes',
  ]);
});

test("a sign-in of the workspace opens nothing in the portal, nor the portal's in the workspace", async () => {
  const token = (clients.get('banker') as Client).token;
  assert.equal((await clientOf(bank.served.portal, 'portal', token).get('/api/home')).status, 401);
  assert.equal((await clientOf(bank.served.portal, 'workspace', token).get('/api/home')).status, 401);
});

test('every permission that a contract names is had by somebody, and every one that is had is named', () => {
  const named = new Set([
    ...contracts()
      .filter((one) => !isOpen(one))
      .map((one) => one.permission),
    ...contracts().flatMap(({ reply, body }) =>
      [reply, ...(body ? [body] : [])].flatMap((schema) => fieldsOf(schema).flatMap(({ needs }) => needs)),
    ),
  ]);
  for (const permission of named) assert.ok(knownPermissions.has(permission), `nobody has ${permission}`);
  for (const permission of knownPermissions) assert.ok(named.has(permission), `${permission} opens nothing`);
});

test('no file opens to anybody of any role for whom nothing gives a reason', async () => {
  for (const role of roles) {
    const { status, text } = await (clients.get(role) as Client).get(
      `/api/customers/${bank.customers.jana}/file`,
    );
    assert.equal(status, 403, role);
    assert.doesNotMatch(text, /Jana|Nováková/);
  }
});
