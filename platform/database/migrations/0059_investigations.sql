-- Whom an investigation looks at takes a second compliance officer, where there is one. An investigation is the only reason to open a file
-- that one person gives to themselves, in their own words, and whose looks nobody else is shown: not the customer, not the privacy office, not
-- detection. So adding a customer is asked and answered like every request of two people, and opens no file until it is; what is asked stands
-- in the case alone, in no list of requests. From the moment it is asked nothing of the customer is deleted. Where nobody of compliance could
-- answer, one is enough, and the event of the record says so.
CREATE FUNCTION house.amend(function regprocedure, said text, says text) RETURNS void LANGUAGE plpgsql AS $$
DECLARE source text := pg_get_functiondef(function); times integer := (length(source) - length(replace(source, said, ''))) / length(said);
BEGIN
  IF times <> 1 THEN RAISE EXCEPTION '% says that % times: %', function, times, said; END IF;
  EXECUTE replace(source, said, says);
END $$;

ALTER TABLE privacy.investigation_customers
  -- the request, unless nobody could answer it
  ADD COLUMN approval_id uuid REFERENCES privacy.approvals DEFERRABLE INITIALLY DEFERRED,
  ADD COLUMN confirmed_by uuid REFERENCES staff.staff,
  -- from then on it is a reason to open the file
  ADD COLUMN confirmed_at timestamptz,
  ADD CHECK (confirmed_by IS NULL OR confirmed_at IS NOT NULL AND approval_id IS NOT NULL),
  ADD CHECK (confirmed_by <> added_by);
UPDATE privacy.investigation_customers SET confirmed_at = added_at;

INSERT INTO privacy.approval_rules (action, asks, decides) VALUES ('investigation', '{compliance officer}', '{compliance officer}');
ALTER TABLE privacy.approvals DROP CONSTRAINT approvals_end;
ALTER TABLE privacy.approvals ADD CONSTRAINT approvals_end CHECK (expires_at <= requested_at + CASE
  WHEN action IN ('rule change', 'terms change', 'withdrawal', 'undoing of terms', 'file restriction', 'investigation') THEN interval '3 days'
  ELSE interval '15 minutes' END);
SELECT house.amend('privacy.request_approval(text, uuid, text, jsonb, text, text)', '''undoing of terms'', ''file restriction'')',
  '''undoing of terms'', ''file restriction'', ''investigation'')');

CREATE INDEX approvals_of_investigations ON privacy.approvals (expires_at) WHERE action = 'investigation' AND state = 'asked';
CREATE FUNCTION privacy.investigated_before(payload jsonb) RETURNS jsonb LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE standing record;
BEGIN
  SELECT i.state, k.confirmed_at INTO standing FROM privacy.investigations i JOIN privacy.investigation_customers k ON k.investigation_id = i.investigation_id
   WHERE i.investigation_id = (payload->>'investigationId')::uuid AND k.customer_id = (payload->>'customerId')::uuid;
  IF NOT FOUND THEN RAISE EXCEPTION 'no such investigation' USING ERRCODE = 'ES404'; END IF;
  IF standing.state <> 'open' OR standing.confirmed_at IS NOT NULL THEN RAISE EXCEPTION 'nothing to confirm' USING ERRCODE = 'ES409'; END IF;
  RETURN '{}';
END $$;
SELECT house.amend('privacy.approval_before(uuid, text, jsonb)', 'ELSIF action IN (''file restriction'', ''file release'') THEN',
$amend$ELSIF action = 'investigation' THEN
    RETURN privacy.investigated_before(payload);
  ELSIF action IN ('file restriction', 'file release') THEN$amend$);
-- It is in no list of requests, and so in no search that the list leaves; a confirmation is done by whoever gives it.
SELECT house.amend('privacy.listed_approvals(uuid)', 'p.state = ''asked'' AND p.requested_by <> who', 'p.state = ''asked'' AND p.action <> ''investigation'' AND p.requested_by <> who');
SELECT house.amend('privacy.listed_approvals(uuid)', 'p.requested_by = who AND', 'p.requested_by = who AND p.action <> ''investigation'' AND');
SELECT house.amend('privacy.decide_approval(text, uuid, bytea, text, text)', '  IF p.action = ''file restriction'' THEN',
$amend$  IF p.action = 'investigation' THEN PERFORM privacy.settle_investigated(a, wanted, verdict); END IF;
  IF p.action = 'file restriction' THEN$amend$);
