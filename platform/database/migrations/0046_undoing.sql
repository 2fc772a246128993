-- "Wrong Jana": an undone visit takes back the reasons that were made of it. A promise or a referral that was made while the visit was the
-- reason for being in the file would keep it open after everybody agrees that somebody else had come, and so would one made of that promise.
CREATE FUNCTION conversations.end_undone(undone uuid, since timestamptz, in_session uuid, who uuid, in_role text, at_place text) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog SET plan_cache_mode = force_generic_plan AS $$
DECLARE grounds uuid[] := ARRAY[undone]; people uuid[]; made record; more boolean := true;
BEGIN
  SELECT array_agg(DISTINCT c.staff_id) INTO people FROM privacy.changes c
    JOIN conversations.visits v ON v.customer_id = c.customer_id
   WHERE v.visit_id = undone AND c.name = 'visit.started' AND c.subject = undone;
  WHILE more LOOP
    more := false;
    FOR made IN
      SELECT m.customer_id, m.id, m.is_promise, m.assigned_to, m.referral_id FROM (
        SELECT DISTINCT r.customer_id, r.staff_id FROM privacy.access_records r
         WHERE r.staff_id = ANY (people) AND r.at >= since AND r.action = 'change' AND r.ground = ANY (grounds)) w
      CROSS JOIN LATERAL (
        SELECT p.customer_id, p.promise_id AS id, true AS is_promise, p.assigned_to, f.referral_id, p.made_by AS made_by,
            coalesce(f.referred_at, p.made_at) AS made_at
          FROM conversations.promises p
          LEFT JOIN advice.referrals f ON f.customer_id = p.customer_id AND f.promise_id = p.promise_id AND f.state = 'accepted'
         WHERE p.customer_id = w.customer_id AND p.made_by = w.staff_id AND p.state = 'open'
        UNION ALL
        SELECT f.customer_id, f.referral_id, false, f.referred_to, f.referral_id, f.referred_by, f.referred_at
          FROM advice.referrals f WHERE f.customer_id = w.customer_id AND f.referred_by = w.staff_id AND f.state = 'asked') m
       -- by which reason it was made: the last that let its maker change this file before
       WHERE m.made_at >= since AND (SELECT r.ground FROM privacy.access_records r
         WHERE r.customer_id = m.customer_id AND r.staff_id = m.made_by AND r.action = 'change' AND r.at <= m.made_at
         ORDER BY r.at DESC LIMIT 1) = ANY (grounds)
    LOOP
      INSERT INTO privacy.changes (customer_id, name, session_id, staff_id, role, place, subject, detail)
      VALUES (made.customer_id, CASE WHEN made.is_promise THEN 'promise.withdrawn' ELSE 'referral.taken back' END, in_session, who, in_role, at_place,
              made.id, jsonb_build_object('undone', undone));
      IF made.referral_id IS NOT NULL THEN
        -- an accepted one takes its promise with it
        UPDATE advice.referrals f SET state = 'taken back', question_sealed = NULL, answer_sealed = NULL, ended_at = clock_timestamp(),
            ended_as = 'staff', version = f.version + 1
         WHERE f.customer_id = made.customer_id AND f.referral_id = made.referral_id;
      ELSE
        UPDATE conversations.promises p SET state = 'withdrawn', version = p.version + 1
         WHERE p.customer_id = made.customer_id AND p.promise_id = made.id;
      END IF;
      IF made.is_promise THEN
        grounds := grounds || made.id;
        people := people || made.assigned_to;
        more := true;
      END IF;
    END LOOP;
  END LOOP;
END $$;
GRANT CREATE ON SCHEMA conversations TO earshot_vault;
GRANT USAGE ON SCHEMA advice TO earshot_vault;
SELECT house.hand_over('conversations.end_undone(uuid, timestamptz, uuid, uuid, text, text)', 'earshot_vault', '');

CREATE FUNCTION house.amend(function regprocedure, said text, says text) RETURNS void LANGUAGE plpgsql AS $$
DECLARE source text := pg_get_functiondef(function); times integer := (length(source) - length(replace(source, said, ''))) / length(said);
BEGIN
  IF times <> 1 THEN RAISE EXCEPTION '% says that % times: %', function, times, said; END IF;
  EXECUTE replace(source, said, says);
END $$;
SELECT house.amend('conversations.move_visit(text, uuid, integer, text, uuid, text)', '  RETURN QUERY SELECT v.customer_id, next_state, v.version + 1;',
  '  IF what = ''undo'' THEN PERFORM conversations.end_undone(visit, v.checked_in_at, a.session_id, a.staff_id, a.role, a.place); END IF;
  RETURN QUERY SELECT v.customer_id, next_state, v.version + 1;');
DROP FUNCTION house.amend(regprocedure, text, text);
