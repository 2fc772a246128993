-- Rooms: the stations of a branch that stand in a private room. A booking holds one for a visit, by its queue number alone.
CREATE TABLE conversations.bookings (
  booking_id uuid PRIMARY KEY,
  premises_id uuid NOT NULL REFERENCES premises.premises,
  station_id uuid NOT NULL REFERENCES premises.stations,
  visit_id uuid NOT NULL,
  queue_number integer NOT NULL,
  booked_by uuid NOT NULL REFERENCES staff.staff,
  booked_at timestamptz NOT NULL DEFAULT now(),
  from_at timestamptz NOT NULL,
  to_at timestamptz NOT NULL,
  ended_at timestamptz,
  CHECK (to_at - from_at BETWEEN interval '10 minutes' AND interval '2 hours')
);
CREATE INDEX ON conversations.bookings (station_id, from_at) WHERE ended_at IS NULL;
CREATE INDEX ON conversations.bookings (visit_id) WHERE ended_at IS NULL;
INSERT INTO house.table_classes VALUES ('conversations.bookings', 'derived');
SELECT house.guard_derived('conversations.bookings');
GRANT SELECT, INSERT, UPDATE ON conversations.bookings TO earshot_vault;

-- May the board call this visitor by the preferred first name? Only if she said so.
ALTER TABLE conversations.visits ADD COLUMN call_by_name boolean NOT NULL DEFAULT false;

-- Books a room for a visit, for minutes from then on; what the visit had booked before is given back. Two bookings of one room
-- never overlap: whoever comes second waits for the room's lock and then sees the first. (An exclusion constraint would need
-- the extension btree_gist, which a bank's server may not have.)
CREATE FUNCTION conversations.book_room(token text, booking uuid, visit uuid, room uuid, wanted_from timestamptz, minutes integer)
RETURNS TABLE (station_name text, from_at timestamptz, to_at timestamptz) LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE a record; v record; w record; starts timestamptz; ends timestamptz; midnight timestamptz;
BEGIN
  a := privacy.actor(token);
  RETURN QUERY SELECT s.name, b.from_at, b.to_at FROM conversations.bookings b JOIN premises.stations s ON s.station_id = b.station_id
   WHERE b.booking_id = booking AND b.booked_by = a.staff_id;
  IF FOUND THEN RETURN; END IF;
  SELECT x.queue_number INTO v FROM conversations.visits x
   WHERE x.visit_id = visit AND x.premises_id = a.premises_id AND x.channel = 'branch' AND x.state IN ('waiting', 'in progress');
  IF NOT FOUND THEN RAISE EXCEPTION 'no such visit' USING ERRCODE = 'ES404'; END IF;
  PERFORM pg_advisory_xact_lock(hashtextextended(room::text, 20));
  SELECT s.name, p.time_zone INTO w FROM premises.stations s JOIN premises.premises p USING (premises_id)
   WHERE s.station_id = room AND s.premises_id = a.premises_id AND s.place = 'private room' AND s.active;
  IF NOT FOUND THEN RAISE EXCEPTION 'no such room' USING ERRCODE = 'ES404'; END IF;
  starts := greatest(coalesce(wanted_from, now()), now());
  ends := starts + make_interval(mins => minutes);
  midnight := (date_trunc('day', now() AT TIME ZONE w.time_zone) + interval '1 day') AT TIME ZONE w.time_zone;
  IF minutes NOT BETWEEN 10 AND 120 OR starts >= midnight THEN RAISE EXCEPTION 'today, for 10 to 120 minutes' USING ERRCODE = 'ES422'; END IF;
  PERFORM FROM conversations.bookings b WHERE b.station_id = room AND b.ended_at IS NULL AND b.visit_id <> visit AND b.from_at < ends AND b.to_at > starts;
  IF FOUND THEN RAISE EXCEPTION 'taken' USING ERRCODE = 'ES409'; END IF;
  UPDATE conversations.bookings b SET ended_at = now() WHERE b.visit_id = visit AND b.ended_at IS NULL;
  INSERT INTO conversations.bookings (booking_id, premises_id, station_id, visit_id, queue_number, booked_by, from_at, to_at)
  VALUES (booking, a.premises_id, room, visit, v.queue_number, a.staff_id, starts, ends);
  INSERT INTO privacy.events (name, session_id, staff_id, subject) VALUES ('room.booked', a.session_id, a.staff_id, booking::text);
  PERFORM house.ring(a.premises_id);
  RETURN QUERY SELECT w.name, starts, ends;
