import Type from 'typebox';
import { type Particulars, places, roles } from '#bank/staff/contract.ts';
import {
  bytes,
  date,
  flag,
  id,
  ids,
  instant,
  integer,
  json,
  orNull,
  text,
  texts,
  word,
} from '#platform/database/columns.ts';
import { nothing, statement } from '#platform/database/statement.ts';
import { approvalActions, housed, settled } from './approving-contract.ts';
import { restrictionReasons } from './restricting-contract.ts';
import type { Setting } from './setting-contract.ts';

/** Finds and records whose names the list will show. */
export const listApprovals = statement({
  name: 'privacy.list_approvals',
  as: 'earshot_staff',
  parameters: Type.Object({ search: id, token: text }),
  row: Type.Object({ count: orNull(integer) }),
  sql: 'SELECT privacy.list_approvals($1, $2) AS count',
});

export const approvalCards = statement({
  name: 'privacy.approval_cards',
  as: 'earshot_staff',
  parameters: Type.Object({ search: id, token: text }),
  row: Type.Object({
    ...{ approval_id: id, action: word(...approvalActions, ...housed, ...settled), hash: bytes },
    ...{ customer_id: orNull(id), staff_id: orNull(id), about: orNull(text) },
    ...{ role: orNull(word(...roles)), before_role: orNull(word(...roles)) },
    ...{ customers_per_hour: orNull(integer), before_per_hour: orNull(integer), mine: flag },
    ...{ requester: text, requester_role: word(...roles), reference: text, reason: text },
    ...{ requested_at: instant, expires_at: instant },
    state: word('asked', 'approved', 'refused', 'used', 'expired'),
    ...{ decided_by_name: orNull(text), words: orNull(text) },
    ...{ draft_id: orNull(id), applies_from: orNull(date) },
  }),
  sql: 'SELECT * FROM privacy.approval_cards($1, $2)',
});

/** What requests about staff say, with the names of what they give by id. */
export const approvalParticulars = statement({
  name: 'privacy.approval_particulars',
  as: 'earshot_staff',
  parameters: Type.Object({ search: id, token: text }),
  row: Type.Object({
    ...{ approval_id: id, particulars: json<Particulars>(), premises: orNull(text), manager: orNull(text) },
    ...{ same_person: orNull(text), before_name: orNull(text), before_premises: orNull(text) },
    ...{ before_manager: orNull(text), before_same: orNull(text) },
  }),
  sql: 'SELECT * FROM privacy.approval_particulars($1, $2)',
});

/** Of the same list: what some requests are about beside somebody. */
export const approvalMore = statement({
  name: 'privacy.approval_more',
  as: 'earshot_staff',
  parameters: Type.Object({ search: id, token: text }),
  row: Type.Object({
    ...{ approval_id: id, request_id: orNull(id), run_id: orNull(id), file_number: orNull(integer) },
    ...{ feed: orNull(text), from_day: orNull(date), to_day: orNull(date) },
    ...{ question_id: orNull(id), subject: orNull(text), occasions: orNull(integer) },
    ...{ customer_ids: orNull(ids), customer_names: orNull(texts) },
    ...{ contact_point_id: orNull(id), presence: orNull(text), why: orNull(word(...restrictionReasons)) },
  }),
  sql: `SELECT approval_id, request_id, run_id, file_number, feed, from_day, to_day, question_id, subject,
               occasions, customer_ids, customer_names, contact_point_id, presence, why
          FROM privacy.approval_more($1, $2)`,
});

/** Of the same list: which station's place. */
export const approvalPlaces = statement({
  name: 'privacy.approval_places',
  as: 'earshot_staff',
  parameters: Type.Object({ token: text }),
  row: Type.Object({
    ...{ approval_id: id, premises_id: id, place_now: word(...places), place_then: word(...places) },
  }),
  sql: 'SELECT approval_id, premises_id, place_now, place_then FROM privacy.approval_places($1)',
});

/** Of the same list: what a setting says and would say; which hold. */
export const approvalSettings = statement({
  name: 'privacy.approval_settings',
  as: 'earshot_staff',
  parameters: Type.Object({ token: text }),
  row: Type.Object({
    ...{ approval_id: id, setting: orNull(json<Setting>()), setting_now: orNull(json<Setting>()) },
    hold_id: orNull(id),
  }),
  sql: 'SELECT approval_id, setting, setting_now, hold_id FROM privacy.approval_settings($1)',
});

export const approvalWords = statement({
  name: 'privacy.approval_words',
  as: 'earshot_staff',
  parameters: Type.Object({ token: text, approvalId: id }),
  row: Type.Object({ reference: text, reason: text, words: orNull(text) }),
  sql: 'SELECT reference, reason, words FROM privacy.approval_words($1, $2)',
});

export const requestApproval = statement({
  name: 'privacy.request_approval',
  as: 'earshot_staff',
  parameters: Type.Object({
    ...{ token: text, approvalId: id, action: text, payload: json(), reference: text, reason: text },
  }),
  row: Type.Object({ expires_at: orNull(instant) }),
  sql: 'SELECT privacy.request_approval($1, $2, $3, $4, $5, $6) AS expires_at',
});

export const decideApproval = statement({
  name: 'privacy.decide_approval',
  as: 'earshot_staff',
  parameters: Type.Object({ token: text, approvalId: id, hash: bytes, decision: text, words: orNull(text) }),
  row: nothing,
  sql: 'SELECT FROM privacy.decide_approval($1, $2, $3, $4, $5)',
});

export const useApproval = statement({
  name: 'privacy.use_approval',
  as: 'earshot_staff',
  parameters: Type.Object({ token: text, approvalId: id, action: text, payload: json(), passId: id }),
  row: nothing,
  sql: 'SELECT FROM privacy.use_approval($1, $2, $3, $4, $5)',
});
