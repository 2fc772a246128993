-- Break-glass: opening a file for which nothing gives a reason, because something will not wait. Fresh proof, a case or event by name, half
-- an hour, values masked; the manager knows at once, the privacy office judges by the next working day. And what Today tells of all this.

CREATE FUNCTION privacy.next_working_day(at_premises uuid, day date) RETURNS date LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
  LOOP
    day := day + 1;
    EXIT WHEN extract(isodow FROM day) < 6 AND NOT EXISTS (SELECT FROM premises.holidays h WHERE h.premises_id = at_premises AND h.on_date = day);
  END LOOP;
  RETURN day;
END $$;

CREATE FUNCTION privacy.break_glass(token text, customer uuid, new_pass uuid, reason_kind text, reference text, reason text) RETURNS timestamptz
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE a record; c record; until timestamptz := clock_timestamp() + interval '29 minutes 59 seconds';
BEGIN
  a := privacy.actor(token);
  IF a.role NOT IN ('banker', 'contact centre', 'manager') THEN RAISE EXCEPTION 'not for this role' USING ERRCODE = 'ES405'; END IF;
  IF NOT staff.is_certified(a.staff_id) THEN RAISE EXCEPTION 'no certificate' USING ERRCODE = 'ES403', DETAIL = 'training'; END IF;
  SELECT x.restricted INTO c FROM customers.customers x WHERE x.customer_id = customer AND x.merged_into IS NULL;
  IF NOT FOUND THEN RAISE EXCEPTION 'no such customer' USING ERRCODE = 'ES404'; END IF;
  IF c.restricted THEN RAISE EXCEPTION 'a restricted file takes a second person' USING ERRCODE = 'ES403', DETAIL = 'restricted'; END IF;
  IF privacy.is_kin(a.staff_id, customer) THEN RAISE EXCEPTION 'not one''s own people' USING ERRCODE = 'ES403', DETAIL = 'kin'; END IF;
  IF NOT staff.authenticated_lately(a.session_id, interval '5 minutes') THEN RAISE EXCEPTION 'prove again who you are' USING ERRCODE = 'ES406'; END IF;
  -- one after the other, so that the count holds
  PERFORM pg_advisory_xact_lock(hashtextextended(a.staff_id::text, 17));
  IF (SELECT count(*) FROM privacy.passes p WHERE p.staff_id = a.staff_id AND p.kind = 'break-glass' AND p.granted_at > now() - interval '1 day'
        AND p.pass_id <> new_pass) >= 5 THEN
    RAISE EXCEPTION 'five times a day are no exception any more' USING ERRCODE = 'ES429', DETAIL = '3600';
  END IF;
  INSERT INTO privacy.passes (customer_id, pass_id, kind, staff_id, session_id, reason_kind, reference, reason, expires_at, review_due_on)
  VALUES (customer, new_pass, 'break-glass', a.staff_id, a.session_id, reason_kind, reference, reason, until,
          privacy.next_working_day(a.premises_id, CURRENT_DATE)) ON CONFLICT DO NOTHING;
  IF FOUND THEN
    INSERT INTO privacy.events (name, session_id, staff_id, subject, detail) VALUES ('glass.broken', a.session_id, a.staff_id, new_pass::text,
      jsonb_build_object('kind', reason_kind, 'reference', reference));
  END IF;
  RETURN until;
END $$;

