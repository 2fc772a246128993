-- Who the bank's own identity provider says it is. A user name may change there, and pass to another; what never does is the provider's own
-- key of somebody (OpenID Connect Core 1.0, 5.7: issuer and sub together). The first sign-in ties it to the account here; from then on that
-- name with another key, and that key with another name, open nothing. A reset of the sign-in, by two people, unties it.
ALTER TABLE staff.staff ADD COLUMN provider_key text UNIQUE CHECK (length(provider_key) BETWEEN 3 AND 2000);
GRANT SELECT (provider_key), UPDATE (provider_key) ON staff.staff TO earshot_vault;

DROP FUNCTION staff.active_member(text);
CREATE FUNCTION staff.active_member(wanted text, provided text) RETURNS TABLE (staff_id uuid)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
  UPDATE staff.staff f SET provider_key = provided WHERE f.user_name = wanted AND f.active AND f.provider_key IS NULL
    AND NOT EXISTS (SELECT FROM staff.staff o WHERE o.provider_key = provided);
  RETURN QUERY SELECT f.staff_id FROM staff.staff f WHERE f.user_name = wanted AND f.active AND f.provider_key = provided;
END $$;
GRANT CREATE ON SCHEMA staff TO earshot_vault;
SELECT house.hand_over('staff.active_member(text, text)', 'earshot_vault', 'earshot_staff_door');

CREATE FUNCTION house.amend(function regprocedure, said text, says text) RETURNS void LANGUAGE plpgsql AS $$
DECLARE source text := pg_get_functiondef(function); times integer := (length(source) - length(replace(source, said, ''))) / length(said);
BEGIN
  IF times <> 1 THEN RAISE EXCEPTION '% says that % times: %', function, times, said; END IF;
  EXECUTE replace(source, said, says);
END $$;
SELECT house.amend('staff.reset_sign_in(text, uuid, uuid, bytea)', 'DELETE FROM staff.passkeys p', $amend$UPDATE staff.staff f SET provider_key = NULL WHERE f.staff_id = whom;
  DELETE FROM staff.passkeys p$amend$);
DROP FUNCTION house.amend(regprocedure, text, text);
