import Type from 'typebox';
import { confirmable } from '#bank/conversations/contract.ts';
import type { ShownFacts } from '#bank/conversations/rules.ts';
import { id, integer, json, orNull, text, word } from '#platform/database/columns.ts';
import { nothing, statement } from '#platform/database/statement.ts';

export const ownCard = statement({
  name: 'home.own_card',
  as: 'earshot_portal',
  parameters: Type.Object({ token: text }),
  row: Type.Object({
    confirmation_id: id,
    field: word(...confirmable),
    shown: json<ShownFacts['shown']>(),
    terms: orNull(text),
    seconds_left: integer,
  }),
  sql: 'SELECT * FROM conversations.own_card($1)',
});

export const answerOwn = statement({
  name: 'home.answer_own',
  as: 'earshot_portal',
  parameters: Type.Object({ token: text, confirmationId: id, answer: text, words: orNull(text) }),
  row: nothing,
  sql: 'SELECT FROM conversations.answer_own($1, $2, $3, $4)',
});
