-- Help before any sale, in what is kept: what she told herself and asked for is news; what a suspicion goes by is in sight, however long
-- it goes on; whose an income on a joint account is; waivers and cheaper options decide as offers do, and are tested by group as offers are.
CREATE FUNCTION house.amend(function regprocedure, said text, says text) RETURNS void LANGUAGE plpgsql AS $$
DECLARE source text := pg_get_functiondef(function); times integer := (length(source) - length(replace(source, said, ''))) / length(said);
BEGIN
  IF times <> 1 THEN RAISE EXCEPTION '% says that % times: %', function, times, said; END IF;
  EXECUTE replace(source, said, says);
END $$;

-- News -----------------------------------------------------------------------------------------------------------------------------------
SELECT house.amend('needs.list_news(uuid, text)', $said$e.state = 'suspected' AND NOT e.not_used
              AND e.found_at > now() - interval '14 days'$said$, $says$(e.state = 'suspected' OR e.state = 'confirmed' AND e.decided_as = 'customer')
              AND NOT e.not_used AND greatest(e.found_at, e.decided_at) > now() - interval '14 days'$says$),
  house.amend('needs.list_news(uuid, text)', 'OR (SELECT true FROM needs.standings s', $says$OR (SELECT true FROM needs.needs n WHERE n.customer_id = p.customer_id
              AND n.source = 'customer' AND n.category = 'help in difficulty' AND n.state = 'open' AND n.strength >= 60 AND NOT n.not_used
              AND n.recorded_at > now() - interval '14 days' LIMIT 1)
         OR (SELECT true FROM needs.standings s$says$),
  house.amend('needs.news_cards(uuid, text)', $said$e.state = 'suspected' AND NOT e.not_used AND e.found_at > now() - interval '14 days'$said$,
    $says$(e.state = 'suspected' OR e.state = 'confirmed' AND e.decided_as = 'customer') AND NOT e.not_used
           AND greatest(e.found_at, e.decided_at) > now() - interval '14 days'$says$),
  -- that she asked for help is said where nobody listens
  house.amend('needs.news_cards(uuid, text)', 'SELECT s.of, s.value, s.from_date', $says$SELECT 'need', n.category, (n.recorded_at AT TIME ZONE 'UTC')::date,
          a.place = 'open counter' FROM needs.needs n
         WHERE n.customer_id = f.id AND n.source = 'customer' AND n.category = 'help in difficulty' AND n.state = 'open' AND n.strength >= 60
           AND NOT n.not_used AND n.recorded_at > now() - interval '14 days'
        UNION ALL
        SELECT s.of, s.value, s.from_date$says$);
GRANT SELECT ON needs.needs TO earshot_cards;

-- Evidence -------------------------------------------------------------------------------------------------------------------------------
-- What goes on is seen by its newest movements, which may be far from its beginning.
SELECT house.amend('needs.evidence_of(uuid)', 'e.on_date + 400', 'greatest(e.on_date + 400, e.expires_on)');
-- The very agreements that an event goes by, with the rights of whoever asks: which deposit, which loan.
CREATE FUNCTION needs.evidence_held(customer uuid) RETURNS TABLE (event_id uuid, kind text, last4 text, opened_on date, matures_on date)
LANGUAGE sql STABLE AS $$
  SELECT e.event_id, h.kind, h.last4, h.opened_on, h.matures_on
    FROM needs.events e CROSS JOIN LATERAL jsonb_array_elements_text(e.evidence -> 'others') seen(id)
    JOIN holdings.holdings h ON h.customer_id = e.customer_id AND h.agreement_id = seen.id::uuid
   WHERE e.customer_id = customer AND e.expires_on >= CURRENT_DATE
   ORDER BY e.event_id, h.opened_on LIMIT 200
$$;
REVOKE ALL ON FUNCTION needs.evidence_held(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION needs.evidence_held(uuid) TO earshot_staff, earshot_portal;

-- Joint accounts -------------------------------------------------------------------------------------------------------------------------
-- Whose a salary on a joint account is, its payer tells: the employer of one of them. Each other owner is a row.
GRANT SELECT (employer) ON customers.customers TO earshot_run_needs;
CREATE FUNCTION needs.co_owners_of(ids uuid[], day date) RETURNS TABLE (customer_id uuid, agreement_id uuid, employer text, other_employer text)
LANGUAGE sql STABLE AS $$
  SELECT h.customer_id, h.agreement_id, c.employer, o.employer
    FROM holdings.holdings h
    JOIN holdings.holdings p ON p.agreement_id = h.agreement_id AND p.customer_id <> h.customer_id AND p.role IN ('owner', 'joint owner')
     AND p.ended_on IS NULL
    JOIN customers.customers c ON c.customer_id = h.customer_id
    JOIN customers.customers o ON o.customer_id = p.customer_id
   WHERE h.customer_id = ANY (ids) AND h.kind = 'current account' AND h.role IN ('owner', 'joint owner') AND coalesce(h.opened_on, day) <= day
   ORDER BY h.customer_id, h.agreement_id LIMIT 20000
$$;
REVOKE ALL ON FUNCTION needs.co_owners_of(uuid[], date) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION needs.co_owners_of(uuid[], date) TO earshot_run_needs;

-- Prices decide as offers do -------------------------------------------------------------------------------------------------------------
-- A charge that is given back, a cheaper account, a lesson: a version that hung on what an offer may not know counts no more, and what
-- comes with Earshot takes its place.
DELETE FROM products.option_tables t WHERE t.option_code IN ('waive.overdraft', 'lower.costs', 'budget')
  AND t.body -> 'table' -> 'inputs' ?| ARRAY['stage', 'age', 'children', 'children.youngest.age', 'support.needs', 'sex', 'couple', 'bereaved',
    'studying', 'retired', 'pensioned', 'out.of.work', 'income.kind', 'owner.nears.retirement'];
UPDATE products.option_tables t SET body = jsonb_set(t.body, '{table,context}', '"offer"')
 WHERE t.option_code IN ('waive.overdraft', 'lower.costs', 'budget') AND t.body -> 'table' ->> 'context' = 'care';

-- codes: each is tested; any_of: those of them that are offers proper, tested together.
DROP FUNCTION advice.count_groups(date, date, text[]);
CREATE FUNCTION advice.count_groups(of_quarter date, today date, codes text[], any_of text[]) RETURNS integer LANGUAGE plpgsql VOLATILE AS $$
DECLARE n integer;
BEGIN
  DELETE FROM advice.group_counts g WHERE g.quarter = of_quarter;
  WITH people AS MATERIALIZED (
    SELECT d.customer_id, d.said, c.sex, extract(year FROM age(today, c.born_on))::integer AS years
      FROM advice.decisions d JOIN customers.customers c ON c.customer_id = d.customer_id
     WHERE c.kind = 'person' AND c.died_on IS NULL AND c.merged_into IS NULL AND c.ended_on IS NULL AND d.expires_on >= today),
  grouped AS MATERIALIZED (
    SELECT 'age' AS dimension, CASE WHEN p.years < 30 THEN '18-29' WHEN p.years < 45 THEN '30-44' WHEN p.years < 60 THEN '45-59' WHEN p.years < 75 THEN '60-74'
        ELSE '75+' END AS band, p.said FROM people p WHERE p.years >= 18
    UNION ALL SELECT 'sex', p.sex, p.said FROM people p WHERE p.sex IN ('female', 'male')),
  sizes AS (SELECT g.dimension, g.band, count(*)::integer AS decided FROM grouped g GROUP BY 1, 2),
  hits AS (
    SELECT g.dimension, g.band, s.option_code AS code, count(*)::integer AS suggested
      FROM grouped g CROSS JOIN LATERAL advice.suggested_in(g.said) s WHERE s.option_code = ANY (codes) GROUP BY 1, 2, 3
    UNION ALL
    SELECT g.dimension, g.band, '', count(*)::integer FROM grouped g
     WHERE EXISTS (SELECT FROM advice.suggested_in(g.said) s WHERE s.option_code = ANY (any_of)) GROUP BY 1, 2)
  INSERT INTO advice.group_counts (quarter, dimension, band, option_code, decided, suggested)
  SELECT of_quarter, z.dimension, z.band, o.code, CASE WHEN z.decided >= 30 THEN z.decided END, CASE WHEN z.decided >= 30 THEN coalesce(h.suggested, 0) END
    FROM sizes z CROSS JOIN unnest(codes || ''::text) o(code) LEFT JOIN hits h ON h.dimension = z.dimension AND h.band = z.band AND h.code = o.code;
  GET DIAGNOSTICS n = ROW_COUNT;
  RETURN n;
END $$;
REVOKE ALL ON FUNCTION advice.count_groups(date, date, text[], text[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION advice.count_groups(date, date, text[], text[]) TO earshot_run_fairness;
DROP FUNCTION house.amend(regprocedure, text, text);
