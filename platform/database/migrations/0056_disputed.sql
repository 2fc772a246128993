-- That her level or her stage of life is not so, is hers to say: it stands in the file, and what she says is not so
-- is unknown to every rule until it would be another.
--   needs.standings.disputed_on   the day on which she said so of this very value
ALTER TABLE needs.standings ADD COLUMN disputed_on date;
UPDATE privacy.copy_rules SET given = given || '{disputed_on}' WHERE table_name = 'needs.standings';

CREATE FUNCTION needs.own_dispute(token text, what text, is_so boolean) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE o record; standing record;
BEGIN
  o := privacy.own_session(token);
  SELECT s.standing_id, s.disputed_on INTO standing FROM needs.standings s
   WHERE s.customer_id = o.customer_id AND s.of = what AND s.to_date IS NULL FOR UPDATE;
  IF standing.standing_id IS NULL THEN RAISE EXCEPTION 'nothing stands there' USING ERRCODE = 'ES404'; END IF;
  IF is_so IS NOT DISTINCT FROM (standing.disputed_on IS NULL) THEN RETURN; END IF;
  UPDATE needs.standings s SET disputed_on = CASE WHEN is_so THEN NULL ELSE CURRENT_DATE END
   WHERE s.customer_id = o.customer_id AND s.standing_id = standing.standing_id;
  IF NOT is_so THEN
    UPDATE needs.facts f SET known = f.known - what, version = f.version + 1 WHERE f.customer_id = o.customer_id;
  END IF;
  INSERT INTO privacy.changes (customer_id, name, session_id, role, subject)
  VALUES (o.customer_id, 'standing.answered', o.session_id, 'customer', standing.standing_id);
END $$;
GRANT CREATE ON SCHEMA needs TO earshot_vault;
SELECT house.hand_over('needs.own_dispute(text, text, boolean)', 'earshot_vault', 'earshot_portal');
REVOKE CREATE ON SCHEMA needs FROM earshot_vault;

-- Whose talk it is, with the rights of whoever asks.
CREATE FUNCTION asking.called(customer uuid) RETURNS text LANGUAGE sql STABLE AS $$
  SELECT coalesce(c.preferred_name, c.full_name) FROM customers.customers c WHERE c.customer_id = customer
$$;
REVOKE ALL ON FUNCTION asking.called(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION asking.called(uuid) TO earshot_staff;
