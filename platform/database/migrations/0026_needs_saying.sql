-- What people say to it: the evidence in sight, how far a goal is, and the customer's own word at the portal.
-- Each word of hers is on record as a change of her file, and counts from that moment.

-- The very movements that an event goes by, with the rights of whoever asks.
CREATE FUNCTION needs.evidence_of(customer uuid) RETURNS TABLE (event_id uuid, booked_on date, minor bigint, currency text, counterparty text)
LANGUAGE sql STABLE AS $$
  SELECT e.event_id, t.booked_on, t.minor, t.currency, t.counterparty
    FROM needs.events e CROSS JOIN LATERAL jsonb_array_elements_text(e.evidence -> 'transactions') seen(id)
    JOIN holdings.transactions t ON t.customer_id = e.customer_id AND t.transaction_id = seen.id::uuid
     AND t.booked_on BETWEEN e.on_date - 500 AND e.on_date + 400
   WHERE e.customer_id = customer AND e.expires_on >= CURRENT_DATE
   ORDER BY e.event_id, t.booked_on LIMIT 1000
$$;

-- What the agreements hold that a goal is linked with, in the goal's own currency.
CREATE FUNCTION needs.saved_of(customer uuid) RETURNS TABLE (need_id uuid, saved_minor bigint) LANGUAGE sql STABLE AS $$
  SELECT n.need_id, sum(b.minor)::bigint
    FROM needs.needs n JOIN holdings.holdings h ON h.customer_id = n.customer_id AND h.agreement_id = ANY (n.agreement_ids) AND h.currency = n.currency
     AND h.role IN ('owner', 'joint owner')
    CROSS JOIN LATERAL (SELECT b.minor FROM holdings.balances b WHERE b.customer_id = h.customer_id AND b.agreement_id = h.agreement_id
      AND b.ended_on IS NULL ORDER BY b.as_of DESC LIMIT 1) b
   WHERE n.customer_id = customer AND n.goal_minor IS NOT NULL GROUP BY n.need_id
$$;

-- Her own word on what is believed of her: so, not so, not to be used for offers, or again.
CREATE FUNCTION needs.own_answer(token text, of_what text, subject uuid, answer text) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE o record; fact text;
BEGIN
  o := privacy.own_session(token);
  IF of_what = 'event' THEN
    UPDATE needs.events e SET
        state = CASE answer WHEN 'confirm' THEN 'confirmed' WHEN 'remove' THEN 'rejected' ELSE e.state END,
        decided_as = CASE WHEN answer IN ('confirm', 'remove') THEN 'customer' ELSE e.decided_as END,
        decided_at = CASE WHEN answer IN ('confirm', 'remove') THEN clock_timestamp() ELSE e.decided_at END,
        not_used = CASE answer WHEN 'do not use' THEN true WHEN 'use' THEN false ELSE e.not_used END, version = e.version + 1
     WHERE e.customer_id = o.customer_id AND e.event_id = subject AND e.state IN ('suspected', 'confirmed');
  ELSIF answer = 'confirm' THEN
    -- a need of the rules becomes her own, and the rules leave it alone
    UPDATE needs.needs n SET source = 'customer', rule = NULL, context = 'offer', strength = greatest(n.strength, 60),
        expires_on = CURRENT_DATE + 365, recorded_at = clock_timestamp(), version = n.version + 1
     WHERE n.customer_id = o.customer_id AND n.need_id = subject AND n.state = 'open';
  ELSE
    UPDATE needs.needs n SET state = CASE answer WHEN 'remove' THEN 'rejected' ELSE n.state END,
        not_used = CASE answer WHEN 'do not use' THEN true WHEN 'use' THEN false ELSE n.not_used END, version = n.version + 1
     WHERE n.customer_id = o.customer_id AND n.need_id = subject AND n.state = 'open'
     RETURNING 'need.' || replace(n.category, ' ', '.') INTO fact;
    IF fact IS NOT NULL AND answer <> 'use' THEN
      UPDATE needs.facts f SET not_used = array_append(f.not_used, fact), version = f.version + 1 WHERE f.customer_id = o.customer_id;
    END IF;
  END IF;
  IF NOT FOUND AND fact IS NULL THEN RAISE EXCEPTION 'no such thing is believed' USING ERRCODE = 'ES404'; END IF;
  INSERT INTO privacy.changes (customer_id, name, session_id, role, subject)
  VALUES (o.customer_id, CASE of_what WHEN 'event' THEN 'life event.answered' ELSE 'need.answered' END, o.session_id, 'customer', subject);
END $$;

