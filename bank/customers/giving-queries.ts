import Type from 'typebox';
import { roles } from '#bank/staff/contract.ts';
import { date, flag, id, ids, integer, orNull, text, word } from '#platform/database/columns.ts';
import { statement } from '#platform/database/statement.ts';

export const portfolioHolders = statement({
  name: 'customers.portfolio_holders',
  as: 'earshot_staff',
  parameters: Type.Object({ token: text }),
  row: Type.Object({
    ...{ staff_id: orNull(id), full_name: orNull(text), role: orNull(word(...roles)), active: flag },
    ...{ customers: integer, promises: integer },
  }),
  sql: 'SELECT * FROM customers.portfolio_holders($1)',
});

/** Finds and records whose cards the page will show; how many. */
export const listHeld = statement({
  name: 'customers.list_held',
  as: 'earshot_staff',
  parameters: Type.Object({
    ...{ search: id, token: text, staffId: orNull(id), after: orNull(id), most: integer },
  }),
  row: Type.Object({ count: orNull(integer) }),
  sql: 'SELECT customers.list_held($1, $2, $3, $4, $5) AS count',
});

const meant = { fromStaffId: orNull(id), toStaffId: id, fromDate: date, customerIds: orNull(ids) };
const counted = Type.Object({
  ...{ customers: orNull(integer), promises: orNull(integer), restricted: orNull(integer) },
  ...{ own_people: orNull(integer), remaining: orNull(integer) },
});

export const countGiving = statement({
  name: 'customers.count_giving',
  as: 'earshot_staff',
  parameters: Type.Object({ token: text, ...meant }),
  row: counted,
  sql: 'SELECT * FROM customers.count_giving($1, $2, $3, $4, $5)',
});

export const give = statement({
  name: 'customers.give',
  as: 'earshot_staff',
  parameters: Type.Object({
    ...{ token: text, givingId: id, ...meant, expectedCustomers: integer, expectedPromises: integer },
  }),
  row: counted,
  sql: 'SELECT * FROM customers.give($1, $2, $3, $4, $5, $6, $7, $8)',
});
