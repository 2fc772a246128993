/** Premises as they are kept, and the kernel's functions that change them (0048_premises.sql). */
import Type from 'typebox';
import { date, flag, id, ids, integer, json, orNull, text, texts, word } from '#platform/database/columns.ts';
import { nothing, statement } from '#platform/database/statement.ts';
import { kinds } from './contract.ts';
import type { Interval, Week } from './rules.ts';

const staff = 'earshot_staff';

const head = {
  ...{ premises_id: id, kind: word(...kinds), code: text, name: text, time_zone: text },
  ...{ hours: json<Week>(), ended_on: orNull(date) },
};

export const listed = statement({
  name: 'premises.listed',
  as: staff,
  parameters: Type.Object({ after: orNull(id), most: integer }),
  row: Type.Object({ ...head, stations: orNull(integer) }),
  sql: `SELECT p.premises_id, p.kind, p.code, p.name, p.time_zone, p.hours, p.ended_on,
          (SELECT count(*)::int FROM premises.stations w WHERE w.premises_id = p.premises_id AND w.active)
            AS stations
          FROM premises.premises p
         WHERE $1::uuid IS NULL OR (p.name, p.premises_id) >
               (SELECT o.name, o.premises_id FROM premises.premises o WHERE o.premises_id = $1)
         ORDER BY p.name, p.premises_id LIMIT $2::int`,
});

export const one = statement({
  name: 'premises.one',
  as: staff,
  parameters: Type.Object({ premisesId: id }),
  row: Type.Object({
    ...{ ...head, address_lines: texts, country: orNull(text), postal_code: orNull(text) },
    ...{ region: orNull(text), telephone: orNull(text), source: orNull(text), edited: texts },
    ...{ version: integer, today: date },
  }),
  sql: `SELECT premises_id, kind, code, name, time_zone, hours, ended_on, address_lines, country, postal_code,
          region, telephone, source, edited, version, (now() AT TIME ZONE time_zone)::date AS today
          FROM premises.premises WHERE premises_id = $1`,
});

/** From yesterday on, wherever that is. */
export const daysOf = statement({
  name: 'premises.days_of',
  as: staff,
  parameters: Type.Object({ premises: ids }),
  row: Type.Object({
    ...{ premises_id: id, day_id: id, on_date: date, name: text, hours: json<Interval[]>() },
  }),
  sql: `SELECT premises_id, day_id, on_date, name, hours FROM premises.holidays
         WHERE premises_id = ANY ($1) AND on_date >= CURRENT_DATE - 1 ORDER BY on_date LIMIT 20000`,
});

/** The branch where somebody of the staff works; a manager sets its hours. */
export const worksAt = statement({
  name: 'premises.works_at',
  as: staff,
  parameters: Type.Object({ staffId: id }),
  row: Type.Object({ premises_id: orNull(id) }),
  sql: 'SELECT premises_id FROM staff.staff WHERE staff_id = $1',
});

export interface Said {
  kind: string;
  code: string;
  name: string;
  time_zone: string;
  address_lines: string[];
  country: string | null;
  postal_code: string | null;
  region: string | null;
  telephone: string | null;
  ended_on?: string | null;
}

export const enter = statement({
  name: 'premises.enter',
  as: staff,
  parameters: Type.Object({ token: text, premisesId: id, said: json<Said>() }),
  row: nothing,
  sql: 'SELECT FROM premises.enter($1, $2, $3)',
});

const changed = Type.Object({ version: orNull(integer) });

export const change = statement({
  name: 'premises.change',
  as: staff,
  parameters: Type.Object({ token: text, premisesId: id, version: integer, said: json<Said>() }),
  row: changed,
  sql: 'SELECT premises.change($1, $2, $3, $4) AS version',
});

export const setHours = statement({
  name: 'premises.set_hours',
  as: staff,
  parameters: Type.Object({ token: text, premisesId: id, version: integer, week: json<Week>() }),
  row: changed,
  sql: 'SELECT premises.set_hours($1, $2, $3, $4) AS version',
});

export const addDay = statement({
  name: 'premises.add_day',
  as: staff,
  parameters: Type.Object({
    ...{ token: text, dayId: id, premisesId: id, onDate: date, name: text },
    ...{ hours: json<readonly Interval[]>(), everywhere: flag },
  }),
  row: Type.Object({ places: orNull(integer) }),
  sql: 'SELECT premises.add_day($1, $2, $3, $4, $5, $6, $7) AS places',
});

/** Without a name and hours it is taken away. */
export const changeDay = statement({
  name: 'premises.change_day',
  as: staff,
  parameters: Type.Object({
    ...{ token: text, premisesId: id, dayId: id, version: integer, name: orNull(text) },
    hours: orNull(json<readonly Interval[]>()),
  }),
  row: changed,
  sql: 'SELECT premises.change_day($1, $2, $3, $4, $5, $6) AS version',
});
