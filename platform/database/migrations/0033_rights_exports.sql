-- Whoever takes customers' data out of the bank does it on another person's approval: rejected lines of a feed, and lists of who viewed
-- whom, as copies of a person's data do. The owner's command line is none of the bank's sign-ins and asks nobody (docs/operations.md).
INSERT INTO privacy.approval_rules VALUES
  ('rejects export', '{administrator}', '{privacy officer,compliance officer,security officer}'),
  ('record export', '{privacy officer}', '{compliance officer,security officer}');

SELECT house.amend('privacy.approval_before(uuid, text, jsonb)', 'ELSIF action = ''key destruction'' THEN', $amend$ELSIF action = 'rejects export' THEN
    PERFORM FROM feed.rejects r WHERE r.run_id = (payload->>'runId')::uuid AND r.file_number = (payload->>'fileNumber')::smallint;
    IF NOT FOUND THEN RAISE EXCEPTION 'no such file of a run' USING ERRCODE = 'ES404'; END IF;
  ELSIF action = 'record export' THEN
    -- one subject, and a period that ends after it begins
    IF num_nonnulls(payload->>'staffId', payload->>'customerId') <> 1 OR ((payload->>'to')::date >= (payload->>'from')::date) IS NOT TRUE THEN
      RAISE EXCEPTION 'whose list, and of which days' USING ERRCODE = 'ES422';
    END IF;
    IF NOT (EXISTS (SELECT FROM staff.staff f WHERE f.staff_id = (payload->>'staffId')::uuid)
        OR EXISTS (SELECT FROM customers.customers c WHERE c.customer_id = (payload->>'customerId')::uuid)) THEN
      RAISE EXCEPTION 'nobody like that' USING ERRCODE = 'ES404';
    END IF;
    IF payload->>'customerId' IS NOT NULL AND privacy.is_kin(who, (payload->>'customerId')::uuid) THEN
      RAISE EXCEPTION 'not one''s own people' USING ERRCODE = 'ES403', DETAIL = 'kin';
    END IF;
  ELSIF action = 'key destruction' THEN$amend$);

-- What the cards of requests say beside names and roles: the list is on record already.
CREATE FUNCTION privacy.approval_more(search uuid, token text) RETURNS TABLE (approval_id uuid, request_id uuid, run_id uuid, file_number integer,
  feed text, from_day date, to_day date) LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE a record := privacy.actor(token);
BEGIN
  PERFORM privacy.searched(search, token);
  RETURN QUERY SELECT p.approval_id, (p.payload->>'requestId')::uuid, (p.payload->>'runId')::uuid, (p.payload->>'fileNumber')::integer, r.feed,
      (p.payload->>'from')::date, (p.payload->>'to')::date
    FROM privacy.listed_approvals(a.staff_id) p LEFT JOIN feed.runs r ON r.run_id = (p.payload->>'runId')::uuid;
END $$;

-- The approval is used up by the transaction that puts the export on record, before a line leaves.
DROP FUNCTION privacy.export_record(text, text, uuid, timestamptz, timestamptz);
CREATE FUNCTION privacy.export_record(token text, approval uuid, of_what text, subject uuid, from_day date, to_day date) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE a record;
BEGIN
  a := privacy.record_reader(token);
  IF of_what IS NULL OR of_what NOT IN ('staff', 'customer') THEN RAISE EXCEPTION 'of staff or of a customer' USING ERRCODE = 'ES422'; END IF;
  PERFORM privacy.take_approval(a.staff_id, a.session_id, approval, 'record export',
    jsonb_build_object(CASE of_what WHEN 'staff' THEN 'staffId' ELSE 'customerId' END, subject, 'from', from_day, 'to', to_day));
  INSERT INTO privacy.events (name, session_id, staff_id, role, premises_id, place, subject, detail)
  VALUES ('record.exported', a.session_id, a.staff_id, a.role, a.premises_id, a.place, subject::text,
          jsonb_build_object('of', of_what, 'from', from_day, 'to', to_day, 'approval', approval));
END $$;

DROP FUNCTION feed.record_export(text, uuid, smallint);
CREATE FUNCTION feed.record_export(token text, run uuid, file smallint, approval uuid) RETURNS uuid
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE who uuid := feed.asked_by(token); a record; id uuid;
BEGIN
  IF token IS NOT NULL THEN
    a := privacy.actor(token);
    PERFORM privacy.take_approval(a.staff_id, a.session_id, approval, 'rejects export', jsonb_build_object('runId', run, 'fileNumber', file));
  ELSE
    SELECT NULL::uuid AS session_id, 'command line' AS role, NULL::uuid AS premises_id, NULL AS place INTO a;
  END IF;
  INSERT INTO privacy.events (name, session_id, staff_id, role, premises_id, place, subject, detail)
  VALUES ('feed rejects.exported', a.session_id, who, a.role, a.premises_id, a.place, run::text, jsonb_build_object('file', file, 'approval', approval))
  RETURNING event_id INTO id;
  RETURN id;
END $$;

GRANT USAGE, CREATE ON SCHEMA feed TO earshot_vault;
SELECT house.hand_over('privacy.approval_more(uuid, text)', 'earshot_vault', 'earshot_staff');
SELECT house.hand_over('privacy.export_record(text, uuid, text, uuid, date, date)', 'earshot_vault', 'earshot_staff');
SELECT house.hand_over('feed.record_export(text, uuid, smallint, uuid)', 'earshot_vault', 'earshot_staff, earshot_batch');
REVOKE CREATE ON SCHEMA feed FROM earshot_vault;
