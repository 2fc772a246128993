-- How likely somebody is to accept, learnt from what became of suggestions: each version with its model card, in force until it is set
-- aside because what it foresees does not come. It orders only what is equally needed (bank/advice/deciding.ts).
ALTER TABLE advice.outcomes ADD COLUMN propensity real CHECK (propensity BETWEEN 0 AND 1), ADD COLUMN propensity_version integer;
UPDATE privacy.copy_rules SET given = given || '{propensity}', without = without || '{propensity_version}' WHERE table_name = 'advice.outcomes';
CREATE INDEX outcomes_of_option ON advice.outcomes (option_code, recorded_at);
CREATE INDEX outcomes_of_version ON advice.outcomes (propensity_version, recorded_at);

CREATE TABLE advice.propensities (
  version integer PRIMARY KEY CHECK (version > 0),
  made_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  -- by option a base rate or weights: bank/advice/propensity-rules.ts
  options jsonb NOT NULL CHECK (length(options::text) <= 2000000),
  card jsonb NOT NULL CHECK (length(card::text) <= 200000),
  set_aside_at timestamptz,
  set_aside_because text CHECK (set_aside_because IN ('drifted', 'a newer one')),
  CHECK ((set_aside_at IS NULL) = (set_aside_because IS NULL))
);
CREATE UNIQUE INDEX propensities_in_force ON advice.propensities ((true)) WHERE set_aside_at IS NULL;
-- What a version foresaw, and what came, by month.
CREATE TABLE advice.propensity_months (
  version integer NOT NULL REFERENCES advice.propensities,
  month date NOT NULL,
  answered integer NOT NULL,
  expected real NOT NULL,
  accepted integer NOT NULL,
  PRIMARY KEY (version, month)
);
INSERT INTO house.table_classes VALUES ('advice.propensities', 'operational'), ('advice.propensity_months', 'operational');
INSERT INTO house.retention (rule, table_name, way, citation) VALUES
  ('models of propensity', 'advice.propensities', 'kept', 'by what suggestions were ordered: weights and counts of many, of nobody'),
  ('watching of models', 'advice.propensity_months', 'with its row', 'goes with its model');

GRANT USAGE ON SCHEMA advice, privacy, needs, house TO earshot_run_learning;
GRANT EXECUTE ON FUNCTION privacy.run_opened(), privacy.is_restrained(uuid, text) TO earshot_run_learning;
DO $$
DECLARE t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['advice.outcomes', 'needs.facts'] LOOP
    EXECUTE format('CREATE POLICY run_learning ON %s TO earshot_run_learning USING ((SELECT privacy.run_opened()) = ''advice.learn'')', t);
  END LOOP;
END $$;
GRANT SELECT (customer_id, outcome_id, option_code, became, known, recorded_at, propensity, propensity_version) ON advice.outcomes TO earshot_run_learning;
GRANT SELECT (customer_id, not_used) ON needs.facts TO earshot_run_learning;
GRANT SELECT, INSERT, UPDATE (set_aside_at, set_aside_because) ON advice.propensities TO earshot_run_learning;
GRANT SELECT, INSERT, UPDATE ON advice.propensity_months TO earshot_run_learning;
GRANT SELECT ON advice.propensities, advice.propensity_months TO earshot_vault;

-- What is answered: brought up and left for a quarter is a no. Nothing of whom profiling was refused by.
CREATE FUNCTION advice.learnable(wanted text, most integer) RETURNS TABLE (known jsonb, not_used text[], yes boolean, on_date date) LANGUAGE sql STABLE AS $$
  SELECT o.known, coalesce(f.not_used, '{}'), o.became = 'accepted', (o.recorded_at AT TIME ZONE 'UTC')::date
    FROM advice.outcomes o LEFT JOIN needs.facts f ON f.customer_id = o.customer_id
   WHERE o.option_code = learnable.wanted
     AND (o.became <> 'shown' OR (o.recorded_at < now() - interval '90 days' AND NOT EXISTS (SELECT FROM advice.outcomes l
       WHERE l.customer_id = o.customer_id AND l.option_code = o.option_code AND l.recorded_at > o.recorded_at
         AND l.recorded_at < o.recorded_at + interval '90 days')))
     AND NOT privacy.is_restrained(o.customer_id, 'no profiling')
   ORDER BY o.recorded_at DESC LIMIT learnable.most
$$;
CREATE FUNCTION advice.watch_propensities(watched integer) RETURNS void LANGUAGE sql VOLATILE AS $$
  INSERT INTO advice.propensity_months (version, month, answered, expected, accepted)
  SELECT o.propensity_version, date_trunc('month', o.recorded_at AT TIME ZONE 'UTC')::date, count(*), sum(o.propensity), count(*) FILTER (WHERE o.became = 'accepted')
    FROM advice.outcomes o WHERE o.propensity_version = watch_propensities.watched AND o.propensity IS NOT NULL AND o.became <> 'shown'
   GROUP BY 1, 2
  ON CONFLICT (version, month) DO UPDATE SET answered = excluded.answered, expected = excluded.expected, accepted = excluded.accepted
$$;

-- What orders now: nothing while it is switched off, or none is in force. known: the version that the caller has already.
CREATE FUNCTION advice.propensities_now(had integer) RETURNS TABLE (version integer, options jsonb)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog SET plan_cache_mode = force_generic_plan AS $$
BEGIN
  RETURN QUERY SELECT p.version, CASE WHEN p.version IS DISTINCT FROM had THEN p.options END FROM advice.propensities p, advice.settings s
   WHERE p.set_aside_at IS NULL AND s.propensities;
END $$;
-- The cards, newest first; that somebody read them, is on record.
CREATE FUNCTION advice.propensity_cards(token text) RETURNS TABLE (version integer, made_at timestamptz, card jsonb, set_aside_at timestamptz,
  set_aside_because text, months jsonb)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE a record := privacy.actor(token);
BEGIN
  IF a.role NOT IN ('manager', 'analyst', 'compliance officer') THEN RAISE EXCEPTION 'not for this role' USING ERRCODE = 'ES405'; END IF;
  INSERT INTO privacy.events (name, session_id, staff_id, role, premises_id, place)
  VALUES ('model cards.read', a.session_id, a.staff_id, a.role, a.premises_id, a.place);
  RETURN QUERY SELECT p.version, p.made_at, p.card, p.set_aside_at, p.set_aside_because,
      coalesce((SELECT jsonb_agg(jsonb_build_object('month', m.month, 'answered', m.answered, 'expected', m.expected, 'accepted', m.accepted) ORDER BY m.month DESC)
        FROM advice.propensity_months m WHERE m.version = p.version), '[]')
    FROM advice.propensities p ORDER BY p.version DESC LIMIT 12;
END $$;
GRANT CREATE ON SCHEMA advice TO earshot_vault;
SELECT house.hand_over('advice.propensities_now(integer)', 'earshot_vault', 'earshot_staff, earshot_portal, earshot_run_advice'),
  house.hand_over('advice.propensity_cards(text)', 'earshot_vault', 'earshot_staff');
REVOKE CREATE ON SCHEMA advice FROM earshot_vault;
DO $$
DECLARE f text;
BEGIN
  FOREACH f IN ARRAY ARRAY['learnable(text, integer)', 'watch_propensities(integer)'] LOOP
    EXECUTE format('REVOKE ALL ON FUNCTION advice.%s FROM PUBLIC', f);
    EXECUTE format('GRANT EXECUTE ON FUNCTION advice.%s TO earshot_run_learning', f);
  END LOOP;
END $$;
