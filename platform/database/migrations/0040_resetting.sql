-- A customer who has lost every way to sign in. Whoever serves her asks for a reset while it is proven that she is here, a second person
-- outside their line approves just that, and then every old way is shut in the same moment and a link for new ones is made, good for a day.
-- The link alone is of no use: she also types a contact point that is verified and safe, and was so a week ago already, because whoever
-- takes over a customer begins with her telephone number.
INSERT INTO privacy.approval_rules VALUES
  ('customer sign-in reset', '{banker,contact centre,manager}', '{manager,privacy officer,compliance officer,security officer}');

-- When a contact point became another one, or safe, or unsafe; null: it is as it came.
ALTER TABLE customers.contact_points ADD COLUMN changed_at timestamptz;
UPDATE privacy.copy_rules SET without = without || '{changed_at}' WHERE table_name = 'customers.contact_points';
CREATE FUNCTION customers.note_contact_change() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog AS $$
BEGIN
  NEW.changed_at := clock_timestamp();
  RETURN NEW;
END $$;
CREATE TRIGGER note_change BEFORE UPDATE ON customers.contact_points FOR EACH ROW
  WHEN (NEW.normalised IS DISTINCT FROM OLD.normalised OR NEW.safe_to_use IS DISTINCT FROM OLD.safe_to_use)
  EXECUTE FUNCTION customers.note_contact_change();
GRANT SELECT (changed_at) ON customers.contact_points TO earshot_vault;

-- The record itself and those that were merged into it: each may have had a sign-in of its own.
CREATE FUNCTION customers.records_of(customer uuid) RETURNS SETOF uuid LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
  RETURN QUERY WITH RECURSIVE same(id) AS (SELECT customer UNION SELECT c.customer_id FROM customers.customers c JOIN same ON c.merged_into = same.id)
    SELECT same.id FROM same;
END $$;

-- What stands now of what a reset would shut, and how she is proven to be here; an error where it makes no sense. Asked again when it is done:
-- a visit that has ended, another password or another contact point meanwhile, and the approval is good for nothing.
CREATE FUNCTION customers.sign_in_before(who uuid, payload jsonb) RETURNS jsonb LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE whom uuid := (payload->>'customerId')::uuid; point record; visit record; latest timestamptz;
BEGIN
  PERFORM FROM customers.customers c WHERE c.customer_id = whom AND c.merged_into IS NULL;
  IF NOT FOUND THEN RAISE EXCEPTION 'no such customer' USING ERRCODE = 'ES404'; END IF;
  IF privacy.is_kin(who, whom) THEN RAISE EXCEPTION 'not one''s own people' USING ERRCODE = 'ES403', DETAIL = 'kin'; END IF;
  -- her card, or a code to the telephone that the bank knows; a document counts when a colleague, too, has seen it: at the check-in
  SELECT v.visit_id, v.presence INTO visit FROM conversations.visits v
   WHERE v.customer_id = whom AND v.state = 'in progress' AND v.handed_to = who
     AND (v.presence IN ('card', 'code to phone') OR v.presence = 'document looked at' AND (SELECT f.person_id FROM staff.staff f WHERE f.staff_id = v.checked_in_by)
       IS DISTINCT FROM (SELECT f.person_id FROM staff.staff f WHERE f.staff_id = who))
   ORDER BY v.started_at DESC LIMIT 1;
  IF NOT FOUND THEN RAISE EXCEPTION 'they are not proven to be here' USING ERRCODE = 'ES403'; END IF;
  SELECT max(s.changed_at) INTO latest FROM customers.sign_ins s WHERE s.customer_id IN (SELECT customers.records_of(whom));
  IF latest IS NULL THEN RAISE EXCEPTION 'they have no sign-in: invite them' USING ERRCODE = 'ES409'; END IF;
  SELECT p.verified_at, p.changed_at INTO point FROM customers.contact_points p
   WHERE p.customer_id = whom AND p.contact_point_id = (payload->>'contactPointId')::uuid AND p.ended_on IS NULL AND p.safe_to_use
     AND p.verified_at <= now() - interval '7 days' AND coalesce(p.changed_at, '-infinity') <= now() - interval '7 days';
  IF NOT FOUND THEN RAISE EXCEPTION 'a contact point that is verified, safe, and the same for a week' USING ERRCODE = 'ES422'; END IF;
  RETURN jsonb_build_object('visitId', visit.visit_id, 'presence', visit.presence, 'signInOf', latest, 'verifiedAt', point.verified_at, 'changedAt', point.changed_at);
