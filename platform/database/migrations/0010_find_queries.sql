-- Find, the search: from what somebody typed to the ids of customers, best first.
-- Cost of a match, lower is better: 0 the very word, 9-14 its beginning, 18 a nickname, 21 another nickname of the same
-- name, 24 one edit (25 in the first letter), 34 sounds alike (42 when it looks different), 38 two edits, 100 a word that
-- is not there (20 a particle, 4 a legal form). 2 more for each word not spelt as typed (accents) and for each word of
-- the name that was not typed, 1 for another order of words; 1, 3 or 10 for a name that is not the current one (what they
-- like to be called, alias, former). Below 100: all words were found.
-- Every probe of an index and every list has a limit, so that garbage costs little, and common names no more than rare.

-- A word of the vocabulary that may be meant by the typed word at that place; and a customer who may be.
CREATE TYPE customers.meant AS (place integer, word text, cost integer);
CREATE TYPE customers.candidate AS (customer_id uuid, cost integer);

CREATE FUNCTION customers.beginning_cost(word text, typed text) RETURNS integer LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT CASE WHEN word = typed THEN 0 ELSE 8 + least(length(word) - length(typed), 6) END
$$;
-- The cost of the words and of what else the name is. words: how many it has; typed: how many of them were typed.
CREATE FUNCTION customers.name_cost(cost integer, words integer, typed integer, standing integer) RETURNS integer
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT cost + 2 * least(4, greatest(0, words - typed))
    + CASE standing WHEN 0 THEN 0 WHEN 1 THEN 1 WHEN 2 THEN 3 ELSE 10 END
$$;

-- The probes of found_by: a word; a word beside what begins so; a word beside any of these. The planner takes them into
-- the statement; ORDER BY holds it to the order of the index, of which the first few are read.
CREATE FUNCTION customers.bearers(of text, most integer) RETURNS SETOF customers.found_by LANGUAGE sql STABLE AS $$
  SELECT f.* FROM customers.found_by f WHERE f.word = of AND f.beside >= '!' AND f.beside < '$'
   ORDER BY f.beside LIMIT most
$$;
CREATE FUNCTION customers.bearers_beside(of text, beginning text, most integer) RETURNS SETOF customers.found_by
LANGUAGE sql STABLE AS $$
  SELECT f.* FROM customers.found_by f
   WHERE f.word = of AND f.beside >= beginning AND f.beside < beginning || chr(1114111) ORDER BY f.beside LIMIT most
$$;
CREATE FUNCTION customers.bearers_beside_any(of text, others text[], most integer) RETURNS SETOF customers.found_by
LANGUAGE sql STABLE AS $$
  SELECT f.* FROM customers.found_by f WHERE f.word = of AND f.beside = ANY (others) LIMIT most
$$;

-- Words near the typed ones at these places. One statement for all: starting one costs as much as several probes.
CREATE FUNCTION customers.near_words(typed text[], places integer[]) RETURNS customers.meant[]
LANGUAGE plpgsql STABLE AS $$
BEGIN
  RETURN ARRAY(
    SELECT ROW(q.place, n.word, n.cost)::customers.meant
      FROM (SELECT p.place, t.word, length(t.word) AS letters, w.word IS NOT NULL AS known,
                   p.place < cardinality(typed) AND coalesce(w.common, 0) < 3 AS unfinished,
                   customers.one_out(t.word, '1') AS keys
              FROM unnest(places) p(place) CROSS JOIN LATERAL (SELECT typed[p.place] AS word) t
              LEFT JOIN customers.words w ON w.word = t.word
             WHERE length(t.word) > 1 OFFSET 0) q
      CROSS JOIN LATERAL (
        SELECT q.word, 0 AS cost WHERE q.known
        UNION ALL SELECT k.short, 18 FROM customers.nicknames k WHERE k.formal = q.word
        UNION ALL SELECT k.formal, 18 FROM customers.nicknames k WHERE k.short = q.word
        UNION ALL SELECT o.short, 21 FROM customers.nicknames k JOIN customers.nicknames o USING (formal)
          WHERE k.short = q.word AND o.short <> q.word
        UNION ALL (SELECT b.word, customers.beginning_cost(b.word, q.word) FROM (
            SELECT w.word, w.common FROM customers.words w
             WHERE q.unfinished AND w.word > q.word AND w.word < q.word || chr(1114111) ORDER BY w.word LIMIT 3000) b
          ORDER BY b.common DESC LIMIT 24)
        -- of another length and with a key in common: one edit; of the same length it may be two
        UNION ALL (SELECT w.word, CASE WHEN left(w.word, 1) = left(q.word, 1) THEN 24 ELSE 25 END
          FROM customers.words w
          WHERE w.keys && q.keys AND w.word <> q.word
            AND (length(w.word) <> q.letters OR customers.edits_apart(q.word, w.word, 1))
          ORDER BY w.common DESC LIMIT 100)
      ) n);
