-- Duplicates: finding them, deciding about them, merging two customers and taking a merge apart again, exactly.
--   customers.matching_keys     which records are worth comparing: made from names, dates, numbers by matching-blocks.ts, as hashes
--   customers.matching_marks    what each customer's record looked like when the keys were made, and whether it has been compared since
--   customers.duplicates        the queue: likely pairs with reasons, and what was decided about them
--   customers.merges            who was merged into whom; customers.merge_journal: every row that moved or changed by it
-- The job 'merging.find' fills the queue as earshot_run_merging; everything else is asked for through definer functions.

CREATE TABLE customers.matching_keys (
  customer_id uuid NOT NULL,
  key bigint NOT NULL,
  PRIMARY KEY (customer_id, key)
);
CREATE INDEX ON customers.matching_keys (key, customer_id);
CREATE TABLE customers.matching_marks (
  customer_id uuid PRIMARY KEY,
  digest bigint NOT NULL,
  -- the transactions that noted its last change, and that compared it since; null: it waits to be compared
  changed_in xid8 NOT NULL DEFAULT pg_current_xact_id(),
  compared_in xid8
);
CREATE INDEX matching_marks_waiting ON customers.matching_marks (customer_id) WHERE compared_in IS NULL;
-- How far a run is and what it found.
CREATE TABLE customers.matching_runs (
  run_id uuid PRIMARY KEY,
  started_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  finished_at timestamptz,
  customers_read bigint NOT NULL DEFAULT 0,
  customers_changed bigint NOT NULL DEFAULT 0,
  pairs_compared bigint NOT NULL DEFAULT 0,
  pairs_likely bigint NOT NULL DEFAULT 0
);

-- A pair once decided stays decided until the evidence is another and speaks more for one person than it did.
CREATE TABLE customers.duplicates (
  pair_id uuid PRIMARY KEY DEFAULT house.new_id(),
  customer_id uuid NOT NULL,
  other_id uuid NOT NULL,
  -- tenths of a bit above even odds that they are one person
  score integer NOT NULL,
  -- [{"field": "birth date", "level": "day and month swapped", "bits": 8}], without any value of the customers'
  reasons jsonb NOT NULL,
  -- the reasons without their weights: has the evidence changed?
  evidence text NOT NULL CHECK (length(evidence) <= 1000),
  state text NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'merged', 'not the same', 'later')),
  not_before date,
  found_at timestamptz NOT NULL DEFAULT now(),
  assigned_to uuid REFERENCES staff.staff,
  -- given by the queue (true) or picked from the list (false)? Picking explains nothing.
  handed_out boolean NOT NULL DEFAULT false,
  taken_at timestamptz,
  decided_by uuid REFERENCES staff.staff,
  decided_at timestamptz,
  version integer NOT NULL DEFAULT 1,
  UNIQUE (customer_id, other_id),
  CHECK (customer_id < other_id)
);
CREATE INDEX ON customers.duplicates (other_id);
CREATE INDEX duplicates_open ON customers.duplicates (score DESC, pair_id) WHERE state IN ('open', 'later');
CREATE INDEX ON customers.duplicates (assigned_to) WHERE assigned_to IS NOT NULL;

CREATE TABLE customers.merges (
  merge_id uuid PRIMARY KEY DEFAULT house.new_id(),
  survivor_id uuid NOT NULL,
  merged_id uuid NOT NULL,
  pair_id uuid NOT NULL,
  merged_by uuid NOT NULL REFERENCES staff.staff,
  merged_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  unmerged_by uuid REFERENCES staff.staff,
  unmerged_at timestamptz
);
CREATE UNIQUE INDEX ON customers.merges (merged_id) WHERE unmerged_at IS NULL;
CREATE INDEX ON customers.merges (survivor_id, merged_at);
CREATE INDEX merges_standing ON customers.merges (merged_at) WHERE unmerged_at IS NULL;
CREATE TABLE customers.merge_journal (
  merge_id uuid NOT NULL REFERENCES customers.merges,
  entry bigint GENERATED ALWAYS AS IDENTITY,
  -- moved: its customer_id was the merged one's; agreement: all rows of it were; pointed: its other_id was the merged one;
  -- changed: a column of the survivor's row; added: a row of the survivor's that was not there
  what text NOT NULL CHECK (what IN ('moved', 'agreement', 'pointed', 'changed', 'added')),
  table_name text NOT NULL,
  row_key uuid NOT NULL,
  column_name text, before jsonb, after jsonb,
  PRIMARY KEY (merge_id, entry)
);

