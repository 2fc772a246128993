-- What decides about the people who look: their line, fresh proof of who they are, leaving, covers, certificates.

-- Everybody above a person, by persons and not accounts; a circle in the line ends by itself.
CREATE FUNCTION staff.above(person uuid) RETURNS uuid[] LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
  RETURN (WITH RECURSIVE line(person_id) AS (
      SELECT m.person_id FROM staff.staff f JOIN staff.staff m ON m.staff_id = f.manager_id WHERE f.person_id = person
      UNION
      SELECT m.person_id FROM line l JOIN staff.staff f ON f.person_id = l.person_id JOIN staff.staff m ON m.staff_id = f.manager_id)
    SELECT coalesce(array_agg(l.person_id), '{}') FROM line l);
END $$;
-- One is above the other, either way round, or they are one person.
CREATE FUNCTION staff.in_one_line(one uuid, other uuid) RETURNS boolean LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
  RETURN one = other OR one = ANY (staff.above(other)) OR other = ANY (staff.above(one));
END $$;

-- Whoever leaves loses everything in the same moment, however they were made inactive: sessions, covers to and of them. Whom they were
-- with waits for a colleague. It does not come back if they do.
CREATE FUNCTION staff.leave() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
  UPDATE staff.sessions s SET ended_at = now() WHERE s.staff_id = NEW.staff_id AND s.ended_at IS NULL;
  UPDATE customers.portfolio_covers k SET ended_at = now() WHERE NEW.staff_id IN (k.from_staff, k.to_staff) AND k.ended_at IS NULL;
  UPDATE conversations.visits v SET state = 'waiting', handed_to = NULL, version = v.version + 1
   WHERE v.handed_to = NEW.staff_id AND v.state IN ('waiting', 'in progress');
  INSERT INTO privacy.events (name, subject) VALUES ('staff.left', NEW.staff_id::text);
  RETURN NULL;
END $$;
CREATE TRIGGER leave AFTER UPDATE OF active ON staff.staff FOR EACH ROW WHEN (OLD.active AND NOT NEW.active) EXECUTE FUNCTION staff.leave();
CREATE INDEX ON conversations.visits (handed_to) WHERE state IN ('waiting', 'in progress');

-- Covers -----------------------------------------------------------------------------------------------------------------------------

-- Passes a portfolio on for a time: one's own, or that of somebody below one in the line.
CREATE FUNCTION customers.make_cover(token text, new_cover uuid, from_whom uuid, to_whom uuid, from_day date, to_day date) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE a record; holder record; taker record; me uuid;
BEGIN
  a := privacy.actor(token);
  SELECT f.person_id INTO me FROM staff.staff f WHERE f.staff_id = a.staff_id;
  SELECT f.* INTO holder FROM staff.staff f WHERE f.staff_id = from_whom AND f.active;
  SELECT f.* INTO taker FROM staff.staff f WHERE f.staff_id = to_whom AND f.active AND f.role IN ('banker', 'contact centre', 'manager');
  IF holder.staff_id IS NULL OR taker.staff_id IS NULL THEN RAISE EXCEPTION 'nobody like that works here' USING ERRCODE = 'ES404'; END IF;
  IF from_whom <> a.staff_id AND NOT me = ANY (staff.above(holder.person_id)) THEN
    RAISE EXCEPTION 'one''s own portfolio, or that of somebody one manages' USING ERRCODE = 'ES405';
  END IF;
  IF taker.person_id IN (holder.person_id, me) OR taker.premises_id IS DISTINCT FROM holder.premises_id
     OR to_day NOT BETWEEN greatest(from_day, CURRENT_DATE) AND from_day + 60 OR from_day > CURRENT_DATE + 366 THEN
    RAISE EXCEPTION 'to a colleague of the same branch other than oneself, for 60 days at most' USING ERRCODE = 'ES422';
  END IF;
  INSERT INTO customers.portfolio_covers (cover_id, from_staff, to_staff, from_date, to_date, made_by)
  VALUES (new_cover, from_whom, to_whom, from_day, to_day, a.staff_id) ON CONFLICT DO NOTHING;
  IF NOT FOUND THEN RETURN; END IF;
  INSERT INTO privacy.events (name, session_id, staff_id, subject, detail) VALUES ('cover.made', a.session_id, a.staff_id, new_cover::text,
    jsonb_build_object('from', from_whom, 'to', to_whom, 'from day', from_day, 'to day', to_day));
