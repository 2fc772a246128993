import Type from 'typebox';
import { bigint, bytes, id, integer, orNull, text, texts } from '#platform/database/columns.ts';
import { nothing, statement } from '#platform/database/statement.ts';

const interval = Type.Unsafe<string>({ type: 'string', pg: 'interval' });

export const signInOf = statement({
  name: 'home.sign_in_of',
  as: 'earshot_portal',
  parameters: Type.Object({ userName: text }),
  row: Type.Object({ customer_id: orNull(id), password_hash: orNull(text), totp_secret: orNull(bytes) }),
  sql: 'SELECT customer_id, password_hash, totp_secret FROM customers.sign_in_of($1)',
});

export const failuresOf = statement({
  name: 'home.failures_of',
  as: 'earshot_portal',
  parameters: Type.Object({ buckets: texts }),
  row: Type.Object({ bucket: text, failures: integer, seconds_ago: integer }),
  sql: 'SELECT bucket, failures, seconds_ago FROM staff.failures_of($1)',
});

export const countFailure = statement({
  name: 'home.count_failure',
  as: 'earshot_portal',
  parameters: Type.Object({ buckets: texts }),
  row: nothing,
  sql: 'SELECT FROM staff.count_failure($1)',
});

export const beginSession = statement({
  name: 'home.begin_session',
  as: 'earshot_portal',
  parameters: Type.Object({
    customerId: id,
    hash: bytes,
    step: bigint,
    buckets: texts,
    idle: interval,
    absolute: interval,
  }),
  row: Type.Object({ session_id: orNull(id) }),
  sql: 'SELECT customers.begin_session($1, $2, $3, $4, $5, $6) AS session_id',
});

export const sessionOf = statement({
  name: 'home.session_of',
  as: 'earshot_portal',
  parameters: Type.Object({ hash: bytes, idle: interval }),
  row: Type.Object({ session_id: id, customer_id: id }),
  sql: 'SELECT session_id, customer_id FROM customers.session_of($1, $2)',
});

export const endSession = statement({
  name: 'home.end_session',
  as: 'earshot_portal',
  parameters: Type.Object({ hash: bytes }),
  row: nothing,
  sql: 'SELECT FROM customers.end_session($1)',
});
