-- Sign-in, the welcome desk and other lists of masked cards: what staff reach without a signed-out file.

-- Attempts to sign in: counted by account and by where they come from, so that the victim of a guesser is never shut out:
-- a device that has signed in before counts for itself.
CREATE TABLE staff.attempts (
  bucket text PRIMARY KEY CHECK (length(bucket) <= 200),
  failures integer NOT NULL,
  first_at timestamptz NOT NULL DEFAULT now(),
  last_at timestamptz NOT NULL DEFAULT now()
);
-- Replies of requests that made something, kept for a day so that a retry gets the same reply.
CREATE TABLE house.replies (
  actor uuid NOT NULL,
  key text NOT NULL CHECK (length(key) BETWEEN 8 AND 100),
  request_hash bytea NOT NULL,
  status integer,
  body jsonb,
  at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (actor, key)
);
-- A person who is not found, or no customer: a number to call, a name to call, nothing else; gone after a week.
CREATE TABLE conversations.guests (
  guest_id uuid PRIMARY KEY DEFAULT house.new_id(),
  premises_id uuid NOT NULL REFERENCES premises.premises,
  queue_number integer NOT NULL,
  called_name text NOT NULL CHECK (length(called_name) BETWEEN 1 AND 80),
  topic text CHECK (length(topic) <= 80),
  state text NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'in progress', 'ended', 'undone')),
  checked_in_by uuid NOT NULL REFERENCES staff.staff,
  checked_in_at timestamptz NOT NULL DEFAULT now(),
  handed_to uuid REFERENCES staff.staff,
  version integer NOT NULL DEFAULT 1
);
CREATE INDEX ON conversations.guests (premises_id, checked_in_at) WHERE state IN ('waiting', 'in progress');
INSERT INTO house.table_classes VALUES
  ('staff.attempts', 'operational'), ('house.replies', 'derived'), ('conversations.guests', 'derived');
SELECT house.guard_derived('house.replies'), house.guard_derived('conversations.guests');
GRANT SELECT, INSERT, UPDATE, DELETE ON house.replies TO earshot_vault;
-- The first time: an id for what the key makes. A retry: the same id, and the reply if there was one.
CREATE FUNCTION house.reply_begin(token text, new_key text, asked bytea, OUT new_id uuid, OUT same boolean, OUT body jsonb)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE a record; kept record;
BEGIN
  a := privacy.actor(token);
  new_id := house.id_of(a.staff_id::text, 'reply', new_key);
  INSERT INTO house.replies (actor, key, request_hash) VALUES (a.staff_id, new_key, asked) ON CONFLICT DO NOTHING;
  SELECT r.request_hash, r.body INTO kept FROM house.replies r WHERE r.actor = a.staff_id AND r.key = new_key;
  same := kept.request_hash = asked;
  body := CASE WHEN same THEN kept.body END;
END $$;
CREATE FUNCTION house.reply_end(token text, new_key text, reply jsonb) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE a record;
BEGIN
  a := privacy.actor(token);
  UPDATE house.replies r SET body = reply WHERE r.actor = a.staff_id AND r.key = new_key;
END $$;
GRANT CREATE ON SCHEMA house TO earshot_vault;
SELECT house.hand_over('house.reply_begin(text, text, bytea)', 'earshot_vault', 'earshot_staff');
SELECT house.hand_over('house.reply_end(text, text, jsonb)', 'earshot_vault', 'earshot_staff');
-- Devices that have signed in before, by the hash of a secret in their own cookie.
CREATE TABLE staff.devices (
  staff_id uuid NOT NULL REFERENCES staff.staff,
  device_hash bytea NOT NULL,
  first_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (staff_id, device_hash)
);
INSERT INTO house.table_classes VALUES ('staff.devices', 'operational');
GRANT SELECT, INSERT ON staff.devices TO earshot_vault;
CREATE FUNCTION staff.knows_device(wanted text, hash bytea) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT EXISTS (SELECT FROM staff.devices d JOIN staff.staff f USING (staff_id) WHERE f.user_name = wanted AND d.device_hash = hash)
$$;
CREATE FUNCTION staff.remember_device(who uuid, hash bytea) RETURNS void LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS $$
  INSERT INTO staff.devices (staff_id, device_hash) VALUES (who, hash) ON CONFLICT DO NOTHING
