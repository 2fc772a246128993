/** Branches and cash machines as the portal reads them, for anybody; offices have no customers. */
import Type from 'typebox';
import { date, id, ids, integer, json, orNull, text, texts, word } from '#platform/database/columns.ts';
import { statement } from '#platform/database/statement.ts';
import type { Interval, Week } from './rules.ts';

export const branches = statement({
  name: 'premises.branches',
  as: 'earshot_portal',
  parameters: Type.Object({ after: orNull(id), most: integer }),
  row: Type.Object({
    ...{ premises_id: id, kind: word('branch', 'atm'), name: text, time_zone: text, hours: json<Week>() },
    ...{ ended_on: orNull(date), address_lines: texts, country: orNull(text), postal_code: orNull(text) },
    ...{ region: orNull(text), telephone: orNull(text), today: date },
  }),
  sql: `SELECT p.premises_id, p.kind, p.name, p.time_zone, p.hours, p.ended_on, p.address_lines, p.country,
          p.postal_code, p.region, p.telephone, (now() AT TIME ZONE p.time_zone)::date AS today
          FROM premises.premises p
         WHERE p.kind <> 'office'
           AND (p.ended_on IS NULL OR p.ended_on > (now() AT TIME ZONE p.time_zone)::date)
           AND ($1::uuid IS NULL OR (p.name, p.premises_id) >
                (SELECT o.name, o.premises_id FROM premises.premises o WHERE o.premises_id = $1))
         ORDER BY p.name, p.premises_id LIMIT $2::int`,
});

/** From yesterday on, wherever that is, for as long as one looks for the next opening. */
export const comingDays = statement({
  name: 'premises.coming_days',
  as: 'earshot_portal',
  parameters: Type.Object({ premises: ids }),
  row: Type.Object({ premises_id: id, on_date: date, name: text, hours: json<Interval[]>() }),
  sql: `SELECT premises_id, on_date, name, hours FROM premises.holidays
         WHERE premises_id = ANY ($1) AND on_date BETWEEN CURRENT_DATE - 1 AND CURRENT_DATE + 62
         ORDER BY on_date LIMIT 6400`,
});
