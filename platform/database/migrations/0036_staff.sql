-- Who works here is two people's word: one administrator alone could otherwise enter somebody who does not exist, or take over the sign-in of
-- whoever approves, and be both people. The command line on the bank's own machine enters the first ones.
INSERT INTO privacy.approval_rules VALUES
  ('sign-in reset', '{administrator}', '{manager,privacy officer,compliance officer,security officer}'),
  ('staff entry', '{administrator}', '{privacy officer,compliance officer,security officer}'),
  ('staff change', '{administrator}', '{privacy officer,compliance officer,security officer}');

GRANT UPDATE (full_name, premises_id, manager_id, person_id) ON staff.staff TO earshot_vault;
GRANT EXECUTE ON FUNCTION house.id_of(text, text, text) TO earshot_vault;

-- A customer by the name of a feed and the number that they have there: core/10042.
CREATE FUNCTION staff.customer_numbered(key text) RETURNS uuid LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE customer uuid;
BEGIN
  SELECT coalesce(c.merged_into, c.customer_id) INTO customer FROM customers.customers c
   WHERE c.customer_id = house.id_of(split_part(key, '/', 1), 'customers', substr(key, strpos(key, '/') + 1)) AND c.kind = 'person';
  IF NOT FOUND THEN RAISE EXCEPTION 'no customer of that number' USING ERRCODE = 'ES404'; END IF;
  RETURN customer;
END $$;

-- What stands now of somebody's particulars; an error if what is asked for makes no sense.
CREATE FUNCTION staff.particulars_before(who uuid, payload jsonb) RETURNS jsonb LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE standing record; whom uuid := (payload->>'staffId')::uuid; boss uuid := (payload->>'managerId')::uuid; same uuid := (payload->>'sameAs')::uuid;
BEGIN
  IF boss IS NOT NULL AND NOT EXISTS (SELECT FROM staff.staff f WHERE f.staff_id = boss AND f.active)
     OR same IS NOT NULL AND NOT EXISTS (SELECT FROM staff.staff f WHERE f.staff_id = same)
     OR payload->>'premisesId' IS NOT NULL AND NOT EXISTS (SELECT FROM premises.premises p WHERE p.premises_id = (payload->>'premisesId')::uuid)
  THEN RAISE EXCEPTION 'nobody, or nowhere, like that' USING ERRCODE = 'ES404'; END IF;
  IF payload->>'customerKey' IS NOT NULL THEN PERFORM staff.customer_numbered(payload->>'customerKey'); END IF;
  IF whom IS NULL THEN
    IF EXISTS (SELECT FROM staff.staff f WHERE f.user_name = payload->>'userName') THEN
      RAISE EXCEPTION 'that user name is taken' USING ERRCODE = 'ES409';
    END IF;
    RETURN '{}';
  END IF;
  SELECT f.* INTO standing FROM staff.staff f WHERE f.staff_id = whom;
  IF NOT FOUND THEN RAISE EXCEPTION 'nobody like that works here' USING ERRCODE = 'ES404'; END IF;
  -- one's own line, and whose person one is, others put right
  IF standing.person_id = (SELECT f.person_id FROM staff.staff f WHERE f.staff_id = who) OR boss = whom OR same = whom
     OR standing.person_id = ANY (staff.above((SELECT f.person_id FROM staff.staff f WHERE f.staff_id = boss)))
     OR standing.person_id = (SELECT f.person_id FROM staff.staff f WHERE f.staff_id = boss)
  THEN RAISE EXCEPTION 'somebody else has to do that, or it goes round in a circle' USING ERRCODE = 'ES409'; END IF;
  RETURN jsonb_build_object('fullName', standing.full_name, 'premisesId', standing.premises_id, 'managerId', standing.manager_id,
    'personId', standing.person_id, 'isCustomer', standing.customer_id);
END $$;

CREATE FUNCTION house.amend(function regprocedure, said text, says text) RETURNS void LANGUAGE plpgsql AS $$
DECLARE source text := pg_get_functiondef(function); times integer := (length(source) - length(replace(source, said, ''))) / length(said);
BEGIN
  IF times <> 1 THEN RAISE EXCEPTION '% says that % times: %', function, times, said; END IF;
  EXECUTE replace(source, said, says);
