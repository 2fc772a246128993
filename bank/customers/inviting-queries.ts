import Type from 'typebox';
import { bytes, flag, id, ids, instant, orNull, text } from '#platform/database/columns.ts';
import { statement } from '#platform/database/statement.ts';

export const invite = statement({
  name: 'customers.invite',
  as: 'earshot_staff',
  parameters: Type.Object({
    ...{ token: text, customerId: id, invitationId: id, hash: bytes, contactPointId: id },
    approvalId: orNull(id),
  }),
  row: Type.Object({ until: orNull(instant) }),
  sql: 'SELECT customers.invite($1, $2, $3, $4, $5, $6) AS until',
});

export const invitationStanding = statement({
  name: 'customers.invitation_standing',
  as: 'earshot_staff',
  parameters: Type.Object({ token: text, customerId: id }),
  row: Type.Object({ shown: flag, own_people: flag, signs_in: flag, settled: ids }),
  sql: 'SELECT * FROM customers.invitation_standing($1, $2)',
});
