-- A customer asks about an entry of her record; the privacy office answers, in time (compliance, of that office's own looks). What is asked and answered is sealed with her own key.
--   privacy.inquiries         a question about one entry that she was shown, until when it must be answered, and the answer
--   privacy.answering_times   how long the law gives, as data
-- An open inquiry is a reason for the privacy office to open that one file; whoever looked, or is close to her, does not answer.

CREATE TABLE privacy.answering_times (
  duty text NOT NULL,
  applies_from date NOT NULL,
  months integer NOT NULL CHECK (months BETWEEN 0 AND 24),
  citation text NOT NULL,
  PRIMARY KEY (duty, applies_from)
);
INSERT INTO privacy.answering_times VALUES
  ('inquiry about a look', '2018-05-25', 1, 'Regulation (EU) 2016/679, articles 12(3) and 15(1)');

CREATE TABLE privacy.inquiries (
  customer_id uuid NOT NULL,
  inquiry_id uuid NOT NULL,
  record_kind text NOT NULL CHECK (record_kind IN ('access record', 'batch run')),
  record_id uuid NOT NULL,
  record_at timestamptz NOT NULL,
  question_sealed bytea NOT NULL CHECK (length(question_sealed) BETWEEN 46 AND 8100),
  state text NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'answered', 'withdrawn')),
  asked_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  due_on date NOT NULL,
  -- what the privacy office did itself, compliance answers
  office text NOT NULL CHECK (office IN ('privacy', 'compliance')),
  answer_sealed bytea CHECK (length(answer_sealed) BETWEEN 46 AND 16500),
  answered_by uuid REFERENCES staff.staff,
  -- the privacy office held it essential that the answer says who it was by name
  names_employee boolean NOT NULL DEFAULT false,
  closed_at timestamptz,
  -- she has read the answer
  seen_at timestamptz,
  version integer NOT NULL DEFAULT 1,
  PRIMARY KEY (customer_id, inquiry_id),
  CHECK ((state = 'answered') = (answer_sealed IS NOT NULL)),
  CHECK ((state = 'answered') = (answered_by IS NOT NULL)),
  CHECK ((state = 'open') = (closed_at IS NULL))
);
CREATE INDEX inquiries_open ON privacy.inquiries (due_on, inquiry_id) WHERE state = 'open';
CREATE INDEX inquiries_closed ON privacy.inquiries (closed_at) WHERE closed_at IS NOT NULL;
INSERT INTO house.table_classes VALUES ('privacy.answering_times', 'reference'), ('privacy.inquiries', 'customer');
SELECT house.guard('privacy.inquiries');
INSERT INTO customers.merge_rules VALUES ('privacy.inquiries', 'row', 'inquiry_id');
INSERT INTO privacy.erasure_rules (table_name, way) VALUES ('privacy.inquiries', 'delete');
GRANT SELECT ON privacy.answering_times TO earshot_vault;
GRANT SELECT, INSERT, UPDATE, DELETE ON privacy.inquiries TO earshot_vault;
GRANT SELECT ON privacy.inquiries TO earshot_cards;
-- Never who answered: an office answers.
GRANT SELECT (customer_id, inquiry_id, record_kind, record_id, record_at, question_sealed, state, asked_at, due_on, answer_sealed, closed_at, seen_at)
  ON privacy.inquiries TO earshot_portal;
-- She writes under a key of her own.
GRANT EXECUTE ON FUNCTION keys.of_customers(uuid[], text), keys.add(uuid[], uuid[], text, bytea[], text[]) TO earshot_portal;
-- What is sealed with a retired key is sealed anew.
CREATE POLICY run_keys ON privacy.inquiries TO earshot_run_keys USING ((SELECT privacy.run_opened()) = 'keys.renew');
GRANT SELECT (customer_id, inquiry_id, question_sealed, answer_sealed), UPDATE (question_sealed, answer_sealed) ON privacy.inquiries TO earshot_run_keys;
-- A restricted file is opened by two people, also to answer its customer.
UPDATE privacy.approval_rules SET asks = asks || '{privacy officer,compliance officer}' WHERE action = 'restricted file';

