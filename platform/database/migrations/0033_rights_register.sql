-- The register of processing (GDPR, article 30): what is made of contracts and tables needs no table of its own; who the controller is, and
-- whom to ask, no program knows. Compliance says it.
CREATE TABLE privacy.controller (
  one boolean PRIMARY KEY DEFAULT true CHECK (one),
  name text NOT NULL CHECK (length(name) BETWEEN 2 AND 200),
  contact text NOT NULL CHECK (length(contact) BETWEEN 5 AND 500),
  -- of the data protection officer
  officer text NOT NULL CHECK (length(officer) BETWEEN 5 AND 500)
);
INSERT INTO house.table_classes VALUES ('privacy.controller', 'reference');
GRANT SELECT ON privacy.controller, house.table_classes TO earshot_staff;
GRANT SELECT, INSERT, UPDATE ON privacy.controller TO earshot_vault;

CREATE FUNCTION privacy.set_controller(token text, new_name text, new_contact text, new_officer text) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE a record;
BEGIN
  a := privacy.actor(token);
  IF a.role IS DISTINCT FROM 'compliance officer' THEN RAISE EXCEPTION 'for compliance' USING ERRCODE = 'ES405'; END IF;
  INSERT INTO privacy.controller AS c (name, contact, officer) VALUES (new_name, new_contact, new_officer)
  ON CONFLICT (one) DO UPDATE SET name = excluded.name, contact = excluded.contact, officer = excluded.officer;
  INSERT INTO privacy.events (name, session_id, staff_id, role, premises_id, place, subject)
  VALUES ('controller.named', a.session_id, a.staff_id, a.role, a.premises_id, a.place, 'register');
END $$;
GRANT CREATE ON SCHEMA privacy TO earshot_vault;
SELECT house.hand_over('privacy.set_controller(text, text, text, text)', 'earshot_vault', 'earshot_staff');
