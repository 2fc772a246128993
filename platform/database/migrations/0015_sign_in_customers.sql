-- Sign-in of customers: the twin of 0015_sign_in_staff.sql, without locks and stations.

CREATE FUNCTION customers.use_proof(who uuid, method text, totp_step bigint, credential bytea, count bigint, now_backed_up boolean) RETURNS boolean
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
  IF method = 'password' THEN
    UPDATE customers.sign_ins s SET totp_last_step = totp_step WHERE s.customer_id = who AND s.totp_last_step < totp_step;
    RETURN FOUND;
  ELSIF method = 'passkey' THEN
    UPDATE customers.passkeys p SET sign_count = count, backed_up = now_backed_up, last_used_at = now()
     WHERE p.credential_id = credential AND p.customer_id = who AND (count > p.sign_count OR count = 0 AND p.sign_count = 0);
    IF FOUND THEN RETURN true; END IF;
    INSERT INTO customers.sign_in_notices (customer_id, kind, about)
    SELECT p.customer_id, 'passkey refused', p.name FROM customers.passkeys p WHERE p.credential_id = credential AND p.customer_id = who;
  END IF;
  RETURN false;
END $$;
DROP FUNCTION customers.begin_session(uuid, bytea, bigint, text[], interval, interval);
CREATE FUNCTION customers.begin_session(who uuid, new_token_hash bytea, method text, totp_step bigint, credential bytea, count bigint,
  now_backed_up boolean, clear_buckets text[], device bytea, new_device bytea, new_agent text, idle interval, absolute interval,
  OUT session_id uuid, OUT known boolean)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE others integer;
BEGIN
  IF NOT customers.use_proof(who, method, totp_step, credential, count, now_backed_up) THEN RETURN; END IF;
  DELETE FROM staff.attempts a WHERE a.bucket = ANY (clear_buckets);
  INSERT INTO customers.sessions AS s (customer_id, token_hash, method, agent, idle_expires_at, expires_at)
  VALUES (who, new_token_hash, method, new_agent, now() + idle, now() + absolute) RETURNING s.session_id INTO session_id;
  SELECT coalesce(bool_or(d.device_hash = device), false), count(*) INTO known, others FROM customers.devices d WHERE d.customer_id = who;
  IF known THEN RETURN; END IF;
  INSERT INTO customers.devices (customer_id, device_hash) VALUES (who, new_device);
  IF others > 0 THEN INSERT INTO customers.sign_in_notices (customer_id, kind, about) VALUES (who, 'new device', new_agent); END IF;
END $$;
DROP FUNCTION customers.session_of(bytea, interval);
CREATE FUNCTION customers.session_of(hash bytea, idle interval, lately interval) RETURNS TABLE (session_id uuid, customer_id uuid, fresh boolean)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
  UPDATE customers.sessions s SET last_seen_at = now(), idle_expires_at = now() + idle
   WHERE s.token_hash = hash AND s.ended_at IS NULL AND s.idle_expires_at > now() AND s.expires_at > now() AND s.last_seen_at < now() - interval '1 minute';
  -- who was found to be somebody else's second record opens that one file
  RETURN QUERY SELECT s.session_id, customers.survivor(s.customer_id),
      s.authenticated_at BETWEEN now() - lately AND now() + interval '1 minute' FROM customers.sessions s
   WHERE s.token_hash = hash AND s.ended_at IS NULL AND s.idle_expires_at > now() AND s.expires_at > now();
END $$;
-- The sign-in belongs to the record it was made for, also where that was merged into another.
CREATE FUNCTION customers.owner_of(hash bytea, lately boolean, OUT session_id uuid, OUT customer_id uuid)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE at timestamptz;
BEGIN
  SELECT s.session_id, s.customer_id, s.authenticated_at INTO session_id, customer_id, at FROM customers.sessions s
   WHERE s.token_hash = hash AND s.ended_at IS NULL AND s.idle_expires_at > now() AND s.expires_at > now();
  IF NOT FOUND THEN RAISE EXCEPTION 'sign in first' USING ERRCODE = 'ES401'; END IF;
  IF lately AND at NOT BETWEEN now() - interval '5 minutes' AND now() + interval '1 minute' THEN RAISE EXCEPTION 'prove again who you are' USING ERRCODE = 'ES406'; END IF;
