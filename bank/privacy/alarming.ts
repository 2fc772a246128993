/**
 * Quiet alarms of staff who are forced: told to managers and security. Where strangers may read, the notice
 * only sends its reader to where nobody does.
 */
import type { StaffSignedIn } from '#bank/staff/actions.ts';
import type { Body } from '#platform/contract.ts';
import { ask } from '#platform/database/vault.ts';
import type { SignedIn } from '#platform/http/route.ts';
import type * as contract from './alarming-contract.ts';
import * as queries from './alarming-queries.ts';
import { hidesWords } from './rules.ts';

/** For every other notice. */
export const noAlarm = { alarmId: null, station: null } as const;

export async function alarmsTold({
  database,
  token,
  place,
}: Pick<StaffSignedIn, 'database' | 'token' | 'place'>) {
  const rows = await ask(database, queries.alarms, { token });
  const nothing = { howMany: null, onDay: null, reference: null, more: null };
  if (hidesWords(place))
    return rows.slice(0, 1).map((row) => ({
      ...{ ...nothing, ...noAlarm, kind: 'come to the back' as const, at: row.at.toString(), who: null },
    }));
  return rows.map((row) => ({
    ...{ ...nothing, kind: 'alarm' as const, at: row.at.toString(), who: row.who, alarmId: row.alarm_id },
    station: [row.station, row.premises].filter(Boolean).join(', ') || null,
  }));
}

/** @throws Failure `not-found` to whoever is not told of it, themselves first; `not-now` when it is over */
export async function endAlarm(
  { database, token }: SignedIn,
  alarmId: string,
  { words }: Body<typeof contract.endAlarm>,
): Promise<null> {
  await ask(database, queries.endAlarm, { token, alarmId, words });
  return null;
}
