-- Who should not have looked. The job 'privacy.detect' reads the record as earshot_run_detection, explains what can be explained, scores the
-- rest (bank/privacy/detecting-rules.ts) and puts questions to the staff concerned; the privacy office decides about them.
--   privacy.occasions         one employee in one customer's file on one day on one ground, when nothing explained it at first
--   privacy.detection_days    how much each employee did in a day, and how much of it only they declare: what colleagues are compared by
--   privacy.questions         what an employee is asked, what they said, what was decided
--   privacy.question_decisions  every decision, also those that sent it on
-- Staff see and decide through the functions of 0017_detection_office.sql only.

-- The employee's own record as a customer of the bank.
ALTER TABLE staff.staff ADD COLUMN IF NOT EXISTS customer_id uuid;

CREATE TABLE privacy.questions (
  question_id uuid PRIMARY KEY DEFAULT house.new_id(),
  staff_id uuid NOT NULL REFERENCES staff.staff,
  -- the day at the branch, and from which on it had added up
  on_date date NOT NULL,
  since date NOT NULL,
  asked_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  due_on date NOT NULL,
  -- tenths of a bit: what had added up, and what a day of colleagues may have
  evidence integer NOT NULL,
  allowance integer NOT NULL,
  -- {"declared": 9, "of": 30, "peersDeclared": 20, "peersOf": 400, "browsing": 12}
  signs jsonb NOT NULL,
  office text NOT NULL CHECK (office IN ('privacy', 'compliance')),
  state text NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'decided', 'withdrawn')),
  escalated_at timestamptz,
  escalated_because text CHECK (escalated_because IN ('prominent', 'not answered')),
  -- what the employee said: once, and never changed
  answer text CHECK (answer IN ('was here', 'was called', 'colleague asked', 'my own work', 'mistake', 'no reason')),
  answer_words text CHECK (length(answer_words) <= 1000),
  answered_at timestamptz,
  decision text CHECK (decision IN ('explained', 'reminder', 'misuse')),
  decided_by uuid REFERENCES staff.staff,
  decided_at timestamptz,
  version integer NOT NULL DEFAULT 1,
  CHECK ((answer IS NULL) = (answered_at IS NULL)),
  CHECK ((state = 'decided') = (decided_at IS NOT NULL)),
  CHECK ((escalated_at IS NULL) = (escalated_because IS NULL)),
  CHECK (decided_by <> staff_id)
);
CREATE INDEX ON privacy.questions (staff_id, on_date);
CREATE INDEX questions_open ON privacy.questions (asked_at, question_id) WHERE state = 'open';
CREATE INDEX ON privacy.questions (asked_at, question_id);

CREATE TABLE privacy.question_decisions (
  question_id uuid NOT NULL REFERENCES privacy.questions,
  decision_id uuid NOT NULL DEFAULT house.new_id(),
  at timestamptz NOT NULL DEFAULT clock_timestamp(),
  decided_by uuid NOT NULL REFERENCES staff.staff,
  decision text NOT NULL CHECK (decision IN ('explained', 'reminder', 'misuse', 'to compliance')),
  words text NOT NULL CHECK (length(words) BETWEEN 1 AND 1000),
  PRIMARY KEY (question_id, decision_id)
);

CREATE TABLE privacy.occasions (
  occasion_id uuid PRIMARY KEY,
  staff_id uuid NOT NULL REFERENCES staff.staff,
  customer_id uuid NOT NULL,
  on_date date NOT NULL,
  first_at timestamptz NOT NULL,
  last_at timestamptz NOT NULL,
  ground_kind text NOT NULL,
  ground uuid NOT NULL,
  presence text,
  premises_id uuid,
  looks integer NOT NULL CHECK (looks > 0),
  -- tenths of a bit; 0 when something explained it after all
  score integer NOT NULL CHECK (score >= 0),
  -- the part of it that says who was looked at, and not how many
  personal integer NOT NULL CHECK (personal >= 0),
  explained text CHECK ((explained IS NULL) OR (score = 0)),
  -- [{"rule": "same address", "weight": 220}], and what speaks for the employee
  reasons jsonb NOT NULL,
  lessened text[] NOT NULL DEFAULT '{}',
  -- no note, no promise, no change: nothing that others could read
  bare boolean NOT NULL,
  rules_version integer NOT NULL,
  question_id uuid REFERENCES privacy.questions
);
CREATE INDEX ON privacy.occasions (staff_id, on_date);
CREATE INDEX ON privacy.occasions (customer_id, on_date);
CREATE INDEX ON privacy.occasions (question_id, first_at, occasion_id) WHERE question_id IS NOT NULL;

