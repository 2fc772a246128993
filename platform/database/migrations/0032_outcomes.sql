-- Referral to a specialist: asked with the customer's consent, accepted or passed back, answered. What is asked and what is answered is
-- sealed with the customer's own key. Accepting is a promise with a day, and the promise is the reason to open the file: taken back, it
-- is withdrawn with the consent, and from that moment the specialist opens nothing more.
CREATE TABLE advice.referrals (
  customer_id uuid NOT NULL,
  referral_id uuid NOT NULL,
  topic text NOT NULL CHECK (topic IN ('home', 'borrowing', 'investing', 'retirement', 'protection', 'business', 'paying', 'estate')),
  state text NOT NULL DEFAULT 'asked' CHECK (state IN ('asked', 'accepted', 'passed back', 'answered', 'taken back')),
  referred_by uuid NOT NULL REFERENCES staff.staff,
  referred_to uuid NOT NULL REFERENCES staff.staff,
  referred_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  -- how she said yes: nothing is referred without
  consent text NOT NULL CHECK (consent IN ('in person', 'by telephone', 'in writing')),
  question_sealed bytea CHECK (length(question_sealed) BETWEEN 46 AND 8500),
  because text CHECK (because IN ('not my field', 'no time', 'too close')),
  promise_id uuid,
  result text CHECK (result IN ('helped', 'nothing needed', 'not possible')),
  answer_sealed bytea CHECK (length(answer_sealed) BETWEEN 46 AND 8500),
  ended_at timestamptz,
  ended_as text CHECK (ended_as IN ('customer', 'staff')),
  version integer NOT NULL DEFAULT 1,
  PRIMARY KEY (customer_id, referral_id),
  CHECK (referred_by <> referred_to),
  CHECK ((state IN ('asked', 'accepted')) = (ended_at IS NULL)),
  CHECK ((state = 'passed back') = (because IS NOT NULL)),
  CHECK ((state = 'answered') = (result IS NOT NULL)),
  CHECK (state <> 'accepted' OR promise_id IS NOT NULL),
  -- what she takes back is gone
  CHECK (state <> 'taken back' OR num_nonnulls(question_sealed, answer_sealed) = 0)
);
CREATE INDEX referrals_to ON advice.referrals (referred_to, referred_at) WHERE ended_at IS NULL;
CREATE INDEX referrals_by ON advice.referrals (referred_by, ended_at);
CREATE INDEX referrals_at ON advice.referrals (referred_at);
INSERT INTO house.table_classes VALUES ('advice.referrals', 'customer');
SELECT house.guard('advice.referrals');
INSERT INTO privacy.erasure_rules (table_name, way) VALUES ('advice.referrals', 'delete');
INSERT INTO customers.merge_rules VALUES ('advice.referrals', 'row', 'referral_id');
INSERT INTO privacy.copy_rules (table_name, way, given, without) VALUES
  ('advice.referrals', 'give', '{referral_id,topic,state,referred_at,consent,question_sealed,result,answer_sealed,ended_at}',
    '{referred_by,referred_to,because,promise_id,ended_as}');
INSERT INTO house.retention (rule, table_name, way, citation) VALUES
  ('referrals', 'advice.referrals', 'with the file', 'Directive (EU) 2015/849, article 40(1)');

GRANT SELECT ON advice.referrals TO earshot_staff;
GRANT INSERT ON advice.referrals TO earshot_staff;
GRANT UPDATE (state, question_sealed, result, answer_sealed, ended_at, ended_as, version) ON advice.referrals TO earshot_staff;
GRANT SELECT (customer_id, referral_id, topic, state, referred_at, consent, question_sealed, result, answer_sealed, ended_at, version)
  ON advice.referrals TO earshot_portal;
GRANT SELECT, INSERT, UPDATE, DELETE ON advice.referrals TO earshot_vault;
GRANT SELECT ON advice.referrals TO earshot_cards;
GRANT UPDATE (state, kept_at, version) ON conversations.promises TO earshot_vault;
GRANT INSERT ON conversations.promises TO earshot_vault;
GRANT USAGE ON SCHEMA advice TO earshot_cards, earshot_run_keys;
CREATE TRIGGER require_change AFTER INSERT OR UPDATE OR DELETE ON advice.referrals FOR EACH STATEMENT EXECUTE FUNCTION privacy.require_change();

-- What is sealed with a retired key is sealed anew.
CREATE POLICY run_keys ON advice.referrals TO earshot_run_keys USING ((SELECT privacy.run_opened()) = 'keys.renew');
GRANT SELECT (customer_id, referral_id, question_sealed, answer_sealed), UPDATE (question_sealed, answer_sealed) ON advice.referrals TO earshot_run_keys;

