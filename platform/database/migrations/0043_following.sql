-- Whether suggestions help, asked so that the answer says it: of those whom a list could show, one window of each customer, and a need that
-- is known to be met.

-- A need, when it was settled --------------------------------------------------------------------------------------------------------------
-- When she or her banker settled it as met or rejected; null of what was settled before this was kept.
ALTER TABLE needs.needs ADD COLUMN settled_at timestamptz;
CREATE FUNCTION needs.note_settled() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    IF NEW.state IN ('met', 'rejected') THEN NEW.settled_at := coalesce(NEW.settled_at, clock_timestamp()); END IF;
  ELSIF NEW.state IS DISTINCT FROM OLD.state THEN
    NEW.settled_at := CASE WHEN NEW.state IN ('met', 'rejected') THEN clock_timestamp() END;
  END IF;
  RETURN NEW;
END $$;
REVOKE ALL ON FUNCTION needs.note_settled() FROM PUBLIC;
CREATE TRIGGER note_settled BEFORE INSERT OR UPDATE ON needs.needs FOR EACH ROW EXECUTE FUNCTION needs.note_settled();
UPDATE privacy.copy_rules SET given = given || '{settled_at}' WHERE table_name = 'needs.needs';
GRANT SELECT (source, expires_on, not_used, settled_at) ON needs.needs TO earshot_run_outcomes;

-- Met: settled as met since it is followed, or the books say that it is no longer there, or hardly. Unknown: she rejected it, or does not
-- want it used; it was stated, and has lapsed; nothing is known of her any more, or too little to say; or she has died.
CREATE OR REPLACE FUNCTION advice.measure(today date, most integer) RETURNS integer LANGUAGE sql VOLATILE AS $$
  WITH due AS MATERIALIZED (
    SELECT f.customer_id, f.option_code, f.since, f.need, f.category FROM advice.followed f
     WHERE f.measured_on IS NULL AND f.due_on <= measure.today ORDER BY f.due_on LIMIT measure.most FOR UPDATE),
  seen AS (
    SELECT d.customer_id, d.option_code, d.since, c.died_on IS NULL AND c.merged_into IS NULL AS lives,
        c.ended_on IS NULL AND (SELECT true FROM holdings.holdings h WHERE h.customer_id = d.customer_id AND h.closed_on IS NULL AND h.ended_on IS NULL LIMIT 1) IS TRUE AS kept,
        CASE WHEN d.need IS NULL THEN NULL WHEN settled.state = 'met' THEN true WHEN settled.state = 'rejected' THEN NULL
          WHEN k.strength >= least(20, d.need) THEN false
          WHEN unused.here OR stated.lapsed THEN NULL
          ELSE k.strength < least(20, d.need) END AS met
      FROM due d JOIN customers.customers c ON c.customer_id = d.customer_id
      LEFT JOIN LATERAL (SELECT (f.known->>('need.' || replace(d.category, ' ', '.')))::numeric AS strength FROM needs.facts f
        WHERE f.customer_id = d.customer_id) k ON true
      LEFT JOIN LATERAL (SELECT x.state FROM needs.needs x WHERE x.customer_id = d.customer_id AND x.category = d.category
        AND x.state IN ('met', 'rejected') AND (x.settled_at AT TIME ZONE 'UTC')::date >= d.since ORDER BY x.settled_at DESC LIMIT 1) settled ON true
      LEFT JOIN LATERAL (SELECT true AS here FROM needs.needs x WHERE x.customer_id = d.customer_id AND x.category = d.category
        AND x.state = 'open' AND x.not_used LIMIT 1) unused ON true
      -- her newest word on it is from within the window, and counts no more
      LEFT JOIN LATERAL (SELECT x.state = 'open' AND x.expires_on < measure.today AND x.expires_on >= d.since AS lapsed FROM needs.needs x
        WHERE x.customer_id = d.customer_id AND x.category = d.category AND x.source <> 'inferred' ORDER BY x.recorded_at DESC LIMIT 1) stated ON true),
  told AS (
    UPDATE advice.followed f SET measured_on = measure.today, met = CASE WHEN s.lives THEN s.met END, kept = CASE WHEN s.lives THEN s.kept END
      FROM seen s WHERE f.customer_id = s.customer_id AND f.option_code = s.option_code AND f.since = s.since RETURNING 1)
  SELECT count(*)::integer FROM told