CREATE TABLE privacy.detection_days (
  staff_id uuid NOT NULL REFERENCES staff.staff,
  on_date date NOT NULL,
  occasions integer NOT NULL,
  declared integer NOT NULL,
  -- of all that nothing explained, asked about or not; cut off so that one who snoops hides no other
  ordinary integer NOT NULL,
  browsing integer NOT NULL,
  PRIMARY KEY (staff_id, on_date)
);
CREATE TABLE privacy.detection_runs (
  run_id uuid PRIMARY KEY,
  started_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  finished_at timestamptz,
  -- judged until then; the next run looks a few days further back, because traces come late
  through timestamptz,
  occasions bigint NOT NULL DEFAULT 0,
  unexplained bigint NOT NULL DEFAULT 0,
  questions bigint NOT NULL DEFAULT 0
);
CREATE INDEX ON privacy.detection_runs (through) WHERE finished_at IS NOT NULL;
-- Were there other visits in the same minutes?
CREATE INDEX ON conversations.visits (handed_to, started_at);

INSERT INTO house.table_classes VALUES
  ('privacy.questions', 'derived'), ('privacy.question_decisions', 'derived'), ('privacy.occasions', 'derived'),
  ('privacy.detection_days', 'derived'), ('privacy.detection_runs', 'operational');
SELECT house.guard_derived(t) FROM unnest(ARRAY['privacy.questions', 'privacy.question_decisions', 'privacy.occasions', 'privacy.detection_days']) t;

-- The run reads what tells whether a look was work: never a note's or a promise's words, no amount, no identifier.
GRANT USAGE ON SCHEMA house, staff, premises, customers, holdings, conversations, privacy TO earshot_run_detection;
GRANT EXECUTE ON FUNCTION house.new_id(), house.id_of(text, text, text), privacy.run_opened() TO earshot_run_detection;
DO $$
DECLARE t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['privacy.access_records', 'privacy.searches', 'privacy.changes', 'privacy.questions', 'privacy.occasions',
    'privacy.detection_days', 'conversations.visits', 'conversations.promises', 'customers.customers', 'customers.names',
    'customers.contact_points', 'customers.addresses', 'customers.relations', 'customers.portfolios', 'customers.words', 'holdings.transactions'] LOOP
    EXECUTE format('CREATE POLICY run_detection ON %s TO earshot_run_detection USING ((SELECT privacy.run_opened()) = ''privacy.detect'')', t);
  END LOOP;
END $$;
GRANT SELECT (customer_id, at, opening, action, staff_id, ground_kind, ground, proven, premises_id) ON privacy.access_records TO earshot_run_detection;
GRANT SELECT (at, staff_id, premises_id, surface, query, customer_ids) ON privacy.searches TO earshot_run_detection;
GRANT SELECT (customer_id, at, staff_id, name) ON privacy.changes TO earshot_run_detection;
GRANT SELECT (customer_id, visit_id, presence, checked_in_by, handed_to, started_at, ended_at, state) ON conversations.visits TO earshot_run_detection;
GRANT SELECT (customer_id, promise_id, made_by, made_at) ON conversations.promises TO earshot_run_detection;
GRANT SELECT (customer_id, full_name, employer, home_premises_id, restricted) ON customers.customers TO earshot_run_detection;
GRANT SELECT (customer_id, full_name, kind, ended_on) ON customers.names TO earshot_run_detection;
GRANT SELECT (customer_id, kind, normalised, purpose, ended_on) ON customers.contact_points TO earshot_run_detection;
GRANT SELECT (customer_id, purpose, lines, postal_code, ended_on) ON customers.addresses TO earshot_run_detection;
GRANT SELECT (customer_id, other_id, ended_on) ON customers.relations TO earshot_run_detection;
GRANT SELECT (customer_id, portfolio_id, from_date) ON customers.portfolios TO earshot_run_detection;
GRANT SELECT (word, common) ON customers.words TO earshot_run_detection;
GRANT SELECT (customer_id, booked_on, kind, ended_on) ON holdings.transactions TO earshot_run_detection;
GRANT SELECT ON staff.staff, premises.premises, premises.holidays TO earshot_run_detection;
GRANT SELECT, INSERT, UPDATE ON privacy.detection_runs, privacy.detection_days TO earshot_run_detection;
GRANT SELECT, INSERT, UPDATE ON privacy.occasions TO earshot_run_detection;
-- It asks and escalates; what was answered and decided it cannot touch.
GRANT SELECT, INSERT (staff_id, on_date, since, due_on, evidence, allowance, signs, office, escalated_at, escalated_because),
  UPDATE (state, escalated_at, escalated_because, version) ON privacy.questions TO earshot_run_detection;
