-- Show, don't say: what has to be confirmed with a customer is shown to her and not said aloud. The value is kept here for as
-- long as it may be shown, two minutes at most, and no log-in can read it: only the kernel hands it to her screen or her telephone.
CREATE TABLE conversations.confirmations (
  customer_id uuid NOT NULL,
  confirmation_id uuid NOT NULL,
  visit_id uuid NOT NULL,
  field text NOT NULL CHECK (field IN ('contact point', 'address', 'name', 'balance', 'promise', 'terms', 'question')),
  subject uuid,
  shown_on text NOT NULL CHECK (shown_on IN ('own screen', 'second screen', 'own phone')),
  screen_id uuid,
  -- {"text", "minor", "currency", "language"}; null once it is over
  shown jsonb CHECK (length(shown::text) <= 6000),
  -- what staff wrote themselves: the terms agreed, or a question that is answered by typing
  terms text CHECK (length(terms) BETWEEN 1 AND 500),
  state text NOT NULL DEFAULT 'asked' CHECK (state IN ('asked', 'right', 'not right', 'typed', 'withdrawn', 'lapsed')),
  -- what the customer would rather type than say: a proposed change, hidden until it is revealed on record
  typed text CHECK (length(typed) BETWEEN 1 AND 500),
  asked_by uuid NOT NULL REFERENCES staff.staff,
  asked_at timestamptz NOT NULL DEFAULT now(),
  expires_at timestamptz NOT NULL DEFAULT now() + interval '2 minutes',
  answered_at timestamptz,
  settled_by uuid REFERENCES staff.staff,
  settled_at timestamptz,
  version integer NOT NULL DEFAULT 1,
  PRIMARY KEY (customer_id, confirmation_id),
  CHECK (state = 'asked' OR shown IS NULL),
  CHECK ((state = 'typed') = (typed IS NOT NULL)),
  CHECK ((shown_on = 'second screen') = (screen_id IS NOT NULL))
);
CREATE INDEX ON conversations.confirmations (confirmation_id);
CREATE INDEX ON conversations.confirmations (screen_id) WHERE state = 'asked';
CREATE INDEX ON conversations.confirmations (expires_at) WHERE state = 'asked';
INSERT INTO house.table_classes VALUES ('conversations.confirmations', 'customer');
SELECT house.guard('conversations.confirmations');
INSERT INTO customers.merge_rules VALUES ('conversations.confirmations', 'row', 'confirmation_id');
GRANT SELECT, INSERT, UPDATE ON conversations.confirmations TO earshot_vault;
GRANT SELECT (customer_id, confirmation_id, visit_id, field, subject, shown_on, terms, state, asked_by, asked_at, answered_at, settled_at, version)
  ON conversations.confirmations TO earshot_staff;
GRANT SELECT (customer_id, language) ON customers.customers TO earshot_vault;
GRANT SELECT ON customers.sign_ins TO earshot_vault;

-- By which ways something can be shown to this customer now: the paired screen beside this station, her own telephone.
CREATE FUNCTION conversations.ways_to_show(token text, customer uuid, OUT visit_id uuid, OUT screen_id uuid, OUT phone boolean)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE a record; channel text;
BEGIN
  a := privacy.actor(token);
  SELECT v.visit_id, v.channel INTO visit_id, channel FROM conversations.visits v
   WHERE v.customer_id = customer AND v.state = 'in progress' AND v.handed_to = a.staff_id ORDER BY v.started_at DESC LIMIT 1;
  IF NOT FOUND THEN RAISE EXCEPTION 'they are not here with you' USING ERRCODE = 'ES403'; END IF;
  IF channel = 'branch' THEN
    SELECT s.screen_id INTO screen_id FROM conversations.screens s
     WHERE s.station_id = a.station_id AND s.kind = 'second screen' AND s.ended_at IS NULL AND s.expires_at > now();
  END IF;
  phone := EXISTS (SELECT FROM customers.sessions s WHERE customers.survivor(s.customer_id) = customer AND s.ended_at IS NULL
                      AND s.idle_expires_at > now() AND s.expires_at > now() AND s.customer_id IN (
                        SELECT c.customer_id FROM customers.customers c WHERE c.customer_id = customer OR c.merged_into = customer));
