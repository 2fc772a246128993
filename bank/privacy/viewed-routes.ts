import { Readable } from 'node:stream';
import { type Route, route } from '#platform/http/route.ts';
import { exportViewed, findStaff, readViewed } from './viewed.ts';
import * as contract from './viewed-contract.ts';

export const viewedRoutes: readonly Route[] = [
  route(contract.viewed, ({ session, query }) => readViewed(session, query)),
  route(contract.exportViewed, async ({ session, body, door }) => {
    const lines = await exportViewed(session, body);
    door.setFile(`record-${body.of}-${body.from}-${body.to}.csv`, 'text/csv; charset=utf-8');
    return Readable.from(lines);
  }),
  route(contract.findStaff, ({ session, body }) => findStaff(session, body)),
];
