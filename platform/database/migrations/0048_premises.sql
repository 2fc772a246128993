-- Branches, cash machines and offices as a bank sets them up itself: particulars, usual hours, special days and work stations. What a feed
-- brought and somebody edits stays as edited until the feed itself says something else there, as with customers.
CREATE FUNCTION house.amend(function regprocedure, said text, says text) RETURNS void LANGUAGE plpgsql AS $$
DECLARE source text := pg_get_functiondef(function); times integer := (length(source) - length(replace(source, said, ''))) / length(said);
BEGIN
  IF times <> 1 THEN RAISE EXCEPTION '% says that % times: %', function, times, said; END IF;
  EXECUTE replace(source, said, says);
END $$;

-- [["09:00", "12:30"], ["13:30", "17:00"]]: in their order, none over another. 24:00 is the end of a day; no interval goes over midnight.
CREATE FUNCTION premises.fits_day(intervals jsonb) RETURNS boolean LANGUAGE plpgsql IMMUTABLE SET search_path = pg_catalog AS $$
DECLARE one jsonb; ended text := '';
BEGIN
  IF jsonb_typeof(intervals) IS DISTINCT FROM 'array' OR jsonb_array_length(intervals) > 6 THEN RETURN false; END IF;
  FOR one IN SELECT x FROM jsonb_array_elements(intervals) x LOOP
    IF jsonb_typeof(one) <> 'array' OR jsonb_array_length(one) <> 2 THEN RETURN false; END IF;
    IF coalesce(one->>0, '') !~ '^([01][0-9]|2[0-3]):[0-5][0-9]$' OR coalesce(one->>1, '') !~ '^(([01][0-9]|2[0-3]):[0-5][0-9]|24:00)$'
       OR (one->>0) COLLATE "C" >= (one->>1) OR (one->>0) COLLATE "C" < ended THEN RETURN false; END IF;
    ended := one->>1;
  END LOOP;
  RETURN true;
END $$;
CREATE FUNCTION premises.fits_week(hours jsonb) RETURNS boolean LANGUAGE plpgsql IMMUTABLE SET search_path = pg_catalog AS $$
BEGIN
  IF jsonb_typeof(hours) IS DISTINCT FROM 'object' THEN RETURN false; END IF;
  RETURN NOT EXISTS (SELECT FROM jsonb_each(hours) d(weekday, intervals) WHERE d.weekday !~ '^[1-7]$' OR NOT premises.fits_day(d.intervals));
END $$;
-- A name of the IANA time zone database that browsers and servers know as well.
CREATE FUNCTION premises.zones() RETURNS text[] LANGUAGE plpgsql STABLE SET search_path = pg_catalog AS $$
BEGIN
  RETURN ARRAY(SELECT z.name FROM pg_timezone_names z WHERE z.name !~ '^(posix|right)/|^(Factory|localtime|posixrules)$');
END $$;
GRANT EXECUTE ON FUNCTION premises.fits_day(jsonb), premises.fits_week(jsonb) TO earshot_vault, earshot_run_feed, earshot_run_demo;
GRANT EXECUTE ON FUNCTION premises.zones() TO earshot_vault, earshot_run_feed;

-- edited, source_values: as customers.edited and feed.source_values. NOT VALID: what a feed brought before nobody has looked at.
ALTER TABLE premises.premises
  ADD COLUMN version integer NOT NULL DEFAULT 1,
  ADD COLUMN updated_at timestamptz NOT NULL DEFAULT now(),
  ADD COLUMN edited text[] NOT NULL DEFAULT '{}',
  ADD COLUMN source_values jsonb NOT NULL DEFAULT '{}',
  ADD CONSTRAINT premises_hours CHECK (premises.fits_week(hours)) NOT VALID;
-- A day with hours of its own; none: closed.
ALTER TABLE premises.holidays
  ADD COLUMN day_id uuid NOT NULL UNIQUE DEFAULT house.new_id(),
  ADD COLUMN hours jsonb NOT NULL DEFAULT '[]' CHECK (premises.fits_day(hours));
-- The name of a station that has ended may be given again.
ALTER TABLE premises.stations
  ADD COLUMN version integer NOT NULL DEFAULT 1,
  DROP CONSTRAINT stations_premises_id_name_key;
