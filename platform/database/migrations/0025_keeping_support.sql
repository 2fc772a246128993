-- What a customer needs in a talk tells of health and hardship: sealed like sensitive notes, a row for each, so that two records that are
-- merged keep both lists. The plain column is emptied by 'keys.renew' and goes with a later release.
CREATE TABLE customers.support_needs (
  customer_id uuid NOT NULL,
  need_id uuid NOT NULL,
  place smallint NOT NULL,
  body_sealed bytea NOT NULL CHECK (length(body_sealed) BETWEEN 46 AND 600),
  PRIMARY KEY (customer_id, need_id)
);
INSERT INTO house.table_classes VALUES ('customers.support_needs', 'customer');
SELECT house.guard('customers.support_needs');
INSERT INTO customers.merge_rules VALUES ('customers.support_needs', 'row', 'need_id');
INSERT INTO privacy.erasure_rules (table_name, way) VALUES ('customers.support_needs', 'delete');
INSERT INTO house.retention (rule, table_name, way, citation)
VALUES ('support needs', 'customers.support_needs', 'with the file', 'Directive (EU) 2015/849, article 40(1)');
GRANT SELECT, INSERT, DELETE ON customers.support_needs TO earshot_staff;
GRANT SELECT (customer_id, need_id), UPDATE (customer_id), DELETE ON customers.support_needs TO earshot_vault;
CREATE TRIGGER require_change AFTER INSERT OR UPDATE OR DELETE ON customers.support_needs FOR EACH STATEMENT EXECUTE FUNCTION privacy.require_change();

-- The run that seals what is plain, and anew what is sealed with a retired key.
CREATE INDEX customers_plain_needs ON customers.customers (customer_id) WHERE support_needs <> '{}';
CREATE POLICY run_keys ON customers.customers TO earshot_run_keys USING ((SELECT privacy.run_opened()) = 'keys.renew');
CREATE POLICY run_keys ON customers.support_needs TO earshot_run_keys USING ((SELECT privacy.run_opened()) = 'keys.renew');
GRANT SELECT (customer_id, support_needs), UPDATE (support_needs) ON customers.customers TO earshot_run_keys;
GRANT SELECT, INSERT, UPDATE (body_sealed) ON customers.support_needs TO earshot_run_keys;
