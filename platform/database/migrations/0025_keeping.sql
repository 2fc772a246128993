-- How long what is kept, as data: every table that is no reference says here what becomes of its rows, after how long, counted from
-- what, and by which law or for which reason. The job 'retention.apply' deletes what is due and nobody holds, in batches; each batch
-- commits with its proof, an event of the sealed record.
CREATE TABLE house.retention (
  rule text PRIMARY KEY CHECK (rule ~ '^[a-z][a-z -]*$'),
  table_name text NOT NULL UNIQUE,
  -- after a time   deleted by the job
  -- with the file  goes when its customer's file goes: when the duties of privacy.keeping_duties have ended, or by erasure
  -- with its row   goes with the row that it belongs to
  -- by itself      what uses it prunes it, within minutes or hours
  -- kept           stays
  way text NOT NULL CHECK (way IN ('after a time', 'with the file', 'with its row', 'by itself', 'kept')),
  keeps_count integer CHECK (keeps_count BETWEEN 1 AND 1200),
  keeps_unit text CHECK (keeps_unit IN ('days', 'months', 'years')),
  -- SQL over a row t: from when it counts, and which rows it concerns
  counted_from text,
  only_if text NOT NULL DEFAULT 'true',
  -- a law, or the reason in a sentence
  citation text NOT NULL CHECK (length(citation) BETWEEN 3 AND 300),
  applies_from date NOT NULL DEFAULT '2026-11-25',
  CHECK ((way = 'after a time') = (num_nulls(keeps_count, keeps_unit, counted_from) = 0)),
  CHECK (way = 'after a time' OR num_nonnulls(keeps_count, keeps_unit, counted_from) = 0)
);
INSERT INTO house.table_classes VALUES ('house.retention', 'reference');

INSERT INTO house.retention (rule, table_name, way, keeps_count, keeps_unit, counted_from, only_if, citation) VALUES
  ('visits', 'conversations.visits', 'after a time', 2, 'years', 'coalesce(t.ended_at, t.checked_in_at)', $$t.state IN ('ended', 'undone')$$,
    'GDPR article 5(1)(e); complaints about a visit come within two years'),
  ('confirmations', 'conversations.confirmations', 'after a time', 2, 'years', 't.asked_at', 'true', 'GDPR article 5(1)(e); like the visit they were part of'),
  ('bookings', 'conversations.bookings', 'after a time', 7, 'days', 't.to_at', 'true', 'GDPR article 5(1)(e); a room is booked for today'),
  ('guests', 'conversations.guests', 'after a time', 7, 'days', 't.checked_in_at', 'true', 'GDPR article 5(1)(e); a name to call, of no use afterwards'),
  ('screens', 'conversations.screens', 'after a time', 1, 'days', 'greatest(t.ended_at, t.expires_at, t.code_expires_at)', 'true',
    'a pairing ends at midnight'),
  ('customers sessions', 'customers.sessions', 'after a time', 90, 'days', 'coalesce(t.ended_at, least(t.idle_expires_at, t.expires_at))', 'true',
    'GDPR article 5(1)(e); long enough to look into a sign-in that was not hers'),
  ('customers sign-in notices', 'customers.sign_in_notices', 'after a time', 3, 'months', 't.at', 'true', 'GDPR article 5(1)(e); shown for three months'),
  ('staff sessions', 'staff.sessions', 'after a time', 90, 'days', 'coalesce(t.ended_at, least(t.idle_expires_at, t.expires_at))', 'true',
    'GDPR article 5(1)(e); the record of looks names the session by itself'),
  ('staff sign-in notices', 'staff.sign_in_notices', 'after a time', 3, 'months', 't.at', 'true', 'GDPR article 5(1)(e); shown for three months'),
  ('attempts', 'staff.attempts', 'after a time', 1, 'days', 't.last_at', 'true', 'counted for a quarter of an hour'),
  ('ceremonies', 'house.ceremonies', 'after a time', 1, 'days', 't.expires_at', 'true', 'a challenge is good for ten minutes'),
  ('replies', 'house.replies', 'after a time', 1, 'days', 't.at', 'true', 'a retry gets the same reply for a day'),
  ('rejects', 'feed.rejects', 'after a time', 90, 'days', '(SELECT r.finished_at FROM feed.runs r WHERE r.run_id = t.run_id)', 'true',
    'GDPR article 5(1)(e); by then a run is mended, or past undoing'),
  ('old rows of feeds', 'feed.journal', 'after a time', 90, 'days', '(SELECT r.finished_at FROM feed.runs r WHERE r.run_id = t.run_id)', 'true',
    'GDPR article 5(1)(e); a run can be undone for ninety days'),
  ('runs', 'feed.runs', 'after a time', 10, 'years', 't.finished_at', $$t.state NOT IN ('waiting', 'running', 'undoing')$$,
    'where the bank''s numbers came from; counts only'),
  ('alarms of feeds', 'feed.alarms', 'after a time', 2, 'years', 't.cleared_at', 'true', 'of use while the run is remembered'),
  ('searches for duplicates', 'customers.matching_runs', 'after a time', 1, 'years', 't.started_at', 'true', 'counts only'),
  ('unexplained looks', 'privacy.occasions', 'after a time', 3, 'years', 't.on_date', 't.question_id IS NULL',
    'long enough to see slow snooping: the case of 26 months'),
  ('questions to staff', 'privacy.questions', 'after a time', 5, 'years', 'coalesce(t.decided_at, t.asked_at)', $$t.state <> 'open'$$,
    'limitation of claims of employment and data protection; with its looks and decisions'),
  ('working days compared', 'privacy.detection_days', 'after a time', 3, 'years', 't.on_date', 'true', 'what colleagues of three years are compared by'),
  ('runs of detection', 'privacy.detection_runs', 'after a time', 1, 'years', 't.started_at', 't.finished_at IS NOT NULL', 'counts only'),
  ('covers', 'customers.portfolio_covers', 'after a time', 10, 'years', 't.to_date', 'true', 'explains looks that are on record'),
  ('certificates', 'staff.certificates', 'after a time', 10, 'years', 't.expires_on', 'true', 'shows that whoever looked had learnt it');

