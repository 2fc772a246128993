-- An approval that was used says no to whoever would use it once more. A change of a role or a limit, and the release of a file, were
-- answered for a quarter of an hour as if they were done again, though nothing was: only the same request sent again is answered so.
--   privacy.approvals.use_id   the request that used it up
ALTER TABLE privacy.approvals ADD COLUMN use_id uuid;
CREATE FUNCTION house.amend(function regprocedure, said text, says text) RETURNS void LANGUAGE plpgsql AS $$
DECLARE source text := pg_get_functiondef(function); times integer := (length(source) - length(replace(source, said, ''))) / length(said);
BEGIN
  IF times <> 1 THEN RAISE EXCEPTION '% says that % times: %', function, times, said; END IF;
  EXECUTE replace(source, said, says);
END $$;
SELECT house.amend('privacy.use_approval(text, uuid, text, jsonb, uuid)', 'AND p.used_at > clock_timestamp() - interval ''15 minutes'')',
  'AND p.use_id = new_pass)');
SELECT house.amend('privacy.use_approval(text, uuid, text, jsonb, uuid)', 'PERFORM privacy.take_approval(a.staff_id, a.session_id, wanted, action, payload);',
  'PERFORM privacy.take_approval(a.staff_id, a.session_id, wanted, action, payload);
  UPDATE privacy.approvals p SET use_id = new_pass WHERE p.approval_id = wanted;');
DROP FUNCTION house.amend(regprocedure, text, text);
