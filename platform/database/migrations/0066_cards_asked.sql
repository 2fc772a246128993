-- A card that Find showed can be asked about like any look: whom somebody searched for, and what they opened then, is the office's to find
-- out and say. What compliance looks for is shown to nobody, and so not asked about.
CREATE FUNCTION house.amend(function regprocedure, said text, says text) RETURNS void LANGUAGE plpgsql AS $$
DECLARE source text := pg_get_functiondef(function); times integer := (length(source) - length(replace(source, said, ''))) / length(said);
BEGIN
  IF times <> 1 THEN RAISE EXCEPTION '% says that % times: %', function, times, said; END IF;
  EXECUTE replace(source, said, says);
END $$;
ALTER TABLE privacy.inquiries DROP CONSTRAINT inquiries_record_kind_check,
  ADD CONSTRAINT inquiries_record_kind_check CHECK (record_kind IN ('access record', 'batch run', 'search'));

SELECT house.amend('privacy.ask_inquiry(text, uuid, text, uuid, timestamptz, bytea)', '  ELSE
    SELECT l.role INTO looked_as FROM privacy.own_looks', '  ELSIF kind = ''search'' THEN
    SELECT s.role INTO looked_as FROM privacy.found_in(customers.merged_records(o.customer_id)) s WHERE s.search_id = record AND s.at = ask_inquiry.at;
  ELSE
    SELECT l.role INTO looked_as FROM privacy.own_looks');
SELECT house.amend('privacy.is_involved(uuid, uuid, uuid)', 'AND looked.person_id = f.person_id);', 'AND looked.person_id = f.person_id)
    OR EXISTS (SELECT FROM privacy.inquiries q JOIN privacy.searches s ON s.search_id = q.record_id
      JOIN staff.staff looked ON looked.staff_id = s.staff_id JOIN staff.staff f ON f.staff_id = who
     WHERE q.customer_id = customer AND q.inquiry_id = inquiry AND q.record_kind = ''search'' AND looked.person_id = f.person_id);');
SELECT house.amend('privacy.names_to_keep(text, uuid, uuid)', 'WHERE r.at BETWEEN q.record_at - interval ''12 hours'' AND q.record_at + interval ''12 hours'';',
  'WHERE r.at BETWEEN q.record_at - interval ''12 hours'' AND q.record_at + interval ''12 hours''
    UNION
    SELECT ''employee'', f.full_name FROM privacy.searches s JOIN staff.staff f ON f.staff_id = s.staff_id
     WHERE s.surface = ''find'' AND s.customer_ids && ARRAY(SELECT customers.merged_records(customer))
       AND s.at BETWEEN q.record_at - interval ''12 hours'' AND q.record_at + interval ''12 hours'';');
-- The very search first; then whatever else the same person did that showed her: searches, and looks at her file.
SELECT house.amend('privacy.inquired_records(text, uuid, uuid)', '  RETURN QUERY WITH records AS (', '  IF q.record_kind = ''search'' THEN
    RETURN QUERY WITH the_one AS (SELECT s.* FROM privacy.searches s WHERE s.search_id = q.record_id),
      people AS (SELECT ARRAY(SELECT customers.merged_records(customer)) AS ids),
      done AS (
        SELECT s.search_id AS id, s.at, ''search'' AS action, s.role, s.staff_id, s.premises_id, s.place, ''search'' AS ground_kind, '''' AS purpose, true AS proven, NULL::text[] AS fields
          FROM the_one o, people, privacy.searches s WHERE s.surface = ''find'' AND s.customer_ids && people.ids AND s.staff_id = o.staff_id
           AND s.role IS DISTINCT FROM ''compliance officer'' AND s.at BETWEEN o.at - interval ''12 hours'' AND o.at + interval ''12 hours''
        UNION ALL
        SELECT r.record_id, r.at, r.action, r.role, r.staff_id, r.premises_id, r.place, r.ground_kind, r.purpose, r.proven, r.fields
          FROM the_one o, people, privacy.access_records r WHERE r.customer_id = ANY (people.ids) AND r.staff_id = o.staff_id
           AND r.ground_kind IS DISTINCT FROM ''investigation'' AND r.at BETWEEN o.at - interval ''12 hours'' AND o.at + interval ''12 hours'')
      SELECT d.id, d.at, d.action, d.role, f.full_name, p.name, d.place, d.ground_kind, d.purpose, d.proven, d.fields, d.id = q.record_id
        FROM done d LEFT JOIN staff.staff f ON f.staff_id = d.staff_id LEFT JOIN premises.premises p ON p.premises_id = d.premises_id
       ORDER BY d.id = q.record_id DESC, d.at LIMIT 30;
    RETURN;
  END IF;
  RETURN QUERY WITH records AS (');
DROP FUNCTION house.amend(regprocedure, text, text);
