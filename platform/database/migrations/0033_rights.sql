-- Erasing as a right: what would go and what must stay is shown, a second person approves, a job does it. What serves people still may
-- not erase anybody: it may only order what was approved.

-- Changes a function where it says just this, whatever else other migrations have made of it; an error where it does not.
CREATE OR REPLACE FUNCTION house.amend(function regprocedure, said text, says text) RETURNS void LANGUAGE plpgsql AS $$
DECLARE source text := pg_get_functiondef(function); times integer := (length(source) - length(replace(source, said, ''))) / length(said);
BEGIN
  IF times <> 1 THEN RAISE EXCEPTION '% says that % times: %', function, times, said; END IF;
  EXECUTE replace(source, said, says);
END $$;
REVOKE ALL ON FUNCTION house.amend(regprocedure, text, text) FROM PUBLIC;

-- What was approved and not done yet. It goes with the person; that it was done stays in privacy.erasures and among the events.
CREATE TABLE privacy.erasure_orders (
  customer_id uuid NOT NULL,
  order_id uuid NOT NULL,
  request_id uuid NOT NULL,
  approval_id uuid NOT NULL,
  -- how many records of the bank were this person when it was approved
  records integer NOT NULL,
  -- how she was told: afterwards nothing is left to write to
  told text NOT NULL CHECK (told IN ('in person', 'letter', 'phone', 'e-mail')),
  ordered_by uuid NOT NULL REFERENCES staff.staff,
  ordered_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  -- something came up before it was done: a legal hold, an agreement, another record of the same person
  stopped_at timestamptz,
  PRIMARY KEY (customer_id, order_id),
  UNIQUE (customer_id, approval_id)
);
CREATE UNIQUE INDEX erasure_orders_waiting ON privacy.erasure_orders (customer_id) WHERE stopped_at IS NULL;
CREATE INDEX ON privacy.erasure_orders (order_id);
INSERT INTO house.table_classes VALUES ('privacy.erasure_orders', 'customer');
SELECT house.guard('privacy.erasure_orders');
INSERT INTO customers.merge_rules VALUES ('privacy.erasure_orders', 'row', 'order_id');
INSERT INTO privacy.erasure_rules (table_name, way) VALUES ('privacy.erasure_orders', 'delete');
INSERT INTO privacy.copy_rules (table_name, way, why) VALUES
  ('privacy.erasure_orders', 'leave out', 'that erasing was asked for and answered is among the requests; an order is done within minutes');
INSERT INTO house.retention (rule, table_name, way, citation)
VALUES ('orders to erase', 'privacy.erasure_orders', 'with the file', 'Directive (EU) 2015/849, article 40(1)');
GRANT SELECT, INSERT, UPDATE, DELETE ON privacy.erasure_orders TO earshot_vault;
-- Of an erasure that somebody asked for: on whose approval, and how they were told. Null: kept long enough, or by the command.
ALTER TABLE privacy.erasures ADD COLUMN approval_id uuid, ADD COLUMN told text;
GRANT UPDATE (approval_id, told) ON privacy.erasures TO earshot_vault;
CREATE INDEX erasures_asked ON privacy.erasures (erased_at) WHERE approval_id IS NOT NULL;

-- What speaks against it. An investigation is a duty to keep like any other, and no day is told: whoever asks learns of none.
CREATE FUNCTION privacy.kept_because(customer uuid, OUT agreement boolean, OUT duty boolean, OUT hold boolean)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE people uuid[] := privacy.one_person(customer);
BEGIN
  agreement := EXISTS (SELECT FROM holdings.holdings h WHERE h.customer_id = ANY (people) AND h.closed_on IS NULL AND h.ended_on IS NULL);
  duty := NOT agreement AND coalesce(privacy.kept_until(people) >= CURRENT_DATE, false);
  hold := privacy.is_held(customer);
END $$;

-- A request to destroy somebody's keys makes sense while they have asked for it, whoever asks has that request in their hands, and nothing
-- has the bank keep the file. It is asked again where the approval is used.
SELECT house.amend('privacy.approval_before(uuid, text, jsonb)', 'ELSIF action = ''limit change'' THEN', $amend$ELSIF action = 'key destruction' THEN
    PERFORM FROM customers.customers c WHERE c.customer_id = (payload->>'customerId')::uuid AND c.merged_into IS NULL;
    IF NOT FOUND THEN RAISE EXCEPTION 'no such customer' USING ERRCODE = 'ES404'; END IF;
    IF privacy.is_kin(who, (payload->>'customerId')::uuid) THEN RAISE EXCEPTION 'not one''s own people' USING ERRCODE = 'ES403', DETAIL = 'kin'; END IF;
    PERFORM FROM privacy.rights_requests q WHERE q.customer_id = (payload->>'customerId')::uuid AND q.request_id = (payload->>'requestId')::uuid
       AND q.kind = 'erasure' AND q.state = 'open' AND q.held_by = who;
    IF NOT FOUND THEN RAISE EXCEPTION 'nobody has asked for it, or not in your hands' USING ERRCODE = 'ES409'; END IF;
    PERFORM FROM privacy.kept_because((payload->>'customerId')::uuid) k WHERE k.agreement OR k.duty OR k.hold;
    IF FOUND THEN RAISE EXCEPTION 'something has the bank keep this file' USING ERRCODE = 'ES409'; END IF;
    RETURN jsonb_build_object('records', cardinality(privacy.one_person((payload->>'customerId')::uuid)));
  ELSIF action = 'limit change' THEN$amend$);
