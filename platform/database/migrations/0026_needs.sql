-- What the bank understands of a customer, and may be wrong about: each thing with where it came from, evidence and an end.
--   needs.facts       the facts of one customer as of a day (bank/needs/facts.ts names them), made by the job 'needs.understand'
--   needs.standings   level of service and stage of life, with the reason; what was is kept
--   needs.events      life events: suspected by a named rule with its evidence, or stated; confirmed, rejected, expired
--   needs.needs       needs and goals, stated or inferred
--   needs.refusals    what the customer does not want used for offers
-- No free words are kept here: what is said in words is a note, and sealed. The job reads the bank's rows as earshot_run_needs. What was rejected is kept with its evidence, and so never comes back for the same.

CREATE SCHEMA needs;

CREATE TABLE needs.facts (
  customer_id uuid PRIMARY KEY,
  as_of date NOT NULL,
  known jsonb NOT NULL CHECK (jsonb_typeof(known) = 'object' AND length(known::text) <= 20000),
  reckoned_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  -- which generation of the rules made them: a new one makes everybody's anew
  rules integer NOT NULL,
  -- on this day time alone will have changed something
  due_on date NOT NULL,
  -- names of facts that she does not want used for offers
  not_used text[] NOT NULL DEFAULT '{}',
  version integer NOT NULL DEFAULT 1
);

CREATE TABLE needs.standings (
  customer_id uuid NOT NULL,
  standing_id uuid NOT NULL DEFAULT house.new_id(),
  of text NOT NULL CHECK (of IN ('level', 'stage')),
  value text NOT NULL CHECK (length(value) <= 60),
  -- the row of the decision table that decided, and what it says: {"en": …, "es": …}
  rule text NOT NULL CHECK (length(rule) <= 60),
  because jsonb NOT NULL CHECK (length(because::text) <= 1000),
  from_date date NOT NULL,
  to_date date,
  -- the first one is no news
  is_change boolean NOT NULL,
  PRIMARY KEY (customer_id, standing_id)
);
CREATE UNIQUE INDEX standings_now ON needs.standings (customer_id, of) WHERE to_date IS NULL;

CREATE TABLE needs.events (
  customer_id uuid NOT NULL,
  event_id uuid NOT NULL DEFAULT house.new_id(),
  kind text NOT NULL CHECK (kind ~ '^[a-z][a-z ]{1,39}$'),
  state text NOT NULL CHECK (state IN ('suspected', 'confirmed', 'rejected', 'expired')),
  source text NOT NULL CHECK (source IN ('inferred', 'customer', 'staff')),
  -- the rule that suspected it; null: somebody said so
  rule text CHECK (length(rule) <= 60),
  on_date date NOT NULL,
  -- how sure the rule is, in hundredths
  confidence integer NOT NULL CHECK (confidence BETWEEN 1 AND 100),
  -- the very rows: transactions, agreements, addresses, relations; {"transactions": […], "others": […]}
  evidence jsonb NOT NULL DEFAULT '{}' CHECK (length(evidence::text) <= 4000),
  -- what a rejection is remembered by
  evidence_key text NOT NULL CHECK (length(evidence_key) BETWEEN 1 AND 200),
  amount_minor bigint,
  currency text CHECK (currency ~ '^[A-Z]{3}$'),
  -- health and hardship: shown only out of earshot
  sensitive boolean NOT NULL,
  found_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  expires_on date NOT NULL,
  decided_at timestamptz,
  decided_as text CHECK (decided_as IN ('customer', 'staff')),
  decided_by uuid REFERENCES staff.staff,
  -- the customer does not want it used
  not_used boolean NOT NULL DEFAULT false,
  version integer NOT NULL DEFAULT 1,
  PRIMARY KEY (customer_id, event_id),
  CHECK ((source = 'inferred') = (rule IS NOT NULL)),
  CHECK ((amount_minor IS NULL) = (currency IS NULL))
);

