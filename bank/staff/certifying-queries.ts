import Type from 'typebox';
import { date, id, integer, orNull, text, word } from '#platform/database/columns.ts';
import { nothing, statement } from '#platform/database/statement.ts';
import { roles } from './contract.ts';

export const certified = statement({
  name: 'staff.certified',
  as: 'earshot_staff',
  parameters: Type.Object({ token: text, after: orNull(text), most: integer }),
  row: Type.Object({
    staff_id: id,
    user_name: text,
    full_name: text,
    role: word(...roles),
    premises: orNull(text),
    expires_on: orNull(date),
  }),
  sql: 'SELECT * FROM staff.certified($1, $2, $3)',
});

export const recordCertificate = statement({
  name: 'staff.record_certificate',
  as: 'earshot_staff',
  parameters: Type.Object({ token: text, certificateId: id, staffId: id, validFrom: date, expiresOn: date }),
  row: nothing,
  sql: 'SELECT FROM staff.record_certificate($1, $2, $3, $4, $5)',
});

/** With the first sign-in from the command line: a year. */
export const certifyNew = statement({
  name: 'staff.certify_new',
  as: 'earshot_jobs',
  parameters: Type.Object({ userName: text }),
  row: nothing,
  sql: 'SELECT FROM staff.certify_new($1)',
});
