/**
 * Route x role x field: who may ask, see and say what. The matrix is made of the contracts and the roles and
 * kept in bank/policy.txt, so that every change of it is read in a diff; a route that is not in it fails here.
 * Written anew by `EARSHOT_WRITE_POLICY=1 npm test -- policy`. Then every cell is tried at the real door.
 */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import fc from 'fast-check';
import type { FastifyInstance, InjectOptions } from 'fastify';
import type { TSchema } from 'typebox';
import { roles } from '#bank/staff/contract.ts';
import { allows } from '#bank/staff/rules.ts';
import type { Contract } from '#platform/contract.ts';
import type { Database } from '#platform/database/pool.ts';
import { type Field, fieldsOf } from '#platform/http/fields.ts';
import type { Route } from '#platform/http/route.ts';
import { cookieName, makeServer } from '#platform/http/server.ts';
import { portalRoutes, workspaceRoutes } from './server.ts';

const file = new URL('bank/policy.txt', import.meta.url);

test('the matrix of the contracts is the one that is written down', () => {
  const text = `${matrix()}\n`;
  if (process.env.EARSHOT_WRITE_POLICY) writeFileSync(file, text);
  assert.deepEqual(text.split('\n'), readFileSync(file, 'utf8').split('\n'));
});

function matrix(): string {
  const workspace = workspaceRoutes.flatMap(({ contract }) => [
    `workspace ${contract.route}: ${inWords(rolesFor(contract))}${proven(contract)}`,
    ...fieldLines(contract, (field) => rolesFor(contract, field.needs)),
  ]);
  const portal = portalRoutes.flatMap(({ contract }) => [
    `portal ${contract.route}: ${contract.permission === 'nobody' ? 'whoever' : 'the customer, of her own'}${proven(contract)}`,
    ...fieldLines(contract, () => []),
  ]);
  return [...workspace, ...portal].join('\n');
}

/** At any hour. Whatever opens a file takes one of the last hour out of hours: the database asks for it (ids.test.ts). */
const proven = ({ fresh }: Contract) => (fresh ? ', freshly proven' : '');

/** Fields that fewer roles have than the route say which; the others are the route's. */
function fieldLines(contract: Contract, has: (field: Field) => string[]): string[] {
  const line = (verb: string) => (field: Field) => {
    const fewer = field.needs.length > 0 ? `: ${inWords(has(field))}` : '';
    return `  ${verb} ${field.path === '' ? '(the whole)' : field.path}${fewer}`;
  };
  const parts: [string, TSchema | undefined][] = [
    ['asks', contract.params],
    ['asks', contract.query],
    ['says', contract.body],
    ['sees', contract.reply],
  ];
  return parts.flatMap(([verb, schema]) => (schema === undefined ? [] : fieldsOf(schema).map(line(verb))));
}

function inWords(some: string[]): string {
  return some.length === roles.length ? 'every role' : some.join(', ') || 'no role';
}

function rolesFor({ permission }: Contract, needs: readonly string[] = []): string[] {
  if (permission === 'nobody') return ['whoever'];
  const all = permission === 'anybody' ? needs : [permission, ...needs];
  return roles.filter((role) => all.every((one) => allows(role, one)));
}

/** The real door before answers that give every field something; the sign-in's token is the role, perhaps old. */
let door: FastifyInstance;
before(async () => {
  const answering = workspaceRoutes.map(
    ({ contract }): Route => ({ contract, answer: async () => sampleOf(contract.reply, true) }),
  );
  const database = {} as Database;
  door = await makeServer({
    ...{ name: 'workspace', routes: answering, allows, database, logLevel: 'silent' },
    authenticate: async (_database, role) => ({
      ...{ database, token: role, sessionId: randomUUID(), actorId: randomUUID() },
      ...{
        role: role.replace('old-', '').replaceAll('-', ' '),
        locked: false,
        fresh: !role.startsWith('old-'),
      },
    }),
    requestsPerMinuteMax: 1_000_000,
  });
});
after(() => door.close());

/** All but those that make something: their replies are kept in a database, which this door has not. */
const tried = () => workspaceRoutes.map(({ contract }) => contract).filter(({ creates }) => !creates);

async function ask(
  contract: Contract,
  role: string,
  given = contract.body && (sampleOf(contract.body) as object),
) {
  const [method, path] = contract.route.split(' ') as ['GET', string];
  const params = contract.params && (sampleOf(contract.params) as Record<string, string>);
  const url = path.replaceAll(/:(\w+)/g, (_all, name) => params?.[name] ?? '');
  const query = contract.query ? `?${new URLSearchParams(needed(contract.query))}` : '';
  const headers = { cookie: `${cookieName('workspace')}=${role.replaceAll(' ', '-')}`, 'if-match': '"1"' };
  const options: InjectOptions = { method, url: url + query, headers };
  const { statusCode, body } = await door.inject(
    given === undefined ? options : { ...options, payload: given },
  );
  return { statusCode, body };
}

