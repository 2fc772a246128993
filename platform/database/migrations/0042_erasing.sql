-- Erasing, once more: that no way leads from the id of somebody who was erased to a name; that what was approved is people and not a number
-- of records; that the page of an erasure does not tell of an investigation; and that words typed to find nobody do not stay for ever.
CREATE OR REPLACE FUNCTION house.amend(function regprocedure, said text, says text) RETURNS void LANGUAGE plpgsql AS $$
DECLARE source text := pg_get_functiondef(function); times integer := (length(source) - length(replace(source, said, ''))) / length(said);
BEGIN
  IF times <> 1 THEN RAISE EXCEPTION '% says that % times: %', function, times, said; END IF;
  EXECUTE replace(source, said, says);
END $$;

-- Whoever was erased and works here: the account does not say any more which customer it was, neither does what two people agreed on about it.
SELECT house.amend('privacy.forget(uuid[])', '  DELETE FROM feed.journal j WHERE', '  UPDATE staff.staff f SET customer_id = NULL WHERE f.customer_id = ANY (people);
  DELETE FROM customers.moved_links m WHERE m.customer_id = ANY (people);
  DELETE FROM customers.merges m WHERE m.survivor_id = ANY (people) OR m.merged_id = ANY (people);
  DELETE FROM feed.journal j WHERE');
-- A number of a feed is as good as the id: house.id_of makes the one of the other. The hash of what was agreed on stays.
CREATE FUNCTION privacy.customer_of_key(key text) RETURNS uuid LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
  RETURN house.id_of(split_part(key, '/', 1), 'customers', substr(key, strpos(key, '/') + 1));
END $$;
SELECT house.amend('privacy.forget_words(uuid[])', 'BEGIN
', 'BEGIN
  UPDATE privacy.approvals a SET payload = CASE WHEN a.payload ? ''customerKey'' THEN a.payload || ''{"customerKey": null}'' ELSE a.payload END,
      before = a.before - ''isCustomer''
   WHERE a.action IN (''staff entry'', ''staff change'') AND (a.before->>''isCustomer'' = ANY (people::text[])
     OR a.payload->>''customerKey'' IS NOT NULL AND privacy.customer_of_key(a.payload->>''customerKey'') = ANY (people));
');
GRANT DELETE ON customers.merges TO earshot_vault;

-- What was approved is these people: of two files that were one, another may have taken the place of one meanwhile.
CREATE FUNCTION privacy.whole_person(customer uuid) RETURNS uuid[] LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
  RETURN ARRAY(SELECT p.id FROM unnest(privacy.one_person(customer)) p(id) ORDER BY p.id);
END $$;
SELECT house.amend('privacy.approval_before(uuid, text, jsonb)',
  'jsonb_build_object(''records'', cardinality(privacy.one_person((payload->>''customerId'')::uuid)))',
  'jsonb_build_object(''people'', to_jsonb(privacy.whole_person((payload->>''customerId'')::uuid)))');
ALTER TABLE privacy.erasure_orders ADD COLUMN people uuid[] CHECK (cardinality(people) = records);
SELECT house.amend('privacy.order_erasure(text, uuid, uuid, uuid, uuid, text)', '  PERFORM privacy.take_approval(', '  PERFORM FROM customers.customers c WHERE c.customer_id = customer FOR UPDATE;
  PERFORM privacy.take_approval(');
SELECT house.amend('privacy.order_erasure(text, uuid, uuid, uuid, uuid, text)', 'approval_id, records, told, ordered_by)', 'approval_id, records, people, told, ordered_by)');
SELECT house.amend('privacy.order_erasure(text, uuid, uuid, uuid, uuid, text)', 'cardinality(privacy.one_person(customer)), she_was_told',
  'cardinality(privacy.one_person(customer)), privacy.whole_person(customer), she_was_told');
-- An order from before this says nobody's ids: it stops, and takes another approval.
SELECT house.amend('privacy.erase_ordered(bigint, uuid)', 'cardinality(privacy.one_person(o.customer_id)) IS DISTINCT FROM o.records',
  'privacy.whole_person(o.customer_id) IS DISTINCT FROM o.people');
SELECT house.amend('privacy.erase_ordered(bigint, uuid)', '    PERFORM FROM privacy.rights_requests q', '    PERFORM FROM customers.customers c WHERE c.customer_id = o.customer_id FOR UPDATE;
    PERFORM FROM privacy.rights_requests q');

-- One answer, yes or no: of three that changed one by one, a duty that came up where no agreement had ended lately was an investigation.
DROP FUNCTION privacy.erasure_standing(text, uuid, uuid);
CREATE FUNCTION privacy.erasure_standing(token text, customer uuid, request uuid, OUT records integer, OUT kept boolean,
  OUT ordered_at timestamptz, OUT stopped_at timestamptz) LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
  PERFORM privacy.asked_erasure(token, customer, request);
  records := cardinality(privacy.one_person(customer));
  SELECT k.agreement OR k.duty OR k.hold INTO kept FROM privacy.kept_because(customer) k;
  SELECT o.ordered_at, o.stopped_at INTO ordered_at, stopped_at FROM privacy.erasure_orders o
   WHERE o.customer_id = customer AND o.request_id = request ORDER BY o.ordered_at DESC LIMIT 1;
END $$;

-- Words that found nobody name somebody all the same, and no id says with whom they would go: they go after thirty days. And a search that
-- found somebody while she was being erased has her words still: since the last night that came to its end, whoever it found is compared
-- with those who were erased. The audit counts these like the others.
CREATE INDEX searches_that_found_nobody ON privacy.searches (at) WHERE words_salt IS NOT NULL AND customer_ids = '{}';
CREATE FUNCTION privacy.forget_old_words(job bigint, most integer) RETURNS integer
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE forgotten integer; since timestamptz; late integer;
BEGIN
  IF house.locked_task(job) IS DISTINCT FROM 'retention.apply' THEN
    RAISE EXCEPTION 'no such job is being run' USING ERRCODE = 'ES403', DETAIL = 'no job';
  END IF;
  WITH due AS MATERIALIZED (SELECT s.search_id FROM privacy.searches s
      WHERE s.words_salt IS NOT NULL AND s.customer_ids = '{}' AND s.at < now() - interval '30 days' ORDER BY s.at LIMIT most)
  UPDATE privacy.searches s SET query = '', words_salt = NULL FROM due WHERE s.search_id = due.search_id;
  GET DIAGNOSTICS forgotten = ROW_COUNT;
  SELECT coalesce(max(e.at), '-infinity') - interval '1 day' INTO since FROM privacy.events e WHERE e.name = 'retention.checked';
  UPDATE privacy.searches s SET query = '', words_salt = NULL WHERE s.words_salt IS NOT NULL AND s.at >= since AND s.customer_ids <> '{}'
    AND EXISTS (SELECT FROM unnest(s.customer_ids) i(id) JOIN privacy.erasures e ON e.customer_hash = privacy.hash_of(i.id));
  GET DIAGNOSTICS late = ROW_COUNT;
  IF forgotten + late > 0 THEN
    INSERT INTO privacy.events (name, detail) VALUES ('words.forgotten', jsonb_build_object('searches', forgotten + late));
  END IF;
  RETURN forgotten;
END $$;
DROP INDEX privacy.events_of_forgetting;
CREATE INDEX events_of_forgetting ON privacy.events (at) WHERE name IN ('person.erased', 'erasures.replayed', 'words.forgotten');
UPDATE house.retention SET citation = 'proof of who searched; the sealed record shows if one is missing. Words that found nobody go after thirty days'
 WHERE table_name = 'privacy.searches';

GRANT CREATE ON SCHEMA privacy TO earshot_vault;
SELECT house.hand_over('privacy.customer_of_key(text)', 'earshot_vault', ''), house.hand_over('privacy.whole_person(uuid)', 'earshot_vault', ''),
  house.hand_over('privacy.erasure_standing(text, uuid, uuid)', 'earshot_vault', 'earshot_staff'),
  house.hand_over('privacy.forget_old_words(bigint, integer)', 'earshot_vault', 'earshot_batch');
-- Of those who were erased before.
CREATE FUNCTION privacy.forget_old_links() RETURNS void LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE people uuid[];
BEGIN
  SELECT array_agg(x.id) INTO people FROM (
      SELECT f.customer_id AS id FROM staff.staff f WHERE f.customer_id IS NOT NULL UNION SELECT m.customer_id FROM customers.moved_links m
      UNION SELECT m.survivor_id FROM customers.merges m UNION SELECT m.merged_id FROM customers.merges m
      UNION SELECT privacy.customer_of_key(a.payload->>'customerKey') FROM privacy.approvals a WHERE a.payload->>'customerKey' IS NOT NULL
      UNION SELECT (a.before->>'isCustomer')::uuid FROM privacy.approvals a WHERE a.before->>'isCustomer' IS NOT NULL) x
    JOIN privacy.erasures e ON e.customer_hash = privacy.hash_of(x.id);
  IF people IS NOT NULL THEN PERFORM privacy.forget(people); END IF;
END $$;
SELECT house.hand_over('privacy.forget_old_links()', 'earshot_vault', '');
SELECT privacy.forget_old_links();
DROP FUNCTION privacy.forget_old_links();
DROP FUNCTION house.amend(regprocedure, text, text);
