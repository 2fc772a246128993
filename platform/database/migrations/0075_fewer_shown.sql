-- Find shows fewer strangers, and answers sooner.
--   Where somebody has all the words that were typed, or is one slip away from them, nobody is shown who has but some of them: whoever
--   has the given name alone is not who is meant, and their card is nobody's to see. Lists were filled up to ten until now.
--   What the rounds found is gone over where it is, without a statement for each question; a word of the same length is held against
--   patterns that are made once; a name is folded where there is something to fold; the hour of whoever searches is read once.

-- What a word becomes when one letter of it is another, or two neighbours change places, as patterns: words hold no sign of a pattern.
CREATE FUNCTION customers.one_other(word text) RETURNS text[] LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
DECLARE others text[] := '{}'; letter text; next text;
BEGIN
  FOR i IN 1 .. length(word) LOOP
    others := others || overlay(word PLACING '_' FROM i FOR 1);
    letter := substr(word, i, 1); next := substr(word, i + 1, 1);
    IF next <> '' THEN others := others || overlay(word PLACING next || letter FROM i FOR 2); END IF;
  END LOOP;
  RETURN others;
END $$;

CREATE OR REPLACE FUNCTION customers.near_words(typed text[], places integer[])
RETURNS customers.meant[]
LANGUAGE plpgsql
STABLE
AS $$
BEGIN
  RETURN ARRAY(
    SELECT ROW(q.place, n.word, n.cost)::customers.meant
      FROM (SELECT p.place, t.word, length(t.word) AS letters, w.word IS NOT NULL AS known,
                   p.place < cardinality(typed) AND coalesce(w.common, 0) < 3 AS unfinished,
                   customers.one_out(t.word, '1') AS keys, customers.one_other(t.word) AS alike
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
            AND (length(w.word) <> q.letters OR w.word LIKE ANY (q.alike))
          ORDER BY w.common DESC LIMIT 100)
      ) n);
END $$;

CREATE OR REPLACE FUNCTION customers.one_near(typed text[], main integer[], weighty integer, near customers.meant[])
RETURNS customers.candidate[]
LANGUAGE plpgsql
STABLE
AS $$
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
      FROM unnest(main) b(place)
      CROSS JOIN LATERAL (SELECT array_agg(n.word) AS words FROM unnest(near) n WHERE n.cost > 0 AND n.place <> b.place) l
      CROSS JOIN LATERAL customers.bearers_beside_any(typed[b.place], l.words, 300) f
      JOIN unnest(near) n ON n.word = f.beside AND n.place <> b.place AND n.cost > 0
     WHERE b.place <> last);
END $$;

CREATE OR REPLACE FUNCTION customers.find_names(typed text[], spelt text[], born text[], most integer, here uuid)
RETURNS customers.candidate[]
LANGUAGE plpgsql
STABLE
AS $$
DECLARE
  many constant integer := cardinality(typed); main constant integer[] := customers.main_words(typed);
  known integer[] := '{}'; doubtful integer[]; near customers.meant[] := '{}'; nearer customers.meant[];
  matches customers.candidate[] := '{}'; more customers.candidate[]; one customers.candidate;
  best integer := 100; closest integer; whole uuid[] := '{}';
  weighty integer := 0; w text;
BEGIN
  FOREACH w IN ARRAY typed LOOP weighty := weighty + (customers.weight_of(w) = 2)::integer; END LOOP;
  FOR round IN 1 .. 5 LOOP
    -- somebody has all of it, or is one slip away from all of it: no strangers beside them who have some of it; with a date of birth
    -- they may yet be no one, for it is held against them at the end
    CONTINUE WHEN round > 2 AND best < 34 AND (born IS NULL OR best < 5 OR round < 5);
    CONTINUE WHEN (round = 5 AND many = 1) OR (round = 4 AND many > 1 AND known = '{}');
    IF round = 1 THEN
      more := customers.as_typed(typed, main, weighty,
        CASE WHEN born IS NOT NULL THEN 400 WHEN many > 2 THEN 80 ELSE 10 + 2 * most END);
      IF born IS NOT NULL THEN more := more || customers.born_then(typed, main, born); END IF;
    ELSIF round < 4 THEN
      IF round = 2 THEN
        nearer := customers.near_words(typed, main);
      ELSE
        -- where some word is right, what is wrong is another: only that is looked at more closely in rounds 3 and 4
        known := ARRAY(SELECT n.place FROM unnest(near) n WHERE n.cost = 0);
        doubtful := CASE WHEN cardinality(known) = 1 AND many > 1 THEN array_remove(main, known[1]) ELSE main END;
        nearer := customers.like_sounding(typed, doubtful);
      END IF;
      near := near || nearer;
      more := customers.one_near(typed, main, weighty, nearer);
      IF cardinality(main) = 2 AND best > 4 THEN
        closest := 100;
        FOREACH one IN ARRAY more LOOP closest := least(closest, one.cost); END LOOP;
        IF closest > 33 THEN more := more || customers.both_near(main, weighty, near); END IF;
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
    CONTINUE WHEN more IS NULL;
    matches := matches || more;
    FOREACH one IN ARRAY more LOOP
      best := least(best, one.cost);
      IF one.cost < 100 AND cardinality(whole) < most AND one.customer_id <> ALL (whole) THEN
        whole := whole || one.customer_id;
      END IF;
    END LOOP;
    EXIT WHEN born IS NULL AND cardinality(whole) >= most;
  END LOOP;
  RETURN customers.in_order(matches, spelt, born, most, here);