-- Whoever looked answers no question about it, under no account of theirs; nor does anybody close to the customer.
CREATE FUNCTION privacy.is_involved(who uuid, customer uuid, inquiry uuid) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
  RETURN privacy.is_kin(who, customer) OR EXISTS (
    SELECT FROM privacy.inquiries q JOIN unnest(customers.merged_records(customer)) m(id) ON true
      JOIN privacy.access_records r ON r.customer_id = m.id AND r.at = q.record_at AND r.record_id = q.record_id
      JOIN staff.staff looked ON looked.staff_id = r.staff_id JOIN staff.staff f ON f.staff_id = who
     WHERE q.customer_id = customer AND q.inquiry_id = inquiry AND looked.person_id = f.person_id);
END $$;

-- One reason more to open a file (0016_two_people.sql).
DO $$
BEGIN
  EXECUTE 'CREATE OR REPLACE VIEW privacy.grounds WITH (security_invoker = true) AS '
    || rtrim(pg_get_viewdef('privacy.grounds'::regclass), '; ') || $view$
  UNION ALL
  SELECT q.customer_id, f.staff_id, NULL::uuid, 8, q.inquiry_id, 'inquiry', '', true, q.asked_at
    FROM privacy.inquiries q JOIN staff.staff f ON f.role = q.office || ' officer' AND f.active
   WHERE q.state = 'open' AND NOT privacy.is_involved(f.staff_id, q.customer_id, q.inquiry_id)$view$;
END $$;

-- The customer ---------------------------------------------------------------------------------------------------------------------------

-- Asked in the transaction in which her own file is open. Only about what she is shown: anything else is not there.
CREATE FUNCTION privacy.ask_inquiry(token text, new_inquiry uuid, kind text, record uuid, at timestamptz, question bytea) RETURNS date
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE o record; due date; already integer; looked_as text;
BEGIN
  o := privacy.own_session(token);
  SELECT q.due_on INTO due FROM privacy.inquiries q WHERE q.customer_id = o.customer_id AND q.inquiry_id = new_inquiry;
  IF FOUND THEN RETURN due; END IF;
  IF kind = 'batch run' THEN
    SELECT 'program' INTO looked_as FROM privacy.batch_runs b WHERE b.run_id = record AND b.at = ask_inquiry.at;
  ELSE
    SELECT l.role INTO looked_as FROM privacy.own_looks(o.customer_id, false, ask_inquiry.at + interval '1 microsecond',
      '00000000-0000-0000-0000-000000000000', 50) l WHERE l.record_id = record AND l.at = ask_inquiry.at;
  END IF;
  IF NOT FOUND THEN RAISE EXCEPTION 'no such entry' USING ERRCODE = 'ES404'; END IF;
  PERFORM pg_advisory_xact_lock(hashtextextended(o.customer_id::text, 23));
  SELECT count(*) INTO already FROM privacy.inquiries q WHERE q.customer_id = o.customer_id AND q.state = 'open';
  IF already >= 20 THEN RAISE EXCEPTION 'twenty open questions are enough' USING ERRCODE = 'ES429', DETAIL = '86400'; END IF;
  IF EXISTS (SELECT FROM privacy.inquiries q WHERE q.customer_id = o.customer_id AND q.state = 'open' AND q.record_id = record) THEN
    RAISE EXCEPTION 'asked already' USING ERRCODE = 'ES409';
  END IF;
  SELECT (CURRENT_DATE + make_interval(months => t.months))::date INTO STRICT due FROM privacy.answering_times t
   WHERE t.duty = 'inquiry about a look' AND t.applies_from <= CURRENT_DATE ORDER BY t.applies_from DESC LIMIT 1;
  INSERT INTO privacy.inquiries (customer_id, inquiry_id, record_kind, record_id, record_at, question_sealed, due_on, office)
  VALUES (o.customer_id, new_inquiry, kind, record, at, question, due, CASE looked_as WHEN 'privacy officer' THEN 'compliance' ELSE 'privacy' END);
  INSERT INTO privacy.changes (customer_id, name, session_id, role, subject) VALUES (o.customer_id, 'inquiry.asked', o.session_id, 'customer', new_inquiry);
  RETURN due;
