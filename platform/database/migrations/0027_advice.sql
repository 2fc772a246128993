-- What fits a customer, and what became of it.
--   products.option_tables, products.terms  the bank's own versions of what comes in bank/products/default-*.ts, each from a day on
--   advice.decisions  what fits one customer now: suggestions, what was rejected by which row, what would have to be known
--   advice.outcomes   what became of a suggestion, with the facts that an offer knew when it was made
--   advice.runs       how far the nightly run is
-- A decision is worked out from needs.facts alone and is thrown away whole when they change; nothing of it is free words.

CREATE SCHEMA advice;

CREATE TABLE products.option_tables (
  option_code text NOT NULL CHECK (option_code ~ '^[a-z][a-z.]{1,59}$'),
  aspect text NOT NULL CHECK (aspect IN ('eligibility', 'applicability', 'suitability', 'contact policy')),
  version integer NOT NULL CHECK (version > 0),
  applies_from date NOT NULL,
  -- {"table": …, "toCustomer": …}: bank/products/rules.ts
  body jsonb NOT NULL CHECK (length(body::text) <= 200000),
  made_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (option_code, aspect, version)
);
CREATE TABLE products.terms (
  option_code text NOT NULL CHECK (option_code ~ '^[a-z][a-z.]{1,59}$'),
  version integer NOT NULL CHECK (version > 0),
  applies_from date NOT NULL,
  -- not suggested any more from that day
  withdrawn boolean NOT NULL DEFAULT false,
  body jsonb NOT NULL CHECK (length(body::text) <= 20000),
  made_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (option_code, version)
);

CREATE TABLE advice.decisions (
  customer_id uuid PRIMARY KEY,
  -- of needs.facts, when it was decided
  facts_version integer NOT NULL,
  -- which versions of tables and terms counted
  rules text NOT NULL CHECK (length(rules) <= 2000),
  result text NOT NULL CHECK (result IN ('suggestions', 'nothing needed', 'too little known')),
  -- suggestions with the rows that said yes; by option what rejected it, and what would have to be known
  body jsonb NOT NULL CHECK (pg_column_size(body) <= 20000),
  decided_on date NOT NULL,
  expires_on date NOT NULL CHECK (expires_on > decided_on)
);

CREATE TABLE advice.outcomes (
  customer_id uuid NOT NULL,
  outcome_id uuid NOT NULL,
  option_code text NOT NULL CHECK (length(option_code) <= 60),
  became text NOT NULL CHECK (became IN ('shown', 'accepted', 'not now', 'declined')),
  until date,
  because text CHECK (because IN ('not needed', 'too expensive', 'has it elsewhere', 'does not suit', 'no answer')),
  -- what an offer may know, and which rows said yes, when it was suggested: what propensities are learnt from
  known jsonb NOT NULL CHECK (length(known::text) <= 20000),
  rows jsonb NOT NULL CHECK (length(rows::text) <= 2000),
  rules text NOT NULL CHECK (length(rules) <= 2000),
  recorded_by uuid REFERENCES staff.staff,
  recorded_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (customer_id, outcome_id),
  CHECK ((became = 'not now') = (until IS NOT NULL)),
  CHECK ((became = 'declined') = (because IS NOT NULL))
);

CREATE TABLE advice.runs (
  run_id uuid PRIMARY KEY,
  started_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  as_of date NOT NULL,
  after uuid NOT NULL DEFAULT '00000000-0000-0000-0000-000000000000',
  looked_at bigint NOT NULL DEFAULT 0,
  decided bigint NOT NULL DEFAULT 0,
  finished_at timestamptz
);
CREATE INDEX ON advice.runs (started_at);

INSERT INTO house.table_classes VALUES
  ('products.option_tables', 'reference'), ('products.terms', 'reference'),
  ('advice.decisions', 'customer'), ('advice.outcomes', 'customer'), ('advice.runs', 'operational');
SELECT house.guard(t) FROM unnest(ARRAY['advice.decisions', 'advice.outcomes']) t;

INSERT INTO privacy.erasure_rules (table_name, way) VALUES ('advice.decisions', 'delete'), ('advice.outcomes', 'delete');
INSERT INTO customers.merge_rules VALUES ('advice.outcomes', 'row', 'outcome_id');
INSERT INTO customers.merge_rules (table_name, way, why) VALUES
  ('advice.decisions', 'stays', 'worked out anew from the facts of the one person');

