-- Investigations of suspicious activity (31 CFR 1020.320(e), Directive (EU) 2015/849 article 39: that there is one, is told to nobody).
-- Opened and worked on by compliance. Everything here is reached through the functions below alone; the looks that are made on this
-- ground are in the sealed record like all others, and are shown to nobody else, the customer included, until they are released.
CREATE TABLE privacy.investigations (
  -- a random id: none that tells when it was made
  investigation_id uuid PRIMARY KEY,
  state text NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'closed')),
  opened_by uuid NOT NULL REFERENCES staff.staff,
  opened_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  -- whose reason it is to open the files
  assigned_to uuid NOT NULL REFERENCES staff.staff,
  outcome text CHECK (outcome IN ('reported', 'nothing found')),
  closed_by uuid REFERENCES staff.staff,
  closed_at timestamptz,
  -- from then on the customers see the looks among the others
  released_at timestamptz,
  version integer NOT NULL DEFAULT 1,
  CHECK ((state = 'closed') = (num_nulls(outcome, closed_by, closed_at) = 0)),
  CHECK (released_at IS NULL OR outcome = 'nothing found')
);
CREATE INDEX investigations_open ON privacy.investigations (assigned_to) WHERE state = 'open';
CREATE TABLE privacy.investigation_customers (
  investigation_id uuid NOT NULL REFERENCES privacy.investigations ON DELETE CASCADE,
  customer_id uuid NOT NULL,
  added_by uuid NOT NULL REFERENCES staff.staff,
  added_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (investigation_id, customer_id)
);
CREATE INDEX ON privacy.investigation_customers (customer_id);
CREATE TABLE privacy.investigation_notes (
  investigation_id uuid NOT NULL REFERENCES privacy.investigations ON DELETE CASCADE,
  note_id uuid NOT NULL,
  body_sealed bytea NOT NULL CHECK (length(body_sealed) BETWEEN 46 AND 16500),
  written_by uuid NOT NULL REFERENCES staff.staff,
  written_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (investigation_id, note_id)
);
INSERT INTO house.table_classes VALUES ('privacy.investigations', 'derived'), ('privacy.investigation_customers', 'derived'),
  ('privacy.investigation_notes', 'derived');
SELECT house.guard_derived(t) FROM unnest(ARRAY['privacy.investigations', 'privacy.investigation_customers', 'privacy.investigation_notes']) t;
-- Only the kernel: neither feeds, nor merging, nor cards.
DO $$
DECLARE t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['privacy.investigations', 'privacy.investigation_customers', 'privacy.investigation_notes'] LOOP
    EXECUTE format('DROP POLICY run_feed ON %1$s; DROP POLICY run_merging ON %1$s; DROP POLICY cards ON %1$s', t);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %s TO earshot_vault', t);
  END LOOP;
END $$;
INSERT INTO house.retention (rule, table_name, way, keeps_count, keeps_unit, counted_from, only_if, citation) VALUES
  ('investigations', 'privacy.investigations', 'after a time', 5, 'years', 't.closed_at', $$t.state = 'closed'$$, '31 CFR 1020.320(d)');
INSERT INTO house.retention (rule, table_name, way, citation) VALUES
  ('customers of investigations', 'privacy.investigation_customers', 'with its row', 'goes with its investigation'),
  ('notes of investigations', 'privacy.investigation_notes', 'with its row', 'goes with its investigation');

