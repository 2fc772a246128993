-- Find, the way through the search: which rounds are made, and what the shape of a query says.

-- The places of the words that say most, four at most; particles and legal forms only where there is nothing better.
CREATE FUNCTION customers.main_words(typed text[]) RETURNS integer[] LANGUAGE plpgsql STABLE AS $$
BEGIN
  IF cardinality(typed) < 3 THEN RETURN CASE cardinality(typed) WHEN 1 THEN '{1}' ELSE '{1,2}' END; END IF;
  RETURN ARRAY(
    SELECT t.place FROM (
        SELECT t.place, t.weight, row_number() OVER (ORDER BY t.weight DESC, w.word IS NULL, w.common, t.place) AS rank
          FROM (SELECT t.place::integer, t.word,
                       CASE WHEN length(t.word) > 1 THEN customers.weight_of(t.word) ELSE 0 END AS weight
                  FROM unnest(typed) WITH ORDINALITY t(word, place)) t
          LEFT JOIN customers.words w ON w.word = t.word) t
     WHERE t.rank <= CASE t.weight WHEN 2 THEN 4 ELSE 2 END ORDER BY t.rank);
END $$;

-- Candidates by name, in rounds (0010_find_queries.sql), each made only when the ones before found too few.
-- spelt: the words as typed, with their accents; born: patterns of the date of birth, or null.
CREATE FUNCTION customers.find_names(typed text[], spelt text[], born text[], most integer)
RETURNS customers.candidate[] LANGUAGE plpgsql STABLE AS $$
DECLARE
  many constant integer := cardinality(typed); main constant integer[] := customers.main_words(typed);
  known integer[] := '{}'; doubtful integer[]; near customers.meant[] := '{}'; nearer customers.meant[];
  matches customers.candidate[] := '{}'; more customers.candidate[]; best integer := 100; whole integer := 0;
  weighty integer := 0; w text;
BEGIN
  FOREACH w IN ARRAY typed LOOP weighty := weighty + (customers.weight_of(w) = 2)::integer; END LOOP;
  FOR round IN 1 .. 5 LOOP
    -- the very name was found, in whatever order and with whatever accents: only what one slip makes of it is looked for
    EXIT WHEN round > 2 AND many > 1 AND best < 5;
    CONTINUE WHEN (round IN (3, 4) AND best < 34) OR (round = 5 AND many = 1)
      OR (round = 4 AND many > 1 AND known = '{}');
    IF round = 1 THEN
      more := customers.as_typed(typed, main, weighty,
        CASE WHEN born IS NOT NULL THEN 400 WHEN many > 2 THEN 80 ELSE 10 + 2 * most END);
      IF born IS NOT NULL THEN more := more || customers.born_then(typed, main, born); END IF;
    ELSIF round < 4 THEN
      IF round = 2 THEN
        nearer := customers.near_words(typed, main);
        -- where some word is right, what is wrong is another: only that is looked at more closely in rounds 3 and 4
        known := ARRAY(SELECT n.place FROM unnest(nearer) n WHERE n.cost = 0);
        doubtful := CASE WHEN cardinality(known) = 1 AND many > 1 THEN array_remove(main, known[1]) ELSE main END;
      ELSE
        nearer := customers.like_sounding(typed, doubtful);
      END IF;
      near := near || nearer;
      more := customers.one_near(typed, main, weighty, nearer);
      IF cardinality(main) = 2 AND best > 4 AND NOT EXISTS (SELECT FROM unnest(more) c WHERE c.cost < 34) THEN
        more := more || customers.both_near(main, weighty, near);
      END IF;
    ELSIF round = 4 THEN
      SELECT array_agg(ROW(f.place, f.word, 38)::customers.meant),
             array_agg(ROW(f.customer_id, f.cost)::customers.candidate)
        INTO nearer, more FROM customers.far_words(typed, doubtful, near) f;
      near := near || nearer;
    ELSE
      more := customers.some_words(typed, main, weighty, most);
    END IF;
    IF many > 2 AND round < 5 AND cardinality(more) > 0 THEN
      -- whoever is found by several of the pairs first
      more := customers.ranked(ARRAY(
        SELECT c.customer_id FROM unnest(more) c GROUP BY c.customer_id ORDER BY count(*) DESC, min(c.cost)
         LIMIT CASE WHEN born IS NULL THEN 80 ELSE 500 END), typed, near);
    END IF;
    matches := matches || more;
    SELECT coalesce(min(c.cost), 100), count(DISTINCT c.customer_id) FILTER (WHERE c.cost < 100) INTO best, whole
      FROM unnest(matches) c;
    EXIT WHEN born IS NULL AND whole >= most;
  END LOOP;
  RETURN customers.in_order(matches, spelt, born, most);
