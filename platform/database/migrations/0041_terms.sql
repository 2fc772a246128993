-- What the bank offers, and on which terms, changes by two people as rules do: asked for with its day and with what it means, approved by
-- somebody outside the line of who asks, put in force. Before its day it can be undone, by two people again; after it there is a newer version.
--   rules.term_changes  what was asked for, by whom, on whose word, and what became of it
-- What decides reads products.terms, as before: only rules.put_terms_in_force writes there.

CREATE FUNCTION house.amend(function regprocedure, said text, says text) RETURNS void LANGUAGE plpgsql AS $$
DECLARE source text := pg_get_functiondef(function); times integer := (length(source) - length(replace(source, said, ''))) / length(said);
BEGIN
  IF times <> 1 THEN RAISE EXCEPTION '% says that % times: %', function, times, said; END IF;
  EXECUTE replace(source, said, says);
END $$;

-- A version that was undone never came to its day; it stays readable.
ALTER TABLE products.terms ADD COLUMN undone_at timestamptz;
CREATE UNIQUE INDEX terms_of_a_day ON products.terms (option_code, applies_from) WHERE undone_at IS NULL;

CREATE TABLE rules.term_changes (
  -- of the approval too
  change_id uuid PRIMARY KEY,
  option_code text NOT NULL CHECK (option_code ~ '^[a-z][a-z.]{1,59}$'),
  kind text NOT NULL CHECK (kind IN ('terms', 'withdrawal', 'undoing')),
  -- what the terms are; of a withdrawal those that it had
  body jsonb CHECK (length(body::text) <= 20000),
  -- of an undoing: which version is not to come
  undoes integer,
  -- of an undoing: the day of what it undoes
  applies_from date NOT NULL,
  -- what it meant when it was asked for: counts alone
  meaning jsonb NOT NULL CHECK (length(meaning::text) <= 1000),
  state text NOT NULL DEFAULT 'proposed' CHECK (state IN ('proposed', 'in force', 'left')),
  -- the version that it made, or undid
  version integer CHECK (version > 0),
  asked_by uuid NOT NULL REFERENCES staff.staff,
  asked_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  approved_by uuid REFERENCES staff.staff,
  done_at timestamptz,
  reference text NOT NULL,
  reason text NOT NULL,
  CHECK ((kind = 'undoing') = (body IS NULL)),
  CHECK ((kind = 'undoing') = (undoes IS NOT NULL)),
  CHECK ((state = 'in force') = (num_nonnulls(version, approved_by) = 2)),
  CHECK ((state = 'proposed') = (done_at IS NULL)),
  CHECK (asked_by <> approved_by)
);
CREATE UNIQUE INDEX term_changes_open ON rules.term_changes (option_code) WHERE state = 'proposed';
CREATE INDEX ON rules.term_changes (option_code, asked_at);
INSERT INTO house.table_classes VALUES ('rules.term_changes', 'reference');
GRANT SELECT ON rules.term_changes TO earshot_staff;
GRANT SELECT, INSERT, UPDATE ON rules.term_changes TO earshot_vault;
GRANT SELECT, INSERT, UPDATE (undone_at) ON products.terms TO earshot_vault;

-- Two people, and three days to read and think, as for rules.
INSERT INTO privacy.approval_rules VALUES
  ('terms change', '{analyst}', '{compliance officer,privacy officer}'),
  ('withdrawal', '{analyst}', '{compliance officer,privacy officer}'),
  ('undoing of terms', '{analyst}', '{compliance officer,privacy officer}');
ALTER TABLE privacy.approvals DROP CONSTRAINT approvals_end;
ALTER TABLE privacy.approvals ADD CONSTRAINT approvals_end CHECK (expires_at <= requested_at
  + CASE WHEN action IN ('rule change', 'terms change', 'withdrawal', 'undoing of terms') THEN interval '3 days' ELSE interval '15 minutes' END);
SELECT house.amend('privacy.request_approval(text, uuid, text, jsonb, text, text)', 'CASE action WHEN ''rule change'' THEN',
  'CASE WHEN action IN (''rule change'', ''terms change'', ''withdrawal'', ''undoing of terms'') THEN');
SELECT house.amend('privacy.approval_before(uuid, text, jsonb)', 'ELSIF action = ''rule change'' THEN',
  E'ELSIF action IN (''terms change'', ''withdrawal'', ''undoing of terms'') THEN\n    RETURN rules.terms_content_of((payload->>''changeId'')::uuid);\n  ELSIF action = ''rule change'' THEN');