CREATE TABLE needs.needs (
  customer_id uuid NOT NULL,
  need_id uuid NOT NULL DEFAULT house.new_id(),
  category text NOT NULL CHECK (category ~ '^[a-z][a-z ]{1,39}$'),
  source text NOT NULL CHECK (source IN ('inferred', 'customer', 'staff')),
  -- inferred from what may be used for offers, or only for care
  context text NOT NULL CHECK (context IN ('care', 'offer')),
  strength integer NOT NULL CHECK (strength BETWEEN 0 AND 100),
  state text NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'met', 'rejected', 'expired')),
  rule text CHECK (length(rule) <= 60),
  because jsonb CHECK (length(because::text) <= 1000),
  -- a goal: how much, by when, with which agreements
  goal_minor bigint CHECK (goal_minor > 0),
  currency text CHECK (currency ~ '^[A-Z]{3}$'),
  goal_on date,
  agreement_ids uuid[] NOT NULL DEFAULT '{}' CHECK (cardinality(agreement_ids) <= 20),
  recorded_by uuid REFERENCES staff.staff,
  recorded_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  expires_on date NOT NULL,
  not_used boolean NOT NULL DEFAULT false,
  version integer NOT NULL DEFAULT 1,
  PRIMARY KEY (customer_id, need_id),
  CHECK ((source = 'inferred') = (rule IS NOT NULL)),
  CHECK ((goal_minor IS NULL) = (currency IS NULL))
);
CREATE TABLE needs.refusals (
  customer_id uuid NOT NULL,
  refusal_id uuid NOT NULL DEFAULT house.new_id(),
  about text NOT NULL CHECK (about IN ('level', 'stage', 'income', 'spending', 'owned', 'owed', 'speaking')),
  refused_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  ended_at timestamptz,
  PRIMARY KEY (customer_id, refusal_id)
);

-- What a usual month's income is: by it amounts are measured, so that one rule serves every currency and decade.
CREATE TABLE needs.usual_incomes (
  currency text NOT NULL CHECK (currency ~ '^[A-Z]{3}$'),
  applies_from date NOT NULL,
  minor bigint NOT NULL CHECK (minor > 0),
  source text NOT NULL,
  PRIMARY KEY (currency, applies_from)
);
INSERT INTO needs.usual_incomes VALUES
  ('CZK', '1993-01-01', 590000, 'average gross wage of 1993, rounded (Czech Statistical Office)'),
  ('CZK', '1996-01-01', 970000, 'average gross wage of 1996, rounded (Czech Statistical Office)'),
  ('CZK', '1998-01-01', 1170000, 'average gross wage of 1998, rounded (Czech Statistical Office)'),
  ('CZK', '2020-01-01', 3600000, 'average gross wage of 2020, rounded (Czech Statistical Office)'),
  ('CZK', '2024-01-01', 4600000, 'average gross wage of 2024, rounded (Czech Statistical Office)'),
  ('EUR', '2020-01-01', 200000, 'a round figure for a bank in the euro area; set your own'),
  ('USD', '2020-01-01', 450000, 'a round figure for a bank in the United States; set your own');

-- Decision tables as they are in force: the newest version whose day has come. What the repository brings is version 1.
CREATE TABLE needs.tables (
  name text NOT NULL CHECK (name ~ '^[a-z][a-z ]{1,39}$'),
  version integer NOT NULL CHECK (version > 0),
  applies_from date NOT NULL,
  body jsonb NOT NULL CHECK (length(body::text) <= 200000),
  made_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (name, version)
);

-- How far a run is; one that was killed is taken up where it was.
CREATE TABLE needs.runs (
  run_id uuid PRIMARY KEY,
  started_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  as_of date NOT NULL,
  -- the last customer that was looked at
  after uuid NOT NULL DEFAULT '00000000-0000-0000-0000-000000000000',
  looked_at bigint NOT NULL DEFAULT 0,
  reckoned bigint NOT NULL DEFAULT 0,
  finished_at timestamptz
);
CREATE INDEX ON needs.runs (started_at);

INSERT INTO house.table_classes VALUES
  ('needs.facts', 'customer'), ('needs.standings', 'customer'), ('needs.events', 'customer'), ('needs.needs', 'customer'),
  ('needs.refusals', 'customer'), ('needs.usual_incomes', 'reference'), ('needs.tables', 'reference'), ('needs.runs', 'operational');
SELECT house.guard(t) FROM unnest(ARRAY['needs.facts', 'needs.standings', 'needs.events', 'needs.needs', 'needs.refusals']) t;

-- Erased with the person; when two records turn out to be one person, what was said moves, what was worked out is worked out anew.
INSERT INTO privacy.erasure_rules (table_name, way)
VALUES ('needs.facts', 'delete'), ('needs.standings', 'delete'), ('needs.events', 'delete'), ('needs.needs', 'delete'), ('needs.refusals', 'delete');
INSERT INTO customers.merge_rules VALUES ('needs.events', 'row', 'event_id'), ('needs.needs', 'row', 'need_id'),
  ('needs.refusals', 'row', 'refusal_id');