CREATE UNIQUE INDEX stations_by_name ON premises.stations (premises_id, name) WHERE active;
CREATE INDEX ON premises.stations (premises_id);
GRANT INSERT, UPDATE ON premises.premises, premises.stations TO earshot_vault;
GRANT INSERT, UPDATE, DELETE ON premises.holidays TO earshot_vault;

CREATE FUNCTION premises.keep_source_values() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
  NEW.source_values := OLD.source_values || coalesce((SELECT jsonb_object_agg(e.name, to_jsonb(OLD) -> e.name)
    FROM unnest(NEW.edited) AS e (name) WHERE NOT e.name = ANY (OLD.edited)), '{}');
  RETURN NEW;
END $$;
CREATE TRIGGER keep_source_values BEFORE UPDATE ON premises.premises FOR EACH ROW
  WHEN (OLD.source IS NOT NULL AND NEW.edited IS DISTINCT FROM OLD.edited AND NOT NEW.edited <@ OLD.edited)
  EXECUTE FUNCTION premises.keep_source_values();

-- Which day it is there.
CREATE FUNCTION premises.today_at(at uuid) RETURNS date LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
  RETURN coalesce((SELECT (now() AT TIME ZONE p.time_zone)::date FROM premises.premises p WHERE p.premises_id = at), (now() AT TIME ZONE 'UTC')::date);
END $$;

-- Whoever sets up premises; a manager the hours and days of their own branch alone.
CREATE FUNCTION premises.setter(token text, branch uuid, of_hours boolean, OUT session_id uuid, OUT staff_id uuid, OUT role text,
  OUT premises_id uuid, OUT station_id uuid, OUT place text)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
  SELECT x.* INTO session_id, staff_id, role, premises_id, station_id, place FROM privacy.actor(token) x;
  IF role IS NOT DISTINCT FROM 'administrator' THEN RETURN; END IF;
  PERFORM FROM premises.premises p WHERE p.premises_id = branch;
  IF of_hours AND NOT FOUND THEN RAISE EXCEPTION 'no such place' USING ERRCODE = 'ES404'; END IF;
  PERFORM FROM staff.staff f WHERE of_hours AND f.staff_id = setter.staff_id AND f.role = 'manager' AND f.premises_id = branch;
  IF NOT FOUND THEN RAISE EXCEPTION 'not your task' USING ERRCODE = 'ES405'; END IF;
END $$;

CREATE FUNCTION premises.noted(a record, name text, subject uuid, detail jsonb) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
  INSERT INTO privacy.events (name, session_id, staff_id, role, premises_id, place, subject, detail)
  VALUES (noted.name, a.session_id, a.staff_id, a.role, a.premises_id, a.place, noted.subject::text, noted.detail);
END $$;

-- Branches ---------------------------------------------------------------------------------------------------------------------------

-- DETAIL of an ES422 names the field: actions.ts says it in words.
CREATE FUNCTION premises.check_particulars(at uuid, said jsonb) RETURNS void
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
  IF said->>'time_zone' IS NULL OR NOT (said->>'time_zone') = ANY (premises.zones()) THEN RAISE EXCEPTION 'no such time zone' USING ERRCODE = 'ES422', DETAIL = 'timeZone'; END IF;
  PERFORM FROM premises.premises p WHERE p.code = said->>'code' AND p.premises_id IS DISTINCT FROM at;
  IF FOUND THEN RAISE EXCEPTION 'another has this code' USING ERRCODE = 'ES422', DETAIL = 'code'; END IF;
  PERFORM FROM premises.stations w WHERE w.premises_id = at AND w.active AND said->>'kind' = 'atm';
  IF FOUND THEN RAISE EXCEPTION 'work stations stand there' USING ERRCODE = 'ES422', DETAIL = 'kind'; END IF;
END $$;

CREATE FUNCTION premises.enter(token text, new_premises uuid, said jsonb) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE a record := premises.setter(token, NULL, false);
BEGIN
  -- asked again after the answer was lost
  PERFORM FROM premises.premises p WHERE p.premises_id = new_premises;
  IF FOUND THEN RETURN; END IF;
  PERFORM pg_advisory_xact_lock(hashtextextended('premises code ' || (said->>'code'), 0));
  PERFORM premises.check_particulars(new_premises, said);
  INSERT INTO premises.premises (premises_id, kind, code, name, time_zone, address_lines, country, postal_code, region)
  SELECT new_premises, r.kind, r.code, r.name, r.time_zone, r.address_lines, r.country, r.postal_code, r.region
    FROM jsonb_populate_record(NULL::premises.premises, said) r;
  PERFORM premises.noted(a, 'premises.entered', new_premises, said);
