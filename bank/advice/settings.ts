/**
 * The settings of advice. They change by two people (bank/privacy/approving.ts); alone one may only switch
 * propensities off, so that nobody waits where they order badly.
 */
import type { Body, Reply } from '#platform/contract.ts';
import { ask } from '#platform/database/vault.ts';
import { Failure } from '#platform/errors.ts';
import type { SignedIn } from '#platform/http/route.ts';
import type * as contract from './settings-contract.ts';
import * as queries from './settings-queries.ts';

export async function readSettings({ database }: SignedIn): Promise<Reply<typeof contract.readSettings>> {
  const [[row], [bank]] = await Promise.all([
    ask(database, queries.settingsNow, {}),
    ask(database, queries.isMadeUp, {}),
  ]);
  if (row === undefined) throw new Failure('not-found');
  const { held_out: heldOut, propensities, changed_at: changedAt, version } = row;
  const madeUp = bank?.made_up ?? false;
  return { heldOut, propensities, changedAt: changedAt.toString(), version, madeUp };
}

/** @throws Failure `changed`; `approval-needed` for anything but switching propensities off */
export async function changeSettings(
  { database, token }: SignedIn,
  version: number,
  { heldOut, propensities }: Body<typeof contract.changeSettings>,
): Promise<Reply<typeof contract.changeSettings>> {
  const [row] = await ask(database, queries.changeSettings, { token, version, heldOut, propensities });
  return { version: row?.version ?? version };
}
