import Type from 'typebox';
import { interval, proof } from '#platform/auth/factor-statements.ts';
import { firstWaysColumns } from '#platform/auth/first-ways.ts';
import { bytes, date, flag, id, instant, orNull, text, texts, word } from '#platform/database/columns.ts';
import { nothing, statement } from '#platform/database/statement.ts';
import { places, roles } from './contract.ts';

export const signInOf = statement({
  name: 'staff.sign_in_of',
  as: 'earshot_staff_door',
  parameters: Type.Object({ userName: text }),
  row: Type.Object({ staff_id: orNull(id), password_hash: orNull(text), totp_secret: orNull(bytes) }),
  sql: 'SELECT staff_id, password_hash, totp_secret FROM staff.sign_in_of($1)',
});

export const knowsDevice = statement({
  name: 'staff.knows_device',
  as: 'earshot_staff_door',
  parameters: Type.Object({ userName: text, hash: bytes }),
  row: Type.Object({ known: flag }),
  sql: 'SELECT staff.knows_device($1, $2) AS known',
});

export const beginSession = statement({
  name: 'staff.begin_session',
  as: 'earshot_staff_door',
  parameters: Type.Object({
    ...{ staffId: id, hash: bytes, ...proof, authenticated: instant, buckets: texts },
    ...{ device: orNull(bytes), newDevice: bytes, agent: text, idle: interval, absolute: interval },
  }),
  row: Type.Object({ session_id: orNull(id), known: orNull(flag) }),
  sql: `SELECT session_id, known
          FROM staff.begin_session($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)`,
});

export const proveElsewhere = statement({
  name: 'staff.prove_elsewhere',
  as: 'earshot_staff_door',
  parameters: Type.Object({ hash: bytes, authenticated: instant, begun: instant }),
  row: Type.Object({ proven: orNull(flag) }),
  sql: 'SELECT staff.prove_elsewhere($1, $2, $3) AS proven',
});

export const sessionOf = statement({
  name: 'staff.session_of',
  as: 'earshot_staff',
  parameters: Type.Object({ hash: bytes, idle: orNull(interval), lately: interval }),
  row: Type.Object({
    session_id: id,
    staff_id: id,
    user_name: text,
    full_name: text,
    role: word(...roles),
    locale: orNull(text),
    premises_id: orNull(id),
    station_id: orNull(id),
    place: word(...places),
    locked: flag,
    fresh: flag,
    expires_at: instant,
  }),
  sql: 'SELECT * FROM staff.session_of($1, $2, $3)',
});

export const changeSession = statement({
  name: 'staff.change_session',
  as: 'earshot_staff_door',
  parameters: Type.Object({ hash: bytes, what: text, station: orNull(id), browser: orNull(bytes) }),
  row: nothing,
  sql: 'SELECT FROM staff.change_session($1, $2, $3, $4)',
});

export const chooseLanguage = statement({
  name: 'staff.choose_language',
  as: 'earshot_staff',
  parameters: Type.Object({ token: text, language: text }),
  row: nothing,
  sql: 'SELECT FROM staff.choose_language($1, $2)',
});

export const workplace = statement({
  name: 'staff.workplace',
  as: 'earshot_staff',
  parameters: Type.Object({ premisesId: id }),
  row: Type.Object({ premises_id: id, name: text, time_zone: text, today: date }),
  sql: `SELECT premises_id, name, time_zone, (now() AT TIME ZONE time_zone)::date AS today
          FROM premises.premises WHERE premises_id = $1`,
});

/** Those that are tied to another browser are chosen there. */
export const stationsOf = statement({
  name: 'staff.stations_of',
  as: 'earshot_staff',
  parameters: Type.Object({ premisesId: id, browser: orNull(bytes) }),
  row: Type.Object({ station_id: id, name: text, place: word(...places) }),
  sql: `SELECT w.station_id, w.name, w.place
          FROM premises.stations w JOIN premises.premises p USING (premises_id)
         WHERE w.premises_id = $1 AND w.active AND (w.browser_hash IS NULL OR w.browser_hash = $2)
           AND (p.ended_on IS NULL OR p.ended_on > (now() AT TIME ZONE p.time_zone)::date)
         ORDER BY w.name LIMIT 200`,
});

export const colleaguesOf = statement({
  name: 'staff.colleagues_of',
  as: 'earshot_staff',
  parameters: Type.Object({ premisesId: id }),
  row: Type.Object({ staff_id: id, full_name: text, role: word(...roles) }),
  sql: `SELECT staff_id, full_name, role FROM staff.staff
         WHERE premises_id = $1 AND active AND role IN ('banker', 'contact centre', 'manager')
           ORDER BY full_name LIMIT 500`,
});

export const invitationOf = statement({
  name: 'staff.invitation_of',
  as: 'earshot_staff_door',
  parameters: Type.Object({ hash: bytes }),
  row: Type.Object({ staff_id: id, user_name: text, full_name: text }),
  sql: 'SELECT staff_id, user_name, full_name FROM staff.invitation_of($1)',
});

export const acceptInvitation = statement({
  name: 'staff.accept_invitation',
  as: 'earshot_staff_door',
  parameters: Type.Object({ hash: bytes, ...firstWaysColumns }),
  row: nothing,
  sql: 'SELECT FROM staff.accept_invitation($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)',
});

export const invite = statement({
  name: 'staff.invite',
  as: 'earshot_jobs',
  parameters: Type.Object({
    ...{ userName: text, fullName: text, role: text, hash: bytes },
    ...{ branch: orNull(text), manager: orNull(text), sameAs: orNull(text), customerKey: orNull(text) },
  }),
  row: Type.Object({ staff_id: id }),
  sql: 'SELECT staff.invite($1, $2, $3, $4, $5, $6, $7, $8) AS staff_id',
});

export const activeMember = statement({
  name: 'staff.active_member',
  as: 'earshot_staff_door',
  parameters: Type.Object({ userName: text, key: text }),
  row: Type.Object({ staff_id: id }),
  sql: 'SELECT staff_id FROM staff.active_member($1, $2)',
});

export const areThere = statement({
  name: 'staff.are_there',
  as: 'earshot_staff',
  parameters: Type.Object({}),
  row: Type.Object({ are_there: flag }),
  sql: 'SELECT staff.are_there() AS are_there',
});
