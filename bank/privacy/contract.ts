import Type from 'typebox';
import { flag, id, instant, list, object, oneOf, orNull, text } from '#platform/contract.ts';

export const places = ['open counter', 'private room', 'phone', 'back office'] as const;

/** Why a file may be open: what the kernel found, not what anybody typed. */
export const ground = object({
  kind: oneOf(
    ...(['visit', 'call', 'promise', 'portfolio', 'cover', 'acting for them'] as const),
    ...([
      'duplicate review',
      'rights request',
      'approval',
      'break-glass',
      'inquiry',
      'investigation',
    ] as const),
  ),
  groundId: id,
  topic: text(80, 0),
  /** It is said in words of their own, which are hidden at this place. */
  topicHidden: flag,
  proven: flag,
});

/** One look at a file: who, in which role, where, why, what. */
export const accessRecord = object({
  recordId: id,
  at: instant,
  action: oneOf('open', 'reveal', 'change', 'own file'),
  role: text(40),
  staffName: orNull(text(200)),
  premises: orNull(text(200)),
  place: orNull(text(40)),
  groundKind: text(40),
  topic: text(80, 0),
  proven: flag,
  fields: list(text(80), 50),
});

export const readAccessRecord = {
  route: 'GET /api/customers/:customerId/access-record',
  summary: 'Who looked at this file, newest first; reading it is a look and on record itself',
  permission: 'customer.file.read',
  params: object({ customerId: id }),
  query: object({
    before: Type.Optional(text(80)),
    most: Type.Integer({ minimum: 1, maximum: 100, default: 50 }),
  }),
  reply: object({ records: list(accessRecord, 100), next: orNull(text(80)) }),
} as const;