END $$;

-- The columns that change, put there; what a feed brought is marked as edited.
CREATE FUNCTION premises.put(a record, at uuid, seen integer, said jsonb, OUT version integer)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE p premises.premises; changed text[];
BEGIN
  SELECT x.* INTO p FROM premises.premises x WHERE x.premises_id = at FOR UPDATE;
  IF NOT FOUND THEN RAISE EXCEPTION 'no such place' USING ERRCODE = 'ES404'; END IF;
  IF p.version <> seen THEN RAISE EXCEPTION 'changed meanwhile' USING ERRCODE = 'ES412'; END IF;
  changed := ARRAY(SELECT e.name FROM jsonb_each(said) e(name, value) WHERE e.value IS DISTINCT FROM to_jsonb(p) -> e.name ORDER BY e.name);
  version := p.version;
  IF changed = '{}' THEN RETURN; END IF;
  version := version + 1;
  UPDATE premises.premises x SET kind = n.kind, code = n.code, name = n.name, time_zone = n.time_zone, address_lines = n.address_lines,
      country = n.country, postal_code = n.postal_code, region = n.region, hours = n.hours, ended_on = n.ended_on,
      edited = CASE WHEN p.source IS NULL THEN p.edited
        -- an end that is taken back is no edit: what the source says holds again
        ELSE ARRAY(SELECT DISTINCT e FROM unnest(p.edited || changed) e WHERE e <> 'ended_on' OR n.ended_on IS NOT NULL ORDER BY e) END,
      version = put.version, updated_at = now()
    FROM jsonb_populate_record(p, said) n WHERE x.premises_id = at;
  PERFORM premises.noted(a, 'premises.changed', at, jsonb_build_object(
    'before', (SELECT jsonb_object_agg(c, to_jsonb(p) -> c) FROM unnest(changed) c), 'after', (SELECT jsonb_object_agg(c, said -> c) FROM unnest(changed) c)));
END $$;

CREATE FUNCTION premises.change(token text, at uuid, seen integer, said jsonb) RETURNS integer
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE a record := premises.setter(token, at, false); p record; ends date := (said->>'ended_on')::date;
BEGIN
  PERFORM pg_advisory_xact_lock(hashtextextended('premises code ' || (said->>'code'), 0));
  PERFORM premises.check_particulars(at, said);
  SELECT x.* INTO p FROM premises.premises x WHERE x.premises_id = at;
  IF ends IS DISTINCT FROM p.ended_on AND (ends < premises.today_at(at) OR p.ended_on IS NOT NULL AND p.source IS NOT NULL AND NOT 'ended_on' = ANY (p.edited)) THEN
    RAISE EXCEPTION 'from today on, and never against what its source says' USING ERRCODE = 'ES422', DETAIL = 'endedOn';
  END IF;
  RETURN premises.put(a, at, seen, said);
END $$;
CREATE FUNCTION premises.set_hours(token text, at uuid, seen integer, week jsonb) RETURNS integer
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE a record := premises.setter(token, at, true);
BEGIN
  IF NOT premises.fits_week(week) THEN RAISE EXCEPTION 'no such hours' USING ERRCODE = 'ES422', DETAIL = 'week'; END IF;
  RETURN premises.put(a, at, seen, jsonb_build_object('hours', week));
END $$;

