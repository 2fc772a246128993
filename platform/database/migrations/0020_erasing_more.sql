-- What came beside erasure: a confirmation holds what was shown to a customer, and goes with her.
INSERT INTO privacy.erasure_rules (table_name, way) VALUES ('conversations.confirmations', 'delete');
GRANT SELECT (customer_id), DELETE ON conversations.confirmations TO earshot_vault;
