-- What a customer may ask of the bank about her own data, and by when the bank has to answer.

-- By when, by which law: data that compliance keeps, never a constant. Counted from the day on which the request was received; the newest
-- row that applies on that day counts. more_…: by how much the law lets the bank extend, once, with a reason; both 0: not at all.
CREATE TABLE privacy.rights_clocks (
  law text NOT NULL CHECK (law IN ('EU', 'US')),
  kind text NOT NULL CHECK (kind IN ('copy', 'correction', 'restriction', 'objection', 'erasure')),
  applies_from date NOT NULL,
  citation text NOT NULL CHECK (length(citation) BETWEEN 3 AND 200),
  months integer NOT NULL DEFAULT 0 CHECK (months BETWEEN 0 AND 24),
  days integer NOT NULL DEFAULT 0 CHECK (days BETWEEN 0 AND 730),
  more_months integer NOT NULL DEFAULT 0 CHECK (more_months BETWEEN 0 AND 24),
  more_days integer NOT NULL DEFAULT 0 CHECK (more_days BETWEEN 0 AND 730),
  set_by uuid REFERENCES staff.staff,
  PRIMARY KEY (law, kind, applies_from)
);
INSERT INTO privacy.rights_clocks (law, kind, applies_from, citation, months, days, more_months, more_days) VALUES
  ('EU', 'copy', '2018-05-25', 'Regulation (EU) 2016/679, articles 12(3) and 15', 1, 0, 2, 0),
  ('EU', 'correction', '2018-05-25', 'Regulation (EU) 2016/679, articles 12(3) and 16', 1, 0, 2, 0),
  ('EU', 'restriction', '2018-05-25', 'Regulation (EU) 2016/679, articles 12(3) and 18', 1, 0, 2, 0),
  ('EU', 'objection', '2018-05-25', 'Regulation (EU) 2016/679, articles 12(3) and 21', 1, 0, 2, 0),
  ('EU', 'erasure', '2018-05-25', 'Regulation (EU) 2016/679, articles 12(3) and 17', 1, 0, 2, 0),
  ('US', 'copy', '2023-01-01', 'Cal. Civ. Code 1798.110 and 1798.130(a)(2)', 0, 45, 0, 45),
  ('US', 'correction', '2023-01-01', 'Cal. Civ. Code 1798.106 and 1798.130(a)(2)', 0, 45, 0, 45),
  -- fifteen working days there; fifteen days of the calendar here, which is the stricter
  ('US', 'restriction', '2023-03-29', '11 CCR 7027(g)', 0, 15, 0, 0),
  ('US', 'objection', '2023-03-29', '11 CCR 7026(f)', 0, 15, 0, 0),
  ('US', 'erasure', '2023-01-01', 'Cal. Civ. Code 1798.105 and 1798.130(a)(2)', 0, 45, 0, 45);
-- Which set this bank goes by.
CREATE TABLE privacy.rights_setting (
  one boolean PRIMARY KEY DEFAULT true CHECK (one),
  law text NOT NULL CHECK (law IN ('EU', 'US'))
);
INSERT INTO privacy.rights_setting (law) VALUES ('US');

