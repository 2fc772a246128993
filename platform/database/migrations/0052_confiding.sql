-- Whoever keeps something from anybody is a letter and a number wherever a name could be overheard or read (0016_quiet: the desk): on the board
-- of the waiting area she is a number, whatever was agreed before; nobody agrees for her to be called by name; in the list of promises, which is
-- also read at a counter, she is the letter that the desk says.
CREATE FUNCTION house.amend(function regprocedure, said text, says text) RETURNS void LANGUAGE plpgsql AS $$
DECLARE source text := pg_get_functiondef(function); times integer := (length(source) - length(replace(source, said, ''))) / length(said);
BEGIN
  IF times <> 1 THEN RAISE EXCEPTION '% says that % times: %', function, times, said; END IF;
  EXECUTE replace(source, said, says);
END $$;

-- The one rule of the three.
CREATE FUNCTION customers.keeps_confidence(customer uuid) RETURNS boolean LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = pg_catalog SET plan_cache_mode = force_generic_plan AS $$
BEGIN
  RETURN EXISTS (SELECT FROM customers.confidences k WHERE k.customer_id = customer AND k.ended_at IS NULL);
END $$;
GRANT CREATE ON SCHEMA customers TO earshot_vault;
SELECT house.hand_over('customers.keeps_confidence(uuid)', 'earshot_vault', 'earshot_cards');
REVOKE CREATE ON SCHEMA customers FROM earshot_vault;

SELECT house.amend('conversations.waiting_board(bytea)', 'CASE WHEN v.call_by_name THEN split_part',
  'CASE WHEN v.call_by_name AND NOT customers.keeps_confidence(v.customer_id) THEN split_part');
SELECT house.amend('conversations.call_by_name(text, uuid, integer, boolean)', 'IF NOT FOUND THEN RAISE EXCEPTION ''no such visit'' USING ERRCODE = ''ES404''; END IF;',
$amend$IF NOT FOUND THEN RAISE EXCEPTION 'no such visit' USING ERRCODE = 'ES404'; END IF;
  IF agreed AND customers.keeps_confidence(v.customer_id) THEN RAISE EXCEPTION 'called by the number only' USING ERRCODE = 'ES409'; END IF;$amend$);
SELECT house.amend('conversations.promise_cards(uuid, text)', 'coalesce(c.preferred_name, split_part(c.full_name, '' '', 1))',
  'CASE WHEN customers.keeps_confidence(p.customer_id) THEN left(coalesce(c.preferred_name, c.full_name), 1) || ''.''
       ELSE coalesce(c.preferred_name, split_part(c.full_name, '' '', 1)) END');
DROP FUNCTION house.amend(regprocedure, text, text);
