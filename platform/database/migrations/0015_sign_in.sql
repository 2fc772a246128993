-- Ways to sign in: passkeys beside password and code, single sign-on; proving again who one is; sessions and devices that
-- their owner sees and ends; notices of what changed. Functions find out whose sign-in it is from the token's hash alone.

-- A challenge that was given out and waits for its answer, once: WebAuthn 3, 13.4.3; a state of OpenID Connect.
-- Each log-in has its own: what the portal gave out is no answer at the workspace.
CREATE TABLE house.ceremonies (
  challenge_hash bytea PRIMARY KEY CHECK (length(challenge_hash) = 32),
  login text NOT NULL DEFAULT session_user,
  kind text NOT NULL CHECK (kind IN ('enrol passkey', 'sign in by passkey', 'prove by passkey', 'single sign-on')),
  session_id uuid,
  detail jsonb NOT NULL DEFAULT '{}' CHECK (length(detail::text) <= 1000),
  expires_at timestamptz NOT NULL
);
CREATE INDEX ON house.ceremonies (expires_at);
CREATE FUNCTION house.begin_ceremony(hash bytea, of_kind text, session uuid, more jsonb, lasts interval) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
  DELETE FROM house.ceremonies c WHERE c.challenge_hash IN
    (SELECT o.challenge_hash FROM house.ceremonies o WHERE o.expires_at < now() LIMIT 100 FOR UPDATE SKIP LOCKED);
  INSERT INTO house.ceremonies (challenge_hash, kind, session_id, detail, expires_at) VALUES (hash, of_kind, session, more, now() + lasts);
END $$;
-- No row: never given out here, for something else, to another session, used, or too old.
CREATE FUNCTION house.end_ceremony(hash bytea, of_kind text, session uuid) RETURNS TABLE (detail jsonb)
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS $$
  DELETE FROM house.ceremonies c WHERE c.challenge_hash = hash AND c.login = session_user AND c.kind = of_kind
     AND c.session_id IS NOT DISTINCT FROM session AND c.expires_at > now() RETURNING c.detail
$$;

CREATE TABLE staff.passkeys (
  credential_id bytea PRIMARY KEY CHECK (length(credential_id) BETWEEN 1 AND 1023),
  staff_id uuid NOT NULL REFERENCES staff.staff,
  name text NOT NULL CHECK (length(name) BETWEEN 1 AND 80),
  public_key bytea NOT NULL CHECK (length(public_key) <= 2000),
  sign_count bigint NOT NULL CHECK (sign_count >= 0),
  transports text[] NOT NULL DEFAULT '{}',
  may_be_backed_up boolean NOT NULL,
  backed_up boolean NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  last_used_at timestamptz
);
CREATE INDEX ON staff.passkeys (staff_id);
-- What somebody is told of their own sign-in: shown until it is seen, kept for three months.
CREATE TABLE staff.sign_in_notices (
  staff_id uuid NOT NULL REFERENCES staff.staff,
  notice_id uuid NOT NULL DEFAULT house.new_id(),
  at timestamptz NOT NULL DEFAULT now(),
  kind text NOT NULL CHECK (kind IN ('new device', 'passkey added', 'passkey removed', 'passkey refused', 'password changed',
    'sign-in reset', 'sign-in set', 'sessions ended')),
  about text CHECK (length(about) <= 200),
  seen_at timestamptz,
  PRIMARY KEY (staff_id, notice_id)
);
ALTER TABLE staff.sessions ADD COLUMN method text NOT NULL DEFAULT 'password' CHECK (method IN ('password', 'passkey', 'single sign-on')),
  ADD COLUMN agent text CHECK (length(agent) <= 80);
ALTER TABLE staff.staff ADD COLUMN inactive_reason text CHECK (length(inactive_reason) <= 500);

CREATE TABLE customers.passkeys (
  customer_id uuid NOT NULL,
  credential_id bytea NOT NULL CHECK (length(credential_id) BETWEEN 1 AND 1023),
  name text NOT NULL CHECK (length(name) BETWEEN 1 AND 80),
  public_key bytea NOT NULL CHECK (length(public_key) <= 2000),
  sign_count bigint NOT NULL CHECK (sign_count >= 0),
  transports text[] NOT NULL DEFAULT '{}',
  may_be_backed_up boolean NOT NULL,
  backed_up boolean NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  last_used_at timestamptz,
  PRIMARY KEY (customer_id, credential_id)
);
-- Not UNIQUE: customers may be spread over several servers by customer_id. customers.add_passkey sees to it.
CREATE INDEX ON customers.passkeys (credential_id);
CREATE TABLE customers.sign_in_notices (
  customer_id uuid NOT NULL,
  notice_id uuid NOT NULL DEFAULT house.new_id(),
  at timestamptz NOT NULL DEFAULT now(),
  kind text NOT NULL CHECK (kind IN ('new device', 'passkey added', 'passkey removed', 'passkey refused', 'password changed',
    'sign-in reset', 'sign-in set', 'sessions ended')),
  about text CHECK (length(about) <= 200),
  seen_at timestamptz,
  PRIMARY KEY (customer_id, notice_id)
);
CREATE TABLE customers.devices (
  customer_id uuid NOT NULL,
  device_hash bytea NOT NULL,
  first_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (customer_id, device_hash)
);
ALTER TABLE customers.sessions ADD COLUMN authenticated_at timestamptz NOT NULL DEFAULT now(),
  ADD COLUMN method text NOT NULL DEFAULT 'password' CHECK (method IN ('password', 'passkey')),
  ADD COLUMN agent text CHECK (length(agent) <= 80);

INSERT INTO house.table_classes VALUES ('house.ceremonies', 'operational'), ('staff.passkeys', 'operational'),
  ('staff.sign_in_notices', 'operational'), ('customers.passkeys', 'customer'), ('customers.sign_in_notices', 'customer'),
  ('customers.devices', 'customer');
INSERT INTO customers.merge_rules (table_name, way, why) VALUES
  ('customers.passkeys', 'stays', 'whoever signed in as the merged one still may, and reaches the survivor'),
  ('customers.sign_in_notices', 'stays', 'what happened to a sign-in is told where it is signed in'),
  ('customers.devices', 'stays', 'a device is known to the sign-in that it was used with');
SELECT house.guard('customers.passkeys'), house.guard('customers.sign_in_notices'), house.guard('customers.devices');
GRANT SELECT, INSERT, DELETE, UPDATE ON house.ceremonies, staff.passkeys, customers.passkeys TO earshot_vault;
GRANT SELECT, INSERT, UPDATE, DELETE ON staff.sign_in_notices, customers.sign_in_notices TO earshot_vault;
GRANT SELECT, INSERT, DELETE ON staff.devices, customers.devices TO earshot_vault;
SELECT house.hand_over('house.begin_ceremony(bytea, text, uuid, jsonb, interval)', 'earshot_vault', 'earshot_staff, earshot_portal');
SELECT house.hand_over('house.end_ceremony(bytea, text, uuid)', 'earshot_vault', 'earshot_staff, earshot_portal');
