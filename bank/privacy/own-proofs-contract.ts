import Type from 'typebox';
import { count, id, instant, list, object, oneOf, orNull, text } from '#platform/contract.ts';

const hash = Type.String({ pattern: '^[A-Za-z0-9+/]{43}=$' });

/** One use of the customer's data. `shown` is what was sealed: a screen shows this, not a copy of it. */
const entry = object({
  recordId: id,
  /** A search has shown her card in Find; the first of one member of staff in ten minutes stands for all. */
  kind: oneOf('access record', 'batch run', 'search'),
  at: instant,
  /** Of the branch, for people; `shown` has its id. */
  premises: orNull(text(200)),
  /** Canonical JSON of the columns that the customer may see. */
  shown: text(4000),
  shownSalt: hash,
  withheldDigest: hash,
  /** Null until it is sealed, a second later. */
  leaf: orNull(Type.Integer({ minimum: 0 })),
  proof: list(hash, 64),
});

/** For the portal: checked in the browser by platform/record/verifying.ts. */
export const ownEntries = {
  route: 'GET /api/own-record',
  summary: 'Who looked at my information, newest first, each with the proof that it is in the sealed record',
  permission: 'anybody',
  query: object({
    /** Looks by people of the bank, uses by its programs, or her own visits to the portal. */
    of: oneOf('people', 'programs', 'herself'),
    /** The `next` of the page before. */
    before: Type.Optional(text(80)),
    most: Type.Integer({ minimum: 1, maximum: 100, default: 50 }),
    /** The size of the last checkpoint that this browser has kept. */
    since: Type.Optional(Type.Integer({ minimum: 1 })),
  }),
  reply: object({
    entries: list(entry, 100),
    /** Looks of all customers that are kept back for inquiries, at midnight; null: fewer than ten. */
    keptBack: orNull(count),
    next: orNull(text(80)),
    /** The newest checkpoint with its signatures; null before the first. */
    checkpoint: orNull(text(20_000)),
    /** That the newest goes on from the one of `since`; empty without it. */
    consistency: list(hash, 64),
    /** The public key that signs checkpoints, from outside the database; null: none is known here. */
    logKey: orNull(text(400)),
  }),
} as const;
