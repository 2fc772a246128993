-- If-Match for what people edit and had none: whoever saves says what they had read, and is told when it is another one meanwhile.

-- Who the controller is. Version 0: nobody has said yet.
ALTER TABLE privacy.controller ADD COLUMN version integer NOT NULL DEFAULT 1;
DROP FUNCTION privacy.set_controller(text, text, text, text);
CREATE FUNCTION privacy.set_controller(token text, expected integer, new_name text, new_contact text, new_officer text) RETURNS integer
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE a record; now_version integer;
BEGIN
  a := privacy.actor(token);
  IF a.role IS DISTINCT FROM 'compliance officer' THEN RAISE EXCEPTION 'for compliance' USING ERRCODE = 'ES405'; END IF;
  IF expected = 0 THEN
    INSERT INTO privacy.controller AS c (name, contact, officer) VALUES (new_name, new_contact, new_officer) ON CONFLICT DO NOTHING
    RETURNING c.version INTO now_version;
  ELSE
    UPDATE privacy.controller c SET name = new_name, contact = new_contact, officer = new_officer, version = c.version + 1
     WHERE c.version = expected RETURNING c.version INTO now_version;
  END IF;
  IF now_version IS NULL THEN RAISE EXCEPTION 'changed meanwhile' USING ERRCODE = 'ES412'; END IF;
  INSERT INTO privacy.events (name, session_id, staff_id, role, premises_id, place, subject)
  VALUES ('controller.named', a.session_id, a.staff_id, a.role, a.premises_id, a.place, 'register');
  RETURN now_version;
END $$;

-- Which set of laws this bank goes by.
ALTER TABLE privacy.rights_setting ADD COLUMN version integer NOT NULL DEFAULT 1;
DROP FUNCTION privacy.set_rights_law(text, text);
CREATE FUNCTION privacy.set_rights_law(token text, expected integer, new_law text) RETURNS integer
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE a record; before record;
BEGIN
  a := privacy.actor(token);
  IF a.role IS DISTINCT FROM 'compliance officer' THEN RAISE EXCEPTION 'for compliance' USING ERRCODE = 'ES405'; END IF;
  SELECT s.law, s.version INTO before FROM privacy.rights_setting s FOR UPDATE;
  IF before.version IS DISTINCT FROM expected THEN RAISE EXCEPTION 'changed meanwhile' USING ERRCODE = 'ES412'; END IF;
  IF before.law = new_law THEN RETURN before.version; END IF;
  UPDATE privacy.rights_setting SET law = new_law, version = before.version + 1;
  INSERT INTO privacy.events (name, session_id, staff_id, role, premises_id, place, subject, detail)
  VALUES ('rights law.changed', a.session_id, a.staff_id, a.role, a.premises_id, a.place, new_law, jsonb_build_object('before', before.law));
  RETURN before.version + 1;
END $$;

-- Whether a visitor is called by first name.
DROP FUNCTION conversations.call_by_name(text, uuid, boolean);
CREATE FUNCTION conversations.call_by_name(token text, visit uuid, expected integer, agreed boolean) RETURNS integer
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE a record; v record;
BEGIN
  a := privacy.actor(token);
  SELECT x.customer_id, x.version INTO v FROM conversations.visits x
   WHERE x.visit_id = visit AND x.premises_id = a.premises_id AND x.state IN ('waiting', 'in progress') FOR UPDATE;
  IF NOT FOUND THEN RAISE EXCEPTION 'no such visit' USING ERRCODE = 'ES404'; END IF;
  IF v.version IS DISTINCT FROM expected THEN RAISE EXCEPTION 'changed meanwhile' USING ERRCODE = 'ES412'; END IF;
  UPDATE conversations.visits x SET call_by_name = agreed, version = x.version + 1 WHERE x.customer_id = v.customer_id AND x.visit_id = visit;
  INSERT INTO privacy.changes (customer_id, name, session_id, staff_id, role, place, subject, detail)
  VALUES (v.customer_id, 'visit.calling agreed', a.session_id, a.staff_id, a.role, a.place, visit, jsonb_build_object('by name', agreed));
  PERFORM house.ring(a.premises_id);
  RETURN v.version + 1;
END $$;

-- What is edited of a customer beside her notes and promises has one version: her own.
CREATE FUNCTION customers.next_version(customer uuid, expected integer) RETURNS integer
LANGUAGE plpgsql VOLATILE SECURITY INVOKER SET search_path = pg_catalog AS $$
DECLARE now_version integer;
BEGIN
  UPDATE customers.customers c SET version = c.version + 1, updated_at = now() WHERE c.customer_id = customer AND c.version = expected
  RETURNING c.version INTO now_version;
  IF now_version IS NULL THEN RAISE EXCEPTION 'changed meanwhile' USING ERRCODE = 'ES412'; END IF;
  RETURN now_version;
