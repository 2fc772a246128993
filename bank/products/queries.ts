import Type from 'typebox';
import { date, flag, instant, integer, json, orNull, text, word } from '#platform/database/columns.ts';
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
         WHERE applies_from <= $1 AND undone_at IS NULL
         ORDER BY option_code, applies_from DESC, version DESC`,
});

/** Of every option, or of one; the newest first. */
export const termVersions = statement({
  name: 'products.term_versions',
  as: 'earshot_staff',
  parameters: Type.Object({ code: orNull(text) }),
  row: Type.Object({
    ...{ option_code: text, version: integer, applies_from: date, withdrawn: flag, body: json<Terms>() },
    ...{ undone_at: orNull(instant), made_at: instant },
  }),
  sql: `SELECT t.option_code, t.version, t.applies_from, t.withdrawn, t.body, t.undone_at, t.made_at
          FROM products.terms t WHERE $1::text IS NULL OR t.option_code = $1
         ORDER BY t.option_code, t.applies_from DESC, t.version DESC LIMIT 2000`,
});
