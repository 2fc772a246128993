-- Sealed values: what the database holds of government and tax identifiers and of sensitive notes is ciphertext (AES-256-GCM), made and
-- read by Earshot's processes with keys from outside the database. docs/decisions/0010-sealed-values.md.
-- A sealed value: one byte of format, 16 bytes key id, 12 bytes nonce, ciphertext, 16 bytes tag.

-- The data keys, each wrapped by a master key that the database never sees. A schema of its own, so that its backups can be short-lived:
-- to destroy a person's keys is to make what is sealed with them unreadable in every copy of the rest.
CREATE SCHEMA keys;
GRANT USAGE ON SCHEMA keys TO earshot_staff, earshot_portal, earshot_batch, earshot_vault,
  earshot_run_feed, earshot_run_merging, earshot_run_demo, earshot_run_keys;
CREATE TABLE keys.data_keys (
  customer_id uuid NOT NULL,
  key_id uuid NOT NULL,
  -- what is sealed with it: a customer has one key for each class of data
  class text NOT NULL CHECK (class IN ('identifiers', 'notes')),
  wrapped bytea NOT NULL CHECK (length(wrapped) BETWEEN 32 AND 400),
  -- which master key wrapped it: 'file:2', 'vault:3'
  master text NOT NULL CHECK (length(master) BETWEEN 3 AND 100),
  made_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  -- no longer used for sealing; the job 'keys.renew' seals anew what it has sealed, then forgets it
  retired_at timestamptz,
  PRIMARY KEY (customer_id, key_id)
);
CREATE UNIQUE INDEX ON keys.data_keys (key_id);
CREATE INDEX data_keys_retired ON keys.data_keys (key_id) WHERE retired_at IS NOT NULL;
CREATE INDEX ON keys.data_keys (master, key_id);
-- For exact look-up and for comparing: HMAC-SHA-256 under a key for each column, derived from this one.
CREATE TABLE keys.index_key (
  one boolean PRIMARY KEY DEFAULT true CHECK (one),
  wrapped bytea NOT NULL,
  master text NOT NULL
);
INSERT INTO house.table_classes VALUES ('keys.data_keys', 'operational'), ('keys.index_key', 'operational');

