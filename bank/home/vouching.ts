/** Is this really my bank? What a customer, or anybody, learns of a code that somebody told her. */
import { counted, networkOf } from '#platform/auth/throttle.ts';
import type { Body, Reply } from '#platform/contract.ts';
import { ask } from '#platform/database/vault.ts';
import type { Door, SignedIn } from '#platform/http/route.ts';
import { factors } from './factors-queries.ts';
import type * as contract from './vouching-contract.ts';
import * as queries from './vouching-queries.ts';

/** @throws Failure `too-many` after some wrong ones: whoever tries codes out learns nothing */
export async function checkOwnCode(
  { database, token, actorId }: SignedIn,
  { code }: Body<typeof contract.checkOwnCode>,
): Promise<Reply<typeof contract.checkOwnCode>> {
  const row = await counted(factors, database, [`codes:${actorId}`], 'too-many', async () => {
    const [found] = await ask(database, queries.checkOwnCode, { token, code: digitsOf(code) });
    return found;
  });
  if (row === undefined) return { genuine: false, with: null };
  const { role, premises, channel, since } = row;
  return { genuine: true, with: { role, premises, channel, since: since.toString() } };
}

/** @throws Failure `too-many` */
export async function checkCode(
  { database, address }: Door,
  { code }: Body<typeof contract.checkCode>,
): Promise<Reply<typeof contract.checkCode>> {
  const genuine = await counted(
    factors,
    database,
    [`from:${networkOf(address)}:codes`],
    'too-many',
    async () => {
      const [row] = await ask(database, queries.checkCode, { code: digitsOf(code) });
      return row?.genuine || undefined;
    },
  );
  return { genuine: genuine ?? false };
}

const digitsOf = (code: string) => code.replaceAll(' ', '');
