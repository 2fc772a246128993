-- The search's words of an import (0010_find.sql), in less time: the same words, the same postings.
--   A posting's place is reckoned from where its words stand in the name and no longer counted over all that come: nothing is sorted.
--   What a name's words are is asked of each name once, and of none for a name to be called by that nobody gave.
--   A run's customers may be indexed in stretches at the same time; how common each word is, is counted once, at the end of them all.

-- How common each word is, as a power of two. One at a time: it goes over all words in no order.
CREATE FUNCTION customers.weigh_words() RETURNS void LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = pg_catalog SET jit = off AS $$
BEGIN
  PERFORM pg_advisory_xact_lock(4772012, 16);
  UPDATE customers.words w SET common = n.common
    FROM (SELECT f.word, customers.power_of(count(*)) AS common FROM customers.found_by f
           WHERE f.beside >= '#' AND f.beside < '$' GROUP BY f.word) n
   WHERE n.word = w.word AND n.common <> w.common;
END $$;

-- The power of two that is in a number, without the arithmetic of decimals, which costs more than all else that is done for a word.
CREATE FUNCTION customers.power_of(many bigint) RETURNS smallint LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT floor(ln(many::float8) / ln(2::float8) + 1e-10)::smallint
$$;

CREATE OR REPLACE FUNCTION customers.index_names(ids uuid[]) RETURNS void LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = pg_catalog SET jit = off AS $$
DECLARE concerned uuid[]; learnt text[]; bearers bigint[];
BEGIN
  WITH RECURSIVE up (customer_id) AS (
    SELECT unnest(ids)
    UNION
    SELECT c.merged_into FROM up JOIN customers.customers c USING (customer_id) WHERE c.merged_into IS NOT NULL)
  SELECT array_agg(up.customer_id ORDER BY up.customer_id) INTO concerned FROM up WHERE up.customer_id IS NOT NULL;
  -- Whoever others were merged into may be concerned in two stretches of a run at once: one after the other, always in the same order.
  PERFORM pg_advisory_xact_lock(4772012, b.bucket) FROM (
    SELECT DISTINCT abs(hashtext(c.merged_into::text) % 16) AS bucket FROM customers.customers c
     WHERE c.merged_into = ANY (concerned) ORDER BY 1) b;
  -- Twice: what somebody else was making anew meanwhile is seen by a statement that begins after theirs is done.
  FOR time IN 1 .. 2 LOOP
    DELETE FROM customers.found_by f WHERE f.customer_id = ANY (concerned);
  END LOOP;
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
     WHERE NOT o.restricted AND o.preferred_name IS NOT NULL
       AND NOT customers.tokens_of(o.preferred_name) <@ customers.tokens_of(o.full_name)
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
  ), made AS (
    -- At most twelve forms of a name: 144 places for each beside each other, where it would stand beside itself with the date of birth; and
    -- one for the word of a name that has no other.
    INSERT INTO customers.found_by (customer_id, place, name_number, standing, words, word, beside)
    SELECT n.customer_id, (n.number - 1) * 150 + p.place, n.number, n.standing, n.words, p.word, p.beside
      FROM numbered n CROSS JOIN LATERAL (
        SELECT (a.place - 1) * 12 + b.place AS place, a.word, CASE WHEN a.place = b.place THEN n.born ELSE b.word END AS beside
          FROM unnest(n.forms) WITH ORDINALITY a(word, place) CROSS JOIN unnest(n.forms) WITH ORDINALITY b(word, place)
        UNION ALL
        SELECT 145, n.all_words[1], '!' WHERE cardinality(n.all_words) = 1) p
     WHERE n.number <= 30
  )
  SELECT array_agg(w.word), array_agg(w.many) INTO learnt, bearers FROM (
    SELECT f.word, count(*) AS many FROM numbered n CROSS JOIN LATERAL unnest(n.forms) f(word) WHERE n.number <= 30 GROUP BY f.word) w
   WHERE NOT EXISTS (SELECT FROM customers.words k WHERE k.word = w.word);
  -- In one order, and last: another stretch that learns the same word waits for this one's end, and no two for each other.
  -- The keys are those of customers.keys_of, which begins two statements for each word: here they are made in one for all.
  WITH new AS MATERIALIZED (
    SELECT u.word, u.many, length(u.word) AS letters FROM unnest(learnt, bearers) u(word, many)
  ), pairs AS MATERIALIZED (
    SELECT i, j FROM generate_series(1, 12) i CROSS JOIN LATERAL generate_series(i + 1, 12) j
  ), one_less AS (
    SELECT n.word, array_agg(hashtext('1' || left(n.word, i - 1) || substr(n.word, i + 1)) ORDER BY i) AS keys
      FROM new n CROSS JOIN LATERAL generate_series(1, n.letters) i WHERE n.letters > 2 GROUP BY n.word
  ), two_less AS (
    SELECT n.word,
           array_agg(hashtext('2' || left(n.word, i - 1) || substr(n.word, i + 1, j - i - 1) || substr(n.word, j + 1)) ORDER BY i, j) AS keys
      FROM new n JOIN pairs ON j <= n.letters WHERE n.letters > 4 GROUP BY n.word
  )
  INSERT INTO customers.words (word, common, keys)
  SELECT n.word, customers.power_of(n.many),
         hashtext('1' || n.word) || coalesce(o.keys, '{}') || t.keys || CASE WHEN length(s.sound) > 1 THEN hashtext('s' || s.sound) END
    FROM new n LEFT JOIN one_less o USING (word) LEFT JOIN two_less t USING (word)
    CROSS JOIN LATERAL (SELECT customers.sound_of(n.word) AS sound OFFSET 0) s
   ORDER BY n.word ON CONFLICT DO NOTHING;
