-- How staff see the questions that nothing explained: the employee their own, the privacy office and compliance those of others.
-- As with every list: a look is on record first (privacy.searches: whose cards), and only then its cards can be read.

-- Who decides about whom: never about oneself (the person, not the account); privacy officers' questions go to compliance, and compliance
-- officers' to the privacy office; what was escalated, compliance sees too.
CREATE FUNCTION privacy.may_review(actor_id uuid, actor_role text, subject uuid, office text, escalated boolean) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT actor_id <> subject AND me.customer_id IS DISTINCT FROM coalesce(f.customer_id, subject)
     AND CASE actor_role
           WHEN 'privacy officer' THEN office = 'privacy' AND f.role <> 'privacy officer'
           WHEN 'compliance officer' THEN (office = 'compliance' OR escalated) AND f.role <> 'compliance officer'
           ELSE false END
    FROM staff.staff f, staff.staff me WHERE f.staff_id = subject AND me.staff_id = actor_id
$$;
CREATE FUNCTION privacy.office_of(token text, OUT session_id uuid, OUT staff_id uuid, OUT role text, OUT premises_id uuid, OUT place text)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
  SELECT a.session_id, a.staff_id, a.role, a.premises_id, a.place INTO session_id, staff_id, role, premises_id, place FROM privacy.actor(token) a;
  IF role NOT IN ('privacy officer', 'compliance officer') THEN RAISE EXCEPTION 'the privacy office and compliance review' USING ERRCODE = 'ES405'; END IF;
END $$;

-- The record of a look: at the queue (no question), or at a page of the people of one question, after the occasion that the last page ended with.
CREATE FUNCTION privacy.look_at_unexplained(search uuid, token text, surface text, question uuid, after uuid, most integer) RETURNS integer
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE a record; shown uuid[];
BEGIN
  a := privacy.office_of(token);
  IF most IS NULL OR most NOT BETWEEN 1 AND 100 OR surface NOT IN ('unexplained', 'people affected') THEN
    RAISE EXCEPTION 'a page has 1 to 100 rows' USING ERRCODE = 'ES422';
  END IF;
  IF question IS NOT NULL THEN
    PERFORM FROM privacy.questions q WHERE q.question_id = question
       AND privacy.may_review(a.staff_id, a.role, q.staff_id, q.office, q.escalated_at IS NOT NULL);
    IF NOT FOUND THEN RAISE EXCEPTION 'no such question' USING ERRCODE = 'ES404'; END IF;
    SELECT array_agg(DISTINCT p.customer_id) INTO shown FROM (SELECT o.customer_id FROM privacy.occasions o
      WHERE o.question_id = question AND (after IS NULL OR (o.first_at, o.occasion_id) >
        (SELECT x.first_at, x.occasion_id FROM privacy.occasions x WHERE x.occasion_id = after))
      ORDER BY o.first_at, o.occasion_id LIMIT most) p;
  END IF;
  INSERT INTO privacy.searches (search_id, session_id, staff_id, role, premises_id, place, surface, query, customer_ids)
  VALUES (search, a.session_id, a.staff_id, a.role, a.premises_id, a.place, surface, coalesce(question::text, ''), coalesce(shown, '{}'));
  RETURN coalesce(cardinality(shown), 0);
END $$;

CREATE FUNCTION privacy.unexplained_questions(search uuid, token text, wanted text, after uuid, most integer)
RETURNS TABLE (question_id uuid, staff_name text, role text, premises text, on_date date, asked_at timestamptz, due_on date, office text, state text,
  escalated_because text, answer text, decision text, files integer, rules text[], version integer)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE a record;
BEGIN
  a := privacy.office_of(token);
  PERFORM privacy.searched(search, token);
  RETURN QUERY SELECT q.question_id, f.full_name, f.role, p.name, q.on_date, q.asked_at, q.due_on, q.office, q.state, q.escalated_because, q.answer,
      q.decision, (SELECT count(DISTINCT o.customer_id)::integer FROM privacy.occasions o WHERE o.question_id = q.question_id),
      ARRAY(SELECT r.value ->> 'rule' FROM privacy.occasions o, jsonb_array_elements(o.reasons) r
             WHERE o.question_id = q.question_id AND o.score > 0 GROUP BY 1 ORDER BY max((r.value ->> 'weight')::integer) DESC, 1 LIMIT 4),
      q.version
    FROM privacy.questions q JOIN staff.staff f ON f.staff_id = q.staff_id LEFT JOIN premises.premises p ON p.premises_id = f.premises_id
   WHERE (q.state = 'open') = (wanted = 'open') AND q.asked_at < coalesce((SELECT x.asked_at FROM privacy.questions x WHERE x.question_id = after), 'infinity')
     AND privacy.may_review(a.staff_id, a.role, q.staff_id, q.office, q.escalated_at IS NOT NULL)
   ORDER BY q.asked_at DESC LIMIT least(most, 100);
