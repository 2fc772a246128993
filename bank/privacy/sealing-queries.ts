/** The record as the sealer and the auditor read it, and the tree that is made of it. */
import Type from 'typebox';
import {
  bigint,
  bytes,
  flag,
  id,
  ids,
  instant,
  integer,
  orNull,
  text,
  texts,
} from '#platform/database/columns.ts';
import { type Login, nothing, statement } from '#platform/database/statement.ts';

const smallint = Type.Unsafe<number>({ type: 'integer', pg: 'int2' });
const smallints = Type.Unsafe<number[]>({ type: 'array', pg: 'int2[]' });
const bigints = Type.Unsafe<(number | bigint)[]>({ type: 'array', pg: 'int8[]' });
const hashes = Type.Unsafe<Uint8Array[]>({ type: 'array', pg: 'bytea[]' });

/** Transactions are counted by xid8, which travels as text. */
const range = Type.Object({ fromXid: text, toXid: text });
const within = 'WHERE r.xid >= $1::text::xid8 AND r.xid < $2::text::xid8 ORDER BY r.xid';

const accessRecords = (as: Login) =>
  statement({
    name: `privacy.access_records_between ${as}`,
    as,
    parameters: range,
    row: Type.Object({
      ...{ customer_id: id, at: instant, record_id: id, opening: id, action: text, session_id: id },
      ...{ staff_id: orNull(id), role: text, purpose: text, ground_kind: text, ground: id, proven: flag },
      ...{ premises_id: orNull(id), station_id: orNull(id), place: orNull(text), fields: orNull(texts) },
      ...{ xid: text, salt: id },
    }),
    sql: `SELECT r.customer_id, r.at, r.record_id, r.opening, r.action, r.session_id, r.staff_id, r.role,
        r.purpose, r.ground_kind, r.ground, r.proven, r.premises_id, r.station_id, r.place, r.fields,
        r.xid::text AS xid, r.salt
      FROM privacy.access_records r ${within}, r.record_id`,
  });

const searches = (as: Login) =>
  statement({
    name: `privacy.searches_between ${as}`,
    as,
    parameters: range,
    row: Type.Object({
      ...{ search_id: id, at: instant, session_id: id, staff_id: id, role: text, premises_id: orNull(id) },
      ...{ place: orNull(text), surface: text, query: text, customer_ids: ids, xid: text, salt: id },
      ...{ words: orNull(text), words_salt: orNull(id) },
    }),
    sql: `SELECT r.search_id, r.at, r.session_id, r.staff_id, r.role, r.premises_id, r.place, r.surface,
        r.query, r.customer_ids, r.xid::text AS xid, r.salt, r.words, r.words_salt
      FROM privacy.searches r ${within}, r.search_id`,
  });

const changes = (as: Login) =>
  statement({
    name: `privacy.changes_between ${as}`,
    as,
    parameters: range,
    row: Type.Object({
      ...{ customer_id: id, at: instant, change_id: id, name: text, session_id: orNull(id) },
      ...{ staff_id: orNull(id), role: text, place: orNull(text), subject: orNull(id), detail: text },
      ...{ xid: text, salt: id },
    }),
    sql: `SELECT r.customer_id, r.at, r.change_id, r.name, r.session_id, r.staff_id, r.role, r.place,
      r.subject,
        r.detail::text AS detail, r.xid::text AS xid, r.salt
      FROM privacy.changes r ${within}, r.change_id`,
  });

const events = (as: Login) =>
  statement({
    name: `privacy.events_between ${as}`,
    as,
    parameters: range,
    row: Type.Object({
      ...{ event_id: id, at: instant, name: text, session_id: orNull(id), staff_id: orNull(id) },
      ...{ subject: orNull(text), detail: text, role: orNull(text), premises_id: orNull(id) },
      ...{ place: orNull(text), xid: text, salt: id },
    }),
    sql: `SELECT r.event_id, r.at, r.name, r.session_id, r.staff_id, r.subject, r.detail::text AS detail,
      r.role,
        r.premises_id, r.place, r.xid::text AS xid, r.salt
      FROM privacy.events r ${within}, r.event_id`,
  });

