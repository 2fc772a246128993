/** What is not there: ways on to other sites, other methods, second readings of a request, names in addresses. */
import assert from 'node:assert/strict';
import { connect } from 'node:net';
import { after, before, test } from 'node:test';
import { type Client, clientOf, type Trial, trialBank } from '#bank/trial.ts';
import { portalRoutes, workspaceRoutes } from './server.ts';

let bank: Trial;
let banker: Client;
before(async () => {
  bank = await trialBank({ apps: true });
  banker = await bank.signedIn('banker');
});
after(() => bank.close());

const routes = () => [
  ...workspaceRoutes.map(({ contract }) => ({ app: 'workspace' as const, contract })),
  ...portalRoutes.map(({ contract }) => ({ app: 'portal' as const, contract })),
];

test('the content policy of every page lets only own scripts run, and each style bears its nonce (row 24)', async () => {
  for (const [app, path] of [
    ['workspace', '/'],
    ['workspace', '/second-screen'],
    ['portal', '/'],
  ] as const) {
    const { text, headers } = await bank.nobody(app).get(path);
    const policy = headers.get('content-security-policy') ?? '';
    assert.match(policy, /(^|; )script-src 'self'(;|$)/, path);
    assert.match(policy, /object-src 'none'/);
    assert.doesNotMatch(policy, /unsafe|\*|https?:/, path);
    const nonce = /'nonce-([^']+)'/.exec(policy)?.[1] ?? '';
    assert.ok(text.includes(nonce), `${app}${path}: the page knows the nonce of its own answer`);
    assert.doesNotMatch(text, /%NONCE%/);
    for (const [script = ''] of text.matchAll(/<script\b[^>]*>/g))
      assert.match(script, /\bsrc="\/[^/]/, path);
    assert.doesNotMatch(text, /\son[a-z]+\s*=|<style(?![^>]*nonce)/, path);
  }
});

test('no route sends anybody on, whatever a request asks for (row 30)', async () => {
  const elsewhere = 'next=https://evil.example&returnTo=//evil.example&redirect=https:%5C%5Cevil.example';
  const paths = ['/', '//evil.example', '/%5C%5Cevil.example', '//evil.example/%2e%2e', '/find', '/nowhere/'];
  for (const { app, contract } of routes().filter((one) => one.contract.route.startsWith('GET ')))
    if (app === 'workspace') paths.push(contract.route.slice('GET '.length).replaceAll(/:\w+/g, '1'));
  for (const path of paths) {
    const { status, headers } = await banker.get(`${bank.served.workspace}${path}?${elsewhere}`);
    assert.ok(status < 300 || status >= 400, `${path} sends on with ${status}`);
    assert.equal(headers.get('location'), null, path);
    assert.equal(headers.get('refresh'), null, path);
  }
});

test('no address has a place for more than an id, a short word or a day (row 34)', () => {
  const personal = /name|phone|mail|birth|address|words|body|text|identifier|token|password|code$/i;
  for (const { app, contract } of routes()) {
    for (const schema of [contract.params, contract.query]) {
      const { properties = {} } = (schema ?? {}) as { properties?: Record<string, { maxLength?: number }> };
      for (const name of Object.keys(properties)) {
        assert.doesNotMatch(name, personal, `${app}: ${contract.route} ${name}`);
      }
    }
  }
});

test('no other method than those of the contracts is answered (row 82)', async () => {
  const known = new Set(workspaceRoutes.map(({ contract }) => contract.route));
  const paths = new Set([...known].map((route) => route.split(' ')[1] ?? ''));
  for (const path of paths) {
    for (const method of ['PUT', 'PATCH', 'DELETE', 'OPTIONS'] as const) {
      if ([...known].some((route) => route === `${method} ${path}`)) continue;
      const { status } = await banker.send(method, path.replaceAll(/:\w+/g, '1'));
      assert.ok(status === 404 || status === 405, `${method} ${path}: ${status}`);
    }
  }
});

test('a request that can be read in two ways is refused, and nothing behind it is answered (row 81)', async () => {
  const hidden = 'GET /api/openapi.json HTTP/1.1\r\nHost: localhost\r\n\r\n';
  for (const lines of [
    ['Content-Length: 4', 'Transfer-Encoding: chunked'],
    ['Content-Length: 4', 'Content-Length: 5'],
    ['Transfer-Encoding: chunked', 'Transfer-Encoding: identity'],
    ['Transfer-Encoding : chunked'],
  ]) {
    const head = [
      'POST /api/sign-in HTTP/1.1',
      'Host: localhost',
      'Content-Type: application/json',
      ...lines,
    ];
    const answer = await spoken(`${head.join('\r\n')}\r\n\r\n0\r\n\r\n${hidden}`);
    assert.match(answer, /^HTTP\/1\.1 400 /, lines.join());
    assert.equal(answer.split('HTTP/1.1 ').length, 2, `${lines.join()}: one answer`);
  }
  const socket = await clientOf(bank.served.workspace, 'workspace', banker.token).get('/api/socket');
  assert.equal(socket.status, 404);
});

test('no name reaches out of the folder of the app, however it is written (row 37)', async () => {
  const up = ['..', '%2e%2e', '%2E.', '..%2f..', '..%5c..', '%252e%252e', '....//', '%c0%ae%c0%ae', '..;'];
  const wanted = ['package.json', 'server.ts', 'etc/passwd', 'coming.json'];
  for (const dots of up)
    for (const name of wanted)
      for (const folder of ['', 'assets/', 'screen/', 'api/errors/']) {
        const path = `/${folder}${`${dots}/`.repeat(4)}${name}`;
        const answer = await spoken(`GET ${path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n`);
        assert.match(answer, /^HTTP\/1\.1 (200|40[0-9]) /, path);
        assert.doesNotMatch(answer, /"dependencies"|import \{|root:x:|"always":/, path);
      }
});

/** What the server says to these very bytes, until it hangs up. */
function spoken(bytes: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const { port } = new URL(bank.served.workspace);
    let heard = '';
    const socket = connect(Number(port), '127.0.0.1', () => socket.write(bytes));
    socket.setTimeout(3000, () => socket.destroy());
    socket.on('data', (some) => {
      heard += some.toString('latin1');
    });
    socket.on('close', () => resolve(heard));
    socket.on('error', reject);
  });
}
