import Type from 'typebox';
import { bytes, id, integer, texts } from '#platform/database/columns.ts';
import { nothing, statement } from '#platform/database/statement.ts';

const byteses = Type.Unsafe<Buffer[]>({ type: 'array', pg: 'bytea[]' });
const ids = Type.Unsafe<string[]>({ type: 'array', pg: 'uuid[]' });

export const needsOf = statement({
  name: 'customers.needs_of',
  as: 'earshot_staff',
  parameters: Type.Object({ customerId: id }),
  row: Type.Object({ need_id: id, body_sealed: bytes }),
  sql: `SELECT need_id, body_sealed FROM customers.support_needs WHERE customer_id = $1
         ORDER BY place, need_id LIMIT 100`,
});

export const forgetNeeds = statement({
  name: 'customers.forget_needs',
  as: 'earshot_staff',
  parameters: Type.Object({ customerId: id }),
  row: nothing,
  sql: 'DELETE FROM customers.support_needs WHERE customer_id = $1',
});

export const writeNeeds = statement({
  name: 'customers.write_needs',
  as: 'earshot_staff',
  parameters: Type.Object({ customerId: id, needIds: ids, sealed: byteses }),
  row: nothing,
  sql: `INSERT INTO customers.support_needs (customer_id, need_id, place, body_sealed)
        SELECT $1, u.need, u.n, u.sealed
          FROM unnest($2::uuid[], $3::bytea[]) WITH ORDINALITY AS u (need, sealed, n)`,
});

/** Customers whose needs are plain still, a page by key. */
export const plainNeeds = statement({
  name: 'customers.plain_needs',
  as: 'earshot_run_keys',
  parameters: Type.Object({ after: id, most: integer }),
  row: Type.Object({ customer_id: id, support_needs: texts }),
  sql: `SELECT customer_id, support_needs FROM customers.customers
         WHERE customer_id > $1 AND support_needs <> '{}'
         ORDER BY customer_id LIMIT $2::int`,
});

/** Only while they are as they were read: somebody may be writing them. */
export const emptyNeeds = statement({
  name: 'customers.empty_needs',
  as: 'earshot_run_keys',
  parameters: Type.Object({ customerId: id, before: texts }),
  row: Type.Object({ customer_id: id }),
  sql: `UPDATE customers.customers SET support_needs = '{}' WHERE customer_id = $1 AND support_needs = $2
        RETURNING customer_id`,
});

export const addNeeds = statement({ ...writeNeeds, name: 'customers.add_needs', as: 'earshot_run_keys' });

export const needsToSeal = statement({
  name: 'customers.needs_to_seal',
  as: 'earshot_run_keys',
  parameters: Type.Object({ afterCustomer: id, afterNeed: id, most: integer }),
  row: Type.Object({ customer_id: id, need_id: id, body_sealed: bytes }),
  sql: `SELECT customer_id, need_id, body_sealed FROM customers.support_needs
         WHERE (customer_id, need_id) > ($1, $2) AND keys.is_retired(keys.id_in(body_sealed))
         ORDER BY customer_id, need_id LIMIT $3::int`,
});

export const sealNeed = statement({
  name: 'customers.seal_need',
  as: 'earshot_run_keys',
  parameters: Type.Object({ customerId: id, needId: id, sealed: bytes, before: bytes }),
  row: nothing,
  sql: `UPDATE customers.support_needs SET body_sealed = $3
         WHERE customer_id = $1 AND need_id = $2 AND body_sealed = $4`,
});
