/** Versions of terms, what is asked of them, and the kernel's functions (0041_terms.sql). */
import Type from 'typebox';
import type { Terms } from '#bank/products/rules.ts';
import { bigint, date, id, instant, integer, json, orNull, text, word } from '#platform/database/columns.ts';
import { nothing, statement } from '#platform/database/statement.ts';

const staff = 'earshot_staff';
const kind = word('terms', 'withdrawal', 'undoing');
export interface Meaning {
  /** As the night counted them; null: it has not yet. */
  suggestions: number | null;
  countedOn: string | null;
  conversations: number;
  putOff: number;
}

/** Who made a version, and who undid it. */
export const madeBy = statement({
  name: 'rules.terms_made_by',
  as: staff,
  parameters: Type.Object({ code: text }),
  row: Type.Object({
    ...{ kind, version: orNull(integer), made_by: text, approved_by: text, done_at: orNull(instant) },
    ...{ reference: text, reason: text },
  }),
  sql: `SELECT c.kind, c.version, m.full_name AS made_by, a.full_name AS approved_by, c.done_at, c.reference,
          c.reason
          FROM rules.term_changes c JOIN staff.staff m ON m.staff_id = c.asked_by
          JOIN staff.staff a ON a.staff_id = c.approved_by
         WHERE c.option_code = $1 AND c.state = 'in force' ORDER BY c.done_at DESC LIMIT 400`,
});

/** What is asked for and not done with: of every option, or of one. */
export const openChanges = statement({
  name: 'rules.terms_open',
  as: staff,
  parameters: Type.Object({ code: orNull(text) }),
  row: Type.Object({
    ...{ change_id: id, option_code: text, kind, body: orNull(json<Terms>()), undoes: orNull(integer) },
    ...{ applies_from: date, meaning: json<Meaning>(), asked_by: text, asked_at: instant },
    ...{ reference: text, reason: text },
  }),
  sql: `SELECT c.change_id, c.option_code, c.kind, c.body, c.undoes, c.applies_from, c.meaning,
          f.full_name AS asked_by, c.asked_at, c.reference, c.reason
          FROM rules.term_changes c JOIN staff.staff f ON f.staff_id = c.asked_by
         WHERE c.state = 'proposed' AND ($1::text IS NULL OR c.option_code = $1) LIMIT 500`,
});

export const requestOf = statement({
  name: 'rules.terms_request_of',
  as: staff,
  parameters: Type.Object({ changeId: id }),
  row: Type.Object({
    ...{ state: word('asked', 'approved', 'refused', 'used', 'expired'), mine_id: id, expires_at: instant },
    ...{ decided_by: orNull(text), words: orNull(text) },
  }),
  sql: 'SELECT state, mine_id, expires_at, decided_by, words FROM rules.terms_request_of($1)',
});

export const meaningOf = statement({
  name: 'rules.terms_meaning_of',
  as: staff,
  parameters: Type.Object({ token: text, code: text }),
  row: Type.Object({
    ...{ suggestions: orNull(integer), counted_on: orNull(date) },
    ...{ conversations: orNull(bigint), put_off: orNull(bigint) },
  }),
  sql: `SELECT suggestions, counted_on, conversations, put_off
          FROM rules.meaning_of_terms($1, $2)`,
});

export const propose = statement({
  name: 'rules.propose_terms',
  as: staff,
  parameters: Type.Object({
    ...{ token: text, changeId: id, code: text, kind: text, body: orNull(json<Terms>()) },
    ...{
      undoes: orNull(integer),
      appliesFrom: date,
      meaning: json<Meaning>(),
      reference: text,
      reason: text,
    },
  }),
  row: Type.Object({ expires_at: orNull(instant) }),
  sql: 'SELECT rules.propose_terms($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) AS expires_at',
});

export const leave = statement({
  name: 'rules.leave_terms',
  as: staff,
  parameters: Type.Object({ token: text, changeId: id }),
  row: nothing,
  sql: 'SELECT FROM rules.leave_terms($1, $2)',
});

export const putInForce = statement({
  name: 'rules.put_terms_in_force',
  as: staff,
  parameters: Type.Object({ token: text, changeId: id }),
  row: Type.Object({ version: orNull(integer) }),
  sql: 'SELECT rules.put_terms_in_force($1, $2) AS version',
});
