-- Who may look: every reason to open a file is a row of one relation, and one function decides by it.
--   privacy.grounds   the reasons that stand now, whose and for which file; derived, never typed
--   privacy.decide    may this member of staff, in this session, open these files? open_file and unlock both ask it
-- Beside the reason it takes a valid privacy certificate, and no more than so many different customers in an hour.
-- New SQLSTATE: ES429 too many; its DETAIL is in how many seconds it will do.

-- Two accounts of one person are one person; and the customer that a member of staff is, if they are one.
ALTER TABLE staff.staff ADD COLUMN person_id uuid NOT NULL DEFAULT house.new_id(), ADD COLUMN customer_id uuid;
CREATE INDEX ON staff.staff (person_id);
CREATE INDEX ON staff.staff (manager_id);
-- Which customer a colleague is, is for the kernel alone.
DO $$
DECLARE readable text := (SELECT string_agg(quote_ident(a.attname), ', ') FROM pg_attribute a
  WHERE a.attrelid = 'staff.staff'::regclass AND a.attnum > 0 AND NOT a.attisdropped AND a.attname <> 'customer_id');
BEGIN
  REVOKE SELECT ON staff.staff FROM earshot_staff, earshot_portal, earshot_batch, earshot_cards;
  EXECUTE format('GRANT SELECT (%s) ON staff.staff TO earshot_staff, earshot_portal, earshot_batch, earshot_cards', readable);
END $$;
GRANT UPDATE (active, role) ON staff.staff TO earshot_vault;

-- Holiday cover: one's whole portfolio in a colleague's care, from a day to a day. Nobody gives it to themselves.
CREATE TABLE customers.portfolio_covers (
  cover_id uuid PRIMARY KEY,
  from_staff uuid NOT NULL REFERENCES staff.staff,
  to_staff uuid NOT NULL REFERENCES staff.staff,
  from_date date NOT NULL,
  to_date date NOT NULL,
  made_by uuid NOT NULL REFERENCES staff.staff,
  made_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  ended_at timestamptz,
  ended_by uuid REFERENCES staff.staff,
  CHECK (to_staff NOT IN (from_staff, made_by)),
  CHECK (to_date BETWEEN from_date AND from_date + 60)
);
CREATE INDEX ON customers.portfolio_covers (to_staff) WHERE ended_at IS NULL;
CREATE INDEX ON customers.portfolio_covers (from_staff) WHERE ended_at IS NULL;

-- What somebody has learnt, until when it counts, and who says so. No file opens without a valid one of kind 'privacy'.
CREATE TABLE staff.certificates (
  certificate_id uuid PRIMARY KEY DEFAULT house.new_id(),
  staff_id uuid NOT NULL REFERENCES staff.staff,
  kind text NOT NULL DEFAULT 'privacy' CHECK (kind IN ('privacy')),
  valid_from date NOT NULL,
  expires_on date NOT NULL,
  -- null: from the command line, with the first sign-in
  issued_by uuid REFERENCES staff.staff,
  issued_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  CHECK (issued_by <> staff_id),
  CHECK (expires_on BETWEEN valid_from AND valid_from + 800)
);
CREATE INDEX ON staff.certificates (staff_id, kind, expires_on);

-- How many different customers in an hour; and whom each member of staff has opened in the last one, once each.
CREATE TABLE privacy.throttles (
  role text PRIMARY KEY,
  customers_per_hour integer NOT NULL CHECK (customers_per_hour BETWEEN 1 AND 1000000)
);
INSERT INTO privacy.throttles VALUES ('banker', 100), ('contact centre', 100), ('manager', 100);
CREATE TABLE privacy.opened_lately (
  staff_id uuid NOT NULL,
  customer_id uuid NOT NULL,
  at timestamptz NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (staff_id, customer_id)
);
CREATE INDEX ON privacy.opened_lately (staff_id, at);

INSERT INTO house.table_classes VALUES
  ('customers.portfolio_covers', 'operational'), ('staff.certificates', 'operational'),
  ('privacy.throttles', 'reference'), ('privacy.opened_lately', 'derived');