-- What a merge does with the rows of each customer-owned table; a table without a line here fails a test.
--   row        each moves by its own key, unless the survivor has that very row
--   agreement  all rows of an agreement move together, unless the survivor is a party to it already
--   stays      see why
CREATE TABLE customers.merge_rules (
  table_name text PRIMARY KEY,
  way text NOT NULL CHECK (way IN ('row', 'agreement', 'stays')),
  key_column text CHECK ((way = 'stays') = (key_column IS NULL)),
  why text
);
INSERT INTO customers.merge_rules VALUES
  ('customers.names', 'row', 'name_id'), ('customers.contact_points', 'row', 'contact_point_id'),
  ('customers.identifiers', 'row', 'identifier_id'), ('customers.addresses', 'row', 'address_id'),
  ('customers.relations', 'row', 'relation_id'), ('customers.portfolios', 'row', 'portfolio_id'),
  ('conversations.visits', 'row', 'visit_id'), ('conversations.notes', 'row', 'note_id'),
  ('conversations.promises', 'row', 'promise_id'),
  ('holdings.holdings', 'agreement', 'agreement_id'), ('holdings.balances', 'agreement', 'agreement_id'),
  ('holdings.transactions', 'agreement', 'agreement_id'), ('holdings.standing_orders', 'agreement', 'agreement_id');
INSERT INTO customers.merge_rules (table_name, way, why) VALUES
  ('customers.customers', 'stays', 'the merged one keeps its row, which says into whom it was merged'),
  ('customers.found_by', 'stays', 'made anew from the names'),
  ('customers.sign_ins', 'stays', 'whoever signed in as the merged one still may, and reaches the survivor'),
  ('customers.sessions', 'stays', 'a sign-in under way belongs to who signed in'),
  ('feed.source_values', 'stays', 'what a source said of the merged one''s own row'),
  ('privacy.access_records', 'stays', 'what was looked at is never rewritten'),
  ('privacy.changes', 'stays', 'what was done is never rewritten');

INSERT INTO house.table_classes VALUES
  ('customers.matching_keys', 'derived'), ('customers.matching_marks', 'derived'), ('customers.duplicates', 'derived'),
  ('customers.merges', 'derived'), ('customers.merge_journal', 'derived'),
  ('customers.matching_runs', 'operational'), ('customers.merge_rules', 'reference');
SELECT house.guard_derived(t) FROM unnest(ARRAY['customers.matching_keys', 'customers.matching_marks', 'customers.duplicates',
  'customers.merges', 'customers.merge_journal']) t;

-- The job writes keys, marks and the queue; what was decided it may only reopen.
GRANT SELECT, INSERT, DELETE ON customers.matching_keys TO earshot_run_merging;
GRANT SELECT, INSERT, UPDATE, DELETE ON customers.matching_marks TO earshot_run_merging;
GRANT SELECT, INSERT, UPDATE ON customers.matching_runs TO earshot_run_merging;
GRANT SELECT, INSERT, DELETE, UPDATE (score, reasons, evidence, state, not_before, found_at, version) ON customers.duplicates TO earshot_run_merging;
GRANT SELECT ON customers.matching_runs TO earshot_staff, earshot_batch;

GRANT SELECT, INSERT, UPDATE ON customers.duplicates, customers.merges TO earshot_vault;
GRANT SELECT, INSERT ON customers.merge_journal TO earshot_vault;
GRANT SELECT ON customers.duplicates, customers.merges TO earshot_cards;
GRANT SELECT ON customers.merge_rules TO earshot_vault, earshot_staff;

-- What a merge touches, and no column more. A module whose rows move with their customer says so here and grants the same.
GRANT SELECT (customer_id, name_id, kind, full_name, ended_on), UPDATE (customer_id, kind), INSERT (customer_id, name_id, kind, full_name), DELETE
  ON customers.names TO earshot_vault;
GRANT SELECT (customer_id, contact_point_id, kind, normalised, safe_to_use, ended_on), UPDATE (customer_id, safe_to_use)
  ON customers.contact_points TO earshot_vault;
GRANT SELECT (customer_id, identifier_id), UPDATE (customer_id) ON customers.identifiers TO earshot_vault;
GRANT SELECT (customer_id, address_id), UPDATE (customer_id) ON customers.addresses TO earshot_vault;
GRANT UPDATE (customer_id, other_id, ended_on) ON customers.relations TO earshot_vault;
GRANT UPDATE (customer_id) ON customers.portfolios, conversations.visits, conversations.notes, conversations.promises,
  holdings.holdings, holdings.balances, holdings.transactions, holdings.standing_orders TO earshot_vault;
GRANT SELECT (customer_id, note_id) ON conversations.notes TO earshot_vault;
GRANT SELECT (customer_id, agreement_id) ON holdings.holdings, holdings.balances, holdings.transactions, holdings.standing_orders TO earshot_vault;
GRANT SELECT (customer_id, kind, full_name, born_on, died_on, sex, occupation, employer, home_premises_id, customer_since, support_needs,
    restricted, merged_into, ended_on, version, updated_at),
  UPDATE (born_on, died_on, sex, occupation, employer, home_premises_id, customer_since, support_needs, merged_into, version, updated_at)
  ON customers.customers TO earshot_vault;
GRANT SELECT (customer_id, kind, full_name, born_on, customer_since, home_premises_id, made_up, restricted, merged_into, ended_on)
  ON customers.customers TO earshot_cards;

-- Who reviews duplicates, and no one else.
CREATE FUNCTION customers.reviewer(token text, OUT session_id uuid, OUT staff_id uuid, OUT role text, OUT premises_id uuid, OUT place text)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
  SELECT a.session_id, a.staff_id, a.role, a.premises_id, a.place INTO session_id, staff_id, role, premises_id, place FROM privacy.actor(token) a;
  IF role NOT IN ('banker', 'manager') THEN RAISE EXCEPTION 'bankers and managers review duplicates' USING ERRCODE = 'ES405'; END IF;
