-- Feeds: what came from a bank's systems, when, how much of it, what was refused, and how to take it back.
-- The rows themselves live in their own rooms, with source, source_key, row_hash, created_run, changed_run and ended_on.

CREATE TABLE feed.runs (
  run_id uuid PRIMARY KEY DEFAULT house.new_id(),
  feed text NOT NULL CHECK (feed ~ '^[a-z][a-z0-9]{0,39}$'),
  folder text NOT NULL CHECK (length(folder) BETWEEN 1 AND 1000),
  -- where the feed is described, when it is not one of those that come with Earshot
  feeds_folder text CHECK (length(feeds_folder) <= 1000),
  -- the day that the extract speaks of: rows that are gone ended on it
  as_of date NOT NULL,
  -- what an alarm called unusually small is taken all the same
  accept_small boolean NOT NULL DEFAULT false,
  state text NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'running', 'finished', 'failed', 'stopped', 'undoing', 'undone')),
  -- what an undo that is refused goes back to
  state_before text,
  -- 1 the first time, more when it was taken up again after a crash or a stop
  attempt integer NOT NULL DEFAULT 0,
  job_id bigint,
  requested_by uuid,
  requested_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  started_at timestamptz,
  finished_at timestamptz,
  stop_requested_at timestamptz,
  -- progress, told at least every second while it runs
  phase text, item text, rows_done bigint NOT NULL DEFAULT 0, rows_per_second integer NOT NULL DEFAULT 0,
  share real NOT NULL DEFAULT 0, told_at timestamptz,
  -- why it failed or stopped, in a sentence, without any value of a customer's
  problem text CHECK (length(problem) <= 2000),
  notes text[] NOT NULL DEFAULT '{}'
);
CREATE UNIQUE INDEX runs_one_at_a_time ON feed.runs (feed) WHERE state IN ('waiting', 'running', 'undoing');
CREATE INDEX ON feed.runs (feed, requested_at);

CREATE TABLE feed.run_files (
  run_id uuid NOT NULL REFERENCES feed.runs ON DELETE CASCADE,
  file_number smallint NOT NULL,
  file_name text NOT NULL,
  staged_as text NOT NULL,
  bytes bigint NOT NULL,
  sha256 text,
  rows_read bigint NOT NULL DEFAULT 0,
  rows_unreadable bigint NOT NULL DEFAULT 0,
  PRIMARY KEY (run_id, file_number)
);
-- rows_in = created + updated + unchanged + rejected once the run is done; a row of an agreement with several parties counts once.
CREATE TABLE feed.run_entities (
  run_id uuid NOT NULL REFERENCES feed.runs ON DELETE CASCADE,
  entity text NOT NULL,
  place smallint NOT NULL,
  rows_in bigint NOT NULL DEFAULT 0,
  created bigint NOT NULL DEFAULT 0,
  updated bigint NOT NULL DEFAULT 0,
  unchanged bigint NOT NULL DEFAULT 0,
  rejected bigint NOT NULL DEFAULT 0,
  ended bigint NOT NULL DEFAULT 0,
  -- has this run begun to write rows of this entity?
  applied boolean NOT NULL DEFAULT false,
  PRIMARY KEY (run_id, entity)
);
-- Cells of a customer's that did not fit. The screen shows them masked; the export, on record, whole.
CREATE TABLE feed.rejects (
  reject_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  run_id uuid NOT NULL REFERENCES feed.runs ON DELETE CASCADE,
  file_number smallint NOT NULL,
  line bigint NOT NULL,
  entity text,
  column_name text,
  reason text NOT NULL,
  value text,
  -- the line as it came, cell by cell
  cells text[]
);
CREATE INDEX ON feed.rejects (run_id, reject_id);
-- Rows as they were before a run changed or ended them: what undo puts back.
CREATE TABLE feed.journal (
  journal_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  run_id uuid NOT NULL REFERENCES feed.runs ON DELETE CASCADE,
  entity text NOT NULL,
  change text NOT NULL CHECK (change IN ('updated', 'ended')),
  before jsonb NOT NULL
);
CREATE INDEX ON feed.journal (run_id, entity);
-- What the source last said of a column that staff have since edited: the edit wins until the source says something else.
CREATE TABLE feed.source_values (
  customer_id uuid PRIMARY KEY,
  source_values jsonb NOT NULL
);
CREATE TABLE feed.alarms (
  alarm_id uuid PRIMARY KEY DEFAULT house.new_id(),
  feed text NOT NULL,
  run_id uuid REFERENCES feed.runs ON DELETE CASCADE,
  kind text NOT NULL CHECK (kind IN ('late', 'small', 'failed')),
  says text NOT NULL CHECK (length(says) <= 500),
  raised_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  cleared_at timestamptz
);
CREATE UNIQUE INDEX alarms_one_of_a_kind ON feed.alarms (feed, kind) WHERE cleared_at IS NULL;

