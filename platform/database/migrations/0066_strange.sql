-- Out of hours, and in a browser that has said no work station, what is hidden is revealed to a fresh proof alone: a terminal that was left
-- open in the evening, or a machine that nobody has registered, is not enough. Nobody has said any hours: it is never out of hours.
CREATE FUNCTION premises.is_out_of_hours(at uuid) RETURNS boolean LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE p record; special jsonb; minute integer;
BEGIN
  SELECT x.hours, now() AT TIME ZONE x.time_zone AS clock INTO p FROM premises.premises x WHERE x.premises_id = at;
  IF NOT FOUND OR p.hours = '{}' THEN RETURN false; END IF;
  minute := extract(hour FROM p.clock) * 60 + extract(minute FROM p.clock);
  SELECT h.hours INTO special FROM premises.holidays h WHERE h.premises_id = at AND h.on_date = p.clock::date LIMIT 1;
  -- an hour before and an hour after there is work to do
  RETURN (SELECT true FROM jsonb_array_elements(coalesce(special, p.hours->extract(isodow FROM p.clock)::text, '[]')) i
    WHERE minute BETWEEN premises.minute_of(i->>0) - 60 AND premises.minute_of(i->>1) + 60 LIMIT 1) IS NULL;
END $$;
CREATE FUNCTION premises.minute_of(said text) RETURNS integer LANGUAGE plpgsql IMMUTABLE SET search_path = pg_catalog AS $$
BEGIN
  RETURN split_part(said, ':', 1)::integer * 60 + split_part(said, ':', 2)::integer;
END $$;
GRANT CREATE ON SCHEMA premises TO earshot_vault;
SELECT house.hand_over('premises.is_out_of_hours(uuid)', 'earshot_vault', ''), house.hand_over('premises.minute_of(text)', 'earshot_vault', '');
REVOKE CREATE ON SCHEMA premises FROM earshot_vault;

CREATE FUNCTION house.amend(function regprocedure, said text, says text) RETURNS void LANGUAGE plpgsql AS $$
DECLARE source text := pg_get_functiondef(function); times integer := (length(source) - length(replace(source, said, ''))) / length(said);
BEGIN
  IF times <> 1 THEN RAISE EXCEPTION '% says that % times: %', function, times, said; END IF;
  EXECUTE replace(source, said, says);
END $$;
SELECT house.amend('privacy.open_file(uuid, text, uuid[], uuid, text, text[])',
  'IF action = ''reveal'' AND array_to_string(fields, '' '') LIKE ''%identifier %'' AND NOT staff.authenticated_lately(a.session_id, interval ''5 minutes'') THEN',
  'IF action = ''reveal'' AND NOT staff.authenticated_lately(a.session_id, interval ''5 minutes'')
    AND (array_to_string(fields, '' '') LIKE ''%identifier %'' OR a.station_id IS NULL OR premises.is_out_of_hours(a.premises_id)) THEN');
DROP FUNCTION house.amend(regprocedure, text, text);
