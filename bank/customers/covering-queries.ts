import Type from 'typebox';
import { date, flag, id, integer, orNull, text } from '#platform/database/columns.ts';
import { nothing, statement } from '#platform/database/statement.ts';

/** Finds and records whose cards the page will show; how many. */
export const listPortfolio = statement({
  name: 'customers.list_portfolio',
  as: 'earshot_staff',
  parameters: Type.Object({ search: id, token: text, after: orNull(id), most: integer }),
  row: Type.Object({ count: orNull(integer) }),
  sql: `SELECT privacy.list($1, $2, 'portfolio', $3, $4) AS count`,
});

export const covers = statement({
  name: 'customers.covers',
  as: 'earshot_staff',
  parameters: Type.Object({ token: text }),
  row: Type.Object({
    ...{ cover_id: id, from_staff: id, from_name: text, to_staff: id, to_name: text },
    ...{ from_date: date, to_date: date, made_by_name: text, stands: flag },
  }),
  sql: 'SELECT * FROM customers.covers($1)',
});

export const makeCover = statement({
  name: 'customers.make_cover',
  as: 'earshot_staff',
  parameters: Type.Object({
    ...{ token: text, coverId: id, fromStaffId: id, toStaffId: id, fromDate: date, toDate: date },
  }),
  row: nothing,
  sql: 'SELECT FROM customers.make_cover($1, $2, $3, $4, $5, $6)',
});

export const endCover = statement({
  name: 'customers.end_cover',
  as: 'earshot_staff',
  parameters: Type.Object({ token: text, coverId: id }),
  row: nothing,
  sql: 'SELECT FROM customers.end_cover($1, $2)',
});
