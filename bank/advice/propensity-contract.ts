/** How likely somebody is to accept: the cards of the models, and whether what they foresaw came. */
import Type from 'typebox';
import {
  count,
  date,
  flag,
  instant,
  list,
  object,
  oneOf,
  orNull,
  text,
  version,
} from '#platform/contract.ts';

const share = Type.Number({ minimum: 0, maximum: 1 });
const mayBe = Type.Unsafe<number | null>({ type: ['number', 'null'] });
const words = object({ en: text(500, 0), es: text(500, 0) });

export const readPropensities = {
  route: 'GET /api/advice/propensities',
  summary: 'The model cards of how likely somebody is to accept, newest first; reading is on record',
  permission: 'outcomes.read',
  reply: object({
    /** Null: none is in force, or it is switched off. */
    inForce: orNull(version),
    switchedOn: flag,
    /** Facts that models may know; what no offer may know is none of them. */
    facts: count,
    versions: list(
      object({
        ...{ version, madeAt: instant, setAsideAt: orNull(instant) },
        setAsideBecause: orNull(oneOf('drifted', 'a newer one')),
        options: list(
          object({
            ...{ code: text(60), title: words, answers: count, accepted: count },
            why: oneOf('learnt', 'too few answers', 'no better than the base rate'),
            ...{ from: orNull(date), to: orNull(date) },
            ...{ auc: mayBe, aucLater: mayBe, missLater: mayBe, missOfBase: mayBe },
            calibration: list(object({ expected: share, accepted: count, answers: count }), 10),
            strongest: list(object({ feature: text(120), weight: Type.Number() }), 10),
          }),
          100,
        ),
        months: list(object({ month: date, answered: count, expected: Type.Number(), accepted: count }), 120),
      }),
      12,
    ),
  }),
} as const;
