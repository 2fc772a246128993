-- Changing the rules safely. An analyst drafts a decision table with its test cases; a second person approves just that; then it is a version
-- that counts from its day, until the day of the next.
--   rules.drafts       what somebody is working on: one for each table
--   rules.versions     what was put in force, by whom, on whose word, and why; a rollback is a version too
--   rules.simulations  what a draft would change, counted over all customers or a sample
--   rules.examples     a few of those whom it would change something for
-- What runs reads products.option_tables and needs.tables, as before: only rules.put_in_force writes to them here.

CREATE SCHEMA rules;
-- Changes a function where it says just this, whatever else other migrations have made of it; an error where it does not.
CREATE FUNCTION rules.amend(function regprocedure, said text, says text) RETURNS void LANGUAGE plpgsql AS $$
DECLARE source text := pg_get_functiondef(function); times integer := (length(source) - length(replace(source, said, ''))) / length(said);
BEGIN
  IF times <> 1 THEN RAISE EXCEPTION '% says that % times: %', function, times, said; END IF;
  EXECUTE replace(source, said, says);
END $$;
CREATE TABLE rules.drafts (
  draft_id uuid PRIMARY KEY,
  -- "card.suitability", "level", "need saving"
  table_name text NOT NULL CHECK (length(table_name) BETWEEN 1 AND 80),
  -- of an option's table: which; of a table of needs: null
  option_code text CHECK (option_code ~ '^[a-z][a-z.]{1,59}$'),
  aspect text CHECK (aspect IN ('eligibility', 'applicability', 'suitability', 'contact policy')),
  -- the version that it began from (0: as it comes with Earshot), and the one that it brings back
  base_version integer NOT NULL CHECK (base_version >= 0),
  restores integer CHECK (restores >= 0),
  -- {"table": …, "toCustomer": …}
  body jsonb NOT NULL CHECK (length(body::text) <= 200000),
  cases jsonb NOT NULL DEFAULT '[]' CHECK (length(cases::text) <= 200000),
  -- null: from the day on which it is put in force
  applies_from date,
  state text NOT NULL DEFAULT 'draft' CHECK (state IN ('draft', 'proposed', 'in force', 'left')),
  approval_id uuid REFERENCES privacy.approvals,
  begun_by uuid NOT NULL REFERENCES staff.staff,
  begun_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  saved_by uuid NOT NULL REFERENCES staff.staff,
  saved_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  version integer NOT NULL DEFAULT 1,
  CHECK ((option_code IS NULL) = (aspect IS NULL)),
  CHECK (state <> 'proposed' OR approval_id IS NOT NULL)
);
CREATE UNIQUE INDEX drafts_open ON rules.drafts (table_name) WHERE state IN ('draft', 'proposed');

CREATE TABLE rules.versions (
  table_name text NOT NULL,
  version integer NOT NULL CHECK (version > 0),
  applies_from date NOT NULL,
  body jsonb NOT NULL,
  cases jsonb NOT NULL,
  restores integer,
  draft_id uuid NOT NULL REFERENCES rules.drafts,
  approval_id uuid NOT NULL UNIQUE REFERENCES privacy.approvals,
  made_by uuid NOT NULL REFERENCES staff.staff,
  approved_by uuid NOT NULL REFERENCES staff.staff,
  reference text NOT NULL,
  reason text NOT NULL,
  made_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (table_name, version),
  CHECK (made_by <> approved_by)
);

