-- What came side by side: each table says what of it is in a copy of a customer's data, and how long it is kept.
INSERT INTO privacy.copy_rules (table_name, way, given, without, why) VALUES
  ('privacy.inquiries', 'give', '{inquiry_id,record_kind,record_at,question_sealed,state,asked_at,due_on,answer_sealed,closed_at,seen_at}',
    '{record_id,office,answered_by,names_employee}', NULL),
  ('customers.support_needs', 'give', '{need_id,body_sealed}', '{place}', NULL),
  ('conversations.vouching_codes', 'leave out', NULL, NULL, 'codes of ten minutes; that they were shown and checked is among what was done'),
  ('customers.invitations', 'leave out', NULL, NULL, 'links of three days; that they were made and used is among what was done');
INSERT INTO house.retention (rule, table_name, way, citation)
VALUES ('links that moved with a merge', 'customers.moved_links', 'with the file', 'Directive (EU) 2015/849, article 40(1)');

-- What is understood of her, and what was suggested.
DO $$
DECLARE line record;
BEGIN
  FOR line IN SELECT * FROM (VALUES
      ('needs.facts', '{as_of,known,reckoned_at,not_used}', '{due_on,rules}'),
      ('needs.standings', '{of,value,because,from_date,to_date}', '{standing_id,rule,is_change}'),
      ('needs.events', '{kind,state,source,on_date,confidence,amount_minor,currency,found_at,expires_on,decided_at,decided_as,not_used}',
        '{event_id,rule,evidence,evidence_key,sensitive,decided_by}'),
      ('needs.needs', '{category,source,strength,state,because,goal_minor,currency,goal_on,recorded_at,expires_on,not_used}',
        '{need_id,context,rule,agreement_ids,recorded_by}'),
      ('needs.refusals', '{about,refused_at,ended_at}', '{refusal_id}'),
      ('advice.decisions', '{result,body,decided_on,expires_on}', '{facts_version,rules}'),
      ('advice.outcomes', '{option_code,became,until,because,recorded_at}', '{outcome_id,known,rows,rules,recorded_by}'))
      v(table_name, given, without) WHERE to_regclass(v.table_name) IS NOT NULL LOOP
    INSERT INTO privacy.copy_rules (table_name, way, given, without) VALUES (line.table_name, 'give', line.given::text[], line.without::text[])
    ON CONFLICT DO NOTHING;
    INSERT INTO house.retention (rule, table_name, way, citation)
    VALUES ('what is understood: ' || line.table_name, line.table_name, 'with the file', 'Directive (EU) 2015/849, article 40(1)') ON CONFLICT DO NOTHING;
  END LOOP;
END $$;
DO $$
DECLARE rule record;
BEGIN
  FOR rule IN SELECT r.table_name, r.given FROM privacy.copy_rules r WHERE r.way = 'give'
      AND r.table_name = ANY ('{privacy.inquiries,customers.support_needs,needs.facts,needs.standings,needs.events,needs.needs,needs.refusals,advice.decisions,advice.outcomes}') LOOP
    EXECUTE format('GRANT SELECT (customer_id, %s) ON %s TO earshot_vault',
      (SELECT string_agg(quote_ident(g), ', ') FROM unnest(rule.given) g), rule.table_name::regclass);
  END LOOP;
END $$;
DO $$
DECLARE t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['needs.runs', 'advice.runs'] LOOP
    IF to_regclass(t) IS NOT NULL AND NOT EXISTS (SELECT FROM house.retention r WHERE r.table_name = t) THEN
      INSERT INTO house.retention (rule, table_name, way, keeps_count, keeps_unit, counted_from, citation)
      VALUES ('runs of ' || t, t, 'after a time', 1, 'years', 't.started_at', 'counts only');
      EXECUTE format('GRANT SELECT, DELETE ON %s TO earshot_vault', t);
    END IF;
  END LOOP;
END $$;

-- The newest holds, those that stand first.
CREATE INDEX holds_newest ON privacy.holds ((lifted_at IS NOT NULL), placed_at DESC);