END $$;

-- What is still asked of this visit is over: the value goes, the fact stays.
CREATE FUNCTION conversations.end_asking(customer uuid, visit uuid, ending text) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE c record;
BEGIN
  FOR c IN UPDATE conversations.confirmations x SET state = ending, shown = NULL, version = x.version + 1
            WHERE x.customer_id = customer AND x.visit_id = visit AND x.state = 'asked' RETURNING x.screen_id LOOP
    IF c.screen_id IS NOT NULL THEN PERFORM house.ring(c.screen_id); END IF;
  END LOOP;
END $$;

-- Asks for a confirmation about a file that is open in this transaction; what was asked before in the same visit is withdrawn.
CREATE FUNCTION conversations.ask_confirmation(token text, customer uuid, confirmation uuid, field text, subject uuid, way text, shown jsonb, terms text)
RETURNS timestamptz LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE a record; w record; until_at timestamptz; language text;
BEGIN
  a := privacy.actor(token);
  IF NOT customer = ANY (privacy.opened()) THEN RAISE EXCEPTION 'sign the file out first' USING ERRCODE = 'ES403', DETAIL = 'not opened'; END IF;
  w := conversations.ways_to_show(token, customer);
  IF (way = 'second screen' AND w.screen_id IS NULL) OR (way = 'own phone' AND NOT w.phone) THEN
    RAISE EXCEPTION 'not there any more' USING ERRCODE = 'ES409';
  END IF;
  PERFORM conversations.end_asking(customer, w.visit_id, 'withdrawn');
  SELECT c.language INTO language FROM customers.customers c WHERE c.customer_id = customer;
  INSERT INTO conversations.confirmations AS x (customer_id, confirmation_id, visit_id, field, subject, shown_on, screen_id, shown, terms, asked_by)
  VALUES (customer, confirmation, w.visit_id, field, subject, way, CASE way WHEN 'second screen' THEN w.screen_id END,
          shown || jsonb_build_object('language', language), terms, a.staff_id)
  RETURNING x.expires_at INTO until_at;
  IF way = 'second screen' THEN PERFORM house.ring(w.screen_id); END IF;
  RETURN until_at;
END $$;

-- How it stands: for the member of staff who asked, and without the value.
CREATE FUNCTION conversations.confirmation_state(token text, confirmation uuid) RETURNS TABLE (state text, answered_at timestamptz, seconds_left integer)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE a record;
BEGIN
  a := privacy.actor(token);
  RETURN QUERY SELECT CASE WHEN c.state = 'asked' AND c.expires_at <= now() THEN 'lapsed' ELSE c.state END, c.answered_at,
      greatest(0, ceil(extract(epoch FROM c.expires_at - now())))::int
    FROM conversations.confirmations c WHERE c.confirmation_id = confirmation AND c.asked_by = a.staff_id;
  IF NOT FOUND THEN RAISE EXCEPTION 'no such confirmation' USING ERRCODE = 'ES404'; END IF;
END $$;

-- The answer, once, while it is asked; kept as a fact of the visit, on the record of changes.
CREATE FUNCTION conversations.take_answer(customer uuid, confirmation uuid, answer text, words text, session uuid, staff uuid, by_role text, at_place text) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE c record;
BEGIN
  IF answer NOT IN ('right', 'not right', 'typed') OR (answer = 'typed') <> (words IS NOT NULL) THEN
    RAISE EXCEPTION 'no such answer' USING ERRCODE = 'ES422';
  END IF;
  UPDATE conversations.confirmations x SET state = answer, typed = words, answered_at = now(), shown = NULL, version = x.version + 1
   WHERE x.customer_id = customer AND x.confirmation_id = confirmation AND x.state = 'asked' AND x.expires_at > now()
     AND EXISTS (SELECT FROM conversations.visits v WHERE v.customer_id = customer AND v.visit_id = x.visit_id AND v.state = 'in progress')
  RETURNING x.screen_id, x.shown_on, x.field INTO c;
  IF NOT FOUND THEN RAISE EXCEPTION 'it is over' USING ERRCODE = 'ES409'; END IF;
  INSERT INTO privacy.changes (customer_id, name, session_id, staff_id, role, place, subject, detail)
  VALUES (customer, 'confirmation.answered', session, staff, by_role, at_place, confirmation,
          jsonb_build_object('field', c.field, 'answer', answer, 'how', c.shown_on));
  IF c.screen_id IS NOT NULL THEN PERFORM house.ring(c.screen_id); END IF;
