-- Do suggestions help? What is suggested to whom is followed for half a year: was the need met, is she a customer still. Of some, chosen
-- by a salted lot that never moves, nobody is reminded meanwhile: they are what the others are compared with. Help, and what costs the
-- customer nothing, is never held out (bank/advice/following.ts says which options may be). Nothing here names a member of staff.
CREATE TABLE advice.settings (
  one boolean PRIMARY KEY DEFAULT true CHECK (one),
  -- makes the lot this bank's own, so that nobody can work it out
  salt bytea NOT NULL DEFAULT sha256(uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid())),
  -- of a thousand, for each option
  held_out integer NOT NULL DEFAULT 100 CHECK (held_out BETWEEN 0 AND 200),
  -- how likely somebody is to accept orders equals
  propensities boolean NOT NULL DEFAULT true,
  changed_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  version integer NOT NULL DEFAULT 1
);
INSERT INTO advice.settings DEFAULT VALUES;

CREATE TABLE advice.followed (
  customer_id uuid NOT NULL,
  option_code text NOT NULL CHECK (length(option_code) <= 60),
  since date NOT NULL,
  held_out boolean NOT NULL,
  -- strength of the need it answers, when it began; null: none stood behind it
  need integer CHECK (need BETWEEN 0 AND 100),
  category text CHECK (length(category) <= 40),
  due_on date NOT NULL CHECK (due_on > since),
  measured_on date,
  -- null: it cannot be known, because she rejected the need or has died
  met boolean,
  kept boolean,
  PRIMARY KEY (customer_id, option_code, since),
  CHECK (measured_on IS NOT NULL OR num_nonnulls(met, kept) = 0)
);
CREATE INDEX followed_due ON advice.followed (due_on) WHERE measured_on IS NULL;
CREATE INDEX followed_measured ON advice.followed (measured_on);
INSERT INTO house.table_classes VALUES ('advice.settings', 'operational'), ('advice.followed', 'customer');
SELECT house.guard('advice.followed');
INSERT INTO privacy.erasure_rules (table_name, way) VALUES ('advice.followed', 'delete');
INSERT INTO customers.merge_rules (table_name, way, why) VALUES
  ('advice.followed', 'stays', 'what was compared was the record before; the one person is followed anew');
INSERT INTO privacy.copy_rules (table_name, way, given, without) VALUES
  ('advice.followed', 'give', '{option_code,since,held_out,due_on,measured_on,met,kept}', '{need,category}');
INSERT INTO house.retention (rule, table_name, way, keeps_count, keeps_unit, counted_from, citation) VALUES
  ('what came of suggestions', 'advice.followed', 'after a time', 3, 'years', 't.measured_on', 'GDPR article 5(1)(e); three years show whether it helps');
INSERT INTO house.retention (rule, table_name, way, citation) VALUES ('settings of advice', 'advice.settings', 'kept', 'how Earshot itself works');

GRANT USAGE ON SCHEMA advice, house, privacy, needs, customers, holdings, products TO earshot_run_outcomes;
GRANT EXECUTE ON FUNCTION privacy.run_opened(), privacy.is_restrained(uuid, text) TO earshot_run_outcomes;
DO $$
DECLARE t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['advice.decisions', 'advice.followed', 'needs.facts', 'needs.needs', 'customers.customers', 'holdings.holdings'] LOOP
    EXECUTE format('CREATE POLICY run_outcomes ON %s TO earshot_run_outcomes USING ((SELECT privacy.run_opened()) = ''advice.follow'')', t);
  END LOOP;
END $$;
GRANT SELECT ON advice.decisions TO earshot_run_outcomes;
GRANT SELECT, INSERT, UPDATE (measured_on, met, kept) ON advice.followed TO earshot_run_outcomes;
GRANT SELECT (customer_id, known) ON needs.facts TO earshot_run_outcomes;
GRANT SELECT (customer_id, category, state, recorded_at) ON needs.needs TO earshot_run_outcomes;
GRANT SELECT (customer_id, died_on, merged_into, ended_on) ON customers.customers TO earshot_run_outcomes;
GRANT SELECT (customer_id, agreement_id, closed_on, ended_on) ON holdings.holdings TO earshot_run_outcomes;
GRANT SELECT ON products.option_tables, products.terms TO earshot_run_outcomes;
GRANT SELECT, INSERT, UPDATE, DELETE ON advice.followed TO earshot_vault;
GRANT SELECT ON advice.followed TO earshot_staff, earshot_portal, earshot_cards;
GRANT SELECT ON advice.decisions, advice.outcomes TO earshot_cards;
GRANT SELECT, UPDATE ON advice.settings TO earshot_vault;

