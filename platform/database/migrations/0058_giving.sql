-- Who looks after whom, changed by somebody: a feed says it (bank/feed/portfolios.ts), and a manager gives customers of somebody of the branch,
-- of somebody who has left, or of nobody, to a colleague. What a source brought is not taken up again by the next run because of that: its last
-- day is set and its row stays what the source said, until the source says something else.
CREATE TABLE customers.portfolio_givings (
  giving_id uuid PRIMARY KEY,
  -- null: nobody looked after them
  from_staff uuid REFERENCES staff.staff,
  to_staff uuid NOT NULL REFERENCES staff.staff,
  given_by uuid NOT NULL REFERENCES staff.staff,
  given_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  from_date date NOT NULL,
  customers integer NOT NULL CHECK (customers > 0),
  promises integer NOT NULL,
  -- who stays where they are, and why
  restricted integer NOT NULL,
  own_people integer NOT NULL,
  remaining integer NOT NULL,
  CHECK (to_staff IS DISTINCT FROM from_staff AND to_staff <> given_by)
);
CREATE INDEX ON customers.portfolio_givings (to_staff, given_at);
CREATE INDEX ON customers.portfolio_givings (from_staff, given_at);
INSERT INTO house.table_classes VALUES ('customers.portfolio_givings', 'operational');
INSERT INTO house.retention (rule, table_name, way, keeps_count, keeps_unit, counted_from, only_if, citation) VALUES
  ('portfolios given', 'customers.portfolio_givings', 'after a time', 10, 'years', 't.given_at', 'true', 'explains looks that are on record; by ids alone');
GRANT SELECT, INSERT, DELETE ON customers.portfolio_givings TO earshot_vault;

-- giving_id: it was given by a manager. follows: the row of a source that it stands in for, until that source names somebody anew.
ALTER TABLE customers.portfolios ADD COLUMN giving_id uuid, ADD COLUMN follows uuid;
CREATE INDEX portfolios_given ON customers.portfolios (customer_id) WHERE giving_id IS NOT NULL;
UPDATE privacy.copy_rules SET without = without || '{giving_id,follows}' WHERE table_name = 'customers.portfolios';
GRANT INSERT (customer_id, staff_id, assigned_by, from_date, to_date, giving_id, follows), UPDATE (to_date) ON customers.portfolios TO earshot_vault;
GRANT UPDATE (assigned_to) ON conversations.promises TO earshot_vault;
-- Whose home a branch is: who of them has nobody.
CREATE INDEX customers_at_home ON customers.customers (home_premises_id, customer_id) WHERE ended_on IS NULL AND merged_into IS NULL;

-- A run finds colleagues by their user names, refuses their own people, and is not undone under what a manager has given since.
GRANT SELECT (staff_id, user_name, active, role) ON staff.staff TO earshot_run_feed;
GRANT SELECT (giving_id, given_at) ON customers.portfolio_givings TO earshot_run_feed;
GRANT EXECUTE ON FUNCTION privacy.is_kin(uuid, uuid) TO earshot_run_feed;

-- The manager of a branch, for that branch; nobody else gives.
CREATE FUNCTION customers.giver(token text, OUT session_id uuid, OUT staff_id uuid, OUT person_id uuid, OUT role text, OUT premises_id uuid, OUT place text,
  OUT home uuid) RETURNS record LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE a record := privacy.actor(token);
BEGIN
  SELECT a.session_id, a.staff_id, f.person_id, a.role, a.premises_id, a.place, f.premises_id
    INTO session_id, staff_id, person_id, role, premises_id, place, home FROM staff.staff f WHERE f.staff_id = a.staff_id;
  IF role IS DISTINCT FROM 'manager' OR home IS NULL THEN RAISE EXCEPTION 'for the manager of a branch' USING ERRCODE = 'ES405'; END IF;
END $$;

