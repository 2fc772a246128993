import Type from 'typebox';
import {
  bytes,
  date,
  flag,
  id,
  instant,
  integer,
  json,
  orNull,
  text,
  word,
} from '#platform/database/columns.ts';
import { nothing, statement } from '#platform/database/statement.ts';
import { confirmable, presences } from './contract.ts';

const shownOn = ['own screen', 'second screen', 'own phone'] as const;

export interface Companion {
  role: 'companion' | 'interpreter' | 'attorney' | 'guardian';
  name: string;
}

export const list = statement({
  name: 'conversations.list',
  as: 'earshot_staff',
  parameters: Type.Object({ search: id, token: text, surface: text, after: orNull(id), most: integer }),
  row: nothing,
  sql: 'SELECT FROM privacy.list($1, $2, $3, $4, $5)',
});

export const deskCards = statement({
  name: 'conversations.desk_cards',
  as: 'earshot_staff',
  parameters: Type.Object({ search: id, token: text }),
  row: Type.Object({
    customer_id: id,
    visit_id: id,
    channel: word('branch', 'phone'),
    queue_number: integer,
    called_name: text,
    topic: orNull(text),
    state: word('waiting', 'in progress'),
    presence: word(...presences),
    proven: flag,
    companions: json<Companion[]>(),
    checked_in_at: instant,
    handed_to: orNull(id),
    started_at: orNull(instant),
    version: integer,
  }),
  sql: 'SELECT * FROM conversations.desk_cards($1, $2)',
});

export const guestCards = statement({
  name: 'conversations.guest_cards',
  as: 'earshot_staff',
  parameters: Type.Object({ token: text }),
  row: Type.Object({
    guest_id: id,
    queue_number: integer,
    called_name: text,
    topic: orNull(text),
    state: word('waiting', 'in progress'),
    checked_in_at: instant,
    handed_to: orNull(id),
    version: integer,
  }),
  sql: 'SELECT * FROM conversations.guest_cards($1)',
});

export const promiseCards = statement({
  name: 'conversations.promise_cards',
  as: 'earshot_staff',
  parameters: Type.Object({ search: id, token: text }),
  row: Type.Object({
    customer_id: id,
    promise_id: id,
    called_name: text,
    due_on: date,
    of_name: orNull(text),
  }),
  sql: `SELECT customer_id, promise_id, called_name, due_on, of_name
          FROM conversations.promise_cards($1, $2)`,
});

export const checkIn = statement({
  name: 'conversations.check_in',
  as: 'earshot_staff',
  parameters: Type.Object({
    ...{ token: text, customerId: id, visitId: id, channel: text, presence: text },
    ...{ topic: orNull(text), companions: json<Companion[]>() },
  }),
  row: Type.Object({ queue_number: integer }),
  sql: 'SELECT conversations.check_in($1, $2, $3, $4, $5, $6, $7) AS queue_number',
});

export const checkInGuest = statement({
  name: 'conversations.check_in_guest',
  as: 'earshot_staff',
  parameters: Type.Object({ token: text, guestId: id, calledName: text, topic: orNull(text) }),
  row: Type.Object({ queue_number: integer }),
  sql: 'SELECT conversations.check_in_guest($1, $2, $3, $4) AS queue_number',
});

export const moveVisit = statement({
  name: 'conversations.move_visit',
  as: 'earshot_staff',
  parameters: Type.Object({
    ...{ token: text, visitId: id, version: integer, what: text, to: orNull(id), reason: orNull(text) },
  }),
  row: Type.Object({ customer_id: id, state: text, version: integer }),
  sql: 'SELECT * FROM conversations.move_visit($1, $2, $3, $4, $5, $6)',
});

export const moveGuest = statement({
  name: 'conversations.move_guest',
  as: 'earshot_staff',
  parameters: Type.Object({ token: text, guestId: id, version: integer, what: text, to: orNull(id) }),
  row: Type.Object({ version: integer }),
  sql: 'SELECT conversations.move_guest($1, $2, $3, $4, $5) AS version',
});

