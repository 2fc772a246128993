-- A copy of a customer's data: made by a job from every customer-owned table, kept sealed for some days, taken away on record.

-- What of each customer-owned table is in it. Every such table has a line, and every column is given or left out, or a test fails. What
-- others said of themselves, keys of other things, bookkeeping and secrets are left out; so is each table that is of no class 'customer'.
CREATE TABLE privacy.copy_rules (
  table_name text PRIMARY KEY,
  way text NOT NULL CHECK (way IN ('give', 'leave out')),
  given text[],
  without text[],
  why text,
  CHECK (CASE way WHEN 'give' THEN given IS NOT NULL AND without IS NOT NULL ELSE why IS NOT NULL END)
);
INSERT INTO privacy.copy_rules VALUES
  ('customers.customers', 'give', '{kind,full_name,preferred_name,born_on,died_on,sex,language,occupation,employer,support_needs,customer_since,ended_on,restricted,created_at,updated_at}', '{edited,home_premises_id,made_up,merged_into}', NULL),
  ('customers.names', 'give', '{kind,full_name,from_date,to_date,ended_on}', '{name_id}', NULL),
  ('customers.contact_points', 'give', '{kind,value,purpose,verified_at,safe_to_use,ended_on}', '{contact_point_id,normalised}', NULL),
  ('customers.identifiers', 'give', '{kind,country,value_sealed,expires_on,ended_on,identifier_id}', '{value,value_hint,value_index}', NULL),
  ('customers.addresses', 'give', '{purpose,lines,postal_code,country,from_date,to_date,ended_on}', '{address_id}', NULL),
  ('customers.relations', 'give', '{kind,from_date,to_date,ended_on}', '{other_id,relation_id}', NULL),
  ('customers.portfolios', 'give', '{from_date,to_date,ended_on}', '{assigned_by,portfolio_id,staff_id}', NULL),
  ('customers.confidences', 'give', '{recorded_at,ended_at}', '{confidence_id,other_id,recorded_by}', NULL),
  ('customers.sign_ins', 'give', '{user_name,changed_at}', '{password_hash,totp_last_step,totp_secret}', NULL),
  ('customers.sessions', 'give', '{created_at,last_seen_at,ended_at,method,agent}', '{authenticated_at,expires_at,idle_expires_at,session_id,token_hash}', NULL),
  ('customers.passkeys', 'give', '{name,created_at,last_used_at,backed_up}', '{credential_id,may_be_backed_up,public_key,sign_count,transports}', NULL),
  ('customers.devices', 'give', '{first_at}', '{device_hash}', NULL),
  ('customers.sign_in_notices', 'give', '{kind,about,at,seen_at}', '{notice_id}', NULL),
  ('conversations.visits', 'give', '{channel,state,presence,topic,checked_in_at,started_at,ended_at}', '{call_by_name,checked_in_by,companions,handed_to,premises_id,proven,queue_number,undone_reason,visit_id}', NULL),
  ('conversations.notes', 'give', '{note_id,body,body_sealed,sensitive,written_at}', '{written_by}', NULL),
  ('conversations.promises', 'give', '{body,due_on,state,made_at,kept_at}', '{assigned_to,made_by,promise_id}', NULL),
  ('conversations.confirmations', 'give', '{field,shown_on,terms,state,typed,asked_at,answered_at}', '{asked_by,confirmation_id,expires_at,screen_id,settled_at,settled_by,shown,subject,visit_id}', NULL),
  ('holdings.holdings', 'give', '{agreement_id,kind,role,number,currency,opened_on,closed_on,matures_on,term_months,rate_basis_points,limit_minor,instalment_minor,state,ended_on}', '{counts,last4,linked_agreement_id,premises_id,product_id,statement}', NULL),
  ('holdings.balances', 'give', '{agreement_id,as_of,minor,ended_on}', '{}', NULL),
  ('holdings.transactions', 'give', '{agreement_id,booked_on,minor,currency,kind,counterparty,counterparty_account,description,balance_minor,ended_on}', '{counts,sequence,transaction_id}', NULL),
  ('holdings.standing_orders', 'give', '{agreement_id,kind,every,minor,currency,payee,payee_account,ended_on}', '{order_id}', NULL),
  ('privacy.access_records', 'give', '{at,action,role,purpose,ground_kind,place,fields}', '{ground,opening,premises_id,proven,record_id,session_id,staff_id,station_id}', NULL),
  ('privacy.changes', 'give', '{at,name,role,place}', '{change_id,detail,session_id,staff_id,subject}', NULL),
  ('privacy.rights_requests', 'give', '{request_id,kind,about,channel,identity,asked_at,received_on,law,citation,due_on,extended_at,words_sealed,proposed_sealed,extension_sealed,answer_sealed,state,decided_at}', '{decided_by,held_at,held_by,more_days,more_months,opened_by,subject}', NULL),
  ('customers.found_by', 'leave out', NULL, NULL, 'words of the names, for searching; the names themselves are given'),
  ('feed.source_values', 'leave out', NULL, NULL, 'what the books said before somebody corrected it; the file as it stands is given'),
  ('privacy.passes', 'leave out', NULL, NULL, 'what staff wrote to be let in; that they looked, and why, is in the record of looks'),
  ('privacy.holds', 'leave out', NULL, NULL, 'legal claims; they are between the bank and its lawyers'),
  ('privacy.copies', 'leave out', NULL, NULL, 'copies of what is given here');

