/** Questions about looks that nothing explains: the employee's own, and the privacy office's queue. */
import Type from 'typebox';
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

export const answers = [
  'was here',
  'was called',
  'colleague asked',
  'my own work',
  'mistake',
  'no reason',
] as const;
export const decisions = ['explained', 'reminder', 'misuse', 'to compliance'] as const;

const state = oneOf('open', 'decided', 'withdrawn');
const answer = orNull(oneOf(...answers));
const decided = orNull(oneOf('explained', 'reminder', 'misuse'));

const ofQuestion = object({ questionId: id });

export const myQuestions = {
  route: 'GET /api/my-questions',
  summary: 'What I opened that nothing explains, and what became of it; on record with whom it shows',
  permission: 'anybody',
  reply: object({
    questions: list(
      object({
        ...{ questionId: id, onDate: date, dueOn: date, state, answer, answeredAt: orNull(instant) },
        ...{ decision: decided, files: count },
        /** At most fifty. */
        occasions: list(
          object({
            ...{ occasionId: id, calledName: text(200), initial: text(1, 0), onDate: date },
            ...{ premises: orNull(text(200)), groundKind: text(40), explained: flag },
          }),
          50,
        ),
      }),
      10,
    ),
  }),
} as const;

export const explainQuestion = {
  route: 'POST /api/my-questions/:questionId/answers',
  summary: 'Say what it was: once, for good',
  permission: 'anybody',
  params: ofQuestion,
  body: object({ answer: oneOf(...answers), words: text(1000, 0) }),
  reply: object({ version }),
} as const;

const inQueue = {
  ...{ questionId: id, staffName: text(200), role: text(40), premises: orNull(text(200)), onDate: date },
  ...{
    askedAt: instant,
    dueOn: date,
    office: oneOf('privacy', 'compliance'),
    state,
    answer,
    decision: decided,
  },
  escalatedBecause: orNull(oneOf('prominent', 'not answered')),
  files: count,
  version,
};

export const listUnexplained = {
  route: 'GET /api/unexplained',
  summary: 'Questions that were put to staff, newest first; that somebody read them is on record',
  permission: 'unexplained.review',
  query: object({
    state: oneOf('open', 'decided'),
    after: Type.Optional(id),
    most: Type.Integer({ minimum: 1, maximum: 50, default: 20 }),
  }),
  reply: object({
    questions: list(object({ ...inQueue, rules: list(text(40), 4) }), 50),
    next: orNull(id),
  }),
} as const;

export const readUnexplained = {
  route: 'GET /api/unexplained/:questionId',
  summary: 'One question: what added up, what the employee said, what was decided, what was asked before',
  permission: 'unexplained.review',
  params: ofQuestion,
  reply: object({
    ...inQueue,
    since: date,
    /** Tenths of a bit. */
    ...{ evidence: count, allowance: count },
    signs: object({ declared: count, of: count, peersDeclared: count, peersOf: count, browsing: count }),
    ...{ answerWords: orNull(text(1000)), answeredAt: orNull(instant) },
    decisions: list(
      object({ at: instant, by: text(200), decision: oneOf(...decisions), words: orNull(text(1000)) }),
      50,
    ),
    earlier: list(object({ onDate: date, files: count, state, answer, decision: decided }), 20),
  }),
} as const;

const occasion = object({
  ...{ occasionId: id, customerId: id, fullName: text(400), bornYear: orNull(Type.Integer()), onDate: date },
  ...{ firstAt: instant, premises: orNull(text(200)), groundKind: text(40), presence: orNull(text(40)) },
  ...{ looks: count, seen: list(text(80), 200), score: count, explained: orNull(text(60)) },
  reasons: list(
    object({ rule: text(40), weight: count, times: Type.Optional(Type.Integer({ minimum: 1 })) }),
    20,
  ),
  lessened: list(text(40), 5),
});

export const peopleAffected = {
  route: 'GET /api/unexplained/:questionId/people',
  summary:
    'Whose files it is about and what was seen of each, in the order of time; on record with whom it shows',
  permission: 'unexplained.review',
  params: ofQuestion,
  query: object({
    after: Type.Optional(id),
    most: Type.Integer({ minimum: 1, maximum: 100, default: 50 }),
  }),
  reply: object({ occasions: list(occasion, 100), next: orNull(id) }),
} as const;

export const exportPeopleAffected = {
  route: 'POST /api/unexplained/:questionId/people.csv',
  summary: 'The same as a file, whole; an export that a second person has approved, once, and on record',
  permission: 'unexplained.review',
  params: ofQuestion,
  body: object({ approvalId: id }),
  reply: Type.Unsafe<unknown>({}),
} as const;

export const decideUnexplained = {
  route: 'POST /api/unexplained/:questionId/decisions',
  summary: 'Explained, reminder, misuse, or on to compliance; never about oneself',
  permission: 'unexplained.review',
  versioned: true,
  params: ofQuestion,
  body: object({ decision: oneOf(...decisions), words: text(1000, 3) }),
  reply: object({ version }),
} as const;