END $$;
CREATE FUNCTION customers.prove_again(hash bytea, method text, totp_step bigint, credential bytea, count bigint, now_backed_up boolean) RETURNS boolean
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE o record;
BEGIN
  o := customers.owner_of(hash, false);
  IF NOT customers.use_proof(o.customer_id, method, totp_step, credential, count, now_backed_up) THEN RETURN false; END IF;
  UPDATE customers.sessions s SET authenticated_at = now() WHERE s.customer_id = o.customer_id AND s.token_hash = hash;
  RETURN true;
END $$;

CREATE FUNCTION customers.own_sign_in(hash bytea) RETURNS TABLE (owner_id uuid, user_name text, full_name text, password_hash text, totp_secret bytea)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE o record;
BEGIN
  o := customers.owner_of(hash, false);
  RETURN QUERY SELECT s.customer_id, s.user_name, s.user_name, s.password_hash, s.totp_secret FROM customers.sign_ins s WHERE s.customer_id = o.customer_id;
END $$;
CREATE FUNCTION customers.passkey_of(credential bytea) RETURNS TABLE (owner_id uuid, public_key bytea, sign_count bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT p.customer_id, p.public_key, p.sign_count FROM customers.passkeys p WHERE p.credential_id = credential
$$;
CREATE FUNCTION customers.passkeys_of(hash bytea) RETURNS TABLE (credential_id bytea, name text, backed_up boolean, created_at timestamptz, last_used_at timestamptz)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE o record;
BEGIN
  o := customers.owner_of(hash, false);
  RETURN QUERY SELECT p.credential_id, p.name, p.backed_up, p.created_at, p.last_used_at FROM customers.passkeys p
   WHERE p.customer_id = o.customer_id ORDER BY p.created_at LIMIT 20;
END $$;
CREATE FUNCTION customers.add_passkey(hash bytea, credential bytea, new_name text, new_public_key bytea, count bigint, new_transports text[],
  new_may_be_backed_up boolean, now_backed_up boolean) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE o record;
BEGIN
  o := customers.owner_of(hash, true);
  IF (SELECT count(*) FROM customers.passkeys p WHERE p.customer_id = o.customer_id) >= 20 THEN RAISE EXCEPTION 'enough passkeys' USING ERRCODE = 'ES409'; END IF;
  PERFORM pg_advisory_xact_lock(hashtextextended(encode(credential, 'hex'), 15));
  IF EXISTS (SELECT FROM customers.passkeys p WHERE p.credential_id = credential) THEN
    RAISE EXCEPTION 'that passkey is known already' USING ERRCODE = 'ES409';
  END IF;
  INSERT INTO customers.passkeys (customer_id, credential_id, name, public_key, sign_count, transports, may_be_backed_up, backed_up)
  VALUES (o.customer_id, credential, new_name, new_public_key, count, new_transports, new_may_be_backed_up, now_backed_up);
  INSERT INTO customers.sign_in_notices (customer_id, kind, about) VALUES (o.customer_id, 'passkey added', new_name);
END $$;
CREATE FUNCTION customers.rename_passkey(hash bytea, credential bytea, new_name text) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE o record;
BEGIN
  o := customers.owner_of(hash, false);
  UPDATE customers.passkeys p SET name = new_name WHERE p.customer_id = o.customer_id AND p.credential_id = credential;
  IF NOT FOUND THEN RAISE EXCEPTION 'no such passkey' USING ERRCODE = 'ES404'; END IF;
END $$;
CREATE FUNCTION customers.remove_passkey(hash bytea, credential bytea) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE o record; gone text;
BEGIN
  o := customers.owner_of(hash, true);
  PERFORM FROM customers.sign_ins s WHERE s.customer_id = o.customer_id FOR UPDATE;
  DELETE FROM customers.passkeys p WHERE p.customer_id = o.customer_id AND p.credential_id = credential RETURNING p.name INTO gone;
  IF NOT FOUND THEN RAISE EXCEPTION 'no such passkey' USING ERRCODE = 'ES404'; END IF;
  IF NOT EXISTS (SELECT FROM customers.passkeys p WHERE p.customer_id = o.customer_id) AND NOT EXISTS
    (SELECT FROM customers.sign_ins s WHERE s.customer_id = o.customer_id AND s.password_hash IS NOT NULL AND s.totp_secret IS NOT NULL)
  THEN RAISE EXCEPTION 'no other way to sign in' USING ERRCODE = 'ES410'; END IF;
  INSERT INTO customers.sign_in_notices (customer_id, kind, about) VALUES (o.customer_id, 'passkey removed', gone);
END $$;
CREATE FUNCTION customers.sessions_of(hash bytea) RETURNS TABLE (session_id uuid, created_at timestamptz, last_seen_at timestamptz, method text, agent text,
  station text, own boolean)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE o record;
BEGIN
  o := customers.owner_of(hash, false);
  RETURN QUERY SELECT s.session_id, s.created_at, s.last_seen_at, s.method, s.agent, NULL::text, s.token_hash = hash FROM customers.sessions s
   WHERE s.customer_id = o.customer_id AND s.ended_at IS NULL AND s.idle_expires_at > now() AND s.expires_at > now() ORDER BY s.created_at DESC LIMIT 50;
END $$;
CREATE FUNCTION customers.end_sessions(hash bytea, session uuid) RETURNS integer
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE o record; ended integer;
BEGIN
  o := customers.owner_of(hash, true);
  UPDATE customers.sessions s SET ended_at = now() WHERE s.customer_id = o.customer_id AND s.ended_at IS NULL AND s.session_id <> o.session_id
     AND (session IS NULL OR s.session_id = session);
  GET DIAGNOSTICS ended = ROW_COUNT;
  RETURN ended;
END $$;
CREATE FUNCTION customers.notices_of(hash bytea) RETURNS TABLE (notice_id uuid, at timestamptz, kind text, about text, seen boolean)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE o record;
BEGIN
  o := customers.owner_of(hash, false);
  RETURN QUERY SELECT n.notice_id, n.at, n.kind, n.about, n.seen_at IS NOT NULL FROM customers.sign_in_notices n
   WHERE n.customer_id = o.customer_id AND n.at > now() - interval '3 months' ORDER BY n.at DESC LIMIT 50;
END $$;
CREATE FUNCTION customers.see_notices(hash bytea) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE o record;
BEGIN
  o := customers.owner_of(hash, false);
  UPDATE customers.sign_in_notices n SET seen_at = now() WHERE n.customer_id = o.customer_id AND n.seen_at IS NULL;
  DELETE FROM customers.sign_in_notices n WHERE n.customer_id = o.customer_id AND n.at <= now() - interval '3 months';
END $$;
CREATE FUNCTION customers.change_password(hash bytea, new_password_hash text) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE o record;
BEGIN
  o := customers.owner_of(hash, true);
  UPDATE customers.sign_ins s SET password_hash = new_password_hash, changed_at = now() WHERE s.customer_id = o.customer_id AND s.totp_secret IS NOT NULL;
  IF NOT FOUND THEN RAISE EXCEPTION 'there is no password to change' USING ERRCODE = 'ES409'; END IF;
  UPDATE customers.sessions s SET ended_at = now() WHERE s.customer_id = o.customer_id AND s.ended_at IS NULL AND s.session_id <> o.session_id;
  INSERT INTO customers.sign_in_notices (customer_id, kind) VALUES (o.customer_id, 'password changed');
END $$;

DO $$
DECLARE f text;
BEGIN
  FOREACH f IN ARRAY ARRAY['customers.begin_session(uuid, bytea, text, bigint, bytea, bigint, boolean, text[], bytea, bytea, text, interval, interval)',
    'customers.session_of(bytea, interval, interval)', 'customers.prove_again(bytea, text, bigint, bytea, bigint, boolean)',
    'customers.own_sign_in(bytea)', 'customers.passkey_of(bytea)', 'customers.passkeys_of(bytea)',
    'customers.add_passkey(bytea, bytea, text, bytea, bigint, text[], boolean, boolean)', 'customers.rename_passkey(bytea, bytea, text)',
    'customers.remove_passkey(bytea, bytea)', 'customers.sessions_of(bytea)', 'customers.end_sessions(bytea, uuid)', 'customers.notices_of(bytea)',
    'customers.see_notices(bytea)', 'customers.change_password(bytea, text)'] LOOP
    PERFORM house.hand_over(f, 'earshot_vault', 'earshot_portal');
  END LOOP;
  PERFORM house.hand_over('customers.use_proof(uuid, text, bigint, bytea, bigint, boolean)', 'earshot_vault', '');
  PERFORM house.hand_over('customers.owner_of(bytea, boolean)', 'earshot_vault', '');
END $$;