CREATE TABLE privacy.copies (
  customer_id uuid NOT NULL,
  copy_id uuid NOT NULL,
  -- null: by herself in the portal
  request_id uuid,
  asked_by uuid REFERENCES staff.staff,
  language text NOT NULL CHECK (language IN ('en', 'es')),
  asked_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  made_at timestamptz,
  -- it can be taken for a week, then its bytes are gone
  expires_at timestamptz NOT NULL DEFAULT clock_timestamp() + interval '7 days',
  json_sealed bytea,
  pdf_sealed bytea,
  PRIMARY KEY (customer_id, copy_id),
  CHECK ((request_id IS NULL) = (asked_by IS NULL)),
  CHECK (made_at IS NOT NULL OR num_nonnulls(json_sealed, pdf_sealed) = 0)
);
CREATE INDEX ON privacy.copies (expires_at) WHERE json_sealed IS NOT NULL;
INSERT INTO house.table_classes VALUES ('privacy.copy_rules', 'reference'), ('privacy.copies', 'customer');
SELECT house.guard('privacy.copies');
INSERT INTO customers.merge_rules VALUES ('privacy.copies', 'row', 'copy_id');
INSERT INTO privacy.erasure_rules (table_name, way) VALUES ('privacy.copies', 'delete');
GRANT SELECT, INSERT, UPDATE, DELETE ON privacy.copies TO earshot_vault;
GRANT SELECT ON privacy.copy_rules, house.table_classes TO earshot_vault;
GRANT SELECT (customer_id, copy_id, request_id, asked_at, made_at, expires_at) ON privacy.copies TO earshot_staff, earshot_portal;
GRANT SELECT ON premises.premises TO earshot_vault;
DO $$
DECLARE rule record;
BEGIN
  FOR rule IN SELECT r.table_name, r.given FROM privacy.copy_rules r WHERE r.way = 'give' LOOP
    EXECUTE format('GRANT SELECT (customer_id, %s) ON %s TO earshot_vault',
      (SELECT string_agg(quote_ident(g), ', ') FROM unnest(rule.given) g), rule.table_name::regclass);
  END LOOP;
END $$;

-- By herself, about her file, which is open; three in a day are enough.
CREATE FUNCTION privacy.ask_own_copy(token text, copy uuid, in_language text) RETURNS void LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE o record;
BEGIN
  o := privacy.own_session(token);
  IF NOT o.customer_id = ANY (privacy.opened()) THEN RAISE EXCEPTION 'sign the file out first' USING ERRCODE = 'ES403', DETAIL = 'not opened'; END IF;
  IF (SELECT count(*) FROM privacy.copies c WHERE c.customer_id = o.customer_id AND c.asked_by IS NULL AND c.asked_at > now() - interval '1 day'
       AND c.copy_id <> copy) >= 3 THEN
    RAISE EXCEPTION 'three copies a day are enough' USING ERRCODE = 'ES429', DETAIL = '86400';
  END IF;
  INSERT INTO privacy.copies (customer_id, copy_id, language) VALUES (o.customer_id, copy, in_language) ON CONFLICT DO NOTHING;
  IF FOUND THEN
    INSERT INTO privacy.changes (customer_id, name, session_id, role, subject) VALUES (o.customer_id, 'copy.asked', o.session_id, 'customer', copy);
  END IF;