INSERT INTO house.retention (rule, table_name, way, citation)
SELECT r.rule, r.table_name, 'with the file', 'Directive (EU) 2015/849, article 40(1)' FROM (VALUES
  ('files', 'customers.customers'), ('names', 'customers.names'), ('contact points', 'customers.contact_points'),
  ('identifying numbers', 'customers.identifiers'), ('addresses', 'customers.addresses'), ('relations', 'customers.relations'),
  ('portfolios', 'customers.portfolios'), ('confidences', 'customers.confidences'), ('words of names', 'customers.found_by'),
  ('customers sign-ins', 'customers.sign_ins'), ('customers passkeys', 'customers.passkeys'), ('customers devices', 'customers.devices'),
  ('notes', 'conversations.notes'), ('promises', 'conversations.promises'), ('words of the source', 'feed.source_values'),
  ('holdings', 'holdings.holdings'), ('balances', 'holdings.balances'), ('movements', 'holdings.transactions'),
  ('standing orders', 'holdings.standing_orders'), ('duplicates', 'customers.duplicates'), ('merges', 'customers.merges'),
  ('values from before a merge', 'customers.merge_journal'),
  ('data keys', 'keys.data_keys')) r(rule, table_name);
INSERT INTO house.retention (rule, table_name, way, citation) VALUES
  ('counts of runs', 'feed.run_entities', 'with its row', 'goes with its run'),
  ('files of runs', 'feed.run_files', 'with its row', 'goes with its run'),
  ('decisions about questions', 'privacy.question_decisions', 'with its row', 'goes with its question'),
  ('keys for comparing', 'customers.matching_keys', 'by itself', 'made anew of names whenever these change'),
  ('marks for comparing', 'customers.matching_marks', 'by itself', 'made anew of names whenever these change'),
  ('words for finding', 'customers.words', 'by itself', 'a word that nobody is called by any more goes at night'),
  ('opened lately', 'privacy.opened_lately', 'by itself', 'the last hour of each member of staff'),
  ('looks', 'privacy.access_records', 'kept', 'proof of who looked, by ids alone; the sealed record shows if one is missing'),
  ('searches', 'privacy.searches', 'kept', 'proof of who searched; the sealed record shows if one is missing'),
  ('changes', 'privacy.changes', 'kept', 'proof of what was done, by ids alone; the sealed record shows if one is missing'),
  ('events', 'privacy.events', 'kept', 'proof of what was done, this deleting too; the sealed record shows if one is missing'),
  ('uses by programs', 'privacy.batch_runs', 'kept', 'proof of what programs did; the sealed record shows if one is missing'),
  ('leaves of the record', 'privacy.leaves', 'kept', 'the sealed record itself: hashes'),
  ('nodes of the record', 'privacy.nodes', 'kept', 'the sealed record itself: hashes'),
  ('checkpoints', 'privacy.checkpoints', 'kept', 'the sealed record itself: what was signed'),
  ('cosignatures', 'privacy.cosignatures', 'kept', 'the sealed record itself: who witnessed it'),
  ('approvals', 'privacy.approvals', 'kept', 'who agreed to what; a look that hung on one is on record'),
  ('passes', 'privacy.passes', 'kept', 'who was let into a file on whose word'),
  ('erasures', 'privacy.erasures', 'kept', 'so that a restored backup brings nobody back: hashes'),
  ('secrets of the vault', 'privacy.secrets', 'kept', 'how Earshot itself works'),
  ('key of the look-up', 'keys.index_key', 'kept', 'how Earshot itself works'),
  ('classes of tables', 'house.table_classes', 'kept', 'how Earshot itself works'),
  ('staff devices', 'staff.devices', 'kept', 'as long as the account: a new device is told'),
  ('staff passkeys', 'staff.passkeys', 'kept', 'as long as the account; its owner removes it'),
  ('staff sign-ins', 'staff.sign_ins', 'kept', 'as long as the account');

