-- Sign-in of staff: 0015_sign_in_customers.sql is its twin for the portal. One active terminal: staff.lock_elsewhere is in 0019_earshot_terminal.sql.
GRANT UPDATE (active, inactive_reason) ON staff.staff TO earshot_vault;

-- Uses up what somebody has shown: the step of a code, or the counter of a passkey. A counter that does not move on belongs to a
-- copy (WebAuthn 3, 6.1.1): refused, and the owner is told. Synced passkeys always say 0.
CREATE FUNCTION staff.use_proof(who uuid, method text, totp_step bigint, credential bytea, count bigint, now_backed_up boolean) RETURNS boolean
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
  IF method = 'password' THEN
    UPDATE staff.sign_ins s SET totp_last_step = totp_step WHERE s.staff_id = who AND s.totp_last_step < totp_step;
    RETURN FOUND;
  ELSIF method = 'passkey' THEN
    UPDATE staff.passkeys p SET sign_count = count, backed_up = now_backed_up, last_used_at = now()
     WHERE p.credential_id = credential AND p.staff_id = who AND (count > p.sign_count OR count = 0 AND p.sign_count = 0);
    IF FOUND THEN RETURN true; END IF;
    INSERT INTO staff.sign_in_notices (staff_id, kind, about)
    SELECT p.staff_id, 'passkey refused', p.name FROM staff.passkeys p WHERE p.credential_id = credential AND p.staff_id = who;
    RETURN false;
  END IF;
  RETURN method = 'single sign-on';
END $$;
-- No session_id: the proof was used before, or the person has left meanwhile. The first device of all is no news; any later one is.
DROP FUNCTION staff.begin_session(uuid, bytea, bigint, uuid, text[], interval, interval);
CREATE FUNCTION staff.begin_session(who uuid, new_token_hash bytea, method text, totp_step bigint, credential bytea, count bigint,
  now_backed_up boolean, authenticated timestamptz, clear_buckets text[], device bytea, new_device bytea, new_agent text, idle interval,
  absolute interval, OUT session_id uuid, OUT known boolean)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE others integer;
BEGIN
  PERFORM FROM staff.staff f WHERE f.staff_id = who AND f.active FOR SHARE;
  IF NOT FOUND OR NOT staff.use_proof(who, method, totp_step, credential, count, now_backed_up) THEN RETURN; END IF;
  DELETE FROM staff.attempts a WHERE a.bucket = ANY (clear_buckets);
  INSERT INTO staff.sessions AS s (token_hash, staff_id, authenticated_at, method, agent, idle_expires_at, expires_at)
  VALUES (new_token_hash, who, least(authenticated, now()), method, new_agent, now() + idle, now() + absolute) RETURNING s.session_id INTO session_id;
  INSERT INTO privacy.events (name, session_id, staff_id, subject) VALUES ('session.begun', session_id, who, method);
  PERFORM staff.lock_elsewhere(new_token_hash);
  SELECT coalesce(bool_or(d.device_hash = device), false), count(*) INTO known, others FROM staff.devices d WHERE d.staff_id = who;
  IF known THEN RETURN; END IF;
  INSERT INTO staff.devices (staff_id, device_hash) VALUES (who, new_device);
  IF others > 0 THEN INSERT INTO staff.sign_in_notices (staff_id, kind, about) VALUES (who, 'new device', new_agent); END IF;
END $$;
DROP FUNCTION staff.remember_device(uuid, bytea);

DROP FUNCTION staff.session_of(bytea, interval);
CREATE FUNCTION staff.session_of(hash bytea, idle interval, lately interval) RETURNS TABLE (session_id uuid, staff_id uuid, user_name text,
  full_name text, role text, locale text, premises_id uuid, station_id uuid, place text, locked boolean, fresh boolean, expires_at timestamptz)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
  UPDATE staff.sessions s SET last_seen_at = now(), idle_expires_at = now() + idle
   WHERE s.token_hash = hash AND s.ended_at IS NULL AND s.idle_expires_at > now() AND s.expires_at > now()
     AND s.last_seen_at < now() - interval '1 minute';
  RETURN QUERY SELECT s.session_id, s.staff_id, f.user_name, f.full_name, f.role, f.locale, coalesce(w.premises_id, f.premises_id), w.station_id,
      coalesce(w.place, 'open counter'), s.locked_at IS NOT NULL,
      s.authenticated_at BETWEEN now() - lately AND now() + interval '1 minute', s.expires_at
    FROM staff.sessions s JOIN staff.staff f ON f.staff_id = s.staff_id LEFT JOIN premises.stations w ON w.station_id = s.station_id
   WHERE s.token_hash = hash AND s.ended_at IS NULL AND s.idle_expires_at > now() AND s.expires_at > now() AND f.active;
