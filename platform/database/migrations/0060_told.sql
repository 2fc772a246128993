-- What she told stands with where she told it: in which talk. And about when something happened is hers to put right, as everything else that
-- is believed of her.
CREATE FUNCTION house.amend(function regprocedure, said text, says text) RETURNS void LANGUAGE plpgsql AS $$
DECLARE source text := pg_get_functiondef(function); times integer := (length(source) - length(replace(source, said, ''))) / length(said);
BEGIN
  IF times <> 1 THEN RAISE EXCEPTION '% says that % times: %', function, times, said; END IF;
  EXECUTE replace(source, said, says);
END $$;

-- Null: from before it was kept, or not told by herself. talk: what it was called, {"en", "es"}, as the version of its questions has it.
ALTER TABLE needs.needs ADD COLUMN said_in text CHECK (said_in IN ('talk', 'phone', 'portal')),
  ADD COLUMN talk jsonb CHECK (length(talk::text) <= 1000);
ALTER TABLE needs.stated_facts ADD COLUMN talk jsonb CHECK (length(talk::text) <= 1000);
GRANT UPDATE (said_in, talk) ON needs.needs TO earshot_staff;
GRANT SELECT (talk) ON needs.stated_facts TO earshot_portal;
UPDATE privacy.copy_rules SET given = given || '{said_in,talk}' WHERE table_name = 'needs.needs';
UPDATE privacy.copy_rules SET given = given || '{talk}' WHERE table_name = 'needs.stated_facts';
-- what she corrects in the portal was not said in that talk
SELECT house.amend('needs.own_stated(text, text, text, jsonb)', 'conversation_id = NULL, premises_id = NULL', 'conversation_id = NULL, premises_id = NULL, talk = NULL'),
  house.amend('needs.own_need(text, uuid, text)', 'INSERT INTO needs.needs (customer_id, need_id, category, source, context, strength, expires_on)',
    'INSERT INTO needs.needs (customer_id, need_id, category, source, context, strength, expires_on, said_in)'),
  house.amend('needs.own_need(text, uuid, text)', '''customer'', ''offer'', 80, CURRENT_DATE + 365)', '''customer'', ''offer'', 80, CURRENT_DATE + 365, ''portal'')'),
  -- by confirming it she says it here
  house.amend('needs.own_answer(text, text, uuid, text)', 'expires_on = CURRENT_DATE + 365, recorded_at = clock_timestamp(), version = n.version + 1',
    'expires_on = CURRENT_DATE + 365, recorded_at = clock_timestamp(), said_in = ''portal'', talk = NULL, version = n.version + 1');

-- About when it happened, as she puts it right: so it is confirmed, and what a rule sees of it later does not change the day.
CREATE FUNCTION needs.own_event_day(token text, subject uuid, kinds text[], on_day date, lasts jsonb) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE o record; e record;
BEGIN
  o := privacy.own_session(token);
  SELECT x.* INTO e FROM needs.events x WHERE x.customer_id = o.customer_id AND x.event_id = subject AND x.state IN ('suspected', 'confirmed') FOR UPDATE;
  IF NOT FOUND THEN RAISE EXCEPTION 'no such thing is believed' USING ERRCODE = 'ES404'; END IF;
  -- when money moved, the books say
  IF e.kind <> ALL (kinds) THEN RAISE EXCEPTION 'its day is in the books' USING ERRCODE = 'ES409'; END IF;
  -- asked again after the answer was lost
  IF e.on_date = on_day AND e.state = 'confirmed' AND e.decided_as = 'customer' THEN RETURN; END IF;
  UPDATE needs.events x SET on_date = on_day, state = 'confirmed', decided_as = 'customer', decided_at = clock_timestamp(), confidence = 100,
      expires_on = greatest(on_day, CURRENT_DATE) + (lasts ->> e.kind)::integer, version = x.version + 1
   WHERE x.customer_id = o.customer_id AND x.event_id = subject;
  INSERT INTO privacy.changes (customer_id, name, session_id, role, subject)
  VALUES (o.customer_id, 'life event.corrected', o.session_id, 'customer', subject);
END $$;
GRANT CREATE ON SCHEMA needs TO earshot_vault;
SELECT house.hand_over('needs.own_event_day(text, uuid, text[], date, jsonb)', 'earshot_vault', 'earshot_portal');
REVOKE CREATE ON SCHEMA needs FROM earshot_vault;
DROP FUNCTION house.amend(regprocedure, text, text);
