/** Ask about this: a customer's question about an entry of her record, and the office's answer, in time. */
import Type from 'typebox';
import {
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
import { accessRecord } from './contract.ts';

export const recordKinds = ['access record', 'batch run', 'search'] as const;
export const inquiryStates = ['open', 'answered', 'withdrawn'] as const;

const entry = { kind: oneOf(...recordKinds), recordId: id };
const times = { askedAt: instant, dueOn: date, overdue: flag };

/** At the portal. */
export const askAbout = {
  route: 'POST /api/own-inquiries',
  summary: 'Ask the privacy office about an entry that I was shown',
  permission: 'anybody',
  creates: true,
  body: object({ ...entry, at: instant, question: text(2000, 3) }),
  reply: object({ inquiryId: id, dueOn: date }),
} as const;

export const ownInquiries = {
  route: 'GET /api/own-inquiries',
  summary: 'What I asked, until when it must be answered, and the answers',
  permission: 'anybody',
  reply: object({
    inquiries: list(
      object({
        inquiryId: id,
        ...entry,
        at: instant,
        ...times,
        state: oneOf(...inquiryStates),
        /** Null while the keys are out of reach. */
        question: orNull(text(2000)),
        /** Null until it is answered, and while the keys are out of reach. */
        answer: orNull(text(4000)),
        closedAt: orNull(instant),
        seen: flag,
      }),
      200,
    ),
  }),
} as const;

export const withdraw = {
  route: 'POST /api/own-inquiries/:inquiryId/withdrawal',
  summary: 'I no longer want an answer',
  permission: 'anybody',
  params: object({ inquiryId: id }),
  reply: nothing,
} as const;

export const seeAnswers = {
  route: 'POST /api/own-inquiries/seen',
  summary: 'I have read the answers',
  permission: 'anybody',
  reply: nothing,
} as const;

/** In the workspace. */
export const inquiries = {
  route: 'GET /api/inquiries',
  summary: 'Questions of customers, what is due first; or closed lately. On record with whose names it shows',
  permission: 'inquiry.answer',
  query: object({ closed: Type.Boolean({ default: false }) }),
  reply: object({
    inquiries: list(
      object({
        inquiryId: id,
        customerId: id,
        customerName: text(400),
        kind: oneOf(...recordKinds),
        at: instant,
        ...times,
        state: oneOf(...inquiryStates),
        closedAt: orNull(instant),
        answeredByName: orNull(text(200)),
        /** It is about a look of one's own, or somebody close: a colleague answers. */
        involved: flag,
      }),
      50,
    ),
  }),
} as const;

export const readInquiry = {
  route: 'GET /api/customers/:customerId/inquiries/:inquiryId',
  summary: 'One open question with the looks it is about; reading it is a look at the file, on record',
  permission: 'inquiry.answer',
  params: object({ customerId: id, inquiryId: id }),
  reply: object({
    inquiryId: id,
    customerName: text(400),
    language: text(35),
    kind: oneOf(...recordKinds),
    ...times,
    question: orNull(text(2000)),
    /** The very look first; then what the same person did in the file on the same ground. */
    records: list(
      object({
        ...{ recordId: id, at: instant, action: text(60), role: text(40), staffName: orNull(text(200)) },
        ...{ premises: orNull(text(200)), place: orNull(text(40)), groundKind: text(40) },
        ...{ topic: text(80, 0), proven: flag, fields: accessRecord.properties.fields, askedAbout: flag },
      }),
      30,
    ),
    version,
  }),
} as const;

export const answerInquiry = {
  route: 'POST /api/customers/:customerId/inquiries/:inquiryId/answer',
  summary: 'Answer it, once. An answer that names an employee or a relative is not sent unless that is meant',
  permission: 'inquiry.answer',
  versioned: true,
  params: object({ customerId: id, inquiryId: id }),
  body: object({
    answer: text(4000, 20),
    /** Saying by name who it was is essential here, and decided. */
    namesEmployee: flag,
    /** The words that look like somebody's name were read again, and name nobody. */
    readAgain: flag,
  }),
  /** Not sent: with the words that name somebody. */
  reply: object({
    sent: flag,
    named: list(object({ whose: oneOf('employee', 'relative'), words: text(400), certain: flag }), 40),
  }),
} as const;
