import Type from 'typebox';
import { bigint, bytes, id, ids, instant, integer, orNull, text, texts } from '#platform/database/columns.ts';
import { nothing, statement } from '#platform/database/statement.ts';

const byteses = Type.Unsafe<(Buffer | null)[]>({ type: 'array', pg: 'bytea[]' });
const bigints = Type.Unsafe<(bigint | null)[]>({ type: 'array', pg: 'int8[]' });

/** Identifiers that are plain still, or sealed with a key that is retired; a page by key. */
export const identifiersToSeal = statement({
  name: 'customers.identifiers_to_seal',
  as: 'earshot_run_keys',
  parameters: Type.Object({ afterCustomer: id, afterIdentifier: id, most: integer }),
  row: Type.Object({
    ...{ customer_id: id, identifier_id: id, kind: text, value: orNull(text) },
    ...{ value_sealed: orNull(bytes), row_hash: orNull(bigint) },
  }),
  sql: `SELECT customer_id, identifier_id, kind, value, value_sealed, row_hash FROM customers.identifiers
         WHERE (customer_id, identifier_id) > ($1, $2)
           AND (value IS NOT NULL OR keys.is_retired(keys.id_in(value_sealed)))
         ORDER BY customer_id, identifier_id LIMIT $3::int`,
});

/** Only those that are as they were read: a feed may be writing them. */
export const sealIdentifiers = statement({
  name: 'customers.seal_identifiers',
  as: 'earshot_run_keys',
  parameters: Type.Object({
    ...{ customerIds: ids, identifierIds: ids, sealed: byteses, indexes: byteses, hints: texts },
    ...{ before: byteses, hashes: bigints },
  }),
  row: nothing,
  sql: `UPDATE customers.identifiers i SET value = NULL, value_sealed = u.sealed, value_index = u.index,
          value_hint = u.hint, row_hash = u.hash
          FROM unnest($1::uuid[], $2::uuid[], $3::bytea[], $4::bytea[], $5::text[], $6::bytea[], $7::bigint[])
            AS u (customer_id, identifier_id, sealed, index, hint, before, hash)
         WHERE i.customer_id = u.customer_id AND i.identifier_id = u.identifier_id
           AND coalesce(i.value_sealed, '') = coalesce(u.before, '')`,
});

/** Keys that were retired a hundred days before this run began: nothing is sealed with them any more. */
export const forgetRetired = statement({
  name: 'keys.forget_retired',
  as: 'earshot_run_keys',
  parameters: Type.Object({ runBegan: instant }),
  row: nothing,
  sql: 'SELECT FROM keys.forget_retired($1)',
});
