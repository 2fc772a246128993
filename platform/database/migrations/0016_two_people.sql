-- What one person alone may not do. A request is hashed by the server, lives a quarter of an hour and is used once, by whoever asked, for
-- exactly what was asked. Who approves is another person, not another account, and neither above nor below the one who asks.

-- Who may ask for what, and who decides. Default: nobody.
CREATE TABLE privacy.approval_rules (
  action text PRIMARY KEY,
  asks text[] NOT NULL,
  decides text[] NOT NULL
);
INSERT INTO privacy.approval_rules VALUES
  ('restricted file', '{banker,contact centre,manager}', '{manager,privacy officer,compliance officer}'),
  ('bulk reveal', '{banker,manager,compliance officer}', '{privacy officer,compliance officer}'),
  ('export', '{administrator}', '{privacy officer,compliance officer,security officer}'),
  ('role change', '{administrator}', '{privacy officer,compliance officer,security officer}'),
  ('limit change', '{administrator,privacy officer}', '{privacy officer,compliance officer,security officer}'),
  ('key destruction', '{privacy officer}', '{compliance officer,security officer}');
CREATE TABLE privacy.approvals (
  approval_id uuid PRIMARY KEY,
  action text NOT NULL REFERENCES privacy.approval_rules,
  payload jsonb NOT NULL CHECK (length(payload::text) <= 2000),
  -- what it is now, where the request changes something: what the approver compares
  before jsonb NOT NULL DEFAULT '{}',
  hash bytea NOT NULL CHECK (length(hash) = 32),
  requested_by uuid NOT NULL REFERENCES staff.staff,
  requester_person uuid NOT NULL,
  reference text NOT NULL CHECK (length(reference) BETWEEN 3 AND 80),
  reason text NOT NULL CHECK (length(reason) BETWEEN 10 AND 500),
  requested_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  expires_at timestamptz NOT NULL,
  state text NOT NULL DEFAULT 'asked' CHECK (state IN ('asked', 'approved', 'refused', 'used')),
  decided_by uuid REFERENCES staff.staff,
  approver_person uuid,
  decided_at timestamptz,
  words text CHECK (length(words) <= 500),
  used_at timestamptz,
  CHECK (approver_person <> requester_person),
  CHECK ((state = 'asked') = (approver_person IS NULL)),
  CHECK (expires_at <= requested_at + interval '15 minutes')
);
CREATE INDEX ON privacy.approvals (requested_by, requested_at);
CREATE INDEX ON privacy.approvals (expires_at);

-- What opens one file to one session for half an hour: an approval that was used, or broken glass, which the privacy office reviews.
CREATE TABLE privacy.passes (
  customer_id uuid NOT NULL,
  pass_id uuid NOT NULL,
  kind text NOT NULL CHECK (kind IN ('approval', 'break-glass')),
  staff_id uuid NOT NULL REFERENCES staff.staff,
  session_id uuid NOT NULL,
  approval_id uuid REFERENCES privacy.approvals,
  reason_kind text CHECK (reason_kind IN ('danger', 'fraud', 'urgent instruction', 'complaint', 'system failure')),
  reference text CHECK (length(reference) BETWEEN 3 AND 80),
  reason text CHECK (length(reason) BETWEEN 10 AND 500),
  granted_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  expires_at timestamptz NOT NULL,
  review_due_on date,
  verdict text CHECK (verdict IN ('justified', 'not justified')),
  reviewed_by uuid REFERENCES staff.staff,
  reviewed_at timestamptz,
  words text CHECK (length(words) BETWEEN 10 AND 1000),
  PRIMARY KEY (customer_id, pass_id),
  UNIQUE (customer_id, approval_id),
  CHECK (expires_at <= granted_at + interval '30 minutes'),
  CHECK (CASE kind WHEN 'approval' THEN approval_id IS NOT NULL
    ELSE reason_kind IS NOT NULL AND reference IS NOT NULL AND reason IS NOT NULL AND review_due_on IS NOT NULL END),
  CHECK (reviewed_by <> staff_id)
);
CREATE INDEX ON privacy.passes (staff_id, granted_at);
CREATE INDEX passes_to_review ON privacy.passes (review_due_on, pass_id) WHERE kind = 'break-glass' AND verdict IS NULL;
CREATE INDEX passes_of_glass ON privacy.passes (granted_at) WHERE kind = 'break-glass';
INSERT INTO house.table_classes VALUES
  ('privacy.approval_rules', 'reference'), ('privacy.approvals', 'derived'), ('privacy.passes', 'customer');
