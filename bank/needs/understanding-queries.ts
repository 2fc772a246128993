/** What the run keeps of each customer: standings, events, needs; and what it reads of them before. */
import Type from 'typebox';
import { date, flag, id, ids, integer, json, text } from '#platform/database/columns.ts';
import { nothing, statement } from '#platform/database/statement.ts';

const job = 'earshot_run_needs';
const ofMany = Type.Object({ customerIds: ids });

/** Events of which the rules must not make a second one. */
export const eventsOf = statement({
  name: 'needs.run_events_of',
  as: job,
  parameters: ofMany,
  row: Type.Object({
    customer_id: id,
    event_id: id,
    kind: text,
    state: text,
    ...{ source: text, on_date: date, evidence_key: text, expires_on: date, told_on: date, not_used: flag },
  }),
  sql: `SELECT customer_id, event_id, kind, state, source, on_date, evidence_key, expires_on,
          (coalesce(decided_at, found_at) AT TIME ZONE 'UTC')::date AS told_on, not_used FROM needs.events
         WHERE customer_id = ANY ($1) ORDER BY customer_id, found_at LIMIT 50000`,
});

/** Needs that somebody stated, or that inference may use. */
export const statedOf = statement({
  name: 'needs.run_stated_of',
  as: job,
  parameters: Type.Object({ customerIds: ids, day: date }),
  row: Type.Object({
    customer_id: id,
    category: text,
    source: text,
    strength: integer,
    state: text,
    said_on: date,
    /** Worked out by a rule, and she said that it is so. */
    affirmed: Type.Unsafe<boolean>({ pg: 'bool' }),
    rule: Type.Unsafe<string | null>({ pg: 'text', nullable: true }),
  }),
  sql: `SELECT customer_id, category, source, strength, state,
          (recorded_at AT TIME ZONE 'UTC')::date AS said_on,
          source <> 'inferred' AND because IS NOT NULL AS affirmed, rule FROM needs.needs
         WHERE customer_id = ANY ($1) AND expires_on >= $2 ORDER BY customer_id, recorded_at LIMIT 20000`,
});

/** What was said of oneself, and has not expired. */
export const toldOf = statement({
  name: 'needs.run_told_of',
  as: job,
  parameters: Type.Object({ customerIds: ids, day: date }),
  row: Type.Object({
    customer_id: id,
    fact: text,
    value: json<string | number | boolean>(),
    expires_on: date,
  }),
  sql: `SELECT customer_id, fact, value, expires_on FROM needs.stated_facts
         WHERE customer_id = ANY ($1) AND expires_on >= $2 LIMIT 20000`,
});

/** Levels and stages of which she said that they are not so. */
export const disputedOf = statement({
  name: 'needs.run_disputed_of',
  as: job,
  parameters: ofMany,
  row: Type.Object({ customer_id: id, of: text, value: text }),
  sql: `SELECT customer_id, of, value FROM needs.standings
         WHERE customer_id = ANY ($1) AND to_date IS NULL AND disputed_on IS NOT NULL LIMIT 20000`,
});

export const refusalsOf = statement({
  name: 'needs.run_refusals_of',
  as: job,
  parameters: ofMany,
  row: Type.Object({ customer_id: id, about: text }),
  sql: `SELECT customer_id, about FROM needs.refusals WHERE customer_id = ANY ($1) AND ended_at IS NULL
    LIMIT 20000`,
});

export interface StandingRow {
  customer_id: string;
  of: string;
  value: string;
  rule: string;
  because: { en: string; es: string };
}

/** What is no longer so ends; what is new begins, and is news when something ended. */
export const endStandings = statement({
  name: 'needs.end_standings',
  as: job,
  parameters: Type.Object({ day: date, rows: json<StandingRow[]>() }),
  row: nothing,
  sql: `UPDATE needs.standings s SET to_date = $1
          FROM jsonb_to_recordset($2) AS r(customer_id uuid, of text, value text)
         WHERE s.customer_id = r.customer_id AND s.of = r.of AND s.to_date IS NULL AND s.value <> r.value`,
});

export const beginStandings = statement({
  name: 'needs.begin_standings',
  as: job,
  parameters: Type.Object({ day: date, rows: json<StandingRow[]>() }),
  row: nothing,
  sql: `INSERT INTO needs.standings (customer_id, of, value, rule, because, from_date, is_change)
        SELECT r.customer_id, r.of, r.value, r.rule, r.because, $1,
          EXISTS (SELECT FROM needs.standings s WHERE s.customer_id = r.customer_id AND s.of = r.of)
          FROM jsonb_to_recordset($2) AS r(customer_id uuid, of text, value text, rule text, because jsonb)
        ON CONFLICT (customer_id, of) WHERE to_date IS NULL
        DO UPDATE SET rule = excluded.rule, because = excluded.because WHERE needs.standings.rule <>
          excluded.rule`,
});

export interface EventRow {
  customer_id: string;
  kind: string;
  rule: string;
  on_date: string;
  confidence: number;
  evidence: { transactions: readonly string[]; others: readonly string[] };
  evidence_key: string;
  amount_minor: string | null;
  currency: string | null;
  sensitive: boolean;
  expires_on: string;
}

