/** Models of propensity: what is learnt from, what orders now, and the cards. */
import Type from 'typebox';
import {
  bigint,
  date,
  flag,
  instant,
  integer,
  json,
  orNull,
  text,
  texts,
  word,
} from '#platform/database/columns.ts';
import { nothing, statement } from '#platform/database/statement.ts';
import type { Learnt, OptionCard } from './propensity-rules.ts';

const job = 'earshot_run_learning';
type Kept = Record<string, string | number | boolean>;

export interface Options {
  /** The rate of all options together. */
  overall: number;
  byOption: Record<string, Learnt>;
}
export type Card = Record<string, OptionCard>;
export interface Month {
  month: string;
  answered: number;
  expected: number;
  accepted: number;
}

const now = {
  parameters: Type.Object({ had: orNull(integer) }),
  sql: 'SELECT version, options FROM advice.propensities_now($1)',
};
const row = Type.Object({ version: integer, options: orNull(json<Options>()) });
export const nowOfStaff = statement({ ...now, row, ...{ name: 'propensity.now', as: 'earshot_staff' } });
export const nowOfPortal = statement({
  ...now,
  row,
  ...{ name: 'propensity.own_now', as: 'earshot_portal' },
});
export const nowOfRun = statement({
  ...now,
  row,
  ...{ name: 'propensity.run_now', as: 'earshot_run_advice' },
});
export const nowOfRules = statement({
  ...now,
  row,
  ...{ name: 'propensity.rules_now', as: 'earshot_run_rules' },
});

export const learnable = statement({
  ...{ name: 'propensity.learnable', as: job },
  parameters: Type.Object({ option: text, since: orNull(date), most: integer }),
  row: Type.Object({ known: json<Kept>(), not_used: texts, yes: flag, on_date: date }),
  sql: 'SELECT known, not_used, yes, on_date FROM advice.learnable($1, $2, $3)',
});

/** Of all options together, the newest of each. */
export const learnableCount = statement({
  ...{ name: 'propensity.learnable_count', as: job },
  parameters: Type.Object({ options: texts, since: orNull(date), most: integer }),
  row: Type.Object({ answers: bigint, accepted: bigint }),
  sql: 'SELECT answers, accepted FROM advice.learnable_count($1, $2, $3)',
});

/** The last version that was set aside because it drifted, and since when what it foresaw had not come. */
export const lastDrift = statement({
  ...{ name: 'propensity.last_drift', as: job },
  parameters: Type.Object({}),
  row: Type.Object({ version: integer, missed_since: orNull(date) }),
  sql: `SELECT version, missed_since FROM advice.propensities WHERE set_aside_because = 'drifted'
         ORDER BY version DESC LIMIT 1`,
});

export const inForce = statement({
  ...{ name: 'propensity.in_force', as: job },
  parameters: Type.Object({}),
  row: Type.Object({ version: integer, card: json<Card>() }),
  sql: 'SELECT version, card FROM advice.propensities WHERE set_aside_at IS NULL',
});

export const watch = statement({
  ...{ name: 'propensity.watch', as: job },
  parameters: Type.Object({ beyond: integer, since: date }),
  row: nothing,
  sql: 'SELECT FROM advice.watch_propensities($1, $2)',
});

export const monthsOf = statement({
  ...{ name: 'propensity.months_of', as: job },
  parameters: Type.Object({ beyond: integer, since: date }),
  row: Type.Object({
    answered: integer,
    expected: Type.Unsafe<number>({ type: 'number', pg: 'float4' }),
    accepted: integer,
  }),
  sql: `SELECT answered, expected, accepted FROM advice.propensity_months WHERE version > $1 AND month >= $2`,
});

export const setAside = statement({
  ...{ name: 'propensity.set_aside', as: job },
  parameters: Type.Object({ because: text, missedSince: orNull(date) }),
  row: Type.Object({ version: integer }),
  sql: `UPDATE advice.propensities SET set_aside_at = clock_timestamp(), set_aside_because = $1,
          missed_since = $2 WHERE set_aside_at IS NULL RETURNING version`,
});

export const keep = statement({
  ...{ name: 'propensity.keep', as: job },
  parameters: Type.Object({ options: json<Options>(), card: json<Card>() }),
  row: Type.Object({ version: integer }),
  sql: `INSERT INTO advice.propensities (version, options, card)
        SELECT coalesce(max(version), 0) + 1, $1, $2 FROM advice.propensities RETURNING version`,
});

export const cards = statement({
  ...{ name: 'propensity.cards', as: 'earshot_staff' },
  parameters: Type.Object({ token: text }),
  row: Type.Object({
    ...{ version: integer, made_at: instant, card: json<Card>(), set_aside_at: orNull(instant) },
    ...{ set_aside_because: orNull(word('drifted', 'a newer one')), months: json<Month[]>() },
  }),
  sql: `SELECT version, made_at, card, set_aside_at, set_aside_because, months
          FROM advice.propensity_cards($1)`,
});