-- Nobody is referred to somebody of her own people, nor to whom no file opens.
CREATE FUNCTION advice.check_referral() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM staff.staff f WHERE f.staff_id = NEW.referred_to AND f.active AND f.role IN ('banker', 'manager', 'contact centre')) THEN
    RAISE EXCEPTION 'nobody like that takes referrals' USING ERRCODE = 'ES404';
  END IF;
  IF privacy.is_kin(NEW.referred_to, NEW.customer_id) THEN
    RAISE EXCEPTION 'not one''s own people' USING ERRCODE = 'ES403', DETAIL = 'kin';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER check_referral BEFORE INSERT ON advice.referrals FOR EACH ROW EXECUTE FUNCTION advice.check_referral();

-- The promise ends with what it was made for, and not before.
CREATE FUNCTION advice.end_promise() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
  UPDATE conversations.promises p SET state = CASE NEW.state WHEN 'answered' THEN 'kept' ELSE 'withdrawn' END,
      kept_at = CASE NEW.state WHEN 'answered' THEN now() END, version = p.version + 1
   WHERE p.customer_id = NEW.customer_id AND p.promise_id = NEW.promise_id AND p.state = 'open';
  RETURN NULL;
END $$;
CREATE TRIGGER end_promise AFTER UPDATE ON advice.referrals FOR EACH ROW
  WHEN (OLD.state = 'accepted' AND NEW.state <> 'accepted') EXECUTE FUNCTION advice.end_promise();
CREATE FUNCTION advice.keep_promise() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
  IF EXISTS (SELECT FROM advice.referrals r WHERE r.customer_id = NEW.customer_id AND r.promise_id = NEW.promise_id AND r.state = 'accepted') THEN
    RAISE EXCEPTION 'answer the referral, and the promise is kept' USING ERRCODE = 'ES409';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER keep_promise BEFORE UPDATE OF state ON conversations.promises FOR EACH ROW
  WHEN (OLD.state = 'open' AND NEW.state <> 'open') EXECUTE FUNCTION advice.keep_promise();

-- A list like the others: whom it shows is on record before a name is read. Restricted files are in no list.
CREATE FUNCTION advice.list_referrals(search uuid, token text) RETURNS integer
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE a record; found uuid[];
BEGIN
  a := privacy.actor(token);
  SELECT array_agg(DISTINCT n.customer_id) INTO found FROM (
    SELECT r.customer_id FROM advice.referrals r JOIN customers.customers c ON c.customer_id = r.customer_id AND NOT c.restricted AND c.merged_into IS NULL
     WHERE r.referred_to = a.staff_id AND r.ended_at IS NULL
    UNION ALL
    SELECT r.customer_id FROM advice.referrals r JOIN customers.customers c ON c.customer_id = r.customer_id AND NOT c.restricted AND c.merged_into IS NULL
     WHERE r.referred_by = a.staff_id AND r.ended_at > now() - interval '14 days' LIMIT 50) n;
  INSERT INTO privacy.searches (search_id, session_id, staff_id, role, premises_id, place, surface, query, customer_ids)
  VALUES (search, a.session_id, a.staff_id, a.role, a.premises_id, a.place, 'referrals', '', coalesce(found, '{}'));
  RETURN coalesce(cardinality(found), 0);
END $$;
-- A name to call, who asks, and what about; not at an open counter.
CREATE FUNCTION advice.referral_cards(search uuid, token text) RETURNS TABLE (customer_id uuid, referral_id uuid, called_name text, mine boolean, topic text,
  state text, result text, colleague text, on_date date, promise_id uuid, version integer)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE a record; ids uuid[];
BEGIN
  a := privacy.actor(token); ids := privacy.searched(search, token);
  RETURN QUERY
    SELECT r.customer_id, r.referral_id,
        CASE WHEN (SELECT true FROM customers.confidences k WHERE k.customer_id = r.customer_id AND k.ended_at IS NULL LIMIT 1)
          THEN left(coalesce(c.preferred_name, c.full_name), 1) || '.' ELSE coalesce(c.preferred_name, split_part(c.full_name, ' ', 1)) END,
        r.referred_to = a.staff_id, CASE WHEN a.place <> 'open counter' THEN r.topic END, r.state,
        CASE WHEN a.place <> 'open counter' THEN r.result END, f.full_name, (coalesce(r.ended_at, r.referred_at) AT TIME ZONE 'UTC')::date,
        CASE WHEN r.state = 'accepted' THEN r.promise_id END, r.version
      FROM unnest(ids) listed(id) JOIN advice.referrals r ON r.customer_id = listed.id
      JOIN customers.customers c ON c.customer_id = r.customer_id
      JOIN staff.staff f ON f.staff_id = CASE WHEN r.referred_to = a.staff_id THEN r.referred_by ELSE r.referred_to END
     WHERE (r.referred_to = a.staff_id AND r.ended_at IS NULL) OR (r.referred_by = a.staff_id AND r.ended_at > now() - interval '14 days')
     ORDER BY r.ended_at IS NOT NULL, r.referred_at LIMIT 100;
END $$;

