-- Taking a list of the record away takes two people; reading it page after page took one, and gave the same list. Pages are still read by
-- one, but no more than five hundred different customers in a day, by all accounts of a person together: whoever reaches that is told of to
-- compliance, and is shown nobody new until a day later. What two people have agreed to export is not counted.
CREATE OR REPLACE FUNCTION house.amend(function regprocedure, said text, says text) RETURNS void LANGUAGE plpgsql AS $$
DECLARE source text := pg_get_functiondef(function); times integer := (length(source) - length(replace(source, said, ''))) / length(said);
BEGIN
  IF times <> 1 THEN RAISE EXCEPTION '% says that % times: %', function, times, said; END IF;
  EXECUTE replace(source, said, says);
END $$;
CREATE INDEX events_of_record_exports ON privacy.events (staff_id, at) WHERE name = 'record.exported';
CREATE INDEX events_of_record_limits ON privacy.events (at) WHERE name = 'record limit.reached';

CREATE FUNCTION privacy.count_viewed(who uuid, in_session uuid, asked text, shows uuid[]) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE most constant integer := 500; accounts uuid[]; agreed text[]; shown uuid[]; fresh integer; oldest timestamptz;
BEGIN
  SELECT array_agg(o.staff_id) INTO accounts FROM staff.staff f JOIN staff.staff o ON o.person_id = f.person_id WHERE f.staff_id = who;
  -- one page at a time, so that ten at once count like ten in turn
  PERFORM pg_advisory_xact_lock(hashtextextended((SELECT f.person_id FROM staff.staff f WHERE f.staff_id = who)::text, 42));
  SELECT array_agg(privacy.question(e.detail->>'of', e.subject::uuid, (e.detail->>'from')::timestamp AT TIME ZONE 'UTC',
      ((e.detail->>'to')::date + 1)::timestamp AT TIME ZONE 'UTC')) INTO agreed
    FROM privacy.events e WHERE e.name = 'record.exported' AND e.staff_id = ANY (accounts) AND e.at > now() - interval '1 day';
  IF asked = ANY (agreed) THEN RETURN; END IF;
  SELECT coalesce(array_agg(DISTINCT i.id), '{}'), min(s.at) INTO shown, oldest FROM privacy.searches s CROSS JOIN LATERAL unnest(s.customer_ids) i(id)
   WHERE s.staff_id = ANY (accounts) AND s.at > now() - interval '1 day' AND s.surface = 'record' AND s.query LIKE 'staff %'
     AND s.query <> ALL (coalesce(agreed, '{}'));
  SELECT count(*) INTO fresh FROM unnest(shows) i(id) WHERE i.id <> ALL (shown);
  IF fresh = 0 THEN RETURN; END IF;
  IF cardinality(shown) >= most THEN
    RAISE EXCEPTION 'more names than one may read in a day' USING ERRCODE = 'ES429',
      DETAIL = greatest(1, ceil(extract(epoch FROM oldest + interval '1 day' - now())))::int::text;
  ELSIF cardinality(shown) + fresh >= most THEN
    INSERT INTO privacy.events (name, session_id, staff_id, detail)
    VALUES ('record limit.reached', in_session, who, jsonb_build_object('customers', cardinality(shown) + fresh, 'hours', 24));
  END IF;
END $$;
SELECT house.amend('privacy.ask_record(uuid, text, text, uuid, timestamptz, timestamptz, uuid, integer)', '  INSERT INTO privacy.searches', '  IF of_what = ''staff'' THEN
    PERFORM privacy.count_viewed(a.staff_id, a.session_id, privacy.question(of_what, subject, since, until), found);
  END IF;
  INSERT INTO privacy.searches');
-- The offices watch each other.
SELECT house.amend('privacy.notices(text)', '  UNION ALL
  SELECT ''glass to review''', '  UNION ALL
  SELECT ''record limit reached'', e.at, f.full_name, (e.detail->>''customers'')::integer, NULL, NULL, NULL
    FROM privacy.events e JOIN staff.staff f ON f.staff_id = e.staff_id
   WHERE e.name = ''record limit.reached'' AND e.at > now() - interval ''1 day'' AND a.role = ''compliance officer''
  UNION ALL
  SELECT ''glass to review''');
GRANT CREATE ON SCHEMA privacy TO earshot_vault;
SELECT house.hand_over('privacy.count_viewed(uuid, uuid, text, uuid[])', 'earshot_vault', '');
DROP FUNCTION house.amend(regprocedure, text, text);
