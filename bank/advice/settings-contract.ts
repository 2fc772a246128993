/** How many are held out, and whether propensities order equals; both change by two people. */
import Type from 'typebox';
import { flag, instant, object, version } from '#platform/contract.ts';

/** Of a thousand; more would keep from many what does them good. */
const heldOut = Type.Integer({ minimum: 0, maximum: 200 });

export const readSettings = {
  route: 'GET /api/advice/settings',
  summary: 'The settings of advice: how many of a thousand are held out, and whether propensities are used',
  permission: 'advice.settings.read',
  reply: object({
    ...{ heldOut, propensities: flag, changedAt: instant, version },
    /** A demonstration: staff, customers and what became of suggestions are made up. */
    madeUp: flag,
  }),
} as const;

export const changeSettings = {
  route: 'PUT /api/advice/settings',
  summary: 'Switch propensities off at once; any other change takes a second person',
  permission: 'advice.settings.set',
  versioned: true,
  fresh: true,
  body: object({ heldOut, propensities: flag }),
  reply: object({ version }),
} as const;
