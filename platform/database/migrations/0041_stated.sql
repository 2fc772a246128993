-- What she stated of herself in a conversation has a list, in the portal and on the file: when and where she said it, until when it counts;
-- she corrects it, removes it, or says that it is not to be used.
ALTER TABLE needs.stated_facts ALTER COLUMN conversation_id DROP NOT NULL,
  -- in a talk at a branch, on the telephone, or by herself in the portal
  ADD COLUMN said_in text NOT NULL DEFAULT 'talk' CHECK (said_in IN ('talk', 'phone', 'portal')),
  ADD COLUMN premises_id uuid REFERENCES premises.premises,
  -- she does not want it used: then it is unknown, to care as to offers
  ADD COLUMN not_used boolean NOT NULL DEFAULT false,
  ADD CONSTRAINT stated_where CHECK ((said_in = 'portal') = (conversation_id IS NULL));
UPDATE privacy.copy_rules SET given = '{fact,value,said_on,said_in,expires_on,not_used}', without = '{conversation_id,premises_id}'
 WHERE table_name = 'needs.stated_facts';
GRANT SELECT (customer_id, fact, value, said_on, said_in, premises_id, expires_on, not_used) ON needs.stated_facts TO earshot_portal;

-- In which currency her amounts are: the bank's own.
CREATE FUNCTION needs.own_currency() RETURNS text LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
  RETURN (SELECT m.base FROM needs.measures_on(CURRENT_DATE) m);
END $$;

-- Her own word on what she stated. What is not to be used, or is not so, is unknown from this moment, unless the books know it.
CREATE FUNCTION needs.own_stated(token text, what text, answer text, new_value jsonb) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE o record; s record;
BEGIN
  o := privacy.own_session(token);
  SELECT x.* INTO s FROM needs.stated_facts x WHERE x.customer_id = o.customer_id AND x.fact = what AND x.expires_on >= CURRENT_DATE FOR UPDATE;
  IF NOT FOUND THEN
    -- removed already, and the answer was lost
    IF answer = 'remove' THEN RETURN; END IF;
    RAISE EXCEPTION 'no such thing was stated' USING ERRCODE = 'ES404';
  END IF;
  IF answer = 'remove' THEN
    DELETE FROM needs.stated_facts x WHERE x.customer_id = o.customer_id AND x.fact = what;
  ELSIF answer = 'correct' THEN
    IF new_value IS NULL OR jsonb_typeof(new_value) IS DISTINCT FROM jsonb_typeof(s.value) THEN
      RAISE EXCEPTION 'a value of its kind' USING ERRCODE = 'ES422';
    END IF;
    UPDATE needs.stated_facts x SET value = new_value, said_on = CURRENT_DATE, expires_on = CURRENT_DATE + 365, said_in = 'portal',
        conversation_id = NULL, premises_id = NULL
     WHERE x.customer_id = o.customer_id AND x.fact = what;
  ELSIF answer IN ('use', 'do not use') THEN
    UPDATE needs.stated_facts x SET not_used = answer = 'do not use' WHERE x.customer_id = o.customer_id AND x.fact = what;
  ELSE
    RAISE EXCEPTION 'no such answer' USING ERRCODE = 'ES422';
  END IF;
  -- until it is worked out anew, in a moment
  IF answer <> 'use' THEN
    UPDATE needs.facts f SET known = CASE WHEN answer = 'correct' AND NOT s.not_used THEN f.known || jsonb_build_object(what, new_value)
        ELSE f.known - what END, version = f.version + 1
     WHERE f.customer_id = o.customer_id AND f.known -> what = s.value;
  END IF;
  INSERT INTO privacy.changes (customer_id, name, session_id, role, subject)
  VALUES (o.customer_id, 'stated.answered', o.session_id, 'customer', o.customer_id);
END $$;

GRANT EXECUTE ON FUNCTION needs.measures_on(date) TO earshot_vault;
GRANT SELECT ON needs.usual_incomes, holdings.exchange_rates TO earshot_vault;
GRANT CREATE ON SCHEMA needs TO earshot_vault;
SELECT house.hand_over('needs.own_currency()', 'earshot_vault', 'earshot_portal'),
  house.hand_over('needs.own_stated(text, text, text, jsonb)', 'earshot_vault', 'earshot_portal');
REVOKE CREATE ON SCHEMA needs FROM earshot_vault;