END $$;

-- The queue -------------------------------------------------------------------------------------------------------------------------

-- A page of the queue, the likeliest first, after the pair that the last page ended with. On record like a search: whose cards it shows.
CREATE FUNCTION customers.list_duplicates(search uuid, token text, after_score integer, after_pair uuid, most integer) RETURNS integer
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE a record; found uuid[];
BEGIN
  a := customers.reviewer(token);
  IF most IS NULL OR most NOT BETWEEN 1 AND 50 THEN RAISE EXCEPTION 'a page has 1 to 50 pairs' USING ERRCODE = 'ES422'; END IF;
  -- customer, other, customer, other, …
  SELECT array_agg(u.id ORDER BY d.score DESC, d.pair_id, u.place) INTO found FROM (
    SELECT d.* FROM customers.duplicates d
      JOIN customers.customers c ON c.customer_id = d.customer_id AND c.merged_into IS NULL AND c.ended_on IS NULL AND NOT c.restricted
      JOIN customers.customers o ON o.customer_id = d.other_id AND o.merged_into IS NULL AND o.ended_on IS NULL AND NOT o.restricted
     WHERE d.state IN ('open', 'later') AND (d.state = 'open' OR coalesce(d.not_before, CURRENT_DATE) <= CURRENT_DATE)
       AND d.score <= coalesce(after_score, 2147483647)
       AND (after_pair IS NULL OR d.score < after_score OR d.pair_id > after_pair)
     ORDER BY d.score DESC, d.pair_id LIMIT most) d
    CROSS JOIN LATERAL (VALUES (d.customer_id, 1), (d.other_id, 2)) u(id, place);
  INSERT INTO privacy.searches (search_id, session_id, staff_id, role, premises_id, place, surface, query, customer_ids)
  VALUES (search, a.session_id, a.staff_id, a.role, a.premises_id, a.place, 'duplicates', '', coalesce(found, '{}'));
  RETURN coalesce(cardinality(found), 0) / 2;
END $$;

-- The cards of that page: enough to see which two are meant, no more.
CREATE FUNCTION customers.duplicate_cards(search uuid, token text) RETURNS TABLE (pair_id uuid, score integer, reasons jsonb, state text,
  assigned_to uuid, taken_at timestamptz, version integer, cards jsonb)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE ids uuid[];
BEGIN
  PERFORM customers.reviewer(token);
  ids := privacy.searched(search, token);
  RETURN QUERY SELECT d.pair_id, d.score, d.reasons, d.state, d.assigned_to, d.taken_at, d.version,
      jsonb_build_array(customers.plain_card(d.customer_id), customers.plain_card(d.other_id))
    FROM generate_series(1, least(cardinality(ids), 100), 2) g(n)
    JOIN customers.duplicates d ON d.customer_id = ids[g.n] AND d.other_id = ids[g.n + 1]
   ORDER BY g.n;
END $$;
CREATE FUNCTION customers.plain_card(customer uuid) RETURNS jsonb LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT jsonb_build_object('customerId', c.customer_id, 'kind', c.kind, 'fullName', c.full_name,
      'bornYear', extract(year FROM c.born_on)::integer, 'customerSince', extract(year FROM c.customer_since)::integer,
      'homePremises', p.name, 'madeUp', c.made_up)
    FROM customers.customers c LEFT JOIN premises.premises p ON p.premises_id = c.home_premises_id WHERE c.customer_id = customer
$$;

-- Takes a pair for half a day: it is what opens the two files side by side. Without an id the queue hands out the likeliest that is free;
-- then the look is explained, because the reviewer did not choose whose files. A merged pair is taken to take the merge apart.
CREATE FUNCTION customers.take_duplicate(token text, wanted uuid) RETURNS TABLE (pair_id uuid, customer_id uuid, other_id uuid, version integer)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE a record; p record;
BEGIN
  a := customers.reviewer(token);
  IF (SELECT count(*) FROM customers.duplicates d WHERE d.assigned_to = a.staff_id AND d.taken_at > now() - interval '12 hours'
        AND d.pair_id IS DISTINCT FROM wanted) >= 5 THEN
    RAISE EXCEPTION 'finish the pairs that you have taken first' USING ERRCODE = 'ES409';
  END IF;
  SELECT d.* INTO p FROM customers.duplicates d
    JOIN customers.customers c ON c.customer_id = d.customer_id AND NOT c.restricted
    JOIN customers.customers o ON o.customer_id = d.other_id AND NOT o.restricted
   WHERE (d.assigned_to IS NULL OR d.assigned_to = a.staff_id OR d.taken_at < now() - interval '12 hours')
     AND CASE WHEN wanted IS NULL
           THEN d.state IN ('open', 'later') AND (d.state = 'open' OR coalesce(d.not_before, CURRENT_DATE) <= CURRENT_DATE)
                AND d.assigned_to IS DISTINCT FROM a.staff_id AND c.merged_into IS NULL AND o.merged_into IS NULL AND c.ended_on IS NULL AND o.ended_on IS NULL
           ELSE d.pair_id = wanted AND (d.state = 'merged' OR (c.merged_into IS NULL AND o.merged_into IS NULL)) END
   ORDER BY d.score DESC, d.pair_id LIMIT 1 FOR UPDATE OF d SKIP LOCKED;
  IF NOT FOUND THEN
    IF wanted IS NULL THEN RETURN; END IF;
    RAISE EXCEPTION 'somebody else has this pair, or it is no more' USING ERRCODE = 'ES409';
  END IF;
  UPDATE customers.duplicates d SET assigned_to = a.staff_id, taken_at = now(), version = d.version + 1,
      handed_out = CASE WHEN d.assigned_to = a.staff_id AND d.taken_at > now() - interval '12 hours' THEN d.handed_out ELSE wanted IS NULL END
   WHERE d.pair_id = p.pair_id;
  INSERT INTO privacy.events (name, session_id, staff_id, subject, detail)
  VALUES ('duplicate.taken', a.session_id, a.staff_id, p.pair_id::text, jsonb_build_object('handed out', wanted IS NULL));
  RETURN QUERY SELECT p.pair_id, p.customer_id, p.other_id, p.version + 1;