END $$;
-- A proof from the future, which a clock that jumped back leaves behind, is none.
-- For other parts of the kernel: has this session, alive and not locked, proven lately whose it is?
CREATE OR REPLACE FUNCTION staff.authenticated_lately(session_id uuid, within interval) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT EXISTS (SELECT FROM staff.sessions s JOIN staff.staff f ON f.staff_id = s.staff_id
    WHERE s.session_id = authenticated_lately.session_id AND f.active AND s.ended_at IS NULL AND s.locked_at IS NULL
      AND s.idle_expires_at > now() AND s.expires_at > now() AND s.authenticated_at BETWEEN now() - within AND now() + interval '1 minute')
$$;
-- Whose hash of a token is it? Unlike privacy.actor it also knows a locked session; `lately`: only if proven in the last five minutes.
CREATE FUNCTION staff.owner_of(hash bytea, lately boolean, OUT session_id uuid, OUT staff_id uuid)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE at timestamptz;
BEGIN
  SELECT s.session_id, s.staff_id, s.authenticated_at INTO session_id, staff_id, at FROM staff.sessions s JOIN staff.staff f ON f.staff_id = s.staff_id
   WHERE s.token_hash = hash AND s.ended_at IS NULL AND s.idle_expires_at > now() AND s.expires_at > now() AND f.active;
  IF NOT FOUND THEN RAISE EXCEPTION 'sign in first' USING ERRCODE = 'ES401'; END IF;
  IF lately AND at NOT BETWEEN now() - interval '5 minutes' AND now() + interval '1 minute' THEN RAISE EXCEPTION 'prove again who you are' USING ERRCODE = 'ES406'; END IF;
END $$;
-- Unlocking by password alone says that somebody is back, not who: it is no fresh proof.
CREATE OR REPLACE FUNCTION staff.change_session(hash bytea, what text, station uuid DEFAULT NULL) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE s record;
BEGIN
  SELECT * INTO s FROM staff.sessions x WHERE x.token_hash = hash AND x.ended_at IS NULL FOR UPDATE;
  IF NOT FOUND THEN RAISE EXCEPTION 'sign in first' USING ERRCODE = 'ES401'; END IF;
  IF what = 'end' THEN UPDATE staff.sessions x SET ended_at = now() WHERE x.token_hash = hash;
  ELSIF what = 'lock' THEN UPDATE staff.sessions x SET locked_at = now() WHERE x.token_hash = hash;
  ELSIF what = 'unlock' THEN UPDATE staff.sessions x SET locked_at = NULL WHERE x.token_hash = hash;
  ELSIF what = 'station' THEN
    PERFORM FROM premises.stations w JOIN staff.staff f ON f.premises_id = w.premises_id
      WHERE w.station_id = station AND w.active AND f.staff_id = s.staff_id;
    IF NOT FOUND THEN RAISE EXCEPTION 'no such work station in your branch' USING ERRCODE = 'ES404'; END IF;
    UPDATE staff.sessions x SET station_id = station WHERE x.token_hash = hash;
  ELSE RAISE EXCEPTION 'no such change' USING ERRCODE = 'ES422'; END IF;
  INSERT INTO privacy.events (name, session_id, staff_id, subject) VALUES ('session.' || what, s.session_id, s.staff_id, station::text);
END $$;
CREATE FUNCTION staff.prove_again(hash bytea, method text, totp_step bigint, credential bytea, count bigint, now_backed_up boolean) RETURNS boolean
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE o record;
BEGIN
  o := staff.owner_of(hash, false);
  IF NOT staff.use_proof(o.staff_id, method, totp_step, credential, count, now_backed_up) THEN RETURN false; END IF;
  UPDATE staff.sessions s SET authenticated_at = now(), locked_at = NULL WHERE s.token_hash = hash;
  PERFORM staff.lock_elsewhere(hash);
  INSERT INTO privacy.events (name, session_id, staff_id, subject) VALUES ('session.proven again', o.session_id, o.staff_id, method);
  RETURN true;
END $$;