SELECT house.guard_derived('privacy.approvals'), house.guard('privacy.passes');
INSERT INTO customers.merge_rules (table_name, way, why) VALUES ('privacy.passes', 'stays', 'it opens the one file that it names, for half an hour');
GRANT SELECT ON privacy.approval_rules TO earshot_vault;
GRANT SELECT, INSERT, UPDATE ON privacy.approvals, privacy.passes TO earshot_vault;
GRANT SELECT (lines, postal_code, purpose, ended_on) ON customers.addresses TO earshot_vault;

-- The reasons. rank: the better reason first. proven: presence that was proven, or work that somebody else gave; it needs no further eyes.
-- session_id: the one session that may use it; null: any of this member of staff.
CREATE VIEW privacy.grounds WITH (security_invoker = true) AS
  SELECT v.customer_id, v.handed_to AS staff_id, NULL::uuid AS session_id, 1 AS rank, v.visit_id AS ground,
         CASE v.channel WHEN 'phone' THEN 'call' ELSE 'visit' END AS kind, coalesce(v.topic, '') AS purpose, v.proven, v.started_at AS since
    FROM conversations.visits v WHERE v.state = 'in progress'
  UNION ALL
  SELECT p.customer_id, p.assigned_to, NULL, 2, p.promise_id, 'promise', '', p.made_by <> p.assigned_to, p.made_at
    FROM conversations.promises p WHERE p.state = 'open'
  UNION ALL
  SELECT p.customer_id, p.staff_id, NULL, 3, p.portfolio_id, 'portfolio', '', coalesce(p.assigned_by <> p.staff_id, true), p.from_date
    FROM customers.portfolios p
   WHERE p.ended_on IS NULL AND p.from_date <= CURRENT_DATE AND coalesce(p.to_date, CURRENT_DATE) >= CURRENT_DATE
  UNION ALL
  SELECT p.customer_id, k.to_staff, NULL, 4, k.cover_id, 'cover', '', true, k.made_at
    FROM customers.portfolios p JOIN customers.portfolio_covers k ON k.from_staff = p.staff_id
   WHERE p.ended_on IS NULL AND p.from_date <= CURRENT_DATE AND coalesce(p.to_date, CURRENT_DATE) >= CURRENT_DATE
     AND k.ended_at IS NULL AND CURRENT_DATE BETWEEN k.from_date AND k.to_date
  UNION ALL
  -- somebody is here for them: an attorney, a guardian, an owner of the business
  SELECT r.customer_id, v.handed_to, NULL, 5, v.visit_id, 'acting for them', coalesce(v.topic, ''), v.proven, v.started_at
    FROM customers.relations r JOIN conversations.visits v ON v.customer_id = r.other_id
   WHERE r.kind IN ('principal', 'ward', 'business') AND r.ended_on IS NULL AND v.state = 'in progress'
     AND coalesce(r.from_date, CURRENT_DATE) <= CURRENT_DATE AND coalesce(r.to_date, CURRENT_DATE) >= CURRENT_DATE
     -- unless the one acted for keeps it from just them
     AND NOT EXISTS (SELECT FROM customers.confidences k WHERE k.customer_id = r.customer_id AND k.ended_at IS NULL
       AND (k.other_id IS NULL OR k.other_id = r.other_id))
  UNION ALL
  SELECT d.customer_id, d.assigned_to, NULL, 6, d.pair_id, 'duplicate review', '', d.handed_out, d.taken_at
    FROM customers.duplicates d WHERE d.taken_at > now() - interval '12 hours'
  UNION ALL
  SELECT d.other_id, d.assigned_to, NULL, 6, d.pair_id, 'duplicate review', '', d.handed_out, d.taken_at
    FROM customers.duplicates d WHERE d.taken_at > now() - interval '12 hours'
  UNION ALL
  -- broken glass explains nothing until it is reviewed, so every better reason comes before it
  SELECT p.customer_id, p.staff_id, p.session_id, 7, p.pass_id, p.kind, '', p.kind = 'approval', p.granted_at
    FROM privacy.passes p WHERE p.expires_at > now() AND p.verdict IS DISTINCT FROM 'not justified';
