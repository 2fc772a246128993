-- Somebody who was not found is handed over like a customer: to a colleague here who can take a visit. Nobody takes a guest who waits for
-- a colleague or is with one, and a greeter takes nobody.
DROP FUNCTION conversations.move_guest(text, uuid, integer, text);
CREATE FUNCTION conversations.move_guest(token text, guest uuid, expected integer, what text, to_staff uuid) RETURNS integer
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE a record; g record; next_state text;
BEGIN
  a := privacy.actor(token);
  SELECT x.* INTO g FROM conversations.guests x WHERE x.guest_id = guest AND x.premises_id = a.premises_id FOR UPDATE;
  IF NOT FOUND OR g.state NOT IN ('waiting', 'in progress') THEN RAISE EXCEPTION 'not now' USING ERRCODE = 'ES409'; END IF;
  IF g.version IS DISTINCT FROM expected THEN RAISE EXCEPTION 'changed meanwhile' USING ERRCODE = 'ES412'; END IF;
  IF what = 'start' AND NOT coalesce(a.role IN ('banker', 'contact centre', 'manager'), false) THEN RAISE EXCEPTION 'not your task' USING ERRCODE = 'ES405'; END IF;
  next_state := CASE
    WHEN what = 'hand over' AND (g.state = 'waiting' OR g.handed_to = a.staff_id OR a.role = 'manager') THEN 'waiting'
    WHEN what = 'start' AND g.state = 'waiting' AND (g.handed_to IS NULL OR g.handed_to = a.staff_id) THEN 'in progress'
    WHEN what = 'end' THEN 'ended'
    WHEN what = 'undo' THEN 'undone' END;
  IF next_state IS NULL THEN RAISE EXCEPTION 'not now' USING ERRCODE = 'ES409'; END IF;
  IF what = 'hand over' THEN
    PERFORM FROM staff.staff f WHERE f.staff_id = to_staff AND f.active AND f.premises_id = a.premises_id AND f.role IN ('banker', 'contact centre', 'manager');
    IF NOT FOUND THEN RAISE EXCEPTION 'nobody here who could take the guest' USING ERRCODE = 'ES422'; END IF;
  END IF;
  UPDATE conversations.guests x SET version = x.version + 1, state = next_state,
      handed_to = CASE what WHEN 'hand over' THEN to_staff WHEN 'start' THEN a.staff_id ELSE x.handed_to END
   WHERE x.guest_id = guest;
  INSERT INTO privacy.events (name, session_id, staff_id, subject, detail)
  VALUES ('guest.moved', a.session_id, a.staff_id, guest::text, jsonb_build_object('what', what, 'to', to_staff));
  RETURN g.version + 1;
END $$;
GRANT CREATE ON SCHEMA conversations TO earshot_vault;
SELECT house.hand_over('conversations.move_guest(text, uuid, integer, text, uuid)', 'earshot_vault', 'earshot_staff');
REVOKE CREATE ON SCHEMA conversations FROM earshot_vault;
