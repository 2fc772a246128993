-- What an administrator does about the sign-in of others. Each asks the session itself for the role and for a fresh proof, so that a
-- process that forgets to ask gives nothing away; nobody does it to themselves.
CREATE FUNCTION staff.administrator_of(token text, whom uuid, OUT session_id uuid, OUT staff_id uuid)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE a record;
BEGIN
  a := privacy.actor(token);
  IF a.role <> 'administrator' THEN RAISE EXCEPTION 'not your task' USING ERRCODE = 'ES405'; END IF;
  IF NOT staff.authenticated_lately(a.session_id, interval '5 minutes') THEN RAISE EXCEPTION 'prove again who you are' USING ERRCODE = 'ES406'; END IF;
  IF a.staff_id = whom THEN RAISE EXCEPTION 'somebody else has to do that' USING ERRCODE = 'ES409'; END IF;
  PERFORM FROM staff.staff f WHERE f.staff_id = whom;
  IF NOT FOUND THEN RAISE EXCEPTION 'no such member of staff' USING ERRCODE = 'ES404'; END IF;
  session_id := a.session_id; staff_id := a.staff_id;
END $$;
CREATE FUNCTION staff.directory(token text, after text, most integer) RETURNS TABLE (staff_id uuid, user_name text, full_name text, role text,
  premises text, active boolean, inactive_reason text, sessions integer, last_seen_at timestamptz, passkeys integer, has_password boolean, invited_until timestamptz)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE a record;
BEGIN
  a := privacy.actor(token);
  IF a.role <> 'administrator' THEN RAISE EXCEPTION 'not your task' USING ERRCODE = 'ES405'; END IF;
  RETURN QUERY SELECT f.staff_id, f.user_name, f.full_name, f.role, p.name, f.active, f.inactive_reason,
      (SELECT count(*)::int FROM staff.sessions s WHERE s.staff_id = f.staff_id AND s.ended_at IS NULL AND s.idle_expires_at > now() AND s.expires_at > now()),
      (SELECT max(s.last_seen_at) FROM staff.sessions s WHERE s.staff_id = f.staff_id),
      (SELECT count(*)::int FROM staff.passkeys k WHERE k.staff_id = f.staff_id),
      i.password_hash IS NOT NULL AND i.totp_secret IS NOT NULL, CASE WHEN i.invitation_expires_at > now() THEN i.invitation_expires_at END
    FROM staff.staff f LEFT JOIN premises.premises p ON p.premises_id = f.premises_id LEFT JOIN staff.sign_ins i ON i.staff_id = f.staff_id
   WHERE f.user_name > coalesce(after, '') ORDER BY f.user_name LIMIT least(most, 200);
END $$;
-- Somebody who is not active is out at once, and stays out of what they had begun when they come back.
CREATE FUNCTION staff.set_active(token text, whom uuid, now_active boolean, reason text) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE a record;
BEGIN
  a := staff.administrator_of(token, whom);
  UPDATE staff.staff f SET active = now_active, inactive_reason = CASE WHEN NOT now_active THEN reason END
   WHERE f.staff_id = whom AND f.active <> now_active;
  IF NOT FOUND THEN RAISE EXCEPTION 'not now' USING ERRCODE = 'ES409'; END IF;
  UPDATE staff.sessions s SET ended_at = now() WHERE s.staff_id = whom AND s.ended_at IS NULL;
  INSERT INTO privacy.events (name, session_id, staff_id, subject, detail)
  VALUES (CASE WHEN now_active THEN 'staff.activated' ELSE 'staff.deactivated' END, a.session_id, a.staff_id, whom::text, jsonb_build_object('reason', reason));
END $$;
CREATE FUNCTION staff.end_sessions_of(token text, whom uuid) RETURNS integer
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE a record; ended integer;
BEGIN
  a := staff.administrator_of(token, whom);
  UPDATE staff.sessions s SET ended_at = now() WHERE s.staff_id = whom AND s.ended_at IS NULL;
  GET DIAGNOSTICS ended = ROW_COUNT;
  INSERT INTO staff.sign_in_notices (staff_id, kind) VALUES (whom, 'sessions ended');
  INSERT INTO privacy.events (name, session_id, staff_id, subject, detail)
  VALUES ('sessions.ended', a.session_id, a.staff_id, whom::text, jsonb_build_object('count', ended));
  RETURN ended;
END $$;
-- A link for a day. What somebody could sign in with until now is shut as the link is made: it is asked for when a device is lost.
CREATE FUNCTION staff.reset_sign_in(token text, whom uuid, hash bytea) RETURNS timestamptz
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE a record; until timestamptz := now() + interval '1 day';
BEGIN
  a := staff.administrator_of(token, whom);
  PERFORM FROM staff.staff f WHERE f.staff_id = whom AND f.active;
  IF NOT FOUND THEN RAISE EXCEPTION 'not now' USING ERRCODE = 'ES409'; END IF;
  INSERT INTO staff.sign_ins AS s (staff_id, invitation_hash, invitation_expires_at) VALUES (whom, hash, until)
  ON CONFLICT (staff_id) DO UPDATE SET invitation_hash = hash, invitation_expires_at = until, password_hash = NULL, totp_secret = NULL, changed_at = now();
  DELETE FROM staff.passkeys p WHERE p.staff_id = whom;
  DELETE FROM staff.devices d WHERE d.staff_id = whom;
  UPDATE staff.sessions s SET ended_at = now() WHERE s.staff_id = whom AND s.ended_at IS NULL;
  INSERT INTO staff.sign_in_notices (staff_id, kind) VALUES (whom, 'sign-in reset');
  INSERT INTO privacy.events (name, session_id, staff_id, subject) VALUES ('sign in.reset', a.session_id, a.staff_id, whom::text);
  RETURN until;
END $$;
CREATE OR REPLACE FUNCTION staff.accept_invitation(hash bytea, new_password_hash text, new_totp_secret bytea, totp_step bigint) RETURNS uuid
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE id uuid;
BEGIN
  UPDATE staff.sign_ins s SET password_hash = new_password_hash, totp_secret = new_totp_secret, totp_last_step = totp_step,
      invitation_hash = NULL, invitation_expires_at = NULL, changed_at = now()
   WHERE s.invitation_hash = hash AND s.invitation_expires_at > now()
     AND EXISTS (SELECT FROM staff.staff f WHERE f.staff_id = s.staff_id AND f.active) RETURNING s.staff_id INTO id;
  IF NOT FOUND THEN RAISE EXCEPTION 'no such invitation' USING ERRCODE = 'ES404'; END IF;
  INSERT INTO staff.sign_in_notices (staff_id, kind) VALUES (id, 'sign-in set');
  INSERT INTO privacy.events (name, staff_id) VALUES ('staff.accepted', id);
  RETURN id;
END $$;
-- Who the bank's own identity provider says it is: only somebody whom the bank has entered here, and who is active.
CREATE FUNCTION staff.active_member(wanted text) RETURNS TABLE (staff_id uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT f.staff_id FROM staff.staff f WHERE f.user_name = wanted AND f.active
$$;

DO $$
DECLARE f text;
BEGIN
  FOREACH f IN ARRAY ARRAY['staff.directory(text, text, integer)', 'staff.set_active(text, uuid, boolean, text)', 'staff.end_sessions_of(text, uuid)',
    'staff.reset_sign_in(text, uuid, bytea)', 'staff.active_member(text)'] LOOP
    PERFORM house.hand_over(f, 'earshot_vault', 'earshot_staff');
  END LOOP;
  PERFORM house.hand_over('staff.administrator_of(text, uuid)', 'earshot_vault', '');
END $$;
