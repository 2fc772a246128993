import Type from 'typebox';
import { bytes, id, instant, text } from '#platform/database/columns.ts';
import { statement } from '#platform/database/statement.ts';

export const resetSignIn = statement({
  name: 'customers.reset_sign_in',
  as: 'earshot_staff',
  parameters: Type.Object({
    ...{ token: text, customerId: id, approvalId: id, invitationId: id, hash: bytes, contactPointId: id },
  }),
  row: Type.Object({ until: instant }),
  sql: 'SELECT customers.reset_sign_in($1, $2, $3, $4, $5, $6) AS until',
});
