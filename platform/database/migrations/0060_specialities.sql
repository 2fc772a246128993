-- What somebody in the house knows more about than others: set by an administrator, on record. A referral may be put to whoever knows about a
-- thing, at one branch or at any: it shows neither whose it is nor what is asked, until one of them takes it; exactly one does.
--   staff.specialities  who takes referrals about what
CREATE FUNCTION house.amend(function regprocedure, said text, says text) RETURNS void LANGUAGE plpgsql AS $$
DECLARE source text := pg_get_functiondef(function); times integer := (length(source) - length(replace(source, said, ''))) / length(said);
BEGIN
  IF times <> 1 THEN RAISE EXCEPTION '% says that % times: %', function, times, said; END IF;
  EXECUTE replace(source, said, says);
END $$;

CREATE TABLE staff.specialities (
  staff_id uuid NOT NULL REFERENCES staff.staff,
  -- the same words that referrals are about
  speciality text NOT NULL CHECK (speciality IN ('home', 'borrowing', 'investing', 'retirement', 'protection', 'business', 'paying', 'estate')),
  -- null: it came with the demo bank
  set_by uuid REFERENCES staff.staff,
  set_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (speciality, staff_id)
);
CREATE INDEX ON staff.specialities (staff_id);
INSERT INTO house.table_classes VALUES ('staff.specialities', 'operational');
INSERT INTO house.retention (rule, table_name, way, citation) VALUES ('what staff know more about', 'staff.specialities', 'kept', 'until an administrator says otherwise');
GRANT SELECT ON staff.specialities TO earshot_staff;
GRANT SELECT, INSERT, DELETE ON staff.specialities TO earshot_vault;
GRANT SELECT, INSERT ON staff.specialities TO earshot_run_demo;

-- In the place of what was said before; on record with both.
-- seen: what stood when it was looked at; anything else by now, and nothing is set.
CREATE FUNCTION staff.set_specialities(token text, whom uuid, wanted text[], seen text[]) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE a record; before text[];
BEGIN
  a := staff.administrator_of(token, whom);
  PERFORM pg_advisory_xact_lock(hashtextextended('specialities ' || whom, 0));
  IF cardinality(wanted) > 0 AND NOT EXISTS (SELECT FROM staff.staff f WHERE f.staff_id = whom AND f.role IN ('banker', 'manager', 'contact centre')) THEN
    RAISE EXCEPTION 'who serves nobody takes no referrals' USING ERRCODE = 'ES409';
  END IF;
  SELECT coalesce(array_agg(s.speciality ORDER BY s.speciality), '{}') INTO before FROM staff.specialities s WHERE s.staff_id = whom;
  IF NOT (before @> seen AND before <@ seen OR before @> wanted AND before <@ wanted) THEN RAISE EXCEPTION 'changed meanwhile' USING ERRCODE = 'ES412'; END IF;
  DELETE FROM staff.specialities s WHERE s.staff_id = whom AND s.speciality <> ALL (wanted);
  INSERT INTO staff.specialities (staff_id, speciality, set_by) SELECT whom, w, a.staff_id FROM unnest(wanted) w ON CONFLICT DO NOTHING;
  INSERT INTO privacy.events (name, session_id, staff_id, subject, detail) VALUES ('staff.specialities set', a.session_id, a.staff_id, whom::text,
    jsonb_build_object('before', before, 'after', (SELECT coalesce(array_agg(DISTINCT w ORDER BY w), '{}') FROM unnest(wanted) w)));
END $$;

-- Referrals that are put to whoever knows about it ---------------------------------------------------------------------------------------
ALTER TABLE advice.referrals ALTER COLUMN referred_to DROP NOT NULL,
  ADD COLUMN to_speciality boolean NOT NULL DEFAULT false,
  -- at one branch; null: at any
  ADD COLUMN to_premises_id uuid REFERENCES premises.premises,
  ADD CONSTRAINT referrals_to_somebody CHECK (referred_to IS NOT NULL OR to_speciality AND state IN ('asked', 'taken back')),
  ADD CONSTRAINT referrals_at_a_branch CHECK (to_speciality OR to_premises_id IS NULL);
