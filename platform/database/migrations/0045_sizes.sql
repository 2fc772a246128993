-- A run is compared entity by entity and file by file with the last one that was not called small, so that one short file is seen
-- among large ones, and a run that was called small is not the measure of the next one.
ALTER TABLE feed.run_entities ADD COLUMN small boolean NOT NULL DEFAULT false;
ALTER TABLE feed.run_files ADD COLUMN small boolean NOT NULL DEFAULT false;

-- Runs that were called small as a whole, and whose size nobody has accepted, measure nothing.
UPDATE feed.run_entities e SET small = true FROM feed.runs r
 WHERE r.run_id = e.run_id AND NOT r.accept_small AND r.notes && ARRAY['Run it again and accept its size if it is right.'];
UPDATE feed.run_files f SET small = true FROM feed.runs r
 WHERE r.run_id = f.run_id AND NOT r.accept_small AND r.notes && ARRAY['Run it again and accept its size if it is right.'];

-- Who accepted the size of a run is on record with its request.
CREATE OR REPLACE FUNCTION feed.request_run(token text, feed text, folder text, feeds_folder text, as_of date, accept_small boolean,
  OUT run_id uuid, OUT job_id bigint)
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
  VALUES ('feed run.requested', who, run_id::text, jsonb_build_object('feed', feed, 'as of', as_of)
    || CASE WHEN accept_small THEN jsonb_build_object('its size', 'accepted') ELSE '{}' END);
EXCEPTION WHEN unique_violation THEN
  RAISE EXCEPTION 'a run of this feed is under way' USING ERRCODE = 'ES409';
END $$;

-- How many lines of each file were rejected: which files there is something to export of, however long the list.
ALTER TABLE feed.run_files ADD COLUMN rows_rejected integer NOT NULL DEFAULT 0;
UPDATE feed.run_files f SET rows_rejected = r.lines
  FROM (SELECT j.run_id, j.file_number, count(DISTINCT j.line) AS lines FROM feed.rejects j GROUP BY 1, 2) r
 WHERE r.run_id = f.run_id AND r.file_number = f.file_number;
GRANT UPDATE (rows_rejected) ON feed.run_files TO earshot_run_feed;

-- Since when a feed with a schedule is looked out for: one that has never come is late only when its time has passed.
CREATE TABLE feed.awaited (
  feed text PRIMARY KEY CHECK (feed ~ '^[a-z][a-z0-9]{0,39}$'),
  since timestamptz NOT NULL DEFAULT clock_timestamp()
);
INSERT INTO house.table_classes VALUES ('feed.awaited', 'operational');
INSERT INTO house.retention (rule, table_name, way, citation) VALUES
  ('feeds that are awaited', 'feed.awaited', 'kept', 'names a feed and a day, and nobody');
GRANT SELECT, INSERT ON feed.awaited TO earshot_batch;
