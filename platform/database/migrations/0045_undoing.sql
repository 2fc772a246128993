-- A run is not taken back once something stands on what it made. Asked of every table that the erasure of a person knows (0018), so that
-- one that is added later counts by itself; what a feed brings and what is worked out anew stand apart.
CREATE FUNCTION feed.built_on(run uuid, before_customers_go boolean) RETURNS text
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE
  -- One sentence for all that has a file kept: nobody is told that there is an investigation.
  kept constant text := 'customers that it made or changed must be kept: a legal hold, a request for their rights or the like stands on them';
  keeping constant text[] := '{privacy.holds,privacy.rights_requests,privacy.restraints,privacy.inquiries,privacy.copies,privacy.erasure_orders}';
  brought constant text[] := ARRAY['customers.customers', 'customers.names', 'customers.contact_points', 'customers.identifiers',
    'customers.addresses', 'customers.relations', 'holdings.holdings', 'holdings.balances', 'holdings.transactions', 'holdings.standing_orders'];
  apart constant text[] := brought || ARRAY['customers.portfolios', 'customers.found_by', 'feed.source_values', 'needs.facts', 'needs.standings',
    'advice.decisions', 'advice.followed', 'rules.examples'];
  words constant jsonb := '{"customers.sign_ins": "a sign-in for the portal", "customers.sessions": "a sign-in for the portal",
    "customers.invitations": "an invitation to the portal", "needs.events": "life events that somebody told or decided",
    "needs.needs": "needs that somebody told or decided", "needs.stated_facts": "facts that they told",
    "asking.conversations": "answers to questions", "asking.answered": "answers to questions"}';
  people uuid[];
  of_feed text;
  rule record;
  here boolean;
BEGIN
  IF (SELECT privacy.run_opened()) IS DISTINCT FROM 'feed.run' THEN
    RAISE EXCEPTION 'a run that is taken back asks' USING ERRCODE = 'ES403';
  END IF;
  -- While a run is taken back nobody puts a file under a hold that may be deleted the next moment; whoever is doing so is waited for.
  LOCK TABLE privacy.holds, privacy.investigation_customers IN SHARE MODE;
  -- The rest is asked once more just before the customers go: then for that moment.
  IF before_customers_go THEN
    FOR rule IN SELECT r.table_name FROM privacy.erasure_rules r
        WHERE r.way = 'delete' AND NOT r.table_name = ANY (apart) ORDER BY r.table_name LOOP
      EXECUTE format('LOCK TABLE %s IN SHARE MODE', rule.table_name::regclass);
    END LOOP;
    LOCK TABLE privacy.approvals IN SHARE MODE;
  END IF;
  SELECT array_agg(DISTINCT p.id) INTO people
    FROM (SELECT h.customer_id FROM privacy.holds h WHERE h.lifted_at IS NULL UNION SELECT i.customer_id FROM privacy.investigation_customers i) held,
      unnest(customers.merged_records(customers.survivor(held.customer_id)) || held.customer_id) p(id);
  FOREACH of_feed IN ARRAY brought LOOP
    EXIT WHEN people IS NULL;
    EXECUTE format('SELECT true FROM %s t WHERE t.customer_id = ANY ($2) AND (t.created_run = $1 OR t.changed_run = $1) LIMIT 1',
      of_feed::regclass) INTO here USING run, people;
    IF here THEN RETURN kept; END IF;
  END LOOP;
  SELECT true INTO here FROM privacy.approvals a, unnest(privacy.listed_customers(a.payload) || (a.payload ->> 'customerId')::uuid) u(id)
    JOIN customers.customers c ON c.customer_id = u.id WHERE c.created_run = run LIMIT 1;
  IF here THEN RETURN kept; END IF;
  FOR rule IN
    SELECT r.table_name, r.table_name = ANY (keeping) AS keeps,
           CASE r.table_name WHEN 'needs.events' THEN $c$(t.source <> 'inferred' OR t.decided_at IS NOT NULL)$c$
             WHEN 'needs.needs' THEN $c$(t.source <> 'inferred' OR t.state = 'rejected')$c$ ELSE 'true' END AS only_if
      FROM privacy.erasure_rules r WHERE r.way = 'delete' AND NOT r.table_name = ANY (apart) ORDER BY 2 DESC, 1
  LOOP
    EXECUTE format('SELECT true FROM %s t JOIN customers.customers c ON c.customer_id = t.customer_id WHERE c.created_run = $1 AND %s LIMIT 1',
      rule.table_name::regclass, rule.only_if) INTO here USING run;
    IF here THEN
      RETURN CASE WHEN rule.keeps THEN kept ELSE 'customers that it made have '
        || coalesce(words ->> rule.table_name, replace(split_part(rule.table_name, '.', 2), '_', ' ')) END;
    END IF;
  END LOOP;
  RETURN NULL;
END $$;
GRANT SELECT (customer_id, created_run, changed_run) ON customers.customers, customers.names, customers.contact_points, customers.identifiers,
  customers.addresses, customers.relations, holdings.holdings, holdings.balances, holdings.transactions, holdings.standing_orders TO earshot_vault;
GRANT CREATE ON SCHEMA feed TO earshot_vault;
SELECT house.hand_over('feed.built_on(uuid, boolean)', 'earshot_vault', 'earshot_run_feed');
REVOKE CREATE ON SCHEMA feed FROM earshot_vault;
-- What it asked by itself before.
REVOKE SELECT (customer_id) ON conversations.visits, conversations.notes, conversations.promises FROM earshot_run_feed;
