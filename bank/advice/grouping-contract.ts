/** Whether offers come to groups alike: each quarter, for compliance alone. */
import Type from 'typebox';
import { count, date, flag, instant, list, object, oneOf, orNull, text } from '#platform/contract.ts';

export const groupVerdicts = ['too few', 'no sign', 'may be below', 'below four fifths'] as const;
const share = Type.Number({ minimum: 0, maximum: 1 });
const mayBeRatio = Type.Unsafe<{ ratio: number; low: number; high: number } | null>({
  ...{ type: ['object', 'null'], additionalProperties: false, required: ['ratio', 'low', 'high'] },
  properties: { ratio: Type.Number(), low: Type.Number(), high: Type.Number() },
});
const words = object({ en: text(500, 0), es: text(500, 0) });

export const readGroupTests = {
  route: 'GET /api/advice/group-tests',
  summary: 'By group, where known: how often offers are suggested, and the ratio to the highest; on record',
  permission: 'fairness.read',
  reply: object({
    quarters: list(
      object({
        ...{ quarter: date, madeAt: instant },
        tests: list(
          object({
            dimension: oneOf('age', 'sex'),
            /** Null: any offer at all. */
            ...{ code: orNull(text(60)), title: words },
            groups: list(
              object({
                band: text(20),
                /** Null: fewer than thirty. */
                decided: orNull(count),
                /** Null: of so few that it would say who; what it comes to is said all the same. */
                share: orNull(share),
                /** The group that others are measured by. */
                isMost: flag,
                /** Null too where the share that it is measured by is not shown. */
                ratio: mayBeRatio,
                /** Too few: not judged, the group or what it would be held against is too small. */
                verdict: oneOf(...groupVerdicts),
              }),
              10,
            ),
          }),
          60,
        ),
      }),
      10,
    ),
  }),
} as const;