END $$;
CREATE FUNCTION privacy.withdraw_inquiry(token text, inquiry uuid) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE o record; was text;
BEGIN
  o := privacy.own_session(token);
  SELECT q.state INTO was FROM privacy.inquiries q WHERE q.customer_id = o.customer_id AND q.inquiry_id = inquiry FOR UPDATE;
  IF NOT FOUND THEN RAISE EXCEPTION 'no such question' USING ERRCODE = 'ES404'; END IF;
  IF was = 'withdrawn' THEN RETURN; END IF;
  IF was <> 'open' THEN RAISE EXCEPTION 'answered already' USING ERRCODE = 'ES409'; END IF;
  UPDATE privacy.inquiries q SET state = 'withdrawn', closed_at = clock_timestamp(), seen_at = clock_timestamp(), version = q.version + 1
   WHERE q.customer_id = o.customer_id AND q.inquiry_id = inquiry;
  INSERT INTO privacy.changes (customer_id, name, session_id, role, subject) VALUES (o.customer_id, 'inquiry.withdrawn', o.session_id, 'customer', inquiry);
END $$;
CREATE FUNCTION privacy.see_answers(token text) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE o record;
BEGIN
  o := privacy.own_session(token);
  UPDATE privacy.inquiries q SET seen_at = clock_timestamp() WHERE q.customer_id = o.customer_id AND q.state = 'answered' AND q.seen_at IS NULL;
END $$;

-- The privacy office ---------------------------------------------------------------------------------------------------------------------

CREATE FUNCTION privacy.answering_office(token text, OUT session_id uuid, OUT staff_id uuid, OUT role text, OUT premises_id uuid, OUT place text, OUT office text)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
  SELECT a.session_id, a.staff_id, a.role, a.premises_id, a.place INTO session_id, staff_id, role, premises_id, place FROM privacy.actor(token) a;
  IF role NOT IN ('privacy officer', 'compliance officer') THEN RAISE EXCEPTION 'for the privacy office and compliance' USING ERRCODE = 'ES405'; END IF;
  office := split_part(role, ' ', 1);
END $$;

CREATE FUNCTION privacy.listed_inquiries(of_office text, closed boolean) RETURNS SETOF privacy.inquiries LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
  IF closed THEN
    RETURN QUERY SELECT q.* FROM privacy.inquiries q WHERE q.closed_at > now() - interval '90 days' AND q.office = of_office ORDER BY q.closed_at DESC LIMIT 50;
  ELSE
    RETURN QUERY SELECT q.* FROM privacy.inquiries q WHERE q.state = 'open' AND q.office = of_office ORDER BY q.due_on, q.inquiry_id LIMIT 50;
  END IF;
END $$;
-- The queue, what is due first; on record with whose names it shows.
CREATE FUNCTION privacy.list_inquiries(search uuid, token text, closed boolean) RETURNS integer
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE a record; found uuid[];
BEGIN
  a := privacy.answering_office(token);
  SELECT array_agg(DISTINCT q.customer_id) INTO found FROM privacy.listed_inquiries(a.office, closed) q;
  INSERT INTO privacy.searches (search_id, session_id, staff_id, role, premises_id, place, surface, query, customer_ids)
  VALUES (search, a.session_id, a.staff_id, a.role, a.premises_id, a.place, 'inquiries', '', coalesce(found, '{}'));
  RETURN coalesce(cardinality(found), 0);
END $$;
CREATE FUNCTION privacy.inquiry_cards(search uuid, token text, closed boolean) RETURNS TABLE (inquiry_id uuid, customer_id uuid, customer_name text,
  record_kind text, record_at timestamptz, asked_at timestamptz, due_on date, overdue boolean, state text, closed_at timestamptz,
  answered_by_name text, involved boolean)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE a record; ids uuid[];
