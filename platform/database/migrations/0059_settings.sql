-- What the whole bank goes by changes by two people: the law of data rights and its clocks, who is responsible, how many are held out and
-- whether propensities order, and that a legal hold ends. One officer or administrator alone could change each of these. One way for all of
-- them: a row of privacy.approval_rules says who asks and who decides, privacy.setting_before what stands and what makes sense,
-- privacy.put_setting does it, in the transaction that uses the approval up.
CREATE FUNCTION house.amend(function regprocedure, said text, says text) RETURNS void LANGUAGE plpgsql AS $$
DECLARE source text := pg_get_functiondef(function); times integer := (length(source) - length(replace(source, said, ''))) / length(said);
BEGIN
  IF times <> 1 THEN RAISE EXCEPTION '% says that % times: %', function, times, said; END IF;
  EXECUTE replace(source, said, says);
END $$;

ALTER TABLE privacy.approval_rules ADD COLUMN setting boolean NOT NULL DEFAULT false;
INSERT INTO privacy.approval_rules (action, asks, decides, setting) VALUES
  ('rights law', '{compliance officer}', '{compliance officer,privacy officer,security officer}', true),
  ('rights clock', '{compliance officer}', '{compliance officer,privacy officer,security officer}', true),
  ('controller', '{compliance officer}', '{compliance officer,privacy officer,security officer}', true),
  ('advice settings', '{administrator}', '{compliance officer,privacy officer}', true),
  -- of a customer, by name: decided by those who read the list of holds
  ('hold lifting', '{compliance officer}', '{compliance officer,privacy officer}', false);

CREATE FUNCTION privacy.is_setting(action text) RETURNS boolean LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
  RETURN coalesce((SELECT r.setting FROM privacy.approval_rules r WHERE r.action = is_setting.action), false);
END $$;

-- What stands of a setting, in the shape of what it is to become; an error if that makes no sense, or is so already.
CREATE FUNCTION privacy.setting_before(action text, payload jsonb) RETURNS jsonb LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE says jsonb := payload->'setting'; c jsonb; now_is jsonb;
BEGIN
  IF jsonb_typeof(says) IS DISTINCT FROM 'object' THEN RAISE EXCEPTION 'nothing is asked for' USING ERRCODE = 'ES422'; END IF;
  IF action = 'rights law' THEN
    IF (says->>'law' IN ('EU', 'US')) IS NOT TRUE THEN RAISE EXCEPTION 'no set of laws' USING ERRCODE = 'ES422'; END IF;
    SELECT jsonb_build_object('law', s.law) INTO now_is FROM privacy.rights_setting s;
  ELSIF action = 'rights clock' THEN
    c := says->'clock';
    IF ((c->>'appliesFrom')::date >= CURRENT_DATE AND (c->>'months')::integer + (c->>'days')::integer > 0) IS NOT TRUE THEN
      RAISE EXCEPTION 'from today on, and some time' USING ERRCODE = 'ES422';
    END IF;
    IF EXISTS (SELECT FROM privacy.rights_clocks k WHERE k.law = c->>'law' AND k.kind = c->>'kind' AND k.applies_from = (c->>'appliesFrom')::date) THEN
      RAISE EXCEPTION 'there is one from that day' USING ERRCODE = 'ES409';
    END IF;
    -- what counts on that day by now
    SELECT jsonb_build_object('clock', jsonb_build_object('law', k.law, 'kind', k.kind, 'appliesFrom', k.applies_from, 'citation', k.citation,
        'months', k.months, 'days', k.days, 'moreMonths', k.more_months, 'moreDays', k.more_days)) INTO now_is
      FROM privacy.rights_clocks k WHERE k.law = c->>'law' AND k.kind = c->>'kind' AND k.applies_from < (c->>'appliesFrom')::date
     ORDER BY k.applies_from DESC LIMIT 1;
  ELSIF action = 'controller' THEN
    c := says->'controller';
    IF (length(c->>'name') BETWEEN 2 AND 200 AND length(c->>'contact') BETWEEN 5 AND 500 AND length(c->>'officer') BETWEEN 5 AND 500) IS NOT TRUE THEN
      RAISE EXCEPTION 'name, contact and officer' USING ERRCODE = 'ES422';
    END IF;
    SELECT jsonb_build_object('controller', jsonb_build_object('name', k.name, 'contact', k.contact, 'officer', k.officer)) INTO now_is
      FROM privacy.controller k;
  ELSIF action = 'advice settings' THEN
    IF ((says->>'heldOut')::integer BETWEEN 0 AND 200 AND jsonb_typeof(says->'propensities') = 'boolean') IS NOT TRUE THEN
      RAISE EXCEPTION 'a share of a thousand, 200 at most' USING ERRCODE = 'ES422';
    END IF;
    SELECT jsonb_build_object('heldOut', s.held_out, 'propensities', s.propensities) INTO now_is FROM advice.settings s;
  ELSE
    RAISE EXCEPTION 'no such setting' USING ERRCODE = 'ES422';
  END IF;
  IF now_is = says THEN RAISE EXCEPTION 'that is so already' USING ERRCODE = 'ES409'; END IF;
  RETURN jsonb_build_object('setting', now_is);