CREATE FUNCTION rules.terms_action(kind text) RETURNS text LANGUAGE plpgsql IMMUTABLE SET search_path = pg_catalog AS $$
BEGIN
  RETURN CASE kind WHEN 'terms' THEN 'terms change' WHEN 'withdrawal' THEN 'withdrawal' ELSE 'undoing of terms' END;
END $$;
CREATE FUNCTION rules.terms_asked_of(change uuid) RETURNS jsonb LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
  RETURN (SELECT jsonb_build_object('changeId', c.change_id, 'table', c.option_code, 'appliesFrom', c.applies_from)
    FROM rules.term_changes c WHERE c.change_id = change);
END $$;
-- What is asked for, and all versions that stand: whatever else comes into force meanwhile, it is not what was approved.
CREATE FUNCTION rules.terms_content_of(change uuid) RETURNS jsonb LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE c record;
BEGIN
  SELECT x.* INTO c FROM rules.term_changes x WHERE x.change_id = change;
  IF NOT FOUND THEN RAISE EXCEPTION 'no such change' USING ERRCODE = 'ES404'; END IF;
  IF c.state <> 'proposed' THEN RAISE EXCEPTION 'this change is done with' USING ERRCODE = 'ES409'; END IF;
  RETURN jsonb_build_object('standing', (SELECT coalesce(jsonb_agg(t.version ORDER BY t.version), '[]') FROM products.terms t
      WHERE t.option_code = c.option_code AND t.undone_at IS NULL),
    'hash', encode(sha256(convert_to(jsonb_build_object('option', c.option_code, 'kind', c.kind, 'body', c.body, 'undoes', c.undoes,
      'from', c.applies_from, 'meaning', c.meaning)::text, 'UTF8')), 'hex'));
END $$;

-- How many suggestions of each option stand: counted each night by the job that follows them, because nobody who is served may wait for it.
CREATE TABLE advice.suggestion_totals (
  option_code text PRIMARY KEY,
  suggestions integer NOT NULL,
  counted_on date NOT NULL
);
INSERT INTO house.table_classes VALUES ('advice.suggestion_totals', 'operational');
INSERT INTO house.retention (rule, table_name, way, citation) VALUES ('totals of open suggestions', 'advice.suggestion_totals', 'by itself', 'counted anew each night');
GRANT SELECT ON advice.suggestion_totals TO earshot_vault;
GRANT SELECT, INSERT, DELETE ON advice.suggestion_totals TO earshot_run_outcomes;
CREATE FUNCTION advice.count_suggestions(today date, codes text[]) RETURNS integer LANGUAGE sql VOLATILE AS $$
  DELETE FROM advice.suggestion_totals;
  INSERT INTO advice.suggestion_totals SELECT o.code, coalesce(c.n, 0), count_suggestions.today FROM unnest(count_suggestions.codes) o(code)
    LEFT JOIN (SELECT s.option_code, count(*)::integer AS n FROM advice.decisions d CROSS JOIN LATERAL advice.suggested_in(d.said) s
      WHERE d.expires_on > count_suggestions.today GROUP BY s.option_code) c ON c.option_code = o.code;
  SELECT count(*)::integer FROM advice.suggestion_totals
