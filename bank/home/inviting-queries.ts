import Type from 'typebox';
import { firstWaysColumns } from '#platform/auth/first-ways.ts';
import { bytes, id, text, word } from '#platform/database/columns.ts';
import { statement } from '#platform/database/statement.ts';

export const invitationOf = statement({
  name: 'home.invitation_of',
  as: 'earshot_portal_door',
  parameters: Type.Object({ hash: bytes }),
  row: Type.Object({ invitation_id: id, contact_kind: word('phone', 'email'), language: text }),
  sql: 'SELECT invitation_id, contact_kind, language FROM customers.invitation_of($1)',
});

export const acceptInvitation = statement({
  name: 'home.accept_invitation',
  as: 'earshot_portal_door',
  parameters: Type.Object({
    ...{ hash: bytes, typed: text, userName: text, ...firstWaysColumns },
  }),
  row: Type.Object({ outcome: word('accepted', 'wrong contact', 'name taken') }),
  sql: `SELECT customers.accept_invitation($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
          AS outcome`,
});
