-- What is known of each occasion: gathered for many employees at once, with the rights of whoever asks (earshot_run_detection), judged in
-- bank/privacy/detecting-rules.ts. A day is a day at the branch.

CREATE FUNCTION privacy.occasion_facts(staff uuid[], from_day date) RETURNS TABLE (
  occasion_id uuid, staff_id uuid, customer_id uuid, on_date date, first_at timestamptz, last_at timestamptz, premises_id uuid,
  ground_kind text, ground uuid, looks integer, proven boolean, presence text, second_person boolean, follows_proven boolean,
  counter_business boolean, work_done boolean, minutes integer, at_once integer, home_branch boolean, hours jsonb, holiday boolean,
  weekday integer, minute_of_day integer, earlier integer, other_staff integer, prominent boolean, oneself boolean, related boolean,
  colleague boolean, manager boolean)
LANGUAGE sql STABLE AS $$
  WITH looked AS (
    SELECT r.staff_id, r.customer_id, r.ground_kind, r.ground, (r.at AT TIME ZONE coalesce(p.time_zone, 'UTC'))::date AS on_date,
           min(r.at) AS first_at, max(r.at) AS last_at, (array_agg(r.premises_id ORDER BY r.at))[1] AS premises_id,
           count(*)::integer AS looks, bool_and(r.proven) AS proven
      FROM privacy.access_records r LEFT JOIN premises.premises p ON p.premises_id = r.premises_id
     -- a day may begin half a day before it does in Greenwich
     WHERE r.staff_id = ANY (staff) AND r.at >= from_day::timestamp AT TIME ZONE 'UTC' - interval '14 hours' AND r.action <> 'own file'
     GROUP BY r.staff_id, r.customer_id, r.ground_kind, r.ground, 5
  )
  SELECT house.id_of('detection', 'occasion', concat_ws('|', l.staff_id, l.customer_id, l.ground, l.on_date)), l.staff_id, l.customer_id,
    l.on_date, l.first_at, l.last_at, l.premises_id, l.ground_kind, l.ground, l.looks, l.proven, v.presence,
    coalesce(v.checked_in_by <> l.staff_id, false),
    -- a promise or portfolio of one's own, made on a day on which this customer's presence was proven to this employee
    EXISTS (SELECT FROM privacy.access_records a, (
        SELECT m.made_at::date AS made_on FROM conversations.promises m WHERE m.promise_id = l.ground AND m.customer_id = l.customer_id
        UNION ALL SELECT o.from_date FROM customers.portfolios o WHERE o.portfolio_id = l.ground AND o.customer_id = l.customer_id) m
      WHERE a.customer_id = l.customer_id AND a.staff_id = l.staff_id AND a.proven AND a.ground_kind IN ('visit', 'call')
        AND a.at >= m.made_on::timestamp AT TIME ZONE 'UTC' - interval '14 hours' AND a.at < m.made_on::timestamp AT TIME ZONE 'UTC' + interval '38 hours'),
    EXISTS (SELECT FROM holdings.transactions t WHERE t.customer_id = l.customer_id AND t.booked_on = l.on_date
      AND t.kind IN ('cash deposit', 'cash withdrawal') AND t.ended_on IS NULL),
    -- a visit that was checked in and moved is no work
    EXISTS (SELECT FROM privacy.changes c WHERE c.customer_id = l.customer_id AND c.staff_id = l.staff_id AND c.name NOT LIKE 'visit.%'
      AND c.at >= l.first_at - interval '1 minute' AND c.at < l.first_at + interval '16 hours'),
    round(extract(epoch FROM v.ended_at - v.started_at) / 60)::integer,
    (SELECT count(*)::integer FROM conversations.visits x WHERE x.handed_to = l.staff_id AND x.visit_id <> v.visit_id AND x.state <> 'undone'
      AND x.started_at BETWEEN v.started_at - interval '2 minutes' AND v.started_at + interval '2 minutes'),
    k.home_premises_id = l.premises_id, coalesce(b.hours, '{}'),
    EXISTS (SELECT FROM premises.holidays h WHERE h.premises_id = l.premises_id AND h.on_date = l.on_date),
    extract(isodow FROM l.on_date)::integer,
    (extract(hour FROM l.first_at AT TIME ZONE coalesce(b.time_zone, 'UTC')) * 60 + extract(minute FROM l.first_at AT TIME ZONE coalesce(b.time_zone, 'UTC')))::integer,
    (SELECT count(*)::integer FROM privacy.occasions o WHERE o.staff_id = l.staff_id AND o.customer_id = l.customer_id AND o.bare AND o.score > 0
      AND o.on_date >= l.on_date - 30 AND o.on_date < from_day),
    (SELECT count(DISTINCT o.staff_id)::integer FROM privacy.occasions o WHERE o.customer_id = l.customer_id AND o.staff_id <> l.staff_id AND o.score > 0
      AND o.on_date BETWEEN l.on_date - 7 AND l.on_date),
    coalesce(k.restricted, false), coalesce(f.customer_id = l.customer_id, false),
    EXISTS (SELECT FROM customers.relations r WHERE r.customer_id = f.customer_id AND r.other_id = l.customer_id AND r.ended_on IS NULL)
      OR EXISTS (SELECT FROM customers.relations r WHERE r.customer_id = l.customer_id AND r.other_id = f.customer_id AND r.ended_on IS NULL),
    EXISTS (SELECT FROM staff.staff s WHERE s.customer_id = l.customer_id AND s.staff_id <> l.staff_id),
    EXISTS (SELECT FROM staff.staff s WHERE s.customer_id = l.customer_id AND s.staff_id = f.manager_id)
  FROM looked l JOIN staff.staff f ON f.staff_id = l.staff_id
  LEFT JOIN customers.customers k ON k.customer_id = l.customer_id
  LEFT JOIN premises.premises b ON b.premises_id = l.premises_id
  LEFT JOIN LATERAL (SELECT x.visit_id, x.presence, x.checked_in_by, x.started_at, x.ended_at FROM conversations.visits x WHERE x.visit_id = l.ground AND l.ground_kind IN ('visit', 'call', 'acting for them') LIMIT 1) v ON true
  WHERE l.on_date >= from_day
  ORDER BY l.staff_id, l.on_date, l.first_at, l.customer_id