END $$;

-- Another reading of the words, as typed only: vanderberg for van der berg, mueller for müller.
CREATE FUNCTION customers.read_again(typed text[], most integer) RETURNS customers.candidate[]
LANGUAGE plpgsql STABLE AS $$
DECLARE
  matches constant customers.candidate[] :=
    customers.as_typed(typed, customers.main_words(typed), cardinality(typed), 10 + 2 * most);
BEGIN
  IF cardinality(typed) < 3 THEN RETURN matches; END IF;
  RETURN customers.ranked(ARRAY(SELECT m.customer_id FROM unnest(matches) m LIMIT 80), typed, '{}');
END $$;

-- Of these customers, those whose names have at least one of the words.
CREATE FUNCTION customers.narrowed(typed text[], candidates uuid[]) RETURNS uuid[] LANGUAGE plpgsql STABLE AS $$
DECLARE near constant customers.meant[] := customers.near_words(typed, '{1,2,3,4}');
BEGIN
  RETURN ARRAY(
    SELECT r.customer_id FROM unnest(customers.ranked(candidates, typed, near)) r
     WHERE r.cost < 100 * (SELECT count(*) FROM unnest(typed) t(word) WHERE customers.weight_of(t.word) = 2)
     ORDER BY r.cost, r.customer_id);
END $$;

-- Into whom this customer was merged, at the end of the chain.
CREATE FUNCTION customers.survivor(customer uuid) RETURNS uuid LANGUAGE plpgsql STABLE AS $$
DECLARE into_whom uuid;
BEGIN
  FOR i IN 1 .. 10 LOOP
    SELECT c.merged_into INTO into_whom FROM customers.customers c WHERE c.customer_id = customer;
    EXIT WHEN into_whom IS NULL;
    customer := into_whom;
  END LOOP;
  RETURN customer;
END $$;

-- By the last digits of a telephone number, or the last four of an account or card.
-- Restricted customers are found by name only: a number must not say whose it is.
CREATE FUNCTION customers.by_number(digits text, most integer) RETURNS uuid[] LANGUAGE plpgsql STABLE AS $$
DECLARE ending constant text := reverse(right(digits, 9)); n constant integer := length(digits);
BEGIN
  RETURN ARRAY(
    SELECT c.customer_id FROM (
        (SELECT p.customer_id, abs(length(p.normalised) - n) AS distance FROM customers.contact_points p
          WHERE p.kind = 'phone' AND p.ended_on IS NULL AND reverse(right(p.normalised, 9)) COLLATE "C" >= ending
            AND reverse(right(p.normalised, 9)) COLLATE "C" < ending || ':'
            AND right(ltrim(p.normalised, '+'), least(n, length(p.normalised) - 1))
                = right(digits, least(n, length(p.normalised) - 1)) LIMIT most)
        UNION ALL
        (SELECT h.customer_id, 0 FROM holdings.holdings h
          WHERE n = 4 AND h.last4 = digits AND h.ended_on IS NULL LIMIT most)
      ) f JOIN customers.customers c ON c.customer_id = customers.survivor(f.customer_id)
     WHERE NOT c.restricted AND c.ended_on IS NULL
     GROUP BY c.customer_id ORDER BY min(f.distance), c.full_name COLLATE "C", c.customer_id LIMIT most);
END $$;

-- By the beginning of an e-mail address.
CREATE FUNCTION customers.by_email(beginning text, most integer) RETURNS uuid[] LANGUAGE plpgsql STABLE AS $$
BEGIN
  RETURN ARRAY(
    SELECT c.customer_id FROM (
        SELECT p.customer_id, p.normalised COLLATE "C" AS address FROM customers.contact_points p
         WHERE p.kind = 'email' AND p.ended_on IS NULL
           AND p.normalised COLLATE "C" >= beginning AND p.normalised COLLATE "C" < beginning || chr(1114111)
         ORDER BY p.normalised COLLATE "C" LIMIT most) f
      JOIN customers.customers c ON c.customer_id = customers.survivor(f.customer_id)
     WHERE NOT c.restricted AND c.ended_on IS NULL
     GROUP BY c.customer_id ORDER BY min(f.address), c.customer_id LIMIT most);
END $$;

-- A date or year of birth in a query, in the orders in which people write it, as patterns of YYYYMMDD; and what is left.
CREATE FUNCTION customers.birth_in(asked text, OUT born text[], OUT rest text) LANGUAGE plpgsql IMMUTABLE AS $$
DECLARE
  day_first constant text := '\m(\d{1,2})[./ -]{1,2}(\d{1,2})[./ -]{1,2}((?:19|20)\d\d)\M';
  year_first constant text := '\m((?:19|20)\d\d)(?:-(\d\d)-(\d\d))?\M';
  parts text[] := regexp_match(asked, day_first);
