-- What new terms do hangs on the tables of their own product, which read what the instalment leaves: an approval of them covers those, too. Of
-- other products it covers nothing: nothing there reads these terms, and what the bank earns settles exact ties alone.
CREATE FUNCTION house.amend(function regprocedure, said text, says text) RETURNS void LANGUAGE plpgsql AS $$
DECLARE source text := pg_get_functiondef(function); times integer := (length(source) - length(replace(source, said, ''))) / length(said);
BEGIN
  IF times <> 1 THEN RAISE EXCEPTION '% says that % times: %', function, times, said; END IF;
  EXECUTE replace(source, said, says);
END $$;
SELECT house.amend('rules.terms_content_of(uuid)', 'RETURN jsonb_build_object(''standing'',',
  'RETURN jsonb_build_object(''tables'', (SELECT coalesce(jsonb_agg(format(''%s %s'', t.aspect, t.version) ORDER BY t.aspect, t.version), ''[]'')
      FROM products.option_tables t WHERE t.option_code = c.option_code), ''standing'',');
-- Said for what it is when that alone is another.
CREATE FUNCTION rules.demand_same_tables(change uuid) RETURNS void LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE was jsonb; now_is jsonb := rules.terms_content_of(change);
BEGIN
  SELECT x.before INTO was FROM privacy.approvals x WHERE x.approval_id = change;
  IF now_is -> 'tables' IS DISTINCT FROM was -> 'tables' AND now_is - 'tables' IS NOT DISTINCT FROM was - 'tables' THEN
    RAISE EXCEPTION 'other rules of the product have come into force since it was asked for' USING ERRCODE = 'ES412', DETAIL = 'rules';
  END IF;
END $$;
GRANT CREATE ON SCHEMA rules TO earshot_vault;
SELECT house.hand_over('rules.demand_same_tables(uuid)', 'earshot_vault', '');
REVOKE CREATE ON SCHEMA rules FROM earshot_vault;
SELECT house.amend('rules.put_terms_in_force(text, uuid)', 'PERFORM privacy.take_approval(', E'PERFORM rules.demand_same_tables(change);\n  PERFORM privacy.take_approval('),
  house.amend('privacy.decide_approval(text, uuid, bytea, text, text)', 'UPDATE privacy.approvals x SET state = verdict,',
    E'IF p.action IN (''terms change'', ''withdrawal'', ''undoing of terms'') AND verdict = ''approved'' THEN\n    PERFORM rules.demand_same_tables((p.payload->>''changeId'')::uuid);\n  END IF;\n  UPDATE privacy.approvals x SET state = verdict,');
DROP FUNCTION house.amend(regprocedure, text, text);