CREATE TABLE privacy.rights_requests (
  customer_id uuid NOT NULL,
  request_id uuid NOT NULL,
  kind text NOT NULL CHECK (kind IN ('copy', 'correction', 'restriction', 'objection', 'erasure')),
  -- to what she objects, or what is wrong
  about text CHECK (about IN ('marketing', 'profiling', 'name', 'birth date', 'address', 'contact point')),
  -- which address or contact point is wrong, where that is known
  subject uuid,
  channel text NOT NULL CHECK (channel IN ('portal', 'branch', 'phone', 'letter')),
  -- how she showed that it is she who asks
  identity text NOT NULL CHECK (identity IN ('signed in', 'document', 'code to phone', 'known in person', 'power of attorney')),
  opened_by uuid REFERENCES staff.staff,
  asked_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  received_on date NOT NULL DEFAULT CURRENT_DATE,
  law text NOT NULL,
  citation text NOT NULL,
  due_on date NOT NULL,
  more_months integer NOT NULL,
  more_days integer NOT NULL,
  extended_at timestamptz,
  -- free words, sealed: what she said, what it should be, why it takes longer, what was answered
  words_sealed bytea CHECK (length(words_sealed) BETWEEN 46 AND 16500),
  proposed_sealed bytea CHECK (length(proposed_sealed) BETWEEN 46 AND 8000),
  extension_sealed bytea CHECK (length(extension_sealed) BETWEEN 46 AND 16500),
  answer_sealed bytea CHECK (length(answer_sealed) BETWEEN 46 AND 16500),
  state text NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'granted', 'partly granted', 'refused', 'withdrawn')),
  held_by uuid REFERENCES staff.staff,
  held_at timestamptz,
  decided_by uuid REFERENCES staff.staff,
  decided_at timestamptz,
  version integer NOT NULL DEFAULT 1,
  PRIMARY KEY (customer_id, request_id),
  CHECK ((channel = 'portal') = (identity = 'signed in')),
  CHECK ((state = 'open') = (decided_at IS NULL)),
  CHECK (CASE kind WHEN 'objection' THEN about IN ('marketing', 'profiling') AND subject IS NULL
    WHEN 'correction' THEN about IN ('name', 'birth date', 'address', 'contact point') AND (about IN ('address', 'contact point') OR subject IS NULL)
    ELSE about IS NULL AND subject IS NULL END IS TRUE)
);
CREATE INDEX ON privacy.rights_requests (request_id);
CREATE INDEX rights_requests_open ON privacy.rights_requests (due_on, request_id) WHERE state = 'open';
CREATE INDEX ON privacy.rights_requests (decided_at) WHERE state <> 'open';
CREATE INDEX ON privacy.rights_requests (held_by) WHERE state = 'open';

INSERT INTO house.table_classes VALUES ('privacy.rights_clocks', 'reference'), ('privacy.rights_setting', 'reference'),
  ('privacy.rights_requests', 'customer');
SELECT house.guard('privacy.rights_requests');
INSERT INTO customers.merge_rules VALUES ('privacy.rights_requests', 'row', 'request_id');
INSERT INTO privacy.erasure_rules (table_name, way) VALUES ('privacy.rights_requests', 'delete');
GRANT SELECT, INSERT, UPDATE, DELETE ON privacy.rights_requests TO earshot_vault;
GRANT SELECT, INSERT ON privacy.rights_clocks TO earshot_vault;
GRANT SELECT, UPDATE ON privacy.rights_setting TO earshot_vault;
GRANT SELECT ON privacy.rights_clocks, privacy.rights_setting TO earshot_staff;
GRANT SELECT ON privacy.rights_requests TO earshot_staff, earshot_portal;
-- She may seal her own words with her own keys.
GRANT EXECUTE ON FUNCTION keys.of_customers(uuid[], text), keys.add(uuid[], uuid[], text, bytea[], text[]) TO earshot_portal;
-- A restricted customer has the same rights: her file opens to the privacy office as to anybody, by a second person.
UPDATE privacy.approval_rules SET asks = asks || '{privacy officer}' WHERE action = 'restricted file';

-- A request in somebody's hands is a reason to open the file of whoever made it. The view as it is, and one row more for each.
DO $$
BEGIN
  EXECUTE 'CREATE OR REPLACE VIEW privacy.grounds WITH (security_invoker = true) AS ' || rtrim(pg_get_viewdef('privacy.grounds'), '; ') ||
    $view$ UNION ALL SELECT q.customer_id, q.held_by, NULL::uuid, 6, q.request_id, 'rights request', '', q.channel = 'portal', q.held_at
      FROM privacy.rights_requests q WHERE q.state = 'open' AND q.held_by IS NOT NULL $view$;
END $$;

-- The clock that counts for a request received on this day.
CREATE FUNCTION privacy.clock_of(of_kind text, on_day date) RETURNS privacy.rights_clocks LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE c privacy.rights_clocks;
BEGIN
  SELECT k.* INTO c FROM privacy.rights_clocks k JOIN privacy.rights_setting s ON s.law = k.law
   WHERE k.kind = of_kind AND k.applies_from <= on_day ORDER BY k.applies_from DESC LIMIT 1;
  IF NOT FOUND THEN RAISE EXCEPTION 'no law gives this right' USING ERRCODE = 'ES422'; END IF;
  RETURN c;
END $$;
CREATE FUNCTION privacy.add_rights_request(customer uuid, request uuid, of_kind text, of_about text, of_subject uuid, by_channel text, by_identity text, by_staff uuid,
  on_day date, words bytea, proposed bytea) RETURNS boolean LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE c privacy.rights_clocks := privacy.clock_of(of_kind, on_day);
