-- Lines that a feed refuses wait up to ninety days to be mended. The list shows a shortened cell, so no more of it is kept; the line is
-- sealed under a key of its run, which is destroyed with the last of them. A list of all a bank's refused lines was the one place
-- beside staging where identifying numbers lay open.
UPDATE feed.rejects SET value = feed.masked(value) WHERE value IS NOT NULL;
ALTER TABLE feed.rejects ADD COLUMN cells_sealed bytea CHECK (length(cells_sealed) >= 46);
-- Lines of runs from before stay as they are until their ninety days are over; new ones are sealed.
ALTER TABLE feed.rejects ADD CONSTRAINT rejects_sealed CHECK (cells IS NULL) NOT VALID;
REVOKE INSERT ON feed.rejects FROM earshot_run_feed;
GRANT INSERT (run_id, file_number, line, entity, column_name, reason, value, cells_sealed) ON feed.rejects TO earshot_run_feed;
GRANT EXECUTE ON FUNCTION feed.masked(text) TO earshot_run_feed;
-- The export at the command line is of the batch log-in itself.
GRANT EXECUTE ON FUNCTION keys.of_ids(uuid[]) TO earshot_batch;

DROP FUNCTION feed.rejects_exported(text, uuid, uuid, smallint, bigint, integer);
CREATE FUNCTION feed.rejects_exported(token text, event uuid, run uuid, file smallint, after_line bigint, most integer)
RETURNS TABLE (line bigint, entity text, column_name text, reason text, cells text[], cells_sealed bytea)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE who uuid := feed.asked_by(token);
BEGIN
  IF NOT EXISTS (SELECT FROM privacy.events e WHERE e.event_id = event AND e.name = 'feed rejects.exported' AND e.subject = run::text
      AND e.staff_id IS NOT DISTINCT FROM who AND e.at > clock_timestamp() - interval '1 hour') THEN
    RAISE EXCEPTION 'record the export first' USING ERRCODE = 'ES403', DETAIL = 'not opened';
  END IF;
  RETURN QUERY SELECT DISTINCT ON (r.line) r.line, r.entity, r.column_name, r.reason, r.cells, r.cells_sealed FROM feed.rejects r
   WHERE r.run_id = run AND r.file_number = file AND r.line > after_line AND num_nonnulls(r.cells, r.cells_sealed) = 1
   ORDER BY r.line, r.reject_id LIMIT least(most, 10000);
END $$;
GRANT CREATE ON SCHEMA feed TO earshot_vault;
SELECT house.hand_over('feed.rejects_exported(text, uuid, uuid, smallint, bigint, integer)', 'earshot_vault', 'earshot_staff, earshot_batch');
REVOKE CREATE ON SCHEMA feed FROM earshot_vault;

-- Keys of runs that have no refused line any more. A run that is under way may be about to write its first.
CREATE FUNCTION privacy.forget_reject_keys(job bigint) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
  IF house.locked_task(job) IS DISTINCT FROM 'retention.apply' THEN
    RAISE EXCEPTION 'no such job is being run' USING ERRCODE = 'ES403', DETAIL = 'no job';
  END IF;
  DELETE FROM keys.data_keys k WHERE k.class = 'rejects' AND NOT EXISTS (SELECT FROM feed.rejects r WHERE r.run_id = k.customer_id)
    AND NOT EXISTS (SELECT FROM feed.runs r WHERE r.run_id = k.customer_id AND r.state IN ('waiting', 'running', 'undoing'));
END $$;
SELECT house.hand_over('privacy.forget_reject_keys(bigint)', 'earshot_vault', 'earshot_batch');
