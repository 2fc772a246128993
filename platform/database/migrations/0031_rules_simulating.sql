-- What a draft would change: the job 'rules.simulate' decides for everybody, or for a sample, by the rules that count and by the draft, and
-- keeps counts, and a few examples without a name. It reads what is known of a customer and her branch: no name, no number, no movement.

GRANT USAGE ON SCHEMA house, needs, advice, privacy, products, customers, premises TO earshot_run_rules;
GRANT EXECUTE ON FUNCTION privacy.run_opened(), privacy.is_restrained(uuid, text) TO earshot_run_rules;
GRANT SELECT ON products.option_tables, products.terms, needs.tables, rules.drafts, rules.versions TO earshot_run_rules;
GRANT SELECT (premises_id, name) ON premises.premises TO earshot_run_rules;
GRANT SELECT, UPDATE (state, total, looked_at, result, finished_at) ON rules.simulations TO earshot_run_rules;
GRANT SELECT (customer_id, known, not_used) ON needs.facts TO earshot_run_rules;
GRANT SELECT (customer_id, option_code, became, until, recorded_at) ON advice.outcomes TO earshot_run_rules;
GRANT SELECT (customer_id, home_premises_id) ON customers.customers TO earshot_run_rules;
GRANT SELECT, INSERT, DELETE ON rules.examples TO earshot_run_rules;
DO $$
DECLARE t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['needs.facts', 'advice.outcomes', 'customers.customers', 'rules.examples'] LOOP
    EXECUTE format('CREATE POLICY run_rules ON %s TO earshot_run_rules USING ((SELECT privacy.run_opened()) = ''rules.simulate'')', t);
  END LOOP;
END $$;

-- Of whom something is known, and who has not objected to being profiled; a sample is the same for the same seed.
CREATE FUNCTION rules.drawn(seed text, most integer) RETURNS SETOF uuid LANGUAGE sql STABLE AS $$
  SELECT f.customer_id FROM needs.facts f ORDER BY hashtextextended(f.customer_id::text, hashtextextended(drawn.seed, 0)), f.customer_id LIMIT drawn.most
$$;
CREATE FUNCTION rules.people_after(after uuid, most integer, among uuid[]) RETURNS TABLE (customer_id uuid, known jsonb, not_used text[],
  past jsonb, branch text, restrained boolean) LANGUAGE sql STABLE AS $$
  SELECT f.customer_id, f.known, f.not_used,
    (SELECT jsonb_agg(jsonb_build_object('option_code', o.option_code, 'became', o.became, 'until', o.until,
        'recorded_on', (o.recorded_at AT TIME ZONE 'UTC')::date)) FROM advice.outcomes o WHERE o.customer_id = f.customer_id),
    p.name, privacy.is_restrained(f.customer_id, 'no profiling') OR privacy.is_restrained(f.customer_id, 'storage only')
    FROM (SELECT x.customer_id, x.known, x.not_used FROM needs.facts x
           WHERE x.customer_id > people_after.after AND (people_after.among IS NULL OR x.customer_id = ANY (people_after.among))
           ORDER BY x.customer_id LIMIT people_after.most) f
    LEFT JOIN customers.customers c ON c.customer_id = f.customer_id
    LEFT JOIN premises.premises p ON p.premises_id = c.home_premises_id
   ORDER BY f.customer_id
$$;
CREATE FUNCTION rules.people_count() RETURNS bigint LANGUAGE sql STABLE AS $$ SELECT count(*) FROM needs.facts $$;
REVOKE ALL ON FUNCTION rules.drawn(text, integer), rules.people_after(uuid, integer, uuid[]), rules.people_count() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION rules.drawn(text, integer), rules.people_after(uuid, integer, uuid[]), rules.people_count() TO earshot_run_rules;

-- The body of a draft as one hash: what a simulation is of.
CREATE FUNCTION rules.body_hash(body jsonb) RETURNS bytea LANGUAGE sql IMMUTABLE SET search_path = pg_catalog AS $$
  SELECT sha256(convert_to(body::text, 'UTF8'))
$$;
REVOKE ALL ON FUNCTION rules.body_hash(jsonb) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION rules.body_hash(jsonb) TO earshot_staff, earshot_run_rules;

-- Examples as they may be shown to whoever reads rules: what would be, and by which rows, of nobody in particular.
CREATE FUNCTION rules.examples_of(simulation uuid) RETURNS TABLE (number integer, about text, gains boolean, row_before text, row_after text)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
  RETURN QUERY SELECT e.number, e.about, e.gains, e.row_before, e.row_after FROM rules.examples e
    WHERE e.simulation_id = simulation ORDER BY e.number LIMIT 200;
END $$;
-- Whose example that is: for the action that signs the file out in the next breath, by the rules that hold for every file.
CREATE FUNCTION rules.example_of(token text, simulation uuid, wanted integer) RETURNS uuid
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE a record; customer uuid;
BEGIN
  a := privacy.actor(token);
  SELECT e.customer_id INTO customer FROM rules.examples e WHERE e.simulation_id = simulation AND e.number = wanted;
  IF NOT FOUND THEN RAISE EXCEPTION 'no such example' USING ERRCODE = 'ES404'; END IF;
  -- nobody learns who it is who has no reason to open the file
  PERFORM FROM privacy.grounds g WHERE g.customer_id = customer AND g.staff_id = a.staff_id AND (g.session_id IS NULL OR g.session_id = a.session_id);
  IF NOT FOUND THEN RAISE EXCEPTION 'no reason to open this file' USING ERRCODE = 'ES403', DETAIL = 'no ground'; END IF;
  RETURN customer;
END $$;
GRANT CREATE ON SCHEMA rules TO earshot_vault;
SELECT house.hand_over('rules.examples_of(uuid)', 'earshot_vault', 'earshot_staff'),
  house.hand_over('rules.example_of(text, uuid, integer)', 'earshot_vault', 'earshot_staff');
REVOKE CREATE ON SCHEMA rules FROM earshot_vault;
