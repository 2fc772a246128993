-- Is this really my bank? Whoever is with a customer shows her a short code; she types it into the portal and sees that it is ours. One use
-- signed in and one without, ten minutes, bound to the visit; kept as an HMAC under the database's own secret, since eight digits are tried quickly.

CREATE TABLE conversations.vouching_codes (
  customer_id uuid NOT NULL,
  code_id uuid NOT NULL,
  code_seal text NOT NULL CHECK (length(code_seal) = 64),
  visit_id uuid NOT NULL,
  issued_by uuid NOT NULL REFERENCES staff.staff,
  role text NOT NULL,
  premises_id uuid,
  issued_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  expires_at timestamptz NOT NULL DEFAULT clock_timestamp() + interval '10 minutes',
  -- by the customer, signed in
  checked_at timestamptz,
  -- by whoever had it, without signing in
  seen_at timestamptz,
  PRIMARY KEY (customer_id, code_id)
);
CREATE INDEX ON conversations.vouching_codes (code_seal);
CREATE INDEX ON conversations.vouching_codes (expires_at);
-- How many codes were typed that are none of ours: what callers who are not the bank make up. No addresses, nobody's name.
CREATE TABLE conversations.vouching_misses (
  hour timestamptz NOT NULL,
  signed_in boolean NOT NULL,
  misses integer NOT NULL,
  PRIMARY KEY (hour, signed_in)
);
INSERT INTO house.table_classes VALUES ('conversations.vouching_codes', 'customer'), ('conversations.vouching_misses', 'operational');
SELECT house.guard('conversations.vouching_codes');
INSERT INTO customers.merge_rules (table_name, way, why) VALUES ('conversations.vouching_codes', 'stays', 'it is over in ten minutes');
INSERT INTO privacy.erasure_rules (table_name, way) VALUES ('conversations.vouching_codes', 'delete');
GRANT SELECT, INSERT, UPDATE, DELETE ON conversations.vouching_codes, conversations.vouching_misses TO earshot_vault;

-- For the customer who is here or on the telephone with this member of staff, and nobody else.
CREATE FUNCTION conversations.show_code(token text, visit uuid, new_code uuid, code text) RETURNS timestamptz
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE a record; v record; sealed text; until_at timestamptz;
BEGIN
  a := privacy.actor(token);
  IF code !~ '^[0-9]{8}$' THEN RAISE EXCEPTION 'eight digits' USING ERRCODE = 'ES422'; END IF;
  SELECT x.customer_id INTO v FROM conversations.visits x
   WHERE x.visit_id = visit AND x.state = 'in progress' AND x.handed_to = a.staff_id AND x.customer_id IS NOT NULL;
  IF NOT FOUND THEN RAISE EXCEPTION 'they are not here with you' USING ERRCODE = 'ES403'; END IF;
  IF (SELECT count(*) FROM conversations.vouching_codes c WHERE c.customer_id = v.customer_id AND c.issued_at > now() - interval '1 hour') >= 20 THEN
    RAISE EXCEPTION 'twenty codes in an hour are enough' USING ERRCODE = 'ES429', DETAIL = '3600';
  END IF;
  DELETE FROM conversations.vouching_codes c WHERE c.expires_at < now() - interval '1 day';
  -- the one before is over: only the newest counts
  UPDATE conversations.vouching_codes c SET expires_at = clock_timestamp()
   WHERE c.customer_id = v.customer_id AND c.visit_id = visit AND c.expires_at > clock_timestamp();
  sealed := privacy.seal('vouching code|' || code);
  IF EXISTS (SELECT FROM conversations.vouching_codes c WHERE c.code_seal = sealed AND c.expires_at > clock_timestamp()) THEN
    RAISE EXCEPTION 'another has that one' USING ERRCODE = 'ES409';
  END IF;
  INSERT INTO conversations.vouching_codes AS c (customer_id, code_id, code_seal, visit_id, issued_by, role, premises_id)
  VALUES (v.customer_id, new_code, sealed, visit, a.staff_id, a.role, a.premises_id) RETURNING c.expires_at INTO until_at;
  INSERT INTO privacy.changes (customer_id, name, session_id, staff_id, role, place, subject)
  VALUES (v.customer_id, 'vouching code.shown', a.session_id, a.staff_id, a.role, a.place, new_code);
  RETURN until_at;
