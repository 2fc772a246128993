-- Whoever comes with a one-time link sets a passkey, a password with a code generator, or both: with neither nobody could come in again.
-- A customer's link may also follow a reset (0040_resetting.sql): then her sign-in is there, and every way of it is shut.
DROP FUNCTION staff.accept_invitation(bytea, text, bytea, bigint);
CREATE FUNCTION staff.accept_invitation(hash bytea, new_password_hash text, new_totp_secret bytea, totp_step bigint, credential bytea, key_name text,
  new_public_key bytea, count bigint, new_transports text[], new_may_be_backed_up boolean, now_backed_up boolean) RETURNS uuid
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE id uuid;
BEGIN
  PERFORM house.check_first_ways(new_password_hash, new_totp_secret, totp_step, credential);
  UPDATE staff.sign_ins s SET password_hash = new_password_hash, totp_secret = new_totp_secret, totp_last_step = coalesce(totp_step, s.totp_last_step),
      invitation_hash = NULL, invitation_expires_at = NULL, changed_at = now()
   WHERE s.invitation_hash = hash AND s.invitation_expires_at > now()
     AND EXISTS (SELECT FROM staff.staff f WHERE f.staff_id = s.staff_id AND f.active) RETURNING s.staff_id INTO id;
  IF NOT FOUND THEN RAISE EXCEPTION 'no such invitation' USING ERRCODE = 'ES404'; END IF;
  IF credential IS NOT NULL THEN
    IF EXISTS (SELECT FROM staff.passkeys p WHERE p.credential_id = credential) THEN
      RAISE EXCEPTION 'that passkey is known already' USING ERRCODE = 'ES409';
    END IF;
    INSERT INTO staff.passkeys (credential_id, staff_id, name, public_key, sign_count, transports, may_be_backed_up, backed_up)
    VALUES (credential, id, key_name, new_public_key, count, new_transports, new_may_be_backed_up, now_backed_up);
  END IF;
  INSERT INTO staff.sign_in_notices (staff_id, kind) VALUES (id, 'sign-in set');
  INSERT INTO privacy.events (name, staff_id) VALUES ('staff.accepted', id);
  RETURN id;
END $$;

-- A password comes with the secret of a code and the step of the one that was shown.
CREATE FUNCTION house.check_first_ways(password_hash text, totp_secret bytea, totp_step bigint, credential bytea) RETURNS void
LANGUAGE plpgsql STABLE SET search_path = pg_catalog AS $$
BEGIN
  IF num_nonnulls(password_hash, totp_secret, totp_step) NOT IN (0, 3) OR num_nonnulls(password_hash, credential) = 0 THEN
    RAISE EXCEPTION 'a password with a code, a passkey, or both' USING ERRCODE = 'ES422';
  END IF;
END $$;

-- 'wrong contact' is counted, so it is an answer and no error; after five the link is dead.
DROP FUNCTION customers.accept_invitation(bytea, text, text, text, bytea, bigint);
CREATE FUNCTION customers.accept_invitation(hash bytea, typed text, new_user_name text, new_password_hash text, new_totp_secret bytea, totp_step bigint,
  credential bytea, key_name text, new_public_key bytea, count bigint, new_transports text[], new_may_be_backed_up boolean, now_backed_up boolean)
RETURNS text LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE i record;
BEGIN
  PERFORM house.check_first_ways(new_password_hash, new_totp_secret, totp_step, credential);
  PERFORM FROM customers.invitations x WHERE x.token_hash = hash FOR UPDATE;
  SELECT * INTO i FROM customers.invitation_of(hash);
  IF NOT FOUND THEN RAISE EXCEPTION 'no such invitation' USING ERRCODE = 'ES404'; END IF;
  IF i.contact IS DISTINCT FROM typed THEN
    UPDATE customers.invitations x SET tries = x.tries + 1 WHERE x.customer_id = i.customer_id AND x.invitation_id = i.invitation_id;
    RETURN 'wrong contact';
  END IF;
  IF EXISTS (SELECT FROM customers.sign_ins s WHERE s.user_name = new_user_name AND s.customer_id <> i.customer_id) THEN RETURN 'name taken'; END IF;
  -- a link opens nothing that is open: only a sign-in that was shut is set anew
  PERFORM FROM customers.sign_ins s WHERE s.customer_id = i.customer_id FOR UPDATE;
  IF EXISTS (SELECT FROM customers.sign_ins s WHERE s.customer_id = i.customer_id AND num_nonnulls(s.password_hash, s.totp_secret) > 0)
     OR EXISTS (SELECT FROM customers.passkeys p WHERE p.customer_id = i.customer_id) THEN
    RAISE EXCEPTION 'they sign in already' USING ERRCODE = 'ES409';
  END IF;
  INSERT INTO customers.sign_ins AS s (customer_id, user_name, password_hash, totp_secret, totp_last_step)
  VALUES (i.customer_id, new_user_name, new_password_hash, new_totp_secret, coalesce(totp_step, 0))
  ON CONFLICT (customer_id) DO UPDATE SET user_name = new_user_name, password_hash = new_password_hash, totp_secret = new_totp_secret,
    totp_last_step = coalesce(totp_step, 0), changed_at = now();
  IF credential IS NOT NULL THEN
    PERFORM pg_advisory_xact_lock(hashtextextended(encode(credential, 'hex'), 15));
    IF EXISTS (SELECT FROM customers.passkeys p WHERE p.credential_id = credential) THEN
      RAISE EXCEPTION 'that passkey is known already' USING ERRCODE = 'ES409';
    END IF;
    INSERT INTO customers.passkeys (customer_id, credential_id, name, public_key, sign_count, transports, may_be_backed_up, backed_up)
    VALUES (i.customer_id, credential, key_name, new_public_key, count, new_transports, new_may_be_backed_up, now_backed_up);
  END IF;
  UPDATE customers.invitations x SET used_at = clock_timestamp() WHERE x.customer_id = i.customer_id AND x.invitation_id = i.invitation_id;
  INSERT INTO customers.sign_in_notices (customer_id, kind) VALUES (i.customer_id, 'sign-in set');
  INSERT INTO privacy.changes (customer_id, name, role, subject) VALUES (i.customer_id, 'invitation.accepted', 'customer', i.invitation_id);
  RETURN 'accepted';
END $$;

GRANT CREATE ON SCHEMA staff, customers TO earshot_vault;
SELECT house.hand_over('staff.accept_invitation(bytea, text, bytea, bigint, bytea, text, bytea, bigint, text[], boolean, boolean)', 'earshot_vault', 'earshot_staff_door'),
  house.hand_over('customers.accept_invitation(bytea, text, text, text, bytea, bigint, bytea, text, bytea, bigint, text[], boolean, boolean)', 'earshot_vault',
    'earshot_portal_door');
REVOKE ALL ON FUNCTION house.check_first_ways(text, bytea, bigint, bytea) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION house.check_first_ways(text, bytea, bigint, bytea) TO earshot_vault;