-- Notes are sealed under a key of their investigation. Whoever knows its id, which is random, is one of those who work on it.
CREATE OR REPLACE FUNCTION keys.of_customers(customers uuid[], wanted text) RETURNS TABLE (customer_id uuid, key_id uuid, wrapped bytea, master text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT DISTINCT ON (k.customer_id) k.customer_id, k.key_id, k.wrapped, k.master FROM keys.data_keys k
   WHERE k.customer_id = ANY (customers) AND k.class = wanted AND k.retired_at IS NULL
     AND (session_user = 'earshot_batch' OR wanted = 'investigations' OR customers <@ privacy.opened())
   ORDER BY k.customer_id, k.made_at DESC, k.key_id
$$;
CREATE OR REPLACE FUNCTION keys.add(customers uuid[], key_ids uuid[], class text, wrapped bytea[], masters text[]) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
  IF (CASE WHEN class = 'investigations'
      THEN (SELECT count(*) FROM privacy.investigations i WHERE i.investigation_id = ANY (customers)) <> cardinality(customers)
      ELSE session_user <> 'earshot_batch' AND NOT customers <@ privacy.opened() END) THEN
    RAISE EXCEPTION 'sign the file out first' USING ERRCODE = 'ES403', DETAIL = 'not opened';
  END IF;
  INSERT INTO keys.data_keys (customer_id, key_id, class, wrapped, master)
  SELECT u.customer, u.key, add.class, u.wrapped, u.master FROM unnest(customers, key_ids, wrapped, masters) u(customer, key, wrapped, master);
END $$;

-- Whose looks are kept back ----------------------------------------------------------------------------------------------------------

CREATE FUNCTION privacy.is_released(investigation uuid) RETURNS boolean LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
  RETURN EXISTS (SELECT FROM privacy.investigations i WHERE i.investigation_id = investigation AND i.released_at IS NOT NULL);
END $$;
CREATE FUNCTION privacy.under_investigation(people uuid[]) RETURNS boolean LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
  RETURN EXISTS (SELECT FROM privacy.investigation_customers k JOIN privacy.investigations i ON i.investigation_id = k.investigation_id
    WHERE k.customer_id = ANY (people) AND i.state = 'open');
END $$;

-- No log-in that serves reads such a look by itself; the program that judges looks does not know of them.
ALTER POLICY staff ON privacy.access_records USING (customer_id = ANY ((SELECT privacy.opened())::uuid[]) AND ground_kind <> 'investigation');
ALTER POLICY portal ON privacy.access_records USING (customer_id = ANY ((SELECT privacy.opened())::uuid[]) AND ground_kind <> 'investigation');
ALTER POLICY run_detection ON privacy.access_records
  USING ((SELECT privacy.run_opened()) = 'privacy.detect' AND ground_kind <> 'investigation');
ALTER POLICY run_detection ON privacy.searches
  USING ((SELECT privacy.run_opened()) = 'privacy.detect' AND surface <> ALL (ARRAY['investigations', 'identifying number']));
-- The kernel's own lists of looks: of a file for staff and for its customer, and of the privacy office. The look that reads is shown to
-- whoever makes it, because it says how much is masked.
DO $$
DECLARE listed record; kept text; definition text;
  asked constant text := 'FROM privacy\.access_records (\w+)(\s+)WHERE ';
BEGIN
  FOR listed IN SELECT p.oid, p.proname, pg_get_functiondef(p.oid) AS definition FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
      WHERE n.nspname = 'privacy' AND p.proname IN ('looks_at', 'own_looks', 'viewed_ids', 'viewed_customers', 'viewing_staff') LOOP
    kept := CASE listed.proname
      WHEN 'looks_at' THEN $q$(\1.ground_kind <> 'investigation' OR privacy.is_released(\1.ground) OR \1.opening::text = current_setting('earshot.opening', true)) AND $q$
      WHEN 'own_looks' THEN $q$(\1.ground_kind <> 'investigation' OR privacy.is_released(\1.ground)) AND $q$
      ELSE $q$\1.ground_kind <> 'investigation' AND $q$ END;
    definition := regexp_replace(listed.definition, asked, 'FROM privacy.access_records \1\2WHERE ' || kept, 'g');
    IF definition = listed.definition THEN RAISE EXCEPTION '% does not read the record as it did', listed.proname; END IF;
    EXECUTE definition;
  END LOOP;
END $$;
GRANT SELECT (ground_kind) ON privacy.access_records TO earshot_cards;
-- So that a list of a period stays an affair of the index alone.
DROP INDEX privacy.access_records_staff_id_at_customer_id_idx;
CREATE INDEX ON privacy.access_records (staff_id, at) INCLUDE (customer_id, ground_kind);
CREATE INDEX ON privacy.access_records (at) WHERE ground_kind = 'investigation';

-- How many looks of all customers together are kept back, as of the last midnight: so that nobody finds her own by watching it grow.
-- Null: fewer than ten.
CREATE FUNCTION privacy.kept_back() RETURNS integer LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT CASE WHEN count(*) >= 10 THEN count(*)::integer END FROM privacy.access_records r
   WHERE r.ground_kind = 'investigation' AND r.at < date_trunc('day', now() AT TIME ZONE 'UTC') AT TIME ZONE 'UTC' AND NOT privacy.is_released(r.ground)
$$;

-- What is looked into is neither deleted nor erased; who asks is told of a duty to keep, which it is, and held rows are not counted.
CREATE OR REPLACE FUNCTION privacy.stays(customer uuid) RETURNS boolean LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
  RETURN privacy.is_held_openly(customer) OR privacy.under_investigation(ARRAY[customer]);
END $$;
CREATE OR REPLACE FUNCTION privacy.kept_until(people uuid[]) RETURNS date LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT greatest(max(CASE WHEN h.closed_on IS NULL AND h.ended_on IS NULL THEN 'infinity'::date
                  ELSE (least(h.closed_on, h.ended_on) + make_interval(months => d.months))::date END),
                  CASE WHEN privacy.under_investigation(people) THEN 'infinity'::date END)
    FROM holdings.holdings h CROSS JOIN privacy.keeping_duties d
   WHERE h.customer_id = ANY (people) AND d.applies_from <= CURRENT_DATE
$$;

-- Working on one ------------------------------------------------------------------------------------------------------------------------

CREATE FUNCTION privacy.investigator(token text, OUT session_id uuid, OUT staff_id uuid, OUT role text, OUT premises_id uuid, OUT place text)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE a record := privacy.actor(token);
BEGIN
  IF a.role <> 'compliance officer' THEN RAISE EXCEPTION 'not for this role' USING ERRCODE = 'ES405'; END IF;
  session_id := a.session_id; staff_id := a.staff_id; role := a.role; premises_id := a.premises_id; place := a.place;
END $$;
-- On record, and a change of the case; an open one only. Somebody whose own people it is about does not work on it.
CREATE FUNCTION privacy.work_on_investigation(token text, wanted uuid, deed text, detail jsonb DEFAULT '{}') RETURNS uuid
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE a record := privacy.investigator(token); standing record;
BEGIN
  SELECT i.state INTO standing FROM privacy.investigations i WHERE i.investigation_id = wanted FOR UPDATE;
  IF NOT FOUND THEN RAISE EXCEPTION 'no such investigation' USING ERRCODE = 'ES404'; END IF;
  IF standing.state <> 'open' THEN RAISE EXCEPTION 'it is closed' USING ERRCODE = 'ES409'; END IF;
  IF EXISTS (SELECT FROM privacy.investigation_customers k WHERE k.investigation_id = wanted AND privacy.is_kin(a.staff_id, k.customer_id)) THEN
    RAISE EXCEPTION 'not one''s own people' USING ERRCODE = 'ES403', DETAIL = 'kin';
  END IF;
  INSERT INTO privacy.events (name, session_id, staff_id, role, premises_id, place, subject, detail)
  VALUES ('investigation.' || deed, a.session_id, a.staff_id, a.role, a.premises_id, a.place, wanted::text, detail);
  RETURN a.staff_id;
END $$;
CREATE FUNCTION privacy.open_investigation(token text, new_id uuid) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE a record := privacy.investigator(token);
BEGIN
  INSERT INTO privacy.investigations (investigation_id, opened_by, assigned_to) VALUES (new_id, a.staff_id, a.staff_id) ON CONFLICT DO NOTHING;
  PERFORM privacy.work_on_investigation(token, new_id, 'opened');
END $$;
CREATE FUNCTION privacy.add_to_investigation(token text, wanted uuid, customer uuid) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE who uuid := privacy.work_on_investigation(token, wanted, 'customer added', jsonb_build_object('customer', customer)); survivor uuid;
BEGIN
  SELECT c.customer_id INTO survivor FROM customers.customers c WHERE c.customer_id = customers.survivor(customer) FOR KEY SHARE;
  IF NOT FOUND THEN RAISE EXCEPTION 'no such customer' USING ERRCODE = 'ES404'; END IF;
  IF privacy.is_kin(who, survivor) THEN RAISE EXCEPTION 'not one''s own people' USING ERRCODE = 'ES403', DETAIL = 'kin'; END IF;
  IF (SELECT count(*) FROM privacy.investigation_customers k WHERE k.investigation_id = wanted) >= 50 THEN
    RAISE EXCEPTION 'fifty customers are enough for one investigation' USING ERRCODE = 'ES422';
  END IF;
  INSERT INTO privacy.investigation_customers (investigation_id, customer_id, added_by) VALUES (wanted, survivor, who) ON CONFLICT DO NOTHING;
END $$;
CREATE FUNCTION privacy.write_investigation_note(token text, wanted uuid, new_note uuid, sealed bytea) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE who uuid := privacy.work_on_investigation(token, wanted, 'note written');
BEGIN
  INSERT INTO privacy.investigation_notes (investigation_id, note_id, body_sealed, written_by) VALUES (wanted, new_note, sealed, who)
  ON CONFLICT DO NOTHING;
END $$;
CREATE FUNCTION privacy.take_investigation(token text, wanted uuid) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE who uuid := privacy.work_on_investigation(token, wanted, 'taken over');
BEGIN
  UPDATE privacy.investigations i SET assigned_to = who, version = i.version + 1 WHERE i.investigation_id = wanted;
END $$;
CREATE FUNCTION privacy.close_investigation(token text, wanted uuid, expected integer, how text, release boolean) RETURNS integer
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE who uuid := privacy.work_on_investigation(token, wanted, 'closed', jsonb_build_object('outcome', how, 'released', release)); now_is integer;
BEGIN
  IF release AND how <> 'nothing found' THEN RAISE EXCEPTION 'what was reported is told to nobody' USING ERRCODE = 'ES422'; END IF;
  UPDATE privacy.investigations i SET state = 'closed', outcome = how, closed_by = who, closed_at = clock_timestamp(),
      released_at = CASE WHEN release THEN clock_timestamp() END, version = i.version + 1
   WHERE i.investigation_id = wanted AND i.version = expected RETURNING i.version INTO now_is;
  IF now_is IS NULL THEN RAISE EXCEPTION 'somebody has changed it' USING ERRCODE = 'ES412'; END IF;
  RETURN now_is;
END $$;

-- Reading is on record before anything is shown: null for the list, else one.
CREATE FUNCTION privacy.look_at_investigations(search uuid, token text, wanted uuid) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE a record := privacy.investigator(token); found uuid[];
BEGIN
  IF wanted IS NOT NULL AND NOT EXISTS (SELECT FROM privacy.investigations i WHERE i.investigation_id = wanted) THEN
    RAISE EXCEPTION 'no such investigation' USING ERRCODE = 'ES404';
  END IF;
  SELECT array_agg(DISTINCT k.customer_id) INTO found FROM privacy.investigation_customers k WHERE wanted IS NULL OR k.investigation_id = wanted;
  INSERT INTO privacy.searches (search_id, session_id, staff_id, role, premises_id, place, surface, query, customer_ids)
  VALUES (search, a.session_id, a.staff_id, a.role, a.premises_id, a.place, 'investigations', coalesce(wanted::text, ''), coalesce(found, '{}'));
END $$;
CREATE FUNCTION privacy.investigations_shown(search uuid, token text, wanted uuid, after_at timestamptz, most integer) RETURNS TABLE (
  investigation_id uuid, state text, opened_by_name text, opened_at timestamptz, assigned_to uuid, assigned_name text, outcome text,
  closed_at timestamptz, released_at timestamptz, version integer, customers jsonb, notes integer)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE a record := privacy.investigator(token); ids uuid[] := privacy.searched(search, token);
BEGIN
  RETURN QUERY SELECT i.investigation_id, i.state, o.full_name, i.opened_at, i.assigned_to, s.full_name, i.outcome, i.closed_at, i.released_at, i.version,
      coalesce((SELECT jsonb_agg(jsonb_build_object('customerId', customers.survivor(k.customer_id), 'fullName', c.full_name,
          'restricted', c.restricted) ORDER BY c.full_name) FROM privacy.investigation_customers k
          JOIN customers.customers c ON c.customer_id = customers.survivor(k.customer_id)
         WHERE k.investigation_id = i.investigation_id AND k.customer_id = ANY (ids)), '[]'),
      (SELECT count(*)::integer FROM privacy.investigation_notes n WHERE n.investigation_id = i.investigation_id)
    FROM privacy.investigations i JOIN staff.staff o ON o.staff_id = i.opened_by JOIN staff.staff s ON s.staff_id = i.assigned_to
   WHERE (wanted IS NULL OR i.investigation_id = wanted) AND i.opened_at < after_at
   ORDER BY i.opened_at DESC LIMIT least(most, 51);
END $$;
CREATE FUNCTION privacy.investigation_notes_shown(search uuid, token text, wanted uuid)
RETURNS TABLE (note_id uuid, body_sealed bytea, written_by_name text, written_at timestamptz)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE a record := privacy.investigator(token);
BEGIN
  PERFORM privacy.searched(search, token);
  RETURN QUERY SELECT n.note_id, n.body_sealed, f.full_name, n.written_at FROM privacy.investigation_notes n JOIN staff.staff f ON f.staff_id = n.written_by
   WHERE n.investigation_id = wanted AND EXISTS (SELECT FROM privacy.searches s WHERE s.search_id = search AND s.query = wanted::text)
   ORDER BY n.written_at DESC LIMIT 200;
END $$;

-- The reason: an open investigation that is assigned to oneself. It comes after every other.
-- And what somebody who acts for another came about is that person's own matter: the record of whom they act for no longer holds it.
CREATE OR REPLACE FUNCTION pg_temp.more_grounds() RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  before text := rtrim(pg_get_viewdef('privacy.grounds'::regclass), '; ');
  without text := regexp_replace(before, $q$('acting for them'::text[^,]*,\s*)COALESCE\(v\.topic, ''::text\)$q$, $q$\1''::text$q$);
BEGIN
  IF without = before THEN RAISE EXCEPTION 'privacy.grounds does not give the topic as it did'; END IF;
  EXECUTE 'CREATE OR REPLACE VIEW privacy.grounds WITH (security_invoker = true) AS ' || without || $q$
  UNION ALL
  SELECT coalesce(c.merged_into, k.customer_id), i.assigned_to, NULL::uuid, 8, i.investigation_id, 'investigation', '', true, i.opened_at
    FROM privacy.investigations i JOIN privacy.investigation_customers k ON k.investigation_id = i.investigation_id
    JOIN customers.customers c ON c.customer_id = k.customer_id
   WHERE i.state = 'open'$q$;
END $$;
SELECT pg_temp.more_grounds();
DROP FUNCTION pg_temp.more_grounds();

GRANT CREATE ON SCHEMA privacy TO earshot_vault;
SELECT house.hand_over(f, 'earshot_vault', '') FROM unnest(ARRAY['privacy.under_investigation(uuid[])',
  'privacy.investigator(text)', 'privacy.work_on_investigation(text, uuid, text, jsonb)']) f;
SELECT house.hand_over(f, 'earshot_vault', 'earshot_staff') FROM unnest(ARRAY['privacy.open_investigation(text, uuid)',
  'privacy.add_to_investigation(text, uuid, uuid)', 'privacy.write_investigation_note(text, uuid, uuid, bytea)', 'privacy.take_investigation(text, uuid)',
  'privacy.close_investigation(text, uuid, integer, text, boolean)', 'privacy.look_at_investigations(uuid, text, uuid)',
  'privacy.investigations_shown(uuid, text, uuid, timestamptz, integer)', 'privacy.investigation_notes_shown(uuid, text, uuid)']) f;
SELECT house.hand_over('privacy.is_released(uuid)', 'earshot_vault', ''), house.hand_over('privacy.kept_back()', 'earshot_vault', 'earshot_portal');
