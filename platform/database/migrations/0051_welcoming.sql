-- Who gets a customer's sign-in to the portal can be her to the bank. One person's word was enough for a first one: it takes what a reset takes
-- (0040) from now on. Two people have seen who she is; none of one's own people; a fresh proof of whoever makes the link; and a contact point
-- that has been verified, safe and the same for a week. A new customer who has none yet is welcomed by two people: a second one approves.
INSERT INTO privacy.approval_rules VALUES
  ('portal invitation', '{banker,contact centre,manager}', '{manager,privacy officer,compliance officer,security officer}');

-- The visit in which she is with this member of staff, after another person saw her card or a document. A ticket does not say whose it is, and
-- what proves a visit by her own sign-in proves nothing of somebody who has none, or has lost it.
CREATE FUNCTION customers.shown_here(who uuid, whom uuid, OUT visit_id uuid, OUT presence text)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
  SELECT v.visit_id, v.presence INTO visit_id, presence FROM conversations.visits v
   WHERE v.customer_id = whom AND v.state = 'in progress' AND v.handed_to = who AND v.started_at > now() - interval '16 hours'
     AND v.presence IN ('card', 'code to phone', 'document looked at')
     AND (SELECT f.person_id FROM staff.staff f WHERE f.staff_id = v.checked_in_by)
       IS DISTINCT FROM (SELECT f.person_id FROM staff.staff f WHERE f.staff_id = who)
   ORDER BY v.started_at DESC LIMIT 1;
END $$;

-- Those of her contact points that were hers a week ago: whoever takes over a customer begins with her telephone number.
CREATE FUNCTION customers.settled_points(whom uuid) RETURNS SETOF uuid
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
  RETURN QUERY SELECT p.contact_point_id FROM customers.contact_points p
   WHERE p.customer_id = whom AND p.ended_on IS NULL AND p.safe_to_use
     AND p.verified_at <= now() - interval '7 days' AND coalesce(p.changed_at, '-infinity') <= now() - interval '7 days';
END $$;

CREATE OR REPLACE FUNCTION customers.sign_in_before(who uuid, payload jsonb) RETURNS jsonb
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE whom uuid := (payload->>'customerId')::uuid; point record; visit record; latest timestamptz;
BEGIN
  PERFORM FROM customers.customers c WHERE c.customer_id = whom AND c.merged_into IS NULL;
  IF NOT FOUND THEN RAISE EXCEPTION 'no such customer' USING ERRCODE = 'ES404'; END IF;
  IF privacy.is_kin(who, whom) THEN RAISE EXCEPTION 'not one''s own people' USING ERRCODE = 'ES403', DETAIL = 'kin'; END IF;
  visit := customers.shown_here(who, whom);
  IF visit.visit_id IS NULL THEN RAISE EXCEPTION 'they are not proven to be here' USING ERRCODE = 'ES403'; END IF;
  SELECT max(s.changed_at) INTO latest FROM customers.sign_ins s WHERE s.customer_id IN (SELECT customers.records_of(whom));
  IF latest IS NULL THEN RAISE EXCEPTION 'they have no sign-in: invite them' USING ERRCODE = 'ES409'; END IF;
  SELECT p.verified_at, p.changed_at INTO point FROM customers.contact_points p
   WHERE p.customer_id = whom AND p.contact_point_id = (payload->>'contactPointId')::uuid
     AND p.contact_point_id IN (SELECT customers.settled_points(whom));
  IF NOT FOUND THEN RAISE EXCEPTION 'a contact point that is verified, safe, and the same for a week' USING ERRCODE = 'ES422'; END IF;
  RETURN jsonb_build_object('visitId', visit.visit_id, 'presence', visit.presence, 'signInOf', latest, 'verifiedAt', point.verified_at, 'changedAt', point.changed_at);
END $$;

-- What an approval of a first sign-in is about; an error where it makes no sense, or no second person is needed.
CREATE FUNCTION customers.invitation_before(who uuid, payload jsonb) RETURNS jsonb
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE whom uuid := (payload->>'customerId')::uuid; point record; visit record;
BEGIN
  PERFORM FROM customers.customers c WHERE c.customer_id = whom AND c.merged_into IS NULL;
  IF NOT FOUND THEN RAISE EXCEPTION 'no such customer' USING ERRCODE = 'ES404'; END IF;
  IF privacy.is_kin(who, whom) THEN RAISE EXCEPTION 'not one''s own people' USING ERRCODE = 'ES403', DETAIL = 'kin'; END IF;
  visit := customers.shown_here(who, whom);
  IF visit.visit_id IS NULL THEN RAISE EXCEPTION 'they are not proven to be here' USING ERRCODE = 'ES403'; END IF;
  PERFORM FROM customers.sign_ins s WHERE s.customer_id = whom;
  IF FOUND THEN RAISE EXCEPTION 'they sign in already' USING ERRCODE = 'ES409'; END IF;
  PERFORM customers.settled_points(whom);
  IF FOUND THEN RAISE EXCEPTION 'one of their contact points needs no second person' USING ERRCODE = 'ES422'; END IF;
  SELECT p.verified_at, p.changed_at INTO point FROM customers.contact_points p
   WHERE p.customer_id = whom AND p.contact_point_id = (payload->>'contactPointId')::uuid AND p.ended_on IS NULL AND p.safe_to_use;
  IF NOT FOUND THEN RAISE EXCEPTION 'a contact point that is safe to use' USING ERRCODE = 'ES422'; END IF;
  -- the value itself stays where it is: another one is another request
  RETURN jsonb_build_object('visitId', visit.visit_id, 'presence', visit.presence, 'verifiedAt', point.verified_at, 'changedAt', point.changed_at);
