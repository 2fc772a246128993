/**
 * What may be of several kinds arrives as the kind that it was sent as: the serializer takes the first kind of
 * a list of types that fits, and a list fits a text.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import Fastify from 'fastify';
import { portalRoutes, workspaceRoutes } from './server.ts';

interface Shape {
  readonly type?: string | readonly string[];
  readonly enum?: readonly unknown[];
  readonly format?: string;
  readonly pattern?: string;
  readonly minimum?: number;
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, Shape>>;
  readonly items?: Shape;
  readonly anyOf?: readonly Shape[];
}

test('every value of several kinds in an answer is read back as it was given', async () => {
  const unions = new Map<string, { shape: Shape; route: string }>();
  for (const { contract } of [...workspaceRoutes, ...portalRoutes])
    for (const shape of unionsIn(contract.reply as Shape))
      unions.set(JSON.stringify(shape), { shape, route: contract.route });
  assert.ok(unions.size > 20, `${unions.size}`);
  const server = Fastify();
  const expected = [...unions.values()].flatMap(({ shape, route }) =>
    kindsOf(shape).map((kind) => ({ route, kind, shape, value: exampleOf(shape, kind) })),
  );
  for (const [at, { shape, value }] of expected.entries()) {
    const reply = { type: 'object', required: ['one'], properties: { one: shape } };
    server.get(`/${at}`, { schema: { response: { 200: reply } } }, () => ({ one: value }));
  }
  for (const [at, { route, kind, value }] of expected.entries()) {
    const answer = await server.inject(`/${at}`);
    assert.deepEqual(answer.json(), { one: value }, `${route}: ${kind}`);
  }
  await server.close();
});

/** Every schema in this one that allows several kinds. */
function unionsIn(shape: Shape): Shape[] {
  const inner = [
    ...Object.values(shape.properties ?? {}),
    ...(shape.items === undefined ? [] : [shape.items]),
    ...(shape.anyOf ?? []),
  ];
  assert.equal(shape.anyOf, undefined, 'a list of types instead: it is checked and written faster');
  return [...(Array.isArray(shape.type) ? [shape] : []), ...inner.flatMap(unionsIn)];
}

const kindsOf = ({ type }: Shape): readonly string[] => (Array.isArray(type) ? type : [String(type)]);

function exampleOf(shape: Shape, kind: string): unknown {
  const word = shape.enum?.find((one) => one !== null);
  switch (kind) {
    case 'null':
      return null;
    case 'array':
      return shape.items === undefined
        ? []
        : kindsOf(shape.items).map((inner) => exampleOf(shape.items as Shape, inner));
    case 'object':
      return Object.fromEntries(
        (shape.required ?? []).map((name) => {
          const property = shape.properties?.[name] ?? {};
          return [name, exampleOf(property, kindsOf(property)[0] ?? 'null')];
        }),
      );
    case 'string':
      return word ?? (shape.format === 'date-time' ? '2026-11-25T10:00:00Z' : '2026-11-25');
    case 'boolean':
      return true;
    default:
      return shape.minimum ?? 12;
  }
}