END $$;

-- What a paired second screen shows now: one confirmation, or nothing.
CREATE FUNCTION conversations.screen_card(hash bytea) RETURNS TABLE (confirmation_id uuid, field text, shown jsonb, terms text, seconds_left integer)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT c.confirmation_id, c.field, c.shown, c.terms, ceil(extract(epoch FROM c.expires_at - now()))::int
    FROM conversations.screen_of(hash) s JOIN conversations.confirmations c ON c.screen_id = s.screen_id
    JOIN conversations.visits v ON v.customer_id = c.customer_id AND v.visit_id = c.visit_id
   WHERE s.paired AND c.state = 'asked' AND c.expires_at > now() AND v.state = 'in progress'
   ORDER BY c.asked_at DESC LIMIT 1
$$;
CREATE FUNCTION conversations.answer_on_screen(hash bytea, confirmation uuid, answer text, words text) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE c record;
BEGIN
  SELECT x.customer_id, w.place INTO c FROM conversations.screen_of(hash) s
    JOIN conversations.confirmations x ON x.screen_id = s.screen_id LEFT JOIN premises.stations w ON w.station_id = s.station_id
   WHERE s.paired AND x.confirmation_id = confirmation;
  IF NOT FOUND THEN RAISE EXCEPTION 'no such confirmation' USING ERRCODE = 'ES404'; END IF;
  PERFORM conversations.take_answer(c.customer_id, confirmation, answer, words, NULL, NULL, 'customer', c.place);
END $$;

-- On the customer's own telephone: hers and nobody else's, while she is signed in.
CREATE FUNCTION conversations.own_card(token text) RETURNS TABLE (confirmation_id uuid, field text, shown jsonb, terms text, seconds_left integer)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE o record;
BEGIN
  o := privacy.own_session(token);
  RETURN QUERY SELECT c.confirmation_id, c.field, c.shown, c.terms, ceil(extract(epoch FROM c.expires_at - now()))::int
    FROM conversations.confirmations c JOIN conversations.visits v ON v.customer_id = c.customer_id AND v.visit_id = c.visit_id
   WHERE c.customer_id = o.customer_id AND c.shown_on = 'own phone' AND c.state = 'asked' AND c.expires_at > now() AND v.state = 'in progress'
   ORDER BY c.asked_at DESC LIMIT 1;
END $$;
CREATE FUNCTION conversations.answer_own(token text, confirmation uuid, answer text, words text) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE o record;
BEGIN
  o := privacy.own_session(token);
  PERFORM FROM conversations.confirmations c WHERE c.customer_id = o.customer_id AND c.confirmation_id = confirmation AND c.shown_on = 'own phone';
  IF NOT FOUND THEN RAISE EXCEPTION 'no such confirmation' USING ERRCODE = 'ES404'; END IF;
  PERFORM conversations.take_answer(o.customer_id, confirmation, answer, words, o.session_id, NULL, 'customer', NULL);
END $$;

