-- Signing in is a work of its own: the server checks a password or a passkey, and the kernel takes its word for it. What takes that word,
-- only the log-ins of the two doors may call; the log-ins that read files cannot begin, unlock or refresh a session of anybody.
GRANT USAGE ON SCHEMA staff, house TO earshot_staff_door;
GRANT USAGE ON SCHEMA customers, staff, house TO earshot_portal_door;

DO $$
DECLARE f text;
BEGIN
  FOREACH f IN ARRAY ARRAY['staff.sign_in_of(text)', 'staff.knows_device(text, bytea)',
    'staff.begin_session(uuid, bytea, text, bigint, bytea, bigint, boolean, timestamptz, text[], bytea, bytea, text, interval, interval)',
    'staff.change_session(bytea, text, uuid)', 'staff.invitation_of(bytea)', 'staff.accept_invitation(bytea, text, bytea, bigint)',
    'staff.active_member(text)', 'staff.own_sign_in(bytea)', 'staff.passkey_of(bytea)', 'staff.passkeys_of(bytea)',
    'staff.add_passkey(bytea, bytea, text, bytea, bigint, text[], boolean, boolean)', 'staff.rename_passkey(bytea, bytea, text)',
    'staff.remove_passkey(bytea, bytea)', 'staff.prove_again(bytea, text, bigint, bytea, bigint, boolean)', 'staff.change_password(bytea, text)',
    'staff.sessions_of(bytea)', 'staff.end_sessions(bytea, uuid)', 'staff.notices_of(bytea)', 'staff.see_notices(bytea)',
    'staff.take_attempt(text[])', 'staff.give_back_attempt(text[], integer[])', 'house.begin_ceremony(bytea, text, uuid, jsonb, interval)',
    'house.end_ceremony(bytea, text, uuid)'] LOOP
    EXECUTE format('REVOKE EXECUTE ON FUNCTION %s FROM earshot_staff, earshot_portal', f);
    EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO earshot_staff_door', f);
  END LOOP;
  FOREACH f IN ARRAY ARRAY['customers.sign_in_of(text)', 'customers.knows_device(text, bytea)',
    'customers.begin_session(uuid, bytea, text, bigint, bytea, bigint, boolean, text[], bytea, bytea, text, interval, interval)',
    'customers.end_session(bytea)', 'customers.invitation_of(bytea)', 'customers.accept_invitation(bytea, text, text, text, bytea, bigint)',
    'customers.own_sign_in(bytea)', 'customers.passkey_of(bytea)', 'customers.passkeys_of(bytea)',
    'customers.add_passkey(bytea, bytea, text, bytea, bigint, text[], boolean, boolean)', 'customers.rename_passkey(bytea, bytea, text)',
    'customers.remove_passkey(bytea, bytea)', 'customers.prove_again(bytea, text, bigint, bytea, bigint, boolean)',
    'customers.change_password(bytea, text)', 'customers.sessions_of(bytea)', 'customers.end_sessions(bytea, uuid)', 'customers.notices_of(bytea)',
    'customers.see_notices(bytea)'] LOOP
    EXECUTE format('REVOKE EXECUTE ON FUNCTION %s FROM earshot_portal', f);
    EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO earshot_portal_door', f);
  END LOOP;
  FOREACH f IN ARRAY ARRAY['staff.take_attempt(text[])', 'staff.give_back_attempt(text[], integer[])',
    'house.begin_ceremony(bytea, text, uuid, jsonb, interval)', 'house.end_ceremony(bytea, text, uuid)'] LOOP
    EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO earshot_portal_door', f);
  END LOOP;
END $$;

-- Proving again at the bank's own identity provider is as old here as it is there; no other way of proving takes that method's name.
CREATE FUNCTION staff.prove_elsewhere(hash bytea, authenticated timestamptz) RETURNS boolean
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE o record;
BEGIN
  o := staff.owner_of(hash, false);
  IF authenticated IS NULL THEN RETURN false; END IF;
  UPDATE staff.sessions s SET authenticated_at = greatest(s.authenticated_at, least(authenticated, now())), locked_at = NULL WHERE s.token_hash = hash;
  PERFORM staff.lock_elsewhere(hash);
  INSERT INTO privacy.events (name, session_id, staff_id, subject) VALUES ('session.proven again', o.session_id, o.staff_id, 'single sign-on');
  RETURN true;
END $$;
CREATE OR REPLACE FUNCTION staff.prove_again(hash bytea, method text, totp_step bigint, credential bytea, count bigint, now_backed_up boolean) RETURNS boolean
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE o record;
BEGIN
  o := staff.owner_of(hash, false);
  IF method IS NULL OR method NOT IN ('password', 'passkey') OR staff.use_proof(o.staff_id, method, totp_step, credential, count, now_backed_up) IS NOT TRUE
  THEN RETURN false; END IF;
  UPDATE staff.sessions s SET authenticated_at = now(), locked_at = NULL WHERE s.token_hash = hash;
  PERFORM staff.lock_elsewhere(hash);
  INSERT INTO privacy.events (name, session_id, staff_id, subject) VALUES ('session.proven again', o.session_id, o.staff_id, method);
  RETURN true;
END $$;
SELECT house.hand_over('staff.prove_elsewhere(bytea, timestamptz)', 'earshot_vault', 'earshot_staff_door');
