import Type from 'typebox';
import { interval, proof } from '#platform/auth/factor-statements.ts';
import { bytes, flag, id, orNull, text, texts } from '#platform/database/columns.ts';
import { nothing, statement } from '#platform/database/statement.ts';

export const signInOf = statement({
  name: 'home.sign_in_of',
  as: 'earshot_portal_door',
  parameters: Type.Object({ userName: text }),
  row: Type.Object({ customer_id: orNull(id), password_hash: orNull(text), totp_secret: orNull(bytes) }),
  sql: 'SELECT customer_id, password_hash, totp_secret FROM customers.sign_in_of($1)',
});

export const knowsDevice = statement({
  name: 'customers.knows_device',
  as: 'earshot_portal_door',
  parameters: Type.Object({ userName: text, hash: bytes }),
  row: Type.Object({ known: flag }),
  sql: 'SELECT customers.knows_device($1, $2) AS known',
});

export const beginSession = statement({
  name: 'home.begin_session',
  as: 'earshot_portal_door',
  parameters: Type.Object({
    ...{ customerId: id, hash: bytes, ...proof, buckets: texts },
    ...{ device: orNull(bytes), newDevice: bytes, agent: text, idle: interval, absolute: interval },
  }),
  row: Type.Object({ session_id: orNull(id), known: orNull(flag) }),
  sql: `SELECT session_id, known
          FROM customers.begin_session($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`,
});

export const sessionOf = statement({
  name: 'home.session_of',
  as: 'earshot_portal',
  parameters: Type.Object({ hash: bytes, idle: orNull(interval), lately: interval }),
  row: Type.Object({ session_id: id, customer_id: id, fresh: flag }),
  sql: 'SELECT session_id, customer_id, fresh FROM customers.session_of($1, $2, $3)',
});

export const endSession = statement({
  name: 'home.end_session',
  as: 'earshot_portal_door',
  parameters: Type.Object({ hash: bytes }),
  row: nothing,
  sql: 'SELECT FROM customers.end_session($1)',
});