GRANT SELECT ON privacy.grounds TO earshot_vault;

-- Oneself, one's relatives, and whoever lives with one: as far as the bank knows which customer its member of staff is.
CREATE FUNCTION privacy.is_kin(who uuid, customer uuid) RETURNS boolean LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE own uuid[];
BEGIN
  SELECT array_agg(o.customer_id) INTO own FROM staff.staff f JOIN staff.staff o ON o.person_id = f.person_id
   WHERE f.staff_id = who AND o.customer_id IS NOT NULL;
  IF own IS NULL THEN RETURN false; END IF;
  RETURN customer = ANY (own)
    -- a marriage that has ended is no reason to look either
    OR EXISTS (SELECT FROM customers.relations r WHERE r.customer_id = customer AND r.other_id = ANY (own)
        AND r.kind NOT IN ('employer', 'employee', 'business'))
    OR EXISTS (SELECT FROM customers.relations r WHERE r.customer_id = ANY (own) AND r.other_id = customer
        AND r.kind NOT IN ('employer', 'employee', 'business'))
    OR EXISTS (SELECT FROM customers.addresses a JOIN customers.addresses o ON o.customer_id = ANY (own)
        AND lower(array_to_string(o.lines, ' ')) = lower(array_to_string(a.lines, ' ')) AND o.postal_code IS NOT DISTINCT FROM a.postal_code
      WHERE a.customer_id = customer AND a.purpose = 'home' AND o.purpose = 'home' AND a.ended_on IS NULL AND o.ended_on IS NULL);
END $$;

-- jsonb text is canonical: keys in one order, one spelling of each value.
CREATE FUNCTION privacy.approval_hash(action text, payload jsonb, before jsonb) RETURNS bytea LANGUAGE plpgsql STABLE SET search_path = pg_catalog AS $$
BEGIN
  RETURN sha256(convert_to(action || chr(31) || payload::text || chr(31) || before::text, 'UTF8'));
END $$;

-- What stands now of what a request would change; an error if the request makes no sense.
CREATE FUNCTION privacy.approval_before(who uuid, action text, payload jsonb) RETURNS jsonb
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE standing record;
BEGIN
  IF action IN ('restricted file', 'bulk reveal') THEN
    SELECT c.restricted INTO standing FROM customers.customers c WHERE c.customer_id = (payload->>'customerId')::uuid AND c.merged_into IS NULL;
    IF NOT FOUND THEN RAISE EXCEPTION 'no such customer' USING ERRCODE = 'ES404'; END IF;
    IF action = 'restricted file' AND NOT standing.restricted THEN RAISE EXCEPTION 'this file needs no second person' USING ERRCODE = 'ES409'; END IF;
    IF privacy.is_kin(who, (payload->>'customerId')::uuid) THEN RAISE EXCEPTION 'not one''s own people' USING ERRCODE = 'ES403', DETAIL = 'kin'; END IF;
  ELSIF action = 'role change' THEN
    SELECT f.role INTO standing FROM staff.staff f WHERE f.staff_id = (payload->>'staffId')::uuid AND f.active;
    IF NOT FOUND THEN RAISE EXCEPTION 'nobody like that works here' USING ERRCODE = 'ES404'; END IF;
    IF standing.role = payload->>'role' THEN RAISE EXCEPTION 'that is the role already' USING ERRCODE = 'ES409'; END IF;
    RETURN jsonb_build_object('role', standing.role);
  ELSIF action = 'limit change' THEN
    SELECT t.customers_per_hour INTO standing FROM privacy.throttles t WHERE t.role = payload->>'role';
    IF NOT FOUND THEN RAISE EXCEPTION 'this role has no limit' USING ERRCODE = 'ES404'; END IF;
    RETURN jsonb_build_object('customersPerHour', standing.customers_per_hour);
  END IF;
  RETURN '{}';
