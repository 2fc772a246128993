-- What is done for a customer wherever she meets the bank, said once: large print, an interpreter, face to face and clearly, in writing,
-- gently (no offers now), only at contacts agreed as safe. What is done, never why: of health and hardship these rows say nothing; what was
-- told of the reasons stays sealed (customers.support_needs). Plain, because desks, boards and screens honour it without a key or a file.
CREATE TABLE needs.adaptations (
  customer_id uuid NOT NULL,
  adaptation_id uuid NOT NULL DEFAULT house.new_id(),
  kind text NOT NULL CHECK (kind IN ('large print', 'interpreter', 'clear speech', 'in writing', 'gently', 'safe contact')),
  said_on date NOT NULL DEFAULT CURRENT_DATE,
  source text NOT NULL CHECK (source IN ('customer', 'staff')),
  PRIMARY KEY (customer_id, adaptation_id)
);
INSERT INTO house.table_classes VALUES ('needs.adaptations', 'customer');
SELECT house.guard('needs.adaptations');
INSERT INTO privacy.erasure_rules (table_name, way) VALUES ('needs.adaptations', 'delete');
INSERT INTO customers.merge_rules VALUES ('needs.adaptations', 'row', 'adaptation_id');
INSERT INTO privacy.copy_rules (table_name, way, given, without) VALUES ('needs.adaptations', 'give', '{kind,said_on,source}', '{adaptation_id}');
INSERT INTO house.retention (rule, table_name, way, citation) VALUES
  ('what is done for somebody', 'needs.adaptations', 'with the file', 'Directive (EU) 2015/849, article 40(1)');
GRANT SELECT, INSERT, DELETE ON needs.adaptations TO earshot_staff;
GRANT SELECT (customer_id, kind, said_on, source) ON needs.adaptations TO earshot_portal;
GRANT SELECT, INSERT, UPDATE, DELETE ON needs.adaptations TO earshot_vault;
CREATE TRIGGER require_change AFTER INSERT OR UPDATE OR DELETE ON needs.adaptations FOR EACH STATEMENT EXECUTE FUNCTION privacy.require_change();
CREATE POLICY run_needs ON needs.adaptations TO earshot_run_needs USING ((SELECT privacy.run_opened()) = 'needs.understand');
GRANT SELECT (customer_id, kind) ON needs.adaptations TO earshot_run_needs;

-- Whoever is to be dealt with gently is offered nothing from that moment, as if she had objected to marketing; worked in anew by the job.
CREATE FUNCTION needs.go_gently() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
  UPDATE needs.facts f SET known = f.known || '{"contact.marketing": false}', version = f.version + 1 WHERE f.customer_id = NEW.customer_id;
  RETURN NULL;
END $$;
CREATE TRIGGER go_gently AFTER INSERT ON needs.adaptations FOR EACH ROW WHEN (NEW.kind = 'gently') EXECUTE FUNCTION needs.go_gently();

-- For the kernel: under whichever of her records it was said.
CREATE FUNCTION needs.adaptations_of(customer uuid) RETURNS text[] LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog
SET plan_cache_mode = force_generic_plan AS $$
BEGIN
  RETURN coalesce((SELECT array_agg(DISTINCT x.kind ORDER BY x.kind) FROM needs.adaptations x WHERE x.customer_id = ANY (customers.merged_records(customer))), '{}');
END $$;
-- At an open counter only what a stranger would see anyhow.
CREATE FUNCTION needs.adaptations_at(customer uuid, place text) RETURNS text[] LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE kinds text[] := needs.adaptations_of(customer);
BEGIN
  IF place IS DISTINCT FROM 'open counter' THEN RETURN kinds; END IF;
  RETURN ARRAY(SELECT k FROM unnest(kinds) k WHERE k IN ('large print', 'interpreter', 'clear speech'));
END $$;

-- Of those whom a list shows, what is done for whom: the list is on record already.
CREATE FUNCTION needs.adapted(search uuid, token text) RETURNS TABLE (customer_id uuid, kinds text[])
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE a record; ids uuid[];
BEGIN
  a := privacy.actor(token); ids := privacy.searched(search, token);
  RETURN QUERY SELECT i.id, k.kinds FROM unnest(ids) i(id) CROSS JOIN LATERAL (SELECT needs.adaptations_at(i.id, a.place) AS kinds) k WHERE k.kinds <> '{}';