END $$;

CREATE OR REPLACE FUNCTION customers.find_ids(query text, most integer, here uuid)
RETURNS uuid[]
LANGUAGE plpgsql
STABLE SECURITY DEFINER
SET search_path = pg_catalog
SET enable_seqscan = off
SET jit = off
SET plan_cache_mode = force_generic_plan
AS $$
DECLARE
  asked text := btrim(regexp_replace(left(query, 200), '\s+', ' ', 'g'));
  digits constant text := regexp_replace(asked, '[^0-9]+', '', 'g');
  many constant integer := least(greatest(most, 1), 50);
  born text[]; number text; name record; spelt text[]; matches customers.candidate[]; match customers.candidate; ids uuid[];
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
  matches := customers.find_names(name.words[1 : 8], spelt, born, many, here);
  IF matches = '{}' AND born IS NOT NULL THEN
    -- no date after all: Studio 2000
    name := customers.split_name(query); born := NULL;
    matches := customers.find_names(name.words[1 : 8], spelt, born, many, here);
  END IF;
  IF name.second <> name.words AND cardinality(matches) < many THEN
    matches := customers.in_order(matches || customers.read_again(name.second[1 : 8], many), '{}', born, many, here);
  END IF;
  ids := '{}';
  FOREACH match IN ARRAY matches LOOP ids := ids || match.customer_id; END LOOP;
  IF strpos(asked, ' ') = 0 AND asked ~ '[._0-9]' AND length(asked) > 3 THEN
    ids := ids || ARRAY(SELECT e.id FROM unnest(customers.by_email(lower(asked), many)) e(id) WHERE e.id <> ALL (ids));
  END IF;
  RETURN ids[1 : many];
END $$;

CREATE OR REPLACE FUNCTION customers.likeness(name text, spelt text[])
RETURNS integer
LANGUAGE plpgsql
IMMUTABLE PARALLEL SAFE
AS $$
DECLARE
  words constant text[] := string_to_array(CASE WHEN octet_length(name) > length(name) THEN customers.folded(name) ELSE name END, ' ');
  w text; t text; alike integer; best integer; likeness integer := 0;
BEGIN
  FOREACH t IN ARRAY spelt[1 : 4] LOOP
    t := left(CASE WHEN octet_length(t) > length(t) THEN customers.folded(t) ELSE t END, 40); best := 0;
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

CREATE OR REPLACE FUNCTION privacy.without_card_numbers(typed text)
RETURNS text
LANGUAGE plpgsql
IMMUTABLE
SET search_path = pg_catalog
AS $$
DECLARE
  western text; masked text := typed; sign text; digit integer; gap integer := 0;
  -- of every digit since something came between: where it is, what it is, whether it begins or ends a piece
  places integer[] := '{}'; digits integer[] := '{}'; begins boolean[] := '{}'; ends boolean[] := '{}';
  total integer; many integer; piece integer;
