-- Who is told at once. Broken glass: everybody above the one who broke it, whatever their role, and where nobody is above who works here, the
-- compliance and security offices. Until now only managers were told, so a manager with no manager above broke glass unseen until the review.
-- And a file that somebody shut and nobody has confirmed yet: those who may confirm it, and after three days, urgently, those and who shut it.
CREATE FUNCTION house.amend(function regprocedure, said text, says text) RETURNS void LANGUAGE plpgsql AS $$
DECLARE source text := pg_get_functiondef(function); times integer := (length(source) - length(replace(source, said, ''))) / length(said);
BEGIN
  IF times <> 1 THEN RAISE EXCEPTION '% says that % times: %', function, times, said; END IF;
  EXECUTE replace(source, said, says);
END $$;

-- Accounts of one person are that person: nobody is above themselves, and nobody is told of their own in the place of somebody else.
CREATE FUNCTION privacy.is_told_of_glass(me uuid, my_role text, whose uuid) RETURNS boolean LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE above constant uuid[] := array_remove(staff.above(whose), whose);
BEGIN
  IF me = whose THEN RETURN false; END IF;
  RETURN me = ANY (above) OR my_role IN ('compliance officer', 'security officer')
    AND NOT EXISTS (SELECT FROM staff.staff f WHERE f.active AND f.person_id = ANY (above));
END $$;
SELECT house.amend('privacy.notices(text)', 'AND a.role = ''manager'' AND me = ANY (staff.above(f.person_id))
  UNION ALL
  SELECT ''limit reached''', 'AND privacy.is_told_of_glass(me, a.role, f.person_id)
  UNION ALL
  SELECT ''limit reached''');

-- The second person is told that a file waits and until when; whose it is, they read where it is on record.
CREATE INDEX restrictions_to_confirm ON privacy.restrictions (made_by, made_at) WHERE origin = 'people' AND confirmed_at IS NULL AND ended_at IS NULL;
SELECT house.amend('privacy.notices(text)', 'ELSE ''approval waits'' END', 'WHEN p.action = ''file restriction'' THEN ''restriction waits'' ELSE ''approval waits'' END');
SELECT house.amend('privacy.notices(text)', 'coalesce(d.full_name, f.full_name), NULL, NULL, p.reference, p.state',
  'coalesce(d.full_name, f.full_name), NULL, CASE WHEN p.action = ''file restriction'' THEN p.expires_at::date END,
         CASE WHEN p.action <> ''file restriction'' OR p.requested_by = a.staff_id THEN p.reference END, p.state');
SELECT house.amend('privacy.notices(text)', '  UNION ALL
  SELECT ''glass to review''', '  UNION ALL
  -- nobody''s own people
  SELECT ''restriction overdue'', min(q.expires_at), NULL, count(*)::integer, min(r.made_at)::date, NULL, NULL
    FROM privacy.restrictions r JOIN privacy.approval_rules l ON l.action = ''file restriction''
    CROSS JOIN LATERAL (SELECT x.expires_at FROM privacy.approvals x WHERE x.approval_id = r.approval_id LIMIT 1) q
   WHERE r.origin = ''people'' AND r.confirmed_at IS NULL AND r.ended_at IS NULL AND q.expires_at <= clock_timestamp()
     AND (a.role = ANY (l.decides) OR r.made_by = a.staff_id) AND NOT privacy.is_kin(a.staff_id, r.customer_id)
  HAVING count(*) > 0
  UNION ALL
  SELECT ''glass to review''');

-- One's own, whatever account it was broken with.
SELECT house.amend('privacy.broken_glass_cards(uuid, text, boolean)', 'p.staff_id = a.staff_id, p.verdict',
  'f.person_id = (SELECT o.person_id FROM staff.staff o WHERE o.staff_id = a.staff_id), p.verdict');

GRANT CREATE ON SCHEMA privacy TO earshot_vault;
SELECT house.hand_over('privacy.is_told_of_glass(uuid, text, uuid)', 'earshot_vault', '');
REVOKE CREATE ON SCHEMA privacy FROM earshot_vault;
DROP FUNCTION house.amend(regprocedure, text, text);
