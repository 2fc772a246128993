/** Files that take two people: shutting one at once, and the list of those that are shut, with reasons. */
import Type from 'typebox';
import { flag, id, instant, list, object, oneOf, orNull, text } from '#platform/contract.ts';

export const restrictionReasons = ['staff', 'prominent person', 'someone in danger', 'other'] as const;

/** By whom: people who said so, the source that says so no more, or nobody knows any more. */
export const restrictionOrigins = ['people', 'source', 'before'] as const;

export const restrictFile = {
  route: 'POST /api/customers/:customerId/restrictions',
  summary: 'Restrict a file at once; a second person says within three days that it is right',
  permission: 'restriction.ask',
  creates: true,
  params: object({ customerId: id }),
  body: object({ reason: oneOf(...restrictionReasons), words: text(500, 10) }),
  /** Until when somebody may confirm it. */
  reply: object({ restrictionId: id, until: instant }),
} as const;

export const restrictedFiles = {
  route: 'GET /api/restricted-files',
  summary: 'The files that take two people, and why; on record with whose names it shows',
  permission: 'restriction.read',
  query: object({
    after: Type.Optional(id),
    most: Type.Integer({ minimum: 1, maximum: 50, default: 25 }),
  }),
  reply: object({
    files: list(
      object({
        customerId: id,
        fullName: text(400),
        premises: orNull(text(200)),
        /** The source of the file says so; its customer works here. */
        ...{ atSource: flag, worksHere: flag },
        /** Why it is shut beside that; null: nothing else. */
        origin: orNull(oneOf(...restrictionOrigins)),
        /** What somebody at the bank says; null where nobody did; at an open counter why is null, too. */
        reason: orNull(oneOf(...restrictionReasons)),
        ...{ words: orNull(text(500)), wordsHidden: flag },
        ...{ madeByName: orNull(text(200)), madeAt: orNull(instant) },
        ...{ confirmedByName: orNull(text(200)), confirmedAt: orNull(instant) },
        /** Until when a second person may still say that it is right; null: nobody is asked any more. */
        waitsUntil: orNull(instant),
        /** Of oneself or one's own people: others see to it. */
        ownPeople: flag,
      }),
      50,
    ),
    next: orNull(id),
  }),
} as const;
