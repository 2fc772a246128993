import { Failure } from '#platform/errors.ts';
import { type Route, route } from '#platform/http/route.ts';
import * as merging from './merging.ts';
import * as contract from './merging-contract.ts';

export const mergingRoutes: readonly Route[] = [
  route(contract.listDuplicates, async ({ session, query }) => {
    const { duplicates, next } = await merging.listDuplicates(session, placeOf(query.after), query.most);
    return { duplicates, next: next && `${next.score}~${next.pairId}` };
  }),
  route(contract.myDuplicates, async ({ session }) => ({ duplicates: await merging.myDuplicates(session) })),
  route(contract.takeDuplicate, async ({ session, body }) => {
    const taken = await merging.takeDuplicate(session, body.pairId);
    return { pairId: taken?.pairId ?? null };
  }),
  route(contract.decideDuplicate, ({ session, params, version, body }) =>
    merging.decideDuplicate(session, params.pairId, version, body.decision, body.notBefore),
  ),
  route(contract.mergeDuplicate, ({ session, params, version, body, newId }) =>
    merging.merge(session, params.pairId, version, body.survivorId, newId),
  ),
  route(contract.unmergeDuplicate, ({ session, params, version }) =>
    merging.unmerge(session, params.pairId, version),
  ),
  route(contract.recentMerges, async ({ session }) => ({ merges: await merging.listMerges(session, 20) })),
];

function placeOf(after: string | undefined): { score: number; pairId: string } | null {
  if (after === undefined) return null;
  const [, score, pairId] = /^(-?\d{1,9})~([0-9a-f-]{36})$/.exec(after) ?? [];
  if (score === undefined || pairId === undefined) {
    throw new Failure('invalid', { fields: [{ field: '/after', says: 'not the next of a page' }] });
  }
  return { score: Number(score), pairId };
}
