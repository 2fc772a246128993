-- An objection that comes while the night works. The runs read many customers, reckon, and write: what was read before she objected would be
-- written after it, and nobody would ever take it away. Now whoever restrains and whoever writes meet at one lock: the runs share it for as
-- long as it takes to write, a restraint has it alone; and having it, the runs ask once more of whom they may write.
CREATE FUNCTION privacy.wait_for_runs() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
  PERFORM pg_advisory_xact_lock(hashtextextended('restraints', 42));
  RETURN NEW;
END $$;
CREATE TRIGGER wait_for_runs BEFORE INSERT ON privacy.restraints FOR EACH ROW EXECUTE FUNCTION privacy.wait_for_runs();

-- Of these customers those who may be understood now, each with whether she objects to marketing: what was reckoned from another answer is
-- not written either. Restraints lie with the record that lives on; only where records were merged all of them are asked.
CREATE FUNCTION needs.still_understood(ids uuid[]) RETURNS TABLE (customer_id uuid, no_marketing boolean)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog SET plan_cache_mode = force_generic_plan AS $$
BEGIN
  PERFORM pg_advisory_xact_lock_shared(hashtextextended('restraints', 42));
  RETURN QUERY SELECT i.id, CASE WHEN m.merged THEN privacy.is_restrained(i.id, 'no marketing') ELSE coalesce(r.marketing, false) END
    FROM unnest(ids) i(id)
    LEFT JOIN LATERAL (SELECT true AS merged FROM customers.customers c WHERE c.merged_into = i.id LIMIT 1) m ON true
    LEFT JOIN LATERAL (SELECT bool_or(x.kind = 'no marketing') AS marketing, bool_or(x.kind IN ('no profiling', 'storage only')) AS shut
      FROM privacy.restraints x WHERE x.customer_id = i.id AND x.ended_at IS NULL) r ON true
   WHERE NOT CASE WHEN m.merged THEN privacy.is_restrained(i.id, 'no profiling') OR privacy.is_restrained(i.id, 'storage only')
     ELSE coalesce(r.shut, false) END;
END $$;

-- Of the lines of a block which still stand: y where the facts are those that were read. A decision about others is not kept.
CREATE FUNCTION advice.still_known(ids text, versions text) RETURNS text LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog
SET plan_cache_mode = force_generic_plan SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off AS $$
DECLARE letters text;
BEGIN
  PERFORM pg_advisory_xact_lock_shared(hashtextextended('restraints', 42));
  SELECT string_agg(CASE WHEN f.version = r.version::integer THEN 'y' ELSE 'n' END, '' ORDER BY r.line) INTO letters
    FROM unnest(string_to_array(ids, E'\n'), string_to_array(versions, E'\n')) WITH ORDINALITY r(id, version, line)
    LEFT JOIN needs.facts f ON f.customer_id = r.id::uuid;
  RETURN letters;
END $$;
REVOKE ALL ON FUNCTION advice.still_known(text, text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION advice.still_known(text, text) TO earshot_run_advice;

-- What was written of them before this was asked goes as each run begins: as if she had objected just now.
CREATE FUNCTION needs.forget_restrained() RETURNS integer LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE people uuid[]; gone integer;
BEGIN
  SELECT array_agg(DISTINCT p.id) INTO people FROM privacy.restraints r
    CROSS JOIN LATERAL unnest(privacy.one_person(customers.survivor(r.customer_id)) || r.customer_id) p(id)
   WHERE r.kind IN ('storage only', 'no profiling') AND r.ended_at IS NULL;
  DELETE FROM needs.facts f WHERE f.customer_id = ANY (people);
  GET DIAGNOSTICS gone = ROW_COUNT;
  DELETE FROM advice.decisions d WHERE d.customer_id = ANY (people);
  DELETE FROM advice.followed f WHERE f.customer_id = ANY (people) AND f.measured_on IS NULL;
  UPDATE needs.standings s SET to_date = CURRENT_DATE WHERE s.customer_id = ANY (people) AND s.to_date IS NULL;
  UPDATE needs.events e SET state = 'expired', version = e.version + 1
   WHERE e.customer_id = ANY (people) AND e.source = 'inferred' AND e.state IN ('suspected', 'confirmed');
  UPDATE needs.needs n SET state = 'expired', version = n.version + 1
   WHERE n.customer_id = ANY (people) AND n.source = 'inferred' AND n.state = 'open';
  RETURN gone;
END $$;

GRANT CREATE ON SCHEMA privacy, needs TO earshot_vault;
SELECT house.hand_over('privacy.wait_for_runs()', 'earshot_vault', ''),
  house.hand_over('needs.still_understood(uuid[])', 'earshot_vault', 'earshot_run_needs'),
  house.hand_over('needs.forget_restrained()', 'earshot_vault', 'earshot_run_needs, earshot_run_advice');
REVOKE CREATE ON SCHEMA needs FROM earshot_vault;
