/** What is done for customers, wherever they meet the bank (0041_adaptations.sql). */
import Type from 'typebox';
import { id, integer, orNull, text, texts, word } from '#platform/database/columns.ts';
import { nothing, statement } from '#platform/database/statement.ts';
import { adaptations } from './contract.ts';

const kind = word(...adaptations);
const customer = Type.Object({ customerId: id });
const one = { parameters: customer, row: Type.Object({ kind }) };
const sql = 'SELECT DISTINCT kind FROM needs.adaptations WHERE customer_id = $1 ORDER BY kind';

export const ofCustomer = statement({ ...one, name: 'needs.adaptations_of', as: 'earshot_staff', sql });
export const ofOwn = statement({ ...one, name: 'needs.own_adaptations_of', as: 'earshot_portal', sql });

/** Of those whom this search shows, as this place may see it. */
export const ofSearch = statement({
  name: 'needs.adapted',
  as: 'earshot_staff',
  parameters: Type.Object({ search: id, token: text }),
  row: Type.Object({ customer_id: id, kinds: texts }),
  sql: 'SELECT customer_id, kinds FROM needs.adapted($1, $2)',
});

export const ofVisits = statement({
  name: 'needs.adapted_visits',
  as: 'earshot_staff',
  parameters: Type.Object({ token: text }),
  row: Type.Object({ visit_id: id, kinds: texts, minutes: integer }),
  sql: 'SELECT visit_id, kinds, minutes FROM needs.adapted_visits($1)',
});

export const forget = statement({
  name: 'needs.forget_adaptations',
  as: 'earshot_staff',
  parameters: Type.Object({ customerId: id, kept: texts }),
  row: nothing,
  sql: 'DELETE FROM needs.adaptations WHERE customer_id = $1 AND kind <> ALL ($2)',
});

export const keep = statement({
  name: 'needs.keep_adaptations',
  as: 'earshot_staff',
  parameters: Type.Object({ customerId: id, kinds: texts }),
  row: nothing,
  sql: `INSERT INTO needs.adaptations (customer_id, kind, source)
        SELECT $1, k, 'staff' FROM (SELECT DISTINCT unnest($2::text[])) w(k)
         WHERE NOT EXISTS (SELECT FROM needs.adaptations x WHERE x.customer_id = $1 AND x.kind = w.k)`,
});

export const chooseOwn = statement({
  name: 'needs.own_adaptations',
  as: 'earshot_portal',
  parameters: Type.Object({ token: text, expected: integer, kinds: texts }),
  row: Type.Object({ version: orNull(integer) }),
  sql: 'SELECT needs.own_adaptations($1, $2, $3) AS version',
});

/** Of the customer's own row, which everything counts up that is edited of her and has no row of its own. */
export const nextVersion = statement({
  name: 'needs.next_version',
  as: 'earshot_staff',
  parameters: Type.Object({ customerId: id, expected: integer }),
  row: Type.Object({ version: orNull(integer) }),
  sql: 'SELECT customers.next_version($1, $2) AS version',
});

export const ownVersion = statement({
  name: 'needs.own_version',
  as: 'earshot_portal',
  parameters: customer,
  row: Type.Object({ version: orNull(integer) }),
  sql: 'SELECT customers.version_of($1) AS version',
});