BEGIN
  IF length(typed) < 12 OR typed !~ '[0-9０-９٠-٩۰-۹०-९]' THEN RETURN typed; END IF;
  western := translate(typed, '０１２３４５６７８９٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹०१२३४५६७८९', '0123456789012345678901234567890123456789');
  IF length(regexp_replace(western, '[^0-9]', '', 'g')) < 12 THEN RETURN typed; END IF;
  -- one place more than there are, so that the last piece ends like the others
  FOR at IN 1 .. length(typed) + 1 LOOP
    sign := substr(western, at, 1);
    IF sign ~ '^[0-9]$' THEN
      begins := begins || (places = '{}' OR gap > 0);
      places := places || at; digits := digits || sign::integer; ends := ends || false; gap := 0;
      CONTINUE;
    END IF;
    IF places = '{}' THEN CONTINUE; END IF;
    IF gap = 0 THEN ends[cardinality(ends)] := true; END IF;
    gap := gap + 1;
    IF gap < 4 AND sign <> '' AND sign !~ '[[:alpha:]]' THEN CONTINUE; END IF;

    FOR ending IN 1 .. cardinality(places) LOOP
      CONTINUE WHEN NOT ends[ending];
      total := 0; many := 0; piece := NULL;
      FOR beginning IN REVERSE ending .. 1 LOOP
        many := many + 1;
        digit := digits[beginning] * (2 - many % 2);
        total := total + digit / 10 + digit % 10;
        IF piece IS NULL AND begins[beginning] THEN piece := many; END IF;
        IF begins[beginning] AND ((many BETWEEN 12 AND 19 AND total % 10 = 0) OR (piece = many AND many > 19)) THEN
          FOR place IN beginning .. ending - 4 LOOP masked := overlay(masked PLACING '•' FROM places[place] FOR 1); END LOOP;
        END IF;
      END LOOP;
    END LOOP;
    places := '{}'; digits := '{}'; begins := '{}'; ends := '{}'; gap := 0;
  END LOOP;
  RETURN masked;
END $$;

CREATE OR REPLACE FUNCTION privacy.count_found(who uuid, in_session uuid, in_role text, shows uuid[])
RETURNS void
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path = pg_catalog
SET plan_cache_mode = force_generic_plan
SET enable_seqscan = off
AS $$
DECLARE an_hour_ago constant timestamptz := clock_timestamp() - interval '1 hour'; person uuid; this_hour boolean; h record;
  fresh uuid[]; most integer;
BEGIN
  SELECT f.person_id, x.since > an_hour_ago, coalesce(t.people_per_hour, 600) INTO person, this_hour, most
    FROM staff.staff f LEFT JOIN privacy.found_hours x ON x.person_id = f.person_id LEFT JOIN privacy.find_limits t ON t.role = in_role
   WHERE f.staff_id = who;
  SELECT array_agg(i.id) INTO fresh FROM unnest(shows) i(id)
    LEFT JOIN privacy.found_lately l ON l.person_id = person AND l.customer_id = i.id WHERE l.customer_id IS NULL;
  IF this_hour AND fresh IS NULL THEN RETURN; END IF;
  -- one search with somebody new at a time, so that a hundred at once count like a hundred in turn
  SELECT x.since, x.people INTO h FROM privacy.found_hours x WHERE x.person_id = person FOR UPDATE;
  IF NOT FOUND THEN
    INSERT INTO privacy.found_hours AS x (person_id, since, people) VALUES (person, clock_timestamp(), 0)
      ON CONFLICT (person_id) DO UPDATE SET people = x.people RETURNING x.since, x.people INTO h;
  END IF;
  IF h.since <= an_hour_ago THEN
    DELETE FROM privacy.found_lately l WHERE l.person_id = person;
    h.since := clock_timestamp(); h.people := 0;
  END IF;
  WITH kept AS (INSERT INTO privacy.found_lately (person_id, customer_id) SELECT person, i.id FROM unnest(shows) i(id)
    ON CONFLICT DO NOTHING RETURNING customer_id)
    SELECT array_agg(k.customer_id) INTO fresh FROM kept k;
  IF fresh IS NOT NULL AND h.people >= most THEN
    RAISE EXCEPTION 'more different people in an hour than this role may be shown' USING ERRCODE = 'ES429',
      DETAIL = greatest(1, ceil(extract(epoch FROM h.since - an_hour_ago)))::int::text;
  ELSIF h.people < most AND h.people + coalesce(cardinality(fresh), 0) >= most THEN
    INSERT INTO privacy.events (name, session_id, staff_id, detail)
    VALUES ('find limit.reached', in_session, who, jsonb_build_object('customers', h.people + cardinality(fresh), 'hours', 1));
  END IF;
  UPDATE privacy.found_hours x SET since = h.since, people = h.people + coalesce(cardinality(fresh), 0) WHERE x.person_id = person;
END $$;

