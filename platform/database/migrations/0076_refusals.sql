-- "Do not use this" is kept of its own. It was a column of the one need, happening or fact that it was said of, and went when that was met,
-- removed or a year old; a person who says it means it until she takes it back. It stands with what else she refuses now, and what it is
-- said of, whenever it is told or worked out again, is not used.
CREATE FUNCTION house.amend(function regprocedure, said text, says text) RETURNS void LANGUAGE plpgsql AS $$
DECLARE source text := pg_get_functiondef(function); times integer := (length(source) - length(replace(source, said, ''))) / length(said);
BEGIN
  IF times <> 1 THEN RAISE EXCEPTION '% says that % times: %', function, times, said; END IF;
  EXECUTE replace(source, said, says);
END $$;

-- Whole areas as before; need.<category> by the name of its fact, event.<kind>, stated.<fact>.
ALTER TABLE needs.refusals DROP CONSTRAINT refusals_about_check, ADD CONSTRAINT refusals_about_check CHECK (
  about IN ('level', 'stage', 'income', 'spending', 'owned', 'owed', 'speaking') OR about ~ '^(need|event|stated)[.][a-z][a-z. ]{1,59}$');

CREATE FUNCTION needs.is_refused(customer uuid, what text) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT EXISTS (SELECT FROM needs.refusals r WHERE r.customer_id = customer AND r.about = what AND r.ended_at IS NULL)
$$;
-- The name by which a row is refused.
CREATE FUNCTION needs.refused_as(table_name text, thing text) RETURNS text LANGUAGE sql IMMUTABLE SET search_path = pg_catalog AS $$
  SELECT CASE table_name WHEN 'needs' THEN 'need.' || replace(thing, ' ', '.') WHEN 'events' THEN 'event.' || thing ELSE 'stated.' || thing END
$$;
-- One that stands is not said twice. @returns whether it is new
CREATE FUNCTION needs.refuse(customer uuid, what text) RETURNS boolean LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog AS $$
BEGIN
  PERFORM pg_advisory_xact_lock(hashtextextended(customer::text, 26));
  INSERT INTO needs.refusals (customer_id, about) SELECT customer, what WHERE NOT needs.is_refused(customer, what);
  RETURN FOUND;
END $$;
CREATE FUNCTION needs.allow(customer uuid, what text) RETURNS boolean LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog AS $$
BEGIN
  PERFORM pg_advisory_xact_lock(hashtextextended(customer::text, 26));
  UPDATE needs.refusals r SET ended_at = clock_timestamp() WHERE r.customer_id = customer AND r.about = what AND r.ended_at IS NULL;
  RETURN FOUND;
END $$;

-- What stands now, before anything reflects it: once, with the kernel's right to read it.
CREATE FUNCTION needs.keep_refusals() RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
  INSERT INTO needs.refusals (customer_id, about)
  SELECT x.customer_id, needs.refused_as('needs', x.category) FROM needs.needs x WHERE x.not_used
  UNION SELECT x.customer_id, needs.refused_as('events', x.kind) FROM needs.events x WHERE x.not_used
  UNION SELECT x.customer_id, needs.refused_as('stated_facts', x.fact) FROM needs.stated_facts x WHERE x.not_used;
  IF EXISTS (SELECT FROM needs.needs x WHERE x.not_used AND NOT needs.is_refused(x.customer_id, needs.refused_as('needs', x.category)))
    OR EXISTS (SELECT FROM needs.events x WHERE x.not_used AND NOT needs.is_refused(x.customer_id, needs.refused_as('events', x.kind)))
    OR EXISTS (SELECT FROM needs.stated_facts x WHERE x.not_used AND NOT needs.is_refused(x.customer_id, needs.refused_as('stated_facts', x.fact))) THEN
    RAISE EXCEPTION 'a refusal was lost';
  END IF;
END $$;

-- A row that is told or worked out anew. What she tells of her life herself, or has noted by staff, is not what a rule suspects: that alone is bound.
CREATE FUNCTION needs.bind_refusal() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
  IF TG_TABLE_NAME = 'needs' THEN
    NEW.not_used := NEW.not_used OR needs.is_refused(NEW.customer_id, needs.refused_as('needs', NEW.category));
  ELSIF TG_TABLE_NAME = 'events' THEN
    NEW.not_used := NEW.not_used OR NEW.source = 'inferred' AND needs.is_refused(NEW.customer_id, needs.refused_as('events', NEW.kind));
  ELSE
    NEW.not_used := NEW.not_used OR needs.is_refused(NEW.customer_id, needs.refused_as('stated_facts', NEW.fact));
  END IF;
  RETURN NEW;
