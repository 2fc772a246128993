-- Who looked at my information: the looks at an open file, from before a merge too, as its customer is shown them. Her own visits to the
-- portal are a list of their own. A page ends with an entry, not with an instant: two looks of one microsecond are both shown.
CREATE FUNCTION privacy.own_looks(customer uuid, by_herself boolean, before_at timestamptz, before_id uuid, most integer)
RETURNS SETOF privacy.access_records LANGUAGE plpgsql STABLE SECURITY DEFINER ROWS 50 SET search_path = pg_catalog AS $$
BEGIN
  IF NOT customer = ANY (privacy.opened()) THEN RAISE EXCEPTION 'sign the file out first' USING ERRCODE = 'ES403', DETAIL = 'not opened'; END IF;
  RETURN QUERY SELECT l.* FROM unnest(customers.merged_records(customer)) m(id)
    CROSS JOIN LATERAL (
      SELECT r.* FROM privacy.access_records r WHERE r.customer_id = m.id AND (r.at, r.record_id) < (before_at, before_id)
         AND (r.action = 'own file') = by_herself
       ORDER BY r.at DESC, r.record_id DESC LIMIT most) l
   ORDER BY l.at DESC, l.record_id DESC LIMIT most;
END $$;

GRANT CREATE ON SCHEMA privacy TO earshot_vault;
SELECT house.hand_over('privacy.own_looks(uuid, boolean, timestamptz, uuid, integer)', 'earshot_vault', 'earshot_portal');