-- The queue of the privacy office, what is due first; on record with whose names it shows.
CREATE FUNCTION privacy.list_broken_glass(search uuid, token text, reviewed boolean) RETURNS integer
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE a record; found uuid[];
BEGIN
  a := privacy.actor(token);
  IF a.role <> 'privacy officer' THEN RAISE EXCEPTION 'for the privacy office' USING ERRCODE = 'ES405'; END IF;
  IF reviewed THEN
    SELECT array_agg(p.pass_id) INTO found FROM (SELECT x.pass_id FROM privacy.passes x
      WHERE x.kind = 'break-glass' AND x.verdict IS NOT NULL AND x.granted_at > now() - interval '90 days' ORDER BY x.granted_at DESC LIMIT 50) p;
  ELSE
    SELECT array_agg(p.pass_id) INTO found FROM (SELECT x.pass_id FROM privacy.passes x
      WHERE x.kind = 'break-glass' AND x.verdict IS NULL ORDER BY x.review_due_on, x.pass_id LIMIT 50) p;
  END IF;
  INSERT INTO privacy.searches (search_id, session_id, staff_id, role, premises_id, place, surface, query, customer_ids)
  SELECT search, a.session_id, a.staff_id, a.role, a.premises_id, a.place, 'broken glass', '',
         coalesce((SELECT array_agg(DISTINCT p.customer_id) FROM privacy.passes p WHERE p.pass_id = ANY (found)), '{}');
  RETURN coalesce(cardinality(found), 0);
END $$;
CREATE FUNCTION privacy.broken_glass_cards(search uuid, token text, is_reviewed boolean) RETURNS TABLE (pass_id uuid, customer_id uuid, customer_name text,
  staff_name text, staff_role text, manager_name text, premises text, reason_kind text, reference text, reason text, granted_at timestamptz,
  review_due_on date, overdue boolean, looks integer, mine boolean, verdict text, reviewed_by_name text, reviewed_at timestamptz, words text)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE a record; ids uuid[];
BEGIN
  a := privacy.actor(token); ids := privacy.searched(search, token);
  IF a.role <> 'privacy officer' THEN RAISE EXCEPTION 'for the privacy office' USING ERRCODE = 'ES405'; END IF;
  RETURN QUERY SELECT p.pass_id, p.customer_id, c.full_name, f.full_name, f.role, m.full_name, b.name, p.reason_kind, p.reference, p.reason, p.granted_at,
      p.review_due_on, p.verdict IS NULL AND p.review_due_on < CURRENT_DATE,
      (SELECT count(DISTINCT r.opening)::integer FROM privacy.access_records r
        WHERE r.customer_id = p.customer_id AND r.ground = p.pass_id AND r.at BETWEEN p.granted_at AND p.expires_at + interval '1 minute'),
      p.staff_id = a.staff_id, p.verdict, v.full_name, p.reviewed_at, p.words
    FROM privacy.passes p JOIN customers.customers c ON c.customer_id = p.customer_id JOIN staff.staff f ON f.staff_id = p.staff_id
    LEFT JOIN staff.staff m ON m.staff_id = f.manager_id LEFT JOIN premises.premises b ON b.premises_id = f.premises_id
    LEFT JOIN staff.staff v ON v.staff_id = p.reviewed_by
   WHERE p.customer_id = ANY (ids) AND p.kind = 'break-glass' AND (p.verdict IS NOT NULL) = is_reviewed AND p.granted_at > now() - interval '400 days'
   ORDER BY CASE WHEN is_reviewed THEN p.granted_at END DESC, p.review_due_on, p.pass_id LIMIT 50;
END $$;
-- A verdict with words, by another person than the one who broke it. 'not justified' ends the pass, if it still runs.
CREATE FUNCTION privacy.review_glass(token text, wanted uuid, said_verdict text, said text) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE a record; p record;
BEGIN
  a := privacy.actor(token);
  IF a.role <> 'privacy officer' THEN RAISE EXCEPTION 'for the privacy office' USING ERRCODE = 'ES405'; END IF;
  SELECT x.*, o.person_id = f.person_id AS own INTO p FROM privacy.passes x JOIN staff.staff o ON o.staff_id = x.staff_id
    JOIN staff.staff f ON f.staff_id = a.staff_id WHERE x.pass_id = wanted AND x.kind = 'break-glass' FOR UPDATE OF x;
  IF NOT FOUND THEN RAISE EXCEPTION 'no such break-glass' USING ERRCODE = 'ES404'; END IF;
  IF p.own THEN RAISE EXCEPTION 'not one''s own' USING ERRCODE = 'ES405'; END IF;
  IF p.verdict IS NOT NULL THEN RAISE EXCEPTION 'reviewed already' USING ERRCODE = 'ES409'; END IF;
  UPDATE privacy.passes x SET verdict = said_verdict, words = said, reviewed_by = a.staff_id, reviewed_at = clock_timestamp()
   WHERE x.customer_id = p.customer_id AND x.pass_id = wanted;
  INSERT INTO privacy.events (name, session_id, staff_id, subject, detail)
  VALUES ('glass.reviewed', a.session_id, a.staff_id, wanted::text, jsonb_build_object('verdict', said_verdict));