$$;

-- What the bank knows of these people as its customers, as far as it tells whether two belong together.
CREATE FUNCTION privacy.persons_of(ids uuid[]) RETURNS TABLE (customer_id uuid, names text[], phones text[], addresses jsonb, employer text)
LANGUAGE sql STABLE AS $$
  SELECT c.customer_id,
    c.full_name || ARRAY(SELECT n.full_name FROM customers.names n WHERE n.customer_id = c.customer_id AND n.kind IN ('legal', 'former', 'alias')
      AND n.ended_on IS NULL ORDER BY n.full_name LIMIT 6),
    ARRAY(SELECT p.normalised FROM customers.contact_points p WHERE p.customer_id = c.customer_id AND p.kind = 'phone' AND p.ended_on IS NULL
      AND p.purpose <> 'work' ORDER BY p.normalised LIMIT 6),
    coalesce((SELECT jsonb_agg(jsonb_build_object('lines', a.lines, 'postalCode', a.postal_code)) FROM customers.addresses a
      WHERE a.customer_id = c.customer_id AND a.purpose <> 'work' AND a.ended_on IS NULL), '[]'),
    c.employer
  FROM customers.customers c WHERE c.customer_id = ANY (ids)
$$;

-- About what share of all customers carries one of these words in a name; 1 while nobody has counted them.
CREATE FUNCTION privacy.share_of_words(words text[]) RETURNS real LANGUAGE sql STABLE AS $$
  SELECT CASE WHEN n.reltuples < 100 THEN 1 ELSE least(1, coalesce((SELECT sum(2 ^ w.common) FROM customers.words w WHERE w.word = ANY (words)), 0)
    / n.reltuples) END::real
    FROM pg_catalog.pg_class n WHERE n.oid = 'customers.customers'::regclass
$$;

GRANT EXECUTE ON FUNCTION privacy.occasion_facts(uuid[], date), privacy.persons_of(uuid[]), privacy.share_of_words(text[]) TO earshot_run_detection;
