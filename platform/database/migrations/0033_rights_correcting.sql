-- A correction that is granted is made, in one step and in the transaction that answers it. What a feed brings is overruled as by any edit of
-- staff: it stands until the source says something else than it said.
ALTER TABLE privacy.rights_requests ADD COLUMN corrected_at timestamptz CHECK (corrected_at IS NULL OR kind = 'correction');
UPDATE privacy.copy_rules SET given = given || '{corrected_at}' WHERE table_name = 'privacy.rights_requests';
GRANT SELECT (corrected_at) ON privacy.rights_requests TO earshot_vault;
GRANT SELECT (edited, version) ON customers.customers TO earshot_vault;
GRANT UPDATE (full_name, born_on, edited, version, updated_at) ON customers.customers TO earshot_vault;
GRANT SELECT, UPDATE (full_name) ON customers.names TO earshot_vault;
GRANT SELECT, INSERT, UPDATE (value, normalised, verified_at) ON customers.contact_points TO earshot_vault;
GRANT SELECT, INSERT, UPDATE (lines, postal_code, country) ON customers.addresses TO earshot_vault;

CREATE FUNCTION privacy.correct_right(token text, customer uuid, request uuid, expected integer, of_subject uuid, becomes text, new_lines text[], new_postal_code text,
  new_country text, answer bytea) RETURNS void LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE q privacy.rights_requests := privacy.held_rights_request(token, customer, request); before record; is_mail boolean; plain text; day date;
BEGIN
  IF q.kind <> 'correction' THEN RAISE EXCEPTION 'not what was asked' USING ERRCODE = 'ES409'; END IF;
  IF q.version IS DISTINCT FROM expected THEN RAISE EXCEPTION 'changed meanwhile' USING ERRCODE = 'ES412'; END IF;
  IF (q.about = 'address') IS DISTINCT FROM (new_lines IS NOT NULL) OR (q.about = 'address') = (becomes IS NOT NULL) THEN
    RAISE EXCEPTION 'lines of an address, or a value' USING ERRCODE = 'ES422';
  END IF;
  SELECT c.full_name, c.kind, c.merged_into INTO before FROM customers.customers c WHERE c.customer_id = customer FOR UPDATE;
  IF q.about = 'name' THEN
    UPDATE customers.customers c SET full_name = becomes, edited = ARRAY(SELECT DISTINCT e FROM unnest(c.edited || '{full_name}') e), version = c.version + 1,
        updated_at = now() WHERE c.customer_id = customer;
    UPDATE customers.names n SET full_name = becomes WHERE n.customer_id = customer AND n.kind = 'legal' AND n.full_name = before.full_name AND n.ended_on IS NULL;
  ELSIF q.about = 'birth date' THEN
    BEGIN
      day := CASE WHEN becomes ~ '^\d{4}-\d\d-\d\d$' THEN becomes::date END;
    EXCEPTION WHEN datetime_field_overflow OR invalid_datetime_format THEN day := NULL;
    END;
    IF (day BETWEEN '1880-01-01' AND CURRENT_DATE AND before.kind = 'person') IS NOT TRUE THEN
      RAISE EXCEPTION 'a day in the past, of a person' USING ERRCODE = 'ES422';
    END IF;
    UPDATE customers.customers c SET born_on = day, edited = ARRAY(SELECT DISTINCT e FROM unnest(c.edited || '{born_on}') e), version = c.version + 1,
        updated_at = now() WHERE c.customer_id = customer;
  ELSIF q.about = 'contact point' THEN
    is_mail := strpos(becomes, '@') > 0;
    plain := CASE WHEN is_mail THEN lower(btrim(becomes))
      ELSE regexp_replace(regexp_replace(regexp_replace(becomes, '[^0-9+]', '', 'g'), '^00', '+'), '(?<=.)\+', '', 'g') END;
    IF length(plain) < 5 THEN RAISE EXCEPTION 'a telephone number or an e-mail address' USING ERRCODE = 'ES422'; END IF;
    IF of_subject IS NULL THEN
      INSERT INTO customers.contact_points (customer_id, kind, value, normalised)
      VALUES (customer, CASE WHEN is_mail THEN 'email' ELSE 'phone' END, btrim(becomes), plain);
    ELSE
      -- it is another one now, so nobody has shown that it is hers
      UPDATE customers.contact_points p SET value = btrim(becomes), normalised = plain, verified_at = NULL
       WHERE p.customer_id = customer AND p.contact_point_id = of_subject AND p.ended_on IS NULL AND p.kind = CASE WHEN is_mail THEN 'email' ELSE 'phone' END;
      IF NOT FOUND THEN RAISE EXCEPTION 'no such contact point of that kind' USING ERRCODE = 'ES422'; END IF;
    END IF;
  ELSE
    IF of_subject IS NULL THEN
      INSERT INTO customers.addresses (customer_id, lines, postal_code, country) VALUES (customer, new_lines, new_postal_code, new_country);
    ELSE
      UPDATE customers.addresses d SET lines = new_lines, postal_code = new_postal_code, country = new_country
       WHERE d.customer_id = customer AND d.address_id = of_subject AND d.ended_on IS NULL;
      IF NOT FOUND THEN RAISE EXCEPTION 'no such address' USING ERRCODE = 'ES422'; END IF;
    END IF;
  END IF;
  UPDATE privacy.rights_requests x SET state = 'granted', answer_sealed = answer, decided_at = clock_timestamp(), corrected_at = clock_timestamp(),
      decided_by = x.held_by, version = x.version + 1 WHERE x.customer_id = customer AND x.request_id = request;