CREATE INDEX referrals_waiting ON advice.referrals (topic, referred_at) WHERE referred_to IS NULL AND ended_at IS NULL;
UPDATE privacy.copy_rules SET without = without || '{to_speciality,to_premises_id}' WHERE table_name = 'advice.referrals';

CREATE FUNCTION advice.is_specialist(who uuid, about text, place uuid) RETURNS boolean LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
  RETURN EXISTS (SELECT FROM staff.specialities s JOIN staff.staff f ON f.staff_id = s.staff_id
    WHERE s.staff_id = who AND s.speciality = about AND f.active AND f.role IN ('banker', 'manager', 'contact centre')
      AND (place IS NULL OR f.premises_id = place));
END $$;
CREATE OR REPLACE FUNCTION advice.check_referral() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
  IF NEW.to_speciality THEN
    IF NEW.referred_to IS NOT NULL THEN RAISE EXCEPTION 'to one of them, or to whoever takes it' USING ERRCODE = 'ES422'; END IF;
    -- nobody of her own people, and not whoever asks
    IF NOT EXISTS (SELECT FROM staff.specialities s WHERE s.speciality = NEW.topic AND s.staff_id <> NEW.referred_by
        AND advice.is_specialist(s.staff_id, NEW.topic, NEW.to_premises_id) AND NOT privacy.is_kin(s.staff_id, NEW.customer_id)) THEN
      RAISE EXCEPTION 'nobody there takes referrals about that' USING ERRCODE = 'ES404';
    END IF;
  ELSE
    IF NOT EXISTS (SELECT FROM staff.staff f WHERE f.staff_id = NEW.referred_to AND f.active AND f.role IN ('banker', 'manager', 'contact centre')) THEN
      RAISE EXCEPTION 'nobody like that takes referrals' USING ERRCODE = 'ES404';
    END IF;
    IF privacy.is_kin(NEW.referred_to, NEW.customer_id) THEN
      RAISE EXCEPTION 'not one''s own people' USING ERRCODE = 'ES403', DETAIL = 'kin';
    END IF;
  END IF;
  PERFORM FROM customers.customers c WHERE c.customer_id = NEW.customer_id AND c.restricted;
  IF FOUND THEN RAISE EXCEPTION 'a restricted file is on no list' USING ERRCODE = 'ES403', DETAIL = 'restricted'; END IF;
  RETURN NEW;
END $$;