END $$;

CREATE FUNCTION house.amend(function regprocedure, said text, says text) RETURNS void LANGUAGE plpgsql AS $$
DECLARE source text := pg_get_functiondef(function); times integer := (length(source) - length(replace(source, said, ''))) / length(said);
BEGIN
  IF times <> 1 THEN RAISE EXCEPTION '% says that % times: %', function, times, said; END IF;
  EXECUTE replace(source, said, says);
END $$;
SELECT house.amend('privacy.approval_before(uuid, text, jsonb)', 'ELSIF action = ''customer sign-in reset'' THEN', $amend$ELSIF action = 'portal invitation' THEN
    RETURN customers.invitation_before(who, payload);
  ELSIF action = 'customer sign-in reset' THEN$amend$);
DROP FUNCTION house.amend(regprocedure, text, text);

-- In the transaction that records the change, of an open file. approval: null where a contact point of hers needs none.
DROP FUNCTION customers.invite(text, uuid, uuid, bytea, uuid);
CREATE FUNCTION customers.invite(token text, customer uuid, new_invitation uuid, hash bytea, contact uuid, approval uuid) RETURNS timestamptz
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE a record; until_at timestamptz;
BEGIN
  a := privacy.actor(token);
  IF (customer = ANY (privacy.opened())) IS NOT TRUE THEN RAISE EXCEPTION 'sign the file out first' USING ERRCODE = 'ES403', DETAIL = 'not opened'; END IF;
  IF NOT staff.authenticated_lately(a.session_id, interval '5 minutes') THEN RAISE EXCEPTION 'prove again who you are' USING ERRCODE = 'ES406'; END IF;
  IF privacy.is_kin(a.staff_id, customer) THEN RAISE EXCEPTION 'not one''s own people' USING ERRCODE = 'ES403', DETAIL = 'kin'; END IF;
  IF (SELECT s.visit_id FROM customers.shown_here(a.staff_id, customer) s) IS NULL THEN
    RAISE EXCEPTION 'they are not proven to be here' USING ERRCODE = 'ES403';
  END IF;
  PERFORM FROM customers.sign_ins s WHERE s.customer_id = customer;
  IF FOUND THEN RAISE EXCEPTION 'they sign in already' USING ERRCODE = 'ES409'; END IF;
  PERFORM FROM customers.settled_points(customer) p(id) WHERE p.id = contact;
  IF NOT FOUND THEN
    PERFORM customers.settled_points(customer);
    IF FOUND THEN RAISE EXCEPTION 'a contact point that is verified, safe, and the same for a week' USING ERRCODE = 'ES422'; END IF;
    PERFORM privacy.take_approval(a.staff_id, a.session_id, approval, 'portal invitation',
      jsonb_build_object('customerId', customer, 'contactPointId', contact));
  END IF;
  -- only the newest is good
  UPDATE customers.invitations i SET expires_at = clock_timestamp() WHERE i.customer_id = customer AND i.used_at IS NULL AND i.expires_at > clock_timestamp();
  INSERT INTO customers.invitations AS i (customer_id, invitation_id, token_hash, contact_point_id, made_by)
  VALUES (customer, new_invitation, hash, contact, a.staff_id) RETURNING i.expires_at INTO until_at;
  RETURN until_at;
END $$;

-- What is in the way of a first sign-in, told before anybody tries: to whoever has them here, and nobody else.
CREATE FUNCTION customers.invitation_standing(token text, customer uuid)
RETURNS TABLE (shown boolean, own_people boolean, signs_in boolean, settled uuid[]) LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE a record;
BEGIN
  a := privacy.actor(token);
  PERFORM FROM conversations.visits v WHERE v.customer_id = customer AND v.state = 'in progress' AND v.handed_to = a.staff_id
     AND v.started_at > now() - interval '16 hours';
  IF NOT FOUND THEN RAISE EXCEPTION 'they are not here with you' USING ERRCODE = 'ES403'; END IF;
  RETURN QUERY SELECT (SELECT s.visit_id FROM customers.shown_here(a.staff_id, customer) s) IS NOT NULL, privacy.is_kin(a.staff_id, customer),
    coalesce((SELECT true FROM customers.sign_ins s WHERE s.customer_id = customer LIMIT 1), false), ARRAY(SELECT customers.settled_points(customer));
END $$;

GRANT CREATE ON SCHEMA customers TO earshot_vault;
SELECT house.hand_over('customers.shown_here(uuid, uuid)', 'earshot_vault', ''), house.hand_over('customers.settled_points(uuid)', 'earshot_vault', ''),
  house.hand_over('customers.invitation_before(uuid, jsonb)', 'earshot_vault', ''),
  house.hand_over('customers.invite(text, uuid, uuid, bytea, uuid, uuid)', 'earshot_vault', 'earshot_staff'),
  house.hand_over('customers.invitation_standing(text, uuid)', 'earshot_vault', 'earshot_staff');
