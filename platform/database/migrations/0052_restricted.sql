-- How a file comes to take two people (0016_two_people): somebody says so, a source says so, or its customer works here. One rule: it is
-- restricted as long as a restriction stands, or the source says so and nobody has released it since.
--
-- Danger does not wait: whoever restricts shuts the file in that moment, alone, and a second person says within three days that it is right. One
-- who says that it is not opens it again: until then it was one person's word. To open what two people shut, and what a source shut, always
-- takes two.
CREATE TABLE privacy.restrictions (
  customer_id uuid NOT NULL,
  restriction_id uuid NOT NULL DEFAULT house.new_id(),
  origin text NOT NULL CHECK (origin IN ('people', 'works here', 'before')),
  reason text NOT NULL CHECK (reason IN ('staff', 'prominent person', 'someone in danger', 'other')),
  made_by uuid REFERENCES staff.staff,
  made_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  -- the request to confirm it, which has the words
  approval_id uuid REFERENCES privacy.approvals,
  confirmed_by uuid REFERENCES staff.staff,
  confirmed_at timestamptz,
  ended_at timestamptz,
  ended_as text CHECK (ended_as IN ('released', 'not confirmed', 'works here no more')),
  PRIMARY KEY (customer_id, restriction_id),
  -- before: it was restricted when nothing said yet how
  CHECK (CASE origin WHEN 'people' THEN made_by IS NOT NULL AND approval_id IS NOT NULL WHEN 'before' THEN made_by IS NULL ELSE reason = 'staff' AND made_by IS NULL END),
  CHECK (num_nonnulls(confirmed_by, confirmed_at) <> 1 AND confirmed_by <> made_by),
  CHECK (num_nonnulls(ended_at, ended_as) <> 1)
);
CREATE UNIQUE INDEX restrictions_that_stand ON privacy.restrictions (customer_id, origin) WHERE ended_at IS NULL;
INSERT INTO house.table_classes VALUES ('privacy.restrictions', 'customer');
SELECT house.guard('privacy.restrictions');
INSERT INTO customers.merge_rules (table_name, way, why) VALUES
  ('privacy.restrictions', 'stays', 'a restricted file is not merged: what stands in a merged one has ended');
INSERT INTO privacy.erasure_rules (table_name, way) VALUES ('privacy.restrictions', 'delete');
-- Since when, and until when; not why: who reads over her shoulder may be whom she is kept safe from. The privacy office tells her.
INSERT INTO privacy.copy_rules (table_name, way, given, without) VALUES
  ('privacy.restrictions', 'give', '{made_at,ended_at}', '{restriction_id,origin,reason,made_by,approval_id,confirmed_by,confirmed_at,ended_as}');
INSERT INTO house.retention (rule, table_name, way, citation) VALUES
  ('files of two people', 'privacy.restrictions', 'with the file', 'Directive (EU) 2015/849, article 40(1)');
GRANT SELECT, INSERT, UPDATE, DELETE ON privacy.restrictions TO earshot_vault;
GRANT SELECT (customer_id, restriction_id, made_at, ended_at) ON privacy.restrictions TO earshot_portal;

