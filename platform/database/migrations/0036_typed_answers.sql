-- What a customer typed rather than said is kept until somebody has dealt with it, a month at most: the fact that they answered stays.
DO $$
DECLARE rule text;
BEGIN
  SELECT conname INTO STRICT rule FROM pg_constraint
   WHERE conrelid = 'conversations.confirmations'::regclass AND pg_get_constraintdef(oid) = 'CHECK (((state = ''typed''::text) = (typed IS NOT NULL)))';
  EXECUTE format('ALTER TABLE conversations.confirmations DROP CONSTRAINT %I', rule);
END $$;
ALTER TABLE conversations.confirmations ADD CONSTRAINT typed_until_settled CHECK (typed IS NULL OR state = 'typed' AND settled_at IS NULL) NOT VALID;
UPDATE conversations.confirmations SET typed = NULL WHERE typed IS NOT NULL AND (settled_at IS NOT NULL OR answered_at <= now() - interval '30 days');
ALTER TABLE conversations.confirmations VALIDATE CONSTRAINT typed_until_settled;
CREATE INDEX confirmations_typed ON conversations.confirmations (answered_at) WHERE typed IS NOT NULL;

CREATE FUNCTION conversations.forget_typed() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog AS $$
BEGIN
  NEW.typed := NULL;
  RETURN NEW;
END $$;
REVOKE ALL ON FUNCTION conversations.forget_typed() FROM PUBLIC;
CREATE TRIGGER forget_typed BEFORE UPDATE OF settled_at ON conversations.confirmations FOR EACH ROW
  WHEN (NEW.settled_at IS NOT NULL) EXECUTE FUNCTION conversations.forget_typed();
CREATE OR REPLACE FUNCTION conversations.lapse_confirmations() RETURNS integer
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE gone integer;
BEGIN
  UPDATE conversations.confirmations c SET typed = NULL WHERE c.typed IS NOT NULL AND c.answered_at <= now() - interval '30 days';
  UPDATE conversations.confirmations c SET state = 'lapsed', shown = NULL, version = c.version + 1 WHERE c.state = 'asked' AND c.expires_at <= now();
  GET DIAGNOSTICS gone = ROW_COUNT;
  RETURN gone;
END $$;