CREATE TABLE rules.simulations (
  simulation_id uuid PRIMARY KEY,
  draft_id uuid NOT NULL REFERENCES rules.drafts,
  -- of the body that was tried: a draft that was changed since has not been simulated
  body_hash bytea NOT NULL CHECK (length(body_hash) = 32),
  -- null: everybody; else so many, drawn by the seed
  sample integer CHECK (sample BETWEEN 1 AND 1000000),
  seed text NOT NULL CHECK (length(seed) BETWEEN 1 AND 40),
  state text NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'running', 'finished', 'failed')),
  total integer,
  looked_at integer NOT NULL DEFAULT 0,
  -- counts alone
  result jsonb CHECK (length(result::text) <= 200000),
  asked_by uuid NOT NULL REFERENCES staff.staff,
  asked_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  finished_at timestamptz,
  CHECK ((state IN ('finished', 'failed')) = (finished_at IS NOT NULL))
);
CREATE INDEX ON rules.simulations (draft_id, asked_at);
CREATE TABLE rules.examples (
  customer_id uuid NOT NULL,
  simulation_id uuid NOT NULL REFERENCES rules.simulations ON DELETE CASCADE,
  -- as it is told apart on the screen: nobody's name and nobody's id
  number integer NOT NULL CHECK (number > 0),
  -- an option, "level", "stage" or a need; what it is before and after, and by which rows
  about text NOT NULL CHECK (length(about) <= 80),
  gains boolean NOT NULL,
  row_before text CHECK (length(row_before) <= 160),
  row_after text CHECK (length(row_after) <= 160),
  PRIMARY KEY (customer_id, simulation_id, number)
);
CREATE INDEX ON rules.examples (simulation_id, number);

INSERT INTO house.table_classes VALUES
  ('rules.drafts', 'reference'), ('rules.versions', 'reference'), ('rules.simulations', 'operational'), ('rules.examples', 'customer');
SELECT house.guard('rules.examples');
INSERT INTO privacy.erasure_rules (table_name, way) VALUES ('rules.examples', 'delete');
INSERT INTO customers.merge_rules (table_name, way, why) VALUES ('rules.examples', 'stays', 'a trial of rules, gone after thirty days');
INSERT INTO privacy.copy_rules (table_name, way, why) VALUES
  ('rules.examples', 'leave out', 'what rules that were only tried would have said; gone after thirty days');
INSERT INTO house.retention (rule, table_name, way, keeps_count, keeps_unit, counted_from, citation) VALUES
  ('simulations of rules', 'rules.simulations', 'after a time', 10, 'years', 't.asked_at', 'what somebody knew who changed the rules; counts only'),
  ('examples of simulations', 'rules.examples', 'after a time', 30, 'days',
    '(SELECT s.asked_at FROM rules.simulations s WHERE s.simulation_id = t.simulation_id)', 'GDPR article 5(1)(e); of use while the draft is talked about');

-- Log-ins --------------------------------------------------------------------------------------------------------------------------------
GRANT USAGE ON SCHEMA rules TO earshot_staff, earshot_vault, earshot_batch, earshot_run_rules;
GRANT SELECT, INSERT ON rules.drafts TO earshot_staff;
GRANT UPDATE (body, cases, applies_from, saved_by, saved_at, version) ON rules.drafts TO earshot_staff;
GRANT SELECT ON rules.versions, rules.simulations TO earshot_staff;
GRANT INSERT (simulation_id, draft_id, body_hash, sample, seed, asked_by) ON rules.simulations TO earshot_staff;
GRANT SELECT, UPDATE ON rules.drafts TO earshot_vault;
GRANT SELECT, INSERT ON rules.versions, products.option_tables, needs.tables TO earshot_vault;
GRANT USAGE ON SCHEMA products TO earshot_vault;
GRANT SELECT, DELETE ON rules.simulations, rules.examples TO earshot_vault;

-- Two people -----------------------------------------------------------------------------------------------------------------------------
INSERT INTO privacy.approval_rules VALUES ('rule change', '{analyst}', '{compliance officer,privacy officer}');
-- Whoever approves rules has to read and think: three days, and not a quarter of an hour. What was asked for is hashed all the same.
DO $$
DECLARE k text;
BEGIN
  SELECT c.conname INTO STRICT k FROM pg_constraint c WHERE c.conrelid = 'privacy.approvals'::regclass AND pg_get_constraintdef(c.oid) LIKE '%expires_at <=%';
  EXECUTE format('ALTER TABLE privacy.approvals DROP CONSTRAINT %I', k);
END $$;
ALTER TABLE privacy.approvals ADD CONSTRAINT approvals_end
  CHECK (expires_at <= requested_at + CASE action WHEN 'rule change' THEN interval '3 days' ELSE interval '15 minutes' END);
