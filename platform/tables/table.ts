/**
 * A decision table: rows of cells on named facts, and what each row gives. Data, not code: it is kept as
 * JSON, edited by analysts, checked when it is saved (check.ts) and compiled once (decide.ts). Pure.
 */
import Type, { type Static } from 'typebox';

/**
 * number: a count or a ratio; money: whole minor units of the bank's own currency, in JSON as a string of
 * digits; date: ISO text; word: one of a list.
 */
export const kinds = ['number', 'money', 'date', 'flag', 'word'] as const;
export type Kind = (typeof kinds)[number];

/** care: what to ask, what help to give, how to speak. offer: what is suggested or priced. */
export const contexts = ['care', 'offer'] as const;
export type Context = (typeof contexts)[number];

/** What can be known of a customer. A fact that is not of a context does not exist there. */
export interface Fact {
  /** "income.monthly" */
  readonly name: string;
  readonly kind: Kind;
  /** Of a 'word': all that it can be. */
  readonly words?: readonly string[];
  readonly contexts: readonly Context[];
}

export type Value = number | bigint | string | boolean;
/** What is known; what is not there, undefined or null is unknown, which is not the same as false. */
export type Facts = Readonly<Record<string, Value | null | undefined>>;

export const operators = [
  ...(['=', '!=', '<', '<=', '>', '>=', 'between', 'in', 'not in', 'known', 'unknown'] as const),
] as const;
export type Operator = (typeof operators)[number];

const literal = Type.Union([Type.Number(), Type.String({ maxLength: 200 }), Type.Boolean()]);
/** As JSON keeps it; money as its minor units in digits: "-1500". */
export type Literal = Static<typeof literal>;

/** between: [from, to], both included; in, not in: up to 50. */
export const cell = Type.Object({
  op: Type.Enum([...operators]),
  value: Type.Optional(Type.Union([literal, Type.Array(literal, { maxItems: 50 })])),
});
export type Cell = Static<typeof cell>;

const name = Type.String({ pattern: '^[a-z][a-z0-9]*([. -][a-z0-9]+)*$', maxLength: 60 });

const output = Type.Object({
  name,
  kind: Type.Enum([...kinds]),
  words: Type.Optional(Type.Array(Type.String({ maxLength: 60 }), { maxItems: 50 })),
});

const row = Type.Object({
  /** Stays the same through versions: traces and test cases name it. */
  id: name,
  /** One for each input, in its order; null: anything, known or not. */
  cells: Type.Array(Type.Union([cell, Type.Null()]), { maxItems: 30 }),
  /** One for each output, in its order. */
  outputs: Type.Array(literal, { maxItems: 10 }),
  /** In words, for people: why this row. */
  because: Type.Object({ en: Type.String({ maxLength: 300 }), es: Type.String({ maxLength: 300 }) }),
});
export type Row = Static<typeof row>;

export const table = Type.Object({
  name,
  context: Type.Enum([...contexts]),
  /** first: the first row that holds decides. all: each row that holds counts. */
  hit: Type.Enum(['first', 'all']),
  inputs: Type.Array(name, { maxItems: 30 }),
  outputs: Type.Array(output, { minItems: 1, maxItems: 10 }),
  rows: Type.Array(row, { maxItems: 500 }),
});
export type Table = Static<typeof table>;

/** What a table gives can be a fact of another: "level.band" of the table "level" with the output "band". */
export const outputFacts = (of: Table): Fact[] =>
  of.outputs.map((one) => ({
    name: `${of.name}.${one.name}`,
    kind: one.kind,
    ...(one.words === undefined ? {} : { words: one.words }),
    contexts: [of.context],
  }));
