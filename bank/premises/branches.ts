/** The bank's branches and cash machines, for anybody: nothing that is not written on their doors. */
import type { Query, Reply } from '#platform/contract.ts';
import type { Database } from '#platform/database/pool.ts';
import { ask } from '#platform/database/vault.ts';
import type * as contract from './branches-contract.ts';
import * as queries from './branches-queries.ts';
import { openingNow, weekOf, wire } from './opening.ts';

const most = 100;
const daysAhead = 28;

export async function listBranches(
  database: Database,
  { after }: Query<typeof contract.listBranches>,
): Promise<Reply<typeof contract.listBranches>> {
  const rows = await ask(database, queries.branches, { after: after ?? null, most });
  const days = await ask(database, queries.comingDays, { premises: rows.map((row) => row.premises_id) });
  return {
    branches: rows.map((row) => {
      const until = Temporal.PlainDate.from(row.today).add({ days: daysAhead }).toString();
      const own = days.filter((day) => day.premises_id === row.premises_id);
      return {
        ...{ premisesId: row.premises_id, kind: row.kind, name: row.name, telephone: row.telephone },
        ...{ timeZone: row.time_zone, addressLines: row.address_lines, country: row.country },
        ...{ postalCode: row.postal_code, region: row.region, today: row.today },
        ...{ week: weekOf(row.hours), opening: openingNow(row, own) },
        days: own
          .filter((day) => day.on_date >= row.today && day.on_date < until)
          .map((day) => ({ onDate: day.on_date, name: day.name, intervals: day.hours.map(wire) })),
      };
    }),
    next: rows.length === most ? (rows.at(-1)?.premises_id ?? null) : null,
  };
}
