-- Out of hours, or at no work station, a file is signed out to a proof of the last hour alone, whatever is done with it; until now only what
-- is hidden took one (0066), of the last five minutes, and does. Looking up the hours of a branch costs more than signing a file out, so a session keeps until when it is in them:
--   staff.sessions.in_hours_until   until then its branch is open, an hour before and after counted in; null: not known. It is reckoned
--                                   by the first look and when it has lapsed, and forgotten with the station and when hours are changed.
ALTER TABLE staff.sessions ADD COLUMN in_hours_until timestamptz;

-- By the branch's own clock. An hour before and an hour after there is work to do, also where that hour belongs to the day before or after.
-- Null: out of hours. Nobody has said any hours: it is never out of hours.
CREATE FUNCTION premises.in_hours_until(at uuid, moment timestamptz DEFAULT now()) RETURNS timestamptz
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE p record;
BEGIN
  SELECT x.hours, x.time_zone, (moment AT TIME ZONE x.time_zone)::date AS today INTO p FROM premises.premises x WHERE x.premises_id = at;
  IF NOT FOUND OR p.hours = '{}' THEN RETURN 'infinity'; END IF;
  RETURN (
    SELECT max(e.ends) FROM unnest(ARRAY[p.today - 1, p.today, p.today + 1]) d(day)
      CROSS JOIN LATERAL jsonb_array_elements(coalesce((SELECT h.hours FROM premises.holidays h WHERE h.premises_id = at AND h.on_date = d.day LIMIT 1),
        p.hours->extract(isodow FROM d.day)::text, '[]')) i
      CROSS JOIN LATERAL (SELECT (d.day + make_interval(mins => premises.minute_of(i->>0) - 60)) AT TIME ZONE p.time_zone AS begins,
        (d.day + make_interval(mins => premises.minute_of(i->>1) + 60)) AT TIME ZONE p.time_zone AS ends) e
     WHERE moment >= e.begins AND moment < e.ends);
END $$;

-- Who is signed in (0073), and until when they are in hours.
CREATE OR REPLACE VIEW privacy.signed_in WITH (security_invoker = true) AS
  SELECT s.token_hash, s.session_id, s.staff_id, f.role, coalesce(w.premises_id, f.premises_id) AS premises_id, w.station_id,
         coalesce(w.place, 'open counter') AS place, x.alarm_id IS NOT NULL AS alarmed, s.in_hours_until
    FROM staff.sessions s JOIN staff.staff f ON f.staff_id = s.staff_id
    LEFT JOIN premises.stations w ON w.station_id = s.station_id
    LEFT JOIN staff.alarms x ON x.ended_at IS NULL AND (x.staff_id = s.staff_id OR x.station_id = w.station_id)
   WHERE s.ended_at IS NULL AND s.locked_at IS NULL AND s.idle_expires_at > CURRENT_TIMESTAMP AND s.expires_at > CURRENT_TIMESTAMP
     AND f.active;

-- Asked where a session is not known to be in hours; lately: how old a proof may be. What is kept is what two who come at once agree on: whoever changes the hours waits for
-- the branch, and forgets what was kept.
CREATE FUNCTION privacy.in_hours_or_proven(session uuid, station uuid, at uuid, lately interval) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
  IF station IS NOT NULL AND premises.in_hours_until(at) IS NOT NULL THEN
    PERFORM FROM premises.premises p WHERE p.premises_id = at FOR SHARE;
    UPDATE staff.sessions s SET in_hours_until = premises.in_hours_until(at)
     WHERE s.session_id = session AND s.station_id = station AND premises.in_hours_until(at) IS NOT NULL;
    IF FOUND THEN RETURN; END IF;
  END IF;
  IF NOT staff.authenticated_lately(session, lately) THEN RAISE EXCEPTION 'prove again who you are' USING ERRCODE = 'ES406'; END IF;
END $$;

CREATE FUNCTION staff.forget_hours() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.in_hours_until := NULL;
  RETURN NEW;
END $$;
CREATE TRIGGER forget_hours BEFORE UPDATE OF station_id ON staff.sessions FOR EACH ROW
  WHEN (OLD.station_id IS DISTINCT FROM NEW.station_id) EXECUTE FUNCTION staff.forget_hours();
CREATE FUNCTION premises.forget_hours() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE at uuid := CASE WHEN TG_OP = 'DELETE' THEN OLD.premises_id ELSE NEW.premises_id END;
BEGIN
  PERFORM FROM premises.premises p WHERE p.premises_id = at FOR NO KEY UPDATE;
  UPDATE staff.sessions s SET in_hours_until = NULL FROM premises.stations w
   WHERE w.premises_id = at AND s.station_id = w.station_id AND s.ended_at IS NULL AND s.in_hours_until IS NOT NULL;
  RETURN NULL;