END $$;

-- What concerns me now, made of what is there and ended with it: broken glass and reached limits of those below me, requests that wait for
-- me or were decided, glass to review, my own certificate.
CREATE FUNCTION privacy.notices(token text) RETURNS TABLE (kind text, at timestamptz, who text, how_many integer, on_day date, reference text, reason_kind text)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE a record; me uuid;
BEGIN
  a := privacy.actor(token);
  SELECT f.person_id INTO me FROM staff.staff f WHERE f.staff_id = a.staff_id;
  RETURN QUERY
  SELECT 'glass broken', p.granted_at, f.full_name, NULL::integer, NULL::date, p.reference, p.reason_kind
    FROM privacy.passes p JOIN staff.staff f ON f.staff_id = p.staff_id
   WHERE p.kind = 'break-glass' AND p.granted_at > now() - interval '7 days' AND (p.verdict IS NULL OR p.reviewed_at > now() - interval '1 day')
     AND a.role = 'manager' AND me = ANY (staff.above(f.person_id))
  UNION ALL
  SELECT 'limit reached', e.at, f.full_name, (e.detail->>'customers')::integer, NULL, NULL, NULL
    FROM privacy.events e JOIN staff.staff f ON f.staff_id = e.staff_id
   WHERE e.name = 'opening limit.reached' AND e.at > now() - interval '1 day'
     AND (a.role = 'privacy officer' OR a.role = 'manager' AND me = ANY (staff.above(f.person_id)))
  UNION ALL
  SELECT CASE WHEN p.requested_by = a.staff_id THEN 'approval decided' ELSE 'approval waits' END, coalesce(p.decided_at, p.requested_at),
         coalesce(d.full_name, f.full_name), NULL, NULL, p.reference, p.state
    FROM privacy.listed_approvals(a.staff_id) p JOIN staff.staff f ON f.staff_id = p.requested_by LEFT JOIN staff.staff d ON d.staff_id = p.decided_by
   WHERE p.expires_at > clock_timestamp() AND (p.requested_by <> a.staff_id OR p.state IN ('approved', 'refused'))
  UNION ALL
  SELECT 'glass to review', min(p.granted_at), NULL, count(*)::integer, min(p.review_due_on), NULL, NULL FROM privacy.passes p
   WHERE a.role = 'privacy officer' AND p.kind = 'break-glass' AND p.verdict IS NULL HAVING count(*) > 0
  UNION ALL
  SELECT 'certificate', now(), NULL, c.last - CURRENT_DATE, c.last, NULL, NULL
    FROM (SELECT max(x.expires_on) AS last FROM staff.certificates x WHERE x.staff_id = a.staff_id AND x.kind = 'privacy') c
   WHERE a.role IN ('banker', 'contact centre', 'manager') AND (c.last IS NULL OR c.last <= CURRENT_DATE + 30)
  ORDER BY 2 DESC LIMIT 50;
END $$;

DO $$
DECLARE f text;
BEGIN
  FOREACH f IN ARRAY ARRAY['privacy.break_glass(text, uuid, uuid, text, text, text)', 'privacy.list_broken_glass(uuid, text, boolean)',
    'privacy.broken_glass_cards(uuid, text, boolean)', 'privacy.review_glass(text, uuid, text, text)', 'privacy.notices(text)'] LOOP
    PERFORM house.hand_over(f, 'earshot_vault', 'earshot_staff');
  END LOOP;
  PERFORM house.hand_over('privacy.next_working_day(uuid, date)', 'earshot_vault', '');
END $$;
GRANT SELECT ON premises.holidays TO earshot_vault;