-- Who takes it first has it: whoever comes second waits for the row, and is told.
SELECT house.amend('advice.take_referral(text, uuid, integer, uuid, text, date, text)', 'x.referral_id = wanted AND x.referred_to = a.staff_id FOR UPDATE;',
    'x.referral_id = wanted FOR UPDATE;'),
  house.amend('advice.take_referral(text, uuid, integer, uuid, text, date, text)', $said$IF NOT FOUND THEN RAISE EXCEPTION 'no such referral' USING ERRCODE = 'ES404'; END IF;$said$,
    $says$IF NOT FOUND OR r.referred_to IS DISTINCT FROM a.staff_id
      AND NOT (r.to_speciality AND r.referred_by IS DISTINCT FROM a.staff_id AND advice.is_specialist(a.staff_id, r.topic, r.to_premises_id)) THEN
    RAISE EXCEPTION 'no such referral' USING ERRCODE = 'ES404';
  END IF;
  IF r.referred_to IS DISTINCT FROM a.staff_id AND r.state <> 'asked' THEN RAISE EXCEPTION 'somebody else has taken it' USING ERRCODE = 'ES409'; END IF;
  -- it was put to all of them: one leaves it to the others by doing nothing
  IF r.referred_to IS NULL AND no_because IS NOT NULL THEN RAISE EXCEPTION 'it was not put to one alone' USING ERRCODE = 'ES409'; END IF;
  PERFORM FROM customers.customers c WHERE c.customer_id = r.customer_id AND r.referred_to IS NULL AND c.restricted;
  IF FOUND THEN RAISE EXCEPTION 'no such referral' USING ERRCODE = 'ES404'; END IF;$says$),
  house.amend('advice.take_referral(text, uuid, integer, uuid, text, date, text)', 'INSERT INTO conversations.promises (',
    $says$UPDATE advice.referrals x SET referred_to = a.staff_id WHERE x.customer_id = r.customer_id AND x.referral_id = wanted AND x.referred_to IS NULL;
    INSERT INTO conversations.promises ($says$);

-- Lists: whoever asked sees that nobody has taken it yet.
SELECT house.amend('advice.list_referrals(uuid, text)', 'r.referred_by = a.staff_id AND r.ended_at > now() - interval ''14 days''',
    'r.referred_by = a.staff_id AND (r.ended_at > now() - interval ''14 days'' OR r.to_speciality AND r.state = ''asked'')'),
  house.amend('advice.referral_cards(uuid, text)', '(r.referred_by = a.staff_id AND r.ended_at > now() - interval ''14 days'')',
    '(r.referred_by = a.staff_id AND (r.ended_at > now() - interval ''14 days'' OR r.to_speciality AND r.state = ''asked''))'),
  house.amend('advice.referral_cards(uuid, text)', 'r.referred_to = a.staff_id, CASE WHEN a.place', 'r.referred_to IS NOT DISTINCT FROM a.staff_id, CASE WHEN a.place'),
  house.amend('advice.referral_cards(uuid, text)', 'JOIN staff.staff f ON f.staff_id = CASE', 'LEFT JOIN staff.staff f ON f.staff_id = CASE');
-- What waits for somebody like me: what about (not where others hear), who asks, since when; neither whose it is nor what is asked, and
-- nothing of my own people.
CREATE FUNCTION advice.waiting_referrals(token text) RETURNS TABLE (referral_id uuid, topic text, colleague text, premises text, on_date date, version integer)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE a record := privacy.actor(token);
BEGIN
  RETURN QUERY SELECT r.referral_id, CASE WHEN a.place <> 'open counter' THEN r.topic END, f.full_name, p.name, (r.referred_at AT TIME ZONE 'UTC')::date, r.version
    FROM advice.referrals r JOIN customers.customers c ON c.customer_id = r.customer_id AND NOT c.restricted AND c.merged_into IS NULL
    JOIN staff.staff f ON f.staff_id = r.referred_by LEFT JOIN premises.premises p ON p.premises_id = r.to_premises_id
   WHERE r.referred_to IS NULL AND r.ended_at IS NULL AND r.referred_by <> a.staff_id
     AND advice.is_specialist(a.staff_id, r.topic, r.to_premises_id) AND NOT privacy.is_kin(a.staff_id, r.customer_id)
   ORDER BY r.referred_at LIMIT 50;
END $$;
-- Who takes referrals about what, by branch: how many, besides whoever asks.
CREATE FUNCTION advice.specialists_by_topic(token text) RETURNS TABLE (topic text, premises_id uuid, premises text, colleagues integer)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE a record := privacy.actor(token);
BEGIN
  RETURN QUERY SELECT s.speciality, f.premises_id, p.name, count(*)::integer
    FROM staff.specialities s JOIN staff.staff f ON f.staff_id = s.staff_id LEFT JOIN premises.premises p ON p.premises_id = f.premises_id
   WHERE f.active AND f.role IN ('banker', 'manager', 'contact centre') AND f.staff_id <> a.staff_id
   GROUP BY s.speciality, f.premises_id, p.name
   ORDER BY s.speciality, f.premises_id IS DISTINCT FROM a.premises_id, p.name LIMIT 500;
END $$;
GRANT CREATE ON SCHEMA advice, staff TO earshot_vault;
SELECT house.hand_over('staff.set_specialities(text, uuid, text[], text[])', 'earshot_vault', 'earshot_staff'),
  house.hand_over('advice.is_specialist(uuid, text, uuid)', 'earshot_vault', ''),
  house.hand_over('advice.waiting_referrals(text)', 'earshot_vault', 'earshot_staff'),
  house.hand_over('advice.specialists_by_topic(text)', 'earshot_vault', 'earshot_staff');
REVOKE CREATE ON SCHEMA advice, staff FROM earshot_vault;
DROP FUNCTION house.amend(regprocedure, text, text);