export const notesOf = statement({
  name: 'conversations.notes_of',
  as: 'earshot_staff',
  parameters: Type.Object({ customerId: id }),
  row: Type.Object({
    ...{ note_id: id, body: orNull(text), body_sealed: orNull(bytes), sensitive: flag },
    ...{ written_by: id, written_by_name: text },
    ...{ written_at: instant, version: integer },
  }),
  sql: `SELECT n.note_id, n.body, n.body_sealed, n.sensitive, n.written_by, s.full_name AS written_by_name,
               n.written_at, n.version
          FROM conversations.notes n JOIN staff.staff s ON s.staff_id = n.written_by
         WHERE n.customer_id = $1 ORDER BY n.written_at DESC LIMIT 200`,
});

export const promisesOf = statement({
  name: 'conversations.promises_of',
  as: 'earshot_staff',
  parameters: Type.Object({ customerId: id }),
  row: Type.Object({
    ...{
      promise_id: id,
      body: text,
      due_on: date,
      state: word('open', 'kept', 'withdrawn'),
      made_by_name: text,
    },
    ...{ assigned_to: id, assigned_to_name: text, made_at: instant, version: integer },
  }),
  sql: `SELECT p.promise_id, p.body, p.due_on, p.state, m.full_name AS made_by_name, p.assigned_to,
               a.full_name AS assigned_to_name, p.made_at, p.version
          FROM conversations.promises p JOIN staff.staff m ON m.staff_id = p.made_by
          JOIN staff.staff a ON a.staff_id = p.assigned_to
         WHERE p.customer_id = $1 ORDER BY p.state <> 'open', p.due_on LIMIT 200`,
});

/** What was confirmed, without the values: those are gone, or revealed one at a time. */
export const confirmationsOf = statement({
  name: 'conversations.confirmations_of',
  as: 'earshot_staff',
  parameters: Type.Object({ customerId: id }),
  row: Type.Object({
    ...{ confirmation_id: id, field: word(...confirmable), shown_on: word(...shownOn), state: text },
    ...{ terms: orNull(text), asked_by_name: text, asked_at: instant, answered_at: orNull(instant) },
    ...{ settled_at: orNull(instant), version: integer },
  }),
  sql: `SELECT c.confirmation_id, c.field, c.shown_on, c.state, c.terms, s.full_name AS asked_by_name,
               c.asked_at, c.answered_at, c.settled_at, c.version
          FROM conversations.confirmations c JOIN staff.staff s ON s.staff_id = c.asked_by
         WHERE c.customer_id = $1 AND c.state IN ('right', 'not right', 'typed')
         ORDER BY c.asked_at DESC LIMIT 50`,
});

/** What the customer typed instead of saying it. */
export const typedAnswer = statement({
  name: 'conversations.typed_answer',
  as: 'earshot_staff',
  parameters: Type.Object({ customerId: id, confirmationId: id }),
  row: Type.Object({ words: orNull(text) }),
  sql: 'SELECT conversations.typed_answer($1, $2) AS words',
});

/** Forgets what was shown and is over; nobody looks at it, so it is no run over customers' data. */
export const lapseConfirmations = statement({
  name: 'conversations.lapse_confirmations',
  as: 'earshot_batch',
  parameters: Type.Object({}),
  row: Type.Object({ gone: integer }),
  sql: 'SELECT conversations.lapse_confirmations() AS gone',
});

/** Ends visits of more than sixteen hours that nobody has ended; on record as the night's. */
export const endForgotten = statement({
  name: 'conversations.end_forgotten',
  as: 'earshot_batch',
  parameters: Type.Object({}),
  row: Type.Object({ ended: integer }),
  sql: 'SELECT conversations.end_forgotten() AS ended',
});

/** A note as it is stored: in plain words, or sealed when it is sensitive. */
const written = {
  ...{ customerId: id, noteId: id, body: orNull(text), bodySealed: orNull(bytes), sensitive: flag },
};

export const addNote = statement({
  name: 'conversations.add_note',
  as: 'earshot_staff',
  parameters: Type.Object({ ...written, staffId: id }),
  row: Type.Object({ note_id: id }),
  sql: `INSERT INTO conversations.notes (customer_id, note_id, body, body_sealed, sensitive, written_by)
        VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING RETURNING note_id`,
});

export const changeNote = statement({
  name: 'conversations.change_note',
  as: 'earshot_staff',
  parameters: Type.Object({ ...written, staffId: id, version: integer }),
  row: Type.Object({ version: integer }),
  sql: `UPDATE conversations.notes SET body = $3, body_sealed = $4, sensitive = $5, version = version + 1
         WHERE customer_id = $1 AND note_id = $2 AND written_by = $6 AND version = $7 RETURNING version`,
});