-- Special days: they belong to the branch, and so does their version. `everywhere`: at all places of the country that have not set that day.
CREATE FUNCTION premises.add_day(token text, new_day uuid, at uuid, day date, called text, intervals jsonb, everywhere boolean) RETURNS integer
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE a record := premises.setter(token, at, NOT everywhere); p record; others uuid[] := '{}';
BEGIN
  PERFORM FROM premises.holidays h WHERE h.day_id = new_day;
  IF FOUND THEN RETURN 0; END IF;
  SELECT x.country INTO p FROM premises.premises x WHERE x.premises_id = at FOR UPDATE;
  IF NOT FOUND THEN RAISE EXCEPTION 'no such place' USING ERRCODE = 'ES404'; END IF;
  IF day NOT BETWEEN premises.today_at(at) AND premises.today_at(at) + 1100 THEN RAISE EXCEPTION 'within three years from today' USING ERRCODE = 'ES422', DETAIL = 'onDate'; END IF;
  PERFORM FROM premises.holidays h WHERE h.premises_id = at AND h.on_date = day;
  IF FOUND THEN RAISE EXCEPTION 'this day is set already' USING ERRCODE = 'ES422', DETAIL = 'twice'; END IF;
  IF everywhere AND p.country IS NULL THEN RAISE EXCEPTION 'of which country' USING ERRCODE = 'ES422', DETAIL = 'everywhere'; END IF;
  INSERT INTO premises.holidays (premises_id, on_date, name, day_id, hours) VALUES (at, day, called, new_day, intervals);
  IF everywhere THEN
    WITH also AS (INSERT INTO premises.holidays (premises_id, on_date, name, hours)
      SELECT o.premises_id, day, called, intervals FROM premises.premises o
       WHERE o.country = p.country AND o.premises_id <> at AND o.kind <> 'atm' AND (o.ended_on IS NULL OR o.ended_on > day)
      ON CONFLICT DO NOTHING RETURNING premises_id)
    SELECT coalesce(array_agg(z.premises_id), '{}') INTO others FROM also z;
  END IF;
  UPDATE premises.premises x SET version = x.version + 1 WHERE x.premises_id = at OR x.premises_id = ANY (others);
  PERFORM premises.noted(a, 'premises.day set', o.id, jsonb_build_object('day', day, 'name', called, 'hours', intervals))
    FROM unnest(others || at) o(id);
  RETURN cardinality(others) + 1;
END $$;
-- Another name or other hours; null for both: as on any other day of its weekday. What is past explains what was done then, and stays.
CREATE FUNCTION premises.change_day(token text, at uuid, which uuid, seen integer, called text, intervals jsonb) RETURNS integer
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE a record := premises.setter(token, at, true); h record; newer integer;
BEGIN
  SELECT x.* INTO h FROM premises.holidays x WHERE x.premises_id = at AND x.day_id = which FOR UPDATE;
  IF NOT FOUND THEN RAISE EXCEPTION 'no such day' USING ERRCODE = 'ES404'; END IF;
  IF h.on_date < premises.today_at(at) THEN RAISE EXCEPTION 'it has passed' USING ERRCODE = 'ES409'; END IF;
  UPDATE premises.premises x SET version = x.version + 1 WHERE x.premises_id = at AND x.version = seen RETURNING x.version INTO newer;
  IF NOT FOUND THEN RAISE EXCEPTION 'changed meanwhile' USING ERRCODE = 'ES412'; END IF;
  IF called IS NULL THEN DELETE FROM premises.holidays x WHERE x.day_id = which;
  ELSE UPDATE premises.holidays x SET name = called, hours = intervals WHERE x.day_id = which; END IF;
  PERFORM premises.noted(a, CASE WHEN called IS NULL THEN 'premises.day removed' ELSE 'premises.day set' END, at, jsonb_build_object('day', h.on_date,
    'name', called, 'hours', intervals, 'before', jsonb_build_object('name', h.name, 'hours', h.hours)));
  RETURN newer;
END $$;

-- Work stations ----------------------------------------------------------------------------------------------------------------------

-- At an open counter values are hidden, and nowhere else.
CREATE FUNCTION premises.shows_more(place text, then_place text) RETURNS boolean LANGUAGE plpgsql IMMUTABLE SET search_path = pg_catalog AS $$
BEGIN
  RETURN place = 'open counter' AND then_place IS DISTINCT FROM 'open counter';
END $$;

-- An administrator who has lately proven who they are.
CREATE FUNCTION premises.station_setter(token text, OUT session_id uuid, OUT staff_id uuid, OUT role text, OUT premises_id uuid,
  OUT station_id uuid, OUT place text)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
  SELECT x.* INTO session_id, staff_id, role, premises_id, station_id, place FROM premises.setter(token, NULL, false) x;
  IF NOT staff.authenticated_lately(session_id, interval '5 minutes') THEN RAISE EXCEPTION 'prove again who you are' USING ERRCODE = 'ES406'; END IF;
