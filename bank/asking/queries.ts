/** Conversations by question sets, and when a question was answered last. */
import Type from 'typebox';
import { bytes, date, id, instant, integer, orNull, text, texts, word } from '#platform/database/columns.ts';
import { nothing, statement } from '#platform/database/statement.ts';

const customer = Type.Object({ customerId: id });
const one = Type.Object({ customerId: id, conversationId: id });
const sealed = { told_sealed: orNull(bytes), summary_sealed: orNull(bytes) };

export const conversationsOf = statement({
  name: 'asking.conversations_of',
  as: 'earshot_staff',
  parameters: customer,
  row: Type.Object({
    ...{ conversation_id: id, occasion: text, set_version: integer, begun_by_name: text },
    begun_at: instant,
    ...{ state: word('open', 'done', 'left', 'withdrawn'), ended_at: orNull(instant), version: integer },
    ...sealed,
  }),
  sql: `SELECT c.conversation_id, c.occasion, c.set_version,
               s.full_name AS begun_by_name, c.begun_at, c.state,
               c.ended_at, c.version, c.told_sealed, c.summary_sealed
          FROM asking.conversations c JOIN staff.staff s ON s.staff_id = c.begun_by
         WHERE c.customer_id = $1 ORDER BY c.state <> 'open', c.begun_at DESC LIMIT 20`,
});

export const answeredOf = statement({
  name: 'asking.answered_of',
  as: 'earshot_staff',
  parameters: customer,
  row: Type.Object({ question_id: text, answered_on: date }),
  sql: 'SELECT question_id, answered_on FROM asking.answered WHERE customer_id = $1 LIMIT 500',
});

export const called = statement({
  name: 'asking.called',
  as: 'earshot_staff',
  parameters: customer,
  row: Type.Object({ called: orNull(text) }),
  sql: 'SELECT asking.called($1) AS called',
});

export const measured = statement({
  name: 'asking.measured',
  as: 'earshot_staff',
  parameters: Type.Object({}),
  row: Type.Object({ base: text }),
  sql: 'SELECT base FROM needs.measures_on(CURRENT_DATE)',
});

export const begin = statement({
  name: 'asking.begin',
  as: 'earshot_staff',
  parameters: Type.Object({ ...one.properties, occasion: text, setVersion: integer, staffId: id }),
  row: Type.Object({ conversation_id: id }),
  sql: `INSERT INTO asking.conversations (customer_id, conversation_id, occasion, set_version, begun_by)
        VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING RETURNING conversation_id`,
});

/** For this transaction alone: of two who write at once the second waits, and sees what the first wrote. */
export const held = statement({
  name: 'asking.held',
  as: 'earshot_staff',
  parameters: one,
  row: Type.Object({
    ...{ occasion: text, set_version: integer, state: word('open', 'done', 'left', 'withdrawn') },
    ...{ version: integer, ...sealed },
  }),
  sql: `SELECT occasion, set_version, state, version, told_sealed, summary_sealed FROM asking.conversations
         WHERE customer_id = $1 AND conversation_id = $2 FOR UPDATE`,
});

export const write = statement({
  name: 'asking.write',
  as: 'earshot_staff',
  parameters: Type.Object({ ...one.properties, told: orNull(bytes) }),
  row: nothing,
  sql: `UPDATE asking.conversations SET told_sealed = $3, version = version + 1
         WHERE customer_id = $1 AND conversation_id = $2 AND state = 'open'`,
});

export const end = statement({
  name: 'asking.end',
  as: 'earshot_staff',
  parameters: Type.Object({ ...one.properties, state: text, told: orNull(bytes), summary: orNull(bytes) }),
  row: nothing,
  sql: `UPDATE asking.conversations
           SET state = $3, told_sealed = $4, summary_sealed = $5, ended_at = clock_timestamp(),
               version = version + 1
         WHERE customer_id = $1 AND conversation_id = $2 AND state = 'open'`,
});

export const markAnswered = statement({
  name: 'asking.mark_answered',
  as: 'earshot_staff',
  parameters: Type.Object({ ...one.properties, questionId: text }),
  row: nothing,
  sql: `INSERT INTO asking.answered (customer_id, conversation_id, question_id) VALUES ($1, $2, $3)
        ON CONFLICT (customer_id, question_id) DO UPDATE
           SET conversation_id = excluded.conversation_id, answered_on = CURRENT_DATE`,
});

/** All of this conversation but these. */
export const unmarkOthers = statement({
  name: 'asking.unmark_others',
  as: 'earshot_staff',
  parameters: Type.Object({ ...one.properties, kept: texts }),
  row: nothing,
  sql: `DELETE FROM asking.answered
         WHERE customer_id = $1 AND conversation_id = $2 AND question_id <> ALL ($3)`,
});

export const ownSummaries = statement({
  name: 'asking.own_summaries',
  as: 'earshot_portal',
  parameters: customer,
  row: Type.Object({
    ...{ conversation_id: id, occasion: text, ended_at: orNull(instant), summary_sealed: orNull(bytes) },
  }),
  sql: `SELECT conversation_id, occasion, ended_at, summary_sealed FROM asking.conversations
         WHERE customer_id = $1 AND state = 'done' AND summary_sealed IS NOT NULL
         ORDER BY ended_at DESC LIMIT 20`,
});

export const toSealAnew = statement({
  name: 'asking.to_seal_anew',
  as: 'earshot_run_keys',
  parameters: Type.Object({ afterCustomer: id, afterConversation: id, most: integer }),
  row: Type.Object({ customer_id: id, conversation_id: id, ...sealed }),
  sql: `SELECT customer_id, conversation_id, told_sealed, summary_sealed FROM asking.conversations
         WHERE (customer_id, conversation_id) > ($1, $2)
           AND (keys.is_retired(keys.id_in(told_sealed)) OR keys.is_retired(keys.id_in(summary_sealed)))
         ORDER BY customer_id, conversation_id LIMIT $3::int`,
});

/** Only while it is as it was read: somebody may be writing it. */
export const sealAnew = statement({
  name: 'asking.seal_anew',
  as: 'earshot_run_keys',
  parameters: Type.Object({
    ...{ ...one.properties, told: orNull(bytes), summary: orNull(bytes) },
    ...{ toldBefore: orNull(bytes), summaryBefore: orNull(bytes) },
  }),
  row: nothing,
  sql: `UPDATE asking.conversations SET told_sealed = $3, summary_sealed = $4
         WHERE customer_id = $1 AND conversation_id = $2
           AND told_sealed IS NOT DISTINCT FROM $5 AND summary_sealed IS NOT DISTINCT FROM $6`,
});