END $$;

CREATE FUNCTION privacy.request_approval(token text, new_approval uuid, action text, payload jsonb, reference text, reason text)
RETURNS timestamptz LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE a record; now_is jsonb; me uuid; until timestamptz := clock_timestamp() + interval '14 minutes 59 seconds';
BEGIN
  a := privacy.actor(token);
  PERFORM FROM privacy.approval_rules r WHERE r.action = request_approval.action AND a.role = ANY (r.asks);
  IF NOT FOUND THEN RAISE EXCEPTION 'not for this role to ask' USING ERRCODE = 'ES405'; END IF;
  IF (SELECT count(*) FROM privacy.approvals p WHERE p.requested_by = a.staff_id AND p.requested_at > now() - interval '1 hour'
        AND p.approval_id <> new_approval) >= 20 THEN
    RAISE EXCEPTION 'twenty requests in an hour are enough' USING ERRCODE = 'ES429', DETAIL = '3600';
  END IF;
  now_is := privacy.approval_before(a.staff_id, action, payload);
  SELECT f.person_id INTO me FROM staff.staff f WHERE f.staff_id = a.staff_id;
  INSERT INTO privacy.approvals (approval_id, action, payload, before, hash, requested_by, requester_person, reference, reason, expires_at)
  VALUES (new_approval, action, payload, now_is, privacy.approval_hash(action, payload, now_is), a.staff_id, me, reference, reason, until)
  ON CONFLICT DO NOTHING;
  INSERT INTO privacy.events (name, session_id, staff_id, subject, detail)
  VALUES ('approval.asked', a.session_id, a.staff_id, new_approval::text, jsonb_build_object('action', action, 'reference', reference));
  RETURN until;
END $$;

CREATE FUNCTION privacy.may_decide(approver uuid, wanted uuid) RETURNS boolean LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
  RETURN EXISTS (SELECT FROM privacy.approvals p JOIN privacy.approval_rules r ON r.action = p.action
      JOIN staff.staff f ON f.staff_id = approver AND f.active AND f.role = ANY (r.decides)
    WHERE p.approval_id = wanted AND NOT staff.in_one_line(f.person_id, p.requester_person)
      AND (p.payload->>'staffId' IS NULL OR f.person_id <> (SELECT s.person_id FROM staff.staff s WHERE s.staff_id = (p.payload->>'staffId')::uuid))
      AND (p.payload->>'customerId' IS NULL OR NOT privacy.is_kin(approver, (p.payload->>'customerId')::uuid)));
END $$;