END $$;
SELECT house.amend('privacy.approval_before(uuid, text, jsonb)', 'BEGIN
  IF action IN (''restricted file''', 'BEGIN
  IF action = ''sign-in reset'' THEN
    PERFORM FROM staff.staff f WHERE f.staff_id = (payload->>''staffId'')::uuid AND f.active;
    IF NOT FOUND THEN RAISE EXCEPTION ''nobody like that works here'' USING ERRCODE = ''ES404''; END IF;
    PERFORM FROM staff.staff f JOIN staff.staff o ON o.person_id = f.person_id
     WHERE f.staff_id = (payload->>''staffId'')::uuid AND o.staff_id = who;
    IF FOUND THEN RAISE EXCEPTION ''somebody else has to do that'' USING ERRCODE = ''ES409''; END IF;
  ELSIF action IN (''staff entry'', ''staff change'') THEN
    IF (action = ''staff entry'') IS DISTINCT FROM (payload->>''staffId'' IS NULL) THEN RAISE EXCEPTION ''no such request'' USING ERRCODE = ''ES422''; END IF;
    RETURN staff.particulars_before(who, payload);
  ELSIF action IN (''restricted file''');
-- Whose second account somebody is said to be, they do not decide themselves.
SELECT house.amend('privacy.may_decide(uuid, uuid)', '      AND (p.payload->>''customerId'' IS NULL',
'      AND (p.payload->>''sameAs'' IS NULL OR f.person_id <> (SELECT s.person_id FROM staff.staff s WHERE s.staff_id = (p.payload->>''sameAs'')::uuid))
      AND (p.payload->>''customerId'' IS NULL');
DROP FUNCTION house.amend(regprocedure, text, text);

-- Enters somebody, with a link for three days to set their first sign-in.
CREATE FUNCTION staff.enter(token text, approval uuid, payload jsonb, hash bytea, OUT staff_id uuid, OUT until timestamptz)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE a record; id uuid; person uuid;
BEGIN
  a := privacy.actor(token);
  IF NOT staff.authenticated_lately(a.session_id, interval '5 minutes') THEN RAISE EXCEPTION 'prove again who you are' USING ERRCODE = 'ES406'; END IF;
  PERFORM privacy.take_approval(a.staff_id, a.session_id, approval, 'staff entry', payload);
  SELECT f.person_id INTO person FROM staff.staff f WHERE f.staff_id = (payload->>'sameAs')::uuid;
  INSERT INTO staff.staff AS f (user_name, full_name, role, premises_id, manager_id, person_id, customer_id)
  VALUES (payload->>'userName', payload->>'fullName', payload->>'role', (payload->>'premisesId')::uuid, (payload->>'managerId')::uuid,
    coalesce(person, house.new_id()),
    CASE WHEN payload->>'customerKey' IS NOT NULL THEN staff.customer_numbered(payload->>'customerKey') END) RETURNING f.staff_id INTO id;
  until := now() + interval '3 days';
  INSERT INTO staff.sign_ins (staff_id, invitation_hash, invitation_expires_at) VALUES (id, hash, until);
  INSERT INTO privacy.events (name, session_id, staff_id, subject, detail)
  VALUES ('staff.entered', a.session_id, a.staff_id, id::text, jsonb_build_object('role', payload->>'role'));
  enter.staff_id := id;
END $$;
-- Name, branch, manager, and who else they are. No second account named: a person of their own.
CREATE FUNCTION staff.change_particulars(token text, approval uuid, payload jsonb) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE a record; person uuid; whom uuid := (payload->>'staffId')::uuid; shared boolean;
BEGIN
  a := privacy.actor(token);
  IF NOT staff.authenticated_lately(a.session_id, interval '5 minutes') THEN RAISE EXCEPTION 'prove again who you are' USING ERRCODE = 'ES406'; END IF;
  PERFORM privacy.take_approval(a.staff_id, a.session_id, approval, 'staff change', payload);
  SELECT f.person_id INTO person FROM staff.staff f WHERE f.staff_id = (payload->>'sameAs')::uuid;
  shared := (SELECT count(*) > 1 FROM staff.staff f WHERE f.person_id = (SELECT o.person_id FROM staff.staff o WHERE o.staff_id = whom));
  UPDATE staff.staff f SET full_name = payload->>'fullName', premises_id = (payload->>'premisesId')::uuid, manager_id = (payload->>'managerId')::uuid,
      person_id = coalesce(person, CASE WHEN shared THEN house.new_id() ELSE f.person_id END),
      customer_id = CASE WHEN payload->>'customerKey' IS NOT NULL THEN staff.customer_numbered(payload->>'customerKey') ELSE f.customer_id END
   WHERE f.staff_id = whom;
  INSERT INTO privacy.events (name, session_id, staff_id, subject) VALUES ('staff.changed', a.session_id, a.staff_id, whom::text);
END $$;
DROP FUNCTION staff.reset_sign_in(text, uuid, bytea);
-- A link for a day. What somebody could sign in with until now is shut as the link is made: it is asked for when a device is lost.
CREATE FUNCTION staff.reset_sign_in(token text, whom uuid, approval uuid, hash bytea) RETURNS timestamptz
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE a record; until timestamptz := now() + interval '1 day';
BEGIN
  a := staff.administrator_of(token, whom);
  PERFORM FROM staff.staff f WHERE f.staff_id = whom AND f.active;
  IF NOT FOUND THEN RAISE EXCEPTION 'not now' USING ERRCODE = 'ES409'; END IF;
  PERFORM privacy.take_approval(a.staff_id, a.session_id, approval, 'sign-in reset', jsonb_build_object('staffId', whom));
  INSERT INTO staff.sign_ins AS s (staff_id, invitation_hash, invitation_expires_at) VALUES (whom, hash, until)
  ON CONFLICT (staff_id) DO UPDATE SET invitation_hash = hash, invitation_expires_at = until, password_hash = NULL, totp_secret = NULL, changed_at = now();
  DELETE FROM staff.passkeys p WHERE p.staff_id = whom;
  DELETE FROM staff.devices d WHERE d.staff_id = whom;
  UPDATE staff.sessions s SET ended_at = now() WHERE s.staff_id = whom AND s.ended_at IS NULL;
  INSERT INTO staff.sign_in_notices (staff_id, kind) VALUES (whom, 'sign-in reset');
  INSERT INTO privacy.events (name, session_id, staff_id, subject) VALUES ('sign in.reset', a.session_id, a.staff_id, whom::text);
  RETURN until;
END $$;

-- On the bank's own machine, by whoever sets Earshot up: names instead of ids, because there is no screen to choose from.
DROP FUNCTION staff.invite(text, text, text, bytea);
CREATE FUNCTION staff.invite(new_user_name text, new_full_name text, new_role text, hash bytea, branch text, manager text, same_as text, customer_key text)
RETURNS uuid LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE id uuid; place uuid; boss uuid; person uuid;
BEGIN
  SELECT p.premises_id INTO place FROM premises.premises p WHERE p.name = branch;
  SELECT f.staff_id INTO boss FROM staff.staff f WHERE f.user_name = manager;
  SELECT f.person_id INTO person FROM staff.staff f WHERE f.user_name = same_as;
  IF branch IS NOT NULL AND place IS NULL THEN RAISE EXCEPTION 'no branch of that name' USING ERRCODE = 'ES404', DETAIL = 'branch'; END IF;
  IF manager IS NOT NULL AND boss IS NULL THEN RAISE EXCEPTION 'no such manager' USING ERRCODE = 'ES404', DETAIL = 'manager'; END IF;
  IF same_as IS NOT NULL AND person IS NULL THEN RAISE EXCEPTION 'no such member of staff' USING ERRCODE = 'ES404', DETAIL = 'same person'; END IF;
  INSERT INTO staff.staff (user_name, full_name, role, premises_id, manager_id, person_id, customer_id)
  VALUES (new_user_name, new_full_name, new_role, place, boss, coalesce(person, house.new_id()),
    CASE WHEN customer_key IS NOT NULL THEN staff.customer_numbered(customer_key) END) RETURNING staff_id INTO id;
  INSERT INTO staff.sign_ins (staff_id, invitation_hash, invitation_expires_at) VALUES (id, hash, now() + interval '3 days');
  INSERT INTO privacy.events (name, subject) VALUES ('staff.invited', id::text);
  RETURN id;
END $$;
SELECT house.hand_over('staff.invite(text, text, text, bytea, text, text, text, text)', 'earshot_vault', 'earshot_jobs');

-- What a request about staff says in words, beside the list that is on record already.
CREATE FUNCTION privacy.approval_particulars(search uuid, token text) RETURNS TABLE (approval_id uuid, particulars jsonb, premises text, manager text,
  same_person text, before_name text, before_premises text, before_manager text)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE a record;
BEGIN
  a := privacy.actor(token);
  PERFORM privacy.searched(search, token);
  RETURN QUERY SELECT p.approval_id, p.payload, b.name, m.full_name, s.full_name, p.before->>'fullName', ob.name, om.full_name
    FROM privacy.listed_approvals(a.staff_id) p
    LEFT JOIN premises.premises b ON b.premises_id = (p.payload->>'premisesId')::uuid
    LEFT JOIN staff.staff m ON m.staff_id = (p.payload->>'managerId')::uuid
    LEFT JOIN staff.staff s ON s.staff_id = (p.payload->>'sameAs')::uuid
    LEFT JOIN premises.premises ob ON ob.premises_id = (p.before->>'premisesId')::uuid
    LEFT JOIN staff.staff om ON om.staff_id = (p.before->>'managerId')::uuid
   WHERE p.action IN ('staff entry', 'staff change');
END $$;

DO $$
DECLARE f text;
BEGIN
  FOREACH f IN ARRAY ARRAY['staff.enter(text, uuid, jsonb, bytea)', 'staff.change_particulars(text, uuid, jsonb)',
    'staff.reset_sign_in(text, uuid, uuid, bytea)', 'privacy.approval_particulars(uuid, text)'] LOOP
    PERFORM house.hand_over(f, 'earshot_vault', 'earshot_staff');
  END LOOP;
  FOREACH f IN ARRAY ARRAY['staff.customer_numbered(text)', 'staff.particulars_before(uuid, jsonb)'] LOOP
    PERFORM house.hand_over(f, 'earshot_vault', '');
  END LOOP;
END $$;

-- The list of staff says where somebody works and to whom they report, so that it can be put right.
DROP FUNCTION staff.directory(text, text, integer);
CREATE FUNCTION staff.directory(token text, after text, most integer) RETURNS TABLE (staff_id uuid, user_name text, full_name text, role text,
  premises text, premises_id uuid, manager_id uuid, active boolean, inactive_reason text, sessions integer, last_seen_at timestamptz, passkeys integer,
  has_password boolean, invited_until timestamptz)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE a record;
BEGIN
  a := privacy.actor(token);
  IF a.role IS DISTINCT FROM 'administrator' THEN RAISE EXCEPTION 'not your task' USING ERRCODE = 'ES405'; END IF;
  RETURN QUERY SELECT f.staff_id, f.user_name, f.full_name, f.role, p.name, f.premises_id, f.manager_id, f.active, f.inactive_reason,
      (SELECT count(*)::int FROM staff.sessions s WHERE s.staff_id = f.staff_id AND s.ended_at IS NULL AND s.idle_expires_at > now() AND s.expires_at > now()),
      (SELECT max(s.last_seen_at) FROM staff.sessions s WHERE s.staff_id = f.staff_id),
      (SELECT count(*)::int FROM staff.passkeys k WHERE k.staff_id = f.staff_id),
      i.password_hash IS NOT NULL AND i.totp_secret IS NOT NULL, CASE WHEN i.invitation_expires_at > now() THEN i.invitation_expires_at END
    FROM staff.staff f LEFT JOIN premises.premises p ON p.premises_id = f.premises_id LEFT JOIN staff.sign_ins i ON i.staff_id = f.staff_id
   WHERE f.user_name > coalesce(after, '') ORDER BY f.user_name LIMIT least(most, 200);
END $$;
SELECT house.hand_over('staff.directory(text, text, integer)', 'earshot_vault', 'earshot_staff');
