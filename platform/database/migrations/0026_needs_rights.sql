-- What a customer's rights mean for what is understood of her: it is in the copy of her data, goes with her file, and who objected to
-- profiling is not understood at all, from that moment.

INSERT INTO privacy.copy_rules VALUES
  ('needs.facts', 'give', '{as_of,known,reckoned_at,not_used}', '{due_on,rules}', NULL),
  ('needs.standings', 'give', '{of,value,because,from_date,to_date}', '{is_change,rule,standing_id}', NULL),
  ('needs.events', 'give', '{kind,state,source,on_date,confidence,amount_minor,currency,found_at,expires_on,decided_at,decided_as,not_used}',
    '{decided_by,event_id,evidence,evidence_key,rule,sensitive}', NULL),
  ('needs.needs', 'give', '{category,source,strength,state,because,goal_minor,currency,goal_on,recorded_at,expires_on,not_used}',
    '{agreement_ids,context,need_id,recorded_by,rule}', NULL),
  ('needs.refusals', 'give', '{about,refused_at,ended_at}', '{refusal_id}', NULL)
ON CONFLICT DO NOTHING;
-- A rule may be called by the table that it is about.
ALTER TABLE house.retention DROP CONSTRAINT retention_rule_check, ADD CONSTRAINT retention_rule_check CHECK (rule ~ '^[a-z][a-z .:_-]*$');
INSERT INTO house.retention (rule, table_name, way, citation)
SELECT r.rule, r.table_name, 'with the file', 'Directive (EU) 2015/849, article 40(1)' FROM (VALUES
  ('facts', 'needs.facts'), ('levels and stages', 'needs.standings'), ('life events', 'needs.events'), ('needs', 'needs.needs'),
  ('refusals of use', 'needs.refusals')) r(rule, table_name)
ON CONFLICT DO NOTHING;
INSERT INTO house.retention (rule, table_name, way, keeps_count, keeps_unit, counted_from, only_if, citation)
VALUES ('runs of understanding', 'needs.runs', 'after a time', 1, 'years', 't.started_at', 't.finished_at IS NOT NULL', 'counts only') ON CONFLICT DO NOTHING;
GRANT SELECT, DELETE ON needs.runs TO earshot_vault;

-- Profiling is what this is (GDPR 4(4)): an objection to it, or data that is only kept, leaves nothing worked out for anybody to read.
-- What she said herself stays hers.
CREATE FUNCTION needs.stop_understanding() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
  DELETE FROM needs.facts f WHERE f.customer_id = NEW.customer_id;
  UPDATE needs.standings s SET to_date = CURRENT_DATE WHERE s.customer_id = NEW.customer_id AND s.to_date IS NULL;
  UPDATE needs.events e SET state = 'expired', version = e.version + 1
   WHERE e.customer_id = NEW.customer_id AND e.source = 'inferred' AND e.state IN ('suspected', 'confirmed');
  UPDATE needs.needs n SET state = 'expired', version = n.version + 1
   WHERE n.customer_id = NEW.customer_id AND n.source = 'inferred' AND n.state = 'open';
  RETURN NULL;
END $$;
CREATE TRIGGER stop_understanding AFTER INSERT ON privacy.restraints FOR EACH ROW
  WHEN (NEW.kind IN ('storage only', 'no profiling')) EXECUTE FUNCTION needs.stop_understanding();
GRANT CREATE ON SCHEMA needs TO earshot_vault;
SELECT house.hand_over('needs.stop_understanding()', 'earshot_vault', '');
REVOKE CREATE ON SCHEMA needs FROM earshot_vault;
