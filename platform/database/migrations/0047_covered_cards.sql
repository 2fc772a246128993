-- The cards of a list show whom the list named, covered portfolios too (0041; 0042 asked for one's own), and in its order: the stronger need
-- first.
CREATE FUNCTION house.amend(function regprocedure, said text, says text) RETURNS void LANGUAGE plpgsql AS $$
DECLARE source text := pg_get_functiondef(function); times integer := (length(source) - length(replace(source, said, ''))) / length(said);
BEGIN
  IF times <> 1 THEN RAISE EXCEPTION '% says that % times: %', function, times, said; END IF;
  EXECUTE replace(source, said, says);
END $$;
SELECT house.amend('advice.prompt_cards(uuid, text)', 'p.staff_id = a.staff_id', 'p.staff_id = ANY (customers.looks_after_for(a.staff_id))');
SELECT house.amend('advice.prompt_cards(uuid, text)', 'FROM unnest(ids) listed(id)', 'FROM unnest(ids) WITH ORDINALITY listed(id, place)');
SELECT house.amend('advice.prompt_cards(uuid, text)', '   LIMIT 20;', '   ORDER BY listed.place LIMIT 20;');
DROP FUNCTION house.amend(regprocedure, text, text);
GRANT EXECUTE ON FUNCTION customers.looks_after_for(uuid) TO earshot_cards;
