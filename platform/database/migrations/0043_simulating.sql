-- A simulation counts, and is no way to ask about somebody: who asks for one is on record with what was tried, twenty a day are enough, and
-- what it says is in fives, rounded by a lot that nobody who asks knows (bank/rules/covering.ts).
ALTER TABLE rules.simulations
  -- what was tried, and for which day; null: from before it was kept
  ADD COLUMN body jsonb CHECK (length(body::text) <= 200000),
  ADD COLUMN applies_from date,
  -- what figures are rounded by: the same for the same draft and sample, so that asking again tells nothing more
  ADD COLUMN lot bytea CHECK (length(lot) = 32);

-- What a simulation is of: the body, and the day for which it was tried.
CREATE FUNCTION rules.tried(body jsonb, applies_from date) RETURNS bytea LANGUAGE sql IMMUTABLE SET search_path = pg_catalog AS $$
  SELECT sha256(convert_to(jsonb_build_object('body', body, 'from', applies_from)::text, 'UTF8'))
$$;
REVOKE ALL ON FUNCTION rules.tried(jsonb, date) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION rules.tried(jsonb, date) TO earshot_staff, earshot_run_rules, earshot_vault;
DROP FUNCTION rules.body_hash(jsonb);

-- By whoever may ask for a change of rules. False: it is there already.
CREATE FUNCTION rules.ask_simulation(token text, simulation uuid, draft uuid, sample integer, seed text) RETURNS boolean
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE a record; d record; person uuid; hash bytea;
BEGIN
  a := privacy.actor(token);
  PERFORM FROM privacy.approval_rules r WHERE r.action = 'rule change' AND a.role = ANY (r.asks);
  IF NOT FOUND THEN RAISE EXCEPTION 'not for this role' USING ERRCODE = 'ES405'; END IF;
  SELECT x.* INTO d FROM rules.drafts x WHERE x.draft_id = draft;
  IF NOT FOUND THEN RAISE EXCEPTION 'no such draft' USING ERRCODE = 'ES404'; END IF;
  IF d.state NOT IN ('draft', 'proposed') THEN RAISE EXCEPTION 'this draft is done with' USING ERRCODE = 'ES409'; END IF;
  IF sample < 1000 THEN RAISE EXCEPTION 'a sample of a thousand at least' USING ERRCODE = 'ES422'; END IF;
  -- the person, and not the account
  SELECT f.person_id INTO person FROM staff.staff f WHERE f.staff_id = a.staff_id;
  PERFORM pg_advisory_xact_lock(hashtextextended('simulations ' || person, 0));
  PERFORM FROM rules.simulations s WHERE s.simulation_id = simulation;
  IF FOUND THEN RETURN false; END IF;
  IF (SELECT count(*) FROM rules.simulations s JOIN staff.staff f ON f.staff_id = s.asked_by
       WHERE f.person_id = person AND s.asked_at > clock_timestamp() - interval '1 day') >= 20 THEN
    RAISE EXCEPTION 'enough simulations for a day' USING ERRCODE = 'ES429';
  END IF;
  hash := rules.tried(d.body, d.applies_from);
  INSERT INTO rules.simulations (simulation_id, draft_id, body_hash, body, applies_from, sample, seed, lot, asked_by)
  SELECT simulation, draft, hash, d.body, d.applies_from, ask_simulation.sample, ask_simulation.seed, sha256(convert_to('rules', 'UTF8') || s.salt || hash
      || convert_to(CASE WHEN ask_simulation.sample IS NULL THEN '' ELSE format('%s %s', ask_simulation.sample, ask_simulation.seed) END, 'UTF8')), a.staff_id
    FROM advice.settings s;
  INSERT INTO privacy.events (name, session_id, staff_id, role, premises_id, place, subject, detail)
  VALUES ('rules.simulated', a.session_id, a.staff_id, a.role, a.premises_id, a.place, d.table_name,
    jsonb_build_object('simulation', simulation, 'draft', draft, 'hash', encode(hash, 'hex'), 'sample', sample, 'seed', seed));
  RETURN true;
