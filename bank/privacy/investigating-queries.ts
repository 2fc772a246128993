/** Investigations, as compliance reaches them: through definer functions only. */
import Type from 'typebox';
import { bytes, flag, id, instant, integer, json, orNull, text, word } from '#platform/database/columns.ts';
import { nothing, statement } from '#platform/database/statement.ts';

export interface InvestigatedCustomer {
  customerId: string;
  fullName: string;
  restricted: boolean;
  addedByName: string;
  confirmed: boolean;
  alone: boolean;
  confirmedByName: string | null;
  waits: { approvalId: string; hash: string; until: string; forMe: boolean } | null;
}

const as = 'earshot_staff';

export const open = statement({
  ...{ name: 'investigating.open', as },
  parameters: Type.Object({ token: text, investigationId: id }),
  row: nothing,
  sql: 'SELECT FROM privacy.open_investigation($1, $2)',
});

export const addCustomer = statement({
  ...{ name: 'investigating.add_customer', as },
  parameters: Type.Object({ token: text, investigationId: id, customerId: id, approvalId: id }),
  row: nothing,
  sql: 'SELECT FROM privacy.add_to_investigation($1, $2, $3, $4)',
});

export const confirm = statement({
  ...{ name: 'investigating.confirm', as },
  parameters: Type.Object({ token: text, investigationId: id, approvalId: id, hash: bytes, decision: text }),
  row: nothing,
  sql: 'SELECT FROM privacy.confirm_investigated($1, $2, $3, $4, $5)',
});

export const writeNote = statement({
  ...{ name: 'investigating.write_note', as },
  parameters: Type.Object({ token: text, investigationId: id, noteId: id, sealed: bytes }),
  row: nothing,
  sql: 'SELECT FROM privacy.write_investigation_note($1, $2, $3, $4)',
});

export const take = statement({
  ...{ name: 'investigating.take', as },
  parameters: Type.Object({ token: text, investigationId: id }),
  row: nothing,
  sql: 'SELECT FROM privacy.take_investigation($1, $2)',
});

export const close = statement({
  ...{ name: 'investigating.close', as },
  parameters: Type.Object({
    token: text,
    investigationId: id,
    version: integer,
    outcome: text,
    release: flag,
  }),
  row: Type.Object({ version: integer }),
  sql: 'SELECT privacy.close_investigation($1, $2, $3, $4, $5) AS version',
});

export const lookAt = statement({
  ...{ name: 'investigating.look_at', as },
  parameters: Type.Object({ search: id, token: text, investigationId: orNull(id) }),
  row: nothing,
  sql: 'SELECT FROM privacy.look_at_investigations($1, $2, $3)',
});

export const shown = statement({
  ...{ name: 'investigating.shown', as },
  parameters: Type.Object({
    ...{ search: id, token: text, investigationId: orNull(id), before: instant, most: integer },
  }),
  row: Type.Object({
    ...{ investigation_id: id, state: word('open', 'closed'), opened_by_name: text, opened_at: instant },
    ...{ assigned_to: id, assigned_name: text, outcome: orNull(word('reported', 'nothing found')) },
    ...{ closed_at: orNull(instant), released_at: orNull(instant), version: integer },
    ...{ customers: json<InvestigatedCustomer[]>(), notes: integer },
  }),
  sql: 'SELECT * FROM privacy.investigations_shown($1, $2, $3, $4, $5)',
});

export const notes = statement({
  ...{ name: 'investigating.notes', as },
  parameters: Type.Object({ search: id, token: text, investigationId: id }),
  row: Type.Object({ note_id: id, body_sealed: bytes, written_by_name: text, written_at: instant }),
  sql: 'SELECT * FROM privacy.investigation_notes_shown($1, $2, $3)',
});

/** Looks of all customers together that are kept back; null: fewer than ten. */
export const keptBack = statement({
  name: 'investigating.kept_back',
  as: 'earshot_portal',
  parameters: Type.Object({}),
  row: Type.Object({ looks: orNull(integer) }),
  sql: 'SELECT privacy.kept_back() AS looks',
});