SELECT house.amend('privacy.notices(text)', '  UNION ALL
  SELECT ''glass to review''', '  UNION ALL
  SELECT ''investigation waits'', min(p.requested_at), NULL, count(*)::integer, min(p.expires_at)::date, NULL, NULL FROM privacy.approvals p
   WHERE a.role = ''compliance officer'' AND p.action = ''investigation'' AND p.state = ''asked'' AND p.expires_at > clock_timestamp()
     AND p.requested_by <> a.staff_id AND privacy.may_decide(a.staff_id, p.approval_id)
  HAVING count(*) > 0
  UNION ALL
  SELECT ''glass to review''');

-- Is there anybody of compliance who could answer: another person, outside the line of who asks, and no relation of the customer?
CREATE FUNCTION privacy.could_confirm(who uuid, customer uuid) RETURNS boolean LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
  RETURN EXISTS (SELECT FROM staff.staff f JOIN staff.staff m ON m.staff_id = who WHERE f.active AND f.role = 'compliance officer'
    AND NOT staff.in_one_line(f.person_id, m.person_id) AND NOT privacy.is_kin(f.staff_id, customer));
END $$;
DROP FUNCTION privacy.add_to_investigation(text, uuid, uuid);
CREATE FUNCTION privacy.add_to_investigation(token text, wanted uuid, customer uuid, new_approval uuid) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE a record := privacy.investigator(token); survivor uuid; standing record; alone boolean;
BEGIN
  SELECT c.customer_id INTO survivor FROM customers.customers c WHERE c.customer_id = customers.survivor(customer) FOR KEY SHARE;
  alone := NOT privacy.could_confirm(a.staff_id, survivor);
  PERFORM privacy.work_on_investigation(token, wanted, 'customer added', jsonb_build_object('customer', customer, 'alone', alone));
  IF survivor IS NULL THEN RAISE EXCEPTION 'no such customer' USING ERRCODE = 'ES404'; END IF;
  IF privacy.is_kin(a.staff_id, survivor) THEN RAISE EXCEPTION 'not one''s own people' USING ERRCODE = 'ES403', DETAIL = 'kin'; END IF;
  SELECT k.confirmed_at, p.state = 'asked' AND p.expires_at > clock_timestamp() AS asked INTO standing FROM privacy.investigation_customers k
    LEFT JOIN privacy.approvals p ON p.approval_id = k.approval_id WHERE k.investigation_id = wanted AND k.customer_id = survivor;
  IF FOUND AND (standing.confirmed_at IS NOT NULL OR standing.asked) THEN RETURN; END IF;
  IF (SELECT count(*) FROM privacy.investigation_customers k WHERE k.investigation_id = wanted AND k.customer_id <> survivor) >= 50 THEN
    RAISE EXCEPTION 'fifty customers are enough for one investigation' USING ERRCODE = 'ES422';
  END IF;
  INSERT INTO privacy.investigation_customers (investigation_id, customer_id, added_by, approval_id, confirmed_at)
  VALUES (wanted, survivor, a.staff_id, CASE WHEN NOT alone THEN new_approval END, CASE WHEN alone THEN clock_timestamp() END)
  -- nobody answered in three days
  ON CONFLICT (investigation_id, customer_id) DO UPDATE SET added_by = excluded.added_by, added_at = clock_timestamp(),
    approval_id = excluded.approval_id, confirmed_at = excluded.confirmed_at;
  -- the same words for everybody: what it is about stands in the case, sealed
  IF NOT alone THEN
    PERFORM privacy.request_approval(token, new_approval, 'investigation', jsonb_build_object('customerId', survivor, 'investigationId', wanted),
      'Investigation', 'What it is about stands in the case.');
  END IF;