$$;
SELECT house.hand_over('staff.knows_device(text, bytea)', 'earshot_vault', 'earshot_staff');
SELECT house.hand_over('staff.remember_device(uuid, bytea)', 'earshot_vault', 'earshot_staff');

-- Customers who sign in to the portal; rows of one customer like any other.
CREATE TABLE customers.sign_ins (
  customer_id uuid NOT NULL PRIMARY KEY,
  user_name text NOT NULL UNIQUE CHECK (user_name ~ '^[a-z0-9][a-z0-9._@-]{1,62}$'),
  password_hash text,
  totp_secret bytea,
  totp_last_step bigint NOT NULL DEFAULT 0,
  changed_at timestamptz NOT NULL DEFAULT now()
);
CREATE TABLE customers.sessions (
  customer_id uuid NOT NULL,
  token_hash bytea NOT NULL,
  session_id uuid NOT NULL DEFAULT house.new_id(),
  created_at timestamptz NOT NULL DEFAULT now(),
  last_seen_at timestamptz NOT NULL DEFAULT now(),
  idle_expires_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL,
  ended_at timestamptz,
  PRIMARY KEY (customer_id, token_hash)
);
CREATE INDEX ON customers.sessions (token_hash);
INSERT INTO house.table_classes VALUES ('customers.sign_ins', 'customer'), ('customers.sessions', 'customer');
SELECT house.guard('customers.sign_ins'), house.guard('customers.sessions');

GRANT SELECT, INSERT, UPDATE ON staff.sign_ins, staff.sessions, staff.attempts, customers.sign_ins, customers.sessions TO earshot_vault;
GRANT DELETE ON staff.attempts TO earshot_vault;
GRANT SELECT, INSERT, UPDATE ON conversations.visits, conversations.guests TO earshot_vault;
GRANT SELECT, INSERT, UPDATE ON customers.sign_ins TO earshot_run_demo;
GRANT EXECUTE ON FUNCTION house.id_of(text, text, text) TO earshot_run_demo;

-- Sign-in of staff, in two steps, because the password's hash is computed by the server and not by the database.
CREATE FUNCTION staff.sign_in_of(wanted text, OUT staff_id uuid, OUT password_hash text, OUT totp_secret bytea)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT f.staff_id, s.password_hash, s.totp_secret FROM staff.staff f JOIN staff.sign_ins s USING (staff_id) WHERE f.user_name = wanted AND f.active
$$;
-- Failures of these buckets in the last quarter of an hour: the largest count, and how long since the last.
CREATE FUNCTION staff.failures_of(buckets text[], OUT bucket text, OUT failures integer, OUT seconds_ago integer) RETURNS SETOF record
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT a.bucket, a.failures, extract(epoch FROM now() - a.last_at)::int FROM staff.attempts a
   WHERE a.bucket = ANY (buckets) AND a.last_at > now() - interval '15 minutes'
$$;
CREATE FUNCTION staff.count_failure(buckets text[]) RETURNS void LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS $$
  INSERT INTO staff.attempts AS a (bucket, failures) SELECT DISTINCT b, 1 FROM unnest(buckets) b
  ON CONFLICT (bucket) DO UPDATE SET
    failures = CASE WHEN a.last_at > now() - interval '15 minutes' THEN a.failures + 1 ELSE 1 END, last_at = now()
$$;
-- The second step: uses up the one-time code's step (a code is good once) and makes the session.
CREATE FUNCTION staff.begin_session(who uuid, new_token_hash bytea, totp_step bigint, station uuid, clear_buckets text[],
                                    idle interval, absolute interval) RETURNS uuid
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE id uuid;
BEGIN
  UPDATE staff.sign_ins s SET totp_last_step = totp_step WHERE s.staff_id = who AND s.totp_last_step < totp_step;
  IF NOT FOUND THEN RETURN NULL; END IF;
  DELETE FROM staff.attempts a WHERE a.bucket = ANY (clear_buckets);
  INSERT INTO staff.sessions (token_hash, staff_id, station_id, idle_expires_at, expires_at)
  VALUES (new_token_hash, who, station, now() + idle, now() + absolute) RETURNING session_id INTO id;
  INSERT INTO privacy.events (name, session_id, staff_id) VALUES ('session.begun', id, who);
  RETURN id;