-- shown: the hash of what the approver has read. Of two deciding at once the second finds it decided.
CREATE FUNCTION privacy.decide_approval(token text, wanted uuid, shown bytea, verdict text, said text) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE a record; p record;
BEGIN
  a := privacy.actor(token);
  SELECT x.* INTO p FROM privacy.approvals x WHERE x.approval_id = wanted FOR UPDATE;
  IF NOT FOUND THEN RAISE EXCEPTION 'no such request' USING ERRCODE = 'ES404'; END IF;
  IF NOT privacy.may_decide(a.staff_id, wanted) THEN RAISE EXCEPTION 'not for you to decide' USING ERRCODE = 'ES405'; END IF;
  IF NOT staff.authenticated_lately(a.session_id, interval '5 minutes') THEN RAISE EXCEPTION 'prove again who you are' USING ERRCODE = 'ES406'; END IF;
  IF p.state <> 'asked' OR p.expires_at <= clock_timestamp() THEN RAISE EXCEPTION 'decided already, or too late' USING ERRCODE = 'ES409'; END IF;
  IF shown <> p.hash OR p.hash <> privacy.approval_hash(p.action, p.payload, p.before) THEN
    RAISE EXCEPTION 'not what was shown' USING ERRCODE = 'ES412';
  END IF;
  IF verdict NOT IN ('approved', 'refused') OR verdict = 'refused' AND coalesce(said, '') = '' THEN
    RAISE EXCEPTION 'approved, or refused with a word why' USING ERRCODE = 'ES422';
  END IF;
  UPDATE privacy.approvals x SET state = verdict, decided_by = a.staff_id, decided_at = clock_timestamp(), words = said,
      approver_person = (SELECT f.person_id FROM staff.staff f WHERE f.staff_id = a.staff_id)
   WHERE x.approval_id = wanted;
  INSERT INTO privacy.events (name, session_id, staff_id, subject, detail)
  VALUES ('approval.' || verdict, a.session_id, a.staff_id, wanted::text, jsonb_build_object('action', p.action));
END $$;

-- Uses an approval up, inside the transaction that does what was approved: for the one who asked, for just this, once, in time, and as long
-- as whoever approved it still could and nothing has changed meanwhile.
CREATE FUNCTION privacy.take_approval(who uuid, in_session uuid, wanted uuid, action text, payload jsonb) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE p record;
BEGIN
  SELECT x.* INTO p FROM privacy.approvals x WHERE x.approval_id = wanted FOR UPDATE;
  IF NOT FOUND OR p.requested_by <> who OR p.state <> 'approved' OR p.expires_at <= clock_timestamp()
     OR p.hash <> privacy.approval_hash(action, payload, p.before) OR NOT privacy.may_decide(p.decided_by, wanted) THEN
    RAISE EXCEPTION 'this takes an approval that stands' USING ERRCODE = 'ES403', DETAIL = 'approval';
  END IF;
  IF privacy.approval_before(who, action, payload) <> p.before THEN RAISE EXCEPTION 'changed since it was asked for' USING ERRCODE = 'ES412'; END IF;
  UPDATE privacy.approvals x SET state = 'used', used_at = clock_timestamp() WHERE x.approval_id = wanted;
  INSERT INTO privacy.events (name, session_id, staff_id, subject, detail)
  VALUES ('approval.used', in_session, who, wanted::text, jsonb_build_object('action', action));
END $$;

-- The three things that are done here with one. Others (exports, destroying keys) call take_approval in their own transaction.
CREATE FUNCTION privacy.use_approval(token text, wanted uuid, action text, payload jsonb, new_pass uuid) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE a record;
BEGIN
  a := privacy.actor(token);
  IF action NOT IN ('restricted file', 'role change', 'limit change') THEN RAISE EXCEPTION 'no such use' USING ERRCODE = 'ES422'; END IF;
  PERFORM privacy.take_approval(a.staff_id, a.session_id, wanted, action, payload);
  IF action = 'restricted file' THEN
    INSERT INTO privacy.passes (customer_id, pass_id, kind, staff_id, session_id, approval_id, expires_at)
    VALUES ((payload->>'customerId')::uuid, new_pass, 'approval', a.staff_id, a.session_id, wanted, clock_timestamp() + interval '29 minutes 59 seconds');
  ELSIF action = 'role change' THEN
    UPDATE staff.staff f SET role = payload->>'role' WHERE f.staff_id = (payload->>'staffId')::uuid;
    -- whoever becomes somebody else begins anew
    UPDATE staff.sessions s SET ended_at = now() WHERE s.staff_id = (payload->>'staffId')::uuid AND s.ended_at IS NULL;
  ELSE
    UPDATE privacy.throttles t SET customers_per_hour = (payload->>'customersPerHour')::integer WHERE t.role = payload->>'role';
  END IF;
END $$;

