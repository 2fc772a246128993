/** Following what is suggested, and what came of it. */
import Type from 'typebox';
import { date, flag, id, integer, json, orNull, text, texts, word } from '#platform/database/columns.ts';
import { nothing, statement } from '#platform/database/statement.ts';
import { topics } from './referring-contract.ts';

export interface FollowedOption {
  code: string;
  need: string;
  mayHold: boolean;
}

const job = 'earshot_run_outcomes';
const as = 'earshot_staff';

export const follow = statement({
  ...{ name: 'following.follow', as: job },
  parameters: Type.Object({
    ...{ after: id, options: json<FollowedOption[]>(), today: date, until: date, most: integer },
  }),
  row: Type.Object({ last: orNull(id), begun: integer }),
  sql: 'SELECT last, begun FROM advice.follow($1, $2, $3, $4, $5)',
});

export const measure = statement({
  ...{ name: 'following.measure', as: job },
  parameters: Type.Object({ today: date, most: integer }),
  row: Type.Object({ measured: integer }),
  sql: 'SELECT advice.measure($1, $2) AS measured',
});

export const countOutcomes = statement({
  ...{ name: 'following.count_outcomes', as: job },
  parameters: Type.Object({ today: date }),
  row: Type.Object({ counted: integer }),
  sql: 'SELECT advice.count_outcomes($1) AS counted',
});

export const countQuarters = statement({
  ...{ name: 'following.count_quarters', as: job },
  parameters: Type.Object({ today: date }),
  row: Type.Object({ counted: orNull(integer) }),
  sql: 'SELECT advice.count_outcome_quarters($1) AS counted',
});

export const quarterCounts = statement({
  ...{ name: 'following.quarter_counts', as },
  parameters: Type.Object({ token: text }),
  row: Type.Object({
    ...{ quarter: date, option_code: text, held_out: flag, need_known: integer, needs_met: integer },
    ...{ kept_known: integer, customers_kept: integer },
  }),
  sql: `SELECT quarter, option_code, held_out, need_known, needs_met, kept_known, customers_kept
          FROM advice.outcome_quarters_shown($1)`,
});

/** How many suggestions of each of these options stand. */
export const countSuggestions = statement({
  ...{ name: 'following.count_suggestions', as: job },
  parameters: Type.Object({ today: date, codes: texts }),
  row: Type.Object({ counted: orNull(integer) }),
  sql: 'SELECT advice.count_suggestions($1, $2) AS counted',
});

export const outcomeCounts = statement({
  ...{ name: 'following.outcome_counts', as },
  parameters: Type.Object({ token: text }),
  row: Type.Object({
    ...{ option_code: text, held_out: flag, following: integer, measured: integer, need_known: integer },
    ...{ needs_met: integer, kept_known: integer, customers_kept: integer },
  }),
  sql: `SELECT option_code, held_out, following, measured, need_known, needs_met, kept_known, customers_kept
          FROM advice.outcome_counts($1)`,
});

export const referralCounts = statement({
  ...{ name: 'following.referral_counts', as },
  parameters: Type.Object({ token: text }),
  row: Type.Object({
    ...{ topic: word(...topics), asked: integer, ended: integer, helped: integer, nothing_needed: integer },
    ...{ not_possible: integer, passed_back: integer, taken_back: integer },
  }),
  sql: `SELECT topic, asked, ended, helped, nothing_needed, not_possible, passed_back, taken_back
          FROM advice.referral_counts($1)`,
});

export const listPrompts = statement({
  ...{ name: 'following.list_prompts', as },
  parameters: Type.Object({ search: id, token: text }),
  row: nothing,
  sql: 'SELECT FROM advice.list_prompts($1, $2)',
});

export const promptCards = statement({
  ...{ name: 'following.prompt_cards', as },
  parameters: Type.Object({ search: id, token: text }),
  row: Type.Object({ customer_id: id, called_name: text, option_code: orNull(text) }),
  sql: 'SELECT customer_id, called_name, option_code FROM advice.prompt_cards($1, $2)',
});
