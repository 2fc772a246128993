-- Find, the search: from what somebody typed to the ids of customers, best first.
-- Cost of a match, lower is better: 0 the very word, 9-14 its beginning, 18 a nickname, 21 another nickname of the same
-- name, 24 one edit (25 in the first letter), 34 sounds alike (42 when it looks different), 38 two edits, 100 a word that
-- is not there (20 a particle, 4 a legal form). 2 more for each word not spelt as typed (accents) and for each word of the
-- name that was not typed, 1 for another order of words; 1, 3 or 10 for a name that is not the current one (what they like
-- to be called, alias, former). Below 100: all words were found.

-- A word of the vocabulary that may be meant by the typed word at that place; and a customer who may be.
CREATE TYPE customers.meant AS (place integer, word text, cost integer);
CREATE TYPE customers.candidate AS (customer_id uuid, cost integer);

-- The cost of a word that begins as typed.
CREATE FUNCTION customers.beginning_cost(word text, typed text) RETURNS integer LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT CASE WHEN word = typed THEN 0 ELSE 8 + least(length(word) - length(typed), 6) END
$$;

-- The cost of the words and of what else the name is: words of it that were not typed, a name that is not the current one.
CREATE FUNCTION customers.name_cost(cost integer, words integer, typed integer, standing integer) RETURNS integer LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT cost + 2 * least(4, greatest(0, words - typed)) + CASE standing WHEN 0 THEN 0 WHEN 1 THEN 1 WHEN 2 THEN 3 ELSE 10 END
$$;

-- The words of the vocabulary near the typed ones at these places. One statement for all: starting one costs as much as several probes.
CREATE FUNCTION customers.near_words(typed text[], places integer[]) RETURNS SETOF customers.meant LANGUAGE plpgsql STABLE AS $$
BEGIN
  RETURN QUERY
  SELECT q.place, n.word, n.cost
    FROM (SELECT p.place, t.word, length(t.word) AS letters, p.place < cardinality(typed) AND coalesce(w.common, 0) < 3 AS unfinished, w.word IS NOT NULL AS known,
                 customers.one_out(t.word, '1') AS one_out
            FROM unnest(places) p(place) CROSS JOIN LATERAL (SELECT typed[p.place] AS word) t LEFT JOIN customers.words w ON w.word = t.word
           WHERE length(t.word) > 1 OFFSET 0) q
    CROSS JOIN LATERAL (
      SELECT q.word, 0 AS cost WHERE q.known
      UNION ALL SELECT k.short, 18 FROM customers.nicknames k WHERE k.formal = q.word
      UNION ALL SELECT k.formal, 18 FROM customers.nicknames k WHERE k.short = q.word
      UNION ALL SELECT o.short, 21 FROM customers.nicknames k JOIN customers.nicknames o USING (formal) WHERE k.short = q.word AND o.short <> q.word
      UNION ALL (SELECT w.word, customers.beginning_cost(w.word, q.word) FROM customers.words w
        WHERE q.unfinished AND q.letters = 2 AND left(w.word, 2) = q.word AND w.word <> q.word ORDER BY w.common DESC LIMIT 24)
      UNION ALL (SELECT b.word, customers.beginning_cost(b.word, q.word) FROM (SELECT w.word, w.common FROM customers.words w
        WHERE q.unfinished AND q.letters > 2 AND w.word > q.word AND w.word < q.word || chr(1114111) ORDER BY w.word LIMIT 400) b
        ORDER BY b.common DESC LIMIT 24)
      UNION ALL (SELECT w.word, CASE WHEN left(w.word, 1) = left(q.word, 1) THEN 24 ELSE 25 END FROM customers.words w
        WHERE w.keys && q.one_out AND w.word <> q.word AND (length(w.word) <> q.letters OR customers.edits_apart(q.word, w.word, 1)) ORDER BY w.common DESC LIMIT 100)
    ) n;
END $$;

