import Type from 'typebox';
import { date, flag, integer, orNull, text, word } from '#platform/database/columns.ts';
import { statement } from '#platform/database/statement.ts';

/** Every table that may hold something about somebody, as it is guarded in the catalogue now. */
export const tablesProcessed = statement({
  name: 'processing.tables',
  as: 'earshot_staff',
  parameters: Type.Object({}),
  row: Type.Object({ table_name: text, class: text, guarded: flag, sealed: integer }),
  sql: `SELECT t.table_name, t.class, c.relrowsecurity AND c.relforcerowsecurity AS guarded,
               (SELECT count(*)::integer FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attnum > 0
                  AND NOT a.attisdropped AND a.attname LIKE '%\\_sealed') AS sealed
          FROM house.table_classes t
          JOIN pg_namespace n ON n.nspname = split_part(t.table_name, '.', 1)
          JOIN pg_class c ON c.relnamespace = n.oid AND c.relname = split_part(t.table_name, '.', 2)
         WHERE t.class <> 'reference' AND NOT c.relispartition ORDER BY t.table_name`,
});

export const retentionOfTables = statement({
  name: 'processing.retention',
  as: 'earshot_staff',
  parameters: Type.Object({}),
  row: Type.Object({
    ...{ table_name: text, way: word('after a time', 'with the file', 'with its row', 'by itself', 'kept') },
    ...{ keeps_count: orNull(integer), keeps_unit: orNull(word('days', 'months', 'years')), citation: text },
    applies_from: date,
  }),
  sql: `SELECT table_name, way, keeps_count, keeps_unit, citation, applies_from FROM house.retention
         ORDER BY table_name`,
});

export const controllerNow = statement({
  name: 'processing.controller',
  as: 'earshot_staff',
  parameters: Type.Object({}),
  row: Type.Object({ name: text, contact: text, officer: text }),
  sql: 'SELECT name, contact, officer FROM privacy.controller',
});
