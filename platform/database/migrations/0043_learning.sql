-- What is learnt and what is watched are the same answers: ninety days old, when what was brought up and left is a no. A yes that came at
-- once does not count before the noes beside it have had their time. Nothing is learnt of whose profiling was refused, or whose data is
-- only kept.
ALTER TABLE advice.propensities
  -- since when what came was not what had been foreseen: nothing from before is learnt from any more
  ADD COLUMN missed_since date,
  ADD CONSTRAINT missed_is_drift CHECK (missed_since IS NULL OR set_aside_because = 'drifted');
GRANT UPDATE (missed_since) ON advice.propensities TO earshot_run_learning;

CREATE FUNCTION advice.is_ripe(customer uuid, option_code text, became text, recorded_at timestamptz) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT is_ripe.recorded_at < now() - interval '90 days'
     AND (is_ripe.became <> 'shown' OR NOT EXISTS (SELECT FROM advice.outcomes l WHERE l.customer_id = is_ripe.customer
       AND l.option_code = is_ripe.option_code AND l.recorded_at > is_ripe.recorded_at AND l.recorded_at < is_ripe.recorded_at + interval '90 days'))
     AND NOT privacy.is_restrained(is_ripe.customer, 'no profiling') AND NOT privacy.is_restrained(is_ripe.customer, 'storage only')
$$;
DROP FUNCTION advice.learnable(text, integer), advice.watch_propensities(integer);
CREATE FUNCTION advice.learnable(wanted text, since date, most integer) RETURNS TABLE (known jsonb, not_used text[], yes boolean, on_date date)
LANGUAGE sql STABLE AS $$
  SELECT o.known, coalesce(f.not_used, '{}'), o.became = 'accepted', (o.recorded_at AT TIME ZONE 'UTC')::date
    FROM advice.outcomes o LEFT JOIN needs.facts f ON f.customer_id = o.customer_id
   WHERE o.option_code = learnable.wanted AND o.recorded_at >= coalesce(learnable.since, '-infinity')::timestamp AT TIME ZONE 'UTC'
     AND advice.is_ripe(o.customer_id, o.option_code, o.became, o.recorded_at)
   ORDER BY o.recorded_at DESC LIMIT learnable.most
$$;
-- How many there are of all options together, and how many said yes.
CREATE FUNCTION advice.learnable_count(wanted text[], since date, most integer) RETURNS TABLE (answers bigint, accepted bigint) LANGUAGE sql STABLE AS $$
  SELECT count(*), count(*) FILTER (WHERE l.yes) FROM unnest(learnable_count.wanted) w(code)
   CROSS JOIN LATERAL advice.learnable(w.code, learnable_count.since, learnable_count.most) l
$$;
-- What each version after this one foresaw since that day, beside what came, by month.
CREATE FUNCTION advice.watch_propensities(beyond integer, since date) RETURNS void LANGUAGE sql VOLATILE AS $$
  INSERT INTO advice.propensity_months (version, month, answered, expected, accepted)
  SELECT o.propensity_version, date_trunc('month', o.recorded_at AT TIME ZONE 'UTC')::date, count(*), sum(o.propensity), count(*) FILTER (WHERE o.became = 'accepted')
    FROM advice.outcomes o
   WHERE o.propensity_version > watch_propensities.beyond AND o.propensity IS NOT NULL
     AND o.recorded_at >= watch_propensities.since::timestamp AT TIME ZONE 'UTC' AND advice.is_ripe(o.customer_id, o.option_code, o.became, o.recorded_at)
   GROUP BY 1, 2
  ON CONFLICT (version, month) DO UPDATE SET answered = excluded.answered, expected = excluded.expected, accepted = excluded.accepted
$$;
-- They were counted otherwise.
DELETE FROM advice.propensity_months;
DO $$
DECLARE f text;
BEGIN
  FOREACH f IN ARRAY ARRAY['is_ripe(uuid, text, text, timestamptz)', 'learnable(text, date, integer)', 'learnable_count(text[], date, integer)',
    'watch_propensities(integer, date)'] LOOP
    EXECUTE format('REVOKE ALL ON FUNCTION advice.%s FROM PUBLIC', f);
    EXECUTE format('GRANT EXECUTE ON FUNCTION advice.%s TO earshot_run_learning', f);
  END LOOP;
END $$;
