/** Certificates: what somebody has learnt and until when it counts. Without a valid one no file opens. */
import Type from 'typebox';
import { date, id, list, object, oneOf, orNull, text } from '#platform/contract.ts';
import { roles } from './contract.ts';

export const certified = {
  route: 'GET /api/certificates',
  summary: 'Whose privacy certificates I may record, each with the day theirs expires, by user name',
  permission: 'certificate.record',
  query: object({
    after: Type.Optional(Type.String({ pattern: '^[a-z0-9][a-z0-9._-]{1,62}$', maxLength: 64 })),
    most: Type.Integer({ minimum: 1, maximum: 100, default: 50 }),
  }),
  reply: object({
    people: list(
      object({
        staffId: id,
        userName: text(64),
        fullName: text(200),
        role: oneOf(...roles),
        premises: orNull(text(200)),
        /** The last day it counts; null: there is none. */
        expiresOn: orNull(date),
      }),
      100,
    ),
    next: orNull(text(64)),
  }),
} as const;

export const recordCertificate = {
  route: 'POST /api/certificates',
  summary: 'Record that somebody has taken the privacy course; nobody does it for themselves',
  permission: 'certificate.record',
  creates: true,
  body: object({ staffId: id, validFrom: date, expiresOn: date }),
  reply: object({ certificateId: id }),
} as const;
