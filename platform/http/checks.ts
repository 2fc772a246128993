/** Checks of what comes in: schemas (compiled once, when first used) and JSON whose meaning is certain. */
import type { TSchema } from 'typebox';
import { Compile } from 'typebox/compile';
import { Convert } from 'typebox/value';
import { Failure, type FieldProblem } from '../errors.ts';

export type Check = (value: unknown) => unknown;

/**
 * A function that returns the value, with defaults filled in, or throws `invalid` naming the fields.
 * @param fromText true for path and query, where everything arrives as text
 */
export function checkOf(schema: TSchema, fromText: boolean): Check {
  let compiled: ReturnType<typeof Compile> | undefined;
  return (given) => {
    compiled ??= Compile(schema);
    const value = compiled.Default(fromText ? Convert(schema, given) : given);
    if (compiled.Check(value)) return value;
    throw new Failure('invalid', { fields: problemsOf(compiled.Errors(value)) });
  };
}

function problemsOf(found: Iterable<{ instancePath: string; message: string }>): FieldProblem[] {
  const fields: FieldProblem[] = [];
  for (const { instancePath, message } of found) {
    if (fields.length < 20) fields.push({ field: instancePath === '' ? '/' : instancePath, says: message });
  }
  return fields;
}

/**
 * JSON as RFC 8259 recommends to write it: a name twice in one object, or a name that reaches into the
 * prototype, is refused, because two readers would understand it differently.
 * @throws Failure `invalid`
 */
export function parseJson(text: string): unknown {
  const says = (problem: string) => new Failure('invalid', { fields: [{ field: '/', says: problem }] });
  let seen = 0;
  let names = 0;
  let value: unknown;
  try {
    value = JSON.parse(text, function reviver(this: unknown, key, inner) {
      if (key === '__proto__' || key === 'constructor') throw says(`the name "${key}" is not taken`);
      if (!Array.isArray(this) && key !== '') seen += 1;
      return inner;
    });
  } catch (error) {
    throw error instanceof Failure ? error : says('not valid JSON');
  }
  // Every name in the text becomes one call of the reviver, unless it stands twice in one object.
  let inString = false;
  for (let at = 0; at < text.length; at += 1) {
    const sign = text.charCodeAt(at);
    if (inString && sign === 0x5c) at += 1;
    else if (sign === 0x22) inString = !inString;
    else if (!inString && sign === 0x3a) names += 1;
  }
  if (names !== seen + emptyNames(value)) throw says('a name stands twice in one object');
  return value;
}

/** Names that are the empty string, which the reviver cannot tell from the whole. */
function emptyNames(value: unknown): number {
  if (value === null || typeof value !== 'object') return 0;
  let count = !Array.isArray(value) && Object.hasOwn(value, '') ? 1 : 0;
  for (const inner of Object.values(value)) count += emptyNames(inner);
  return count;
}
