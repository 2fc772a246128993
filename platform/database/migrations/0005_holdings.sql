-- What customers hold. One row per entitled party: a joint account is one agreement and two holdings.
-- Movements are written once per party (so that each file is whole and can be distributed); counts is true on exactly one
-- party's rows, so that sums over customers count them once.

CREATE TABLE holdings.holdings (
  customer_id uuid NOT NULL,
  agreement_id uuid NOT NULL,
  role text NOT NULL CHECK (role IN ('owner', 'joint owner', 'authorised user', 'guarantor', 'beneficiary')),
  counts boolean NOT NULL DEFAULT true,
  kind text NOT NULL CHECK (kind IN ('current account', 'savings', 'term deposit', 'card', 'mortgage', 'auto loan',
    'personal loan', 'investment', 'insurance', 'safe box')),
  product_id uuid REFERENCES products.products,
  -- the account behind a card, the account that pays a loan
  linked_agreement_id uuid,
  number text CHECK (length(number) BETWEEN 1 AND 64),
  last4 text GENERATED ALWAYS AS (right(number, 4)) STORED,
  currency text NOT NULL CHECK (currency ~ '^[A-Z]{3}$'),
  premises_id uuid REFERENCES premises.premises,
  opened_on date, closed_on date, matures_on date,
  state text NOT NULL DEFAULT 'active' CHECK (state IN ('active', 'dormant', 'blocked', 'in arrears', 'closed')),
  -- credit limit, amount granted, sum insured: minor units of currency
  limit_minor bigint,
  instalment_minor bigint,
  -- hundredths of a percent a year
  rate_basis_points integer,
  term_months integer,
  statement text CHECK (statement IN ('weekly', 'monthly', 'after each transaction', 'quarterly', 'yearly')),
  source text, source_key text, row_hash bigint, created_run uuid, changed_run uuid, seen_run uuid, ended_on date,
  PRIMARY KEY (customer_id, agreement_id)
);
CREATE INDEX ON holdings.holdings (agreement_id);
CREATE INDEX ON holdings.holdings (last4);

CREATE TABLE holdings.balances (
  customer_id uuid NOT NULL,
  agreement_id uuid NOT NULL,
  as_of date NOT NULL,
  minor bigint NOT NULL,
  source text, source_key text, row_hash bigint, created_run uuid, changed_run uuid, seen_run uuid, ended_on date,
  PRIMARY KEY (customer_id, agreement_id, as_of)
);

CREATE TABLE holdings.transactions (
  customer_id uuid NOT NULL,
  agreement_id uuid NOT NULL,
  booked_on date NOT NULL,
  transaction_id uuid NOT NULL,
  -- order within the day, as the source gives it
  sequence bigint NOT NULL DEFAULT 0,
  -- positive: into the account; minor units of currency
  minor bigint NOT NULL,
  currency text NOT NULL CHECK (currency ~ '^[A-Z]{3}$'),
  balance_minor bigint,
  counts boolean NOT NULL DEFAULT true,
  kind text NOT NULL CHECK (kind IN ('salary', 'pension', 'benefit', 'cash deposit', 'cash withdrawal', 'card payment', 'card withdrawal',
    'transfer in', 'transfer out', 'standing order', 'direct debit', 'loan payment', 'insurance payment', 'household payment',
    'interest', 'penalty interest', 'fee', 'dividend', 'purchase', 'sale', 'other')),
  counterparty text CHECK (length(counterparty) <= 200),
  counterparty_account text CHECK (length(counterparty_account) <= 64),
  description text CHECK (length(description) <= 500),
  source text, source_key text, row_hash bigint, created_run uuid, changed_run uuid, seen_run uuid, ended_on date,
  PRIMARY KEY (customer_id, agreement_id, booked_on, transaction_id)
) PARTITION BY RANGE (booked_on);
CREATE TABLE holdings.transactions_before_2000 PARTITION OF holdings.transactions FOR VALUES FROM (MINVALUE) TO ('2000-01-01');
CREATE TABLE holdings.transactions_2000_2019 PARTITION OF holdings.transactions FOR VALUES FROM ('2000-01-01') TO ('2020-01-01');
CREATE TABLE holdings.transactions_2020_2022 PARTITION OF holdings.transactions FOR VALUES FROM ('2020-01-01') TO ('2023-01-01');
CREATE TABLE holdings.transactions_2023_2024 PARTITION OF holdings.transactions FOR VALUES FROM ('2023-01-01') TO ('2025-01-01');
CREATE TABLE holdings.transactions_2025 PARTITION OF holdings.transactions FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');
CREATE TABLE holdings.transactions_2026 PARTITION OF holdings.transactions FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');
CREATE TABLE holdings.transactions_2027 PARTITION OF holdings.transactions FOR VALUES FROM ('2027-01-01') TO ('2028-01-01');
CREATE TABLE holdings.transactions_later PARTITION OF holdings.transactions DEFAULT;

CREATE TABLE holdings.standing_orders (
  customer_id uuid NOT NULL,
  agreement_id uuid NOT NULL,
  order_id uuid NOT NULL,
  minor bigint NOT NULL CHECK (minor > 0),
  currency text NOT NULL CHECK (currency ~ '^[A-Z]{3}$'),
  kind text NOT NULL CHECK (kind IN ('household payment', 'loan payment', 'insurance payment', 'leasing', 'savings', 'other')),
  payee text CHECK (length(payee) <= 200),
  payee_account text CHECK (length(payee_account) <= 64),
  every text NOT NULL DEFAULT 'month' CHECK (every IN ('week', 'month', 'quarter', 'year')),
  source text, source_key text, row_hash bigint, created_run uuid, changed_run uuid, seen_run uuid, ended_on date,
  PRIMARY KEY (customer_id, agreement_id, order_id)
);

-- One unit of currency was worth units_of_base of base on that day. Totals always say which day's rates they use.
CREATE TABLE holdings.exchange_rates (
  base text NOT NULL CHECK (base ~ '^[A-Z]{3}$'),
  currency text NOT NULL CHECK (currency ~ '^[A-Z]{3}$'),
  on_date date NOT NULL,
  units_of_base numeric(24, 12) NOT NULL CHECK (units_of_base > 0),
  made_up boolean NOT NULL DEFAULT false,
  PRIMARY KEY (base, currency, on_date)
);

INSERT INTO house.table_classes VALUES
  ('holdings.holdings', 'customer'), ('holdings.balances', 'customer'), ('holdings.transactions', 'customer'),
  ('holdings.standing_orders', 'customer'), ('holdings.exchange_rates', 'reference');
INSERT INTO house.table_classes SELECT 'holdings.' || c.relname, 'customer'
  FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid WHERE i.inhparent = 'holdings.transactions'::regclass;
GRANT SELECT ON holdings.exchange_rates TO earshot_staff, earshot_portal, earshot_batch;