$$;
REVOKE ALL ON FUNCTION advice.count_suggestions(date, text[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION advice.count_suggestions(date, text[]) TO earshot_run_outcomes;

-- What a change of terms means, in counts over the whole bank: suggestions that stood last night, conversations under way with customers to
-- whom it is suggested or was brought up since they began, and customers who said "not now".
CREATE FUNCTION rules.meaning_of_terms(token text, option text) RETURNS TABLE (suggestions integer, counted_on date, conversations bigint, put_off bigint)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE a record; pattern text;
BEGIN
  a := privacy.actor(token);
  PERFORM FROM privacy.approval_rules r WHERE r.action = 'terms change' AND (a.role = ANY (r.asks) OR a.role = ANY (r.decides));
  IF NOT FOUND THEN RAISE EXCEPTION 'not for this role' USING ERRCODE = 'ES405'; END IF;
  -- what is suggested stands first, with the strength of the need: '12:80 7:0 3 4'
  SELECT '(^| )(' || string_agg(v.verdict_id::text, '|') || '):' INTO pattern FROM advice.verdicts v WHERE v.option_code = option AND v.says = 'fits';
  SELECT t.suggestions, t.counted_on INTO suggestions, counted_on FROM advice.suggestion_totals t WHERE t.option_code = option;
  -- LIMIT keeps the planner to one conversation at a time
  SELECT count(*) INTO conversations FROM asking.conversations c WHERE c.state = 'open'
    AND ((SELECT true FROM advice.decisions d WHERE d.customer_id = c.customer_id AND d.expires_on > CURRENT_DATE AND d.said ~ pattern LIMIT 1)
      OR (SELECT true FROM advice.outcomes o WHERE o.customer_id = c.customer_id AND o.option_code = option AND o.recorded_at >= c.begun_at LIMIT 1));
  SELECT count(DISTINCT o.customer_id) INTO put_off FROM advice.outcomes o
   WHERE o.option_code = option AND o.recorded_at > now() - interval '5 years' AND o.became = 'not now' AND o.until > CURRENT_DATE;
  RETURN NEXT;
END $$;

CREATE FUNCTION rules.propose_terms(token text, change uuid, option text, of_kind text, terms jsonb, version_undone integer, from_day date,
  counted jsonb, reference text, reason text) RETURNS timestamptz
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE a record;
BEGIN
  a := privacy.actor(token);
  PERFORM FROM privacy.approval_rules r WHERE r.action = rules.terms_action(of_kind) AND a.role = ANY (r.asks);
  IF NOT FOUND THEN RAISE EXCEPTION 'not for this role to ask' USING ERRCODE = 'ES405'; END IF;
  -- asked again after the answer was lost
  IF EXISTS (SELECT FROM rules.term_changes c WHERE c.change_id = change) THEN
    RETURN (SELECT p.expires_at FROM privacy.approvals p WHERE p.approval_id = change AND p.requested_by = a.staff_id);
  END IF;
  -- one change of an option at a time
  PERFORM pg_advisory_xact_lock(hashtextextended('terms ' || option, 0));
  IF EXISTS (SELECT FROM rules.term_changes c WHERE c.option_code = option AND c.state = 'proposed') THEN
    RAISE EXCEPTION 'another change of it waits' USING ERRCODE = 'ES409';
  END IF;
  INSERT INTO rules.term_changes (change_id, option_code, kind, body, undoes, applies_from, meaning, asked_by, reference, reason)
  VALUES (change, option, of_kind, terms, version_undone, from_day, counted, a.staff_id, propose_terms.reference, propose_terms.reason);
  RETURN privacy.request_approval(token, change, rules.terms_action(of_kind), rules.terms_asked_of(change), propose_terms.reference, propose_terms.reason);
END $$;

-- By whoever may ask: it is not done, and the approval comes to nothing.
CREATE FUNCTION rules.leave_terms(token text, change uuid) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE a record; c record;
BEGIN
  a := privacy.actor(token);
  PERFORM FROM privacy.approval_rules r WHERE r.action = 'terms change' AND a.role = ANY (r.asks);
  IF NOT FOUND THEN RAISE EXCEPTION 'not for this role' USING ERRCODE = 'ES405'; END IF;
  SELECT x.* INTO c FROM rules.term_changes x WHERE x.change_id = change FOR UPDATE;
  IF NOT FOUND THEN RAISE EXCEPTION 'no such change' USING ERRCODE = 'ES404'; END IF;
  IF c.state = 'left' THEN RETURN; END IF;
  IF c.state <> 'proposed' THEN RAISE EXCEPTION 'this change is done with' USING ERRCODE = 'ES409'; END IF;
  UPDATE rules.term_changes x SET state = 'left', done_at = clock_timestamp() WHERE x.change_id = change;
END $$;

-- The approved change, in the transaction that uses the approval up.
CREATE FUNCTION rules.put_terms_in_force(token text, change uuid) RETURNS integer
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE a record; c record; p record; newer integer;
BEGIN
  a := privacy.actor(token);
  SELECT x.* INTO c FROM rules.term_changes x WHERE x.change_id = change FOR UPDATE;
  IF NOT FOUND THEN RAISE EXCEPTION 'no such change' USING ERRCODE = 'ES404'; END IF;
  IF c.state = 'in force' THEN RETURN c.version; END IF;
  IF c.state <> 'proposed' THEN RAISE EXCEPTION 'nobody was asked to approve it' USING ERRCODE = 'ES409'; END IF;
  PERFORM pg_advisory_xact_lock(hashtextextended('terms ' || c.option_code, 0));
  PERFORM privacy.take_approval(a.staff_id, a.session_id, change, rules.terms_action(c.kind), rules.terms_asked_of(change));
  IF c.applies_from < CURRENT_DATE OR c.kind = 'undoing' AND c.applies_from = CURRENT_DATE THEN
    RAISE EXCEPTION 'its day has come' USING ERRCODE = 'ES412';
  END IF;
  SELECT x.* INTO p FROM privacy.approvals x WHERE x.approval_id = change;
  IF c.kind = 'undoing' THEN
    UPDATE products.terms t SET undone_at = clock_timestamp()
     WHERE t.option_code = c.option_code AND t.version = c.undoes AND t.undone_at IS NULL;
    IF NOT FOUND THEN RAISE EXCEPTION 'it is undone already' USING ERRCODE = 'ES412'; END IF;
    newer := c.undoes;
  ELSE
    IF EXISTS (SELECT FROM products.terms t WHERE t.option_code = c.option_code AND t.applies_from = c.applies_from AND t.undone_at IS NULL) THEN
      RAISE EXCEPTION 'there is a version of that day' USING ERRCODE = 'ES412';
    END IF;
    SELECT coalesce(max(t.version), 0) + 1 INTO newer FROM products.terms t WHERE t.option_code = c.option_code;
    INSERT INTO products.terms (option_code, version, applies_from, withdrawn, body)
    VALUES (c.option_code, newer, c.applies_from, c.kind = 'withdrawal', c.body);
  END IF;
  PERFORM FROM (SELECT t.withdrawn AND lag(t.withdrawn) OVER (ORDER BY t.applies_from) AS twice FROM products.terms t
    WHERE t.option_code = c.option_code AND t.undone_at IS NULL) s WHERE s.twice;
  IF FOUND THEN RAISE EXCEPTION 'withdrawn twice' USING ERRCODE = 'ES412'; END IF;
  UPDATE rules.term_changes x SET state = 'in force', version = newer, approved_by = p.decided_by, done_at = clock_timestamp()
   WHERE x.change_id = change;
  INSERT INTO privacy.events (name, session_id, staff_id, role, premises_id, place, subject, detail)
  VALUES (CASE c.kind WHEN 'terms' THEN 'terms.changed' WHEN 'withdrawal' THEN 'product.withdrawn' ELSE 'terms.undone' END, a.session_id,
    a.staff_id, a.role, a.premises_id, a.place, c.option_code, jsonb_build_object('version', newer, 'from', c.applies_from, 'approval', change));
  RETURN newer;
END $$;

-- How the request stands that was made for a change: names of staff, and what they said.
CREATE FUNCTION rules.terms_request_of(change uuid) RETURNS TABLE (state text, mine_id uuid, expires_at timestamptz, decided_by text, words text)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
  RETURN QUERY SELECT CASE WHEN p.state IN ('asked', 'approved') AND p.expires_at <= clock_timestamp() THEN 'expired' ELSE p.state END,
      p.requested_by, p.expires_at, o.full_name, p.words
    FROM privacy.approvals p LEFT JOIN staff.staff o ON o.staff_id = p.decided_by WHERE p.approval_id = change;
END $$;

GRANT CREATE ON SCHEMA rules TO earshot_vault;
SELECT house.hand_over('rules.terms_action(text)', 'earshot_vault', ''),
  house.hand_over('rules.terms_content_of(uuid)', 'earshot_vault', ''),
  house.hand_over('rules.terms_asked_of(uuid)', 'earshot_vault', ''),
  house.hand_over('rules.meaning_of_terms(text, text)', 'earshot_vault', 'earshot_staff'),
  house.hand_over('rules.propose_terms(text, uuid, text, text, jsonb, integer, date, jsonb, text, text)', 'earshot_vault', 'earshot_staff'),
  house.hand_over('rules.leave_terms(text, uuid)', 'earshot_vault', 'earshot_staff'),
  house.hand_over('rules.put_terms_in_force(text, uuid)', 'earshot_vault', 'earshot_staff'),
  house.hand_over('rules.terms_request_of(uuid)', 'earshot_vault', 'earshot_staff');
REVOKE CREATE ON SCHEMA rules FROM earshot_vault;
DROP FUNCTION house.amend(regprocedure, text, text);
