import Type from 'typebox';
import { bigint, flag, id, instant, integer, orNull, text, word } from '#platform/database/columns.ts';
import { nothing, statement } from '#platform/database/statement.ts';
import { waysToTell } from './erasing-contract.ts';

const byteses = Type.Unsafe<Buffer[]>({ type: 'array', pg: 'bytea[]' });

/** Erases a person; the hashes are what the journal is to hold. */
export const erase = statement({
  name: 'privacy.erase',
  as: 'earshot_batch',
  parameters: Type.Object({ customerId: id }),
  row: Type.Object({ hashes: byteses }),
  sql: 'SELECT privacy.erase($1) AS hashes',
});

export const replayErasures = statement({
  name: 'privacy.replay_erasures',
  as: 'earshot_batch',
  parameters: Type.Object({ hashes: byteses }),
  row: Type.Object({ replayed: integer, not_in_journal: integer }),
  sql: 'SELECT replayed, not_in_journal FROM privacy.replay_erasures($1)',
});

/** Does what was ordered; null: there is nothing to do any more. */
export const eraseOrdered = statement({
  name: 'privacy.erase_ordered',
  as: 'earshot_batch',
  parameters: Type.Object({ job: bigint, orderId: id }),
  row: Type.Object({ hashes: orNull(byteses) }),
  sql: 'SELECT privacy.erase_ordered($1, $2) AS hashes',
});

const which = Type.Object({ token: text, customerId: id, requestId: id });

export const erasurePreview = statement({
  name: 'privacy.erasure_preview',
  as: 'earshot_staff',
  parameters: which,
  row: Type.Object({ table_name: text, n: bigint }),
  sql: 'SELECT table_name, n FROM privacy.erasure_preview($1, $2, $3)',
});

export const erasureStanding = statement({
  name: 'privacy.erasure_standing',
  as: 'earshot_staff',
  parameters: which,
  row: Type.Object({
    ...{ records: integer, kept: flag, ordered_at: orNull(instant), stopped_at: orNull(instant) },
  }),
  sql: 'SELECT records, kept, ordered_at, stopped_at FROM privacy.erasure_standing($1, $2, $3)',
});

export const orderErasure = statement({
  name: 'privacy.order_erasure',
  as: 'earshot_staff',
  parameters: Type.Object({
    ...{ token: text, customerId: id, requestId: id, orderId: id, approvalId: id, told: text },
  }),
  row: nothing,
  sql: 'SELECT FROM privacy.order_erasure($1, $2, $3, $4, $5, $6)',
});

/** In the transaction that orders it; the queue learns of an order, not of whom. */
export const queueErasure = statement({
  name: 'privacy.queue_erasure',
  as: 'earshot_staff',
  parameters: Type.Object({ orderId: id }),
  row: nothing,
  sql: `SELECT FROM house.add_job('privacy.erase', jsonb_build_object('orderId', $1::uuid),
          'privacy.erase ' || $1::uuid)`,
});

export const erasuresAsked = statement({
  name: 'privacy.erasures_asked',
  as: 'earshot_staff',
  parameters: Type.Object({ token: text }),
  row: Type.Object({
    ...{ erased_at: instant, records: bigint, told: word(...waysToTell) },
    ...{ asked_by: orNull(text), approved_by: orNull(text) },
  }),
  sql: 'SELECT erased_at, records, told, asked_by, approved_by FROM privacy.erasures_asked($1)',
});
