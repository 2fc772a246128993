-- A look that was refused is on record like one that was let: who, where, whose file, and why not. It is asked for once more after the
-- refusal, in a transaction of its own, because what refuses leaves nothing behind; the same within a minute is the same refusal.
CREATE FUNCTION privacy.record_refusal(token text, customers uuid[], action text, because text) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE a record := privacy.actor(token); of_whom uuid;
  what constant jsonb := jsonb_build_object('action', left(action, 20), 'because', left(because, 40));
BEGIN
  IF cardinality(customers) > 100 THEN RAISE EXCEPTION 'a hundred files at most' USING ERRCODE = 'ES422'; END IF;
  FOR of_whom IN SELECT DISTINCT u FROM unnest(customers) u LOOP
    PERFORM FROM privacy.events e
     WHERE e.at > clock_timestamp() - interval '1 minute' AND e.name = 'look.refused' AND e.session_id = a.session_id
       AND e.subject = of_whom::text AND e.detail = what;
    CONTINUE WHEN FOUND;
    INSERT INTO privacy.events (name, session_id, staff_id, role, premises_id, place, subject, detail)
    VALUES ('look.refused', a.session_id, a.staff_id, a.role, a.premises_id, a.place, of_whom::text, what);
  END LOOP;
END $$;
GRANT CREATE ON SCHEMA privacy TO earshot_vault;
SELECT house.hand_over('privacy.record_refusal(text, uuid[], text, text)', 'earshot_vault', 'earshot_staff');
REVOKE CREATE ON SCHEMA privacy FROM earshot_vault;

-- Whether there is such a request is not told to whoever may not decide it: the same answer either way.
DO $$
DECLARE definition constant text := pg_get_functiondef('privacy.decide_approval(text, uuid, bytea, text, text)'::regprocedure);
  changed constant text := replace(definition, $w$RAISE EXCEPTION 'no such request' USING ERRCODE = 'ES404'$w$,
    $w$RAISE EXCEPTION 'not for you to decide' USING ERRCODE = 'ES405'$w$);
BEGIN
  IF changed = definition THEN RAISE EXCEPTION 'privacy.decide_approval is not as it was'; END IF;
  EXECUTE changed;
END $$;
