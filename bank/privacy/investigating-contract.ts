/** Investigations of suspicious activity: for compliance alone, and for nobody else is there one. */
import Type from 'typebox';
import {
  count,
  flag,
  id,
  instant,
  list,
  nothing,
  object,
  oneOf,
  orNull,
  text,
  version,
} from '#platform/contract.ts';

const permission = 'investigation.work';
const params = object({ investigationId: id });
/** SHA-256 in hexadecimal of what is asked, made by the database. */
const hash = Type.String({ pattern: '^[0-9a-f]{64}$' });

const investigation = {
  ...{ investigationId: id, state: oneOf('open', 'closed'), openedByName: text(200), openedAt: instant },
  ...{ mine: flag, assignedName: text(200), outcome: orNull(oneOf('reported', 'nothing found')) },
  ...{ closedAt: orNull(instant), released: flag, version, notes: count },
  customers: list(
    object({
      ...{ customerId: id, fullName: text(400), restricted: flag, addedByName: text(200) },
      /** Only then it is a reason to open the file. */
      confirmed: flag,
      /** By nobody: there was no second officer who could. */
      ...{ alone: flag, confirmedByName: orNull(text(200)) },
      /** What a second officer is asked; null as well when nobody answered in time. */
      waits: orNull(object({ approvalId: id, hash, until: instant, forMe: flag })),
    }),
    50,
  ),
};

export const listInvestigations = {
  route: 'GET /api/investigations',
  summary: 'Investigations, newest first; that somebody read them is on record',
  permission,
  query: object({ before: Type.Optional(text(40)) }),
  reply: object({ investigations: list(object(investigation), 50), next: orNull(text(40)) }),
} as const;

export const openInvestigation = {
  route: 'POST /api/investigations',
  summary: 'Open one, with its first note; it is assigned to whoever opens it',
  permission,
  creates: true,
  body: object({ note: text(4000, 10) }),
  reply: object({ investigationId: id }),
} as const;

export const readInvestigation = {
  route: 'GET /api/investigations/:investigationId',
  summary: 'One investigation with its notes; on record',
  permission,
  params,
  reply: object({
    ...investigation,
    written: list(
      object({
        noteId: id,
        /** Null: the key cannot be had now. */
        body: orNull(text(4000)),
        writtenByName: text(200),
        writtenAt: instant,
      }),
      200,
    ),
  }),
} as const;

export const addInvestigated = {
  route: 'POST /api/investigations/:investigationId/customers',
  summary: 'Look into this customer, too: once a second officer agrees, a reason to open the file',
  permission,
  creates: true,
  params,
  body: object({ customerId: id }),
  reply: nothing,
} as const;

export const confirmInvestigated = {
  route: 'POST /api/investigations/:investigationId/confirmations',
  summary: 'Say, as the second officer, that this customer belongs into it, or does not; takes a fresh proof',
  permission,
  params,
  body: object({ approvalId: id, hash, decision: oneOf('approved', 'refused') }),
  reply: nothing,
} as const;

export const writeInvestigationNote = {
  route: 'POST /api/investigations/:investigationId/notes',
  summary: 'Write a note; it is sealed',
  permission,
  creates: true,
  params,
  body: object({ body: text(4000) }),
  reply: nothing,
} as const;

export const takeInvestigation = {
  route: 'POST /api/investigations/:investigationId/takings',
  summary: 'Take it over from a colleague',
  permission,
  params,
  reply: nothing,
} as const;

export const closeInvestigation = {
  route: 'POST /api/investigations/:investigationId/closings',
  summary: 'Close it for good; what was not reported may be released to the customers’ own record',
  permission,
  params,
  versioned: true,
  body: object({ outcome: oneOf('reported', 'nothing found'), release: flag }),
  reply: object({ version }),
} as const;
