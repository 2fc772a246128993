/**
 * Branches, cash machines and offices: set up by administrators; hours and special days by branch managers
 * too, of their own branch. The kernel decides, compares versions and keeps it on record (0048_premises.sql).
 */
import type { StaffSignedIn } from '#bank/staff/actions.ts';
import type { Body, Query, Reply } from '#platform/contract.ts';
import { ask, house } from '#platform/database/vault.ts';
import { Failure } from '#platform/errors.ts';
import type * as contract from './contract.ts';
import { openingNow, weekOf, wire } from './opening.ts';
import * as queries from './queries.ts';
import { refusing, unfit } from './refusals.ts';
import { type Interval, misfitOf } from './rules.ts';

const most = 100;

export async function listPremises(
  { database }: StaffSignedIn,
  { after }: Query<typeof contract.listPremises>,
): Promise<Reply<typeof contract.listPremises>> {
  const rows = await ask(database, queries.listed, { after: after ?? null, most });
  const days = await ask(database, queries.daysOf, { premises: rows.map((row) => row.premises_id) });
  return {
    premises: rows.map((row) => ({
      ...{ premisesId: row.premises_id, kind: row.kind, code: row.code, name: row.name },
      ...{ timeZone: row.time_zone, endedOn: row.ended_on, stations: row.stations ?? 0 },
      opening: openingNow(row, days),
    })),
    next: rows.length === most ? (rows.at(-1)?.premises_id ?? null) : null,
  };
}

/** @throws Failure `not-found` */
export async function readPremises(
  { database, actorId, role }: StaffSignedIn,
  premisesId: string,
): Promise<Reply<typeof contract.readPremises>> {
  const [row, days, own] = await house(database, 'earshot_staff', (tx) =>
    Promise.all([
      tx.first(queries.one, { premisesId }),
      tx.rows(queries.daysOf, { premises: [premisesId] }),
      tx.first(queries.worksAt, { staffId: actorId }),
    ]),
  );
  if (row === undefined) throw new Failure('not-found');
  return {
    ...{ premisesId, kind: row.kind, code: row.code, name: row.name, timeZone: row.time_zone },
    ...{ addressLines: row.address_lines, country: row.country, postalCode: row.postal_code },
    ...{ region: row.region, telephone: row.telephone, endedOn: row.ended_on },
    ...{ version: row.version, today: row.today },
    ...{ week: weekOf(row.hours), opening: openingNow(row, days), feed: row.source, edited: row.edited },
    hoursMine: role === 'administrator' || (role === 'manager' && own?.premises_id === premisesId),
    days: days
      .filter((day) => day.on_date >= row.today)
      .slice(0, 500)
      .map((day) => ({
        ...{ dayId: day.day_id, onDate: day.on_date, name: day.name, intervals: day.hours.map(wire) },
      })),
  };
}

/** Of the branch where one is; null: one is nowhere, or nobody has said when it is open. */
export async function openingHere({
  database,
  premisesId,
}: StaffSignedIn): Promise<Reply<typeof contract.openingHere>> {
  if (premisesId === null) return { opening: null };
  const [[row], days] = await Promise.all([
    ask(database, queries.one, { premisesId }),
    ask(database, queries.daysOf, { premises: [premisesId] }),
  ]);
  const opening = row && openingNow(row, days);
  return { opening: opening === undefined || opening.state === 'not said' ? null : opening };
}

/** @throws Failure `does-not-fit`: an unknown time zone, a code that another has */
export async function enterPremises(
  { database, token }: StaffSignedIn,
  premisesId: string,
  given: Body<typeof contract.enterPremises>,
): Promise<Reply<typeof contract.enterPremises>> {
  await refusing(ask(database, queries.enter, { token, premisesId, said: saidOf(given) }));
  return { premisesId };
}

/** @throws Failure `changed`, `not-found`, `does-not-fit` */
export async function changePremises(
  { database, token }: StaffSignedIn,
  premisesId: string,
  version: number,
  given: Body<typeof contract.changePremises>,
): Promise<Reply<typeof contract.changePremises>> {
  const said = { ...saidOf(given), ended_on: given.endedOn };
  return changed(await refusing(ask(database, queries.change, { token, premisesId, version, said })));
}

/** @throws Failure `changed`, `not-allowed` to a manager of another branch, `does-not-fit` */
export async function setHours(
  { database, token }: StaffSignedIn,
  premisesId: string,
  version: number,
  given: Body<typeof contract.setHours>,
): Promise<Reply<typeof contract.setHours>> {
  const week: Record<string, readonly Interval[]> = {};
  for (const [at, { weekday, intervals }] of given.week.entries()) {
    if (week[weekday] !== undefined) throw unfit(`week/${at}/weekday`, 'This weekday is there twice.');
    week[weekday] = fitting(intervals, `week/${at}/intervals`);
  }
  return changed(await refusing(ask(database, queries.setHours, { token, premisesId, version, week })));
}

/** @throws Failure `does-not-fit`: the day has passed, or is set already; hours that overlap */
export async function addDay(
  { database, token }: StaffSignedIn,
  premisesId: string,
  dayId: string,
  { onDate, name, intervals, everywhere }: Body<typeof contract.addDay>,
): Promise<Reply<typeof contract.addDay>> {
  const hours = fitting(intervals, 'intervals');
  const day = { token, dayId, premisesId, onDate, name, hours, everywhere };
  const [row] = await refusing(ask(database, queries.addDay, day));
  return { dayId, places: row?.places ?? 0 };
}

/** @throws Failure `changed`, `not-now` when it has passed */
export async function changeDay(
  { database, token }: StaffSignedIn,
  { premisesId, dayId }: { premisesId: string; dayId: string },
  version: number,
  { name, intervals }: Body<typeof contract.changeDay>,
): Promise<Reply<typeof contract.changeDay>> {
  const day = { token, premisesId, dayId, version, name, hours: fitting(intervals, 'intervals') };
  return changed(await ask(database, queries.changeDay, day));
}

/** @throws Failure `changed`, `not-now` when it has passed */
export async function removeDay(
  { database, token }: StaffSignedIn,
  { premisesId, dayId }: { premisesId: string; dayId: string },
  version: number,
): Promise<null> {
  await ask(database, queries.changeDay, { token, premisesId, dayId, version, name: null, hours: null });
  return null;
}

/** @throws Failure `does-not-fit` naming the interval */
function fitting(intervals: readonly { from: string; to: string }[], field: string): readonly Interval[] {
  const hours = intervals.map(({ from, to }): Interval => [from, to]);
  const misfit = misfitOf(hours);
  if (misfit?.is === 'backwards')
    throw unfit(`${field}/${misfit.at}/to`, 'It ends before it begins: nothing goes on over midnight.');
  if (misfit?.is === 'overlap')
    throw unfit(`${field}/${misfit.at}/from`, 'It begins before the one before has ended.');
  return hours;
}

const saidOf = (given: Body<typeof contract.enterPremises>): queries.Said => ({
  ...{ kind: given.kind, code: given.code, name: given.name, time_zone: given.timeZone },
  ...{ address_lines: given.addressLines, country: given.country },
  ...{ postal_code: given.postalCode, region: given.region, telephone: given.telephone },
});

function changed([row]: { version: number | null }[]): { version: number } {
  return { version: row?.version ?? 1 };
}
