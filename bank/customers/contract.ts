import Type from 'typebox';
import { confirmation, note, promise } from '#bank/conversations/contract.ts';
import { holding, total } from '#bank/holdings/contract.ts';
import { adapted, understanding } from '#bank/needs/contract.ts';
import { accessRecord, ground, places } from '#bank/privacy/contract.ts';
import {
  count,
  date,
  flag,
  id,
  instant,
  list,
  maskedMoney,
  maskedText,
  object,
  oneOf,
  orNull,
  saidWith,
  seenWith,
  text,
  version,
} from '#platform/contract.ts';

/**
 * What every list shows of a customer, at any place: enough to tell two people apart, nothing that can be
 * sold.
 */
export const card = object({
  customerId: id,
  kind: oneOf('person', 'business'),
  fullName: text(400),
  preferredName: orNull(text(200)),
  /** The former name, alias or nickname by which they were found. */
  matchedName: orNull(text(400)),
  bornYear: orNull(Type.Integer()),
  town: orNull(text(200)),
  phoneHint: orNull(text(40)),
  emailHint: orNull(text(80)),
  homePremises: orNull(text(200)),
  customerSince: orNull(Type.Integer()),
  restricted: flag,
  madeUp: flag,
  died: flag,
});

export const find = {
  route: 'POST /api/customer-searches',
  summary:
    'Find customers by name (typos, nicknames, former names), phone, e-mail, card or last digits; on record',
  permission: 'customer.find',
  body: object({ query: text(200), most: Type.Integer({ minimum: 1, maximum: 50, default: 10 }) }),
  reply: object({
    cards: list(card, 50),
    /** The date or year of birth that was typed, if nobody is found by it: these are found without it. */
    withoutBirth: orNull(text(20)),
  }),
} as const;

const numberKinds = [
  'national id',
  'tax number',
  'passport',
  'driving licence',
  'registration number',
] as const;

export const findByNumber = {
  route: 'POST /api/identifier-searches',
  summary: 'Find customers by an identifying number, exactly; on record by its kind and last two signs',
  permission: 'customer.find',
  body: object({ kind: oneOf(...numberKinds), number: text(80) }),
  reply: object({ cards: list(card, 20) }),
} as const;

const customer = object({ customerId: id });

const contactPoint = object({
  contactPointId: id,
  kind: oneOf('phone', 'email'),
  purpose: text(40),
  value: maskedText,
  verified: flag,
  safeToUse: flag,
});
const identifier = object({
  identifierId: id,
  kind: text(40),
  country: orNull(text(2)),
  value: maskedText,
  expiresOn: orNull(date),
});
const address = object({
  addressId: id,
  purpose: text(40),
  lines: orNull(list(text(200), 12)),
  town: orNull(text(200)),
  country: orNull(text(2)),
  postalCode: orNull(text(20)),
  fromDate: orNull(date),
  toDate: orNull(date),
});
export const relation = object({
  relationId: id,
  /** "The customer is <kind> of <other>". */
  kind: text(40),
  otherId: id,
  otherName: text(400),
  otherKind: oneOf('person', 'business'),
  restricted: flag,
  fromDate: orNull(date),
  toDate: orNull(date),
});
/** Something that changed lately, in words a screen can say: `code` picks the sentence. */
export const news = object({
  code: oneOf(
    'new holding',
    'holding ended',
    'matures soon',
    'in arrears',
    'income began',
    'income stopped',
    'income rose',
    'income fell',
    'large movement in',
    'large movement out',
    'penalty interest',
    'moved',
    'new name',
    'died',
    'birthday',
    'anniversary',
    'level changed',
    'stage changed',
    /** Hardship, at a place where strangers may read: that there is something, not what. */
    'for a private room',
  ),
  onDate: date,
  about: orNull(text(200)),
  amount: orNull(maskedMoney),
});