-- The list: what waits for me to decide, and what I asked for today. On record, with whose names it shows, like every list.
CREATE FUNCTION privacy.listed_approvals(who uuid) RETURNS SETOF privacy.approvals LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
  RETURN QUERY (SELECT p.* FROM privacy.approvals p WHERE p.expires_at > clock_timestamp() AND p.state = 'asked' AND p.requested_by <> who
      AND privacy.may_decide(who, p.approval_id) ORDER BY p.expires_at LIMIT 50)
    UNION ALL (SELECT p.* FROM privacy.approvals p WHERE p.requested_by = who AND p.requested_at > now() - interval '12 hours'
      ORDER BY p.requested_at DESC LIMIT 20);
END $$;
CREATE FUNCTION privacy.list_approvals(search uuid, token text) RETURNS integer
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE a record; found uuid[];
BEGIN
  a := privacy.actor(token);
  SELECT array_agg(DISTINCT (p.payload->>'customerId')::uuid) INTO found FROM privacy.listed_approvals(a.staff_id) p WHERE p.payload ? 'customerId';
  INSERT INTO privacy.searches (search_id, session_id, staff_id, role, premises_id, place, surface, query, customer_ids)
  VALUES (search, a.session_id, a.staff_id, a.role, a.premises_id, a.place, 'approvals', '', coalesce(found, '{}'));
  RETURN coalesce(cardinality(found), 0);
END $$;
CREATE FUNCTION privacy.approval_cards(search uuid, token text) RETURNS TABLE (approval_id uuid, action text, hash bytea, customer_id uuid,
  staff_id uuid, about text, role text, before_role text, customers_per_hour integer, before_per_hour integer, mine boolean, requester text,
  requester_role text, reference text, reason text, requested_at timestamptz, expires_at timestamptz, state text, decided_by_name text, words text)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE a record; ids uuid[];
BEGIN
  a := privacy.actor(token); ids := privacy.searched(search, token);
  RETURN QUERY SELECT p.approval_id, p.action, p.hash, c.customer_id, s.staff_id, coalesce(c.full_name, s.full_name), p.payload->>'role',
      p.before->>'role', (p.payload->>'customersPerHour')::integer, (p.before->>'customersPerHour')::integer, p.requested_by = a.staff_id,
      f.full_name, f.role, p.reference, p.reason, p.requested_at, p.expires_at,
      CASE WHEN p.state IN ('asked', 'approved') AND p.expires_at <= clock_timestamp() THEN 'expired' ELSE p.state END, d.full_name, p.words
    FROM privacy.listed_approvals(a.staff_id) p JOIN staff.staff f ON f.staff_id = p.requested_by
    LEFT JOIN staff.staff d ON d.staff_id = p.decided_by
    LEFT JOIN staff.staff s ON s.staff_id = (p.payload->>'staffId')::uuid
    LEFT JOIN LATERAL (SELECT x.customer_id, x.full_name FROM customers.customers x
      WHERE x.customer_id = (p.payload->>'customerId')::uuid LIMIT 1) c ON true
   WHERE p.payload->>'customerId' IS NULL OR c.customer_id = ANY (ids);
END $$;

DO $$
DECLARE f text;
BEGIN
  FOREACH f IN ARRAY ARRAY['privacy.request_approval(text, uuid, text, jsonb, text, text)', 'privacy.decide_approval(text, uuid, bytea, text, text)',
    'privacy.use_approval(text, uuid, text, jsonb, uuid)', 'privacy.list_approvals(uuid, text)', 'privacy.approval_cards(uuid, text)'] LOOP
    PERFORM house.hand_over(f, 'earshot_vault', 'earshot_staff');
  END LOOP;
  FOREACH f IN ARRAY ARRAY['privacy.is_kin(uuid, uuid)', 'privacy.approval_hash(text, jsonb, jsonb)', 'privacy.approval_before(uuid, text, jsonb)',
    'privacy.may_decide(uuid, uuid)', 'privacy.take_approval(uuid, uuid, uuid, text, jsonb)', 'privacy.listed_approvals(uuid)'] LOOP
    PERFORM house.hand_over(f, 'earshot_vault', '');
  END LOOP;
END $$;
