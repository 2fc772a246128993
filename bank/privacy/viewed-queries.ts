import Type from 'typebox';
import { bigint, date, id, instant, integer, orNull, text } from '#platform/database/columns.ts';
import { nothing, statement } from '#platform/database/statement.ts';

export const askRecord = statement({
  name: 'privacy.ask_record',
  as: 'earshot_staff',
  parameters: Type.Object({
    ...{ search: id, token: text, ofWhat: text, subject: id, since: instant, until: instant },
    ...{ after: orNull(id), most: integer },
  }),
  row: nothing,
  sql: 'SELECT FROM privacy.ask_record($1, $2, $3, $4, $5, $6, $7, $8)',
});

const looks = { looks: bigint, first_at: instant, last_at: instant };

export const viewedCustomers = statement({
  name: 'privacy.viewed_customers',
  as: 'earshot_staff',
  parameters: Type.Object({ search: id, token: text, subject: id, since: instant, until: instant }),
  row: Type.Object({ customer_id: id, full_name: orNull(text), ...looks }),
  sql: 'SELECT * FROM privacy.viewed_customers($1, $2, $3, $4, $5)',
});

export const viewingStaff = statement({
  name: 'privacy.viewing_staff',
  as: 'earshot_staff',
  parameters: Type.Object({
    ...{ search: id, token: text, subject: id, since: instant, until: instant },
    ...{ after: orNull(id), most: integer },
  }),
  row: Type.Object({ staff_id: id, full_name: orNull(text), role: orNull(text), ...looks }),
  sql: 'SELECT * FROM privacy.viewing_staff($1, $2, $3, $4, $5, $6, $7)',
});

export const recordExport = statement({
  name: 'privacy.export_record',
  as: 'earshot_staff',
  parameters: Type.Object({
    ...{ token: text, approvalId: id, ofWhat: text, subject: id, fromDay: date, toDay: date },
  }),
  row: nothing,
  sql: 'SELECT FROM privacy.export_record($1, $2, $3, $4, $5, $6)',
});

export const staffCalled = statement({
  name: 'privacy.staff_called',
  as: 'earshot_staff',
  parameters: Type.Object({ name: text }),
  row: Type.Object({ staff_id: id, full_name: text, role: text, premises: orNull(text) }),
  sql: `SELECT s.staff_id, s.full_name, s.role, p.name AS premises
      FROM staff.staff s LEFT JOIN premises.premises p ON p.premises_id = s.premises_id
     WHERE strpos(lower(s.full_name), lower($1)) > 0 ORDER BY s.full_name, s.staff_id LIMIT 20`,
});
