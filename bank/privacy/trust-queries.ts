import Type from 'typebox';
import { instant, integer, orNull, text } from '#platform/database/columns.ts';
import { statement } from '#platform/database/statement.ts';

export const trustFacts = statement({
  name: 'privacy.trust_facts',
  as: 'earshot_portal',
  parameters: Type.Object({}),
  row: Type.Object({
    ...{
      customers_per_hour: orNull(integer),
      keeping_months: orNull(integer),
      keeping_citation: orNull(text),
    },
    ...{ answering_months: orNull(integer), answering_citation: orNull(text) },
    ...{ answered: integer, answered_late: integer, unsealed_since: orNull(instant) },
  }),
  sql: 'SELECT * FROM privacy.trust_facts()',
});
