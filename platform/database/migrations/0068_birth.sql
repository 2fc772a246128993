-- "jana 1984" where no Jana was born then finds all Janas, which is of use only if it is said. Asked only where a date or year was typed.

-- Did this search find nobody by the date of birth that was typed, so that whom it found, it found without it? Of a restricted customer the
-- date of birth neither finds nor rules out, and is not told here either. A number that is a word of a name is no date: Studio 2000.
CREATE FUNCTION customers.found_without_birth(search uuid, token text) RETURNS boolean LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = pg_catalog SET enable_seqscan = off SET jit = off AS $$
DECLARE ids constant uuid[] := privacy.searched(search, token); asked text; days text[]; numbers text[];
BEGIN
  SELECT s.query INTO asked FROM privacy.searches s WHERE s.search_id = search;
  SELECT b.born INTO days FROM customers.birth_in(btrim(regexp_replace(left(asked, 200), '\s+', ' ', 'g'))) b;
  IF days IS NULL OR cardinality(ids) = 0 THEN RETURN false; END IF;
  numbers := ARRAY(SELECT w.word FROM unnest(customers.tokens_of(asked)) w(word) WHERE w.word ~ '^[0-9]{4}$');
  RETURN (SELECT true FROM customers.customers c WHERE c.customer_id = ANY (ids) AND NOT c.restricted
             AND to_char(c.born_on, 'YYYYMMDD') LIKE ANY (days) LIMIT 1) IS NULL
     AND (SELECT true FROM customers.found_by f WHERE f.customer_id = ANY (ids) AND f.word = ANY (numbers) LIMIT 1) IS NULL;
END $$;
GRANT CREATE ON SCHEMA customers TO earshot_cards;
SELECT house.hand_over('customers.found_without_birth(uuid, text)', 'earshot_cards', 'earshot_staff');
REVOKE CREATE ON SCHEMA customers FROM earshot_cards;
