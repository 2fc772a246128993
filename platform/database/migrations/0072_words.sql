-- The words of names (0068_words.sql), their keys in half the time: nothing is joined and sorted that can be made of the word where it stands.
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
  -- The keys are those of customers.keys_of, which begins two statements for each word. A word without two letters is the word without the
  -- first of them, without the other.
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
