-- News for whoever looks after a customer: what is suspected, and what changed of level or stage, in the last two weeks.
-- A list like the others (0012): whom it shows is on record before a name is read. Restricted files are in no list.

CREATE FUNCTION needs.list_news(search uuid, token text) RETURNS integer
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE a record; found uuid[];
BEGIN
  a := privacy.actor(token);
  SELECT array_agg(n.customer_id) INTO found FROM (
    SELECT p.customer_id FROM customers.portfolios p JOIN customers.customers c ON c.customer_id = p.customer_id
     WHERE p.staff_id = a.staff_id AND p.ended_on IS NULL AND p.from_date <= CURRENT_DATE AND coalesce(p.to_date, CURRENT_DATE) >= CURRENT_DATE
       AND NOT c.restricted AND c.merged_into IS NULL
       -- LIMIT keeps the planner to one customer at a time
       AND ((SELECT true FROM needs.events e WHERE e.customer_id = p.customer_id AND e.state = 'suspected' AND NOT e.not_used
              AND e.found_at > now() - interval '14 days' AND e.expires_on >= CURRENT_DATE LIMIT 1)
         OR (SELECT true FROM needs.standings s WHERE s.customer_id = p.customer_id AND s.is_change AND s.to_date IS NULL
              AND s.from_date > CURRENT_DATE - 14 LIMIT 1))
     ORDER BY p.customer_id LIMIT 50) n;
  INSERT INTO privacy.searches (search_id, session_id, staff_id, role, premises_id, place, surface, query, customer_ids)
  VALUES (search, a.session_id, a.staff_id, a.role, a.premises_id, a.place, 'life news', '', coalesce(found, '{}'));
  RETURN coalesce(cardinality(found), 0);
END $$;

-- A name to call and what it is. At an open counter neither hardship nor level nor stage: that there is something, not what.
CREATE FUNCTION needs.news_cards(search uuid, token text) RETURNS TABLE (customer_id uuid, called_name text, what text, value text, on_date date)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE a record; ids uuid[];
BEGIN
  a := privacy.actor(token); ids := privacy.searched(search, token);
  RETURN QUERY
    SELECT DISTINCT ON (f.id, CASE WHEN n.hides THEN '' ELSE n.value END) f.id,
        CASE WHEN (SELECT true FROM customers.confidences k WHERE k.customer_id = f.id AND k.ended_at IS NULL LIMIT 1)
          THEN left(coalesce(c.preferred_name, c.full_name), 1) || '.' ELSE coalesce(c.preferred_name, split_part(c.full_name, ' ', 1)) END,
        CASE WHEN n.hides THEN 'private' ELSE n.what END, CASE WHEN n.hides THEN NULL ELSE n.value END, n.on_date
      FROM unnest(ids) f(id) JOIN customers.customers c ON c.customer_id = f.id
      CROSS JOIN LATERAL (
        SELECT 'event' AS what, e.kind AS value, e.on_date, e.sensitive AND a.place = 'open counter' AS hides FROM needs.events e
         WHERE e.customer_id = f.id AND e.state = 'suspected' AND NOT e.not_used AND e.found_at > now() - interval '14 days' AND e.expires_on >= CURRENT_DATE
        UNION ALL
        SELECT s.of, s.value, s.from_date, a.place = 'open counter' FROM needs.standings s
         WHERE s.customer_id = f.id AND s.is_change AND s.to_date IS NULL AND s.from_date > CURRENT_DATE - 14) n
     ORDER BY f.id, CASE WHEN n.hides THEN '' ELSE n.value END, n.on_date DESC LIMIT 100;
END $$;

GRANT CREATE ON SCHEMA needs TO earshot_vault, earshot_cards;
SELECT house.hand_over('needs.list_news(uuid, text)', 'earshot_vault', 'earshot_staff'),
  house.hand_over('needs.news_cards(uuid, text)', 'earshot_cards', 'earshot_staff');
REVOKE CREATE ON SCHEMA needs FROM earshot_vault, earshot_cards;