END $$;

CREATE FUNCTION customers.like_sounding(typed text[], places integer[]) RETURNS customers.meant[]
LANGUAGE plpgsql STABLE AS $$
BEGIN
  RETURN ARRAY(
    SELECT ROW(q.place, n.word, CASE WHEN left(n.word, 1) = left(q.word, 1)
             AND abs(length(n.word) - length(q.word)) < 2 THEN 34 ELSE 42 END)::customers.meant
      FROM (SELECT p.place, typed[p.place] AS word, customers.sound_of(typed[p.place]) AS sound
              FROM unnest(places) p(place) OFFSET 0) q
      CROSS JOIN LATERAL (
        SELECT w.word FROM customers.words w
         WHERE length(q.sound) > 1 AND w.keys && ARRAY[hashtext('s' || q.sound)] AND w.word <> q.word
           AND abs(length(w.word) - length(q.word)) < 4
         ORDER BY w.common DESC LIMIT 40) n);
END $$;

-- Round 1: the words as typed, and words that one of them begins.
CREATE FUNCTION customers.as_typed(typed text[], main integer[], weighty integer, most integer)
RETURNS customers.candidate[] LANGUAGE plpgsql STABLE AS $$
DECLARE exactly customers.candidate[];
BEGIN
  IF cardinality(typed) > 1 THEN
    RETURN ARRAY(
      SELECT ROW(f.customer_id, customers.name_cost(
               customers.beginning_cost(f.beside, typed[b.place]), f.words, weighty, f.standing))::customers.candidate
        FROM unnest(main) a(place) CROSS JOIN unnest(main) b(place)
        CROSS JOIN LATERAL customers.bearers_beside(typed[a.place], typed[b.place], most) f
       WHERE a.place <> b.place);
  END IF;
  exactly := ARRAY(SELECT ROW(f.customer_id, customers.name_cost(0, f.words, 1, f.standing))::customers.candidate
    FROM customers.bearers(typed[1], most) f);
  IF cardinality(exactly) = most THEN RETURN exactly; END IF;
  RETURN exactly || ARRAY(
    SELECT ROW(f.customer_id, customers.name_cost(
             customers.beginning_cost(f.word, typed[1]), f.words, 1, f.standing))::customers.candidate
      FROM customers.found_by f
     WHERE f.word > typed[1] AND f.word < typed[1] || chr(1114111) AND f.beside < '$'
     ORDER BY f.word, f.beside LIMIT most - cardinality(exactly));
END $$;

-- Rounds 2 (spelling) and 3 (sound): a word near a typed one; of several words, beside another as typed.
CREATE FUNCTION customers.one_near(typed text[], main integer[], weighty integer, near customers.meant[])
RETURNS customers.candidate[] LANGUAGE plpgsql STABLE AS $$
DECLARE last constant integer := cardinality(typed);
BEGIN
  IF last = 1 THEN
    RETURN ARRAY(
      SELECT ROW(f.customer_id, customers.name_cost(n.cost, f.words, 1, f.standing))::customers.candidate
        FROM unnest(near) n CROSS JOIN LATERAL customers.bearers(n.word, 12) f
       WHERE n.cost > 0 ORDER BY n.cost LIMIT 100);
  END IF;
  RETURN ARRAY(
    -- the last word may be unfinished
    SELECT ROW(f.customer_id, customers.name_cost(
             n.cost + customers.beginning_cost(f.beside, typed[last]), f.words, weighty, f.standing))::customers.candidate
      FROM unnest(near) n CROSS JOIN LATERAL customers.bearers_beside(n.word, typed[last], 12) f
     WHERE n.place <> last AND n.cost > 0 AND last = ANY (main)
    UNION ALL
    SELECT ROW(f.customer_id, customers.name_cost(n.cost, f.words, weighty, f.standing))::customers.candidate
      FROM (SELECT array_agg(n.word) AS words FROM unnest(near) n WHERE n.cost > 0) l CROSS JOIN unnest(main) b(place)
      CROSS JOIN LATERAL customers.bearers_beside_any(typed[b.place], l.words, 300) f
      JOIN unnest(near) n ON n.word = f.beside AND n.place <> b.place AND n.cost > 0
     WHERE b.place <> last);