-- A reference may name somebody. It stands beside the request, from where it goes with the person; an event of the record never changes.
SELECT house.amend('privacy.request_approval(text, uuid, text, jsonb, text, text)', 'jsonb_build_object(''action'', action, ''reference'', reference)',
  'jsonb_build_object(''action'', action)');
SELECT house.amend('privacy.break_glass(text, uuid, uuid, text, text, text)', 'jsonb_build_object(''kind'', reason_kind, ''reference'', reference)',
  'jsonb_build_object(''kind'', reason_kind)');

-- What would go: tables with rows of this person, of a file that is open to who holds the request; with what speaks against it, and how far
-- an order has come. Rows that stay are not counted: a count could tell of looks that are kept back.
CREATE FUNCTION privacy.asked_erasure(token text, customer uuid, request uuid) RETURNS void LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE a record := privacy.actor(token); q record;
BEGIN
  IF (customer = ANY (privacy.opened())) IS NOT TRUE THEN RAISE EXCEPTION 'sign the file out first' USING ERRCODE = 'ES403', DETAIL = 'not opened'; END IF;
  SELECT x.kind, x.held_by, x.state INTO q FROM privacy.rights_requests x WHERE x.customer_id = customer AND x.request_id = request;
  IF NOT FOUND THEN RAISE EXCEPTION 'no such request' USING ERRCODE = 'ES404'; END IF;
  IF q.held_by IS DISTINCT FROM a.staff_id THEN RAISE EXCEPTION 'in somebody else''s hands' USING ERRCODE = 'ES405'; END IF;
  IF q.state <> 'open' OR q.kind <> 'erasure' THEN RAISE EXCEPTION 'not what was asked' USING ERRCODE = 'ES409'; END IF;
END $$;
CREATE FUNCTION privacy.erasure_preview(token text, customer uuid, request uuid) RETURNS TABLE (table_name text, n bigint)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE people uuid[]; rule record;
BEGIN
  PERFORM privacy.asked_erasure(token, customer, request);
  people := privacy.one_person(customer);
  FOR rule IN SELECT r.table_name FROM privacy.erasure_rules r WHERE r.way = 'delete' UNION ALL SELECT 'keys.data_keys' ORDER BY 1 LOOP
    table_name := rule.table_name;
    -- what a merged record had is gone over to the one that lives on
    EXECUTE format('SELECT count(*) FROM %s t WHERE t.customer_id = ANY ($1)', rule.table_name::regclass) INTO n USING people;
    IF n > 0 THEN RETURN NEXT; END IF;
  END LOOP;
END $$;
CREATE FUNCTION privacy.erasure_standing(token text, customer uuid, request uuid, OUT records integer, OUT agreement boolean, OUT duty boolean,
  OUT hold boolean, OUT ordered_at timestamptz, OUT stopped_at timestamptz) LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
  PERFORM privacy.asked_erasure(token, customer, request);
  records := cardinality(privacy.one_person(customer));
  SELECT k.agreement, k.duty, k.hold INTO agreement, duty, hold FROM privacy.kept_because(customer) k;
  SELECT o.ordered_at, o.stopped_at INTO ordered_at, stopped_at FROM privacy.erasure_orders o
   WHERE o.customer_id = customer AND o.request_id = request ORDER BY o.ordered_at DESC LIMIT 1;
END $$;

-- Uses the approval up. Of two at once the second finds it used; asked again for the same order it is there.
CREATE FUNCTION privacy.order_erasure(token text, customer uuid, request uuid, new_order uuid, approval uuid, she_was_told text) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE a record; q privacy.rights_requests := privacy.held_rights_request(token, customer, request);
BEGIN
  a := privacy.actor(token);
  IF a.role IS DISTINCT FROM 'privacy officer' THEN RAISE EXCEPTION 'for the privacy office' USING ERRCODE = 'ES405'; END IF;
  IF q.kind <> 'erasure' THEN RAISE EXCEPTION 'not what was asked' USING ERRCODE = 'ES409'; END IF;
  IF NOT staff.authenticated_lately(a.session_id, interval '5 minutes') THEN RAISE EXCEPTION 'prove again who you are' USING ERRCODE = 'ES406'; END IF;
  PERFORM FROM privacy.erasure_orders o WHERE o.customer_id = customer AND o.order_id = new_order AND o.approval_id = approval;
  IF FOUND THEN RETURN; END IF;
  PERFORM privacy.take_approval(a.staff_id, a.session_id, approval, 'key destruction', jsonb_build_object('customerId', customer, 'requestId', request));
  IF EXISTS (SELECT FROM privacy.erasure_orders o WHERE o.customer_id = customer AND o.stopped_at IS NULL) THEN
    RAISE EXCEPTION 'ordered already' USING ERRCODE = 'ES409';
  END IF;
  INSERT INTO privacy.erasure_orders (customer_id, order_id, request_id, approval_id, records, told, ordered_by)
  VALUES (customer, new_order, request, approval, cardinality(privacy.one_person(customer)), she_was_told, a.staff_id);
