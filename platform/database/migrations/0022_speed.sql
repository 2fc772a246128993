-- The same decisions, sooner. PostgreSQL kept planning the union of all reasons anew at each opening, which took longer than looking
-- at them; it computed the hash of a token once for each session it looked at; and it opened every partition of the record.

-- Whose sign-in is it (0003)? The hash is worked out once.
CREATE OR REPLACE FUNCTION privacy.actor(token text, OUT session_id uuid, OUT staff_id uuid, OUT role text, OUT premises_id uuid, OUT station_id uuid, OUT place text)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE hash bytea := sha256(convert_to(token, 'UTF8'));
BEGIN
  SELECT s.session_id, s.staff_id, f.role, coalesce(w.premises_id, f.premises_id), w.station_id, coalesce(w.place, 'open counter')
    INTO session_id, staff_id, role, premises_id, station_id, place
    FROM staff.sessions s JOIN staff.staff f ON f.staff_id = s.staff_id
    LEFT JOIN premises.stations w ON w.station_id = s.station_id
   WHERE s.token_hash = hash AND s.ended_at IS NULL AND s.locked_at IS NULL
     AND s.idle_expires_at > now() AND s.expires_at > now() AND f.active;
  IF NOT FOUND THEN RAISE EXCEPTION 'sign in first' USING ERRCODE = 'ES401'; END IF;
END $$;

CREATE OR REPLACE FUNCTION privacy.own_session(token text, OUT session_id uuid, OUT customer_id uuid)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE hash bytea := sha256(convert_to(token, 'UTF8'));
BEGIN
  SELECT s.session_id, customers.survivor(s.customer_id) INTO session_id, customer_id FROM customers.sessions s
   WHERE s.token_hash = hash AND s.ended_at IS NULL AND s.idle_expires_at > now() AND s.expires_at > now();
  IF NOT FOUND THEN RAISE EXCEPTION 'sign in first' USING ERRCODE = 'ES401'; END IF;
END $$;

-- One row for each customer asked for, as in 0016, from the same reasons: the commonest by themselves first, so that the others are
-- looked at only where these give none (a rank that is a constant leaves only its branches of the view in the plan). A restricted
-- file opens by an approval alone, and these rank behind.
CREATE OR REPLACE FUNCTION privacy.decide(who uuid, in_session uuid, customers uuid[], wanted uuid)
RETURNS TABLE (customer_id uuid, decision text, ground uuid, kind text, purpose text, proven boolean)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog SET plan_cache_mode = force_generic_plan AS $$
DECLARE able boolean := staff.is_certified(who); shut boolean; known boolean; asked uuid;
BEGIN
  FOREACH asked IN ARRAY customers LOOP
    customer_id := asked; ground := NULL; kind := NULL; purpose := NULL; proven := NULL;
    SELECT c.restricted INTO shut FROM customers.customers c WHERE c.customer_id = asked;
    known := FOUND;
    IF known AND NOT shut THEN
      SELECT x.ground, x.kind, x.purpose, x.proven INTO ground, kind, purpose, proven FROM privacy.grounds x
       WHERE x.rank <= 3 AND x.staff_id = who AND x.customer_id = asked AND (x.session_id IS NULL OR x.session_id = in_session)
         AND (wanted IS NULL OR x.ground = wanted) ORDER BY x.rank, x.since DESC LIMIT 1;
    END IF;
    IF known AND kind IS NULL THEN
      SELECT x.ground, x.kind, x.purpose, x.proven INTO ground, kind, purpose, proven FROM privacy.grounds x
       WHERE x.rank > 3 AND x.staff_id = who AND x.customer_id = asked AND (x.session_id IS NULL OR x.session_id = in_session)
         AND CASE WHEN shut THEN x.kind = 'approval' ELSE wanted IS NULL OR x.ground = wanted END
       ORDER BY x.rank, x.since DESC LIMIT 1;
    END IF;
    decision := CASE WHEN NOT able THEN 'training' WHEN kind IS NOT NULL THEN 'open' WHEN shut AND known THEN 'restricted' ELSE 'no ground' END;
    RETURN NEXT;
  END LOOP;
END $$;

-- Does the reason that a record names still stand, and is the file no more shut than it was?
CREATE FUNCTION privacy.stands(who uuid, in_session uuid, customer uuid, wanted uuid, wanted_kind text) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog SET plan_cache_mode = force_generic_plan AS $$
BEGIN
  IF wanted_kind <> 'approval' AND EXISTS (SELECT FROM customers.customers c WHERE c.customer_id = customer AND c.restricted) THEN RETURN false; END IF;
  IF wanted_kind IN ('visit', 'call') THEN
    RETURN EXISTS (SELECT FROM privacy.grounds x WHERE x.rank = 1 AND x.customer_id = customer AND x.staff_id = who AND x.ground = wanted
      AND (x.session_id IS NULL OR x.session_id = in_session));
  ELSIF wanted_kind = 'portfolio' THEN
    RETURN EXISTS (SELECT FROM privacy.grounds x WHERE x.rank = 3 AND x.customer_id = customer AND x.staff_id = who AND x.ground = wanted
      AND (x.session_id IS NULL OR x.session_id = in_session));
  END IF;
  RETURN EXISTS (SELECT FROM privacy.grounds x WHERE x.kind = wanted_kind AND x.customer_id = customer AND x.staff_id = who AND x.ground = wanted
    AND (x.session_id IS NULL OR x.session_id = in_session));
