/** My portfolio: those I look after, those I cover for, and passing one's own on for a holiday. */
import Type from 'typebox';
import { date, flag, id, list, nothing, object, orNull, text } from '#platform/contract.ts';
import { card } from './contract.ts';

export const portfolio = {
  route: 'GET /api/portfolio',
  summary: 'Masked cards of those in my portfolio or in one I cover, a page at a time; on record',
  permission: 'customer.serve',
  query: object({
    after: Type.Optional(id),
    most: Type.Integer({ minimum: 1, maximum: 50, default: 25 }),
  }),
  reply: object({ cards: list(card, 50), next: orNull(id) }),
} as const;

export const covers = {
  route: 'GET /api/portfolio-covers',
  summary: 'Covers that stand or are to come and concern me: given, taken, or of those I manage',
  permission: 'customer.serve',
  reply: object({
    covers: list(
      object({
        coverId: id,
        fromStaffId: id,
        fromName: text(200),
        toStaffId: id,
        toName: text(200),
        fromDate: date,
        toDate: date,
        madeByName: text(200),
        stands: flag,
      }),
      100,
    ),
  }),
} as const;

export const makeCover = {
  route: 'POST /api/portfolio-covers',
  summary: 'Pass a portfolio on to a colleague for a time: my own, or that of somebody I manage',
  permission: 'customer.serve',
  creates: true,
  body: object({ fromStaffId: id, toStaffId: id, fromDate: date, toDate: date }),
  reply: object({ coverId: id }),
} as const;

export const endCover = {
  route: 'POST /api/portfolio-covers/:coverId/end',
  summary: 'End a cover before its day',
  permission: 'customer.serve',
  params: object({ coverId: id }),
  reply: nothing,
} as const;