END $$;
-- Nobody is at a new station yet, and whoever chooses it sees what it is: one administrator, proven lately.
CREATE FUNCTION premises.add_station(token text, new_station uuid, at uuid, called text, its_place text) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE a record := premises.station_setter(token); p record;
BEGIN
  PERFORM FROM premises.stations w WHERE w.station_id = new_station;
  IF FOUND THEN RETURN; END IF;
  SELECT x.kind, x.ended_on INTO p FROM premises.premises x WHERE x.premises_id = at FOR UPDATE;
  IF NOT FOUND THEN RAISE EXCEPTION 'no such place' USING ERRCODE = 'ES404'; END IF;
  IF p.kind = 'atm' OR p.ended_on <= premises.today_at(at) THEN RAISE EXCEPTION 'nobody works there' USING ERRCODE = 'ES409'; END IF;
  IF (SELECT count(*) FROM premises.stations w WHERE w.premises_id = at AND w.active) >= 200 THEN RAISE EXCEPTION 'enough work stations' USING ERRCODE = 'ES409'; END IF;
  PERFORM FROM premises.stations w WHERE w.premises_id = at AND w.name = called AND w.active;
  IF FOUND THEN RAISE EXCEPTION 'another has this name' USING ERRCODE = 'ES422', DETAIL = 'name'; END IF;
  INSERT INTO premises.stations (station_id, premises_id, name, place) VALUES (new_station, at, called, its_place);
  PERFORM premises.noted(a, 'station.added', new_station, jsonb_build_object('at', at, 'name', called, 'place', its_place));
END $$;

-- The station as it was seen, locked.
CREATE FUNCTION premises.station_seen(station uuid, seen integer) RETURNS premises.stations
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE w premises.stations;
BEGIN
  SELECT x.* INTO w FROM premises.stations x WHERE x.station_id = station AND x.active FOR UPDATE;
  IF NOT FOUND THEN RAISE EXCEPTION 'no such work station' USING ERRCODE = 'ES404'; END IF;
  IF seen IS NOT NULL AND w.version <> seen THEN RAISE EXCEPTION 'changed meanwhile' USING ERRCODE = 'ES412'; END IF;
  RETURN w;
END $$;
-- A room that is none any more is booked no longer.
CREATE FUNCTION premises.give_back(station uuid, at uuid) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
  UPDATE conversations.bookings b SET ended_at = now() WHERE b.station_id = station AND b.ended_at IS NULL;
  PERFORM house.ring(at);
END $$;
-- Who works there sees the change at once: the place of a session is that of its station, read with each request.
CREATE FUNCTION premises.put_at(a record, w premises.stations, then_place text, why jsonb) RETURNS integer
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
  UPDATE premises.stations x SET place = then_place, version = x.version + 1 WHERE x.station_id = w.station_id;
  IF w.place = 'private room' THEN PERFORM premises.give_back(w.station_id, w.premises_id); END IF;
  PERFORM premises.noted(a, 'station.place changed', w.station_id, jsonb_build_object('at', w.premises_id, 'before', w.place, 'after', then_place) || why);
  RETURN w.version + 1;
END $$;

CREATE FUNCTION premises.change_station(token text, station uuid, seen integer, called text, then_place text) RETURNS integer
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE a record := premises.station_setter(token); w premises.stations := premises.station_seen(station, seen); newer integer := seen;
BEGIN
  IF premises.shows_more(w.place, then_place) THEN RAISE EXCEPTION 'this takes an approval that stands' USING ERRCODE = 'ES403', DETAIL = 'approval'; END IF;
  IF called <> w.name THEN
    PERFORM FROM premises.stations x WHERE x.premises_id = w.premises_id AND x.name = called AND x.active;
    IF FOUND THEN RAISE EXCEPTION 'another has this name' USING ERRCODE = 'ES422', DETAIL = 'name'; END IF;
    UPDATE premises.stations x SET name = called, version = x.version + 1 WHERE x.station_id = station RETURNING x.* INTO w;
    PERFORM premises.noted(a, 'station.renamed', station, jsonb_build_object('at', w.premises_id, 'after', called));
    newer := w.version;
  END IF;
  IF then_place <> w.place THEN newer := premises.put_at(a, w, then_place, '{}'); END IF;
  RETURN newer;
END $$;