SELECT house.guard_derived('privacy.opened_lately');
GRANT SELECT, INSERT, UPDATE ON customers.portfolio_covers TO earshot_vault;
GRANT SELECT, INSERT ON staff.certificates TO earshot_vault;
GRANT SELECT, INSERT, UPDATE ON staff.certificates TO earshot_run_demo;
GRANT SELECT, UPDATE ON privacy.throttles TO earshot_vault;
GRANT SELECT, INSERT, DELETE ON privacy.opened_lately TO earshot_vault;

-- Whoever works here without a certificate on the day this came, has a month to get one.
INSERT INTO staff.certificates (staff_id, valid_from, expires_on) SELECT staff_id, CURRENT_DATE, CURRENT_DATE + 31 FROM staff.staff WHERE active;

-- Deciding by them (privacy.grounds itself is made in 0016_two_people.sql, when all that it looks at is there) ------------------------------------

CREATE FUNCTION staff.is_certified(who uuid) RETURNS boolean LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
  RETURN EXISTS (SELECT FROM staff.certificates c WHERE c.staff_id = who AND c.kind = 'privacy'
    AND c.expires_on >= CURRENT_DATE AND c.valid_from <= CURRENT_DATE);
END $$;

-- One row for each customer asked for: 'open' with the best reason (or the wanted one), or why not. Looks only at data, so that an
-- oracle can be asked the same questions. A restricted file opens by an approval alone.
CREATE FUNCTION privacy.decide(who uuid, in_session uuid, customers uuid[], wanted uuid)
RETURNS TABLE (customer_id uuid, decision text, ground uuid, kind text, purpose text, proven boolean)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE able boolean := staff.is_certified(who);
BEGIN
  RETURN QUERY SELECT asked.id,
      CASE WHEN NOT able THEN 'training' WHEN c.restricted AND g.kind IS NULL THEN 'restricted' WHEN g.kind IS NULL THEN 'no ground' ELSE 'open' END,
      g.ground, g.kind, g.purpose, g.proven
    FROM unnest(customers) asked(id) LEFT JOIN customers.customers c ON c.customer_id = asked.id
    LEFT JOIN LATERAL (
      SELECT x.ground, x.kind, x.purpose, x.proven FROM privacy.grounds x
       WHERE x.staff_id = who AND x.customer_id = asked.id AND (x.session_id IS NULL OR x.session_id = in_session)
         AND CASE WHEN c.restricted THEN x.kind = 'approval' ELSE wanted IS NULL OR x.ground = wanted END
       ORDER BY x.rank, x.since DESC LIMIT 1) g ON c.customer_id IS NOT NULL;
END $$;

-- Counts a customer whom this member of staff has not opened in the last hour. The opening that reaches the limit commits the alert
-- with its own record; the next one is refused, and so needs none.
CREATE FUNCTION privacy.count_opening(who uuid, in_session uuid, in_role text, customer uuid) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE an_hour_ago timestamptz := clock_timestamp() - interval '1 hour'; most integer; n integer; oldest timestamptz;
BEGIN
  PERFORM FROM privacy.opened_lately o WHERE o.staff_id = who AND o.customer_id = customer AND o.at > an_hour_ago;
  IF FOUND THEN RETURN; END IF;
  -- one new customer at a time, so that a hundred requests at once count like a hundred in turn
  PERFORM pg_advisory_xact_lock(hashtextextended(who::text, 16));
  DELETE FROM privacy.opened_lately o WHERE o.staff_id = who AND o.at <= an_hour_ago;
  INSERT INTO privacy.opened_lately (staff_id, customer_id) VALUES (who, customer) ON CONFLICT DO NOTHING;
  SELECT count(*), min(o.at) INTO n, oldest FROM privacy.opened_lately o WHERE o.staff_id = who;
  SELECT coalesce((SELECT t.customers_per_hour FROM privacy.throttles t WHERE t.role = in_role), 100) INTO most;
  IF n > most THEN
    RAISE EXCEPTION 'more different customers in an hour than this role may open' USING ERRCODE = 'ES429',
      DETAIL = ceil(extract(epoch FROM oldest - an_hour_ago))::int::text;
  ELSIF n = most THEN
    INSERT INTO privacy.events (name, session_id, staff_id, detail)
    VALUES ('opening limit.reached', in_session, who, jsonb_build_object('customers', n, 'hours', 1));
  END IF;
