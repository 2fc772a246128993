-- Gaps in the kernel, closed. What is null is neither right nor wrong to SQL, so a check that compares with <> or IN let it through; links
-- to a customer who was merged away went on pointing there; failures were counted after the guess.

-- Changes a function where it says just this, whatever else other migrations have made of it; an error where it does not.
CREATE FUNCTION house.amend(function regprocedure, said text, says text) RETURNS void LANGUAGE plpgsql AS $$
DECLARE source text := pg_get_functiondef(function); times integer := (length(source) - length(replace(source, said, ''))) / length(said);
BEGIN
  IF times <> 1 THEN RAISE EXCEPTION '% says that % times: %', function, times, said; END IF;
  EXECUTE replace(source, said, says);
END $$;
REVOKE ALL ON FUNCTION house.amend(regprocedure, text, text) FROM PUBLIC;

-- Two people -----------------------------------------------------------------------------------------------------------------------------
SELECT house.amend('privacy.decide_approval(text, uuid, bytea, text, text)', 'IF shown <> p.hash OR p.hash <> privacy', 'IF shown IS DISTINCT FROM p.hash OR p.hash IS DISTINCT FROM privacy');
SELECT house.amend('privacy.decide_approval(text, uuid, bytea, text, text)', 'IF verdict NOT IN', 'IF verdict IS NULL OR verdict NOT IN');
SELECT house.amend('privacy.take_approval(uuid, uuid, uuid, text, jsonb)', 'p.requested_by <> who', 'p.requested_by IS DISTINCT FROM who OR p.action IS DISTINCT FROM action');
SELECT house.amend('privacy.take_approval(uuid, uuid, uuid, text, jsonb)', 'p.hash <> privacy', 'p.hash IS DISTINCT FROM privacy');
SELECT house.amend('privacy.take_approval(uuid, uuid, uuid, text, jsonb)', 'OR NOT privacy.may_decide(p.decided_by, wanted) THEN', 'OR privacy.may_decide(p.decided_by, wanted) IS NOT TRUE THEN');
SELECT house.amend('privacy.take_approval(uuid, uuid, uuid, text, jsonb)', 'privacy.approval_before(who, action, payload) <> p.before', 'privacy.approval_before(who, action, payload) IS DISTINCT FROM p.before');
SELECT house.amend('privacy.use_approval(text, uuid, text, jsonb, uuid)', 'IF action NOT IN', 'IF action IS NULL OR payload IS NULL OR action NOT IN');
-- What was used up for just this is done: whoever lost the answer and asks again hears so, and nothing is done twice.
SELECT house.amend('privacy.use_approval(text, uuid, text, jsonb, uuid)', '  PERFORM privacy.take_approval(',
$amend$  IF EXISTS (SELECT FROM privacy.approvals p WHERE p.approval_id = wanted AND p.requested_by = a.staff_id AND p.state = 'used'
      AND p.hash = privacy.approval_hash(use_approval.action, use_approval.payload, p.before) AND p.used_at > clock_timestamp() - interval '15 minutes')
    AND (action <> 'restricted file' OR EXISTS (SELECT FROM privacy.passes g WHERE g.approval_id = wanted AND g.pass_id = new_pass)) THEN RETURN; END IF;
  PERFORM privacy.take_approval($amend$);
-- One pass id for many customers was one glass to the count.
SELECT house.amend('privacy.break_glass(text, uuid, uuid, text, text, text)', 'AND p.pass_id <> new_pass)', 'AND (p.customer_id, p.pass_id) IS DISTINCT FROM (customer, new_pass))');

-- Whose question it is: the person, not the account, whether or not the bank knows which customer they are.
CREATE OR REPLACE FUNCTION privacy.may_review(actor_id uuid, actor_role text, subject uuid, office text, escalated boolean) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT me.person_id <> f.person_id AND (me.customer_id IS NULL OR me.customer_id IS DISTINCT FROM f.customer_id)
     AND CASE actor_role
           WHEN 'privacy officer' THEN office = 'privacy' AND f.role <> 'privacy officer'
           WHEN 'compliance officer' THEN (office = 'compliance' OR escalated) AND f.role <> 'compliance officer'
           ELSE false END
    FROM staff.staff f, staff.staff me WHERE f.staff_id = subject AND me.staff_id = actor_id
$$;

-- Lists ----------------------------------------------------------------------------------------------------------------------------------
SELECT house.amend('privacy.list(uuid, text, text, uuid, integer)', 'IF most NOT BETWEEN', 'IF most IS NULL OR most NOT BETWEEN');
SELECT house.amend('privacy.ask_record(uuid, text, text, uuid, timestamptz, timestamptz, uuid, integer)', 'IF of_what NOT IN (''staff'', ''customer'') OR most NOT BETWEEN',
  'IF of_what IS NULL OR of_what NOT IN (''staff'', ''customer'') OR most IS NULL OR most NOT BETWEEN');
-- Who viewed somebody viewed them under every record that turned out to be theirs.
SELECT house.amend('privacy.ask_record(uuid, text, text, uuid, timestamptz, timestamptz, uuid, integer)', 'THEN ARRAY[subject] ELSE',
  'THEN customers.merged_records(customers.survivor(subject)) ELSE');
SELECT house.amend('privacy.viewing_staff(uuid, text, uuid, timestamptz, timestamptz, uuid, integer)', 'x.customer_id = ids[1]', 'x.customer_id = ANY (ids)');
-- Reading the answer takes the same right as asking, whatever surface a search says that it was for.
SELECT house.amend('privacy.viewing_staff(uuid, text, uuid, timestamptz, timestamptz, uuid, integer)', E'BEGIN\n', E'BEGIN\n  PERFORM privacy.record_reader(token);\n');
SELECT house.amend('privacy.viewed_customers(uuid, text, uuid, timestamptz, timestamptz)', E'BEGIN\n', E'BEGIN\n  PERFORM privacy.record_reader(token);\n');
GRANT EXECUTE ON FUNCTION privacy.record_reader(text) TO earshot_cards;
DO $$
DECLARE f regprocedure;
BEGIN
  FOR f IN SELECT p.oid FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace WHERE n.nspname = 'privacy' AND p.proname = 'search' LOOP
    PERFORM house.amend(f, 'IF most NOT BETWEEN', 'IF surface IS DISTINCT FROM ''find'' OR query IS NULL OR most IS NULL OR most NOT BETWEEN');
  END LOOP;
END $$;

-- Taking the people of a question away is an export, on record before a line of it leaves.
CREATE FUNCTION privacy.export_people(token text, question uuid) RETURNS void LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE a record;
BEGIN
  a := privacy.office_of(token);
  PERFORM FROM privacy.questions q WHERE q.question_id = question
     AND privacy.may_review(a.staff_id, a.role, q.staff_id, q.office, q.escalated_at IS NOT NULL);
  IF NOT FOUND THEN RAISE EXCEPTION 'no such question' USING ERRCODE = 'ES404'; END IF;
  INSERT INTO privacy.events (name, session_id, staff_id, role, premises_id, place, subject)
  VALUES ('people affected.exported', a.session_id, a.staff_id, a.role, a.premises_id, a.place, question::text);
END $$;

-- Work that explains a look is what stays of it: words, promises, a changed profile. Showing something and taking it back is none.
SELECT house.amend('privacy.occasion_facts(uuid[], date)', 'AND c.name NOT LIKE ''visit.%''', 'AND split_part(c.name, ''.'', 1) IN (''note'', ''promise'', ''customer'')');

-- Links to a customer go where the customer goes -------------------------------------------------------------------------------------------
-- Which link pointed to whom before a merge, for when it is taken apart.
CREATE TABLE customers.moved_links (
  customer_id uuid NOT NULL,
  link text NOT NULL CHECK (link IN ('staff', 'confidence')),
  subject uuid NOT NULL,
  moved_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (customer_id, link, subject)
);
INSERT INTO house.table_classes VALUES ('customers.moved_links', 'derived');
SELECT house.guard_derived('customers.moved_links');
GRANT SELECT, INSERT, DELETE ON customers.moved_links TO earshot_vault;
GRANT UPDATE (customer_id) ON staff.staff TO earshot_vault;
GRANT UPDATE (other_id) ON customers.confidences TO earshot_vault;
GRANT SELECT (customer_id, confidence_id, other_id) ON customers.confidences TO earshot_vault;

CREATE FUNCTION customers.move_links() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
  IF NEW.merged_into IS NOT NULL THEN
    INSERT INTO customers.moved_links (customer_id, link, subject)
      SELECT NEW.customer_id, 'staff', f.staff_id FROM staff.staff f WHERE f.customer_id = NEW.customer_id
      UNION ALL SELECT NEW.customer_id, 'confidence', k.confidence_id FROM customers.confidences k
        WHERE k.other_id = NEW.customer_id AND k.customer_id <> NEW.merged_into ON CONFLICT DO NOTHING;
    UPDATE staff.staff f SET customer_id = NEW.merged_into WHERE f.customer_id = NEW.customer_id;
    UPDATE customers.confidences k SET other_id = NEW.merged_into WHERE k.other_id = NEW.customer_id AND k.customer_id <> NEW.merged_into;
  ELSE
    UPDATE staff.staff f SET customer_id = NEW.customer_id FROM customers.moved_links m
     WHERE m.customer_id = NEW.customer_id AND m.link = 'staff' AND m.subject = f.staff_id;
    UPDATE customers.confidences k SET other_id = NEW.customer_id FROM customers.moved_links m
     WHERE m.customer_id = NEW.customer_id AND m.link = 'confidence' AND m.subject = k.confidence_id AND k.customer_id <> NEW.customer_id;
    DELETE FROM customers.moved_links m WHERE m.customer_id = NEW.customer_id;
  END IF;
  RETURN NULL;
END $$;
CREATE INDEX ON staff.staff (customer_id) WHERE customer_id IS NOT NULL;
CREATE INDEX ON customers.confidences (other_id) WHERE other_id IS NOT NULL;
CREATE TRIGGER move_links AFTER UPDATE OF merged_into ON customers.customers FOR EACH ROW
  WHEN (OLD.merged_into IS DISTINCT FROM NEW.merged_into) EXECUTE FUNCTION customers.move_links();
-- Those of merges that were before.
UPDATE staff.staff f SET customer_id = customers.survivor(f.customer_id) FROM customers.customers c WHERE c.customer_id = f.customer_id AND c.merged_into IS NOT NULL;
UPDATE customers.confidences k SET other_id = customers.survivor(k.other_id) FROM customers.customers c
 WHERE c.customer_id = k.other_id AND c.merged_into IS NOT NULL AND customers.survivor(k.other_id) <> k.customer_id;

-- A guess is counted before it is looked at ------------------------------------------------------------------------------------------------
-- Of a hundred at once the first few are looked at, the others wait. What was there before is returned, and this one is counted; whoever is
-- let in, or was not looked at, gives it back.
CREATE FUNCTION staff.take_attempt(buckets text[]) RETURNS TABLE (bucket text, failures integer, seconds_ago integer)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
  IF buckets IS NULL OR cardinality(buckets) NOT BETWEEN 1 AND 5 THEN RAISE EXCEPTION 'one to five buckets' USING ERRCODE = 'ES422'; END IF;
  -- in one order, so that two never wait for each other
  PERFORM pg_advisory_xact_lock(hashtextextended(b, 41)) FROM (SELECT DISTINCT x FROM unnest(buckets) x ORDER BY x) s(b);
  RETURN QUERY SELECT a.bucket, a.failures, extract(epoch FROM now() - a.last_at)::int FROM staff.attempts a
    WHERE a.bucket = ANY (buckets) AND a.last_at > now() - interval '15 minutes';
  INSERT INTO staff.attempts AS a (bucket, failures) SELECT DISTINCT b, 1 FROM unnest(buckets) b
  ON CONFLICT ON CONSTRAINT attempts_pkey DO UPDATE SET
    failures = CASE WHEN a.last_at > now() - interval '15 minutes' THEN a.failures + 1 ELSE 1 END, last_at = now();
END $$;
-- Not looked at: as if it had not been, when the last one was included.
CREATE FUNCTION staff.give_back_attempt(buckets text[], since_seconds integer[]) RETURNS void LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
  UPDATE staff.attempts a SET failures = a.failures - 1, last_at = CASE WHEN g.seconds IS NULL THEN a.last_at ELSE now() - make_interval(secs => g.seconds) END
    FROM unnest(buckets, since_seconds) g(bucket, seconds) WHERE a.bucket = g.bucket AND a.failures > 0;
END $$;

-- A customer's device that has signed in before is no stranger either.
CREATE FUNCTION customers.knows_device(wanted text, hash bytea) RETURNS boolean LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
  RETURN EXISTS (SELECT FROM customers.devices d JOIN customers.sign_ins s USING (customer_id) WHERE s.user_name = wanted AND d.device_hash = hash);
END $$;

GRANT CREATE ON SCHEMA privacy, customers, staff TO earshot_vault;
SELECT house.hand_over('customers.knows_device(text, bytea)', 'earshot_vault', 'earshot_portal');
SELECT house.hand_over('customers.move_links()', 'earshot_vault', '');
SELECT house.hand_over('privacy.export_people(text, uuid)', 'earshot_vault', 'earshot_staff');
SELECT house.hand_over('staff.take_attempt(text[])', 'earshot_vault', 'earshot_staff, earshot_portal');
SELECT house.hand_over('staff.give_back_attempt(text[], integer[])', 'earshot_vault', 'earshot_staff, earshot_portal');
REVOKE EXECUTE ON FUNCTION staff.failures_of(text[]) FROM earshot_staff, earshot_portal;
REVOKE EXECUTE ON FUNCTION staff.count_failure(text[]) FROM earshot_staff, earshot_portal;
DROP FUNCTION house.amend(regprocedure, text, text);
