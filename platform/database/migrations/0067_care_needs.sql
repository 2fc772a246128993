-- That a need which care worked out (from children, from an age) is so, as she says, does not make it one that offers may know: she confirms
-- what we see, and asks for nothing. What she tells us that she needs is one, whoever she is.
CREATE FUNCTION house.amend(function regprocedure, said text, says text) RETURNS void LANGUAGE plpgsql AS $$
DECLARE source text := pg_get_functiondef(function); times integer := (length(source) - length(replace(source, said, ''))) / length(said);
BEGIN
  IF times <> 1 THEN RAISE EXCEPTION '% says that % times: %', function, times, said; END IF;
  EXECUTE replace(source, said, says);
END $$;
SELECT house.amend('needs.own_answer(text, text, uuid, text)', 'rule = NULL, context = ''offer'', strength', 'rule = NULL, strength');
DROP FUNCTION house.amend(regprocedure, text, text);
