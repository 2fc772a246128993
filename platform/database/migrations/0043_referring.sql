-- A restricted file is on nobody's list, so that a referral of it would reach nobody: whoever makes one is told.
CREATE OR REPLACE FUNCTION advice.check_referral() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM staff.staff f WHERE f.staff_id = NEW.referred_to AND f.active AND f.role IN ('banker', 'manager', 'contact centre')) THEN
    RAISE EXCEPTION 'nobody like that takes referrals' USING ERRCODE = 'ES404';
  END IF;
  IF privacy.is_kin(NEW.referred_to, NEW.customer_id) THEN
    RAISE EXCEPTION 'not one''s own people' USING ERRCODE = 'ES403', DETAIL = 'kin';
  END IF;
  PERFORM FROM customers.customers c WHERE c.customer_id = NEW.customer_id AND c.restricted;
  IF FOUND THEN RAISE EXCEPTION 'a restricted file is on no list' USING ERRCODE = 'ES403', DETAIL = 'restricted'; END IF;
  RETURN NEW;
END $$;
