import Type from 'typebox';
import { date, flag, integer, json, text, word } from '#platform/database/columns.ts';
import { statement } from '#platform/database/statement.ts';
import type { Aspect, RuleTable, Terms } from './rules.ts';

/** Of each table the version that counts: of those whose day has come the latest. */
export const tablesOn = statement({
  name: 'products.tables_on',
  as: 'earshot_staff',
  parameters: Type.Object({ day: date }),
  row: Type.Object({
    option_code: text,
    aspect: word<Aspect>(),
    version: integer,
    body: json<RuleTable>(),
  }),
  sql: `SELECT DISTINCT ON (option_code, aspect) option_code, aspect, version, body
          FROM products.option_tables
         WHERE applies_from <= $1 ORDER BY option_code, aspect, applies_from DESC, version DESC`,
});

export const termsOn = statement({
  name: 'products.terms_on',
  as: 'earshot_staff',
  parameters: Type.Object({ day: date }),
  row: Type.Object({ option_code: text, version: integer, withdrawn: flag, body: json<Terms>() }),
  sql: `SELECT DISTINCT ON (option_code) option_code, version, withdrawn, body FROM products.terms
         WHERE applies_from <= $1 AND undone_at IS NULL ORDER BY option_code, applies_from DESC, version DESC`,
});
