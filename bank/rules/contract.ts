/** Changing decision tables: drafted with test cases, simulated, approved by somebody else, put in force. */
import Type, { type Static } from 'typebox';
import {
  count,
  date,
  flag,
  id,
  instant,
  list,
  object,
  oneOf,
  orNull,
  text,
  version,
} from '#platform/contract.ts';

const operators = ['=', '!=', '<', '<=', '>', '>=', 'between', 'in', 'not in', 'known', 'unknown'] as const;
type Literal = string | number | boolean;
const literal = Type.Unsafe<Literal>({ type: ['string', 'number', 'boolean'], maxLength: 200 });
/** platform/tables/table.ts; null: anything. */
const cell = Type.Unsafe<{ op: (typeof operators)[number]; value?: Literal | Literal[] } | null>({
  ...{ type: ['object', 'null'], additionalProperties: false, required: ['op'] },
  properties: {
    op: { type: 'string', enum: [...operators] },
    value: {
      // lists first: what is sent is written as the first kind that fits, and a list fits a text
      ...{ type: ['array', 'string', 'number', 'boolean'], maxLength: 200, maxItems: 50 },
      items: { type: ['string', 'number', 'boolean'], maxLength: 200 },
    },
  },
});
const words = object({ en: text(300, 0), es: text(300, 0) });
const mayBeWords = Type.Unsafe<{ en: string; es: string } | null>({
  ...{ type: ['object', 'null'], additionalProperties: false, required: ['en', 'es'] },
  properties: words.properties,
});
const tableName = text(80);
const rowId = text(60);

const row = object({
  id: rowId,
  /** One for each input, in its order. */
  cells: list(cell, 30),
  /** One for each output. */
  outputs: list(literal, 10),
  because: words,
  /** Of an option's table: the reason as the customer hears it. */
  toCustomer: mayBeWords,
});
export type WireRow = Static<typeof row>;
const testCase = object({
  name: text(120),
  facts: list(object({ fact: text(60), value: literal }), 60),
  /** The row that must decide; "?" when too little is known, "-" when no row holds. */
  expects: rowId,
});
export type WireCase = Static<typeof testCase>;

/** A cell that is not understood, kept as it was typed. */
const slip = object({
  of: oneOf('rows', 'cases'),
  /** From 0. */
  line: count,
  /** Of the grid: "name", "in cash.share", "out fits", "because.en". */
  key: text(80),
  typed: text(600, 0),
});
export type WireSlip = Static<typeof slip>;

const aspect = oneOf('eligibility', 'applicability', 'suitability', 'contact policy');
const option = object({ code: text(60), title: words, aspect });
const mayBeOption = Type.Unsafe<Static<typeof option> | null>({ ...option, type: ['object', 'null'] });
const mayBe = <S extends ReturnType<typeof object>>(schema: S) =>
  Type.Unsafe<Static<S> | null>({ ...schema, type: ['object', 'null'] });
const kind = oneOf('number', 'money', 'date', 'flag', 'word');
const column = object({ name: text(60), kind, words: list(text(60), 50) });
const frame = {
  tableName,
  option: mayBeOption,
  /** Which facts exist for it. */
  context: oneOf('care', 'offer'),
  hit: oneOf('first', 'all'),
  outputs: list(column, 10),
};
const draftState = oneOf('draft', 'proposed', 'in force', 'left');
const versionCard = object({
  version: count,
  /** null: since ever, as it came with Earshot. */
  appliesFrom: orNull(date),
  madeBy: orNull(text(200)),
  approvedBy: orNull(text(200)),
  madeAt: orNull(instant),
  reference: orNull(text(80)),
  reason: orNull(text(500)),
  /** The version that it brought back. */
  restores: orNull(count),
  /** It counts today. */
  inForce: flag,
});

export const listRules = {
  route: 'GET /api/rules',
  summary: 'The decision tables, which version of each counts, and what is being changed',
  permission: 'rules.read',
  reply: object({
    tables: list(
      object({
        ...{ tableName, option: mayBeOption, rows: count, version: count, appliesFrom: orNull(date) },
        /** Put in force already, for a later day. */
        next: mayBe(object({ version: count, appliesFrom: date })),
        draft: mayBe(object({ draftId: id, state: draftState, savedBy: text(200), savedAt: instant })),
      }),
      500,
    ),
    /** The night's run that decided for everybody last: from beginning to end by these versions. */
    lastRun: mayBe(
      object({
        startedAt: instant,
        finishedAt: orNull(instant),
        decided: count,
        rules: list(text(120), 200),
      }),
    ),
  }),
} as const;

