import Type from 'typebox';
import { bytes, integer, text } from '#platform/database/columns.ts';
import { nothing, statement } from '#platform/database/statement.ts';

export const lockElsewhere = statement({
  name: 'staff.lock_elsewhere',
  as: 'earshot_staff',
  parameters: Type.Object({ hash: bytes }),
  row: Type.Object({ locked: integer }),
  sql: 'SELECT staff.lock_elsewhere($1) AS locked',
});

export const badgeOut = statement({
  name: 'staff.badge_out',
  as: 'earshot_staff',
  parameters: Type.Object({ hash: bytes }),
  row: Type.Object({ ended: integer }),
  sql: 'SELECT staff.badge_out($1) AS ended',
});

export const raiseAlarm = statement({
  name: 'staff.raise_alarm',
  as: 'earshot_staff',
  parameters: Type.Object({ token: text }),
  row: nothing,
  sql: 'SELECT FROM staff.raise_alarm($1)',
});
