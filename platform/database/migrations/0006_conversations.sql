-- What is said with customers: visits (in a branch or by phone), notes, promises.

CREATE TABLE conversations.visits (
  customer_id uuid NOT NULL,
  visit_id uuid NOT NULL DEFAULT house.new_id(),
  channel text NOT NULL CHECK (channel IN ('branch', 'phone')),
  premises_id uuid NOT NULL REFERENCES premises.premises,
  -- what is called out in the branch instead of a name, from 1 each day and branch
  queue_number integer NOT NULL CHECK (queue_number BETWEEN 1 AND 9999),
  state text NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'in progress', 'ended', 'undone')),
  presence text NOT NULL CHECK (presence IN ('card', 'code to phone', 'kept appointment', 'queue ticket', 'telephony', 'document looked at', 'known by sight')),
  -- card, code, appointment, ticket and telephony prove presence; what only staff declare proves nothing
  proven boolean NOT NULL GENERATED ALWAYS AS (presence IN ('card', 'code to phone', 'kept appointment', 'queue ticket', 'telephony')) STORED,
  topic text CHECK (length(topic) <= 80),
  -- who else is there: {"role": "interpreter", "name": "…"}
  companions jsonb NOT NULL DEFAULT '[]',
  checked_in_by uuid NOT NULL REFERENCES staff.staff,
  checked_in_at timestamptz NOT NULL DEFAULT now(),
  handed_to uuid REFERENCES staff.staff,
  started_at timestamptz,
  ended_at timestamptz,
  undone_reason text CHECK (length(undone_reason) <= 200),
  version integer NOT NULL DEFAULT 1,
  PRIMARY KEY (customer_id, visit_id)
);
CREATE INDEX ON conversations.visits (premises_id, checked_in_at) WHERE state IN ('waiting', 'in progress');
CREATE INDEX ON conversations.visits (visit_id);
CREATE TABLE conversations.notes (
  customer_id uuid NOT NULL,
  note_id uuid NOT NULL DEFAULT house.new_id(),
  body text NOT NULL CHECK (length(body) BETWEEN 1 AND 4000),
  -- health, hardship: shown only out of earshot
  sensitive boolean NOT NULL DEFAULT false,
  written_by uuid NOT NULL REFERENCES staff.staff,
  written_at timestamptz NOT NULL DEFAULT now(),
  version integer NOT NULL DEFAULT 1,
  PRIMARY KEY (customer_id, note_id)
);
CREATE TABLE conversations.promises (
  customer_id uuid NOT NULL,
  promise_id uuid NOT NULL DEFAULT house.new_id(),
  body text NOT NULL CHECK (length(body) BETWEEN 1 AND 500),
  due_on date NOT NULL,
  state text NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'kept', 'withdrawn')),
  made_by uuid NOT NULL REFERENCES staff.staff,
  assigned_to uuid NOT NULL REFERENCES staff.staff,
  made_at timestamptz NOT NULL DEFAULT now(),
  kept_at timestamptz,
  version integer NOT NULL DEFAULT 1,
  PRIMARY KEY (customer_id, promise_id)
);
CREATE INDEX ON conversations.promises (assigned_to, due_on) WHERE state = 'open';
CREATE INDEX ON conversations.promises (promise_id);

INSERT INTO house.table_classes VALUES
  ('conversations.visits', 'customer'), ('conversations.notes', 'customer'), ('conversations.promises', 'customer');