INSERT INTO house.table_classes VALUES
  ('feed.runs', 'operational'), ('feed.run_files', 'operational'), ('feed.run_entities', 'operational'), ('feed.alarms', 'operational'),
  ('feed.rejects', 'derived'), ('feed.journal', 'derived'), ('feed.source_values', 'customer');
SELECT house.guard_derived('feed.rejects'), house.guard_derived('feed.journal'), house.guard('feed.source_values');

-- Exchange rates come from feeds too: they get the columns that a feed keeps.
ALTER TABLE holdings.exchange_rates
  ADD COLUMN source text, ADD COLUMN source_key text, ADD COLUMN row_hash bigint,
  ADD COLUMN created_run uuid, ADD COLUMN changed_run uuid, ADD COLUMN seen_run uuid, ADD COLUMN ended_on date;

GRANT SELECT ON feed.runs, feed.run_files, feed.run_entities, feed.alarms TO earshot_staff;
GRANT SELECT, INSERT, UPDATE ON feed.runs, feed.run_files, feed.run_entities, feed.alarms TO earshot_batch;
GRANT DELETE ON feed.run_files, feed.run_entities TO earshot_batch;
GRANT SELECT ON feed.runs, feed.run_files TO earshot_run_feed;
GRANT SELECT, INSERT, UPDATE ON feed.run_entities TO earshot_run_feed;
GRANT SELECT, INSERT, DELETE ON feed.rejects, feed.journal TO earshot_run_feed;
GRANT SELECT, INSERT, UPDATE, DELETE ON feed.source_values TO earshot_run_feed;
-- Has anybody built on what a run made? Undo asks before it takes anything away.
GRANT SELECT (customer_id) ON conversations.visits, conversations.notes, conversations.promises TO earshot_run_feed;
GRANT SELECT (premises_id) ON staff.staff, premises.stations TO earshot_run_feed;

-- When staff edit a column, what the source had said there is kept for comparing with what it says next.
CREATE FUNCTION feed.keep_source_values() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
  INSERT INTO feed.source_values AS kept (customer_id, source_values)
  SELECT OLD.customer_id, jsonb_object_agg(e.name, to_jsonb(OLD) -> e.name)
    FROM unnest(NEW.edited) AS e (name) WHERE NOT e.name = ANY (OLD.edited)
  HAVING count(*) > 0
  ON CONFLICT (customer_id) DO UPDATE SET source_values = kept.source_values || excluded.source_values;
  RETURN NULL;
END $$;
CREATE TRIGGER keep_source_values AFTER UPDATE ON customers.customers FOR EACH ROW
  WHEN (OLD.source IS NOT NULL AND NEW.edited IS DISTINCT FROM OLD.edited AND NOT NEW.edited <@ OLD.edited)
  EXECUTE FUNCTION feed.keep_source_values();

-- Who asks? The command line has no sign-in but the batch log-in; everybody else must be an administrator.
CREATE FUNCTION feed.asked_by(token text) RETURNS uuid LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE a record;
BEGIN
  IF session_user = 'earshot_batch' AND token IS NULL THEN RETURN NULL; END IF;
  a := privacy.actor(token);
  IF a.role <> 'administrator' THEN RAISE EXCEPTION 'administrators look after feeds' USING ERRCODE = 'ES405'; END IF;
  RETURN a.staff_id;
END $$;

CREATE FUNCTION feed.request_run(token text, feed text, folder text, feeds_folder text, as_of date, accept_small boolean, OUT run_id uuid, OUT job_id bigint)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE who uuid := feed.asked_by(token);
BEGIN
  -- A feed's SELECTs are code: over HTTP only those that come with Earshot are run.
  IF token IS NOT NULL AND feeds_folder IS NOT NULL THEN RAISE EXCEPTION 'no feeds of one''s own' USING ERRCODE = 'ES422'; END IF;
  run_id := house.new_id();
  INSERT INTO feed.runs (run_id, feed, folder, feeds_folder, as_of, accept_small, requested_by)
  VALUES (run_id, feed, folder, feeds_folder, as_of, accept_small, who);
  job_id := house.add_job('feed.run', jsonb_build_object('run_id', run_id));
  UPDATE feed.runs r SET job_id = request_run.job_id WHERE r.run_id = request_run.run_id;
  INSERT INTO privacy.events (name, staff_id, subject, detail)
  VALUES ('feed run.requested', who, run_id::text, jsonb_build_object('feed', feed, 'as of', as_of));
