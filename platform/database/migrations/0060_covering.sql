-- What a figure of a simulation is rounded by hangs on who is counted in it, and on nothing of the draft: tried a hundred times a little
-- differently, the same people come to the same figure (bank/rules/covering.ts).
CREATE FUNCTION house.amend(function regprocedure, said text, says text) RETURNS void LANGUAGE plpgsql AS $$
DECLARE source text := pg_get_functiondef(function); times integer := (length(source) - length(replace(source, said, ''))) / length(said);
BEGIN
  IF times <> 1 THEN RAISE EXCEPTION '% says that % times: %', function, times, said; END IF;
  EXECUTE replace(source, said, says);
END $$;
SELECT house.amend('rules.ask_simulation(text, uuid, uuid, integer, text)', $said$s.salt || hash
      || convert_to(CASE WHEN ask_simulation.sample IS NULL THEN '' ELSE format('%s %s', ask_simulation.sample, ask_simulation.seed) END, 'UTF8')), a.staff_id$said$,
  's.salt), a.staff_id');
DROP FUNCTION house.amend(regprocedure, text, text);
