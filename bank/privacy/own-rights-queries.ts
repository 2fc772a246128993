import Type from 'typebox';
import { bytes, date, flag, id, instant, orNull, text, word } from '#platform/database/columns.ts';
import { nothing, statement } from '#platform/database/statement.ts';
import { laws, rightAbouts, rightChannels, rightKinds, rightStates } from './rights-contract.ts';

export const ownRequests = statement({
  name: 'privacy.own_requests',
  as: 'earshot_portal',
  parameters: Type.Object({ customerId: id }),
  row: Type.Object({
    ...{ request_id: id, kind: word(...rightKinds), about: orNull(word(...rightAbouts)) },
    ...{ channel: word(...rightChannels), received_on: date, due_on: date, overdue: flag },
    ...{ state: word(...rightStates), taken: flag, decided_at: orNull(instant), law: word(...laws) },
    corrected_at: orNull(instant),
    ...{ words_sealed: orNull(bytes), extension_sealed: orNull(bytes), answer_sealed: orNull(bytes) },
  }),
  sql: `SELECT request_id, kind, about, channel, received_on, due_on,
               state = 'open' AND due_on < CURRENT_DATE AS overdue, state, held_by IS NOT NULL AS taken,
               decided_at, law, corrected_at, words_sealed, extension_sealed, answer_sealed
          FROM privacy.rights_requests WHERE customer_id = $1
         ORDER BY state <> 'open', asked_at DESC LIMIT 100`,
});

export const ownRestraints = statement({
  name: 'privacy.own_restraints',
  as: 'earshot_portal',
  parameters: Type.Object({ customerId: id }),
  row: Type.Object({
    ...{ restraint_id: id, kind: word('storage only', 'no marketing', 'no profiling'), since: instant },
  }),
  sql: `SELECT restraint_id, kind, since FROM privacy.restraints
         WHERE customer_id = $1 AND ended_at IS NULL ORDER BY since LIMIT 20`,
});

export const endOwnRestraint = statement({
  name: 'privacy.end_own_restraint',
  as: 'earshot_portal',
  parameters: Type.Object({ token: text, restraintId: id }),
  row: nothing,
  sql: 'SELECT FROM privacy.end_own_restraint($1, $2)',
});

export const askOwnRight = statement({
  name: 'privacy.ask_own_right',
  as: 'earshot_portal',
  parameters: Type.Object({
    ...{ token: text, requestId: id, kind: text, about: orNull(text), subject: orNull(id) },
    ...{ words: orNull(bytes), proposed: orNull(bytes) },
  }),
  row: nothing,
  sql: 'SELECT FROM privacy.ask_own_right($1, $2, $3, $4, $5, $6, $7)',
});

export const withdrawOwnRequest = statement({
  name: 'privacy.withdraw_own_request',
  as: 'earshot_portal',
  parameters: Type.Object({ token: text, requestId: id }),
  row: nothing,
  sql: 'SELECT FROM privacy.withdraw_own_request($1, $2)',
});