END $$;
GRANT CREATE ON SCHEMA rules TO earshot_vault;
SELECT house.hand_over('rules.ask_simulation(text, uuid, uuid, integer, text)', 'earshot_vault', 'earshot_staff');
REVOKE CREATE ON SCHEMA rules FROM earshot_vault;
GRANT INSERT ON rules.simulations TO earshot_vault;
REVOKE ALL ON rules.simulations FROM earshot_staff;
GRANT SELECT (simulation_id, draft_id, body_hash, body, applies_from, sample, seed, state, total, looked_at, result, asked_by, asked_at, finished_at)
  ON rules.simulations TO earshot_staff;

-- A sample is whose place comes first, the same for the same seed; the place of the last one is all that a page needs to know of it.
DROP FUNCTION rules.people_after(uuid, integer, uuid[]), rules.drawn(text, integer);
CREATE FUNCTION rules.place_of(customer uuid, seed text) RETURNS bigint LANGUAGE sql IMMUTABLE AS $$
  SELECT hashtextextended(customer::text, hashtextextended(seed, 0))
$$;
CREATE FUNCTION rules.last_drawn(seed text, most integer) RETURNS bigint LANGUAGE sql STABLE AS $$
  SELECT rules.place_of(f.customer_id, last_drawn.seed) FROM needs.facts f ORDER BY 1 OFFSET last_drawn.most - 1 LIMIT 1
$$;
CREATE FUNCTION rules.people_after(after uuid, most integer, seed text, last bigint) RETURNS TABLE (customer_id uuid, known jsonb, not_used text[],
  past jsonb, branch text, restrained boolean) LANGUAGE sql STABLE AS $$
  SELECT f.customer_id, f.known, f.not_used,
    (SELECT jsonb_agg(jsonb_build_object('option_code', o.option_code, 'became', o.became, 'until', o.until,
        'recorded_on', (o.recorded_at AT TIME ZONE 'UTC')::date)) FROM advice.outcomes o WHERE o.customer_id = f.customer_id),
    p.name, privacy.is_restrained(f.customer_id, 'no profiling') OR privacy.is_restrained(f.customer_id, 'storage only')
    FROM (SELECT x.customer_id, x.known, x.not_used FROM needs.facts x
           WHERE x.customer_id > people_after.after
             AND (people_after.last IS NULL OR rules.place_of(x.customer_id, people_after.seed) <= people_after.last)
           ORDER BY x.customer_id LIMIT people_after.most) f
    LEFT JOIN customers.customers c ON c.customer_id = f.customer_id
    LEFT JOIN premises.premises p ON p.premises_id = c.home_premises_id
   ORDER BY f.customer_id
$$;
REVOKE ALL ON FUNCTION rules.place_of(uuid, text), rules.last_drawn(text, integer), rules.people_after(uuid, integer, text, bigint) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION rules.place_of(uuid, text), rules.last_drawn(text, integer), rules.people_after(uuid, integer, text, bigint) TO earshot_run_rules;

-- What earlier ones said of fewer than five is not told from nobody any more, and their examples, which go after thirty days, go now.
CREATE FUNCTION rules.few(told jsonb) RETURNS jsonb LANGUAGE sql IMMUTABLE AS $$
  SELECT CASE WHEN jsonb_typeof(told) = 'number' AND told::numeric >= 5 THEN told ELSE 'null' END
$$;
UPDATE rules.simulations s SET result = s.result || jsonb_build_object('touched', rules.few(s.result->'touched'), 'leftOut', rules.few(s.result->'leftOut'),
    'about', (SELECT coalesce(jsonb_agg(o.one || jsonb_build_object('gains', rules.few(o.one->'gains'), 'loses', rules.few(o.one->'loses')) ORDER BY o.n), '[]')
      FROM jsonb_array_elements(s.result->'about') WITH ORDINALITY o(one, n)
     WHERE rules.few(o.one->'gains') <> 'null' OR rules.few(o.one->'loses') <> 'null'),
    'groups', (SELECT coalesce(jsonb_agg(o.one || jsonb_build_object('gains', rules.few(o.one->'gains'), 'loses', rules.few(o.one->'loses')) ORDER BY o.n), '[]')
      FROM jsonb_array_elements(s.result->'groups') WITH ORDINALITY o(one, n) WHERE rules.few(o.one->'looked') <> 'null'))
 WHERE s.result IS NOT NULL;
DROP FUNCTION rules.few(jsonb);
UPDATE house.retention SET citation = 'what somebody tried who changed the rules, and what it said in counts' WHERE rule = 'simulations of rules';
TRUNCATE rules.examples;