END $$;
-- Whoever it concerns may end it early, and so may those above the holder.
CREATE FUNCTION customers.end_cover(token text, cover uuid) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE a record; k record;
BEGIN
  a := privacy.actor(token);
  SELECT c.* INTO k FROM customers.portfolio_covers c WHERE c.cover_id = cover FOR UPDATE;
  IF k.cover_id IS NULL OR NOT customers.cover_concerns(a.staff_id, k.from_staff, k.to_staff, k.made_by) THEN
    RAISE EXCEPTION 'no such cover' USING ERRCODE = 'ES404';
  END IF;
  IF k.ended_at IS NOT NULL THEN RETURN; END IF;
  UPDATE customers.portfolio_covers c SET ended_at = now(), ended_by = a.staff_id WHERE c.cover_id = cover;
  INSERT INTO privacy.events (name, session_id, staff_id, subject) VALUES ('cover.ended', a.session_id, a.staff_id, cover::text);
END $$;
CREATE FUNCTION customers.cover_concerns(who uuid, from_whom uuid, to_whom uuid, maker uuid) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
  RETURN who IN (from_whom, to_whom, maker) OR (SELECT f.person_id FROM staff.staff f WHERE f.staff_id = who)
    = ANY (staff.above((SELECT f.person_id FROM staff.staff f WHERE f.staff_id = from_whom)));
END $$;
-- The covers that stand or are to come and concern me, soonest first.
CREATE FUNCTION customers.covers(token text) RETURNS TABLE (cover_id uuid, from_staff uuid, from_name text, to_staff uuid, to_name text, from_date date,
  to_date date, made_by_name text, stands boolean)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE a record;
BEGIN
  a := privacy.actor(token);
  RETURN QUERY SELECT k.cover_id, k.from_staff, f.full_name, k.to_staff, t.full_name, k.from_date, k.to_date, m.full_name, k.from_date <= CURRENT_DATE
    FROM customers.portfolio_covers k JOIN staff.staff f ON f.staff_id = k.from_staff JOIN staff.staff t ON t.staff_id = k.to_staff
    JOIN staff.staff m ON m.staff_id = k.made_by
   WHERE k.ended_at IS NULL AND k.to_date >= CURRENT_DATE AND customers.cover_concerns(a.staff_id, k.from_staff, k.to_staff, k.made_by)
   ORDER BY k.from_date, k.cover_id LIMIT 100;
END $$;

-- Lists that staff see without searching (0012), with the portfolios that one covers.
CREATE OR REPLACE FUNCTION privacy.list(search uuid, token text, surface text, after uuid, most integer) RETURNS integer
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE a record; found uuid[];
BEGIN
  a := privacy.actor(token);
  IF most NOT BETWEEN 1 AND 100 THEN RAISE EXCEPTION 'a list has 1 to 100 rows' USING ERRCODE = 'ES422'; END IF;
  IF surface = 'welcome desk' THEN
    SELECT array_agg(DISTINCT v.customer_id) INTO found FROM (SELECT x.customer_id FROM conversations.visits x
      WHERE x.premises_id = a.premises_id AND x.state IN ('waiting', 'in progress') AND x.checked_in_at > now() - interval '16 hours'
      ORDER BY x.checked_in_at LIMIT most) v;
  ELSIF surface = 'promises' THEN
    SELECT array_agg(DISTINCT p.customer_id) INTO found FROM (SELECT x.customer_id FROM conversations.promises x
      WHERE x.assigned_to = a.staff_id AND x.state = 'open' ORDER BY x.due_on LIMIT most) p;
  ELSIF surface = 'portfolio' THEN
    SELECT array_agg(p.customer_id ORDER BY p.customer_id) INTO found FROM (SELECT DISTINCT x.customer_id FROM customers.portfolios x
      WHERE x.staff_id IN (SELECT a.staff_id UNION ALL SELECT k.from_staff FROM customers.portfolio_covers k
          WHERE k.to_staff = a.staff_id AND k.ended_at IS NULL AND CURRENT_DATE BETWEEN k.from_date AND k.to_date)
        AND x.ended_on IS NULL AND x.from_date <= CURRENT_DATE AND coalesce(x.to_date, CURRENT_DATE) >= CURRENT_DATE
        AND (after IS NULL OR x.customer_id > after) ORDER BY x.customer_id LIMIT most) p;
  ELSE RAISE EXCEPTION 'no such list' USING ERRCODE = 'ES422'; END IF;
  INSERT INTO privacy.searches (search_id, session_id, staff_id, role, premises_id, place, surface, query, customer_ids)
  VALUES (search, a.session_id, a.staff_id, a.role, a.premises_id, a.place, surface, '', coalesce(found, '{}'));
  RETURN coalesce(cardinality(found), 0);
END $$;

