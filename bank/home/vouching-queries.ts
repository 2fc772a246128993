import Type from 'typebox';
import { roles } from '#bank/staff/contract.ts';
import { flag, instant, orNull, text, word } from '#platform/database/columns.ts';
import { statement } from '#platform/database/statement.ts';

export const checkOwnCode = statement({
  name: 'home.check_own_code',
  as: 'earshot_portal',
  parameters: Type.Object({ token: text, code: text }),
  row: Type.Object({
    ...{ role: word(...roles), premises: orNull(text), channel: word('branch', 'phone'), since: instant },
  }),
  sql: 'SELECT * FROM conversations.check_own_code($1, $2)',
});

export const checkCode = statement({
  name: 'home.check_code',
  as: 'earshot_portal',
  parameters: Type.Object({ code: text }),
  row: Type.Object({ genuine: orNull(flag) }),
  sql: 'SELECT conversations.check_code($1) AS genuine',
});
