/** What a customer asks about her own data, in the portal. */
import { date, flag, id, instant, list, nothing, object, oneOf, orNull, text } from '#platform/contract.ts';
import { asking, laws, rightAbouts, rightChannels, rightKinds, rightStates } from './rights-contract.ts';

export const ownRequests = {
  route: 'GET /api/own-requests',
  summary: 'What I asked about my data, how far it is, and what I was answered',
  permission: 'anybody',
  reply: object({
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
  summary:
    'Ask for a copy, a correction, a restriction or erasure, or object; sent again it is the same request',
  permission: 'anybody',
  /** The id is the browser's. */
  body: object({ ...asking, requestId: id }),
  reply: nothing,
} as const;

export const withdrawOwnRequest = {
  route: 'POST /api/own-requests/:requestId/withdrawal',
  summary: 'Take a request back while it is open',
  permission: 'anybody',
  params: object({ requestId: id }),
  reply: nothing,
} as const;
