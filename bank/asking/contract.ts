import Type, { type Static } from 'typebox';
import { adapted } from '#bank/needs/contract.ts';
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
} from '#platform/contract.ts';

/** What there are question sets for; bank/asking/definition.ts has the same. */
const occasion = oneOf(
  ...(['first meeting', 'yearly review', 'new job', 'family', 'home', 'studying', 'retirement'] as const),
  ...(['bereavement', 'trouble paying', 'starting a business', 'small business', 'leaving us'] as const),
);
const words = object({ en: text(500, 0), es: text(500, 0) });
/**
 * Several words, a word, a number, yes or no; money as minor units in digits. Lists come first: what is sent
 * is written as the first kind that fits, and a list fits a text.
 */
const answer = Type.Unsafe<string | number | boolean | readonly string[]>({
  ...{ type: ['array', 'string', 'number', 'boolean'], maxLength: 500, maxItems: 50 },
  items: { type: 'string', maxLength: 60 },
});
/** An object, or null. */
const orNone = <S extends ReturnType<typeof object>>(schema: S) =>
  Type.Unsafe<Static<S> | null>({ ...schema, type: ['object', 'null'] });
const of = { customerId: id, conversationId: id };
const ending = object({ summary: text(2000, 0), promise: text(500, 0), dueOn: date });

const talk = object({
  ...{ conversationId: id, setVersion: count, begunByName: text(200), begunAt: instant },
  /** Null where others hear and the very name would say something hard. */
  occasion: orNull(occasion),
  title: orNone(words),
  /** Said before anything is asked. */
  opening: orNone(words),
  /** What is asked now, in its order; what is for a private place is left out elsewhere. */
  questions: list(
    object({
      ...{ questionId: text(60), ask: words, why: words, sensitive: flag },
      kind: oneOf('choice', 'choices', 'yes or no', 'number', 'money', 'date', 'words'),
      options: list(object({ value: text(60), label: words }), 30),
      /** Of a number its ends, of words how many letters at most. */
      ...{ from: orNull(count), to: orNull(count), most: orNull(count) },
      /** What the bank sees already, to be confirmed instead of asked. */
      known: orNull(text(40)),
      /** She asked that it is not used: it stands in the talk, and nothing is worked out with it. */
      notUsed: flag,
      /** What she said of late, within the question's period: to be confirmed, too. */
      earlier: orNone(object({ answer, byName: text(200), at: instant })),
    }),
    50,
  ),
  answers: list(
    object({ questionId: text(60), answer, byName: text(200), at: instant, version: count }),
    100,
  ),
  /** How many questions were left out. */
  left: count,
  /** The bank's own currency, of amounts. */
  currency: text(3),
  /** What cannot be read just now: its keys are out of reach. */
  unavailable: flag,
  needs: list(object({ category: text(60), strength: count, questionId: text(60), notUsed: flag }), 100),
  /** What fits with what was told, and what fitted before it. */
  fits: list(object({ code: text(60), title: words }), 3),
  /** What she accepted before, and is being done. */
  underWay: list(object({ code: text(60), title: words }), 100),
  fitted: list(text(60), 3),
  /** How it comes out; null where it is not shown. */
  result: orNull(oneOf('suggestions', 'nothing needed', 'too little known')),
  /** What was typed of the end and not sent yet; null: nothing, or not shown here. */
  ending: orNone(ending),
});

export const readConversation = {
  route: 'GET /api/customers/:customerId/conversation',
  summary: 'The conversation that is under way, what is worth asking now and why, and earlier ones',
  permission: 'customer.file.read',
  params: object({ customerId: id }),
  reply: object({
    calledName: text(200),
    /** Others may hear: what is sensitive is neither asked nor shown. */
    overheard: flag,
    /** How they are met, as far as this place may see it. */
    adaptations: adapted,
    open: orNone(talk),
    /** What the moment asks for, the first above all; empty for somebody who is not of age. */
    occasions: list(occasion, 11),
    /** Not of age: whoever acts for her is asked. */
    minor: flag,
    ask: list(
      object({
        ...{ questionId: text(60), occasion, ask: words, why: words },
        /** Of a hundred: how much of what fits hangs on the answer; and what it could bring or take away. */
        ...{ change: count, moves: list(words, 20) },
      }),
      4,
    ),
    earlier: list(
      object({
        ...{ conversationId: id, occasion: orNull(occasion), state: oneOf('done', 'left', 'withdrawn') },
        ...{ begunByName: text(200), endedAt: instant, summary: orNull(text(2000, 0)) },
      }),
      20,
    ),
  }),
} as const;

export const beginConversation = {
  route: 'POST /api/customers/:customerId/conversations',
  summary: 'Begin a conversation by a question set; one that is open is gone on with instead',
  permission: 'customer.file.change',
  creates: true,
  params: object({ customerId: id }),
  body: object({ occasion }),
  reply: object({ conversationId: id }),
} as const;

export const answerQuestion = {
  route: 'POST /api/customers/:customerId/conversations/:conversationId/answers',
  summary: 'Write one answer down, or take it back; what fits is worked out anew',
  permission: 'customer.file.change',
  params: object(of),
  body: object({
    questionId: text(60),
    /** Null: taken back. */
    answer: Type.Unsafe<string | number | boolean | readonly string[] | null>({
      ...answer,
      type: ['array', 'string', 'number', 'boolean', 'null'],
    }),
    /** Of the answer that was seen; 0: there was none. */
    version: count,
  }),
  reply: talk,
} as const;

export const keepEnding = {
  route: 'PUT /api/customers/:customerId/conversations/:conversationId/ending',
  summary: 'Keep what was typed of its end so far, sealed with the answers; nothing is sent to anybody',
  permission: 'customer.file.change',
  params: object(of),
  body: ending,
  reply: nothing,
} as const;

export const endConversation = {
  route: 'POST /api/customers/:customerId/conversations/:conversationId/end',
  summary: 'End it: done, with a summary in the customer’s words and a follow-up; left; or withdrawn by her',
  permission: 'customer.file.change',
  creates: true,
  params: object(of),
  body: object({
    how: oneOf('done', 'left', 'withdrawn'),
    summary: orNull(text(2000)),
    followUp: orNone(object({ body: text(500), dueOn: date })),
  }),
  reply: object({ promiseId: orNull(id) }),
} as const;

export const ownConversations = {
  route: 'GET /api/own-conversations',
  summary: 'What was talked about with you, in your words',
  permission: 'anybody',
  reply: object({
    conversations: list(
      object({ conversationId: id, occasion, endedAt: instant, summary: orNull(text(2000, 0)) }),
      20,
    ),
  }),
} as const;
