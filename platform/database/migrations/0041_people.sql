-- Who somebody is to the bank, for a chunk of customers at once: movements, talks, promises and restraints are counted for all of them
-- together, where each was looked up by itself. It says the same (bank/needs/people.test.ts).

-- What stands against these customers, under whichever of their records it was said: as privacy.is_restrained, for many.
CREATE FUNCTION privacy.restraints_among(ids uuid[]) RETURNS TABLE (customer_id uuid, kinds text[])
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
  RETURN QUERY SELECT x.id, array_agg(DISTINCT r.kind) FROM unnest(ids) x(id)
    CROSS JOIN LATERAL unnest(privacy.one_person(customers.survivor(x.id)) || x.id) o(id)
    JOIN privacy.restraints r ON r.customer_id = o.id AND r.ended_at IS NULL GROUP BY x.id;
END $$;
GRANT CREATE ON SCHEMA privacy TO earshot_vault;
SELECT house.hand_over('privacy.restraints_among(uuid[])', 'earshot_vault', 'earshot_run_needs');
REVOKE CREATE ON SCHEMA privacy FROM earshot_vault;

CREATE OR REPLACE FUNCTION needs.people_of(ids uuid[], day date) RETURNS TABLE (customer_id uuid, kind text, born_on date, died_on date, sex text,
  customer_since date, occupation text, support_needs integer, moved_count bigint, moved_first date, moved_last date, contacts_year integer,
  contact_last date, promises_open integer, no_marketing boolean)
LANGUAGE sql STABLE AS $$
  SELECT c.customer_id, c.kind, c.born_on, c.died_on, c.sex, c.customer_since, c.occupation, coalesce(n.count, 0)::integer,
    coalesce(m.count, 0), m.first, m.last, coalesce(v.year, 0)::integer, v.last, coalesce(p.count, 0)::integer,
    coalesce('no marketing' = ANY (r.kinds), false) OR g.customer_id IS NOT NULL
    FROM customers.customers c
    LEFT JOIN (SELECT t.customer_id, count(*) AS count, min(t.booked_on) AS first, max(t.booked_on) AS last FROM holdings.transactions t
      JOIN holdings.holdings h ON h.customer_id = t.customer_id AND h.agreement_id = t.agreement_id AND h.role IN ('owner', 'joint owner')
     WHERE t.customer_id = ANY (ids) AND t.booked_on <= day AND t.ended_on IS NULL GROUP BY t.customer_id) m ON m.customer_id = c.customer_id
    LEFT JOIN (SELECT v.customer_id, count(*) FILTER (WHERE v.started_at >= day::timestamp AT TIME ZONE 'UTC' - interval '365 days') AS year,
        max((v.started_at AT TIME ZONE 'UTC')::date) AS last
      FROM conversations.visits v WHERE v.customer_id = ANY (ids) AND v.state = 'ended' AND v.started_at < day::timestamp AT TIME ZONE 'UTC' + interval '1 day'
     GROUP BY v.customer_id) v ON v.customer_id = c.customer_id
    LEFT JOIN (SELECT p.customer_id, count(*) AS count FROM conversations.promises p WHERE p.customer_id = ANY (ids) AND p.state = 'open'
     GROUP BY p.customer_id) p ON p.customer_id = c.customer_id
    LEFT JOIN (SELECT n.customer_id, count(*) AS count FROM customers.support_needs n WHERE n.customer_id = ANY (ids)
     GROUP BY n.customer_id) n ON n.customer_id = c.customer_id
    -- to be dealt with gently: no offers
    LEFT JOIN (SELECT DISTINCT x.customer_id FROM needs.adaptations x WHERE x.customer_id = ANY (ids) AND x.kind = 'gently') g
      ON g.customer_id = c.customer_id
    LEFT JOIN privacy.restraints_among(ids) r ON r.customer_id = c.customer_id
   WHERE c.customer_id = ANY (ids) AND c.merged_into IS NULL
     -- who objected to profiling, or whose data is only kept, is not understood
     AND NOT coalesce(r.kinds && '{no profiling,storage only}', false)
$$;
