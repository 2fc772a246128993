import Type from 'typebox';
import { bytes, flag, id, integer, orNull, text, texts } from '#platform/database/columns.ts';
import { nothing, statement } from '#platform/database/statement.ts';

/** Of an open file: what the request is about, as it stands. */
export const correctable = statement({
  name: 'privacy.correctable',
  as: 'earshot_staff',
  parameters: Type.Object({ token: text, customerId: id, requestId: id }),
  row: Type.Object({
    ...{ hidden: flag, subject: orNull(id), value: orNull(text), lines: orNull(texts) },
    ...{ postal_code: orNull(text), country: orNull(text) },
  }),
  sql: `SELECT hidden, subject, value, lines, postal_code, country FROM privacy.correctable($1, $2, $3)`,
});

export const makeCorrection = statement({
  name: 'privacy.correct_right',
  as: 'earshot_staff',
  parameters: Type.Object({
    ...{ token: text, customerId: id, requestId: id, expected: integer, subject: orNull(id) },
    ...{ value: orNull(text), lines: orNull(texts), postalCode: orNull(text), country: orNull(text) },
    answer: bytes,
  }),
  row: nothing,
  sql: 'SELECT FROM privacy.correct_right($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)',
});
