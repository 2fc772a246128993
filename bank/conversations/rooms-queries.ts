import Type from 'typebox';
import { flag, id, instant, integer, orNull, text } from '#platform/database/columns.ts';
import { nothing, statement } from '#platform/database/statement.ts';

export const roomsHere = statement({
  name: 'conversations.rooms_here',
  as: 'earshot_staff',
  parameters: Type.Object({ token: text }),
  row: Type.Object({
    ...{ station_id: id, name: text, booking_id: orNull(id), visit_id: orNull(id) },
    ...{ queue_number: orNull(integer), booked_by: orNull(id) },
    ...{ from_at: orNull(instant), to_at: orNull(instant) },
  }),
  sql: 'SELECT * FROM conversations.rooms_here($1)',
});

export const myVisits = statement({
  name: 'conversations.my_visits',
  as: 'earshot_staff',
  parameters: Type.Object({ token: text }),
  row: Type.Object({ visit_id: id, queue_number: integer }),
  sql: 'SELECT * FROM conversations.my_visits($1)',
});

export const bookRoom = statement({
  name: 'conversations.book_room',
  as: 'earshot_staff',
  parameters: Type.Object({
    ...{ token: text, bookingId: id, visitId: id, stationId: id, fromAt: orNull(instant), minutes: integer },
  }),
  row: Type.Object({ station_name: text, from_at: instant, to_at: instant }),
  sql: 'SELECT * FROM conversations.book_room($1, $2, $3, $4, $5, $6)',
});

export const freeRoom = statement({
  name: 'conversations.free_room',
  as: 'earshot_staff',
  parameters: Type.Object({ token: text, bookingId: id }),
  row: nothing,
  sql: 'SELECT FROM conversations.free_room($1, $2)',
});

export const callByName = statement({
  name: 'conversations.call_by_name',
  as: 'earshot_staff',
  parameters: Type.Object({ token: text, visitId: id, expected: integer, byName: flag }),
  row: Type.Object({ version: orNull(integer) }),
  sql: 'SELECT conversations.call_by_name($1, $2, $3, $4) AS version',
});