-- From 0 to 999, always the same for one customer and one option.
CREATE FUNCTION advice.lot(customer uuid, option_code text) RETURNS integer LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE drawn bytea;
BEGIN
  SELECT sha256(s.salt || uuid_send(customer) || convert_to(option_code, 'UTF8')) INTO drawn FROM advice.settings s;
  RETURN (get_byte(drawn, 0) * 16777216::bigint + get_byte(drawn, 1) * 65536 + get_byte(drawn, 2) * 256 + get_byte(drawn, 3)) % 1000;
END $$;
CREATE FUNCTION advice.held_out_share() RETURNS integer LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
  RETURN (SELECT s.held_out FROM advice.settings s);
END $$;

-- A page of decisions, by customer: what is suggested and is not followed yet is from now on. options: which may be held out, and which
-- need each answers: [{"code", "need", "mayHold"}]. Returns the last customer of the page; null: there were none.
CREATE FUNCTION advice.follow(after uuid, options jsonb, today date, until date, most integer, OUT last uuid, OUT begun integer)
LANGUAGE plpgsql VOLATILE AS $$
BEGIN
  WITH page AS MATERIALIZED (
    SELECT d.customer_id, d.suggested, d.expires_on FROM advice.decisions d WHERE d.customer_id > follow.after ORDER BY d.customer_id LIMIT follow.most),
  begin_them AS (
    INSERT INTO advice.followed (customer_id, option_code, since, held_out, need, category, due_on)
    SELECT p.customer_id, o.code, follow.today, o."mayHold" AND advice.lot(p.customer_id, o.code) < (SELECT advice.held_out_share()),
        nullif((s.value->>1)::integer, 0), replace(substr(o.need, 6), '.', ' '), follow.until
      FROM page p CROSS JOIN LATERAL jsonb_array_elements(p.suggested) s(value)
      JOIN jsonb_to_recordset(follow.options) o(code text, need text, "mayHold" boolean) ON o.code = s.value->>0
      JOIN customers.customers c ON c.customer_id = p.customer_id AND c.merged_into IS NULL AND c.ended_on IS NULL AND c.died_on IS NULL
     WHERE p.expires_on > follow.today
       AND NOT EXISTS (SELECT FROM advice.followed f WHERE f.customer_id = p.customer_id AND f.option_code = o.code AND f.due_on > follow.today)
       AND NOT privacy.is_restrained(p.customer_id, 'no profiling') AND NOT privacy.is_restrained(p.customer_id, 'storage only')
    ON CONFLICT DO NOTHING RETURNING 1)
  SELECT (SELECT p.customer_id FROM page p ORDER BY p.customer_id DESC LIMIT 1), (SELECT count(*)::integer FROM begin_them) INTO last, begun;
END $$;

