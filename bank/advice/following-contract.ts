/** What came of suggestions: needs met and customers kept, for the whole bank; and whom to think of today. */
import Type from 'typebox';
import { adapted } from '#bank/needs/contract.ts';
import { count, date, id, list, object, oneOf, orNull, text } from '#platform/contract.ts';
import { topics } from './referring-contract.ts';

/** In both languages of the catalogue: rules are data, and no message of the app. */
const words = object({ en: text(500, 0), es: text(500, 0) });
const share = Type.Number({ minimum: -1, maximum: 1 });
/** Null: too few to say, or to be shown. */
const mayBeShare = Type.Unsafe<{ of: number; yes: number; share: number; low: number; high: number } | null>({
  ...{
    type: ['object', 'null'],
    additionalProperties: false,
    required: ['of', 'yes', 'share', 'low', 'high'],
  },
  properties: { of: count, yes: count, share, low: share, high: share },
});
const mayBeDifference = Type.Unsafe<{ difference: number; low: number; high: number } | null>({
  ...{ type: ['object', 'null'], additionalProperties: false, required: ['difference', 'low', 'high'] },
  properties: { difference: share, low: share, high: share },
});

export const verdicts = ['too little known', 'helps', 'no difference seen', 'harms'] as const;

/** Reminded of, beside held out; and what may be said of the difference. */
const measure = object({
  reminded: mayBeShare,
  heldOut: mayBeShare,
  difference: mayBeDifference,
  verdict: oneOf(...verdicts),
});
/** The same of those who began to be followed in one quarter: fewer, and so without a verdict. */
const inQuarter = object({ reminded: mayBeShare, heldOut: mayBeShare, difference: mayBeDifference });
const quarters = list(object({ quarter: date, needsMet: inQuarter, customersKept: inQuarter }), 12);
const compared = { following: count, needsMet: measure, customersKept: measure };

export const readOutcomes = {
  route: 'GET /api/advice/outcomes',
  summary:
    'Whether suggestions help: needs met and customers kept, beside those held out; reading is on record',
  permission: 'outcomes.read',
  reply: object({
    /** Of a thousand. */
    heldOut: count,
    /** Days after which one looks. */
    days: count,
    all: object({ ...compared, quarters }),
    options: list(
      object({ code: text(60), title: words, mayHold: Type.Boolean(), ...compared, quarters }),
      100,
    ),
    referrals: list(
      object({
        ...{ topic: oneOf(...topics), asked: count, helped: count, nothingNeeded: count },
        ...{ notPossible: count, passedBack: count, takenBack: count, open: count },
      }),
      20,
    ),
  }),
} as const;

export const prompts = {
  route: 'GET /api/advice/prompts',
  summary:
    'Whom of those I look after something would do good, the strongest need first; on record like every list',
  permission: 'customer.serve',
  reply: object({
    prompts: list(
      object({
        ...{ customerId: id, calledName: text(200) },
        /** Null: for a private room; what it is does not leave the server at an open counter. */
        title: Type.Unsafe<{ en: string; es: string } | null>({
          ...{ type: ['object', 'null'], additionalProperties: false, required: ['en', 'es'] },
          properties: words.properties,
        }),
        code: orNull(text(60)),
        /** How they are reached and met. */
        adaptations: adapted,
      }),
      20,
    ),
  }),
} as const;