$$;

-- Who is followed --------------------------------------------------------------------------------------------------------------------------
-- Whom somebody looks after, and whose file is on lists: of what is suggested and not answered what a list would show first, and where she
-- is held out of that, what it would show next. Who is on no list, is reminded of nothing, and is compared with nobody.
DO $$
DECLARE t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['customers.portfolios', 'advice.outcomes'] LOOP
    EXECUTE format('CREATE POLICY run_outcomes ON %s TO earshot_run_outcomes USING ((SELECT privacy.run_opened()) = ''advice.follow'')', t);
  END LOOP;
END $$;
GRANT SELECT (customer_id, from_date, to_date, ended_on) ON customers.portfolios TO earshot_run_outcomes;
GRANT SELECT (customer_id, option_code, recorded_at) ON advice.outcomes TO earshot_run_outcomes;
GRANT SELECT (restricted) ON customers.customers TO earshot_run_outcomes;
CREATE OR REPLACE FUNCTION advice.follow(after uuid, options jsonb, today date, until date, most integer, OUT last uuid, OUT begun integer)
LANGUAGE plpgsql VOLATILE AS $$
DECLARE share integer := advice.held_out_share();
BEGIN
  WITH page AS MATERIALIZED (
    SELECT d.customer_id, d.said, d.expires_on FROM advice.decisions d WHERE d.customer_id > follow.after ORDER BY d.customer_id LIMIT follow.most),
  listed AS (
    SELECT p.customer_id, o.code, o."mayHold" AND advice.lot(p.customer_id, o.code) < share AS held_out, nullif(s.need, 0) AS need,
        replace(substr(o.need, 6), '.', ' ') AS category, s.place
      FROM page p CROSS JOIN LATERAL advice.suggested_in(p.said) s
      JOIN jsonb_to_recordset(follow.options) o(code text, need text, "mayHold" boolean) ON o.code = s.option_code
      JOIN customers.customers c ON c.customer_id = p.customer_id AND c.merged_into IS NULL AND c.ended_on IS NULL AND c.died_on IS NULL AND NOT c.restricted
     WHERE p.expires_on > follow.today
       AND EXISTS (SELECT FROM customers.portfolios g WHERE g.customer_id = p.customer_id AND g.ended_on IS NULL AND g.from_date <= follow.today
         AND coalesce(g.to_date, follow.today) >= follow.today)
       AND NOT EXISTS (SELECT FROM advice.outcomes r WHERE r.customer_id = p.customer_id AND r.option_code = o.code
         AND r.recorded_at > (follow.today - 90)::timestamp AT TIME ZONE 'UTC')
       AND NOT privacy.is_restrained(p.customer_id, 'no profiling') AND NOT privacy.is_restrained(p.customer_id, 'storage only')),
  placed AS (
    SELECT l.*, bool_and(l.held_out) OVER (PARTITION BY l.customer_id ORDER BY l.place ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS held_before
      FROM listed l),
  begin_them AS (
    INSERT INTO advice.followed (customer_id, option_code, since, held_out, need, category, due_on)
    SELECT l.customer_id, l.code, follow.today, l.held_out, l.need, l.category, follow.until FROM placed l
     WHERE l.held_before IS NOT FALSE
       AND NOT EXISTS (SELECT FROM advice.followed f WHERE f.customer_id = l.customer_id AND f.option_code = l.code AND f.due_on > follow.today)
    ON CONFLICT DO NOTHING RETURNING 1)
  SELECT (SELECT p.customer_id FROM page p ORDER BY p.customer_id DESC LIMIT 1), (SELECT count(*)::integer FROM begin_them) INTO last, begun;
END $$;

-- What came of it: of a customer the first window of each option; and of all that somebody is held out of together, under '', her first one
-- of any, so that nobody is counted twice or stands on both sides. A later one would be of those only whose need was not met by the first.
CREATE OR REPLACE FUNCTION advice.count_outcomes(today date) RETURNS integer LANGUAGE sql VOLATILE AS $$
  DELETE FROM advice.outcome_totals;
  INSERT INTO advice.outcome_totals
  WITH windows AS (
    SELECT f.customer_id, f.option_code, f.since, f.held_out, f.measured_on, f.met, f.kept,
        f.measured_on IS NULL OR f.measured_on > count_outcomes.today - 730 AS counts,
        f.since = min(f.since) OVER (PARTITION BY f.customer_id, f.option_code) AS is_first FROM advice.followed f),
  compared AS (SELECT DISTINCT w.option_code FROM windows w WHERE w.held_out AND w.counts),
  -- who is held out of the first is followed with the next of the same day: the first is hers
  once AS (
    SELECT DISTINCT ON (w.customer_id) w.* FROM windows w JOIN compared c ON c.option_code = w.option_code
     ORDER BY w.customer_id, w.since, w.held_out DESC, w.option_code),
  told AS (
    SELECT w.option_code, w.held_out, w.measured_on, w.met, w.kept, w.is_first FROM windows w WHERE w.counts
    UNION ALL SELECT '', o.held_out, o.measured_on, o.met, o.kept, true FROM once o WHERE o.counts)
  SELECT t.option_code, t.held_out, count(*) FILTER (WHERE t.measured_on IS NULL), count(t.measured_on) FILTER (WHERE t.is_first),
      count(t.met) FILTER (WHERE t.is_first), count(*) FILTER (WHERE t.met AND t.is_first),
      count(t.kept) FILTER (WHERE t.is_first), count(*) FILTER (WHERE t.kept AND t.is_first), count_outcomes.today
    FROM told t GROUP BY t.option_code, t.held_out;
  SELECT count(*)::integer FROM advice.outcome_totals
$$;

-- Whoever has left the bank, or has died, is on no list; and of whom the bank has no customer any more nothing is worked out.
CREATE OR REPLACE FUNCTION advice.prompts_of(customer uuid) RETURNS TABLE (option_code text, need integer, place bigint)
LANGUAGE plpgsql STABLE SET search_path = pg_catalog AS $$
BEGIN
  RETURN QUERY SELECT s.option_code, s.need, s.place FROM advice.decisions d
      JOIN customers.customers c ON c.customer_id = d.customer_id AND num_nonnulls(c.ended_on, c.died_on, c.merged_into) = 0
     CROSS JOIN LATERAL advice.suggested_in(d.said) s
   WHERE d.customer_id = customer AND d.expires_on > CURRENT_DATE
     AND (SELECT true FROM advice.followed f WHERE f.customer_id = customer AND f.option_code = s.option_code AND f.due_on > CURRENT_DATE
       AND NOT f.held_out LIMIT 1)
     AND NOT EXISTS (SELECT FROM advice.outcomes o WHERE o.customer_id = customer AND o.option_code = s.option_code
       AND o.recorded_at > now() - interval '90 days');
END $$;
CREATE FUNCTION needs.forget_ended() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
  DELETE FROM needs.facts f WHERE f.customer_id = NEW.customer_id;
  DELETE FROM advice.decisions d WHERE d.customer_id = NEW.customer_id;
  RETURN NULL;
END $$;
-- What was worked out of those who had left before: once, with the kernel's right to do so.
CREATE FUNCTION needs.forget_all_ended() RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
  DELETE FROM needs.facts f USING customers.customers c WHERE c.customer_id = f.customer_id AND num_nonnulls(c.ended_on, c.merged_into) > 0;
  DELETE FROM advice.decisions d USING customers.customers c WHERE c.customer_id = d.customer_id AND num_nonnulls(c.ended_on, c.merged_into) > 0;
END $$;
GRANT CREATE ON SCHEMA needs TO earshot_vault;
SELECT house.hand_over('needs.forget_ended()', 'earshot_vault', ''), house.hand_over('needs.forget_all_ended()', 'earshot_vault', '');
REVOKE CREATE ON SCHEMA needs FROM earshot_vault;
SET LOCAL ROLE earshot_vault;
SELECT needs.forget_all_ended();
RESET ROLE;
DROP FUNCTION needs.forget_all_ended();
CREATE TRIGGER forget_ended AFTER UPDATE OF ended_on, merged_into ON customers.customers FOR EACH ROW
  WHEN (OLD.ended_on IS DISTINCT FROM NEW.ended_on AND NEW.ended_on IS NOT NULL OR OLD.merged_into IS DISTINCT FROM NEW.merged_into AND NEW.merged_into IS NOT NULL)
  EXECUTE FUNCTION needs.forget_ended();