END $$;

-- The pairs that I have taken.
CREATE FUNCTION customers.my_duplicates(token text) RETURNS TABLE (pair_id uuid, customer_id uuid, other_id uuid, score integer, reasons jsonb,
  state text, taken_at timestamptz, version integer)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE a record;
BEGIN
  a := customers.reviewer(token);
  RETURN QUERY SELECT d.pair_id, d.customer_id, d.other_id, d.score, d.reasons, d.state, d.taken_at, d.version FROM customers.duplicates d
   WHERE d.assigned_to = a.staff_id AND d.taken_at > now() - interval '12 hours' ORDER BY d.taken_at DESC LIMIT 20;
END $$;

-- The pair that this reviewer has taken and whose two files are open, locked until the transaction ends.
CREATE FUNCTION customers.taken_duplicate(staff uuid, pair uuid, expected integer) RETURNS customers.duplicates
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE p customers.duplicates;
BEGIN
  SELECT * INTO p FROM customers.duplicates d WHERE d.pair_id = pair AND d.assigned_to = staff AND d.taken_at > now() - interval '12 hours' FOR UPDATE;
  IF NOT FOUND THEN RAISE EXCEPTION 'take this pair first' USING ERRCODE = 'ES409'; END IF;
  IF NOT ARRAY[p.customer_id, p.other_id] <@ privacy.opened() THEN
    RAISE EXCEPTION 'sign both files out first' USING ERRCODE = 'ES403', DETAIL = 'not opened';
  END IF;
  IF p.version <> expected THEN RAISE EXCEPTION 'changed meanwhile' USING ERRCODE = 'ES412'; END IF;
  RETURN p;
END $$;

-- 'not the same': two people, for good. 'later': look again from that day on. 'put back': for somebody else to take.
CREATE FUNCTION customers.decide_duplicate(token text, pair uuid, expected integer, decision text, not_before date) RETURNS integer
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE a record; p record;
BEGIN
  a := customers.reviewer(token);
  p := customers.taken_duplicate(a.staff_id, pair, expected);
  IF p.state = 'merged' AND decision <> 'put back' THEN RAISE EXCEPTION 'take the merge apart first' USING ERRCODE = 'ES409'; END IF;
  IF decision NOT IN ('not the same', 'later', 'put back') OR (decision = 'later' AND (not_before IS NULL OR not_before > CURRENT_DATE + 366)) THEN
    RAISE EXCEPTION 'not the same, later (from a day within a year) or put back' USING ERRCODE = 'ES422';
  END IF;
  UPDATE customers.duplicates d SET assigned_to = NULL, taken_at = NULL, version = d.version + 1,
      state = CASE decision WHEN 'put back' THEN d.state ELSE decision END,
      not_before = CASE decision WHEN 'later' THEN decide_duplicate.not_before WHEN 'put back' THEN d.not_before END,
      decided_by = CASE decision WHEN 'put back' THEN d.decided_by ELSE a.staff_id END,
      decided_at = CASE decision WHEN 'put back' THEN d.decided_at ELSE now() END
   WHERE d.pair_id = pair;
  PERFORM customers.record_merging(token, ARRAY[p.customer_id, p.other_id],
    CASE decision WHEN 'not the same' THEN 'duplicate.ruled out' WHEN 'later' THEN 'duplicate.put off' ELSE 'duplicate.put back' END, pair);
  RETURN expected + 1;
END $$;

-- One record for each of them, unless the transaction has already made it.
CREATE FUNCTION customers.record_merging(token text, ids uuid[], change text, subject uuid) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
  INSERT INTO privacy.changes (customer_id, name, session_id, staff_id, role, place, subject)
  SELECT i.id, record_merging.change, a.session_id, a.staff_id, a.role, a.place, record_merging.subject
    FROM privacy.actor(token) a CROSS JOIN unnest(ids) i(id)
   WHERE NOT EXISTS (SELECT FROM privacy.changes c WHERE c.xid = pg_current_xact_id() AND c.customer_id = i.id AND c.name = record_merging.change);