-- Those that sound alike.
CREATE FUNCTION customers.like_sounding(typed text[], places integer[]) RETURNS SETOF customers.meant LANGUAGE plpgsql STABLE AS $$
BEGIN
  RETURN QUERY
  SELECT q.place, n.word, CASE WHEN left(n.word, 1) = left(q.word, 1) AND abs(length(n.word) - length(q.word)) < 2 THEN 34 ELSE 42 END
    FROM (SELECT p.place, typed[p.place] AS word, customers.sound_of(typed[p.place]) AS sound FROM unnest(places) p(place) OFFSET 0) q
    CROSS JOIN LATERAL (SELECT w.word FROM customers.words w WHERE length(q.sound) > 1 AND w.keys && ARRAY[hashtext('s' || q.sound)]
      AND w.word <> q.word AND abs(length(w.word) - length(q.word)) < 4 ORDER BY w.common DESC LIMIT 40) n;
END $$;

-- Round 1: the words as typed, and words that one of them begins.
CREATE FUNCTION customers.as_typed(typed text[], main integer[], weighty integer, most integer) RETURNS SETOF customers.candidate LANGUAGE plpgsql STABLE AS $$
DECLARE beyond constant text := chr(1114111); exactly integer;
BEGIN
  IF cardinality(typed) = 1 THEN
    RETURN QUERY SELECT f.customer_id, customers.name_cost(0, f.words, 1, f.standing) FROM customers.found_by f
      WHERE f.word = typed[1] AND f.beside >= '!' AND f.beside < '$' ORDER BY f.beside LIMIT most;
    GET DIAGNOSTICS exactly = ROW_COUNT;
    RETURN QUERY SELECT f.customer_id, customers.name_cost(customers.beginning_cost(f.word, typed[1]), f.words, 1, f.standing) FROM customers.found_by f
      WHERE f.word > typed[1] AND f.word < typed[1] || beyond AND f.beside < '$' ORDER BY f.word, f.beside LIMIT most - exactly;
  ELSE
    RETURN QUERY SELECT f.customer_id, customers.name_cost(customers.beginning_cost(f.beside, typed[b.place]), f.words, weighty, f.standing)
      FROM unnest(main) a(place) CROSS JOIN unnest(main) b(place) CROSS JOIN LATERAL (
        SELECT * FROM customers.found_by f WHERE f.word = typed[a.place] AND f.beside >= typed[b.place] AND f.beside < typed[b.place] || beyond
         ORDER BY f.beside LIMIT most) f
     WHERE a.place <> b.place;
  END IF;
END $$;

-- Round 2 (spelling) and 3 (sound): a word near a typed one; of several words, beside another as typed. The last word may be unfinished.
CREATE FUNCTION customers.one_near(typed text[], main integer[], weighty integer, near customers.meant[]) RETURNS SETOF customers.candidate
LANGUAGE plpgsql STABLE AS $$
DECLARE last constant integer := cardinality(typed); near_words text[] := ARRAY(SELECT n.word FROM unnest(near) n);
BEGIN
  IF last = 1 THEN
    RETURN QUERY SELECT f.customer_id, customers.name_cost(n.cost, f.words, 1, f.standing) FROM unnest(near) n CROSS JOIN LATERAL (
        SELECT * FROM customers.found_by f WHERE f.word = n.word AND f.beside >= '!' AND f.beside < '$' ORDER BY f.beside LIMIT 12) f
     WHERE n.cost > 0 ORDER BY n.cost LIMIT 100;
  ELSE
    RETURN QUERY SELECT f.customer_id, customers.name_cost(n.cost + customers.beginning_cost(f.beside, typed[last]), f.words, weighty, f.standing)
      FROM unnest(near) n CROSS JOIN LATERAL (
        SELECT * FROM customers.found_by f WHERE f.word = n.word AND f.beside >= typed[last] AND f.beside < typed[last] || chr(1114111)
         ORDER BY f.beside LIMIT 12) f
     WHERE n.place <> last AND n.cost > 0 AND last = ANY (main);
    RETURN QUERY SELECT f.customer_id, customers.name_cost(n.cost, f.words, weighty, f.standing)
      FROM unnest(main) b(place) CROSS JOIN LATERAL (
        SELECT * FROM customers.found_by f WHERE f.word = typed[b.place] AND f.beside = ANY (near_words) LIMIT 300) f
      JOIN unnest(near) n ON n.word = f.beside AND n.place <> b.place
     WHERE b.place <> last AND n.cost > 0;
  END IF;
