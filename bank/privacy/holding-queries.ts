import Type from 'typebox';
import { id, instant, integer, orNull, text } from '#platform/database/columns.ts';
import { nothing, statement } from '#platform/database/statement.ts';

/** Finds and records whose names the list will show. */
export const listHolds = statement({
  name: 'privacy.list_holds',
  as: 'earshot_staff',
  parameters: Type.Object({ search: id, token: text }),
  row: Type.Object({ count: orNull(integer) }),
  sql: 'SELECT privacy.list_holds($1, $2) AS count',
});

export const holdCards = statement({
  name: 'privacy.hold_cards',
  as: 'earshot_staff',
  parameters: Type.Object({ search: id, token: text }),
  row: Type.Object({
    ...{ hold_id: id, customer_id: id, customer_name: text, reference: text, reason: text },
    ...{ placed_by_name: text, placed_at: instant },
    ...{ lifted_by_name: orNull(text), lifted_at: orNull(instant), lifted_because: orNull(text) },
  }),
  sql: 'SELECT * FROM privacy.hold_cards($1, $2)',
});

export const placeHold = statement({
  name: 'privacy.place_hold',
  as: 'earshot_staff',
  parameters: Type.Object({ token: text, customerId: id, holdId: id, reference: text, reason: text }),
  row: nothing,
  sql: 'SELECT FROM privacy.place_hold($1, $2, $3, $4, $5)',
});
