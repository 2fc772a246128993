-- A page that asks by itself whether it is still open keeps nobody's session alive: without an idle time the limit stays where it is.
DO $$
DECLARE definition text := pg_get_functiondef('staff.session_of(bytea, interval, interval)'::regprocedure); changed text;
BEGIN
  changed := regexp_replace(definition, 'WHERE s\.token_hash = hash AND s\.ended_at IS NULL', 'WHERE idle IS NOT NULL AND s.token_hash = hash AND s.ended_at IS NULL');
  IF changed = definition THEN RAISE EXCEPTION 'staff.session_of does not move the limit as it did'; END IF;
  EXECUTE changed;
END $$;