END $$;

CREATE FUNCTION house.amend(function regprocedure, said text, says text) RETURNS void LANGUAGE plpgsql AS $$
DECLARE source text := pg_get_functiondef(function); times integer := (length(source) - length(replace(source, said, ''))) / length(said);
BEGIN
  IF times <> 1 THEN RAISE EXCEPTION '% says that % times: %', function, times, said; END IF;
  EXECUTE replace(source, said, says);
END $$;
SELECT house.amend('privacy.approval_before(uuid, text, jsonb)', 'ELSIF action = ''key destruction'' THEN', $amend$ELSIF action = 'customer sign-in reset' THEN
    RETURN customers.sign_in_before(who, payload);
  ELSIF action = 'key destruction' THEN$amend$);
DROP FUNCTION house.amend(regprocedure, text, text);

-- In the transaction that records the change, of an open file.
CREATE FUNCTION customers.reset_sign_in(token text, customer uuid, approval uuid, new_invitation uuid, hash bytea, contact uuid) RETURNS timestamptz
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE a record; until timestamptz := clock_timestamp() + interval '1 day'; records uuid[];
BEGIN
  a := privacy.actor(token);
  IF (customer = ANY (privacy.opened())) IS NOT TRUE THEN RAISE EXCEPTION 'sign the file out first' USING ERRCODE = 'ES403', DETAIL = 'not opened'; END IF;
  IF NOT staff.authenticated_lately(a.session_id, interval '5 minutes') THEN RAISE EXCEPTION 'prove again who you are' USING ERRCODE = 'ES406'; END IF;
  PERFORM privacy.take_approval(a.staff_id, a.session_id, approval, 'customer sign-in reset',
    jsonb_build_object('customerId', customer, 'contactPointId', contact));
  records := ARRAY(SELECT customers.records_of(customer));
  UPDATE customers.sign_ins s SET password_hash = NULL, totp_secret = NULL, changed_at = clock_timestamp() WHERE s.customer_id = ANY (records);
  DELETE FROM customers.passkeys p WHERE p.customer_id = ANY (records);
  DELETE FROM customers.devices d WHERE d.customer_id = ANY (records);
  UPDATE customers.sessions s SET ended_at = clock_timestamp() WHERE s.customer_id = ANY (records) AND s.ended_at IS NULL;
  UPDATE customers.invitations i SET expires_at = clock_timestamp() WHERE i.customer_id = ANY (records) AND i.used_at IS NULL AND i.expires_at > clock_timestamp();
  INSERT INTO customers.invitations (customer_id, invitation_id, token_hash, contact_point_id, made_by, expires_at)
  VALUES (customer, new_invitation, hash, contact, a.staff_id, until);
  INSERT INTO customers.sign_in_notices (customer_id, kind) VALUES (customer, 'sign-in reset');
  RETURN until;
END $$;

-- What she is proven by, for whoever decides.
DROP FUNCTION privacy.approval_more(uuid, text);
CREATE FUNCTION privacy.approval_more(search uuid, token text) RETURNS TABLE (approval_id uuid, request_id uuid, run_id uuid, file_number integer,
  feed text, from_day date, to_day date, contact_point_id uuid, presence text) LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE a record := privacy.actor(token);
BEGIN
  PERFORM privacy.searched(search, token);
  RETURN QUERY SELECT p.approval_id, (p.payload->>'requestId')::uuid, (p.payload->>'runId')::uuid, (p.payload->>'fileNumber')::integer, r.feed,
      (p.payload->>'from')::date, (p.payload->>'to')::date, (p.payload->>'contactPointId')::uuid, p.before->>'presence'
    FROM privacy.listed_approvals(a.staff_id) p LEFT JOIN feed.runs r ON r.run_id = (p.payload->>'runId')::uuid;
END $$;

GRANT CREATE ON SCHEMA customers, privacy TO earshot_vault;
SELECT house.hand_over('customers.records_of(uuid)', 'earshot_vault', ''), house.hand_over('customers.sign_in_before(uuid, jsonb)', 'earshot_vault', ''),
  house.hand_over('customers.reset_sign_in(text, uuid, uuid, uuid, bytea, uuid)', 'earshot_vault', 'earshot_staff'),
  house.hand_over('privacy.approval_more(uuid, text)', 'earshot_vault', 'earshot_staff');
