import Type from 'typebox';
import { places } from '#bank/staff/contract.ts';
import { bytes, flag, id, instant, integer, orNull, text, word } from '#platform/database/columns.ts';
import { nothing, statement } from '#platform/database/statement.ts';

const staff = 'earshot_staff';
const place = word(...places);

export const stationsAt = statement({
  name: 'premises.stations_at',
  as: staff,
  parameters: Type.Object({ premisesId: id, browser: orNull(bytes) }),
  row: Type.Object({ station_id: id, name: text, place, version: integer, tied: flag, here: orNull(flag) }),
  sql: `SELECT station_id, name, place, version, browser_hash IS NOT NULL AS tied, browser_hash = $2 AS here
          FROM premises.stations
         WHERE premises_id = $1 AND active ORDER BY name LIMIT 200`,
});

export const placesAsked = statement({
  name: 'premises.places_asked',
  as: staff,
  parameters: Type.Object({ token: text, premisesId: id }),
  row: Type.Object({
    ...{ approval_id: id, station_id: id, place, state: word('asked', 'approved') },
    ...{ mine: flag, expires_at: instant },
  }),
  sql: `SELECT approval_id, station_id, place, state, mine, expires_at FROM premises.places_asked($1, $2)`,
});

export const addStation = statement({
  name: 'premises.add_station',
  as: staff,
  parameters: Type.Object({ token: text, stationId: id, premisesId: id, name: text }),
  row: nothing,
  sql: 'SELECT FROM premises.add_station($1, $2, $3, $4)',
});

const changed = Type.Object({ version: orNull(integer) });

export const changeStation = statement({
  name: 'premises.change_station',
  as: staff,
  parameters: Type.Object({ token: text, stationId: id, version: integer, name: text, place: text }),
  row: changed,
  sql: 'SELECT premises.change_station($1, $2, $3, $4, $5) AS version',
});

export const endStation = statement({
  name: 'premises.end_station',
  as: staff,
  parameters: Type.Object({ token: text, stationId: id, version: integer }),
  row: nothing,
  sql: 'SELECT FROM premises.end_station($1, $2, $3)',
});

export const tieStation = statement({
  name: 'premises.tie_station',
  as: staff,
  parameters: Type.Object({ token: text, stationId: id, version: integer, browser: orNull(bytes) }),
  row: changed,
  sql: 'SELECT premises.tie_station($1, $2, $3, $4) AS version',
});

export const askPlace = statement({
  name: 'premises.ask_place',
  as: staff,
  parameters: Type.Object({
    ...{ token: text, approvalId: id, stationId: id, place: text, reference: text, reason: text },
  }),
  row: Type.Object({ expires_at: orNull(instant) }),
  sql: 'SELECT premises.ask_place($1, $2, $3, $4, $5, $6) AS expires_at',
});

export const moveApproved = statement({
  name: 'premises.move_approved',
  as: staff,
  parameters: Type.Object({ token: text, approvalId: id }),
  row: changed,
  sql: 'SELECT premises.move_approved($1, $2) AS version',
});