END $$;
-- The rows that are there, when she says it or takes it back, and when two records turn out to be one person. No offer knows the need from then on.
CREATE FUNCTION needs.reflect_refusal() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE stands boolean := needs.is_refused(NEW.customer_id, NEW.about);
BEGIN
  IF NEW.about LIKE 'need.%' THEN
    UPDATE needs.needs x SET not_used = stands, version = x.version + 1
     WHERE x.customer_id = NEW.customer_id AND needs.refused_as('needs', x.category) = NEW.about AND x.not_used <> stands;
    UPDATE needs.facts f SET not_used = array_append(f.not_used, NEW.about), version = f.version + 1
     WHERE f.customer_id = NEW.customer_id AND stands AND NEW.about <> ALL (f.not_used);
  ELSIF NEW.about LIKE 'event.%' THEN
    UPDATE needs.events x SET not_used = stands, version = x.version + 1
     WHERE x.customer_id = NEW.customer_id AND needs.refused_as('events', x.kind) = NEW.about AND x.not_used <> stands;
  ELSIF NEW.about LIKE 'stated.%' THEN
    UPDATE needs.stated_facts x SET not_used = stands
     WHERE x.customer_id = NEW.customer_id AND needs.refused_as('stated_facts', x.fact) = NEW.about AND x.not_used <> stands;
  END IF;
  RETURN NULL;
END $$;

-- Her own word ---------------------------------------------------------------------------------------------------------------------------
CREATE OR REPLACE FUNCTION needs.own_answer(token text, of_what text, subject uuid, answer text) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE o record; about text;
BEGIN
  o := privacy.own_session(token);
  IF answer NOT IN ('confirm', 'remove', 'use', 'do not use') THEN RAISE EXCEPTION 'no such answer' USING ERRCODE = 'ES422'; END IF;
  IF of_what = 'event' THEN
    SELECT needs.refused_as('events', e.kind) INTO about FROM needs.events e
     WHERE e.customer_id = o.customer_id AND e.event_id = subject AND e.state IN ('suspected', 'confirmed') FOR UPDATE;
  ELSE
    SELECT needs.refused_as('needs', n.category) INTO about FROM needs.needs n
     WHERE n.customer_id = o.customer_id AND n.need_id = subject AND n.state = 'open' FOR UPDATE;
  END IF;
  IF NOT FOUND THEN RAISE EXCEPTION 'no such thing is believed' USING ERRCODE = 'ES404'; END IF;
  IF answer = 'do not use' THEN
    PERFORM needs.refuse(o.customer_id, about);
  ELSIF answer = 'use' THEN
    PERFORM needs.allow(o.customer_id, about);
  ELSIF of_what = 'event' THEN
    UPDATE needs.events e SET state = CASE answer WHEN 'confirm' THEN 'confirmed' ELSE 'rejected' END, decided_as = 'customer',
        decided_at = clock_timestamp(), version = e.version + 1
     WHERE e.customer_id = o.customer_id AND e.event_id = subject;
  ELSIF answer = 'confirm' THEN
    -- a need of the rules becomes her own, and the rules leave it alone
    UPDATE needs.needs n SET source = 'customer', rule = NULL, strength = greatest(n.strength, 60), expires_on = CURRENT_DATE + 365,
        recorded_at = clock_timestamp(), said_in = 'portal', talk = NULL, version = n.version + 1
     WHERE n.customer_id = o.customer_id AND n.need_id = subject;
  ELSE
    UPDATE needs.needs n SET state = 'rejected', version = n.version + 1 WHERE n.customer_id = o.customer_id AND n.need_id = subject;
    -- until it is worked out anew, in a moment
    UPDATE needs.facts f SET not_used = array_append(f.not_used, about), version = f.version + 1 WHERE f.customer_id = o.customer_id;
  END IF;
  INSERT INTO privacy.changes (customer_id, name, session_id, role, subject)
  VALUES (o.customer_id, CASE of_what WHEN 'event' THEN 'life event.answered' ELSE 'need.answered' END, o.session_id, 'customer', subject);
END $$;