END $$;
-- For somebody at a branch, by who holds the request: an export, which takes a second person. The file is open in this transaction.
CREATE FUNCTION privacy.ask_copy(token text, customer uuid, request uuid, copy uuid, in_language text, approval uuid) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE a record; q privacy.rights_requests := privacy.held_rights_request(token, customer, request);
BEGIN
  a := privacy.actor(token);
  IF q.kind <> 'copy' THEN RAISE EXCEPTION 'not what was asked' USING ERRCODE = 'ES409'; END IF;
  PERFORM FROM privacy.copies c WHERE c.customer_id = customer AND c.copy_id = copy;
  IF FOUND THEN RETURN; END IF;
  PERFORM privacy.take_approval(a.staff_id, a.session_id, approval, 'export', jsonb_build_object('customerId', customer));
  INSERT INTO privacy.copies (customer_id, copy_id, request_id, asked_by, language) VALUES (customer, copy, request, a.staff_id, in_language);
END $$;
UPDATE privacy.approval_rules SET asks = asks || '{privacy officer}' WHERE action = 'export';

-- In which language it is to be made, while it waits.
CREATE FUNCTION privacy.copy_waiting(customer uuid, copy uuid) RETURNS text LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
  RETURN (SELECT c.language FROM privacy.copies c WHERE c.customer_id = customer AND c.copy_id = copy AND c.made_at IS NULL AND c.expires_at > now());
END $$;
-- What the job reads: of one person, for a copy that waits, and nothing else.
CREATE FUNCTION privacy.copy_rows(customer uuid, copy uuid) RETURNS TABLE (table_name text, held jsonb)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE people uuid[]; rule record; picked text;
BEGIN
  IF privacy.run_opened() IS DISTINCT FROM 'privacy.copy' OR NOT EXISTS (SELECT FROM privacy.copies c
      WHERE c.customer_id = customer AND c.copy_id = copy AND c.made_at IS NULL AND c.expires_at > now()) THEN
    RAISE EXCEPTION 'no such copy waits' USING ERRCODE = 'ES403', DETAIL = 'no job';
  END IF;
  people := privacy.one_person(customer);
  FOR rule IN SELECT r.table_name, r.given FROM privacy.copy_rules r JOIN house.table_classes k ON k.table_name = r.table_name
      WHERE r.way = 'give' AND k.class = 'customer' ORDER BY r.table_name LOOP
    SELECT string_agg(CASE WHEN rule.table_name = 'privacy.access_records' AND g = 'purpose'
        -- what somebody who acts for her came about is that person's own matter
        THEN 'CASE WHEN t.ground_kind = ''acting for them'' THEN '''' ELSE t.purpose END AS purpose'
        ELSE format('t.%I', g) END, ', ') INTO picked FROM unnest(rule.given) g;
    IF rule.table_name IN ('privacy.access_records', 'conversations.visits') THEN
      picked := picked || ', (SELECT p.name FROM premises.premises p WHERE p.premises_id = t.premises_id) AS branch';
    END IF;
    table_name := rule.table_name;
    EXECUTE format('SELECT coalesce(jsonb_agg(to_jsonb(x)), ''[]'') FROM (SELECT %s FROM %s t WHERE t.customer_id = ANY ($1) ORDER BY 1) x',
      picked, rule.table_name::regclass) INTO held USING people;
    RETURN NEXT;
  END LOOP;
END $$;
CREATE FUNCTION privacy.keep_copy(customer uuid, copy uuid, new_json bytea, new_pdf bytea) RETURNS void LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
  IF privacy.run_opened() IS DISTINCT FROM 'privacy.copy' THEN RAISE EXCEPTION 'for the job' USING ERRCODE = 'ES403', DETAIL = 'no job'; END IF;
  UPDATE privacy.copies c SET made_at = clock_timestamp(), json_sealed = new_json, pdf_sealed = new_pdf, expires_at = clock_timestamp() + interval '7 days'
   WHERE c.customer_id = customer AND c.copy_id = copy AND c.made_at IS NULL;
END $$;
CREATE FUNCTION privacy.drop_old_copies() RETURNS integer LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE gone integer;
BEGIN
  UPDATE privacy.copies c SET json_sealed = NULL, pdf_sealed = NULL WHERE c.expires_at <= now() AND c.json_sealed IS NOT NULL;
  GET DIAGNOSTICS gone = ROW_COUNT;
  RETURN gone;
END $$;

-- Taking it away, on record in the transaction that reads it. Sealed bytes leave; their key is asked for where the file is open.
CREATE FUNCTION privacy.copy_bytes(customer uuid, copy uuid, form text) RETURNS bytea LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE bytes bytea;
BEGIN
  SELECT CASE form WHEN 'pdf' THEN c.pdf_sealed ELSE c.json_sealed END INTO bytes FROM privacy.copies c
   WHERE c.customer_id = customer AND c.copy_id = copy AND c.expires_at > now();
  IF bytes IS NULL THEN RAISE EXCEPTION 'no such copy, or no longer' USING ERRCODE = 'ES404'; END IF;
  RETURN bytes;
END $$;
CREATE FUNCTION privacy.take_own_copy(token text, copy uuid, form text) RETURNS bytea LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE o record; bytes bytea;
BEGIN
  o := privacy.own_session(token);
  IF NOT o.customer_id = ANY (privacy.opened()) THEN RAISE EXCEPTION 'sign the file out first' USING ERRCODE = 'ES403', DETAIL = 'not opened'; END IF;
  bytes := privacy.copy_bytes(o.customer_id, copy, form);
  INSERT INTO privacy.changes (customer_id, name, session_id, role, subject, detail)
  VALUES (o.customer_id, 'copy.exported', o.session_id, 'customer', copy, jsonb_build_object('form', form));
  RETURN bytes;
END $$;
CREATE FUNCTION privacy.take_copy(token text, customer uuid, request uuid, copy uuid, form text) RETURNS bytea LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE a record; q privacy.rights_requests := privacy.held_rights_request(token, customer, request);
BEGIN
  a := privacy.actor(token);
  PERFORM FROM privacy.copies c WHERE c.customer_id = customer AND c.copy_id = copy AND c.request_id = q.request_id;
  IF NOT FOUND THEN RAISE EXCEPTION 'not the copy of this request' USING ERRCODE = 'ES404'; END IF;
  INSERT INTO privacy.events (name, session_id, staff_id, role, premises_id, place, subject, detail)
  VALUES ('copy.exported', a.session_id, a.staff_id, a.role, a.premises_id, a.place, copy::text, jsonb_build_object('form', form));
  RETURN privacy.copy_bytes(customer, copy, form);
END $$;

GRANT CREATE ON SCHEMA privacy TO earshot_vault;
-- An approval of an export is about a customer who is there, and nobody's own.
DO $$
DECLARE source text := pg_get_functiondef('privacy.approval_before(uuid, text, jsonb)'::regprocedure);
        changed text := replace(source, 'IF action IN (''restricted file'', ''bulk reveal''', 'IF action IN (''restricted file'', ''export'', ''bulk reveal''');
