-- A demo bank has a past: what its made-up customers said to what was suggested is filled in by the run 'demo.answers', which reads the
-- suggestions of that night and what was opened later, and writes outcomes. Nothing here gives it a row of a bank that is not made up:
-- the job takes made-up customers alone (feeds/demo/answers.ts), and nobody but the demo bank's own fill queues it.
DO $$
DECLARE t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['customers.customers', 'customers.portfolios', 'holdings.holdings', 'needs.facts', 'advice.decisions',
    'advice.followed', 'advice.outcomes'] LOOP
    EXECUTE format('CREATE POLICY run_demo_answers ON %s TO earshot_run_demo USING ((SELECT privacy.run_opened()) = ''demo.answers''%s)', t,
      CASE t WHEN 'customers.customers' THEN ' AND made_up' ELSE '' END);
  END LOOP;
END $$;
GRANT USAGE ON SCHEMA needs, advice, holdings TO earshot_run_demo;
GRANT SELECT (customer_id, known, not_used) ON needs.facts TO earshot_run_demo;
GRANT SELECT ON advice.decisions, advice.verdicts TO earshot_run_demo;
GRANT SELECT (customer_id, option_code, since, held_out) ON advice.followed TO earshot_run_demo;
GRANT SELECT (customer_id, outcome_id), INSERT ON advice.outcomes TO earshot_run_demo;
GRANT EXECUTE ON FUNCTION advice.in_words(text) TO earshot_run_demo;
