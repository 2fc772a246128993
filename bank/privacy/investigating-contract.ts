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

const investigation = {
  ...{ investigationId: id, state: oneOf('open', 'closed'), openedByName: text(200), openedAt: instant },
  ...{ mine: flag, assignedName: text(200), outcome: orNull(oneOf('reported', 'nothing found')) },
  ...{ closedAt: orNull(instant), released: flag, version, notes: count },
  customers: list(object({ customerId: id, fullName: text(400), restricted: flag }), 50),
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
  summary: 'Look into this customer, too: a reason to open the file for whom it is assigned to',
  permission,
  creates: true,
  params,
  body: object({ customerId: id }),
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
