/** What she stated of herself: read by staff with the file and by her, said in a talk, changed by her. */
import Type from 'typebox';
import { date, flag, id, json, orNull, text, texts, word } from '#platform/database/columns.ts';
import { nothing, statement } from '#platform/database/statement.ts';
import { statedIn } from './contract.ts';

const stated = {
  parameters: Type.Object({ customerId: id }),
  row: Type.Object({
    ...{ fact: text, value: json<string | number | boolean>(), said_on: date, said_in: word(...statedIn) },
    ...{ premises: orNull(text), expires_on: date, not_used: flag },
    talk: orNull(json<{ en: string; es: string }>()),
  }),
  sql: `SELECT s.fact, s.value, s.said_on, s.said_in, p.name AS premises, s.expires_on, s.not_used,
               s.talk
          FROM needs.stated_facts s LEFT JOIN premises.premises p ON p.premises_id = s.premises_id
         WHERE s.customer_id = $1 AND s.expires_on >= CURRENT_DATE
         ORDER BY s.said_on DESC, s.fact LIMIT 100`,
};
/** In which currency amounts are: the bank's own. */
const currency = { parameters: Type.Object({}), row: Type.Object({ base: orNull(text) }) };

export const ofStaff = {
  stated: statement({ ...stated, name: 'needs.stated_of', as: 'earshot_staff' }),
  currency: statement({
    ...{ ...currency, name: 'needs.currency_of', as: 'earshot_staff' },
    sql: 'SELECT base FROM needs.measures_on(CURRENT_DATE)',
  }),
};
export const ofOwn = {
  stated: statement({ ...stated, name: 'needs.own_stated_of', as: 'earshot_portal' }),
  currency: statement({
    ...{ ...currency, name: 'needs.own_currency_of', as: 'earshot_portal' },
    sql: 'SELECT needs.own_currency() AS base',
  }),
};

/**
 * A year long, or until it is said otherwise; the books win over it (understanding-rules.ts). That it is not
 * to be used stays so, whatever is said anew.
 */
export const sayFacts = statement({
  name: 'needs.say_facts',
  as: 'earshot_staff',
  parameters: Type.Object({
    ...{ customerId: id, conversationId: id, said: json<Record<string, string | number | boolean>>() },
    ...{ saidIn: word('talk', 'phone'), premisesId: orNull(id), talk: json<{ en: string; es: string }>() },
  }),
  row: nothing,
  sql: `INSERT INTO needs.stated_facts AS s (customer_id, fact, value, conversation_id, expires_on, said_in,
          premises_id, talk)
        SELECT $1, f.key, f.value, $2, CURRENT_DATE + 365, $4, $5, $6 FROM jsonb_each($3) f
        ON CONFLICT (customer_id, fact) DO UPDATE
           SET value = excluded.value, conversation_id = excluded.conversation_id, said_on = CURRENT_DATE,
               expires_on = excluded.expires_on, said_in = excluded.said_in,
               premises_id = excluded.premises_id, talk = excluded.talk
         WHERE (s.value, s.conversation_id) IS DISTINCT FROM (excluded.value, excluded.conversation_id)`,
});

/** What this conversation does not say any more. */
export const unsayFacts = statement({
  name: 'needs.unsay_facts',
  as: 'earshot_staff',
  parameters: Type.Object({ customerId: id, conversationId: id, kept: texts }),
  row: nothing,
  sql: `DELETE FROM needs.stated_facts
         WHERE customer_id = $1 AND conversation_id = $2 AND fact <> ALL ($3)`,
});

export const answerStated = statement({
  name: 'needs.own_stated',
  as: 'earshot_portal',
  parameters: Type.Object({
    ...{ token: text, fact: text, answer: text, value: orNull(json<string | number | boolean>()) },
  }),
  row: nothing,
  sql: 'SELECT FROM needs.own_stated($1, $2, $3, $4)',
});
