-- Presence was a word that the employee picked: nothing in this bank reads a card, draws a ticket or recognises a telephone line, so whoever
-- checked a customer in for themselves could call it proven. It is proven now by what nobody here can type (a code of ours that she checked,
-- or something that she confirmed on her own telephone, signed in), or by two people: who checked her in is another person than who has her.

ALTER TABLE conversations.visits ALTER COLUMN proven DROP EXPRESSION;
-- when she herself, signed in, answered from this visit; and whether nobody ended it but the night
ALTER TABLE conversations.visits ADD COLUMN confirmed_at timestamptz, ADD COLUMN ended_by_night boolean NOT NULL DEFAULT false;
UPDATE privacy.copy_rules SET given = given || '{confirmed_at,ended_by_night}' WHERE table_name = 'conversations.visits';
GRANT SELECT (confirmed_at) ON conversations.visits TO earshot_run_detection;

-- The only hand that writes `proven`, whoever inserts or changes a visit, also where triggers are off for others.
CREATE FUNCTION conversations.prove() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog
SET plan_cache_mode = force_generic_plan AS $$
BEGIN
  NEW.proven := NEW.confirmed_at IS NOT NULL
    OR NEW.handed_to IS NOT NULL AND NEW.presence IN ('card', 'code to phone', 'kept appointment', 'queue ticket', 'telephony')
      AND (SELECT f.person_id FROM staff.staff f WHERE f.staff_id = NEW.checked_in_by)
        IS DISTINCT FROM (SELECT f.person_id FROM staff.staff f WHERE f.staff_id = NEW.handed_to);
  RETURN NEW;
END $$;
CREATE TRIGGER prove BEFORE INSERT OR UPDATE ON conversations.visits FOR EACH ROW EXECUTE FUNCTION conversations.prove();
ALTER TABLE conversations.visits ENABLE ALWAYS TRIGGER prove;
-- What was said before is judged anew. The record of looks keeps what it was told at the time.
UPDATE conversations.visits v SET proven = false WHERE v.proven;

-- Two accounts that turn out to be one person are one person in the visits that go on, too.
CREATE FUNCTION conversations.prove_again() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
  UPDATE conversations.visits v SET proven = false
   WHERE v.state IN ('waiting', 'in progress') AND NEW.staff_id IN (v.handed_to, v.checked_in_by);
  RETURN NULL;
END $$;
CREATE TRIGGER prove_again AFTER UPDATE OF person_id ON staff.staff FOR EACH ROW WHEN (OLD.person_id IS DISTINCT FROM NEW.person_id)
  EXECUTE FUNCTION conversations.prove_again();

-- She checked a code that she was shown in this visit, signed in.
CREATE FUNCTION conversations.confirm_by_code() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
  UPDATE conversations.visits v SET confirmed_at = coalesce(v.confirmed_at, clock_timestamp())
   WHERE v.customer_id = NEW.customer_id AND v.visit_id = NEW.visit_id AND v.state = 'in progress';
  RETURN NULL;
END $$;
CREATE TRIGGER confirm_by_code AFTER UPDATE OF checked_at ON conversations.vouching_codes FOR EACH ROW
  WHEN (OLD.checked_at IS NULL AND NEW.checked_at IS NOT NULL) EXECUTE FUNCTION conversations.confirm_by_code();
-- Or agreed to what she was asked on her own telephone. "Not right" may say that she is not here at all.
CREATE TRIGGER confirm_on_phone AFTER UPDATE OF state ON conversations.confirmations FOR EACH ROW
  WHEN (OLD.state = 'asked' AND NEW.state IN ('right', 'typed') AND NEW.shown_on = 'own phone') EXECUTE FUNCTION conversations.confirm_by_code();

