import Type from 'typebox';
import {
  bytes,
  flag,
  id,
  ids,
  instant,
  integer,
  json,
  orNull,
  text,
  texts,
  word,
} from '#platform/database/columns.ts';
import { nothing, statement } from '#platform/database/statement.ts';
import { roles, specialities } from './contract.ts';

export const directory = statement({
  name: 'staff.directory',
  as: 'earshot_staff',
  parameters: Type.Object({ token: text, after: orNull(text), most: integer }),
  row: Type.Object({
    ...{ staff_id: id, user_name: text, full_name: text, role: word(...roles), premises: orNull(text) },
    ...{ premises_id: orNull(id), manager_id: orNull(id) },
    ...{ active: flag, inactive_reason: orNull(text), sessions: integer, last_seen_at: orNull(instant) },
    ...{ passkeys: integer, has_password: orNull(flag), invited_until: orNull(instant) },
    shares_with: orNull(text),
  }),
  sql: `SELECT staff_id, user_name, full_name, role, premises, premises_id, manager_id, active,
               inactive_reason, sessions, last_seen_at, passkeys, has_password, invited_until, shares_with
          FROM staff.directory($1, $2, $3)`,
});

export const specialitiesOf = statement({
  name: 'staff.specialities_of',
  as: 'earshot_staff',
  parameters: Type.Object({ staffIds: ids }),
  row: Type.Object({ staff_id: id, speciality: word(...specialities) }),
  sql: `SELECT staff_id, speciality FROM staff.specialities WHERE staff_id = ANY ($1)
         ORDER BY staff_id, speciality`,
});

export const setSpecialities = statement({
  name: 'staff.set_specialities',
  as: 'earshot_staff',
  parameters: Type.Object({ token: text, staffId: id, wanted: texts, seen: texts }),
  row: nothing,
  sql: 'SELECT FROM staff.set_specialities($1, $2, $3, $4)',
});

export const setActive = statement({
  name: 'staff.set_active',
  as: 'earshot_staff',
  parameters: Type.Object({ token: text, staffId: id, active: flag, reason: text }),
  row: nothing,
  sql: 'SELECT FROM staff.set_active($1, $2, $3, $4)',
});

export const endSessionsOf = statement({
  name: 'staff.end_sessions_of',
  as: 'earshot_staff',
  parameters: Type.Object({ token: text, staffId: id }),
  row: Type.Object({ ended: integer }),
  sql: 'SELECT staff.end_sessions_of($1, $2) AS ended',
});

export const resetSignIn = statement({
  name: 'staff.reset_sign_in',
  as: 'earshot_staff',
  parameters: Type.Object({ token: text, staffId: id, approvalId: id, hash: bytes }),
  row: Type.Object({ until: instant }),
  sql: 'SELECT staff.reset_sign_in($1, $2, $3, $4) AS until',
});

export const enter = statement({
  name: 'staff.enter',
  as: 'earshot_staff',
  parameters: Type.Object({ token: text, approvalId: id, payload: json(), hash: bytes }),
  row: Type.Object({ staff_id: id, until: instant }),
  sql: 'SELECT staff_id, until FROM staff.enter($1, $2, $3, $4)',
});

export const changeParticulars = statement({
  name: 'staff.change_particulars',
  as: 'earshot_staff',
  parameters: Type.Object({ token: text, approvalId: id, payload: json() }),
  row: nothing,
  sql: 'SELECT FROM staff.change_particulars($1, $2, $3)',
});

export const branches = statement({
  name: 'staff.branches',
  as: 'earshot_staff',
  parameters: Type.Object({}),
  row: Type.Object({ premises_id: id, name: text }),
  sql: `SELECT premises_id, name FROM premises.premises
         WHERE kind <> 'atm' AND (ended_on IS NULL OR ended_on > (now() AT TIME ZONE time_zone)::date)
         ORDER BY name LIMIT 1000`,
});
