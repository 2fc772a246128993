-- Find: a customer by what somebody typed, however badly.
--   customers.words      the vocabulary: each distinct word of a name, with keys for the ways in which it may be mistyped
--   customers.found_by   postings: each word of a name, alone (with the date of birth) and beside each other word of it
--   customers.nicknames  Honza is Jan, Bob is Robert (0010_find_nicknames.sql)
-- Fuzzy matching happens on the vocabulary only (some 100,000 words at a million customers); what it yields is looked up
-- exactly in found_by. Two words are one range of one index, not the intersection of two long lists: that is why pairs
-- are kept. Nothing here depends on the database's collation or on an extension. How words are made: 0010_find_words.sql;
-- how they are looked for: 0010_find_queries.sql; what is shown: 0010_find_cards.sql.

CREATE TABLE customers.words (
  word text COLLATE "C" PRIMARY KEY,
  -- how many names hold it, as a power of two: it changes seldom
  common smallint NOT NULL DEFAULT 0,
  keys integer[] NOT NULL
  -- room on each page, so that a change of common touches no index
) WITH (fillfactor = 60);
-- fastupdate off: a search must never walk a pending list.
CREATE INDEX words_keys ON customers.words USING gin (keys) WITH (fastupdate = off);

CREATE TABLE customers.found_by (
  customer_id uuid NOT NULL,
  place smallint NOT NULL,
  name_number smallint NOT NULL,
  -- 0 the name, 1 with what they like to be called, 2 alias or other script, 3 former
  standing smallint NOT NULL,
  -- how many words the name has, particles and legal forms not counted
  words smallint NOT NULL,
  word text COLLATE "C" NOT NULL,
  -- another word of the same name; or '#' and the date of birth, YYYYMMDD; or '!': the name has no other word
  beside text COLLATE "C" NOT NULL,
  PRIMARY KEY (customer_id, place)
);
CREATE INDEX found_by_word ON customers.found_by (word, beside);

CREATE TABLE customers.nicknames (
  language text NOT NULL,
  formal text COLLATE "C" NOT NULL,
  short text COLLATE "C" NOT NULL,
  PRIMARY KEY (formal, short, language)
);
CREATE INDEX ON customers.nicknames (short);

-- Telephone numbers are compared from the right end, nine digits deep: with or without the country's code it is the same.
CREATE INDEX contact_points_phone ON customers.contact_points
  (reverse(right(normalised, 9)) COLLATE "C") WHERE kind = 'phone';
CREATE INDEX contact_points_email ON customers.contact_points (normalised COLLATE "C") WHERE kind = 'email';
CREATE INDEX customers_merged_into ON customers.customers (merged_into) WHERE merged_into IS NOT NULL;

INSERT INTO house.table_classes VALUES
  ('customers.words', 'derived'), ('customers.found_by', 'customer'), ('customers.nicknames', 'reference');
SELECT house.guard('customers.found_by'), house.guard_derived('customers.words');
GRANT SELECT, INSERT, DELETE ON customers.found_by TO earshot_cards;
GRANT SELECT, INSERT, UPDATE, DELETE ON customers.words TO earshot_cards;
GRANT SELECT ON customers.nicknames TO earshot_cards;
GRANT SELECT (customer_id, kind, full_name, preferred_name, born_on, died_on, home_premises_id, customer_since, restricted,
  made_up, merged_into, created_run, changed_run, ended_on) ON customers.customers TO earshot_cards;
GRANT SELECT (customer_id, name_id, kind, full_name, to_date, created_run, changed_run, ended_on)
  ON customers.names TO earshot_cards;
GRANT SELECT (customer_id, contact_point_id, kind, normalised, purpose, safe_to_use, ended_on)
  ON customers.contact_points TO earshot_cards;
GRANT SELECT (customer_id, address_id, purpose, lines, from_date, to_date, ended_on)
  ON customers.addresses TO earshot_cards;
GRANT SELECT (customer_id, last4, ended_on) ON holdings.holdings TO earshot_cards;
GRANT SELECT (search_id, query) ON privacy.searches TO earshot_cards;

