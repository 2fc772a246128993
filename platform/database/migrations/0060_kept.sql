-- Needs met and customers kept, by option, by lot, and by the quarter in which they began to be followed: whether it helps as much as it did.
-- The same windows as advice.outcome_totals (0043_following.sql): of a customer the first of each option, and of all together under '' her
-- first of any. No branch, nobody's name, no member of staff.
CREATE TABLE advice.outcome_quarters (
  quarter date NOT NULL CHECK (extract(day FROM quarter) = 1),
  option_code text NOT NULL,
  held_out boolean NOT NULL,
  need_known integer NOT NULL,
  needs_met integer NOT NULL,
  kept_known integer NOT NULL,
  customers_kept integer NOT NULL,
  counted_on date NOT NULL,
  PRIMARY KEY (quarter, option_code, held_out)
);
INSERT INTO house.table_classes VALUES ('advice.outcome_quarters', 'operational');
INSERT INTO house.retention (rule, table_name, way, citation) VALUES ('totals of suggestions by quarter', 'advice.outcome_quarters', 'by itself', 'counted anew each night');
GRANT SELECT ON advice.outcome_quarters TO earshot_vault;
GRANT SELECT, INSERT, DELETE ON advice.outcome_quarters TO earshot_run_outcomes;
CREATE FUNCTION advice.count_outcome_quarters(today date) RETURNS integer LANGUAGE sql VOLATILE AS $$
  DELETE FROM advice.outcome_quarters;
  INSERT INTO advice.outcome_quarters
  WITH windows AS (
    SELECT f.customer_id, f.option_code, f.since, f.held_out, f.measured_on, f.met, f.kept,
        f.measured_on IS NULL OR f.measured_on > count_outcome_quarters.today - 730 AS counts,
        f.since = min(f.since) OVER (PARTITION BY f.customer_id, f.option_code) AS is_first FROM advice.followed f),
  compared AS (SELECT DISTINCT w.option_code FROM windows w WHERE w.held_out AND w.counts),
  once AS (
    SELECT DISTINCT ON (w.customer_id) w.* FROM windows w JOIN compared c ON c.option_code = w.option_code
     ORDER BY w.customer_id, w.since, w.held_out DESC, w.option_code),
  told AS (
    SELECT w.option_code, w.held_out, w.since, w.met, w.kept FROM windows w WHERE w.counts AND w.is_first AND w.measured_on IS NOT NULL
    UNION ALL SELECT '', o.held_out, o.since, o.met, o.kept FROM once o WHERE o.counts AND o.measured_on IS NOT NULL)
  SELECT date_trunc('quarter', t.since)::date, t.option_code, t.held_out, count(t.met), count(*) FILTER (WHERE t.met), count(t.kept),
      count(*) FILTER (WHERE t.kept), count_outcome_quarters.today
    FROM told t GROUP BY 1, t.option_code, t.held_out;
  SELECT count(*)::integer FROM advice.outcome_quarters
$$;
REVOKE ALL ON FUNCTION advice.count_outcome_quarters(date) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION advice.count_outcome_quarters(date) TO earshot_run_outcomes;
-- That somebody read it, advice.outcome_counts puts on record.
CREATE FUNCTION advice.outcome_quarters_shown(token text) RETURNS TABLE (quarter date, option_code text, held_out boolean,
  need_known integer, needs_met integer, kept_known integer, customers_kept integer)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE a record := privacy.actor(token);
BEGIN
  IF a.role NOT IN ('manager', 'analyst', 'compliance officer') THEN RAISE EXCEPTION 'not for this role' USING ERRCODE = 'ES405'; END IF;
  RETURN QUERY SELECT q.quarter, q.option_code, q.held_out, q.need_known, q.needs_met, q.kept_known, q.customers_kept
    FROM advice.outcome_quarters q ORDER BY q.option_code, q.quarter DESC, q.held_out;
END $$;
GRANT CREATE ON SCHEMA advice TO earshot_vault;
SELECT house.hand_over('advice.outcome_quarters_shown(text)', 'earshot_vault', 'earshot_staff');
REVOKE CREATE ON SCHEMA advice FROM earshot_vault;
