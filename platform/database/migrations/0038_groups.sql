-- Each quarter: do offers come to groups alike, where the group is known? Counted by a run with a role of its own, in the database: no row of
-- anybody leaves it, and what it found is for compliance alone. No log-in and no run that decides, learns or shows reads these counts.
CREATE TABLE advice.group_counts (
  quarter date NOT NULL,
  dimension text NOT NULL CHECK (dimension IN ('age', 'sex')),
  band text NOT NULL CHECK (length(band) <= 20),
  -- '': any of the offers
  option_code text NOT NULL CHECK (length(option_code) <= 60),
  -- null: fewer than thirty, of whom nothing is kept
  decided integer CHECK (decided >= 30),
  suggested integer CHECK (suggested BETWEEN 0 AND decided),
  made_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (quarter, dimension, band, option_code),
  CHECK ((decided IS NULL) = (suggested IS NULL))
);
INSERT INTO house.table_classes VALUES ('advice.group_counts', 'operational');
INSERT INTO house.retention (rule, table_name, way, keeps_count, keeps_unit, counted_from, citation) VALUES
  ('tests by group', 'advice.group_counts', 'after a time', 5, 'years', 't.made_at', 'shows that offers were tested; 12 CFR 1002.12(b) asks for 25 months');
GRANT SELECT, DELETE ON advice.group_counts TO earshot_vault;
GRANT SELECT, INSERT, DELETE ON advice.group_counts TO earshot_run_fairness;
GRANT USAGE ON SCHEMA advice, privacy, customers, products TO earshot_run_fairness;
GRANT EXECUTE ON FUNCTION privacy.run_opened(), advice.suggested_in(text) TO earshot_run_fairness;
GRANT SELECT ON advice.verdicts TO earshot_run_fairness;
CREATE POLICY run_fairness ON advice.decisions TO earshot_run_fairness USING ((SELECT privacy.run_opened()) = 'advice.compare');
CREATE POLICY run_fairness ON customers.customers TO earshot_run_fairness USING ((SELECT privacy.run_opened()) = 'advice.compare');
GRANT SELECT ON advice.decisions TO earshot_run_fairness;
GRANT SELECT (customer_id, kind, born_on, sex, died_on, merged_into, ended_on) ON customers.customers TO earshot_run_fairness;
GRANT SELECT ON products.option_tables, products.terms TO earshot_run_fairness;

-- codes: the offers. Made anew for the quarter, however often it is asked. Returns how many rows there are.
CREATE FUNCTION advice.count_groups(of_quarter date, today date, codes text[]) RETURNS integer LANGUAGE plpgsql VOLATILE AS $$
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
     WHERE EXISTS (SELECT FROM advice.suggested_in(g.said) s WHERE s.option_code = ANY (codes)) GROUP BY 1, 2)
  INSERT INTO advice.group_counts (quarter, dimension, band, option_code, decided, suggested)
  SELECT of_quarter, z.dimension, z.band, o.code, CASE WHEN z.decided >= 30 THEN z.decided END, CASE WHEN z.decided >= 30 THEN coalesce(h.suggested, 0) END
    FROM sizes z CROSS JOIN unnest(codes || ''::text) o(code) LEFT JOIN hits h ON h.dimension = z.dimension AND h.band = z.band AND h.code = o.code;
  GET DIAGNOSTICS n = ROW_COUNT;
  RETURN n;
END $$;
REVOKE ALL ON FUNCTION advice.count_groups(date, date, text[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION advice.count_groups(date, date, text[]) TO earshot_run_fairness;

-- For compliance and the privacy office; that somebody read it is on record.
CREATE FUNCTION advice.group_counts_shown(token text) RETURNS TABLE (quarter date, dimension text, band text, option_code text, decided integer,
  suggested integer, made_at timestamptz)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE a record := privacy.actor(token);
BEGIN
  IF a.role NOT IN ('compliance officer', 'privacy officer') THEN RAISE EXCEPTION 'not for this role' USING ERRCODE = 'ES405'; END IF;
  INSERT INTO privacy.events (name, session_id, staff_id, role, premises_id, place)
  VALUES ('group tests.read', a.session_id, a.staff_id, a.role, a.premises_id, a.place);
  RETURN QUERY SELECT g.quarter, g.dimension, g.band, g.option_code, g.decided, g.suggested, g.made_at FROM advice.group_counts g
   WHERE g.quarter > CURRENT_DATE - 750 ORDER BY g.quarter DESC, g.dimension, g.option_code, g.band;
END $$;
GRANT CREATE ON SCHEMA advice TO earshot_vault;
SELECT house.hand_over('advice.group_counts_shown(text)', 'earshot_vault', 'earshot_staff');
REVOKE CREATE ON SCHEMA advice FROM earshot_vault;