END $$;

-- The same rounds: both of two words near.
CREATE FUNCTION customers.both_near(weighty integer, near customers.meant[]) RETURNS SETOF customers.candidate LANGUAGE plpgsql STABLE AS $$
DECLARE first_words text[] := ARRAY(SELECT n.word FROM unnest(near) n WHERE n.place = 1 AND n.cost > 14 ORDER BY n.cost LIMIT 60);
BEGIN
  RETURN QUERY SELECT f.customer_id, customers.name_cost(a.cost + b.cost, f.words, weighty, f.standing) AS cost
    FROM (SELECT n.* FROM unnest(near) n WHERE n.place = 2 AND n.cost > 14 ORDER BY n.cost LIMIT 60) a
    CROSS JOIN LATERAL (SELECT * FROM customers.found_by f WHERE f.word = a.word AND f.beside = ANY (first_words) LIMIT 100) f
    JOIN unnest(near) b ON b.place = 1 AND b.word = f.beside
   ORDER BY cost LIMIT 200;
END $$;

-- Round 4: words two edits away from a typed one, borne beside another as typed or nearly. The index finds them first, and only then
-- are they compared letter by letter, because that costs more than a probe.
CREATE FUNCTION customers.far_words(typed text[], main integer[], near customers.meant[])
RETURNS TABLE (place integer, word text, customer_id uuid, cost integer) LANGUAGE plpgsql STABLE AS $$
DECLARE p integer; far text[];
BEGIN
  FOREACH p IN ARRAY main LOOP
    -- a word that several bear is not two slips of the finger
    CONTINUE WHEN length(typed[p]) < 4 OR (cardinality(typed) > 1 AND EXISTS (SELECT FROM customers.words w WHERE w.word = typed[p] AND w.common > 1));
    far := ARRAY(SELECT w.word FROM customers.words w
      WHERE w.keys && (customers.two_out(typed[p], '1') || customers.two_out(typed[p], '2') || customers.one_out(typed[p], '1') || customers.one_out(typed[p], '2'))
        AND abs(length(w.word) - length(typed[p])) < 3 ORDER BY w.common DESC LIMIT CASE WHEN cardinality(typed) = 1 THEN 100 ELSE 800 END);
    IF cardinality(typed) = 1 THEN
      RETURN QUERY SELECT p, f.word, x.customer_id, customers.name_cost(38, x.words, 1, x.standing) FROM unnest(far) f(word) CROSS JOIN LATERAL (
          SELECT * FROM customers.found_by x WHERE x.word = f.word AND x.beside >= '!' AND x.beside < '$' ORDER BY x.beside LIMIT 12) x
       WHERE customers.edits_apart(typed[p], f.word, 2);
    ELSE
      RETURN QUERY SELECT p, x.far, x.customer_id, x.cost FROM (
        SELECT x.beside AS far, x.customer_id, customers.name_cost(n.cost + 38, x.words, cardinality(typed), x.standing) AS cost
          FROM (SELECT * FROM unnest(near) n WHERE n.place <> p AND n.cost < 26 ORDER BY n.cost LIMIT 3) n
          CROSS JOIN LATERAL (SELECT * FROM customers.found_by x WHERE x.word = n.word AND x.beside = ANY (far) LIMIT 200) x
         ORDER BY cost LIMIT 150) x
       WHERE customers.edits_apart(typed[p], x.far, 2);
    END IF;
  END LOOP;
END $$;

-- Round 5: some of the words. A rare one says more than a common one.
CREATE FUNCTION customers.some_words(typed text[], main integer[], most integer) RETURNS SETOF customers.candidate LANGUAGE plpgsql STABLE AS $$
BEGIN
  RETURN QUERY SELECT f.customer_id, 100 + m.common + customers.name_cost(0, f.words, 1, f.standing)
    FROM (SELECT w.word, w.common FROM unnest(main) p(place) JOIN customers.words w ON w.word = typed[p.place]
           WHERE length(typed[p.place]) > 1 AND customers.weight_of(typed[p.place]) = 2) m
    CROSS JOIN LATERAL (SELECT * FROM customers.found_by f WHERE f.word = m.word AND f.beside >= '!' AND f.beside < '$' ORDER BY f.beside LIMIT most) f;
