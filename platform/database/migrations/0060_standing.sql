-- What was simulated is what is approved, and what comes into force: with all other tables and terms as they stood. Whatever is published
-- meanwhile, the draft is simulated and proposed again.
CREATE FUNCTION house.amend(function regprocedure, said text, says text) RETURNS void LANGUAGE plpgsql AS $$
DECLARE source text := pg_get_functiondef(function); times integer := (length(source) - length(replace(source, said, ''))) / length(said);
BEGIN
  IF times <> 1 THEN RAISE EXCEPTION '% says that % times: %', function, times, said; END IF;
  EXECUTE replace(source, said, says);
END $$;

-- All versions there are of all tables and terms, as one hash. Version 1 of a table of needs is what comes with Earshot.
CREATE FUNCTION rules.standing() RETURNS bytea LANGUAGE sql STABLE SET search_path = pg_catalog AS $$
  SELECT sha256(convert_to(coalesce(string_agg(v.line, E'\n' ORDER BY v.line COLLATE "C"), ''), 'UTF8')) FROM (
    SELECT format('need %s %s', t.name, t.version) AS line FROM needs.tables t WHERE t.version > 1
    UNION ALL SELECT format('option %s %s %s', t.option_code, t.aspect, t.version) FROM products.option_tables t
    UNION ALL SELECT format('terms %s %s', t.option_code, t.version) FROM products.terms t WHERE t.undone_at IS NULL) v
$$;
-- The same, and until the transaction ends nothing is published.
CREATE FUNCTION rules.standing_held() RETURNS bytea LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog AS $$
BEGIN
  PERFORM pg_advisory_xact_lock_shared(hashtextextended('rules', 0));
  RETURN rules.standing();
END $$;
REVOKE ALL ON FUNCTION rules.standing(), rules.standing_held() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION rules.standing() TO earshot_staff, earshot_run_rules, earshot_vault;
GRANT EXECUTE ON FUNCTION rules.standing_held() TO earshot_run_rules;

-- By which rules it was simulated; null: not yet, or before it was kept.
ALTER TABLE rules.simulations ADD COLUMN standing bytea CHECK (length(standing) = 32);
GRANT SELECT (standing), UPDATE (standing) ON rules.simulations TO earshot_run_rules;
GRANT SELECT (standing) ON rules.simulations TO earshot_staff;

-- The hash that an approval covers has it, too.
SELECT house.amend('rules.content_of(uuid)', 'jsonb_build_object(''newest'', coalesce(newest, 0), ',
  'jsonb_build_object(''newest'', coalesce(newest, 0), ''standing'', encode(rules.standing(), ''hex''), ');
-- Said for what it is when that alone is another.
CREATE FUNCTION rules.demand_same_rules(approval uuid, draft uuid) RETURNS void LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE was jsonb; now_is jsonb := rules.content_of(draft);
BEGIN
  SELECT x.before INTO was FROM privacy.approvals x WHERE x.approval_id = approval;
  IF now_is -> 'standing' IS DISTINCT FROM was -> 'standing' AND now_is - 'standing' IS NOT DISTINCT FROM was - 'standing' THEN
    RAISE EXCEPTION 'other rules have come into force since it was simulated' USING ERRCODE = 'ES412', DETAIL = 'rules';
  END IF;
END $$;
GRANT CREATE ON SCHEMA rules TO earshot_vault;
SELECT house.hand_over('rules.demand_same_rules(uuid, uuid)', 'earshot_vault', '');
REVOKE CREATE ON SCHEMA rules FROM earshot_vault;
SELECT house.amend('rules.put_in_force(text, uuid)', 'PERFORM privacy.take_approval(', E'PERFORM rules.demand_same_rules(d.approval_id, draft);\n  PERFORM privacy.take_approval('),
  -- one change of any rules at a time: each is of what stood when it was approved
  house.amend('rules.put_in_force(text, uuid)', 'hashtextextended(''rules '' || d.table_name, 0)', 'hashtextextended(''rules'', 0)'),
  house.amend('privacy.decide_approval(text, uuid, bytea, text, text)', 'UPDATE privacy.approvals x SET state = verdict,',
    E'IF p.action = ''rule change'' AND verdict = ''approved'' THEN PERFORM rules.demand_same_rules(wanted, (p.payload->>''draftId'')::uuid); END IF;\n  UPDATE privacy.approvals x SET state = verdict,');
SELECT house.amend('rules.put_terms_in_force(text, uuid)', 'PERFORM privacy.take_approval(', E'PERFORM pg_advisory_xact_lock(hashtextextended(''rules'', 0));\n  PERFORM privacy.take_approval(');
DROP FUNCTION house.amend(regprocedure, text, text);
