import Type from 'typebox';
import { bigint, flag, id, ids, instant, integer, orNull, text, texts } from '#platform/database/columns.ts';
import { statement } from '#platform/database/statement.ts';

/** Looks at the customer, newest first: by people of the bank, or her own visits to the portal. */
export const ownAccessRecords = statement({
  name: 'privacy.own_access_records',
  as: 'earshot_portal',
  parameters: Type.Object({
    customerId: id,
    byHerself: flag,
    beforeAt: instant,
    beforeId: id,
    most: integer,
  }),
  row: Type.Object({
    ...{ customer_id: id, at: instant, record_id: id, opening: id, action: text, session_id: id },
    ...{ staff_id: orNull(id), role: text, purpose: text, ground_kind: text, ground: id, proven: flag },
    ...{ premises_id: orNull(id), station_id: orNull(id), place: orNull(text), fields: orNull(texts) },
    ...{ xid: text, salt: id, premises: orNull(text) },
  }),
  sql: `SELECT r.customer_id, r.at, r.record_id, r.opening, r.action, r.session_id, r.staff_id, r.role,
      r.purpose, r.ground_kind, r.ground, r.proven, r.premises_id, r.station_id, r.place, r.fields,
      r.xid::text AS xid, r.salt, p.name AS premises
    FROM privacy.own_looks($1, $2, $3, $4, $5) r
      LEFT JOIN premises.premises p ON p.premises_id = r.premises_id
     ORDER BY r.at DESC, r.record_id DESC`,
});

/** Searches that showed her card, newest first: of each member of staff the first in ten minutes. */
export const ownSearches = statement({
  name: 'privacy.own_searches',
  as: 'earshot_portal',
  parameters: Type.Object({ customerId: id, beforeAt: instant, beforeId: id, most: integer }),
  row: Type.Object({
    ...{ at: instant, search_id: id, session_id: id, staff_id: id, role: text, premises_id: orNull(id) },
    ...{ place: orNull(text), surface: text, query: text, customer_ids: ids, xid: text, salt: id },
    ...{ words: orNull(text), words_salt: orNull(id), premises: orNull(text) },
  }),
  sql: `SELECT s.at, s.search_id, s.session_id, s.staff_id, s.role, s.premises_id, s.place, s.surface,
      s.query, s.customer_ids, s.xid::text AS xid, s.salt, s.words, s.words_salt, p.name AS premises
    FROM privacy.own_searches($1, $2, $3, $4) s
      LEFT JOIN premises.premises p ON p.premises_id = s.premises_id
     ORDER BY s.at DESC, s.search_id DESC`,
});

/** Batch runs use everybody's data: each is an entry of every customer. */
export const ownBatchRuns = statement({
  name: 'privacy.own_batch_runs',
  as: 'earshot_portal',
  parameters: Type.Object({ beforeAt: instant, beforeId: id, most: integer }),
  row: Type.Object({ run_id: id, at: instant, job_id: bigint, task: text, xid: text, salt: id }),
  sql: `SELECT r.run_id, r.at, r.job_id, r.task, r.xid::text AS xid, r.salt FROM privacy.batch_runs r
     WHERE (r.at, r.run_id) < ($1, $2) ORDER BY r.at DESC, r.run_id DESC LIMIT $3::int`,
});

export const ownLeaves = statement({
  name: 'privacy.own_leaves',
  as: 'earshot_portal',
  parameters: Type.Object({ records: ids }),
  row: Type.Object({ record_id: id, leaf: bigint }),
  sql: `SELECT l.record_id, l.leaf FROM privacy.leaves l
     WHERE l.form IN (1, 2, 5, 6) AND l.record_id = ANY ($1::uuid[])`,
});

export const newestCheckpoint = statement({
  name: 'privacy.newest_checkpoint',
  as: 'earshot_portal',
  parameters: Type.Object({}),
  row: Type.Object({ size: bigint, note: text }),
  sql: `SELECT c.size, c.note || coalesce((SELECT string_agg(s.line, '' ORDER BY s.line) FROM
    privacy.cosignatures s
      WHERE s.size = c.size), '') AS note
    FROM privacy.checkpoints c ORDER BY c.size DESC LIMIT 1`,
});