-- The open promises that go along: today all of them, later those that fall due from then on. One that was made on a referral stays: she agreed
-- to be referred to just this colleague.
CREATE FUNCTION customers.promises_of(holder uuid, from_day date) RETURNS TABLE (customer_id uuid, promise_id uuid)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
  RETURN QUERY SELECT q.customer_id, q.promise_id FROM conversations.promises q
   WHERE q.assigned_to = holder AND q.state = 'open' AND (from_day <= CURRENT_DATE OR q.due_on >= from_day)
     AND NOT EXISTS (SELECT FROM advice.referrals r WHERE r.customer_id = q.customer_id AND r.promise_id = q.promise_id AND r.state = 'accepted');
END $$;

-- Whom somebody looks after on a day; of one who has left also whom they still owe a promise. Nobody (null): whose home the branch is and whom
-- nobody looks after. Of these, where some are chosen, those.
CREATE FUNCTION customers.held_by(home uuid, holder uuid, on_day date, chosen uuid[]) RETURNS TABLE (customer_id uuid)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
  IF holder IS NULL THEN
    RETURN QUERY SELECT c.customer_id FROM customers.customers c
     WHERE c.home_premises_id = home AND c.ended_on IS NULL AND c.merged_into IS NULL AND c.died_on IS NULL AND (chosen IS NULL OR c.customer_id = ANY (chosen))
       AND NOT EXISTS (SELECT FROM customers.portfolios p WHERE p.customer_id = c.customer_id AND p.ended_on IS NULL AND coalesce(p.to_date, on_day) >= on_day);
    RETURN;
  END IF;
  RETURN QUERY SELECT c.customer_id FROM (
      SELECT p.customer_id FROM customers.portfolios p
       WHERE p.staff_id = holder AND p.ended_on IS NULL AND coalesce(p.to_date, on_day) >= on_day
      UNION
      SELECT q.customer_id FROM staff.staff f CROSS JOIN LATERAL customers.promises_of(f.staff_id, on_day) q WHERE f.staff_id = holder AND NOT f.active) h
    JOIN customers.customers c ON c.customer_id = h.customer_id
   WHERE c.ended_on IS NULL AND c.merged_into IS NULL AND (chosen IS NULL OR c.customer_id = ANY (chosen));
END $$;

-- Who of the branch has how many; who has left, first. No customer is named. The last line, without a name: whom nobody looks after.
CREATE FUNCTION customers.portfolio_holders(token text) RETURNS TABLE (staff_id uuid, full_name text, role text, active boolean, customers integer, promises integer)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE a record := customers.giver(token);
BEGIN
  RETURN QUERY SELECT h.* FROM (
      SELECT f.staff_id, f.full_name, f.role, f.active, (SELECT count(*)::integer FROM customers.held_by(a.home, f.staff_id, CURRENT_DATE, NULL)) AS n,
          (SELECT count(*)::integer FROM customers.promises_of(f.staff_id, CURRENT_DATE))
        FROM staff.staff f WHERE f.premises_id = a.home
      UNION ALL
      SELECT NULL, NULL, NULL, true, (SELECT count(*)::integer FROM customers.held_by(a.home, NULL, CURRENT_DATE, NULL)), 0) h
   WHERE h.n > 0 ORDER BY h.active, h.full_name, h.staff_id LIMIT 500;
END $$;

-- Somebody of the branch, or nobody.
CREATE FUNCTION customers.check_holder(home uuid, holder uuid) RETURNS void LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
  PERFORM FROM staff.staff f WHERE f.staff_id = holder AND f.premises_id = home;
  IF NOT FOUND AND holder IS NOT NULL THEN RAISE EXCEPTION 'nobody like that works in this branch' USING ERRCODE = 'ES404'; END IF;
