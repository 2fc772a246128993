-- What is believed of her is hers to put right: a goal, too, which staff noted with a sum and a day. Corrected it is her own word, here; or it is
-- no goal, and the need stays.
CREATE FUNCTION needs.own_goal(token text, subject uuid, new_minor bigint, new_day date) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE o record; n record;
BEGIN
  o := privacy.own_session(token);
  SELECT x.* INTO n FROM needs.needs x WHERE x.customer_id = o.customer_id AND x.need_id = subject AND x.state = 'open'
    AND x.expires_on >= CURRENT_DATE AND x.source <> 'inferred' FOR UPDATE;
  IF NOT FOUND THEN RAISE EXCEPTION 'no such thing is believed' USING ERRCODE = 'ES404'; END IF;
  -- asked again after the answer was lost
  IF (n.goal_minor, n.goal_on) IS NOT DISTINCT FROM (new_minor, new_day) THEN RETURN; END IF;
  -- in which currency a sum is stands with the goal
  IF n.goal_minor IS NULL THEN RAISE EXCEPTION 'there is no goal' USING ERRCODE = 'ES409'; END IF;
  UPDATE needs.needs x SET goal_minor = new_minor, goal_on = new_day, version = x.version + 1,
      currency = CASE WHEN new_minor IS NOT NULL THEN x.currency END,
      agreement_ids = CASE WHEN new_minor IS NULL THEN '{}' ELSE x.agreement_ids END,
      source = 'customer', said_in = 'portal', talk = NULL, recorded_at = clock_timestamp(),
      expires_on = greatest(CURRENT_DATE + 365, new_day + 30)
   WHERE x.customer_id = o.customer_id AND x.need_id = subject;
  INSERT INTO privacy.changes (customer_id, name, session_id, role, subject)
  VALUES (o.customer_id, 'need.corrected', o.session_id, 'customer', subject);
END $$;
GRANT CREATE ON SCHEMA needs TO earshot_vault;
SELECT house.hand_over('needs.own_goal(text, uuid, bigint, date)', 'earshot_vault', 'earshot_portal');
REVOKE CREATE ON SCHEMA needs FROM earshot_vault;