-- What belongs to a question goes with it.
ALTER TABLE privacy.occasions DROP CONSTRAINT occasions_question_id_fkey,
  ADD CONSTRAINT occasions_question_id_fkey FOREIGN KEY (question_id) REFERENCES privacy.questions ON DELETE CASCADE;
ALTER TABLE privacy.question_decisions DROP CONSTRAINT question_decisions_question_id_fkey,
  ADD CONSTRAINT question_decisions_question_id_fkey FOREIGN KEY (question_id) REFERENCES privacy.questions ON DELETE CASCADE;

-- Does something keep this customer's rows from being deleted, whatever is due? A hold of the law, where the bank has them on record.
CREATE FUNCTION privacy.is_held_openly(customer uuid) RETURNS boolean LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE held boolean := false;
BEGIN
  IF to_regprocedure('privacy.is_held(uuid)') IS NOT NULL THEN EXECUTE 'SELECT privacy.is_held($1)' INTO held USING customer; END IF;
  RETURN coalesce(held, false);
END $$;
CREATE FUNCTION privacy.stays(customer uuid) RETURNS boolean LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
  RETURN privacy.is_held_openly(customer);
END $$;

-- One batch of one rule, for the very job that the queue holds. Fewer than asked for: nothing more is due, and `held` counts what is
-- due and stays. What a row counts from, and which rows, is SQL that only migrations write.
CREATE FUNCTION privacy.retain(job bigint, wanted text, most integer, OUT deleted integer, OUT held integer)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE r record; owned boolean; due text; oldest timestamptz; newest timestamptz;
BEGIN
  IF house.locked_task(job) IS DISTINCT FROM 'retention.apply' THEN
    RAISE EXCEPTION 'no such job is being run' USING ERRCODE = 'ES403', DETAIL = 'no job';
  END IF;
  held := 0;
  SELECT x.*, now() - (x.keeps_count || ' ' || x.keeps_unit)::interval AS before INTO r FROM house.retention x
   WHERE x.rule = wanted AND x.way = 'after a time' AND x.applies_from <= CURRENT_DATE;
  IF NOT FOUND THEN deleted := 0; RETURN; END IF;
  owned := EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = r.table_name::regclass AND a.attname = 'customer_id' AND NOT a.attisdropped);
  due := format('(%s) < $1 AND (%s)', r.counted_from, r.only_if);
  EXECUTE format($q$WITH due AS MATERIALIZED (SELECT t.ctid AS place, (%1$s)::timestamptz AS since FROM %2$s t WHERE %3$s %4$s LIMIT $2),
      gone AS (DELETE FROM %2$s t USING due WHERE t.ctid = due.place RETURNING due.since)
      SELECT count(*), min(g.since), max(g.since) FROM gone g$q$,
    r.counted_from, r.table_name::regclass, due, CASE WHEN owned THEN 'AND NOT privacy.stays(t.customer_id)' ELSE '' END)
    INTO deleted, oldest, newest USING r.before, most;
  IF deleted > 0 THEN
    INSERT INTO privacy.events (name, subject, detail) VALUES ('retention.applied', r.rule, jsonb_build_object('table', r.table_name,
      'rows', deleted, 'from', oldest, 'to', newest, 'keeps', r.keeps_count || ' ' || r.keeps_unit, 'citation', r.citation));
  END IF;
  IF deleted < most AND owned THEN
    EXECUTE format('SELECT count(*) FROM %s t WHERE %s AND privacy.is_held_openly(t.customer_id)', r.table_name::regclass, due) INTO held USING r.before;
  END IF;