BEGIN
  IF changed = source THEN RAISE EXCEPTION 'privacy.approval_before is not what it was'; END IF;
  EXECUTE changed;
END $$;

GRANT USAGE ON SCHEMA privacy, house, keys TO earshot_run_copies;
GRANT EXECUTE ON FUNCTION privacy.run_opened(), keys.of_ids(uuid[]), keys.of_customers(uuid[], text),
  keys.add(uuid[], uuid[], text, bytea[], text[]) TO earshot_run_copies;
DO $$
BEGIN
  PERFORM house.hand_over('privacy.ask_own_copy(text, uuid, text)', 'earshot_vault', 'earshot_portal');
  PERFORM house.hand_over('privacy.take_own_copy(text, uuid, text)', 'earshot_vault', 'earshot_portal');
  PERFORM house.hand_over('privacy.ask_copy(text, uuid, uuid, uuid, text, uuid)', 'earshot_vault', 'earshot_staff');
  PERFORM house.hand_over('privacy.take_copy(text, uuid, uuid, uuid, text)', 'earshot_vault', 'earshot_staff');
  PERFORM house.hand_over('privacy.copy_bytes(uuid, uuid, text)', 'earshot_vault', '');
  PERFORM house.hand_over('privacy.copy_waiting(uuid, uuid)', 'earshot_vault', 'earshot_run_copies');
  PERFORM house.hand_over('privacy.copy_rows(uuid, uuid)', 'earshot_vault', 'earshot_run_copies');
  PERFORM house.hand_over('privacy.keep_copy(uuid, uuid, bytea, bytea)', 'earshot_vault', 'earshot_run_copies');
  PERFORM house.hand_over('privacy.drop_old_copies()', 'earshot_vault', 'earshot_run_copies');
END $$;
