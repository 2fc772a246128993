-- Finding by an identifying number, exactly: the blind index of 0018 is asked. The record has the kind and the number's last two
-- signs, as its hint has them, and never the number.
CREATE FUNCTION privacy.search_identifier(search uuid, token text, kind text, hint text, wanted bytea) RETURNS integer
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE a record := privacy.actor(token); found uuid[];
BEGIN
  IF length(wanted) IS DISTINCT FROM 16 OR hint !~ '^••••( .{1,2})?$' THEN
    RAISE EXCEPTION 'an index of sixteen bytes, and no number' USING ERRCODE = 'ES422';
  END IF;
  SELECT array_agg(DISTINCT customers.survivor(f.customer_id)) INTO found FROM (
    SELECT i.customer_id FROM customers.identifiers i
     WHERE i.value_index = wanted AND i.kind = search_identifier.kind AND i.ended_on IS NULL LIMIT 20) f;
  INSERT INTO privacy.searches (search_id, session_id, staff_id, role, premises_id, place, surface, query, customer_ids)
  VALUES (search, a.session_id, a.staff_id, a.role, a.premises_id, a.place, 'identifying number', kind || ' ' || hint, coalesce(found, '{}'));
  RETURN coalesce(cardinality(found), 0);
END $$;
GRANT SELECT (customer_id, kind, value_index, ended_on) ON customers.identifiers TO earshot_vault;
GRANT CREATE ON SCHEMA privacy TO earshot_vault;
SELECT house.hand_over('privacy.search_identifier(uuid, text, text, text, bytea)', 'earshot_vault', 'earshot_staff');
