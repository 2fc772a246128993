-- The ids of a recorded search (0003), asked in one statement: whose sign-in it is and whether it still is one is looked at together with
-- the record, and not by privacy.actor once more, which the search itself has just asked. An ended, locked or idle sign-in, a member of
-- staff who has left, and whoever is forced get no card, as before; they are told to search first.
CREATE OR REPLACE FUNCTION privacy.searched(search uuid, token text) RETURNS uuid[]
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE ids uuid[]; hash constant bytea := sha256(convert_to(token, 'UTF8'));
BEGIN
  SELECT s.customer_ids INTO ids
    FROM privacy.searches s JOIN staff.sessions w ON w.session_id = s.session_id JOIN staff.staff f ON f.staff_id = w.staff_id
   WHERE s.search_id = search AND s.at > clock_timestamp() - interval '60 seconds' AND pg_visible_in_snapshot(s.xid, pg_current_snapshot())
     AND s.xid IS DISTINCT FROM pg_current_xact_id_if_assigned()
     AND w.token_hash = hash AND w.ended_at IS NULL AND w.locked_at IS NULL AND w.idle_expires_at > now() AND w.expires_at > now() AND f.active
     AND NOT EXISTS (SELECT FROM staff.alarms x WHERE x.staff_id = w.staff_id AND x.ended_at IS NULL)
     AND NOT EXISTS (SELECT FROM staff.alarms x WHERE x.station_id = w.station_id AND x.ended_at IS NULL);
  IF NOT FOUND THEN RAISE EXCEPTION 'search first' USING ERRCODE = 'ES403', DETAIL = 'not opened'; END IF;
  RETURN ids;
END $$;
