import Type from 'typebox';
import { flag, id, instant, integer, orNull, text, word } from '#platform/database/columns.ts';
import { statement } from '#platform/database/statement.ts';
import { restrictionOrigins, restrictionReasons } from './restricting-contract.ts';

export const restrictFile = statement({
  name: 'privacy.restrict_file',
  as: 'earshot_staff',
  parameters: Type.Object({
    ...{ token: text, customerId: id, restrictionId: id, approvalId: id, reason: text, words: text },
  }),
  row: Type.Object({ until: orNull(instant) }),
  sql: 'SELECT privacy.restrict_file($1, $2, $3, $4, $5, $6) AS until',
});

/** Finds and records whose names the list will show. */
export const listRestrictions = statement({
  name: 'privacy.list_restrictions',
  as: 'earshot_staff',
  parameters: Type.Object({ search: id, token: text, after: orNull(id), most: integer }),
  row: Type.Object({ count: orNull(integer) }),
  sql: 'SELECT privacy.list_restrictions($1, $2, $3, $4) AS count',
});

export const restrictionCards = statement({
  name: 'privacy.restriction_cards',
  as: 'earshot_staff',
  parameters: Type.Object({ search: id, token: text }),
  row: Type.Object({
    ...{ customer_id: id, full_name: text, premises: orNull(text), at_source: flag, works_here: flag },
    origin: orNull(word(...restrictionOrigins)),
    ...{ why: orNull(word(...restrictionReasons)), words: orNull(text), made_by_name: orNull(text) },
    ...{ made_at: orNull(instant), confirmed_by_name: orNull(text), confirmed_at: orNull(instant) },
    ...{ waits_until: orNull(instant), own_people: flag },
  }),
  sql: 'SELECT * FROM privacy.restriction_cards($1, $2)',
});
