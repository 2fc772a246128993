import Type from 'typebox';
import { flag, id, instant, integer, orNull, text, texts, word } from '#platform/database/columns.ts';
import { statement } from '#platform/database/statement.ts';

const look = Type.Object({
  record_id: id,
  at: instant,
  action: word('open', 'reveal', 'change', 'own file'),
  role: text,
  staff_name: orNull(text),
  premises: orNull(text),
  place: orNull(text),
  ground_kind: text,
  ground: id,
  purpose: text,
  proven: flag,
  fields: orNull(texts),
  /** The look that reads this. */
  this_one: flag,
});

/**
 * What a look shows, of records called r, at the customer $1. What a visit is about, in words of one's own,
 * stands with the visit alone, and goes with it.
 */
const shown = `r.record_id, r.at, r.action, r.role, s.full_name AS staff_name, p.name AS premises, r.place,
               r.ground_kind, r.ground, coalesce(v.topic, r.purpose) AS purpose, r.proven, r.fields,
               coalesce(r.opening::text = current_setting('earshot.opening', true), false) AS this_one`;
const named = `LEFT JOIN staff.staff s ON s.staff_id = r.staff_id
          LEFT JOIN premises.premises p ON p.premises_id = r.premises_id
          LEFT JOIN privacy.visit_topics($1) v ON v.visit_id = r.ground ORDER BY r.at DESC`;

/** Who looked at a file, newest first: at the records that were merged into it, too. */
export const looksAt = statement({
  name: 'privacy.looks_at',
  as: 'earshot_staff',
  parameters: Type.Object({ customerId: id, before: instant, most: integer }),
  row: look,
  sql: `SELECT ${shown} FROM privacy.looks_at($1, '-infinity', $2, $3) r ${named}`,
});

/** The newest looks, and the one that reads this, however many others have come in between. */
export const lastLooks = statement({
  name: 'privacy.last_looks',
  as: 'earshot_staff',
  parameters: Type.Object({ customerId: id, most: integer }),
  row: look,
  sql: `SELECT ${shown} FROM (
          SELECT l.* FROM privacy.looks_at($1, '-infinity', 'infinity', $2) l UNION
          SELECT t.* FROM privacy.access_records t
           WHERE t.customer_id = $1 AND t.opening = nullif(current_setting('earshot.opening', true), '')::uuid
             AND t.at > now() - interval '1 hour' AND t.at < now() + interval '1 hour') r ${named}`,
});

/** Who changed what in a file, newest first. */
export const changesOf = statement({
  name: 'privacy.changes_of',
  as: 'earshot_staff',
  parameters: Type.Object({ customerId: id, before: instant, most: integer }),
  row: Type.Object({ change_id: id, at: instant, name: text, role: text, subject: orNull(id) }),
  sql: `SELECT change_id, at, name, role, subject FROM privacy.changes
         WHERE customer_id = $1 AND at < $2 ORDER BY at DESC LIMIT $3::int`,
});

/** What must not be done with this customer's data; of an open file. */
export const restraintsOf = statement({
  name: 'privacy.restraints_of',
  as: 'earshot_staff',
  parameters: Type.Object({ customerId: id }),
  row: Type.Object({ kind: word('storage only', 'no marketing', 'no profiling') }),
  sql: `SELECT DISTINCT kind FROM privacy.restraints WHERE customer_id = $1 AND ended_at IS NULL
         ORDER BY kind LIMIT 3`,
});

/** For the portal: how often staff opened the customer's file in the last 30 days. */
export const looksLately = statement({
  name: 'privacy.looks_lately',
  as: 'earshot_portal',
  parameters: Type.Object({ customerId: id }),
  row: Type.Object({ looks: integer }),
  sql: `SELECT count(DISTINCT r.opening)::int AS looks
          FROM privacy.looks_at($1, now() - interval '30 days', 'infinity', NULL) r
         WHERE r.staff_id IS NOT NULL`,
});
