import Type from 'typebox';
import { bytes, id, instant, orNull, text } from '#platform/database/columns.ts';
import { statement } from '#platform/database/statement.ts';

export const invite = statement({
  name: 'customers.invite',
  as: 'earshot_staff',
  parameters: Type.Object({ token: text, customerId: id, invitationId: id, hash: bytes, contactPointId: id }),
  row: Type.Object({ until: orNull(instant) }),
  sql: 'SELECT customers.invite($1, $2, $3, $4, $5) AS until',
});