-- What is due: met, when what she needed (the newest word on it) was settled as met, or is no longer there or hardly; unknown, when she
-- rejected it, nothing is known of her any more, or she has died.
CREATE FUNCTION advice.measure(today date, most integer) RETURNS integer LANGUAGE sql VOLATILE AS $$
  WITH due AS MATERIALIZED (
    SELECT f.customer_id, f.option_code, f.since, f.need, f.category FROM advice.followed f
     WHERE f.measured_on IS NULL AND f.due_on <= measure.today ORDER BY f.due_on LIMIT measure.most FOR UPDATE),
  seen AS (
    SELECT d.customer_id, d.option_code, d.since, c.died_on IS NULL AND c.merged_into IS NULL AS lives,
        c.ended_on IS NULL AND (SELECT true FROM holdings.holdings h WHERE h.customer_id = d.customer_id AND h.closed_on IS NULL AND h.ended_on IS NULL LIMIT 1) IS TRUE AS kept,
        CASE WHEN d.need IS NULL THEN NULL WHEN n.state = 'met' THEN true WHEN n.state = 'rejected' THEN NULL
          WHEN k.known IS NULL THEN NULL
          ELSE coalesce((k.known->>('need.' || replace(d.category, ' ', '.')))::numeric, 0) < least(20, d.need) END AS met
      FROM due d JOIN customers.customers c ON c.customer_id = d.customer_id LEFT JOIN needs.facts k ON k.customer_id = d.customer_id
      LEFT JOIN LATERAL (SELECT x.state FROM needs.needs x WHERE x.customer_id = d.customer_id AND x.category = d.category
        ORDER BY x.recorded_at DESC LIMIT 1) n ON true),
  told AS (
    UPDATE advice.followed f SET measured_on = measure.today, met = CASE WHEN s.lives THEN s.met END, kept = CASE WHEN s.lives THEN s.kept END
      FROM seen s WHERE f.customer_id = s.customer_id AND f.option_code = s.option_code AND f.since = s.since RETURNING 1)
  SELECT count(*)::integer FROM told
$$;

-- Whoever objects to profiling, or whose data is only kept, is not followed either.
CREATE FUNCTION advice.stop_following() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
  DELETE FROM advice.followed f WHERE f.customer_id = NEW.customer_id AND f.measured_on IS NULL;
  RETURN NULL;
END $$;
CREATE TRIGGER stop_following AFTER INSERT ON privacy.restraints FOR EACH ROW
  WHEN (NEW.kind IN ('storage only', 'no profiling')) EXECUTE FUNCTION advice.stop_following();

-- Today: of those whom I look after, whom something would do good that nobody has spoken of yet. Who is held out, is not on it.
CREATE FUNCTION advice.list_prompts(search uuid, token text) RETURNS integer
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE a record; found uuid[];
BEGIN
  a := privacy.actor(token);
  SELECT array_agg(n.customer_id) INTO found FROM (
    SELECT p.customer_id FROM customers.portfolios p JOIN customers.customers c ON c.customer_id = p.customer_id
     CROSS JOIN LATERAL (SELECT x.need FROM advice.prompts_of(p.customer_id) x ORDER BY x.place LIMIT 1) first
     WHERE p.staff_id = a.staff_id AND p.ended_on IS NULL AND p.from_date <= CURRENT_DATE AND coalesce(p.to_date, CURRENT_DATE) >= CURRENT_DATE
       AND NOT c.restricted AND c.merged_into IS NULL
     -- the stronger need first
     ORDER BY first.need DESC, p.customer_id LIMIT 20) n;
  INSERT INTO privacy.searches (search_id, session_id, staff_id, role, premises_id, place, surface, query, customer_ids)
  VALUES (search, a.session_id, a.staff_id, a.role, a.premises_id, a.place, 'suggestions', '', coalesce(found, '{}'));
  RETURN coalesce(cardinality(found), 0);
END $$;
CREATE FUNCTION advice.prompts_of(customer uuid) RETURNS TABLE (option_code text, need integer, place bigint)
LANGUAGE plpgsql STABLE SET search_path = pg_catalog AS $$
BEGIN
  -- suggested: [code, strength of the need, propensity] of each, in their order
  RETURN QUERY SELECT s.value->>0, (s.value->>1)::integer, s.place FROM advice.decisions d CROSS JOIN LATERAL jsonb_array_elements(d.suggested) WITH ORDINALITY s(value, place)
   WHERE d.customer_id = customer AND d.expires_on > CURRENT_DATE
     AND (SELECT true FROM advice.followed f WHERE f.customer_id = customer AND f.option_code = s.value->>0 AND f.due_on > CURRENT_DATE
       AND NOT f.held_out LIMIT 1)
     AND NOT EXISTS (SELECT FROM advice.outcomes o WHERE o.customer_id = customer AND o.option_code = s.value->>0
       AND o.recorded_at > now() - interval '90 days');
