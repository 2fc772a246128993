import Type from 'typebox';
import {
  date,
  flag,
  id,
  list,
  maskedMoney,
  nothing,
  object,
  oneOf,
  orNull,
  text,
  version,
} from '#platform/contract.ts';

export const levels = ['basic', 'building', 'comfortable', 'wealthy', 'small', 'middle', 'large'] as const;
export const stages = [
  'student',
  'starting out',
  'family',
  'established',
  'before retirement',
  'in retirement',
  'bereaved',
  'in difficulty',
  'starting',
  'growing',
  'steady',
  'handing over',
] as const;

/** What needs are about. */
export const needCategories = [
  'borrowing',
  'home',
  'everyday payments',
  'reserve',
  'saving',
  'investing',
  'retirement',
  'protection',
  'lower costs',
  'studying',
  'business growth',
  'handing over',
  'help in difficulty',
] as const;

/** What can happen in a life, as the bank may come to see it. */
export const happeningNames = [
  'salary begins',
  'salary rises',
  'income falls',
  'income stops',
  'pension begins',
  'child',
  'partner',
  'moving',
  'home bought',
  'education',
  'loan ending',
  'deposit maturing',
  'large money in',
  'large money out',
  'overdraft',
  'missed instalment',
  'drain',
  'quiet',
  'death',
  'business growing',
  'business slowing',
] as const;

/** What somebody may tell the bank; the others only a rule can see. */
export const tellable = [
  'salary begins',
  'salary rises',
  'income falls',
  'income stops',
  'pension begins',
  'child',
  'partner',
  'moving',
  'home bought',
  'education',
  'death',
  'business growing',
  'business slowing',
] as const;

export const refusable = ['level', 'stage', 'income', 'spending', 'owned', 'owed', 'speaking'] as const;

/** What she asked not to be used: it binds until she takes it back, whatever becomes of its subject. */
export const refusal = object({
  of: oneOf('area', 'need', 'event', 'stated'),
  /** An area, a category of needs, a kind of happening, the name of a fact that she states. */
  what: text(60),
  /** By this it is taken back. */
  about: text(80),
  since: date,
});

/** A sentence in each language that screens speak; it is kept with the rule that says it. */
export const because = object({ en: text(300), es: text(300) });
/** Where she said it: in a talk at a branch, on the telephone, by herself in the portal. */
export const statedIn = ['talk', 'phone', 'portal'] as const;
export const sources = ['inferred', 'customer', 'staff'] as const;

const standing = object({
  value: oneOf(...levels, ...stages),
  because,
  fromDate: date,
  /** It was another before. */
  isChange: flag,
  /** On that day she said that it is not so: then no rule knows it. */
  disputedOn: orNull(date),
});

const event = object({
  eventId: id,
  kind: oneOf(...happeningNames),
  state: oneOf('suspected', 'confirmed', 'rejected', 'expired'),
  source: oneOf(...sources),
  /** The name of the rule that suspected it; null: somebody said so, or strangers may read. */
  rule: orNull(text(60)),
  onDate: date,
  /** How sure the rule is, in hundredths. */
  confidence: Type.Integer({ minimum: 1, maximum: 100 }),
  amount: orNull(maskedMoney),
  /** The very movements that it goes by, without amount and name where strangers may read. */
  evidence: list(object({ onDate: date, amount: orNull(maskedMoney), from: orNull(text(200)) }), 12),
  /** The very agreements: which deposit, which loan; none where strangers may read. */
  agreements: list(object({ kind: text(40), last4: orNull(text(4)), maturesOn: orNull(date) }), 6),
  sensitive: flag,
  notUsed: flag,
  expiresOn: date,
  version,
});

