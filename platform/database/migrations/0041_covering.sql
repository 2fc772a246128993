-- Whoever covers a portfolio is prompted for it, while the cover lasts: news of a life, and what would do somebody good, come to whom looks
-- after her now.
CREATE FUNCTION house.amend(function regprocedure, said text, says text) RETURNS void LANGUAGE plpgsql AS $$
DECLARE source text := pg_get_functiondef(function); times integer := (length(source) - length(replace(source, said, ''))) / length(said);
BEGIN
  IF times <> 1 THEN RAISE EXCEPTION '% says that % times: %', function, times, said; END IF;
  EXECUTE replace(source, said, says);
END $$;

-- Whose portfolios somebody looks after today: their own, and those they cover.
CREATE FUNCTION customers.looks_after_for(who uuid) RETURNS uuid[] LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
  RETURN (SELECT array_agg(DISTINCT k.from_staff) FROM customers.portfolio_covers k
    WHERE k.to_staff = who AND k.ended_at IS NULL AND CURRENT_DATE BETWEEN k.from_date AND k.to_date) || who;
END $$;
GRANT CREATE ON SCHEMA customers TO earshot_vault;
SELECT house.hand_over('customers.looks_after_for(uuid)', 'earshot_vault', '');
REVOKE CREATE ON SCHEMA customers FROM earshot_vault;

SELECT house.amend('needs.list_news(uuid, text)', 'WHERE p.staff_id = a.staff_id AND', 'WHERE p.staff_id = ANY (customers.looks_after_for(a.staff_id)) AND'),
  house.amend('advice.list_prompts(uuid, text)', 'WHERE p.staff_id = a.staff_id AND', 'WHERE p.staff_id = ANY (customers.looks_after_for(a.staff_id)) AND'),
  -- who is in two of them is one
  house.amend('needs.list_news(uuid, text)', 'SELECT p.customer_id FROM customers.portfolios p', 'SELECT DISTINCT p.customer_id FROM customers.portfolios p'),
  house.amend('advice.list_prompts(uuid, text)', 'SELECT p.customer_id FROM customers.portfolios p', 'SELECT DISTINCT p.customer_id, first.need FROM customers.portfolios p');
DROP FUNCTION house.amend(regprocedure, text, text);
