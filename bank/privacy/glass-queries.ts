import Type from 'typebox';
import { roles } from '#bank/staff/contract.ts';
import { date, flag, id, instant, integer, orNull, text, word } from '#platform/database/columns.ts';
import { nothing, statement } from '#platform/database/statement.ts';
import { reasonKinds, verdicts } from './glass-contract.ts';

export const breakGlass = statement({
  name: 'privacy.break_glass',
  as: 'earshot_staff',
  parameters: Type.Object({
    ...{ token: text, customerId: id, passId: id, reasonKind: text, reference: text, reason: text },
  }),
  row: Type.Object({ expires_at: orNull(instant) }),
  sql: 'SELECT privacy.break_glass($1, $2, $3, $4, $5, $6) AS expires_at',
});

/** Finds and records whose names the queue will show. */
export const listBrokenGlass = statement({
  name: 'privacy.list_broken_glass',
  as: 'earshot_staff',
  parameters: Type.Object({ search: id, token: text, reviewed: flag }),
  row: Type.Object({ count: orNull(integer) }),
  sql: 'SELECT privacy.list_broken_glass($1, $2, $3) AS count',
});

export const brokenGlassCards = statement({
  name: 'privacy.broken_glass_cards',
  as: 'earshot_staff',
  parameters: Type.Object({ search: id, token: text, reviewed: flag }),
  row: Type.Object({
    ...{ pass_id: id, customer_id: id, customer_name: text, staff_name: text, staff_role: word(...roles) },
    ...{ manager_name: orNull(text), premises: orNull(text), reason_kind: word(...reasonKinds) },
    ...{ reference: text, reason: text, granted_at: instant, review_due_on: date, overdue: flag },
    ...{ looks: integer, mine: flag, verdict: orNull(word(...verdicts)) },
    ...{ reviewed_by_name: orNull(text), reviewed_at: orNull(instant), words: orNull(text) },
  }),
  sql: 'SELECT * FROM privacy.broken_glass_cards($1, $2, $3)',
});

export const reviewGlass = statement({
  name: 'privacy.review_glass',
  as: 'earshot_staff',
  parameters: Type.Object({ token: text, passId: id, verdict: text, words: text }),
  row: nothing,
  sql: 'SELECT FROM privacy.review_glass($1, $2, $3, $4)',
});

export const notices = statement({
  name: 'privacy.notices',
  as: 'earshot_staff',
  parameters: Type.Object({ token: text }),
  row: Type.Object({
    kind: word(
      ...(['glass broken', 'glass to review', 'limit reached'] as const),
      ...(['approval waits', 'approval decided', 'certificate'] as const),
      ...(['record limit reached', 'find limit reached'] as const),
      ...(['portfolio received', 'portfolio passed on', 'left without a banker'] as const),
      ...(['restriction waits', 'restriction overdue', 'investigation waits'] as const),
    ),
    ...{ at: instant, who: orNull(text), how_many: orNull(integer), on_day: orNull(date) },
    ...{ reference: orNull(text), reason_kind: orNull(text) },
  }),
  sql: 'SELECT * FROM privacy.notices($1)',
});

/** Codes of the last day that were typed in the portal and are none of ours. */
export const missesLately = statement({
  name: 'privacy.misses_lately',
  as: 'earshot_staff',
  parameters: Type.Object({ token: text }),
  row: Type.Object({ how_many: integer, last_hour: instant }),
  sql: 'SELECT * FROM conversations.misses_lately($1)',
});
