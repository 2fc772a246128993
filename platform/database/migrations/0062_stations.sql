-- A work station may be tied to one browser: an administrator says so sitting at it, that browser keeps a secret, and from then on nobody
-- chooses this station in another one. So nobody at a counter says that they sit in the private room.
--   premises.stations.browser_hash   SHA-256 of that browser's secret; null: whoever works in the branch may choose it
ALTER TABLE premises.stations ADD COLUMN browser_hash bytea CHECK (length(browser_hash) = 32);

-- Tied, or untied by null. Whoever was there in another browser is at no station until they choose one: values are hidden.
CREATE FUNCTION premises.tie_station(token text, station uuid, seen integer, browser bytea) RETURNS integer
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE a record := premises.station_setter(token); w premises.stations := premises.station_seen(station, seen);
BEGIN
  UPDATE premises.stations x SET browser_hash = browser, version = x.version + 1 WHERE x.station_id = station;
  IF browser IS NOT NULL THEN
    UPDATE staff.sessions s SET station_id = NULL WHERE s.station_id = station AND s.ended_at IS NULL AND s.session_id <> a.session_id;
  END IF;
  PERFORM premises.noted(a, CASE WHEN browser IS NULL THEN 'station.untied' ELSE 'station.tied' END, station, jsonb_build_object('at', w.premises_id));
  RETURN w.version + 1;
END $$;
GRANT CREATE ON SCHEMA premises TO earshot_vault;
SELECT house.hand_over('premises.tie_station(text, uuid, integer, bytea)', 'earshot_vault', 'earshot_staff');
REVOKE CREATE ON SCHEMA premises FROM earshot_vault;

DO $$
DECLARE definition text := pg_get_functiondef('staff.change_session(bytea, text, uuid)'::regprocedure);
  changed text := replace(definition, 'station uuid DEFAULT NULL::uuid)', 'station uuid DEFAULT NULL::uuid, browser bytea DEFAULT NULL::bytea)');
BEGIN
  IF changed = definition THEN RAISE EXCEPTION 'staff.change_session is not as it was'; END IF;
  definition := changed;
  changed := replace(definition, 'UPDATE staff.sessions x SET station_id = station',
    $w$PERFORM FROM premises.stations w WHERE w.station_id = station AND w.browser_hash IS NOT NULL AND w.browser_hash IS DISTINCT FROM browser;
    IF FOUND THEN RAISE EXCEPTION 'this work station is tied to another browser' USING ERRCODE = 'ES403', DETAIL = 'tied'; END IF;
    UPDATE staff.sessions x SET station_id = station$w$);
  IF changed = definition THEN RAISE EXCEPTION 'staff.change_session is not as it was'; END IF;
  DROP FUNCTION staff.change_session(bytea, text, uuid);
  EXECUTE changed;
END $$;
GRANT CREATE ON SCHEMA staff TO earshot_vault;
SELECT house.hand_over('staff.change_session(bytea, text, uuid, bytea)', 'earshot_vault', 'earshot_staff_door');
REVOKE CREATE ON SCHEMA staff FROM earshot_vault;