const need = object({
  needId: id,
  category: oneOf(...needCategories),
  source: oneOf(...sources),
  strength: Type.Integer({ minimum: 0, maximum: 100 }),
  because: orNull(because),
  goal: orNull(
    object({
      amount: maskedMoney,
      on: orNull(date),
      /** What the linked agreements hold in the goal's currency; null: none is linked, or it is hidden. */
      saved: orNull(maskedMoney),
      /** Of the goal, in hundredths. */
      progress: orNull(Type.Integer({ minimum: 0, maximum: 100 })),
      agreementIds: list(id, 20),
    }),
  ),
  /** Where she told it herself, and when: in which talk. Null: worked out, or from before it was kept. */
  ...{ saidIn: orNull(oneOf(...statedIn)), saidOn: orNull(date), talk: orNull(because) },
  notUsed: flag,
  /** No offer knows of it, whatever is ticked: a stage of life, or worked out from what care alone knows. */
  forCare: flag,
  expiresOn: date,
  version,
});

/** What she said of herself: it counts where the books know nothing, until its day. */
const stated = object({
  fact: text(60),
  kind: oneOf('number', 'money', 'date', 'flag', 'word'),
  /** Of money. */
  amount: orNull(maskedMoney),
  /** Of the others; null too where strangers may read. */
  value: orNull(text(60)),
  saidOn: date,
  saidIn: oneOf(...statedIn),
  /** What the talk was called. */
  talk: orNull(because),
  /** At which branch. */
  premises: orNull(text(200)),
  expiresOn: date,
  /** She does not want it used: it is unknown. */
  notUsed: flag,
});

/** What is done for somebody wherever she meets the bank: what, never why. */
export const adaptations = [
  'large print',
  'interpreter',
  'clear speech',
  'in writing',
  'gently',
  'safe contact',
] as const;
export const adapted = list(oneOf(...adaptations), 6);

/** What is understood of a customer; part of the file. */
export const understanding = object({
  /** As of which day it was worked out; null: not yet. */
  asOf: orNull(date),
  level: orNull(standing),
  stage: orNull(standing),
  /** What they were before, the newest first. */
  before: list(
    object({
      ...{ of: oneOf('level', 'stage'), value: oneOf(...levels, ...stages), because },
      ...{ fromDate: date, toDate: date },
    }),
    40,
  ),
  events: list(event, 100),
  needs: list(need, 60),
  stated: list(stated, 100),
  /** The newest first. */
  refusals: list(refusal, 60),
  /** There is more that is not for this place. */
  isPrivate: flag,
});

const customer = object({ customerId: id });

export const decideEvent = {
  route: 'POST /api/customers/:customerId/life-events/:eventId/decisions',
  summary: 'A suspected life event is so, or is not; what is rejected never comes back for the same evidence',
  permission: 'customer.file.change',
  versioned: true,
  params: object({ customerId: id, eventId: id }),
  body: object({ state: oneOf('confirmed', 'rejected') }),
  reply: object({ version }),
} as const;

export const tellEvent = {
  route: 'POST /api/customers/:customerId/life-events',
  summary: 'Something happened in the life of the customer, who told us',
  permission: 'customer.file.change',
  creates: true,
  params: customer,
  body: object({ kind: oneOf(...tellable), onDate: date }),
  reply: object({ eventId: id, version }),
} as const;

/** A sum in minor units, more than nothing. */
export const sum = Type.String({ pattern: '^[1-9][0-9]{0,15}$' });
const goal = object({
  minor: sum,
  currency: Type.String({ pattern: '^[A-Z]{3}$' }),
  on: orNull(date),
  agreementIds: list(id, 20),
});

export const stateNeed = {
  route: 'POST /api/customers/:customerId/needs',
  summary: 'A need that the customer stated, with a goal where there is one',
  permission: 'customer.file.change',
  creates: true,
  params: customer,
  body: object({
    category: oneOf(...needCategories),
    strength: Type.Integer({ minimum: 0, maximum: 100 }),
    goal: orNull(goal),
  }),
  reply: object({ needId: id, version }),
} as const;

export const settleNeed = {
  route: 'POST /api/customers/:customerId/needs/:needId/settlements',
  summary: 'A need is met, or was none',
  permission: 'customer.file.change',
  versioned: true,
  params: object({ customerId: id, needId: id }),
  body: object({ state: oneOf('met', 'rejected') }),
  reply: object({ version }),
} as const;

