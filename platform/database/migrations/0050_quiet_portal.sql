-- What the portal's page asks by itself, again and again, is no sign that she is there: without an interval the idle limit stays where it is,
-- as for staff (0025_keeping_sessions).
DO $$
DECLARE definition constant text := pg_get_functiondef('customers.session_of(bytea, interval, interval)'::regprocedure);
  changed constant text := regexp_replace(definition, 'WHERE s\.token_hash = hash AND s\.ended_at IS NULL', 'WHERE idle IS NOT NULL AND s.token_hash = hash AND s.ended_at IS NULL');
BEGIN
  IF changed = definition THEN RAISE EXCEPTION 'customers.session_of is not as it was'; END IF;
  EXECUTE changed;
END $$;
