-- At an open counter the words of a request stay with the server, and are shown one request at a time, to those in whose list it is.
CREATE FUNCTION privacy.approval_words(token text, wanted uuid) RETURNS TABLE (reference text, reason text, words text)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE a record := privacy.actor(token); p record;
BEGIN
  SELECT x.* INTO p FROM privacy.listed_approvals(a.staff_id) x WHERE x.approval_id = wanted;
  IF NOT FOUND THEN RAISE EXCEPTION 'no such request' USING ERRCODE = 'ES404'; END IF;
  INSERT INTO privacy.events (name, session_id, staff_id, role, premises_id, place, subject, detail)
  VALUES ('approval.words shown', a.session_id, a.staff_id, a.role, a.premises_id, a.place, wanted::text, jsonb_build_object('action', p.action));
  RETURN QUERY SELECT p.reference, p.reason, p.words;
END $$;
SELECT house.hand_over('privacy.approval_words(text, uuid)', 'earshot_vault', 'earshot_staff');