-- Makes the postings of these customers anew, and of those into whom they were merged; an id that is gone loses its own.
-- Of a restricted customer the present name is found and nothing else: no other name, no date of birth.
CREATE FUNCTION customers.index_names(ids uuid[]) RETURNS void LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = pg_catalog SET jit = off AS $$
DECLARE concerned uuid[];
BEGIN
  WITH RECURSIVE up (customer_id) AS (
    SELECT unnest(ids)
    UNION
    SELECT c.merged_into FROM up JOIN customers.customers c USING (customer_id) WHERE c.merged_into IS NOT NULL)
  SELECT array_agg(up.customer_id ORDER BY up.customer_id) INTO concerned FROM up WHERE up.customer_id IS NOT NULL;
  DELETE FROM customers.found_by f WHERE f.customer_id = ANY (concerned);
  WITH RECURSIVE owners AS MATERIALIZED (
    SELECT c.customer_id, c.full_name, c.preferred_name, c.restricted,
           '#' || CASE WHEN c.restricted THEN '' ELSE coalesce(to_char(c.born_on, 'YYYYMMDD'), '') END AS born
      FROM customers.customers c
     WHERE c.customer_id = ANY (concerned) AND c.merged_into IS NULL AND c.ended_on IS NULL
  ), merged (customer_id, owner) AS (
    SELECT c.customer_id, o.customer_id FROM owners o JOIN customers.customers c ON c.merged_into = o.customer_id
     WHERE NOT o.restricted
    UNION
    SELECT c.customer_id, m.owner FROM merged m JOIN customers.customers c ON c.merged_into = m.customer_id
  ), names AS (
    SELECT o.customer_id, 0 AS standing, o.full_name AS written, 0 AS extra FROM owners o
    UNION ALL
    SELECT o.customer_id, 1, o.preferred_name || ' ' || o.full_name, cardinality(customers.tokens_of(o.preferred_name))
      FROM owners o
     WHERE NOT o.restricted AND NOT customers.tokens_of(o.preferred_name) <@ customers.tokens_of(o.full_name)
    UNION ALL
    SELECT o.customer_id, CASE WHEN n.kind = 'former' OR n.to_date < CURRENT_DATE THEN 3 ELSE 2 END, n.full_name, 0
      FROM owners o JOIN customers.names n USING (customer_id)
     WHERE NOT o.restricted AND n.ended_on IS NULL AND n.full_name <> o.full_name
    UNION ALL
    SELECT m.owner, 3, c.full_name, 0 FROM merged m JOIN customers.customers c USING (customer_id)
    UNION ALL
    SELECT m.owner, 3, n.full_name, 0 FROM merged m JOIN customers.names n USING (customer_id) WHERE n.ended_on IS NULL
  ), numbered AS MATERIALIZED (
    SELECT n.customer_id, o.born, n.standing, s.words AS all_words, s.forms,
           row_number() OVER (PARTITION BY n.customer_id ORDER BY n.standing) AS number,
           greatest(1, (SELECT count(*) FROM unnest(s.words) w(word) WHERE customers.weight_of(w.word) = 2) - n.extra)
             AS words
      FROM names n JOIN owners o USING (customer_id) CROSS JOIN LATERAL customers.split_name(n.written) s
  ), postings AS (
    SELECT n.*, a.word, b.word AS beside
      FROM numbered n CROSS JOIN LATERAL unnest(n.forms) a(word) CROSS JOIN LATERAL unnest(n.forms) b(word)
     WHERE a.word <> b.word
    UNION ALL
    SELECT n.*, a.word, n.born FROM numbered n CROSS JOIN LATERAL unnest(n.forms) a(word)
    UNION ALL
    SELECT n.*, n.all_words[1], '!' FROM numbered n WHERE cardinality(n.all_words) = 1
  )
  INSERT INTO customers.found_by (customer_id, place, name_number, standing, words, word, beside)
  SELECT p.customer_id, row_number() OVER (PARTITION BY p.customer_id), p.number, p.standing, p.words, p.word, p.beside
    FROM postings p WHERE p.number <= 30 ORDER BY p.customer_id;
  INSERT INTO customers.words (word, common, keys)
  SELECT f.word, floor(log(2, count(*))), customers.keys_of(f.word) FROM customers.found_by f
   WHERE f.customer_id = ANY (concerned) AND f.beside >= '#' AND f.beside < '$'
     AND NOT EXISTS (SELECT FROM customers.words w WHERE w.word = f.word)
   GROUP BY f.word ORDER BY f.word ON CONFLICT DO NOTHING;