END $$;

-- Merging ---------------------------------------------------------------------------------------------------------------------------

-- Merges the other customer of a taken pair into the survivor. Rows are re-keyed, each with a line in the journal; nothing is deleted.
CREATE FUNCTION customers.merge(token text, pair uuid, expected integer, survivor uuid, new_merge uuid) RETURNS uuid
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE a record; p record; loser uuid;
BEGIN
  a := customers.reviewer(token);
  p := customers.taken_duplicate(a.staff_id, pair, expected);
  IF p.state NOT IN ('open', 'later', 'not the same') THEN RAISE EXCEPTION 'this pair is merged already' USING ERRCODE = 'ES409'; END IF;
  IF survivor NOT IN (p.customer_id, p.other_id) THEN RAISE EXCEPTION 'the survivor is one of the two' USING ERRCODE = 'ES422'; END IF;
  loser := CASE survivor WHEN p.customer_id THEN p.other_id ELSE p.customer_id END;
  PERFORM FROM customers.customers c WHERE c.customer_id IN (survivor, loser) ORDER BY c.customer_id FOR UPDATE;
  PERFORM FROM customers.customers s JOIN customers.customers l ON l.customer_id = loser AND l.kind = s.kind
    WHERE s.customer_id = survivor AND s.merged_into IS NULL AND l.merged_into IS NULL AND NOT s.restricted AND NOT l.restricted;
  IF NOT FOUND THEN RAISE EXCEPTION 'these two cannot be merged now' USING ERRCODE = 'ES409'; END IF;
  PERFORM customers.record_merging(token, ARRAY[survivor, loser], 'customer.merged', new_merge);
  INSERT INTO customers.merges (merge_id, survivor_id, merged_id, pair_id, merged_by) VALUES (new_merge, survivor, loser, pair, a.staff_id);
  PERFORM customers.move_rows(new_merge, loser, survivor);
  PERFORM customers.point_relations(token, new_merge, loser, survivor);
  PERFORM customers.combine(new_merge, loser, survivor);
  -- last, because this is what makes the search index anew
  UPDATE customers.customers c SET merged_into = survivor, version = c.version + 1, updated_at = now() WHERE c.customer_id = loser;
  UPDATE customers.duplicates d SET state = 'merged', assigned_to = NULL, taken_at = NULL, decided_by = a.staff_id, decided_at = now(),
      version = d.version + 1 WHERE d.pair_id = pair;
  RETURN new_merge;
END $$;

-- Re-keys the rows of all tables that have a rule. A row that the survivor has too stays where it is, so that nothing is lost.
CREATE FUNCTION customers.move_rows(merge uuid, loser uuid, survivor uuid) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE rule record; here uuid[]; agreements uuid[] := '{}'; shared uuid[] := '{}';
BEGIN
  FOR rule IN SELECT r.* FROM customers.merge_rules r WHERE r.way = 'row' ORDER BY r.table_name LOOP
    EXECUTE format('WITH moved AS (UPDATE %1$s t SET customer_id = $2 WHERE t.customer_id = $1
          AND NOT EXISTS (SELECT FROM %1$s o WHERE o.customer_id = $2 AND o.%2$I = t.%2$I) %3$s RETURNING t.%2$I AS key)
        INSERT INTO customers.merge_journal (merge_id, what, table_name, row_key) SELECT $3, ''moved'', %4$L, m.key FROM moved m',
      rule.table_name::regclass, rule.key_column,
      -- what ties the two to each other would tie the survivor to itself
      CASE rule.table_name WHEN 'customers.relations' THEN 'AND t.other_id <> $2' ELSE '' END, rule.table_name)
      USING loser, survivor, merge;
  END LOOP;
  FOR rule IN SELECT r.* FROM customers.merge_rules r WHERE r.way = 'agreement' LOOP
    EXECUTE format('SELECT array_agg(DISTINCT t.%I) FROM %s t WHERE t.customer_id = $1', rule.key_column, rule.table_name::regclass) INTO here USING loser;
    agreements := agreements || here;
    EXECUTE format('SELECT array_agg(DISTINCT t.%I) FROM %s t WHERE t.customer_id = $1', rule.key_column, rule.table_name::regclass) INTO here USING survivor;
    shared := shared || here;
  END LOOP;
  agreements := ARRAY(SELECT DISTINCT g FROM unnest(agreements) g WHERE g <> ALL (shared));
  INSERT INTO customers.merge_journal (merge_id, what, table_name, row_key)
  SELECT merge, 'agreement', 'holdings.holdings', g FROM unnest(agreements) g;
  PERFORM customers.move_agreements(agreements, loser, survivor);
END $$;

CREATE FUNCTION customers.move_agreements(agreements uuid[], from_whom uuid, to_whom uuid) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE rule record;
BEGIN
  FOR rule IN SELECT r.* FROM customers.merge_rules r WHERE r.way = 'agreement' ORDER BY r.table_name LOOP
    EXECUTE format('UPDATE %s t SET customer_id = $2 WHERE t.customer_id = $1 AND t.%I = ANY ($3)', rule.table_name::regclass, rule.key_column)
      USING from_whom, to_whom, agreements;
  END LOOP;
