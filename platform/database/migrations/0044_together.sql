-- What requests for approval say beside what each action says by itself: both of what came at the same time, exports and lists that two
-- people agree on (0039) and resets of customers' sign-ins (0040).
DROP FUNCTION privacy.approval_more(uuid, text);
CREATE FUNCTION privacy.approval_more(search uuid, token text) RETURNS TABLE (approval_id uuid, request_id uuid, run_id uuid, file_number integer,
  feed text, from_day date, to_day date, question_id uuid, subject text, occasions integer, customer_ids uuid[], customer_names text[],
  contact_point_id uuid, presence text)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE a record := privacy.actor(token); ids uuid[];
BEGIN
  ids := privacy.searched(search, token);
  RETURN QUERY SELECT p.approval_id, (p.payload->>'requestId')::uuid, (p.payload->>'runId')::uuid, (p.payload->>'fileNumber')::integer, r.feed,
      (p.payload->>'from')::date, (p.payload->>'to')::date, (p.payload->>'questionId')::uuid, s.full_name, (p.before->>'occasions')::integer,
      privacy.listed_customers(p.payload),
      (SELECT array_agg(c.full_name ORDER BY c.full_name) FROM customers.customers c
        WHERE c.customer_id = ANY (privacy.listed_customers(p.payload)) AND c.customer_id = ANY (ids)),
      (p.payload->>'contactPointId')::uuid, p.before->>'presence'
    FROM privacy.listed_approvals(a.staff_id) p LEFT JOIN feed.runs r ON r.run_id = (p.payload->>'runId')::uuid
    LEFT JOIN staff.staff s ON s.staff_id = (p.before->>'subjectStaffId')::uuid;
END $$;
-- Gently (0041): of what a list names, help alone; the list was said anew since (0043).
CREATE FUNCTION house.amend(function regprocedure, said text, says text) RETURNS void LANGUAGE plpgsql AS $$
DECLARE source text := pg_get_functiondef(function); times integer := (length(source) - length(replace(source, said, ''))) / length(said);
BEGIN
  IF times <> 1 THEN RAISE EXCEPTION '% says that % times: %', function, times, said; END IF;
  EXECUTE replace(source, said, says);
END $$;
SELECT house.amend('advice.prompts_of(uuid)', 'AND d.expires_on > CURRENT_DATE',
  'AND d.expires_on > CURRENT_DATE AND (s.option_code LIKE ''help.%'' OR NOT ''gently'' = ANY (needs.adaptations_of(customer)))');
DROP FUNCTION house.amend(regprocedure, text, text);
GRANT CREATE ON SCHEMA privacy TO earshot_vault;
SELECT house.hand_over('privacy.approval_more(uuid, text)', 'earshot_vault', 'earshot_staff');
