-- A branch's telephone, for anybody (the portal's page of branches): a number of the house, as people write it. It is set like the address,
-- and a feed may bring it.
CREATE FUNCTION house.amend(function regprocedure, said text, says text) RETURNS void LANGUAGE plpgsql AS $$
DECLARE source text := pg_get_functiondef(function); times integer := (length(source) - length(replace(source, said, ''))) / length(said);
BEGIN
  IF times <> 1 THEN RAISE EXCEPTION '% says that % times: %', function, times, said; END IF;
  EXECUTE replace(source, said, says);
END $$;

ALTER TABLE premises.premises ADD COLUMN telephone text
  CONSTRAINT premises_telephone CHECK (length(telephone) <= 40 AND telephone ~ '^[+(]?[0-9]([ ()./-]{0,3}[0-9]){2,20}$');
SELECT house.amend('premises.enter(text, uuid, jsonb)', 'postal_code, region)', 'postal_code, region, telephone)');
SELECT house.amend('premises.enter(text, uuid, jsonb)', 'r.postal_code, r.region', 'r.postal_code, r.region, r.telephone');
SELECT house.amend('premises.put(record, uuid, integer, jsonb)', 'region = n.region,', 'region = n.region, telephone = n.telephone,');
DROP FUNCTION house.amend(regprocedure, text, text);
