-- Whoever leaves, leaves with every account: what is shut is a person's, not a user name's (0015_sign_in_administration.sql). Only the account
-- that is named comes back.
CREATE OR REPLACE FUNCTION staff.set_active(token text, whom uuid, now_active boolean, reason text) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE a record; accounts uuid[] := ARRAY[whom];
BEGIN
  a := staff.administrator_of(token, whom);
  PERFORM FROM staff.staff f WHERE f.staff_id = whom AND f.active <> now_active FOR UPDATE;
  IF NOT FOUND THEN RAISE EXCEPTION 'not now' USING ERRCODE = 'ES409'; END IF;
  IF NOT now_active THEN
    SELECT array_agg(o.staff_id) INTO accounts FROM staff.staff f JOIN staff.staff o ON o.person_id = f.person_id AND o.active WHERE f.staff_id = whom;
  END IF;
  UPDATE staff.staff f SET active = now_active, inactive_reason = CASE WHEN NOT now_active THEN reason END WHERE f.staff_id = ANY (accounts);
  UPDATE staff.sessions s SET ended_at = now() WHERE s.staff_id = ANY (accounts) AND s.ended_at IS NULL;
  INSERT INTO privacy.events (name, session_id, staff_id, subject, detail)
  SELECT CASE WHEN now_active THEN 'staff.activated' ELSE 'staff.deactivated' END, a.session_id, a.staff_id, o.id::text, jsonb_build_object('reason', reason)
    FROM unnest(accounts) o(id);
END $$;
