import Type from 'typebox';
import {
  bytes,
  date,
  flag,
  id,
  instant,
  integer,
  orNull,
  text,
  texts,
  word,
} from '#platform/database/columns.ts';
import { nothing, statement } from '#platform/database/statement.ts';
import { inquiryStates, recordKinds } from './inquiring-contract.ts';

export const askInquiry = statement({
  name: 'privacy.ask_inquiry',
  as: 'earshot_portal',
  parameters: Type.Object({
    ...{ token: text, inquiryId: id, kind: text, recordId: id, at: instant, question: bytes },
  }),
  row: Type.Object({ due_on: orNull(date) }),
  sql: 'SELECT privacy.ask_inquiry($1, $2, $3, $4, $5, $6) AS due_on',
});

export const ownInquiries = statement({
  name: 'privacy.own_inquiries',
  as: 'earshot_portal',
  parameters: Type.Object({ customerId: id }),
  row: Type.Object({
    ...{ inquiry_id: id, record_kind: word(...recordKinds), record_id: id, record_at: instant },
    ...{
      state: word(...inquiryStates),
      asked_at: instant,
      due_on: date,
      overdue: flag,
      question_sealed: bytes,
    },
    ...{ answer_sealed: orNull(bytes), closed_at: orNull(instant), seen: flag },
  }),
  sql: `SELECT q.inquiry_id, q.record_kind, q.record_id, q.record_at, q.state, q.asked_at, q.due_on,
      q.state = 'open' AND CURRENT_DATE > q.due_on AS overdue, q.question_sealed, q.answer_sealed,
      q.closed_at,
      q.seen_at IS NOT NULL AS seen
    FROM privacy.inquiries q WHERE q.customer_id = $1 ORDER BY q.asked_at DESC LIMIT 200`,
});

/** For her first page. */
export const ownInquiriesNews = statement({
  name: 'privacy.own_inquiries_news',
  as: 'earshot_portal',
  parameters: Type.Object({ customerId: id }),
  row: Type.Object({ open: integer, answered: integer, asked: integer }),
  sql: `SELECT count(*) FILTER (WHERE q.state = 'open')::int AS open,
      count(*) FILTER (WHERE q.state = 'answered' AND q.seen_at IS NULL)::int AS answered,
      count(*)::int AS asked
    FROM privacy.inquiries q WHERE q.customer_id = $1`,
});

export const withdrawInquiry = statement({
  name: 'privacy.withdraw_inquiry',
  as: 'earshot_portal',
  parameters: Type.Object({ token: text, inquiryId: id }),
  row: nothing,
  sql: 'SELECT FROM privacy.withdraw_inquiry($1, $2)',
});

export const seeAnswers = statement({
  name: 'privacy.see_answers',
  as: 'earshot_portal',
  parameters: Type.Object({ token: text }),
  row: nothing,
  sql: 'SELECT FROM privacy.see_answers($1)',
});

/** Finds and records whose names the queue will show. */
export const listInquiries = statement({
  name: 'privacy.list_inquiries',
  as: 'earshot_staff',
  parameters: Type.Object({ search: id, token: text, closed: flag }),
  row: Type.Object({ count: orNull(integer) }),
  sql: 'SELECT privacy.list_inquiries($1, $2, $3) AS count',
});

export const inquiryCards = statement({
  name: 'privacy.inquiry_cards',
  as: 'earshot_staff',
  parameters: Type.Object({ search: id, token: text, closed: flag }),
  row: Type.Object({
    ...{ inquiry_id: id, customer_id: id, customer_name: text, record_kind: word(...recordKinds) },
    ...{ record_at: instant, asked_at: instant, due_on: date, overdue: flag, state: word(...inquiryStates) },
    ...{ closed_at: orNull(instant), answered_by_name: orNull(text), involved: flag },
  }),
  sql: 'SELECT * FROM privacy.inquiry_cards($1, $2, $3)',
});

export const inquiriesWaiting = statement({
  name: 'privacy.inquiries_waiting',
  as: 'earshot_staff',
  parameters: Type.Object({ token: text }),
  row: Type.Object({ how_many: integer, due_on: date, asked_at: instant }),
  sql: 'SELECT * FROM privacy.inquiries_waiting($1)',
});

const one = Type.Object({ token: text, customerId: id, inquiryId: id });

export const inquiryQuestion = statement({
  name: 'privacy.inquiry_question',
  as: 'earshot_staff',
  parameters: one,
  row: Type.Object({
    ...{ customer_name: text, language: text, record_kind: word(...recordKinds), asked_at: instant },
    ...{ due_on: date, overdue: flag, question_sealed: bytes, version: integer },
  }),
  sql: 'SELECT * FROM privacy.inquiry_question($1, $2, $3)',
});

export const inquiredRecords = statement({
  name: 'privacy.inquired_records',
  as: 'earshot_staff',
  parameters: one,
  row: Type.Object({
    ...{
      record_id: id,
      at: instant,
      action: text,
      role: text,
      staff_name: orNull(text),
      premises: orNull(text),
    },
    ...{ place: orNull(text), ground_kind: text, purpose: text, proven: flag, fields: orNull(texts) },
    ...{ asked_about: flag },
  }),
  sql: 'SELECT * FROM privacy.inquired_records($1, $2, $3)',
});

export const namesToKeep = statement({
  name: 'privacy.names_to_keep',
  as: 'earshot_staff',
  parameters: one,
  row: Type.Object({ whose: word('customer', 'relative', 'employee'), full_name: text }),
  sql: 'SELECT * FROM privacy.names_to_keep($1, $2, $3)',
});

export const answerInquiry = statement({
  name: 'privacy.answer_inquiry',
  as: 'earshot_staff',
  parameters: Type.Object({
    ...{ token: text, customerId: id, inquiryId: id, version: integer, answer: bytes, namesEmployee: flag },
  }),
  row: nothing,
  sql: 'SELECT FROM privacy.answer_inquiry($1, $2, $3, $4, $5, $6)',
});

/** Sealed with a key that is no longer used. */
export const inquiriesToSeal = statement({
  name: 'privacy.inquiries_to_seal',
  as: 'earshot_run_keys',
  parameters: Type.Object({ afterCustomer: id, afterInquiry: id, most: integer }),
  row: Type.Object({ customer_id: id, inquiry_id: id, question_sealed: bytes, answer_sealed: orNull(bytes) }),
  sql: `SELECT customer_id, inquiry_id, question_sealed, answer_sealed FROM privacy.inquiries
         WHERE (customer_id, inquiry_id) > ($1, $2)
           AND (keys.is_retired(keys.id_in(question_sealed)) OR keys.is_retired(keys.id_in(answer_sealed)))
         ORDER BY customer_id, inquiry_id LIMIT $3::int`,
});

/** Only while it is as it was read: it may be answered meanwhile. */
export const sealInquiry = statement({
  name: 'privacy.seal_inquiry',
  as: 'earshot_run_keys',
  parameters: Type.Object({
    ...{ customerId: id, inquiryId: id, question: bytes, answer: orNull(bytes) },
    ...{ questionBefore: bytes, answerBefore: orNull(bytes) },
  }),
  row: nothing,
  sql: `UPDATE privacy.inquiries SET question_sealed = $3, answer_sealed = $4
         WHERE customer_id = $1 AND inquiry_id = $2
           AND question_sealed = $5 AND answer_sealed IS NOT DISTINCT FROM $6`,
});
