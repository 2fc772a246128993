import Type from 'typebox';
import { bigint, bytes, flag } from '#platform/database/columns.ts';
import { statement } from '#platform/database/statement.ts';

/** Moves the session's authentication to now and uses the code up; false: the code was used before. */
export const authenticateAgain = statement({
  name: 'staff.authenticate_again',
  as: 'earshot_staff',
  parameters: Type.Object({ hash: bytes, step: bigint }),
  row: Type.Object({ proven: flag }),
  sql: 'SELECT staff.authenticate_again($1, $2) AS proven',
});
