-- Broken glass ends after half an hour, and makes no reason that outlives it. Whoever broke it could promise something to herself, or pass the
-- customer on to a colleague, and the promise would have opened the file from then on, unmasked, whatever the review said. So nobody who has
-- no better reason than broken glass promises or refers anything. Asked of the tables, and not of the names of changes.
CREATE FUNCTION privacy.refuse_behind_glass() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE c record; d record;
BEGIN
  -- staff change nothing without this record in the same transaction (privacy.require_change)
  SELECT x.staff_id, x.session_id INTO c FROM privacy.changes x WHERE x.xid = pg_current_xact_id() AND x.staff_id IS NOT NULL LIMIT 1;
  IF NOT FOUND THEN RETURN NEW; END IF;
  -- what a colleague has referred to her, with a reason of his own, she may accept
  IF TG_TABLE_NAME = 'promises' THEN
    PERFORM FROM advice.referrals r WHERE r.customer_id = NEW.customer_id AND r.referred_to = c.staff_id AND r.referred_by = NEW.made_by AND r.state = 'asked';
    IF FOUND THEN RETURN NEW; END IF;
  END IF;
  d := privacy.decide_one(c.staff_id, c.session_id, NEW.customer_id, NULL);
  IF d.kind = 'break-glass' THEN
    RAISE EXCEPTION 'broken glass makes no other reason' USING ERRCODE = 'ES403', DETAIL = 'glass';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER refuse_behind_glass BEFORE INSERT ON conversations.promises FOR EACH ROW EXECUTE FUNCTION privacy.refuse_behind_glass();
CREATE TRIGGER refuse_behind_glass BEFORE INSERT ON advice.referrals FOR EACH ROW EXECUTE FUNCTION privacy.refuse_behind_glass();
GRANT CREATE ON SCHEMA privacy TO earshot_vault;
SELECT house.hand_over('privacy.refuse_behind_glass()', 'earshot_vault', '');
