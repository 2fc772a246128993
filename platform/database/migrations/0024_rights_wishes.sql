-- What must not be done with a person's data: kept, not used (restriction); no marketing, no profiling (objections). Whatever works with
-- customers asks privacy.is_restrained first.
CREATE TABLE privacy.restraints (
  customer_id uuid NOT NULL,
  restraint_id uuid NOT NULL,
  kind text NOT NULL CHECK (kind IN ('storage only', 'no marketing', 'no profiling')),
  request_id uuid NOT NULL,
  since timestamptz NOT NULL DEFAULT clock_timestamp(),
  ended_at timestamptz,
  PRIMARY KEY (customer_id, restraint_id)
);
CREATE INDEX restraints_standing ON privacy.restraints (customer_id, kind) WHERE ended_at IS NULL;
INSERT INTO house.table_classes VALUES ('privacy.restraints', 'customer');
SELECT house.guard('privacy.restraints');
INSERT INTO customers.merge_rules VALUES ('privacy.restraints', 'row', 'restraint_id');
INSERT INTO privacy.erasure_rules (table_name, way) VALUES ('privacy.restraints', 'delete');
INSERT INTO privacy.copy_rules VALUES ('privacy.restraints', 'give', '{kind,since,ended_at}', '{restraint_id,request_id}', NULL);
GRANT SELECT, INSERT, UPDATE, DELETE ON privacy.restraints TO earshot_vault;
GRANT SELECT ON privacy.restraints TO earshot_staff, earshot_portal;

CREATE FUNCTION privacy.is_restrained(customer uuid, wanted text) RETURNS boolean LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
  RETURN EXISTS (SELECT FROM privacy.restraints r WHERE r.customer_id = ANY (privacy.one_person(customers.survivor(customer)) || customer)
    AND r.kind = wanted AND r.ended_at IS NULL);
END $$;
CREATE FUNCTION privacy.restrain(customer uuid, of_kind text, request uuid) RETURNS void LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
  IF NOT privacy.is_restrained(customer, of_kind) THEN
    INSERT INTO privacy.restraints (customer_id, restraint_id, kind, request_id) VALUES (customer, request, of_kind, request) ON CONFLICT DO NOTHING;
  END IF;
END $$;

-- What a granted request does at once, whoever decides it.
CREATE OR REPLACE FUNCTION privacy.carry_out_right(q privacy.rights_requests, outcome text) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
  -- erasing takes a second person, and a way of its own
  IF q.kind = 'erasure' AND outcome <> 'refused' THEN RAISE EXCEPTION 'erasing has a way of its own' USING ERRCODE = 'ES409'; END IF;
  IF outcome = 'refused' THEN RETURN; END IF;
  IF q.kind = 'restriction' THEN PERFORM privacy.restrain(q.customer_id, 'storage only', q.request_id); END IF;
  IF q.kind = 'objection' THEN PERFORM privacy.restrain(q.customer_id, 'no ' || q.about, q.request_id); END IF;
END $$;

-- To marketing she objects, and that is that (GDPR 21(3)): in the portal, or as soon as the privacy office has entered it.
CREATE FUNCTION privacy.object_at_once() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
  PERFORM privacy.restrain(NEW.customer_id, 'no marketing', NEW.request_id);
  UPDATE privacy.rights_requests q SET state = 'granted', decided_at = clock_timestamp()
   WHERE q.customer_id = NEW.customer_id AND q.request_id = NEW.request_id;
  INSERT INTO privacy.changes (customer_id, name, role, subject, detail)
  VALUES (NEW.customer_id, 'restraint.begun', 'customer', NEW.request_id, '{"kind": "no marketing"}');
  RETURN NULL;
END $$;
CREATE TRIGGER object_at_once AFTER INSERT ON privacy.rights_requests FOR EACH ROW
  WHEN (NEW.kind = 'objection' AND NEW.about = 'marketing') EXECUTE FUNCTION privacy.object_at_once();

-- It ends with a reason on record: by herself for what she objected to, by the privacy office for a restriction (GDPR 18(3)).
CREATE FUNCTION privacy.end_own_restraint(token text, restraint uuid) RETURNS void LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE o record; of_kind text;
BEGIN
  o := privacy.own_session(token);
  UPDATE privacy.restraints r SET ended_at = clock_timestamp() WHERE r.customer_id = o.customer_id AND r.restraint_id = restraint AND r.ended_at IS NULL
  RETURNING r.kind INTO of_kind;
  IF NOT FOUND THEN RAISE EXCEPTION 'over already' USING ERRCODE = 'ES409'; END IF;
  INSERT INTO privacy.changes (customer_id, name, session_id, role, subject, detail)
  VALUES (o.customer_id, 'restraint.ended', o.session_id, 'customer', restraint, jsonb_build_object('kind', of_kind));
END $$;

-- While data is only kept, nobody at the bank changes it; what concerns the request itself goes on.
DO $$
DECLARE source text := pg_get_functiondef('privacy.record_change(text, uuid, text, uuid, jsonb)'::regprocedure);
        changed text := replace(source, 'INSERT INTO privacy.changes', 'IF name NOT LIKE ''rights request.%'' AND name NOT LIKE ''copy.%'' AND privacy.is_restrained(customer, ''storage only'') THEN
    RAISE EXCEPTION ''only kept, not changed'' USING ERRCODE = ''ES403'', DETAIL = ''restrained'';
  END IF;
  INSERT INTO privacy.changes');
BEGIN
  IF changed = source THEN RAISE EXCEPTION 'privacy.record_change is not what it was'; END IF;
  EXECUTE changed;
END $$;

-- All whose data is only kept; there are few.
CREATE FUNCTION privacy.kept_only() RETURNS uuid[] LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT coalesce(array_agg(r.customer_id), '{}') FROM privacy.restraints r WHERE r.kind = 'storage only' AND r.ended_at IS NULL
$$;
-- Looking for duplicates is no duty: who is restrained is left out of it, and of what it has found.
CREATE POLICY merging_leaves_out ON customers.customers AS RESTRICTIVE FOR SELECT TO earshot_run_merging
  USING (customer_id <> ALL ((SELECT privacy.kept_only())::uuid[]));

GRANT CREATE ON SCHEMA privacy TO earshot_vault;
SELECT house.hand_over('privacy.is_restrained(uuid, text)', 'earshot_vault', 'earshot_staff');
SELECT house.hand_over('privacy.kept_only()', 'earshot_vault', 'earshot_run_merging');
SELECT house.hand_over('privacy.restrain(uuid, text, uuid)', 'earshot_vault', '');
SELECT house.hand_over('privacy.object_at_once()', 'earshot_vault', '');
SELECT house.hand_over('privacy.end_own_restraint(text, uuid)', 'earshot_vault', 'earshot_portal');