END $$;
-- A page of them, recorded with whom it shows before a card is read; counted as people whom Find shows are.
CREATE FUNCTION customers.list_held(search uuid, token text, holder uuid, after uuid, most integer) RETURNS integer
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE a record := customers.giver(token); shown uuid[];
BEGIN
  IF most IS NULL OR most NOT BETWEEN 1 AND 50 THEN RAISE EXCEPTION 'a list has 1 to 50 rows' USING ERRCODE = 'ES422'; END IF;
  PERFORM customers.check_holder(a.home, holder);
  SELECT coalesce(array_agg(x.customer_id ORDER BY x.customer_id), '{}') INTO shown FROM (SELECT h.customer_id FROM customers.held_by(a.home, holder, CURRENT_DATE, NULL) h
    WHERE after IS NULL OR h.customer_id > after ORDER BY 1 LIMIT most) x;
  IF shown <> '{}' THEN PERFORM privacy.count_found(a.staff_id, a.session_id, a.role, shown); END IF;
  INSERT INTO privacy.searches (search_id, session_id, staff_id, role, premises_id, place, surface, query, customer_ids)
  VALUES (search, a.session_id, a.staff_id, a.role, a.premises_id, a.place, CASE WHEN holder IS NULL THEN 'without a banker' ELSE 'portfolio of a colleague' END, '', shown);
  RETURN cardinality(shown);
END $$;

-- What a giving would do: whom it moves, who stays and why. Restricted files stay: a portfolio opens none. Nobody gets their own people, and
-- nobody decides who looks after their own. At most 5,000 at once; how many are left then is said.
CREATE FUNCTION customers.plan_giving(a record, from_whom uuid, to_whom uuid, from_day date, chosen uuid[],
  OUT day date, OUT moved uuid[], OUT promises integer, OUT restricted integer, OUT own_people integer, OUT remaining integer)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE taker record; holder record; meant uuid[];
BEGIN
  PERFORM customers.check_holder(a.home, from_whom);
  SELECT f.person_id INTO holder FROM staff.staff f WHERE f.staff_id = from_whom;
  SELECT f.staff_id, f.person_id INTO taker FROM staff.staff f
   WHERE f.staff_id = to_whom AND f.premises_id = a.home AND f.active AND f.role IN ('banker', 'contact centre', 'manager');
  IF taker.staff_id IS NULL THEN RAISE EXCEPTION 'nobody like that works in this branch' USING ERRCODE = 'ES404'; END IF;
  IF taker.person_id IN (holder.person_id, a.person_id) THEN RAISE EXCEPTION 'to somebody else, and not to oneself' USING ERRCODE = 'ES422'; END IF;
  IF from_day IS NULL OR from_day NOT BETWEEN CURRENT_DATE - 1 AND CURRENT_DATE + 366 THEN RAISE EXCEPTION 'from a day within a year' USING ERRCODE = 'ES422'; END IF;
  IF cardinality(chosen) > 500 THEN RAISE EXCEPTION 'five hundred are chosen at once, or all' USING ERRCODE = 'ES422'; END IF;
  -- where it is still yesterday, today
  day := greatest(from_day, CURRENT_DATE);
  meant := ARRAY(SELECT h.customer_id FROM customers.held_by(a.home, from_whom, day, chosen) h ORDER BY 1);
  remaining := greatest(cardinality(meant) - 5000, 0);
  SELECT coalesce(array_agg(m.id) FILTER (WHERE m.why IS NULL), '{}'), count(*) FILTER (WHERE m.why = 'restricted'), count(*) FILTER (WHERE m.why = 'own people')
    INTO moved, restricted, own_people
    FROM (SELECT c.customer_id AS id, CASE WHEN c.restricted THEN 'restricted'
        WHEN privacy.is_kin(to_whom, c.customer_id) OR privacy.is_kin(a.staff_id, c.customer_id) THEN 'own people' END AS why
      FROM customers.customers c WHERE c.customer_id = ANY (meant[:5000]) ORDER BY 1) m;
  promises := (SELECT count(*) FROM customers.promises_of(from_whom, day) q WHERE q.customer_id = ANY (moved));
END $$;
CREATE FUNCTION customers.count_giving(token text, from_whom uuid, to_whom uuid, from_day date, chosen uuid[],
  OUT customers integer, OUT promises integer, OUT restricted integer, OUT own_people integer, OUT remaining integer) RETURNS record
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE a record := customers.giver(token);
BEGIN
  SELECT cardinality(p.moved), p.promises, p.restricted, p.own_people, p.remaining INTO customers, promises, restricted, own_people, remaining
    FROM customers.plan_giving(a, from_whom, to_whom, from_day, chosen) p;