END $$;

-- By the job that the queue holds, and for what was approved: as long as she still wants it, nothing has come up, and nobody else has turned
-- out to be the same person. What came up stops the order for good; it takes another approval. Null: nothing to do any more.
CREATE FUNCTION privacy.erase_ordered(job bigint, wanted uuid) RETURNS bytea[] LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE o record; hashes bytea[];
BEGIN
  IF house.locked_task(job) IS DISTINCT FROM 'privacy.erase' THEN
    RAISE EXCEPTION 'no such job is being run' USING ERRCODE = 'ES403', DETAIL = 'no job';
  END IF;
  SELECT x.* INTO o FROM privacy.erasure_orders x WHERE x.order_id = wanted AND x.stopped_at IS NULL FOR UPDATE;
  IF NOT FOUND THEN RETURN NULL; END IF;
  BEGIN
    PERFORM FROM privacy.rights_requests q WHERE q.customer_id = o.customer_id AND q.request_id = o.request_id AND q.state = 'open' FOR UPDATE;
    IF NOT FOUND OR cardinality(privacy.one_person(o.customer_id)) IS DISTINCT FROM o.records THEN
      RAISE EXCEPTION 'not what was approved' USING ERRCODE = 'ES409';
    END IF;
    hashes := privacy.erase(o.customer_id);
  EXCEPTION WHEN SQLSTATE 'ES409' OR SQLSTATE 'ES404' THEN
    UPDATE privacy.erasure_orders x SET stopped_at = clock_timestamp() WHERE x.customer_id = o.customer_id AND x.order_id = wanted;
    INSERT INTO privacy.events (name, staff_id, subject, detail)
    VALUES ('erasure.stopped', o.ordered_by, wanted::text, jsonb_build_object('approval', o.approval_id));
    RETURN NULL;
  END;
  UPDATE privacy.erasures e SET approval_id = o.approval_id, told = o.told WHERE e.customer_hash = ANY (hashes);
  INSERT INTO privacy.events (name, staff_id, subject, detail)
  VALUES ('erasure.carried out', o.ordered_by, encode(privacy.hash_of(o.customer_id), 'hex'), jsonb_build_object('approval', o.approval_id, 'told', o.told));
  RETURN hashes;
END $$;

-- What was erased because somebody asked for it: when, by which two people, how they were told. No name and no id is left to show.
CREATE FUNCTION privacy.erasures_asked(token text) RETURNS TABLE (erased_at timestamptz, records bigint, told text, asked_by text, approved_by text)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
  PERFORM privacy.retention_reader(token);
  RETURN QUERY WITH done AS MATERIALIZED (SELECT e.approval_id, min(e.erased_at) AS at, count(*) AS n, min(e.told) AS told FROM privacy.erasures e
      WHERE e.approval_id IS NOT NULL GROUP BY e.approval_id ORDER BY 2 DESC LIMIT 100)
    SELECT x.at, x.n, x.told, f.full_name, d.full_name FROM done x
      LEFT JOIN LATERAL (SELECT a.requested_by, a.decided_by FROM privacy.approvals a WHERE a.approval_id = x.approval_id LIMIT 1) p ON true
      LEFT JOIN staff.staff f ON f.staff_id = p.requested_by LEFT JOIN staff.staff d ON d.staff_id = p.decided_by ORDER BY x.at DESC;
END $$;

GRANT CREATE ON SCHEMA privacy TO earshot_vault;
DO $$
DECLARE f text;
BEGIN
  FOREACH f IN ARRAY ARRAY['privacy.erasure_preview(text, uuid, uuid)', 'privacy.erasure_standing(text, uuid, uuid)',
    'privacy.order_erasure(text, uuid, uuid, uuid, uuid, text)', 'privacy.erasures_asked(text)'] LOOP
    PERFORM house.hand_over(f, 'earshot_vault', 'earshot_staff');
  END LOOP;
  PERFORM house.hand_over('privacy.kept_because(uuid)', 'earshot_vault', '');
  PERFORM house.hand_over('privacy.asked_erasure(text, uuid, uuid)', 'earshot_vault', '');
  PERFORM house.hand_over('privacy.erase_ordered(bigint, uuid)', 'earshot_vault', 'earshot_batch');
END $$;
