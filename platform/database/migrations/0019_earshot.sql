-- Screens that face customers: a second screen beside a work station, and the board of a waiting area. Each is a browser that
-- holds a secret of its own and nobody's sign-in; a member of staff pairs it by the short code that it shows.
CREATE TABLE conversations.screens (
  screen_id uuid PRIMARY KEY DEFAULT house.new_id(),
  kind text NOT NULL CHECK (kind IN ('second screen', 'waiting board')),
  token_hash bytea NOT NULL UNIQUE,
  asked_from text NOT NULL CHECK (length(asked_from) <= 60),
  -- good once, for five minutes
  code_hash bytea UNIQUE,
  code_expires_at timestamptz,
  premises_id uuid REFERENCES premises.premises,
  station_id uuid REFERENCES premises.stations,
  paired_by uuid REFERENCES staff.staff,
  paired_at timestamptz,
  -- a pairing lasts until the branch's midnight
  expires_at timestamptz,
  ended_at timestamptz,
  CHECK ((paired_at IS NULL) = (expires_at IS NULL) AND (paired_at IS NULL) = (premises_id IS NULL)),
  CHECK (paired_at IS NULL OR (kind = 'second screen') = (station_id IS NOT NULL))
);
-- one screen, one station
CREATE UNIQUE INDEX ON conversations.screens (station_id) WHERE ended_at IS NULL AND station_id IS NOT NULL;
CREATE INDEX ON conversations.screens (asked_from) WHERE paired_at IS NULL;
INSERT INTO house.table_classes VALUES ('conversations.screens', 'operational');
GRANT SELECT, INSERT, UPDATE, DELETE ON conversations.screens TO earshot_vault;

-- Wakes whoever waits under this name; the name is an id and says nothing else.
CREATE FUNCTION house.ring(name uuid) RETURNS void LANGUAGE sql VOLATILE SET search_path = pg_catalog AS $$
  SELECT pg_notify('earshot_bell', name::text)
$$;

-- A screen that belongs to nobody yet asks for a code, or for another because the last has lapsed.
CREATE FUNCTION conversations.ask_code(hash bytea, new_code_hash bytea, wanted text, address text) RETURNS integer
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
  PERFORM pg_advisory_xact_lock(hashtextextended(address, 19));
  DELETE FROM conversations.screens s WHERE s.paired_at IS NULL AND s.code_expires_at < now() - interval '15 minutes';
  IF (SELECT count(*) FROM conversations.screens s WHERE s.asked_from = address AND s.paired_at IS NULL AND s.token_hash <> hash) >= 20 THEN
    RAISE EXCEPTION 'too many screens ask from there' USING ERRCODE = 'ES429';
  END IF;
  PERFORM FROM conversations.screens s WHERE s.token_hash = hash AND s.paired_at IS NOT NULL;
  IF FOUND THEN RAISE EXCEPTION 'paired already' USING ERRCODE = 'ES409'; END IF;
  INSERT INTO conversations.screens AS s (kind, token_hash, asked_from, code_hash, code_expires_at)
  VALUES (wanted, hash, address, new_code_hash, now() + interval '5 minutes')
  ON CONFLICT (token_hash) DO UPDATE SET kind = wanted, code_hash = new_code_hash, code_expires_at = now() + interval '5 minutes';
  RETURN 300;
END $$;

