-- A transaction does not see its own number among those that are still running: once a later one has ended, its own counts as
-- visible in its snapshot. So a record's own transaction is named, wherever "committed and visible" is asked. (Seen: with others
-- at work, opening and unlocking in one transaction succeeded, and a roll back would have left no record.)
DO $$
DECLARE definition text; asked constant text := 'pg_visible_in_snapshot\((\w+\.xid), pg_current_snapshot\(\)\)';
BEGIN
  FOR definition IN SELECT pg_get_functiondef(p.oid) FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
      WHERE n.nspname IN ('privacy', 'customers', 'conversations', 'holdings', 'staff', 'feed') AND p.prosrc ~ asked
        AND p.prosrc !~ 'pg_current_xact_id_if_assigned' LOOP
    EXECUTE regexp_replace(definition, asked,
      '(pg_visible_in_snapshot(\1, pg_current_snapshot()) AND \1 IS DISTINCT FROM pg_current_xact_id_if_assigned())', 'g');
  END LOOP;
END $$;
