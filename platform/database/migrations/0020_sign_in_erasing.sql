-- What belongs to a customer's sign-in goes with her; here and not in 0015, because the rules are younger.
INSERT INTO privacy.erasure_rules (table_name, way)
VALUES ('customers.passkeys', 'delete'), ('customers.sign_in_notices', 'delete'), ('customers.devices', 'delete');