END $$;

-- Step 2 (0016): the record is committed, this sign-in's, younger than a minute, and its very reason still stands. What else was
-- decided when the record was made, less than a minute ago, is not decided again. The instants that do not move while the statement
-- runs let the planner leave other partitions of the record alone.
CREATE OR REPLACE FUNCTION privacy.unlock(opening uuid, token text) RETURNS text
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog SET plan_cache_mode = force_generic_plan AS $$
DECLARE a record; r record; ids text; message text;
BEGIN
  a := privacy.actor(token);
  FOR r IN SELECT x.customer_id, x.ground, x.ground_kind FROM privacy.access_records x
   WHERE x.opening = unlock.opening AND x.at > clock_timestamp() - interval '60 seconds' AND x.session_id = a.session_id
     AND x.at > statement_timestamp() - interval '60 seconds' AND x.at < statement_timestamp() + interval '1 hour'
     AND pg_visible_in_snapshot(x.xid, pg_current_snapshot()) AND x.xid IS DISTINCT FROM pg_current_xact_id_if_assigned() LOOP
    IF NOT privacy.stands(a.staff_id, a.session_id, r.customer_id, r.ground, r.ground_kind) THEN
      RAISE EXCEPTION 'the reason for opening this file has ended' USING ERRCODE = 'ES403', DETAIL = 'no ground';
    END IF;
    ids := concat_ws(',', ids, r.customer_id);
  END LOOP;
  IF ids IS NULL THEN RAISE EXCEPTION 'sign the file out first' USING ERRCODE = 'ES403', DETAIL = 'not opened'; END IF;
  message := ids || '|' || (extract(epoch FROM clock_timestamp()) + 60)::bigint;
  RETURN message || '|' || privacy.seal(session_user || '|' || message);
END $$;

-- The looks at a file (0013): of one that nothing was merged into, straight from the index.
CREATE OR REPLACE FUNCTION privacy.looks_at(customer uuid, since timestamptz, until timestamptz, most integer) RETURNS SETOF privacy.access_records
LANGUAGE plpgsql STABLE SECURITY DEFINER ROWS 20 SET search_path = pg_catalog SET plan_cache_mode = force_generic_plan AS $$
DECLARE ids uuid[];
BEGIN
  IF NOT customer = ANY (privacy.opened()) THEN RAISE EXCEPTION 'sign the file out first' USING ERRCODE = 'ES403', DETAIL = 'not opened'; END IF;
  ids := customers.merged_records(customer);
  IF cardinality(ids) = 1 THEN
    RETURN QUERY SELECT r.* FROM privacy.access_records r WHERE r.customer_id = customer AND r.at >= since AND r.at < until
      ORDER BY r.at DESC LIMIT most;
    RETURN;
  END IF;
  RETURN QUERY SELECT l.* FROM unnest(ids) m(id)
    CROSS JOIN LATERAL (
      SELECT r.* FROM privacy.access_records r WHERE r.customer_id = m.id AND r.at >= since AND r.at < until
       ORDER BY r.at DESC LIMIT most) l
   ORDER BY l.at DESC LIMIT most;
END $$;

-- Who is here for the customer whose file is open (0016): asked of the opening of this transaction, which is not older than it by much.
CREATE OR REPLACE FUNCTION privacy.visitor_for(customer uuid) RETURNS uuid
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog SET plan_cache_mode = force_generic_plan AS $$
DECLARE visitor uuid; setting text := current_setting('earshot.opening', true);
BEGIN
  IF setting IS NULL OR length(setting) <> 36 THEN RETURN NULL; END IF;
  SELECT v.customer_id INTO visitor FROM privacy.access_records r JOIN conversations.visits v ON v.visit_id = r.ground
   WHERE r.opening = setting::uuid AND r.customer_id = customer AND r.ground_kind = 'acting for them'
     AND r.at > statement_timestamp() - interval '1 day' AND r.at < statement_timestamp() + interval '1 day' LIMIT 1;
  RETURN visitor;
END $$;

ALTER FUNCTION privacy.count_opening(uuid, uuid, text, uuid) SET plan_cache_mode = force_generic_plan;
ALTER FUNCTION customers.related_names(uuid) SET plan_cache_mode = force_generic_plan;

GRANT CREATE ON SCHEMA privacy TO earshot_vault;
SELECT house.hand_over('privacy.stands(uuid, uuid, uuid, uuid, text)', 'earshot_vault', '');
