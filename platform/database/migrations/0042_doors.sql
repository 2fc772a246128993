-- Proving again at the bank's own identity provider is typing the password there after one was sent to do it. That the provider is to ask
-- again stands in an address that whoever sits at a locked terminal can change; when it asked, stands in its signed word. So what was typed
-- there before this ceremony began, or before the terminal was locked, proves nothing.
DROP FUNCTION staff.prove_elsewhere(bytea, timestamptz);
CREATE FUNCTION staff.prove_elsewhere(hash bytea, authenticated timestamptz, begun timestamptz) RETURNS boolean
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE o record;
BEGIN
  o := staff.owner_of(hash, false);
  -- a provider says whole seconds, by a clock of its own
  PERFORM FROM staff.sessions s WHERE s.token_hash = hash AND authenticated >= greatest(begun, s.locked_at) - interval '5 seconds';
  IF NOT FOUND OR begun IS NULL THEN RETURN false; END IF;
  UPDATE staff.sessions s SET authenticated_at = greatest(s.authenticated_at, least(authenticated, now())), locked_at = NULL WHERE s.token_hash = hash;
  PERFORM staff.lock_elsewhere(hash);
  INSERT INTO privacy.events (name, session_id, staff_id, subject) VALUES ('session.proven again', o.session_id, o.staff_id, 'single sign-on');
  RETURN true;
END $$;
GRANT CREATE ON SCHEMA staff TO earshot_vault;
SELECT house.hand_over('staff.prove_elsewhere(bytea, timestamptz, timestamptz)', 'earshot_vault', 'earshot_staff_door');
