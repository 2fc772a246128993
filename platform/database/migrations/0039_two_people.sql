-- Two more deeds of two people: the contact values of many customers at once, and the list of people whose files a question is about.
CREATE FUNCTION house.amend(function regprocedure, said text, says text) RETURNS void LANGUAGE plpgsql AS $$
DECLARE source text := pg_get_functiondef(function); times integer := (length(source) - length(replace(source, said, ''))) / length(said);
BEGIN
  IF times <> 1 THEN RAISE EXCEPTION '% says that % times: %', function, times, said; END IF;
  EXECUTE replace(source, said, says);
END $$;

-- A bulk reveal is a banker's or a manager's, of those whom they look after or serve anyway; a list of people affected, of either office.
-- The office that asks is never the one that is asked about.
UPDATE privacy.approval_rules SET asks = '{banker,manager}' WHERE action = 'bulk reveal';
INSERT INTO privacy.approval_rules VALUES
  ('people export', '{privacy officer,compliance officer}', '{compliance officer,security officer}');
-- fifty ids are more than two thousand letters
DO $$
DECLARE k text;
BEGIN
  SELECT c.conname INTO STRICT k FROM pg_constraint c WHERE c.conrelid = 'privacy.approvals'::regclass AND pg_get_constraintdef(c.oid) LIKE '%payload%2000%';
  EXECUTE format('ALTER TABLE privacy.approvals DROP CONSTRAINT %I', k);
END $$;
ALTER TABLE privacy.approvals ADD CONSTRAINT approvals_payload CHECK (length(payload::text) <= 4000);

CREATE FUNCTION privacy.listed_customers(payload jsonb) RETURNS uuid[] LANGUAGE plpgsql IMMUTABLE SET search_path = pg_catalog AS $$
BEGIN
  IF jsonb_typeof(payload->'customerIds') IS DISTINCT FROM 'array' THEN RETURN NULL; END IF;
  RETURN (SELECT array_agg(x::uuid ORDER BY x) FROM jsonb_array_elements_text(payload->'customerIds') x);
END $$;

-- What stands now. Of a list: each is there once, is a customer, and nobody close to who asks. Who may be opened is asked when it is asked
-- for and when it is done: what has come between then is left out, and nothing more.
SELECT house.amend('privacy.approval_before(uuid, text, jsonb)', 'ELSIF action = ''rejects export'' THEN', $amend$ELSIF action = 'people export' THEN
    SELECT q.staff_id, (SELECT count(*) FROM privacy.occasions o WHERE o.question_id = q.question_id) AS files INTO standing
      FROM privacy.questions q JOIN staff.staff f ON f.staff_id = who
     WHERE q.question_id = (payload->>'questionId')::uuid AND privacy.may_review(who, f.role, q.staff_id, q.office, q.escalated_at IS NOT NULL);
    IF NOT FOUND THEN RAISE EXCEPTION 'no such question' USING ERRCODE = 'ES404'; END IF;
    RETURN jsonb_build_object('subjectStaffId', standing.staff_id, 'occasions', standing.files);
  ELSIF action = 'bulk reveal' THEN
    IF coalesce(cardinality(privacy.listed_customers(payload)), 0) NOT BETWEEN 1 AND 50
       OR (SELECT count(DISTINCT x.id) FROM unnest(privacy.listed_customers(payload)) x(id)) <> cardinality(privacy.listed_customers(payload)) THEN
      RAISE EXCEPTION 'between 1 and 50 customers, each once' USING ERRCODE = 'ES422';
    END IF;
    IF (SELECT count(*) FROM customers.customers c WHERE c.customer_id = ANY (privacy.listed_customers(payload)) AND c.merged_into IS NULL)
       <> cardinality(privacy.listed_customers(payload)) THEN
      RAISE EXCEPTION 'no such customer' USING ERRCODE = 'ES404';
    END IF;
    IF EXISTS (SELECT FROM unnest(privacy.listed_customers(payload)) x(id) WHERE privacy.is_kin(who, x.id)) THEN
      RAISE EXCEPTION 'not one''s own people' USING ERRCODE = 'ES403', DETAIL = 'kin';
    END IF;
  ELSIF action = 'rejects export' THEN$amend$);
SELECT house.amend('privacy.approval_before(uuid, text, jsonb)', 'action IN (''restricted file'', ''export'', ''bulk reveal'')',
  'action IN (''restricted file'', ''export'')');

