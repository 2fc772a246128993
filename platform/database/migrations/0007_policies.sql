-- Who may see which rows. No OR in a policy; every customer-owned table has the same ones, made here, one per log-in.
-- house.guard(table) is called by every later migration that makes a customer-owned table.

CREATE FUNCTION house.guard(guarded text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', guarded);
  EXECUTE format('ALTER TABLE %s FORCE ROW LEVEL SECURITY', guarded);
  EXECUTE format('CREATE POLICY staff ON %s TO earshot_staff USING (customer_id = ANY ((SELECT privacy.opened())::uuid[]))', guarded);
  EXECUTE format('CREATE POLICY portal ON %s TO earshot_portal USING (customer_id = ANY ((SELECT privacy.opened())::uuid[]))', guarded);
  EXECUTE format('CREATE POLICY run_feed ON %s TO earshot_run_feed USING ((SELECT privacy.run_opened()) = ''feed.run'')', guarded);
  EXECUTE format('CREATE POLICY run_merging ON %s TO earshot_run_merging USING ((SELECT privacy.run_opened()) = ''merging.find'')', guarded);
  EXECUTE format('CREATE POLICY run_demo ON %s TO earshot_run_demo USING ((SELECT privacy.run_opened()) = ''demo.fill'')', guarded);
  EXECUTE format('CREATE POLICY vault ON %s TO earshot_vault USING (true)', guarded);
  EXECUTE format('CREATE POLICY cards ON %s TO earshot_cards USING (true)', guarded);
END $$;

-- Derived tables hold customers' data but not one customer's rows: nobody reads them but the kernel, the cards and the named runs.
CREATE FUNCTION house.guard_derived(guarded text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', guarded);
  EXECUTE format('ALTER TABLE %s FORCE ROW LEVEL SECURITY', guarded);
  EXECUTE format('CREATE POLICY run_feed ON %s TO earshot_run_feed USING ((SELECT privacy.run_opened()) = ''feed.run'')', guarded);
  EXECUTE format('CREATE POLICY run_merging ON %s TO earshot_run_merging USING ((SELECT privacy.run_opened()) = ''merging.find'')', guarded);
  EXECUTE format('CREATE POLICY vault ON %s TO earshot_vault USING (true)', guarded);
  EXECUTE format('CREATE POLICY cards ON %s TO earshot_cards USING (true)', guarded);
END $$;

-- Hands a definer function to the role that may do just what it needs, and shuts it to everybody else.
CREATE FUNCTION house.hand_over(function text, to_role text, callers text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  EXECUTE format('ALTER FUNCTION %s OWNER TO %I', function, to_role);
  EXECUTE format('REVOKE ALL ON FUNCTION %s FROM PUBLIC', function);
  IF callers <> '' THEN EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO %s', function, callers); END IF;
END $$;

SELECT house.guard(table_name) FROM house.table_classes WHERE class = 'customer' ORDER BY table_name;
SELECT house.guard_derived(table_name) FROM house.table_classes WHERE class = 'derived' ORDER BY table_name;

GRANT CREATE ON SCHEMA privacy, conversations, customers, holdings, staff, house TO earshot_vault, earshot_cards;
SELECT house.hand_over('privacy.seal(text)', 'earshot_vault', '');
SELECT house.hand_over('privacy.actor(text)', 'earshot_vault', 'earshot_cards');
SELECT house.hand_over('privacy.ground_of(uuid, uuid, uuid)', 'earshot_vault', '');
SELECT house.hand_over('privacy.open_file(uuid, text, uuid[], uuid, text, text[])', 'earshot_vault', 'earshot_staff');
SELECT house.hand_over('privacy.unlock(uuid, text)', 'earshot_vault', 'earshot_staff');
SELECT house.hand_over('privacy.opened()', 'earshot_vault', 'earshot_staff, earshot_portal');
SELECT house.hand_over('privacy.record_change(text, uuid, text, uuid, jsonb)', 'earshot_vault', 'earshot_staff');
SELECT house.hand_over('privacy.require_change()', 'earshot_vault', '');
SELECT house.hand_over('privacy.search(uuid, text, text, text, integer)', 'earshot_vault', 'earshot_staff');
SELECT house.hand_over('privacy.searched(uuid, text)', 'earshot_vault', 'earshot_cards');
SELECT house.hand_over('privacy.open_run(uuid, bigint)', 'earshot_vault', 'earshot_batch');
SELECT house.hand_over('privacy.unlock_run(uuid)', 'earshot_vault', 'earshot_batch');
SELECT house.hand_over('privacy.run_opened()', 'earshot_vault', 'earshot_run_feed, earshot_run_merging, earshot_run_demo');

-- What the kernel itself may see: sign-ins, grounds and its own records.
GRANT SELECT ON privacy.secrets, staff.sessions, staff.sign_ins TO earshot_vault;
GRANT SELECT (customer_id, restricted, merged_into) ON customers.customers TO earshot_vault;
GRANT SELECT ON conversations.visits, conversations.promises, customers.portfolios, customers.relations TO earshot_vault;
GRANT SELECT, INSERT ON privacy.access_records, privacy.searches, privacy.changes, privacy.batch_runs, privacy.events TO earshot_vault;

-- The workspace's log-in: reads what is opened, writes what staff write. No INSERT on any record.
GRANT SELECT ON customers.customers, customers.names, customers.contact_points, customers.identifiers, customers.addresses,
  customers.relations, customers.portfolios, holdings.holdings, holdings.balances, holdings.transactions, holdings.standing_orders,
  conversations.visits, conversations.notes, conversations.promises, privacy.access_records, privacy.changes TO earshot_staff;
GRANT INSERT ON conversations.notes, conversations.promises TO earshot_staff;
GRANT UPDATE (state, kept_at, version) ON conversations.promises TO earshot_staff;
GRANT UPDATE (body, sensitive, version) ON conversations.notes TO earshot_staff;
GRANT UPDATE (preferred_name, language, occupation, employer, support_needs, edited, version, updated_at) ON customers.customers TO earshot_staff;

CREATE TRIGGER require_change AFTER INSERT OR UPDATE OR DELETE ON conversations.notes FOR EACH STATEMENT EXECUTE FUNCTION privacy.require_change();
CREATE TRIGGER require_change AFTER INSERT OR UPDATE OR DELETE ON conversations.promises FOR EACH STATEMENT EXECUTE FUNCTION privacy.require_change();
CREATE TRIGGER require_change AFTER INSERT OR UPDATE OR DELETE ON customers.customers FOR EACH STATEMENT EXECUTE FUNCTION privacy.require_change();

-- The portal's log-in: only its own customer's file.
GRANT SELECT ON customers.customers, customers.names, holdings.holdings, holdings.balances, privacy.access_records TO earshot_portal;

-- A feed run writes what the bank's systems know; a demo run also what the demo bank's staff would have written.
GRANT SELECT, INSERT, UPDATE, DELETE ON customers.customers, customers.names, customers.contact_points, customers.identifiers,
  customers.addresses, customers.relations, customers.portfolios, holdings.holdings, holdings.balances, holdings.transactions,
  holdings.standing_orders, holdings.exchange_rates, premises.premises, premises.holidays, products.products TO earshot_run_feed;
GRANT SELECT, INSERT, UPDATE ON customers.customers, customers.portfolios, conversations.visits, conversations.notes, conversations.promises,
  premises.premises, premises.holidays, premises.stations, staff.staff, staff.sign_ins TO earshot_run_demo;
GRANT SELECT ON holdings.holdings, holdings.transactions TO earshot_run_demo;
GRANT SELECT ON customers.customers, customers.names, customers.contact_points, customers.identifiers, customers.addresses TO earshot_run_merging;
