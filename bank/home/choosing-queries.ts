import Type from 'typebox';
import { flag, id, text } from '#platform/database/columns.ts';
import { nothing, statement } from '#platform/database/statement.ts';

export const chooseContact = statement({
  name: 'home.choose_contact',
  as: 'earshot_portal',
  parameters: Type.Object({ token: text, contactPointId: id, mayUse: flag }),
  row: nothing,
  sql: 'SELECT FROM customers.choose_contact($1, $2, $3)',
});

export const chooseLanguage = statement({
  name: 'home.choose_language',
  as: 'earshot_portal',
  parameters: Type.Object({ token: text, language: text }),
  row: nothing,
  sql: 'SELECT FROM customers.choose_language($1, $2)',
});
