-- The vault: a customer's file is signed out before it is read.
--   1 open    privacy.open_file(…) checks and inserts the access record; its transaction COMMITS
--   2 unlock  privacy.unlock(…), in the next transaction, yields a sealed token only if that record is visible in this snapshot
--   3 read    every policy compares customer_id with privacy.opened(), which checks the token's seal and expiry
-- Recording and reading in one transaction would be a hole: ROLLBACK after the read leaves rows read and no record.
-- Functions here are owned by earshot_vault (NOLOGIN) and are the only way to insert a record.
-- Errors carry SQLSTATEs that platform/errors.ts maps: ES401 sign in, ES403 may not, ES404 no such thing, ES409 not now, ES422 does not fit.

CREATE TABLE privacy.secrets (
  one boolean PRIMARY KEY DEFAULT true CHECK (one),
  inner_key bytea NOT NULL CHECK (length(inner_key) = 64),
  outer_key bytea NOT NULL CHECK (length(outer_key) = 64)
);

CREATE TABLE privacy.access_records (
  customer_id uuid NOT NULL,
  at timestamptz NOT NULL DEFAULT clock_timestamp(),
  record_id uuid NOT NULL DEFAULT house.new_id(),
  opening uuid NOT NULL,
  action text NOT NULL CHECK (action IN ('open', 'reveal', 'change', 'own file')),
  session_id uuid NOT NULL,
  staff_id uuid,
  role text NOT NULL,
  purpose text NOT NULL,
  ground_kind text NOT NULL,
  ground uuid NOT NULL,
  proven boolean NOT NULL DEFAULT false,
  premises_id uuid,
  station_id uuid,
  place text,
  fields text[],
  xid xid8 NOT NULL DEFAULT pg_current_xact_id(),
  PRIMARY KEY (customer_id, at, record_id)
) PARTITION BY RANGE (at);
CREATE INDEX ON privacy.access_records (opening);
CREATE INDEX ON privacy.access_records (staff_id, at);
CREATE TABLE privacy.access_records_2026_h2 PARTITION OF privacy.access_records FOR VALUES FROM (MINVALUE) TO ('2027-01-01Z');
CREATE TABLE privacy.access_records_2027_h1 PARTITION OF privacy.access_records FOR VALUES FROM ('2027-01-01Z') TO ('2027-07-01Z');
CREATE TABLE privacy.access_records_2027_h2 PARTITION OF privacy.access_records FOR VALUES FROM ('2027-07-01Z') TO ('2028-01-01Z');
CREATE TABLE privacy.access_records_later PARTITION OF privacy.access_records DEFAULT;

-- A search and the customers whose cards it showed: one record.
CREATE TABLE privacy.searches (
  search_id uuid PRIMARY KEY,
  at timestamptz NOT NULL DEFAULT clock_timestamp(),
  session_id uuid NOT NULL,
  staff_id uuid NOT NULL,
  role text NOT NULL,
  premises_id uuid,
  place text,
  surface text NOT NULL,
  query text NOT NULL CHECK (length(query) <= 200),
  customer_ids uuid[] NOT NULL,
  xid xid8 NOT NULL DEFAULT pg_current_xact_id()
);
CREATE INDEX ON privacy.searches (staff_id, at);

-- Who changed what of whose; written in the changing transaction (rule 2 of the house).
CREATE TABLE privacy.changes (
  customer_id uuid NOT NULL,
  at timestamptz NOT NULL DEFAULT clock_timestamp(),
  change_id uuid NOT NULL DEFAULT house.new_id(),
  name text NOT NULL CHECK (name ~ '^[a-z ]+\.[a-z ]+$'),
  session_id uuid,
  staff_id uuid,
  role text NOT NULL,
  place text,
  subject uuid,
  detail jsonb NOT NULL DEFAULT '{}' CHECK (length(detail::text) <= 4000),
  xid xid8 NOT NULL DEFAULT pg_current_xact_id(),
  PRIMARY KEY (customer_id, at, change_id)
);
CREATE INDEX ON privacy.changes (xid);

-- What was done that is not about one customer: sign-ins, staff, feeds, exports.
CREATE TABLE privacy.events (
  event_id uuid PRIMARY KEY DEFAULT house.new_id(),
  at timestamptz NOT NULL DEFAULT clock_timestamp(),
  name text NOT NULL CHECK (name ~ '^[a-z ]+\.[a-z ]+$'),
  session_id uuid,
  staff_id uuid,
  subject text,
  detail jsonb NOT NULL DEFAULT '{}' CHECK (length(detail::text) <= 4000)
);
CREATE INDEX ON privacy.events (at);

