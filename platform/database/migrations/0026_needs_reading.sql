-- What facts are made of, for many customers at once, as of a day: read with the rights of whoever asks (earshot_run_needs).
-- Nothing after the day is read, and of what has no date only what the caller says is about now (bank/needs/rows.ts).

CREATE FUNCTION needs.people_of(ids uuid[], day date) RETURNS TABLE (customer_id uuid, kind text, born_on date, died_on date, sex text,
  customer_since date, occupation text, support_needs integer, moved_count bigint, moved_first date, moved_last date, contacts_year integer,
  contact_last date, promises_open integer, no_marketing boolean)
LANGUAGE sql STABLE AS $$
  SELECT c.customer_id, c.kind, c.born_on, c.died_on, c.sex, c.customer_since, c.occupation,
    (SELECT count(*)::integer FROM customers.support_needs n WHERE n.customer_id = c.customer_id),
    m.count, m.first, m.last, v.year::integer, v.last, (SELECT count(*)::integer FROM conversations.promises p WHERE p.customer_id = c.customer_id AND p.state = 'open'),
    privacy.is_restrained(c.customer_id, 'no marketing')
    FROM customers.customers c
    CROSS JOIN LATERAL (SELECT count(*) AS count, min(t.booked_on) AS first, max(t.booked_on) AS last FROM holdings.transactions t
      JOIN holdings.holdings h ON h.customer_id = t.customer_id AND h.agreement_id = t.agreement_id AND h.role IN ('owner', 'joint owner')
     WHERE t.customer_id = c.customer_id AND t.booked_on <= day AND t.ended_on IS NULL) m
    CROSS JOIN LATERAL (SELECT count(*) FILTER (WHERE v.started_at >= day::timestamp AT TIME ZONE 'UTC' - interval '365 days') AS year,
        max((v.started_at AT TIME ZONE 'UTC')::date) AS last
      FROM conversations.visits v WHERE v.customer_id = c.customer_id AND v.state = 'ended' AND v.started_at < day::timestamp AT TIME ZONE 'UTC' + interval '1 day') v
   WHERE c.customer_id = ANY (ids) AND c.merged_into IS NULL
     -- who objected to profiling, or whose data is only kept, is not understood
     AND NOT privacy.is_restrained(c.customer_id, 'no profiling') AND NOT privacy.is_restrained(c.customer_id, 'storage only')
$$;

CREATE FUNCTION needs.holdings_of(ids uuid[], day date) RETURNS TABLE (customer_id uuid, agreement_id uuid, kind text, role text, number text,
  linked_agreement_id uuid, currency text, opened_on date, closed_on date, matures_on date, state text, limit_minor bigint,
  instalment_minor bigint, balance_on date, balance_minor bigint)
LANGUAGE sql STABLE AS $$
  SELECT h.customer_id, h.agreement_id, h.kind, h.role, h.number, h.linked_agreement_id, h.currency, h.opened_on,
    -- gone from the source is closed
    least(h.closed_on, h.ended_on), h.matures_on, h.state, h.limit_minor, h.instalment_minor, b.as_of, b.minor
    FROM holdings.holdings h
    LEFT JOIN LATERAL (SELECT b.as_of, b.minor FROM holdings.balances b WHERE b.customer_id = h.customer_id AND b.agreement_id = h.agreement_id
      AND b.as_of <= day AND b.ended_on IS NULL ORDER BY b.as_of DESC LIMIT 1) b ON true
   WHERE h.customer_id = ANY (ids) AND coalesce(h.opened_on, day) <= day
$$;

CREATE FUNCTION needs.movements_of(ids uuid[], since date, day date) RETURNS TABLE (customer_id uuid, transaction_id uuid, agreement_id uuid,
  booked_on date, minor bigint, balance_minor bigint, kind text, counterparty text, counterparty_account text, description text)
LANGUAGE sql STABLE AS $$
  SELECT t.customer_id, t.transaction_id, t.agreement_id, t.booked_on, t.minor, t.balance_minor, t.kind, t.counterparty, t.counterparty_account, t.description
    FROM holdings.transactions t
   WHERE t.customer_id = ANY (ids) AND t.booked_on BETWEEN since AND day AND t.ended_on IS NULL
   ORDER BY t.customer_id, t.booked_on, t.agreement_id, t.sequence
$$;

CREATE FUNCTION needs.ties_of(ids uuid[], day date) RETURNS TABLE (customer_id uuid, relation_id uuid, kind text, from_date date, to_date date,
  other_born_on date, other_died_on date)
LANGUAGE sql STABLE AS $$
  SELECT r.customer_id, r.relation_id, r.kind, r.from_date, r.to_date, o.born_on, CASE WHEN o.died_on <= day THEN o.died_on END
    FROM customers.relations r JOIN customers.customers o ON o.customer_id = r.other_id
   WHERE r.customer_id = ANY (ids) AND r.ended_on IS NULL AND coalesce(r.from_date, day) <= day
     AND NOT customers.keeps_from(r.other_id, r.customer_id)
   ORDER BY r.customer_id, r.relation_id LIMIT 20000
$$;

