import Type from 'typebox';
import { date, flag, id, instant, list, object, oneOf, orNull, text } from '#platform/contract.ts';

export const sorts = ['help', 'waiver', 'cheaper', 'check-in', 'education', 'referral', 'product'] as const;
/** 'fell through': it was accepted, and comes to nothing. */
export const became = ['shown', 'accepted', 'not now', 'declined', 'fell through'] as const;
export const declinedBecause = [
  'not needed',
  'too expensive',
  'has it elsewhere',
  'does not suit',
  'no answer',
] as const;
const result = oneOf('suggestions', 'nothing needed', 'too little known');

/** In both languages of the catalogue: rules are data, and no message of the app. */
const words = object({ en: text(500, 0), es: text(500, 0) });
const mayBeWords = Type.Unsafe<{ en: string; es: string } | null>({
  ...{ type: ['object', 'null'], additionalProperties: false, required: ['en', 'es'] },
  properties: words.properties,
});
const code = text(60);
const about = { code, sort: oneOf(...sorts), title: words };

/** By what she told us herself, and when: an answer in a talk, or her own word in the portal. */
const told = list(object({ fact: text(60), saidOn: date }), 10);
/** Accepted on that day, not longer than 90 days ago: it is being done, and is not suggested again. */
const underWay = { ...about, since: date };
const wouldChange = list(object({ fact: text(60), op: text(10), value: orNull(text(200)) }), 30);
const suggestion = object({
  ...{ ...about, told, invitation: words, why: mayBeWords, whyNow: mayBeWords },
  /** By what of it it would be suggested no more. */
  wouldChange,
});
const outcome = object({
  ...{ outcomeId: id, code, title: words, became: oneOf(...became), until: orNull(date) },
  ...{ because: orNull(oneOf(...declinedBecause)), recordedAt: instant },
});

export const readAdvice = {
  route: 'GET /api/customers/:customerId/advice',
  summary: 'What fits this customer now, why, why not the rest, and what would have to be known',
  permission: 'customer.file.read',
  params: object({ customerId: id }),
  reply: object({
    /** At this place nothing is said of it. */
    hidden: flag,
    result: orNull(result),
    /** As of which day the facts are; null when none were worked out yet. */
    asOf: orNull(date),
    suggestions: list(suggestion, 3),
    /** With what speaks against it by now. */
    underWay: list(object({ ...underWay, doubt: mayBeWords }), 100),
    rejected: list(
      object({
        ...about,
        aspect: oneOf('eligibility', 'applicability', 'suitability', 'contact policy', 'order'),
        ...{ staff: words, customer: words, told },
        /** Of the row that said no: what would have to be instead. */
        wouldChange,
      }),
      100,
    ),
    /** What hangs on facts that nobody knows. */
    open: list(object(about), 100),
    /** Those facts, the most important first. */
    ask: list(text(60), 100),
    outcomes: list(outcome, 200),
  }),
} as const;

export const recordOutcome = {
  route: 'POST /api/customers/:customerId/advice/outcomes',
  summary: 'Say what became of a suggestion',
  permission: 'customer.file.change',
  creates: true,
  params: object({ customerId: id }),
  body: object({
    ...{ code, became: oneOf(...became) },
    /** Of 'not now': until when it is not brought up. */
    until: orNull(date),
    /** Of 'declined'. */
    because: orNull(oneOf(...declinedBecause)),
  }),
  reply: object({ outcomeId: id }),
} as const;

export const ownAdvice = {
  route: 'GET /api/own-advice',
  summary: 'What the bank would suggest to me now, and why',
  permission: 'anybody',
  reply: object({
    result,
    suggestions: list(suggestion, 3),
    underWay: list(object(underWay), 100),
    rejected: list(object({ ...about, why: mayBeWords, told, wouldChange }), 100),
  }),
} as const;