-- One record per batch run; the customer sees it as a use of data.
CREATE TABLE privacy.batch_runs (
  run_id uuid PRIMARY KEY,
  at timestamptz NOT NULL DEFAULT clock_timestamp(),
  job_id bigint NOT NULL,
  task text NOT NULL,
  xid xid8 NOT NULL DEFAULT pg_current_xact_id()
);

INSERT INTO house.table_classes VALUES
  ('privacy.secrets', 'operational'), ('privacy.access_records', 'customer'), ('privacy.access_records_2026_h2', 'customer'),
  ('privacy.access_records_2027_h1', 'customer'), ('privacy.access_records_2027_h2', 'customer'), ('privacy.access_records_later', 'customer'),
  ('privacy.searches', 'derived'), ('privacy.changes', 'customer'), ('privacy.events', 'operational'), ('privacy.batch_runs', 'operational');

-- HMAC-SHA-256 (RFC 2104) of built-ins only, with both padded keys kept ready: opened() runs once per table reference.
DO $$
DECLARE key bytea := sha256(uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid()));
        inner_key bytea := ''; outer_key bytea := ''; b int;
BEGIN
  FOR i IN 0..63 LOOP
    b := CASE WHEN i < 32 THEN get_byte(key, i) ELSE 0 END;
    inner_key := inner_key || set_byte('\x00', 0, b # 54);
    outer_key := outer_key || set_byte('\x00', 0, b # 92);
  END LOOP;
  INSERT INTO privacy.secrets (inner_key, outer_key) VALUES (inner_key, outer_key);
END $$;

CREATE FUNCTION privacy.seal(message text) RETURNS text LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT encode(sha256(s.outer_key || sha256(s.inner_key || convert_to(message, 'UTF8'))), 'hex') FROM privacy.secrets s
$$;

-- Whose sign-in is it? Raw token in, the person out; a dead, locked or idle one is refused. Never trusts the caller for who it is.
CREATE FUNCTION privacy.actor(token text, OUT session_id uuid, OUT staff_id uuid, OUT role text, OUT premises_id uuid, OUT station_id uuid, OUT place text)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
  SELECT s.session_id, s.staff_id, f.role, coalesce(w.premises_id, f.premises_id), w.station_id, coalesce(w.place, 'open counter')
    INTO session_id, staff_id, role, premises_id, station_id, place
    FROM staff.sessions s JOIN staff.staff f ON f.staff_id = s.staff_id
    LEFT JOIN premises.stations w ON w.station_id = s.station_id
   WHERE s.token_hash = sha256(convert_to(token, 'UTF8')) AND s.ended_at IS NULL AND s.locked_at IS NULL
     AND s.idle_expires_at > now() AND s.expires_at > now() AND f.active;
  IF NOT FOUND THEN RAISE EXCEPTION 'sign in first' USING ERRCODE = 'ES401'; END IF;
END $$;

-- Why may this person open this file? From the id of a visit, call, promise or portfolio; never from a word of the caller's.
-- Without an id the best reason there is: who is here now, then what was promised, then the portfolio.
CREATE FUNCTION privacy.ground_of(actor_id uuid, customer uuid, wanted uuid, OUT ground uuid, OUT kind text, OUT purpose text, OUT proven boolean)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
  SELECT v.visit_id, CASE v.channel WHEN 'phone' THEN 'call' ELSE 'visit' END, coalesce(v.topic, ''), v.proven
    INTO ground, kind, purpose, proven
    FROM conversations.visits v
   WHERE v.customer_id = customer AND v.state = 'in progress' AND v.handed_to = actor_id AND (wanted IS NULL OR v.visit_id = wanted)
   ORDER BY v.started_at DESC LIMIT 1;
  IF FOUND THEN RETURN; END IF;
  SELECT p.promise_id, 'promise', '', p.made_by <> actor_id INTO ground, kind, purpose, proven
    FROM conversations.promises p
   WHERE p.customer_id = customer AND p.state = 'open' AND p.assigned_to = actor_id AND (wanted IS NULL OR p.promise_id = wanted)
   ORDER BY p.due_on LIMIT 1;
  IF FOUND THEN RETURN; END IF;
  SELECT p.portfolio_id, 'portfolio', '', coalesce(p.assigned_by <> actor_id, true) INTO ground, kind, purpose, proven
    FROM customers.portfolios p
   WHERE p.customer_id = customer AND p.staff_id = actor_id AND p.ended_on IS NULL AND (wanted IS NULL OR p.portfolio_id = wanted)
     AND p.from_date <= CURRENT_DATE AND coalesce(p.to_date, CURRENT_DATE) >= CURRENT_DATE
   ORDER BY p.from_date LIMIT 1;
  IF FOUND THEN RETURN; END IF;
  -- somebody is here for them: an attorney, a guardian, an owner of the business
  SELECT v.visit_id, 'acting for them', coalesce(v.topic, ''), v.proven INTO ground, kind, purpose, proven
    FROM customers.relations r JOIN conversations.visits v ON v.customer_id = r.other_id
   WHERE r.customer_id = customer AND r.kind IN ('principal', 'ward', 'business') AND r.ended_on IS NULL
     AND coalesce(r.from_date, CURRENT_DATE) <= CURRENT_DATE AND coalesce(r.to_date, CURRENT_DATE) >= CURRENT_DATE
     AND v.state = 'in progress' AND v.handed_to = actor_id AND (wanted IS NULL OR v.visit_id = wanted)
   ORDER BY v.started_at DESC LIMIT 1;
END $$;

-- Step 1. Sign the file of each customer out to the owner of this token, or refuse. opening: an id of the caller's choosing.
CREATE FUNCTION privacy.open_file(opening uuid, token text, customers uuid[], ground uuid, action text DEFAULT 'open', fields text[] DEFAULT NULL)
RETURNS void LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE a record; g record; customer uuid; shut boolean;
BEGIN
  IF customers IS NULL OR cardinality(customers) NOT BETWEEN 1 AND 20 OR opening IS NULL OR action NOT IN ('open', 'reveal', 'change') THEN
    RAISE EXCEPTION 'open between 1 and 20 files at once' USING ERRCODE = 'ES422';
  END IF;
  a := privacy.actor(token);
  FOREACH customer IN ARRAY customers LOOP
    g := privacy.ground_of(a.staff_id, customer, ground);
    IF g.kind IS NULL THEN RAISE EXCEPTION 'no visit, call, promise or portfolio of yours gives a reason to open this file' USING ERRCODE = 'ES403'; END IF;
    SELECT c.restricted INTO shut FROM customers.customers c WHERE c.customer_id = customer;
    IF NOT FOUND THEN RAISE EXCEPTION 'no such customer' USING ERRCODE = 'ES404'; END IF;
    IF shut THEN RAISE EXCEPTION 'this file is restricted' USING ERRCODE = 'ES403', DETAIL = 'restricted'; END IF;
    INSERT INTO privacy.access_records (customer_id, opening, action, session_id, staff_id, role, purpose, ground_kind, ground, proven,
                                        premises_id, station_id, place, fields)
    VALUES (customer, opening, action, a.session_id, a.staff_id, a.role, g.purpose, g.kind, g.ground, g.proven,
            a.premises_id, a.station_id, a.place, fields);
  END LOOP;
END $$;

-- Step 2. The key for what was opened, only when the record of it is committed and visible, is this sign-in's, and is younger than a minute.
CREATE FUNCTION privacy.unlock(opening uuid, token text) RETURNS text
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE a record; ids text; message text;
BEGIN
  a := privacy.actor(token);
  SELECT string_agg(r.customer_id::text, ',') INTO ids FROM privacy.access_records r
   WHERE r.opening = unlock.opening AND r.at > clock_timestamp() - interval '60 seconds' AND r.session_id = a.session_id
     AND pg_visible_in_snapshot(r.xid, pg_current_snapshot());
  IF ids IS NULL THEN RAISE EXCEPTION 'sign the file out first' USING ERRCODE = 'ES403', DETAIL = 'not opened'; END IF;
  message := ids || '|' || (extract(epoch FROM clock_timestamp()) + 60)::bigint;
  RETURN message || '|' || privacy.seal(session_user || '|' || message);
END $$;

-- Step 3. Which customers' rows may be read now; called by every policy, once for each table of a statement, so it is kept
-- lean (one query, no regular expression), and answers an empty list to anything odd.
CREATE FUNCTION privacy.opened() RETURNS uuid[] LANGUAGE plpgsql STABLE SECURITY DEFINER PARALLEL RESTRICTED SET search_path = pg_catalog AS $$
DECLARE setting text := current_setting('earshot.file', true); seal text;
BEGIN
  IF setting IS NULL OR length(setting) < 100 THEN RETURN '{}'; END IF;
  SELECT encode(sha256(s.outer_key || sha256(s.inner_key || convert_to(session_user || '|' || left(setting, -65), 'UTF8'))), 'hex')
    INTO seal FROM privacy.secrets s;
  IF seal <> right(setting, 64) OR seal IS NULL THEN RETURN '{}'; END IF;
  -- What carries the seal was written by unlock: customers | expiry in seconds of the epoch | seal.
  IF split_part(setting, '|', 2)::bigint < extract(epoch FROM clock_timestamp()) THEN RETURN '{}'; END IF;
  RETURN string_to_array(split_part(setting, '|', 1), ',')::uuid[];
END $$;

-- The record of a change, in the changing transaction, about a file that is open in it.
CREATE FUNCTION privacy.record_change(token text, customer uuid, name text, subject uuid DEFAULT NULL, detail jsonb DEFAULT '{}')
RETURNS uuid LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE a record; id uuid;
BEGIN
  a := privacy.actor(token);
  IF NOT customer = ANY (privacy.opened()) THEN RAISE EXCEPTION 'sign the file out first' USING ERRCODE = 'ES403', DETAIL = 'not opened'; END IF;
  INSERT INTO privacy.changes (customer_id, name, session_id, staff_id, role, place, subject, detail)
  VALUES (customer, name, a.session_id, a.staff_id, a.role, a.place, subject, detail) RETURNING change_id INTO id;
  RETURN id;
END $$;

-- Statement trigger: staff change nothing of a customer's without a record of the change in the same transaction.
CREATE FUNCTION privacy.require_change() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
  IF session_user = 'earshot_staff' AND NOT EXISTS (SELECT FROM privacy.changes c WHERE c.xid = pg_current_xact_id()) THEN
    RAISE EXCEPTION 'a change needs its record in the same transaction' USING ERRCODE = 'ES403', DETAIL = 'no change record';
  END IF;
  RETURN NULL;
END $$;

-- A search runs inside the vault: the query and the ids it found are one record, committed before a card is seen.
CREATE FUNCTION privacy.search(search uuid, token text, surface text, query text, most integer) RETURNS integer
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE a record; found uuid[];
BEGIN
  a := privacy.actor(token);
  IF most NOT BETWEEN 1 AND 50 OR length(query) NOT BETWEEN 1 AND 200 THEN RAISE EXCEPTION 'a search has 1 to 200 characters and 1 to 50 results' USING ERRCODE = 'ES422'; END IF;
  found := customers.find_ids(query, most);
  INSERT INTO privacy.searches (search_id, session_id, staff_id, role, premises_id, place, surface, query, customer_ids)
  VALUES (search, a.session_id, a.staff_id, a.role, a.premises_id, a.place, surface, query, found);
  RETURN cardinality(found);
END $$;

-- The ids of a recorded search, in its order, once the record is committed: the cards functions of other rooms start from it.
CREATE FUNCTION privacy.searched(search uuid, token text) RETURNS uuid[]
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE a record; ids uuid[];
BEGIN
  a := privacy.actor(token);
  SELECT s.customer_ids INTO ids FROM privacy.searches s
   WHERE s.search_id = search AND s.session_id = a.session_id AND s.at > clock_timestamp() - interval '60 seconds'
     AND pg_visible_in_snapshot(s.xid, pg_current_snapshot());
  IF NOT FOUND THEN RAISE EXCEPTION 'search first' USING ERRCODE = 'ES403', DETAIL = 'not opened'; END IF;
  RETURN ids;
END $$;

-- Batch: only while the job queue holds that very job locked; one record per run.
CREATE FUNCTION privacy.open_run(run uuid, job bigint) RETURNS text LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE task text := house.locked_task(job);
BEGIN
  IF task IS NULL THEN RAISE EXCEPTION 'no such job is being run' USING ERRCODE = 'ES403', DETAIL = 'no job'; END IF;
  INSERT INTO privacy.batch_runs (run_id, job_id, task) VALUES (run, job, task);
  RETURN task;
END $$;
CREATE FUNCTION privacy.unlock_run(run uuid) RETURNS text LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE b record; message text;
BEGIN
  SELECT * INTO b FROM privacy.batch_runs r WHERE r.run_id = run AND pg_visible_in_snapshot(r.xid, pg_current_snapshot());
  IF NOT FOUND OR house.locked_task(b.job_id) IS DISTINCT FROM b.task THEN
    RAISE EXCEPTION 'no such job is being run' USING ERRCODE = 'ES403', DETAIL = 'no job';
  END IF;
  message := b.task || '|' || (extract(epoch FROM clock_timestamp()) + 3600)::bigint;
  RETURN message || '|' || privacy.seal('run|' || session_user || '|' || message);
END $$;
-- Which task's run is open, or null: called by the policies of the earshot_run_… roles.
CREATE FUNCTION privacy.run_opened() RETURNS text LANGUAGE plpgsql STABLE SECURITY DEFINER PARALLEL RESTRICTED SET search_path = pg_catalog AS $$
DECLARE parts text[] := string_to_array(current_setting('earshot.run', true), '|');
BEGIN
  IF cardinality(parts) IS DISTINCT FROM 3 OR parts[2] !~ '^[0-9]{1,12}$' THEN RETURN NULL; END IF;
  IF parts[3] IS DISTINCT FROM privacy.seal('run|' || session_user || '|' || parts[1] || '|' || parts[2]) THEN RETURN NULL; END IF;
  IF parts[2]::bigint < extract(epoch FROM clock_timestamp()) THEN RETURN NULL; END IF;
  RETURN parts[1];
END $$;
