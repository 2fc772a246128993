/**
 * The API's own description: OpenAPI 3.1 at /api/openapi.json and a page for people at /api, both from the
 * contracts.
 */
import type { FastifyInstance } from 'fastify';
import type { TSchema } from 'typebox';
import type { Contract } from '../contract.ts';
import { errors } from '../errors.ts';
import type { Route } from './route.ts';

export async function openApi(server: FastifyInstance, app: string, routes: readonly Route[]): Promise<void> {
  const description = describe(
    app,
    routes.map((route) => route.contract),
  );
  server.get('/api/openapi.json', async (_request, reply) =>
    reply.type('application/json').send(JSON.stringify(description)),
  );
  server.get('/api', async (_request, reply) =>
    reply.type('text/html; charset=utf-8').send(page(app, routes)),
  );
}

/** The OpenAPI 3.1 document of these contracts. */
export function describe(app: string, contracts: readonly Contract[]): object {
  const paths: Record<string, Record<string, object>> = {};
  for (const contract of contracts) {
    const [method, path] = contract.route.split(' ') as [string, string];
    const address = path.replaceAll(/:(\w+)/g, '{$1}');
    paths[address] = { ...paths[address], [method.toLowerCase()]: operation(contract) };
  }
  return {
    openapi: '3.1.0',
    info: { title: `Earshot ${app}`, version: '0.1.0', description: 'Errors are RFC 9457 problem details.' },
    paths,
    components: {
      securitySchemes: { session: { type: 'apiKey', in: 'cookie', name: `__Host-earshot-${app}` } },
      schemas: { Problem: problem },
    },
  };
}

function operation(contract: Contract): object {
  const parameters = [
    ...parametersOf(contract.params, 'path'),
    ...parametersOf(contract.query, 'query'),
    ...(contract.creates ? [header('Idempotency-Key', 'the same for every retry')] : []),
    ...(contract.versioned ? [header('If-Match', 'the version that was read, in double quotes')] : []),
  ];
  return {
    summary: contract.summary,
    'x-permission': contract.permission,
    ...(contract.fresh ? { 'x-fresh': true } : {}),
    ...(contract.permission === 'nobody' ? {} : { security: [{ session: [] }] }),
    parameters,
    ...(contract.body
      ? { requestBody: { required: true, content: { 'application/json': { schema: contract.body } } } }
      : {}),
    responses: {
      200: { description: 'Done', content: { 'application/json': { schema: contract.reply } } },
      default: {
        description: 'A problem',
        content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
      },
    },
  };
}

function parametersOf(schema: TSchema | undefined, where: string): object[] {
  if (schema === undefined) return [];
  const { properties = {}, required = [] } = schema as {
    properties?: Record<string, object>;
    required?: string[];
  };
  return Object.entries(properties).map(([name, inner]) => ({
    ...{ name, in: where, schema: inner },
    required: where === 'path' || required.includes(name),
  }));
}

const header = (name: string, description: string) => ({
  ...{ name, in: 'header', required: true, description },
  schema: { type: 'string' },
});

const problem = {
  type: 'object',
  required: ['type', 'title', 'status', 'code', 'next', 'requestId'],
  properties: {
    type: { type: 'string' },
    title: { type: 'string' },
    status: { type: 'integer' },
    code: { type: 'string', enum: Object.keys(errors) },
    next: { type: 'string', description: 'What to do next' },
    fields: {
      type: 'array',
      items: { type: 'object', properties: { field: { type: 'string' }, says: { type: 'string' } } },
    },
    requestId: { type: 'string' },
  },
};

function page(app: string, routes: readonly Route[]): string {
  const rows = routes.map(({ contract }) => {
    const [method, path] = contract.route.split(' ') as [string, string];
    const needs = [contract.creates && 'Idempotency-Key', contract.versioned && 'If-Match']
      .filter(Boolean)
      .join(', ');
    return `<tr><td><code>${method}</code></td><td><code>${escaped(path)}</code></td>
      <td>${escaped(contract.summary)}</td>
      <td>${escaped(contract.permission)}</td><td>${needs}</td></tr>`;
  });
  return `<!doctype html><html lang="en"><head><meta charset="utf-8">
    <title>Earshot ${app}: API</title></head><body>
    <h1>Earshot ${app}: API</h1>
    <p>Generated from the contracts. The whole description: <a href="/api/openapi.json">OpenAPI 3.1</a>.</p>
    <table><thead>
    <tr><th>Method</th><th>Path</th><th>What it does</th><th>Permission</th><th>Headers</th></tr></thead>
    <tbody>${rows.join('')}</tbody></table></body></html>`;
}

const escaped = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