BEGIN
  a := privacy.answering_office(token); ids := privacy.searched(search, token);
  RETURN QUERY SELECT q.inquiry_id, q.customer_id, c.full_name, q.record_kind, q.record_at, q.asked_at, q.due_on,
      coalesce(q.closed_at::date, CURRENT_DATE) > q.due_on, q.state, q.closed_at, f.full_name,
      privacy.is_involved(a.staff_id, q.customer_id, q.inquiry_id)
    FROM privacy.listed_inquiries(a.office, closed) q JOIN customers.customers c ON c.customer_id = q.customer_id
    LEFT JOIN staff.staff f ON f.staff_id = q.answered_by
   WHERE q.customer_id = ANY (ids);
END $$;
-- How many wait, and until when the first: for Today.
CREATE FUNCTION privacy.inquiries_waiting(token text) RETURNS TABLE (how_many integer, due_on date, asked_at timestamptz)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE a record;
BEGIN
  a := privacy.actor(token);
  RETURN QUERY SELECT count(*)::integer, min(q.due_on), min(q.asked_at) FROM privacy.inquiries q
   WHERE a.role = q.office || ' officer' AND q.state = 'open' HAVING count(*) > 0;
END $$;

-- Of a file that is open in this transaction, by somebody who may answer.
CREATE FUNCTION privacy.open_inquiry(token text, customer uuid, inquiry uuid) RETURNS privacy.inquiries
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE a record; q privacy.inquiries;
BEGIN
  a := privacy.answering_office(token);
  IF NOT customer = ANY (privacy.opened()) THEN RAISE EXCEPTION 'sign the file out first' USING ERRCODE = 'ES403', DETAIL = 'not opened'; END IF;
  SELECT x.* INTO q FROM privacy.inquiries x WHERE x.customer_id = customer AND x.inquiry_id = inquiry AND x.state = 'open' AND x.office = a.office;
  IF NOT FOUND THEN RAISE EXCEPTION 'no such open question' USING ERRCODE = 'ES404'; END IF;
  IF privacy.is_involved(a.staff_id, customer, inquiry) THEN RAISE EXCEPTION 'not one''s own' USING ERRCODE = 'ES403', DETAIL = 'kin'; END IF;
  RETURN q;
END $$;
CREATE FUNCTION privacy.inquiry_question(token text, customer uuid, inquiry uuid) RETURNS TABLE (customer_name text, language text, record_kind text,
  asked_at timestamptz, due_on date, overdue boolean, question_sealed bytea, version integer)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE q privacy.inquiries;
BEGIN
  q := privacy.open_inquiry(token, customer, inquiry);
  RETURN QUERY SELECT c.full_name, c.language, q.record_kind, q.asked_at, q.due_on, CURRENT_DATE > q.due_on, q.question_sealed, q.version
    FROM customers.customers c WHERE c.customer_id = customer;
END $$;
-- The very look, and what else was done in the file by the same person on the same ground within the day.
CREATE FUNCTION privacy.inquired_records(token text, customer uuid, inquiry uuid) RETURNS TABLE (record_id uuid, at timestamptz, action text, role text,
  staff_name text, premises text, place text, ground_kind text, purpose text, proven boolean, fields text[], asked_about boolean)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE q privacy.inquiries;
BEGIN
  q := privacy.open_inquiry(token, customer, inquiry);
  IF q.record_kind = 'batch run' THEN
    RETURN QUERY SELECT b.run_id, b.at, b.task, 'program', NULL::text, NULL::text, NULL::text, 'batch run', '', true, NULL::text[], true
      FROM privacy.batch_runs b WHERE b.run_id = q.record_id;
    RETURN;
  END IF;
  RETURN QUERY WITH records AS (
      SELECT r.* FROM unnest(customers.merged_records(customer)) m(id) JOIN privacy.access_records r ON r.customer_id = m.id
       WHERE r.at BETWEEN q.record_at - interval '12 hours' AND q.record_at + interval '12 hours'),
    the_one AS (SELECT r.* FROM records r WHERE r.record_id = q.record_id)
    SELECT r.record_id, r.at, r.action, r.role, f.full_name, p.name, r.place, r.ground_kind, r.purpose, r.proven, r.fields, r.record_id = o.record_id
      FROM the_one o JOIN records r ON r.staff_id = o.staff_id AND r.ground = o.ground
      LEFT JOIN staff.staff f ON f.staff_id = r.staff_id LEFT JOIN premises.premises p ON p.premises_id = r.premises_id
     ORDER BY r.record_id = o.record_id DESC, r.at LIMIT 30;
