-- Wherever more begins to be shown than before, two people say so. One administrator could still register a work station as a private
-- room, or untie one from its browser, and choose it at the counter.
CREATE FUNCTION house.amend(function regprocedure, said text, says text) RETURNS void LANGUAGE plpgsql AS $$
DECLARE source text := pg_get_functiondef(function); times integer := (length(source) - length(replace(source, said, ''))) / length(said);
BEGIN
  IF times <> 1 THEN RAISE EXCEPTION '% says that % times: %', function, times, said; END IF;
  EXECUTE replace(source, said, says);
END $$;

-- A new station is an open counter; another place is asked for like that of one that is there.
DROP FUNCTION premises.add_station(text, uuid, uuid, text, text);
CREATE FUNCTION premises.add_station(token text, new_station uuid, at uuid, called text) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE a record := premises.station_setter(token); p record;
BEGIN
  PERFORM FROM premises.stations w WHERE w.station_id = new_station;
  IF FOUND THEN RETURN; END IF;
  SELECT x.kind, x.ended_on INTO p FROM premises.premises x WHERE x.premises_id = at FOR UPDATE;
  IF NOT FOUND THEN RAISE EXCEPTION 'no such place' USING ERRCODE = 'ES404'; END IF;
  IF p.kind = 'atm' OR p.ended_on <= premises.today_at(at) THEN RAISE EXCEPTION 'nobody works there' USING ERRCODE = 'ES409'; END IF;
  IF (SELECT count(*) FROM premises.stations w WHERE w.premises_id = at AND w.active) >= 200 THEN RAISE EXCEPTION 'enough work stations' USING ERRCODE = 'ES409'; END IF;
  PERFORM FROM premises.stations w WHERE w.premises_id = at AND w.name = called AND w.active;
  IF FOUND THEN RAISE EXCEPTION 'another has this name' USING ERRCODE = 'ES422', DETAIL = 'name'; END IF;
  INSERT INTO premises.stations (station_id, premises_id, name, place) VALUES (new_station, at, called, 'open counter');
  PERFORM premises.noted(a, 'station.added', new_station, jsonb_build_object('at', at, 'name', called, 'place', 'open counter'));
END $$;

-- Tied, or untied by null. A station that is tied already is untied first, and untied it is an open counter: what two people let a room
-- show, they let it show in that room, not wherever its name is chosen.
SELECT house.amend('premises.tie_station(text, uuid, integer, bytea)', 'BEGIN
  UPDATE premises.stations x SET browser_hash = browser, version = x.version + 1 WHERE x.station_id = station;',
  'BEGIN
  IF browser IS NOT NULL AND w.browser_hash IS NOT NULL THEN RAISE EXCEPTION ''tied already'' USING ERRCODE = ''ES409''; END IF;
  UPDATE premises.stations x SET browser_hash = browser, version = x.version + 1 WHERE x.station_id = station RETURNING x.* INTO w;');
SELECT house.amend('premises.tie_station(text, uuid, integer, bytea)', 'jsonb_build_object(''at'', w.premises_id));
  RETURN w.version + 1;',
  'jsonb_build_object(''at'', w.premises_id, ''place'', w.place));
  IF browser IS NULL AND premises.shows_more(''open counter'', w.place) THEN RETURN premises.put_at(a, w, ''open counter'', ''{"because": "untied"}''); END IF;
  RETURN w.version;');

-- What two people agreed on is that station as it was: its name, its browser, its place.
SELECT house.amend('premises.place_before(jsonb)', 'SELECT x.place INTO w', 'SELECT x.place, x.version, x.browser_hash IS NOT NULL AS tied INTO w');
SELECT house.amend('premises.place_before(jsonb)', 'jsonb_build_object(''place'', w.place)',
  'jsonb_build_object(''place'', w.place, ''version'', w.version, ''tied'', w.tied)');
SELECT house.amend('premises.places_asked(text, uuid)', 'w.active AND w.place = p.before->>''place''',
  'w.active AND to_jsonb(w.version) = p.before->''version''');

GRANT CREATE ON SCHEMA premises TO earshot_vault;
SELECT house.hand_over('premises.add_station(text, uuid, uuid, text)', 'earshot_vault', 'earshot_staff');
REVOKE CREATE ON SCHEMA premises FROM earshot_vault;
DROP FUNCTION house.amend(regprocedure, text, text);
