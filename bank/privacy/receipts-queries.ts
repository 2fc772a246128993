import Type from 'typebox';
import { flag, id, instant, orNull, text, texts } from '#platform/database/columns.ts';
import { statement } from '#platform/database/statement.ts';

/** The records of an opening, in the very transaction that it has opened. */
export const released = statement({
  name: 'privacy.released',
  as: 'earshot_staff',
  parameters: Type.Object({ opening: id }),
  row: Type.Object({
    ...{ customer_id: id, at: instant, record_id: id, opening: id, action: text, session_id: id },
    ...{ staff_id: orNull(id), role: text, purpose: text, ground_kind: text, ground: id, proven: flag },
    ...{ premises_id: orNull(id), station_id: orNull(id), place: orNull(text), fields: orNull(texts) },
    ...{ xid: text, salt: id },
  }),
  sql: `SELECT r.customer_id, r.at, r.record_id, r.opening, r.action, r.session_id, r.staff_id, r.role,
      r.purpose, r.ground_kind, r.ground, r.proven, r.premises_id, r.station_id, r.place, r.fields,
      r.xid::text AS xid, r.salt
    FROM privacy.access_records r WHERE r.opening = $1`,
});

export const leavesOfRecords = statement({
  name: 'privacy.leaves_of_records',
  as: 'earshot_auditor',
  parameters: Type.Object({ records: Type.Unsafe<string[]>({ type: 'array', pg: 'uuid[]' }) }),
  row: Type.Object({ record_id: id, hash: Type.Unsafe<Buffer>({ type: 'string', pg: 'bytea' }) }),
  sql: 'SELECT l.record_id, l.hash FROM privacy.leaves l WHERE l.form = 1 AND l.record_id = ANY ($1::uuid[])',
});