END $$;
CREATE TRIGGER forget_hours AFTER UPDATE ON premises.premises FOR EACH ROW
  WHEN (OLD.hours IS DISTINCT FROM NEW.hours OR OLD.time_zone IS DISTINCT FROM NEW.time_zone) EXECUTE FUNCTION premises.forget_hours();
CREATE TRIGGER forget_hours AFTER INSERT OR UPDATE OR DELETE ON premises.holidays FOR EACH ROW EXECUTE FUNCTION premises.forget_hours();

CREATE FUNCTION house.amend(function regprocedure, said text, says text) RETURNS void LANGUAGE plpgsql AS $$
DECLARE source text := pg_get_functiondef(function); times integer := (length(source) - length(replace(source, said, ''))) / length(said);
BEGIN
  IF times <> 1 THEN RAISE EXCEPTION '% says that % times: %', function, times, said; END IF;
  EXECUTE replace(source, said, says);
END $$;
SELECT house.amend('privacy.open_file(uuid, text, uuid[], uuid, text, text[])', 'alarmed boolean; customer uuid;', 'alarmed boolean; in_hours timestamptz; customer uuid;');
SELECT house.amend('privacy.open_file(uuid, text, uuid[], uuid, text, text[])', 'i.place, i.alarmed
    INTO session_id, staff_id, role, premises_id, station_id, place, alarmed FROM', 'i.place, i.alarmed, i.in_hours_until
    INTO session_id, staff_id, role, premises_id, station_id, place, alarmed, in_hours FROM');
SELECT house.amend('privacy.open_file(uuid, text, uuid[], uuid, text, text[])', 'IF action = ''reveal'' THEN
    IF NOT staff.authenticated_lately(session_id, interval ''5 minutes'')
      AND (array_to_string(fields, '' '') LIKE ''%identifier %'' OR station_id IS NULL OR premises.is_out_of_hours(premises_id)) THEN
      RAISE', 'IF in_hours > CURRENT_TIMESTAMP THEN NULL;
  ELSE PERFORM privacy.in_hours_or_proven(session_id, station_id, premises_id,
    CASE action WHEN ''reveal'' THEN interval ''5 minutes'' ELSE interval ''1 hour'' END);
  END IF;
  IF action = ''reveal'' THEN
    IF array_to_string(fields, '' '') LIKE ''%identifier %'' AND NOT staff.authenticated_lately(session_id, interval ''5 minutes'') THEN
      RAISE');
SELECT house.amend('privacy.bulk_reveal(uuid, text, uuid, uuid[])', 'IF opening IS NULL OR customers IS NULL THEN', 'PERFORM privacy.in_hours_or_proven(a.session_id, a.station_id, a.premises_id, interval ''5 minutes'');
  IF opening IS NULL OR customers IS NULL THEN');
DROP FUNCTION premises.is_out_of_hours(uuid);

-- What is known of each occasion (0051_presence.sql): whether the first look was out of hours is said once, here.
DO $$
DECLARE source text := pg_get_functiondef('privacy.occasion_facts(uuid[], date)'::regprocedure);
  changed text := regexp_replace(source, 'hours jsonb, holiday boolean, weekday integer, minute_of_day integer,', 'out_of_hours boolean,');
BEGIN
  changed := regexp_replace(changed, '\n    coalesce\(\(SELECT jsonb_build_object\(.*?\)\)::integer,\n(?=    \(SELECT count\(\*\)::integer FROM privacy.occasions o WHERE o.staff_id = l.staff_id AND o.customer_id)',
    E'\n    premises.in_hours_until(l.premises_id, l.first_at) IS NULL,\n');
  IF changed NOT LIKE '%home_branch boolean, out_of_hours boolean, earlier integer%' OR changed LIKE '%isodow%' OR changed LIKE '%minute%first_at AT%'
     OR changed NOT LIKE '%in_hours_until(l.premises_id, l.first_at)%' THEN RAISE EXCEPTION 'privacy.occasion_facts is not as it was: %', changed; END IF;
  DROP FUNCTION privacy.occasion_facts(uuid[], date);
  EXECUTE changed;
END $$;
REVOKE EXECUTE ON FUNCTION privacy.occasion_facts(uuid[], date) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION privacy.occasion_facts(uuid[], date) TO earshot_run_detection;

GRANT CREATE ON SCHEMA premises, privacy, staff TO earshot_vault;
SELECT house.hand_over('premises.in_hours_until(uuid, timestamptz)', 'earshot_vault', 'earshot_run_detection'),
  house.hand_over('privacy.in_hours_or_proven(uuid, uuid, uuid, interval)', 'earshot_vault', ''),
  house.hand_over('premises.forget_hours()', 'earshot_vault', ''), house.hand_over('staff.forget_hours()', 'earshot_vault', '');
REVOKE CREATE ON SCHEMA premises, privacy, staff FROM earshot_vault;
DROP FUNCTION house.amend(regprocedure, text, text);