END $$;

CREATE FUNCTION conversations.free_room(token text, booking uuid) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE a record;
BEGIN
  a := privacy.actor(token);
  UPDATE conversations.bookings b SET ended_at = now() WHERE b.booking_id = booking AND b.premises_id = a.premises_id AND b.ended_at IS NULL;
  IF NOT FOUND THEN RAISE EXCEPTION 'no such booking' USING ERRCODE = 'ES404'; END IF;
  INSERT INTO privacy.events (name, session_id, staff_id, subject) VALUES ('room.freed', a.session_id, a.staff_id, booking::text);
  PERFORM house.ring(a.premises_id);
END $$;

-- The rooms of this branch and what is booked of them from now on: by number, never by name.
CREATE FUNCTION conversations.rooms_here(token text) RETURNS TABLE (station_id uuid, name text, booking_id uuid, visit_id uuid, queue_number integer,
  booked_by uuid, from_at timestamptz, to_at timestamptz) LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE a record;
BEGIN
  a := privacy.actor(token);
  RETURN QUERY SELECT s.station_id, s.name, b.booking_id, b.visit_id, b.queue_number, b.booked_by, b.from_at, b.to_at
    FROM premises.stations s LEFT JOIN conversations.bookings b ON b.station_id = s.station_id AND b.ended_at IS NULL AND b.to_at > now()
   WHERE s.premises_id = a.premises_id AND s.place = 'private room' AND s.active
   ORDER BY s.name, b.from_at LIMIT 500;
END $$;

CREATE FUNCTION conversations.call_by_name(token text, visit uuid, agreed boolean) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE a record; customer uuid;
BEGIN
  a := privacy.actor(token);
  UPDATE conversations.visits v SET call_by_name = agreed
   WHERE v.visit_id = visit AND v.premises_id = a.premises_id AND v.state IN ('waiting', 'in progress') RETURNING v.customer_id INTO customer;
  IF NOT FOUND THEN RAISE EXCEPTION 'no such visit' USING ERRCODE = 'ES404'; END IF;
  INSERT INTO privacy.changes (customer_id, name, session_id, staff_id, role, place, subject, detail)
  VALUES (customer, 'visit.calling agreed', a.session_id, a.staff_id, a.role, a.place, visit, jsonb_build_object('by name', agreed));
  PERFORM house.ring(a.premises_id);
END $$;