-- The specialist's word, before the file opens to them: yes, by a day, or no, and why.
CREATE FUNCTION advice.take_referral(token text, wanted uuid, expected integer, promise uuid, promised text, due date, no_because text) RETURNS integer
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE a record := privacy.actor(token); r record;
BEGIN
  SELECT x.* INTO r FROM advice.referrals x WHERE x.referral_id = wanted AND x.referred_to = a.staff_id FOR UPDATE;
  IF NOT FOUND THEN RAISE EXCEPTION 'no such referral' USING ERRCODE = 'ES404'; END IF;
  -- asked again, because the answer was lost
  IF r.promise_id = promise OR (r.state = 'passed back' AND r.because = no_because) THEN RETURN r.version; END IF;
  IF r.state <> 'asked' THEN RAISE EXCEPTION 'it is not open any more' USING ERRCODE = 'ES409'; END IF;
  IF r.version <> expected THEN RAISE EXCEPTION 'changed meanwhile' USING ERRCODE = 'ES412'; END IF;
  IF privacy.is_restrained(r.customer_id, 'storage only') THEN
    RAISE EXCEPTION 'only kept, not changed' USING ERRCODE = 'ES403', DETAIL = 'restrained';
  END IF;
  -- first: nothing is changed without it
  INSERT INTO privacy.changes (customer_id, name, session_id, staff_id, role, place, subject)
  VALUES (r.customer_id, CASE WHEN no_because IS NULL THEN 'referral.accepted' ELSE 'referral.passed back' END, a.session_id, a.staff_id, a.role, a.place, wanted);
  IF no_because IS NULL THEN
    IF privacy.is_kin(a.staff_id, r.customer_id) THEN RAISE EXCEPTION 'not one''s own people' USING ERRCODE = 'ES403', DETAIL = 'kin'; END IF;
    INSERT INTO conversations.promises (customer_id, promise_id, body, due_on, made_by, assigned_to)
    VALUES (r.customer_id, promise, promised, due, r.referred_by, a.staff_id);
    UPDATE advice.referrals x SET state = 'accepted', promise_id = promise, version = x.version + 1
     WHERE x.customer_id = r.customer_id AND x.referral_id = wanted;
  ELSE
    UPDATE advice.referrals x SET state = 'passed back', because = no_because, ended_at = clock_timestamp(), ended_as = 'staff', version = x.version + 1
     WHERE x.customer_id = r.customer_id AND x.referral_id = wanted;
  END IF;
  RETURN r.version + 1;
END $$;

-- Her consent is hers: taken back, what was asked is gone, and the file is shut to the specialist.
CREATE FUNCTION advice.own_take_back(token text, wanted uuid) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE o record := privacy.own_session(token); standing text;
BEGIN
  SELECT x.state INTO standing FROM advice.referrals x WHERE x.customer_id = o.customer_id AND x.referral_id = wanted FOR UPDATE;
  IF NOT FOUND THEN RAISE EXCEPTION 'no such referral' USING ERRCODE = 'ES404'; END IF;
  IF standing = 'taken back' THEN RETURN; END IF;
  IF standing NOT IN ('asked', 'accepted') THEN RAISE EXCEPTION 'it has ended' USING ERRCODE = 'ES409'; END IF;
  UPDATE advice.referrals x SET state = 'taken back', question_sealed = NULL, answer_sealed = NULL, ended_at = clock_timestamp(), ended_as = 'customer',
      version = x.version + 1 WHERE x.customer_id = o.customer_id AND x.referral_id = wanted;
  INSERT INTO privacy.changes (customer_id, name, session_id, role, subject) VALUES (o.customer_id, 'referral.taken back', o.session_id, 'customer', wanted);
END $$;

-- Who may take a referral: by the beginning of a word of the name.
CREATE FUNCTION advice.specialists(token text, named text) RETURNS TABLE (staff_id uuid, full_name text, role text, premises text)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE a record := privacy.actor(token);
BEGIN
  RETURN QUERY SELECT f.staff_id, f.full_name, f.role, p.name FROM staff.staff f LEFT JOIN premises.premises p ON p.premises_id = f.premises_id
   WHERE f.active AND f.role IN ('banker', 'manager', 'contact centre') AND f.staff_id <> a.staff_id
     AND strpos(' ' || lower(f.full_name), ' ' || lower(named)) > 0
   ORDER BY f.premises_id IS DISTINCT FROM a.premises_id, f.full_name LIMIT 20;
END $$;

GRANT CREATE ON SCHEMA advice TO earshot_vault, earshot_cards;
SELECT house.hand_over(f, 'earshot_vault', '') FROM unnest(ARRAY['advice.check_referral()', 'advice.end_promise()', 'advice.keep_promise()']) f;
SELECT house.hand_over(f, 'earshot_vault', 'earshot_staff') FROM unnest(ARRAY['advice.list_referrals(uuid, text)',
  'advice.take_referral(text, uuid, integer, uuid, text, date, text)', 'advice.specialists(text, text)']) f;
SELECT house.hand_over('advice.referral_cards(uuid, text)', 'earshot_cards', 'earshot_staff'),
  house.hand_over('advice.own_take_back(text, uuid)', 'earshot_vault', 'earshot_portal');
REVOKE CREATE ON SCHEMA advice FROM earshot_vault, earshot_cards;