-- Its sessions are at no station any more: values are hidden, until somebody chooses another one.
CREATE FUNCTION premises.end_station(token text, station uuid, seen integer) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE a record := premises.station_setter(token); w premises.stations := premises.station_seen(station, seen);
BEGIN
  UPDATE premises.stations x SET active = false, version = x.version + 1 WHERE x.station_id = station;
  UPDATE staff.sessions s SET station_id = NULL WHERE s.station_id = station AND s.ended_at IS NULL;
  PERFORM house.ring(s.screen_id) FROM conversations.screens s WHERE s.station_id = station AND s.ended_at IS NULL;
  UPDATE conversations.screens s SET ended_at = now() WHERE s.station_id = station AND s.ended_at IS NULL;
  PERFORM premises.give_back(station, w.premises_id);
  PERFORM premises.noted(a, 'station.ended', station, jsonb_build_object('at', w.premises_id, 'name', w.name, 'place', w.place));
END $$;

-- From an open counter to anywhere else: two people, because people work there whose screens would show more at once.
INSERT INTO privacy.approval_rules VALUES ('station place', '{administrator}', '{manager,privacy officer,compliance officer,security officer}');
SELECT house.amend('privacy.approval_before(uuid, text, jsonb)', 'ELSIF action = ''rule change'' THEN',
  E'ELSIF action = ''station place'' THEN\n    RETURN premises.place_before(payload);\n  ELSIF action = ''rule change'' THEN');
CREATE FUNCTION premises.place_before(payload jsonb) RETURNS jsonb LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE w record;
BEGIN
  SELECT x.place INTO w FROM premises.stations x WHERE x.station_id = (payload->>'stationId')::uuid AND x.active;
  IF NOT FOUND THEN RAISE EXCEPTION 'no such work station' USING ERRCODE = 'ES404'; END IF;
  IF NOT premises.shows_more(w.place, payload->>'place') THEN RAISE EXCEPTION 'this needs no second person' USING ERRCODE = 'ES409'; END IF;
  RETURN jsonb_build_object('place', w.place);
END $$;
CREATE FUNCTION premises.ask_place(token text, new_approval uuid, station uuid, then_place text, reference text, reason text) RETURNS timestamptz
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE a record := premises.setter(token, NULL, false); w record;
BEGIN
  SELECT x.station_id, x.premises_id, p.name || ': ' || x.name AS called INTO w
    FROM premises.stations x JOIN premises.premises p USING (premises_id) WHERE x.station_id = station AND x.active;
  IF NOT FOUND THEN RAISE EXCEPTION 'no such work station' USING ERRCODE = 'ES404'; END IF;
  RETURN privacy.request_approval(token, new_approval, 'station place',
    jsonb_build_object('table', w.called, 'stationId', w.station_id, 'premisesId', w.premises_id, 'place', then_place), ask_place.reference, ask_place.reason);
END $$;
CREATE FUNCTION premises.move_approved(token text, approval uuid) RETURNS integer
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE a record := premises.station_setter(token); p record; w premises.stations;
BEGIN
  SELECT x.* INTO p FROM privacy.approvals x WHERE x.approval_id = approval AND x.action = 'station place';
  IF NOT FOUND THEN RAISE EXCEPTION 'no such request' USING ERRCODE = 'ES404'; END IF;
  w := premises.station_seen((p.payload->>'stationId')::uuid, NULL);
  PERFORM privacy.take_approval(a.staff_id, a.session_id, approval, 'station place', p.payload);
  RETURN premises.put_at(a, w, p.payload->>'place', jsonb_build_object('approval', approval, 'approved by', p.decided_by));
END $$;
-- What waits, or may be done, at a branch's stations.
CREATE FUNCTION premises.places_asked(token text, at uuid) RETURNS TABLE (approval_id uuid, station_id uuid, place text, state text, mine boolean, expires_at timestamptz)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE a record := privacy.actor(token);
BEGIN
  IF a.role IS DISTINCT FROM 'administrator' THEN RETURN; END IF;
  RETURN QUERY SELECT p.approval_id, (p.payload->>'stationId')::uuid, p.payload->>'place', p.state, p.requested_by = a.staff_id, p.expires_at
    FROM privacy.approvals p JOIN premises.stations w ON w.station_id = (p.payload->>'stationId')::uuid
   WHERE p.action = 'station place' AND p.state IN ('asked', 'approved') AND p.expires_at > clock_timestamp() AND p.requested_at > now() - interval '1 hour'
     AND w.premises_id = at AND w.active AND w.place = p.before->>'place'
   ORDER BY p.requested_at LIMIT 200;
