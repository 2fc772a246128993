-- Cards of a list show whom that list would: any search of the session was as good before, and a search finds customers whose file is
-- restricted, or whom one does not look after.
CREATE OR REPLACE FUNCTION house.amend(function regprocedure, said text, says text) RETURNS void LANGUAGE plpgsql AS $$
DECLARE source text := pg_get_functiondef(function); times integer := (length(source) - length(replace(source, said, ''))) / length(said);
BEGIN
  IF times <> 1 THEN RAISE EXCEPTION '% says that % times: %', function, times, said; END IF;
  EXECUTE replace(source, said, says);
END $$;
SELECT house.amend('advice.prompt_cards(uuid, text)', 'FROM unnest(ids) listed(id) JOIN customers.customers c ON c.customer_id = listed.id',
  'FROM unnest(ids) listed(id) JOIN customers.customers c ON c.customer_id = listed.id AND NOT c.restricted AND c.merged_into IS NULL
      AND (SELECT true FROM customers.portfolios p WHERE p.customer_id = listed.id AND p.staff_id = a.staff_id AND p.ended_on IS NULL
        AND p.from_date <= CURRENT_DATE AND coalesce(p.to_date, CURRENT_DATE) >= CURRENT_DATE LIMIT 1)');
GRANT SELECT (customer_id, staff_id, from_date, to_date, ended_on) ON customers.portfolios TO earshot_cards;
SELECT house.amend('advice.referral_cards(uuid, text)', 'JOIN customers.customers c ON c.customer_id = r.customer_id',
  'JOIN customers.customers c ON c.customer_id = r.customer_id AND NOT c.restricted AND c.merged_into IS NULL');
-- Nothing is no version.
SELECT house.amend('advice.take_referral(text, uuid, integer, uuid, text, date, text)', 'IF r.version <> expected', 'IF r.version IS DISTINCT FROM expected');
SELECT house.amend('advice.change_settings(text, integer, integer, boolean)', 'IF s.version <> expected', 'IF s.version IS DISTINCT FROM expected');
DROP FUNCTION house.amend(regprocedure, text, text);
