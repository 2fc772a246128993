import Type from 'typebox';
import { flag, id, integer, orNull, text } from '#platform/database/columns.ts';
import { statement } from '#platform/database/statement.ts';

export const chooseContact = statement({
  name: 'home.choose_contact',
  as: 'earshot_portal',
  parameters: Type.Object({ token: text, contactPointId: id, expected: integer, mayUse: flag }),
  row: Type.Object({ version: orNull(integer) }),
  sql: 'SELECT customers.choose_contact($1, $2, $3, $4) AS version',
});

export const chooseLanguage = statement({
  name: 'home.choose_language',
  as: 'earshot_portal',
  parameters: Type.Object({ token: text, expected: integer, language: text }),
  row: Type.Object({ version: orNull(integer) }),
  sql: 'SELECT customers.choose_language($1, $2, $3) AS version',
});