END $$;
-- What the second officer said, in the transaction that says it. Refused, the customer is in the case no more; the events are.
CREATE FUNCTION privacy.settle_investigated(a record, wanted uuid, verdict text) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE p record; of_case uuid; whom uuid;
BEGIN
  SELECT x.* INTO p FROM privacy.approvals x WHERE x.approval_id = wanted;
  of_case := (p.payload->>'investigationId')::uuid; whom := (p.payload->>'customerId')::uuid;
  PERFORM FROM privacy.investigations i WHERE i.investigation_id = of_case FOR UPDATE;
  PERFORM privacy.investigated_before(p.payload);
  INSERT INTO privacy.events (name, session_id, staff_id, role, premises_id, place, subject, detail)
  VALUES (CASE verdict WHEN 'approved' THEN 'investigation.customer confirmed' ELSE 'investigation.customer refused' END, a.session_id, a.staff_id,
    a.role, a.premises_id, a.place, of_case::text, jsonb_build_object('customer', whom, 'approval', wanted));
  IF verdict = 'approved' THEN
    UPDATE privacy.investigation_customers k SET confirmed_by = a.staff_id, confirmed_at = clock_timestamp()
     WHERE k.investigation_id = of_case AND k.customer_id = whom AND k.approval_id = wanted;
  ELSE
    DELETE FROM privacy.investigation_customers k WHERE k.investigation_id = of_case AND k.customer_id = whom AND k.approval_id = wanted;
  END IF;
  IF NOT FOUND THEN RAISE EXCEPTION 'asked for anew meanwhile' USING ERRCODE = 'ES412'; END IF;
  UPDATE privacy.approvals x SET words = NULL, state = CASE verdict WHEN 'approved' THEN 'used' ELSE x.state END,
      used_at = CASE verdict WHEN 'approved' THEN clock_timestamp() END WHERE x.approval_id = wanted;
END $$;

-- The second officer's answer: about just this case, and in no words but those that stand in it.
CREATE FUNCTION privacy.confirm_investigated(token text, wanted uuid, approval uuid, shown bytea, verdict text) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
  PERFORM privacy.investigator(token);
  PERFORM FROM privacy.approvals p WHERE p.approval_id = approval AND p.action = 'investigation' AND p.payload->>'investigationId' = wanted::text;
  IF NOT FOUND THEN RAISE EXCEPTION 'nothing waits there' USING ERRCODE = 'ES404'; END IF;
  PERFORM privacy.decide_approval(token, approval, shown, verdict, CASE verdict WHEN 'refused' THEN 'See the notes of the case.' END);
END $$;

-- Only what was confirmed is a reason.
DO $$
DECLARE before text := pg_get_viewdef('privacy.grounds'::regclass); said constant text := 'WHERE (i.state = ''open''::text)'; after text;
BEGIN
  after := replace(before, said, 'WHERE (i.state = ''open''::text AND k.confirmed_at IS NOT NULL)');
  IF length(after) - length(before) <> length(' AND k.confirmed_at IS NOT NULL') THEN RAISE EXCEPTION 'privacy.grounds does not say that once'; END IF;
  EXECUTE 'CREATE OR REPLACE VIEW privacy.grounds WITH (security_invoker = true) AS ' || rtrim(after, '; ');
END $$;

-- Whom it is about, with what waits for a second officer, and whether the reader is one.
SELECT house.amend('privacy.investigations_shown(uuid, text, uuid, timestamptz, integer)', '''restricted'', c.restricted) ORDER BY c.full_name)',
$amend$'restricted', c.restricted, 'confirmed', k.confirmed_at IS NOT NULL, 'alone', k.confirmed_at IS NOT NULL AND k.approval_id IS NULL,
          'addedByName', (SELECT f.full_name FROM staff.staff f WHERE f.staff_id = k.added_by),
          'confirmedByName', (SELECT f.full_name FROM staff.staff f WHERE f.staff_id = k.confirmed_by),
          'waits', (SELECT jsonb_build_object('approvalId', p.approval_id, 'hash', encode(p.hash, 'hex'), 'until', p.expires_at,
              'forMe', privacy.may_decide(a.staff_id, p.approval_id)) FROM privacy.approvals p
            WHERE p.approval_id = k.approval_id AND p.state = 'asked' AND p.expires_at > clock_timestamp())) ORDER BY c.full_name)$amend$);

GRANT CREATE ON SCHEMA privacy TO earshot_vault;
SELECT house.hand_over(f, 'earshot_vault', '') FROM unnest(ARRAY['privacy.investigated_before(jsonb)', 'privacy.could_confirm(uuid, uuid)',
  'privacy.settle_investigated(record, uuid, text)']) f;
SELECT house.hand_over(f, 'earshot_vault', 'earshot_staff') FROM unnest(ARRAY['privacy.add_to_investigation(text, uuid, uuid, uuid)',
  'privacy.confirm_investigated(text, uuid, uuid, bytea, text)']) f;
REVOKE CREATE ON SCHEMA privacy FROM earshot_vault;
DROP FUNCTION house.amend(regprocedure, text, text);
