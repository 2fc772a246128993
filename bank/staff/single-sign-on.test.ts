/** Sign-in through a bank's own identity provider: a real one, on the loopback, with honest and other users. */
import assert from 'node:assert/strict';
import { createServer, type Server } from 'node:http';
import { after, before, beforeEach, test } from 'node:test';
import { Provider } from 'oidc-provider';
import { generateSync } from 'otplib';
import { type Client, clientOf, type Trial, trialBank } from '#bank/trial.ts';
import { hashPassword, hashToken, newTotp } from '#platform/auth/secrets.ts';
import type { Provider as Configured } from '#platform/auth/single-sign-on.ts';
import { barriersOf, startBrowser } from '#platform/testing/browser.ts';

let bank: Trial;
let listening: Server;
/** Who types a password at the provider, how long ago, and for how many seconds its word holds. */
const typed = { user: 'banker', name: '', ago: 0, holds: 3600, count: 0 };
const configured: Configured = {
  ...{ issuer: '', clientId: 'earshot', clientSecret: 'a secret of at least thirty-two letters' },
  ...{ userClaim: 'preferred_username', ageSecondsMax: 3600, acr: undefined, passwords: false },
};
before(async () => {
  let provider: Provider | undefined;
  listening = createServer((request, response) => {
    if (provider === undefined) return void response.end();
    if (!request.url?.startsWith('/interaction/')) return void provider.callback()(request, response);
    typed.count += 1;
    const ts = Math.floor(Date.now() / 1000) - typed.ago;
    void provider.interactionFinished(request, response, { login: { accountId: typed.user, ts } });
  });
  await new Promise<void>((resolve) => listening.listen(0, '127.0.0.1', resolve));
  const address = listening.address();
  configured.issuer = `http://localhost:${typeof address === 'object' && address ? address.port : ''}`;
  bank = await trialBank({ apps: true, provider: configured });
  provider = identityProvider(configured, `${bank.served.workspace}/signed-on`);
});
beforeEach(async () => {
  Object.assign(typed, { user: 'banker', name: '', ago: 0, holds: 3600, count: 0 });
  await bank.sql('UPDATE staff.sessions SET ended_at = now()');
});
after(async () => {
  await bank?.close();
  listening.close();
});

function identityProvider({ issuer, clientId, clientSecret }: Configured, returnTo: string): Provider {
  const client = { redirect_uris: [returnTo], require_auth_time: true };
  return new Provider(issuer, {
    clients: [
      { client_id: clientId, client_secret: clientSecret, ...client },
      { client_id: 'payroll', client_secret: 'another secret of thirty-two letters', ...client },
    ],
    claims: { openid: ['sub'], profile: ['preferred_username'] },
    conformIdTokenClaims: false,
    cookies: { keys: ['for signing cookies of a test'] },
    features: { devInteractions: { enabled: false } },
    interactions: { url: (_context, { uid }) => `/interaction/${uid}` },
    ttl: { IdToken: () => typed.holds },
    findAccount: async (_context, sub) => ({
      accountId: sub,
      claims: async () => ({ sub, preferred_username: typed.name || sub }),
    }),
    async loadExistingGrant({ oidc }) {
      const { session, client: asking } = oidc;
      if (!session?.accountId || !asking) return undefined;
      const grant = new oidc.provider.Grant({ clientId: asking.clientId, accountId: session.accountId });
      grant.addOIDCScope('openid profile');
      await grant.save();
      return grant;
    },
  });
}

/** A browser: its cookies at the provider and at the workspace, and the way from one to the other. */
class Visitor {
  readonly #cookies = new Map<string, string>();
  away = '';

  /** Where the workspace sends it. */
  async leave(client: Client = bank.nobody()): Promise<URL> {
    const path = client.token === '' ? '/api/single-sign-on/begin' : '/api/proofs/single-sign-on/begin';
    const { body, headers } = await client.post(path);
    this.away = /__Host-earshot-workspace-away=([^;]+)/.exec(headers.getSetCookie().join())?.[1] ?? '';
    return new URL(body.address);
  }

