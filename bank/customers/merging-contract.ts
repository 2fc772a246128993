/**
 * Likely duplicates: the queue, the pairs somebody has taken, what they decide, and taking a merge apart
 * again.
 */
import Type from 'typebox';
import { date, flag, id, instant, list, object, oneOf, orNull, text, version } from '#platform/contract.ts';

const pairCard = object({
  customerId: id,
  kind: oneOf('person', 'business'),
  fullName: text(400),
  bornYear: orNull(Type.Integer()),
  customerSince: orNull(Type.Integer()),
  homePremises: orNull(text(200)),
  madeUp: flag,
});

const pair = {
  pairId: id,
  state: oneOf('open', 'merged', 'not the same', 'later'),
  likelihood: oneOf('same', 'likely', 'possible', 'different'),
  /** Fixed phrases without any value of the customers'. */
  reasons: list(object({ says: text(200), against: flag }), 40),
  takenAt: orNull(instant),
  version,
};

const ofPair = object({ pairId: id });

export const listDuplicates = {
  route: 'GET /api/duplicates',
  summary: 'Customers who may be one and the same, the likeliest first; on record with whom it shows',
  permission: 'duplicate.review',
  query: object({
    after: Type.Optional(text(80)),
    most: Type.Integer({ minimum: 1, maximum: 50, default: 20 }),
  }),
  reply: object({
    duplicates: list(object({ ...pair, takenBy: orNull(id), cards: list(pairCard, 2) }), 50),
    next: orNull(text(80)),
  }),
} as const;

export const myDuplicates = {
  route: 'GET /api/duplicates/mine',
  summary: 'The pairs that I have taken',
  permission: 'duplicate.review',
  reply: object({ duplicates: list(object({ ...pair, customerIds: list(id, 2) }), 20) }),
} as const;

export const takeDuplicate = {
  route: 'POST /api/duplicates/takings',
  summary: 'Take a pair, or the likeliest that is free: it is the reason to open both files for half a day',
  permission: 'duplicate.review',
  body: object({ pairId: orNull(id) }),
  reply: object({ pairId: orNull(id) }),
} as const;

export const decideDuplicate = {
  route: 'POST /api/duplicates/:pairId/decisions',
  summary: 'Say what a pair is: not the same for good, later, or put back for a colleague',
  permission: 'duplicate.review',
  versioned: true,
  params: ofPair,
  body: object({ decision: oneOf('not the same', 'later', 'put back'), notBefore: orNull(date) }),
  reply: object({ version }),
} as const;

export const mergeDuplicate = {
  route: 'POST /api/duplicates/:pairId/merges',
  summary: 'Make one customer of two; everything that moves is kept in a journal',
  permission: 'duplicate.review',
  creates: true,
  versioned: true,
  params: ofPair,
  body: object({ survivorId: id }),
  reply: object({ mergeId: id }),
} as const;

export const unmergeDuplicate = {
  route: 'POST /api/duplicates/:pairId/unmerges',
  summary: 'Take a merge apart: everything goes back where it was',
  permission: 'duplicate.review',
  versioned: true,
  params: ofPair,
  reply: object({ mergeId: id }),
} as const;

export const recentMerges = {
  route: 'GET /api/merges',
  summary: 'The last merges that stand, newest first; on record with whom it shows',
  permission: 'duplicate.review',
  reply: object({
    merges: list(
      object({ pairId: id, version, mergedAt: instant, mergedByName: text(200), cards: list(pairCard, 2) }),
      50,
    ),
  }),
} as const;
