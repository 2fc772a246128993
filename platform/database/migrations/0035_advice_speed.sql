-- A night's decisions in little: what is known is read as one packed text, and what was decided is kept by number.
--   needs.facts.packed  the values of `known` as a list in the order of the fact catalogue (bank/needs/facts.ts)
--   advice.verdicts     what a table can say of an option: each once, for all customers together
-- Of a customer there were half a kilobyte of words, the same for thousands; now there are fourteen numbers.

-- Facts that are packed -----------------------------------------------------------------------------------------------------------
ALTER TABLE needs.facts ADD COLUMN packed text CHECK (length(packed) <= 20000);

-- Whoever changes what is known without packing it anew leaves nothing packed: then `known` is read.
CREATE FUNCTION needs.drop_packed() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog AS $$
BEGIN
  IF NEW.packed IS NOT DISTINCT FROM OLD.packed AND NEW.known IS DISTINCT FROM OLD.known THEN NEW.packed := NULL; END IF;
  RETURN NEW;
END $$;
REVOKE ALL ON FUNCTION needs.drop_packed() FROM PUBLIC;
CREATE TRIGGER drop_packed BEFORE UPDATE ON needs.facts FOR EACH ROW EXECUTE FUNCTION needs.drop_packed();
UPDATE privacy.copy_rules SET without = without || '{packed}' WHERE table_name = 'needs.facts';

-- Decisions by number --------------------------------------------------------------------------------------------------------------
CREATE TABLE advice.verdicts (
  verdict_id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  option_code text NOT NULL CHECK (length(option_code) <= 60),
  -- 'fits' with the row of each table that said yes; 'open' with the facts that it hangs on; else which table said no, with its row
  says text NOT NULL CHECK (says IN ('fits', 'open', 'eligibility', 'applicability', 'suitability', 'contact policy', 'order')),
  about text[] NOT NULL CHECK (length(about::text) <= 2000),
  UNIQUE (option_code, says, about)
);
INSERT INTO house.table_classes VALUES ('advice.verdicts', 'reference');

-- They are worked out from the facts, and will be again.
TRUNCATE advice.decisions;
ALTER TABLE advice.decisions DROP COLUMN body,
  -- [code, strength of the need, propensity] of each, in their order
  ADD COLUMN suggested jsonb NOT NULL CHECK (pg_column_size(suggested) <= 2000),
  ADD COLUMN verdicts integer[] NOT NULL CHECK (pg_column_size(verdicts) <= 2000);
-- what is decided anew takes the place of what was, and the page has room for it
ALTER TABLE advice.decisions SET (fillfactor = 80);

-- The numbers as what they stand for: suggestions with the rows that said yes; by option what rejected it, and what it hangs on.
CREATE FUNCTION advice.in_words(suggested jsonb, verdicts integer[]) RETURNS jsonb LANGUAGE sql STABLE SET search_path = pg_catalog AS $$
  SELECT jsonb_build_object(
    'suggestions', coalesce((SELECT jsonb_agg(jsonb_build_object('code', s.one->0, 'need', s.one->1, 'propensity', s.one->2,
        'rows', (SELECT jsonb_build_object('eligibility', v.about[1], 'applicability', v.about[2], 'suitability', v.about[3], 'contact policy', v.about[4])
          FROM advice.verdicts v WHERE v.verdict_id = ANY (verdicts) AND v.option_code = s.one->>0 AND v.says = 'fits')) ORDER BY s.n)
      FROM jsonb_array_elements(suggested) WITH ORDINALITY s(one, n)), '[]'),
    'rejected', coalesce((SELECT jsonb_object_agg(v.option_code, v.says || ': ' || v.about[1])
      FROM advice.verdicts v WHERE v.verdict_id = ANY (verdicts) AND v.says NOT IN ('fits', 'open')), '{}'),
    'open', coalesce((SELECT jsonb_object_agg(v.option_code, v.about)
      FROM advice.verdicts v WHERE v.verdict_id = ANY (verdicts) AND v.says = 'open'), '{}'))