END $$;

-- Whoever was related to the merged one is related to the survivor; a relation between the two has come to an end.
CREATE FUNCTION customers.point_relations(token text, merge uuid, loser uuid, survivor uuid) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE others uuid[];
BEGIN
  WITH pointed AS (
    UPDATE customers.relations r SET other_id = survivor WHERE r.other_id = loser AND r.customer_id <> survivor RETURNING r.customer_id, r.relation_id
  ), kept AS (
    INSERT INTO customers.merge_journal (merge_id, what, table_name, row_key) SELECT merge, 'pointed', 'customers.relations', p.relation_id FROM pointed p
  )
  SELECT array_agg(DISTINCT p.customer_id) INTO others FROM pointed p;
  PERFORM customers.record_merging(token, others, 'relation.other merged', merge);
  WITH ended AS (
    UPDATE customers.relations r SET ended_on = CURRENT_DATE
     WHERE r.customer_id = survivor AND r.other_id = loser AND r.ended_on IS NULL RETURNING r.relation_id
  )
  INSERT INTO customers.merge_journal (merge_id, what, table_name, row_key, column_name, before, after)
  SELECT merge, 'changed', 'customers.relations', e.relation_id, 'ended_on', 'null', to_jsonb(CURRENT_DATE) FROM ended e;
END $$;

CREATE FUNCTION customers.merging_columns(customer uuid) RETURNS jsonb LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT jsonb_build_object('born_on', s.born_on, 'died_on', s.died_on, 'sex', s.sex, 'occupation', s.occupation, 'employer', s.employer,
      'home_premises_id', s.home_premises_id, 'customer_since', s.customer_since, 'support_needs', s.support_needs)
    FROM customers.customers s WHERE s.customer_id = customer
$$;

-- What the survivor's own row learns: what it lacks, the older customer-since, all support needs, the strictest safe-to-use, an alias.
CREATE FUNCTION customers.combine(merge uuid, loser uuid, survivor uuid) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE b jsonb; n jsonb; new_name uuid := house.new_id();
BEGIN
  b := customers.merging_columns(survivor);
  UPDATE customers.customers s SET born_on = coalesce(s.born_on, l.born_on), died_on = coalesce(s.died_on, l.died_on), sex = coalesce(s.sex, l.sex),
      occupation = coalesce(s.occupation, l.occupation), employer = coalesce(s.employer, l.employer),
      home_premises_id = coalesce(s.home_premises_id, l.home_premises_id), customer_since = least(s.customer_since, l.customer_since),
      support_needs = s.support_needs || ARRAY(SELECT u FROM unnest(l.support_needs) u WHERE u <> ALL (s.support_needs)),
      version = s.version + 1, updated_at = now()
    FROM customers.customers l WHERE s.customer_id = survivor AND l.customer_id = loser;
  n := customers.merging_columns(survivor);
  INSERT INTO customers.merge_journal (merge_id, what, table_name, row_key, column_name, before, after)
  SELECT merge, 'changed', 'customers.customers', survivor, k.key, b -> k.key, n -> k.key FROM jsonb_object_keys(n) k(key) WHERE b -> k.key <> n -> k.key;

  -- a merged one's legal name is an alias of the survivor, who has a legal name
  WITH moved AS (
    SELECT m.name_id, m.kind FROM customers.names m JOIN customers.merge_journal j ON j.row_key = m.name_id
     WHERE j.merge_id = merge AND j.what = 'moved' AND j.table_name = 'customers.names' AND m.customer_id = survivor AND m.kind IN ('legal', 'preferred')
  ), changed AS (
    UPDATE customers.names x SET kind = 'alias' FROM moved m WHERE x.customer_id = survivor AND x.name_id = m.name_id RETURNING x.name_id, m.kind
  )
  INSERT INTO customers.merge_journal (merge_id, what, table_name, row_key, column_name, before, after)
  SELECT merge, 'changed', 'customers.names', c.name_id, 'kind', to_jsonb(c.kind), '"alias"' FROM changed c;
  INSERT INTO customers.names (customer_id, name_id, kind, full_name)
  SELECT survivor, new_name, 'alias', l.full_name FROM customers.customers l JOIN customers.customers s ON s.customer_id = survivor
   WHERE l.customer_id = loser AND l.full_name <> s.full_name
     AND NOT EXISTS (SELECT FROM customers.names x WHERE x.customer_id = survivor AND x.full_name = l.full_name AND x.ended_on IS NULL);
  IF FOUND THEN INSERT INTO customers.merge_journal (merge_id, what, table_name, row_key) VALUES (merge, 'added', 'customers.names', new_name); END IF;

  WITH unsafe AS (
    UPDATE customers.contact_points p SET safe_to_use = false WHERE p.customer_id = survivor AND p.safe_to_use AND EXISTS (
      SELECT FROM customers.contact_points o WHERE o.customer_id = survivor AND o.kind = p.kind AND o.normalised = p.normalised AND NOT o.safe_to_use)
    RETURNING p.contact_point_id
  )
  INSERT INTO customers.merge_journal (merge_id, what, table_name, row_key, column_name, before, after)
  SELECT merge, 'changed', 'customers.contact_points', u.contact_point_id, 'safe_to_use', 'true', 'false' FROM unsafe u;
