/** How long what is kept: the rules as data, what is due, and what was deleted, from the record itself. */
import Type from 'typebox';
import { bigint, date, id, instant, integer, json, orNull, text, word } from '#platform/database/columns.ts';
import { nothing, statement } from '#platform/database/statement.ts';

const unit = word('days', 'months', 'years');
const way = word('after a time', 'with the file', 'with its row', 'by itself', 'kept');

/** What the job counts for the record: rows by rule, and files of people. */
export interface Checked {
  deleted: Record<string, number>;
  /** Due, and held. */
  held: Record<string, number>;
}

export const rules = statement({
  name: 'retaining.rules',
  as: 'earshot_staff',
  parameters: Type.Object({}),
  row: Type.Object({
    ...{ rule: text, table_name: text, way, keeps_count: orNull(integer), keeps_unit: orNull(unit) },
    ...{ counted_from: orNull(text), citation: text, applies_from: date },
  }),
  sql: `SELECT rule, table_name, way, keeps_count, keeps_unit, counted_from, citation, applies_from
          FROM house.retention ORDER BY way, rule`,
});

export const duties = statement({
  name: 'retaining.duties',
  as: 'earshot_staff',
  parameters: Type.Object({}),
  row: Type.Object({ duty: text, months: integer, citation: text, applies_from: date }),
  sql: 'SELECT duty, months, citation, applies_from FROM privacy.keeping_duties ORDER BY duty',
});

export const lastChecked = statement({
  name: 'retaining.last_checked',
  as: 'earshot_staff',
  parameters: Type.Object({ token: text }),
  row: Type.Object({ at: instant, counts: json<Checked>() }),
  sql: 'SELECT at, counts FROM privacy.retention_last($1)',
});

export const deletions = statement({
  name: 'retaining.deletions',
  as: 'earshot_staff',
  parameters: Type.Object({ token: text, beforeDay: date, mostDays: integer }),
  row: Type.Object({
    ...{ on_day: date, rule: text, deleted: bigint, oldest: orNull(instant), newest: orNull(instant) },
  }),
  sql: 'SELECT on_day, rule, deleted, oldest, newest FROM privacy.deletions($1, $2, $3)',
});

export const rulesToApply = statement({
  name: 'retaining.rules_to_apply',
  as: 'earshot_batch',
  parameters: Type.Object({}),
  row: Type.Object({ rule: text }),
  sql: `SELECT rule FROM house.retention WHERE way = 'after a time' ORDER BY rule`,
});

export const retain = statement({
  name: 'retaining.retain',
  as: 'earshot_batch',
  parameters: Type.Object({ job: bigint, rule: text, most: integer }),
  row: Type.Object({ deleted: integer, held: integer }),
  sql: 'SELECT deleted, held FROM privacy.retain($1, $2, $3)',
});

export const filesDue = statement({
  name: 'retaining.files_due',
  as: 'earshot_batch',
  parameters: Type.Object({ job: bigint, after: id, most: integer }),
  row: Type.Object({ customer_id: id }),
  sql: 'SELECT customer_id FROM privacy.files_due($1, $2, $3) AS customer_id',
});

export const checked = statement({
  name: 'retaining.checked',
  as: 'earshot_batch',
  parameters: Type.Object({ job: bigint, counts: json<Checked>() }),
  row: nothing,
  sql: 'SELECT FROM privacy.retention_checked($1, $2)',
});

/** Of runs of feeds that have no refused line any more. */
export const forgetRejectKeys = statement({
  name: 'retaining.forget_reject_keys',
  as: 'earshot_batch',
  parameters: Type.Object({ job: bigint }),
  row: nothing,
  sql: 'SELECT FROM privacy.forget_reject_keys($1)',
});

/** Words of searches that found nobody, or whom they found was erased as they were typed. */
export const forgetOldWords = statement({
  name: 'retaining.forget_old_words',
  as: 'earshot_batch',
  parameters: Type.Object({ job: bigint, most: integer }),
  row: Type.Object({ forgotten: integer }),
  sql: 'SELECT privacy.forget_old_words($1, $2) AS forgotten',
});
