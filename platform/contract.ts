/**
 * What crosses the wire: schema = type = check = documentation. Pure, so that contracts can be read anywhere.
 */
import Type, { type Static, type TSchema } from 'typebox';

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

export interface Contract {
  /** "POST /api/visits/:visitId/moves": method and path, with :parameters. */
  readonly route: `${Method} /${string}`;
  /** One line for the API's documentation. */
  readonly summary: string;
  /** What the signed-in person's role must allow; 'nobody' asks for no sign-in, 'anybody' for any. */
  readonly permission: string;
  readonly params?: TSchema;
  readonly query?: TSchema;
  readonly body?: TSchema;
  readonly reply: TSchema;
  /** A POST that makes something: needs an Idempotency-Key, and a retry gets the same reply. */
  readonly creates?: true;
  /**
   * Of the reply of what makes something: fields that are not kept for a retry, which finds null in their
   * place. For values that leave the server once and on record, as of a customer's file.
   */
  readonly unkept?: readonly string[];
  /** Changes a thing that people edit: needs If-Match with the version that was read. */
  readonly versioned?: true;
  /** Where in the reply the version stands that goes out as ETag; not said: `version`. */
  readonly etag?: string;
  /**
   * Takes a sign-in that was proven in the last five minutes; else the answer is `step-up`, and the browser's
   * client asks for the proof and repeats the request.
   */
  readonly fresh?: true;
  /** Asked by an open page again and again: no sign that anybody is there. A request may say so, too. */
  readonly byItself?: true;
  /** A locked session may still do this. */
  readonly whileLocked?: true;
}

export type Reply<C> = C extends { reply: infer S extends TSchema } ? Static<S> : never;
export type Body<C> = C extends { body: infer S extends TSchema } ? Static<S> : undefined;
export type Params<C> = C extends { params: infer S extends TSchema } ? Static<S> : undefined;
export type Query<C> = C extends { query: infer S extends TSchema } ? Static<S> : undefined;

const closed = { additionalProperties: false };

/** An object with just these properties; more of them in a request is an error. */
export const object = <P extends Type.TProperties>(properties: P) => Type.Object(properties, closed);
export const list = <S extends TSchema>(items: S, maxItems = 1000) => Type.Array(items, { maxItems });
export const id = Type.String({ format: 'uuid', maxLength: 36 });
/** Of the years 1000 to 2999: beyond them the day after is none that the database can read. */
export const date = Type.String({ format: 'date', pattern: '^[12]', maxLength: 10 });
/** RFC 3339 in UTC. */
export const instant = Type.Unsafe<string>({ type: 'string', format: 'date-time', maxLength: 40 });
export const text = (maxLength: number, minLength = 1) => Type.String({ minLength, maxLength });
/** The same or null; written as a list of types, which is checked and serialised faster than a union. */
export function orNull<S extends TSchema>(schema: S): Type.TUnsafe<Static<S> | null> {
  const { type, enum: words } = schema as { type?: string; enum?: unknown[] };
  if (type === undefined) throw new TypeError('orNull takes a schema with a type');
  const more = words === undefined ? {} : { enum: [...words, null] };
  return Type.Unsafe<Static<S> | null>({ ...schema, ...more, type: [type, 'null'] });
}
export const oneOf = <W extends string>(...words: W[]) => Type.Unsafe<W>({ type: 'string', enum: words });
export const flag = Type.Boolean();

/** What may be null, or a list: empty to roles without this permission; the door empties it. */
export function seenWith<S extends TSchema>(permission: string, schema: S): Type.TUnsafe<Static<S>> {
  const { type } = schema as { type?: string | string[] };
  if (type !== 'array' && !(Array.isArray(type) && type.includes('null')))
    throw new TypeError('seenWith takes a list or a schema that may be null');
  return Type.Unsafe<Static<S>>({ ...schema, seenWith: permission });
}
/** Words, of which roles may say some only with a permission, as `{ word: permission }`; kept by the door. */
export function saidWith<W extends string>(words: readonly W[], permissions: Partial<Record<W, string>>) {
  return Type.Unsafe<W>({ type: 'string', enum: words, saidWith: permissions });
}
export const count = Type.Integer({ minimum: 0 });
export const version = Type.Integer({ minimum: 1 });
export const nothing = Type.Null();

/**
 * Minor units as a decimal string, because JSON numbers are not exact; null where it is hidden at this place.
 */
export const maskedMoney = object({
  minor: orNull(Type.String({ pattern: '^-?[0-9]{1,19}$' })),
  currency: Type.String({ pattern: '^[A-Z]{3}$' }),
});
export type MaskedMoney = Static<typeof maskedMoney>;

/** A value that may be hidden: what can be said aloud of it, and the whole where it may be shown. */
export const maskedText = object({ hint: text(200, 0), value: orNull(text(4000)) });
export type MaskedText = Static<typeof maskedText>;
