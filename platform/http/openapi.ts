/** The API's own description: OpenAPI 3.1, from the contracts. */
import type { TSchema } from 'typebox';
import type { Contract } from '../contract.ts';
import { type ErrorCode, errors } from '../errors.ts';
import type { Route } from './route.ts';
import { sampleOf } from './samples.ts';

/** The OpenAPI 3.1 document of these routes. */
export function describe(app: string, routes: readonly Route[]): object {
  const paths: Record<string, Record<string, object>> = {};
  for (const { contract, module } of routes) {
    const { method, address } = addressOf(contract);
    paths[address] = { ...paths[address], [method.toLowerCase()]: operation(contract, module) };
  }
  const modules = [...new Set(routes.flatMap(({ module }) => module ?? []))];
  return {
    openapi: '3.1.0',
    info: { title: `Earshot ${app}`, version: '0.1.0', description: 'Errors are RFC 9457 problem details.' },
    tags: modules.map((name) => ({ name })),
    paths,
    components: {
      securitySchemes: { session: { type: 'apiKey', in: 'cookie', name: `__Host-earshot-${app}` } },
      schemas: { Problem: problem },
    },
  };
}

/** "POST", "/api/visits/{visitId}/moves". */
export function addressOf({ route }: Contract): { method: string; address: string } {
  const [method, path] = route.split(' ') as [string, string];
  return { method, address: path.replaceAll(/:(\w+)/g, '{$1}') };
}

/** "postVisitsVisitIdMoves": method and path, which are one route's alone. */
export function operationIdOf(contract: Contract): string {
  const { method, address } = addressOf(contract);
  const words = address.replace(/^\/api\//, '').match(/[A-Za-z0-9]+/g) ?? [];
  const capital = (word: string) => `${word[0]?.toUpperCase()}${word.slice(1)}`;
  return method.toLowerCase() + words.map(capital).join('');
}

/** What the door itself may answer to this; what the deed may say beyond it depends on the data. */
export function problemsOf(contract: Contract): ErrorCode[] {
  const { permission, params, query, body, creates, versioned, fresh, whileLocked } = contract;
  const isKnown = permission !== 'nobody';
  const isUnsafe = !contract.route.startsWith('GET ');
  const some: [unknown, ErrorCode[]][] = [
    [params ?? query ?? body, ['invalid']],
    [isKnown, ['sign-in-required']],
    [isKnown && permission !== 'anybody', ['not-allowed']],
    [fresh, ['step-up']],
    [isUnsafe, ['cross-site']],
    [params, ['not-found']],
    [creates, ['key-reused', 'made-already']],
    [versioned, ['changed']],
    [body, ['too-large', 'wrong-type']],
    [isKnown && !whileLocked, ['locked']],
    [creates, ['key-needed']],
    [versioned, ['version-needed']],
    [true, ['too-many', 'failed', 'unavailable', 'too-slow']],
  ];
  return some.flatMap(([applies, codes]) => (applies ? codes : []));
}

/** Headers that must be sent along, with what they say. */
export function headersOf({
  creates,
  versioned,
}: Contract): { name: string; says: string; example: string }[] {
  const key = 'A key of your own (8 to 100 visible signs), the same for every try of one deed';
  const version = 'The version that was read, in double quotes';
  return [
    ...(creates
      ? [{ name: 'Idempotency-Key', says: key, example: '0198c2f4-6d0e-7c11-9a55-2f4e6b7a9d03' }]
      : []),
    ...(versioned ? [{ name: 'If-Match', says: version, example: '"1"' }] : []),
  ];
}

export interface Parameter {
  name: string;
  in: string;
  required: boolean;
  schema: object;
}

/** Of the path or of the query. */
export function parametersOf(schema: TSchema | undefined, where: 'path' | 'query'): Parameter[] {
  if (schema === undefined) return [];
  const { properties = {}, required = [] } = schema as {
    properties?: Record<string, { default?: unknown }>;
    required?: string[];
  };
  return Object.entries(properties).map(([name, inner]) => ({
    ...{ name, in: where, schema: inner },
    required: where === 'path' || (required.includes(name) && inner.default === undefined),
  }));
}

function operation(contract: Contract, module: string | undefined): object {
  const { body, reply } = contract;
  return {
    operationId: operationIdOf(contract),
    summary: contract.summary,
    ...(module === undefined ? {} : { tags: [module] }),
    'x-permission': contract.permission,
    ...(contract.fresh ? { 'x-fresh': true } : {}),
    security: contract.permission === 'nobody' ? [] : [{ session: [] }],
    parameters: [
      ...parametersOf(contract.params, 'path'),
      ...parametersOf(contract.query, 'query'),
      ...headersOf(contract).map(({ name, says, example }) => ({
        ...{ name, in: 'header', required: true, description: says, schema: { type: 'string' }, example },
      })),
    ],
    ...(body ? { requestBody: { required: true, content: content('application/json', body) } } : {}),
    responses: {
      200: {
        description: 'Done',
        ...(hasVersion(contract) ? { headers: { ETag: etag } } : {}),
        content: content('application/json', reply),
      },
      ...problemResponses(contract),
      default: { description: 'Another problem of the catalogue', ...problemContent },
    },
  };
}

/** Does the answer say which version it is? */
export function hasVersion({ reply, etag: path = 'version' }: Contract): boolean {
  let at: unknown = reply;
  for (const name of path.split('.'))
    at = (at as { properties?: Record<string, unknown> })?.properties?.[name];
  return at !== undefined;
}

const content = (type: string, schema: TSchema) => ({ [type]: { schema, example: sampleOf(schema) } });

const etag = {
  description: 'The version of what was read or made, for If-Match',
  schema: { type: 'string' },
};

const problemContent = {
  content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
};

function problemResponses(contract: Contract): Record<string, object> {
  const byStatus = Map.groupBy(problemsOf(contract), (code) => errors[code][0]);
  const described = [...byStatus].map(([status, codes]) => [
    String(status),
    {
      description: codes.map((code) => `${code}: ${errors[code][1]}`).join(' '),
      'x-codes': codes,
      ...problemContent,
    },
  ]);
  return Object.fromEntries(described);
}

const problem = {
  type: 'object',
  required: ['type', 'title', 'status', 'code', 'next', 'requestId'],
  properties: {
    type: { type: 'string', description: 'The address of a page about this error, on the same server' },
    title: { type: 'string' },
    status: { type: 'integer' },
    code: { type: 'string', enum: Object.keys(errors) },
    next: { type: 'string', description: 'What to do next' },
    fields: {
      type: 'array',
      items: { type: 'object', properties: { field: { type: 'string' }, says: { type: 'string' } } },
    },
    requestId: { type: 'string' },
    retryAfterSeconds: { type: 'integer' },
  },
};
