-- Find, what is shown: the masked card, the same in every list.

-- How well a name answers what was typed, roughly: the words themselves, their beginnings, one edit.
CREATE FUNCTION customers.answer_cost(written text, typed text[]) RETURNS integer LANGUAGE plpgsql STABLE AS $$
DECLARE
  forms constant text[] := (customers.split_name(written)).forms;
  t text; w text; least_cost integer; cost integer := 0;
BEGIN
  FOREACH t IN ARRAY typed LOOP
    least_cost := 100;
    FOREACH w IN ARRAY forms LOOP
      IF w = t THEN least_cost := 0; EXIT; END IF;
      IF starts_with(w, t) THEN least_cost := least(least_cost, 10);
      ELSIF customers.edits_apart(t, w, 1) THEN least_cost := least(least_cost, 24); END IF;
    END LOOP;
    cost := cost + least_cost;
  END LOOP;
  RETURN cost;
END $$;

-- The town of an address: its last line, or what is after its last comma, without the words that hold digits.
CREATE FUNCTION customers.town_of(lines text[]) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT nullif(btrim(regexp_replace(
    regexp_replace(lines[cardinality(lines)], '^.*,', ''), '\S*[0-9]\S*', '', 'g'), ' -'), '')
$$;

-- The masked cards of a recorded search, in its order. A restricted customer's has the name and nothing else.
CREATE FUNCTION customers.search_cards(search uuid, token text)
RETURNS TABLE (customer_id uuid, kind text, full_name text, preferred_name text, matched_name text, born_year integer,
  town text, phone_hint text, email_hint text, home_premises text, customer_since integer, restricted boolean,
  made_up boolean, died boolean)
LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = pg_catalog SET enable_seqscan = off SET jit = off SET plan_cache_mode = force_generic_plan AS $$
DECLARE
  found uuid[] := privacy.searched(search, token);
  typed text[];
BEGIN
  IF EXISTS (SELECT FROM customers.names n WHERE n.customer_id = ANY (found))
    OR EXISTS (SELECT FROM customers.customers m WHERE m.merged_into = ANY (found)) THEN
    typed := customers.tokens_of((SELECT s.query FROM privacy.searches s WHERE s.search_id = search));
  END IF;
  RETURN QUERY
  SELECT c.customer_id, c.kind, c.full_name, CASE WHEN NOT c.restricted THEN c.preferred_name END, other.full_name,
         CASE WHEN NOT c.restricted THEN extract(year FROM c.born_on)::integer END, customers.town_of(address.lines),
         '•• ' || right(contact.phone, 2),
         left(contact.email, 1) || '•••@' || left(split_part(contact.email, '@', 2), 1) || '•••', premises.name,
         CASE WHEN NOT c.restricted THEN extract(year FROM c.customer_since)::integer END, c.restricted, c.made_up,
         NOT c.restricted AND c.died_on IS NOT NULL
    FROM unnest(found) WITH ORDINALITY f(id, place)
    JOIN customers.customers c ON c.customer_id = f.id
    LEFT JOIN LATERAL (
      SELECT a.lines FROM customers.addresses a
       WHERE a.customer_id = c.customer_id AND NOT c.restricted AND a.purpose = 'home' AND a.ended_on IS NULL
         AND coalesce(a.to_date, CURRENT_DATE) >= CURRENT_DATE
       ORDER BY a.from_date DESC NULLS LAST, a.address_id LIMIT 1) address ON true
    -- the personal one that is safe to use, if there is one
    LEFT JOIN LATERAL (
      SELECT substr(min(p.rank || p.normalised) FILTER (WHERE p.kind = 'phone'), 2) AS phone,
             substr(min(p.rank || p.normalised) FILTER (WHERE p.kind = 'email'), 2) AS email
        FROM (SELECT p.kind, p.normalised,
                     CASE WHEN NOT p.safe_to_use THEN '2' WHEN p.purpose <> 'personal' THEN '1' ELSE '0' END AS rank
                FROM customers.contact_points p
               WHERE p.customer_id = c.customer_id AND NOT c.restricted AND p.ended_on IS NULL) p) contact ON true
    LEFT JOIN LATERAL (
      SELECT p.name FROM premises.premises p
       WHERE p.premises_id = c.home_premises_id AND NOT c.restricted) premises ON true
    -- the other name by which they were found, when the present one does not answer as well
    LEFT JOIN LATERAL (
      SELECT n.full_name FROM (
          SELECT n.full_name FROM customers.names n WHERE n.customer_id = c.customer_id AND n.ended_on IS NULL
          UNION ALL SELECT m.full_name FROM customers.customers m WHERE m.merged_into = c.customer_id) n
       WHERE typed IS NOT NULL AND NOT c.restricted
         AND customers.answer_cost(n.full_name, typed)
             < customers.answer_cost(concat_ws(' ', c.full_name, c.preferred_name), typed)
       ORDER BY customers.answer_cost(n.full_name, typed), n.full_name LIMIT 1) other ON true
   ORDER BY f.place;
END $$;

SELECT house.hand_over('customers.answer_cost(text, text[])', 'earshot_cards', '');
SELECT house.hand_over('customers.town_of(text[])', 'earshot_cards', '');
SELECT house.hand_over('customers.search_cards(uuid, text)', 'earshot_cards', 'earshot_staff');