EXCEPTION WHEN unique_violation THEN
  RAISE EXCEPTION 'a run of this feed is under way' USING ERRCODE = 'ES409';
END $$;

-- Takes a run up again: after a stop, a failure, or when the process that ran it is gone (the caller has made sure of that).
CREATE FUNCTION feed.request_again(token text, run uuid) RETURNS bigint
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE who uuid := feed.asked_by(token); job bigint;
BEGIN
  job := house.add_job('feed.run', jsonb_build_object('run_id', run));
  UPDATE feed.runs r SET job_id = job, stop_requested_at = NULL, problem = NULL,
         state = CASE WHEN r.state = 'undoing' THEN 'undoing' ELSE 'waiting' END
   WHERE r.run_id = run AND r.state IN ('waiting', 'running', 'stopped', 'failed', 'undoing')
     AND NOT EXISTS (SELECT FROM feed.runs n WHERE n.feed = r.feed AND n.requested_at > r.requested_at AND n.state <> 'undone');
  IF NOT FOUND THEN RAISE EXCEPTION 'only the newest run can be taken up again' USING ERRCODE = 'ES409'; END IF;
  INSERT INTO privacy.events (name, staff_id, subject) VALUES ('feed run.resumed', who, run::text);
  RETURN job;
EXCEPTION WHEN unique_violation THEN
  RAISE EXCEPTION 'a run of this feed is under way' USING ERRCODE = 'ES409';
END $$;

CREATE FUNCTION feed.request_stop(token text, run uuid) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE who uuid := feed.asked_by(token);
BEGIN
  UPDATE feed.runs r SET stop_requested_at = coalesce(r.stop_requested_at, clock_timestamp()),
         state = CASE r.state WHEN 'waiting' THEN 'stopped' ELSE r.state END
   WHERE r.run_id = run AND r.state IN ('waiting', 'running');
  IF NOT FOUND THEN RAISE EXCEPTION 'this run is not under way' USING ERRCODE = 'ES409'; END IF;
  INSERT INTO privacy.events (name, staff_id, subject) VALUES ('feed run.stopped', who, run::text);
END $$;

CREATE FUNCTION feed.request_undo(token text, run uuid) RETURNS bigint
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE who uuid := feed.asked_by(token); job bigint;
BEGIN
  IF NOT EXISTS (SELECT FROM feed.runs r WHERE r.run_id = run) THEN RAISE EXCEPTION 'no such run' USING ERRCODE = 'ES404'; END IF;
  job := house.add_job('feed.run', jsonb_build_object('run_id', run));
  UPDATE feed.runs r SET state = 'undoing', state_before = r.state, job_id = job, stop_requested_at = NULL, problem = NULL, attempt = 0
   WHERE r.run_id = run AND r.state IN ('finished', 'failed', 'stopped')
     AND NOT EXISTS (SELECT FROM feed.runs n WHERE n.feed = r.feed AND n.requested_at > r.requested_at AND n.state <> 'undone');
  IF NOT FOUND THEN RAISE EXCEPTION 'only the newest run of a feed can be undone' USING ERRCODE = 'ES409'; END IF;
  INSERT INTO privacy.events (name, staff_id, subject) VALUES ('feed run.undone', who, run::text);
  RETURN job;
EXCEPTION WHEN unique_violation THEN
  RAISE EXCEPTION 'a run of this feed is under way' USING ERRCODE = 'ES409';
END $$;