END $$;

-- Step 1 of the vault (0003), with the decision made by privacy.decide.
CREATE OR REPLACE FUNCTION privacy.open_file(opening uuid, token text, customers uuid[], ground uuid, action text DEFAULT 'open', fields text[] DEFAULT NULL)
RETURNS void LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE a record; d record;
BEGIN
  IF customers IS NULL OR cardinality(customers) NOT BETWEEN 1 AND 20 OR opening IS NULL OR action NOT IN ('open', 'reveal', 'change') THEN
    RAISE EXCEPTION 'open between 1 and 20 files at once' USING ERRCODE = 'ES422';
  END IF;
  a := privacy.actor(token);
  FOR d IN SELECT * FROM privacy.decide(a.staff_id, a.session_id, customers, ground) LOOP
    IF d.decision <> 'open' THEN
      RAISE EXCEPTION 'this file stays shut: %', d.decision USING ERRCODE = 'ES403', DETAIL = d.decision;
    END IF;
    -- what is broken open is looked at masked
    IF d.kind = 'break-glass' AND action = 'reveal' THEN
      RAISE EXCEPTION 'nothing is revealed behind broken glass' USING ERRCODE = 'ES403', DETAIL = 'masked';
    END IF;
    PERFORM privacy.count_opening(a.staff_id, a.session_id, a.role, d.customer_id);
    INSERT INTO privacy.access_records (customer_id, opening, action, session_id, staff_id, role, purpose, ground_kind, ground, proven,
                                        premises_id, station_id, place, fields)
    VALUES (d.customer_id, opening, action, a.session_id, a.staff_id, a.role, d.purpose, d.kind, d.ground, d.proven,
            a.premises_id, a.station_id, a.place, fields);
  END LOOP;
END $$;

-- Step 2. As before; and the very reason of the record must still stand: a visit that ended in between opens nothing more.
CREATE OR REPLACE FUNCTION privacy.unlock(opening uuid, token text) RETURNS text
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE a record; r record; ids text; message text;
BEGIN
  a := privacy.actor(token);
  FOR r IN SELECT x.customer_id, x.ground FROM privacy.access_records x
   WHERE x.opening = unlock.opening AND x.at > clock_timestamp() - interval '60 seconds' AND x.session_id = a.session_id
     AND pg_visible_in_snapshot(x.xid, pg_current_snapshot()) AND x.xid IS DISTINCT FROM pg_current_xact_id_if_assigned() LOOP
    IF (SELECT d.decision FROM privacy.decide(a.staff_id, a.session_id, ARRAY[r.customer_id], r.ground) d) <> 'open' THEN
      RAISE EXCEPTION 'the reason for opening this file has ended' USING ERRCODE = 'ES403', DETAIL = 'no ground';
    END IF;
    ids := concat_ws(',', ids, r.customer_id);
  END LOOP;
  IF ids IS NULL THEN RAISE EXCEPTION 'sign the file out first' USING ERRCODE = 'ES403', DETAIL = 'not opened'; END IF;
  message := ids || '|' || (extract(epoch FROM clock_timestamp()) + 60)::bigint;
  RETURN message || '|' || privacy.seal(session_user || '|' || message);
END $$;
DROP FUNCTION privacy.ground_of(uuid, uuid, uuid);
DROP FUNCTION privacy.ground_in_service(uuid, uuid, uuid);

GRANT CREATE ON SCHEMA privacy, customers, staff TO earshot_vault;
SELECT house.hand_over('staff.is_certified(uuid)', 'earshot_vault', '');
SELECT house.hand_over('privacy.decide(uuid, uuid, uuid[], uuid)', 'earshot_vault', '');
SELECT house.hand_over('privacy.count_opening(uuid, uuid, text, uuid)', 'earshot_vault', '');
