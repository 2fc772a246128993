/** A customer is referred to a colleague who knows more, with her consent; and what the colleague answers. */
import { specialities } from '#bank/staff/contract.ts';
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

/** What is referred is what somebody may know more about. */
export const topics = specialities;
export const consents = ['in person', 'by telephone', 'in writing'] as const;
export const passedBecause = ['not my field', 'no time', 'too close'] as const;
export const referralResults = ['helped', 'nothing needed', 'not possible'] as const;
export const referralStates = ['asked', 'accepted', 'passed back', 'answered', 'taken back'] as const;

const topic = oneOf(...topics);
const state = oneOf(...referralStates);
const result = orNull(oneOf(...referralResults));
const ofCustomer = object({ customerId: id });
const one = object({ customerId: id, referralId: id });

export const findSpecialists = {
  // no part of a name in an address
  route: 'POST /api/specialist-searches',
  summary: 'Colleagues who may take a referral, by the beginning of a word of their name',
  permission: 'customer.file.change',
  body: object({ named: text(80, 2) }),
  reply: object({
    specialists: list(
      object({ staffId: id, fullName: text(200), role: text(40), premises: orNull(text(200)) }),
      20,
    ),
  }),
} as const;

export const specialistTopics = {
  route: 'GET /api/specialist-topics',
  summary: 'How many colleagues take referrals about what, by branch',
  permission: 'customer.file.change',
  reply: object({
    topics: list(
      object({ topic, premisesId: orNull(id), premises: orNull(text(200)), colleagues: count }),
      500,
    ),
  }),
} as const;

export const readReferrals = {
  route: 'GET /api/customers/:customerId/referrals',
  summary: 'To whom this customer was referred, with what was asked and answered; not where others hear',
  permission: 'customer.file.read',
  params: ofCustomer,
  reply: object({
    referrals: list(
      object({
        ...{ referralId: id, topic: orNull(topic), state, byName: text(200) },
        /** Null: put to whoever knows about it, and nobody has taken it. */
        ...{ toName: orNull(text(200)), toId: orNull(id) },
        /** Put to whoever knows about it; at which branch, null: at any. */
        ...{ toSpeciality: flag, toPremises: orNull(text(200)) },
        ...{ referredAt: instant, consent: oneOf(...consents), endedAt: orNull(instant) },
        /** Null: not at this place, taken back, or its key cannot be had now. */
        question: orNull(text(2000)),
        ...{ because: orNull(oneOf(...passedBecause)), result, answer: orNull(text(2000)), version },
      }),
      50,
    ),
  }),
} as const;

export const refer = {
  route: 'POST /api/customers/:customerId/referrals',
  summary:
    'Refer a customer to a colleague, or to whoever knows about it; only with consent, and how it was given',
  permission: 'customer.file.change',
  creates: true,
  params: ofCustomer,
  body: object({
    topic,
    /** Null: to whoever knows about it, at a branch or (null) at any; who takes it first has it. */
    ...{ toStaff: orNull(id), toPremises: orNull(id) },
    ...{ consent: oneOf(...consents), question: text(2000) },
  }),
  reply: object({ referralId: id }),
} as const;

export const answerReferral = {
  route: 'POST /api/customers/:customerId/referrals/:referralId/answers',
  summary: 'What came of a referral, from whom it was made to; the promise is kept by it',
  permission: 'customer.file.change',
  versioned: true,
  params: one,
  body: object({ result: oneOf(...referralResults), answer: text(2000) }),
  reply: object({ version }),
} as const;

export const takeBackReferral = {
  route: 'POST /api/customers/:customerId/referrals/:referralId/takings-back',
  summary:
    'The customer does not want it any more: what was asked is gone, and the file shut to the colleague',
  permission: 'customer.file.change',
  params: one,
  reply: nothing,
} as const;

export const myReferrals = {
  route: 'GET /api/referrals',
  summary: 'Who was referred to me, and what became of those whom I referred; on record like every list',
  permission: 'customer.serve',
  reply: object({
    referrals: list(
      object({
        ...{ customerId: id, referralId: id, calledName: text(200), onDate: date },
        /** Null: nobody has taken it yet. */
        colleague: orNull(text(200)),
        /** To me; else by me. */
        toMe: flag,
        ...{ topic: orNull(topic), state, result, promiseId: orNull(id), version },
      }),
      100,
    ),
  }),
} as const;

export const waitingReferrals = {
  route: 'GET /api/waiting-referrals',
  summary: 'What waits for somebody who knows about it: not whose it is, nor what is asked, until I take it',
  permission: 'customer.serve',
  reply: object({
    referrals: list(
      object({
        ...{ referralId: id, topic: orNull(topic), colleague: text(200), premises: orNull(text(200)) },
        ...{ onDate: date, version },
      }),
      50,
    ),
  }),
} as const;

export const takeReferral = {
  route: 'POST /api/referrals/:referralId/takings',
  summary:
    'Accept what was referred to me, by a day: a promise that opens the file; or pass it back and say why',
  permission: 'customer.serve',
  creates: true,
  versioned: true,
  params: object({ referralId: id }),
  body: object({ dueOn: orNull(date), because: orNull(oneOf(...passedBecause)) }),
  reply: object({ version }),
} as const;

export const ownReferrals = {
  route: 'GET /api/own-referrals',
  summary: 'To which specialists I was referred, what about, and what they answered',
  permission: 'anybody',
  reply: object({
    referrals: list(
      object({
        ...{ referralId: id, topic, state, consent: oneOf(...consents), referredAt: instant },
        ...{ endedAt: orNull(instant), question: orNull(text(2000)), result, answer: orNull(text(2000)) },
      }),
      50,
    ),
  }),
} as const;

export const takeBackOwn = {
  route: 'POST /api/own-referrals/:referralId/takings-back',
  summary: 'I take back my consent: what was asked is gone, and my file is shut to the specialist',
  permission: 'anybody',
  params: object({ referralId: id }),
  reply: nothing,
} as const;
