-- Which accounts are one person decides who may approve what, so it never changes in passing. A change of particulars leaves it as it is;
-- taking an account apart is asked for in a word of its own, which the approver reads, with who shares the account now and who would.
CREATE OR REPLACE FUNCTION house.amend(function regprocedure, said text, says text) RETURNS void LANGUAGE plpgsql AS $$
DECLARE source text := pg_get_functiondef(function); times integer := (length(source) - length(replace(source, said, ''))) / length(said);
BEGIN
  IF times <> 1 THEN RAISE EXCEPTION '% says that % times: %', function, times, said; END IF;
  EXECUTE replace(source, said, says);
END $$;

SELECT house.amend('staff.change_particulars(text, uuid, jsonb)', 'person_id = coalesce(person, CASE WHEN shared THEN house.new_id() ELSE f.person_id END)',
  'person_id = CASE WHEN (payload->>''apart'')::boolean THEN house.new_id() ELSE coalesce(person, f.person_id) END');
SELECT house.amend('staff.change_particulars(text, uuid, jsonb)',
  '  shared := (SELECT count(*) > 1 FROM staff.staff f WHERE f.person_id = (SELECT o.person_id FROM staff.staff o WHERE o.staff_id = whom));
', '');
SELECT house.amend('staff.change_particulars(text, uuid, jsonb)', '; shared boolean;', ';');

-- The other accounts of the same person, by id: whoever joins or leaves them after it was asked makes it another request.
CREATE FUNCTION staff.shares_with(whom uuid) RETURNS uuid[] LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
  RETURN ARRAY(SELECT o.staff_id FROM staff.staff f JOIN staff.staff o ON o.person_id = f.person_id AND o.staff_id <> f.staff_id
    WHERE f.staff_id = whom ORDER BY o.staff_id);
END $$;
CREATE FUNCTION staff.called(accounts uuid[]) RETURNS text LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
  RETURN (SELECT left(string_agg(f.full_name || ' (' || f.user_name || ')', ', ' ORDER BY f.user_name), 1000) FROM staff.staff f WHERE f.staff_id = ANY (accounts));
END $$;
SELECT house.amend('staff.particulars_before(uuid, jsonb)', '''personId'', standing.person_id,',
  '''personId'', standing.person_id, ''sharesWith'', to_jsonb(staff.shares_with(whom)),');
SELECT house.amend('staff.particulars_before(uuid, jsonb)', '  -- one''s own line,', '  IF (payload->>''apart'')::boolean AND (same IS NOT NULL OR cardinality(staff.shares_with(whom)) = 0) THEN
    RAISE EXCEPTION ''there is nothing to take apart'' USING ERRCODE = ''ES422'';
  END IF;
  -- one''s own line,');
-- However often her records were merged.
SELECT house.amend('staff.customer_numbered(text)', 'SELECT coalesce(c.merged_into, c.customer_id) INTO customer', 'SELECT customers.survivor(c.customer_id) INTO customer');

-- Who asked and who decides are compared as they are now, too: accounts may have become one person's since it was asked.
SELECT house.amend('privacy.may_decide(uuid, uuid)', 'NOT staff.in_one_line(f.person_id, p.requester_person)',
  'NOT staff.in_one_line(f.person_id, p.requester_person)
      AND NOT staff.in_one_line(f.person_id, (SELECT q.person_id FROM staff.staff q WHERE q.staff_id = p.requested_by))');

-- What a request about staff says in words: whose account it shares now, and whose then.
DROP FUNCTION privacy.approval_particulars(uuid, text);
CREATE FUNCTION privacy.approval_particulars(search uuid, token text) RETURNS TABLE (approval_id uuid, particulars jsonb, premises text, manager text,
  same_person text, before_name text, before_premises text, before_manager text, before_same text)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE a record;
BEGIN
  a := privacy.actor(token);
  PERFORM privacy.searched(search, token);
  RETURN QUERY SELECT p.approval_id, p.payload, b.name, m.full_name,
      CASE WHEN (p.payload->>'apart')::boolean THEN NULL
        WHEN p.payload->>'sameAs' IS NOT NULL THEN staff.called(array_remove(staff.shares_with((p.payload->>'sameAs')::uuid)
          || (p.payload->>'sameAs')::uuid, (p.payload->>'staffId')::uuid))
        ELSE w.shared END,
      p.before->>'fullName', ob.name, om.full_name, w.shared
    FROM privacy.listed_approvals(a.staff_id) p
    CROSS JOIN LATERAL (SELECT staff.called(ARRAY(SELECT s.id::uuid FROM jsonb_array_elements_text(
      CASE jsonb_typeof(p.before->'sharesWith') WHEN 'array' THEN p.before->'sharesWith' ELSE '[]' END) s(id))) AS shared) w
    LEFT JOIN premises.premises b ON b.premises_id = (p.payload->>'premisesId')::uuid
    LEFT JOIN staff.staff m ON m.staff_id = (p.payload->>'managerId')::uuid
    LEFT JOIN premises.premises ob ON ob.premises_id = (p.before->>'premisesId')::uuid
    LEFT JOIN staff.staff om ON om.staff_id = (p.before->>'managerId')::uuid
   WHERE p.action IN ('staff entry', 'staff change');
END $$;

-- The list of staff says it, too: an account that is somebody's second one is known as that before anything is asked.
DROP FUNCTION staff.directory(text, text, integer);
CREATE FUNCTION staff.directory(token text, after text, most integer) RETURNS TABLE (staff_id uuid, user_name text, full_name text, role text,
  premises text, premises_id uuid, manager_id uuid, active boolean, inactive_reason text, sessions integer, last_seen_at timestamptz, passkeys integer,
  has_password boolean, invited_until timestamptz, shares_with text)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE a record;
BEGIN
  a := privacy.actor(token);
  IF a.role IS DISTINCT FROM 'administrator' THEN RAISE EXCEPTION 'not your task' USING ERRCODE = 'ES405'; END IF;
  RETURN QUERY SELECT f.staff_id, f.user_name, f.full_name, f.role, p.name, f.premises_id, f.manager_id, f.active, f.inactive_reason,
      (SELECT count(*)::int FROM staff.sessions s WHERE s.staff_id = f.staff_id AND s.ended_at IS NULL AND s.idle_expires_at > now() AND s.expires_at > now()),
      (SELECT max(s.last_seen_at) FROM staff.sessions s WHERE s.staff_id = f.staff_id),
      (SELECT count(*)::int FROM staff.passkeys k WHERE k.staff_id = f.staff_id),
      i.password_hash IS NOT NULL AND i.totp_secret IS NOT NULL, CASE WHEN i.invitation_expires_at > now() THEN i.invitation_expires_at END,
      staff.called(staff.shares_with(f.staff_id))
    FROM staff.staff f LEFT JOIN premises.premises p ON p.premises_id = f.premises_id LEFT JOIN staff.sign_ins i ON i.staff_id = f.staff_id
   WHERE f.user_name > coalesce(after, '') ORDER BY f.user_name LIMIT least(most, 200);
END $$;

GRANT CREATE ON SCHEMA staff, privacy TO earshot_vault;
SELECT house.hand_over('staff.shares_with(uuid)', 'earshot_vault', ''), house.hand_over('staff.called(uuid[])', 'earshot_vault', ''),
  house.hand_over('privacy.approval_particulars(uuid, text)', 'earshot_vault', 'earshot_staff'),
  house.hand_over('staff.directory(text, text, integer)', 'earshot_vault', 'earshot_staff');
DROP FUNCTION house.amend(regprocedure, text, text);