-- May each of them be opened by who is here, for work that is theirs? Broken glass and second persons open one file at a time.
CREATE FUNCTION privacy.shown_in_bulk(who uuid, in_session uuid, customers uuid[])
RETURNS TABLE (customer_id uuid, why_not text, ground uuid, kind text, purpose text, proven boolean)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
  RETURN QUERY SELECT d.customer_id,
      CASE WHEN d.decision = 'training' THEN 'training'
        WHEN d.decision = 'restricted' OR (SELECT c.restricted FROM customers.customers c WHERE c.customer_id = d.customer_id) THEN 'restricted'
        WHEN d.decision <> 'open' OR d.kind NOT IN ('visit', 'call', 'promise', 'portfolio', 'cover') THEN 'no ground' END,
      d.ground, d.kind, d.purpose, d.proven
    FROM privacy.decide(who, in_session, customers, NULL) d;
END $$;

SELECT house.amend('privacy.request_approval(text, uuid, text, jsonb, text, text)', 'me uuid;', 'me uuid; cannot text;');
SELECT house.amend('privacy.request_approval(text, uuid, text, jsonb, text, text)', 'now_is := privacy.approval_before(a.staff_id, action, payload);',
$amend$now_is := privacy.approval_before(a.staff_id, action, payload);
  IF action = 'bulk reveal' THEN
    SELECT s.why_not INTO cannot FROM privacy.shown_in_bulk(a.staff_id, a.session_id, privacy.listed_customers(payload)) s WHERE s.why_not IS NOT NULL LIMIT 1;
    IF FOUND THEN RAISE EXCEPTION 'not all of these may be opened: %', cannot USING ERRCODE = 'ES403', DETAIL = cannot; END IF;
  END IF;$amend$);