END $$;

-- One question with all that was said and decided, and what the employee was asked before.
CREATE FUNCTION privacy.unexplained_question(search uuid, token text, question uuid)
RETURNS TABLE (question_id uuid, staff_name text, role text, premises text, on_date date, since date, asked_at timestamptz, due_on date, office text,
  state text, escalated_because text, evidence integer, allowance integer, signs jsonb, answer text, answer_words text, answered_at timestamptz,
  decision text, files integer, decisions jsonb, earlier jsonb, version integer)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE a record;
BEGIN
  a := privacy.office_of(token);
  PERFORM privacy.searched(search, token);
  RETURN QUERY SELECT q.question_id, f.full_name, f.role, p.name, q.on_date, q.since, q.asked_at, q.due_on, q.office, q.state, q.escalated_because,
      q.evidence, q.allowance, q.signs, q.answer, q.answer_words, q.answered_at, q.decision,
      (SELECT count(DISTINCT o.customer_id)::integer FROM privacy.occasions o WHERE o.question_id = q.question_id),
      coalesce((SELECT jsonb_agg(jsonb_build_object('at', to_char(d.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'), 'by', s.full_name,
          'decision', d.decision, 'words', d.words) ORDER BY d.at)
        FROM privacy.question_decisions d JOIN staff.staff s ON s.staff_id = d.decided_by WHERE d.question_id = q.question_id), '[]'),
      coalesce((SELECT jsonb_agg(jsonb_build_object('onDate', e.on_date, 'files', e.files, 'state', e.state, 'answer', e.answer, 'decision', e.decision)
          ORDER BY e.asked_at DESC)
        FROM (SELECT x.*, (SELECT count(DISTINCT o.customer_id) FROM privacy.occasions o WHERE o.question_id = x.question_id) AS files
                FROM privacy.questions x WHERE x.staff_id = q.staff_id AND x.asked_at < q.asked_at ORDER BY x.asked_at DESC LIMIT 20) e), '[]'),
      q.version
    FROM privacy.questions q JOIN staff.staff f ON f.staff_id = q.staff_id LEFT JOIN premises.premises p ON p.premises_id = f.premises_id
   WHERE q.question_id = question AND privacy.may_review(a.staff_id, a.role, q.staff_id, q.office, q.escalated_at IS NOT NULL);
END $$;

-- The people of a question whose look is on record: when, where, on what ground, what was seen, and why it counts.
CREATE FUNCTION privacy.unexplained_occasions(search uuid, token text, question uuid, after uuid, most integer)
RETURNS TABLE (occasion_id uuid, customer_id uuid, full_name text, born_year integer, on_date date, first_at timestamptz, premises text, ground_kind text,
  presence text, looks integer, seen text[], score integer, explained text, reasons jsonb, lessened text[])
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE a record; ids uuid[];
BEGIN
  a := privacy.office_of(token); ids := privacy.searched(search, token);
  RETURN QUERY SELECT o.occasion_id, o.customer_id, c.full_name, extract(year FROM c.born_on)::integer, o.on_date, o.first_at, p.name, o.ground_kind,
      o.presence, o.looks,
      ARRAY(SELECT DISTINCT u.field FROM privacy.access_records r, unnest(r.fields) u(field)
             WHERE r.customer_id = o.customer_id AND r.at BETWEEN o.first_at AND o.last_at AND r.staff_id = o.staff_id AND r.ground = o.ground ORDER BY 1),
      o.score, o.explained, o.reasons, o.lessened
    FROM privacy.occasions o JOIN privacy.questions q ON q.question_id = o.question_id JOIN customers.customers c ON c.customer_id = o.customer_id
    LEFT JOIN premises.premises p ON p.premises_id = o.premises_id
   WHERE o.question_id = question AND o.customer_id = ANY (ids)
     AND privacy.may_review(a.staff_id, a.role, q.staff_id, q.office, q.escalated_at IS NOT NULL)
     AND (after IS NULL OR (o.first_at, o.occasion_id) > (SELECT x.first_at, x.occasion_id FROM privacy.occasions x WHERE x.occasion_id = after))
   ORDER BY o.first_at, o.occasion_id LIMIT least(most, 100);
END $$;

CREATE FUNCTION privacy.decide_question(token text, question uuid, expected integer, what text, words text) RETURNS integer
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE a record; q privacy.questions;
BEGIN
  a := privacy.office_of(token);
  SELECT * INTO q FROM privacy.questions x WHERE x.question_id = question FOR UPDATE;
  IF NOT FOUND OR NOT privacy.may_review(a.staff_id, a.role, q.staff_id, q.office, q.escalated_at IS NOT NULL) THEN
    RAISE EXCEPTION 'no such question' USING ERRCODE = 'ES404';
  END IF;
  IF q.version <> expected THEN RAISE EXCEPTION 'changed meanwhile' USING ERRCODE = 'ES412'; END IF;
  IF q.state <> 'open' THEN RAISE EXCEPTION 'decided already' USING ERRCODE = 'ES409'; END IF;
  IF words IS NULL OR length(btrim(words)) < 3 OR what NOT IN ('explained', 'reminder', 'misuse', 'to compliance')
     OR (what = 'misuse' AND a.role <> 'compliance officer')
     OR (what = 'to compliance' AND (q.office = 'compliance' OR (SELECT f.role FROM staff.staff f WHERE f.staff_id = q.staff_id) = 'compliance officer')) THEN
    RAISE EXCEPTION 'this office cannot decide that, or not without words' USING ERRCODE = 'ES422';
  END IF;
  INSERT INTO privacy.question_decisions (question_id, decided_by, decision, words) VALUES (question, a.staff_id, what, words);
  UPDATE privacy.questions x SET version = x.version + 1,
      office = CASE what WHEN 'to compliance' THEN 'compliance' ELSE x.office END,
      state = CASE what WHEN 'to compliance' THEN 'open' ELSE 'decided' END,
      decision = CASE what WHEN 'to compliance' THEN x.decision ELSE what END,
      decided_by = CASE what WHEN 'to compliance' THEN NULL ELSE a.staff_id END,
      decided_at = CASE what WHEN 'to compliance' THEN NULL ELSE clock_timestamp() END
   WHERE x.question_id = question;
  INSERT INTO privacy.events (name, session_id, staff_id, subject, detail)
  VALUES ('question.decided', a.session_id, a.staff_id, question::text, jsonb_build_object('decision', what));
  RETURN expected + 1;
END $$;

-- The employee's own -----------------------------------------------------------------------------------------------------------------

-- Open, or decided in the last two weeks.
CREATE FUNCTION privacy.own_questions(who uuid) RETURNS SETOF privacy.questions LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT q.* FROM privacy.questions q WHERE q.staff_id = who AND (q.state = 'open' OR (q.state = 'decided' AND q.decided_at > now() - interval '14 days'))
   ORDER BY q.asked_at DESC LIMIT 10
$$;
CREATE FUNCTION privacy.look_at_my_questions(search uuid, token text) RETURNS integer
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE a record; shown uuid[];
BEGIN
  a := privacy.actor(token);
  SELECT array_agg(DISTINCT o.customer_id) INTO shown FROM privacy.own_questions(a.staff_id) q JOIN LATERAL (
    SELECT x.customer_id FROM privacy.occasions x WHERE x.question_id = q.question_id ORDER BY x.first_at, x.occasion_id LIMIT 50) o ON true;
  IF NOT EXISTS (SELECT FROM privacy.own_questions(a.staff_id)) THEN RETURN 0; END IF;
  INSERT INTO privacy.searches (search_id, session_id, staff_id, role, premises_id, place, surface, query, customer_ids)
  VALUES (search, a.session_id, a.staff_id, a.role, a.premises_id, a.place, 'my questions', '', coalesce(shown, '{}'));
  RETURN 1;
END $$;
-- Never a whole name: it stands on the first page of the day, wherever that is open.
CREATE FUNCTION privacy.my_questions(search uuid, token text) RETURNS TABLE (question_id uuid, on_date date, due_on date, state text, answer text,
  answered_at timestamptz, decision text, files integer, occasions jsonb, version integer)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE a record; ids uuid[];
BEGIN
  a := privacy.actor(token); ids := privacy.searched(search, token);
  RETURN QUERY SELECT q.question_id, q.on_date, q.due_on, q.state, q.answer, q.answered_at, q.decision,
      (SELECT count(DISTINCT o.customer_id)::integer FROM privacy.occasions o WHERE o.question_id = q.question_id),
      coalesce((SELECT jsonb_agg(o.card ORDER BY o.first_at, o.occasion_id) FROM (
        SELECT x.first_at, x.occasion_id, jsonb_build_object('occasionId', x.occasion_id,
            'calledName', coalesce(c.preferred_name, split_part(c.full_name, ' ', 1)),
            'initial', left(split_part(c.full_name, ' ', -1), 1), 'onDate', x.on_date, 'premises', p.name, 'groundKind', x.ground_kind,
            'explained', x.explained IS NOT NULL) AS card
          FROM privacy.occasions x JOIN customers.customers c ON c.customer_id = x.customer_id
          LEFT JOIN premises.premises p ON p.premises_id = x.premises_id
         WHERE x.question_id = q.question_id AND x.customer_id = ANY (ids) ORDER BY x.first_at, x.occasion_id LIMIT 50) o), '[]'),
      q.version
    FROM privacy.own_questions(a.staff_id) q;
END $$;
-- What the employee says: once.
CREATE FUNCTION privacy.explain_question(token text, question uuid, said text, words text) RETURNS integer
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE a record; next_version integer;
BEGIN
  a := privacy.actor(token);
  IF said IS NULL OR (said <> 'no reason' AND length(btrim(coalesce(words, ''))) < 3) THEN
    RAISE EXCEPTION 'say what it was, in a few words' USING ERRCODE = 'ES422';
  END IF;
  UPDATE privacy.questions q SET answer = said, answer_words = nullif(btrim(words), ''), answered_at = clock_timestamp(), version = q.version + 1
   WHERE q.question_id = question AND q.staff_id = a.staff_id AND q.state = 'open' AND q.answered_at IS NULL RETURNING q.version INTO next_version;
  IF next_version IS NULL THEN
    PERFORM FROM privacy.questions q WHERE q.question_id = question AND q.staff_id = a.staff_id;
    IF FOUND THEN RAISE EXCEPTION 'it has been answered or decided' USING ERRCODE = 'ES409'; END IF;
    RAISE EXCEPTION 'no such question' USING ERRCODE = 'ES404';
  END IF;
  INSERT INTO privacy.events (name, session_id, staff_id, subject) VALUES ('question.answered', a.session_id, a.staff_id, question::text);
  RETURN next_version;
END $$;

GRANT SELECT ON privacy.questions, privacy.question_decisions, privacy.occasions TO earshot_vault, earshot_cards;
GRANT UPDATE ON privacy.questions TO earshot_vault;
GRANT INSERT ON privacy.question_decisions TO earshot_vault;
GRANT SELECT (customer_id, at, staff_id, ground, fields) ON privacy.access_records TO earshot_cards;
GRANT CREATE ON SCHEMA privacy TO earshot_vault, earshot_cards;
DO $$
DECLARE f text;
BEGIN
  PERFORM house.hand_over('privacy.may_review(uuid, text, uuid, text, boolean)', 'earshot_vault', 'earshot_cards');
  PERFORM house.hand_over('privacy.office_of(text)', 'earshot_vault', 'earshot_cards');
  PERFORM house.hand_over('privacy.own_questions(uuid)', 'earshot_vault', 'earshot_cards');
  FOREACH f IN ARRAY ARRAY['privacy.look_at_unexplained(uuid, text, text, uuid, uuid, integer)', 'privacy.decide_question(text, uuid, integer, text, text)',
    'privacy.look_at_my_questions(uuid, text)', 'privacy.explain_question(text, uuid, text, text)'] LOOP
    PERFORM house.hand_over(f, 'earshot_vault', 'earshot_staff');
  END LOOP;
  FOREACH f IN ARRAY ARRAY['privacy.unexplained_questions(uuid, text, text, uuid, integer)', 'privacy.unexplained_question(uuid, text, uuid)',
    'privacy.unexplained_occasions(uuid, text, uuid, uuid, integer)', 'privacy.my_questions(uuid, text)'] LOOP
    PERFORM house.hand_over(f, 'earshot_cards', 'earshot_staff');
  END LOOP;
END $$;