END $$;
-- For the list of requests: which station of which branch, and what its place is and would be.
CREATE FUNCTION privacy.approval_places(token text) RETURNS TABLE (approval_id uuid, premises_id uuid, place_now text, place_then text)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE a record := privacy.actor(token);
BEGIN
  RETURN QUERY SELECT p.approval_id, (p.payload->>'premisesId')::uuid, p.before->>'place', p.payload->>'place'
    FROM privacy.listed_approvals(a.staff_id) p WHERE p.action = 'station place';
END $$;

-- Nobody chooses a station of a branch that has ended.
SELECT house.amend('staff.change_session(bytea, text, uuid)', 'WHERE w.station_id = station AND w.active AND f.staff_id = s.staff_id;',
  'JOIN premises.premises p ON p.premises_id = w.premises_id
      WHERE w.station_id = station AND w.active AND f.staff_id = s.staff_id AND (p.ended_on IS NULL OR p.ended_on > premises.today_at(p.premises_id));');

-- Nobody is entered into a branch that has ended, or into a cash machine; who is there already keeps other particulars.
SELECT house.amend('staff.particulars_before(uuid, jsonb)', 'WHERE p.premises_id = (payload->>''premisesId'')::uuid)',
  'WHERE p.premises_id = (payload->>''premisesId'')::uuid
        AND (p.kind <> ''atm'' AND (p.ended_on IS NULL OR p.ended_on > premises.today_at(p.premises_id))
          OR p.premises_id = (SELECT f.premises_id FROM staff.staff f WHERE f.staff_id = whom)))');

-- A day with shorter hours is no holiday; and its hours are those of that day.
SELECT house.amend('privacy.next_working_day(uuid, date)', 'h.on_date = day)', 'h.on_date = day AND h.hours = ''[]'')');
SELECT house.amend('privacy.break_glass(text, uuid, uuid, text, text, text)', 'privacy.next_working_day(a.premises_id, CURRENT_DATE)',
  'privacy.next_working_day(a.premises_id, premises.today_at(a.premises_id))');
SELECT house.amend('privacy.occasion_facts(uuid[], date)', 'coalesce(b.hours, ''{}''),',
  'coalesce((SELECT jsonb_build_object(extract(isodow FROM l.on_date)::text, h.hours) FROM premises.holidays h
      WHERE h.premises_id = l.premises_id AND h.on_date = l.on_date AND h.hours <> ''[]'' LIMIT 1), b.hours, ''{}''),');
SELECT house.amend('privacy.occasion_facts(uuid[], date)', 'h.on_date = l.on_date),', 'h.on_date = l.on_date AND h.hours = ''[]''),');

GRANT CREATE ON SCHEMA premises, privacy TO earshot_vault;
DO $$
DECLARE f text;
BEGIN
  FOREACH f IN ARRAY ARRAY['premises.enter(text, uuid, jsonb)', 'premises.change(text, uuid, integer, jsonb)', 'premises.set_hours(text, uuid, integer, jsonb)',
    'premises.add_day(text, uuid, uuid, date, text, jsonb, boolean)', 'premises.change_day(text, uuid, uuid, integer, text, jsonb)',
    'premises.add_station(text, uuid, uuid, text, text)', 'premises.change_station(text, uuid, integer, text, text)',
    'premises.end_station(text, uuid, integer)', 'premises.ask_place(text, uuid, uuid, text, text, text)', 'premises.move_approved(text, uuid)',
    'premises.places_asked(text, uuid)', 'privacy.approval_places(text)'] LOOP
    PERFORM house.hand_over(f, 'earshot_vault', 'earshot_staff');
  END LOOP;
  FOREACH f IN ARRAY ARRAY['premises.keep_source_values()', 'premises.today_at(uuid)', 'premises.setter(text, uuid, boolean)', 'premises.station_setter(text)',
    'premises.noted(record, text, uuid, jsonb)', 'premises.check_particulars(uuid, jsonb)', 'premises.put(record, uuid, integer, jsonb)',
    'premises.station_seen(uuid, integer)', 'premises.give_back(uuid, uuid)', 'premises.put_at(record, premises.stations, text, jsonb)',
    'premises.shows_more(text, text)', 'premises.place_before(jsonb)'] LOOP
    PERFORM house.hand_over(f, 'earshot_vault', '');
  END LOOP;
END $$;
REVOKE CREATE ON SCHEMA premises FROM earshot_vault;
GRANT EXECUTE ON FUNCTION premises.today_at(uuid) TO earshot_staff;
DROP FUNCTION house.amend(regprocedure, text, text);