END $$;

-- Whoever bears one of the words and was born then: born holds patterns of YYYYMMDD, such as 1970%.
CREATE FUNCTION customers.born_then(typed text[], main integer[], born text[]) RETURNS SETOF customers.candidate LANGUAGE plpgsql STABLE AS $$
BEGIN
  RETURN QUERY SELECT f.customer_id, customers.name_cost(100 * (cardinality(main) - 1), f.words, 1, f.standing)
    FROM unnest(main) m(place) CROSS JOIN unnest(born) b(day) CROSS JOIN LATERAL (
      SELECT * FROM customers.found_by f
       WHERE f.word = typed[m.place] AND f.beside >= '#' || rtrim(b.day, '%') AND f.beside < '#' || rtrim(b.day, '%') || '~' ORDER BY f.beside LIMIT 300) f;
END $$;

-- The cost of these customers over all words of their names: for three words or more, of which a posting knows two.
CREATE FUNCTION customers.ranked(ids uuid[], typed text[], near customers.meant[]) RETURNS SETOF customers.candidate LANGUAGE plpgsql STABLE AS $$
BEGIN
  RETURN QUERY
  WITH matched AS (
    SELECT f.customer_id, f.name_number, f.standing, f.words, t.place,
           min(CASE WHEN starts_with(f.word, t.word) THEN customers.beginning_cost(f.word, t.word) ELSE n.cost END) AS cost
      FROM customers.found_by f CROSS JOIN unnest(typed) WITH ORDINALITY t(word, place) LEFT JOIN unnest(near) n ON n.place = t.place AND n.word = f.word
     WHERE f.customer_id = ANY (ids) AND f.beside >= '#' AND f.beside < '$'
     GROUP BY f.customer_id, f.name_number, f.standing, f.words, t.place
  ), named AS (
    SELECT m.customer_id, customers.name_cost(sum(coalesce(m.cost, (ARRAY[4, 20, 100])[1 + customers.weight_of(typed[m.place])]))::integer,
             m.words, count(m.cost)::integer, m.standing) AS cost
      FROM matched m GROUP BY m.customer_id, m.name_number, m.standing, m.words
  )
  SELECT n.customer_id, min(n.cost) FROM named n GROUP BY n.customer_id;
END $$;

-- Not spelt as typed (accents), not in this order: of the first three words. Without a subquery, so that the planner takes it into the statement.
CREATE FUNCTION customers.spelling_cost(name text, spelt text[]) RETURNS integer LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT 2 * (coalesce(strpos(name, spelt[1]) = 0, false)::integer + coalesce(strpos(name, spelt[2]) = 0, false)::integer + coalesce(strpos(name, spelt[3]) = 0, false)::integer)
    + coalesce(strpos(name, spelt[1]) > strpos(name, spelt[2]), false)::integer
$$;

-- The best of them in the order in which they are shown.
CREATE FUNCTION customers.in_order(matches customers.candidate[], spelt text[], born text[], most integer) RETURNS SETOF customers.candidate
LANGUAGE plpgsql STABLE AS $$
BEGIN
  RETURN QUERY
  SELECT t.customer_id, t.cost + customers.spelling_cost(t.name, spelt) AS cost FROM (
    SELECT c.customer_id, f.cost, c.died_on IS NOT NULL AS died, c.full_name, lower(c.full_name) AS name
      FROM (SELECT f.customer_id, min(f.cost) AS cost FROM unnest(matches) f GROUP BY f.customer_id ORDER BY min(f.cost)
              LIMIT CASE WHEN born IS NULL THEN 10 + 2 * most ELSE 2000 END) f
      JOIN customers.customers c ON c.customer_id = f.customer_id
     WHERE c.merged_into IS NULL AND c.ended_on IS NULL
       AND (born IS NULL OR (NOT c.restricted AND to_char(c.born_on, 'YYYYMMDD') LIKE ANY (born)))
    OFFSET 0) t
   ORDER BY cost, t.died, t.full_name COLLATE "C", t.customer_id LIMIT most;
