-- The house: schemas, the register of table classes, and what every room uses.
-- Roles are made by platform/database/roles.ts before the first migration, because they belong to the server, not to one database.

CREATE SCHEMA house;
CREATE SCHEMA staff;
CREATE SCHEMA premises;
CREATE SCHEMA products;
CREATE SCHEMA customers;
CREATE SCHEMA holdings;
CREATE SCHEMA conversations;
CREATE SCHEMA privacy;
CREATE SCHEMA feed;
CREATE SCHEMA staging;

REVOKE ALL ON SCHEMA public FROM PUBLIC;
-- A new function is shut until it is handed over to somebody.
ALTER DEFAULT PRIVILEGES REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC;

GRANT USAGE ON SCHEMA house, staff, premises, products, customers, holdings, conversations, privacy, feed
  TO earshot_staff, earshot_portal, earshot_batch, earshot_vault, earshot_cards,
     earshot_run_feed, earshot_run_merging, earshot_run_demo;
GRANT USAGE, CREATE ON SCHEMA staging TO earshot_feed;
GRANT USAGE ON SCHEMA staging TO earshot_run_feed;

-- Every table says what it is. privacy.test.ts walks the catalogue and compares.
--   customer   rows of one customer: FORCE ROW LEVEL SECURITY, customer_id first in the primary key
--   derived    made from customers' data, but not one customer's rows: FORCE ROW LEVEL SECURITY, no direct reading by a log-in
--   staging    raw rows of a bank's extract, for earshot_feed alone
--   reference  small, shared, no personal data of customers
--   operational  how Earshot itself works
CREATE TABLE house.table_classes (
  table_name text PRIMARY KEY,
  class text NOT NULL CHECK (class IN ('customer', 'derived', 'staging', 'reference', 'operational'))
);
INSERT INTO house.table_classes VALUES ('house.table_classes', 'operational');

-- UUID version 7 (RFC 9562 5.7): milliseconds first, so that new rows land at the right edge of an index.
-- Of our own because uuidv7() came with PostgreSQL 18 and a bank may run 15. Version 4's nibble 0100 becomes 0111.
-- No SET clause on these two: it would keep the planner from inlining them (17 microseconds a call instead of 2).
CREATE FUNCTION house.new_id() RETURNS uuid LANGUAGE sql VOLATILE PARALLEL SAFE AS $$
  SELECT pg_catalog.encode(pg_catalog.set_bit(pg_catalog.set_bit(overlay(
    pg_catalog.uuid_send(pg_catalog.gen_random_uuid())
    PLACING substring(pg_catalog.int8send((extract(epoch FROM pg_catalog.clock_timestamp()) * 1000)::pg_catalog.int8) FROM 3)
    FROM 1 FOR 6), 52, 1), 53, 1), 'hex')::pg_catalog.uuid
$$;

-- The same key always gives the same id: how a feed names a thing it has seen before. The first half of a SHA-256,
-- with the version nibble of RFC 9562 5.8 (8, custom). STABLE, as convert_to is: else it would not be inlined.
CREATE FUNCTION house.id_of(source text, kind text, key text) RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT overlay(substring(pg_catalog.encode(pg_catalog.sha256(pg_catalog.convert_to(
    source || pg_catalog.chr(31) || kind || pg_catalog.chr(31) || key, 'UTF8')), 'hex') FROM 1 FOR 32)
    PLACING '8' FROM 13 FOR 1)::pg_catalog.uuid
$$;

GRANT EXECUTE ON FUNCTION house.new_id(), house.id_of(text, text, text) TO earshot_staff, earshot_portal, earshot_batch, earshot_feed,
  earshot_vault, earshot_cards, earshot_run_feed, earshot_run_merging, earshot_run_demo;
GRANT USAGE ON SCHEMA house TO earshot_feed;
