import Type from 'typebox';
import { bigint, bytes, id, text, word } from '#platform/database/columns.ts';
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
    ...{ hash: bytes, typed: text, userName: text, password: text, secret: bytes, step: bigint },
  }),
  row: Type.Object({ outcome: word('accepted', 'wrong contact', 'name taken') }),
  sql: 'SELECT customers.accept_invitation($1, $2, $3, $4, $5, $6) AS outcome',
});