END $$;
-- Of the visits of this branch, as the desk may see it, and how long a room is good for: who needs time, gets an hour.
CREATE FUNCTION needs.adapted_visits(token text) RETURNS TABLE (visit_id uuid, kinds text[], minutes integer)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE a record;
BEGIN
  a := privacy.actor(token);
  RETURN QUERY SELECT v.visit_id, needs.adaptations_at(v.customer_id, 'open counter'),
      CASE WHEN k.all_kinds && '{interpreter,clear speech,in writing,gently}' THEN 60 ELSE 30 END
    FROM conversations.visits v CROSS JOIN LATERAL (SELECT needs.adaptations_of(v.customer_id) AS all_kinds) k
   WHERE v.premises_id = a.premises_id AND v.state IN ('waiting', 'in progress') AND v.checked_in_at > now() - interval '16 hours'
     AND k.all_kinds <> '{}' LIMIT 200;
END $$;

-- Her own word: all of them in the place of those before.
CREATE FUNCTION needs.own_adaptations(token text, wanted text[]) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE o record; mine uuid[];
BEGIN
  o := privacy.own_session(token); mine := customers.merged_records(o.customer_id);
  PERFORM pg_advisory_xact_lock(hashtextextended(o.customer_id::text, 41));
  DELETE FROM needs.adaptations x WHERE x.customer_id = ANY (mine) AND x.kind <> ALL (wanted);
  INSERT INTO needs.adaptations (customer_id, kind, source) SELECT o.customer_id, k, 'customer' FROM (SELECT DISTINCT unnest(wanted)) w(k)
   WHERE NOT EXISTS (SELECT FROM needs.adaptations x WHERE x.customer_id = ANY (mine) AND x.kind = w.k);
  INSERT INTO privacy.changes (customer_id, name, session_id, role, subject) VALUES (o.customer_id, 'help.chosen', o.session_id, 'customer', o.customer_id);
END $$;

GRANT CREATE ON SCHEMA needs TO earshot_vault, earshot_cards;
SELECT house.hand_over('needs.go_gently()', 'earshot_vault', ''),
  house.hand_over('needs.adaptations_of(uuid)', 'earshot_vault', 'earshot_cards'),
  house.hand_over('needs.adaptations_at(uuid, text)', 'earshot_vault', 'earshot_cards'),
  house.hand_over('needs.adapted(uuid, text)', 'earshot_cards', 'earshot_staff'),
  house.hand_over('needs.adapted_visits(text)', 'earshot_vault', 'earshot_staff'),
  house.hand_over('needs.own_adaptations(text, text[])', 'earshot_vault', 'earshot_portal');
REVOKE CREATE ON SCHEMA needs FROM earshot_vault, earshot_cards;

CREATE FUNCTION house.amend(function regprocedure, said text, says text) RETURNS void LANGUAGE plpgsql AS $$
DECLARE source text := pg_get_functiondef(function); times integer := (length(source) - length(replace(source, said, ''))) / length(said);
BEGIN
  IF times <> 1 THEN RAISE EXCEPTION '% says that % times: %', function, times, said; END IF;
  EXECUTE replace(source, said, says);
END $$;
-- Whoever is not to be called out is fetched: the board sends nobody after a name.
SELECT house.amend('conversations.waiting_board(bytea)', 'coalesce(room.name, seat.name)',
  'CASE WHEN ''clear speech'' = ANY (needs.adaptations_of(v.customer_id)) THEN NULL ELSE coalesce(room.name, seat.name) END'),
-- A telephone that somebody else may hold is no place to confirm anything.
  house.amend('conversations.ways_to_show(text, uuid)', 'phone := EXISTS (',
  'phone := NOT ''safe contact'' = ANY (needs.adaptations_of(customer)) AND EXISTS ('),
-- On a second screen, and on her own, in letters that she can read.
  house.amend('conversations.ask_confirmation(text, uuid, uuid, text, uuid, text, jsonb, text)', 'jsonb_build_object(''language'', language)',
  'jsonb_build_object(''language'', language, ''large'', ''large print'' = ANY (needs.adaptations_of(customer)))'),
-- Gently: of what could be suggested, help alone is brought up.
  house.amend('advice.prompts_of(uuid)', 'AND d.expires_on > CURRENT_DATE',
  'AND d.expires_on > CURRENT_DATE AND (s.option_code LIKE ''help.%'' OR NOT ''gently'' = ANY (needs.adaptations_of(customer)))');
GRANT USAGE ON SCHEMA needs TO earshot_cards;
DROP FUNCTION house.amend(regprocedure, text, text);
