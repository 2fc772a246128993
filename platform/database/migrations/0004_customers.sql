-- Who the bank's customers are. Every table has customer_id first in its primary key, so that it can be distributed.
-- Columns that a feed keeps: source, source_key (who said so and under which key), row_hash (of the source's row: has it changed?),
-- created_run, changed_run, seen_run (which feed run made, last changed, last saw the row), ended_on (gone from a complete feed).
-- edited: the names of columns that staff changed; a feed leaves them alone until the source itself changes them.

CREATE TABLE customers.customers (
  customer_id uuid PRIMARY KEY DEFAULT house.new_id(),
  kind text NOT NULL CHECK (kind IN ('person', 'business')),
  -- the name as the customer writes it, whole: one word, many, any script
  full_name text NOT NULL CHECK (length(full_name) BETWEEN 1 AND 400),
  -- what they like to be called; null: full_name
  preferred_name text CHECK (length(preferred_name) BETWEEN 1 AND 200),
  born_on date,
  died_on date,
  sex text CHECK (sex IN ('female', 'male', 'other')),
  language text NOT NULL DEFAULT 'en' CHECK (language ~ '^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$'),
  home_premises_id uuid REFERENCES premises.premises,
  customer_since date,
  occupation text,
  employer text,
  support_needs text[] NOT NULL DEFAULT '{}',
  -- nobody opens this file without a second person
  restricted boolean NOT NULL DEFAULT false,
  made_up boolean NOT NULL DEFAULT false,
  merged_into uuid,
  version integer NOT NULL DEFAULT 1,
  edited text[] NOT NULL DEFAULT '{}',
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(),
  source text, source_key text, row_hash bigint, created_run uuid, changed_run uuid, seen_run uuid,
  ended_on date
);
CREATE TABLE customers.names (
  customer_id uuid NOT NULL,
  name_id uuid NOT NULL DEFAULT house.new_id(),
  kind text NOT NULL CHECK (kind IN ('legal', 'preferred', 'former', 'alias', 'other script')),
  full_name text NOT NULL CHECK (length(full_name) BETWEEN 1 AND 400),
  from_date date, to_date date,
  source text, source_key text, row_hash bigint, created_run uuid, changed_run uuid, seen_run uuid, ended_on date,
  PRIMARY KEY (customer_id, name_id)
);
CREATE TABLE customers.contact_points (
  customer_id uuid NOT NULL,
  contact_point_id uuid NOT NULL DEFAULT house.new_id(),
  kind text NOT NULL CHECK (kind IN ('phone', 'email')),
  value text NOT NULL CHECK (length(value) BETWEEN 3 AND 320),
  -- phone: digits with leading +; email: lower case. What search compares.
  normalised text NOT NULL CHECK (length(normalised) BETWEEN 3 AND 320),
  purpose text NOT NULL DEFAULT 'personal' CHECK (purpose IN ('personal', 'work', 'home', 'business', 'emergency')),
  verified_at timestamptz,
  -- may somebody else in the household see or answer it? false: never use it to say anything
  safe_to_use boolean NOT NULL DEFAULT true,
  source text, source_key text, row_hash bigint, created_run uuid, changed_run uuid, seen_run uuid, ended_on date,
  PRIMARY KEY (customer_id, contact_point_id)
);
CREATE TABLE customers.identifiers (
  customer_id uuid NOT NULL,
  identifier_id uuid NOT NULL DEFAULT house.new_id(),
  kind text NOT NULL CHECK (kind IN ('tax number', 'national id', 'passport', 'driving licence', 'registration number', 'core banking key')),
  country text CHECK (country ~ '^[A-Z]{2}$'),
  value text NOT NULL CHECK (length(value) BETWEEN 1 AND 80),
  expires_on date,
  source text, source_key text, row_hash bigint, created_run uuid, changed_run uuid, seen_run uuid, ended_on date,
  PRIMARY KEY (customer_id, identifier_id)
);
CREATE TABLE customers.addresses (
  customer_id uuid NOT NULL,
  address_id uuid NOT NULL DEFAULT house.new_id(),
  purpose text NOT NULL DEFAULT 'home' CHECK (purpose IN ('home', 'postal', 'work', 'registered', 'former')),
  lines text[] NOT NULL CHECK (cardinality(lines) BETWEEN 1 AND 8),
  country text CHECK (country ~ '^[A-Z]{2}$'),
  postal_code text CHECK (length(postal_code) <= 20),
  from_date date, to_date date,
  source text, source_key text, row_hash bigint, created_run uuid, changed_run uuid, seen_run uuid, ended_on date,
  PRIMARY KEY (customer_id, address_id)
);
-- One row on each side: "customer_id is <kind> of other_id". The reader of one file sees that file's side only.
CREATE TABLE customers.relations (
  customer_id uuid NOT NULL,
  relation_id uuid NOT NULL DEFAULT house.new_id(),
  other_id uuid NOT NULL,
  kind text NOT NULL CHECK (kind IN ('household', 'spouse', 'parent', 'child', 'guardian', 'ward', 'attorney', 'principal',
    'authorised user', 'account holder', 'owner', 'business', 'employer', 'employee')),
  from_date date, to_date date,
  source text, source_key text, row_hash bigint, created_run uuid, changed_run uuid, seen_run uuid, ended_on date,
  PRIMARY KEY (customer_id, relation_id),
  CHECK (customer_id <> other_id)
);
-- Which member of staff looks after whom, given by somebody, from when to when.
CREATE TABLE customers.portfolios (
  customer_id uuid NOT NULL,
  portfolio_id uuid NOT NULL DEFAULT house.new_id(),
  staff_id uuid NOT NULL REFERENCES staff.staff,
  assigned_by uuid REFERENCES staff.staff,
  from_date date NOT NULL DEFAULT CURRENT_DATE, to_date date,
  source text, source_key text, row_hash bigint, created_run uuid, changed_run uuid, seen_run uuid, ended_on date,
  PRIMARY KEY (customer_id, portfolio_id)
);
CREATE INDEX ON customers.portfolios (staff_id, customer_id);
CREATE INDEX ON customers.contact_points (normalised);
CREATE INDEX ON customers.names (customer_id);
CREATE INDEX ON customers.relations (other_id);

INSERT INTO house.table_classes VALUES
  ('customers.customers', 'customer'), ('customers.names', 'customer'), ('customers.contact_points', 'customer'),
  ('customers.identifiers', 'customer'), ('customers.addresses', 'customer'), ('customers.relations', 'customer'),
  ('customers.portfolios', 'customer');
