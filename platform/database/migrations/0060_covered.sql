-- Who covers for a colleague keeps what that colleague promised for these days to those of the portfolio: it stands on the cover's Today, while
-- the cover lasts. What a specialist promised to answer is the specialist's alone: the customer agreed to that one.
CREATE FUNCTION house.amend(function regprocedure, said text, says text) RETURNS void LANGUAGE plpgsql AS $$
DECLARE source text := pg_get_functiondef(function); times integer := (length(source) - length(replace(source, said, ''))) / length(said);
BEGIN
  IF times <> 1 THEN RAISE EXCEPTION '% says that % times: %', function, times, said; END IF;
  EXECUTE replace(source, said, says);
END $$;
CREATE FUNCTION conversations.promises_for(who uuid) RETURNS TABLE (customer_id uuid, promise_id uuid, due_on date, made_by uuid, whose uuid)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog SET plan_cache_mode = force_generic_plan AS $$
BEGIN
  RETURN QUERY SELECT p.customer_id, p.promise_id, p.due_on, p.made_by, p.assigned_to FROM conversations.promises p
     WHERE p.assigned_to = who AND p.state = 'open'
    UNION
    SELECT p.customer_id, p.promise_id, p.due_on, p.made_by, p.assigned_to FROM customers.portfolio_covers k
      JOIN conversations.promises p ON p.assigned_to = k.from_staff AND p.state = 'open' AND p.due_on <= k.to_date
      -- whose file the cover opens
      JOIN customers.portfolios g ON g.customer_id = p.customer_id AND g.staff_id = k.from_staff AND g.ended_on IS NULL
       AND g.from_date <= CURRENT_DATE AND coalesce(g.to_date, CURRENT_DATE) >= CURRENT_DATE
      JOIN customers.customers c ON c.customer_id = p.customer_id AND NOT c.restricted AND c.merged_into IS NULL
     WHERE k.to_staff = who AND k.ended_at IS NULL AND CURRENT_DATE BETWEEN k.from_date AND k.to_date AND p.assigned_to <> who
       AND NOT EXISTS (SELECT FROM advice.referrals r WHERE r.customer_id = p.customer_id AND r.promise_id = p.promise_id AND r.state = 'accepted');
END $$;
SELECT house.amend('privacy.list(uuid, text, text, uuid, integer)', 'FROM (SELECT x.customer_id FROM conversations.promises x
      WHERE x.assigned_to = a.staff_id AND x.state = ''open'' ORDER BY x.due_on LIMIT most) p;',
  'FROM (SELECT x.customer_id FROM conversations.promises_for(a.staff_id) x ORDER BY x.due_on, x.promise_id LIMIT most) p;');
DROP FUNCTION conversations.promise_cards(uuid, text);
-- of_name: whose promise it is, when it is a colleague's.
CREATE FUNCTION conversations.promise_cards(search uuid, token text) RETURNS TABLE (customer_id uuid, promise_id uuid, called_name text, due_on date,
  made_by uuid, of_name text) LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE a record; ids uuid[];
BEGIN
  a := privacy.actor(token); ids := privacy.searched(search, token);
  RETURN QUERY SELECT p.customer_id, p.promise_id, CASE WHEN customers.keeps_confidence(p.customer_id) THEN left(coalesce(c.preferred_name, c.full_name), 1) || '.'
       ELSE coalesce(c.preferred_name, split_part(c.full_name, ' ', 1)) END, p.due_on, p.made_by, CASE WHEN p.whose <> a.staff_id THEN f.full_name END
    FROM conversations.promises_for(a.staff_id) p JOIN customers.customers c ON c.customer_id = p.customer_id
    JOIN staff.staff f ON f.staff_id = p.whose
   WHERE p.customer_id = ANY (ids) ORDER BY p.due_on, p.promise_id LIMIT 100;
END $$;
GRANT CREATE ON SCHEMA conversations TO earshot_vault, earshot_cards;
SELECT house.hand_over('conversations.promises_for(uuid)', 'earshot_vault', 'earshot_cards'),
  house.hand_over('conversations.promise_cards(uuid, text)', 'earshot_cards', 'earshot_staff');
REVOKE CREATE ON SCHEMA conversations FROM earshot_vault, earshot_cards;
DROP FUNCTION house.amend(regprocedure, text, text);
