-- What changed about somebody's sign-in is told on each device of theirs until somebody says there that they have seen it. Until now whoever
-- came in by a new device could say "yes, that was me" themselves, and the owner read of it nowhere.
--   sign_in_notices.seen_by     the devices on which it was seen; null: everywhere, as before this
--   sessions.device_hash        the device; null: one from before this, which counts as a device of its own
ALTER TABLE staff.sign_in_notices ADD COLUMN seen_by bytea[] DEFAULT '{}';
ALTER TABLE customers.sign_in_notices ADD COLUMN seen_by bytea[] DEFAULT '{}';
UPDATE staff.sign_in_notices SET seen_by = NULL WHERE seen_at IS NOT NULL;
UPDATE customers.sign_in_notices SET seen_by = NULL WHERE seen_at IS NOT NULL;
ALTER TABLE staff.sessions ADD COLUMN device_hash bytea;
ALTER TABLE customers.sessions ADD COLUMN device_hash bytea;
UPDATE privacy.copy_rules SET without = without || '{device_hash}' WHERE table_name = 'customers.sessions';
UPDATE privacy.copy_rules SET without = without || '{seen_by}' WHERE table_name = 'customers.sign_in_notices';

CREATE FUNCTION house.amend(function regprocedure, said text, says text) RETURNS void LANGUAGE plpgsql AS $$
DECLARE source text := pg_get_functiondef(function); times integer := (length(source) - length(replace(source, said, ''))) / length(said);
BEGIN
  IF times <> 1 THEN RAISE EXCEPTION '% says that % times: %', function, times, said; END IF;
  EXECUTE replace(source, said, says);
END $$;
SELECT house.amend('staff.begin_session(uuid, bytea, text, bigint, bytea, bigint, boolean, timestamptz, text[], bytea, bytea, text, interval, interval)',
  'IF known THEN RETURN; END IF;', 'UPDATE staff.sessions s SET device_hash = CASE WHEN known THEN device ELSE new_device END WHERE s.token_hash = new_token_hash;
  IF known THEN RETURN; END IF;');
SELECT house.amend('customers.begin_session(uuid, bytea, text, bigint, bytea, bigint, boolean, text[], bytea, bytea, text, interval, interval)',
  'IF known THEN RETURN; END IF;', 'UPDATE customers.sessions s SET device_hash = CASE WHEN known THEN device ELSE new_device END
   WHERE s.customer_id = who AND s.token_hash = new_token_hash;
  IF known THEN RETURN; END IF;');
DROP FUNCTION house.amend(regprocedure, text, text);

-- What was seen elsewhere before this device was first used is not told there once more.
CREATE OR REPLACE FUNCTION staff.notices_of(hash bytea) RETURNS TABLE (notice_id uuid, at timestamptz, kind text, about text, seen boolean)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE o record; here record;
BEGIN
  o := staff.owner_of(hash, false);
  SELECT coalesce(s.device_hash, s.token_hash) AS device, coalesce(d.first_at, s.created_at) AS since INTO here
    FROM staff.sessions s LEFT JOIN staff.devices d ON d.staff_id = s.staff_id AND d.device_hash = s.device_hash WHERE s.token_hash = hash;
  RETURN QUERY SELECT n.notice_id, n.at, n.kind, n.about,
      n.seen_by IS NULL OR here.device = ANY (n.seen_by) OR n.seen_at IS NOT NULL AND n.at < here.since
    FROM staff.sign_in_notices n WHERE n.staff_id = o.staff_id AND n.at > now() - interval '3 months' ORDER BY n.at DESC LIMIT 50;
END $$;
CREATE OR REPLACE FUNCTION customers.notices_of(hash bytea) RETURNS TABLE (notice_id uuid, at timestamptz, kind text, about text, seen boolean)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE o record; here record;
BEGIN
  o := customers.owner_of(hash, false);
  SELECT coalesce(s.device_hash, s.token_hash) AS device, coalesce(d.first_at, s.created_at) AS since INTO here
    FROM customers.sessions s LEFT JOIN customers.devices d ON d.customer_id = s.customer_id AND d.device_hash = s.device_hash
   WHERE s.customer_id = o.customer_id AND s.token_hash = hash;
  RETURN QUERY SELECT n.notice_id, n.at, n.kind, n.about,
      n.seen_by IS NULL OR here.device = ANY (n.seen_by) OR n.seen_at IS NOT NULL AND n.at < here.since
    FROM customers.sign_in_notices n WHERE n.customer_id = o.customer_id AND n.at > now() - interval '3 months' ORDER BY n.at DESC LIMIT 50;
END $$;

CREATE OR REPLACE FUNCTION staff.see_notices(hash bytea) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE o record; device bytea;
BEGIN
  o := staff.owner_of(hash, false);
  SELECT coalesce(s.device_hash, s.token_hash) INTO device FROM staff.sessions s WHERE s.token_hash = hash;
  UPDATE staff.sign_in_notices n SET seen_at = coalesce(n.seen_at, now()), seen_by = n.seen_by || device
   WHERE n.staff_id = o.staff_id AND NOT device = ANY (n.seen_by);
  DELETE FROM staff.sign_in_notices n WHERE n.staff_id = o.staff_id AND n.at <= now() - interval '3 months';
END $$;
CREATE OR REPLACE FUNCTION customers.see_notices(hash bytea) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE o record; device bytea;
BEGIN
  o := customers.owner_of(hash, false);
  SELECT coalesce(s.device_hash, s.token_hash) INTO device FROM customers.sessions s WHERE s.customer_id = o.customer_id AND s.token_hash = hash;
  UPDATE customers.sign_in_notices n SET seen_at = coalesce(n.seen_at, now()), seen_by = n.seen_by || device
   WHERE n.customer_id = o.customer_id AND NOT device = ANY (n.seen_by);
  DELETE FROM customers.sign_in_notices n WHERE n.customer_id = o.customer_id AND n.at <= now() - interval '3 months';
END $$;