END $$;

-- Files of former customers, a page by key: every agreement has ended, the last of the duties to keep has ended, no visit is kept any more,
-- nothing is promised, nobody acts through them or for them, and nothing holds them. privacy.erase asks for the duty once more.
CREATE FUNCTION privacy.files_due(job bigint, after uuid, most integer) RETURNS SETOF uuid
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
  IF house.locked_task(job) IS DISTINCT FROM 'retention.apply' THEN
    RAISE EXCEPTION 'no such job is being run' USING ERRCODE = 'ES403', DETAIL = 'no job';
  END IF;
  RETURN QUERY SELECT c.customer_id FROM customers.customers c
   WHERE c.customer_id > after AND c.merged_into IS NULL
     AND EXISTS (SELECT FROM holdings.holdings h WHERE h.customer_id = c.customer_id)
     AND NOT EXISTS (SELECT FROM holdings.holdings h WHERE h.customer_id = c.customer_id AND h.closed_on IS NULL AND h.ended_on IS NULL)
     AND NOT EXISTS (SELECT FROM conversations.visits v WHERE v.customer_id = c.customer_id)
     AND NOT EXISTS (SELECT FROM conversations.promises p WHERE p.customer_id = c.customer_id AND p.state = 'open')
     AND NOT EXISTS (SELECT FROM customers.relations r WHERE r.customer_id = c.customer_id AND r.ended_on IS NULL
       AND r.kind IN ('guardian', 'ward', 'attorney', 'principal', 'authorised user', 'account holder', 'owner', 'business'))
     AND NOT privacy.stays(c.customer_id)
     AND privacy.kept_until(privacy.one_person(c.customer_id)) < CURRENT_DATE
     AND NOT EXISTS (SELECT FROM unnest(privacy.one_person(c.customer_id)) p(id) WHERE privacy.stays(p.id))
   ORDER BY c.customer_id LIMIT most;
END $$;

-- That everything was gone through, with what was deleted and what is due and held: also on a night on which nothing was due.
CREATE FUNCTION privacy.retention_checked(job bigint, counts jsonb) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
  IF house.locked_task(job) IS DISTINCT FROM 'retention.apply' THEN
    RAISE EXCEPTION 'no such job is being run' USING ERRCODE = 'ES403', DETAIL = 'no job';
  END IF;
  INSERT INTO privacy.events (name, detail) VALUES ('retention.checked', counts);
END $$;