END $$;

-- Candidates by name, in rounds, each made only when the ones before found too few. Every probe of the index and every list has a limit.
CREATE FUNCTION customers.find_names(typed text[], spelt text[], born text[], most integer) RETURNS SETOF customers.candidate LANGUAGE plpgsql STABLE AS $$
DECLARE
  main integer[]; known integer[] := '{}'; doubtful integer[]; near customers.meant[] := '{}'; nearer customers.meant[]; matches customers.candidate[] := '{}'; more customers.candidate[];
  many constant integer := cardinality(typed); weighty integer := 0; best integer := 100; word text;
BEGIN
  FOREACH word IN ARRAY typed LOOP weighty := weighty + (customers.weight_of(word) = 2)::integer; END LOOP;
  -- the four words that say most; particles and legal forms only where there is nothing better
  main := CASE many WHEN 1 THEN '{1}' WHEN 2 THEN '{1,2}' ELSE
    ARRAY(SELECT t.place FROM (
        SELECT t.place, t.weight, row_number() OVER (ORDER BY t.weight DESC, w.word IS NULL, w.common, t.place) AS rank
          FROM (SELECT t.place, t.word, CASE WHEN length(t.word) > 1 THEN customers.weight_of(t.word) ELSE 0 END AS weight
                  FROM unnest(typed) WITH ORDINALITY t(word, place)) t
          LEFT JOIN customers.words w ON w.word = t.word) t
      WHERE t.rank <= CASE t.weight WHEN 2 THEN 4 ELSE 2 END ORDER BY t.rank) END;
  FOR round IN 1 .. 5 LOOP
    CONTINUE WHEN (round IN (3, 4) AND best < 34) OR (round = 4 AND known = '{}' AND many > 1) OR (round = 5 AND many = 1);
    more := NULL;
    IF round = 1 THEN
      more := ARRAY(SELECT c FROM customers.as_typed(typed, main, weighty, CASE WHEN born IS NOT NULL THEN 400 WHEN many > 2 THEN 80 ELSE 10 + 2 * most END) c);
      IF born IS NOT NULL THEN more := more || ARRAY(SELECT c FROM customers.born_then(typed, main, born) c); END IF;
    ELSIF round < 4 THEN
      IF round = 2 THEN
        nearer := ARRAY(SELECT n FROM customers.near_words(typed, main) n);
        -- where some word is right, what is wrong is another: only those are looked at more closely in rounds 3 and 4
        known := ARRAY(SELECT n.place FROM unnest(nearer) n WHERE n.cost = 0);
        IF cardinality(known) = 1 AND many > 1 THEN doubtful := array_remove(main, known[1]); ELSE doubtful := main; END IF;
      ELSE
        nearer := ARRAY(SELECT n FROM customers.like_sounding(typed, doubtful) n);
      END IF;
      near := near || nearer;
      IF cardinality(nearer) > 0 THEN more := ARRAY(SELECT c FROM customers.one_near(typed, main, weighty, nearer) c); END IF;
      IF many = 2 THEN more := more || ARRAY(SELECT c FROM customers.both_near(weighty, near) c); END IF;
    ELSIF round = 4 THEN
      SELECT array_agg(ROW(w.place, w.word, 38)::customers.meant), array_agg(ROW(w.customer_id, w.cost)::customers.candidate) INTO nearer, more
        FROM customers.far_words(typed, doubtful, near) w;
      near := near || nearer;
    ELSE
      more := ARRAY(SELECT c FROM customers.some_words(typed, main, most) c);
    END IF;
    CONTINUE WHEN more IS NULL OR cardinality(more) = 0;
    IF many > 2 THEN
      more := ARRAY(SELECT r FROM customers.ranked(
        ARRAY(SELECT c.customer_id FROM unnest(more) c GROUP BY c.customer_id ORDER BY count(*) DESC, min(c.cost) LIMIT CASE WHEN born IS NULL THEN 80 ELSE 500 END), typed, near) r);
    END IF;
    matches := matches || more;
    SELECT least(best, min(c.cost)) INTO best FROM unnest(more) c;
    EXIT WHEN born IS NULL AND best < 100 AND (SELECT count(DISTINCT c.customer_id) FILTER (WHERE c.cost < 100) FROM unnest(matches) c) >= most;
  END LOOP;
  RETURN QUERY SELECT * FROM customers.in_order(matches, spelt, born, most);