-- Certificates -----------------------------------------------------------------------------------------------------------------------

-- Administrators record them for anybody, managers for those below them; nobody for themselves.
CREATE FUNCTION staff.may_certify(token text, whom uuid, OUT session_id uuid, OUT staff_id uuid, OUT may boolean)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE a record; me uuid; them uuid;
BEGIN
  a := privacy.actor(token);
  session_id := a.session_id; staff_id := a.staff_id;
  SELECT f.person_id INTO me FROM staff.staff f WHERE f.staff_id = a.staff_id;
  SELECT f.person_id INTO them FROM staff.staff f WHERE f.staff_id = whom;
  may := coalesce(me <> them AND (a.role = 'administrator' OR (a.role = 'manager' AND me = ANY (staff.above(them)))), false);
END $$;
CREATE FUNCTION staff.record_certificate(token text, new_certificate uuid, whom uuid, from_day date, to_day date) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE m record;
BEGIN
  m := staff.may_certify(token, whom);
  IF NOT m.may THEN RAISE EXCEPTION 'not for this person' USING ERRCODE = 'ES405'; END IF;
  IF from_day > CURRENT_DATE OR to_day NOT BETWEEN CURRENT_DATE AND from_day + 800 THEN
    RAISE EXCEPTION 'a certificate begins today or earlier and counts for 800 days at most' USING ERRCODE = 'ES422';
  END IF;
  INSERT INTO staff.certificates (certificate_id, staff_id, valid_from, expires_on, issued_by) VALUES (new_certificate, whom, from_day, to_day, m.staff_id)
  ON CONFLICT DO NOTHING;
  IF NOT FOUND THEN RETURN; END IF;
  INSERT INTO privacy.events (name, session_id, staff_id, subject, detail)
  VALUES ('certificate.recorded', m.session_id, m.staff_id, whom::text, jsonb_build_object('kind', 'privacy', 'expires on', to_day));
END $$;
-- A page of those whose certificates the caller may record, by user name, each with when theirs expires.
CREATE FUNCTION staff.certified(token text, after text, most integer) RETURNS TABLE (staff_id uuid, user_name text, full_name text, role text,
  premises text, expires_on date)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE a record; me uuid;
BEGIN
  a := privacy.actor(token);
  IF a.role NOT IN ('administrator', 'manager') THEN RAISE EXCEPTION 'for administrators and managers' USING ERRCODE = 'ES405'; END IF;
  SELECT f.person_id INTO me FROM staff.staff f WHERE f.staff_id = a.staff_id;
  RETURN QUERY SELECT f.staff_id, f.user_name, f.full_name, f.role, p.name,
      (SELECT max(c.expires_on) FROM staff.certificates c WHERE c.staff_id = f.staff_id AND c.kind = 'privacy')
    FROM staff.staff f LEFT JOIN premises.premises p ON p.premises_id = f.premises_id
   WHERE f.active AND f.person_id <> me AND f.user_name > coalesce(after, '')
     AND (a.role = 'administrator' OR me = ANY (staff.above(f.person_id)))
   ORDER BY f.user_name LIMIT least(greatest(most, 1), 101);
END $$;
-- With the first sign-in, from the command line: a year, issued by nobody in particular.
CREATE FUNCTION staff.certify_new(whom text) RETURNS void
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS $$
  INSERT INTO staff.certificates (staff_id, valid_from, expires_on)
  SELECT f.staff_id, CURRENT_DATE, CURRENT_DATE + 365 FROM staff.staff f
   WHERE f.user_name = whom AND NOT EXISTS (SELECT FROM staff.certificates c WHERE c.staff_id = f.staff_id)
$$;

DO $$
DECLARE f text;
BEGIN
  FOREACH f IN ARRAY ARRAY['customers.make_cover(text, uuid, uuid, uuid, date, date)',
    'customers.end_cover(text, uuid)', 'customers.covers(text)', 'staff.record_certificate(text, uuid, uuid, date, date)',
    'staff.certified(text, text, integer)'] LOOP
    PERFORM house.hand_over(f, 'earshot_vault', 'earshot_staff');
  END LOOP;
  FOREACH f IN ARRAY ARRAY['staff.above(uuid)', 'staff.in_one_line(uuid, uuid)', 'staff.leave()',
    'customers.cover_concerns(uuid, uuid, uuid, uuid)', 'staff.may_certify(text, uuid)'] LOOP
    PERFORM house.hand_over(f, 'earshot_vault', '');
  END LOOP;
  PERFORM house.hand_over('staff.certify_new(text)', 'earshot_vault', 'earshot_jobs');
END $$;
