-- What stands beside, where it is there: tables that say how long they are kept, and a copy of a customer's data, which holds no look
-- that is kept back.
DO $$
DECLARE line record; definition text; changed text;
BEGIN
  FOR line IN SELECT * FROM (VALUES
      ('legal holds', 'privacy.holds'), ('requests about data', 'privacy.rights_requests'), ('copies of data', 'privacy.copies'),
      ('restraints', 'privacy.restraints'), ('questions of customers', 'privacy.inquiries'), ('codes of the bank', 'conversations.vouching_codes'),
      ('invitations', 'customers.invitations')) v(rule, table_name) WHERE to_regclass(v.table_name) IS NOT NULL LOOP
    INSERT INTO house.retention (rule, table_name, way, citation)
    VALUES (line.rule, line.table_name, 'with the file', 'Directive (EU) 2015/849, article 40(1)') ON CONFLICT DO NOTHING;
  END LOOP;
  IF to_regclass('conversations.vouching_misses') IS NOT NULL THEN
    INSERT INTO house.retention (rule, table_name, way, keeps_count, keeps_unit, counted_from, citation)
    VALUES ('codes nobody gave', 'conversations.vouching_misses', 'after a time', 1, 'years', 't.hour', 'counts only') ON CONFLICT DO NOTHING;
    GRANT SELECT, DELETE ON conversations.vouching_misses TO earshot_vault;
  END IF;
  IF to_regprocedure('privacy.copy_rows(uuid, uuid)') IS NOT NULL THEN
    definition := pg_get_functiondef('privacy.copy_rows(uuid, uuid)'::regprocedure);
    changed := replace(definition, 'RETURN NEXT;', $q$IF rule.table_name = 'privacy.access_records' THEN
      SELECT coalesce(jsonb_agg(e), '[]') INTO held FROM jsonb_array_elements(held) e WHERE e->>'ground_kind' <> 'investigation';
    END IF;
    RETURN NEXT;$q$);
    IF changed = definition THEN RAISE EXCEPTION 'privacy.copy_rows does not give rows as it did'; END IF;
    EXECUTE changed;
  END IF;
END $$;
