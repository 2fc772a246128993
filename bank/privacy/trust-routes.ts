import { Readable } from 'node:stream';
import { Failure } from '#platform/errors.ts';
import { type Route, route } from '#platform/http/route.ts';
import { readTrust, type Surroundings } from './trust.ts';
import * as contract from './trust-contract.ts';

/** Of the portal, for anybody. */
export const trustRoutes = (surroundings: Surroundings): readonly Route[] => [
  route(contract.trust, ({ door }) => readTrust(door.database, surroundings)),
  route(contract.trustCheckpoint, async ({ door }) => {
    const { record } = await readTrust(door.database, surroundings);
    if (record.note === null) throw new Failure('not-found');
    door.setFile(`checkpoint-${record.entries}.txt`, 'text/plain; charset=utf-8');
    return Readable.from([record.note]);
  }),
];