-- Nobody of the list is close to who decides; and a list of people affected is decided neither by the one it is about nor by their office.
SELECT house.amend('privacy.may_decide(uuid, uuid)', '      AND (p.payload->>''customerId'' IS NULL', $amend$      AND (p.action <> 'bulk reveal' OR NOT EXISTS (
        SELECT FROM unnest(privacy.listed_customers(p.payload)) x(id) WHERE privacy.is_kin(approver, x.id)))
      AND (p.before->>'subjectStaffId' IS NULL OR NOT EXISTS (SELECT FROM staff.staff s
        WHERE s.staff_id = (p.before->>'subjectStaffId')::uuid AND (s.person_id = f.person_id OR s.role = f.role)))
      AND (p.payload->>'customerId' IS NULL$amend$);
-- What was written of a list goes with the first of it who is erased.
SELECT house.amend('privacy.forget_words(uuid[])', 'WHERE a.payload->>''customerId'' = ANY (people::text[])',
  'WHERE a.payload->>''customerId'' = ANY (people::text[]) OR privacy.listed_customers(a.payload) && people');
DROP FUNCTION house.amend(regprocedure, text, text);

-- Whose names the list of requests shows is on record, those of a list as well.
CREATE OR REPLACE FUNCTION privacy.list_approvals(search uuid, token text) RETURNS integer
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE a record; shown uuid[];
BEGIN
  a := privacy.actor(token);
  SELECT array_agg(DISTINCT l.id) INTO shown FROM privacy.listed_approvals(a.staff_id) p
    CROSS JOIN LATERAL (SELECT (p.payload->>'customerId')::uuid AS id UNION SELECT x FROM unnest(privacy.listed_customers(p.payload)) x) l
   WHERE l.id IS NOT NULL;
  INSERT INTO privacy.searches (search_id, session_id, staff_id, role, premises_id, place, surface, query, customer_ids)
  VALUES (search, a.session_id, a.staff_id, a.role, a.premises_id, a.place, 'approvals', '', coalesce(shown, '{}'));
  RETURN coalesce(cardinality(shown), 0);
END $$;

DROP FUNCTION privacy.approval_more(uuid, text);
CREATE FUNCTION privacy.approval_more(search uuid, token text) RETURNS TABLE (approval_id uuid, request_id uuid, run_id uuid, file_number integer,
  feed text, from_day date, to_day date, question_id uuid, subject text, occasions integer, customer_ids uuid[], customer_names text[])
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE a record := privacy.actor(token); ids uuid[];
BEGIN
  ids := privacy.searched(search, token);
  RETURN QUERY SELECT p.approval_id, (p.payload->>'requestId')::uuid, (p.payload->>'runId')::uuid, (p.payload->>'fileNumber')::integer, r.feed,
      (p.payload->>'from')::date, (p.payload->>'to')::date, (p.payload->>'questionId')::uuid, s.full_name, (p.before->>'occasions')::integer,
      privacy.listed_customers(p.payload),
      (SELECT array_agg(c.full_name ORDER BY c.full_name) FROM customers.customers c
        WHERE c.customer_id = ANY (privacy.listed_customers(p.payload)) AND c.customer_id = ANY (ids))
    FROM privacy.listed_approvals(a.staff_id) p LEFT JOIN feed.runs r ON r.run_id = (p.payload->>'runId')::uuid
    LEFT JOIN staff.staff s ON s.staff_id = (p.before->>'subjectStaffId')::uuid;
END $$;

-- Signs the contact values of a list out: the approval is used up, and each value is a reveal of its own, committed before one is read.
-- Left out, with the reason: who may not be opened any more, and whom nothing safe would reach.
CREATE FUNCTION privacy.bulk_reveal(opening uuid, token text, approval uuid, customers uuid[])
RETURNS TABLE (customer_id uuid, contact_point_id uuid, why_not text)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE a record := privacy.actor(token); d record; points uuid[];
BEGIN
  IF a.place IS NOT DISTINCT FROM 'open counter' THEN
    RAISE EXCEPTION 'never where strangers may read' USING ERRCODE = 'ES403', DETAIL = 'counter';
  END IF;
  IF opening IS NULL OR customers IS NULL THEN RAISE EXCEPTION 'of whom' USING ERRCODE = 'ES422'; END IF;
  PERFORM privacy.take_approval(a.staff_id, a.session_id, approval, 'bulk reveal',
    jsonb_build_object('customerIds', (SELECT to_jsonb(array_agg(x.id ORDER BY x.id)) FROM unnest(customers) x(id))));
  FOR d IN SELECT s.* FROM privacy.shown_in_bulk(a.staff_id, a.session_id, customers) s LOOP
    SELECT array_agg(p.contact_point_id ORDER BY p.kind, p.contact_point_id) INTO points FROM customers.contact_points p
     WHERE p.customer_id = d.customer_id AND p.ended_on IS NULL AND p.safe_to_use;
    IF d.why_not IS NOT NULL OR points IS NULL THEN
      customer_id := d.customer_id; contact_point_id := NULL; why_not := coalesce(d.why_not, 'nothing safe');
      RETURN NEXT;
      CONTINUE;
    END IF;
    PERFORM privacy.count_opening(a.staff_id, a.session_id, a.role, d.customer_id);
    INSERT INTO privacy.access_records (customer_id, opening, action, session_id, staff_id, role, purpose, ground_kind, ground, proven,
                                        premises_id, station_id, place, fields)
    SELECT d.customer_id, bulk_reveal.opening, 'reveal', a.session_id, a.staff_id, a.role, d.purpose, d.kind, d.ground, d.proven,
           a.premises_id, a.station_id, a.place, ARRAY['contact point ' || x.id] FROM unnest(points) x(id);
    RETURN QUERY SELECT d.customer_id, x.id, NULL::text FROM unnest(points) x(id);
  END LOOP;
END $$;

-- The approval is used up by the transaction that puts the export on record, before a line leaves.
DROP FUNCTION privacy.export_people(text, uuid);
CREATE FUNCTION privacy.export_people(token text, question uuid, approval uuid) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE a record := privacy.office_of(token);
BEGIN
  PERFORM FROM privacy.questions q WHERE q.question_id = question
     AND privacy.may_review(a.staff_id, a.role, q.staff_id, q.office, q.escalated_at IS NOT NULL);
  IF NOT FOUND THEN RAISE EXCEPTION 'no such question' USING ERRCODE = 'ES404'; END IF;
  PERFORM privacy.take_approval(a.staff_id, a.session_id, approval, 'people export', jsonb_build_object('questionId', question));
  INSERT INTO privacy.events (name, session_id, staff_id, role, premises_id, place, subject, detail)
  VALUES ('people affected.exported', a.session_id, a.staff_id, a.role, a.premises_id, a.place, question::text, jsonb_build_object('approval', approval));
END $$;

DO $$
DECLARE f text;
BEGIN
  FOREACH f IN ARRAY ARRAY['privacy.approval_more(uuid, text)', 'privacy.bulk_reveal(uuid, text, uuid, uuid[])', 'privacy.export_people(text, uuid, uuid)'] LOOP
    PERFORM house.hand_over(f, 'earshot_vault', 'earshot_staff');
  END LOOP;
  FOREACH f IN ARRAY ARRAY['privacy.listed_customers(jsonb)', 'privacy.shown_in_bulk(uuid, uuid, uuid[])'] LOOP
    PERFORM house.hand_over(f, 'earshot_vault', '');
  END LOOP;
END $$;