const batchRuns = (as: Login) =>
  statement({
    name: `privacy.batch_runs_between ${as}`,
    as,
    parameters: range,
    row: Type.Object({ run_id: id, at: instant, job_id: bigint, task: text, xid: text, salt: id }),
    sql: `SELECT r.run_id, r.at, r.job_id, r.task, r.xid::text AS xid, r.salt
      FROM privacy.batch_runs r ${within}, r.run_id`,
  });

export const sealersAccessRecords = accessRecords('earshot_sealer');
export const sealersSearches = searches('earshot_sealer');
export const sealersChanges = changes('earshot_sealer');
export const sealersEvents = events('earshot_sealer');
export const sealersBatchRuns = batchRuns('earshot_sealer');
export const auditorsAccessRecords = accessRecords('earshot_auditor');
export const auditorsSearches = searches('earshot_auditor');
export const auditorsChanges = changes('earshot_auditor');
export const auditorsEvents = events('earshot_auditor');
export const auditorsBatchRuns = batchRuns('earshot_auditor');

/**
 * How far one may seal: below `xmin` everything has ended. `enough`: where there are as many records as
 * asked.
 */
export const sealingBounds = statement({
  name: 'privacy.sealing_bounds',
  as: 'earshot_sealer',
  parameters: Type.Object({ fromXid: text, most: integer }),
  row: Type.Object({ xmin: text, enough: orNull(text) }),
  sql: `SELECT pg_snapshot_xmin(pg_current_snapshot())::text AS xmin, least(
      (SELECT r.xid FROM privacy.access_records r WHERE r.xid >= $1::text::xid8 ORDER BY r.xid OFFSET
        $2::int LIMIT 1),
      (SELECT r.xid FROM privacy.searches r WHERE r.xid >= $1::text::xid8 ORDER BY r.xid OFFSET $2::int
        LIMIT 1),
      (SELECT r.xid FROM privacy.changes r WHERE r.xid >= $1::text::xid8 ORDER BY r.xid OFFSET $2::int
        LIMIT 1),
      (SELECT r.xid FROM privacy.events r WHERE r.xid >= $1::text::xid8 ORDER BY r.xid OFFSET $2::int LIMIT
        1),
      (SELECT r.xid FROM privacy.batch_runs r WHERE r.xid >= $1::text::xid8 ORDER BY r.xid OFFSET $2::int
        LIMIT 1)
    )::text AS enough`,
});

export const lastCheckpoint = statement({
  name: 'privacy.last_checkpoint',
  as: 'earshot_sealer',
  parameters: Type.Object({}),
  row: Type.Object({ size: bigint, note: text }),
  sql: 'SELECT c.size, c.note FROM privacy.checkpoints c ORDER BY c.size DESC LIMIT 1',
});

export const addLeaves = statement({
  name: 'privacy.add_leaves',
  as: 'earshot_sealer',
  parameters: Type.Object({ leaves: bigints, forms: smallints, records: ids, hashes }),
  row: nothing,
  sql: `INSERT INTO privacy.leaves (leaf, form, record_id, hash)
    SELECT * FROM unnest($1::bigint[], $2::smallint[], $3::uuid[], $4::bytea[])`,
});

export const addNodes = statement({
  name: 'privacy.add_nodes',
  as: 'earshot_sealer',
  parameters: Type.Object({ levels: smallints, nodes: bigints, hashes }),
  row: nothing,
  sql: `INSERT INTO privacy.nodes (level, node, hash)
    SELECT * FROM unnest($1::smallint[], $2::bigint[], $3::bytea[])`,
});

export const addCheckpoint = statement({
  name: 'privacy.add_checkpoint',
  as: 'earshot_sealer',
  parameters: Type.Object({ size: bigint, note: text }),
  row: nothing,
  sql: 'INSERT INTO privacy.checkpoints (size, note) VALUES ($1, $2)',
});

export const addCosignature = statement({
  name: 'privacy.add_cosignature',
  as: 'earshot_sealer',
  parameters: Type.Object({ size: bigint, line: text }),
  row: nothing,
  sql: 'INSERT INTO privacy.cosignatures (size, line) VALUES ($1, $2) ON CONFLICT DO NOTHING',
});

