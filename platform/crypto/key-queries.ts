/** The store of wrapped keys (0018_keys.sql). Asked by every log-in that seals or opens, as itself. */
import Type from 'typebox';
import { bytes, id, ids, instant, integer, orNull, text, texts } from '../database/columns.ts';
import { nothing, statement } from '../database/statement.ts';

const byteses = Type.Unsafe<Buffer[]>({ type: 'array', pg: 'bytea[]' });

export const keysOfIds = statement({
  name: 'keys.of_ids',
  as: 'earshot_staff',
  parameters: Type.Object({ keyIds: ids }),
  row: Type.Object({ key_id: id, wrapped: bytes, master: text }),
  sql: 'SELECT key_id, wrapped, master FROM keys.of_ids($1)',
});

export const keysOfCustomers = statement({
  name: 'keys.of_customers',
  as: 'earshot_staff',
  parameters: Type.Object({ customerIds: ids, class: text }),
  row: Type.Object({ customer_id: id, key_id: id, wrapped: bytes, master: text }),
  sql: 'SELECT customer_id, key_id, wrapped, master FROM keys.of_customers($1, $2)',
});

export const addKeys = statement({
  name: 'keys.add',
  as: 'earshot_staff',
  parameters: Type.Object({ customerIds: ids, keyIds: ids, class: text, wrapped: byteses, masters: texts }),
  row: nothing,
  sql: 'SELECT FROM keys.add($1, $2, $3, $4, $5)',
});

export const indexKey = statement({
  name: 'keys.index_key',
  as: 'earshot_staff',
  parameters: Type.Object({}),
  row: Type.Object({ wrapped: bytes, master: text }),
  sql: 'SELECT wrapped, master FROM keys.index_key()',
});

export const underOtherMasters = statement({
  name: 'keys.under_other_masters',
  as: 'earshot_batch',
  parameters: Type.Object({ newest: text, most: integer }),
  row: Type.Object({ key_id: orNull(id), wrapped: bytes, master: text }),
  sql: 'SELECT key_id, wrapped, master FROM keys.under_other_masters($1, $2)',
});

export const rewrap = statement({
  name: 'keys.rewrap',
  as: 'earshot_batch',
  parameters: Type.Object({
    keyIds: Type.Unsafe<(string | null)[]>({ type: 'array', pg: 'uuid[]' }),
    before: byteses,
    after: byteses,
    masters: texts,
  }),
  row: nothing,
  sql: 'SELECT FROM keys.rewrap($1, $2, $3, $4)',
});

export const retireKeys = statement({
  name: 'keys.retire',
  as: 'earshot_batch',
  parameters: Type.Object({ madeBefore: instant }),
  row: Type.Object({ keys: Type.Unsafe<bigint>({ type: 'integer', pg: 'int8' }) }),
  sql: 'SELECT keys.retire($1) AS keys',
});

export const masters = statement({
  name: 'keys.masters',
  as: 'earshot_staff',
  parameters: Type.Object({}),
  row: Type.Object({ version: integer, wrapped: bytes }),
  sql: 'SELECT version, wrapped FROM keys.masters()',
});

export const addMaster = statement({
  name: 'keys.add_master',
  as: 'earshot_batch',
  parameters: Type.Object({ version: integer, wrapped: bytes }),
  row: nothing,
  sql: 'SELECT FROM keys.add_master($1, $2)',
});