CREATE FUNCTION needs.homes_of(ids uuid[], day date) RETURNS TABLE (customer_id uuid, address_id uuid, from_date date)
LANGUAGE sql STABLE AS $$
  SELECT a.customer_id, a.address_id, a.from_date FROM customers.addresses a
   WHERE a.customer_id = ANY (ids) AND a.purpose = 'home' AND a.ended_on IS NULL AND a.from_date <= day
   ORDER BY a.customer_id, a.from_date LIMIT 20000
$$;

-- What the bank counts in on that day: the base of its rates, else the one currency of its accounts; and what a usual month is there.
CREATE FUNCTION needs.measures_on(day date) RETURNS TABLE (base text, usual_minor bigint, rates jsonb) LANGUAGE sql STABLE AS $$
  WITH counted AS (
    SELECT coalesce((SELECT min(e.base) FROM holdings.exchange_rates e),
      (SELECT h.currency FROM holdings.holdings h WHERE h.kind = 'current account' ORDER BY h.customer_id LIMIT 1)) AS base
  )
  SELECT c.base,
    (SELECT u.minor FROM needs.usual_incomes u WHERE u.currency = c.base AND u.applies_from <= day ORDER BY u.applies_from DESC LIMIT 1),
    coalesce((SELECT jsonb_object_agg(r.currency, r.units_of_base::text) FROM (SELECT DISTINCT ON (e.currency) e.currency, e.units_of_base
      FROM holdings.exchange_rates e WHERE e.base = c.base AND e.on_date <= day ORDER BY e.currency, e.on_date DESC) r), '{}')
    FROM counted c WHERE c.base IS NOT NULL
$$;

-- Feeds that ran since the last run began that came to its end.
CREATE FUNCTION needs.feeds_since() RETURNS TABLE (run_id uuid) LANGUAGE sql STABLE AS $$
  SELECT r.run_id FROM feed.runs r
   WHERE coalesce(r.finished_at, 'infinity') >= coalesce((SELECT max(n.started_at) FROM needs.runs n WHERE n.finished_at IS NOT NULL), '-infinity')
     AND r.started_at IS NOT NULL
   ORDER BY r.started_at DESC LIMIT 1000
$$;

-- A page of customers by id, each with whether there is anything new to work out: never done, asked for, done by older rules, its day has
-- come, or a feed brought or changed a row since.
CREATE FUNCTION needs.waiting_after(after uuid, today date, rules integer, feeds uuid[], most integer)
RETURNS TABLE (customer_id uuid, waits boolean) LANGUAGE sql STABLE AS $$
  SELECT c.customer_id, f.customer_id IS NULL OR f.rules <> waiting_after.rules OR f.due_on <= today OR c.updated_at > f.reckoned_at
      OR c.changed_run = ANY (feeds)
      OR EXISTS (SELECT FROM holdings.transactions t WHERE t.customer_id = c.customer_id AND t.booked_on BETWEEN f.as_of - 45 AND today
        AND coalesce(t.changed_run, t.created_run) = ANY (feeds))
      OR EXISTS (SELECT FROM holdings.holdings h WHERE h.customer_id = c.customer_id AND coalesce(h.changed_run, h.created_run) = ANY (feeds))
      OR EXISTS (SELECT FROM customers.relations r WHERE r.customer_id = c.customer_id AND coalesce(r.changed_run, r.created_run) = ANY (feeds))
      OR EXISTS (SELECT FROM customers.addresses a WHERE a.customer_id = c.customer_id AND coalesce(a.changed_run, a.created_run) = ANY (feeds))
    FROM (SELECT c.customer_id, c.updated_at, c.changed_run FROM customers.customers c
           WHERE c.customer_id > after AND c.merged_into IS NULL AND c.ended_on IS NULL ORDER BY c.customer_id LIMIT most) c
    LEFT JOIN needs.facts f ON f.customer_id = c.customer_id
   ORDER BY c.customer_id
$$;

-- The facts of these customers as they were last reckoned, with what is not to be used: for whoever may read needs.facts.
CREATE FUNCTION needs.facts_of(ids uuid[]) RETURNS TABLE (customer_id uuid, as_of date, known jsonb, not_used text[], version integer)
LANGUAGE sql STABLE AS $$
  SELECT f.customer_id, f.as_of, f.known, f.not_used, f.version FROM needs.facts f WHERE f.customer_id = ANY (ids)
$$;
REVOKE ALL ON FUNCTION needs.facts_of(uuid[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION needs.facts_of(uuid[]) TO earshot_staff, earshot_portal, earshot_run_needs;

DO $$
DECLARE f text;
BEGIN
  FOREACH f IN ARRAY ARRAY['people_of(uuid[], date)', 'holdings_of(uuid[], date)', 'movements_of(uuid[], date, date)', 'ties_of(uuid[], date)',
    'homes_of(uuid[], date)', 'measures_on(date)', 'feeds_since()', 'waiting_after(uuid, date, integer, uuid[], integer)'] LOOP
    EXECUTE format('REVOKE ALL ON FUNCTION needs.%s FROM PUBLIC', f);
    EXECUTE format('GRANT EXECUTE ON FUNCTION needs.%s TO earshot_run_needs', f);
  END LOOP;
END $$;
