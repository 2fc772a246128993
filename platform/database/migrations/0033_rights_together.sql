-- A customer's choices, made by herself: by which of her contact points the bank may reach her, and in which language it speaks to her.
GRANT SELECT (customer_id, contact_point_id, kind, value, purpose, safe_to_use, ended_on) ON customers.contact_points TO earshot_portal;
GRANT UPDATE (safe_to_use) ON customers.contact_points TO earshot_vault;
GRANT UPDATE (language, edited, version, updated_at) ON customers.customers TO earshot_vault;

CREATE FUNCTION customers.choose_contact(token text, point uuid, may_use boolean) RETURNS void LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE o record;
BEGIN
  o := privacy.own_session(token);
  IF may_use IS NULL THEN RAISE EXCEPTION 'yes or no' USING ERRCODE = 'ES422'; END IF;
  UPDATE customers.contact_points p SET safe_to_use = may_use WHERE p.customer_id = o.customer_id AND p.contact_point_id = point AND p.ended_on IS NULL;
  IF NOT FOUND THEN RAISE EXCEPTION 'no such contact point of hers' USING ERRCODE = 'ES404'; END IF;
  INSERT INTO privacy.changes (customer_id, name, session_id, role, subject, detail)
  VALUES (o.customer_id, 'contact choice.made', o.session_id, 'customer', point, jsonb_build_object('mayUse', may_use));
END $$;
CREATE FUNCTION customers.choose_language(token text, new_language text) RETURNS void LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE o record;
BEGIN
  o := privacy.own_session(token);
  IF new_language IS NULL OR new_language NOT IN ('en', 'es') THEN RAISE EXCEPTION 'a language of the bank' USING ERRCODE = 'ES422'; END IF;
  UPDATE customers.customers c SET language = new_language, edited = ARRAY(SELECT DISTINCT e FROM unnest(c.edited || '{language}') e),
      version = c.version + 1, updated_at = now() WHERE c.customer_id = o.customer_id AND c.language <> new_language;
  IF NOT FOUND THEN RETURN; END IF;
  INSERT INTO privacy.changes (customer_id, name, session_id, role, detail)
  VALUES (o.customer_id, 'language.chosen', o.session_id, 'customer', jsonb_build_object('language', new_language));
END $$;
GRANT CREATE ON SCHEMA customers TO earshot_vault;
SELECT house.hand_over('customers.choose_contact(text, uuid, boolean)', 'earshot_vault', 'earshot_portal');
SELECT house.hand_over('customers.choose_language(text, text)', 'earshot_vault', 'earshot_portal');
DROP FUNCTION house.amend(regprocedure, text, text);