END $$;

-- Of these customers, those whose names have at least one of the words.
CREATE FUNCTION customers.narrowed(typed text[], candidates uuid[]) RETURNS uuid[] LANGUAGE plpgsql STABLE AS $$
DECLARE near customers.meant[] := ARRAY(SELECT n FROM customers.near_words(typed, '{1,2,3,4}') n);
BEGIN
  RETURN ARRAY(SELECT r.customer_id FROM customers.ranked(candidates, typed, near) r
    WHERE r.cost < 100 * (SELECT count(*) FROM unnest(typed) t(word) WHERE customers.weight_of(t.word) = 2) ORDER BY r.cost, r.customer_id);
END $$;

-- By the last digits of a telephone number, or the last four of an account or card. Restricted customers are matches by name only.
CREATE FUNCTION customers.by_number(digits text, most integer) RETURNS uuid[] LANGUAGE plpgsql STABLE AS $$
DECLARE ending text := reverse(right(digits, 9));
BEGIN
  RETURN ARRAY(SELECT f.customer_id FROM (
      (SELECT p.customer_id, abs(length(p.normalised) - length(digits)) AS distance FROM customers.contact_points p
        WHERE p.kind = 'phone' AND p.ended_on IS NULL AND reverse(right(p.normalised, 9)) COLLATE "C" >= ending AND reverse(right(p.normalised, 9)) COLLATE "C" < ending || ':'
          AND right(ltrim(p.normalised, '+'), least(length(digits), length(p.normalised) - 1)) = right(digits, least(length(digits), length(p.normalised) - 1)) LIMIT most)
      UNION ALL
      (SELECT h.customer_id, 0 FROM holdings.holdings h WHERE length(digits) = 4 AND h.last4 = digits AND h.ended_on IS NULL LIMIT most)
    ) f JOIN customers.customers c ON c.customer_id = customers.survivor(f.customer_id)
   WHERE NOT c.restricted AND c.ended_on IS NULL GROUP BY c.customer_id ORDER BY min(f.distance), c.full_name COLLATE "C", c.customer_id LIMIT most);
END $$;

-- By the beginning of an e-mail address.
CREATE FUNCTION customers.by_email(beginning text, most integer) RETURNS uuid[] LANGUAGE plpgsql STABLE AS $$
BEGIN
  RETURN ARRAY(SELECT c.customer_id FROM (
      SELECT p.customer_id, p.normalised FROM customers.contact_points p WHERE p.kind = 'email' AND p.ended_on IS NULL
         AND p.normalised COLLATE "C" >= beginning AND p.normalised COLLATE "C" < beginning || chr(1114111) ORDER BY p.normalised COLLATE "C" LIMIT most) f
    JOIN customers.customers c ON c.customer_id = customers.survivor(f.customer_id)
   WHERE NOT c.restricted AND c.ended_on IS NULL GROUP BY c.customer_id ORDER BY min(f.normalised COLLATE "C"), c.customer_id LIMIT most);
END $$;

CREATE FUNCTION customers.survivor(customer uuid) RETURNS uuid LANGUAGE plpgsql STABLE AS $$
DECLARE into_whom uuid;
BEGIN
  FOR i IN 1 .. 10 LOOP
    SELECT c.merged_into INTO into_whom FROM customers.customers c WHERE c.customer_id = customer;
    IF into_whom IS NULL THEN RETURN customer; END IF;
    customer := into_whom;
  END LOOP;
  RETURN customer;
END $$;