-- On the banker's own screen, turned round: the banker writes down the nod, or takes any question back.
CREATE FUNCTION conversations.answer_beside(token text, customer uuid, confirmation uuid, answer text) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE a record; c record;
BEGIN
  a := privacy.actor(token);
  IF NOT customer = ANY (privacy.opened()) THEN RAISE EXCEPTION 'sign the file out first' USING ERRCODE = 'ES403', DETAIL = 'not opened'; END IF;
  SELECT x.visit_id, x.shown_on INTO c FROM conversations.confirmations x
   WHERE x.customer_id = customer AND x.confirmation_id = confirmation AND x.asked_by = a.staff_id;
  IF NOT FOUND THEN RAISE EXCEPTION 'no such confirmation' USING ERRCODE = 'ES404'; END IF;
  IF answer = 'withdrawn' THEN
    PERFORM conversations.end_asking(customer, c.visit_id, 'withdrawn');
  ELSIF c.shown_on <> 'own screen' THEN
    -- what she was asked on a screen of her own, nobody answers for her
    RAISE EXCEPTION 'hers to answer' USING ERRCODE = 'ES409';
  ELSE
    PERFORM conversations.take_answer(customer, confirmation, answer, NULL, a.session_id, a.staff_id, a.role, a.place);
  END IF;
END $$;

-- What the customer typed, for whoever has her file open and reveals it.
CREATE FUNCTION conversations.typed_answer(customer uuid, confirmation uuid) RETURNS text
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE words text;
BEGIN
  IF NOT customer = ANY (privacy.opened()) THEN RAISE EXCEPTION 'sign the file out first' USING ERRCODE = 'ES403', DETAIL = 'not opened'; END IF;
  SELECT c.typed INTO words FROM conversations.confirmations c WHERE c.customer_id = customer AND c.confirmation_id = confirmation;
  RETURN words;
END $$;
-- It was dealt with: written where it belongs, or left.
CREATE FUNCTION conversations.settle_confirmation(token text, customer uuid, confirmation uuid, expected integer) RETURNS integer
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE a record; next_version integer;
BEGIN
  a := privacy.actor(token);
  IF NOT customer = ANY (privacy.opened()) THEN RAISE EXCEPTION 'sign the file out first' USING ERRCODE = 'ES403', DETAIL = 'not opened'; END IF;
  UPDATE conversations.confirmations c SET settled_by = a.staff_id, settled_at = now(), version = c.version + 1
   WHERE c.customer_id = customer AND c.confirmation_id = confirmation AND c.state IN ('typed', 'not right') AND c.settled_at IS NULL AND c.version = expected
  RETURNING c.version INTO next_version;
  IF NOT FOUND THEN RAISE EXCEPTION 'changed meanwhile' USING ERRCODE = 'ES412'; END IF;
  RETURN next_version;
END $$;
-- Values whose two minutes are over, of whom nobody has asked again.
CREATE FUNCTION conversations.lapse_confirmations() RETURNS integer
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE gone integer;
BEGIN
  UPDATE conversations.confirmations c SET state = 'lapsed', shown = NULL, version = c.version + 1 WHERE c.state = 'asked' AND c.expires_at <= now();
  GET DIAGNOSTICS gone = ROW_COUNT;
  RETURN gone;
END $$;

DO $$
DECLARE f text;
BEGIN
  FOREACH f IN ARRAY ARRAY['conversations.ways_to_show(text, uuid)',
    'conversations.ask_confirmation(text, uuid, uuid, text, uuid, text, jsonb, text)', 'conversations.confirmation_state(text, uuid)',
    'conversations.screen_card(bytea)', 'conversations.answer_on_screen(bytea, uuid, text, text)',
    'conversations.answer_beside(text, uuid, uuid, text)', 'conversations.typed_answer(uuid, uuid)',
    'conversations.settle_confirmation(text, uuid, uuid, integer)'] LOOP
    PERFORM house.hand_over(f, 'earshot_vault', 'earshot_staff');
  END LOOP;
  FOREACH f IN ARRAY ARRAY['conversations.end_asking(uuid, uuid, text)',
    'conversations.take_answer(uuid, uuid, text, text, uuid, uuid, text, text)'] LOOP
    PERFORM house.hand_over(f, 'earshot_vault', '');
  END LOOP;
  PERFORM house.hand_over('conversations.own_card(text)', 'earshot_vault', 'earshot_portal');
  PERFORM house.hand_over('conversations.answer_own(text, uuid, text, text)', 'earshot_vault', 'earshot_portal');
  PERFORM house.hand_over('conversations.lapse_confirmations()', 'earshot_vault', 'earshot_batch');
END $$;