-- The board of a waiting area: a number, where to go, and a first name only of whom agreed. No topic, no full name, nobody's business.
CREATE FUNCTION conversations.waiting_board(hash bytea) RETURNS TABLE (queue_number integer, first_name text, called boolean, go_to text)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE s record;
BEGIN
  SELECT * INTO s FROM conversations.screen_of(hash) x WHERE x.paired AND x.kind = 'waiting board';
  IF NOT FOUND THEN RAISE EXCEPTION 'pair this board first' USING ERRCODE = 'ES401'; END IF;
  RETURN QUERY
  SELECT v.queue_number, CASE WHEN v.call_by_name THEN split_part(coalesce(c.preferred_name, c.full_name), ' ', 1) END, v.state = 'in progress',
         coalesce(room.name, seat.name)
    FROM conversations.visits v JOIN customers.customers c ON c.customer_id = v.customer_id
    LEFT JOIN LATERAL (SELECT w.name FROM conversations.bookings b JOIN premises.stations w ON w.station_id = b.station_id
                        WHERE b.visit_id = v.visit_id AND b.ended_at IS NULL AND b.from_at <= now() AND b.to_at > now() LIMIT 1) room ON true
    LEFT JOIN LATERAL (SELECT w.name FROM staff.sessions t JOIN premises.stations w ON w.station_id = t.station_id
                        WHERE t.staff_id = v.handed_to AND t.ended_at IS NULL AND t.locked_at IS NULL AND t.expires_at > now()
                          AND w.premises_id = v.premises_id ORDER BY t.last_seen_at DESC LIMIT 1) seat ON true
   WHERE v.premises_id = s.premises_id AND v.channel = 'branch' AND v.checked_in_at > now() - interval '16 hours'
     AND (v.state = 'waiting' OR (v.state = 'in progress' AND v.started_at > now() - interval '5 minutes'))
  UNION ALL
  SELECT g.queue_number, NULL, g.state = 'in progress', seat.name
    FROM conversations.guests g
    LEFT JOIN LATERAL (SELECT w.name FROM staff.sessions t JOIN premises.stations w ON w.station_id = t.station_id
                        WHERE t.staff_id = g.handed_to AND t.ended_at IS NULL AND t.locked_at IS NULL AND t.expires_at > now()
                          AND w.premises_id = g.premises_id ORDER BY t.last_seen_at DESC LIMIT 1) seat ON true
   WHERE g.premises_id = s.premises_id AND g.state = 'waiting' AND g.checked_in_at > now() - interval '16 hours'
  ORDER BY 3 DESC, 1 LIMIT 60;
END $$;
GRANT SELECT (full_name, preferred_name) ON customers.customers TO earshot_vault;

-- With a visit its room comes free, and what was asked in it is over; the waiting board hears of every move.
CREATE FUNCTION conversations.visit_moved() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND OLD.state = 'in progress' AND NEW.state <> 'in progress' THEN
    PERFORM conversations.end_asking(OLD.customer_id, NEW.visit_id, 'lapsed');
  END IF;
  IF NEW.state IN ('ended', 'undone') THEN
    UPDATE conversations.bookings b SET ended_at = now() WHERE b.visit_id = NEW.visit_id AND b.ended_at IS NULL;
  END IF;
  PERFORM house.ring(NEW.premises_id);
  RETURN NULL;
END $$;

CREATE TRIGGER moved AFTER INSERT OR UPDATE OF state ON conversations.visits FOR EACH ROW EXECUTE FUNCTION conversations.visit_moved();
CREATE FUNCTION conversations.guest_moved() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
  PERFORM house.ring(NEW.premises_id);
  RETURN NULL;
END $$;
CREATE TRIGGER moved AFTER INSERT OR UPDATE OF state ON conversations.guests FOR EACH ROW EXECUTE FUNCTION conversations.guest_moved();
SELECT house.hand_over('conversations.visit_moved()', 'earshot_vault', '');
SELECT house.hand_over('conversations.guest_moved()', 'earshot_vault', '');

DO $$
DECLARE f text;
BEGIN
  FOREACH f IN ARRAY ARRAY['conversations.book_room(text, uuid, uuid, uuid, timestamptz, integer)', 'conversations.free_room(text, uuid)',
    'conversations.rooms_here(text)', 'conversations.call_by_name(text, uuid, boolean)', 'conversations.waiting_board(bytea)'] LOOP
    PERFORM house.hand_over(f, 'earshot_vault', 'earshot_staff');
  END LOOP;
END $$;

-- The visits that this member of staff has in progress here: what the privacy band offers a room for. No name, no topic.
CREATE FUNCTION conversations.my_visits(token text) RETURNS TABLE (visit_id uuid, queue_number integer)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE a record;
BEGIN
  a := privacy.actor(token);
  RETURN QUERY SELECT v.visit_id, v.queue_number FROM conversations.visits v
   WHERE v.premises_id = a.premises_id AND v.handed_to = a.staff_id AND v.channel = 'branch' AND v.state = 'in progress'
     AND v.checked_in_at > now() - interval '16 hours' ORDER BY v.started_at DESC LIMIT 10;
END $$;
SELECT house.hand_over('conversations.my_visits(text)', 'earshot_vault', 'earshot_staff');