INSERT INTO customers.merge_rules (table_name, way, why) VALUES
  ('needs.facts', 'stays', 'worked out anew from the rows that moved'),
  ('needs.standings', 'stays', 'worked out anew; what was, was of the record before');

-- Log-ins --------------------------------------------------------------------------------------------------------------------------------
GRANT USAGE ON SCHEMA needs TO earshot_staff, earshot_portal, earshot_vault, earshot_cards, earshot_batch, earshot_run_needs;
GRANT SELECT ON needs.facts, needs.standings, needs.events, needs.needs, needs.refusals TO earshot_staff;
GRANT INSERT ON needs.events, needs.needs TO earshot_staff;
GRANT UPDATE (state, decided_at, decided_as, decided_by, version) ON needs.events TO earshot_staff;
GRANT UPDATE (strength, state, goal_minor, currency, goal_on, agreement_ids, expires_on, version) ON needs.needs TO earshot_staff;
GRANT SELECT ON needs.facts, needs.standings, needs.events, needs.needs, needs.refusals TO earshot_portal;
GRANT SELECT ON needs.usual_incomes, needs.tables, needs.runs TO earshot_staff, earshot_portal, earshot_batch, earshot_run_needs;
GRANT SELECT, INSERT, UPDATE, DELETE ON needs.facts, needs.standings, needs.events, needs.needs, needs.refusals TO earshot_vault;
GRANT SELECT ON needs.standings, needs.events TO earshot_cards;
CREATE TRIGGER require_change AFTER INSERT OR UPDATE OR DELETE ON needs.events FOR EACH STATEMENT EXECUTE FUNCTION privacy.require_change();
CREATE TRIGGER require_change AFTER INSERT OR UPDATE OR DELETE ON needs.needs FOR EACH STATEMENT EXECUTE FUNCTION privacy.require_change();

-- The run reads what facts are made of, and writes what it found; never a note, a name or an identifier.
GRANT USAGE ON SCHEMA house, customers, holdings, conversations, privacy, feed TO earshot_run_needs;
GRANT EXECUTE ON FUNCTION house.new_id(), house.id_of(text, text, text), privacy.run_opened() TO earshot_run_needs;
-- A tie that the other one keeps to herself says nothing here either.
GRANT EXECUTE ON FUNCTION customers.keeps_from(uuid, uuid), privacy.is_restrained(uuid, text) TO earshot_run_needs;
GRANT SELECT (customer_id, need_id) ON customers.support_needs TO earshot_run_needs;
DO $$
DECLARE t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['customers.customers', 'customers.relations', 'customers.addresses', 'holdings.holdings', 'holdings.balances',
    'holdings.transactions', 'conversations.visits', 'conversations.promises', 'customers.support_needs',
    'needs.facts', 'needs.standings', 'needs.events', 'needs.needs', 'needs.refusals'] LOOP
    EXECUTE format('CREATE POLICY run_needs ON %s TO earshot_run_needs USING ((SELECT privacy.run_opened()) = ''needs.understand'')', t);
  END LOOP;
END $$;
GRANT SELECT (customer_id, kind, born_on, died_on, sex, customer_since, occupation, merged_into, ended_on, updated_at, created_run, changed_run)
  ON customers.customers TO earshot_run_needs;
GRANT SELECT (customer_id, relation_id, other_id, kind, from_date, to_date, ended_on, created_run, changed_run) ON customers.relations TO earshot_run_needs;
GRANT SELECT (customer_id, address_id, purpose, from_date, ended_on, created_run, changed_run) ON customers.addresses TO earshot_run_needs;
GRANT SELECT ON holdings.holdings, holdings.balances, holdings.transactions, holdings.exchange_rates TO earshot_run_needs;
GRANT SELECT (customer_id, visit_id, state, started_at) ON conversations.visits TO earshot_run_needs;
GRANT SELECT (customer_id, promise_id, state) ON conversations.promises TO earshot_run_needs;
GRANT SELECT (run_id, started_at, finished_at) ON feed.runs TO earshot_run_needs;
GRANT SELECT, INSERT, UPDATE ON needs.facts, needs.standings, needs.needs, needs.runs TO earshot_run_needs;
GRANT SELECT, INSERT, UPDATE ON needs.events TO earshot_run_needs;
GRANT SELECT ON needs.refusals TO earshot_run_needs;
GRANT INSERT, UPDATE (body) ON needs.tables TO earshot_run_needs;
