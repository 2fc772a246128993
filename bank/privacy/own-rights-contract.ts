/** What a customer asks about her own data, in the portal. */
import { date, flag, id, instant, list, nothing, object, oneOf, orNull, text } from '#platform/contract.ts';
import { asking, laws, rightAbouts, rightChannels, rightKinds, rightStates } from './rights-contract.ts';

export const ownRequests = {
  route: 'GET /api/own-requests',
  summary: 'What I asked about my data, how far it is, and what I was answered',
  permission: 'anybody',
  reply: object({
    /** What must not be done with my data now. */
    restraints: list(
      object({
        restraintId: id,
        kind: oneOf('storage only', 'no marketing', 'no profiling'),
        since: instant,
      }),
      20,
    ),
    requests: list(
      object({
        requestId: id,
        kind: oneOf(...rightKinds),
        about: orNull(oneOf(...rightAbouts)),
        channel: oneOf(...rightChannels),
        receivedOn: date,
        dueOn: date,
        overdue: flag,
        state: oneOf(...rightStates),
        /** Somebody at the bank is at it. */
        taken: flag,
        decidedAt: orNull(instant),
        /** A correction was made in the file itself. */
        correctedAt: orNull(instant),
        words: orNull(text(4000)),
        /** Why it takes longer. */
        extension: orNull(text(4000)),
        answer: orNull(text(4000)),
        law: oneOf(...laws),
      }),
      100,
    ),
  }),
} as const;

export const askOwnRight = {
  route: 'POST /api/own-requests',
  summary: 'Ask for a copy, a correction, a restriction or erasure, or object',
  permission: 'anybody',
  creates: true,
  body: object(asking),
  reply: object({ requestId: id }),
} as const;

/** A copy that was asked for: it waits to be made, is there for a week, or is gone. */
export const copyThere = object({
  copyId: id,
  askedAt: instant,
  state: oneOf('waits', 'ready', 'gone'),
  expiresAt: instant,
});

export const ownCopies = {
  route: 'GET /api/own-copies',
  summary: 'Copies of my data that I asked for, newest first',
  permission: 'anybody',
  reply: object({ copies: list(copyThere, 5) }),
} as const;

export const askOwnCopy = {
  route: 'POST /api/own-copies',
  summary: 'Have a copy of my data made',
  permission: 'anybody',
  creates: true,
  fresh: true,
  body: object({ language: oneOf('en', 'es') }),
  reply: object({ copyId: id }),
} as const;

export const takeOwnCopy = {
  route: 'GET /api/own-copies/:copyId/:form',
  summary: 'Take a copy of my data away, as JSON or as a PDF; on record',
  permission: 'anybody',
  fresh: true,
  params: object({ copyId: id, form: oneOf('json', 'pdf') }),
  reply: nothing,
} as const;

/** A download is a link, which cannot ask for a proof: this asks for it first. */
export const freshForCopy = {
  route: 'POST /api/own-copies/proof',
  summary: 'Be sure that it is me, before a copy is taken away',
  permission: 'anybody',
  fresh: true,
  reply: nothing,
} as const;

export const endOwnRestraint = {
  route: 'POST /api/own-restraints/:restraintId/end',
  summary: 'Allow again what I had objected to or restricted',
  permission: 'anybody',
  params: object({ restraintId: id }),
  reply: nothing,
} as const;

export const withdrawOwnRequest = {
  route: 'POST /api/own-requests/:requestId/withdrawal',
  summary: 'Take a request back while it is open',
  permission: 'anybody',
  params: object({ requestId: id }),
  reply: nothing,
} as const;
