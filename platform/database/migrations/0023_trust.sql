-- What the bank tells anybody of how it keeps data: figures of the whole bank, made of what is really set and done. Nothing personal.
CREATE FUNCTION privacy.trust_facts(OUT customers_per_hour integer, OUT keeping_months integer, OUT keeping_citation text, OUT answering_months integer,
  OUT answering_citation text, OUT answered integer, OUT answered_late integer, OUT unsealed_since timestamptz)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
  -- roles without a line have the default of privacy.count_opening
  SELECT greatest(100, max(t.customers_per_hour)) INTO customers_per_hour FROM privacy.throttles t;
  SELECT d.months, d.citation INTO keeping_months, keeping_citation FROM privacy.keeping_duties d
   WHERE d.applies_from <= CURRENT_DATE ORDER BY d.months DESC LIMIT 1;
  SELECT t.months, t.citation INTO answering_months, answering_citation FROM privacy.answering_times t
   WHERE t.applies_from <= CURRENT_DATE ORDER BY t.applies_from DESC LIMIT 1;
  -- of the last year, and those that are late already among the late
  SELECT count(*) FILTER (WHERE q.state = 'answered'), count(*) FILTER (WHERE coalesce(q.closed_at::date, CURRENT_DATE) > q.due_on)
    INTO answered, answered_late FROM privacy.inquiries q WHERE q.asked_at > now() - interval '1 year' AND q.state <> 'withdrawn';
  SELECT s.unsealed_since INTO unsealed_since FROM privacy.sealing_state() s;
END $$;
CREATE INDEX ON privacy.inquiries (asked_at);
GRANT CREATE ON SCHEMA privacy TO earshot_vault;
SELECT house.hand_over('privacy.trust_facts()', 'earshot_vault', 'earshot_portal');
