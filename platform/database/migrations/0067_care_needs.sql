-- That a need which care worked out (from children, from an age) is so, as she says, does not make it one that offers may know: she confirms
-- what we see, and asks for nothing. What she tells us that she needs is one, whoever she is.
CREATE FUNCTION house.amend(function regprocedure, said text, says text) RETURNS void LANGUAGE plpgsql AS $$
DECLARE source text := pg_get_functiondef(function); times integer := (length(source) - length(replace(source, said, ''))) / length(said);
BEGIN
  IF times <> 1 THEN RAISE EXCEPTION '% says that % times: %', function, times, said; END IF;
  EXECUTE replace(source, said, says);
END $$;
SELECT house.amend('needs.own_answer(text, text, uuid, text)', 'rule = NULL, context = ''offer'', strength', 'rule = NULL, strength');
-- "Do not use this" is of the need, not of one telling of it: it binds in the next talk, too, until she lets it be used, or says herself that
-- she needs it.
SELECT house.amend('needs.own_answer(text, text, uuid, text)', 'IF fact IS NOT NULL AND answer <> ''use'' THEN',
    E'IF answer = ''use'' THEN\n      UPDATE needs.needs n SET not_used = false, version = n.version + 1\n       WHERE n.customer_id = o.customer_id AND n.not_used AND ''need.'' || replace(n.category, '' '', ''.'') = fact;\n    END IF;\n    IF fact IS NOT NULL AND answer <> ''use'' THEN'),
  house.amend('needs.own_need(text, uuid, text)', 'IF FOUND THEN',
    E'IF FOUND THEN\n    UPDATE needs.needs n SET not_used = false, version = n.version + 1 WHERE n.customer_id = o.customer_id AND n.not_used AND n.category = about;');
DROP FUNCTION house.amend(regprocedure, text, text);