END $$;
-- Who holds this token, and moves the idle limit on (at most once a minute). No row: nobody.
CREATE FUNCTION staff.session_of(hash bytea, idle interval) RETURNS TABLE (session_id uuid, staff_id uuid, user_name text, full_name text,
  role text, locale text, premises_id uuid, station_id uuid, place text, locked boolean, authenticated_at timestamptz, expires_at timestamptz)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
  UPDATE staff.sessions s SET last_seen_at = now(), idle_expires_at = now() + idle
   WHERE s.token_hash = hash AND s.ended_at IS NULL AND s.idle_expires_at > now() AND s.expires_at > now()
     AND s.last_seen_at < now() - interval '1 minute';
  RETURN QUERY SELECT s.session_id, s.staff_id, f.user_name, f.full_name, f.role, f.locale, coalesce(w.premises_id, f.premises_id), w.station_id,
      coalesce(w.place, 'open counter'), s.locked_at IS NOT NULL, s.authenticated_at, s.expires_at
    FROM staff.sessions s JOIN staff.staff f ON f.staff_id = s.staff_id LEFT JOIN premises.stations w ON w.station_id = s.station_id
   WHERE s.token_hash = hash AND s.ended_at IS NULL AND s.idle_expires_at > now() AND s.expires_at > now() AND f.active;
END $$;
CREATE FUNCTION staff.change_session(hash bytea, what text, station uuid DEFAULT NULL) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE s record;
BEGIN
  SELECT * INTO s FROM staff.sessions x WHERE x.token_hash = hash AND x.ended_at IS NULL FOR UPDATE;
  IF NOT FOUND THEN RAISE EXCEPTION 'sign in first' USING ERRCODE = 'ES401'; END IF;
  IF what = 'end' THEN UPDATE staff.sessions x SET ended_at = now() WHERE x.token_hash = hash;
  ELSIF what = 'lock' THEN UPDATE staff.sessions x SET locked_at = now() WHERE x.token_hash = hash;
  ELSIF what = 'unlock' THEN UPDATE staff.sessions x SET locked_at = NULL, authenticated_at = now() WHERE x.token_hash = hash;
  ELSIF what = 'station' THEN
    PERFORM FROM premises.stations w JOIN staff.staff f ON f.premises_id = w.premises_id
      WHERE w.station_id = station AND w.active AND f.staff_id = s.staff_id;
    IF NOT FOUND THEN RAISE EXCEPTION 'no such work station in your branch' USING ERRCODE = 'ES404'; END IF;
    UPDATE staff.sessions x SET station_id = station WHERE x.token_hash = hash;
  ELSE RAISE EXCEPTION 'no such change' USING ERRCODE = 'ES422'; END IF;
  INSERT INTO privacy.events (name, session_id, staff_id, subject) VALUES ('session.' || what, s.session_id, s.staff_id, station::text);
END $$;

-- Staff are added with a one-time link; whoever holds it sets the password and the code generator.
CREATE FUNCTION staff.invite(new_user_name text, new_full_name text, new_role text, hash bytea) RETURNS uuid
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE id uuid;
BEGIN
  INSERT INTO staff.staff (user_name, full_name, role) VALUES (new_user_name, new_full_name, new_role) RETURNING staff_id INTO id;
  INSERT INTO staff.sign_ins (staff_id, invitation_hash, invitation_expires_at) VALUES (id, hash, now() + interval '3 days');
  INSERT INTO privacy.events (name, subject) VALUES ('staff.invited', id::text);
  RETURN id;