BEGIN
  rest := asked;
  IF parts IS NOT NULL THEN
    -- 3/5/1984 is May in London and March in New York: either
    born := ARRAY[parts[3] || lpad(parts[2], 2, '0') || lpad(parts[1], 2, '0') || '%',
                  parts[3] || lpad(parts[1], 2, '0') || lpad(parts[2], 2, '0') || '%'];
    rest := regexp_replace(asked, day_first, ' ');
    RETURN;
  END IF;
  parts := regexp_match(asked, year_first);
  IF parts IS NOT NULL THEN
    born := ARRAY[concat(parts[1], parts[2], parts[3], '%')];
    rest := regexp_replace(asked, year_first, ' ');
  END IF;
END $$;

-- What the kernel calls (privacy.search): the ids that a query finds, best first. The shape of the query says what it is.
CREATE FUNCTION customers.find_ids(query text, most integer) RETURNS uuid[] LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = pg_catalog SET enable_seqscan = off SET jit = off SET plan_cache_mode = force_generic_plan AS $$
DECLARE
  asked text := btrim(regexp_replace(left(query, 200), '\s+', ' ', 'g'));
  digits constant text := regexp_replace(asked, '[^0-9]+', '', 'g');
  many constant integer := least(greatest(most, 1), 50);
  born text[]; number text; name record; spelt text[]; matches customers.candidate[]; ids uuid[];
BEGIN
  -- a name may look like an address or a number, so nothing found there is not the end
  IF strpos(asked, '@') > 0 THEN
    ids := customers.by_email(lower(replace(asked, ' ', '')), many);
  ELSIF length(digits) BETWEEN 4 AND 20 AND asked ~ '^[-+(*•xX. ]*[0-9][-0-9 ()./]*$' THEN
    ids := customers.by_number(CASE WHEN length(digits) > 4 THEN ltrim(digits, '0') ELSE digits END, many);
  END IF;
  IF cardinality(ids) > 0 THEN RETURN ids; END IF;
  IF length(digits) > 3 AND asked ~ '[^-0-9+(*•xX. )/]' THEN
    SELECT b.born, b.rest INTO born, asked FROM customers.birth_in(asked) b;
    number := substring(asked FROM '\m\d{4,15}\M');
  END IF;
  IF number IS NOT NULL THEN
    name := customers.split_name(replace(asked, number, ' '));
    IF cardinality(name.words) > 0 THEN ids := customers.narrowed(name.words, customers.by_number(number, 300)); END IF;
    IF cardinality(ids) > 0 THEN RETURN ids[1 : many]; END IF;
  END IF;
  name := customers.split_name(asked);
  -- two letters at least, or one of a script that writes a word with it
  IF octet_length(array_to_string(name.words, '')) < 2 THEN RETURN '{}'; END IF;
  spelt := string_to_array(lower(btrim(asked)), ' ');
  matches := customers.find_names(name.words[1 : 8], spelt, born, many);
  IF matches = '{}' AND born IS NOT NULL THEN
    -- no date after all: Studio 2000
    name := customers.split_name(query); born := NULL;
    matches := customers.find_names(name.words[1 : 8], spelt, born, many);
  END IF;
  IF name.second <> name.words AND cardinality(matches) < many THEN
    matches := customers.in_order(matches || customers.read_again(name.second[1 : 8], many), '{}', born, many);
  END IF;
  ids := ARRAY(SELECT m.customer_id FROM unnest(matches) m);
  IF strpos(asked, ' ') = 0 AND asked ~ '[._0-9]' AND length(asked) > 3 THEN
    ids := ids || ARRAY(SELECT e.id FROM unnest(customers.by_email(lower(asked), many)) e(id) WHERE e.id <> ALL (ids));
  END IF;
  RETURN ids[1 : many];
END $$;

SELECT house.hand_over('customers.find_ids(text, integer)', 'earshot_cards', 'earshot_vault');
-- Its parts read nothing on their own account, and nobody else may call them.
SELECT house.hand_over(p.oid::regprocedure::text, 'earshot_cards', '') FROM pg_proc p
 WHERE p.pronamespace = 'customers'::regnamespace AND p.proname IN ('beginning_cost', 'name_cost', 'bearers',
   'bearers_beside', 'bearers_beside_any', 'near_words', 'like_sounding', 'as_typed', 'one_near', 'both_near',
   'far_words', 'some_words', 'born_then', 'ranked', 'spelling_cost', 'in_order', 'main_words', 'find_names',
   'read_again', 'narrowed', 'survivor', 'by_number', 'by_email', 'birth_in');
