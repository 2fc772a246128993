-- The language of a member of staff is their own choice, kept with their account. Whoever has chosen none gets what they chose at the sign-in,
-- or what their browser prefers. Nobody could choose before, so the 'en' of everybody entered by a bank was nobody's choice.
ALTER TABLE staff.staff ALTER COLUMN locale DROP NOT NULL, ALTER COLUMN locale DROP DEFAULT;
UPDATE staff.staff SET locale = NULL WHERE locale = 'en' AND NOT made_up;
CREATE FUNCTION staff.choose_language(token text, chosen text) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE a record := privacy.actor(token);
BEGIN
  UPDATE staff.staff f SET locale = chosen WHERE f.staff_id = a.staff_id AND f.locale IS DISTINCT FROM chosen;
  IF NOT FOUND THEN RETURN; END IF;
  INSERT INTO privacy.events (name, session_id, staff_id, role, premises_id, place)
  VALUES ('language.chosen', a.session_id, a.staff_id, a.role, a.premises_id, a.place);
END $$;
GRANT UPDATE (locale) ON staff.staff TO earshot_vault;
GRANT CREATE ON SCHEMA staff TO earshot_vault;
SELECT house.hand_over('staff.choose_language(text, text)', 'earshot_vault', 'earshot_staff');