END $$;

-- The same rounds: both of two main words near.
CREATE FUNCTION customers.both_near(main integer[], weighty integer, near customers.meant[]) RETURNS customers.candidate[]
LANGUAGE plpgsql STABLE AS $$
BEGIN
  RETURN ARRAY(
    SELECT ROW(f.customer_id, customers.name_cost(a.cost + b.cost, f.words, weighty, f.standing))::customers.candidate
      FROM (SELECT array_agg(n.word) AS words FROM (
              SELECT n.word FROM unnest(near) n WHERE n.place = main[1] AND n.cost > 14 ORDER BY n.cost LIMIT 60) n) l
      CROSS JOIN (SELECT n.* FROM unnest(near) n WHERE n.place = main[2] AND n.cost > 14 ORDER BY n.cost LIMIT 60) a
      CROSS JOIN LATERAL customers.bearers_beside_any(a.word, l.words, 100) f
      JOIN unnest(near) b ON b.place = main[1] AND b.word = f.beside
     ORDER BY a.cost + b.cost LIMIT 200);
END $$;

-- Round 4: a word two edits away, borne beside another as typed or nearly. The index finds such words first, and only
-- then are they compared letter by letter, because that costs more than a probe.
CREATE FUNCTION customers.far_words(typed text[], main integer[], near customers.meant[])
RETURNS TABLE (place integer, word text, customer_id uuid, cost integer) LANGUAGE plpgsql STABLE AS $$
DECLARE p integer; t text; far text[]; alone constant boolean := cardinality(typed) = 1;
BEGIN
  FOREACH p IN ARRAY main LOOP
    t := typed[p];
    CONTINUE WHEN length(t) < 4;
    -- a word that several bear is not two slips of the finger
    CONTINUE WHEN NOT alone AND EXISTS (SELECT FROM customers.words w WHERE w.word = t AND w.common > 1);
    far := ARRAY(
      SELECT w.word FROM customers.words w
       WHERE w.keys && (customers.two_out(t, '1') || customers.two_out(t, '2')
                        || customers.one_out(t, '1') || customers.one_out(t, '2'))
         AND abs(length(w.word) - length(t)) < 3
       ORDER BY w.common DESC LIMIT CASE WHEN alone THEN 100 ELSE 800 END);
    IF alone THEN
      RETURN QUERY
      SELECT p, f.word, x.customer_id, customers.name_cost(38, x.words, 1, x.standing)
        FROM unnest(far) f(word) CROSS JOIN LATERAL customers.bearers(f.word, 12) x
       WHERE customers.edits_apart(t, f.word, 2);
    ELSE
      RETURN QUERY
      SELECT p, x.far, x.customer_id, x.cost FROM (
        SELECT x.beside AS far, x.customer_id,
               customers.name_cost(n.cost + 38, x.words, cardinality(typed), x.standing) AS cost
          FROM (SELECT * FROM unnest(near) n WHERE n.place <> p AND n.cost < 26 ORDER BY n.cost LIMIT 3) n
          CROSS JOIN LATERAL customers.bearers_beside_any(n.word, far, 200) x
         ORDER BY cost LIMIT 150) x
       WHERE customers.edits_apart(t, x.far, 2);
    END IF;
  END LOOP;
END $$;

-- Round 5: some of the words. A rare one says more than a common one.
CREATE FUNCTION customers.some_words(typed text[], main integer[], weighty integer, most integer)
RETURNS customers.candidate[] LANGUAGE plpgsql STABLE AS $$
BEGIN
  RETURN ARRAY(
    SELECT ROW(f.customer_id, customers.name_cost(
             100 * greatest(1, weighty - 1) + 2 * w.common, f.words, 1, f.standing))::customers.candidate
      FROM unnest(main) p(place) JOIN customers.words w ON w.word = typed[p.place]
      CROSS JOIN LATERAL customers.bearers(w.word, most) f
     WHERE length(w.word) > 1 AND customers.weight_of(w.word) = 2);