export const writeEvents = statement({
  name: 'needs.write_events',
  as: job,
  parameters: Type.Object({ rows: json<EventRow[]>() }),
  row: nothing,
  sql: `INSERT INTO needs.events (customer_id, event_id, kind, state, source, rule, on_date, confidence,
    evidence,
          evidence_key, amount_minor, currency, sensitive, expires_on)
        SELECT r.customer_id, house.id_of('needs', r.kind, r.customer_id || '|' || r.evidence_key),
          r.kind, 'suspected',
          'inferred', r.rule, r.on_date, r.confidence, r.evidence, r.evidence_key, r.amount_minor, r.currency,
          r.sensitive, r.expires_on
          FROM jsonb_to_recordset($1) AS r(customer_id uuid, kind text, rule text, on_date date,
            confidence integer,
            evidence jsonb, evidence_key text, amount_minor bigint, currency text, sensitive boolean,
              expires_on date)
        ON CONFLICT (customer_id, event_id) DO NOTHING`,
});

export interface SeenAgain {
  customer_id: string;
  event_id: string;
  confidence: number;
  evidence: EventRow['evidence'];
  expires_on: string;
}

/**
 * Seen again it is as sure as its newest evidence, and lasts from there: what goes on does not vanish, and
 * what had been let go comes back. Some days more alone are not written each night.
 */
export const strengthenEvents = statement({
  name: 'needs.strengthen_events',
  as: job,
  parameters: Type.Object({ rows: json<SeenAgain[]>(), day: date }),
  row: nothing,
  sql: `UPDATE needs.events e SET evidence = r.evidence, expires_on = greatest(e.expires_on, r.expires_on),
          confidence = CASE e.state WHEN 'confirmed' THEN e.confidence ELSE r.confidence END,
          state = CASE e.state WHEN 'expired' THEN 'suspected' ELSE e.state END, version = e.version + 1
          FROM jsonb_to_recordset($1) AS r(customer_id uuid, event_id uuid, confidence integer, evidence
            jsonb, expires_on date)
         WHERE e.customer_id = r.customer_id AND e.event_id = r.event_id AND e.source = 'inferred'
           AND (e.state IN ('suspected', 'confirmed') OR e.state = 'expired' AND r.expires_on >= $2)
           AND (e.evidence <> r.evidence OR e.state = 'expired'
             OR r.expires_on > e.expires_on + 14 OR e.state = 'suspected' AND e.confidence <> r.confidence)`,
});

/** A suspicion that nobody confirmed in its time is over. */
export const expireEvents = statement({
  name: 'needs.expire_events',
  as: job,
  parameters: Type.Object({ customerIds: ids, day: date }),
  row: nothing,
  sql: `UPDATE needs.events SET state = 'expired', version = version + 1
         WHERE customer_id = ANY ($1) AND state = 'suspected' AND expires_on < $2`,
});

export interface NeedRow {
  customer_id: string;
  category: string;
  context: string;
  strength: number;
  rule: string;
  because: { en: string; es: string };
}

/** One inferred need of a category; rejected it stays for as long as the same rule says it. */
export const writeNeeds = statement({
  name: 'needs.write_needs',
  as: job,
  parameters: Type.Object({ day: date, rows: json<NeedRow[]>() }),
  row: nothing,
  sql: `INSERT INTO needs.needs (customer_id, need_id, category, source, context, strength, rule,
    because, expires_on)
        SELECT r.customer_id, house.id_of('needs', 'need', r.customer_id || '|' || r.category),
          r.category, 'inferred',
          r.context, r.strength, r.rule, r.because, $1::date + 60
          FROM jsonb_to_recordset($2) AS r(customer_id uuid, category text, context text, strength
            integer, rule text,
            because jsonb)
        ON CONFLICT (customer_id, need_id) DO UPDATE SET strength = excluded.strength, rule = excluded.rule,
          because = excluded.because, expires_on = excluded.expires_on, context = excluded.context,
          version = needs.needs.version + 1, state = CASE WHEN needs.needs.state IN ('rejected', 'met')
            AND needs.needs.rule = excluded.rule THEN needs.needs.state ELSE 'open' END
          WHERE needs.needs.source = 'inferred'`,
});

/** What the rules no longer say. */
export const expireNeeds = statement({
  name: 'needs.expire_needs',
  as: job,
  parameters: Type.Object({ customerIds: ids, rows: json<NeedRow[]>() }),
  row: nothing,
  sql: `UPDATE needs.needs n SET state = 'expired', version = n.version + 1
         WHERE n.customer_id = ANY ($1) AND n.source = 'inferred' AND n.state = 'open'
           AND n.need_id <> ALL (ARRAY(SELECT house.id_of('needs', 'need', r.customer_id || '|' || r.category)
             FROM jsonb_to_recordset($2) AS r(customer_id uuid, category text)))`,
});

/** Of whoever has died nothing is needed any more, whoever said so. */
export const endNeeds = statement({
  name: 'needs.end_needs',
  as: job,
  parameters: ofMany,
  row: nothing,
  sql: `UPDATE needs.needs SET state = 'expired', version = version + 1
         WHERE customer_id = ANY ($1) AND state = 'open'`,
});

/** Of each decision table the version that counts: of those whose day has come the latest. */
export const tablesOn = statement({
  name: 'needs.tables_on',
  as: job,
  parameters: Type.Object({ day: date }),
  row: Type.Object({ name: text, body: json<object>() }),
  sql: `SELECT DISTINCT ON (name) name, body FROM needs.tables WHERE applies_from <= $1 ORDER BY name,
    applies_from DESC, version DESC`,
});

export const keepTable = statement({
  name: 'needs.keep_table',
  as: job,
  parameters: Type.Object({ name: text, body: json<object>() }),
  row: nothing,
  sql: `INSERT INTO needs.tables (name, version, applies_from, body) VALUES ($1, 1, '1900-01-01', $2)
        ON CONFLICT (name, version) DO UPDATE SET body = excluded.body WHERE needs.tables.body <>
          excluded.body`,
});
