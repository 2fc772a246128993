-- What a customer accepted is under way: it is not suggested again until she has it, until somebody says what came of it, or for ninety days.
CREATE FUNCTION house.amend(function regprocedure, said text, says text) RETURNS void LANGUAGE plpgsql AS $$
DECLARE source text := pg_get_functiondef(function); times integer := (length(source) - length(replace(source, said, ''))) / length(said);
BEGIN
  IF times <> 1 THEN RAISE EXCEPTION '% says that % times: %', function, times, said; END IF;
  EXECUTE replace(source, said, says);
END $$;

-- That it fell through is a word of its own: it was neither declined nor put off.
ALTER TABLE advice.outcomes DROP CONSTRAINT outcomes_became_check;
ALTER TABLE advice.outcomes ADD CONSTRAINT outcomes_became_check CHECK (became IN ('shown', 'accepted', 'not now', 'declined', 'fell through'));
-- It is no answer to a suggestion: nothing is learnt from it.
SELECT house.amend('advice.is_ripe(uuid, text, text, timestamptz)', 'SELECT is_ripe.recorded_at <', 'SELECT is_ripe.became <> ''fell through'' AND is_ripe.recorded_at <');

ALTER TABLE advice.verdicts DROP CONSTRAINT verdicts_says_check;
ALTER TABLE advice.verdicts ADD CONSTRAINT verdicts_says_check
  CHECK (says IN ('fits', 'under way', 'open', 'eligibility', 'applicability', 'suitability', 'contact policy', 'order'));
SELECT house.amend('advice.in_words(text)', 'FILTER (WHERE v.says = ''fits''), ''[]''),', $says$FILTER (WHERE v.says = 'fits'), '[]'),
    'underWay', coalesce(jsonb_agg(v.option_code ORDER BY s.place) FILTER (WHERE v.says = 'under way'), '[]'),$says$),
  house.amend('advice.in_words(text)', 'NOT IN (''fits'', ''open'')', 'NOT IN (''fits'', ''under way'', ''open'')');

-- The night: what became of suggestions comes the newest first, and whoever's acceptance lapses, or whose "not now" ends, is decided about anew.
SELECT house.amend('advice.block_after(uuid, date, text, text, integer)', '''recorded_on'', (o.recorded_at AT TIME ZONE ''UTC'')::date)) AS past',
    '''recorded_on'', (o.recorded_at AT TIME ZONE ''UTC'')::date) ORDER BY o.recorded_at DESC) AS past'),
  house.amend('advice.block_after(uuid, date, text, text, integer)', 'max((o.recorded_at AT TIME ZONE ''UTC'')::date) AS latest', $says$greatest(
          max((o.recorded_at AT TIME ZONE 'UTC')::date), max(o.until) FILTER (WHERE o.until <= today),
          max((o.recorded_at AT TIME ZONE 'UTC')::date + 91) FILTER (WHERE o.became = 'accepted' AND (o.recorded_at AT TIME ZONE 'UTC')::date + 91 <= today)) AS latest$says$),
  house.amend('rules.people_after(uuid, integer, text, bigint)', '''recorded_on'', (o.recorded_at AT TIME ZONE ''UTC'')::date)) FROM',
    '''recorded_on'', (o.recorded_at AT TIME ZONE ''UTC'')::date) ORDER BY o.recorded_at DESC) FROM');

-- Whether offers come to groups alike is asked of what came to them: what they said yes to, too.
CREATE FUNCTION advice.offered_in(said text) RETURNS TABLE (option_code text) LANGUAGE sql STABLE SET search_path = pg_catalog AS $$
  SELECT v.option_code FROM string_to_table(said, ' ') w(word) JOIN advice.verdicts v ON v.verdict_id = split_part(w.word, ':', 1)::integer
   WHERE v.says = 'under way' OR v.says = 'fits' AND strpos(w.word, ':') > 0
$$;
REVOKE ALL ON FUNCTION advice.offered_in(text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION advice.offered_in(text) TO earshot_run_fairness;
SELECT house.amend('advice.count_groups(date, date, text[], text[])', 'CROSS JOIN LATERAL advice.suggested_in(g.said)', 'CROSS JOIN LATERAL advice.offered_in(g.said)'),
  house.amend('advice.count_groups(date, date, text[], text[])', 'EXISTS (SELECT FROM advice.suggested_in(g.said)', 'EXISTS (SELECT FROM advice.offered_in(g.said)');
DROP FUNCTION house.amend(regprocedure, text, text);