$$;
REVOKE ALL ON FUNCTION advice.in_words(jsonb, integer[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION advice.in_words(jsonb, integer[]) TO earshot_staff, earshot_portal, earshot_vault, earshot_run_advice;
GRANT SELECT ON advice.verdicts TO earshot_staff, earshot_portal, earshot_vault, earshot_run_advice;
GRANT INSERT ON advice.verdicts TO earshot_run_advice;

-- A copy of her data has them in words.
UPDATE privacy.copy_rules SET given = '{result,suggested,decided_on,expires_on}', without = '{facts_version,rules,verdicts}'
 WHERE table_name = 'advice.decisions';
DO $$
DECLARE source text := pg_get_functiondef('privacy.copy_rows(uuid, uuid)'::regprocedure);
  before text := 'ELSE format(''t.%I'', g) END';
BEGIN
  IF position(before IN source) = 0 THEN RAISE EXCEPTION 'privacy.copy_rows is not as it was'; END IF;
  EXECUTE replace(source, before, $with$WHEN rule.table_name = 'advice.decisions' AND g = 'suggested' THEN 'advice.in_words(t.suggested, t.verdicts) AS suggested'
        $with$ || before);
END $$;

-- The night reads a block of customers by id, and of those in it who need a new decision column by column, a line for each: id, whether
-- there is none yet, the version of the facts, the facts (packed, or by name where they are packed in no or another order); and of the
-- few of whom there is more, JSON: [line, what is not to be used, what became of suggestions].
-- Walks along three keys, side by side: a plan that was made while there were no decisions yet would look through all of them for each.
CREATE FUNCTION advice.block_after(after uuid, today date, rules text, mark text, most integer,
  OUT upto uuid, OUT looked_at integer, OUT ids text, OUT new text, OUT versions text, OUT known text, OUT more text)
LANGUAGE plpgsql STABLE SET search_path = pg_catalog SET plan_cache_mode = force_generic_plan
SET enable_seqscan = off SET enable_hashjoin = off SET enable_nestloop = off AS $$
BEGIN
  looked_at := most;
  SELECT f.customer_id INTO upto FROM needs.facts f WHERE f.customer_id > after ORDER BY f.customer_id OFFSET most - 1 LIMIT 1;
  IF upto IS NULL THEN
    upto := 'ffffffff-ffff-ffff-ffff-ffffffffffff';
    SELECT count(*) INTO looked_at FROM needs.facts f WHERE f.customer_id > after;
  END IF;
  SELECT string_agg(w.customer_id::text, E'\n'), string_agg(w.new, ''), string_agg(w.version::text, E'\n'), string_agg(w.known, E'\n'),
      string_agg(jsonb_build_array(w.line - 1, w.not_used, w.past)::text, E'\n') FILTER (WHERE w.past IS NOT NULL OR w.not_used <> '{}')
    INTO ids, new, versions, known, more
    FROM (SELECT f.customer_id, f.version, CASE WHEN d.customer_id IS NULL THEN 'y' ELSE 'n' END AS new, f.not_used, o.past,
        CASE WHEN starts_with(f.packed, mark) THEN f.packed ELSE f.known::text END AS known, row_number() OVER () AS line
      FROM needs.facts f
      LEFT JOIN advice.decisions d ON d.customer_id = f.customer_id AND d.customer_id > after AND d.customer_id <= upto
      LEFT JOIN (SELECT o.customer_id, max((o.recorded_at AT TIME ZONE 'UTC')::date) AS latest,
          jsonb_agg(jsonb_build_object('option_code', o.option_code, 'became', o.became, 'until', o.until,
            'recorded_on', (o.recorded_at AT TIME ZONE 'UTC')::date)) AS past
        FROM advice.outcomes o WHERE o.customer_id > after AND o.customer_id <= upto GROUP BY o.customer_id) o ON o.customer_id = f.customer_id
     WHERE f.customer_id > after AND f.customer_id <= upto AND (d.customer_id IS NULL OR d.facts_version <> f.version
        OR d.rules <> block_after.rules OR d.expires_on <= today OR o.latest >= d.decided_on)) w;
END $$;
REVOKE ALL ON FUNCTION advice.block_after(uuid, date, text, text, integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION advice.block_after(uuid, date, text, text, integer) TO earshot_run_advice;
DROP FUNCTION advice.waiting_after(uuid, date, text, integer);
