-- Two files that were one and are two again: what was sealed while they were one is sealed with the survivor's key, whosever row it is now.
-- Their keys are retired as the files part, so that the nightly 'keys.renew' seals each row with the key of whose it is; until then neither
-- is erased, because destroying one's keys would take rows of the other, or leave rows behind that the other's key opens.
CREATE FUNCTION customers.part_keys() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
  UPDATE keys.data_keys k SET retired_at = clock_timestamp() WHERE k.customer_id IN (NEW.survivor_id, NEW.merged_id) AND k.retired_at IS NULL;
  RETURN NULL;
END $$;
CREATE TRIGGER part_keys AFTER UPDATE OF unmerged_at ON customers.merges FOR EACH ROW
  WHEN (OLD.unmerged_at IS NULL AND NEW.unmerged_at IS NOT NULL) EXECUTE FUNCTION customers.part_keys();
-- Those that parted before.
UPDATE keys.data_keys k SET retired_at = clock_timestamp() FROM customers.merges m
 WHERE m.unmerged_at IS NOT NULL AND k.customer_id IN (m.survivor_id, m.merged_id) AND k.retired_at IS NULL;

-- Is a row of theirs sealed with a key of whoever they were one file with once, or the other way round?
CREATE FUNCTION privacy.share_keys(people uuid[]) RETURNS boolean LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE others uuid[]; c record; shared boolean;
BEGIN
  SELECT array_agg(DISTINCT o.id) INTO others FROM customers.merges m CROSS JOIN LATERAL (VALUES (m.survivor_id), (m.merged_id)) o(id)
   WHERE m.unmerged_at IS NOT NULL AND (m.survivor_id = ANY (people) OR m.merged_id = ANY (people)) AND o.id <> ALL (people);
  IF others IS NULL THEN RETURN false; END IF;
  FOR c IN SELECT t.table_name, a.attname FROM house.table_classes t JOIN pg_attribute a ON a.attrelid = t.table_name::regclass
            WHERE t.class = 'customer' AND a.attname LIKE '%\_sealed' AND NOT a.attisdropped LOOP
    EXECUTE format('SELECT EXISTS (SELECT FROM %s t JOIN keys.data_keys k ON k.key_id = keys.id_in(t.%I)
        WHERE t.customer_id = ANY ($1) AND k.customer_id = ANY ($2) OR t.customer_id = ANY ($2) AND k.customer_id = ANY ($1))',
      c.table_name::regclass, c.attname) INTO shared USING people, others;
    IF shared THEN RETURN true; END IF;
  END LOOP;
  RETURN false;
END $$;

CREATE INDEX merges_taken_apart ON customers.merges (merged_id) WHERE unmerged_at IS NOT NULL;
DO $$
DECLARE source text := pg_get_functiondef('privacy.erase(uuid)'::regprocedure); c record;
  said text := '  people := privacy.one_person(customer);
';
BEGIN
  IF (length(source) - length(replace(source, said, ''))) / length(said) <> 1 THEN RAISE EXCEPTION 'privacy.erase is not what it was'; END IF;
  EXECUTE replace(source, said, said || '  IF privacy.share_keys(people) THEN
    RAISE EXCEPTION ''a row is sealed with the key of a file that was merged with this one: keys.renew comes first'' USING ERRCODE = ''ES409'';
  END IF;
');
  FOR c IN SELECT t.table_name, a.attname FROM house.table_classes t JOIN pg_attribute a ON a.attrelid = t.table_name::regclass
            WHERE t.class = 'customer' AND a.attname LIKE '%\_sealed' AND NOT a.attisdropped LOOP
    EXECUTE format('GRANT SELECT (customer_id, %I) ON %s TO earshot_vault', c.attname, c.table_name::regclass);
  END LOOP;
END $$;
GRANT UPDATE (retired_at) ON keys.data_keys TO earshot_vault;
SELECT house.hand_over('customers.part_keys()', 'earshot_vault', '');
SELECT house.hand_over('privacy.share_keys(uuid[])', 'earshot_vault', '');