END $$;

-- expected: what the manager was shown. Anything else by now, and nothing is given.
CREATE FUNCTION customers.give(token text, giving uuid, from_whom uuid, to_whom uuid, from_day date, chosen uuid[], expected_customers integer,
  expected_promises integer, OUT customers integer, OUT promises integer, OUT restricted integer, OUT own_people integer, OUT remaining integer) RETURNS record
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE a record := customers.giver(token); p record;
BEGIN
  SELECT g.customers, g.promises, g.restricted, g.own_people, g.remaining INTO customers, promises, restricted, own_people, remaining
    FROM customers.portfolio_givings g WHERE g.giving_id = giving AND g.given_by = a.staff_id;
  IF FOUND THEN RETURN; END IF;
  -- two managers of a branch at once: one after the other; a feed or a merge that is writing just these is waited for
  PERFORM pg_advisory_xact_lock(hashtextextended('giving ' || a.home, 58));
  PERFORM FROM customers.portfolios o WHERE o.staff_id = from_whom AND o.ended_on IS NULL AND coalesce(o.to_date, CURRENT_DATE) >= CURRENT_DATE FOR UPDATE;
  p := customers.plan_giving(a, from_whom, to_whom, from_day, chosen);
  customers := cardinality(p.moved); promises := p.promises; restricted := p.restricted; own_people := p.own_people; remaining := p.remaining;
  IF customers = 0 OR customers IS DISTINCT FROM expected_customers OR promises IS DISTINCT FROM expected_promises THEN
    RAISE EXCEPTION 'not as many as were shown' USING ERRCODE = 'ES409';
  END IF;
  INSERT INTO privacy.changes (customer_id, name, session_id, staff_id, role, place, subject)
  SELECT m.id, 'portfolio.given', a.session_id, a.staff_id, a.role, a.place, giving FROM unnest(p.moved) m(id);
  WITH was AS MATERIALIZED (
    SELECT o.customer_id, o.portfolio_id, o.source, o.follows, o.from_date, o.to_date FROM customers.portfolios o
     WHERE o.staff_id = from_whom AND o.customer_id = ANY (p.moved) AND o.ended_on IS NULL AND coalesce(o.to_date, p.day) >= p.day
    UNION ALL
    SELECT m.id, NULL, NULL, NULL, p.day, NULL FROM unnest(p.moved) m(id) WHERE from_whom IS NULL
  ), ended AS (
    UPDATE customers.portfolios o SET to_date = CASE WHEN w.from_date >= p.day THEN CURRENT_DATE - 1 ELSE p.day - 1 END
      FROM was w WHERE o.customer_id = w.customer_id AND o.portfolio_id = w.portfolio_id)
  INSERT INTO customers.portfolios (customer_id, staff_id, assigned_by, from_date, to_date, giving_id, follows)
  SELECT w.customer_id, to_whom, a.staff_id, greatest(p.day, min(w.from_date)), CASE WHEN count(*) = count(w.to_date) THEN max(w.to_date) END, giving,
      (array_agg(CASE WHEN w.source IS NULL THEN w.follows ELSE w.portfolio_id END ORDER BY w.source IS NULL))[1]
    FROM was w
   WHERE NOT EXISTS (SELECT FROM customers.portfolios t WHERE t.customer_id = w.customer_id AND t.staff_id = to_whom AND t.ended_on IS NULL
     AND t.to_date IS NULL AND t.from_date <= p.day)
   GROUP BY w.customer_id;
  WITH passed AS (UPDATE conversations.promises q SET assigned_to = to_whom, version = q.version + 1 FROM customers.promises_of(from_whom, p.day) o
      WHERE q.customer_id = o.customer_id AND q.promise_id = o.promise_id AND q.customer_id = ANY (p.moved) RETURNING q.customer_id, q.promise_id)
  INSERT INTO privacy.changes (customer_id, name, session_id, staff_id, role, place, subject)
  SELECT x.customer_id, 'promise.passed on', a.session_id, a.staff_id, a.role, a.place, x.promise_id FROM passed x;
  INSERT INTO customers.portfolio_givings (giving_id, from_staff, to_staff, given_by, from_date, customers, promises, restricted, own_people, remaining)
  VALUES (giving, from_whom, to_whom, a.staff_id, p.day, customers, promises, restricted, own_people, remaining);
  INSERT INTO privacy.events (name, session_id, staff_id, role, premises_id, place, subject, detail)
  VALUES ('portfolio.given', a.session_id, a.staff_id, a.role, a.premises_id, a.place, giving::text, jsonb_build_object('from', from_whom, 'to', to_whom,
    'from day', p.day, 'customers', customers, 'promises', promises, 'restricted', restricted, 'own people', own_people));