END $$;

-- Whoever bears one of the words and was born then: born holds patterns of YYYYMMDD, such as 1970%.
CREATE FUNCTION customers.born_then(typed text[], main integer[], born text[]) RETURNS customers.candidate[]
LANGUAGE plpgsql STABLE AS $$
BEGIN
  RETURN ARRAY(
    SELECT ROW(f.customer_id,
               customers.name_cost(100 * (cardinality(main) - 1), f.words, 1, f.standing))::customers.candidate
      FROM unnest(main) m(place) CROSS JOIN unnest(born) b(day)
      CROSS JOIN LATERAL customers.bearers_beside(typed[m.place], '#' || rtrim(b.day, '%'), 300) f);
END $$;

-- The cost of these customers over all words of their names: for three words or more, of which a posting knows two.
CREATE FUNCTION customers.ranked(ids uuid[], typed text[], near customers.meant[]) RETURNS customers.candidate[]
LANGUAGE plpgsql STABLE AS $$
BEGIN
  RETURN ARRAY(
    WITH matched AS (
      SELECT f.customer_id, f.name_number, f.standing, f.words, t.place,
             min(CASE WHEN starts_with(f.word, t.word) THEN customers.beginning_cost(f.word, t.word)
                      ELSE n.cost END) AS cost
        FROM customers.found_by f CROSS JOIN unnest(typed) WITH ORDINALITY t(word, place)
        LEFT JOIN unnest(near) n ON n.place = t.place AND n.word = f.word
       WHERE f.customer_id = ANY (ids) AND f.beside >= '#' AND f.beside < '$'
       GROUP BY f.customer_id, f.name_number, f.standing, f.words, t.place
    ), named AS (
      SELECT m.customer_id, customers.name_cost(
               sum(coalesce(m.cost, (ARRAY[4, 20, 100])[1 + customers.weight_of(typed[m.place])]))::integer,
               m.words, count(m.cost)::integer, m.standing) AS cost
        FROM matched m GROUP BY m.customer_id, m.name_number, m.standing, m.words
    )
    SELECT ROW(n.customer_id, min(n.cost))::customers.candidate FROM named n GROUP BY n.customer_id);
END $$;

-- Not spelt as typed, not in this order: of the first three words. Without a subquery, so that the planner takes it in.
CREATE FUNCTION customers.spelling_cost(name text, spelt text[]) RETURNS integer
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT 2 * (coalesce(strpos(name, spelt[1]) = 0, false)::integer + coalesce(strpos(name, spelt[2]) = 0, false)::integer
              + coalesce(strpos(name, spelt[3]) = 0, false)::integer)
    + coalesce(strpos(name, spelt[1]) > strpos(name, spelt[2]), false)::integer
$$;

-- The best of them in the order in which they are shown.
CREATE FUNCTION customers.in_order(matches customers.candidate[], spelt text[], born text[], most integer)
RETURNS customers.candidate[] LANGUAGE plpgsql STABLE AS $$
BEGIN
  RETURN ARRAY(
    SELECT ROW(t.customer_id, t.cost + customers.spelling_cost(t.name, spelt))::customers.candidate FROM (
      SELECT c.customer_id, f.cost, c.died_on IS NOT NULL AS died, c.full_name, lower(c.full_name) AS name
        FROM (SELECT f.customer_id, min(f.cost) AS cost FROM unnest(matches) f GROUP BY f.customer_id
               ORDER BY min(f.cost) LIMIT CASE WHEN born IS NULL THEN 10 + most ELSE 2000 END) f
        JOIN customers.customers c ON c.customer_id = f.customer_id
       WHERE c.merged_into IS NULL AND c.ended_on IS NULL
         AND (born IS NULL OR (NOT c.restricted AND to_char(c.born_on, 'YYYYMMDD') LIKE ANY (born)))
      OFFSET 0) t
     ORDER BY t.cost + customers.spelling_cost(t.name, spelt), t.died, t.full_name COLLATE "C", t.customer_id LIMIT most);
END $$;
