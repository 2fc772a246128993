/** Counts by group: made by the run, read by compliance. */
import Type from 'typebox';
import { date, instant, integer, orNull, text, texts, word } from '#platform/database/columns.ts';
import { statement } from '#platform/database/statement.ts';

export const countGroups = statement({
  ...{ name: 'grouping.count', as: 'earshot_run_fairness' },
  parameters: Type.Object({ quarter: date, today: date, codes: texts, anyOf: texts }),
  row: Type.Object({ rows: integer }),
  sql: 'SELECT advice.count_groups($1, $2, $3, $4) AS rows',
});

export const groupCounts = statement({
  ...{ name: 'grouping.counts', as: 'earshot_staff' },
  parameters: Type.Object({ token: text }),
  row: Type.Object({
    ...{ quarter: date, dimension: word('age', 'sex'), band: text, option_code: text },
    ...{ decided: orNull(integer), suggested: orNull(integer), made_at: instant },
  }),
  sql: `SELECT quarter, dimension, band, option_code, decided, suggested, made_at
          FROM advice.group_counts_shown($1)`,
});
