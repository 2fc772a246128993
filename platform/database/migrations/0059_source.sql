-- A source shuts a file, and does not open it by itself: one bad extract, or one run by one administrator, would show the file of somebody in
-- danger to everybody with a reason. When the source says so no more, or the run that brought it is taken back, the file stays shut on a
-- restriction of its own, which stands in the list until two people release it.
ALTER TABLE privacy.restrictions DROP CONSTRAINT restrictions_origin_check;
ALTER TABLE privacy.restrictions ADD CONSTRAINT restrictions_origin_check CHECK (origin IN ('people', 'works here', 'before', 'source'));
DO $$
DECLARE k text;
BEGIN
  SELECT c.conname INTO STRICT k FROM pg_constraint c
   WHERE c.conrelid = 'privacy.restrictions'::regclass AND c.contype = 'c' AND pg_get_constraintdef(c.oid) LIKE '%CASE origin%';
  EXECUTE format('ALTER TABLE privacy.restrictions DROP CONSTRAINT %I', k);
END $$;
-- before: it was restricted when nothing said yet how. source: it said so, and says so no more
ALTER TABLE privacy.restrictions ADD CONSTRAINT restrictions_who CHECK (CASE origin
  WHEN 'people' THEN made_by IS NOT NULL AND approval_id IS NOT NULL
  WHEN 'works here' THEN reason = 'staff' AND made_by IS NULL
  ELSE made_by IS NULL END);

-- Two people who release a file write down that the source is overruled (edited); whoever else takes its word away, does not open it.
CREATE OR REPLACE FUNCTION customers.follow_source() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND OLD.restricted_at_source AND NOT NEW.restricted_at_source AND NOT 'restricted_at_source' = ANY (NEW.edited) THEN
    INSERT INTO privacy.restrictions (customer_id, origin, reason) VALUES (NEW.customer_id, 'source', 'other') ON CONFLICT DO NOTHING;
    NEW.restricted := true;
  ELSE
    NEW.restricted := NEW.restricted_at_source OR privacy.stands_restricted(NEW.customer_id);
  END IF;
  RETURN NEW;
END $$;

-- The list says which it is.
DROP FUNCTION privacy.restriction_cards(uuid, text);
CREATE FUNCTION privacy.restriction_cards(search uuid, token text) RETURNS TABLE (customer_id uuid, full_name text, premises text, at_source boolean,
  works_here boolean, origin text, why text, words text, made_by_name text, made_at timestamptz, confirmed_by_name text, confirmed_at timestamptz,
  waits_until timestamptz, own_people boolean)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE a record := privacy.restriction_reader(token); ids uuid[] := privacy.searched(search, token);
BEGIN
  RETURN QUERY SELECT c.customer_id, c.full_name, p.name, c.restricted_at_source,
      coalesce((SELECT true FROM privacy.restrictions w WHERE w.customer_id = c.customer_id AND w.origin = 'works here' AND w.ended_at IS NULL LIMIT 1), false),
      r.origin, CASE WHEN r.origin <> 'source' THEN r.reason END, q.reason, m.full_name, r.made_at, k.full_name, r.confirmed_at,
      CASE WHEN q.state = 'asked' AND q.expires_at > clock_timestamp() THEN q.expires_at END, privacy.is_kin(a.staff_id, c.customer_id)
    FROM customers.customers c
    LEFT JOIN LATERAL (SELECT x.* FROM privacy.restrictions x WHERE x.customer_id = c.customer_id AND x.origin <> 'works here' AND x.ended_at IS NULL
      ORDER BY x.origin = 'people' DESC LIMIT 1) r ON true
    LEFT JOIN privacy.approvals q ON q.approval_id = r.approval_id
    LEFT JOIN staff.staff m ON m.staff_id = r.made_by LEFT JOIN staff.staff k ON k.staff_id = r.confirmed_by
    LEFT JOIN premises.premises p ON p.premises_id = c.home_premises_id
   WHERE c.customer_id = ANY (ids) AND c.restricted ORDER BY c.customer_id;
END $$;
GRANT CREATE ON SCHEMA privacy TO earshot_vault;
SELECT house.hand_over('privacy.restriction_cards(uuid, text)', 'earshot_vault', 'earshot_staff');
REVOKE CREATE ON SCHEMA privacy FROM earshot_vault;