test('every role sees of every reply the fields that are its own, and no other', async () => {
  let cells = 0;
  for (const contract of tried()) {
    for (const role of roles) {
      const answer = await ask(contract, role);
      const may = rolesFor(contract);
      if (!may.includes(role) && !may.includes('whoever')) {
        assert.equal(answer.statusCode, 403, `${role}: ${contract.route}`);
        continue;
      }
      assert.equal(answer.statusCode, 200, `${role}: ${contract.route}: ${answer.body.slice(0, 300)}`);
      const isObject = (contract.reply as Shape).properties !== undefined;
      const seen: unknown = isObject ? JSON.parse(answer.body) : answer.body;
      for (const field of fieldsOf(contract.reply)) {
        const sees = fieldAt(seen, field.path) !== undefined;
        const should = may.includes('whoever') || rolesFor(contract, field.needs).includes(role);
        assert.equal(sees, should, `${role}: ${contract.route}: ${field.path}`);
        cells += 1;
      }
    }
  }
  assert.ok(cells > 500, `${cells} cells`);
});

test('what takes a fresh proof is refused to an old one, whatever the role, and nothing else is', async () => {
  let asked = 0;
  for (const contract of tried()) {
    for (const role of rolesFor(contract)) {
      if (role === 'whoever') continue;
      const { statusCode, body } = await ask(contract, `old ${role}`);
      assert.equal(statusCode, contract.fresh ? 403 : 200, `${role}: ${contract.route}`);
      if (contract.fresh) assert.equal(JSON.parse(body).code, 'step-up', contract.route);
      asked += Number(contract.fresh === true);
    }
  }
  assert.ok(asked > 10, `${asked} of fresh proof`);
});

test('every word that only some roles may say is refused from the others', async () => {
  let words = 0;
  for (const { contract } of workspaceRoutes) {
    for (const field of contract.body ? fieldsOf(contract.body) : []) {
      const [name = '', word] = field.path.split('=');
      if (word === undefined) continue;
      words += 1;
      for (const role of rolesFor(contract)) {
        const body = { ...(sampleOf(contract.body as TSchema) as object), [name]: word };
        const { statusCode } = await ask(contract, role, body);
        const may = rolesFor(contract, field.needs).includes(role);
        assert.equal(statusCode, may ? 200 : 403, `${role}: ${contract.route}: ${field.path}`);
      }
    }
  }
  assert.ok(words > 0);
});

test('what nobody has declared does not leave the server', async () => {
  for (const contract of tried()) {
    const [role] = rolesFor(contract);
    if (role === undefined || role === 'whoever') continue;
    assert.doesNotMatch((await ask(contract, role)).body, /undeclared/, contract.route);
  }
});

interface Shape {
  type?: string | string[];
  enum?: unknown[];
  format?: string;
  pattern?: string;
  minimum?: number;
  minLength?: number;
  maxLength?: number;
  default?: unknown;
  properties?: Record<string, Shape>;
  required?: string[];
  items?: Shape;
}

/**
 * A value with every field filled.
 * @param more adds a field that the contract does not know
 */
function sampleOf(schema: TSchema | Shape, more = false): unknown {
  const shape = schema as Shape;
  const type = Array.isArray(shape.type) ? shape.type.find((one) => one !== 'null') : shape.type;
  if (shape.enum !== undefined) return shape.enum[0];
  if (type === 'object') {
    const inner = Object.entries(shape.properties ?? {}).map(([name, one]) => [name, sampleOf(one, more)]);
    return { ...Object.fromEntries(inner), ...(more ? { undeclared: 'undeclared' } : {}) };
  }
  if (type === 'array') return [sampleOf(shape.items ?? {}, more)];
  if (type === 'boolean') return true;
  if (type === 'integer' || type === 'number') return shape.minimum ?? 1;
  if (type === 'null') return null;
  if (shape.format === 'uuid') return '00000000-0000-4000-8000-000000000000';
  if (shape.format === 'date') return '2026-01-01';
  if (shape.format === 'date-time') return '2026-01-01T00:00:00Z';
  if (shape.pattern === undefined) return 'x'.repeat(shape.minLength ?? 1);
  const fits = ({ length }: string) => length <= (shape.maxLength ?? 1000);
  return fc.sample(fc.stringMatching(new RegExp(shape.pattern)).filter(fits), { numRuns: 1, seed: 1 })[0];
}

/** What the query must have; the rest may be left out. */
function needed(schema: TSchema): Record<string, string> {
  const { required = [], properties = {} } = schema as Shape;
  const open = required.filter((name) => properties[name]?.default === undefined);
  return Object.fromEntries(open.map((name) => [name, String(sampleOf(properties[name] ?? {}))]));
}

/** The value at "a[].b", or undefined where there is nothing on the way: null, an empty list. */
function fieldAt(value: unknown, path: string): unknown {
  let at: unknown = value;
  for (const step of path.split('.').flatMap((name) => name.split(/(?=\[\])/))) {
    if (step === '') continue;
    at = step === '[]' ? (at as unknown[])?.[0] : (at as Record<string, unknown>)?.[step];
    if (at === null || at === undefined) return undefined;
  }
  return at;
}