END $$;

-- The same for what a feed run made or changed, a piece at a time so that each transaction is short:
-- call it again with the id that it returns until that is null. After a large run the last piece tidies.
CREATE FUNCTION customers.index_names_of_run(
  run uuid, after uuid DEFAULT '00000000-0000-0000-0000-000000000000', most integer DEFAULT 5000)
RETURNS uuid LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE ids uuid[];
BEGIN
  ids := ARRAY(
    SELECT t.customer_id FROM (
      (SELECT c.customer_id FROM customers.customers c
        WHERE c.customer_id > after AND (c.created_run = run OR c.changed_run = run) ORDER BY 1 LIMIT most)
      UNION
      (SELECT n.customer_id FROM customers.names n
        WHERE n.customer_id > after AND (n.created_run = run OR n.changed_run = run) ORDER BY 1 LIMIT most)
    ) t ORDER BY 1 LIMIT most);
  PERFORM customers.index_names(ids);
  IF cardinality(ids) = most THEN RETURN ids[most]; END IF;
  IF after <> '00000000-0000-0000-0000-000000000000' THEN PERFORM customers.tidy_names(); END IF;
  RETURN NULL;
END $$;

-- Nightly: postings of customers who are gone, words that nobody bears any more, how common each word is.
CREATE FUNCTION customers.tidy_names() RETURNS void LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = pg_catalog AS $$
BEGIN
  DELETE FROM customers.found_by f
   WHERE NOT EXISTS (SELECT FROM customers.customers c WHERE c.customer_id = f.customer_id);
  DELETE FROM customers.words w WHERE NOT EXISTS (SELECT FROM customers.found_by f WHERE f.word = w.word);
  UPDATE customers.words w SET common = n.common
    FROM (SELECT f.word, floor(log(2, count(*)))::smallint AS common FROM customers.found_by f
           WHERE f.beside >= '#' AND f.beside < '$' GROUP BY f.word) n
   WHERE n.word = w.word AND n.common <> w.common;
END $$;

-- What staff change is found at once; a run calls index_names_of_run instead.
CREATE FUNCTION customers.index_edited() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
  PERFORM customers.index_names(ARRAY[
    CASE TG_OP WHEN 'DELETE' THEN OLD.customer_id ELSE NEW.customer_id END,
    CASE TG_OP WHEN 'UPDATE' THEN (to_jsonb(OLD) ->> 'merged_into')::uuid END]);
  RETURN NULL;
END $$;
CREATE TRIGGER index_edited
  AFTER UPDATE OF full_name, preferred_name, born_on, restricted, merged_into, ended_on ON customers.customers
  FOR EACH ROW WHEN (session_user = 'earshot_staff') EXECUTE FUNCTION customers.index_edited();
CREATE TRIGGER index_added AFTER INSERT OR DELETE ON customers.customers
  FOR EACH ROW WHEN (session_user = 'earshot_staff') EXECUTE FUNCTION customers.index_edited();
CREATE TRIGGER index_edited AFTER INSERT OR UPDATE OR DELETE ON customers.names
  FOR EACH ROW WHEN (session_user = 'earshot_staff') EXECUTE FUNCTION customers.index_edited();

SELECT house.hand_over('customers.index_names(uuid[])', 'earshot_cards',
  'earshot_run_feed, earshot_run_merging, earshot_run_demo');
SELECT house.hand_over('customers.index_names_of_run(uuid, uuid, integer)', 'earshot_cards',
  'earshot_run_feed, earshot_run_merging, earshot_run_demo');
SELECT house.hand_over('customers.tidy_names()', 'earshot_cards',
  'earshot_run_feed, earshot_run_merging, earshot_run_demo');
SELECT house.hand_over('customers.index_edited()', 'earshot_cards', '');
