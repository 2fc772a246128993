-- Erasing a person: the keys are destroyed and the rows deleted; what was looked at and done stays, by id alone.
-- A journal outside the database (EARSHOT_HOME/erasures.jsonl) is replayed before a restored backup serves.

-- What becomes of each customer-owned table; a table without a line here fails a test.
CREATE TABLE privacy.erasure_rules (
  table_name text PRIMARY KEY,
  way text NOT NULL CHECK (way IN ('delete', 'stays')),
  why text CHECK ((way = 'stays') = (why IS NOT NULL))
);
INSERT INTO privacy.erasure_rules (table_name, way)
SELECT t.name, 'delete' FROM unnest(ARRAY['customers.names', 'customers.contact_points', 'customers.identifiers', 'customers.addresses',
  'customers.relations', 'customers.portfolios', 'customers.found_by', 'customers.sign_ins', 'customers.sessions', 'customers.customers',
  'conversations.visits', 'conversations.notes', 'conversations.promises', 'feed.source_values',
  'holdings.holdings', 'holdings.balances', 'holdings.transactions', 'holdings.standing_orders']) t(name);
INSERT INTO privacy.erasure_rules VALUES
  ('privacy.access_records', 'stays', 'proof of who looked; names nobody but by an id that leads nowhere any more'),
  ('privacy.changes', 'stays', 'proof of what was done; as above');

-- How long the law has the bank keep a customer's file, from the day on which the last agreement ended. The longest that applies counts.
CREATE TABLE privacy.keeping_duties (
  duty text PRIMARY KEY,
  months integer NOT NULL CHECK (months BETWEEN 0 AND 1200),
  citation text NOT NULL,
  applies_from date NOT NULL
);
INSERT INTO privacy.keeping_duties VALUES
  ('customer due diligence and transactions', 60, 'Directive (EU) 2015/849, article 40(1)', '2017-06-26');

-- Known erasures, without a name or an id: the SHA-256 of the customer's id is what the journal holds too.
CREATE TABLE privacy.erasures (
  customer_hash bytea PRIMARY KEY CHECK (length(customer_hash) = 32),
  erased_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  -- true: from the journal, after a backup was restored
  replayed boolean NOT NULL
);
INSERT INTO house.table_classes VALUES ('privacy.erasure_rules', 'reference'), ('privacy.keeping_duties', 'reference'),
  ('privacy.erasures', 'operational');

CREATE FUNCTION privacy.hash_of(customer uuid) RETURNS bytea LANGUAGE sql STABLE SET search_path = pg_catalog AS $$
  SELECT sha256(convert_to(customer::text, 'UTF8'))
$$;

-- The customer and everybody who was merged into them: one person.
CREATE FUNCTION privacy.one_person(customer uuid) RETURNS uuid[] LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  WITH RECURSIVE person AS (
    SELECT c.customer_id FROM customers.customers c WHERE c.customer_id = customer
    UNION
    SELECT m.customer_id FROM person p JOIN customers.customers m ON m.merged_into = p.customer_id
  ) SELECT array_agg(p.customer_id) FROM person p
$$;

-- Until when the file must be kept: null when nothing has it kept, 'infinity' while an agreement goes on.
CREATE FUNCTION privacy.kept_until(people uuid[]) RETURNS date LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT max(CASE WHEN h.closed_on IS NULL AND h.ended_on IS NULL THEN 'infinity'::date
                  ELSE (least(h.closed_on, h.ended_on) + make_interval(months => d.months))::date END)
    FROM holdings.holdings h CROSS JOIN privacy.keeping_duties d
   WHERE h.customer_id = ANY (people) AND d.applies_from <= CURRENT_DATE
$$;

CREATE FUNCTION privacy.forget(people uuid[]) RETURNS void LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE rule record;
BEGIN
  DELETE FROM keys.data_keys k WHERE k.customer_id = ANY (people);
  FOR rule IN SELECT r.table_name FROM privacy.erasure_rules r WHERE r.way = 'delete' LOOP
    EXECUTE format('DELETE FROM %s t WHERE t.customer_id = ANY ($1)', rule.table_name::regclass) USING people;
  END LOOP;
  DELETE FROM customers.relations r WHERE r.other_id = ANY (people);
  DELETE FROM customers.duplicates d WHERE d.customer_id = ANY (people) OR d.other_id = ANY (people);
  DELETE FROM customers.matching_keys m WHERE m.customer_id = ANY (people);
  DELETE FROM customers.matching_marks m WHERE m.customer_id = ANY (people);
  DELETE FROM customers.merge_journal j USING customers.merges m
   WHERE m.merge_id = j.merge_id AND (m.survivor_id = ANY (people) OR m.merged_id = ANY (people));
  DELETE FROM feed.journal j WHERE (j.before ->> 'customer_id')::uuid = ANY (people) OR (j.before ->> 'other_id')::uuid = ANY (people);