-- What fits neither this bank nor this channel is not said.
CREATE OR REPLACE FUNCTION conversations.refuse_unprovable() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog AS $$
BEGIN
  IF session_user = 'earshot_staff' AND (NEW.presence IN ('code to phone', 'kept appointment')
      OR NEW.presence = 'telephony' AND NEW.channel <> 'phone'
      OR NEW.presence IN ('card', 'queue ticket', 'document looked at') AND NEW.channel <> 'branch') THEN
    RAISE EXCEPTION 'nothing here can prove that' USING ERRCODE = 'ES422';
  END IF;
  RETURN NEW;
END $$;

-- A visit gives a reason for sixteen hours, as long as the desk shows it; a promise, if it is due within a year.
DO $$
DECLARE view text; source text; times integer;
BEGIN
  FOREACH view IN ARRAY ARRAY['privacy.near_grounds', 'privacy.grounds'] LOOP
    source := pg_get_viewdef(view);
    times := regexp_count(source, $q$\(v\.state = 'in progress'::text\)$q$);
    IF times <> 1 THEN RAISE EXCEPTION '% knows % visits in progress', view, times; END IF;
    source := replace(source, $q$(v.state = 'in progress'::text)$q$,
      $q$(v.state = 'in progress'::text) AND v.started_at > now() - interval '16 hours'$q$);
    IF view = 'privacy.near_grounds' THEN
      IF regexp_count(source, $q$\(p\.state = 'open'::text\)$q$) <> 1 THEN RAISE EXCEPTION 'no open promises in %', view; END IF;
      source := replace(source, $q$(p.state = 'open'::text)$q$, $q$(p.state = 'open'::text) AND p.due_on <= CURRENT_DATE + 366$q$);
    END IF;
    EXECUTE format('CREATE OR REPLACE VIEW %s WITH (security_invoker = true) AS %s', view, source);
  END LOOP;
END $$;

-- What nobody ended, the night ends, and says so.
CREATE FUNCTION conversations.end_forgotten() RETURNS integer
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE gone integer;
BEGIN
  WITH forgotten AS (
    UPDATE conversations.visits v SET state = 'ended', ended_at = clock_timestamp(), ended_by_night = true, version = v.version + 1
     WHERE v.state IN ('waiting', 'in progress') AND coalesce(v.started_at, v.checked_in_at) < now() - interval '16 hours'
    RETURNING v.customer_id, v.visit_id)
  INSERT INTO privacy.changes (customer_id, name, role, subject)
  SELECT f.customer_id, 'visit.ended by the night', 'nightly run', f.visit_id FROM forgotten f;
  GET DIAGNOSTICS gone = ROW_COUNT;
  UPDATE conversations.guests g SET state = 'ended', version = g.version + 1
   WHERE g.state IN ('waiting', 'in progress') AND g.checked_in_at < now() - interval '16 hours';
  RETURN gone;
END $$;

-- A visit in progress is handed over by whoever has it, or by a manager; who did it, and from whom, is on record.
CREATE FUNCTION house.amend(function regprocedure, said text, says text) RETURNS void LANGUAGE plpgsql AS $$
DECLARE source text := pg_get_functiondef(function); times integer := (length(source) - length(replace(source, said, ''))) / length(said);
BEGIN
  IF times <> 1 THEN RAISE EXCEPTION '% says that % times: %', function, times, said; END IF;
  EXECUTE replace(source, said, says);
