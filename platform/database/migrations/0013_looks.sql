-- Who looked, also from before a merge: a record keeps the id under which it was made, and is never updated. So the file of a
-- survivor shows the looks at all records that were merged into it; taken apart, each shows its own again.

-- This customer, and all whose records were merged into hers, however often.
CREATE FUNCTION customers.merged_records(customer uuid) RETURNS uuid[]
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE ids uuid[] := ARRAY[customer]; newest uuid[] := ids;
BEGIN
  -- as many steps as customers.survivor takes, the other way round
  FOR i IN 1 .. 10 LOOP
    newest := ARRAY(SELECT c.customer_id FROM customers.customers c WHERE c.merged_into = ANY (newest) AND c.customer_id <> ALL (ids));
    EXIT WHEN newest = '{}';
    ids := ids || newest;
  END LOOP;
  RETURN ids;
END $$;

-- The looks at an open file from `since` until before `until`, newest first, `most` at most; null: all of them.
-- For each id the index of access_records is read backwards and no further than that.
CREATE FUNCTION privacy.looks_at(customer uuid, since timestamptz, until timestamptz, most integer) RETURNS SETOF privacy.access_records
LANGUAGE plpgsql STABLE SECURITY DEFINER ROWS 20 SET search_path = pg_catalog AS $$
BEGIN
  IF NOT customer = ANY (privacy.opened()) THEN RAISE EXCEPTION 'sign the file out first' USING ERRCODE = 'ES403', DETAIL = 'not opened'; END IF;
  RETURN QUERY SELECT l.* FROM unnest(customers.merged_records(customer)) m(id)
    CROSS JOIN LATERAL (
      SELECT r.* FROM privacy.access_records r WHERE r.customer_id = m.id AND r.at >= since AND r.at < until
       ORDER BY r.at DESC LIMIT most) l
   ORDER BY l.at DESC LIMIT most;
END $$;

GRANT CREATE ON SCHEMA privacy, customers TO earshot_vault;
SELECT house.hand_over('customers.merged_records(uuid)', 'earshot_vault', ''),
  house.hand_over('privacy.looks_at(uuid, timestamptz, timestamptz, integer)', 'earshot_vault', 'earshot_staff, earshot_portal');
