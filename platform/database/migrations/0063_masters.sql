-- Master keys that a key management service has made: what is kept of each is what only that service can open again. In the database, so
-- that all serving processes have the same ones, and in the schema `keys`, so that a backup has what it needs to be opened, and no more.
CREATE TABLE keys.masters (
  -- 'kms:2' is the second one
  version integer PRIMARY KEY CHECK (version > 0),
  wrapped bytea NOT NULL CHECK (length(wrapped) BETWEEN 32 AND 6144),
  made_at timestamptz NOT NULL DEFAULT clock_timestamp()
);
INSERT INTO house.table_classes VALUES ('keys.masters', 'operational');
INSERT INTO house.retention (rule, table_name, way, citation) VALUES ('wrapped master keys', 'keys.masters', 'kept', 'how Earshot itself works');

CREATE FUNCTION keys.masters() RETURNS TABLE (version integer, wrapped bytea)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
  RETURN QUERY SELECT m.version, m.wrapped FROM keys.masters m ORDER BY m.version;
END $$;
-- The next one and no other: of two that rotate at once the second is told so, and nobody puts one in the place of another.
CREATE FUNCTION keys.add_master(version integer, wrapped bytea) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
  INSERT INTO keys.masters (version, wrapped) SELECT add_master.version, add_master.wrapped
   WHERE add_master.version = (SELECT coalesce(max(m.version), 0) + 1 FROM keys.masters m) ON CONFLICT DO NOTHING;
  IF NOT FOUND THEN RAISE EXCEPTION 'another master key was made meanwhile' USING ERRCODE = 'ES409'; END IF;
  INSERT INTO privacy.events (name, detail) VALUES ('master key.made', jsonb_build_object('master', 'kms:' || add_master.version));
END $$;

GRANT CREATE ON SCHEMA keys TO earshot_vault;
GRANT SELECT, INSERT ON keys.masters TO earshot_vault;
SELECT house.hand_over('keys.masters()', 'earshot_vault', 'earshot_staff');
SELECT house.hand_over('keys.add_master(integer, bytea)', 'earshot_vault', 'earshot_batch');
REVOKE CREATE ON SCHEMA keys FROM earshot_vault;