END $$;
-- A name to call and which option; at an open counter that there is something, not what.
CREATE FUNCTION advice.prompt_cards(search uuid, token text) RETURNS TABLE (customer_id uuid, called_name text, option_code text)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE a record; ids uuid[];
BEGIN
  a := privacy.actor(token); ids := privacy.searched(search, token);
  RETURN QUERY SELECT listed.id,
      CASE WHEN (SELECT true FROM customers.confidences k WHERE k.customer_id = listed.id AND k.ended_at IS NULL LIMIT 1)
        THEN left(coalesce(c.preferred_name, c.full_name), 1) || '.' ELSE coalesce(c.preferred_name, split_part(c.full_name, ' ', 1)) END,
      CASE WHEN a.place <> 'open counter' THEN first.option_code END
    FROM unnest(ids) listed(id) JOIN customers.customers c ON c.customer_id = listed.id
    CROSS JOIN LATERAL (SELECT p.option_code FROM advice.prompts_of(listed.id) p ORDER BY p.place LIMIT 1) first
   LIMIT 20;
END $$;

-- What came of it, for the whole bank, by option, held out or not: counted by the job each night over two years. No branch, nobody's name.
CREATE TABLE advice.outcome_totals (
  option_code text NOT NULL,
  held_out boolean NOT NULL,
  following integer NOT NULL,
  measured integer NOT NULL,
  need_known integer NOT NULL,
  needs_met integer NOT NULL,
  kept_known integer NOT NULL,
  customers_kept integer NOT NULL,
  counted_on date NOT NULL,
  PRIMARY KEY (option_code, held_out)
);
INSERT INTO house.table_classes VALUES ('advice.outcome_totals', 'operational');
INSERT INTO house.retention (rule, table_name, way, citation) VALUES ('totals of suggestions', 'advice.outcome_totals', 'by itself', 'counted anew each night');
GRANT SELECT ON advice.outcome_totals TO earshot_vault;
GRANT SELECT, INSERT, DELETE ON advice.outcome_totals TO earshot_run_outcomes;
CREATE FUNCTION advice.count_outcomes(today date) RETURNS integer LANGUAGE sql VOLATILE AS $$
  DELETE FROM advice.outcome_totals;
  INSERT INTO advice.outcome_totals SELECT f.option_code, f.held_out, count(*) FILTER (WHERE f.measured_on IS NULL), count(f.measured_on),
      count(f.met), count(*) FILTER (WHERE f.met), count(f.kept), count(*) FILTER (WHERE f.kept), count_outcomes.today
    FROM advice.followed f WHERE f.measured_on IS NULL OR f.measured_on > count_outcomes.today - 730 GROUP BY f.option_code, f.held_out;
  SELECT count(*)::integer FROM advice.outcome_totals
$$;
-- That somebody read it, is on record.
CREATE FUNCTION advice.outcome_counts(token text) RETURNS TABLE (option_code text, held_out boolean, following integer, measured integer,
  need_known integer, needs_met integer, kept_known integer, customers_kept integer)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE a record := privacy.actor(token);
BEGIN
  IF a.role NOT IN ('manager', 'analyst', 'compliance officer') THEN RAISE EXCEPTION 'not for this role' USING ERRCODE = 'ES405'; END IF;
  INSERT INTO privacy.events (name, session_id, staff_id, role, premises_id, place)
  VALUES ('outcomes.read', a.session_id, a.staff_id, a.role, a.premises_id, a.place);
  RETURN QUERY SELECT f.option_code, f.held_out, f.following, f.measured, f.need_known, f.needs_met, f.kept_known, f.customers_kept
    FROM advice.outcome_totals f ORDER BY f.option_code, f.held_out;
END $$;
CREATE FUNCTION advice.referral_counts(token text) RETURNS TABLE (topic text, asked integer, ended integer, helped integer, nothing_needed integer,
  not_possible integer, passed_back integer, taken_back integer)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE a record := privacy.actor(token);
