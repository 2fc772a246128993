/** A made-up value that fits a schema, for examples in the API's documentation. Pure. */
import type { TSchema } from 'typebox';

export interface Shape {
  type?: string | string[];
  enum?: unknown[];
  const?: unknown;
  anyOf?: Shape[];
  format?: string;
  pattern?: string;
  minimum?: number;
  maximum?: number;
  minLength?: number;
  maxLength?: number;
  minItems?: number;
  maxItems?: number;
  default?: unknown;
  properties?: Record<string, Shape>;
  required?: string[];
  items?: Shape;
  seenWith?: string;
  saidWith?: Record<string, string>;
}

/** @param name of the field: words that nothing says more of are its own name */
export function sampleOf(schema: TSchema | Shape, name = 'words'): unknown {
  const shape = schema as Shape;
  if (shape.default !== undefined) return shape.default;
  if (shape.const !== undefined) return shape.const;
  if (shape.enum !== undefined) return shape.enum[0];
  if (shape.anyOf?.[0] !== undefined) return sampleOf(shape.anyOf[0], name);
  const type = Array.isArray(shape.type) ? shape.type.find((one) => one !== 'null') : shape.type;
  if (type === 'object') {
    const inner = Object.entries(shape.properties ?? {}).map(([key, one]) => [key, sampleOf(one, key)]);
    return Object.fromEntries(inner);
  }
  if (type === 'array') return shape.items && shape.maxItems !== 0 ? [sampleOf(shape.items, name)] : [];
  if (type === 'boolean') return true;
  if (type === 'integer' || type === 'number') return numberOf(shape);
  return type === 'string' ? textOf(shape, name) : null;
}

const numberOf = ({ minimum = 0, maximum = Number.POSITIVE_INFINITY }: Shape) =>
  Math.min(Math.max(minimum, 1), maximum);

const formats: Record<string, string> = {
  uuid: '0198c2f4-6d0e-7c11-9a55-2f4e6b7a9d03',
  date: '2026-03-02',
  'date-time': '2026-03-02T09:30:00Z',
};

/** For patterns: the first that fits is taken. */
const candidates = [
  'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ',
  ...['EUR', 'CZ', 'en', '09:30', '125000', '123456', '1234 5678', 'example', 'core/10042'],
  'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
  '47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=',
];

function textOf({ format, pattern, minLength = 0, maxLength = 1000 }: Shape, name: string): string {
  const known = format === undefined ? undefined : formats[format];
  if (known !== undefined) return known;
  const fits = (text: string) => text.length >= minLength && text.length <= maxLength;
  if (pattern !== undefined) {
    const expression = new RegExp(pattern, 'u');
    return candidates.find((one) => expression.test(one) && fits(one)) ?? '';
  }
  const words = name.replaceAll(/([a-z])([A-Z])/g, '$1 $2').toLowerCase();
  return words.padEnd(minLength, ' …').slice(0, maxLength);
}