END $$;

-- Taking a merge apart --------------------------------------------------------------------------------------------------------------

-- Every row goes back to where it was. What was edited meanwhile keeps the edit: a column is put back only while it is as the merge left it.
-- What came to a moved agreement since (a balance, a transaction) goes with its agreement; what was written to the survivor stays there.
-- Merges that build on each other are taken apart newest first.
CREATE FUNCTION customers.unmerge(token text, pair uuid, expected integer) RETURNS uuid
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE a record; p record; m record;
BEGIN
  a := customers.reviewer(token);
  p := customers.taken_duplicate(a.staff_id, pair, expected);
  SELECT * INTO m FROM customers.merges x WHERE x.pair_id = pair AND x.unmerged_at IS NULL;
  IF NOT FOUND THEN RAISE EXCEPTION 'these two are not merged' USING ERRCODE = 'ES409'; END IF;
  PERFORM FROM customers.customers c WHERE c.customer_id IN (m.survivor_id, m.merged_id) ORDER BY c.customer_id FOR UPDATE;
  PERFORM FROM customers.merges x WHERE x.unmerged_at IS NULL AND (x.merged_id = m.survivor_id OR (x.survivor_id = m.survivor_id AND x.merged_at > m.merged_at));
  IF FOUND THEN RAISE EXCEPTION 'take the later merge of this customer apart first' USING ERRCODE = 'ES409'; END IF;
  PERFORM customers.record_merging(token, ARRAY[m.survivor_id, m.merged_id], 'customer.unmerged', m.merge_id);
  PERFORM customers.put_back(token, m.merge_id, m.merged_id, m.survivor_id);
  UPDATE customers.merges x SET unmerged_by = a.staff_id, unmerged_at = clock_timestamp() WHERE x.merge_id = m.merge_id;
  UPDATE customers.customers c SET version = c.version + 1, updated_at = now() WHERE c.customer_id = m.survivor_id;
  UPDATE customers.customers c SET merged_into = NULL, version = c.version + 1, updated_at = now() WHERE c.customer_id = m.merged_id;
  -- it stays with the reviewer, who says next what it is: not the same, or later
  UPDATE customers.duplicates d SET state = 'open', decided_by = NULL, decided_at = NULL, version = d.version + 1 WHERE d.pair_id = pair;
  RETURN m.merge_id;
EXCEPTION WHEN unique_violation THEN
  RAISE EXCEPTION 'the merged one has been given the same rows again meanwhile' USING ERRCODE = 'ES409';
END $$;

CREATE FUNCTION customers.put_back(token text, merge uuid, loser uuid, survivor uuid) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE entry record; rule record; others uuid[];
BEGIN
  FOR entry IN SELECT j.*, coalesce(r.key_column, 'customer_id') AS key_column FROM customers.merge_journal j
      JOIN customers.merge_rules r ON r.table_name = j.table_name
     WHERE j.merge_id = merge AND j.what = 'changed' ORDER BY j.entry DESC LOOP
    EXECUTE format('UPDATE %1$s t SET %2$I = (jsonb_populate_record(NULL::%1$s, jsonb_build_object(%2$L, $3))).%2$I
        WHERE t.customer_id = $1 AND t.%3$I = $2 AND to_jsonb(t.%2$I) IS NOT DISTINCT FROM nullif($4, ''null'')',
      entry.table_name::regclass, entry.column_name, entry.key_column)
      USING survivor, entry.row_key, entry.before, entry.after;
  END LOOP;
  DELETE FROM customers.names n USING customers.merge_journal j
   WHERE j.merge_id = merge AND j.what = 'added' AND n.customer_id = survivor AND n.name_id = j.row_key;
  FOR rule IN SELECT r.* FROM customers.merge_rules r WHERE r.way = 'row' ORDER BY r.table_name LOOP
    EXECUTE format('UPDATE %s t SET customer_id = $2 FROM customers.merge_journal j
        WHERE j.merge_id = $3 AND j.what = ''moved'' AND j.table_name = %L AND t.customer_id = $1 AND t.%I = j.row_key',
      rule.table_name::regclass, rule.table_name, rule.key_column) USING survivor, loser, merge;
  END LOOP;
  PERFORM customers.move_agreements(ARRAY(SELECT j.row_key FROM customers.merge_journal j WHERE j.merge_id = merge AND j.what = 'agreement'), survivor, loser);
  WITH pointed AS (
    UPDATE customers.relations r SET other_id = loser FROM customers.merge_journal j
     WHERE j.merge_id = merge AND j.what = 'pointed' AND r.other_id = survivor AND r.relation_id = j.row_key RETURNING r.customer_id
  )
  SELECT array_agg(DISTINCT x.customer_id) INTO others FROM pointed x;
  PERFORM customers.record_merging(token, others, 'relation.other unmerged', merge);
END $$;

