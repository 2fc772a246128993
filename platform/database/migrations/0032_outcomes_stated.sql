-- What she said of herself in a conversation outlives it, as a fact with an end: until the books know better, or it expires, or she takes
-- the conversation back.
CREATE TABLE needs.stated_facts (
  customer_id uuid NOT NULL,
  fact text NOT NULL CHECK (length(fact) BETWEEN 1 AND 60),
  -- as in needs.facts.known: money as digits, in minor units
  value jsonb NOT NULL CHECK (length(value::text) <= 200),
  conversation_id uuid NOT NULL,
  said_on date NOT NULL DEFAULT CURRENT_DATE,
  expires_on date NOT NULL CHECK (expires_on > said_on),
  PRIMARY KEY (customer_id, fact)
);
INSERT INTO house.table_classes VALUES ('needs.stated_facts', 'customer');
SELECT house.guard('needs.stated_facts');
INSERT INTO privacy.erasure_rules (table_name, way) VALUES ('needs.stated_facts', 'delete');
INSERT INTO customers.merge_rules (table_name, way, why) VALUES ('needs.stated_facts', 'stays', 'the one person may be asked once more');
INSERT INTO privacy.copy_rules (table_name, way, given, without) VALUES
  ('needs.stated_facts', 'give', '{fact,value,said_on,expires_on}', '{conversation_id}');
INSERT INTO house.retention (rule, table_name, way, keeps_count, keeps_unit, counted_from, citation) VALUES
  ('facts that were stated', 'needs.stated_facts', 'after a time', 1, 'days', 't.expires_on', 'GDPR article 5(1)(d); what was said a year ago is not known any more');
GRANT SELECT, INSERT, UPDATE, DELETE ON needs.stated_facts TO earshot_staff, earshot_vault;
CREATE TRIGGER require_change AFTER INSERT OR UPDATE OR DELETE ON needs.stated_facts FOR EACH STATEMENT EXECUTE FUNCTION privacy.require_change();
CREATE POLICY run_needs ON needs.stated_facts TO earshot_run_needs USING ((SELECT privacy.run_opened()) = 'needs.understand');
GRANT SELECT ON needs.stated_facts TO earshot_run_needs;
