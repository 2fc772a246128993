-- Nothing sends a code to a telephone and nothing makes appointments, so neither can have proven that anybody was here: nobody says so any more.
CREATE FUNCTION conversations.refuse_unprovable() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog AS $$
BEGIN
  IF session_user = 'earshot_staff' AND NEW.presence IN ('code to phone', 'kept appointment') THEN
    RAISE EXCEPTION 'nothing here can prove that' USING ERRCODE = 'ES422';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER refuse_unprovable BEFORE INSERT ON conversations.visits FOR EACH ROW EXECUTE FUNCTION conversations.refuse_unprovable();
-- Standing orders are the customer's own to see.
GRANT SELECT (customer_id, agreement_id, order_id, minor, currency, kind, payee, every, ended_on) ON holdings.standing_orders TO earshot_portal;
