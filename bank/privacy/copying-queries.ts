import Type from 'typebox';
import { bytes, flag, id, instant, integer, json, orNull, text, word } from '#platform/database/columns.ts';
import { nothing, statement } from '#platform/database/statement.ts';

/** What a table holds of somebody: rows as JSON, sealed columns as "\x…". */
export type CopyRow = Record<string, unknown>;

const copies = Type.Object({
  ...{ copy_id: id, asked_at: instant, made_at: orNull(instant), expires_at: instant, expired: flag },
});
const copiesOf = `SELECT copy_id, asked_at, made_at, expires_at, expires_at <= now() AS expired
                    FROM privacy.copies WHERE customer_id = $1`;

export const ownCopies = statement({
  name: 'privacy.own_copies',
  as: 'earshot_portal',
  parameters: Type.Object({ customerId: id }),
  row: copies,
  sql: `${copiesOf} AND request_id IS NULL ORDER BY asked_at DESC LIMIT 5`,
});

export const copiesOfRequest = statement({
  name: 'privacy.copies_of_request',
  as: 'earshot_staff',
  parameters: Type.Object({ customerId: id, requestId: id }),
  row: copies,
  sql: `${copiesOf} AND request_id = $2 ORDER BY asked_at DESC LIMIT 5`,
});

export const askOwnCopy = statement({
  name: 'privacy.ask_own_copy',
  as: 'earshot_portal',
  parameters: Type.Object({ token: text, copyId: id, language: text }),
  row: nothing,
  sql: 'SELECT FROM privacy.ask_own_copy($1, $2, $3)',
});

export const askCopy = statement({
  name: 'privacy.ask_copy',
  as: 'earshot_staff',
  parameters: Type.Object({
    ...{ token: text, customerId: id, requestId: id, copyId: id, language: text, approvalId: id },
  }),
  row: nothing,
  sql: 'SELECT FROM privacy.ask_copy($1, $2, $3, $4, $5, $6)',
});

const job = Type.Object({ customerId: id, copyId: id });
const addJob = `SELECT FROM house.add_job('privacy.copy',
  jsonb_build_object('customerId', $1::uuid, 'copyId', $2::uuid), 'privacy.copy ' || $2::uuid)`;

/** In the transaction that asks for it. */
export const queueOwnCopy = statement({
  name: 'privacy.queue_own_copy',
  as: 'earshot_portal',
  parameters: job,
  row: nothing,
  sql: addJob,
});
export const queueCopy = statement({
  name: 'privacy.queue_copy',
  as: 'earshot_staff',
  parameters: job,
  row: nothing,
  sql: addJob,
});

/** In which language, while it waits to be made. */
export const copyWaiting = statement({
  name: 'privacy.copy_waiting',
  as: 'earshot_run_copies',
  parameters: Type.Object({ customerId: id, copyId: id }),
  row: Type.Object({ language: orNull(word('en', 'es')) }),
  sql: 'SELECT privacy.copy_waiting($1, $2) AS language',
});

export const copyRows = statement({
  name: 'privacy.copy_rows',
  as: 'earshot_run_copies',
  parameters: Type.Object({ customerId: id, copyId: id }),
  row: Type.Object({ table_name: text, held: json<CopyRow[]>() }),
  sql: 'SELECT table_name, held FROM privacy.copy_rows($1, $2)',
});

export const keepCopy = statement({
  name: 'privacy.keep_copy',
  as: 'earshot_run_copies',
  parameters: Type.Object({ customerId: id, copyId: id, json: bytes, pdf: bytes }),
  row: nothing,
  sql: 'SELECT FROM privacy.keep_copy($1, $2, $3, $4)',
});

export const dropOldCopies = statement({
  name: 'privacy.drop_old_copies',
  as: 'earshot_run_copies',
  parameters: Type.Object({}),
  row: Type.Object({ gone: orNull(integer) }),
  sql: 'SELECT privacy.drop_old_copies() AS gone',
});

export const takeOwnCopy = statement({
  name: 'privacy.take_own_copy',
  as: 'earshot_portal',
  parameters: Type.Object({ token: text, copyId: id, form: text }),
  row: Type.Object({ sealed: orNull(bytes) }),
  sql: 'SELECT privacy.take_own_copy($1, $2, $3) AS sealed',
});

export const takeCopy = statement({
  name: 'privacy.take_copy',
  as: 'earshot_staff',
  parameters: Type.Object({ token: text, customerId: id, requestId: id, copyId: id, form: text }),
  row: Type.Object({ sealed: orNull(bytes) }),
  sql: 'SELECT privacy.take_copy($1, $2, $3, $4, $5) AS sealed',
});