END $$;

-- Does what was approved. The sealed event has what was before, but of who is responsible only that it changed: it names people.
CREATE FUNCTION privacy.put_setting(a record, action text, payload jsonb, approval uuid) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE p record; says jsonb := payload->'setting'; c jsonb; called text; about text;
BEGIN
  SELECT x.before->'setting' AS before, x.decided_by INTO p FROM privacy.approvals x WHERE x.approval_id = approval;
  IF action = 'rights law' THEN
    UPDATE privacy.rights_setting SET law = says->>'law', version = version + 1;
    called := 'rights law.changed'; about := says->>'law';
  ELSIF action = 'rights clock' THEN
    c := says->'clock';
    INSERT INTO privacy.rights_clocks (law, kind, applies_from, citation, months, days, more_months, more_days, set_by)
    VALUES (c->>'law', c->>'kind', (c->>'appliesFrom')::date, c->>'citation', (c->>'months')::integer, (c->>'days')::integer,
      (c->>'moreMonths')::integer, (c->>'moreDays')::integer, a.staff_id);
    called := 'rights clock.added'; about := (c->>'law') || ' ' || (c->>'kind');
  ELSIF action = 'controller' THEN
    c := says->'controller';
    INSERT INTO privacy.controller AS k (name, contact, officer) VALUES (c->>'name', c->>'contact', c->>'officer')
    ON CONFLICT (one) DO UPDATE SET name = excluded.name, contact = excluded.contact, officer = excluded.officer, version = k.version + 1;
    called := 'controller.named'; about := 'register';
  ELSE
    UPDATE advice.settings s SET held_out = (says->>'heldOut')::integer, propensities = (says->>'propensities')::boolean,
      changed_at = clock_timestamp(), version = s.version + 1;
    called := 'advice settings.changed';
  END IF;
  INSERT INTO privacy.events (name, session_id, staff_id, role, premises_id, place, subject, detail)
  VALUES (called, a.session_id, a.staff_id, a.role, a.premises_id, a.place, about,
    jsonb_build_object('approval', approval, 'approved by', p.decided_by)
      || CASE WHEN action = 'controller' THEN '{}' ELSE jsonb_build_object('before', p.before, 'after', says) END);
END $$;

-- A hold is placed by one, at once: nothing is deleted meanwhile. That it ends lets things be deleted for good, and takes two.
CREATE FUNCTION privacy.hold_before(who uuid, payload jsonb) RETURNS jsonb LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE h record;
BEGIN
  SELECT x.customer_id, x.lifted_at, x.placed_at INTO h FROM privacy.holds x
   WHERE x.hold_id = (payload->>'holdId')::uuid AND x.customer_id = (payload->>'customerId')::uuid;
  IF NOT FOUND THEN RAISE EXCEPTION 'no such hold' USING ERRCODE = 'ES404'; END IF;
  IF h.lifted_at IS NOT NULL THEN RAISE EXCEPTION 'lifted already' USING ERRCODE = 'ES409'; END IF;
  IF privacy.is_kin(who, h.customer_id) THEN RAISE EXCEPTION 'not one''s own people' USING ERRCODE = 'ES403', DETAIL = 'kin'; END IF;
  -- when, and not why: words of a hold stand with it alone
  RETURN jsonb_build_object('placedAt', h.placed_at);
END $$;
CREATE FUNCTION privacy.lift_approved(a record, payload jsonb, approval uuid) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE p record;
BEGIN
  SELECT x.reason, x.decided_by INTO p FROM privacy.approvals x WHERE x.approval_id = approval;
  UPDATE privacy.holds x SET lifted_by = a.staff_id, lifted_at = clock_timestamp(), lifted_because = p.reason
   WHERE x.customer_id = (payload->>'customerId')::uuid AND x.hold_id = (payload->>'holdId')::uuid AND x.lifted_at IS NULL;
  IF NOT FOUND THEN RAISE EXCEPTION 'lifted already' USING ERRCODE = 'ES409'; END IF;
  INSERT INTO privacy.events (name, session_id, staff_id, role, premises_id, place, subject, detail)
  VALUES ('legal hold.lifted', a.session_id, a.staff_id, a.role, a.premises_id, a.place, payload->>'holdId',
    jsonb_build_object('approval', approval, 'approved by', p.decided_by));
