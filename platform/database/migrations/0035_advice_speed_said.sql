-- What was said of all options in one short text: taking a list of numbers and a little JSON apart took a third of the time of keeping them.

-- They are worked out from the facts, and will be again.
TRUNCATE advice.decisions;
DROP FUNCTION advice.in_words(jsonb, integer[]);
-- The number of what was said of each option; first, in their order, those that are suggested, each with the strength of the need and, where
-- it counts, the propensity: '12:80 7:0:0.31 3 4 9'. Text, because nobody searches in it and it is written a million times a night.
ALTER TABLE advice.decisions DROP COLUMN suggested, DROP COLUMN verdicts, ADD COLUMN said text NOT NULL CHECK (length(said) <= 2000);

-- The numbers as what they stand for: suggestions with the rows that said yes; by option what rejected it, and what it hangs on.
CREATE FUNCTION advice.in_words(said text) RETURNS jsonb LANGUAGE sql STABLE SET search_path = pg_catalog AS $$
  SELECT jsonb_build_object(
    'suggestions', coalesce(jsonb_agg(jsonb_build_object('code', v.option_code, 'need', s.part[2]::double precision,
        'propensity', s.part[3]::double precision, 'rows', jsonb_build_object('eligibility', v.about[1], 'applicability', v.about[2],
          'suitability', v.about[3], 'contact policy', v.about[4])) ORDER BY s.place) FILTER (WHERE v.says = 'fits'), '[]'),
    'rejected', coalesce(jsonb_object_agg(v.option_code, v.says || ': ' || v.about[1]) FILTER (WHERE v.says NOT IN ('fits', 'open')), '{}'),
    'open', coalesce(jsonb_object_agg(v.option_code, v.about) FILTER (WHERE v.says = 'open'), '{}'))
    FROM (SELECT string_to_array(w.word, ':') AS part, w.place FROM string_to_table(said, ' ') WITH ORDINALITY w(word, place)) s
    JOIN advice.verdicts v ON v.verdict_id = s.part[1]::integer
$$;
REVOKE ALL ON FUNCTION advice.in_words(text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION advice.in_words(text) TO earshot_staff, earshot_portal, earshot_vault, earshot_run_advice;

-- A copy of her data has them in words.
UPDATE privacy.copy_rules SET given = '{result,said,decided_on,expires_on}', without = '{facts_version,rules}'
 WHERE table_name = 'advice.decisions';
DO $$
DECLARE source text := pg_get_functiondef('privacy.copy_rows(uuid, uuid)'::regprocedure);
  before text := $was$g = 'suggested' THEN 'advice.in_words(t.suggested, t.verdicts) AS suggested'$was$;
BEGIN
  IF position(before IN source) = 0 THEN RAISE EXCEPTION 'privacy.copy_rows is not as it was'; END IF;
  EXECUTE replace(source, before, $now$g = 'said' THEN 'advice.in_words(t.said) AS said'$now$);
END $$;