END $$;

-- Erases a person whom no duty has the bank keep. The caller writes the journal before it commits.
CREATE FUNCTION privacy.erase(customer uuid) RETURNS bytea[] LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE people uuid[]; kept date; hashes bytea[];
BEGIN
  PERFORM FROM customers.customers c WHERE c.customer_id = customer AND c.merged_into IS NULL FOR UPDATE;
  IF NOT FOUND THEN RAISE EXCEPTION 'no such customer' USING ERRCODE = 'ES404'; END IF;
  people := privacy.one_person(customer);
  kept := privacy.kept_until(people);
  IF kept >= CURRENT_DATE THEN RAISE EXCEPTION 'a duty has the bank keep this file' USING ERRCODE = 'ES409'; END IF;
  PERFORM privacy.forget(people);
  SELECT array_agg(privacy.hash_of(p.id)) INTO hashes FROM unnest(people) p(id);
  INSERT INTO privacy.erasures (customer_hash, replayed) SELECT h.hash, false FROM unnest(hashes) h(hash) ON CONFLICT DO NOTHING;
  INSERT INTO privacy.events (name, subject, detail)
  VALUES ('person.erased', encode(privacy.hash_of(customer), 'hex'), jsonb_build_object('records', cardinality(people)));
  RETURN hashes;
END $$;

-- What the journal knows and this database does not is done now, whatever duties the old copy shows: it was decided with newer facts.
CREATE FUNCTION privacy.replay_erasures(hashes bytea[], OUT replayed integer, OUT not_in_journal integer)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE unknown bytea[]; people uuid[];
BEGIN
  SELECT count(*) INTO not_in_journal FROM privacy.erasures e WHERE e.customer_hash <> ALL (hashes);
  SELECT array_agg(h.hash) INTO unknown FROM unnest(hashes) h(hash)
   WHERE NOT EXISTS (SELECT FROM privacy.erasures e WHERE e.customer_hash = h.hash);
  replayed := coalesce(cardinality(unknown), 0);
  IF replayed = 0 THEN RETURN; END IF;
  SELECT array_agg(c.id) INTO people FROM (
    SELECT c.customer_id FROM customers.customers c UNION SELECT k.customer_id FROM keys.data_keys k) c(id)
   WHERE privacy.hash_of(c.id) = ANY (unknown);
  PERFORM privacy.forget(people);
  INSERT INTO privacy.erasures (customer_hash, replayed) SELECT h.hash, true FROM unnest(unknown) h(hash) ON CONFLICT DO NOTHING;
  INSERT INTO privacy.events (name, detail) VALUES ('erasures.replayed', jsonb_build_object('records', replayed));
END $$;

DO $$
DECLARE f text; erased text;
BEGIN
  FOREACH f IN ARRAY ARRAY['privacy.hash_of(uuid)', 'privacy.one_person(uuid)', 'privacy.kept_until(uuid[])', 'privacy.forget(uuid[])'] LOOP
    PERFORM house.hand_over(f, 'earshot_vault', '');
  END LOOP;
  FOR erased IN SELECT table_name FROM privacy.erasure_rules WHERE way = 'delete' LOOP
    EXECUTE format('GRANT SELECT (customer_id), DELETE ON %s TO earshot_vault', erased::regclass);
  END LOOP;
END $$;
SELECT house.hand_over('privacy.erase(uuid)', 'earshot_vault', 'earshot_batch');
SELECT house.hand_over('privacy.replay_erasures(bytea[])', 'earshot_vault', 'earshot_batch');
GRANT SELECT (closed_on, ended_on) ON holdings.holdings TO earshot_vault;
GRANT SELECT ON privacy.erasure_rules, privacy.keeping_duties TO earshot_vault, earshot_staff;
GRANT SELECT, INSERT ON privacy.erasures TO earshot_vault;
GRANT SELECT, DELETE ON customers.duplicates, customers.matching_keys, customers.matching_marks, customers.merge_journal, feed.journal
  TO earshot_vault;
