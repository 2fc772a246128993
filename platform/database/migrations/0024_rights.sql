-- A legal hold: while one stands on a person, nothing of them is erased or deleted, whoever asks and whatever is due. Placed and lifted by
-- compliance, each with a reason and on record; who asks for a copy of their data is not told of it.
CREATE TABLE privacy.holds (
  customer_id uuid NOT NULL,
  hold_id uuid NOT NULL,
  reference text NOT NULL CHECK (length(reference) BETWEEN 3 AND 80),
  reason text NOT NULL CHECK (length(reason) BETWEEN 10 AND 500),
  placed_by uuid NOT NULL REFERENCES staff.staff,
  placed_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  lifted_by uuid REFERENCES staff.staff,
  lifted_at timestamptz,
  lifted_because text CHECK (length(lifted_because) BETWEEN 10 AND 500),
  PRIMARY KEY (customer_id, hold_id),
  CHECK (num_nulls(lifted_by, lifted_at, lifted_because) IN (0, 3))
);
CREATE INDEX holds_standing ON privacy.holds (placed_at) WHERE lifted_at IS NULL;
INSERT INTO house.table_classes VALUES ('privacy.holds', 'customer');
SELECT house.guard('privacy.holds');
INSERT INTO customers.merge_rules VALUES ('privacy.holds', 'row', 'hold_id');
INSERT INTO privacy.erasure_rules (table_name, way) VALUES ('privacy.holds', 'delete');
GRANT SELECT, INSERT, UPDATE, DELETE ON privacy.holds TO earshot_vault;

-- Is anything of this person held, under whichever of their records? Asked by whatever deletes.
CREATE FUNCTION privacy.is_held(customer uuid) RETURNS boolean LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
  RETURN EXISTS (SELECT FROM privacy.holds h
    WHERE h.customer_id = ANY (customers.merged_records(customers.survivor(customer)) || customer) AND h.lifted_at IS NULL);
END $$;

CREATE FUNCTION privacy.place_hold(token text, customer uuid, new_hold uuid, reference text, reason text) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE a record;
BEGIN
  a := privacy.actor(token);
  IF a.role <> 'compliance officer' THEN RAISE EXCEPTION 'for compliance' USING ERRCODE = 'ES405'; END IF;
  PERFORM FROM customers.customers c WHERE c.customer_id = customer AND c.merged_into IS NULL FOR KEY SHARE;
  IF NOT FOUND THEN RAISE EXCEPTION 'no such customer' USING ERRCODE = 'ES404'; END IF;
  IF privacy.is_kin(a.staff_id, customer) THEN RAISE EXCEPTION 'not one''s own people' USING ERRCODE = 'ES403', DETAIL = 'kin'; END IF;
  INSERT INTO privacy.holds AS h (customer_id, hold_id, reference, reason, placed_by)
  VALUES (customer, new_hold, reference, reason, a.staff_id) ON CONFLICT DO NOTHING;
  IF FOUND THEN
    INSERT INTO privacy.events (name, session_id, staff_id, role, premises_id, place, subject)
    VALUES ('legal hold.placed', a.session_id, a.staff_id, a.role, a.premises_id, a.place, new_hold::text);
  END IF;
END $$;
CREATE FUNCTION privacy.lift_hold(token text, wanted uuid, because text) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE a record; h record;
BEGIN
  a := privacy.actor(token);
  IF a.role <> 'compliance officer' THEN RAISE EXCEPTION 'for compliance' USING ERRCODE = 'ES405'; END IF;
  SELECT x.customer_id, x.lifted_at INTO h FROM privacy.holds x WHERE x.hold_id = wanted FOR UPDATE;
  IF NOT FOUND THEN RAISE EXCEPTION 'no such hold' USING ERRCODE = 'ES404'; END IF;
  IF h.lifted_at IS NOT NULL THEN RAISE EXCEPTION 'lifted already' USING ERRCODE = 'ES409'; END IF;
  IF privacy.is_kin(a.staff_id, h.customer_id) THEN RAISE EXCEPTION 'not one''s own people' USING ERRCODE = 'ES403', DETAIL = 'kin'; END IF;
  UPDATE privacy.holds x SET lifted_by = a.staff_id, lifted_at = clock_timestamp(), lifted_because = because
   WHERE x.customer_id = h.customer_id AND x.hold_id = wanted;
  INSERT INTO privacy.events (name, session_id, staff_id, role, premises_id, place, subject)
  VALUES ('legal hold.lifted', a.session_id, a.staff_id, a.role, a.premises_id, a.place, wanted::text);
END $$;

-- The list, on record with whose names it shows; compliance and the privacy office read it.
CREATE FUNCTION privacy.list_holds(search uuid, token text) RETURNS integer LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE a record; found uuid[];
BEGIN
  a := privacy.actor(token);
  IF a.role NOT IN ('compliance officer', 'privacy officer') THEN RAISE EXCEPTION 'for compliance' USING ERRCODE = 'ES405'; END IF;
  SELECT array_agg(DISTINCT l.customer_id) INTO found FROM (SELECT h.customer_id FROM privacy.holds h
    ORDER BY h.lifted_at IS NOT NULL, h.placed_at DESC LIMIT 100) l;
  INSERT INTO privacy.searches (search_id, session_id, staff_id, role, premises_id, place, surface, query, customer_ids)
  VALUES (search, a.session_id, a.staff_id, a.role, a.premises_id, a.place, 'legal holds', '', coalesce(found, '{}'));
  RETURN coalesce(cardinality(found), 0);
END $$;
CREATE FUNCTION privacy.hold_cards(search uuid, token text) RETURNS TABLE (hold_id uuid, customer_id uuid, customer_name text, reference text,
  reason text, placed_by_name text, placed_at timestamptz, lifted_by_name text, lifted_at timestamptz, lifted_because text)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE ids uuid[] := privacy.searched(search, token); a record := privacy.actor(token);
BEGIN
  IF a.role NOT IN ('compliance officer', 'privacy officer') THEN RAISE EXCEPTION 'for compliance' USING ERRCODE = 'ES405'; END IF;
  RETURN QUERY SELECT h.hold_id, h.customer_id, c.full_name, h.reference, h.reason, f.full_name, h.placed_at, l.full_name, h.lifted_at, h.lifted_because
    FROM privacy.holds h JOIN customers.customers c ON c.customer_id = h.customer_id JOIN staff.staff f ON f.staff_id = h.placed_by
    LEFT JOIN staff.staff l ON l.staff_id = h.lifted_by
   WHERE h.customer_id = ANY (ids) ORDER BY h.lifted_at IS NOT NULL, h.placed_at DESC LIMIT 100;
END $$;

GRANT CREATE ON SCHEMA privacy TO earshot_vault;
SELECT house.hand_over('privacy.is_held(uuid)', 'earshot_vault', '');
DO $$
DECLARE f text;
BEGIN
  FOREACH f IN ARRAY ARRAY['privacy.place_hold(text, uuid, uuid, text, text)', 'privacy.lift_hold(text, uuid, text)',
    'privacy.list_holds(uuid, text)', 'privacy.hold_cards(uuid, text)'] LOOP
    PERFORM house.hand_over(f, 'earshot_vault', 'earshot_staff');
  END LOOP;
END $$;
