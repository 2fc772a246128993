import Type from 'typebox';
import { id, instant, integer, orNull } from '#platform/database/columns.ts';
import { nothing, statement } from '#platform/database/statement.ts';

export const confidencesOf = statement({
  name: 'customers.confidences_of',
  as: 'earshot_staff',
  parameters: Type.Object({ customerId: id }),
  row: Type.Object({ confidence_id: id, other_id: orNull(id), recorded_at: instant, version: integer }),
  sql: `SELECT confidence_id, other_id, recorded_at, version FROM customers.confidences
         WHERE customer_id = $1 AND ended_at IS NULL ORDER BY recorded_at LIMIT 50`,
});

export const keepConfidence = statement({
  name: 'customers.keep_confidence',
  as: 'earshot_staff',
  parameters: Type.Object({ customerId: id, confidenceId: id, otherId: orNull(id), staffId: id }),
  row: nothing,
  sql: `INSERT INTO customers.confidences (customer_id, confidence_id, other_id, recorded_by)
        VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING`,
});

export const endConfidence = statement({
  name: 'customers.end_confidence',
  as: 'earshot_staff',
  parameters: Type.Object({ customerId: id, confidenceId: id, version: integer }),
  row: Type.Object({ version: integer }),
  sql: `UPDATE customers.confidences SET ended_at = now(), version = version + 1
         WHERE customer_id = $1 AND confidence_id = $2 AND version = $3 AND ended_at IS NULL
        RETURNING version`,
});
