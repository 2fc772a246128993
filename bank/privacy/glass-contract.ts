/** Break-glass: a file without a reason of work, because something will not wait. And what Today tells. */
import Type from 'typebox';
import { roles } from '#bank/staff/contract.ts';
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

export const reasonKinds = ['danger', 'fraud', 'urgent instruction', 'complaint', 'system failure'] as const;
export const verdicts = ['justified', 'not justified'] as const;

export const breakGlass = {
  route: 'POST /api/customers/:customerId/break-glass',
  summary: 'Open a file without a reason of work for half an hour, masked; told at once, reviewed',
  permission: 'glass.break',
  creates: true,
  params: object({ customerId: id }),
  body: object({
    reasonKind: oneOf(...reasonKinds),
    /** The case or event by its name or number. */
    reference: text(80, 3),
    reason: text(500, 10),
  }),
  reply: object({ passId: id, expiresAt: instant }),
} as const;

export const brokenGlass = {
  route: 'GET /api/broken-glass',
  summary:
    'Broken glass to review, what is due first; or reviewed lately. On record with whose names it shows',
  permission: 'glass.review',
  query: object({ reviewed: Type.Boolean({ default: false }) }),
  reply: object({
    broken: list(
      object({
        passId: id,
        customerName: text(400),
        staffName: text(200),
        staffRole: oneOf(...roles),
        managerName: orNull(text(200)),
        premises: orNull(text(200)),
        reasonKind: oneOf(...reasonKinds),
        /** Null at an open counter; `words` as well. */
        ...{ reference: orNull(text(80)), reason: orNull(text(500)) },
        grantedAt: instant,
        reviewDueOn: date,
        overdue: flag,
        /** How often the file was opened, changed or looked into with it. */
        looks: count,
        mine: flag,
        verdict: orNull(oneOf(...verdicts)),
        reviewedByName: orNull(text(200)),
        reviewedAt: orNull(instant),
        words: orNull(text(1000)),
      }),
      50,
    ),
  }),
} as const;

export const reviewGlass = {
  route: 'POST /api/broken-glass/:passId/review',
  summary: 'Say whether it was justified, with words; never of one’s own',
  permission: 'glass.review',
  params: object({ passId: id }),
  body: object({ verdict: oneOf(...verdicts), words: text(1000, 10) }),
  reply: nothing,
} as const;

export const notices = {
  route: 'GET /api/notices',
  summary: 'What concerns me now: broken glass, limits, requests, my certificate',
  permission: 'anybody',
  byItself: true,
  reply: object({
    notices: list(
      object({
        kind: oneOf(
          ...(['glass broken', 'glass to review', 'limit reached'] as const),
          ...(['approval waits', 'approval decided', 'certificate', 'inquiries', 'codes made up'] as const),
          ...(['restriction waits', 'restriction overdue', 'investigation waits'] as const),
          ...(['record limit reached', 'find limit reached', 'alarm', 'come to the back'] as const),
          ...(['portfolio received', 'portfolio passed on', 'left without a banker'] as const),
        ),
        at: instant,
        who: orNull(text(200)),
        howMany: orNull(Type.Integer()),
        onDay: orNull(date),
        /** Null at an open counter as well. */
        reference: orNull(text(80)),
        /** Why glass was broken, or what was decided. */
        more: orNull(text(40)),
        /** A quiet alarm that stands, where nobody reads along; who, and `station`. */
        alarmId: orNull(id),
        station: orNull(text(400)),
      }),
      50,
    ),
  }),
} as const;