END $$;

SELECT house.amend('privacy.approval_before(uuid, text, jsonb)', 'ELSIF action IN (''file restriction'', ''file release'') THEN',
$amend$ELSIF privacy.is_setting(action) THEN
    RETURN privacy.setting_before(action, payload);
  ELSIF action = 'hold lifting' THEN
    RETURN privacy.hold_before(who, payload);
  ELSIF action IN ('file restriction', 'file release') THEN$amend$);
SELECT house.amend('privacy.use_approval(text, uuid, text, jsonb, uuid)', '''limit change'', ''file release'')',
  '''limit change'', ''file release'', ''hold lifting'') AND NOT privacy.is_setting(action)');
-- One at a time, so that what was approved is compared with what stands; and by somebody who has proven lately who they are, as before.
SELECT house.amend('privacy.use_approval(text, uuid, text, jsonb, uuid)', '  PERFORM privacy.take_approval(',
$amend$  IF action = 'hold lifting' OR privacy.is_setting(action) THEN
    IF NOT staff.authenticated_lately(a.session_id, interval '5 minutes') THEN RAISE EXCEPTION 'prove again who you are' USING ERRCODE = 'ES406'; END IF;
    PERFORM pg_advisory_xact_lock(hashtextextended('setting ' || action, 59));
  END IF;
  PERFORM privacy.take_approval($amend$);
-- Done is done: a second use is refused (a retry of the same request finds its own answer).
SELECT house.amend('privacy.use_approval(text, uuid, text, jsonb, uuid)', 'AND (action <> ''restricted file'' OR EXISTS',
  'AND action <> ''hold lifting'' AND NOT privacy.is_setting(action) AND (action <> ''restricted file'' OR EXISTS');
SELECT house.amend('privacy.use_approval(text, uuid, text, jsonb, uuid)', 'ELSIF action = ''file release'' THEN', $amend$ELSIF action = 'hold lifting' THEN
    PERFORM privacy.lift_approved(a, payload, wanted);
  ELSIF privacy.is_setting(action) THEN
    PERFORM privacy.put_setting(a, action, payload, wanted);
  ELSIF action = 'file release' THEN$amend$);

-- What one person could do alone.
DROP FUNCTION privacy.set_rights_law(text, integer, text), privacy.set_controller(text, integer, text, text, text), privacy.lift_hold(text, uuid, text),
  privacy.add_rights_clock(text, text, text, date, text, integer, integer, integer, integer);
-- Switching propensities off stays with one: from then on nothing that was learnt orders anything, and whoever sees that it orders badly does
-- not wait for somebody else. Switching them on, and how many are held out, takes two.
SELECT house.amend('advice.change_settings(text, integer, integer, boolean)', '  UPDATE advice.settings SET',
$amend$  IF (new_held_out = s.held_out AND s.propensities AND NOT new_propensities) IS NOT TRUE THEN
    RAISE EXCEPTION 'this takes an approval that stands' USING ERRCODE = 'ES403', DETAIL = 'approval';
  END IF;
  UPDATE advice.settings SET$amend$);

-- For the list of requests: what a setting says, and what it would say; which hold.
CREATE FUNCTION privacy.approval_settings(token text) RETURNS TABLE (approval_id uuid, setting jsonb, setting_now jsonb, hold_id uuid)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE a record := privacy.actor(token);
BEGIN
  RETURN QUERY SELECT p.approval_id, p.payload->'setting', nullif(p.before->'setting', 'null'), (p.payload->>'holdId')::uuid
    FROM privacy.listed_approvals(a.staff_id) p WHERE p.payload ? 'setting' OR p.payload ? 'holdId';
END $$;

GRANT CREATE ON SCHEMA privacy TO earshot_vault;
SELECT house.hand_over(f, 'earshot_vault', '') FROM unnest(ARRAY['privacy.is_setting(text)', 'privacy.setting_before(text, jsonb)',
  'privacy.put_setting(record, text, jsonb, uuid)', 'privacy.hold_before(uuid, jsonb)', 'privacy.lift_approved(record, jsonb, uuid)']) f;
SELECT house.hand_over('privacy.approval_settings(text)', 'earshot_vault', 'earshot_staff');
REVOKE CREATE ON SCHEMA privacy FROM earshot_vault;
DROP FUNCTION house.amend(regprocedure, text, text);
