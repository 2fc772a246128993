/**
 * Staff on the page of a thief who relays everything (row 42): a real browser with its own virtual
 * authenticator, and a proxy on another origin that passes each request on as if it came from the bank's page
 * and keeps whatever session comes back. A password and a code open the bank to it; a passkey does not.
 */
import assert from 'node:assert/strict';
import { request as ask, createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, test } from 'node:test';
import { generateSync } from 'otplib';
import type { Browser, Page } from 'playwright-core';
import { clientOf, type Trial, trialBank } from '#bank/trial.ts';
import { hashPassword, newTotp } from '#platform/auth/secrets.ts';
import { cookieName } from '#platform/http/server.ts';
import { startBrowser } from '#platform/testing/browser.ts';

const password = 'three grey herons';
const { secret } = newTotp('banker', 'Earshot');
let bank: Trial;
let browser: Browser;
let page: Page;
let thief: Relay;
before(async () => {
  bank = await trialBank({ apps: true });
  await bank.sql('INSERT INTO staff.sign_ins (staff_id, password_hash, totp_secret) VALUES ($1, $2, $3)', [
    ...[bank.staff.banker, await hashPassword(password), Buffer.from(secret)],
  ]);
  thief = await relay(bank.served.workspace);
  browser = await startBrowser();
  page = await (await browser.newContext({ reducedMotion: 'reduce' })).newPage();
  page.setDefaultTimeout(15_000);
  const device = await page.context().newCDPSession(page);
  await device.send('WebAuthn.enable');
  await device.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      ...{ protocol: 'ctap2', transport: 'internal', hasResidentKey: true },
      ...{ hasUserVerification: true, isUserVerified: true, automaticPresenceSimulation: true },
    },
  });
  await page.goto(`${bank.served.workspace}/sign-in-and-devices`);
  await typeAll();
  await page.getByLabel('Name of the new passkey').fill('Blue key');
  await page.getByRole('button', { name: 'Add a passkey' }).click();
  await page.getByRole('button', { name: 'Remove Blue key' }).waitFor();
  await page.context().clearCookies();
});
after(async () => {
  await browser?.close();
  await thief?.close();
  await bank?.close();
});

async function typeAll(): Promise<void> {
  await bank.sql('UPDATE staff.sign_ins SET totp_last_step = 0');
  await page.getByLabel('User name').fill('banker');
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByLabel('One-time code').fill(generateSync({ secret }));
  await page.keyboard.press('Enter');
}

interface Relay {
  port: number;
  /** Session tokens that came back. */
  loot: string[];
  /** What was passed on, as "POST /api/sign-in". */
  passed: string[];
  /** Says to the browser that passkeys are of this host. */
  claims: string | undefined;
  close(): Promise<void>;
}

/** Passes everything on, with the headers of the bank's own page, and without what would keep a page to itself. */
async function relay(target: string): Promise<Relay> {
  const { host, hostname, port: targetPort } = new URL(target);
  const made = { loot: [] as string[], passed: [] as string[], claims: undefined as string | undefined };
  const server: Server = createServer((asked, answer) => {
    made.passed.push(`${asked.method} ${asked.url}`);
    const { origin, referer: _from, ...headers } = asked.headers;
    const passedOn = ask(
      {
        ...{ hostname, port: targetPort, method: asked.method, path: asked.url },
        headers: {
          ...headers,
          ...{ host, 'accept-encoding': 'identity' },
          ...(origin === undefined ? {} : { origin: target.replace(/\/$/, '') }),
        },
      },
      async (given) => {
        const parts: Buffer[] = [];
        for await (const part of given) parts.push(part);
        let body = Buffer.concat(parts);
        if (made.claims !== undefined && asked.url?.endsWith('challenges'))
          body = Buffer.from(body.toString().replace(`"host":"${hostname}"`, `"host":"${made.claims}"`));
        for (const cookie of given.headers['set-cookie'] ?? []) {
          const [, token] = new RegExp(`^${cookieName('workspace')}=([^;]+)`).exec(cookie) ?? [];
          if (token !== undefined) made.loot.push(token);
        }
        const { 'content-security-policy': _csp, 'content-length': _length, ...others } = given.headers;
        answer.writeHead(given.statusCode ?? 502, others).end(body);
      },
    );
    passedOn.on('error', () => answer.destroy());
    asked.pipe(passedOn);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const close = () => new Promise<void>((resolve) => server.close(() => resolve()).closeAllConnections());
  return Object.assign(made, { port: (server.address() as AddressInfo).port, close });
}

/** On the page at that address the banker uses the passkey; what the page says then. */
async function lured(origin: string, says: string): Promise<void> {
  thief.passed.length = 0;
  await page.goto(origin);
  await page.getByRole('button', { name: 'Sign in with a passkey' }).click();
  await page.getByText(says).waitFor();
}

const sent = 'POST /api/passkey-sign-in';

test('what the thief relays works: a password and a code are a session of theirs', async () => {
  await page.goto(`http://evil.localhost:${thief.port}`);
  await typeAll();
  await page.getByRole('button', { name: 'Boris Banker' }).waitFor();
  const [token = ''] = thief.loot;
  const stolen = clientOf(bank.served.workspace, 'workspace', token);
  assert.equal((await stolen.get('/api/me')).body.userName, 'banker');
  thief.loot.length = 0;
  await page.context().clearCookies();
});

test('a passkey is not shown to the page of another host, whosever it says that it is (row 42)', async () => {
  const evil = `http://evil.localhost:${thief.port}`;
  for (const claims of [undefined, 'evil.localhost']) {
    thief.claims = claims;
    await lured(evil, 'No passkey was used.');
    assert.ok(thief.passed.includes('POST /api/passkey-challenges'), 'it was asked for');
    assert.ok(!thief.passed.includes(sent), 'the browser had nothing to send');
  }
  thief.claims = undefined;
  assert.deepEqual(thief.loot, []);
});

test('shown to another page of the bank’s own host, it is signed for that page, and refused (row 42)', async () => {
  await lured(`http://localhost:${thief.port}`, 'That passkey does not open this.');
  assert.ok(thief.passed.includes(sent), 'it was shown and passed on');
  assert.deepEqual(thief.loot, []);
});

test('at the bank’s own page the same passkey signs in', async () => {
  await page.goto(bank.served.workspace);
  await page.getByRole('button', { name: 'Sign in with a passkey' }).click();
  await page.getByRole('button', { name: 'Boris Banker' }).waitFor();
});