END $$;
-- What stands now of what the request is about, in a file that is open to who holds it.
CREATE FUNCTION privacy.correctable(token text, customer uuid, request uuid) RETURNS TABLE (hidden boolean, subject uuid, value text, lines text[], postal_code text, country text)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE a record := privacy.actor(token); q record;
BEGIN
  IF (customer = ANY (privacy.opened())) IS NOT TRUE THEN RAISE EXCEPTION 'sign the file out first' USING ERRCODE = 'ES403', DETAIL = 'not opened'; END IF;
  SELECT x.about, x.held_by INTO q FROM privacy.rights_requests x WHERE x.customer_id = customer AND x.request_id = request AND x.kind = 'correction' AND x.state = 'open';
  IF NOT FOUND THEN RAISE EXCEPTION 'no such request' USING ERRCODE = 'ES404'; END IF;
  IF q.held_by IS DISTINCT FROM a.staff_id THEN RAISE EXCEPTION 'in somebody else''s hands' USING ERRCODE = 'ES405'; END IF;
  hidden := a.place = 'open counter';
  IF hidden THEN RETURN NEXT; RETURN; END IF;
  RETURN QUERY SELECT false, NULL::uuid, CASE q.about WHEN 'name' THEN c.full_name ELSE c.born_on::text END, NULL::text[], NULL::text, NULL::text
      FROM customers.customers c WHERE c.customer_id = customer AND q.about IN ('name', 'birth date')
    UNION ALL SELECT false, p.contact_point_id, p.value, NULL, NULL, NULL FROM customers.contact_points p
      WHERE p.customer_id = customer AND p.ended_on IS NULL AND q.about = 'contact point'
    UNION ALL SELECT false, d.address_id, left(array_to_string(d.lines, ', '), 400), d.lines, d.postal_code, d.country FROM customers.addresses d
      WHERE d.customer_id = customer AND d.ended_on IS NULL AND q.about = 'address'
    LIMIT 50;
END $$;
GRANT CREATE ON SCHEMA privacy TO earshot_vault;
SELECT house.hand_over('privacy.correctable(text, uuid, uuid)', 'earshot_vault', 'earshot_staff');
SELECT house.hand_over('privacy.correct_right(text, uuid, uuid, integer, uuid, text, text[], text, text, bytea)', 'earshot_vault', 'earshot_staff');

-- Where the bank's clocks are ahead of UTC it is tomorrow already in the evening.
SELECT house.amend('privacy.open_rights_request(text, uuid, uuid, text, text, uuid, text, text, date)', 'BETWEEN CURRENT_DATE - 90 AND CURRENT_DATE THEN',
  'BETWEEN CURRENT_DATE - 90 AND CURRENT_DATE + 1 THEN');
-- What she asked for herself goes on while her data is only kept: erasing and correcting, too.
SELECT house.amend('privacy.record_change(text, uuid, text, uuid, jsonb)', 'name NOT LIKE ''copy.%''', 'name NOT LIKE ''copy.%'' AND name NOT LIKE ''erasure.%''');
