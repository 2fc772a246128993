import Type from 'typebox';
import { flag, id, instant, integer, orNull, text } from '#platform/database/columns.ts';
import { statement } from '#platform/database/statement.ts';

export const showCode = statement({
  name: 'conversations.show_code',
  as: 'earshot_staff',
  parameters: Type.Object({ token: text, visitId: id, codeId: id, code: text }),
  row: Type.Object({ expires_at: orNull(instant) }),
  sql: 'SELECT conversations.show_code($1, $2, $3, $4) AS expires_at',
});

export const codeState = statement({
  name: 'conversations.code_state',
  as: 'earshot_staff',
  parameters: Type.Object({ token: text, codeId: id }),
  row: Type.Object({ checked: flag, seen: flag, seconds_left: integer }),
  sql: 'SELECT * FROM conversations.code_state($1, $2)',
});
