-- What is suggested, out of what was said of all options (0035_advice_speed_said): following suggestions and Today's list read it so.
CREATE FUNCTION advice.suggested_in(said text) RETURNS TABLE (option_code text, need integer, place bigint) LANGUAGE sql STABLE SET search_path = pg_catalog AS $$
  SELECT v.option_code, s.part[2]::numeric::integer, s.place
    FROM (SELECT string_to_array(w.word, ':') AS part, w.place FROM string_to_table(said, ' ') WITH ORDINALITY w(word, place)) s
    JOIN advice.verdicts v ON v.verdict_id = s.part[1]::integer
   WHERE v.says = 'fits' AND s.part[2] IS NOT NULL
$$;
REVOKE ALL ON FUNCTION advice.suggested_in(text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION advice.suggested_in(text) TO earshot_run_outcomes, earshot_vault, earshot_cards;
GRANT SELECT ON advice.verdicts TO earshot_run_outcomes, earshot_vault, earshot_cards;

CREATE OR REPLACE FUNCTION advice.follow(after uuid, options jsonb, today date, until date, most integer, OUT last uuid, OUT begun integer)
LANGUAGE plpgsql VOLATILE AS $$
BEGIN
  WITH page AS MATERIALIZED (
    SELECT d.customer_id, d.said, d.expires_on FROM advice.decisions d WHERE d.customer_id > follow.after ORDER BY d.customer_id LIMIT follow.most),
  begin_them AS (
    INSERT INTO advice.followed (customer_id, option_code, since, held_out, need, category, due_on)
    SELECT p.customer_id, o.code, follow.today, o."mayHold" AND advice.lot(p.customer_id, o.code) < (SELECT advice.held_out_share()),
        nullif(s.need, 0), replace(substr(o.need, 6), '.', ' '), follow.until
      FROM page p CROSS JOIN LATERAL advice.suggested_in(p.said) s
      JOIN jsonb_to_recordset(follow.options) o(code text, need text, "mayHold" boolean) ON o.code = s.option_code
      JOIN customers.customers c ON c.customer_id = p.customer_id AND c.merged_into IS NULL AND c.ended_on IS NULL AND c.died_on IS NULL
     WHERE p.expires_on > follow.today
       AND NOT EXISTS (SELECT FROM advice.followed f WHERE f.customer_id = p.customer_id AND f.option_code = o.code AND f.due_on > follow.today)
       AND NOT privacy.is_restrained(p.customer_id, 'no profiling') AND NOT privacy.is_restrained(p.customer_id, 'storage only')
    ON CONFLICT DO NOTHING RETURNING 1)
  SELECT (SELECT p.customer_id FROM page p ORDER BY p.customer_id DESC LIMIT 1), (SELECT count(*)::integer FROM begin_them) INTO last, begun;
END $$;

CREATE OR REPLACE FUNCTION advice.prompts_of(customer uuid) RETURNS TABLE (option_code text, need integer, place bigint)
LANGUAGE plpgsql STABLE SET search_path = pg_catalog AS $$
BEGIN
  RETURN QUERY SELECT s.option_code, s.need, s.place FROM advice.decisions d CROSS JOIN LATERAL advice.suggested_in(d.said) s
   WHERE d.customer_id = customer AND d.expires_on > CURRENT_DATE
     AND (SELECT true FROM advice.followed f WHERE f.customer_id = customer AND f.option_code = s.option_code AND f.due_on > CURRENT_DATE
       AND NOT f.held_out LIMIT 1)
     AND NOT EXISTS (SELECT FROM advice.outcomes o WHERE o.customer_id = customer AND o.option_code = s.option_code
       AND o.recorded_at > now() - interval '90 days');
END $$;
