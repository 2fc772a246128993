import Type from 'typebox';
import { flag, id, ids, orNull, text, word } from '#platform/database/columns.ts';
import { statement } from '#platform/database/statement.ts';
import { leftOutBecause } from './bulk-revealing-contract.ts';

/** Uses the approval up and puts each value on record; what is left out says why. */
export const openInBulk = statement({
  name: 'customers.open_in_bulk',
  as: 'earshot_staff',
  parameters: Type.Object({ opening: id, token: text, approvalId: id, customerIds: ids }),
  row: Type.Object({
    customer_id: id,
    contact_point_id: orNull(id),
    why_not: orNull(word(...leftOutBecause)),
  }),
  sql: 'SELECT customer_id, contact_point_id, why_not FROM privacy.bulk_reveal($1, $2, $3, $4)',
});

/** Of files that are open now. */
export const valuesInBulk = statement({
  name: 'customers.values_in_bulk',
  as: 'earshot_staff',
  parameters: Type.Object({ contactPointIds: ids }),
  row: Type.Object({
    ...{ customer_id: id, full_name: text, contact_point_id: id, kind: word('phone', 'email') },
    ...{ purpose: text, value: text, verified: flag },
  }),
  sql: `SELECT p.customer_id, c.full_name, p.contact_point_id, p.kind, p.purpose, p.value,
               p.verified_at IS NOT NULL AS verified
          FROM customers.contact_points p JOIN customers.customers c ON c.customer_id = p.customer_id
         WHERE p.contact_point_id = ANY ($1) AND p.ended_on IS NULL AND p.safe_to_use
         ORDER BY c.full_name, p.customer_id, p.kind DESC, p.contact_point_id`,
});