  /** Follows the provider until it sends back: what stands in the address then. */
  async walk(address: URL): Promise<string> {
    let at = address;
    while (at.pathname !== '/signed-on') {
      const cookie = [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; ');
      const answer = await fetch(at, { redirect: 'manual', headers: { cookie } });
      for (const set of answer.headers.getSetCookie()) {
        const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(set) ?? [];
        this.#cookies.set(name, value);
      }
      const next = answer.headers.get('location');
      assert.ok(next, `${at.pathname} answered ${answer.status}: ${await answer.text()}`);
      at = new URL(next, at);
    }
    return at.search.slice(1);
  }

  async come(returned: string, away = this.away) {
    const cookie = `__Host-earshot-workspace-away=${away}`;
    const answer = await bank.nobody().post('/api/single-sign-on', { returned }, { cookie });
    const token =
      /__Host-earshot-workspace=([^;]+)/.exec(answer.headers.getSetCookie().join('\n'))?.[1] ?? '';
    return { ...answer, client: clientOf(bank.served.workspace, 'workspace', token) };
  }
}

async function refused(answer: { status: number; body: { code: string } }, why: string) {
  assert.deepEqual([answer.status, answer.body.code], [401, 'sign-on-refused'], why);
  const alive = await bank.sql('SELECT FROM staff.sessions WHERE ended_at IS NULL');
  assert.deepEqual(alive, [], why);
}

test('a banker whom the provider knows is signed in, once, and may do what her role here may', async () => {
  const visitor = new Visitor();
  const address = await visitor.leave();
  for (const [name, value] of [
    ['response_type', 'code'],
    ['code_challenge_method', 'S256'],
    ['redirect_uri', `${bank.served.workspace}/signed-on`],
  ] as const)
    assert.equal(address.searchParams.get(name), value);
  const returned = await visitor.walk(address);
  const { status, client } = await visitor.come(returned);
  assert.equal(status, 200);
  assert.equal((await client.get('/api/me')).body.role, 'banker');
  assert.equal((await client.get('/api/own-sign-in')).body.sessions[0].method, 'single sign-on');
  assert.equal((await client.post('/api/sign-out')).status, 200);
  await refused(await visitor.come(returned), 'the same answer a second time');
});

test('what was not asked for by this browser, here and now, is refused', async () => {
  const visitor = new Visitor();
  const returned = await visitor.walk(await visitor.leave());
  await refused(await visitor.come(returned, ''), 'a browser without the cookie');
  await refused(await new Visitor().come(returned, 'of-my-own'), 'another browser');
  const other = new URLSearchParams(returned);
  other.set('state', 'of-my-own');
  await refused(await visitor.come(other.toString()), 'another state');
  await bank.sql('UPDATE house.ceremonies SET expires_at = now()');
  await refused(await visitor.come(returned), 'too late');
  for (const nothing of ['code=', 'error=access_denied', 'x'])
    await refused(await visitor.come(nothing), nothing);
});

test('another nonce, another verifier, another client and an expired word are refused', async () => {
  for (const [name, detail] of [
    ['nonce', `detail || '{"nonce": "another"}'`],
    ['verifier', `detail || '{"verifier": "another-one-that-is-long-enough-to-be-a-verifier"}'`],
  ]) {
    const visitor = new Visitor();
    const returned = await visitor.walk(await visitor.leave());
    await bank.sql(`UPDATE house.ceremonies SET detail = ${detail}`);
    await refused(await visitor.come(returned), String(name));
  }
  const visitor = new Visitor();
  const elsewhere = await visitor.leave();
  elsewhere.searchParams.set('client_id', 'payroll');
  await refused(await visitor.come(await visitor.walk(elsewhere)), 'a code for another client');
  typed.holds = -120;
  const late = new Visitor();
  await refused(await late.come(await late.walk(await late.leave())), 'expired');
});

test('a sign-in at the provider that is too old is refused, also where the browser leaves out to ask (row 48)', async () => {
  typed.ago = 2 * 3600;
  const visitor = new Visitor();
  const address = await visitor.leave();
  address.searchParams.delete('max_age');
  await refused(await visitor.come(await visitor.walk(address)), 'signed in there two hours ago');
});

test('nobody gets in who is not entered here, or is not active; nobody is entered by signing in', async () => {
  for (const user of ['nobody.here', 'other']) {
    await bank.sql('UPDATE staff.staff SET active = false WHERE user_name = $1', [user]);
    typed.user = user;
    const visitor = new Visitor();
    await refused(await visitor.come(await visitor.walk(await visitor.leave())), user);
  }
  assert.deepEqual(await bank.sql(`SELECT FROM staff.staff WHERE user_name = 'nobody.here'`), []);
  await bank.sql('UPDATE staff.staff SET active = true');
});

test('a user name that has passed to another at the provider opens nothing of the one before, until a reset', async () => {
  const come = async (user: string, name: string) => {
    Object.assign(typed, { user, name });
    await bank.sql('UPDATE staff.sessions SET ended_at = now()');
    const visitor = new Visitor();
    return visitor.come(await visitor.walk(await visitor.leave()));
  };
  assert.equal((await come('banker', 'banker')).status, 200);
  await refused(await come('newcomer', 'banker'), 'her name, another person');
  await refused(await come('banker', 'other'), 'the same person by the name of another account');
  assert.equal((await come('banker', 'banker')).status, 200);
  await bank.sql('UPDATE staff.staff SET provider_key = NULL WHERE staff_id = $1', [bank.staff.banker]);
  assert.equal((await come('newcomer', 'banker')).status, 200);
  await bank.sql('UPDATE staff.staff SET provider_key = NULL');
});

test('proving again means typing the password at the provider again, by the same person', async () => {
  const visitor = new Visitor();
  const { client } = await visitor.come(await visitor.walk(await visitor.leave()));
  await bank.sql(`UPDATE staff.sessions SET authenticated_at = now() - interval '1 hour'`);
  assert.equal((await client.post('/api/enrolment-challenges')).body.code, 'step-up');
  const come = async (returned: string) =>
    client.post(
      '/api/proofs/single-sign-on',
      { returned },
      {
        cookie: `__Host-earshot-workspace=${client.token}; __Host-earshot-workspace-away=${visitor.away}`,
      },
    );
  typed.user = 'other';
  const wrong = await come(await new Visitor().walk(await visitor.leave(client)));
  assert.equal(wrong.body.code, 'sign-on-refused');
  typed.user = 'banker';
  typed.count = 0;
  assert.equal((await come(await visitor.walk(await visitor.leave(client)))).status, 200);
  assert.equal(typed.count, 1, 'the provider has asked, though it knew her');
  assert.equal((await client.post('/api/enrolment-challenges')).status, 200);
});

test('how old the sign-in at the provider is, is how old it is here', async () => {
  typed.ago = 600;
  const visitor = new Visitor();
  const { client } = await visitor.come(await visitor.walk(await visitor.leave()));
  assert.equal((await client.get('/api/me')).status, 200);
  assert.equal((await client.post('/api/enrolment-challenges')).body.code, 'step-up');
  const [row] = await bank.sql(
    `SELECT now() - authenticated_at > interval '9 minutes' AS old FROM staff.sessions WHERE token_hash = $1`,
    [hashToken(client.token)],
  );
  assert.equal(row?.old, true);
});

test('what was typed at the provider before one was sent there proves nothing: a locked terminal stays locked', async () => {
  typed.ago = 200;
  const visitor = new Visitor();
  const { client } = await visitor.come(await visitor.walk(await visitor.leave()));
  const prove = async (change: (address: URL) => void) => {
    const address = await visitor.leave(client);
    change(address);
    const returned = await visitor.walk(address);
    const cookie = `__Host-earshot-workspace=${client.token}; __Host-earshot-workspace-away=${visitor.away}`;
    return client.post('/api/proofs/single-sign-on', { returned }, { cookie });
  };
  const locked = async () => (await client.get('/api/me')).body.locked;
  // she is away, and the provider's own session in her browser still stands
  await client.post('/api/lock');
  await bank.sql(`UPDATE staff.sessions SET locked_at = now() - interval '1 minute' WHERE token_hash = $1`, [
    hashToken(client.token),
  ]);
  const silent = await prove((address) => {
    address.searchParams.delete('prompt');
    address.searchParams.delete('max_age');
  });
  assert.equal(silent.body.code, 'sign-on-refused', 'whoever sits there has changed the address');
  assert.equal(await locked(), true);
  const old = await prove(() => undefined);
  assert.equal(old.body.code, 'sign-on-refused', 'a provider that says when it has asked, and did not now');
  assert.equal(await locked(), true);
  typed.ago = 0;
  assert.equal((await prove(() => undefined)).status, 200);
  assert.equal(await locked(), false);
  // locked while she was away at the provider: what she typed before does not unlock it
  const address = await visitor.leave(client);
  const returned = await visitor.walk(address);
  await bank.sql(
    `UPDATE staff.sessions SET locked_at = now() + interval '10 seconds' WHERE token_hash = $1`,
    [hashToken(client.token)],
  );
  const cookie = `__Host-earshot-workspace=${client.token}; __Host-earshot-workspace-away=${visitor.away}`;
  const late = await client.post('/api/proofs/single-sign-on', { returned }, { cookie });
  assert.equal(late.body.code, 'sign-on-refused');
});

test('where passwords are switched off, none unlocks, proves anything, or is changed', async () => {
  const visitor = new Visitor();
  const { client } = await visitor.come(await visitor.walk(await visitor.leave()));
  const secret = newTotp('banker', 'Earshot').secret;
  const password = 'three grey herons';
  await bank.sql(
    `INSERT INTO staff.sign_ins (staff_id, password_hash, totp_secret) VALUES ($1, $2, $3)
     ON CONFLICT (staff_id) DO UPDATE SET password_hash = $2, totp_secret = $3`,
    [bank.staff.banker, await hashPassword(password), Buffer.from(secret)],
  );
  const code = generateSync({ secret });
  await client.post('/api/lock');
  assert.equal((await client.post('/api/unlock', { password })).body.code, 'sign-in-elsewhere');
  assert.equal(
    (await client.post('/api/proofs/password', { password, code })).body.code,
    'sign-in-elsewhere',
  );
  assert.equal((await client.get('/api/me')).body.locked, true);
  await bank.sql('UPDATE staff.sessions SET locked_at = NULL WHERE token_hash = $1', [
    hashToken(client.token),
  ]);
  const changed = await client.send('PUT', '/api/password', { password: 'seven blue otters' });
  assert.equal(changed.body.code, 'sign-in-elsewhere');
});

test('where the bank has switched passwords off, none opens the workspace', async () => {
  const body = { userName: 'banker', password: 'three grey herons', code: '123456' };
  const answer = await bank.nobody().post('/api/sign-in', body);
  assert.deepEqual([answer.status, answer.body.code], [403, 'sign-in-elsewhere']);
  const choices = await bank.nobody().get('/api/sign-in-choices');
  assert.deepEqual(choices.body, { singleSignOn: true, password: false });
});

test('in a browser: off to the provider and back into the workspace; what does not fit is told', async () => {
  const browser = await startBrowser();
  try {
    const context = await browser.newContext({ reducedMotion: 'reduce' });
    const page = await context.newPage();
    page.setDefaultTimeout(15_000);
    const isAccessible = async () => {
      assert.deepEqual(await barriersOf(page), []);
    };
    await page.goto(`${bank.served.workspace}/signed-on?code=x&state=y`);
    await page.getByText("The bank's single sign-on did not let you in.").waitFor();
    assert.equal(new URL(page.url()).search, '', 'what came back stays in no history');
    await isAccessible();
    await page.getByRole('link', { name: 'Back to the sign-in' }).click();
    await page.getByRole('button', { name: "Use the bank's single sign-on" }).waitFor();
    assert.equal(await page.getByLabel('Password').count(), 0, 'there are no passwords here');
    if (process.env.EARSHOT_PICTURES)
      await page.screenshot({ path: `${process.env.EARSHOT_PICTURES}/single-sign-on.png` });
    await isAccessible();
    await page.getByRole('button', { name: "Use the bank's single sign-on" }).click();
    await page.getByRole('button', { name: 'Boris Banker' }).waitFor();
    assert.equal(new URL(page.url()).pathname, '/');
  } finally {
    await browser.close();
  }
});