CREATE FUNCTION staff.own_sign_in(hash bytea) RETURNS TABLE (owner_id uuid, user_name text, full_name text, password_hash text, totp_secret bytea)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE o record;
BEGIN
  o := staff.owner_of(hash, false);
  RETURN QUERY SELECT f.staff_id, f.user_name, f.full_name, s.password_hash, s.totp_secret
    FROM staff.staff f LEFT JOIN staff.sign_ins s ON s.staff_id = f.staff_id WHERE f.staff_id = o.staff_id;
END $$;
CREATE FUNCTION staff.passkey_of(credential bytea) RETURNS TABLE (owner_id uuid, public_key bytea, sign_count bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT p.staff_id, p.public_key, p.sign_count FROM staff.passkeys p JOIN staff.staff f USING (staff_id) WHERE p.credential_id = credential AND f.active
$$;
CREATE FUNCTION staff.passkeys_of(hash bytea) RETURNS TABLE (credential_id bytea, name text, backed_up boolean, created_at timestamptz, last_used_at timestamptz)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE o record;
BEGIN
  o := staff.owner_of(hash, false);
  RETURN QUERY SELECT p.credential_id, p.name, p.backed_up, p.created_at, p.last_used_at FROM staff.passkeys p
   WHERE p.staff_id = o.staff_id ORDER BY p.created_at LIMIT 20;
END $$;
CREATE FUNCTION staff.add_passkey(hash bytea, credential bytea, new_name text, new_public_key bytea, count bigint, new_transports text[],
  new_may_be_backed_up boolean, now_backed_up boolean) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE o record;
BEGIN
  o := staff.owner_of(hash, true);
  IF (SELECT count(*) FROM staff.passkeys p WHERE p.staff_id = o.staff_id) >= 20 THEN RAISE EXCEPTION 'enough passkeys' USING ERRCODE = 'ES409'; END IF;
  INSERT INTO staff.passkeys (credential_id, staff_id, name, public_key, sign_count, transports, may_be_backed_up, backed_up)
  VALUES (credential, o.staff_id, new_name, new_public_key, count, new_transports, new_may_be_backed_up, now_backed_up) ON CONFLICT DO NOTHING;
  IF NOT FOUND THEN RAISE EXCEPTION 'that passkey is known already' USING ERRCODE = 'ES409'; END IF;
  INSERT INTO staff.sign_in_notices (staff_id, kind, about) VALUES (o.staff_id, 'passkey added', new_name);
  INSERT INTO privacy.events (name, session_id, staff_id, subject) VALUES ('passkey.added', o.session_id, o.staff_id, encode(credential, 'hex'));
END $$;
CREATE FUNCTION staff.rename_passkey(hash bytea, credential bytea, new_name text) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE o record;
BEGIN
  o := staff.owner_of(hash, false);
  UPDATE staff.passkeys p SET name = new_name WHERE p.credential_id = credential AND p.staff_id = o.staff_id;
  IF NOT FOUND THEN RAISE EXCEPTION 'no such passkey' USING ERRCODE = 'ES404'; END IF;
END $$;
-- The sign-in's own row is locked first: of two removals at once, the second sees what the first has left.
CREATE FUNCTION staff.remove_passkey(hash bytea, credential bytea) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE o record; gone text;
BEGIN
  o := staff.owner_of(hash, true);
  PERFORM FROM staff.staff f WHERE f.staff_id = o.staff_id FOR UPDATE;
  DELETE FROM staff.passkeys p WHERE p.credential_id = credential AND p.staff_id = o.staff_id RETURNING p.name INTO gone;
  IF NOT FOUND THEN RAISE EXCEPTION 'no such passkey' USING ERRCODE = 'ES404'; END IF;
  IF NOT EXISTS (SELECT FROM staff.passkeys p WHERE p.staff_id = o.staff_id) AND NOT EXISTS
    (SELECT FROM staff.sign_ins s WHERE s.staff_id = o.staff_id AND s.password_hash IS NOT NULL AND s.totp_secret IS NOT NULL)
  THEN RAISE EXCEPTION 'no other way to sign in' USING ERRCODE = 'ES410'; END IF;
  INSERT INTO staff.sign_in_notices (staff_id, kind, about) VALUES (o.staff_id, 'passkey removed', gone);
  INSERT INTO privacy.events (name, session_id, staff_id, subject) VALUES ('passkey.removed', o.session_id, o.staff_id, encode(credential, 'hex'));
END $$;
CREATE FUNCTION staff.sessions_of(hash bytea) RETURNS TABLE (session_id uuid, created_at timestamptz, last_seen_at timestamptz, method text, agent text,
  station text, own boolean)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE o record;
BEGIN
  o := staff.owner_of(hash, false);
  RETURN QUERY SELECT s.session_id, s.created_at, s.last_seen_at, s.method, s.agent, w.name, s.token_hash = hash
    FROM staff.sessions s LEFT JOIN premises.stations w ON w.station_id = s.station_id
   WHERE s.staff_id = o.staff_id AND s.ended_at IS NULL AND s.idle_expires_at > now() AND s.expires_at > now() ORDER BY s.created_at DESC LIMIT 50;
END $$;
-- One other session, or with null all others. How many have ended.
CREATE FUNCTION staff.end_sessions(hash bytea, session uuid) RETURNS integer
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE o record; ended integer;
BEGIN
  o := staff.owner_of(hash, true);
  UPDATE staff.sessions s SET ended_at = now() WHERE s.staff_id = o.staff_id AND s.ended_at IS NULL AND s.session_id <> o.session_id
     AND (session IS NULL OR s.session_id = session);
  GET DIAGNOSTICS ended = ROW_COUNT;
  INSERT INTO privacy.events (name, session_id, staff_id, detail) VALUES ('sessions.ended', o.session_id, o.staff_id, jsonb_build_object('count', ended));
  RETURN ended;
END $$;
CREATE FUNCTION staff.notices_of(hash bytea) RETURNS TABLE (notice_id uuid, at timestamptz, kind text, about text, seen boolean)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE o record;
BEGIN
  o := staff.owner_of(hash, false);
  RETURN QUERY SELECT n.notice_id, n.at, n.kind, n.about, n.seen_at IS NOT NULL FROM staff.sign_in_notices n
   WHERE n.staff_id = o.staff_id AND n.at > now() - interval '3 months' ORDER BY n.at DESC LIMIT 50;
END $$;
CREATE FUNCTION staff.see_notices(hash bytea) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE o record;
BEGIN
  o := staff.owner_of(hash, false);
  UPDATE staff.sign_in_notices n SET seen_at = now() WHERE n.staff_id = o.staff_id AND n.seen_at IS NULL;
  DELETE FROM staff.sign_in_notices n WHERE n.staff_id = o.staff_id AND n.at <= now() - interval '3 months';
END $$;
-- A new password ends whatever somebody else may have begun with the old one.
CREATE FUNCTION staff.change_password(hash bytea, new_password_hash text) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE o record;
BEGIN
  o := staff.owner_of(hash, true);
  UPDATE staff.sign_ins s SET password_hash = new_password_hash, changed_at = now() WHERE s.staff_id = o.staff_id AND s.totp_secret IS NOT NULL;
  IF NOT FOUND THEN RAISE EXCEPTION 'there is no password to change' USING ERRCODE = 'ES409'; END IF;
  UPDATE staff.sessions s SET ended_at = now() WHERE s.staff_id = o.staff_id AND s.ended_at IS NULL AND s.session_id <> o.session_id;
  INSERT INTO staff.sign_in_notices (staff_id, kind) VALUES (o.staff_id, 'password changed');
  INSERT INTO privacy.events (name, session_id, staff_id) VALUES ('password.changed', o.session_id, o.staff_id);
END $$;

DO $$
DECLARE f text;
BEGIN
  FOREACH f IN ARRAY ARRAY['staff.begin_session(uuid, bytea, text, bigint, bytea, bigint, boolean, timestamptz, text[], bytea, bytea, text, interval, interval)',
    'staff.session_of(bytea, interval, interval)', 'staff.authenticated_lately(uuid, interval)',
    'staff.prove_again(bytea, text, bigint, bytea, bigint, boolean)', 'staff.own_sign_in(bytea)', 'staff.passkey_of(bytea)', 'staff.passkeys_of(bytea)',
    'staff.add_passkey(bytea, bytea, text, bytea, bigint, text[], boolean, boolean)', 'staff.rename_passkey(bytea, bytea, text)',
    'staff.remove_passkey(bytea, bytea)', 'staff.sessions_of(bytea)', 'staff.end_sessions(bytea, uuid)', 'staff.notices_of(bytea)',
    'staff.see_notices(bytea)', 'staff.change_password(bytea, text)'] LOOP
    PERFORM house.hand_over(f, 'earshot_vault', 'earshot_staff');
  END LOOP;
  PERFORM house.hand_over('staff.use_proof(uuid, text, bigint, bytea, bigint, boolean)', 'earshot_vault', '');
  PERFORM house.hand_over('staff.owner_of(bytea, boolean)', 'earshot_vault', '');
END $$;