BEGIN
  INSERT INTO privacy.rights_requests (customer_id, request_id, kind, about, subject, channel, identity, opened_by, held_by, held_at, received_on,
    law, citation, due_on, more_months, more_days, words_sealed, proposed_sealed)
  VALUES (customer, request, of_kind, of_about, of_subject, by_channel, by_identity, by_staff, by_staff, CASE WHEN by_staff IS NOT NULL THEN clock_timestamp() END,
    on_day, c.law, c.citation, (on_day + make_interval(months => c.months, days => c.days))::date, c.more_months, c.more_days, words, proposed)
  ON CONFLICT DO NOTHING;
  RETURN FOUND;
END $$;

-- By herself, in the portal, about the file that is open: hers. No more than twenty open ones.
CREATE FUNCTION privacy.ask_own_right(token text, request uuid, kind text, about text, subject uuid, words bytea, proposed bytea) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE o record;
BEGIN
  o := privacy.own_session(token);
  IF NOT o.customer_id = ANY (privacy.opened()) THEN RAISE EXCEPTION 'sign the file out first' USING ERRCODE = 'ES403', DETAIL = 'not opened'; END IF;
  IF (SELECT count(*) FROM privacy.rights_requests q WHERE q.customer_id = o.customer_id AND q.state = 'open' AND q.request_id <> request) >= 20 THEN
    RAISE EXCEPTION 'twenty open requests are enough' USING ERRCODE = 'ES429', DETAIL = '3600';
  END IF;
  IF privacy.add_rights_request(o.customer_id, request, kind, about, subject, 'portal', 'signed in', NULL, CURRENT_DATE, words, proposed) THEN
    INSERT INTO privacy.changes (customer_id, name, session_id, role, subject, detail)
    VALUES (o.customer_id, 'rights request.opened', o.session_id, 'customer', request, jsonb_build_object('kind', kind, 'about', about));
  END IF;
END $$;
CREATE FUNCTION privacy.withdraw_own_request(token text, request uuid) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE o record;
BEGIN
  o := privacy.own_session(token);
  UPDATE privacy.rights_requests q SET state = 'withdrawn', decided_at = clock_timestamp(), version = q.version + 1
   WHERE q.customer_id = o.customer_id AND q.request_id = request AND q.state = 'open';
  IF NOT FOUND THEN RAISE EXCEPTION 'not open any more' USING ERRCODE = 'ES409'; END IF;
  INSERT INTO privacy.changes (customer_id, name, session_id, role, subject)
  VALUES (o.customer_id, 'rights request.withdrawn', o.session_id, 'customer', request);
END $$;

-- By the privacy office for somebody who came, called or wrote; it is in the hands of who opened it.
CREATE FUNCTION privacy.open_rights_request(token text, customer uuid, request uuid, kind text, about text, subject uuid, channel text, identity text, on_day date)
RETURNS void LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE a record;
BEGIN
  a := privacy.actor(token);
  IF a.role <> 'privacy officer' THEN RAISE EXCEPTION 'for the privacy office' USING ERRCODE = 'ES405'; END IF;
  PERFORM FROM customers.customers c WHERE c.customer_id = customer AND c.merged_into IS NULL;
  IF NOT FOUND THEN RAISE EXCEPTION 'no such customer' USING ERRCODE = 'ES404'; END IF;
  IF privacy.is_kin(a.staff_id, customer) THEN RAISE EXCEPTION 'not one''s own people' USING ERRCODE = 'ES403', DETAIL = 'kin'; END IF;
  IF channel = 'portal' OR on_day NOT BETWEEN CURRENT_DATE - 90 AND CURRENT_DATE THEN
    RAISE EXCEPTION 'received in the last ninety days, not by the portal' USING ERRCODE = 'ES422';
  END IF;
  IF privacy.add_rights_request(customer, request, kind, about, subject, channel, identity, a.staff_id, on_day, NULL, NULL) THEN
    INSERT INTO privacy.changes (customer_id, name, session_id, staff_id, role, place, subject, detail)
    VALUES (customer, 'rights request.opened', a.session_id, a.staff_id, a.role, a.place, request,
            jsonb_build_object('kind', kind, 'about', about, 'channel', channel, 'identity', identity));
  END IF;