SELECT rules.amend('privacy.request_approval(text, uuid, text, jsonb, text, text)', 'clock_timestamp() + interval ''14 minutes 59 seconds''',
  'clock_timestamp() + CASE action WHEN ''rule change'' THEN interval ''2 days 23 hours 59 minutes'' ELSE interval ''14 minutes 59 seconds'' END');

-- What is asked for, and what stands now: the whole draft as one hash, and the newest version of its table. A draft that is changed after
-- it was asked for, or a table that somebody else changed, is not what was approved.
CREATE FUNCTION rules.content_of(draft uuid) RETURNS jsonb LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE d record; newest integer;
BEGIN
  SELECT x.* INTO d FROM rules.drafts x WHERE x.draft_id = draft;
  IF NOT FOUND THEN RAISE EXCEPTION 'no such draft' USING ERRCODE = 'ES404'; END IF;
  IF d.state NOT IN ('draft', 'proposed') THEN RAISE EXCEPTION 'this draft is done with' USING ERRCODE = 'ES409'; END IF;
  IF d.option_code IS NULL THEN SELECT max(t.version) INTO newest FROM needs.tables t WHERE t.name = d.table_name;
  ELSE SELECT max(t.version) INTO newest FROM products.option_tables t WHERE t.option_code = d.option_code AND t.aspect = d.aspect; END IF;
  RETURN jsonb_build_object('newest', coalesce(newest, 0), 'hash', encode(sha256(convert_to(jsonb_build_object('table', d.table_name,
    'option', d.option_code, 'aspect', d.aspect, 'body', d.body, 'cases', d.cases, 'from', d.applies_from, 'restores', d.restores)::text, 'UTF8')), 'hex'));
END $$;
SELECT rules.amend('privacy.approval_before(uuid, text, jsonb)', 'ELSIF action = ''limit change'' THEN',
  E'ELSIF action = ''rule change'' THEN\n    RETURN rules.content_of((payload->>''draftId'')::uuid);\n  ELSIF action = ''limit change'' THEN');

CREATE FUNCTION rules.propose(token text, draft uuid, seen integer, approval uuid, reference text, reason text) RETURNS timestamptz
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE d record; until timestamptz;
BEGIN
  SELECT x.* INTO d FROM rules.drafts x WHERE x.draft_id = draft FOR UPDATE;
  IF NOT FOUND THEN RAISE EXCEPTION 'no such draft' USING ERRCODE = 'ES404'; END IF;
  IF d.state = 'proposed' AND d.approval_id = approval THEN RETURN (SELECT p.expires_at FROM privacy.approvals p WHERE p.approval_id = approval); END IF;
  IF d.state <> 'draft' THEN RAISE EXCEPTION 'this draft is not being written' USING ERRCODE = 'ES409'; END IF;
  IF d.version IS DISTINCT FROM seen THEN RAISE EXCEPTION 'changed since it was read' USING ERRCODE = 'ES412'; END IF;
  until := privacy.request_approval(token, approval, 'rule change', rules.asked_of(draft), reference, reason);
  UPDATE rules.drafts x SET state = 'proposed', approval_id = approval, version = x.version + 1 WHERE x.draft_id = draft;
  RETURN until;
END $$;
CREATE FUNCTION rules.asked_of(draft uuid) RETURNS jsonb LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
  RETURN (SELECT jsonb_build_object('draftId', d.draft_id, 'table', d.table_name, 'appliesFrom', d.applies_from) FROM rules.drafts d WHERE d.draft_id = draft);
END $$;

