-- Which lines of a block still stand (0042_restraints.sql), asked so that it takes no longer the more customers there are. The planner, which
-- takes a row policy for something that lets one row in two hundred through, walked along all facts for each line: a second and a half for a
-- block of a bank of twenty thousand, and more for more. A block is a stretch of the key: the facts of that stretch are read once.
CREATE OR REPLACE FUNCTION advice.still_known(ids text, versions text) RETURNS text LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog
SET plan_cache_mode = force_generic_plan SET enable_seqscan = off SET enable_nestloop = off SET enable_mergejoin = off AS $$
DECLARE letters text; lines constant text[] := string_to_array(ids, E'\n'); lowest uuid; highest uuid;
BEGIN
  PERFORM pg_advisory_xact_lock_shared(hashtextextended('restraints', 42));
  SELECT min(r.id COLLATE "C")::uuid, max(r.id COLLATE "C")::uuid INTO lowest, highest FROM unnest(lines) r(id);
  SELECT string_agg(CASE WHEN f.version = r.version::integer THEN 'y' ELSE 'n' END, '' ORDER BY r.line) INTO letters
    FROM unnest(lines, string_to_array(versions, E'\n')) WITH ORDINALITY r(id, version, line)
    LEFT JOIN (SELECT f.customer_id, f.version FROM needs.facts f WHERE f.customer_id >= lowest AND f.customer_id <= highest) f
      ON f.customer_id = r.id::uuid;
  RETURN letters;
END $$;
