/** What anybody may know of the bank's places: where they are, when they are open, how to call. */
import Type from 'typebox';
import { date, id, list, object, oneOf, orNull, text } from '#platform/contract.ts';
import { intervals, opening, particulars, week } from './contract.ts';

const { name, telephone, timeZone, addressLines, country, postalCode, region } = particulars;

export const listBranches = {
  route: 'GET /api/branches',
  summary: 'Branches and cash machines by name: where they are, when they are open, and how to call',
  permission: 'nobody',
  query: object({ after: Type.Optional(id) }),
  reply: object({
    branches: list(
      object({
        ...{ premisesId: id, kind: oneOf('branch', 'atm'), name, telephone, timeZone, addressLines },
        ...{ country, postalCode, region, week, opening },
        /** What day it is there. */
        today: date,
        /** Days with hours of their own, from today on for four weeks. */
        days: list(object({ onDate: date, name: text(200), intervals }), 50),
      }),
      100,
    ),
    next: orNull(id),
  }),
} as const;
