import Type, { type Static } from 'typebox';
import { adapted } from '#bank/needs/contract.ts';
import {
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
  text,
  version,
} from '#platform/contract.ts';

export const presences = [
  'card',
  'code to phone',
  'kept appointment',
  'queue ticket',
  'telephony',
  'document looked at',
  'known by sight',
] as const;

/** What can be said at a check-in: nothing sends codes or makes appointments, so they prove nothing. */
export const chosenPresences = [
  'card',
  'queue ticket',
  'telephony',
  'document looked at',
  'known by sight',
] as const;

const companion = object({
  role: oneOf('companion', 'interpreter', 'attorney', 'guardian'),
  name: text(80),
});

/** Somebody who waits or is being served: a number and a name to call, never a full name with business. */
export const deskVisit = object({
  visitId: id,
  /** Null for a guest: somebody who is not found or is no customer. */
  customerId: orNull(id),
  channel: oneOf('branch', 'phone'),
  queueNumber: Type.Integer(),
  calledName: text(200),
  topic: orNull(text(80)),
  /** It is said in words of their own, which are hidden at this place. */
  topicHidden: flag,
  state: oneOf('waiting', 'in progress'),
  presence: orNull(oneOf(...presences)),
  proven: flag,
  /** Names only where nobody reads along. */
  companions: list(object({ ...companion.properties, name: orNull(text(80)) }), 10),
  /** What is done for them, as far as a desk may see it. */
  adaptations: adapted,
  checkedInAt: instant,
  handedTo: orNull(id),
  startedAt: orNull(instant),
  version,
});

export const desk = {
  route: 'GET /api/desk',
  summary: 'Who waits and who is being served in this branch, oldest first',
  permission: 'visit.read',
  reply: object({ visits: list(deskVisit, 200) }),
} as const;

export const checkIn = {
  route: 'POST /api/visits',
  summary: 'Check a customer in: how presence was proven is kept',
  permission: 'visit.check in',
  creates: true,
  body: object({
    customerId: id,
    channel: oneOf('branch', 'phone'),
    presence: oneOf(...chosenPresences),
    topic: orNull(text(80)),
    companions: list(companion, 10),
  }),
  reply: object({ visitId: id, queueNumber: Type.Integer(), adaptations: adapted }),
} as const;

export const checkInGuest = {
  route: 'POST /api/guests',
  summary: 'Check in somebody who is not found or is no customer: a number and a name to call',
  permission: 'visit.check in',
  creates: true,
  body: object({ calledName: text(80), topic: orNull(text(80)) }),
  reply: object({ guestId: id, queueNumber: Type.Integer() }),
} as const;

export const moveVisit = {
  route: 'POST /api/visits/:visitId/moves',
  summary: 'Hand a visit over, start it, end it, or undo it ("wrong Jana"); the record stays',
  permission: 'visit.move',
  versioned: true,
  params: object({ visitId: id }),
  body: object({
    what: oneOf('hand over', 'start', 'end', 'undo'),
    to: orNull(id),
    reason: orNull(text(200)),
  }),
  reply: object({ customerId: id, state: text(20), version }),
} as const;

export const moveGuest = {
  route: 'POST /api/guests/:guestId/moves',
  summary: 'Hand the visit of a guest over, start it, end it, or undo it',
  permission: 'visit.move',
  versioned: true,
  params: object({ guestId: id }),
  body: object({ what: oneOf('hand over', 'start', 'end', 'undo'), to: Type.Optional(id) }),
  reply: object({ version }),
} as const;

/** What is confirmed with a customer by showing it instead of saying it. */
export const confirmable = [
  'contact point',
  'address',
  'name',
  'balance',
  'promise',
  'terms',
  'question',
] as const;

/** One thing on a screen that the customer reads: in the words of its table, or an amount. */
export const shownCard = object({
  confirmationId: id,
  field: oneOf(...confirmable),
  text: orNull(text(4000)),
  amount: orNull(maskedMoney),
  language: text(35),
  /** In letters for whoever said that she reads large print. */
  large: flag,
  secondsLeft: Type.Integer(),
});
export type ShownCard = Static<typeof shownCard>;

/** "That is right", "not right", or what the customer would rather type than say. */
export const answer = object({
  confirmationId: id,
  answer: oneOf('right', 'not right', 'typed'),
  words: orNull(text(500)),
});

export const confirmation = object({
  confirmationId: id,
  field: oneOf(...confirmable),
  shownOn: oneOf('own screen', 'second screen', 'own phone'),
  state: oneOf('asked', 'right', 'not right', 'typed', 'withdrawn', 'lapsed'),
  terms: orNull(text(500)),
  /** There are such words, and they are hidden at this place. */
  termsHidden: flag,
  askedByName: text(200),
  askedAt: instant,
  answeredAt: orNull(instant),
  settledAt: orNull(instant),
  version,
});

export const note = object({
  noteId: id,
  body: maskedText,
  sensitive: flag,
  /** What keeps the keys does not answer: the text cannot be shown now. */
  unavailable: flag,
  writtenByName: text(200),
  /** Written by whoever reads it now: only they change it. */
  mine: flag,
  writtenAt: instant,
  version,
});

export const promise = object({
  promiseId: id,
  body: maskedText,
  dueOn: date,
  state: oneOf('open', 'kept', 'withdrawn'),
  madeByName: text(200),
  assignedTo: id,
  assignedToName: text(200),
  madeAt: instant,
  version,
});

const ofCustomer = object({ customerId: id });

export const addNote = {
  route: 'POST /api/customers/:customerId/notes',
  summary: 'Write a note into the file',
  permission: 'customer.file.change',
  creates: true,
  params: ofCustomer,
  body: object({ body: text(4000), sensitive: flag }),
  reply: object({ noteId: id, version }),
} as const;

export const changeNote = {
  route: 'PUT /api/customers/:customerId/notes/:noteId',
  summary: "Change one's own note",
  permission: 'customer.file.change',
  versioned: true,
  params: object({ customerId: id, noteId: id }),
  body: object({ body: text(4000), sensitive: flag }),
  reply: object({ version }),
} as const;

export const addPromise = {
  route: 'POST /api/customers/:customerId/promises',
  summary: 'Promise something by a day; it shows on that day to whoever keeps it',
  permission: 'customer.file.change',
  creates: true,
  params: ofCustomer,
  body: object({ body: text(500), dueOn: date, assignedTo: orNull(id) }),
  reply: object({ promiseId: id, version }),
} as const;

export const settlePromise = {
  route: 'POST /api/customers/:customerId/promises/:promiseId/settlements',
  summary: 'Say that a promise was kept, or withdraw it',
  permission: 'customer.file.change',
  versioned: true,
  params: object({ customerId: id, promiseId: id }),
  body: object({ state: oneOf('kept', 'withdrawn') }),
  reply: object({ version }),
} as const;

export const myPromises = {
  route: 'GET /api/promises',
  summary: 'What I promised and still have to keep, and what colleagues did whom I cover for, soonest first',
  permission: 'customer.serve',
  reply: object({
    promises: list(
      object({
        ...{ promiseId: id, customerId: id, calledName: text(200), dueOn: date, overdue: flag },
        /** Whose promise it is, of a colleague whom I cover for; null: my own. */
        ofColleague: orNull(text(200)),
        adaptations: adapted,
      }),
      100,
    ),
  }),
} as const;
