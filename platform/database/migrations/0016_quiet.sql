-- What a customer wants nobody, or one person, to be told of her: it wins in every list and every derived view, whoever is looking for whom.

CREATE TABLE customers.confidences (
  customer_id uuid NOT NULL,
  confidence_id uuid NOT NULL DEFAULT house.new_id(),
  -- from whom it is kept; null: from everybody, whatever they are to her
  other_id uuid,
  recorded_by uuid NOT NULL REFERENCES staff.staff,
  recorded_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  ended_at timestamptz,
  version integer NOT NULL DEFAULT 1,
  PRIMARY KEY (customer_id, confidence_id),
  CHECK (other_id <> customer_id)
);
INSERT INTO house.table_classes VALUES ('customers.confidences', 'customer');
SELECT house.guard('customers.confidences');
INSERT INTO customers.merge_rules VALUES ('customers.confidences', 'row', 'confidence_id');
GRANT SELECT, UPDATE (customer_id) ON customers.confidences TO earshot_vault;
GRANT SELECT ON customers.confidences TO earshot_cards;
GRANT SELECT, INSERT, UPDATE (ended_at, version) ON customers.confidences TO earshot_staff;
CREATE TRIGGER require_change AFTER INSERT OR UPDATE OR DELETE ON customers.confidences FOR EACH STATEMENT EXECUTE FUNCTION privacy.require_change();

-- Does this customer want nothing of her told to the other one?
CREATE FUNCTION customers.keeps_from(customer uuid, other uuid) RETURNS boolean LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
  RETURN EXISTS (SELECT FROM customers.confidences k WHERE k.customer_id = customer AND k.ended_at IS NULL
    AND (k.other_id IS NULL OR customers.survivor(k.other_id) = customers.survivor(other)));
END $$;
-- Who is here for the customer whose file is open: the attorney, the guardian, the owner; null: she herself, or nobody.
CREATE FUNCTION privacy.visitor_for(customer uuid) RETURNS uuid LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE visitor uuid; setting text := current_setting('earshot.opening', true);
BEGIN
  IF setting IS NULL OR length(setting) <> 36 THEN RETURN NULL; END IF;
  SELECT v.customer_id INTO visitor FROM privacy.access_records r JOIN conversations.visits v ON v.visit_id = r.ground
   WHERE r.opening = setting::uuid AND r.customer_id = customer AND r.ground_kind = 'acting for them' LIMIT 1;
  RETURN visitor;
END $$;

-- The names of those related to the one whose file is open (0012), without those who keep it from her, or from who is here for her.
CREATE OR REPLACE FUNCTION customers.related_names(customer uuid) RETURNS TABLE (other_id uuid, full_name text, kind text, restricted boolean)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE visitor uuid := privacy.visitor_for(customer);
BEGIN
  IF NOT customer = ANY (privacy.opened()) THEN RAISE EXCEPTION 'sign the file out first' USING ERRCODE = 'ES403', DETAIL = 'not opened'; END IF;
  RETURN QUERY SELECT c.customer_id, c.full_name, c.kind, c.restricted FROM customers.customers c
   WHERE c.customer_id IN (SELECT r.other_id FROM customers.relations r WHERE r.customer_id = customer AND r.ended_on IS NULL)
     AND NOT customers.keeps_from(c.customer_id, customer) AND (visitor IS NULL OR NOT customers.keeps_from(c.customer_id, visitor)) LIMIT 100;
END $$;

-- Masked cards (0010). Whoever keeps something from anybody shows no place and no way to reach her; an unsafe contact point never shows.
CREATE OR REPLACE FUNCTION customers.search_cards(search uuid, token text)
RETURNS TABLE (customer_id uuid, kind text, full_name text, preferred_name text, matched_name text, born_year integer,
  town text, phone_hint text, email_hint text, home_premises text, customer_since integer, restricted boolean,
  made_up boolean, died boolean)
LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = pg_catalog SET enable_seqscan = off SET jit = off SET plan_cache_mode = force_generic_plan AS $$
DECLARE
  found uuid[] := privacy.searched(search, token);
  typed text[];