-- What the holder of this secret is: nothing, waiting for its code to be typed, or paired. Every other function asks here.
CREATE FUNCTION conversations.screen_of(hash bytea) RETURNS TABLE (screen_id uuid, kind text, paired boolean, bell uuid, premises_id uuid, station_id uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT s.screen_id, s.kind, s.paired_at IS NOT NULL, CASE WHEN s.kind = 'waiting board' AND s.paired_at IS NOT NULL THEN s.premises_id ELSE s.screen_id END,
         s.premises_id, s.station_id
    FROM conversations.screens s
   WHERE s.token_hash = hash AND s.ended_at IS NULL AND coalesce(s.expires_at, s.code_expires_at) > now()
$$;

-- Types the code that a screen shows. Null: no screen shows it; five wrong ones in a quarter of an hour are enough.
CREATE FUNCTION conversations.pair_screen(token text, hash bytea) RETURNS uuid
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE a record; s record; guesses text; midnight timestamptz;
BEGIN
  a := privacy.actor(token);
  guesses := 'pairing:' || a.session_id;
  IF EXISTS (SELECT FROM staff.attempts t WHERE t.bucket = guesses AND t.failures >= 5 AND t.last_at > now() - interval '15 minutes') THEN
    RAISE EXCEPTION 'too many wrong codes' USING ERRCODE = 'ES429';
  END IF;
  SELECT * INTO s FROM conversations.screens x WHERE x.code_hash = hash AND x.code_expires_at > now() AND x.paired_at IS NULL FOR UPDATE;
  IF NOT FOUND THEN
    PERFORM staff.count_failure(ARRAY[guesses]);
    RETURN NULL;
  END IF;
  IF a.premises_id IS NULL OR (s.kind = 'second screen' AND a.station_id IS NULL) THEN
    RAISE EXCEPTION 'choose your work station first' USING ERRCODE = 'ES409';
  END IF;
  SELECT (date_trunc('day', now() AT TIME ZONE p.time_zone) + interval '1 day') AT TIME ZONE p.time_zone INTO midnight
    FROM premises.premises p WHERE p.premises_id = a.premises_id;
  IF s.kind = 'second screen' THEN
    PERFORM house.ring(x.screen_id) FROM conversations.screens x WHERE x.station_id = a.station_id AND x.ended_at IS NULL;
    UPDATE conversations.screens x SET ended_at = now() WHERE x.station_id = a.station_id AND x.ended_at IS NULL;
  END IF;
  UPDATE conversations.screens x SET code_hash = NULL, code_expires_at = NULL, premises_id = a.premises_id, paired_by = a.staff_id, paired_at = now(),
      expires_at = midnight, station_id = CASE s.kind WHEN 'second screen' THEN a.station_id END
   WHERE x.screen_id = s.screen_id;
  INSERT INTO privacy.events (name, session_id, staff_id, subject, detail)
  VALUES ('screen.paired', a.session_id, a.staff_id, s.screen_id::text, jsonb_build_object('kind', s.kind, 'station', a.station_id));
  PERFORM house.ring(s.screen_id);
  RETURN s.screen_id;
END $$;

-- The screens of this branch that are paired now; `here` is the one beside this very station.
CREATE FUNCTION conversations.paired_screens(token text) RETURNS TABLE (screen_id uuid, kind text, station_name text, here boolean, paired_at timestamptz)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE a record;
BEGIN
  a := privacy.actor(token);
  RETURN QUERY SELECT s.screen_id, s.kind, w.name, coalesce(s.station_id = a.station_id, false), s.paired_at
    FROM conversations.screens s LEFT JOIN premises.stations w ON w.station_id = s.station_id
   WHERE s.premises_id = a.premises_id AND s.paired_at IS NOT NULL AND s.ended_at IS NULL AND s.expires_at > now()
   ORDER BY s.kind, w.name LIMIT 200;
END $$;

CREATE FUNCTION conversations.unpair_screen(token text, screen uuid) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE a record; bell uuid;
BEGIN
  a := privacy.actor(token);
  UPDATE conversations.screens s SET ended_at = now()
   WHERE s.screen_id = screen AND s.premises_id = a.premises_id AND s.ended_at IS NULL
  RETURNING CASE s.kind WHEN 'waiting board' THEN s.premises_id ELSE s.screen_id END INTO bell;
  IF NOT FOUND THEN RAISE EXCEPTION 'no such screen' USING ERRCODE = 'ES404'; END IF;
  INSERT INTO privacy.events (name, session_id, staff_id, subject) VALUES ('screen.unpaired', a.session_id, a.staff_id, screen::text);
  PERFORM house.ring(bell);
END $$;

DO $$
DECLARE f text;
BEGIN
  FOREACH f IN ARRAY ARRAY['conversations.ask_code(bytea, bytea, text, text)', 'conversations.screen_of(bytea)',
    'conversations.pair_screen(text, bytea)', 'conversations.paired_screens(text)', 'conversations.unpair_screen(text, uuid)'] LOOP
    PERFORM house.hand_over(f, 'earshot_vault', 'earshot_staff');
  END LOOP;
  REVOKE ALL ON FUNCTION house.ring(uuid) FROM PUBLIC;
  GRANT EXECUTE ON FUNCTION house.ring(uuid) TO earshot_vault;
END $$;
