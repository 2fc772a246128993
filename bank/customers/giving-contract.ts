/** Who looks after whom in a branch, and customers given to another colleague by its manager. */
import Type from 'typebox';
import { roles } from '#bank/staff/contract.ts';
import { count, date, flag, id, list, object, oneOf, orNull, text } from '#platform/contract.ts';
import { card } from './contract.ts';

export const portfolioHolders = {
  route: 'GET /api/portfolio-holders',
  summary: 'Who of my branch looks after how many customers; who has left, first; nobody is named',
  permission: 'portfolio.give',
  reply: object({
    holders: list(
      object({
        /** Null: whose home the branch is, and whom nobody looks after. */
        staffId: orNull(id),
        fullName: orNull(text(200)),
        role: orNull(oneOf(...roles)),
        active: flag,
        customers: count,
        promises: count,
      }),
      500,
    ),
  }),
} as const;

export const heldCustomers = {
  route: 'GET /api/held-customers',
  summary: 'Masked cards of those whom a colleague of my branch, or nobody, looks after; on record',
  permission: 'portfolio.give',
  query: object({
    /** Left out: nobody. */
    staffId: Type.Optional(id),
    after: Type.Optional(id),
    most: Type.Integer({ minimum: 1, maximum: 50, default: 25 }),
  }),
  reply: object({ cards: list(card, 50), next: orNull(id) }),
} as const;

/** From whom (null: nobody), to whom, from which day on, and which of them (null: all). */
const meant = {
  ...{ fromStaffId: orNull(id), toStaffId: id, fromDate: date },
  customerIds: orNull(list(id, 500)),
};
const counted = {
  ...{ customers: count, promises: count },
  /** Who stay: files that take two people, and the taker's or the giver's own people. */
  ...{ restricted: count, ownPeople: count },
  /** Beyond the five thousand that are given at once. */
  remaining: count,
};

export const countGiving = {
  route: 'POST /api/portfolio-givings/counts',
  summary: 'How many customers and promises would be given, and how many stay',
  permission: 'portfolio.give',
  body: object(meant),
  reply: object(counted),
} as const;

export const give = {
  route: 'POST /api/portfolio-givings',
  summary: 'Give customers of a colleague, or of nobody, to another; just as many as were shown',
  permission: 'portfolio.give',
  creates: true,
  body: object({ ...meant, expectedCustomers: count, expectedPromises: count }),
  reply: object({ givingId: id, ...counted }),
} as const;