END $$;
SELECT house.amend('conversations.move_visit(text, uuid, integer, text, uuid, text)', '  IF what = ''hand over'' THEN
', '  IF what = ''hand over'' THEN
    IF v.state = ''in progress'' AND v.handed_to IS DISTINCT FROM a.staff_id AND a.role <> ''manager'' THEN
      RAISE EXCEPTION ''with somebody else'' USING ERRCODE = ''ES405'';
    END IF;
'), house.amend('conversations.move_visit(text, uuid, integer, text, uuid, text)', 'jsonb_build_object(''to'', to_staff, ''reason'', reason)',
  'jsonb_build_object(''to'', to_staff, ''reason'', reason)
            || CASE WHEN what = ''hand over'' AND v.state = ''in progress'' THEN jsonb_build_object(''from'', v.handed_to) ELSE ''{}'' END');
DROP FUNCTION house.amend(regprocedure, text, text);

-- What is known of each occasion (0017_detection_facts): an undone visit is one, and proves nothing.
DROP FUNCTION privacy.occasion_facts(uuid[], date);
CREATE FUNCTION privacy.occasion_facts(staff uuid[], from_day date)
 RETURNS TABLE (occasion_id uuid, staff_id uuid, customer_id uuid, on_date date, first_at timestamptz, last_at timestamptz, premises_id uuid, ground_kind text, ground uuid,
  looks integer, proven boolean, presence text, second_person boolean, follows_proven boolean, counter_business boolean,
  work_done boolean, minutes integer, at_once integer, home_branch boolean, hours jsonb, holiday boolean, weekday integer, minute_of_day integer,
  earlier integer, other_staff integer, prominent boolean, oneself boolean, related boolean, colleague boolean, manager boolean, undone boolean)
 LANGUAGE sql
 STABLE
AS $$
  WITH looked AS (
    SELECT r.staff_id, r.customer_id, r.ground_kind, r.ground, (r.at AT TIME ZONE coalesce(p.time_zone, 'UTC'))::date AS on_date,
           min(r.at) AS first_at, max(r.at) AS last_at, (array_agg(r.premises_id ORDER BY r.at))[1] AS premises_id,
           count(*)::integer AS looks, bool_and(r.proven) AS proven
      FROM privacy.access_records r LEFT JOIN premises.premises p ON p.premises_id = r.premises_id
     -- a day may begin half a day before it does in Greenwich
     WHERE r.staff_id = ANY (staff) AND r.at >= from_day::timestamp AT TIME ZONE 'UTC' - interval '14 hours' AND r.action <> 'own file'
     GROUP BY r.staff_id, r.customer_id, r.ground_kind, r.ground, 5
  )
  SELECT house.id_of('detection', 'occasion', concat_ws('|', l.staff_id, l.customer_id, l.ground, l.on_date)), l.staff_id, l.customer_id,
    l.on_date, l.first_at, l.last_at, l.premises_id, l.ground_kind, l.ground, l.looks,
    -- what was undone proved nothing; what she herself confirmed later in the visit holds for all of it
    (l.proven OR v.confirmed_at IS NOT NULL) AND v.state IS DISTINCT FROM 'undone', CASE WHEN v.state IS DISTINCT FROM 'undone' THEN v.presence END,
    v.visit_id IS NOT NULL AND (SELECT g.person_id FROM staff.staff g WHERE g.staff_id = v.checked_in_by) IS DISTINCT FROM f.person_id,
    -- a promise or portfolio of one's own, made on a day on which this customer's presence was proven to this employee
    EXISTS (SELECT FROM privacy.access_records a, (
        SELECT m.made_at::date AS made_on FROM conversations.promises m WHERE m.promise_id = l.ground AND m.customer_id = l.customer_id
        UNION ALL SELECT o.from_date FROM customers.portfolios o WHERE o.portfolio_id = l.ground AND o.customer_id = l.customer_id) m
      WHERE a.customer_id = l.customer_id AND a.staff_id = l.staff_id AND a.proven AND a.ground_kind IN ('visit', 'call')
        AND a.at >= m.made_on::timestamp AT TIME ZONE 'UTC' - interval '14 hours' AND a.at < m.made_on::timestamp AT TIME ZONE 'UTC' + interval '38 hours'
        AND NOT EXISTS (SELECT FROM conversations.visits u WHERE u.visit_id = a.ground AND u.state = 'undone')),
    EXISTS (SELECT FROM holdings.transactions t WHERE t.customer_id = l.customer_id AND t.booked_on = l.on_date
      AND t.kind IN ('cash deposit', 'cash withdrawal') AND t.ended_on IS NULL),
    -- a visit that was checked in and moved is no work
    EXISTS (SELECT FROM privacy.changes c WHERE c.customer_id = l.customer_id AND c.staff_id = l.staff_id AND split_part(c.name, '.', 1) IN ('note', 'promise', 'customer')
      AND c.at >= l.first_at - interval '1 minute' AND c.at < l.first_at + interval '16 hours'),
    round(extract(epoch FROM v.ended_at - v.started_at) / 60)::integer,
    (SELECT count(*)::integer FROM conversations.visits x WHERE x.handed_to = l.staff_id AND x.visit_id <> v.visit_id AND x.state <> 'undone'
      AND x.started_at BETWEEN v.started_at - interval '2 minutes' AND v.started_at + interval '2 minutes'),
    k.home_premises_id = l.premises_id,
    coalesce((SELECT jsonb_build_object(extract(isodow FROM l.on_date)::text, h.hours) FROM premises.holidays h
      WHERE h.premises_id = l.premises_id AND h.on_date = l.on_date AND h.hours <> '[]' LIMIT 1), b.hours, '{}'),
    EXISTS (SELECT FROM premises.holidays h WHERE h.premises_id = l.premises_id AND h.on_date = l.on_date AND h.hours = '[]'),
    extract(isodow FROM l.on_date)::integer,
    (extract(hour FROM l.first_at AT TIME ZONE coalesce(b.time_zone, 'UTC')) * 60 + extract(minute FROM l.first_at AT TIME ZONE coalesce(b.time_zone, 'UTC')))::integer,
    (SELECT count(*)::integer FROM privacy.occasions o WHERE o.staff_id = l.staff_id AND o.customer_id = l.customer_id AND o.bare AND o.score > 0
      AND o.on_date >= l.on_date - 30 AND o.on_date < from_day),
    (SELECT count(DISTINCT o.staff_id)::integer FROM privacy.occasions o WHERE o.customer_id = l.customer_id AND o.staff_id <> l.staff_id AND o.score > 0
      AND o.on_date BETWEEN l.on_date - 7 AND l.on_date),
    coalesce(k.restricted, false), coalesce(f.customer_id = l.customer_id, false),
    EXISTS (SELECT FROM customers.relations r WHERE r.customer_id = f.customer_id AND r.other_id = l.customer_id AND r.ended_on IS NULL)
      OR EXISTS (SELECT FROM customers.relations r WHERE r.customer_id = l.customer_id AND r.other_id = f.customer_id AND r.ended_on IS NULL),
    EXISTS (SELECT FROM staff.staff s WHERE s.customer_id = l.customer_id AND s.staff_id <> l.staff_id),
    EXISTS (SELECT FROM staff.staff s WHERE s.customer_id = l.customer_id AND s.staff_id = f.manager_id),
    v.state IS NOT DISTINCT FROM 'undone'
  FROM looked l JOIN staff.staff f ON f.staff_id = l.staff_id
  LEFT JOIN customers.customers k ON k.customer_id = l.customer_id
  LEFT JOIN premises.premises b ON b.premises_id = l.premises_id
  LEFT JOIN LATERAL (SELECT x.visit_id, x.presence, x.checked_in_by, x.started_at, x.ended_at, x.state, x.confirmed_at
      FROM conversations.visits x WHERE x.visit_id = l.ground AND l.ground_kind IN ('visit', 'call', 'acting for them') LIMIT 1) v ON true
  WHERE l.on_date >= from_day
  ORDER BY l.staff_id, l.on_date, l.first_at, l.customer_id
$$;
REVOKE EXECUTE ON FUNCTION privacy.occasion_facts(uuid[], date) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION privacy.occasion_facts(uuid[], date) TO earshot_run_detection;
GRANT SELECT (person_id) ON staff.staff TO earshot_run_detection;

GRANT CREATE ON SCHEMA conversations TO earshot_vault;
SELECT house.hand_over('conversations.prove()', 'earshot_vault', ''), house.hand_over('conversations.prove_again()', 'earshot_vault', ''),
  house.hand_over('conversations.confirm_by_code()', 'earshot_vault', ''),
  house.hand_over('conversations.end_forgotten()', 'earshot_vault', 'earshot_batch');
