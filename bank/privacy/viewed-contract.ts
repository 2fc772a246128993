import Type from 'typebox';
import { count, date, id, instant, list, object, oneOf, orNull, text } from '#platform/contract.ts';

const days = { from: date, to: date };
const looks = { looks: count, firstAt: instant, lastAt: instant };

/** Whose looks, or looks at whom; days are UTC, both included. */
const asked = object({
  of: oneOf('staff', 'customer'),
  subjectId: id,
  ...days,
  after: Type.Optional(id),
  most: Type.Integer({ minimum: 1, maximum: 100, default: 50 }),
});

export const viewed = {
  route: 'GET /api/record/viewed',
  summary: 'Whom an employee viewed in a period, or which employees viewed a customer; on record itself',
  permission: 'record.read',
  query: asked,
  reply: object({
    rows: list(object({ subjectId: id, name: orNull(text(400)), role: orNull(text(40)), ...looks }), 100),
    next: orNull(text(36)),
  }),
} as const;

export const exportViewed = {
  // taking it uses the approval up
  route: 'POST /api/record/viewed.csv',
  summary: 'The whole of such a list as CSV; a recorded export that a second person has approved, once',
  permission: 'record.export',
  body: object({ of: oneOf('staff', 'customer'), subjectId: id, ...days, approvalId: id }),
  reply: Type.Unsafe<unknown>({}),
} as const;

export const findStaff = {
  // no part of a name in an address
  route: 'POST /api/record/staff-searches',
  summary: 'Members of staff by a part of their name, those who have left too',
  permission: 'record.read',
  body: object({ name: text(80) }),
  reply: object({
    staff: list(
      object({ staffId: id, fullName: text(200), role: text(40), premises: orNull(text(200)) }),
      20,
    ),
  }),
} as const;
