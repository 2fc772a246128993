/** Referrals: of a customer's file, of a member of staff, and of the customer herself. */
import Type from 'typebox';
import { bytes, date, flag, id, instant, integer, orNull, text, word } from '#platform/database/columns.ts';
import { nothing, statement } from '#platform/database/statement.ts';
import { consents, passedBecause, referralResults, referralStates, topics } from './referring-contract.ts';

const as = 'earshot_staff';
const one = Type.Object({ customerId: id, referralId: id });
const sealed = { question_sealed: orNull(bytes), answer_sealed: orNull(bytes) };
const common = {
  ...{ referral_id: id, state: word(...referralStates), result: orNull(word(...referralResults)) },
};

export const specialists = statement({
  ...{ name: 'referring.specialists', as },
  parameters: Type.Object({ token: text, named: text }),
  row: Type.Object({ staff_id: id, full_name: text, role: text, premises: orNull(text) }),
  sql: 'SELECT staff_id, full_name, role, premises FROM advice.specialists($1, $2)',
});

export const specialistTopics = statement({
  ...{ name: 'referring.specialist_topics', as },
  parameters: Type.Object({ token: text }),
  row: Type.Object({
    ...{ topic: word(...topics), premises_id: orNull(id), premises: orNull(text), colleagues: integer },
  }),
  sql: 'SELECT topic, premises_id, premises, colleagues FROM advice.specialists_by_topic($1)',
});

export const waiting = statement({
  ...{ name: 'referring.waiting', as },
  parameters: Type.Object({ token: text }),
  row: Type.Object({
    ...{ referral_id: id, topic: orNull(word(...topics)), colleague: text, premises: orNull(text) },
    ...{ on_date: date, version: integer },
  }),
  sql: `SELECT referral_id, topic, colleague, premises, on_date, version
          FROM advice.waiting_referrals($1)`,
});

export const referralsOf = statement({
  ...{ name: 'referring.referrals_of', as },
  parameters: Type.Object({ customerId: id }),
  row: Type.Object({
    ...{ ...common, ...sealed, topic: word(...topics), by_name: text },
    ...{ to_name: orNull(text), referred_to: orNull(id), to_speciality: flag, to_premises: orNull(text) },
    ...{ referred_at: instant, consent: word(...consents), because: orNull(word(...passedBecause)) },
    ...{ ended_at: orNull(instant), version: integer },
  }),
  sql: `SELECT r.referral_id, r.state, r.result, r.question_sealed, r.answer_sealed, r.topic,
               b.full_name AS by_name, t.full_name AS to_name, r.referred_to, r.to_speciality,
               p.name AS to_premises, r.referred_at, r.consent, r.because, r.ended_at, r.version
          FROM advice.referrals r JOIN staff.staff b ON b.staff_id = r.referred_by
          LEFT JOIN staff.staff t ON t.staff_id = r.referred_to
          LEFT JOIN premises.premises p ON p.premises_id = r.to_premises_id
         WHERE r.customer_id = $1 ORDER BY r.ended_at IS NOT NULL, r.referred_at DESC LIMIT 50`,
});

export const refer = statement({
  ...{ name: 'referring.refer', as },
  parameters: Type.Object({
    ...{ customerId: id, referralId: id, topic: text, staffId: id, toStaff: orNull(id), consent: text },
    ...{ question: bytes, toPremises: orNull(id) },
  }),
  row: Type.Object({ referral_id: id }),
  sql: `INSERT INTO advice.referrals (customer_id, referral_id, topic, referred_by, referred_to, consent,
          question_sealed, to_speciality, to_premises_id)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $5::uuid IS NULL, $8) ON CONFLICT DO NOTHING
        RETURNING referral_id`,
});

/** By whom it was made to, and nobody else. */
export const answer = statement({
  ...{ name: 'referring.answer', as },
  parameters: Type.Object({
    ...{ ...one.properties, staffId: id, version: integer, result: text, answer: bytes },
  }),
  row: Type.Object({ version: integer }),
  sql: `UPDATE advice.referrals SET state = 'answered', result = $5, answer_sealed = $6,
               ended_at = clock_timestamp(), ended_as = 'staff', version = version + 1
         WHERE customer_id = $1 AND referral_id = $2 AND referred_to = $3 AND version = $4
           AND state = 'accepted'
        RETURNING version`,
});

