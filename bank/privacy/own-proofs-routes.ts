import { type Route, route } from '#platform/http/route.ts';
import { readOwnProofs } from './own-proofs.ts';
import { ownEntries } from './own-proofs-contract.ts';

/**
 * Of the portal.
 * @param logKey the public key of the record, from outside the database; null: none is known
 */
export const ownProofsRoutes = (logKey: () => Promise<string | null>): readonly Route[] => [
  route(ownEntries, async ({ session, query }) => {
    const [own, key] = await Promise.all([readOwnProofs(session, query), logKey()]);
    return { ...own, logKey: key };
  }),
];
