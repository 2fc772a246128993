-- How many different people Find may show one person in an hour, as data, by role. A search as one types shows twenty cards at a time: whoever
-- is looked for by name has some forty others shown beside them until the name is whole. A greeter who welcomes a customer every two minutes
-- is shown about 1,200 an hour, and must not be hindered; somebody who goes through surnames was shown 450 in two and a half seconds.
CREATE TABLE privacy.find_limits (
  role text PRIMARY KEY,
  people_per_hour integer NOT NULL CHECK (people_per_hour BETWEEN 1 AND 1000000000)
);
-- Of any other role: as many as a banker.
INSERT INTO privacy.find_limits VALUES ('greeter', 1500), ('contact centre', 1500), ('banker', 600), ('manager', 600);
-- The hour that began with the first card that a person was shown: whom, once each, and how many. By person, whatever accounts they have.
CREATE TABLE privacy.found_hours (
  person_id uuid PRIMARY KEY,
  since timestamptz NOT NULL,
  people integer NOT NULL
);
CREATE TABLE privacy.found_lately (
  person_id uuid NOT NULL,
  customer_id uuid NOT NULL,
  PRIMARY KEY (person_id, customer_id)
);
INSERT INTO house.table_classes VALUES ('privacy.find_limits', 'reference'), ('privacy.found_hours', 'derived'), ('privacy.found_lately', 'derived');
SELECT house.guard_derived('privacy.found_hours');
SELECT house.guard_derived('privacy.found_lately');
INSERT INTO house.retention (rule, table_name, way, citation) VALUES
  ('found lately', 'privacy.found_lately', 'by itself', 'the last hour of searching of each member of staff'),
  ('found hours', 'privacy.found_hours', 'by itself', 'the last hour of searching of each member of staff');
GRANT SELECT ON privacy.find_limits TO earshot_vault;
GRANT SELECT, INSERT, UPDATE ON privacy.found_hours TO earshot_vault;
GRANT SELECT, INSERT, DELETE ON privacy.found_lately TO earshot_vault;
CREATE INDEX events_of_find_limits ON privacy.events (at) WHERE name = 'find limit.reached';

-- Whoever was shown already costs twenty look-ups by key and no lock: most letters of a name narrow what the one before showed.
CREATE FUNCTION privacy.count_found(who uuid, in_session uuid, in_role text, shows uuid[]) RETURNS void LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = pg_catalog SET plan_cache_mode = force_generic_plan SET enable_seqscan = off AS $$
DECLARE an_hour_ago constant timestamptz := clock_timestamp() - interval '1 hour'; person uuid; h record; fresh uuid[]; most integer;
BEGIN
  SELECT f.person_id INTO person FROM staff.staff f WHERE f.staff_id = who;
  SELECT array_agg(i.id) INTO fresh FROM unnest(shows) i(id)
    LEFT JOIN privacy.found_lately l ON l.person_id = person AND l.customer_id = i.id WHERE l.customer_id IS NULL;
  PERFORM FROM privacy.found_hours x WHERE x.person_id = person AND x.since > an_hour_ago;
  IF FOUND AND fresh IS NULL THEN RETURN; END IF;
  -- one search with somebody new at a time, so that a hundred at once count like a hundred in turn
  INSERT INTO privacy.found_hours AS x (person_id, since, people) VALUES (person, clock_timestamp(), 0)
    ON CONFLICT (person_id) DO UPDATE SET people = x.people RETURNING x.since, x.people INTO h;
  IF h.since <= an_hour_ago THEN
    DELETE FROM privacy.found_lately l WHERE l.person_id = person;
    h.since := clock_timestamp(); h.people := 0;
  END IF;
  WITH kept AS (INSERT INTO privacy.found_lately (person_id, customer_id) SELECT person, i.id FROM unnest(shows) i(id) ON CONFLICT DO NOTHING RETURNING customer_id)
    SELECT array_agg(k.customer_id) INTO fresh FROM kept k;
  SELECT coalesce((SELECT t.people_per_hour FROM privacy.find_limits t WHERE t.role = in_role), 600) INTO most;
  IF fresh IS NOT NULL AND h.people >= most THEN
    RAISE EXCEPTION 'more different people in an hour than this role may be shown' USING ERRCODE = 'ES429',
      DETAIL = greatest(1, ceil(extract(epoch FROM h.since - an_hour_ago)))::int::text;
  ELSIF h.people < most AND h.people + coalesce(cardinality(fresh), 0) >= most THEN
    INSERT INTO privacy.events (name, session_id, staff_id, detail)
    VALUES ('find limit.reached', in_session, who, jsonb_build_object('customers', h.people + cardinality(fresh), 'hours', 1));
  END IF;
  UPDATE privacy.found_hours x SET since = h.since, people = h.people + coalesce(cardinality(fresh), 0) WHERE x.person_id = person;
END $$;
GRANT CREATE ON SCHEMA privacy TO earshot_vault;
SELECT house.hand_over('privacy.count_found(uuid, uuid, text, uuid[])', 'earshot_vault', '');
SELECT house.amend('privacy.search(uuid, text, text, text, integer)', '  INSERT INTO privacy.searches', '  IF found <> ''{}'' THEN PERFORM privacy.count_found(a.staff_id, a.session_id, a.role, found); END IF;
  INSERT INTO privacy.searches');
-- Told at once to those who look after such things, and to whoever leads the one who searched.
SELECT house.amend('privacy.notices(text)', '  UNION ALL
  SELECT ''glass to review''', '  UNION ALL
  SELECT ''find limit reached'', e.at, f.full_name, (e.detail->>''customers'')::integer, NULL, NULL, NULL
    FROM privacy.events e JOIN staff.staff f ON f.staff_id = e.staff_id
   WHERE e.name = ''find limit.reached'' AND e.at > now() - interval ''1 day''
     AND (a.role IN (''privacy officer'', ''security officer'') OR a.role = ''manager'' AND me = ANY (staff.above(f.person_id)))
  UNION ALL
  SELECT ''glass to review''');
DROP FUNCTION house.amend(regprocedure, text, text);