-- By whoever may ask for a change of rules: to go on writing (the approval that was asked for comes to nothing), or to give it up.
CREATE FUNCTION rules.set_aside(token text, draft uuid, becomes text) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE a record; d record;
BEGIN
  a := privacy.actor(token);
  PERFORM FROM privacy.approval_rules r WHERE r.action = 'rule change' AND a.role = ANY (r.asks);
  IF NOT FOUND THEN RAISE EXCEPTION 'not for this role' USING ERRCODE = 'ES405'; END IF;
  IF becomes IS NULL OR becomes NOT IN ('draft', 'left') THEN RAISE EXCEPTION 'a draft, or left' USING ERRCODE = 'ES422'; END IF;
  SELECT x.* INTO d FROM rules.drafts x WHERE x.draft_id = draft FOR UPDATE;
  IF NOT FOUND THEN RAISE EXCEPTION 'no such draft' USING ERRCODE = 'ES404'; END IF;
  IF d.state = becomes THEN RETURN; END IF;
  IF d.state NOT IN ('draft', 'proposed') THEN RAISE EXCEPTION 'this draft is done with' USING ERRCODE = 'ES409'; END IF;
  UPDATE rules.drafts x SET state = becomes, approval_id = NULL, version = x.version + 1 WHERE x.draft_id = draft;
END $$;

-- The approved draft becomes the next version of its table, inside the transaction that uses the approval up.
CREATE FUNCTION rules.put_in_force(token text, draft uuid) RETURNS integer
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE a record; d record; p record; newer integer; starts date;
BEGIN
  a := privacy.actor(token);
  SELECT x.* INTO d FROM rules.drafts x WHERE x.draft_id = draft FOR UPDATE;
  IF NOT FOUND THEN RAISE EXCEPTION 'no such draft' USING ERRCODE = 'ES404'; END IF;
  IF d.state = 'in force' THEN RETURN (SELECT v.version FROM rules.versions v WHERE v.draft_id = draft); END IF;
  IF d.state <> 'proposed' THEN RAISE EXCEPTION 'nobody was asked to approve it' USING ERRCODE = 'ES409'; END IF;
  -- one change of a table at a time: the next number is this one's
  PERFORM pg_advisory_xact_lock(hashtextextended('rules ' || d.table_name, 0));
  PERFORM privacy.take_approval(a.staff_id, a.session_id, d.approval_id, 'rule change', rules.asked_of(draft));
  starts := coalesce(d.applies_from, CURRENT_DATE);
  IF starts < CURRENT_DATE THEN RAISE EXCEPTION 'its day has passed' USING ERRCODE = 'ES412'; END IF;
  SELECT x.* INTO p FROM privacy.approvals x WHERE x.approval_id = d.approval_id;
  IF d.option_code IS NULL THEN
    -- 1 is what comes with Earshot: the run writes it
    SELECT greatest(coalesce(max(t.version), 0), 1) + 1 INTO newer FROM needs.tables t WHERE t.name = d.table_name;
    INSERT INTO needs.tables (name, version, applies_from, body) VALUES (d.table_name, newer, starts, d.body->'table');
  ELSE
    SELECT coalesce(max(t.version), 0) + 1 INTO newer FROM products.option_tables t WHERE t.option_code = d.option_code AND t.aspect = d.aspect;
    INSERT INTO products.option_tables (option_code, aspect, version, applies_from, body) VALUES (d.option_code, d.aspect, newer, starts, d.body);
  END IF;
  INSERT INTO rules.versions (table_name, version, applies_from, body, cases, restores, draft_id, approval_id, made_by, approved_by, reference, reason)
  VALUES (d.table_name, newer, starts, d.body, d.cases, d.restores, draft, d.approval_id, a.staff_id, p.decided_by, p.reference, p.reason);
  UPDATE rules.drafts x SET state = 'in force', version = x.version + 1 WHERE x.draft_id = draft;
  INSERT INTO privacy.events (name, session_id, staff_id, role, premises_id, place, subject, detail)
  VALUES (CASE WHEN d.restores IS NULL THEN 'rules.changed' ELSE 'rules.rolled back' END, a.session_id, a.staff_id, a.role, a.premises_id, a.place,
    d.table_name, jsonb_build_object('version', newer, 'from', starts, 'approval', d.approval_id));
  RETURN newer;
END $$;

