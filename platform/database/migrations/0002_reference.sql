-- Premises, products and staff: small, shared tables (reference tables on Citus).

CREATE TABLE premises.premises (
  premises_id uuid PRIMARY KEY DEFAULT house.new_id(),
  kind text NOT NULL CHECK (kind IN ('branch', 'atm', 'office')),
  code text NOT NULL UNIQUE CHECK (length(code) BETWEEN 1 AND 40),
  name text NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
  time_zone text NOT NULL DEFAULT 'UTC',
  address_lines text[] NOT NULL DEFAULT '{}',
  country text CHECK (country ~ '^[A-Z]{2}$'),
  postal_code text,
  region text,
  parent_id uuid REFERENCES premises.premises,
  -- {"1": [["09:00","17:00"]], …}: ISO weekday -> opening intervals in the branch's own time zone
  hours jsonb NOT NULL DEFAULT '{}',
  made_up boolean NOT NULL DEFAULT false,
  source text, source_key text, row_hash bigint, created_run uuid, changed_run uuid, seen_run uuid,
  ended_on date,
  UNIQUE (source, source_key)
);
CREATE TABLE premises.holidays (
  premises_id uuid NOT NULL REFERENCES premises.premises,
  on_date date NOT NULL,
  name text NOT NULL,
  PRIMARY KEY (premises_id, on_date)
);
-- A work station stands somewhere; the place says who may overhear.
CREATE TABLE premises.stations (
  station_id uuid PRIMARY KEY DEFAULT house.new_id(),
  premises_id uuid NOT NULL REFERENCES premises.premises,
  name text NOT NULL CHECK (length(name) BETWEEN 1 AND 80),
  place text NOT NULL CHECK (place IN ('open counter', 'private room', 'phone', 'back office')),
  active boolean NOT NULL DEFAULT true,
  UNIQUE (premises_id, name)
);

CREATE TABLE products.products (
  product_id uuid PRIMARY KEY DEFAULT house.new_id(),
  code text NOT NULL UNIQUE CHECK (length(code) BETWEEN 1 AND 40),
  kind text NOT NULL CHECK (kind IN ('current account', 'savings', 'term deposit', 'card', 'mortgage', 'auto loan',
    'personal loan', 'investment', 'insurance', 'safe box')),
  name text NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
  summary text NOT NULL DEFAULT '',
  made_up boolean NOT NULL DEFAULT false,
  source text, source_key text, row_hash bigint, created_run uuid, changed_run uuid, seen_run uuid,
  ended_on date,
  UNIQUE (source, source_key)
);

CREATE TABLE staff.staff (
  staff_id uuid PRIMARY KEY DEFAULT house.new_id(),
  user_name text NOT NULL UNIQUE CHECK (user_name ~ '^[a-z0-9][a-z0-9._-]{1,62}$'),
  full_name text NOT NULL CHECK (length(full_name) BETWEEN 1 AND 200),
  role text NOT NULL CHECK (role IN ('banker', 'greeter', 'contact centre', 'manager', 'marketer', 'analyst',
    'privacy officer', 'compliance officer', 'security officer', 'administrator')),
  premises_id uuid REFERENCES premises.premises,
  manager_id uuid REFERENCES staff.staff,
  locale text NOT NULL DEFAULT 'en',
  active boolean NOT NULL DEFAULT true,
  made_up boolean NOT NULL DEFAULT false,
  created_at timestamptz NOT NULL DEFAULT now()
);
-- How somebody proves to be that member of staff. No serving log-in may read these tables; definer functions in 0003 do.
CREATE TABLE staff.sign_ins (
  staff_id uuid PRIMARY KEY REFERENCES staff.staff,
  password_hash text,
  totp_secret bytea,
  totp_last_step bigint NOT NULL DEFAULT 0,
  invitation_hash bytea,
  invitation_expires_at timestamptz,
  changed_at timestamptz NOT NULL DEFAULT now()
);
CREATE TABLE staff.sessions (
  token_hash bytea PRIMARY KEY,
  session_id uuid NOT NULL UNIQUE DEFAULT house.new_id(),
  staff_id uuid NOT NULL REFERENCES staff.staff,
  station_id uuid REFERENCES premises.stations,
  created_at timestamptz NOT NULL DEFAULT now(),
  last_seen_at timestamptz NOT NULL DEFAULT now(),
  idle_expires_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL,
  authenticated_at timestamptz NOT NULL DEFAULT now(),
  locked_at timestamptz,
  ended_at timestamptz
);
CREATE INDEX ON staff.sessions (staff_id) WHERE ended_at IS NULL;

INSERT INTO house.table_classes VALUES
  ('premises.premises', 'reference'), ('premises.holidays', 'reference'), ('premises.stations', 'reference'),
  ('products.products', 'reference'), ('staff.staff', 'reference'),
  ('staff.sign_ins', 'operational'), ('staff.sessions', 'operational');

GRANT SELECT ON premises.premises, premises.holidays, premises.stations, products.products, staff.staff
  TO earshot_staff, earshot_portal, earshot_batch, earshot_vault, earshot_cards;