-- What the kernel calls (privacy.search): the ids that a query finds, best first. The shape of the query says what it is.
CREATE FUNCTION customers.find_ids(query text, most integer) RETURNS uuid[] LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = pg_catalog SET enable_seqscan = off SET jit = off SET plan_cache_mode = force_generic_plan AS $$
DECLARE
  asked text := btrim(regexp_replace(left(query, 200), '\s+', ' ', 'g')); most_ids constant integer := least(greatest(most, 1), 50);
  digits text := regexp_replace(asked, '[^0-9]+', '', 'g'); parts text[]; born text[]; number text; name record; spelt text[];
  matches customers.candidate[]; ids uuid[];
BEGIN
  IF strpos(asked, '@') > 0 THEN RETURN customers.by_email(lower(replace(asked, ' ', '')), most_ids); END IF;
  IF length(digits) > 3 THEN
    IF length(digits) < 21 AND asked ~ '^[-+(*•xX. ]*[0-9][-0-9 ()./]*$' THEN
      RETURN customers.by_number(CASE WHEN length(digits) > 4 THEN ltrim(digits, '0') ELSE digits END, most_ids);
    END IF;
    -- a date or year of birth, in the orders in which people write it
    parts := regexp_match(asked, '\m(\d{1,2})[./ -]{1,2}(\d{1,2})[./ -]{1,2}((?:19|20)\d\d)\M');
    IF parts IS NOT NULL THEN
      born := ARRAY[parts[3] || lpad(parts[2], 2, '0') || lpad(parts[1], 2, '0') || '%', parts[3] || lpad(parts[1], 2, '0') || lpad(parts[2], 2, '0') || '%'];
    ELSE
      parts := regexp_match(asked, '\m((?:19|20)\d\d)(?:-(\d\d)-(\d\d))?\M');
      IF parts IS NOT NULL THEN born := ARRAY[concat(parts[1], parts[2], parts[3], '%')]; END IF;
    END IF;
    asked := regexp_replace(asked, '\m(\d{1,2}[./ -]{1,2}\d{1,2}[./ -]{1,2}(19|20)\d\d|(19|20)\d\d(-\d\d-\d\d)?)\M', ' ');
    number := substring(asked FROM '\m\d{4,15}\M');
    name := customers.split_name(replace(asked, coalesce(number, '#'), ' '));
    IF number IS NOT NULL AND cardinality(name.words) > 0 THEN
      ids := customers.narrowed(name.words, customers.by_number(number, 300));
      IF cardinality(ids) > 0 THEN RETURN ids[1 : most_ids]; END IF;
      name := customers.split_name(asked);
    END IF;
  ELSE
    name := customers.split_name(asked);
  END IF;
  -- two letters at least, or one of a script that writes a word with it
  IF length(array_to_string(name.words, '')) < 2 AND octet_length(array_to_string(name.words, '')) < 3 THEN RETURN '{}'; END IF;
  spelt := string_to_array(lower(btrim(asked)), ' ');
  matches := ARRAY(SELECT c FROM customers.find_names(name.words[1 : 8], spelt, born, most_ids) c);
  IF cardinality(matches) = 0 AND digits <> '' THEN
    -- no date and no number after all: Pilsner 1842, Studio 2000
    name := customers.split_name(query);
    matches := ARRAY(SELECT c FROM customers.find_names(name.words[1 : 8], spelt, NULL, most_ids) c);
  END IF;
  IF name.joined <> name.words AND coalesce(matches[1].cost, 100) > 20 THEN
    matches := matches || ARRAY(SELECT c FROM customers.find_names(name.joined[1 : 8], spelt, born, most_ids) c);
    matches := ARRAY(SELECT c FROM customers.in_order(matches, '{}', NULL, most_ids) c);
  END IF;
  ids := ARRAY(SELECT c.customer_id FROM unnest(matches) c);
  IF strpos(asked, ' ') = 0 AND asked ~ '[._0-9]' AND length(asked) > 3 THEN
    ids := ids || ARRAY(SELECT e.id FROM unnest(customers.by_email(lower(asked), most_ids)) e(id) WHERE e.id <> ALL (ids));
  END IF;
  RETURN ids[1 : most_ids];
END $$;
