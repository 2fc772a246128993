import Type from 'typebox';
import { bytes, date, flag, id, instant, integer, orNull, text, word } from '#platform/database/columns.ts';
import { nothing, statement } from '#platform/database/statement.ts';
import { identities, laws, rightAbouts, rightChannels, rightKinds, rightStates } from './rights-contract.ts';

/** Finds and records whose names the queue will show. */
export const listRightsRequests = statement({
  name: 'privacy.list_rights_requests',
  as: 'earshot_staff',
  parameters: Type.Object({ search: id, token: text, decided: flag }),
  row: Type.Object({ count: orNull(integer) }),
  sql: 'SELECT privacy.list_rights_requests($1, $2, $3) AS count',
});

const common = {
  ...{ request_id: id, customer_id: id, kind: word(...rightKinds) },
  ...{ about: orNull(word(...rightAbouts)), channel: word(...rightChannels), identity: word(...identities) },
  ...{ received_on: date, due_on: date, overdue: flag, extended: flag, state: word(...rightStates) },
  ...{ decided_at: orNull(instant), law: word(...laws), citation: text },
};

export const rightsRequestCards = statement({
  name: 'privacy.rights_request_cards',
  as: 'earshot_staff',
  parameters: Type.Object({ search: id, token: text, decided: flag }),
  row: Type.Object({
    ...common,
    ...{ customer_name: text, holder_name: orNull(text), mine: flag, waiting: integer, late: integer },
  }),
  sql: `SELECT request_id, customer_id, kind, about, channel, identity, received_on, due_on, overdue,
               extended, state, decided_at, law, citation, customer_name, holder_name, mine, waiting, late
          FROM privacy.rights_request_cards($1, $2, $3)`,
});

export const openRightsRequest = statement({
  name: 'privacy.open_rights_request',
  as: 'earshot_staff',
  parameters: Type.Object({
    ...{ token: text, customerId: id, requestId: id, kind: text, about: orNull(text), subject: orNull(id) },
    ...{ channel: text, identity: text, receivedOn: date },
  }),
  row: nothing,
  sql: 'SELECT FROM privacy.open_rights_request($1, $2, $3, $4, $5, $6, $7, $8, $9)',
});

export const takeRightsRequest = statement({
  name: 'privacy.take_rights_request',
  as: 'earshot_staff',
  parameters: Type.Object({ token: text, customerId: id, requestId: id }),
  row: nothing,
  sql: 'SELECT FROM privacy.take_rights_request($1, $2, $3)',
});

/** Of an open file. */
export const rightsRequestOf = statement({
  name: 'privacy.rights_request_of',
  as: 'earshot_staff',
  parameters: Type.Object({ customerId: id, requestId: id, token: text }),
  row: Type.Object({
    ...common,
    ...{ subject: orNull(id), extendable: flag, version: integer, place: text },
    ...{ words_sealed: orNull(bytes), proposed_sealed: orNull(bytes), extension_sealed: orNull(bytes) },
  }),
  sql: `SELECT q.request_id, q.customer_id, q.kind, q.about, q.channel, q.identity, q.received_on,
               q.due_on, q.state = 'open' AND q.due_on < CURRENT_DATE AS overdue,
               q.extended_at IS NOT NULL AS extended, q.state, q.decided_at, q.law, q.citation, q.subject,
               q.extended_at IS NULL AND q.more_months + q.more_days > 0 AND q.due_on >= CURRENT_DATE
                 AS extendable,
               q.version, privacy.place_of($3) AS place, q.words_sealed, q.proposed_sealed, q.extension_sealed
          FROM privacy.rights_requests q WHERE q.customer_id = $1 AND q.request_id = $2`,
});

export const wordRightsRequest = statement({
  name: 'privacy.word_rights_request',
  as: 'earshot_staff',
  parameters: Type.Object({
    ...{ token: text, customerId: id, requestId: id, words: orNull(bytes), proposed: orNull(bytes) },
  }),
  row: nothing,
  sql: 'SELECT FROM privacy.word_rights_request($1, $2, $3, $4, $5)',
});

export const extendRightsRequest = statement({
  name: 'privacy.extend_rights_request',
  as: 'earshot_staff',
  parameters: Type.Object({
    ...{ token: text, customerId: id, requestId: id, because: bytes, expected: integer },
  }),
  row: nothing,
  sql: 'SELECT FROM privacy.extend_rights_request($1, $2, $3, $4, $5)',
});

export const decideRightsRequest = statement({
  name: 'privacy.decide_rights_request',
  as: 'earshot_staff',
  parameters: Type.Object({
    ...{ token: text, customerId: id, requestId: id, outcome: text, answer: bytes, expected: integer },
  }),
  row: nothing,
  sql: 'SELECT FROM privacy.decide_rights_request($1, $2, $3, $4, $5, $6)',
});

export const rightsLaw = statement({
  name: 'privacy.rights_law',
  as: 'earshot_staff',
  parameters: Type.Object({}),
  row: Type.Object({ law: word(...laws) }),
  sql: 'SELECT law FROM privacy.rights_setting',
});

const clock = {
  ...{ law: word(...laws), kind: word(...rightKinds), applies_from: date, citation: text },
  ...{ months: integer, days: integer, more_months: integer, more_days: integer },
};

export const rightsClocks = statement({
  name: 'privacy.rights_clocks',
  as: 'earshot_staff',
  parameters: Type.Object({}),
  row: Type.Object(clock),
  sql: `SELECT law, kind, applies_from, citation, months, days, more_months, more_days
          FROM privacy.rights_clocks ORDER BY law, kind, applies_from DESC LIMIT 500`,
});

const sealedColumns = {
  ...{ words_sealed: orNull(bytes), proposed_sealed: orNull(bytes) },
  ...{ extension_sealed: orNull(bytes), answer_sealed: orNull(bytes) },
};

export const requestsToSeal = statement({
  name: 'privacy.requests_to_seal',
  as: 'earshot_run_keys',
  parameters: Type.Object({ afterCustomer: id, afterRequest: id, most: integer }),
  row: Type.Object({ customer_id: id, request_id: id, ...sealedColumns }),
  sql: `SELECT customer_id, request_id, words_sealed, proposed_sealed, extension_sealed, answer_sealed
          FROM privacy.rights_requests
         WHERE (customer_id, request_id) > ($1, $2)
           AND (keys.is_retired(keys.id_in(words_sealed)) OR keys.is_retired(keys.id_in(proposed_sealed))
             OR keys.is_retired(keys.id_in(extension_sealed)) OR keys.is_retired(keys.id_in(answer_sealed)))
         ORDER BY customer_id, request_id LIMIT $3::int`,
});

export const sealRequest = statement({
  name: 'privacy.seal_request',
  as: 'earshot_run_keys',
  parameters: Type.Object({
    ...{ customerId: id, requestId: id, words: orNull(bytes), proposed: orNull(bytes) },
    ...{ extension: orNull(bytes), answer: orNull(bytes) },
  }),
  row: nothing,
  sql: `UPDATE privacy.rights_requests SET words_sealed = $3, proposed_sealed = $4, extension_sealed = $5,
               answer_sealed = $6
         WHERE customer_id = $1 AND request_id = $2`,
});