export const setHelp = {
  route: 'PUT /api/customers/:customerId/help',
  summary: 'What is done for the customer wherever they meet the bank, in the place of what was said before',
  permission: 'customer.file.change',
  versioned: true,
  params: customer,
  body: object({ adaptations: adapted }),
  reply: object({ adaptations: adapted, version }),
} as const;

export const lifeNews = {
  route: 'GET /api/life-news',
  summary: 'What may have happened lately in the lives of those whom I look after; on record like every list',
  permission: 'customer.file.read',
  reply: object({
    news: list(
      object({
        customerId: id,
        calledName: text(200),
        /** private: something for a private room; what it is does not leave the server at an open counter. */
        what: oneOf('event', 'need', 'level', 'stage', 'private'),
        value: orNull(oneOf(...happeningNames, 'help in difficulty', ...levels, ...stages)),
        onDate: date,
        /** How they are reached and met. */
        adaptations: adapted,
      }),
      100,
    ),
  }),
} as const;

// The portal: what we understand about you
// ----------------------------------------------------------------------

export const ownUnderstanding = {
  route: 'GET /api/understanding',
  summary: 'What the bank understands about the customer who is signed in, and where each part came from',
  permission: 'anybody',
  /** Whole areas that are refused, as ticks. */
  reply: object({ understanding, refused: list(oneOf(...refusable), 20) }),
} as const;

export const answerOwn = {
  route: 'POST /api/understanding/answers',
  summary: 'The customer confirms or removes what is believed of her, or says that it is not to be used',
  permission: 'anybody',
  body: object({
    of: oneOf('event', 'need'),
    id,
    answer: oneOf('confirm', 'remove', 'do not use', 'use'),
  }),
  reply: nothing,
} as const;

export const answerStanding = {
  route: 'POST /api/understanding/standings',
  summary: 'The customer says that her level or her stage of life is not so, or that it is after all',
  permission: 'anybody',
  body: object({ of: oneOf('level', 'stage'), isSo: flag }),
  reply: nothing,
} as const;

export const answerStated = {
  route: 'POST /api/understanding/stated',
  summary: 'The customer corrects or removes what she stated of herself, or says that it is not to be used',
  permission: 'anybody',
  body: object({
    fact: text(60),
    answer: oneOf('correct', 'remove', 'do not use', 'use'),
    /** Of 'correct': money in minor units of its currency, a number, a day, true or false, a word. */
    value: orNull(text(60)),
  }),
  reply: nothing,
} as const;

export const ownHelp = {
  route: 'GET /api/own-help',
  summary: 'What the bank does for the customer wherever she meets it, as she said once',
  permission: 'anybody',
  reply: object({ adaptations: adapted, version }),
} as const;

export const chooseHelp = {
  route: 'PUT /api/own-help',
  summary: 'The customer says what helps her; honoured at every branch, on every screen and on paper',
  permission: 'anybody',
  versioned: true,
  body: object({ adaptations: adapted }),
  reply: object({ version }),
} as const;

export const tellOwn = {
  route: 'POST /api/understanding/events',
  summary: 'The customer tells what happened in her life',
  permission: 'anybody',
  creates: true,
  body: object({ kind: oneOf(...tellable), onDate: date }),
  reply: object({ eventId: id }),
} as const;

export const correctOwnEvent = {
  route: 'POST /api/understanding/events/:eventId/days',
  summary: 'The customer puts right about when something happened in her life, told or worked out',
  permission: 'anybody',
  params: object({ eventId: id }),
  body: object({ onDate: date }),
  reply: nothing,
} as const;

export const stateOwn = {
  route: 'POST /api/understanding/needs',
  summary: 'The customer says what she needs',
  permission: 'anybody',
  creates: true,
  body: object({ category: oneOf(...needCategories) }),
  reply: object({ needId: id }),
} as const;

export const refuseOwn = {
  route: 'POST /api/understanding/refusals',
  summary: 'What the customer does not want used, from this moment; or takes back that it is not to be used',
  permission: 'anybody',
  /** An area; a need, a happening or a stated fact is refused where it stands, and taken back here, too. */
  body: object({ about: text(80), refused: flag }),
  reply: nothing,
} as const;