-- Rejects for the screen: the first and last character of the value, the rest dots.
CREATE FUNCTION feed.masked(value text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT CASE WHEN value IS NULL THEN NULL WHEN length(value) <= 2 THEN repeat('•', length(value))
              ELSE left(value, 1) || repeat('•', least(length(value) - 2, 12)) || right(value, 1) END
$$;
CREATE FUNCTION feed.rejects_shown(token text, run uuid, after_id bigint, most integer)
RETURNS TABLE (reject_id bigint, file_name text, line bigint, entity text, column_name text, reason text, masked text)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
  PERFORM feed.asked_by(token);
  RETURN QUERY SELECT r.reject_id, f.file_name, r.line, r.entity, r.column_name, r.reason, feed.masked(r.value)
    FROM feed.rejects r LEFT JOIN feed.run_files f ON f.run_id = r.run_id AND f.file_number = r.file_number
   WHERE r.run_id = run AND r.reject_id > after_id ORDER BY r.reject_id LIMIT least(most, 200);
END $$;

-- The export holds the original lines, so that they can be mended and sent again: it is on record before a line leaves.
CREATE FUNCTION feed.record_export(token text, run uuid, file smallint) RETURNS uuid
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE who uuid := feed.asked_by(token); id uuid;
BEGIN
  INSERT INTO privacy.events (name, staff_id, subject, detail)
  VALUES ('feed rejects.exported', who, run::text, jsonb_build_object('file', file)) RETURNING event_id INTO id;
  RETURN id;
END $$;
CREATE FUNCTION feed.rejects_exported(token text, event uuid, run uuid, file smallint, after_line bigint, most integer)
RETURNS TABLE (line bigint, entity text, column_name text, reason text, cells text[])
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE who uuid := feed.asked_by(token);
BEGIN
  IF NOT EXISTS (SELECT FROM privacy.events e WHERE e.event_id = event AND e.name = 'feed rejects.exported' AND e.subject = run::text
      AND e.staff_id IS NOT DISTINCT FROM who AND e.at > clock_timestamp() - interval '1 hour') THEN
    RAISE EXCEPTION 'record the export first' USING ERRCODE = 'ES403', DETAIL = 'not opened';
  END IF;
  RETURN QUERY SELECT DISTINCT ON (r.line) r.line, r.entity, r.column_name, r.reason, r.cells FROM feed.rejects r
   WHERE r.run_id = run AND r.file_number = file AND r.line > after_line AND r.cells IS NOT NULL
   ORDER BY r.line, r.reject_id LIMIT least(most, 10000);
END $$;

-- Rejects and old rows are kept for ninety days after the run: by then a run is mended, or past undoing.
CREATE FUNCTION feed.forget_old() RETURNS void LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS $$
  DELETE FROM feed.rejects r USING feed.runs o WHERE o.run_id = r.run_id AND o.finished_at < clock_timestamp() - interval '90 days';
  DELETE FROM feed.journal j USING feed.runs o WHERE o.run_id = j.run_id AND o.finished_at < clock_timestamp() - interval '90 days';
$$;

GRANT CREATE ON SCHEMA feed TO earshot_vault;
GRANT SELECT, INSERT, UPDATE ON feed.runs, feed.source_values TO earshot_vault;
GRANT SELECT ON feed.run_files TO earshot_vault;
GRANT SELECT, DELETE ON feed.rejects, feed.journal TO earshot_vault;
SELECT house.hand_over('feed.forget_old()', 'earshot_vault', 'earshot_batch');
SELECT house.hand_over('feed.keep_source_values()', 'earshot_vault', '');
SELECT house.hand_over('feed.asked_by(text)', 'earshot_vault', '');
SELECT house.hand_over('feed.request_run(text, text, text, text, date, boolean)', 'earshot_vault', 'earshot_staff, earshot_batch');
SELECT house.hand_over('feed.request_again(text, uuid)', 'earshot_vault', 'earshot_staff, earshot_batch');
SELECT house.hand_over('feed.request_stop(text, uuid)', 'earshot_vault', 'earshot_staff, earshot_batch');
SELECT house.hand_over('feed.request_undo(text, uuid)', 'earshot_vault', 'earshot_staff, earshot_batch');
SELECT house.hand_over('feed.rejects_shown(text, uuid, bigint, integer)', 'earshot_vault', 'earshot_staff, earshot_batch');
SELECT house.hand_over('feed.record_export(text, uuid, smallint)', 'earshot_vault', 'earshot_staff, earshot_batch');
SELECT house.hand_over('feed.rejects_exported(text, uuid, uuid, smallint, bigint, integer)', 'earshot_vault', 'earshot_staff, earshot_batch');
REVOKE CREATE ON SCHEMA feed FROM earshot_vault;
GRANT EXECUTE ON FUNCTION feed.masked(text), house.new_id() TO earshot_vault;
GRANT EXECUTE ON FUNCTION house.add_job(text, jsonb, text, timestamptz) TO earshot_vault;

-- Words for mappings, in the one schema that earshot_feed may touch. A text that cannot be read stays what it is,
-- with a mark, so that the row is rejected and says why; nothing here ever fails.
-- BEGIN ATOMIC resolves house.id_of now, so that earshot_feed needs no right to that schema.
CREATE FUNCTION staging.id_of(source text, kind text, key text) RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE
  RETURN house.id_of(source, kind, key);
-- "2452.5" with 2 digits -> "245250": minor units as text.
CREATE FUNCTION staging.minor(amount text, digits integer DEFAULT 2) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
  RETURN CASE WHEN amount ~ '^[+-]?\d{1,15}(\.\d{1,9})?$' AND rtrim(substr(split_part(amount, '.', 2), digits + 1), '0') = ''
    THEN (trunc(amount::numeric * (10::numeric ^ digits)))::bigint::text ELSE '?' || amount END;
-- Is it a day like 2026-11-23, from 1500 to 2199; a whole number of at most 18 characters? Written in this one way: is_. Would the
-- cast of it at least not fail: casts_. PostgreSQL 16 and later look for themselves, at a third of the price of a pattern.
DO $$ BEGIN
  IF current_setting('server_version_num')::int >= 160000 THEN
    CREATE FUNCTION staging.casts_to_day(value text) RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE
      RETURN pg_input_is_valid(value, 'date');
    CREATE FUNCTION staging.is_day(value text) RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE
      RETURN value LIKE '____-__-__' AND ltrim(value, '0123456789-') = '' AND value >= '1500' AND value < '2200'
        AND pg_input_is_valid(value, 'date');
    CREATE FUNCTION staging.casts_to_whole(value text) RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE
      RETURN pg_input_is_valid(value, 'bigint');
    CREATE FUNCTION staging.is_whole(value text) RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE
      RETURN ltrim(value, '0123456789-') = '' AND octet_length(value) <= 18 AND pg_input_is_valid(value, 'bigint');
  ELSE
    CREATE FUNCTION staging.is_day(value text) RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE
      RETURN CASE WHEN value ~ '^(1[5-9]|2[01])\d\d-((0[1-9]|1[0-2])-(0[1-9]|1\d|2[0-8])|(0[13-9]|1[0-2])-(29|30)|(0[13578]|1[02])-31)$'
        THEN true ELSE value ~ '^(1[5-9]|2[01])\d\d-02-29$' AND substr(value, 3, 2)::int % 4 = 0
          AND (substr(value, 3, 2) <> '00' OR substr(value, 1, 2)::int % 4 = 0) END;
    CREATE FUNCTION staging.casts_to_day(value text) RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE RETURN staging.is_day(value);
    CREATE FUNCTION staging.is_whole(value text) RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE
      RETURN value ~ '^-?\d{1,17}$' OR value ~ '^\d{18}$';
    CREATE FUNCTION staging.casts_to_whole(value text) RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE RETURN staging.is_whole(value);
  END IF;
END $$;
-- Casts that answer null instead of failing, for the two types of which no look from outside is sure.
CREATE FUNCTION staging.texts_or_null(value text) RETURNS text[] LANGUAGE plpgsql IMMUTABLE AS $$
BEGIN RETURN value::text[]; EXCEPTION WHEN data_exception THEN RETURN NULL; END $$;
CREATE FUNCTION staging.json_or_null(value text) RETURNS jsonb LANGUAGE plpgsql IMMUTABLE AS $$
BEGIN RETURN value::jsonb; EXCEPTION WHEN data_exception THEN RETURN NULL; END $$;
GRANT EXECUTE ON FUNCTION house.id_of(text, text, text), staging.id_of(text, text, text), staging.minor(text, integer), staging.is_day(text),
  staging.casts_to_day(text), staging.is_whole(text), staging.casts_to_whole(text),
  staging.texts_or_null(text), staging.json_or_null(text) TO earshot_feed;

-- After a large run its tables' statistics are renewed at once, where the server lets anybody but the owner do it.
DO $$
DECLARE changed text;
BEGIN
  FOR changed IN SELECT c.table_name FROM house.table_classes c
    WHERE current_setting('server_version_num')::int >= 170000 AND (c.table_name LIKE 'holdings.%' OR c.table_name = ANY (ARRAY[
      'customers.customers', 'customers.names', 'customers.contact_points', 'customers.identifiers', 'customers.addresses', 'customers.relations']))
  LOOP EXECUTE format('GRANT MAINTAIN ON %s TO earshot_run_feed', changed::regclass); END LOOP;
END $$;