END $$;
CREATE FUNCTION staff.invitation_of(hash bytea) RETURNS TABLE (staff_id uuid, user_name text, full_name text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT f.staff_id, f.user_name, f.full_name FROM staff.sign_ins s JOIN staff.staff f USING (staff_id)
   WHERE s.invitation_hash = hash AND s.invitation_expires_at > now() AND f.active
$$;
CREATE FUNCTION staff.accept_invitation(hash bytea, new_password_hash text, new_totp_secret bytea, totp_step bigint) RETURNS uuid
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE id uuid;
BEGIN
  UPDATE staff.sign_ins s SET password_hash = new_password_hash, totp_secret = new_totp_secret, totp_last_step = totp_step,
      invitation_hash = NULL, invitation_expires_at = NULL, changed_at = now()
   WHERE s.invitation_hash = hash AND s.invitation_expires_at > now() RETURNING s.staff_id INTO id;
  IF NOT FOUND THEN RAISE EXCEPTION 'no such invitation' USING ERRCODE = 'ES404'; END IF;
  INSERT INTO privacy.events (name, staff_id) VALUES ('staff.accepted', id);
  RETURN id;
END $$;
-- Is there anybody who could sign in? A database that has staff never gets demo accounts.
CREATE FUNCTION staff.are_there() RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT EXISTS (SELECT FROM staff.staff)
$$;
GRANT INSERT ON staff.staff TO earshot_vault;
GRANT SELECT, INSERT, UPDATE ON staff.sign_ins TO earshot_vault;

DO $$
DECLARE f text;
BEGIN
  FOREACH f IN ARRAY ARRAY['staff.sign_in_of(text)', 'staff.failures_of(text[])', 'staff.count_failure(text[])',
    'staff.begin_session(uuid, bytea, bigint, uuid, text[], interval, interval)', 'staff.session_of(bytea, interval)',
    'staff.change_session(bytea, text, uuid)', 'staff.invitation_of(bytea)', 'staff.accept_invitation(bytea, text, bytea, bigint)'] LOOP
    PERFORM house.hand_over(f, 'earshot_vault', 'earshot_staff');
  END LOOP;
  PERFORM house.hand_over('staff.invite(text, text, text, bytea)', 'earshot_vault', 'earshot_jobs');
  PERFORM house.hand_over('staff.are_there()', 'earshot_vault', 'earshot_jobs, earshot_staff, earshot_batch');
  GRANT USAGE ON SCHEMA staff TO earshot_jobs;
END $$;

-- The welcome desk. A visit gives its banker the right to open the file, so the kernel alone makes and moves visits.
CREATE FUNCTION conversations.check_in(token text, customer uuid, new_visit uuid, channel text, presence text, topic text, companions jsonb) RETURNS integer
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE a record; number integer;
BEGIN
  a := privacy.actor(token);
  PERFORM FROM customers.customers c WHERE c.customer_id = customer AND c.merged_into IS NULL;
  IF NOT FOUND THEN RAISE EXCEPTION 'no such customer' USING ERRCODE = 'ES404'; END IF;
  -- a retry of the same check-in
  SELECT v.queue_number INTO number FROM conversations.visits v
   WHERE v.customer_id = customer AND v.visit_id = new_visit AND v.checked_in_by = a.staff_id;
  IF FOUND THEN RETURN number; END IF;
  IF a.premises_id IS NULL THEN RAISE EXCEPTION 'choose where you work first' USING ERRCODE = 'ES409'; END IF;
  number := conversations.next_number(a.premises_id);
  INSERT INTO conversations.visits (customer_id, visit_id, channel, premises_id, queue_number, presence, topic, companions, checked_in_by)
  VALUES (customer, new_visit, channel, a.premises_id, number, presence, topic, companions, a.staff_id);
  INSERT INTO privacy.changes (customer_id, name, session_id, staff_id, role, place, subject, detail)
  VALUES (customer, 'visit.checked in', a.session_id, a.staff_id, a.role, a.place, new_visit, jsonb_build_object('presence', presence));
  RETURN number;
END $$;
CREATE FUNCTION conversations.check_in_guest(token text, new_guest uuid, called_name text, topic text) RETURNS integer
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE a record; number integer;
BEGIN
  a := privacy.actor(token);
  IF a.premises_id IS NULL THEN RAISE EXCEPTION 'choose where you work first' USING ERRCODE = 'ES409'; END IF;
  SELECT g.queue_number INTO number FROM conversations.guests g WHERE g.guest_id = new_guest AND g.checked_in_by = a.staff_id;
  IF FOUND THEN RETURN number; END IF;
  number := conversations.next_number(a.premises_id);
  INSERT INTO conversations.guests (guest_id, premises_id, queue_number, called_name, topic, checked_in_by)
  VALUES (new_guest, a.premises_id, number, called_name, topic, a.staff_id);
  INSERT INTO privacy.events (name, session_id, staff_id, subject) VALUES ('guest.checked in', a.session_id, a.staff_id, new_guest::text);
  RETURN number;
END $$;
-- The next number of today in this branch's own time zone; one at a time per branch.
CREATE FUNCTION conversations.next_number(at_premises uuid) RETURNS integer
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE midnight timestamptz; last integer;
BEGIN
  PERFORM pg_advisory_xact_lock(hashtextextended(at_premises::text, 7));
  SELECT date_trunc('day', now() AT TIME ZONE p.time_zone) AT TIME ZONE p.time_zone INTO midnight FROM premises.premises p WHERE p.premises_id = at_premises;
  SELECT max(n) INTO last FROM (
    SELECT max(v.queue_number) AS n FROM conversations.visits v WHERE v.premises_id = at_premises AND v.checked_in_at >= midnight
    UNION ALL SELECT max(g.queue_number) FROM conversations.guests g WHERE g.premises_id = at_premises AND g.checked_in_at >= midnight) today;
  RETURN coalesce(last, 0) % 9999 + 1;
END $$;
CREATE INDEX ON conversations.visits (premises_id, checked_in_at);

-- Move a visit on: 'hand over' to somebody, 'start' (take it oneself), 'end', 'undo' ("wrong Jana": access ends, the record stays).
CREATE FUNCTION conversations.move_visit(token text, visit uuid, expected integer, what text, to_staff uuid, reason text)
RETURNS TABLE (customer_id uuid, state text, version integer) LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE a record; v record; next_state text;
BEGIN
  a := privacy.actor(token);
  SELECT * INTO v FROM conversations.visits x WHERE x.visit_id = visit AND x.premises_id = a.premises_id FOR UPDATE;
  IF NOT FOUND THEN RAISE EXCEPTION 'no such visit' USING ERRCODE = 'ES404'; END IF;
  IF v.version <> expected THEN RAISE EXCEPTION 'changed meanwhile' USING ERRCODE = 'ES412'; END IF;
  IF what = 'start' AND a.role NOT IN ('banker', 'contact centre', 'manager') THEN RAISE EXCEPTION 'not your task' USING ERRCODE = 'ES405'; END IF;
  next_state := CASE
    WHEN what = 'hand over' AND v.state IN ('waiting', 'in progress') THEN 'waiting'
    WHEN what = 'start' AND v.state = 'waiting' AND (v.handed_to IS NULL OR v.handed_to = a.staff_id) THEN 'in progress'
    WHEN what = 'end' AND v.state IN ('waiting', 'in progress') THEN 'ended'
    WHEN what = 'undo' AND v.state IN ('waiting', 'in progress') THEN 'undone' END;
  IF next_state IS NULL THEN RAISE EXCEPTION 'not now' USING ERRCODE = 'ES409'; END IF;
  IF what = 'hand over' THEN
    PERFORM FROM staff.staff f WHERE f.staff_id = to_staff AND f.active AND f.premises_id = a.premises_id AND f.role IN ('banker', 'contact centre', 'manager');
    IF NOT FOUND THEN RAISE EXCEPTION 'nobody here who could take the visit' USING ERRCODE = 'ES422'; END IF;
  END IF;
  UPDATE conversations.visits x SET state = next_state, version = x.version + 1,
      handed_to = CASE what WHEN 'hand over' THEN to_staff WHEN 'start' THEN a.staff_id ELSE x.handed_to END,
      started_at = CASE what WHEN 'start' THEN now() ELSE x.started_at END,
      ended_at = CASE WHEN what IN ('end', 'undo') THEN now() END,
      undone_reason = CASE what WHEN 'undo' THEN reason END
   WHERE x.customer_id = v.customer_id AND x.visit_id = visit;
  INSERT INTO privacy.changes (customer_id, name, session_id, staff_id, role, place, subject, detail)
  VALUES (v.customer_id, 'visit.' || CASE what WHEN 'hand over' THEN 'handed over' WHEN 'start' THEN 'started' WHEN 'end' THEN 'ended' ELSE 'undone' END,
          a.session_id, a.staff_id, a.role, a.place, visit, jsonb_build_object('to', to_staff, 'reason', reason));
  RETURN QUERY SELECT v.customer_id, next_state, v.version + 1;
END $$;
CREATE FUNCTION conversations.move_guest(token text, guest uuid, expected integer, what text) RETURNS integer
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE a record; next_version integer;
BEGIN
  a := privacy.actor(token);
  UPDATE conversations.guests g SET version = g.version + 1, handed_to = CASE what WHEN 'start' THEN a.staff_id ELSE g.handed_to END,
      state = CASE what WHEN 'start' THEN 'in progress' WHEN 'end' THEN 'ended' ELSE 'undone' END
   WHERE g.guest_id = guest AND g.premises_id = a.premises_id AND g.state IN ('waiting', 'in progress') AND g.version = expected
   RETURNING g.version INTO next_version;
  IF NOT FOUND THEN RAISE EXCEPTION 'not now' USING ERRCODE = 'ES409'; END IF;
  INSERT INTO privacy.events (name, session_id, staff_id, subject) VALUES ('guest.moved', a.session_id, a.staff_id, guest::text);
  RETURN next_version;
END $$;

-- Lists that staff see without searching, recorded like a search: who waits here, whom I promised, who is in my portfolio.
CREATE FUNCTION privacy.list(search uuid, token text, surface text, after uuid, most integer) RETURNS integer
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE a record; found uuid[];
BEGIN
  a := privacy.actor(token);
  IF most NOT BETWEEN 1 AND 100 THEN RAISE EXCEPTION 'a list has 1 to 100 rows' USING ERRCODE = 'ES422'; END IF;
  IF surface = 'welcome desk' THEN
    SELECT array_agg(DISTINCT v.customer_id) INTO found FROM (SELECT x.customer_id FROM conversations.visits x
      WHERE x.premises_id = a.premises_id AND x.state IN ('waiting', 'in progress') AND x.checked_in_at > now() - interval '16 hours'
      ORDER BY x.checked_in_at LIMIT most) v;
  ELSIF surface = 'promises' THEN
    SELECT array_agg(DISTINCT p.customer_id) INTO found FROM (SELECT x.customer_id FROM conversations.promises x
      WHERE x.assigned_to = a.staff_id AND x.state = 'open' ORDER BY x.due_on LIMIT most) p;
  ELSIF surface = 'portfolio' THEN
    SELECT array_agg(p.customer_id ORDER BY p.customer_id) INTO found FROM (SELECT x.customer_id FROM customers.portfolios x
      WHERE x.staff_id = a.staff_id AND x.ended_on IS NULL AND x.from_date <= CURRENT_DATE AND coalesce(x.to_date, CURRENT_DATE) >= CURRENT_DATE
        AND (after IS NULL OR x.customer_id > after) ORDER BY x.customer_id LIMIT most) p;
  ELSE RAISE EXCEPTION 'no such list' USING ERRCODE = 'ES422'; END IF;
  INSERT INTO privacy.searches (search_id, session_id, staff_id, role, premises_id, place, surface, query, customer_ids)
  VALUES (search, a.session_id, a.staff_id, a.role, a.premises_id, a.place, surface, '', coalesce(found, '{}'));
  RETURN coalesce(cardinality(found), 0);
END $$;
-- The desk's list: numbers and names to call, never a full name with business.
CREATE FUNCTION conversations.desk_cards(search uuid, token text) RETURNS TABLE (customer_id uuid, visit_id uuid, channel text, queue_number integer,
  called_name text, topic text, state text, presence text, proven boolean, companions jsonb, checked_in_at timestamptz, handed_to uuid, started_at timestamptz, version integer)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE a record; ids uuid[];
BEGIN
  a := privacy.actor(token); ids := privacy.searched(search, token);
  RETURN QUERY SELECT v.customer_id, v.visit_id, v.channel, v.queue_number, coalesce(c.preferred_name, split_part(c.full_name, ' ', 1)), v.topic, v.state,
      v.presence, v.proven, v.companions, v.checked_in_at, v.handed_to, v.started_at, v.version
    FROM conversations.visits v JOIN customers.customers c ON c.customer_id = v.customer_id
   WHERE v.customer_id = ANY (ids) AND v.premises_id = a.premises_id AND v.state IN ('waiting', 'in progress')
     AND v.checked_in_at > now() - interval '16 hours' ORDER BY v.checked_in_at LIMIT 100;
END $$;
CREATE FUNCTION conversations.guest_cards(token text) RETURNS TABLE (guest_id uuid, queue_number integer, called_name text, topic text, state text,
  checked_in_at timestamptz, handed_to uuid, version integer) LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE a record;
BEGIN
  a := privacy.actor(token);
  RETURN QUERY SELECT g.guest_id, g.queue_number, g.called_name, g.topic, g.state, g.checked_in_at, g.handed_to, g.version
    FROM conversations.guests g WHERE g.premises_id = a.premises_id AND g.state IN ('waiting', 'in progress')
     AND g.checked_in_at > now() - interval '16 hours' ORDER BY g.checked_in_at LIMIT 100;
END $$;
CREATE FUNCTION conversations.promise_cards(search uuid, token text) RETURNS TABLE (customer_id uuid, promise_id uuid, called_name text, due_on date, made_by uuid)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE a record; ids uuid[];
BEGIN
  a := privacy.actor(token); ids := privacy.searched(search, token);
  RETURN QUERY SELECT p.customer_id, p.promise_id, coalesce(c.preferred_name, split_part(c.full_name, ' ', 1)), p.due_on, p.made_by
    FROM conversations.promises p JOIN customers.customers c ON c.customer_id = p.customer_id
   WHERE p.customer_id = ANY (ids) AND p.assigned_to = a.staff_id AND p.state = 'open' ORDER BY p.due_on, p.promise_id LIMIT 100;
END $$;
-- The names of those related to the one whose file is open, and nothing else of them.
CREATE FUNCTION customers.related_names(customer uuid) RETURNS TABLE (other_id uuid, full_name text, kind text, restricted boolean)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
  IF NOT customer = ANY (privacy.opened()) THEN RAISE EXCEPTION 'sign the file out first' USING ERRCODE = 'ES403', DETAIL = 'not opened'; END IF;
  RETURN QUERY SELECT c.customer_id, c.full_name, c.kind, c.restricted FROM customers.customers c
   WHERE c.customer_id IN (SELECT r.other_id FROM customers.relations r WHERE r.customer_id = customer AND r.ended_on IS NULL) LIMIT 100;
END $$;
GRANT SELECT (customer_id, full_name, preferred_name, kind, restricted, merged_into) ON customers.customers TO earshot_cards;
GRANT SELECT ON conversations.visits, conversations.promises, conversations.guests, customers.relations TO earshot_cards;
GRANT EXECUTE ON FUNCTION privacy.opened() TO earshot_cards;

DO $$
DECLARE f text;
BEGIN
  FOREACH f IN ARRAY ARRAY['conversations.check_in(text, uuid, uuid, text, text, text, jsonb)', 'conversations.check_in_guest(text, uuid, text, text)',
    'conversations.move_visit(text, uuid, integer, text, uuid, text)', 'conversations.move_guest(text, uuid, integer, text)',
    'privacy.list(uuid, text, text, uuid, integer)'] LOOP
    PERFORM house.hand_over(f, 'earshot_vault', 'earshot_staff');
  END LOOP;
  PERFORM house.hand_over('conversations.next_number(uuid)', 'earshot_vault', '');
  FOREACH f IN ARRAY ARRAY['conversations.desk_cards(uuid, text)', 'conversations.guest_cards(text)', 'conversations.promise_cards(uuid, text)',
    'customers.related_names(uuid)'] LOOP
    PERFORM house.hand_over(f, 'earshot_cards', 'earshot_staff');
  END LOOP;
END $$;

-- The portal: a customer signs in and can open her own file, never another's.
GRANT EXECUTE ON FUNCTION customers.survivor(uuid) TO earshot_vault;
CREATE FUNCTION customers.sign_in_of(wanted text, OUT customer_id uuid, OUT password_hash text, OUT totp_secret bytea)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT s.customer_id, s.password_hash, s.totp_secret FROM customers.sign_ins s WHERE s.user_name = wanted
$$;
CREATE FUNCTION customers.begin_session(who uuid, new_token_hash bytea, totp_step bigint, clear_buckets text[], idle interval, absolute interval) RETURNS uuid
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE id uuid;
BEGIN
  UPDATE customers.sign_ins s SET totp_last_step = totp_step WHERE s.customer_id = who AND s.totp_last_step < totp_step;
  IF NOT FOUND THEN RETURN NULL; END IF;
  DELETE FROM staff.attempts a WHERE a.bucket = ANY (clear_buckets);
  INSERT INTO customers.sessions (customer_id, token_hash, idle_expires_at, expires_at) VALUES (who, new_token_hash, now() + idle, now() + absolute)
  RETURNING session_id INTO id;
  RETURN id;
END $$;
CREATE FUNCTION customers.session_of(hash bytea, idle interval) RETURNS TABLE (session_id uuid, customer_id uuid)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
  UPDATE customers.sessions s SET last_seen_at = now(), idle_expires_at = now() + idle
   WHERE s.token_hash = hash AND s.ended_at IS NULL AND s.idle_expires_at > now() AND s.expires_at > now() AND s.last_seen_at < now() - interval '1 minute';
  -- who was found to be somebody else's second record opens that one file
  RETURN QUERY SELECT s.session_id, customers.survivor(s.customer_id) FROM customers.sessions s
   WHERE s.token_hash = hash AND s.ended_at IS NULL AND s.idle_expires_at > now() AND s.expires_at > now();
END $$;
CREATE FUNCTION customers.end_session(hash bytea) RETURNS void LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS $$
  UPDATE customers.sessions s SET ended_at = now() WHERE s.token_hash = hash AND s.ended_at IS NULL
$$;
CREATE FUNCTION privacy.own_session(token text, OUT session_id uuid, OUT customer_id uuid)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
  SELECT s.session_id, customers.survivor(s.customer_id) INTO session_id, customer_id FROM customers.sessions s
   WHERE s.token_hash = sha256(convert_to(token, 'UTF8')) AND s.ended_at IS NULL AND s.idle_expires_at > now() AND s.expires_at > now();
  IF NOT FOUND THEN RAISE EXCEPTION 'sign in first' USING ERRCODE = 'ES401'; END IF;
END $$;
CREATE FUNCTION privacy.open_own_file(opening uuid, token text, customer uuid) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE o record;
BEGIN
  o := privacy.own_session(token);
  IF o.customer_id IS DISTINCT FROM customer THEN RAISE EXCEPTION 'not your file' USING ERRCODE = 'ES404'; END IF;
  INSERT INTO privacy.access_records (customer_id, opening, action, session_id, role, purpose, ground_kind, ground, proven)
  VALUES (customer, opening, 'own file', o.session_id, 'customer', '', 'own file', o.session_id, true);
END $$;
CREATE FUNCTION privacy.unlock_own(opening uuid, token text) RETURNS text
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE o record; message text;
BEGIN
  o := privacy.own_session(token);
  PERFORM FROM privacy.access_records r WHERE r.customer_id = o.customer_id AND r.opening = unlock_own.opening AND r.action = 'own file'
    AND r.at > clock_timestamp() - interval '60 seconds' AND r.session_id = o.session_id AND pg_visible_in_snapshot(r.xid, pg_current_snapshot());
  IF NOT FOUND THEN RAISE EXCEPTION 'sign the file out first' USING ERRCODE = 'ES403', DETAIL = 'not opened'; END IF;
  message := o.customer_id || '|' || (extract(epoch FROM clock_timestamp()) + 60)::bigint;
  RETURN message || '|' || privacy.seal(session_user || '|' || message);
END $$;
DO $$
DECLARE f text;
BEGIN
  FOREACH f IN ARRAY ARRAY['customers.sign_in_of(text)', 'customers.begin_session(uuid, bytea, bigint, text[], interval, interval)',
    'customers.session_of(bytea, interval)', 'customers.end_session(bytea)', 'privacy.open_own_file(uuid, text, uuid)', 'privacy.unlock_own(uuid, text)'] LOOP
    PERFORM house.hand_over(f, 'earshot_vault', 'earshot_portal');
  END LOOP;
  PERFORM house.hand_over('privacy.own_session(text)', 'earshot_vault', '');
  GRANT EXECUTE ON FUNCTION staff.failures_of(text[]), staff.count_failure(text[]) TO earshot_portal;
END $$;