const nodesOf = (as: Login) =>
  statement({
    name: `privacy.nodes_between ${as}`,
    as,
    parameters: Type.Object({ level: smallint, fromNode: bigint, toNode: bigint }),
    row: Type.Object({ hash: bytes }),
    sql: `SELECT n.hash FROM privacy.nodes n WHERE n.level = $1 AND n.node >= $2 AND n.node < $3
      ORDER BY n.node`,
  });
const leafHashesOf = (as: Login) =>
  statement({
    name: `privacy.leaf_hashes_between ${as}`,
    as,
    parameters: Type.Object({ fromLeaf: bigint, toLeaf: bigint }),
    row: Type.Object({ hash: bytes }),
    sql: 'SELECT l.hash FROM privacy.leaves l WHERE l.leaf >= $1 AND l.leaf < $2 ORDER BY l.leaf',
  });
export const sealersNodes = nodesOf('earshot_sealer');
export const sealersLeafHashes = leafHashesOf('earshot_sealer');
export const auditorsNodes = nodesOf('earshot_auditor');
export const portalsNodes = nodesOf('earshot_portal');
export const portalsLeafHashes = leafHashesOf('earshot_portal');

export const auditorsLeaves = statement({
  name: 'privacy.auditors_leaves',
  as: 'earshot_auditor',
  parameters: Type.Object({ fromLeaf: bigint, toLeaf: bigint }),
  row: Type.Object({ leaf: bigint, form: smallint, record_id: id, hash: bytes }),
  sql: `SELECT l.leaf, l.form, l.record_id, l.hash FROM privacy.leaves l WHERE l.leaf >= $1 AND l.leaf < $2
    ORDER BY l.leaf`,
});

export const auditorsCheckpoints = statement({
  name: 'privacy.auditors_checkpoints',
  as: 'earshot_auditor',
  parameters: Type.Object({ afterSize: bigint, most: integer }),
  row: Type.Object({ size: bigint, note: text, cosignatures: texts }),
  sql: `SELECT c.size, c.note, ARRAY(SELECT s.line FROM privacy.cosignatures s WHERE s.size = c.size) AS
    cosignatures
      FROM privacy.checkpoints c WHERE c.size > $1 ORDER BY c.size LIMIT $2::int`,
});

export const auditorsCounts = statement({
  name: 'privacy.auditors_counts',
  as: 'earshot_auditor',
  parameters: Type.Object({ afterXid: text }),
  row: Type.Object({ leaves: bigint, nodes: bigint, unsealed: bigint }),
  sql: `SELECT (SELECT count(*) FROM privacy.leaves) AS leaves, (SELECT count(*) FROM privacy.nodes) AS nodes,
      (SELECT count(*) FROM privacy.access_records r WHERE r.xid >= $1::text::xid8)
      + (SELECT count(*) FROM privacy.searches r WHERE r.xid >= $1::text::xid8)
      + (SELECT count(*) FROM privacy.changes r WHERE r.xid >= $1::text::xid8)
      + (SELECT count(*) FROM privacy.events r WHERE r.xid >= $1::text::xid8)
      + (SELECT count(*) FROM privacy.batch_runs r WHERE r.xid >= $1::text::xid8) AS unsealed`,
});

export const sealingState = statement({
  name: 'privacy.sealing_state',
  as: 'earshot_staff',
  parameters: Type.Object({}),
  row: Type.Object({
    sealed: bigint,
    sealed_at: orNull(instant),
    unsealed_since: orNull(instant),
    uncosigned_since: orNull(instant),
  }),
  sql: 'SELECT sealed, sealed_at, unsealed_since, uncosigned_since FROM privacy.sealing_state()',
});

export const auditorsForgotten = statement({
  name: 'privacy.auditors_forgotten',
  as: 'earshot_auditor',
  parameters: Type.Object({}),
  row: Type.Object({ forgotten: bigint, told: bigint }),
  sql: `SELECT (SELECT count(*) FROM privacy.searches s
           WHERE s.words IS NOT NULL AND s.words_salt IS NULL) AS forgotten,
         (SELECT coalesce(sum((e.detail ->> 'searches')::bigint), 0)::bigint FROM privacy.events e
           WHERE e.name IN ('person.erased', 'erasures.replayed', 'words.forgotten')) AS told`,
});
