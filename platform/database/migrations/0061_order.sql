-- The order of what Find shows after the first, as a person at a desk would have it. Where a word was not found, those come first in whose
-- names something resembles it; of people who fit alike, those of this branch. And a town is a town where the state stands behind it.

-- "Portland, ME", "Toronto, ON M5V 2T6": what is before the state's letters.
CREATE OR REPLACE FUNCTION customers.town_of(lines text[]) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT nullif(btrim(regexp_replace(regexp_replace(
    regexp_replace(lines[cardinality(lines)], ',\s*[A-Z]{2,3}(\s+[A-Z0-9 -]*[0-9][A-Z0-9 -]*)?\s*$', ''),
    '^.*,', ''), '\S*[0-9]\S*', '', 'g'), ' -'), '')
$$;

-- Round 5: some of the words. A rare one says more than a common one; beside it, a word that begins like the one that is not there.
-- One costs less than the step from one commonness to the next.
CREATE OR REPLACE FUNCTION customers.some_words(typed text[], main integer[], weighty integer, most integer)
RETURNS customers.candidate[] LANGUAGE plpgsql STABLE AS $$
BEGIN
  RETURN ARRAY(
    SELECT ROW(f.customer_id, customers.name_cost(
             100 * greatest(1, weighty - 1) + 2 * w.common - f.less, f.words, 1, f.standing))::customers.candidate
      FROM unnest(main) p(place) JOIN customers.words w ON w.word = typed[p.place]
      CROSS JOIN LATERAL (
        SELECT b.customer_id, b.words, b.standing, 0 AS less FROM customers.bearers(w.word, most) b
        UNION ALL
        SELECT b.customer_id, b.words, b.standing, 1 FROM unnest(main) o(place)
         CROSS JOIN LATERAL customers.bearers_beside(w.word, left(typed[o.place], CASE WHEN length(typed[o.place]) > 4 THEN 2 ELSE 1 END), most) b
         WHERE o.place <> p.place AND length(typed[o.place]) > 2) f
     WHERE length(w.word) > 1 AND customers.weight_of(w.word) = 2);
END $$;

-- How much of what was typed is in a name: for each word the letters with which one of the name begins alike, four at most, and two if all
-- its letters are there in their order, as when some were left out.
CREATE FUNCTION customers.likeness(name text, spelt text[]) RETURNS integer LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
DECLARE
  words constant text[] := string_to_array(customers.folded(name), ' ');
  w text; t text; alike integer; best integer; likeness integer := 0;
BEGIN
  FOREACH t IN ARRAY spelt[1 : 4] LOOP
    t := left(customers.folded(t), 40); best := 0;
    FOREACH w IN ARRAY words[1 : 8] LOOP
      alike := 0;
      WHILE alike < 4 AND alike < length(t) AND left(w, alike + 1) = left(t, alike + 1) LOOP alike := alike + 1; END LOOP;
      IF alike > 0 AND t ~ '^[a-z]{2,40}$' AND w LIKE array_to_string(string_to_array(t, NULL), '%') || '%' THEN alike := alike + 2; END IF;
      best := greatest(best, alike);
    END LOOP;
    likeness := likeness + best;
  END LOOP;
  RETURN likeness;
END $$;

-- The best of them in the order in which they are shown. From a cost of 18 on something is not as it was typed: then what resembles it is
-- looked for, among those who are shown and cost the same.
CREATE FUNCTION customers.in_order(matches customers.candidate[], spelt text[], born text[], most integer, here uuid)
RETURNS customers.candidate[] LANGUAGE plpgsql STABLE AS $$
BEGIN
  RETURN ARRAY(
    SELECT ROW(r.customer_id, r.total)::customers.candidate FROM (
      SELECT t.*, rank() OVER (ORDER BY t.total, t.died) AS place, count(*) OVER (PARTITION BY t.total, t.died) AS alike FROM (
        SELECT c.customer_id, f.cost, f.cost + customers.spelling_cost(lower(c.full_name), spelt) AS total, c.died_on IS NOT NULL AS died, c.full_name,
               -- a restricted customer's branch stands on no card, and is not told by the order either
               NOT c.restricted AND c.home_premises_id IS NOT DISTINCT FROM here AS of_here
          FROM (SELECT f.customer_id, min(f.cost) AS cost FROM unnest(matches) f GROUP BY f.customer_id
                 ORDER BY min(f.cost) LIMIT CASE WHEN born IS NULL THEN 20 + 2 * most ELSE 2000 END) f
          JOIN customers.customers c ON c.customer_id = f.customer_id
         WHERE c.merged_into IS NULL AND c.ended_on IS NULL
           AND (born IS NULL OR (NOT c.restricted AND to_char(c.born_on, 'YYYYMMDD') LIKE ANY (born)))
        OFFSET 0) t) r
     WHERE r.place <= most
     ORDER BY r.total, r.died, CASE WHEN r.cost < 18 OR r.alike = 1 THEN 0 ELSE -customers.likeness(lower(r.full_name), spelt) END, NOT r.of_here,
       r.full_name COLLATE "C", r.customer_id LIMIT most);
END $$;

-- What makes the rounds, and what the kernel calls, with the branch of whoever searches.
DO $$
DECLARE source text;
BEGIN
  source := pg_get_functiondef('customers.find_names(text[], text[], text[], integer)'::regprocedure);
  source := replace(replace(source, 'most integer)', 'most integer, here uuid)'),
    'in_order(matches, spelt, born, most)', 'in_order(matches, spelt, born, most, here)');
  EXECUTE source;
  source := pg_get_functiondef('customers.find_ids(text, integer)'::regprocedure);
  source := replace(replace(source, 'most integer)', 'most integer, here uuid)'), 'spelt, born, many)', 'spelt, born, many, here)');
  source := replace(source, '''{}'', born, many)', '''{}'', born, many, here)');
  EXECUTE source;
  source := pg_get_functiondef('privacy.search(uuid, text, text, text, integer)'::regprocedure);
  EXECUTE replace(source, 'customers.find_ids(query, most)', 'customers.find_ids(query, most, a.premises_id)');
END $$;
DROP FUNCTION customers.find_ids(text, integer);
DROP FUNCTION customers.find_names(text[], text[], text[], integer);
DROP FUNCTION customers.in_order(customers.candidate[], text[], text[], integer);
GRANT CREATE ON SCHEMA customers TO earshot_cards;
SELECT house.hand_over('customers.find_ids(text, integer, uuid)', 'earshot_cards', 'earshot_vault');
SELECT house.hand_over(f, 'earshot_cards', '') FROM unnest(ARRAY['customers.find_names(text[], text[], text[], integer, uuid)',
  'customers.in_order(customers.candidate[], text[], text[], integer, uuid)', 'customers.likeness(text, text[])']) f;
REVOKE CREATE ON SCHEMA customers FROM earshot_cards;