-- What was deleted when, from the record itself: by day and rule, the newest days first.
CREATE INDEX events_of_retention ON privacy.events (at) WHERE name IN ('retention.applied', 'retention.checked', 'person.erased');
CREATE FUNCTION privacy.deletions(token text, before_day date, most_days integer)
RETURNS TABLE (on_day date, rule text, deleted bigint, oldest timestamptz, newest timestamptz)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
  PERFORM privacy.retention_reader(token);
  RETURN QUERY WITH told AS (
      SELECT (e.at AT TIME ZONE 'UTC')::date AS day, CASE e.name WHEN 'person.erased' THEN 'files' ELSE e.subject END AS of_rule,
             CASE e.name WHEN 'person.erased' THEN (e.detail->>'records')::bigint ELSE (e.detail->>'rows')::bigint END AS n,
             (e.detail->>'from')::timestamptz AS since, (e.detail->>'to')::timestamptz AS until
        FROM privacy.events e WHERE e.name IN ('retention.applied', 'person.erased') AND e.at < before_day::timestamp AT TIME ZONE 'UTC'),
      days AS (SELECT DISTINCT t.day FROM told t ORDER BY t.day DESC LIMIT least(most_days, 31))
    SELECT t.day, t.of_rule, sum(t.n)::bigint, min(t.since), max(t.until) FROM told t JOIN days d ON d.day = t.day
     GROUP BY t.day, t.of_rule ORDER BY t.day DESC, t.of_rule LIMIT 1000;
END $$;
CREATE FUNCTION privacy.retention_last(token text) RETURNS TABLE (at timestamptz, counts jsonb)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
  PERFORM privacy.retention_reader(token);
  RETURN QUERY SELECT e.at, e.detail FROM privacy.events e WHERE e.name = 'retention.checked' ORDER BY e.at DESC LIMIT 1;
END $$;
CREATE FUNCTION privacy.retention_reader(token text) RETURNS void LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
  IF (privacy.actor(token)).role NOT IN ('privacy officer', 'compliance officer') THEN
    RAISE EXCEPTION 'for the privacy office' USING ERRCODE = 'ES405';
  END IF;
END $$;

GRANT CREATE ON SCHEMA privacy TO earshot_vault;
SELECT house.hand_over('privacy.stays(uuid)', 'earshot_vault', ''), house.hand_over('privacy.is_held_openly(uuid)', 'earshot_vault', ''),
  house.hand_over('privacy.retention_reader(text)', 'earshot_vault', ''),
  house.hand_over('privacy.retain(bigint, text, integer)', 'earshot_vault', 'earshot_batch'),
  house.hand_over('privacy.files_due(bigint, uuid, integer)', 'earshot_vault', 'earshot_batch'),
  house.hand_over('privacy.retention_checked(bigint, jsonb)', 'earshot_vault', 'earshot_batch'),
  house.hand_over('privacy.deletions(text, date, integer)', 'earshot_vault', 'earshot_staff'),
  house.hand_over('privacy.retention_last(text)', 'earshot_vault', 'earshot_staff');
GRANT SELECT ON house.retention TO earshot_vault, earshot_staff, earshot_batch;
-- Rows of these are deleted by no other function of the kernel; of each the columns that say when.
DO $$
DECLARE t text;
BEGIN
  FOR t IN SELECT r.table_name FROM house.retention r WHERE r.way = 'after a time' LOOP
    EXECUTE format('GRANT SELECT, DELETE ON %s TO earshot_vault', t::regclass);
  END LOOP;
END $$;
-- Feeds no longer forget by themselves.
DROP FUNCTION feed.forget_old();

-- What else is sealed: a customer's support needs, the lines that a run of a feed refuses, the notes of an investigation. The last two
-- have a key of their own, by the id of the run or of the investigation.
ALTER TABLE keys.data_keys DROP CONSTRAINT data_keys_class_check,
  ADD CONSTRAINT data_keys_class_check CHECK (class IN ('identifiers', 'notes', 'support needs', 'rejects', 'investigations'));
