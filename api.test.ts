/** What developers of a bank read of the API: the OpenAPI document, the page, and a page for each error. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Browser } from 'playwright-core';
import { Compile } from 'typebox/compile';
import { type Trial, trialBank } from '#bank/trial.ts';
import type { Contract } from '#platform/contract.ts';
import { type ErrorCode, errors } from '#platform/errors.ts';
import { sampleOf } from '#platform/http/samples.ts';
import { barriersOf, pageOf, startBrowser } from '#platform/testing/browser.ts';
import { portalRoutes, workspaceRoutes } from './server.ts';

let bank: Trial;
let browser: Browser;
before(async () => {
  bank = await trialBank();
  browser = await startBrowser();
});
after(async () => {
  await browser?.close();
  await bank?.close();
});

const apps = [
  ['workspace', workspaceRoutes],
  ['portal', portalRoutes],
] as const;

interface Operation {
  operationId: string;
  tags: string[];
  summary: string;
  parameters: { name: string; in: string; required: boolean }[];
  requestBody?: { content: Record<string, { schema: object; example: unknown }> };
  responses: Record<string, { 'x-codes'?: ErrorCode[]; content?: Record<string, object>; headers?: object }>;
}

async function documentOf(app: 'workspace' | 'portal') {
  const { body, status } = await bank.nobody(app).get('/api/openapi.json');
  assert.equal(status, 200);
  return body as {
    openapi: string;
    paths: Record<string, Record<string, Operation>>;
    tags: { name: string }[];
  };
}

test('the document of each app has every operation once, with what a client must send and may be told', async () => {
  for (const [app, routes] of apps) {
    const { openapi, paths, tags } = await documentOf(app);
    assert.equal(openapi, '3.1.0');
    const found = Object.values(paths).flatMap((methods) => Object.values(methods));
    assert.equal(found.length, routes.length);
    const ids = found.map(({ operationId }) => operationId);
    assert.equal(new Set(ids).size, ids.length, 'each operation has a name of its own');
    for (const id of ids) assert.match(id, /^[a-z][A-Za-z0-9]+$/);
    const modules = tags.map(({ name }) => name);
    for (const { contract, module = '' } of routes) {
      const [method = '', path = ''] = contract.route.split(' ');
      const of = paths[path.replaceAll(/:(\w+)/g, '{$1}')]?.[method.toLowerCase()];
      assert.ok(of, contract.route);
      assert.deepEqual([of.tags, modules.includes(module)], [[module], true], contract.route);
      followsContract(contract, of);
    }
  }
});

function followsContract(contract: Contract, of: Operation): void {
  const asked = (name: string, where: string) =>
    of.parameters.some((one) => one.name === name && one.in === where && one.required);
  assert.equal(asked('Idempotency-Key', 'header'), contract.creates === true, contract.route);
  assert.equal(asked('If-Match', 'header'), contract.versioned === true, contract.route);
  for (const [, name = ''] of contract.route.matchAll(/:(\w+)/g))
    assert.ok(asked(name, 'path'), contract.route);
  assert.equal(of.requestBody !== undefined, contract.body !== undefined, contract.route);
  const told = Object.entries(of.responses).flatMap(([status, { 'x-codes': codes = [] }]) => {
    for (const code of codes) assert.equal(String(errors[code][0]), status, code);
    return codes;
  });
  const must: [unknown, ErrorCode][] = [
    [contract.creates, 'key-needed'],
    [contract.creates, 'key-reused'],
    [contract.versioned, 'version-needed'],
    [contract.versioned, 'changed'],
    [contract.permission !== 'nobody', 'sign-in-required'],
    [!['nobody', 'anybody'].includes(contract.permission), 'not-allowed'],
    [contract.fresh, 'step-up'],
    [contract.body, 'invalid'],
    [true, 'failed'],
  ];
  for (const [applies, code] of must)
    assert.equal(
      told.includes(code),
      Boolean(applies) || (code === 'invalid' && told.includes(code)),
      contract.route,
    );
  assert.ok(of.responses.default?.content?.['application/problem+json'], contract.route);
}

test('the examples fit their contracts', () => {
  for (const [, routes] of apps) {
    for (const { contract } of routes) {
      for (const schema of [contract.params, contract.query, contract.body, contract.reply]) {
        if (schema === undefined) continue;
        const wrong = [...Compile(schema).Errors(sampleOf(schema))];
        assert.deepEqual(
          wrong.map(({ instancePath, message }) => `${contract.route}: ${instancePath} ${message}`),
          [],
        );
      }
    }
  }
});

test('answers that carry a version carry it as ETag, the customer’s file too', async () => {
  const banker = await bank.signedIn('banker');
  await bank.visit(bank.customers.jana, 'banker');
  const { headers, body } = await banker.get(`/api/customers/${bank.customers.jana}/file`);
  assert.equal(headers.get('etag'), `"${body.customer.version}"`);
});

test('every error of the catalogue has its page, for people and for programs, and no other has', async () => {
  for (const app of ['workspace', 'portal'] as const) {
    const nobody = bank.nobody(app);
    for (const [code, [status, says, next]] of Object.entries(errors)) {
      const path = `/api/errors/${code}`;
      const page = await nobody.send('GET', path, undefined, { accept: 'text/html,application/xhtml+xml' });
      assert.equal(page.status, 200, code);
      assert.match(page.headers.get('content-type') ?? '', /text\/html/);
      for (const word of [code, String(status), says, next])
        assert.ok(readable(page.text).includes(word), code);
      assert.deepEqual((await nobody.get(path)).body, { type: path, title: says, status, code, next });
    }
    assert.equal((await nobody.get('/api/errors/none')).status, 404);
    const refused = await nobody.get('/api/nothing');
    assert.equal((await nobody.get(refused.body.type)).status, 200, 'what a problem calls its type is there');
  }
});

const readable = (page: string) =>
  page.replaceAll('&quot;', '"').replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');

test('the page says of every operation all that the document does, without a script', async () => {
  for (const [app, routes] of apps) {
    const { text, headers } = await bank.nobody(app).get('/api');
    assert.doesNotMatch(text, /<script|javascript:| on[a-z]+=| style=/);
    assert.match(headers.get('content-security-policy') ?? '', /default-src 'none'/);
    const { paths } = await documentOf(app);
    for (const { operationId } of Object.values(paths).flatMap((methods) => Object.values(methods))) {
      assert.ok(text.includes(`<article id="${operationId}"`), operationId);
      assert.ok(text.includes(`href="#${operationId}"`), operationId);
    }
    for (const { contract } of routes) {
      assert.ok(readable(text).includes(contract.summary), contract.route);
      assert.ok(text.includes(`<code>${contract.permission}</code>`), contract.route);
    }
    assert.ok(text.includes(bank.served[app === 'workspace' ? 'portal' : 'workspace']), 'the other app’s');
  }
});

test('the pages are read on wide and narrow screens, light and dark, by everybody and by keyboard', async () => {
  for (const [colorScheme, width] of [
    ['light', 1440],
    ['dark', 390],
  ] as const) {
    const options = { colorScheme, viewport: { width, height: 900 } };
    const page = await pageOf(browser, { cookie: '', token: '' }, options);
    for (const [name, url] of [
      ['portal', `${bank.served.portal}/api`],
      ['errors', `${bank.served.workspace}/api/errors`],
      ['error', `${bank.served.workspace}/api/errors/changed`],
    ] as const) {
      await page.goto(url);
      assert.deepEqual(await barriersOf(page), [], `${name} ${colorScheme} ${width}`);
      const wider = await page.evaluate('document.documentElement.scrollWidth - innerWidth');
      assert.ok(Number(wider) <= 0, `${name} at ${width} is wider than the screen`);
      await picture(`api-${name}-${colorScheme}-${width}`, (path) => page.screenshot({ path }));
    }
    await page.context().close();
  }
  const page = await pageOf(browser, { cookie: '', token: '' });
  await page.goto(`${bank.served.workspace}/api`);
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  assert.equal(await page.evaluate('document.activeElement.id'), 'main', 'past the contents');
  await page.getByRole('link', { name: 'POST customers/:customerId/notes', exact: true }).press('Enter');
  const target = page.locator('article:target');
  await target.getByText('Idempotency-Key', { exact: true }).waitFor();
  await picture('api-operation', (path) => page.screenshot({ path }));
});

/** With EARSHOT_PICTURES=<folder>. */
async function picture(name: string, take: (path: string) => Promise<unknown>): Promise<void> {
  const folder = process.env.EARSHOT_PICTURES;
  if (folder) await take(`${folder}/${name}.png`);
}