BEGIN
  IF EXISTS (SELECT FROM customers.names n WHERE n.customer_id = ANY (found))
    OR EXISTS (SELECT FROM customers.customers m WHERE m.merged_into = ANY (found)) THEN
    typed := customers.tokens_of((SELECT s.query FROM privacy.searches s WHERE s.search_id = search));
  END IF;
  RETURN QUERY
  SELECT c.customer_id, c.kind, c.full_name, CASE WHEN NOT c.restricted THEN c.preferred_name END, other.full_name,
         CASE WHEN NOT c.restricted THEN extract(year FROM c.born_on)::integer END, customers.town_of(address.lines),
         '•• ' || right(contact.phone, 2),
         left(contact.email, 1) || '•••@' || left(split_part(contact.email, '@', 2), 1) || '•••', premises.name,
         CASE WHEN NOT c.restricted THEN extract(year FROM c.customer_since)::integer END, c.restricted, c.made_up,
         NOT c.restricted AND c.died_on IS NOT NULL
    FROM unnest(found) WITH ORDINALITY f(id, place)
    JOIN customers.customers c ON c.customer_id = f.id
    -- LIMIT keeps the planner to the index, one customer at a time
    LEFT JOIN LATERAL (SELECT k.confidence_id FROM customers.confidences k
      WHERE k.customer_id = c.customer_id AND k.ended_at IS NULL LIMIT 1) kept ON true
    CROSS JOIN LATERAL (SELECT c.restricted OR kept.confidence_id IS NOT NULL AS quiet) q
    LEFT JOIN LATERAL (
      SELECT a.lines FROM customers.addresses a
       WHERE a.customer_id = c.customer_id AND NOT q.quiet AND a.purpose = 'home' AND a.ended_on IS NULL
         AND coalesce(a.to_date, CURRENT_DATE) >= CURRENT_DATE
       ORDER BY a.from_date DESC NULLS LAST, a.address_id LIMIT 1) address ON true
    -- the personal one, if there is one
    LEFT JOIN LATERAL (
      SELECT substr(min(p.rank || p.normalised) FILTER (WHERE p.kind = 'phone'), 2) AS phone,
             substr(min(p.rank || p.normalised) FILTER (WHERE p.kind = 'email'), 2) AS email
        FROM (SELECT p.kind, p.normalised, CASE WHEN p.purpose <> 'personal' THEN '1' ELSE '0' END AS rank
                FROM customers.contact_points p
               WHERE p.customer_id = c.customer_id AND NOT q.quiet AND p.safe_to_use AND p.ended_on IS NULL) p) contact ON true
    LEFT JOIN LATERAL (
      SELECT p.name FROM premises.premises p
       WHERE p.premises_id = c.home_premises_id AND NOT q.quiet) premises ON true
    -- the other name by which they were found, when the present one does not answer as well
    LEFT JOIN LATERAL (
      SELECT n.full_name FROM (
          SELECT n.full_name FROM customers.names n WHERE n.customer_id = c.customer_id AND n.ended_on IS NULL
          UNION ALL SELECT m.full_name FROM customers.customers m WHERE m.merged_into = c.customer_id) n
       WHERE typed IS NOT NULL AND NOT c.restricted
         AND customers.answer_cost(n.full_name, typed)
             < customers.answer_cost(concat_ws(' ', c.full_name, c.preferred_name), typed)
       ORDER BY customers.answer_cost(n.full_name, typed), n.full_name LIMIT 1) other ON true
   ORDER BY f.place;
END $$;

-- The desk (0012). Whoever keeps something from anybody is called by the first letter and the number: somebody may be standing there.
CREATE OR REPLACE FUNCTION conversations.desk_cards(search uuid, token text) RETURNS TABLE (customer_id uuid, visit_id uuid, channel text, queue_number integer,
  called_name text, topic text, state text, presence text, proven boolean, companions jsonb, checked_in_at timestamptz, handed_to uuid, started_at timestamptz, version integer)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE a record; ids uuid[];
BEGIN
  a := privacy.actor(token); ids := privacy.searched(search, token);
  RETURN QUERY SELECT v.customer_id, v.visit_id, v.channel, v.queue_number,
      CASE WHEN kept.confidence_id IS NOT NULL
        THEN left(coalesce(c.preferred_name, c.full_name), 1) || '.' ELSE coalesce(c.preferred_name, split_part(c.full_name, ' ', 1)) END,
      v.topic, v.state, v.presence, v.proven, v.companions, v.checked_in_at, v.handed_to, v.started_at, v.version
    FROM conversations.visits v JOIN customers.customers c ON c.customer_id = v.customer_id
    LEFT JOIN LATERAL (SELECT k.confidence_id FROM customers.confidences k
      WHERE k.customer_id = v.customer_id AND k.ended_at IS NULL LIMIT 1) kept ON true
   WHERE v.customer_id = ANY (ids) AND v.premises_id = a.premises_id AND v.state IN ('waiting', 'in progress')
     AND v.checked_in_at > now() - interval '16 hours' ORDER BY v.checked_in_at LIMIT 100;
END $$;

SELECT house.hand_over('customers.keeps_from(uuid, uuid)', 'earshot_vault', 'earshot_cards');
SELECT house.hand_over('privacy.visitor_for(uuid)', 'earshot_vault', 'earshot_cards');