END $$;

-- The same for what a feed run made or changed, a piece at a time so that each transaction is short: call it again with the id that it
-- returns until that is null. With "until", only customers up to that id: whoever divides a run so weighs the words at the end.
DROP FUNCTION customers.index_names_of_run(uuid, uuid, integer);
CREATE FUNCTION customers.index_names_of_run(
  run uuid, after uuid DEFAULT '00000000-0000-0000-0000-000000000000', most integer DEFAULT 5000, until uuid DEFAULT NULL)
RETURNS uuid LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE ids uuid[]; last constant uuid := coalesce(until, 'ffffffff-ffff-ffff-ffff-ffffffffffff');
BEGIN
  ids := ARRAY(
    SELECT t.customer_id FROM (
      (SELECT c.customer_id FROM customers.customers c
        WHERE c.customer_id > after AND c.customer_id <= last AND (c.created_run = run OR c.changed_run = run) ORDER BY 1 LIMIT most)
      UNION
      (SELECT n.customer_id FROM customers.names n
        WHERE n.customer_id > after AND n.customer_id <= last AND (n.created_run = run OR n.changed_run = run) ORDER BY 1 LIMIT most)
    ) t ORDER BY 1 LIMIT most);
  PERFORM customers.index_names(ids);
  IF cardinality(ids) = most THEN RETURN ids[most]; END IF;
  IF until IS NULL AND after <> '00000000-0000-0000-0000-000000000000' THEN PERFORM customers.weigh_words(); END IF;
  RETURN NULL;
END $$;

-- Nightly: postings of customers who are gone, words that nobody bears any more, how common each word is.
CREATE OR REPLACE FUNCTION customers.tidy_names() RETURNS void LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = pg_catalog AS $$
BEGIN
  DELETE FROM customers.found_by f
   WHERE NOT EXISTS (SELECT FROM customers.customers c WHERE c.customer_id = f.customer_id);
  DELETE FROM customers.words w WHERE NOT EXISTS (SELECT FROM customers.found_by f WHERE f.word = w.word);
  PERFORM customers.weigh_words();
END $$;

GRANT CREATE ON SCHEMA customers TO earshot_cards;
SELECT house.hand_over('customers.power_of(bigint)', 'earshot_cards', '');
SELECT house.hand_over(f, 'earshot_cards', 'earshot_run_feed, earshot_run_merging, earshot_run_demo')
  FROM unnest(ARRAY['customers.weigh_words()', 'customers.index_names_of_run(uuid, uuid, integer, uuid)']) f;
REVOKE CREATE ON SCHEMA customers FROM earshot_cards;