export const file = object({
  customer: object({
    customerId: id,
    kind: oneOf('person', 'business'),
    fullName: text(400),
    preferredName: orNull(text(200)),
    otherNames: list(object({ kind: text(40), fullName: text(400), toDate: orNull(date) }), 100),
    bornOn: orNull(date),
    age: orNull(count),
    diedOn: orNull(date),
    /** From when on the source knows them no more; null: still a customer. */
    endedOn: orNull(date),
    language: text(35),
    homePremises: orNull(text(200)),
    customerSince: orNull(date),
    occupation: orNull(text(200)),
    employer: orNull(text(200)),
    /** What is done for them wherever they meet the bank; at an open counter only what shows there. */
    adaptations: adapted,
    /** There is one of the two, and it is hidden at this place. */
    workHidden: flag,
    /** What helps in a talk; null where it is hidden, or cannot be shown now. */
    supportNeeds: object({ count, needs: orNull(list(text(100), 200)), unavailable: flag }),
    madeUp: flag,
    version,
  }),
  ground,
  /** Where it was opened, and whether values are hidden there. */
  place: oneOf(...places),
  masked: flag,
  contactPoints: list(contactPoint, 200),
  addresses: list(address, 200),
  identifiers: seenWith('customer.identifier.read', list(identifier, 100)),
  relations: list(relation, 200),
  /** From whom she keeps what the bank knows of her; otherId null: from everybody. */
  confidences: list(
    object({
      confidenceId: id,
      otherId: orNull(id),
      otherName: orNull(text(400)),
      recordedAt: instant,
      version,
    }),
    50,
  ),
  /** Who is with them while the visit lasts; without names where strangers may read. */
  companions: list(object({ role: text(40), name: orNull(text(80)) }), 100),
  holdings: list(holding, 500),
  totals: list(total, 50),
  news: list(news, 20),
  promises: list(promise, 200),
  notes: list(note, 200),
  confirmations: list(confirmation, 50),
  lastLooks: list(accessRecord, 10),
  /** What the customer has restricted or objected to. */
  restraints: list(oneOf('storage only', 'no marketing', 'no profiling'), 3),
  /** Level, stage, life events and needs: each with where it came from. */
  understanding,
});

export const openFile = {
  route: 'GET /api/customers/:customerId/file',
  summary: "Sign a customer's file out and read it; on record before anything is read",
  permission: 'customer.file.read',
  params: customer,
  query: object({ ground: Type.Optional(id) }),
  etag: 'customer.version',
  reply: file,
} as const;

export const revealKinds = [
  'balance',
  'totals',
  'amounts',
  'contact point',
  'address',
  'identifier',
  'birth date',
  'note',
  'support needs',
  'movement',
  'standing order',
  'typed answer',
  'promise',
  'topic',
  'work',
  'terms',
] as const;

export const reveal = {
  route: 'POST /api/customers/:customerId/reveals',
  summary: 'Show one hidden value for ten seconds; the reveal is on record with its field',
  permission: 'customer.file.read',
  params: customer,
  body: object({
    kind: saidWith(revealKinds, { identifier: 'customer.identifier.read' }),
    /** Which holding, contact point, note, promise, visit and so on; null where there is but one. */
    subject: orNull(id),
  }),
  reply: object({
    money: list(object({ label: text(40), amount: maskedMoney, asOf: orNull(date) }), 20),
    text: orNull(text(4000)),
    hideAfterSeconds: count,
    /** This look, as it stands on record. */
    look: accessRecord,
  }),
} as const;

export const changeProfile = {
  route: 'PATCH /api/customers/:customerId/profile',
  summary: 'Change what the customer likes to be called, language, occupation or support needs',
  permission: 'customer.file.change',
  versioned: true,
  params: customer,
  body: object({
    preferredName: Type.Optional(orNull(text(200))),
    language: Type.Optional(Type.String({ pattern: '^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$', maxLength: 35 })),
    occupation: Type.Optional(orNull(text(200))),
    employer: Type.Optional(orNull(text(200))),
    supportNeeds: Type.Optional(list(text(100), 50)),
  }),
  reply: object({ version }),
} as const;

export const timelineEntry = object({
  entryId: text(80),
  kind: oneOf('movement', 'visit', 'note', 'promise', 'change'),
  at: instant,
  onDate: date,
  /** Movement: what kind; visit: topic; change: its name. */
  what: text(200),
  detail: orNull(text(500)),
  /** There are words that are hidden at this place. */
  hidden: flag,
  amount: orNull(maskedMoney),
  agreementId: orNull(id),
  byRole: orNull(text(40)),
});

export const timeline = {
  route: 'GET /api/customers/:customerId/timeline',
  summary: "What happened, newest first; a page at a time, from the same visit's reason",
  permission: 'customer.file.read',
  params: customer,
  query: object({
    before: Type.Optional(text(80)),
    kinds: Type.Optional(Type.String({ maxLength: 60, pattern: '^[a-z,]+$' })),
    agreement: Type.Optional(id),
    most: Type.Integer({ minimum: 1, maximum: 100, default: 30 }),
  }),
  reply: object({ entries: list(timelineEntry, 100), next: orNull(text(80)) }),
} as const;
