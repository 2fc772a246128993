-- A quiet alarm of somebody who is forced at their work station. It looks like stepping away. From then on neither they nor that station get
-- anything from the vault: to whoever stands there the database seems to be out of order. Told to managers of the branch and of the person,
-- and to security, on no screen of that person or station; ended by one of those, with words; on record, both.
CREATE TABLE staff.alarms (
  alarm_id uuid PRIMARY KEY DEFAULT house.new_id(),
  staff_id uuid NOT NULL REFERENCES staff.staff,
  session_id uuid NOT NULL,
  premises_id uuid REFERENCES premises.premises,
  station_id uuid REFERENCES premises.stations,
  raised_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  ended_by uuid REFERENCES staff.staff,
  ended_at timestamptz,
  words text CHECK (length(words) BETWEEN 10 AND 500),
  CHECK (num_nulls(ended_by, ended_at, words) IN (0, 3)),
  CHECK (ended_by <> staff_id)
);
CREATE UNIQUE INDEX alarms_of_staff ON staff.alarms (staff_id) WHERE ended_at IS NULL;
CREATE INDEX alarms_of_stations ON staff.alarms (station_id) WHERE ended_at IS NULL;
CREATE INDEX alarms_of_sessions ON staff.alarms (session_id);
INSERT INTO house.table_classes VALUES ('staff.alarms', 'operational');
INSERT INTO house.retention (rule, table_name, way, keeps_count, keeps_unit, counted_from, citation) VALUES
  ('quiet alarms', 'staff.alarms', 'after a time', 5, 'years', 't.raised_at', '12 CFR 208.61(c)(1): the yearly report on what happened and was done');
GRANT SELECT, INSERT, UPDATE, DELETE ON staff.alarms TO earshot_vault;

-- Whose sign-in this is (0022); and whoever is forced, or sits where somebody is, is told what a database out of order would tell them.
CREATE OR REPLACE FUNCTION privacy.actor(token text, OUT session_id uuid, OUT staff_id uuid, OUT role text, OUT premises_id uuid, OUT station_id uuid, OUT place text)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE hash bytea := sha256(convert_to(token, 'UTF8'));
BEGIN
  SELECT s.session_id, s.staff_id, f.role, coalesce(w.premises_id, f.premises_id), w.station_id, coalesce(w.place, 'open counter')
    INTO session_id, staff_id, role, premises_id, station_id, place
    FROM staff.sessions s JOIN staff.staff f ON f.staff_id = s.staff_id
    LEFT JOIN premises.stations w ON w.station_id = s.station_id
   WHERE s.token_hash = hash AND s.ended_at IS NULL AND s.locked_at IS NULL
     AND s.idle_expires_at > now() AND s.expires_at > now() AND f.active;
  IF NOT FOUND THEN RAISE EXCEPTION 'sign in first' USING ERRCODE = 'ES401'; END IF;
  IF EXISTS (SELECT FROM staff.alarms x WHERE x.staff_id = actor.staff_id AND x.ended_at IS NULL)
     OR EXISTS (SELECT FROM staff.alarms x WHERE x.station_id = actor.station_id AND x.ended_at IS NULL) THEN
    RAISE EXCEPTION 'not available' USING ERRCODE = 'ES503';
  END IF;
END $$;

-- Said again, it stands already: the kernel answers as it answers everything else there.
CREATE FUNCTION staff.raise_alarm(token text) RETURNS void LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE a record := privacy.actor(token);
BEGIN
  INSERT INTO staff.alarms (staff_id, session_id, premises_id, station_id) VALUES (a.staff_id, a.session_id, a.premises_id, a.station_id)
  ON CONFLICT DO NOTHING;
  INSERT INTO privacy.events (name, session_id, staff_id, role, premises_id, place)
  VALUES ('alarm.raised', a.session_id, a.staff_id, a.role, a.premises_id, a.place);
END $$;

-- Those that this person is told of: security of all, a manager of those of the branch or of their own people; nobody of their own.
CREATE FUNCTION privacy.alarms_told(a_staff uuid, a_role text, a_premises uuid) RETURNS SETOF staff.alarms
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
  IF a_role IS NULL OR a_role NOT IN ('manager', 'security officer') THEN RETURN; END IF;
  RETURN QUERY SELECT x.* FROM staff.alarms x JOIN staff.staff f ON f.staff_id = x.staff_id JOIN staff.staff me ON me.staff_id = a_staff
   WHERE x.ended_at IS NULL AND f.person_id <> me.person_id
     AND (a_role = 'security officer' OR x.premises_id = a_premises OR me.person_id = ANY (staff.above(f.person_id)));
END $$;
CREATE FUNCTION privacy.alarms(token text) RETURNS TABLE (alarm_id uuid, at timestamptz, who text, premises text, station text)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE a record := privacy.actor(token);
BEGIN
  RETURN QUERY SELECT x.alarm_id, x.raised_at, f.full_name, p.name, w.name
    FROM privacy.alarms_told(a.staff_id, a.role, a.premises_id) x JOIN staff.staff f ON f.staff_id = x.staff_id
    LEFT JOIN premises.premises p ON p.premises_id = x.premises_id LEFT JOIN premises.stations w ON w.station_id = x.station_id
   ORDER BY x.raised_at LIMIT 20;
END $$;
CREATE FUNCTION privacy.end_alarm(token text, alarm uuid, said text) RETURNS void LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE a record := privacy.actor(token);
BEGIN
  PERFORM FROM privacy.alarms_told(a.staff_id, a.role, a.premises_id) x WHERE x.alarm_id = alarm;
  IF NOT FOUND THEN RAISE EXCEPTION 'no such alarm' USING ERRCODE = 'ES404'; END IF;
  UPDATE staff.alarms x SET ended_by = a.staff_id, ended_at = clock_timestamp(), words = said WHERE x.alarm_id = alarm AND x.ended_at IS NULL;
  IF NOT FOUND THEN RAISE EXCEPTION 'over already' USING ERRCODE = 'ES409'; END IF;
  INSERT INTO privacy.events (name, session_id, staff_id, role, premises_id, place, subject)
  VALUES ('alarm.ended', a.session_id, a.staff_id, a.role, a.premises_id, a.place, alarm::text);
END $$;

DO $$
DECLARE f text;
BEGIN
  FOREACH f IN ARRAY ARRAY['staff.raise_alarm(text)', 'privacy.alarms(text)', 'privacy.end_alarm(text, uuid, text)'] LOOP
    PERFORM house.hand_over(f, 'earshot_vault', 'earshot_staff');
  END LOOP;
  PERFORM house.hand_over('privacy.alarms_told(uuid, text, uuid)', 'earshot_vault', '');
END $$;
