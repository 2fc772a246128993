-- Conversations by question sets: which set, in which version, and what was told in it. All that was told is one sealed value for each
-- conversation, with the customer's own key.
CREATE SCHEMA asking;
CREATE TABLE asking.conversations (
  customer_id uuid NOT NULL,
  conversation_id uuid NOT NULL,
  occasion text NOT NULL CHECK (length(occasion) BETWEEN 1 AND 60),
  set_version integer NOT NULL CHECK (set_version > 0),
  state text NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'done', 'left', 'withdrawn')),
  begun_by uuid NOT NULL REFERENCES staff.staff,
  begun_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  ended_at timestamptz,
  -- answers by question, each with who wrote it down and how often it was changed: JSON
  told_sealed bytea CHECK (length(told_sealed) BETWEEN 46 AND 64000),
  -- in her words; she reads it in the portal
  summary_sealed bytea CHECK (length(summary_sealed) BETWEEN 46 AND 16500),
  version integer NOT NULL DEFAULT 1,
  PRIMARY KEY (customer_id, conversation_id),
  CHECK ((state = 'open') = (ended_at IS NULL)),
  CHECK (state <> 'withdrawn' OR num_nonnulls(told_sealed, summary_sealed) = 0)
);
-- One at a time: whoever comes back, or a colleague, goes on with it.
CREATE UNIQUE INDEX conversations_open ON asking.conversations (customer_id) WHERE state = 'open';
-- When a question was answered last, whatever the answer: it is not asked again within its period.
CREATE TABLE asking.answered (
  customer_id uuid NOT NULL,
  question_id text NOT NULL CHECK (length(question_id) BETWEEN 1 AND 60),
  conversation_id uuid NOT NULL,
  answered_on date NOT NULL DEFAULT CURRENT_DATE,
  PRIMARY KEY (customer_id, question_id)
);
INSERT INTO house.table_classes VALUES ('asking.conversations', 'customer'), ('asking.answered', 'customer');
SELECT house.guard('asking.conversations'), house.guard('asking.answered');
INSERT INTO customers.merge_rules VALUES ('asking.conversations', 'row', 'conversation_id');
INSERT INTO customers.merge_rules (table_name, way, why) VALUES
  ('asking.answered', 'stays', 'the one person may be asked once more');
INSERT INTO privacy.erasure_rules (table_name, way) VALUES ('asking.conversations', 'delete'), ('asking.answered', 'delete');

GRANT USAGE ON SCHEMA asking TO earshot_staff, earshot_portal, earshot_vault, earshot_run_keys;
GRANT SELECT, INSERT, UPDATE ON asking.conversations TO earshot_staff;
GRANT SELECT, INSERT, UPDATE, DELETE ON asking.answered TO earshot_staff;
GRANT SELECT (customer_id, conversation_id, occasion, state, ended_at, summary_sealed) ON asking.conversations TO earshot_portal;
GRANT SELECT, UPDATE, DELETE ON asking.conversations, asking.answered TO earshot_vault;
CREATE TRIGGER require_change AFTER INSERT OR UPDATE OR DELETE ON asking.conversations FOR EACH STATEMENT EXECUTE FUNCTION privacy.require_change();
CREATE TRIGGER require_change AFTER INSERT OR UPDATE OR DELETE ON asking.answered FOR EACH STATEMENT EXECUTE FUNCTION privacy.require_change();

-- What is sealed with a retired key is sealed anew.
CREATE POLICY run_keys ON asking.conversations TO earshot_run_keys USING ((SELECT privacy.run_opened()) = 'keys.renew');
GRANT SELECT (customer_id, conversation_id, told_sealed, summary_sealed), UPDATE (told_sealed, summary_sealed) ON asking.conversations TO earshot_run_keys;

-- In which currency amounts are asked.
GRANT EXECUTE ON FUNCTION needs.measures_on(date) TO earshot_staff;

-- What is in a copy of her data, and how long it is kept.
INSERT INTO privacy.copy_rules (table_name, way, given, without) VALUES
  ('asking.conversations', 'give', '{conversation_id,occasion,begun_at,ended_at,state,told_sealed,summary_sealed}', '{begun_by,set_version}'),
  ('asking.answered', 'give', '{question_id,answered_on}', '{conversation_id}');
GRANT SELECT (customer_id, conversation_id, occasion, begun_at, ended_at, state, told_sealed, summary_sealed) ON asking.conversations TO earshot_vault;
INSERT INTO house.retention (rule, table_name, way, citation) VALUES
  ('conversations', 'asking.conversations', 'with the file', 'Directive (EU) 2015/849, article 40(1)'),
  ('questions answered', 'asking.answered', 'with the file', 'Directive (EU) 2015/849, article 40(1)');
