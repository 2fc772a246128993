-- A customer's first sign-in to the portal: a one-time link that somebody hands her in a proven visit, good for three days. It opens nothing by
-- itself: she also types the contact point that the bank has verified, five tries, and sets a password and a code generator.
CREATE TABLE customers.invitations (
  customer_id uuid NOT NULL,
  invitation_id uuid NOT NULL,
  token_hash bytea NOT NULL CHECK (length(token_hash) = 32),
  contact_point_id uuid NOT NULL,
  made_by uuid NOT NULL REFERENCES staff.staff,
  made_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  expires_at timestamptz NOT NULL DEFAULT clock_timestamp() + interval '3 days',
  tries integer NOT NULL DEFAULT 0,
  used_at timestamptz,
  PRIMARY KEY (customer_id, invitation_id)
);
CREATE INDEX ON customers.invitations (token_hash);
INSERT INTO house.table_classes VALUES ('customers.invitations', 'customer');
SELECT house.guard('customers.invitations');
INSERT INTO customers.merge_rules (table_name, way, why) VALUES ('customers.invitations', 'stays', 'it is for the record that it was made for');
INSERT INTO privacy.erasure_rules (table_name, way) VALUES ('customers.invitations', 'delete');
GRANT SELECT, INSERT, UPDATE, DELETE ON customers.invitations TO earshot_vault;
GRANT SELECT (verified_at, value) ON customers.contact_points TO earshot_vault;
GRANT INSERT ON customers.sign_ins TO earshot_vault;

-- In the transaction that records the change, of an open file, while they are proven to be here with this member of staff.
CREATE FUNCTION customers.invite(token text, customer uuid, new_invitation uuid, hash bytea, contact uuid) RETURNS timestamptz
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE a record; until_at timestamptz;
BEGIN
  a := privacy.actor(token);
  IF NOT customer = ANY (privacy.opened()) THEN RAISE EXCEPTION 'sign the file out first' USING ERRCODE = 'ES403', DETAIL = 'not opened'; END IF;
  PERFORM FROM conversations.visits v WHERE v.customer_id = customer AND v.state = 'in progress' AND v.handed_to = a.staff_id AND v.proven;
  IF NOT FOUND THEN RAISE EXCEPTION 'they are not proven to be here' USING ERRCODE = 'ES403'; END IF;
  PERFORM FROM customers.contact_points p WHERE p.customer_id = customer AND p.contact_point_id = contact AND p.verified_at IS NOT NULL
     AND p.safe_to_use AND p.ended_on IS NULL;
  IF NOT FOUND THEN RAISE EXCEPTION 'a contact point that is verified and safe' USING ERRCODE = 'ES422'; END IF;
  IF EXISTS (SELECT FROM customers.sign_ins s WHERE s.customer_id = customer) THEN RAISE EXCEPTION 'they sign in already' USING ERRCODE = 'ES409'; END IF;
  -- only the newest is good
  UPDATE customers.invitations i SET expires_at = clock_timestamp() WHERE i.customer_id = customer AND i.used_at IS NULL AND i.expires_at > clock_timestamp();
  INSERT INTO customers.invitations AS i (customer_id, invitation_id, token_hash, contact_point_id, made_by)
  VALUES (customer, new_invitation, hash, contact, a.staff_id) RETURNING i.expires_at INTO until_at;
  RETURN until_at;
END $$;

-- What a link offers: which kind of contact point it asks for. Nobody's name, and no part of a number.
CREATE FUNCTION customers.invitation_of(hash bytea) RETURNS TABLE (customer_id uuid, invitation_id uuid, contact_kind text, contact text, language text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT i.customer_id, i.invitation_id, p.kind, p.normalised, c.language FROM customers.invitations i
    JOIN customers.contact_points p ON p.customer_id = i.customer_id AND p.contact_point_id = i.contact_point_id AND p.ended_on IS NULL
    JOIN customers.customers c ON c.customer_id = i.customer_id AND c.merged_into IS NULL
   WHERE i.token_hash = hash AND i.used_at IS NULL AND i.expires_at > now() AND i.tries < 5
$$;
-- 'wrong contact' is counted, so it is an answer and no error; after five the link is dead.
CREATE FUNCTION customers.accept_invitation(hash bytea, typed text, new_user_name text, new_password_hash text, new_totp_secret bytea, totp_step bigint)
RETURNS text LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE i record;
BEGIN
  PERFORM FROM customers.invitations x WHERE x.token_hash = hash FOR UPDATE;
  SELECT * INTO i FROM customers.invitation_of(hash);
  IF NOT FOUND THEN RAISE EXCEPTION 'no such invitation' USING ERRCODE = 'ES404'; END IF;
  IF i.contact IS DISTINCT FROM typed THEN
    UPDATE customers.invitations x SET tries = x.tries + 1 WHERE x.customer_id = i.customer_id AND x.invitation_id = i.invitation_id;
    RETURN 'wrong contact';
  END IF;
  IF EXISTS (SELECT FROM customers.sign_ins s WHERE s.user_name = new_user_name) THEN RETURN 'name taken'; END IF;
  INSERT INTO customers.sign_ins (customer_id, user_name, password_hash, totp_secret, totp_last_step)
  VALUES (i.customer_id, new_user_name, new_password_hash, new_totp_secret, totp_step);
  UPDATE customers.invitations x SET used_at = clock_timestamp() WHERE x.customer_id = i.customer_id AND x.invitation_id = i.invitation_id;
  INSERT INTO customers.sign_in_notices (customer_id, kind) VALUES (i.customer_id, 'sign-in set');
  INSERT INTO privacy.changes (customer_id, name, role, subject) VALUES (i.customer_id, 'invitation.accepted', 'customer', i.invitation_id);
  RETURN 'accepted';
END $$;
DO $$
BEGIN
  GRANT CREATE ON SCHEMA customers TO earshot_vault;
  PERFORM house.hand_over('customers.invite(text, uuid, uuid, bytea, uuid)', 'earshot_vault', 'earshot_staff');
  PERFORM house.hand_over('customers.invitation_of(bytea)', 'earshot_vault', 'earshot_portal');
  PERFORM house.hand_over('customers.accept_invitation(bytea, text, text, text, bytea, bigint)', 'earshot_vault', 'earshot_portal');
END $$;
