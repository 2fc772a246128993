-- The night asks before it keeps whether what it read of a block still stands. It mostly does, and one number says so: of each customer in
-- the block and the version of her facts a hash, all of them together. Only where that number is another is each line asked for itself.
-- Of whom there is more than facts stands in her own line, so that lines need not be numbered.
CREATE FUNCTION advice.block_state(after uuid, upto uuid) RETURNS bigint LANGUAGE plpgsql STABLE SET search_path = pg_catalog
SET plan_cache_mode = force_generic_plan SET enable_seqscan = off AS $$
BEGIN
  RETURN (SELECT bit_xor(uuid_hash_extended(f.customer_id, f.version)) FROM needs.facts f
    WHERE f.customer_id > block_state.after AND f.customer_id <= block_state.upto);
END $$;

DROP FUNCTION advice.block_after(uuid, date, text, text, integer);
CREATE FUNCTION advice.block_after(after uuid, today date, rules text, mark text, most integer,
  OUT upto uuid, OUT looked_at integer, OUT state bigint, OUT ids text, OUT new text, OUT versions text, OUT known text, OUT more text)
LANGUAGE plpgsql STABLE SET search_path = pg_catalog SET plan_cache_mode = force_generic_plan
SET enable_seqscan = off SET enable_hashjoin = off SET enable_nestloop = off AS $$
BEGIN
  looked_at := most;
  SELECT f.customer_id INTO upto FROM needs.facts f WHERE f.customer_id > after ORDER BY f.customer_id OFFSET most - 1 LIMIT 1;
  IF upto IS NULL THEN
    upto := 'ffffffff-ffff-ffff-ffff-ffffffffffff';
    SELECT count(*) INTO looked_at FROM needs.facts f WHERE f.customer_id > after;
  END IF;
  state := advice.block_state(after, upto);
  SELECT string_agg(f.customer_id::text, E'\n'), string_agg(CASE WHEN d.customer_id IS NULL THEN 'y' ELSE 'n' END, ''),
      string_agg(f.version::text, E'\n'),
      string_agg(CASE WHEN starts_with(f.packed, mark) THEN f.packed ELSE f.known::text END, E'\n'),
      string_agg(CASE WHEN o.past IS NOT NULL OR f.not_used <> '{}' THEN jsonb_build_array(f.not_used, o.past)::text ELSE '' END, E'\n')
    INTO ids, new, versions, known, more
    FROM needs.facts f
    LEFT JOIN advice.decisions d ON d.customer_id = f.customer_id AND d.customer_id > after AND d.customer_id <= upto
    LEFT JOIN (SELECT o.customer_id, greatest(
        max((o.recorded_at AT TIME ZONE 'UTC')::date), max(o.until) FILTER (WHERE o.until <= today),
        max((o.recorded_at AT TIME ZONE 'UTC')::date + 91) FILTER (WHERE o.became = 'accepted' AND (o.recorded_at AT TIME ZONE 'UTC')::date + 91 <= today)) AS latest,
        jsonb_agg(jsonb_build_object('option_code', o.option_code, 'became', o.became, 'until', o.until,
          'recorded_on', (o.recorded_at AT TIME ZONE 'UTC')::date) ORDER BY o.recorded_at DESC) AS past
      FROM advice.outcomes o WHERE o.customer_id > after AND o.customer_id <= upto GROUP BY o.customer_id) o ON o.customer_id = f.customer_id
   WHERE f.customer_id > after AND f.customer_id <= upto AND (d.customer_id IS NULL OR d.facts_version <> f.version
      OR d.rules <> block_after.rules OR d.expires_on <= today OR o.latest >= d.decided_on);
END $$;

DROP FUNCTION advice.still_known(text, text);
CREATE FUNCTION advice.still_known(ids text, versions text, after uuid, upto uuid, state bigint) RETURNS text
LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog SET plan_cache_mode = force_generic_plan
SET enable_seqscan = off SET enable_nestloop = off SET enable_mergejoin = off AS $$
DECLARE letters text;
BEGIN
  PERFORM pg_advisory_xact_lock_shared(hashtextextended('restraints', 42));
  IF state = advice.block_state(after, upto) THEN RETURN repeat('y', cardinality(string_to_array(versions, E'\n'))); END IF;
  SELECT string_agg(CASE WHEN f.version = r.version::integer THEN 'y' ELSE 'n' END, '' ORDER BY r.line) INTO letters
    FROM unnest(string_to_array(ids, E'\n'), string_to_array(versions, E'\n')) WITH ORDINALITY r(id, version, line)
    LEFT JOIN (SELECT f.customer_id, f.version FROM needs.facts f
      WHERE f.customer_id > still_known.after AND f.customer_id <= still_known.upto) f ON f.customer_id = r.id::uuid;
  RETURN letters;
END $$;
REVOKE ALL ON FUNCTION advice.block_state(uuid, uuid), advice.block_after(uuid, date, text, text, integer),
  advice.still_known(text, text, uuid, uuid, bigint) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION advice.block_state(uuid, uuid), advice.block_after(uuid, date, text, text, integer),
  advice.still_known(text, text, uuid, uuid, bigint) TO earshot_run_advice;