END $$;

-- The queue: what is due first, or what was decided lately. On record with whose names it shows.
CREATE FUNCTION privacy.listed_rights_requests(decided boolean) RETURNS SETOF privacy.rights_requests LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
  IF decided THEN
    RETURN QUERY SELECT q.* FROM privacy.rights_requests q WHERE q.state <> 'open' AND q.decided_at > now() - interval '400 days'
      ORDER BY q.decided_at DESC LIMIT 100;
  ELSE
    RETURN QUERY SELECT q.* FROM privacy.rights_requests q WHERE q.state = 'open' ORDER BY q.due_on, q.request_id LIMIT 100;
  END IF;
END $$;
CREATE FUNCTION privacy.list_rights_requests(search uuid, token text, decided boolean) RETURNS integer
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE a record; found uuid[];
BEGIN
  a := privacy.actor(token);
  IF a.role <> 'privacy officer' THEN RAISE EXCEPTION 'for the privacy office' USING ERRCODE = 'ES405'; END IF;
  SELECT array_agg(DISTINCT q.customer_id) INTO found FROM privacy.listed_rights_requests(decided) q;
  INSERT INTO privacy.searches (search_id, session_id, staff_id, role, premises_id, place, surface, query, customer_ids)
  VALUES (search, a.session_id, a.staff_id, a.role, a.premises_id, a.place, 'rights requests', '', coalesce(found, '{}'));
  RETURN coalesce(cardinality(found), 0);
END $$;
CREATE FUNCTION privacy.rights_request_cards(search uuid, token text, is_decided boolean) RETURNS TABLE (request_id uuid, customer_id uuid, customer_name text,
  kind text, about text, channel text, identity text, received_on date, due_on date, overdue boolean, extended boolean, state text, holder_name text, mine boolean,
  decided_at timestamptz, law text, citation text, waiting integer, late integer)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE a record; ids uuid[]; all_open integer; all_late integer;
BEGIN
  a := privacy.actor(token); ids := privacy.searched(search, token);
  IF a.role <> 'privacy officer' THEN RAISE EXCEPTION 'for the privacy office' USING ERRCODE = 'ES405'; END IF;
  SELECT count(*), count(*) FILTER (WHERE q.due_on < CURRENT_DATE) INTO all_open, all_late FROM privacy.rights_requests q WHERE q.state = 'open';
  RETURN QUERY SELECT q.request_id, q.customer_id, c.full_name, q.kind, q.about, q.channel, q.identity, q.received_on, q.due_on,
      q.state = 'open' AND q.due_on < CURRENT_DATE, q.extended_at IS NOT NULL, q.state, h.full_name, coalesce(q.held_by = a.staff_id, false), q.decided_at,
      q.law, q.citation, all_open, all_late
    FROM privacy.listed_rights_requests(is_decided) q JOIN customers.customers c ON c.customer_id = q.customer_id
    LEFT JOIN staff.staff h ON h.staff_id = q.held_by WHERE q.customer_id = ANY (ids);
END $$;

-- Whoever takes it holds it, also from a colleague; nobody that of their own people.
CREATE FUNCTION privacy.take_rights_request(token text, customer uuid, request uuid) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE a record; q record;
BEGIN
  a := privacy.actor(token);
  IF a.role <> 'privacy officer' THEN RAISE EXCEPTION 'for the privacy office' USING ERRCODE = 'ES405'; END IF;
  SELECT x.state, x.held_by INTO q FROM privacy.rights_requests x WHERE x.customer_id = customer AND x.request_id = request FOR UPDATE;
  IF NOT FOUND THEN RAISE EXCEPTION 'no such request' USING ERRCODE = 'ES404'; END IF;
  IF q.state <> 'open' THEN RAISE EXCEPTION 'decided already' USING ERRCODE = 'ES409'; END IF;
  IF privacy.is_kin(a.staff_id, customer) THEN RAISE EXCEPTION 'not one''s own people' USING ERRCODE = 'ES403', DETAIL = 'kin'; END IF;
  IF q.held_by = a.staff_id THEN RETURN; END IF;
  UPDATE privacy.rights_requests x SET held_by = a.staff_id, held_at = clock_timestamp() WHERE x.customer_id = customer AND x.request_id = request;
  INSERT INTO privacy.changes (customer_id, name, session_id, staff_id, role, place, subject, detail)
  VALUES (customer, 'rights request.taken', a.session_id, a.staff_id, a.role, a.place, request, jsonb_build_object('from', q.held_by));
