-- What is asked for with a fresh proof is asked for by the kernel, too: an identifying number revealed, and a correction of who somebody is or
-- how to reach them. Whoever enters for a customer that a telephone number or an e-mail address is wrong does not put it right as well: with
-- both, one person alone could have the bank write to another.
CREATE FUNCTION house.amend(function regprocedure, said text, says text) RETURNS void LANGUAGE plpgsql AS $$
DECLARE source text := pg_get_functiondef(function); times integer := (length(source) - length(replace(source, said, ''))) / length(said);
BEGIN
  IF times <> 1 THEN RAISE EXCEPTION '% says that % times: %', function, times, said; END IF;
  EXECUTE replace(source, said, says);
END $$;

SELECT house.amend('privacy.correct_right(text, uuid, uuid, integer, uuid, text, text[], text, text, bytea)',
  'IF (q.about = ''address'') IS DISTINCT FROM', $amend$IF NOT staff.authenticated_lately((privacy.actor(token)).session_id, interval '5 minutes') THEN
    RAISE EXCEPTION 'prove again who you are' USING ERRCODE = 'ES406';
  END IF;
  IF q.about = 'contact point' AND q.opened_by IS NOT NULL AND (SELECT f.person_id FROM staff.staff f WHERE f.staff_id = q.opened_by)
      IS NOT DISTINCT FROM (SELECT f.person_id FROM staff.staff f WHERE f.staff_id = q.held_by) THEN
    RAISE EXCEPTION 'whoever entered it does not put it right' USING ERRCODE = 'ES403', DETAIL = 'two people';
  END IF;
  IF (q.about = 'address') IS DISTINCT FROM$amend$);
SELECT house.amend('privacy.open_file(uuid, text, uuid[], uuid, text, text[])', 'a := privacy.actor(token);', $amend$a := privacy.actor(token);
  IF action = 'reveal' AND array_to_string(fields, ' ') LIKE '%identifier %' AND NOT staff.authenticated_lately(a.session_id, interval '5 minutes') THEN
    RAISE EXCEPTION 'prove again who you are' USING ERRCODE = 'ES406';
  END IF;$amend$);
DROP FUNCTION house.amend(regprocedure, text, text);
