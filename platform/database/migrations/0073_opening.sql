-- Signing a file out, sooner; it is decided as before. What PostgreSQL prepares anew in each transaction is every table that a statement
-- names, every comparison in it, and each function around it: whose sign-in it is is one statement now, the commonest reasons with the
-- certificate and the limit of the hour another, and the record the third. Whatever the second does not find is decided by decide_one.

-- Who is signed in and where they sit; `alarmed`: they, or whoever sits where they sit, have said that they are forced (0039).
CREATE VIEW privacy.signed_in WITH (security_invoker = true) AS
  SELECT s.token_hash, s.session_id, s.staff_id, f.role, coalesce(w.premises_id, f.premises_id) AS premises_id, w.station_id,
         coalesce(w.place, 'open counter') AS place, x.alarm_id IS NOT NULL AS alarmed
    FROM staff.sessions s JOIN staff.staff f ON f.staff_id = s.staff_id
    LEFT JOIN premises.stations w ON w.station_id = s.station_id
    LEFT JOIN staff.alarms x ON x.ended_at IS NULL AND (x.staff_id = s.staff_id OR x.station_id = w.station_id)
   WHERE s.ended_at IS NULL AND s.locked_at IS NULL AND s.idle_expires_at > CURRENT_TIMESTAMP AND s.expires_at > CURRENT_TIMESTAMP
     AND f.active;
GRANT SELECT ON privacy.signed_in TO earshot_vault;

-- enable_seqscan: a bank with few members of staff is looked up as a large one is.
CREATE OR REPLACE FUNCTION privacy.actor(token text, OUT session_id uuid, OUT staff_id uuid, OUT role text, OUT premises_id uuid, OUT station_id uuid, OUT place text)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog SET plan_cache_mode = force_generic_plan SET enable_seqscan = off AS $$
DECLARE hash bytea := sha256(convert_to(token, 'UTF8')); alarmed boolean;
BEGIN
  SELECT i.session_id, i.staff_id, i.role, i.premises_id, i.station_id, i.place, i.alarmed
    INTO session_id, staff_id, role, premises_id, station_id, place, alarmed FROM privacy.signed_in i WHERE i.token_hash = hash;
  IF NOT FOUND THEN RAISE EXCEPTION 'sign in first' USING ERRCODE = 'ES401'; END IF;
  IF alarmed THEN RAISE EXCEPTION 'not available' USING ERRCODE = 'ES503'; END IF;
END $$;

-- What actor, decide_one (its near reasons), is_certified and count_opening (its first look) say stands here once more: each of them prepares
-- statements of its own, an eighth of an opening together. `able` and a kind come only where decide_one would say open, for the same
-- reason; deciding.test.ts holds both to one oracle.
CREATE OR REPLACE FUNCTION privacy.open_file(opening uuid, token text, customers uuid[], ground uuid, action text DEFAULT 'open', fields text[] DEFAULT NULL)
RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog SET plan_cache_mode = force_generic_plan SET enable_seqscan = off AS $$
<<me>>
DECLARE
  hash bytea := sha256(convert_to(token, 'UTF8')); session_id uuid; staff_id uuid; role text; premises_id uuid; station_id uuid; place text;
  alarmed boolean; customer uuid; able boolean; counted boolean; kind text; reason uuid; purpose text; proven boolean; d record;
BEGIN
  IF customers IS NULL OR cardinality(customers) NOT BETWEEN 1 AND 20 OR opening IS NULL OR action NOT IN ('open', 'reveal', 'change') THEN
    RAISE EXCEPTION 'open between 1 and 20 files at once' USING ERRCODE = 'ES422';
  END IF;
  SELECT i.session_id, i.staff_id, i.role, i.premises_id, i.station_id, i.place, i.alarmed
    INTO session_id, staff_id, role, premises_id, station_id, place, alarmed FROM privacy.signed_in i WHERE i.token_hash = hash;
  IF NOT FOUND THEN RAISE EXCEPTION 'sign in first' USING ERRCODE = 'ES401'; END IF;
  IF alarmed THEN RAISE EXCEPTION 'not available' USING ERRCODE = 'ES503'; END IF;
  IF action = 'reveal' THEN
    IF NOT staff.authenticated_lately(session_id, interval '5 minutes')
      AND (array_to_string(fields, ' ') LIKE '%identifier %' OR station_id IS NULL OR premises.is_out_of_hours(premises_id)) THEN
      RAISE EXCEPTION 'prove again who you are' USING ERRCODE = 'ES406';
    END IF;
  END IF;
  FOREACH customer IN ARRAY customers LOOP
    SELECT c.certificate_id IS NOT NULL, o.customer_id IS NOT NULL, n.kind, n.ground, n.purpose, n.proven
      INTO able, counted, kind, reason, purpose, proven
      FROM customers.customers k
      LEFT JOIN staff.certificates c ON c.staff_id = me.staff_id AND c.kind = 'privacy' AND c.expires_on >= CURRENT_DATE AND c.valid_from <= CURRENT_DATE
      LEFT JOIN privacy.opened_lately o ON o.staff_id = me.staff_id AND o.customer_id = k.customer_id AND o.at > clock_timestamp() - interval '1 hour'
      LEFT JOIN LATERAL (
        SELECT x.kind, x.ground, x.purpose, x.proven FROM privacy.near_grounds x
         WHERE x.staff_id = me.staff_id AND x.customer_id = k.customer_id AND (x.session_id IS NULL OR x.session_id = me.session_id)
           AND (open_file.ground IS NULL OR x.ground = open_file.ground) ORDER BY x.rank, x.since DESC LIMIT 1) n ON NOT k.restricted
     WHERE k.customer_id = me.customer;
    IF able IS NOT TRUE OR kind IS NULL THEN
      d := privacy.decide_one(staff_id, session_id, customer, ground);
      IF d.decision IS DISTINCT FROM 'open' THEN
        RAISE EXCEPTION 'this file stays shut: %', d.decision USING ERRCODE = 'ES403', DETAIL = d.decision;
      END IF;
      -- what is broken open is looked at masked
      IF d.kind = 'break-glass' AND action = 'reveal' THEN
        RAISE EXCEPTION 'nothing is revealed behind broken glass' USING ERRCODE = 'ES403', DETAIL = 'masked';
      END IF;
      kind := d.kind; reason := d.ground; purpose := d.purpose; proven := d.proven;
    END IF;
    IF counted IS NOT TRUE THEN PERFORM privacy.count_opening(staff_id, session_id, role, customer); END IF;
    INSERT INTO privacy.access_records (customer_id, opening, action, session_id, staff_id, role, purpose, ground_kind, ground, proven,
                                        premises_id, station_id, place, fields)
    VALUES (customer, opening, action, session_id, staff_id, role, purpose, kind, reason, proven, premises_id, station_id, place, fields);
  END LOOP;
END $$;