-- What the source of a file says (a feed's column `restricted`); two people who release it overrule it until it says something else.
ALTER TABLE customers.customers ADD COLUMN restricted_at_source boolean NOT NULL DEFAULT false;
UPDATE privacy.copy_rules SET without = without || '{restricted_at_source}' WHERE table_name = 'customers.customers';
GRANT SELECT (restricted_at_source), UPDATE (restricted, restricted_at_source) ON customers.customers TO earshot_vault;

CREATE FUNCTION privacy.stands_restricted(customer uuid) RETURNS boolean LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
  RETURN EXISTS (SELECT FROM privacy.restrictions r WHERE r.customer_id = customer AND r.ended_at IS NULL);
END $$;
CREATE FUNCTION customers.follow_source() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
  NEW.restricted := NEW.restricted_at_source OR privacy.stands_restricted(NEW.customer_id);
  RETURN NEW;
END $$;
CREATE TRIGGER follow_source_added BEFORE INSERT ON customers.customers FOR EACH ROW
  WHEN (NEW.restricted_at_source) EXECUTE FUNCTION customers.follow_source();
CREATE TRIGGER follow_source BEFORE UPDATE ON customers.customers FOR EACH ROW
  WHEN (OLD.restricted_at_source IS DISTINCT FROM NEW.restricted_at_source) EXECUTE FUNCTION customers.follow_source();
-- Of a restricted file the present name is found and nothing else (0010): the search learns it, whoever restricts. A feed's run does it itself.
CREATE TRIGGER index_restricted AFTER UPDATE ON customers.customers FOR EACH ROW
  WHEN (OLD.restricted IS DISTINCT FROM NEW.restricted AND NEW.changed_run IS NOT DISTINCT FROM OLD.changed_run AND SESSION_USER <> 'earshot_staff')
  EXECUTE FUNCTION customers.index_edited();

CREATE FUNCTION privacy.set_restricted(customer uuid) RETURNS void LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
  UPDATE customers.customers c SET restricted = c.restricted_at_source OR privacy.stands_restricted(customer)
   WHERE c.customer_id = customer AND c.restricted IS DISTINCT FROM (c.restricted_at_source OR privacy.stands_restricted(customer));
END $$;

-- Whoever works here and is a customer, too, has a restricted file for as long as the bank says that they are the same.
CREATE FUNCTION staff.keep_restricted() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE before_it uuid; after_it uuid;
BEGIN
  IF TG_OP <> 'INSERT' THEN before_it := OLD.customer_id; END IF;
  IF TG_OP <> 'DELETE' THEN after_it := NEW.customer_id; END IF;
  IF before_it IS NOT DISTINCT FROM after_it THEN RETURN NULL; END IF;
  IF before_it IS NOT NULL AND NOT EXISTS (SELECT FROM staff.staff f WHERE f.customer_id = before_it) THEN
    UPDATE privacy.restrictions r SET ended_at = clock_timestamp(), ended_as = 'works here no more'
     WHERE r.customer_id = before_it AND r.origin = 'works here' AND r.ended_at IS NULL;
    IF FOUND THEN
      INSERT INTO privacy.changes (customer_id, name, role) VALUES (before_it, 'file.released', 'program');
      PERFORM privacy.set_restricted(before_it);
    END IF;
  END IF;
  IF after_it IS NOT NULL THEN
    INSERT INTO privacy.restrictions (customer_id, origin, reason) VALUES (after_it, 'works here', 'staff') ON CONFLICT DO NOTHING;
    IF FOUND THEN
      INSERT INTO privacy.changes (customer_id, name, role) VALUES (after_it, 'file.restricted', 'program');
      PERFORM privacy.set_restricted(after_it);
    END IF;
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER keep_restricted AFTER INSERT OR DELETE OR UPDATE OF customer_id ON staff.staff FOR EACH ROW EXECUTE FUNCTION staff.keep_restricted();

-- Who asks, and who says that it is right. A manager asks for files of the own branch; those who read why a file is shut decide.
INSERT INTO privacy.approval_rules VALUES
  ('file restriction', '{manager,privacy officer}', '{privacy officer,compliance officer,security officer}'),
  ('file release', '{manager,privacy officer}', '{privacy officer,compliance officer,security officer}');
ALTER TABLE privacy.approvals DROP CONSTRAINT approvals_end;
ALTER TABLE privacy.approvals ADD CONSTRAINT approvals_end CHECK (expires_at <= requested_at
  + CASE WHEN action IN ('rule change', 'terms change', 'withdrawal', 'undoing of terms', 'file restriction') THEN interval '3 days' ELSE interval '15 minutes' END);

CREATE FUNCTION privacy.restriction_before(who uuid, action text, payload jsonb) RETURNS jsonb LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE whom uuid := (payload->>'customerId')::uuid; c record; f record; r record;
BEGIN
  SELECT x.restricted, x.restricted_at_source, x.home_premises_id INTO c FROM customers.customers x WHERE x.customer_id = whom AND x.merged_into IS NULL;
  IF NOT FOUND THEN RAISE EXCEPTION 'no such customer' USING ERRCODE = 'ES404'; END IF;
  IF privacy.is_kin(who, whom) THEN RAISE EXCEPTION 'not one''s own people' USING ERRCODE = 'ES403', DETAIL = 'kin'; END IF;
  SELECT x.role, x.premises_id INTO f FROM staff.staff x WHERE x.staff_id = who;
  IF f.role = 'manager' AND (f.premises_id = c.home_premises_id) IS NOT TRUE THEN
    RAISE EXCEPTION 'of another branch' USING ERRCODE = 'ES405';
  END IF;
  IF action = 'file restriction' THEN
    SELECT x.reason, x.made_at INTO r FROM privacy.restrictions x WHERE x.customer_id = whom AND x.restriction_id = (payload->>'restrictionId')::uuid
       AND x.made_by = who AND x.confirmed_at IS NULL AND x.ended_at IS NULL;
    IF NOT FOUND THEN RAISE EXCEPTION 'nothing to confirm' USING ERRCODE = 'ES409'; END IF;
    RETURN jsonb_build_object('why', r.reason, 'since', r.made_at);
  END IF;
  IF NOT c.restricted THEN RAISE EXCEPTION 'this file needs no second person' USING ERRCODE = 'ES409'; END IF;
  SELECT max(x.made_at) FILTER (WHERE x.origin <> 'works here') AS made_at, bool_or(x.origin = 'works here') AS works_here,
      min(x.reason) FILTER (WHERE x.origin <> 'works here') AS reason INTO r
    FROM privacy.restrictions x WHERE x.customer_id = whom AND x.ended_at IS NULL;
  -- it would stay shut: their account says that they work here
  IF r.works_here AND r.made_at IS NULL AND NOT c.restricted_at_source THEN RAISE EXCEPTION 'they work here' USING ERRCODE = 'ES409'; END IF;
  RETURN jsonb_build_object('why', r.reason, 'since', r.made_at, 'atSource', c.restricted_at_source);
END $$;

CREATE FUNCTION house.amend(function regprocedure, said text, says text) RETURNS void LANGUAGE plpgsql AS $$
DECLARE source text := pg_get_functiondef(function); times integer := (length(source) - length(replace(source, said, ''))) / length(said);
BEGIN
  IF times <> 1 THEN RAISE EXCEPTION '% says that % times: %', function, times, said; END IF;
  EXECUTE replace(source, said, says);
END $$;
SELECT house.amend('privacy.approval_before(uuid, text, jsonb)', 'ELSIF action = ''customer sign-in reset'' THEN', $amend$ELSIF action IN ('file restriction', 'file release') THEN
    RETURN privacy.restriction_before(who, action, payload);
  ELSIF action = 'customer sign-in reset' THEN$amend$);
SELECT house.amend('privacy.request_approval(text, uuid, text, jsonb, text, text)', 'IN (''rule change'', ''terms change'', ''withdrawal'', ''undoing of terms'')',
  'IN (''rule change'', ''terms change'', ''withdrawal'', ''undoing of terms'', ''file restriction'')');
-- A confirmation is done by whoever gives it.
SELECT house.amend('privacy.decide_approval(text, uuid, bytea, text, text)', '  INSERT INTO privacy.events (name, session_id, staff_id, subject, detail)',
$amend$  IF p.action = 'file restriction' THEN PERFORM privacy.settle_restriction(a.session_id, a.staff_id, a.role, a.place, wanted, verdict); END IF;
  INSERT INTO privacy.events (name, session_id, staff_id, subject, detail)$amend$);
SELECT house.amend('privacy.use_approval(text, uuid, text, jsonb, uuid)', 'action NOT IN (''restricted file'', ''role change'', ''limit change'')',
  'action NOT IN (''restricted file'', ''role change'', ''limit change'', ''file release'')');
SELECT house.amend('privacy.use_approval(text, uuid, text, jsonb, uuid)', 'ELSIF action = ''role change'' THEN', $amend$ELSIF action = 'file release' THEN
    PERFORM privacy.release_file(a.session_id, a.staff_id, a.role, a.place, (payload->>'customerId')::uuid, wanted);
  ELSIF action = 'role change' THEN$amend$);
-- Whose own file it is, or their people's, is told that, and not to ask for a second person: there is none for them.
SELECT house.amend('privacy.break_glass(text, uuid, uuid, text, text, text)', 'IF c.restricted THEN RAISE EXCEPTION ''a restricted file takes',
$amend$IF c.restricted AND NOT privacy.is_kin(a.staff_id, customer) THEN RAISE EXCEPTION 'a restricted file takes$amend$);
DROP FUNCTION house.amend(regprocedure, text, text);

-- Shuts the file now, and asks a second person to say that it is right.
CREATE FUNCTION privacy.restrict_file(token text, customer uuid, new_restriction uuid, new_approval uuid, why text, words text) RETURNS timestamptz
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE a record; standing record; until timestamptz; home uuid;
BEGIN
  a := privacy.actor(token);
  SELECT p.expires_at INTO until FROM privacy.restrictions r JOIN privacy.approvals p ON p.approval_id = r.approval_id
   WHERE r.customer_id = customer AND r.restriction_id = new_restriction AND r.made_by = a.staff_id;
  IF FOUND THEN RETURN until; END IF;
  PERFORM FROM privacy.approval_rules r WHERE r.action = 'file restriction' AND a.role = ANY (r.asks);
  IF NOT FOUND THEN RAISE EXCEPTION 'not for this role' USING ERRCODE = 'ES405'; END IF;
  SELECT c.home_premises_id INTO home FROM customers.customers c WHERE c.customer_id = customer AND c.merged_into IS NULL FOR UPDATE;
  IF NOT FOUND THEN RAISE EXCEPTION 'no such customer' USING ERRCODE = 'ES404'; END IF;
  SELECT r.*, p.expires_at > clock_timestamp() AND p.state = 'asked' AS asked INTO standing
    FROM privacy.restrictions r JOIN privacy.approvals p ON p.approval_id = r.approval_id
   WHERE r.customer_id = customer AND r.origin = 'people' AND r.ended_at IS NULL;
  IF FOUND AND (standing.confirmed_at IS NOT NULL OR standing.asked) THEN RAISE EXCEPTION 'it is restricted already' USING ERRCODE = 'ES409'; END IF;
  IF FOUND THEN
    -- nobody confirmed it in time: it stays shut without a gap, on the word of whoever says it now
    UPDATE privacy.restrictions r SET ended_at = clock_timestamp(), ended_as = 'not confirmed' WHERE r.customer_id = customer AND r.restriction_id = standing.restriction_id;
  END IF;
  INSERT INTO privacy.changes (customer_id, name, session_id, staff_id, role, place, subject)
  VALUES (customer, 'file.restricted', a.session_id, a.staff_id, a.role, a.place, new_restriction);
  -- checked at commit would be too late: the request refers to the restriction and the restriction to the request
  INSERT INTO privacy.restrictions (customer_id, restriction_id, origin, reason, made_by, approval_id)
  VALUES (customer, new_restriction, 'people', why, a.staff_id, new_approval);
  until := privacy.request_approval(token, new_approval, 'file restriction', jsonb_build_object('customerId', customer, 'restrictionId', new_restriction), why, words);
  PERFORM privacy.set_restricted(customer);
  RETURN until;
END $$;
ALTER TABLE privacy.restrictions ALTER CONSTRAINT restrictions_approval_id_fkey DEFERRABLE INITIALLY DEFERRED;

-- What the second person said of it, in the transaction that says it.
CREATE FUNCTION privacy.settle_restriction(in_session uuid, who uuid, in_role text, at_place text, wanted uuid, verdict text) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE p record; customer uuid;
BEGIN
  SELECT x.* INTO p FROM privacy.approvals x WHERE x.approval_id = wanted;
  customer := (p.payload->>'customerId')::uuid;
  PERFORM FROM customers.customers c WHERE c.customer_id = customer FOR UPDATE;
  IF privacy.restriction_before(p.requested_by, p.action, p.payload) IS DISTINCT FROM p.before THEN
    RAISE EXCEPTION 'changed since it was asked for' USING ERRCODE = 'ES412';
  END IF;
  INSERT INTO privacy.changes (customer_id, name, session_id, staff_id, role, place, subject)
  VALUES (customer, CASE verdict WHEN 'approved' THEN 'restriction.confirmed' ELSE 'file.released' END, in_session, who, in_role, at_place,
    (p.payload->>'restrictionId')::uuid);
  IF verdict = 'approved' THEN
    UPDATE privacy.restrictions r SET confirmed_by = who, confirmed_at = clock_timestamp()
     WHERE r.customer_id = customer AND r.restriction_id = (p.payload->>'restrictionId')::uuid;
    UPDATE privacy.approvals x SET state = 'used', used_at = clock_timestamp() WHERE x.approval_id = wanted;
  ELSE
    UPDATE privacy.restrictions r SET ended_at = clock_timestamp(), ended_as = 'not confirmed'
     WHERE r.customer_id = customer AND r.restriction_id = (p.payload->>'restrictionId')::uuid;
    PERFORM privacy.set_restricted(customer);
  END IF;
END $$;

-- Opens it to everybody with a reason, as two people agreed. Whoever works here stays shut.
CREATE FUNCTION privacy.release_file(in_session uuid, who uuid, in_role text, at_place text, customer uuid, approval uuid) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
  INSERT INTO privacy.changes (customer_id, name, session_id, staff_id, role, place, subject)
  VALUES (customer, 'file.released', in_session, who, in_role, at_place, approval);
  UPDATE privacy.restrictions r SET ended_at = clock_timestamp(), ended_as = 'released'
   WHERE r.customer_id = customer AND r.origin <> 'works here' AND r.ended_at IS NULL;
  UPDATE customers.customers c SET restricted_at_source = false, version = c.version + 1,
      edited = CASE WHEN 'restricted_at_source' = ANY (c.edited) THEN c.edited ELSE c.edited || 'restricted_at_source'::text END
   WHERE c.customer_id = customer AND c.restricted_at_source;
  PERFORM privacy.set_restricted(customer);
END $$;

-- The files that take two people, for those who may know why: the reason, who says so, who agreed. Recorded before a name is shown.
CREATE INDEX ON customers.customers (customer_id) WHERE restricted;
CREATE FUNCTION privacy.restriction_reader(token text) RETURNS record LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE a record := privacy.actor(token);
BEGIN
  IF a.role NOT IN ('privacy officer', 'compliance officer', 'security officer') THEN RAISE EXCEPTION 'not your task' USING ERRCODE = 'ES405'; END IF;
  RETURN a;
END $$;
CREATE FUNCTION privacy.list_restrictions(search uuid, token text, after uuid, most integer) RETURNS integer
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE a record := privacy.restriction_reader(token); shown uuid[];
BEGIN
  IF most IS NULL OR most NOT BETWEEN 1 AND 50 THEN RAISE EXCEPTION 'a list has 1 to 50 rows' USING ERRCODE = 'ES422'; END IF;
  SELECT array_agg(x.customer_id ORDER BY x.customer_id) INTO shown FROM (SELECT c.customer_id FROM customers.customers c
    WHERE c.restricted AND c.merged_into IS NULL AND (after IS NULL OR c.customer_id > after) ORDER BY c.customer_id LIMIT most) x;
  INSERT INTO privacy.searches (search_id, session_id, staff_id, role, premises_id, place, surface, query, customer_ids)
  VALUES (search, a.session_id, a.staff_id, a.role, a.premises_id, a.place, 'restricted files', '', coalesce(shown, '{}'));
  RETURN coalesce(cardinality(shown), 0);
END $$;
CREATE FUNCTION privacy.restriction_cards(search uuid, token text) RETURNS TABLE (customer_id uuid, full_name text, premises text, at_source boolean,
  works_here boolean, why text, words text, made_by_name text, made_at timestamptz, confirmed_by_name text, confirmed_at timestamptz, waits_until timestamptz,
  own_people boolean)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE a record := privacy.restriction_reader(token); ids uuid[] := privacy.searched(search, token);
BEGIN
  RETURN QUERY SELECT c.customer_id, c.full_name, p.name, c.restricted_at_source,
      coalesce((SELECT true FROM privacy.restrictions w WHERE w.customer_id = c.customer_id AND w.origin = 'works here' AND w.ended_at IS NULL LIMIT 1), false),
      r.reason, q.reason, m.full_name, r.made_at, k.full_name, r.confirmed_at,
      CASE WHEN q.state = 'asked' AND q.expires_at > clock_timestamp() THEN q.expires_at END, privacy.is_kin(a.staff_id, c.customer_id)
    FROM customers.customers c
    LEFT JOIN LATERAL (SELECT x.* FROM privacy.restrictions x WHERE x.customer_id = c.customer_id AND x.origin <> 'works here' AND x.ended_at IS NULL
      ORDER BY x.origin = 'people' DESC LIMIT 1) r ON true
    LEFT JOIN privacy.approvals q ON q.approval_id = r.approval_id
    LEFT JOIN staff.staff m ON m.staff_id = r.made_by LEFT JOIN staff.staff k ON k.staff_id = r.confirmed_by
    LEFT JOIN premises.premises p ON p.premises_id = c.home_premises_id
   WHERE c.customer_id = ANY (ids) AND c.restricted ORDER BY c.customer_id;
END $$;

-- What the second person is told beside the request: why it is shut. A manager who asks to open it is not.
DROP FUNCTION privacy.approval_more(uuid, text);
CREATE FUNCTION privacy.approval_more(search uuid, token text) RETURNS TABLE (approval_id uuid, request_id uuid, run_id uuid, file_number integer, feed text,
  from_day date, to_day date, question_id uuid, subject text, occasions integer, customer_ids uuid[], customer_names text[], contact_point_id uuid, presence text, why text)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE a record := privacy.actor(token); ids uuid[];
BEGIN
  ids := privacy.searched(search, token);
  RETURN QUERY SELECT p.approval_id, (p.payload->>'requestId')::uuid, (p.payload->>'runId')::uuid, (p.payload->>'fileNumber')::integer, r.feed,
      (p.payload->>'from')::date, (p.payload->>'to')::date, (p.payload->>'questionId')::uuid, s.full_name, (p.before->>'occasions')::integer,
      privacy.listed_customers(p.payload),
      (SELECT array_agg(c.full_name ORDER BY c.full_name) FROM customers.customers c
        WHERE c.customer_id = ANY (privacy.listed_customers(p.payload)) AND c.customer_id = ANY (ids)),
      (p.payload->>'contactPointId')::uuid, p.before->>'presence',
      CASE WHEN p.action = 'file restriction' OR p.action = 'file release' AND a.role <> 'manager' THEN p.before->>'why' END
    FROM privacy.listed_approvals(a.staff_id) p LEFT JOIN feed.runs r ON r.run_id = (p.payload->>'runId')::uuid
    LEFT JOIN staff.staff s ON s.staff_id = (p.before->>'subjectStaffId')::uuid;
END $$;

GRANT CREATE ON SCHEMA privacy, customers, staff TO earshot_vault;
SELECT house.hand_over(f, 'earshot_vault', '') FROM unnest(ARRAY['privacy.stands_restricted(uuid)', 'customers.follow_source()', 'privacy.set_restricted(uuid)',
  'staff.keep_restricted()', 'privacy.restriction_before(uuid, text, jsonb)', 'privacy.settle_restriction(uuid, uuid, text, text, uuid, text)',
  'privacy.release_file(uuid, uuid, text, text, uuid, uuid)', 'privacy.restriction_reader(text)']) f;
SELECT house.hand_over(f, 'earshot_vault', 'earshot_staff') FROM unnest(ARRAY['privacy.restrict_file(text, uuid, uuid, uuid, text, text)',
  'privacy.list_restrictions(uuid, text, uuid, integer)', 'privacy.restriction_cards(uuid, text)', 'privacy.approval_more(uuid, text)']) f;
REVOKE CREATE ON SCHEMA privacy, customers, staff FROM earshot_vault;

-- Those that are restricted already, and those who work here.
INSERT INTO privacy.restrictions (customer_id, origin, reason) SELECT c.customer_id, 'before', 'other' FROM customers.customers c WHERE c.restricted;
INSERT INTO privacy.restrictions (customer_id, origin, reason) SELECT DISTINCT f.customer_id, 'works here', 'staff' FROM staff.staff f WHERE f.customer_id IS NOT NULL;
UPDATE customers.customers c SET restricted = true WHERE NOT c.restricted AND EXISTS (SELECT FROM privacy.restrictions r WHERE r.customer_id = c.customer_id);