-- Who holds a sealed value knows the id of its key, and nobody else does: ids are random.
CREATE FUNCTION keys.of_ids(key_ids uuid[]) RETURNS TABLE (key_id uuid, wrapped bytea, master text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT k.key_id, k.wrapped, k.master FROM keys.data_keys k WHERE k.key_id = ANY (key_ids)
$$;
-- The newest key of each customer for a class of data; staff only of the files that are open.
CREATE FUNCTION keys.of_customers(customers uuid[], wanted text) RETURNS TABLE (customer_id uuid, key_id uuid, wrapped bytea, master text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT DISTINCT ON (k.customer_id) k.customer_id, k.key_id, k.wrapped, k.master FROM keys.data_keys k
   WHERE k.customer_id = ANY (customers) AND k.class = wanted AND k.retired_at IS NULL
     AND (session_user = 'earshot_batch' OR customers <@ privacy.opened())
   ORDER BY k.customer_id, k.made_at DESC, k.key_id
$$;
CREATE FUNCTION keys.add(customers uuid[], key_ids uuid[], class text, wrapped bytea[], masters text[]) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
  IF session_user <> 'earshot_batch' AND NOT customers <@ privacy.opened() THEN
    RAISE EXCEPTION 'sign the file out first' USING ERRCODE = 'ES403', DETAIL = 'not opened';
  END IF;
  INSERT INTO keys.data_keys (customer_id, key_id, class, wrapped, master)
  SELECT u.customer, u.key, add.class, u.wrapped, u.master FROM unnest(customers, key_ids, wrapped, masters) u(customer, key, wrapped, master);
END $$;
CREATE FUNCTION keys.index_key() RETURNS TABLE (wrapped bytea, master text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$ SELECT k.wrapped, k.master FROM keys.index_key k $$;

-- A new master key: what an older one wrapped is wrapped anew, a page at a time. An unchanged row only: it may be destroyed meanwhile.
CREATE FUNCTION keys.under_other_masters(newest text, most integer) RETURNS TABLE (key_id uuid, wrapped bytea, master text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  (SELECT k.key_id, k.wrapped, k.master FROM keys.data_keys k WHERE k.master < newest ORDER BY k.master, k.key_id LIMIT most)
  UNION ALL
  (SELECT k.key_id, k.wrapped, k.master FROM keys.data_keys k WHERE k.master > newest ORDER BY k.master, k.key_id LIMIT most)
  UNION ALL
  SELECT NULL::uuid, k.wrapped, k.master FROM keys.index_key k WHERE k.master <> newest
$$;
CREATE FUNCTION keys.rewrap(key_ids uuid[], before bytea[], after bytea[], masters text[]) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
  UPDATE keys.data_keys k SET wrapped = u.after, master = u.master FROM unnest(key_ids, before, after, masters) u(key, before, after, master)
   WHERE k.key_id = u.key AND k.wrapped = u.before;
  UPDATE keys.index_key k SET wrapped = u.after, master = u.master FROM unnest(key_ids, before, after, masters) u(key, before, after, master)
   WHERE u.key IS NULL AND k.wrapped = u.before;
END $$;
-- Data keys that are older than that are used for no new value.
CREATE FUNCTION keys.retire(made_before timestamptz) RETURNS bigint
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE retired bigint;
BEGIN
  UPDATE keys.data_keys k SET retired_at = clock_timestamp() WHERE k.made_at < made_before AND k.retired_at IS NULL;
  GET DIAGNOSTICS retired = ROW_COUNT;
  INSERT INTO privacy.events (name, detail) VALUES ('data keys.retired', jsonb_build_object('keys', retired));
  RETURN retired;
END $$;

-- The columns. The plain ones are emptied by 'keys.renew' and go with a later release; new rows can no longer use them.
ALTER TABLE customers.identifiers ALTER COLUMN value DROP NOT NULL,
  ADD COLUMN value_sealed bytea CHECK (length(value_sealed) BETWEEN 46 AND 400),
  -- 16 bytes of an HMAC: equal numbers of a kind have equal ones
  ADD COLUMN value_index bytea CHECK (length(value_index) = 16),
  -- "•••• 17": all that a screen shows before it is revealed
  ADD COLUMN value_hint text CHECK (length(value_hint) <= 8);
ALTER TABLE customers.identifiers ADD CONSTRAINT identifiers_sealed
  CHECK (value IS NULL AND num_nulls(value_sealed, value_index, value_hint) = 0) NOT VALID;
CREATE INDEX ON customers.identifiers (value_index);
ALTER TABLE conversations.notes ALTER COLUMN body DROP NOT NULL,
  ADD COLUMN body_sealed bytea CHECK (length(body_sealed) BETWEEN 46 AND 16500);
ALTER TABLE conversations.notes ADD CONSTRAINT notes_body CHECK (num_nonnulls(body, body_sealed) = 1),
  ADD CONSTRAINT notes_sealed CHECK (sensitive = (body_sealed IS NOT NULL)) NOT VALID;

-- No log-in writes a plain value any more.
REVOKE INSERT, UPDATE ON customers.identifiers FROM earshot_run_feed;
GRANT INSERT (customer_id, identifier_id, kind, country, value_sealed, value_index, value_hint, expires_on, source, source_key, row_hash,
    created_run, changed_run, seen_run, ended_on),
  UPDATE (customer_id, identifier_id, kind, country, value_sealed, value_index, value_hint, expires_on, source, source_key, row_hash,
    created_run, changed_run, seen_run, ended_on) ON customers.identifiers TO earshot_run_feed;
GRANT UPDATE (body_sealed) ON conversations.notes TO earshot_staff;

-- The run that seals what is plain, and seals anew what is sealed with a retired key.
CREATE POLICY run_keys ON customers.identifiers TO earshot_run_keys USING ((SELECT privacy.run_opened()) = 'keys.renew');
CREATE POLICY run_keys ON conversations.notes TO earshot_run_keys USING ((SELECT privacy.run_opened()) = 'keys.renew');
GRANT SELECT (customer_id, identifier_id, kind, value, value_sealed, value_index, row_hash),
  UPDATE (value, value_sealed, value_index, value_hint, row_hash) ON customers.identifiers TO earshot_run_keys;
GRANT SELECT (customer_id, note_id, body, body_sealed, sensitive), UPDATE (body, body_sealed) ON conversations.notes TO earshot_run_keys;
GRANT USAGE ON SCHEMA customers, conversations, privacy, house TO earshot_run_keys;

-- The key's id, as it stands in a sealed value.
CREATE FUNCTION keys.id_in(sealed bytea) RETURNS uuid LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT encode(substr(sealed, 2, 16), 'hex')::uuid
$$;
CREATE FUNCTION keys.is_retired(key uuid) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT EXISTS (SELECT FROM keys.data_keys k WHERE k.key_id = key AND k.retired_at IS NOT NULL)
$$;
-- Retired keys, once a run that began long after has gone over everything. A hundred days, because a feed's journal holds rows as they
-- were, sealed with older keys, for the ninety in which a run may be undone.
CREATE FUNCTION keys.forget_retired(run_began timestamptz) RETURNS bigint
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE gone bigint;
BEGIN
  DELETE FROM keys.data_keys k WHERE k.retired_at < run_began - interval '100 days';
  GET DIAGNOSTICS gone = ROW_COUNT;
  RETURN gone;
END $$;
CREATE FUNCTION keys.any_retired() RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT EXISTS (SELECT FROM keys.data_keys k WHERE k.retired_at IS NOT NULL)
$$;

GRANT CREATE ON SCHEMA keys TO earshot_vault;
GRANT SELECT, INSERT, UPDATE, DELETE ON keys.data_keys TO earshot_vault;
GRANT SELECT, UPDATE ON keys.index_key TO earshot_vault;
GRANT EXECUTE ON FUNCTION keys.id_in(bytea) TO earshot_vault, earshot_run_keys;
SELECT house.hand_over('keys.of_ids(uuid[])', 'earshot_vault', 'earshot_staff, earshot_portal, earshot_run_feed, earshot_run_merging, earshot_run_demo, earshot_run_keys');
SELECT house.hand_over('keys.of_customers(uuid[], text)', 'earshot_vault', 'earshot_staff, earshot_run_feed, earshot_run_demo, earshot_run_keys');
SELECT house.hand_over('keys.add(uuid[], uuid[], text, bytea[], text[])', 'earshot_vault', 'earshot_staff, earshot_run_feed, earshot_run_demo, earshot_run_keys');
SELECT house.hand_over('keys.index_key()', 'earshot_vault', 'earshot_staff, earshot_run_feed, earshot_run_merging, earshot_run_demo, earshot_run_keys');
SELECT house.hand_over('keys.under_other_masters(text, integer)', 'earshot_vault', 'earshot_batch');
SELECT house.hand_over('keys.rewrap(uuid[], bytea[], bytea[], text[])', 'earshot_vault', 'earshot_batch');
SELECT house.hand_over('keys.retire(timestamptz)', 'earshot_vault', 'earshot_batch');
SELECT house.hand_over('keys.is_retired(uuid)', 'earshot_vault', 'earshot_run_keys');
SELECT house.hand_over('keys.any_retired()', 'earshot_vault', 'earshot_run_keys');
SELECT house.hand_over('keys.forget_retired(timestamptz)', 'earshot_vault', 'earshot_run_keys');
GRANT EXECUTE ON FUNCTION privacy.run_opened() TO earshot_run_keys;
REVOKE CREATE ON SCHEMA keys FROM earshot_vault;