END $$;

-- Where whoever this is sits: at an open counter words stay hidden.
CREATE FUNCTION privacy.place_of(token text) RETURNS text LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE a record := privacy.actor(token);
BEGIN
  RETURN a.place;
END $$;

-- Of a file that is open in this transaction, by who holds the request.
CREATE FUNCTION privacy.held_rights_request(token text, customer uuid, request uuid) RETURNS privacy.rights_requests
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE a record; q privacy.rights_requests;
BEGIN
  a := privacy.actor(token);
  IF NOT customer = ANY (privacy.opened()) THEN RAISE EXCEPTION 'sign the file out first' USING ERRCODE = 'ES403', DETAIL = 'not opened'; END IF;
  SELECT x.* INTO q FROM privacy.rights_requests x WHERE x.customer_id = customer AND x.request_id = request FOR UPDATE;
  IF NOT FOUND THEN RAISE EXCEPTION 'no such request' USING ERRCODE = 'ES404'; END IF;
  IF q.held_by IS DISTINCT FROM a.staff_id THEN RAISE EXCEPTION 'in somebody else''s hands' USING ERRCODE = 'ES405'; END IF;
  IF q.state <> 'open' THEN RAISE EXCEPTION 'decided already' USING ERRCODE = 'ES409'; END IF;
  RETURN q;
END $$;
CREATE FUNCTION privacy.word_rights_request(token text, customer uuid, request uuid, words bytea, proposed bytea) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE q privacy.rights_requests := privacy.held_rights_request(token, customer, request);
BEGIN
  UPDATE privacy.rights_requests x SET words_sealed = coalesce(x.words_sealed, words), proposed_sealed = coalesce(x.proposed_sealed, proposed)
   WHERE x.customer_id = q.customer_id AND x.request_id = q.request_id;
END $$;
CREATE FUNCTION privacy.extend_rights_request(token text, customer uuid, request uuid, because bytea, expected integer) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE q privacy.rights_requests := privacy.held_rights_request(token, customer, request);
BEGIN
  IF q.version <> expected THEN RAISE EXCEPTION 'changed meanwhile' USING ERRCODE = 'ES412'; END IF;
  IF q.extended_at IS NOT NULL OR q.more_months + q.more_days = 0 OR q.due_on < CURRENT_DATE THEN
    RAISE EXCEPTION 'once, before it is due, and where the law lets' USING ERRCODE = 'ES409';
  END IF;
  UPDATE privacy.rights_requests x SET extended_at = clock_timestamp(), extension_sealed = because, version = x.version + 1,
      due_on = (x.due_on + make_interval(months => x.more_months, days => x.more_days))::date
   WHERE x.customer_id = q.customer_id AND x.request_id = q.request_id;
END $$;
CREATE FUNCTION privacy.decide_rights_request(token text, customer uuid, request uuid, outcome text, answer bytea, expected integer) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE q privacy.rights_requests := privacy.held_rights_request(token, customer, request);
BEGIN
  IF q.version <> expected THEN RAISE EXCEPTION 'changed meanwhile' USING ERRCODE = 'ES412'; END IF;
  IF outcome NOT IN ('granted', 'partly granted', 'refused') THEN RAISE EXCEPTION 'no such decision' USING ERRCODE = 'ES422'; END IF;
  PERFORM privacy.carry_out_right(q, outcome);
  UPDATE privacy.rights_requests x SET state = outcome, answer_sealed = answer, decided_at = clock_timestamp(), decided_by = x.held_by, version = x.version + 1
   WHERE x.customer_id = q.customer_id AND x.request_id = q.request_id;
END $$;
-- What a decision does at once. Later files of this migration say more.
CREATE FUNCTION privacy.carry_out_right(q privacy.rights_requests, outcome text) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
  -- erasing takes a second person, and a way of its own
  IF q.kind = 'erasure' AND outcome <> 'refused' THEN RAISE EXCEPTION 'erasing has a way of its own' USING ERRCODE = 'ES409'; END IF;
END $$;

