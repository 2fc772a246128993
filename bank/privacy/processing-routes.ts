import { Readable } from 'node:stream';
import { type Route, route } from '#platform/http/route.ts';
import * as processing from './processing.ts';
import * as contract from './processing-contract.ts';

/** The register is made of the contracts of both apps, which only the server knows. */
export const processingRoutes = (contracts: processing.Contracts): readonly Route[] => [
  route(contract.register, ({ session, query }) => processing.readRegister(session, contracts, query)),
  route(contract.exportRegister, async ({ session, query, door }) => {
    const file = await processing.exportRegister(session, contracts, query);
    const type = query.form === 'pdf' ? 'application/pdf' : 'application/json';
    door.setFile(`register-of-processing.${query.form}`, type);
    return Readable.from([file]) as never;
  }),
];
