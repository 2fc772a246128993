import Type from 'typebox';
import { bytes, flag, id, instant, integer, orNull, text, word } from '#platform/database/columns.ts';
import { nothing, statement } from '#platform/database/statement.ts';
import { roles } from './contract.ts';

export const directory = statement({
  name: 'staff.directory',
  as: 'earshot_staff',
  parameters: Type.Object({ token: text, after: orNull(text), most: integer }),
  row: Type.Object({
    ...{ staff_id: id, user_name: text, full_name: text, role: word(...roles), premises: orNull(text) },
    ...{ active: flag, inactive_reason: orNull(text), sessions: integer, last_seen_at: orNull(instant) },
    ...{ passkeys: integer, has_password: orNull(flag), invited_until: orNull(instant) },
  }),
  sql: `SELECT staff_id, user_name, full_name, role, premises, active, inactive_reason, sessions,
               last_seen_at, passkeys, has_password, invited_until
          FROM staff.directory($1, $2, $3)`,
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
  parameters: Type.Object({ token: text, staffId: id, hash: bytes }),
  row: Type.Object({ until: instant }),
  sql: 'SELECT staff.reset_sign_in($1, $2, $3) AS until',
});