CREATE FUNCTION needs.own_event(token text, new_event uuid, happened text, on_day date, is_sensitive boolean, until date) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE o record;
BEGIN
  o := privacy.own_session(token);
  IF (SELECT count(*) FROM needs.events e WHERE e.customer_id = o.customer_id AND e.source = 'customer' AND e.found_at > now() - interval '1 day') >= 30 THEN
    RAISE EXCEPTION 'thirty a day are enough' USING ERRCODE = 'ES429', DETAIL = '86400';
  END IF;
  INSERT INTO needs.events (customer_id, event_id, kind, state, source, on_date, confidence, evidence_key, sensitive, expires_on, decided_at, decided_as)
  VALUES (o.customer_id, new_event, happened, 'confirmed', 'customer', on_day, 100, new_event::text, is_sensitive, until, clock_timestamp(), 'customer')
  ON CONFLICT DO NOTHING;
  IF FOUND THEN
    INSERT INTO privacy.changes (customer_id, name, session_id, role, subject) VALUES (o.customer_id, 'life event.told', o.session_id, 'customer', new_event);
  END IF;
END $$;

CREATE FUNCTION needs.own_need(token text, new_need uuid, about text) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE o record;
BEGIN
  o := privacy.own_session(token);
  IF (SELECT count(*) FROM needs.needs n WHERE n.customer_id = o.customer_id AND n.source = 'customer' AND n.recorded_at > now() - interval '1 day') >= 30 THEN
    RAISE EXCEPTION 'thirty a day are enough' USING ERRCODE = 'ES429', DETAIL = '86400';
  END IF;
  INSERT INTO needs.needs (customer_id, need_id, category, source, context, strength, expires_on)
  VALUES (o.customer_id, new_need, about, 'customer', 'offer', 80, CURRENT_DATE + 365) ON CONFLICT DO NOTHING;
  IF FOUND THEN
    INSERT INTO privacy.changes (customer_id, name, session_id, role, subject) VALUES (o.customer_id, 'need.stated', o.session_id, 'customer', new_need);
  END IF;
END $$;

-- names: the facts behind what she refuses (bank/needs/refusing.ts); no offer knows them from this moment.
CREATE FUNCTION needs.own_refusal(token text, what text, refused boolean, names text[]) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE o record;
BEGIN
  o := privacy.own_session(token);
  PERFORM pg_advisory_xact_lock(hashtextextended(o.customer_id::text, 26));
  IF refused THEN
    IF EXISTS (SELECT FROM needs.refusals r WHERE r.customer_id = o.customer_id AND r.about = what AND r.ended_at IS NULL) THEN RETURN; END IF;
    INSERT INTO needs.refusals (customer_id, about) VALUES (o.customer_id, what);
    UPDATE needs.facts f SET not_used = f.not_used || names, version = f.version + 1 WHERE f.customer_id = o.customer_id;
    IF what = 'stage' THEN
      UPDATE needs.standings s SET to_date = CURRENT_DATE WHERE s.customer_id = o.customer_id AND s.of = 'stage' AND s.to_date IS NULL;
      UPDATE needs.facts f SET known = f.known - 'stage' WHERE f.customer_id = o.customer_id;
    END IF;
  ELSE
    UPDATE needs.refusals r SET ended_at = clock_timestamp() WHERE r.customer_id = o.customer_id AND r.about = what AND r.ended_at IS NULL;
    IF NOT FOUND THEN RETURN; END IF;
  END IF;
  INSERT INTO privacy.changes (customer_id, name, session_id, role, subject)
  VALUES (o.customer_id, CASE WHEN refused THEN 'use.refused' ELSE 'use.allowed' END, o.session_id, 'customer', o.customer_id);
END $$;

DO $$
DECLARE f text;
BEGIN
  FOREACH f IN ARRAY ARRAY['evidence_of(uuid)', 'saved_of(uuid)'] LOOP
    EXECUTE format('REVOKE ALL ON FUNCTION needs.%s FROM PUBLIC', f);
    EXECUTE format('GRANT EXECUTE ON FUNCTION needs.%s TO earshot_staff, earshot_portal', f);
  END LOOP;
END $$;
GRANT CREATE ON SCHEMA needs TO earshot_vault, earshot_cards;
SELECT house.hand_over('needs.own_answer(text, text, uuid, text)', 'earshot_vault', 'earshot_portal'),
  house.hand_over('needs.own_event(text, uuid, text, date, boolean, date)', 'earshot_vault', 'earshot_portal'),
  house.hand_over('needs.own_need(text, uuid, text)', 'earshot_vault', 'earshot_portal'),
  house.hand_over('needs.own_refusal(text, text, boolean, text[])', 'earshot_vault', 'earshot_portal');
REVOKE CREATE ON SCHEMA needs FROM earshot_vault, earshot_cards;
-- Her own page shows the movements that an event goes by.
GRANT SELECT (customer_id, transaction_id, booked_on, minor, currency, counterparty) ON holdings.transactions TO earshot_portal;
