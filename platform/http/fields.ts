/**
 * Fields of contracts by name, and what a role may see and say of them: a field marked `seenWith` is empty
 * to a role without that permission, and a word marked `saidWith` is refused from it. Marks are made in
 * contracts (contract.ts); the door keeps them, so that no action can forget to.
 */
import type { TSchema } from 'typebox';
import { Failure } from '../errors.ts';

/** Has this role that permission? */
export type Can = (permission: string) => boolean;

export interface Field {
  /** "holdings[].balance.minor"; a marked word: "kind=identifier". */
  path: string;
  /** Every permission that it takes, from the outermost field to this one. */
  needs: readonly string[];
}

interface Shape {
  type?: string | string[];
  properties?: Record<string, Shape>;
  items?: Shape;
  seenWith?: string;
  saidWith?: Record<string, string>;
}

/** Every field that holds a value, in the order of the contract; `''` is a value that is no object. */
export function fieldsOf(schema: TSchema): Field[] {
  return [...fieldsIn(schema as Shape, '', [])];
}

/** Empties what the role may not see: null, or an empty list. Undefined when nothing is marked. */
export function hiderOf(schema: TSchema): ((value: unknown, can: Can) => unknown) | undefined {
  if (!fieldsOf(schema).some(({ needs }) => needs.length > 0)) return undefined;
  return (value, can) => hidden(schema as Shape, value, can);
}

/** Throws `not-allowed` for a word that the role may not say. Undefined when nothing is marked. */
export function refuserOf(schema: TSchema): ((value: unknown, can: Can) => void) | undefined {
  if (!fieldsOf(schema).some(({ needs }) => needs.length > 0)) return undefined;
  return (value, can) => refuse(schema as Shape, value, can);
}

function* fieldsIn(shape: Shape, path: string, outer: readonly string[]): Generator<Field> {
  const needs = shape.seenWith === undefined ? outer : [...outer, shape.seenWith];
  if (shape.properties !== undefined) {
    for (const [name, inner] of Object.entries(shape.properties)) {
      yield* fieldsIn(inner, path === '' ? name : `${path}.${name}`, needs);
    }
    return;
  }
  if (shape.items !== undefined) {
    yield* fieldsIn(shape.items, `${path}[]`, needs);
    return;
  }
  yield { path, needs };
  for (const [word, permission] of Object.entries(shape.saidWith ?? {})) {
    yield { path: `${path}=${word}`, needs: [...needs, permission] };
  }
}

function hidden(shape: Shape, value: unknown, can: Can): unknown {
  if (value === null || value === undefined) return value;
  if (shape.seenWith !== undefined && !can(shape.seenWith)) return shape.items === undefined ? null : [];
  const { properties, items } = shape;
  if (items !== undefined && Array.isArray(value)) return value.map((one) => hidden(items, one, can));
  if (properties === undefined || typeof value !== 'object') return value;
  const given = value as Record<string, unknown>;
  return Object.fromEntries(
    Object.entries(given).map(([name, inner]) => [name, hidden(properties[name] ?? {}, inner, can)]),
  );
}

function refuse(shape: Shape, value: unknown, can: Can): void {
  if (value === null || value === undefined) return;
  const needed = [shape.seenWith, typeof value === 'string' ? shape.saidWith?.[value] : undefined];
  for (const permission of needed) {
    if (permission !== undefined && !can(permission)) throw new Failure('not-allowed');
  }
  if (Array.isArray(value)) for (const one of value) refuse(shape.items ?? {}, one, can);
  else if (typeof value === 'object') {
    for (const [name, inner] of Object.entries(value)) refuse(shape.properties?.[name] ?? {}, inner, can);
  }
}
