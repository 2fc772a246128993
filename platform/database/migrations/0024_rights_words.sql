-- What erasing had left, and what stops it. What staff wrote about somebody to be let into the file goes with them; that it was asked,
-- decided and used stays. A legal hold stops it, as a duty to keep does.
CREATE FUNCTION privacy.forget_words(people uuid[]) RETURNS void LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
  -- the checks of the tables want some words there: these say of nobody anything
  UPDATE privacy.passes p SET reference = CASE WHEN p.reference IS NOT NULL THEN 'erased' END,
      reason = CASE WHEN p.reason IS NOT NULL THEN 'erased with the customer' END,
      words = CASE WHEN p.words IS NOT NULL THEN 'erased with the customer' END
   WHERE p.customer_id = ANY (people);
  UPDATE privacy.approvals a SET reference = 'erased', reason = 'erased with the customer',
      words = CASE WHEN a.words IS NOT NULL THEN 'erased with the customer' END
   WHERE a.payload->>'customerId' = ANY (people::text[]);
END $$;
UPDATE privacy.erasure_rules SET why = 'proof of who was let into the file, without the words of why; names nobody but by an id that leads nowhere any more'
 WHERE table_name = 'privacy.passes';

DO $$
DECLARE forgetting text := pg_get_functiondef('privacy.forget(uuid[])'::regprocedure); erasing text := pg_get_functiondef('privacy.erase(uuid)'::regprocedure);
        with_words text := replace(forgetting, 'DELETE FROM keys.data_keys', 'PERFORM privacy.forget_words(people);
  DELETE FROM keys.data_keys');
        unless_held text := replace(erasing, 'people := privacy.one_person(customer);', 'IF privacy.is_held(customer) THEN RAISE EXCEPTION ''a legal hold stands'' USING ERRCODE = ''ES409''; END IF;
  people := privacy.one_person(customer);');
BEGIN
  IF with_words = forgetting OR unless_held = erasing THEN RAISE EXCEPTION 'privacy.forget or privacy.erase is not what it was'; END IF;
  EXECUTE with_words;
  EXECUTE unless_held;
END $$;
GRANT CREATE ON SCHEMA privacy TO earshot_vault;
SELECT house.hand_over('privacy.forget_words(uuid[])', 'earshot_vault', '');
-- Of those who were erased before.
CREATE FUNCTION privacy.forget_old_words() RETURNS void LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
  PERFORM privacy.forget_words(ARRAY(SELECT p.customer_id FROM privacy.passes p
    UNION SELECT (a.payload->>'customerId')::uuid FROM privacy.approvals a WHERE a.payload ? 'customerId'
    EXCEPT SELECT c.customer_id FROM customers.customers c));
END $$;
SELECT house.hand_over('privacy.forget_old_words()', 'earshot_vault', '');
SELECT privacy.forget_old_words();
DROP FUNCTION privacy.forget_old_words();