END $$;

-- On Today: whom it concerns is told for a week; a manager, of whom somebody left behind, until they are given.
CREATE FUNCTION customers.giving_notices(who uuid, in_role text) RETURNS TABLE (kind text, at timestamptz, whom text, how_many integer, on_day date)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
  RETURN QUERY
  SELECT CASE WHEN v.to_staff = who THEN 'portfolio received' ELSE 'portfolio passed on' END, v.given_at, o.full_name, v.customers, v.from_date
    FROM customers.portfolio_givings v LEFT JOIN staff.staff o ON o.staff_id = CASE WHEN v.to_staff = who THEN v.from_staff ELSE v.to_staff END
   WHERE (v.to_staff = who OR v.from_staff = who) AND greatest(v.given_at, v.from_date) > now() - interval '7 days';
  IF in_role IS DISTINCT FROM 'manager' THEN RETURN; END IF;
  RETURN QUERY SELECT h.* FROM (SELECT 'left without a banker', now(), l.full_name, (SELECT count(*)::integer FROM customers.held_by(f.premises_id, l.staff_id, CURRENT_DATE, NULL)) AS n, NULL::date
    FROM staff.staff f JOIN staff.staff l ON l.premises_id = f.premises_id AND NOT l.active WHERE f.staff_id = who) h WHERE h.n > 0;
END $$;

CREATE FUNCTION house.amend(function regprocedure, said text, says text) RETURNS void LANGUAGE plpgsql AS $$
DECLARE source text := pg_get_functiondef(function); times integer := (length(source) - length(replace(source, said, ''))) / length(said);
BEGIN
  IF times <> 1 THEN RAISE EXCEPTION '% says that % times: %', function, times, said; END IF;
  EXECUTE replace(source, said, says);
END $$;
SELECT house.amend('privacy.notices(text)', '  UNION ALL
  SELECT ''glass to review''', '  UNION ALL
  SELECT g.kind, g.at, g.whom, g.how_many, g.on_day, NULL, NULL FROM customers.giving_notices(a.staff_id, a.role) g
  UNION ALL
  SELECT ''glass to review''');
DROP FUNCTION house.amend(regprocedure, text, text);

GRANT CREATE ON SCHEMA customers TO earshot_vault;
SELECT house.hand_over(f, 'earshot_vault', '') FROM unnest(ARRAY['customers.giver(text)', 'customers.promises_of(uuid, date)',
  'customers.held_by(uuid, uuid, date, uuid[])', 'customers.check_holder(uuid, uuid)', 'customers.plan_giving(record, uuid, uuid, date, uuid[])',
  'customers.giving_notices(uuid, text)']) f;
SELECT house.hand_over(f, 'earshot_vault', 'earshot_staff') FROM unnest(ARRAY['customers.portfolio_holders(text)',
  'customers.list_held(uuid, text, uuid, uuid, integer)', 'customers.count_giving(text, uuid, uuid, date, uuid[])',
  'customers.give(text, uuid, uuid, uuid, date, uuid[], integer, integer)']) f;
REVOKE CREATE ON SCHEMA customers FROM earshot_vault;
