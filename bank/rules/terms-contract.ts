/** Products and their terms: versions from a day on, withdrawal, undoing; each by two people. */
import Type, { type Static } from 'typebox';
import { sorts } from '#bank/advice/contract.ts';
import { count, date, flag, id, instant, list, object, oneOf, orNull, text } from '#platform/contract.ts';

const words = object({ en: text(300, 0), es: text(300, 0) });
const code = text(60);
const mayBe = <S extends ReturnType<typeof object>>(schema: S) =>
  Type.Unsafe<Static<S> | null>({ ...schema, type: ['object', 'null'] });

/** What the bank earns, in thousandths a year; the instalment that is reckoned with, as a share of income. */
const terms = object({
  margin: Type.Integer({ minimum: 0, maximum: 200 }),
  instalmentShare: Type.Unsafe<number | null>({
    ...{ type: ['number', 'null'], minimum: 0.01, maximum: 1, multipleOf: 0.01 },
  }),
});
export type WireTerms = Static<typeof terms>;
export const kinds = ['terms', 'withdrawal', 'undoing'] as const;

/** Over the whole bank, in counts alone. */
const meaning = object({
  /** As the night counted them; null: it has not yet. */
  ...{ suggestions: orNull(count), countedOn: orNull(date) },
  ...{ conversations: count, putOff: count },
});

const version = object({
  version: count,
  /** null: since ever, as it came with Earshot. */
  appliesFrom: orNull(date),
  withdrawn: flag,
  terms,
  /** It counts today; it will; it has been; it was undone before its day. */
  state: oneOf('now', 'coming', 'past', 'undone'),
  ...{ madeBy: orNull(text(200)), approvedBy: orNull(text(200)), madeAt: orNull(instant) },
  ...{ reference: orNull(text(80)), reason: orNull(text(500)) },
  /** Of what was undone: who asked for that, and why. */
  undone: mayBe(
    object({ madeBy: text(200), approvedBy: text(200), reference: text(80), reason: text(500), at: instant }),
  ),
});

const change = object({
  ...{ changeId: id, kind: oneOf(...kinds), appliesFrom: date, undoes: orNull(count), terms: mayBe(terms) },
  /** What it meant when it was asked for. */
  meaning,
  ...{ askedBy: text(200), mine: flag, askedAt: instant, reference: text(80), reason: text(500) },
  ...{ state: oneOf('asked', 'approved', 'refused', 'used', 'expired'), expiresAt: instant },
  ...{ decidedBy: orNull(text(200)), words: orNull(text(500)) },
});

const product = {
  ...{ code, sort: oneOf(...sorts), title: words, invitation: words },
  /** As it is today. */
  ...{ withdrawn: flag, terms, appliesFrom: orNull(date) },
  /** What is put in force for a later day. */
  coming: list(object({ appliesFrom: date, withdrawn: flag }), 50),
};

export const listProducts = {
  route: 'GET /api/products',
  summary: 'The catalogue: what the bank offers and what is better than a product, with the terms that count',
  permission: 'rules.read',
  reply: object({
    products: list(object({ ...product, waits: orNull(oneOf(...kinds)) }), 200),
  }),
} as const;

export const readProduct = {
  route: 'GET /api/products/:product',
  summary: 'One product with all versions of its terms, what is asked for, and what a change would mean now',
  permission: 'rules.read',
  params: object({ product: code }),
  reply: object({
    ...product,
    versions: list(version, 200),
    change: mayBe(change),
    meaning,
  }),
} as const;

export const askTerms = {
  route: 'POST /api/products/:product/changes',
  summary: 'Ask a second person for new terms from a day, for a withdrawal, or to undo what has not come yet',
  permission: 'rules.draft',
  creates: true,
  params: object({ product: code }),
  body: object({
    kind: oneOf(...kinds),
    /** Of new terms. */
    terms: mayBe(terms),
    /** Of new terms and of a withdrawal: its day. */
    appliesFrom: orNull(date),
    /** Of an undoing: which version. */
    undoes: orNull(count),
    ...{ reference: text(80, 3), reason: text(500, 10) },
  }),
  reply: object({ changeId: id, expiresAt: instant }),
} as const;

export const leaveTerms = {
  route: 'POST /api/product-changes/:changeId/state',
  summary: 'Give up what was asked for',
  permission: 'rules.draft',
  params: object({ changeId: id }),
  body: object({ becomes: oneOf('left') }),
  reply: Type.Null(),
} as const;

export const putTermsInForce = {
  route: 'POST /api/product-changes/:changeId/effect',
  summary: 'Put in force what was approved: it counts from its day on',
  permission: 'rules.draft',
  params: object({ changeId: id }),
  reply: object({ version: count }),
} as const;