export const readRules = {
  route: 'GET /api/rules/:table',
  summary: 'One decision table as it counts today, its history, and the draft that is open',
  permission: 'rules.read',
  params: object({ table: tableName }),
  reply: object({
    ...frame,
    version: count,
    inputs: list(column, 30),
    rows: list(row, 200),
    versions: list(versionCard, 500),
    draftId: orNull(id),
    currency: text(3),
  }),
} as const;

export const readVersion = {
  route: 'GET /api/rules/:table/versions/:version',
  summary: 'One version of a table, and what it changed in the one before',
  permission: 'rules.read',
  params: object({ table: tableName, version: Type.Integer({ minimum: 0, maximum: 1_000_000 }) }),
  reply: object({
    ...frame,
    card: versionCard,
    inputs: list(column, 30),
    rows: list(row, 200),
    cases: list(testCase, 100),
    /** The version that counted before it. */
    before: mayBe(object({ version: count, inputs: list(column, 30), rows: list(row, 200) })),
    currency: text(3),
  }),
} as const;

export const beginDraft = {
  route: 'POST /api/rules/:table/drafts',
  summary: 'Begin to change a table: from what counts, or to bring an earlier version back',
  permission: 'rules.draft',
  creates: true,
  params: object({ table: tableName }),
  body: object({ restores: orNull(count) }),
  reply: object({ draftId: id }),
} as const;

const problem = object({
  row: orNull(rowId),
  column: orNull(text(60)),
  code: text(40),
  other: orNull(text(80)),
});
const checked = {
  problems: list(problem, 2000),
  /** In the order of the cases; empty while the table is not sound. */
  results: list(object({ decides: orNull(rowId), passes: flag, about: list(text(60), 60) }), 100),
};
const draft = object({ draftId: id });

export const readDraft = {
  route: 'GET /api/rule-drafts/:draftId',
  summary:
    'A draft with what is wrong with it, its test cases, what it was begun from, and how its request stands',
  permission: 'rules.read',
  params: draft,
  reply: object({
    ...frame,
    ...{ draftId: id, state: draftState, version, appliesFrom: orNull(date), baseVersion: count },
    ...{ restores: orNull(count), savedBy: text(200), savedAt: instant, currency: text(3) },
    inputs: list(text(60), 30),
    rows: list(row, 200),
    cases: list(testCase, 100),
    slips: list(slip, 500),
    ...checked,
    /** Cases that do not pass under the version that it brings back, and were not taken over. */
    leftOut: list(text(120), 100),
    /** What counts on its day: what it is compared with. */
    before: object({ version: count, inputs: list(text(60), 30), rows: list(row, 200) }),
    /** All that the table may read. */
    facts: list(column, 300),
    request: mayBe(
      object({
        ...{ approvalId: id, state: oneOf('asked', 'approved', 'refused', 'used', 'expired'), mine: flag },
        ...{ requestedBy: text(200), reference: text(80), reason: text(500), expiresAt: instant },
        ...{ decidedBy: orNull(text(200)), words: orNull(text(500)) },
      }),
    ),
  }),
} as const;

export const saveDraft = {
  route: 'PUT /api/rule-drafts/:draftId',
  summary: 'Keep what was changed, whatever is still wrong with it; says what that is',
  permission: 'rules.draft',
  versioned: true,
  params: draft,
  body: object({
    inputs: list(text(60), 30),
    rows: list(row, 200),
    cases: list(testCase, 100),
    /** Where one stands, the row or case says something else in its place; the draft is not sound. */
    slips: list(slip, 500),
    /** null: from the day on which it is put in force. */
    appliesFrom: orNull(date),
  }),
  reply: object({ version, ...checked }),
} as const;

export const proposeDraft = {
  route: 'POST /api/rule-drafts/:draftId/proposals',
  summary: 'Ask a second person to approve just this draft; it is refused while anything is wrong with it',
  permission: 'rules.draft',
  creates: true,
  versioned: true,
  params: draft,
  body: object({ reference: text(80, 3), reason: text(500, 10) }),
  reply: object({ approvalId: id, expiresAt: instant }),
} as const;

export const setAsideDraft = {
  route: 'POST /api/rule-drafts/:draftId/state',
  summary: 'Take a proposal back to go on writing, or give the draft up',
  permission: 'rules.draft',
  params: draft,
  body: object({ becomes: oneOf('draft', 'left') }),
  reply: Type.Null(),
} as const;

export const putInForce = {
  route: 'POST /api/rule-drafts/:draftId/effect',
  summary: 'Put the approved draft in force: it becomes the next version of its table, from its day on',
  permission: 'rules.draft',
  params: draft,
  reply: object({ version: count }),
} as const;
