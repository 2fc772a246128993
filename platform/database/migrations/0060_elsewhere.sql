-- Savings with other banks, as she said, count into her reserve; what she does not want used, or takes back, is out of it in the same moment.
CREATE FUNCTION house.amend(function regprocedure, said text, says text) RETURNS void LANGUAGE plpgsql AS $$
DECLARE source text := pg_get_functiondef(function); times integer := (length(source) - length(replace(source, said, ''))) / length(said);
BEGIN
  IF times <> 1 THEN RAISE EXCEPTION '% says that % times: %', function, times, said; END IF;
  EXECUTE replace(source, said, says);
END $$;

-- What is known without a thing that she said, and what was reckoned from it (bank/needs/telling.ts).
CREATE FUNCTION needs.known_without(known jsonb, what text) RETURNS jsonb LANGUAGE sql IMMUTABLE SET search_path = pg_catalog AS $$
  SELECT CASE WHEN what IS DISTINCT FROM 'savings.elsewhere' THEN known - what
    WHEN known ? 'reserve.here.months' THEN known - '{savings.elsewhere,reserve.here.months}'::text[] || jsonb_build_object('reserve.months', known -> 'reserve.here.months')
    ELSE known - what END
$$;
REVOKE ALL ON FUNCTION needs.known_without(jsonb, text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION needs.known_without(jsonb, text) TO earshot_vault;
SELECT house.amend('needs.own_stated(text, text, text, jsonb)', 'THEN f.known || jsonb_build_object(what, new_value)',
    'THEN needs.known_without(f.known, what) || jsonb_build_object(what, new_value)'),
  house.amend('needs.own_stated(text, text, text, jsonb)', 'ELSE f.known - what END', 'ELSE needs.known_without(f.known, what) END');
DROP FUNCTION house.amend(regprocedure, text, text);