-- By telling it herself she takes back what she had said of it.
SELECT house.amend('needs.own_need(text, uuid, text)',
    'UPDATE needs.needs n SET not_used = false, version = n.version + 1 WHERE n.customer_id = o.customer_id AND n.not_used AND n.category = about;',
    'PERFORM needs.allow(o.customer_id, needs.refused_as(''needs'', about));'),
  house.amend('needs.own_event(text, uuid, text, date, boolean, date)', 'IF FOUND THEN',
    E'IF FOUND THEN\n    PERFORM needs.allow(o.customer_id, needs.refused_as(''events'', happened));'),
  house.amend('needs.own_stated(text, text, text, jsonb)',
    'UPDATE needs.stated_facts x SET not_used = answer = ''do not use'' WHERE x.customer_id = o.customer_id AND x.fact = what;',
    E'IF answer = ''use'' THEN PERFORM needs.allow(o.customer_id, needs.refused_as(''stated_facts'', what));\n    ELSE PERFORM needs.refuse(o.customer_id, needs.refused_as(''stated_facts'', what));\n    END IF;'),
  house.amend('needs.own_refusal(text, text, boolean, text[])',
    'PERFORM pg_advisory_xact_lock(hashtextextended(o.customer_id::text, 26));', ''),
  house.amend('needs.own_refusal(text, text, boolean, text[])', $said$IF EXISTS (SELECT FROM needs.refusals r WHERE r.customer_id = o.customer_id AND r.about = what AND r.ended_at IS NULL) THEN RETURN; END IF;
    INSERT INTO needs.refusals (customer_id, about) VALUES (o.customer_id, what);$said$,
    'IF NOT needs.refuse(o.customer_id, what) THEN RETURN; END IF;'),
  house.amend('needs.own_refusal(text, text, boolean, text[])', $said$UPDATE needs.refusals r SET ended_at = clock_timestamp() WHERE r.customer_id = o.customer_id AND r.about = what AND r.ended_at IS NULL;
    IF NOT FOUND THEN RETURN; END IF;$said$, 'IF NOT needs.allow(o.customer_id, what) THEN RETURN; END IF;');

-- Today: what was decided before she said it is on nobody's list from that moment, until the night has decided anew without it.
CREATE FUNCTION needs.refused_since(customer uuid, facts_version integer, day date) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT EXISTS (SELECT FROM needs.refusals r JOIN needs.facts f ON f.customer_id = r.customer_id AND f.version <> facts_version
    WHERE r.customer_id = customer AND r.ended_at IS NULL AND (r.refused_at AT TIME ZONE 'UTC')::date >= day)
$$;
SELECT house.amend('advice.prompts_of(uuid)', 'WHERE d.customer_id = customer AND',
  'WHERE d.customer_id = customer AND NOT needs.refused_since(customer, d.facts_version, d.decided_on) AND');
DROP FUNCTION house.amend(regprocedure, text, text);

GRANT CREATE ON SCHEMA needs TO earshot_vault;
SELECT house.hand_over(f, 'earshot_vault', '') FROM unnest(ARRAY['needs.is_refused(uuid, text)', 'needs.refused_as(text, text)',
  'needs.refuse(uuid, text)', 'needs.allow(uuid, text)', 'needs.bind_refusal()', 'needs.reflect_refusal()']) f;
SELECT house.hand_over('needs.refused_since(uuid, integer, date)', 'earshot_vault', 'earshot_cards');
SELECT house.hand_over('needs.keep_refusals()', 'earshot_vault', '');
REVOKE CREATE ON SCHEMA needs FROM earshot_vault;
SET LOCAL ROLE earshot_vault;
SELECT needs.keep_refusals();
RESET ROLE;
DROP FUNCTION needs.keep_refusals();
CREATE TRIGGER bind_refusal BEFORE INSERT OR UPDATE OF customer_id ON needs.needs FOR EACH ROW EXECUTE FUNCTION needs.bind_refusal();
CREATE TRIGGER bind_refusal BEFORE INSERT OR UPDATE OF customer_id ON needs.events FOR EACH ROW EXECUTE FUNCTION needs.bind_refusal();
CREATE TRIGGER bind_refusal BEFORE INSERT OR UPDATE OF customer_id ON needs.stated_facts FOR EACH ROW EXECUTE FUNCTION needs.bind_refusal();
CREATE TRIGGER reflect_refusal AFTER INSERT OR UPDATE OF customer_id, ended_at ON needs.refusals FOR EACH ROW EXECUTE FUNCTION needs.reflect_refusal();
