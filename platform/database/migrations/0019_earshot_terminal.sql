-- One active terminal: whoever signs in or unlocks at one station leaves the others locked; whoever badges out leaves none.
CREATE FUNCTION staff.lock_elsewhere(hash bytea) RETURNS integer
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE s record; locked integer;
BEGIN
  SELECT x.session_id, x.staff_id INTO s FROM staff.sessions x WHERE x.token_hash = hash AND x.ended_at IS NULL;
  IF NOT FOUND THEN RAISE EXCEPTION 'sign in first' USING ERRCODE = 'ES401'; END IF;
  WITH others AS (
    UPDATE staff.sessions x SET locked_at = now()
     WHERE x.staff_id = s.staff_id AND x.session_id <> s.session_id AND x.ended_at IS NULL AND x.locked_at IS NULL AND x.expires_at > now()
    RETURNING x.session_id)
  INSERT INTO privacy.events (name, session_id, staff_id, subject)
  SELECT 'session.locked elsewhere', o.session_id, s.staff_id, s.session_id::text FROM others o;
  GET DIAGNOSTICS locked = ROW_COUNT;
  RETURN locked;
END $$;
CREATE FUNCTION staff.badge_out(hash bytea) RETURNS integer
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE s record; ended integer;
BEGIN
  SELECT x.session_id, x.staff_id INTO s FROM staff.sessions x WHERE x.token_hash = hash AND x.ended_at IS NULL;
  IF NOT FOUND THEN RAISE EXCEPTION 'sign in first' USING ERRCODE = 'ES401'; END IF;
  UPDATE staff.sessions x SET ended_at = now() WHERE x.staff_id = s.staff_id AND x.ended_at IS NULL;
  GET DIAGNOSTICS ended = ROW_COUNT;
  INSERT INTO privacy.events (name, session_id, staff_id, detail)
  VALUES ('session.badged out', s.session_id, s.staff_id, jsonb_build_object('sessions', ended));
  RETURN ended;
END $$;
SELECT house.hand_over('staff.lock_elsewhere(bytea)', 'earshot_vault', 'earshot_staff');
SELECT house.hand_over('staff.badge_out(bytea)', 'earshot_vault', 'earshot_staff');
