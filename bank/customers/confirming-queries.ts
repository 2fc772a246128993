import Type from 'typebox';
import { flag, id, instant, integer, json, orNull, text, word } from '#platform/database/columns.ts';
import { nothing, statement } from '#platform/database/statement.ts';

export const waysToShow = statement({
  name: 'customers.ways_to_show',
  as: 'earshot_staff',
  parameters: Type.Object({ token: text, customerId: id }),
  row: Type.Object({ screen_id: orNull(id), phone: flag }),
  sql: 'SELECT screen_id, phone FROM conversations.ways_to_show($1, $2)',
});

export const askConfirmation = statement({
  name: 'customers.ask_confirmation',
  as: 'earshot_staff',
  parameters: Type.Object({
    ...{ token: text, customerId: id, confirmationId: id, field: text, subject: orNull(id), way: text },
    ...{ shown: json<object>(), words: orNull(text) },
  }),
  row: Type.Object({ until: instant }),
  sql: 'SELECT conversations.ask_confirmation($1, $2, $3, $4, $5, $6, $7, $8) AS until',
});

export const confirmationState = statement({
  name: 'customers.confirmation_state',
  as: 'earshot_staff',
  parameters: Type.Object({ token: text, confirmationId: id }),
  row: Type.Object({
    state: word('asked', 'right', 'not right', 'typed', 'withdrawn', 'lapsed'),
    answered_at: orNull(instant),
    seconds_left: integer,
  }),
  sql: 'SELECT * FROM conversations.confirmation_state($1, $2)',
});

export const answerBeside = statement({
  name: 'customers.answer_beside',
  as: 'earshot_staff',
  parameters: Type.Object({ token: text, customerId: id, confirmationId: id, answer: text }),
  row: nothing,
  sql: 'SELECT FROM conversations.answer_beside($1, $2, $3, $4)',
});

export const settleConfirmation = statement({
  name: 'customers.settle_confirmation',
  as: 'earshot_staff',
  parameters: Type.Object({ token: text, customerId: id, confirmationId: id, version: integer }),
  row: Type.Object({ version: integer }),
  sql: 'SELECT conversations.settle_confirmation($1, $2, $3, $4) AS version',
});