-- The other name by which somebody was found, when the present one does not answer as well.
CREATE FUNCTION customers.other_name(who uuid, present text, typed text[]) RETURNS text LANGUAGE plpgsql STABLE AS $$
BEGIN
  RETURN (
    SELECT n.full_name FROM (
        SELECT n.full_name FROM customers.names n WHERE n.customer_id = who AND n.ended_on IS NULL
        UNION ALL SELECT m.full_name FROM customers.customers m WHERE m.merged_into = who) n
     WHERE customers.answer_cost(n.full_name, typed) < customers.answer_cost(present, typed)
     ORDER BY customers.answer_cost(n.full_name, typed), n.full_name LIMIT 1);
END $$;

CREATE OR REPLACE FUNCTION customers.search_cards(search uuid, token text)
RETURNS TABLE(customer_id uuid, kind text, full_name text, preferred_name text, matched_name text, born_year integer, town text,
  phone_hint text, email_hint text, home_premises text, customer_since integer, restricted boolean, made_up boolean, died boolean)
LANGUAGE plpgsql
STABLE SECURITY DEFINER
SET search_path = pg_catalog
SET enable_seqscan = off
SET jit = off
SET plan_cache_mode = force_generic_plan
AS $$
DECLARE
  found uuid[] := privacy.searched(search, token);
  typed text[];
BEGIN
  IF EXISTS (SELECT FROM customers.names n WHERE n.customer_id = ANY (found))
    OR EXISTS (SELECT FROM customers.customers m WHERE m.merged_into = ANY (found)) THEN
    typed := customers.tokens_of((SELECT s.query FROM privacy.searches s WHERE s.search_id = search));
  END IF;
  RETURN QUERY
  SELECT c.customer_id, c.kind, c.full_name, CASE WHEN NOT c.restricted THEN c.preferred_name END,
         CASE WHEN typed IS NOT NULL AND NOT c.restricted
              THEN customers.other_name(c.customer_id, concat_ws(' ', c.full_name, c.preferred_name), typed) END,
         CASE WHEN NOT c.restricted THEN extract(year FROM c.born_on)::integer END, customers.town_of(address.lines),
         '•• ' || right(contact.phone, 2),
         left(contact.email, 1) || '•••@' || left(split_part(contact.email, '@', 2), 1) || '•••', premises.name,
         CASE WHEN NOT c.restricted THEN extract(year FROM c.customer_since)::integer END, c.restricted, c.made_up,
         NOT c.restricted AND c.died_on IS NOT NULL
    FROM unnest(found) WITH ORDINALITY f(id, place)
    JOIN customers.customers c ON c.customer_id = f.id
    -- LIMIT keeps the planner to the index, one customer at a time
    LEFT JOIN LATERAL (SELECT k.confidence_id FROM customers.confidences k
      WHERE k.customer_id = c.customer_id AND k.ended_at IS NULL LIMIT 1) kept ON true
    CROSS JOIN LATERAL (SELECT c.restricted OR kept.confidence_id IS NOT NULL AS quiet) q
    LEFT JOIN LATERAL (
      SELECT a.lines FROM customers.addresses a
       WHERE a.customer_id = c.customer_id AND NOT q.quiet AND a.purpose = 'home' AND a.ended_on IS NULL
         AND coalesce(a.to_date, CURRENT_DATE) >= CURRENT_DATE
       ORDER BY a.from_date DESC NULLS LAST, a.address_id LIMIT 1) address ON true
    -- the personal one, if there is one
    LEFT JOIN LATERAL (
      SELECT substr(min(p.rank || p.normalised) FILTER (WHERE p.kind = 'phone'), 2) AS phone,
             substr(min(p.rank || p.normalised) FILTER (WHERE p.kind = 'email'), 2) AS email
        FROM (SELECT p.kind, p.normalised, CASE WHEN p.purpose <> 'personal' THEN '1' ELSE '0' END AS rank
                FROM customers.contact_points p
               WHERE p.customer_id = c.customer_id AND NOT q.quiet AND p.safe_to_use AND p.ended_on IS NULL) p) contact ON true
    LEFT JOIN LATERAL (
      SELECT p.name FROM premises.premises p
       WHERE p.premises_id = c.home_premises_id AND NOT q.quiet) premises ON true
   ORDER BY f.place;
END $$;

GRANT CREATE ON SCHEMA customers TO earshot_cards;
SELECT house.hand_over('customers.one_other(text)', 'earshot_cards', '');
SELECT house.hand_over('customers.other_name(uuid, text, text[])', 'earshot_cards', '');
REVOKE CREATE ON SCHEMA customers FROM earshot_cards;