END $$;
-- How it stands, for whoever shows it.
CREATE FUNCTION conversations.code_state(token text, code uuid) RETURNS TABLE (checked boolean, seen boolean, seconds_left integer)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE a record;
BEGIN
  a := privacy.actor(token);
  RETURN QUERY SELECT c.checked_at IS NOT NULL, c.seen_at IS NOT NULL, greatest(0, ceil(extract(epoch FROM c.expires_at - clock_timestamp())))::int
    FROM conversations.vouching_codes c WHERE c.code_id = code AND c.issued_by = a.staff_id AND c.issued_at > now() - interval '1 hour';
  IF NOT FOUND THEN RAISE EXCEPTION 'no such code' USING ERRCODE = 'ES404'; END IF;
END $$;

CREATE FUNCTION conversations.count_miss(by_customer boolean) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
  INSERT INTO conversations.vouching_misses AS m (hour, signed_in, misses) VALUES (date_trunc('hour', now()), by_customer, 1)
  ON CONFLICT (hour, signed_in) DO UPDATE SET misses = m.misses + 1;
END $$;
-- Signed in: is it ours, meant for her, and does that talk still go on? By role and branch, never by name.
CREATE FUNCTION conversations.check_own_code(token text, code text) RETURNS TABLE (role text, premises text, channel text, since timestamptz)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE o record;
BEGIN
  o := privacy.own_session(token);
  RETURN QUERY UPDATE conversations.vouching_codes c SET checked_at = clock_timestamp()
    FROM conversations.visits v LEFT JOIN premises.premises p ON p.premises_id = v.premises_id
   WHERE c.customer_id = o.customer_id AND c.code_seal = privacy.seal('vouching code|' || check_own_code.code) AND c.expires_at > clock_timestamp()
     AND c.checked_at IS NULL AND v.customer_id = c.customer_id AND v.visit_id = c.visit_id AND v.state = 'in progress'
  RETURNING c.role, p.name, v.channel, v.started_at;
  IF NOT FOUND THEN PERFORM conversations.count_miss(true); END IF;
END $$;
-- By anybody: yes or no, once.
CREATE FUNCTION conversations.check_code(code text) RETURNS boolean
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
  UPDATE conversations.vouching_codes c SET seen_at = clock_timestamp() FROM conversations.visits v
   WHERE c.code_seal = privacy.seal('vouching code|' || code) AND c.expires_at > clock_timestamp() AND c.seen_at IS NULL
     AND v.customer_id = c.customer_id AND v.visit_id = c.visit_id AND v.state = 'in progress';
  IF FOUND THEN RETURN true; END IF;
  PERFORM conversations.count_miss(false);
  RETURN false;
END $$;
-- Of the last day, for those who have to know.
CREATE FUNCTION conversations.misses_lately(token text) RETURNS TABLE (how_many integer, last_hour timestamptz)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE a record;
BEGIN
  a := privacy.actor(token);
  RETURN QUERY SELECT sum(m.misses)::integer, max(m.hour) FROM conversations.vouching_misses m
   WHERE a.role IN ('privacy officer', 'security officer') AND m.hour > now() - interval '1 day' HAVING sum(m.misses) > 0;
END $$;

DO $$
BEGIN
  GRANT CREATE ON SCHEMA conversations TO earshot_vault;
  PERFORM house.hand_over('conversations.count_miss(boolean)', 'earshot_vault', '');
  PERFORM house.hand_over('conversations.show_code(text, uuid, uuid, text)', 'earshot_vault', 'earshot_staff');
  PERFORM house.hand_over('conversations.code_state(text, uuid)', 'earshot_vault', 'earshot_staff');
  PERFORM house.hand_over('conversations.misses_lately(text)', 'earshot_vault', 'earshot_staff');
  PERFORM house.hand_over('conversations.check_own_code(text, text)', 'earshot_vault', 'earshot_portal');
  PERFORM house.hand_over('conversations.check_code(text)', 'earshot_vault', 'earshot_portal');
END $$;
