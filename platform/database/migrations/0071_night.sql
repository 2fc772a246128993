-- A night's block is found twice by the same statement, to be read and to be kept. What is kept comes back as two texts in the order in which
-- it was read; whose it is, and by which facts, the database knows. Whether the block is still the one that was read, one number says: of each
-- of its customers and the version of her facts a hash, all of them together.
-- Walks along three keys, side by side (0035_advice_speed.sql); it is inlined, so that whoever calls it plans it, and reads only what is used.
CREATE FUNCTION advice.waiting(after uuid, upto uuid, today date, rules text)
RETURNS TABLE (customer_id uuid, version integer, new boolean, packed text, known jsonb, not_used text[], past jsonb)
LANGUAGE sql STABLE BEGIN ATOMIC
  SELECT f.customer_id, f.version, d.customer_id IS NULL, f.packed, f.known, f.not_used, o.past
    FROM needs.facts f
    LEFT JOIN advice.decisions d ON d.customer_id = f.customer_id AND d.customer_id > waiting.after AND d.customer_id <= waiting.upto
    LEFT JOIN (SELECT o.customer_id, greatest(
        max((o.recorded_at AT TIME ZONE 'UTC')::date), max(o.until) FILTER (WHERE o.until <= today),
        max((o.recorded_at AT TIME ZONE 'UTC')::date + 91) FILTER (WHERE o.became = 'accepted' AND (o.recorded_at AT TIME ZONE 'UTC')::date + 91 <= today)) AS latest,
        jsonb_agg(jsonb_build_object('option_code', o.option_code, 'became', o.became, 'until', o.until,
          'recorded_on', (o.recorded_at AT TIME ZONE 'UTC')::date) ORDER BY o.recorded_at DESC) AS past
      FROM advice.outcomes o WHERE o.customer_id > waiting.after AND o.customer_id <= waiting.upto GROUP BY o.customer_id) o ON o.customer_id = f.customer_id
   WHERE f.customer_id > waiting.after AND f.customer_id <= waiting.upto AND (d.customer_id IS NULL OR d.facts_version <> f.version
      OR d.rules <> waiting.rules OR d.expires_on <= today OR o.latest >= d.decided_on)
   ORDER BY f.customer_id;
END;

DROP FUNCTION advice.block_after(uuid, date, text, text, integer), advice.still_known(text, text, uuid, uuid, bigint), advice.block_state(uuid, uuid);

-- Up to the last that is given, or so many.
CREATE FUNCTION advice.block_after(after uuid, last uuid, today date, rules text, mark text, most integer,
  OUT upto uuid, OUT looked_at integer, OUT state bigint, OUT known text, OUT more text)
LANGUAGE plpgsql STABLE SET search_path = pg_catalog SET plan_cache_mode = force_generic_plan
SET enable_seqscan = off SET enable_hashjoin = off SET enable_nestloop = off AS $$
BEGIN
  looked_at := most;
  upto := coalesce(last, (SELECT f.customer_id FROM needs.facts f WHERE f.customer_id > after ORDER BY f.customer_id OFFSET most - 1 LIMIT 1));
  IF upto IS NULL THEN
    upto := 'ffffffff-ffff-ffff-ffff-ffffffffffff';
    SELECT count(*) INTO looked_at FROM needs.facts f WHERE f.customer_id > after;
  END IF;
  SELECT bit_xor(uuid_hash_extended(w.customer_id, w.version)),
      string_agg(CASE WHEN starts_with(w.packed, mark) THEN w.packed ELSE w.known::text END, E'\n'),
      string_agg(CASE WHEN w.past IS NOT NULL OR w.not_used <> '{}' THEN jsonb_build_array(w.not_used, w.past)::text ELSE '' END, E'\n')
    INTO state, known, more
    FROM advice.waiting(after, upto, today, rules) w;
END $$;

-- Whoever objects waits meanwhile (0042_restraints.sql): of whom nothing may be worked out by now is not among them any more. ON CONFLICT costs
-- four microseconds for each who is new, so those who are new are only inserted. The lists are unrolled where columns are named: in FROM they
-- would be written out as a whole first, for most of a microsecond each.
CREATE FUNCTION advice.keep_block(after uuid, upto uuid, today date, rules text, state bigint, expires date, results text, said text)
RETURNS boolean LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog SET plan_cache_mode = force_generic_plan
SET enable_seqscan = off SET enable_hashjoin = off SET enable_nestloop = off AS $$
DECLARE customers uuid[]; versions integer[]; new boolean[]; now bigint;
BEGIN
  PERFORM pg_advisory_xact_lock_shared(hashtextextended('restraints', 42));
  SELECT array_agg(w.customer_id), array_agg(w.version), array_agg(w.new), bit_xor(uuid_hash_extended(w.customer_id, w.version))
    INTO customers, versions, new, now FROM advice.waiting(after, upto, today, rules) w;
  IF now IS DISTINCT FROM state THEN RETURN false; END IF;
  IF true = ANY (new) THEN
    INSERT INTO advice.decisions (customer_id, facts_version, rules, result, said, decided_on, expires_on)
      SELECT l.customer_id, l.version, keep_block.rules, l.result, l.said, today, expires
        FROM (SELECT unnest(customers) AS customer_id, unnest(versions) AS version, unnest(new) AS new,
            unnest(string_to_array(results, E'\n')) AS result, unnest(string_to_array(keep_block.said, E'\n')) AS said) l
       WHERE l.new;
  END IF;
  IF false = ANY (new) THEN
    INSERT INTO advice.decisions (customer_id, facts_version, rules, result, said, decided_on, expires_on)
      SELECT l.customer_id, l.version, keep_block.rules, l.result, l.said, today, expires
        FROM (SELECT unnest(customers) AS customer_id, unnest(versions) AS version, unnest(new) AS new,
            unnest(string_to_array(results, E'\n')) AS result, unnest(string_to_array(keep_block.said, E'\n')) AS said) l
       WHERE NOT l.new
      ON CONFLICT (customer_id) DO UPDATE SET facts_version = excluded.facts_version, rules = excluded.rules, result = excluded.result,
        said = excluded.said, decided_on = excluded.decided_on, expires_on = excluded.expires_on;
  END IF;
  RETURN true;
END $$;
REVOKE ALL ON FUNCTION advice.waiting(uuid, uuid, date, text), advice.block_after(uuid, uuid, date, text, text, integer),
  advice.keep_block(uuid, uuid, date, text, bigint, date, text, text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION advice.waiting(uuid, uuid, date, text), advice.block_after(uuid, uuid, date, text, text, integer),
  advice.keep_block(uuid, uuid, date, text, bigint, date, text, text) TO earshot_run_advice;

-- How many letters a text has must be counted, and how many bytes is known.
ALTER TABLE advice.decisions DROP CONSTRAINT decisions_rules_check, DROP CONSTRAINT decisions_said_check,
  ADD CHECK (octet_length(rules) <= 8000), ADD CHECK (octet_length(said) <= 2000);
