-- Ten minutes without anybody lock a sign-in of staff, whatever its page does or does not do: a closed lid, a cut network, a page that was
-- shut. Until now the page locked, and the server waited thirty minutes. Whoever asks after that finds it locked and unlocks it with a
-- password; what a page asks by itself finds it locked as well, and moves nothing.
DO $$
DECLARE definition constant text := pg_get_functiondef('staff.session_of(bytea, interval, interval)'::regprocedure);
  changed text := replace(definition, 'SET last_seen_at = now(), idle_expires_at = now() + idle',
    'SET last_seen_at = now(), idle_expires_at = now() + idle,
      locked_at = CASE WHEN s.last_seen_at < now() - interval ''10 minutes'' THEN coalesce(s.locked_at, now()) ELSE s.locked_at END');
BEGIN
  changed := replace(changed, 's.locked_at IS NOT NULL,', 's.locked_at IS NOT NULL OR s.last_seen_at < now() - interval ''10 minutes'',');
  IF changed NOT LIKE '%coalesce(s.locked_at, now())%' OR changed NOT LIKE '%OR s.last_seen_at <%' THEN RAISE EXCEPTION 'staff.session_of is not as it was'; END IF;
  EXECUTE changed;
END $$;