export const addPromise = statement({
  name: 'conversations.add_promise',
  as: 'earshot_staff',
  parameters: Type.Object({
    customerId: id,
    promiseId: id,
    body: text,
    dueOn: date,
    staffId: id,
    assignedTo: id,
  }),
  row: Type.Object({ promise_id: id }),
  sql: `INSERT INTO conversations.promises (customer_id, promise_id, body, due_on, made_by, assigned_to)
        VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING RETURNING promise_id`,
});

export const settlePromise = statement({
  name: 'conversations.settle_promise',
  as: 'earshot_staff',
  parameters: Type.Object({ customerId: id, promiseId: id, state: text, version: integer }),
  row: Type.Object({ version: integer }),
  sql: `UPDATE conversations.promises SET state = $3, version = version + 1, kept_at = CASE $3
    WHEN 'kept' THEN now() END
         WHERE customer_id = $1 AND promise_id = $2 AND state = 'open' AND version = $4 RETURNING version`,
});

/** Who is with the customer in the visits that last. */
export const companionsOf = statement({
  name: 'conversations.companions_of',
  as: 'earshot_staff',
  parameters: Type.Object({ customerId: id }),
  row: Type.Object({ companions: json<Companion[]>() }),
  sql: `SELECT companions FROM conversations.visits
         WHERE customer_id = $1 AND state = 'in progress' AND checked_in_at > now() - interval '16 hours'
         ORDER BY checked_in_at LIMIT 10`,
});

/** Visits of a customer, newest first: for the timeline. */
export const visitsOf = statement({
  name: 'conversations.visits_of',
  as: 'earshot_staff',
  parameters: Type.Object({ customerId: id, before: instant, most: integer }),
  row: Type.Object({
    ...{ visit_id: id, channel: word('branch', 'phone'), topic: orNull(text), state: text },
    ...{ checked_in_at: instant, premises: text, proven: flag, ended_by_night: flag },
  }),
  sql: `SELECT v.visit_id, v.channel, v.topic, v.state, v.checked_in_at, p.name AS premises, v.proven,
               v.ended_by_night
          FROM conversations.visits v JOIN premises.premises p ON p.premises_id = v.premises_id
         WHERE v.customer_id = $1 AND v.checked_in_at < $2 AND v.state <> 'undone'
         ORDER BY v.checked_in_at DESC LIMIT $3::int`,
});

export const topicOf = statement({
  name: 'conversations.topic_of',
  as: 'earshot_staff',
  parameters: Type.Object({ customerId: id, visitId: id }),
  row: Type.Object({ topic: orNull(text) }),
  sql: 'SELECT topic FROM conversations.visits WHERE customer_id = $1 AND visit_id = $2',
});

/** Sensitive notes that are plain still, or sealed with a key that is retired; a page by key. */
export const notesToSeal = statement({
  name: 'conversations.notes_to_seal',
  as: 'earshot_run_keys',
  parameters: Type.Object({ afterCustomer: id, afterNote: id, most: integer }),
  row: Type.Object({ customer_id: id, note_id: id, body: orNull(text), body_sealed: orNull(bytes) }),
  sql: `SELECT customer_id, note_id, body, body_sealed FROM conversations.notes
         WHERE (customer_id, note_id) > ($1, $2) AND sensitive
           AND (body IS NOT NULL OR keys.is_retired(keys.id_in(body_sealed)))
         ORDER BY customer_id, note_id LIMIT $3::int`,
});

/** Only while it is as it was read: somebody may be writing it. */
export const sealNote = statement({
  name: 'conversations.seal_note',
  as: 'earshot_run_keys',
  parameters: Type.Object({
    ...{ customerId: id, noteId: id, bodySealed: bytes, before: orNull(text), sealedBefore: orNull(bytes) },
  }),
  row: nothing,
  sql: `UPDATE conversations.notes SET body = NULL, body_sealed = $3
         WHERE customer_id = $1 AND note_id = $2
           AND body IS NOT DISTINCT FROM $4 AND body_sealed IS NOT DISTINCT FROM $5`,
});
