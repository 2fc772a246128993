/** Drafts, versions, and the kernel's functions that put them in force (0031_rules.sql). */
import Type from 'typebox';
import { date, flag, id, instant, integer, json, orNull, text, word } from '#platform/database/columns.ts';
import { statement } from '#platform/database/statement.ts';
import type { RuleBody, Slip, TestCase } from './rules.ts';

const body = json<RuleBody>();
const cases = json<TestCase[]>();
const slips = json<Slip[]>();
const draftState = word('draft', 'proposed', 'in force', 'left');
const aspect = word('eligibility', 'applicability', 'suitability', 'contact policy');
const staff = 'earshot_staff';

export const openDrafts = statement({
  name: 'rules.open_drafts',
  as: staff,
  parameters: Type.Object({}),
  row: Type.Object({ table_name: text, draft_id: id, state: draftState, saved_by: text, saved_at: instant }),
  sql: `SELECT d.table_name, d.draft_id, d.state, f.full_name AS saved_by, d.saved_at
          FROM rules.drafts d JOIN staff.staff f ON f.staff_id = d.saved_by
         WHERE d.state IN ('draft', 'proposed')`,
});

/** Without their bodies: what the list shows of each table. */
export const versionDays = statement({
  name: 'rules.version_days',
  as: staff,
  parameters: Type.Object({}),
  row: Type.Object({ table_name: text, version: integer, applies_from: date }),
  sql: 'SELECT table_name, version, applies_from FROM rules.versions',
});

export const versionsOf = statement({
  name: 'rules.versions_of',
  as: staff,
  parameters: Type.Object({ tableName: text }),
  row: Type.Object({
    ...{ version: integer, applies_from: date, body, cases, restores: orNull(integer), made_at: instant },
    ...{ made_by: text, approved_by: text, reference: text, reason: text },
  }),
  sql: `SELECT v.version, v.applies_from, v.body, v.cases, v.restores, v.made_at, m.full_name AS made_by,
          a.full_name AS approved_by, v.reference, v.reason
          FROM rules.versions v JOIN staff.staff m ON m.staff_id = v.made_by
          JOIN staff.staff a ON a.staff_id = v.approved_by
         WHERE v.table_name = $1 ORDER BY v.version DESC LIMIT 200`,
});

export const beginDraft = statement({
  name: 'rules.begin_draft',
  as: staff,
  parameters: Type.Object({
    ...{ draftId: id, tableName: text, optionCode: orNull(text), aspect: orNull(text), base: integer },
    ...{ restores: orNull(integer), body, cases, staffId: id },
  }),
  row: Type.Object({ draft_id: id }),
  sql: `INSERT INTO rules.drafts (draft_id, table_name, option_code, aspect, base_version, restores, body,
          cases, begun_by, saved_by) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $9)
        ON CONFLICT DO NOTHING RETURNING draft_id`,
});

export const draftOf = statement({
  name: 'rules.draft_of',
  as: staff,
  parameters: Type.Object({ draftId: id }),
  row: Type.Object({
    ...{ draft_id: id, table_name: text, option_code: orNull(text), aspect: orNull(aspect) },
    ...{ base_version: integer, restores: orNull(integer), body, cases, slips, applies_from: orNull(date) },
    ...{ state: draftState, saved_by: text, saved_at: instant, version: integer },
  }),
  sql: `SELECT d.draft_id, d.table_name, d.option_code, d.aspect, d.base_version, d.restores, d.body, d.cases,
          d.slips, d.applies_from, d.state, f.full_name AS saved_by, d.saved_at, d.version
          FROM rules.drafts d JOIN staff.staff f ON f.staff_id = d.saved_by WHERE d.draft_id = $1`,
});

/** Only what is being written, by whoever has read the newest of it. */
export const saveDraft = statement({
  name: 'rules.save_draft',
  as: staff,
  parameters: Type.Object({
    ...{ draftId: id, seen: integer, body, cases, appliesFrom: orNull(date), staffId: id, slips },
  }),
  row: Type.Object({ version: integer }),
  sql: `UPDATE rules.drafts d SET body = $3, cases = $4, applies_from = $5, saved_by = $6, slips = $7,
          saved_at = clock_timestamp(), version = d.version + 1
         WHERE d.draft_id = $1 AND d.version = $2 AND d.state = 'draft' RETURNING d.version`,
});

export const requestOf = statement({
  name: 'rules.request_of',
  as: staff,
  parameters: Type.Object({ draftId: id }),
  row: Type.Object({
    ...{ approval_id: id, state: word('asked', 'approved', 'refused', 'used', 'expired') },
    ...{ requested_by: text, mine_id: id, reference: text, reason: text, expires_at: instant },
    ...{ decided_by: orNull(text), words: orNull(text) },
  }),
  sql: `SELECT approval_id, state, requested_by, mine_id, reference, reason, expires_at, decided_by, words
          FROM rules.request_of($1)`,
});

export const propose = statement({
  name: 'rules.propose',
  as: staff,
  parameters: Type.Object({
    ...{ token: text, draftId: id, seen: integer, approvalId: id, reference: text, reason: text },
  }),
  row: Type.Object({ expires_at: orNull(instant) }),
  sql: 'SELECT rules.propose($1, $2, $3, $4, $5, $6) AS expires_at',
});

export const setAside = statement({
  name: 'rules.set_aside',
  as: staff,
  parameters: Type.Object({ token: text, draftId: id, becomes: text }),
  row: Type.Object({ done: flag }),
  sql: 'SELECT true AS done FROM rules.set_aside($1, $2, $3)',
});

export const putInForce = statement({
  name: 'rules.put_in_force',
  as: staff,
  parameters: Type.Object({ token: text, draftId: id }),
  row: Type.Object({ version: orNull(integer) }),
  sql: 'SELECT rules.put_in_force($1, $2) AS version',
});

export const ownCurrency = statement({
  name: 'rules.own_currency',
  as: staff,
  parameters: Type.Object({}),
  row: Type.Object({ base: text }),
  sql: 'SELECT base FROM needs.measures_on(CURRENT_DATE)',
});
