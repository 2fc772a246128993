-- The record, sealed: a Merkle tree (RFC 6962) over all kinds of records, whose root is signed at least every second by a
-- key that lies outside the database. A leaf is a salted commitment: with the record and its salt gone it says nothing.

-- Sixteen random bytes beside each record (122 bits of them random). No other work is done where a record is inserted.
ALTER TABLE privacy.access_records ADD COLUMN salt uuid NOT NULL DEFAULT gen_random_uuid();
ALTER TABLE privacy.searches ADD COLUMN salt uuid NOT NULL DEFAULT gen_random_uuid();
ALTER TABLE privacy.changes ADD COLUMN salt uuid NOT NULL DEFAULT gen_random_uuid();
ALTER TABLE privacy.batch_runs ADD COLUMN salt uuid NOT NULL DEFAULT gen_random_uuid();
-- What is done outside of a file is told as fully as a look at one: in which role, and where.
ALTER TABLE privacy.events ADD COLUMN role text, ADD COLUMN premises_id uuid, ADD COLUMN place text,
  ADD COLUMN salt uuid NOT NULL DEFAULT gen_random_uuid(), ADD COLUMN xid xid8 NOT NULL DEFAULT pg_current_xact_id();

-- Sealing goes by transactions and not by ids or clocks: it takes whatever is below the snapshot's xmin, where all have ended.
CREATE INDEX ON privacy.access_records (xid);
CREATE INDEX ON privacy.searches (xid);
CREATE INDEX ON privacy.events (xid);
CREATE INDEX ON privacy.batch_runs (xid);
-- Whom an employee viewed in a period, from the index alone.
DROP INDEX privacy.access_records_staff_id_at_idx;
CREATE INDEX ON privacy.access_records (staff_id, at) INCLUDE (customer_id);

-- The tree: its leaves, and every eighth level above them (level 8: a node of 256 leaves). Only added to.
CREATE TABLE privacy.leaves (
  leaf bigint PRIMARY KEY CHECK (leaf >= 0),
  -- which kind of record, with which columns: bank/privacy/sealing-forms.ts
  form smallint NOT NULL,
  record_id uuid NOT NULL,
  hash bytea NOT NULL CHECK (length(hash) = 32),
  UNIQUE (record_id, form)
);
CREATE TABLE privacy.nodes (
  level smallint NOT NULL CHECK (level > 0 AND level % 8 = 0),
  node bigint NOT NULL CHECK (node >= 0),
  hash bytea NOT NULL CHECK (length(hash) = 32),
  PRIMARY KEY (level, node)
);
-- What was signed of it (C2SP tlog-checkpoint), and by which witnesses (C2SP tlog-cosignature). The note says where the next begins.
CREATE TABLE privacy.checkpoints (
  size bigint PRIMARY KEY CHECK (size > 0),
  note text NOT NULL CHECK (length(note) <= 4000)
);
CREATE TABLE privacy.cosignatures (
  size bigint NOT NULL REFERENCES privacy.checkpoints,
  line text NOT NULL CHECK (length(line) <= 1000),
  PRIMARY KEY (size, line)
);
INSERT INTO house.table_classes VALUES ('privacy.leaves', 'operational'), ('privacy.nodes', 'operational'),
  ('privacy.checkpoints', 'operational'), ('privacy.cosignatures', 'operational');

-- Two log-ins that read the record and nothing else: the sealer, which adds to the tree, and the auditor, which adds nothing.
GRANT USAGE ON SCHEMA privacy TO earshot_sealer, earshot_auditor;
GRANT SELECT ON privacy.access_records, privacy.searches, privacy.changes, privacy.events, privacy.batch_runs,
  privacy.leaves, privacy.nodes, privacy.checkpoints, privacy.cosignatures TO earshot_sealer, earshot_auditor;
GRANT INSERT ON privacy.leaves, privacy.nodes, privacy.checkpoints, privacy.cosignatures TO earshot_sealer;
CREATE POLICY sealer ON privacy.access_records FOR SELECT TO earshot_sealer USING (true);
CREATE POLICY sealer ON privacy.searches FOR SELECT TO earshot_sealer USING (true);
CREATE POLICY sealer ON privacy.changes FOR SELECT TO earshot_sealer USING (true);
CREATE POLICY auditor ON privacy.access_records FOR SELECT TO earshot_auditor USING (true);
CREATE POLICY auditor ON privacy.searches FOR SELECT TO earshot_auditor USING (true);
CREATE POLICY auditor ON privacy.changes FOR SELECT TO earshot_auditor USING (true);
-- A customer proves her own entries; a leaf tells neither whose it is nor when.
GRANT SELECT ON privacy.leaves, privacy.nodes, privacy.checkpoints, privacy.cosignatures TO earshot_portal;

-- How far sealing has come: for health and metrics.
CREATE FUNCTION privacy.sealing_state(OUT sealed bigint, OUT sealed_at timestamptz, OUT unsealed_since timestamptz, OUT uncosigned_since timestamptz)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE reached xid8; cosigned bigint;
BEGIN
  SELECT c.size, substring(c.note FROM '\ntime (\S+)')::timestamptz, substring(c.note FROM '\nxids \d+ (\d+)')::xid8 INTO sealed, sealed_at, reached
    FROM privacy.checkpoints c ORDER BY c.size DESC LIMIT 1;
  sealed := coalesce(sealed, 0); reached := coalesce(reached, '0'::xid8);
  SELECT min(o.at) INTO unsealed_since FROM (
    (SELECT r.at FROM privacy.access_records r WHERE r.xid >= reached ORDER BY r.xid LIMIT 1) UNION ALL
    (SELECT r.at FROM privacy.searches r WHERE r.xid >= reached ORDER BY r.xid LIMIT 1) UNION ALL
    (SELECT r.at FROM privacy.changes r WHERE r.xid >= reached ORDER BY r.xid LIMIT 1) UNION ALL
    (SELECT r.at FROM privacy.events r WHERE r.xid >= reached ORDER BY r.xid LIMIT 1) UNION ALL
    (SELECT r.at FROM privacy.batch_runs r WHERE r.xid >= reached ORDER BY r.xid LIMIT 1)) o;
  SELECT coalesce(max(s.size), 0) INTO cosigned FROM privacy.cosignatures s;
  SELECT substring(c.note FROM '\ntime (\S+)')::timestamptz INTO uncosigned_since
    FROM privacy.checkpoints c WHERE c.size > cosigned ORDER BY c.size LIMIT 1;
END $$;
GRANT SELECT ON privacy.checkpoints, privacy.cosignatures TO earshot_vault;
SELECT house.hand_over('privacy.sealing_state()', 'earshot_vault', 'earshot_staff, earshot_portal');

-- An export of rejects says in which sign-in, role and place it was made, like each look.
CREATE OR REPLACE FUNCTION feed.record_export(token text, run uuid, file smallint) RETURNS uuid
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE who uuid := feed.asked_by(token); a record; id uuid;
BEGIN
  IF token IS NOT NULL THEN a := privacy.actor(token); ELSE SELECT NULL::uuid AS session_id, 'command line' AS role, NULL::uuid AS premises_id, NULL AS place INTO a; END IF;
  INSERT INTO privacy.events (name, session_id, staff_id, role, premises_id, place, subject, detail)
  VALUES ('feed rejects.exported', a.session_id, who, a.role, a.premises_id, a.place, run::text, jsonb_build_object('file', file))
  RETURNING event_id INTO id;
  RETURN id;
END $$;