-- How the request stands that was made for a draft: names of staff, and what they said.
CREATE FUNCTION rules.request_of(draft uuid) RETURNS TABLE (approval_id uuid, state text, requested_by text, mine_id uuid, reference text, reason text,
  expires_at timestamptz, decided_by text, words text) LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
  RETURN QUERY SELECT p.approval_id, CASE WHEN p.state IN ('asked', 'approved') AND p.expires_at <= clock_timestamp() THEN 'expired' ELSE p.state END,
      f.full_name, p.requested_by, p.reference, p.reason, p.expires_at, o.full_name, p.words
    FROM rules.drafts d JOIN privacy.approvals p ON p.approval_id = d.approval_id JOIN staff.staff f ON f.staff_id = p.requested_by
    LEFT JOIN staff.staff o ON o.staff_id = p.decided_by WHERE d.draft_id = draft;
END $$;

-- The list of requests says which draft it is about.
DROP FUNCTION privacy.approval_cards(uuid, text);
CREATE FUNCTION privacy.approval_cards(search uuid, token text) RETURNS TABLE (approval_id uuid, action text, hash bytea, customer_id uuid,
  staff_id uuid, about text, role text, before_role text, customers_per_hour integer, before_per_hour integer, mine boolean, requester text,
  requester_role text, reference text, reason text, requested_at timestamptz, expires_at timestamptz, state text, decided_by_name text, words text,
  draft_id uuid, applies_from date)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE a record; ids uuid[];
BEGIN
  a := privacy.actor(token); ids := privacy.searched(search, token);
  RETURN QUERY SELECT p.approval_id, p.action, p.hash, c.customer_id, s.staff_id, coalesce(c.full_name, s.full_name, p.payload->>'table'), p.payload->>'role',
      p.before->>'role', (p.payload->>'customersPerHour')::integer, (p.before->>'customersPerHour')::integer, p.requested_by = a.staff_id,
      f.full_name, f.role, p.reference, p.reason, p.requested_at, p.expires_at,
      CASE WHEN p.state IN ('asked', 'approved') AND p.expires_at <= clock_timestamp() THEN 'expired' ELSE p.state END, d.full_name, p.words,
      (p.payload->>'draftId')::uuid, (p.payload->>'appliesFrom')::date
    FROM privacy.listed_approvals(a.staff_id) p JOIN staff.staff f ON f.staff_id = p.requested_by
    LEFT JOIN staff.staff d ON d.staff_id = p.decided_by
    LEFT JOIN staff.staff s ON s.staff_id = (p.payload->>'staffId')::uuid
    LEFT JOIN LATERAL (SELECT x.customer_id, x.full_name FROM customers.customers x
      WHERE x.customer_id = (p.payload->>'customerId')::uuid LIMIT 1) c ON true
   WHERE p.payload->>'customerId' IS NULL OR c.customer_id = ANY (ids);
END $$;
SELECT house.hand_over('privacy.approval_cards(uuid, text)', 'earshot_vault', 'earshot_staff');

GRANT CREATE ON SCHEMA rules TO earshot_vault;
SELECT house.hand_over('rules.content_of(uuid)', 'earshot_vault', ''),
  house.hand_over('rules.asked_of(uuid)', 'earshot_vault', ''),
  house.hand_over('rules.propose(text, uuid, integer, uuid, text, text)', 'earshot_vault', 'earshot_staff'),
  house.hand_over('rules.set_aside(text, uuid, text)', 'earshot_vault', 'earshot_staff'),
  house.hand_over('rules.put_in_force(text, uuid)', 'earshot_vault', 'earshot_staff'),
  house.hand_over('rules.request_of(uuid)', 'earshot_vault', 'earshot_staff');
REVOKE CREATE ON SCHEMA rules FROM earshot_vault;

-- A run decides by one set of rules from its beginning to its end, and says which. One that was stopped, and finds other rules when it
-- is taken up, is given up; the next begins anew.
ALTER TABLE advice.runs ADD COLUMN rules text NOT NULL DEFAULT '', ADD COLUMN given_up_at timestamptz;
ALTER TABLE needs.runs ADD COLUMN rules integer NOT NULL DEFAULT 0, ADD COLUMN given_up_at timestamptz;
GRANT SELECT ON advice.runs TO earshot_staff;
DROP FUNCTION rules.amend(regprocedure, text, text);
