-- A card at the welcome desk: whose it is by what is kept of its number. Core systems hand on the ends of it; of the number that was typed or
-- read, its first six and last four signs come here, and neither more nor the whole is ever kept.

-- Who holds what is kept with this end, and begins so as far as its beginning is kept: 990900******4711, •••• 4711, 4711, or the whole. A number
-- with letters in it is no card's. As with any number, restricted customers are not found by it.
CREATE FUNCTION customers.by_card(beginning text, ending text, most integer) RETURNS uuid[] LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = pg_catalog SET enable_seqscan = off SET jit = off SET plan_cache_mode = force_generic_plan AS $$
BEGIN
  RETURN ARRAY(
    SELECT c.customer_id FROM (
        SELECT DISTINCT customers.survivor(k.customer_id) AS customer_id
          FROM (SELECT h.customer_id, regexp_replace(h.number, '[ -]', '', 'g') AS number FROM holdings.holdings h
                 WHERE h.last4 = ending AND h.ended_on IS NULL OFFSET 0) k
         WHERE length(k.number) = 4
            OR k.number ~ '^[0-9]*[*•xX.#]*[0-9]{4}$' AND starts_with(beginning, left(substring(k.number FROM '^[0-9]*'), 6))) f
      JOIN customers.customers c ON c.customer_id = f.customer_id
     WHERE NOT c.restricted AND c.ended_on IS NULL
     ORDER BY c.full_name COLLATE "C", c.customer_id LIMIT most);
END $$;
GRANT SELECT (number) ON holdings.holdings TO earshot_cards;

-- As privacy.search: found, counted and on record before a card is seen, by the last four digits.
CREATE FUNCTION privacy.search_card(search uuid, token text, beginning text, ending text, most integer) RETURNS integer
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE a record := privacy.actor(token); found_ids uuid[];
BEGIN
  IF (beginning ~ '^[0-9]{6}$' AND ending ~ '^[0-9]{4}$' AND most BETWEEN 1 AND 50) IS DISTINCT FROM true THEN
    RAISE EXCEPTION 'the first six and the last four digits of a card, and 1 to 50 results' USING ERRCODE = 'ES422';
  END IF;
  found_ids := customers.by_card(beginning, ending, most);
  IF found_ids <> '{}' THEN PERFORM privacy.count_found(a.staff_id, a.session_id, a.role, found_ids); END IF;
  INSERT INTO privacy.searches (search_id, session_id, staff_id, role, premises_id, place, surface, query, customer_ids)
  VALUES (search, a.session_id, a.staff_id, a.role, a.premises_id, a.place, 'find', '•••• ' || ending, found_ids);
  RETURN cardinality(found_ids);
END $$;

GRANT CREATE ON SCHEMA customers TO earshot_cards;
SELECT house.hand_over('customers.by_card(text, text, integer)', 'earshot_cards', 'earshot_vault');
REVOKE CREATE ON SCHEMA customers FROM earshot_cards;
GRANT CREATE ON SCHEMA privacy TO earshot_vault;
SELECT house.hand_over('privacy.search_card(uuid, text, text, text, integer)', 'earshot_vault', 'earshot_staff');
REVOKE CREATE ON SCHEMA privacy FROM earshot_vault;
