-- What came beside erasure. A confirmation holds what was shown to a customer, and a confidence what she asked us not to tell: both go
-- with her. A pass says who was let into the file on whose word, and stays like the looks that were made with it.
INSERT INTO privacy.erasure_rules (table_name, way, why) VALUES
  ('conversations.confirmations', 'delete', NULL), ('customers.confidences', 'delete', NULL),
  ('privacy.passes', 'stays', 'proof of who was let into the file; names nobody but by an id that leads nowhere any more');
GRANT SELECT (customer_id), DELETE ON conversations.confirmations, customers.confidences TO earshot_vault;
