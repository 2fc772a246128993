-- A card is a look too: whom Find showed to somebody is among what is shown to that customer, by role and branch. As it is asked while one
-- types, the searches of one member of staff within ten minutes of the clock are one entry: the first of them that showed her, which no
-- later search changes. What compliance looks for is kept back like its looks: that there is an inquiry nobody learns.
CREATE INDEX searches_that_found ON privacy.searches USING gin (customer_ids) WHERE surface = 'find';
SELECT house.amend('privacy.forget_searches(uuid[])', 's.customer_ids && people AND', 's.customer_ids && people AND s.surface = ''find'' AND');
DROP INDEX privacy.searches_with_words;

-- Of each record that was merged into hers by itself, so that what she saw before stays as it was.
CREATE FUNCTION privacy.found_in(people uuid[]) RETURNS SETOF privacy.searches LANGUAGE plpgsql STABLE SECURITY DEFINER ROWS 50
SET search_path = pg_catalog AS $$
BEGIN
  RETURN QUERY SELECT s.* FROM privacy.searches s WHERE s.search_id IN (
    SELECT DISTINCT ON (m.id, x.staff_id, date_bin('10 minutes', x.at, 'epoch')) x.search_id
      FROM unnest(people) m(id) JOIN privacy.searches x ON x.customer_ids @> ARRAY[m.id]
     WHERE x.surface = 'find' AND x.role IS DISTINCT FROM 'compliance officer'
     ORDER BY m.id, x.staff_id, date_bin('10 minutes', x.at, 'epoch'), x.at, x.search_id);
END $$;
CREATE FUNCTION privacy.own_searches(customer uuid, before_at timestamptz, before_id uuid, most integer) RETURNS SETOF privacy.searches
LANGUAGE plpgsql STABLE SECURITY DEFINER ROWS 50 SET search_path = pg_catalog AS $$
BEGIN
  IF (customer = ANY (privacy.opened())) IS NOT TRUE THEN RAISE EXCEPTION 'sign the file out first' USING ERRCODE = 'ES403', DETAIL = 'not opened'; END IF;
  RETURN QUERY SELECT s.* FROM privacy.found_in(customers.merged_records(customer)) s WHERE (s.at, s.search_id) < (before_at, before_id)
    ORDER BY s.at DESC, s.search_id DESC LIMIT most;
END $$;
GRANT CREATE ON SCHEMA privacy TO earshot_vault;
SELECT house.hand_over('privacy.found_in(uuid[])', 'earshot_vault', '');
SELECT house.hand_over('privacy.own_searches(uuid, timestamptz, uuid, integer)', 'earshot_vault', 'earshot_portal');

-- In her copy, too.
SELECT house.amend('privacy.copy_rows(uuid, uuid)', '  END LOOP;
END', '  END LOOP;
  table_name := ''privacy.searches'';
  SELECT coalesce(jsonb_agg(to_jsonb(x)), ''[]'') INTO held FROM (SELECT s.at, s.role, s.place,
      (SELECT p.name FROM premises.premises p WHERE p.premises_id = s.premises_id) AS branch FROM privacy.found_in(people) s ORDER BY s.at) x;
  RETURN NEXT;
END');
