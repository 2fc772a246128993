-- The words of names (0068_words.sql) in less time.
--   Two stretches of a run learn no words beside each other any more: whichever came second waited, from the first word that both had, until
--   the other was done. A large run posts its names first and then learns their words, by two that have the words shared out among them.
--   The keys of a word are made in half the time: nothing is joined and sorted that can be made of the word where it stands.

-- The postings of these customers, made anew, and of those into whom they were merged (0010_find.sql).
-- learnt: words of theirs that are not known yet; bearers: by how many of these names each is borne.
CREATE FUNCTION customers.post_names(ids uuid[], OUT learnt text[], OUT bearers bigint[]) LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = pg_catalog SET jit = off AS $$
DECLARE concerned uuid[];
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
END $$;

-- In one order: whoever else learns the same word waits for the end of this, and no two for each other.
-- The keys are those of customers.keys_of, which begins two statements for each word. A word without two letters is the word without the first
-- of them, without the other.
CREATE FUNCTION customers.learn_words(learnt text[], bearers bigint[]) RETURNS void LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = pg_catalog SET jit = off AS $$
BEGIN
  INSERT INTO customers.words (word, common, keys)
  SELECT n.word, customers.power_of(n.many),
         hashtext('1' || n.word)
           || ARRAY(SELECT hashtext('1' || left(n.word, i - 1) || substr(n.word, i + 1)) FROM generate_series(1, n.letters) i WHERE n.letters > 2)
           || ARRAY(SELECT hashtext(left(o.tagged, j - 1) || substr(o.tagged, j + 1)) FROM generate_series(1, least(n.letters, 12)) i
               CROSS JOIN LATERAL (SELECT '2' || left(n.word, i - 1) || substr(n.word, i + 1) AS tagged OFFSET 0) o
               CROSS JOIN LATERAL generate_series(i + 1, least(n.letters, 12)) j WHERE n.letters > 4)
           || CASE WHEN length(n.sound) > 1 THEN hashtext('s' || n.sound) END
    FROM (SELECT u.word, u.many, length(u.word) AS letters, customers.sound_of(u.word) AS sound FROM unnest(learnt, bearers) u(word, many)
           ORDER BY u.word) n ON CONFLICT DO NOTHING;
END $$;

CREATE OR REPLACE FUNCTION customers.index_names(ids uuid[]) RETURNS void LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = pg_catalog SET jit = off AS $$
DECLARE new record;
BEGIN
  new := customers.post_names(ids);
  IF new.learnt IS NOT NULL THEN PERFORM customers.learn_words(new.learnt, new.bearers); END IF;
END $$;

-- How common each word is, as a power of two, and whatever word is borne and not known. All words, or those from one up to another: words that
-- are not learnt are found as they are written until this is done, at the end of a large run or in the night.
DROP FUNCTION customers.weigh_words();
CREATE FUNCTION customers.weigh_words(from_word text DEFAULT '', up_to text DEFAULT NULL) RETURNS void LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = pg_catalog SET jit = off AS $$
DECLARE learnt text[]; bearers bigint[];
BEGIN
  -- Several at once for their own words, or one for all: it goes over them in no order.
  IF up_to IS NULL AND from_word = '' THEN PERFORM pg_advisory_xact_lock(4772012, 16);
  ELSE
    PERFORM pg_advisory_xact_lock_shared(4772012, 16);
    PERFORM pg_advisory_xact_lock(4772013, hashtext(from_word));
  END IF;
  WITH borne AS MATERIALIZED (
    SELECT f.word, count(*) AS many FROM customers.found_by f
     WHERE f.beside >= '#' AND f.beside < '$' AND f.word >= from_word COLLATE "C" AND (up_to IS NULL OR f.word < up_to COLLATE "C") GROUP BY f.word
  ), weighed AS (
    UPDATE customers.words w SET common = customers.power_of(b.many) FROM borne b
     WHERE b.word = w.word AND w.common <> customers.power_of(b.many)
  )
  SELECT array_agg(b.word), array_agg(b.many) INTO learnt, bearers FROM borne b
   WHERE NOT EXISTS (SELECT FROM customers.words w WHERE w.word = b.word);
  IF learnt IS NOT NULL THEN PERFORM customers.learn_words(learnt, bearers); END IF;
END $$;

-- The same for what a feed run made or changed, a piece at a time so that each transaction is short: call it again with the id that it
-- returns until that is null. With "until", only customers up to that id: whoever divides a run so weighs the words at the end. Not learning,
-- names are posted only, and their words are learnt when they are weighed.
DROP FUNCTION customers.index_names_of_run(uuid, uuid, integer, uuid);
CREATE FUNCTION customers.index_names_of_run(run uuid, after uuid DEFAULT '00000000-0000-0000-0000-000000000000', most integer DEFAULT 5000,
  until uuid DEFAULT NULL, learning boolean DEFAULT true)
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
  IF learning THEN PERFORM customers.index_names(ids); ELSE PERFORM customers.post_names(ids); END IF;
  IF cardinality(ids) = most THEN RETURN ids[most]; END IF;
  IF until IS NULL AND after <> '00000000-0000-0000-0000-000000000000' THEN PERFORM customers.weigh_words(); END IF;
  RETURN NULL;
END $$;

GRANT CREATE ON SCHEMA customers TO earshot_cards;
SELECT house.hand_over(f, 'earshot_cards', '') FROM unnest(ARRAY['customers.post_names(uuid[])', 'customers.learn_words(text[], bigint[])']) f;
SELECT house.hand_over(f, 'earshot_cards', 'earshot_run_feed, earshot_run_merging, earshot_run_demo')
  FROM unnest(ARRAY['customers.weigh_words(text, text)', 'customers.index_names_of_run(uuid, uuid, integer, uuid, boolean)']) f;
REVOKE CREATE ON SCHEMA customers FROM earshot_cards;