-- Another set of laws for this bank, or a newer row of one: by compliance, on record. What was asked before keeps its day.
CREATE FUNCTION privacy.set_rights_law(token text, new_law text) RETURNS void LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE a record; before text;
BEGIN
  a := privacy.actor(token);
  IF a.role <> 'compliance officer' THEN RAISE EXCEPTION 'for compliance' USING ERRCODE = 'ES405'; END IF;
  SELECT s.law INTO before FROM privacy.rights_setting s FOR UPDATE;
  UPDATE privacy.rights_setting SET law = new_law WHERE law <> new_law;
  IF FOUND THEN
    INSERT INTO privacy.events (name, session_id, staff_id, role, premises_id, place, subject, detail)
    VALUES ('rights law.changed', a.session_id, a.staff_id, a.role, a.premises_id, a.place, new_law, jsonb_build_object('before', before));
  END IF;
END $$;
CREATE FUNCTION privacy.add_rights_clock(token text, of_law text, of_kind text, from_day date, cites text, n_months integer, n_days integer, n_more_months integer, n_more_days integer)
RETURNS void LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE a record;
BEGIN
  a := privacy.actor(token);
  IF a.role <> 'compliance officer' THEN RAISE EXCEPTION 'for compliance' USING ERRCODE = 'ES405'; END IF;
  IF n_months + n_days = 0 OR from_day < CURRENT_DATE THEN RAISE EXCEPTION 'from today on, and some time' USING ERRCODE = 'ES422'; END IF;
  INSERT INTO privacy.rights_clocks (law, kind, applies_from, citation, months, days, more_months, more_days, set_by)
  VALUES (of_law, of_kind, from_day, cites, n_months, n_days, n_more_months, n_more_days, a.staff_id) ON CONFLICT DO NOTHING;
  IF NOT FOUND THEN RAISE EXCEPTION 'there is one from that day' USING ERRCODE = 'ES409'; END IF;
  INSERT INTO privacy.events (name, session_id, staff_id, role, premises_id, place, subject, detail)
  VALUES ('rights clock.added', a.session_id, a.staff_id, a.role, a.premises_id, a.place, of_law || ' ' || of_kind,
    jsonb_build_object('from', from_day, 'citation', cites, 'months', n_months, 'days', n_days));
END $$;

-- Words that are sealed with a retired key are sealed anew.
CREATE POLICY run_keys ON privacy.rights_requests TO earshot_run_keys USING ((SELECT privacy.run_opened()) = 'keys.renew');
GRANT SELECT (customer_id, request_id, words_sealed, proposed_sealed, extension_sealed, answer_sealed),
  UPDATE (words_sealed, proposed_sealed, extension_sealed, answer_sealed) ON privacy.rights_requests TO earshot_run_keys;

DO $$
DECLARE f text;
BEGIN
  FOREACH f IN ARRAY ARRAY['privacy.place_of(text)', 'privacy.open_rights_request(text, uuid, uuid, text, text, uuid, text, text, date)',
    'privacy.list_rights_requests(uuid, text, boolean)', 'privacy.rights_request_cards(uuid, text, boolean)', 'privacy.take_rights_request(text, uuid, uuid)',
    'privacy.word_rights_request(text, uuid, uuid, bytea, bytea)', 'privacy.extend_rights_request(text, uuid, uuid, bytea, integer)',
    'privacy.decide_rights_request(text, uuid, uuid, text, bytea, integer)', 'privacy.set_rights_law(text, text)',
    'privacy.add_rights_clock(text, text, text, date, text, integer, integer, integer, integer)'] LOOP
    PERFORM house.hand_over(f, 'earshot_vault', 'earshot_staff');
  END LOOP;
  FOREACH f IN ARRAY ARRAY['privacy.ask_own_right(text, uuid, text, text, uuid, bytea, bytea)', 'privacy.withdraw_own_request(text, uuid)'] LOOP
    PERFORM house.hand_over(f, 'earshot_vault', 'earshot_portal');
  END LOOP;
  FOREACH f IN ARRAY ARRAY['privacy.clock_of(text, date)', 'privacy.listed_rights_requests(boolean)', 'privacy.held_rights_request(text, uuid, uuid)',
    'privacy.add_rights_request(uuid, uuid, text, text, uuid, text, text, uuid, date, bytea, bytea)',
    'privacy.carry_out_right(privacy.rights_requests, text)'] LOOP
    PERFORM house.hand_over(f, 'earshot_vault', '');
  END LOOP;
END $$;