export const takeBack = statement({
  ...{ name: 'referring.take_back', as },
  parameters: one,
  row: Type.Object({ version: integer }),
  sql: `UPDATE advice.referrals SET state = 'taken back', question_sealed = NULL, answer_sealed = NULL,
               ended_at = clock_timestamp(), ended_as = 'customer', version = version + 1
         WHERE customer_id = $1 AND referral_id = $2 AND state IN ('asked', 'accepted') RETURNING version`,
});

export const stateOf = statement({
  ...{ name: 'referring.state_of', as },
  parameters: one,
  row: Type.Object({ state: word(...referralStates), referred_to: orNull(id) }),
  sql: 'SELECT state, referred_to FROM advice.referrals WHERE customer_id = $1 AND referral_id = $2',
});

export const listMine = statement({
  ...{ name: 'referring.list_mine', as },
  parameters: Type.Object({ search: id, token: text }),
  row: nothing,
  sql: 'SELECT FROM advice.list_referrals($1, $2)',
});

export const myCards = statement({
  ...{ name: 'referring.my_cards', as },
  parameters: Type.Object({ search: id, token: text }),
  row: Type.Object({
    ...{ customer_id: id, referral_id: id, called_name: text, mine: flag, topic: orNull(word(...topics)) },
    ...{ state: word(...referralStates), result: orNull(word(...referralResults)) },
    ...{ colleague: orNull(text), on_date: date, promise_id: orNull(id), version: integer },
  }),
  sql: `SELECT customer_id, referral_id, called_name, mine, topic, state, result, colleague, on_date,
               promise_id, version FROM advice.referral_cards($1, $2)`,
});

export const take = statement({
  ...{ name: 'referring.take', as },
  parameters: Type.Object({
    ...{ token: text, referralId: id, version: integer, promiseId: orNull(id), promised: orNull(text) },
    ...{ dueOn: orNull(date), because: orNull(text) },
  }),
  row: Type.Object({ version: integer }),
  sql: 'SELECT advice.take_referral($1, $2, $3, $4, $5, $6, $7) AS version',
});

export const ownReferrals = statement({
  ...{ name: 'referring.own', as: 'earshot_portal' },
  parameters: Type.Object({ customerId: id }),
  row: Type.Object({
    ...{ ...common, ...sealed, topic: word(...topics), referred_at: instant },
    ...{ consent: word(...consents), ended_at: orNull(instant) },
  }),
  sql: `SELECT referral_id, state, result, question_sealed, answer_sealed, topic, referred_at, consent,
               ended_at
          FROM advice.referrals WHERE customer_id = $1
         ORDER BY ended_at IS NOT NULL, referred_at DESC LIMIT 50`,
});

export const ownTakeBack = statement({
  ...{ name: 'referring.own_take_back', as: 'earshot_portal' },
  parameters: Type.Object({ token: text, referralId: id }),
  row: nothing,
  sql: 'SELECT FROM advice.own_take_back($1, $2)',
});

export const toSealAnew = statement({
  ...{ name: 'referring.to_seal_anew', as: 'earshot_run_keys' },
  parameters: Type.Object({ afterCustomer: id, afterReferral: id, most: integer }),
  row: Type.Object({ customer_id: id, referral_id: id, ...sealed }),
  sql: `SELECT customer_id, referral_id, question_sealed, answer_sealed FROM advice.referrals
         WHERE (customer_id, referral_id) > ($1, $2)
           AND (keys.is_retired(keys.id_in(question_sealed)) OR keys.is_retired(keys.id_in(answer_sealed)))
         ORDER BY customer_id, referral_id LIMIT $3::int`,
});

/** Only while it is as it was read: somebody may be writing it. */
export const sealAnew = statement({
  ...{ name: 'referring.seal_anew', as: 'earshot_run_keys' },
  parameters: Type.Object({
    ...{ ...one.properties, question: orNull(bytes), answer: orNull(bytes) },
    ...{ questionBefore: orNull(bytes), answerBefore: orNull(bytes) },
  }),
  row: nothing,
  sql: `UPDATE advice.referrals SET question_sealed = $3, answer_sealed = $4
         WHERE customer_id = $1 AND referral_id = $2
           AND question_sealed IS NOT DISTINCT FROM $5 AND answer_sealed IS NOT DISTINCT FROM $6`,
});