BEGIN
  IF a.role NOT IN ('manager', 'analyst', 'compliance officer') THEN RAISE EXCEPTION 'not for this role' USING ERRCODE = 'ES405'; END IF;
  RETURN QUERY SELECT r.topic, count(*)::integer, count(r.ended_at)::integer, count(*) FILTER (WHERE r.result = 'helped')::integer,
      count(*) FILTER (WHERE r.result = 'nothing needed')::integer, count(*) FILTER (WHERE r.result = 'not possible')::integer,
      count(*) FILTER (WHERE r.state = 'passed back')::integer, count(*) FILTER (WHERE r.state = 'taken back')::integer
    FROM advice.referrals r WHERE r.referred_at > now() - interval '1 year' GROUP BY r.topic ORDER BY r.topic;
END $$;

GRANT CREATE ON SCHEMA advice TO earshot_vault, earshot_cards;
SELECT house.hand_over('advice.lot(uuid, text)', 'earshot_vault', 'earshot_run_outcomes'),
  house.hand_over('advice.held_out_share()', 'earshot_vault', 'earshot_run_outcomes');
SELECT house.hand_over('advice.stop_following()', 'earshot_vault', '');
SELECT house.hand_over(f, 'earshot_vault', 'earshot_staff') FROM unnest(ARRAY['advice.list_prompts(uuid, text)', 'advice.outcome_counts(text)',
  'advice.referral_counts(text)']) f;
SELECT house.hand_over('advice.prompt_cards(uuid, text)', 'earshot_cards', 'earshot_staff');
REVOKE CREATE ON SCHEMA advice FROM earshot_vault, earshot_cards;
DO $$
DECLARE f text;
BEGIN
  FOREACH f IN ARRAY ARRAY['follow(uuid, jsonb, date, date, integer)', 'measure(date, integer)', 'count_outcomes(date)'] LOOP
    EXECUTE format('REVOKE ALL ON FUNCTION advice.%s FROM PUBLIC', f);
    EXECUTE format('GRANT EXECUTE ON FUNCTION advice.%s TO earshot_run_outcomes', f);
  END LOOP;
  REVOKE ALL ON FUNCTION advice.prompts_of(uuid) FROM PUBLIC;
  GRANT EXECUTE ON FUNCTION advice.prompts_of(uuid) TO earshot_vault, earshot_cards;
END $$;

-- The settings, and changing them: by an administrator, on record with what was before.
CREATE FUNCTION advice.settings_now() RETURNS TABLE (held_out integer, propensities boolean, changed_at timestamptz, version integer)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
  RETURN QUERY SELECT s.held_out, s.propensities, s.changed_at, s.version FROM advice.settings s;
END $$;
CREATE FUNCTION advice.change_settings(token text, expected integer, new_held_out integer, new_propensities boolean) RETURNS integer
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE a record := privacy.actor(token); s record;
BEGIN
  IF a.role <> 'administrator' THEN RAISE EXCEPTION 'not for this role' USING ERRCODE = 'ES405'; END IF;
  SELECT * INTO s FROM advice.settings FOR UPDATE;
  IF s.version <> expected THEN RAISE EXCEPTION 'changed meanwhile' USING ERRCODE = 'ES412'; END IF;
  UPDATE advice.settings SET held_out = new_held_out, propensities = new_propensities, changed_at = clock_timestamp(), version = s.version + 1;
  INSERT INTO privacy.events (name, session_id, staff_id, role, premises_id, place, detail)
  VALUES ('advice settings.changed', a.session_id, a.staff_id, a.role, a.premises_id, a.place, jsonb_build_object(
    'before', jsonb_build_object('heldOut', s.held_out, 'propensities', s.propensities),
    'after', jsonb_build_object('heldOut', new_held_out, 'propensities', new_propensities)));
  RETURN s.version + 1;
END $$;
GRANT CREATE ON SCHEMA advice TO earshot_vault;
SELECT house.hand_over('advice.settings_now()', 'earshot_vault', 'earshot_staff, earshot_portal, earshot_run_advice'),
  house.hand_over('advice.change_settings(text, integer, integer, boolean)', 'earshot_vault', 'earshot_staff');
REVOKE CREATE ON SCHEMA advice FROM earshot_vault;
