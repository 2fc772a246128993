-- Whom an employee viewed in a period, and which employees viewed a customer: for the privacy office. The question and the
-- customers it showed are one search record, committed before a name is seen, like any search.

CREATE FUNCTION privacy.record_reader(token text, OUT session_id uuid, OUT staff_id uuid, OUT role text, OUT premises_id uuid, OUT place text)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE a record;
BEGIN
  a := privacy.actor(token);
  IF a.role <> 'privacy officer' THEN RAISE EXCEPTION 'the privacy office reads the record' USING ERRCODE = 'ES405'; END IF;
  session_id := a.session_id; staff_id := a.staff_id; role := a.role; premises_id := a.premises_id; place := a.place;
END $$;

-- The customers whose files somebody looked at, by their ids, after the one given. From the index (staff_id, at) alone.
CREATE FUNCTION privacy.viewed_ids(of_staff uuid, since timestamptz, until timestamptz, after uuid, most integer) RETURNS uuid[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog SET enable_seqscan = off SET plan_cache_mode = force_custom_plan AS $$
  SELECT coalesce(array_agg(v.customer_id ORDER BY v.customer_id), '{}') FROM (
    SELECT r.customer_id FROM privacy.access_records r
     WHERE r.staff_id = of_staff AND r.at >= since AND r.at < until AND (after IS NULL OR r.customer_id > after)
     GROUP BY r.customer_id ORDER BY r.customer_id LIMIT most) v
$$;

-- A question in words, as its record has it: what looks like a card number is masked there, and by chance an id or a day may.
CREATE FUNCTION privacy.question(of_what text, subject uuid, since timestamptz, until timestamptz) RETURNS text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog SET timezone = 'UTC' AS $$
  SELECT privacy.without_card_numbers(concat_ws(' ', of_what, subject, to_char(since, 'DD Mon YYYY HH24:MI'), 'to', to_char(until, 'DD Mon YYYY HH24:MI')))
$$;

-- Step 1, which commits: the question, and the customers of its answer.
CREATE FUNCTION privacy.ask_record(search uuid, token text, of_what text, subject uuid, since timestamptz, until timestamptz, after uuid, most integer)
RETURNS void LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE a record; found uuid[];
BEGIN
  a := privacy.record_reader(token);
  IF of_what NOT IN ('staff', 'customer') OR most NOT BETWEEN 1 AND 101 OR since IS NULL OR until IS NULL OR subject IS NULL THEN
    RAISE EXCEPTION 'a list has 1 to 100 rows, a subject and a period' USING ERRCODE = 'ES422';
  END IF;
  found := CASE of_what WHEN 'customer' THEN ARRAY[subject] ELSE privacy.viewed_ids(subject, since, until, after, most) END;
  INSERT INTO privacy.searches (search_id, session_id, staff_id, role, premises_id, place, surface, query, customer_ids)
  VALUES (search, a.session_id, a.staff_id, a.role, a.premises_id, a.place, 'record',
          privacy.question(of_what, subject, since, until), found);
END $$;

-- Step 2: the rows of a question that is on record.
CREATE FUNCTION privacy.viewed_customers(search uuid, token text, of_staff uuid, since timestamptz, until timestamptz)
RETURNS TABLE (customer_id uuid, full_name text, looks bigint, first_at timestamptz, last_at timestamptz)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog SET enable_seqscan = off SET plan_cache_mode = force_custom_plan AS $$
DECLARE ids uuid[] := privacy.searched(search, token);
BEGIN
  IF NOT EXISTS (SELECT FROM privacy.searches s WHERE s.search_id = search AND s.surface = 'record' AND s.query = privacy.question('staff', of_staff, since, until)) THEN
    RAISE EXCEPTION 'ask first' USING ERRCODE = 'ES403', DETAIL = 'not opened';
  END IF;
  RETURN QUERY SELECT i.id, c.full_name, r.looks, r.first_at, r.last_at FROM unnest(ids) AS i (id)
    CROSS JOIN LATERAL (SELECT count(*) AS looks, min(x.at) AS first_at, max(x.at) AS last_at FROM privacy.access_records x
      WHERE x.customer_id = i.id AND x.staff_id = of_staff AND x.at >= since AND x.at < until) r
    LEFT JOIN customers.customers c ON c.customer_id = i.id ORDER BY i.id;
END $$;
CREATE FUNCTION privacy.viewing_staff(search uuid, token text, of_customer uuid, since timestamptz, until timestamptz, after uuid, most integer)
RETURNS TABLE (staff_id uuid, full_name text, role text, looks bigint, first_at timestamptz, last_at timestamptz)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog SET enable_seqscan = off SET plan_cache_mode = force_custom_plan AS $$
DECLARE ids uuid[] := privacy.searched(search, token);
BEGIN
  IF NOT EXISTS (SELECT FROM privacy.searches s WHERE s.search_id = search AND s.surface = 'record' AND s.query = privacy.question('customer', of_customer, since, until)) THEN
    RAISE EXCEPTION 'ask first' USING ERRCODE = 'ES403', DETAIL = 'not opened';
  END IF;
  RETURN QUERY SELECT v.id, f.full_name, f.role, v.looks, v.first_at, v.last_at FROM (
      SELECT x.staff_id AS id, count(*) AS looks, min(x.at) AS first_at, max(x.at) AS last_at FROM privacy.access_records x
       WHERE x.customer_id = ids[1] AND x.at >= since AND x.at < until
         AND x.staff_id IS NOT NULL AND (after IS NULL OR x.staff_id > after)
       GROUP BY x.staff_id ORDER BY x.staff_id LIMIT least(most, 101)) v
    LEFT JOIN staff.staff f ON f.staff_id = v.id ORDER BY v.id;
END $$;

-- Taking such a list away is an export, on record before a line of it leaves; the customers are those of its pages' search records.
CREATE FUNCTION privacy.export_record(token text, of_what text, subject uuid, since timestamptz, until timestamptz) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE a record;
BEGIN
  a := privacy.record_reader(token);
  INSERT INTO privacy.events (name, session_id, staff_id, role, premises_id, place, subject, detail)
  VALUES ('record.exported', a.session_id, a.staff_id, a.role, a.premises_id, a.place, subject::text,
          jsonb_build_object('of', of_what, 'since', since, 'until', until));
END $$;

GRANT SELECT (surface) ON privacy.searches TO earshot_cards;
GRANT SELECT (customer_id, staff_id, at) ON privacy.access_records TO earshot_cards;
GRANT SELECT (staff_id, full_name, role) ON staff.staff TO earshot_cards;
SELECT house.hand_over('privacy.record_reader(text)', 'earshot_vault', '');
SELECT house.hand_over('privacy.question(text, uuid, timestamptz, timestamptz)', 'earshot_vault', 'earshot_cards');
GRANT EXECUTE ON FUNCTION privacy.without_card_numbers(text) TO earshot_vault;
SELECT house.hand_over('privacy.viewed_ids(uuid, timestamptz, timestamptz, uuid, integer)', 'earshot_vault', '');
SELECT house.hand_over('privacy.ask_record(uuid, text, text, uuid, timestamptz, timestamptz, uuid, integer)', 'earshot_vault', 'earshot_staff');
SELECT house.hand_over('privacy.export_record(text, text, uuid, timestamptz, timestamptz)', 'earshot_vault', 'earshot_staff');
SELECT house.hand_over('privacy.viewed_customers(uuid, text, uuid, timestamptz, timestamptz)', 'earshot_cards', 'earshot_staff');
SELECT house.hand_over('privacy.viewing_staff(uuid, text, uuid, timestamptz, timestamptz, uuid, integer)', 'earshot_cards', 'earshot_staff');

-- A batch run is a use of everybody's data, and each customer may see it.
GRANT SELECT ON privacy.batch_runs TO earshot_portal;
CREATE INDEX ON privacy.batch_runs (at);