GRANT USAGE ON SCHEMA advice TO earshot_staff, earshot_portal, earshot_vault, earshot_batch, earshot_run_advice;
GRANT SELECT ON products.option_tables, products.terms TO earshot_staff, earshot_portal, earshot_batch, earshot_run_advice;
GRANT SELECT ON advice.decisions, advice.outcomes TO earshot_staff, earshot_portal;
GRANT INSERT ON advice.outcomes TO earshot_staff;
GRANT SELECT, INSERT, UPDATE, DELETE ON advice.decisions, advice.outcomes TO earshot_vault;
CREATE TRIGGER require_change AFTER INSERT OR UPDATE OR DELETE ON advice.outcomes FOR EACH STATEMENT EXECUTE FUNCTION privacy.require_change();

-- The run reads what is known and writes what fits: no name, no number of an account, no movement.
GRANT USAGE ON SCHEMA house, needs, privacy, products TO earshot_run_advice;
GRANT EXECUTE ON FUNCTION privacy.run_opened() TO earshot_run_advice;
DO $$
DECLARE t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['needs.facts', 'advice.decisions', 'advice.outcomes'] LOOP
    EXECUTE format('CREATE POLICY run_advice ON %s TO earshot_run_advice USING ((SELECT privacy.run_opened()) = ''advice.decide'')', t);
  END LOOP;
END $$;
GRANT SELECT ON needs.facts, advice.outcomes TO earshot_run_advice;
GRANT SELECT, INSERT, UPDATE ON advice.decisions, advice.runs TO earshot_run_advice;

-- A page of customers by id; known is null where nothing has changed since they were decided about.
CREATE FUNCTION advice.waiting_after(after uuid, today date, rules text, most integer)
RETURNS TABLE (customer_id uuid, version integer, known jsonb, not_used text[], past jsonb) LANGUAGE sql STABLE AS $$
  SELECT f.customer_id, f.version, CASE WHEN w.waits THEN f.known END,
    f.not_used,
    CASE WHEN w.waits THEN (SELECT jsonb_agg(jsonb_build_object('option_code', o.option_code, 'became', o.became, 'until', o.until,
        'recorded_on', (o.recorded_at AT TIME ZONE 'UTC')::date))
      FROM advice.outcomes o WHERE o.customer_id = f.customer_id) END
    FROM (SELECT f.customer_id, f.version, f.known, f.not_used FROM needs.facts f WHERE f.customer_id > waiting_after.after
           ORDER BY f.customer_id LIMIT waiting_after.most) f
    LEFT JOIN advice.decisions d ON d.customer_id = f.customer_id
    CROSS JOIN LATERAL (SELECT d.customer_id IS NULL OR d.facts_version <> f.version OR d.rules <> waiting_after.rules
      OR d.expires_on <= waiting_after.today OR EXISTS (SELECT FROM advice.outcomes o WHERE o.customer_id = f.customer_id
        AND o.recorded_at >= d.decided_on::timestamp AT TIME ZONE 'UTC') AS waits) w
   ORDER BY f.customer_id
$$;
REVOKE ALL ON FUNCTION advice.waiting_after(uuid, date, text, integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION advice.waiting_after(uuid, date, text, integer) TO earshot_run_advice;

-- Whoever objects to profiling, or whose data is only kept, is not decided about: what was worked out goes at once. Her answers stay hers.
-- Who objects to marketing is offered nothing from that moment, and not only once her facts are made anew.
CREATE FUNCTION advice.stop_deciding() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
  DELETE FROM advice.decisions d WHERE d.customer_id = NEW.customer_id;
  IF NEW.kind = 'no marketing' THEN
    UPDATE needs.facts f SET known = f.known || '{"contact.marketing": false}', version = f.version + 1 WHERE f.customer_id = NEW.customer_id;
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER stop_deciding AFTER INSERT ON privacy.restraints FOR EACH ROW
  WHEN (NEW.kind IN ('storage only', 'no profiling', 'no marketing')) EXECUTE FUNCTION advice.stop_deciding();
GRANT CREATE ON SCHEMA advice TO earshot_vault;
SELECT house.hand_over('advice.stop_deciding()', 'earshot_vault', '');
REVOKE CREATE ON SCHEMA advice FROM earshot_vault;