-- The last merges that stand, newest first: where one is found that must be taken apart. On record like a search.
CREATE FUNCTION customers.list_merges(search uuid, token text, most integer) RETURNS integer
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE a record; found uuid[];
BEGIN
  a := customers.reviewer(token);
  IF most IS NULL OR most NOT BETWEEN 1 AND 50 THEN RAISE EXCEPTION 'a page has 1 to 50 merges' USING ERRCODE = 'ES422'; END IF;
  -- survivor, merged, survivor, merged, …
  SELECT array_agg(u.id ORDER BY m.merged_at DESC, m.merge_id, u.place) INTO found FROM (
    SELECT x.* FROM customers.merges x
      JOIN customers.customers s ON s.customer_id = x.survivor_id AND NOT s.restricted
      JOIN customers.customers l ON l.customer_id = x.merged_id AND NOT l.restricted
     WHERE x.unmerged_at IS NULL ORDER BY x.merged_at DESC, x.merge_id LIMIT most) m
    CROSS JOIN LATERAL (VALUES (m.survivor_id, 1), (m.merged_id, 2)) u(id, place);
  INSERT INTO privacy.searches (search_id, session_id, staff_id, role, premises_id, place, surface, query, customer_ids)
  VALUES (search, a.session_id, a.staff_id, a.role, a.premises_id, a.place, 'merges', '', coalesce(found, '{}'));
  RETURN coalesce(cardinality(found), 0) / 2;
END $$;
CREATE FUNCTION customers.merge_cards(search uuid, token text) RETURNS TABLE (pair_id uuid, version integer, merged_at timestamptz,
  merged_by_name text, cards jsonb)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE ids uuid[];
BEGIN
  PERFORM customers.reviewer(token);
  ids := privacy.searched(search, token);
  RETURN QUERY SELECT d.pair_id, d.version, m.merged_at, f.full_name, jsonb_build_array(customers.plain_card(m.survivor_id), customers.plain_card(m.merged_id))
    FROM generate_series(1, least(cardinality(ids), 100), 2) g(n)
    JOIN customers.merges m ON m.survivor_id = ids[g.n] AND m.merged_id = ids[g.n + 1] AND m.unmerged_at IS NULL
    JOIN customers.duplicates d ON d.pair_id = m.pair_id JOIN staff.staff f ON f.staff_id = m.merged_by
   ORDER BY g.n;
END $$;

-- Why a reviewer may open two files side by side -------------------------------------------------------------------------------------

-- A pair that somebody has taken is a reason to open both files for half a day. The reasons that were there before come first.
ALTER FUNCTION privacy.ground_of(uuid, uuid, uuid) RENAME TO ground_in_service;
CREATE FUNCTION privacy.ground_of(actor_id uuid, customer uuid, wanted uuid, OUT ground uuid, OUT kind text, OUT purpose text, OUT proven boolean)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
  SELECT g.ground, g.kind, g.purpose, g.proven INTO ground, kind, purpose, proven FROM privacy.ground_in_service(actor_id, customer, wanted) g;
  IF kind IS NOT NULL THEN RETURN; END IF;
  SELECT d.pair_id, 'duplicate review', '', d.handed_out INTO ground, kind, purpose, proven
    FROM customers.duplicates d
   WHERE d.assigned_to = actor_id AND d.taken_at > now() - interval '12 hours' AND customer IN (d.customer_id, d.other_id)
     AND (wanted IS NULL OR d.pair_id = wanted)
   ORDER BY d.taken_at DESC LIMIT 1;
END $$;

GRANT CREATE ON SCHEMA privacy, customers TO earshot_vault, earshot_cards;
DO $$
DECLARE f text;
BEGIN
  FOREACH f IN ARRAY ARRAY['customers.list_duplicates(uuid, text, integer, uuid, integer)', 'customers.list_merges(uuid, text, integer)', 'customers.take_duplicate(text, uuid)', 'customers.my_duplicates(text)',
    'customers.decide_duplicate(text, uuid, integer, text, date)', 'customers.merge(text, uuid, integer, uuid, uuid)',
    'customers.unmerge(text, uuid, integer)'] LOOP
    PERFORM house.hand_over(f, 'earshot_vault', 'earshot_staff');
  END LOOP;
  FOREACH f IN ARRAY ARRAY['customers.taken_duplicate(uuid, uuid, integer)',
    'customers.record_merging(text, uuid[], text, uuid)', 'customers.move_rows(uuid, uuid, uuid)',
    'customers.move_agreements(uuid[], uuid, uuid)', 'customers.point_relations(text, uuid, uuid, uuid)',
    'customers.merging_columns(uuid)', 'customers.combine(uuid, uuid, uuid)', 'customers.put_back(text, uuid, uuid, uuid)',
    'privacy.ground_of(uuid, uuid, uuid)'] LOOP
    PERFORM house.hand_over(f, 'earshot_vault', '');
  END LOOP;
  PERFORM house.hand_over('customers.reviewer(text)', 'earshot_vault', 'earshot_cards');
  PERFORM house.hand_over('customers.plain_card(uuid)', 'earshot_cards', '');
  PERFORM house.hand_over('customers.duplicate_cards(uuid, text)', 'earshot_cards', 'earshot_staff');
  PERFORM house.hand_over('customers.merge_cards(uuid, text)', 'earshot_cards', 'earshot_staff');
END $$;