END $$;
REVOKE ALL ON FUNCTION customers.next_version(uuid, integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION customers.next_version(uuid, integer) TO earshot_staff, earshot_vault;

-- Of one's own file, which is open.
CREATE FUNCTION customers.version_of(customer uuid) RETURNS integer LANGUAGE plpgsql STABLE SECURITY INVOKER SET search_path = pg_catalog AS $$
BEGIN
  RETURN (SELECT c.version FROM customers.customers c WHERE c.customer_id = customer);
END $$;
REVOKE ALL ON FUNCTION customers.version_of(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION customers.version_of(uuid) TO earshot_portal;

DROP FUNCTION customers.choose_contact(text, uuid, boolean);
CREATE FUNCTION customers.choose_contact(token text, point uuid, expected integer, may_use boolean) RETURNS integer
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE o record; now_version integer;
BEGIN
  o := privacy.own_session(token);
  IF may_use IS NULL THEN RAISE EXCEPTION 'yes or no' USING ERRCODE = 'ES422'; END IF;
  UPDATE customers.contact_points p SET safe_to_use = may_use WHERE p.customer_id = o.customer_id AND p.contact_point_id = point AND p.ended_on IS NULL;
  IF NOT FOUND THEN RAISE EXCEPTION 'no such contact point of hers' USING ERRCODE = 'ES404'; END IF;
  now_version := customers.next_version(o.customer_id, expected);
  INSERT INTO privacy.changes (customer_id, name, session_id, role, subject, detail)
  VALUES (o.customer_id, 'contact choice.made', o.session_id, 'customer', point, jsonb_build_object('mayUse', may_use));
  RETURN now_version;
END $$;
DROP FUNCTION customers.choose_language(text, text);
CREATE FUNCTION customers.choose_language(token text, expected integer, new_language text) RETURNS integer
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE o record; before record; now_version integer;
BEGIN
  o := privacy.own_session(token);
  IF new_language IS NULL OR new_language NOT IN ('en', 'es') THEN RAISE EXCEPTION 'a language of the bank' USING ERRCODE = 'ES422'; END IF;
  SELECT c.language, c.version INTO before FROM customers.customers c WHERE c.customer_id = o.customer_id FOR UPDATE;
  IF before.version IS DISTINCT FROM expected THEN RAISE EXCEPTION 'changed meanwhile' USING ERRCODE = 'ES412'; END IF;
  IF before.language = new_language THEN RETURN before.version; END IF;
  UPDATE customers.customers c SET language = new_language, edited = ARRAY(SELECT DISTINCT e FROM unnest(c.edited || '{language}') e)
   WHERE c.customer_id = o.customer_id;
  now_version := customers.next_version(o.customer_id, expected);
  INSERT INTO privacy.changes (customer_id, name, session_id, role, detail)
  VALUES (o.customer_id, 'language.chosen', o.session_id, 'customer', jsonb_build_object('language', new_language));
  RETURN now_version;
END $$;

DROP FUNCTION needs.own_adaptations(text, text[]);
CREATE FUNCTION needs.own_adaptations(token text, expected integer, wanted text[]) RETURNS integer
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE o record; mine uuid[]; now_version integer;
BEGIN
  o := privacy.own_session(token); mine := customers.merged_records(o.customer_id);
  PERFORM pg_advisory_xact_lock(hashtextextended(o.customer_id::text, 41));
  now_version := customers.next_version(o.customer_id, expected);
  DELETE FROM needs.adaptations x WHERE x.customer_id = ANY (mine) AND x.kind <> ALL (wanted);
  INSERT INTO needs.adaptations (customer_id, kind, source) SELECT o.customer_id, k, 'customer' FROM (SELECT DISTINCT unnest(wanted)) w(k)
   WHERE NOT EXISTS (SELECT FROM needs.adaptations x WHERE x.customer_id = ANY (mine) AND x.kind = w.k);
  INSERT INTO privacy.changes (customer_id, name, session_id, role, subject) VALUES (o.customer_id, 'help.chosen', o.session_id, 'customer', o.customer_id);
  RETURN now_version;
END $$;

-- The name of a passkey.
ALTER TABLE staff.passkeys ADD COLUMN version integer NOT NULL DEFAULT 1;
ALTER TABLE customers.passkeys ADD COLUMN version integer NOT NULL DEFAULT 1;
UPDATE privacy.copy_rules SET without = without || '{version}' WHERE table_name = 'customers.passkeys';
DROP FUNCTION staff.passkeys_of(bytea), customers.passkeys_of(bytea);
DROP FUNCTION staff.rename_passkey(bytea, bytea, text), customers.rename_passkey(bytea, bytea, text);
CREATE FUNCTION staff.passkeys_of(hash bytea)
RETURNS TABLE (credential_id bytea, name text, backed_up boolean, created_at timestamptz, last_used_at timestamptz, version integer)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE o record;
BEGIN
  o := staff.owner_of(hash, false);
  RETURN QUERY SELECT p.credential_id, p.name, p.backed_up, p.created_at, p.last_used_at, p.version FROM staff.passkeys p
   WHERE p.staff_id = o.staff_id ORDER BY p.created_at LIMIT 20;
END $$;
CREATE FUNCTION customers.passkeys_of(hash bytea)
RETURNS TABLE (credential_id bytea, name text, backed_up boolean, created_at timestamptz, last_used_at timestamptz, version integer)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE o record;
BEGIN
  o := customers.owner_of(hash, false);
  RETURN QUERY SELECT p.credential_id, p.name, p.backed_up, p.created_at, p.last_used_at, p.version FROM customers.passkeys p
   WHERE p.customer_id = o.customer_id ORDER BY p.created_at LIMIT 20;
END $$;
CREATE FUNCTION staff.rename_passkey(hash bytea, credential bytea, expected integer, new_name text) RETURNS integer
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE o record; before integer;
BEGIN
  o := staff.owner_of(hash, false);
  SELECT p.version INTO before FROM staff.passkeys p WHERE p.credential_id = credential AND p.staff_id = o.staff_id FOR UPDATE;
  IF NOT FOUND THEN RAISE EXCEPTION 'no such passkey' USING ERRCODE = 'ES404'; END IF;
  IF before IS DISTINCT FROM expected THEN RAISE EXCEPTION 'changed meanwhile' USING ERRCODE = 'ES412'; END IF;
  UPDATE staff.passkeys p SET name = new_name, version = before + 1 WHERE p.credential_id = credential AND p.staff_id = o.staff_id;
  RETURN before + 1;
END $$;
CREATE FUNCTION customers.rename_passkey(hash bytea, credential bytea, expected integer, new_name text) RETURNS integer
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE o record; before integer;
BEGIN
  o := customers.owner_of(hash, false);
  SELECT p.version INTO before FROM customers.passkeys p WHERE p.customer_id = o.customer_id AND p.credential_id = credential FOR UPDATE;
  IF NOT FOUND THEN RAISE EXCEPTION 'no such passkey' USING ERRCODE = 'ES404'; END IF;
  IF before IS DISTINCT FROM expected THEN RAISE EXCEPTION 'changed meanwhile' USING ERRCODE = 'ES412'; END IF;
  UPDATE customers.passkeys p SET name = new_name, version = before + 1 WHERE p.customer_id = o.customer_id AND p.credential_id = credential;
  RETURN before + 1;
END $$;

GRANT CREATE ON SCHEMA privacy, conversations, customers, needs, staff TO earshot_vault;
SELECT house.hand_over('privacy.set_controller(text, integer, text, text, text)', 'earshot_vault', 'earshot_staff'),
  house.hand_over('privacy.set_rights_law(text, integer, text)', 'earshot_vault', 'earshot_staff'),
  house.hand_over('conversations.call_by_name(text, uuid, integer, boolean)', 'earshot_vault', 'earshot_staff'),
  house.hand_over('customers.choose_contact(text, uuid, integer, boolean)', 'earshot_vault', 'earshot_portal'),
  house.hand_over('customers.choose_language(text, integer, text)', 'earshot_vault', 'earshot_portal'),
  house.hand_over('needs.own_adaptations(text, integer, text[])', 'earshot_vault', 'earshot_portal'),
  house.hand_over('staff.passkeys_of(bytea)', 'earshot_vault', 'earshot_staff_door'),
  house.hand_over('customers.passkeys_of(bytea)', 'earshot_vault', 'earshot_portal_door'),
  house.hand_over('staff.rename_passkey(bytea, bytea, integer, text)', 'earshot_vault', 'earshot_staff_door'),
  house.hand_over('customers.rename_passkey(bytea, bytea, integer, text)', 'earshot_vault', 'earshot_portal_door');
REVOKE CREATE ON SCHEMA privacy, conversations, customers, needs, staff FROM earshot_vault;
