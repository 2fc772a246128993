-- What the kernel's functions read from end to end, and need not.

-- Today's highest number is looked for among guests of every state: the index knew only those who wait.
CREATE INDEX guests_of_day ON conversations.guests (premises_id, checked_in_at);
DROP INDEX conversations.guests_premises_id_checked_in_at_idx;

-- The cards of a page of the queue: a probe for each pair, where a join may read the whole queue.
CREATE OR REPLACE FUNCTION customers.duplicate_cards(search uuid, token text) RETURNS TABLE (pair_id uuid, score integer, reasons jsonb, state text,
  assigned_to uuid, taken_at timestamptz, version integer, cards jsonb)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE ids uuid[];
BEGIN
  PERFORM customers.reviewer(token);
  ids := privacy.searched(search, token);
  RETURN QUERY SELECT d.pair_id, d.score, d.reasons, d.state, d.assigned_to, d.taken_at, d.version,
      jsonb_build_array(customers.plain_card(d.customer_id), customers.plain_card(d.other_id))
    FROM generate_series(1, least(cardinality(ids), 100), 2) g(n)
    CROSS JOIN LATERAL (SELECT x.* FROM customers.duplicates x WHERE x.customer_id = ids[g.n] AND x.other_id = ids[g.n + 1] LIMIT 1) d
   ORDER BY g.n;
END $$;

-- Taking a pair: the queue's next is found along the queue's own index, a named one by its key. One statement for both could use
-- neither, and read all pairs and all customers.
CREATE OR REPLACE FUNCTION customers.take_duplicate(token text, wanted uuid) RETURNS TABLE (pair_id uuid, customer_id uuid, other_id uuid, version integer)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE a record; p record;
BEGIN
  a := customers.reviewer(token);
  IF (SELECT count(*) FROM customers.duplicates d WHERE d.assigned_to = a.staff_id AND d.taken_at > now() - interval '12 hours'
        AND d.pair_id IS DISTINCT FROM wanted) >= 5 THEN
    RAISE EXCEPTION 'finish the pairs that you have taken first' USING ERRCODE = 'ES409';
  END IF;
  IF wanted IS NULL THEN
    SELECT d.* INTO p FROM customers.duplicates d
     WHERE d.state IN ('open', 'later') AND (d.state = 'open' OR coalesce(d.not_before, CURRENT_DATE) <= CURRENT_DATE)
       AND (d.assigned_to IS NULL OR d.taken_at < now() - interval '12 hours') AND d.assigned_to IS DISTINCT FROM a.staff_id
       AND (SELECT count(*) FROM customers.customers c WHERE c.customer_id IN (d.customer_id, d.other_id)
              AND NOT c.restricted AND c.merged_into IS NULL AND c.ended_on IS NULL) = 2
     ORDER BY d.score DESC, d.pair_id LIMIT 1 FOR UPDATE OF d SKIP LOCKED;
    IF NOT FOUND THEN RETURN; END IF;
  ELSE
    SELECT d.* INTO p FROM customers.duplicates d
     WHERE d.pair_id = wanted AND (d.assigned_to IS NULL OR d.assigned_to = a.staff_id OR d.taken_at < now() - interval '12 hours')
       AND (SELECT count(*) FROM customers.customers c WHERE c.customer_id IN (d.customer_id, d.other_id)
              AND NOT c.restricted AND (d.state = 'merged' OR c.merged_into IS NULL)) = 2
       FOR UPDATE OF d SKIP LOCKED;
    IF NOT FOUND THEN RAISE EXCEPTION 'somebody else has this pair, or it is no more' USING ERRCODE = 'ES409'; END IF;
  END IF;
  UPDATE customers.duplicates d SET assigned_to = a.staff_id, taken_at = now(), version = d.version + 1,
      handed_out = CASE WHEN d.assigned_to = a.staff_id AND d.taken_at > now() - interval '12 hours' THEN d.handed_out ELSE wanted IS NULL END
   WHERE d.pair_id = p.pair_id;
  INSERT INTO privacy.events (name, session_id, staff_id, subject, detail)
  VALUES ('duplicate.taken', a.session_id, a.staff_id, p.pair_id::text, jsonb_build_object('handed out', wanted IS NULL));
  RETURN QUERY SELECT p.pair_id, p.customer_id, p.other_id, p.version + 1;
END $$;
