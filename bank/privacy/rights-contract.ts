/** What customers may ask about their own data, as the privacy office works on it. */
import Type from 'typebox';
import {
  count,
  date,
  flag,
  id,
  instant,
  list,
  nothing,
  object,
  oneOf,
  orNull,
  text,
  version,
} from '#platform/contract.ts';

export const rightKinds = ['copy', 'correction', 'restriction', 'objection', 'erasure'] as const;
export const rightAbouts = [
  ...(['marketing', 'profiling'] as const),
  ...(['name', 'birth date', 'address', 'contact point'] as const),
] as const;
export const rightChannels = ['portal', 'branch', 'phone', 'letter'] as const;
export const identities = [
  ...(['signed in', 'document', 'code to phone'] as const),
  ...(['known in person', 'power of attorney'] as const),
] as const;
export const rightStates = ['open', 'granted', 'partly granted', 'refused', 'withdrawn'] as const;
export const laws = ['EU', 'US'] as const;

/** What is asked; `about` for an objection or a correction, `subject` for an address or a contact point. */
export const asking = {
  kind: oneOf(...rightKinds),
  about: orNull(oneOf(...rightAbouts)),
  subject: orNull(id),
  words: orNull(text(4000)),
  /** For a correction: how it should be. */
  proposed: orNull(text(400)),
};

const standing = {
  requestId: id,
  kind: oneOf(...rightKinds),
  about: orNull(oneOf(...rightAbouts)),
  channel: oneOf(...rightChannels),
  identity: oneOf(...identities),
  receivedOn: date,
  dueOn: date,
  overdue: flag,
  extended: flag,
  state: oneOf(...rightStates),
  decidedAt: orNull(instant),
  law: oneOf(...laws),
  citation: text(200),
};

const request = object({ customerId: id, requestId: id });

export const rightsRequests = {
  route: 'GET /api/rights-requests',
  summary: 'What customers asked about their data, what is due first; on record with whose names it shows',
  permission: 'rights.handle',
  query: object({ decided: Type.Boolean({ default: false }) }),
  reply: object({
    /** How many wait, and how many of these are overdue, also beyond the hundred that are listed. */
    waiting: count,
    late: count,
    law: oneOf(...laws),
    requests: list(
      object({
        ...standing,
        customerId: id,
        customerName: text(400),
        holderName: orNull(text(200)),
        mine: flag,
      }),
      100,
    ),
  }),
} as const;

export const openRightsRequest = {
  route: 'POST /api/rights-requests',
  summary: 'Enter what somebody asked at a branch, by telephone or letter, with how they showed who they are',
  permission: 'rights.handle',
  creates: true,
  body: object({
    ...asking,
    customerId: id,
    channel: oneOf('branch', 'phone', 'letter'),
    identity: oneOf('document', 'known in person', 'power of attorney'),
    receivedOn: date,
  }),
  reply: object({ requestId: id }),
} as const;

export const takeRightsRequest = {
  route: 'POST /api/customers/:customerId/rights-requests/:requestId/take',
  summary: 'Take a request into one’s own hands: a reason to open that file until it is decided',
  permission: 'rights.handle',
  params: request,
  reply: nothing,
} as const;

export const rightsRequest = {
  route: 'GET /api/customers/:customerId/rights-requests/:requestId',
  summary: 'A request in one’s own hands, with its words; a look at the file, on record',
  permission: 'rights.handle',
  params: request,
  reply: object({
    ...standing,
    customerId: id,
    subject: orNull(id),
    /** Words are not shown at an open counter. */
    hidden: flag,
    words: orNull(text(4000)),
    proposed: orNull(text(400)),
    extension: orNull(text(4000)),
    extendable: flag,
    version,
  }),
} as const;

export const extendRightsRequest = {
  route: 'POST /api/customers/:customerId/rights-requests/:requestId/extension',
  summary: 'Take longer, once, where the law lets the bank; the customer reads why',
  permission: 'rights.handle',
  versioned: true,
  params: request,
  body: object({ because: text(2000, 10) }),
  reply: nothing,
} as const;

export const decideRightsRequest = {
  route: 'POST /api/customers/:customerId/rights-requests/:requestId/decision',
  summary: 'Decide with words for the customer; what was granted is carried out at once',
  permission: 'rights.handle',
  versioned: true,
  params: request,
  body: object({ outcome: oneOf('granted', 'partly granted', 'refused'), answer: text(4000, 10) }),
  reply: nothing,
} as const;

export const copiesOfRequest = {
  route: 'GET /api/customers/:customerId/rights-requests/:requestId/copies',
  summary: 'Copies that were made for a request in one’s own hands',
  permission: 'rights.handle',
  params: request,
  reply: object({
    copies: list(
      object({ copyId: id, askedAt: instant, state: oneOf('waits', 'ready', 'gone'), expiresAt: instant }),
      5,
    ),
  }),
} as const;

export const makeCopy = {
  route: 'POST /api/customers/:customerId/rights-requests/:requestId/copies',
  summary:
    'Have a copy made for somebody who asked at a branch, by phone or letter; takes an approved export',
  permission: 'rights.handle',
  creates: true,
  params: request,
  body: object({ approvalId: id, language: oneOf('en', 'es') }),
  reply: nothing,
} as const;

export const takeCopy = {
  route: 'GET /api/customers/:customerId/rights-requests/:requestId/copies/:copyId',
  summary: 'Take such a copy to hand it over; on record, and takes a fresh proof of who one is',
  permission: 'rights.handle',
  fresh: true,
  params: object({ customerId: id, requestId: id, copyId: id }),
  query: object({ form: oneOf('json', 'pdf') }),
  reply: nothing,
} as const;

/** By when the bank answers, by which law, for what is received from a day on. */
export const clock = {
  law: oneOf(...laws),
  kind: oneOf(...rightKinds),
  appliesFrom: date,
  citation: text(200, 3),
  months: Type.Integer({ minimum: 0, maximum: 24 }),
  days: Type.Integer({ minimum: 0, maximum: 730 }),
  moreMonths: Type.Integer({ minimum: 0, maximum: 24 }),
  moreDays: Type.Integer({ minimum: 0, maximum: 730 }),
};

export const rightsClocks = {
  route: 'GET /api/rights-clocks',
  summary: 'By when the bank has to answer, by which law, and which set of laws it goes by',
  permission: 'rights.law.read',
  reply: object({
    law: oneOf(...laws),
    clocks: list(object(clock), 500),
  }),
} as const;