END $$;
-- Which names an answer must not hold, for the program that checks it: they are shown to nobody.
CREATE FUNCTION privacy.names_to_keep(token text, customer uuid, inquiry uuid) RETURNS TABLE (whose text, full_name text)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE q privacy.inquiries;
BEGIN
  q := privacy.open_inquiry(token, customer, inquiry);
  RETURN QUERY
    SELECT 'customer', c.full_name FROM customers.customers c WHERE c.customer_id = customer
    UNION ALL
    SELECT DISTINCT 'relative', c.full_name FROM customers.relations r JOIN customers.customers c ON c.customer_id = r.other_id
     WHERE r.customer_id = customer AND c.kind = 'person'
    UNION ALL
    SELECT DISTINCT 'employee', f.full_name FROM unnest(customers.merged_records(customer)) m(id) JOIN privacy.access_records r ON r.customer_id = m.id
      JOIN staff.staff f ON f.staff_id = r.staff_id
     WHERE r.at BETWEEN q.record_at - interval '12 hours' AND q.record_at + interval '12 hours';
END $$;
-- The answer, once, in the transaction that records the change.
CREATE FUNCTION privacy.answer_inquiry(token text, customer uuid, inquiry uuid, expected integer, answer bytea, naming boolean) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE a record; q privacy.inquiries;
BEGIN
  a := privacy.answering_office(token);
  PERFORM FROM privacy.inquiries x WHERE x.customer_id = customer AND x.inquiry_id = inquiry FOR UPDATE;
  q := privacy.open_inquiry(token, customer, inquiry);
  IF q.version <> expected THEN RAISE EXCEPTION 'changed meanwhile' USING ERRCODE = 'ES412'; END IF;
  UPDATE privacy.inquiries x SET state = 'answered', answer_sealed = answer, answered_by = a.staff_id, names_employee = naming,
      closed_at = clock_timestamp(), version = x.version + 1
   WHERE x.customer_id = customer AND x.inquiry_id = inquiry;
END $$;

DO $$
DECLARE f text;
BEGIN
  GRANT CREATE ON SCHEMA privacy TO earshot_vault;
  FOREACH f IN ARRAY ARRAY['privacy.is_involved(uuid, uuid, uuid)', 'privacy.answering_office(text)', 'privacy.listed_inquiries(text, boolean)',
    'privacy.open_inquiry(text, uuid, uuid)'] LOOP
    PERFORM house.hand_over(f, 'earshot_vault', '');
  END LOOP;
  FOREACH f IN ARRAY ARRAY['privacy.ask_inquiry(text, uuid, text, uuid, timestamptz, bytea)', 'privacy.withdraw_inquiry(text, uuid)',
    'privacy.see_answers(text)'] LOOP
    PERFORM house.hand_over(f, 'earshot_vault', 'earshot_portal');
  END LOOP;
  FOREACH f IN ARRAY ARRAY['privacy.list_inquiries(uuid, text, boolean)', 'privacy.inquiry_cards(uuid, text, boolean)', 'privacy.inquiries_waiting(text)',
    'privacy.inquired_records(text, uuid, uuid)', 'privacy.names_to_keep(text, uuid, uuid)',
    'privacy.answer_inquiry(text, uuid, uuid, integer, bytea, boolean)'] LOOP
    PERFORM house.hand_over(f, 'earshot_vault', 'earshot_staff');
  END LOOP;
  PERFORM house.hand_over('privacy.inquiry_question(text, uuid, uuid)', 'earshot_vault', 'earshot_staff');
END $$;
