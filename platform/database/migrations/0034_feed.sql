-- Signing a file out, sooner; it is decided as before. The three commonest reasons have a view of their own, which privacy.grounds begins
-- with: of the whole union PostgreSQL prepared every branch at each opening, also those that could give nothing. One file is decided
-- about without making a table of it.

DO $$
DECLARE branches text[] := string_to_array(rtrim(pg_get_viewdef('privacy.grounds'), '; '), 'UNION ALL'); branch text;
BEGIN
  FOR n IN 1..3 LOOP
    IF branches[n] NOT LIKE format('%% %s AS rank,%%', n) THEN RAISE EXCEPTION 'privacy.grounds does not begin with its commonest reasons'; END IF;
  END LOOP;
  FOREACH branch IN ARRAY branches[4:] LOOP
    IF branch ~ '\m[1-3] AS rank,' THEN RAISE EXCEPTION 'privacy.grounds has a common reason among the others'; END IF;
  END LOOP;
  EXECUTE 'CREATE VIEW privacy.near_grounds WITH (security_invoker = true) AS ' || array_to_string(branches[1:3], 'UNION ALL');
  EXECUTE 'CREATE OR REPLACE VIEW privacy.grounds WITH (security_invoker = true) AS SELECT n.customer_id, n.staff_id, n.session_id, n.rank, n.ground,
    n.kind, n.purpose, n.proven, n.since FROM privacy.near_grounds n UNION ALL ' || array_to_string(branches[4:], 'UNION ALL');
END $$;
GRANT SELECT ON privacy.near_grounds TO earshot_vault;

-- May this member of staff open this file (0022)? A restricted file opens by an approval alone, and these rank behind.
CREATE FUNCTION privacy.decide_one(who uuid, in_session uuid, asked uuid, wanted uuid,
  OUT customer_id uuid, OUT decision text, OUT ground uuid, OUT kind text, OUT purpose text, OUT proven boolean)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog SET plan_cache_mode = force_generic_plan AS $$
DECLARE able boolean := staff.is_certified(who); shut boolean; known boolean;
BEGIN
  customer_id := asked;
  SELECT c.restricted INTO shut FROM customers.customers c WHERE c.customer_id = asked;
  known := FOUND;
  IF known AND NOT shut THEN
    SELECT x.ground, x.kind, x.purpose, x.proven INTO ground, kind, purpose, proven FROM privacy.near_grounds x
     WHERE x.staff_id = who AND x.customer_id = asked AND (x.session_id IS NULL OR x.session_id = in_session)
       AND (wanted IS NULL OR x.ground = wanted) ORDER BY x.rank, x.since DESC LIMIT 1;
  END IF;
  IF known AND kind IS NULL THEN
    SELECT x.ground, x.kind, x.purpose, x.proven INTO ground, kind, purpose, proven FROM privacy.grounds x
     WHERE x.rank > 3 AND x.staff_id = who AND x.customer_id = asked AND (x.session_id IS NULL OR x.session_id = in_session)
       AND CASE WHEN shut THEN x.kind = 'approval' ELSE wanted IS NULL OR x.ground = wanted END
     ORDER BY x.rank, x.since DESC LIMIT 1;
  END IF;
  decision := CASE WHEN NOT able THEN 'training' WHEN kind IS NOT NULL THEN 'open' WHEN shut AND known THEN 'restricted' ELSE 'no ground' END;
END $$;

CREATE OR REPLACE FUNCTION privacy.decide(who uuid, in_session uuid, customers uuid[], wanted uuid)
RETURNS TABLE (customer_id uuid, decision text, ground uuid, kind text, purpose text, proven boolean)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog SET plan_cache_mode = force_generic_plan AS $$
BEGIN
  RETURN QUERY SELECT d.* FROM unnest(customers) WITH ORDINALITY asked(id, n)
    CROSS JOIN LATERAL privacy.decide_one(who, in_session, asked.id, wanted) d ORDER BY asked.n;
END $$;

-- Does the reason that a record names still stand (0022)?
CREATE OR REPLACE FUNCTION privacy.stands(who uuid, in_session uuid, customer uuid, wanted uuid, wanted_kind text) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog SET plan_cache_mode = force_generic_plan AS $$
BEGIN
  IF wanted_kind <> 'approval' AND EXISTS (SELECT FROM customers.customers c WHERE c.customer_id = customer AND c.restricted) THEN RETURN false; END IF;
  IF wanted_kind IN ('visit', 'call', 'portfolio') THEN
    RETURN EXISTS (SELECT FROM privacy.near_grounds x WHERE x.kind = wanted_kind AND x.customer_id = customer AND x.staff_id = who AND x.ground = wanted
      AND (x.session_id IS NULL OR x.session_id = in_session));
  END IF;
  RETURN EXISTS (SELECT FROM privacy.grounds x WHERE x.kind = wanted_kind AND x.customer_id = customer AND x.staff_id = who AND x.ground = wanted
    AND (x.session_id IS NULL OR x.session_id = in_session));
END $$;

-- Step 1 of the vault (0016).
CREATE OR REPLACE FUNCTION privacy.open_file(opening uuid, token text, customers uuid[], ground uuid, action text DEFAULT 'open', fields text[] DEFAULT NULL)
RETURNS void LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE a record; d record; customer uuid;
BEGIN
  IF customers IS NULL OR cardinality(customers) NOT BETWEEN 1 AND 20 OR opening IS NULL OR action NOT IN ('open', 'reveal', 'change') THEN
    RAISE EXCEPTION 'open between 1 and 20 files at once' USING ERRCODE = 'ES422';
  END IF;
  a := privacy.actor(token);
  FOREACH customer IN ARRAY customers LOOP
    d := privacy.decide_one(a.staff_id, a.session_id, customer, ground);
    IF d.decision IS DISTINCT FROM 'open' THEN
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

-- Whom somebody has opened lately is found by its key, also by a connection that first asked when there was hardly anybody.
ALTER FUNCTION privacy.count_opening(uuid, uuid, text, uuid) SET enable_seqscan = off;

GRANT CREATE ON SCHEMA privacy TO earshot_vault;
SELECT house.hand_over('privacy.decide_one(uuid, uuid, uuid, uuid)', 'earshot_vault', '');
