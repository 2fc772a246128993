import Type from 'typebox';
import {
  bigint,
  date,
  flag,
  id,
  ids,
  integer,
  json,
  orNull,
  text,
  texts,
  word,
} from '#platform/database/columns.ts';
import { nothing, statement } from '#platform/database/statement.ts';
import type { Table } from '#platform/tables/table.ts';
import { happeningNames, levels, needCategories, sources, stages, statedIn } from './contract.ts';

const customer = Type.Object({ customerId: id });

/** The very movements and agreements that events go by. */
function evidence<L extends 'earshot_staff' | 'earshot_portal'>(as: L, name: string) {
  return {
    evidenceOf: statement({
      ...{ name: `${name}evidence_of`, as },
      parameters: customer,
      row: Type.Object({
        ...{ event_id: orNull(id), booked_on: orNull(date), minor: orNull(bigint), currency: orNull(text) },
        counterparty: orNull(text),
      }),
      sql: 'SELECT event_id, booked_on, minor, currency, counterparty FROM needs.evidence_of($1)',
    }),
    heldOf: statement({
      ...{ name: `${name}evidence_held`, as },
      parameters: customer,
      row: Type.Object({
        ...{ event_id: orNull(id), kind: orNull(text), last4: orNull(text), matures_on: orNull(date) },
      }),
      sql: 'SELECT event_id, kind, last4, matures_on FROM needs.evidence_held($1)',
    }),
  };
}

/** What she asked not to be used and has not taken back, the newest first. */
function refused<L extends 'earshot_staff' | 'earshot_portal'>(as: L, name: string) {
  return {
    refusalsOf: statement({
      ...{ name: `${name}refusals_of`, as },
      parameters: customer,
      row: Type.Object({ about: text, since: date }),
      sql: `SELECT about, (refused_at AT TIME ZONE 'UTC')::date AS since FROM needs.refusals
             WHERE customer_id = $1 AND ended_at IS NULL ORDER BY refused_at DESC, about LIMIT 60`,
    }),
  };
}

/** The same statements for the file as staff see it, and for the customer's own page. */
function reading<L extends 'earshot_staff' | 'earshot_portal'>(as: L, name: string) {
  return {
    factsOf: statement({
      ...{ name: `${name}facts_of`, as },
      parameters: Type.Object({ customerIds: ids }),
      row: Type.Object({
        as_of: orNull(date),
        known: orNull(json<Record<string, unknown>>()),
        not_used: orNull(texts),
      }),
      sql: 'SELECT as_of, known, not_used FROM needs.facts_of($1)',
    }),
    standingsOf: statement({
      ...{ name: `${name}standings_of`, as },
      parameters: customer,
      row: Type.Object({
        ...{
          of: word('level', 'stage'),
          value: word(...levels, ...stages),
          is_change: flag,
          from_date: date,
        },
        because: json<{ en: string; es: string }>(),
        ...{ to_date: orNull(date), disputed_on: orNull(date) },
      }),
      sql: `SELECT of, value, is_change, from_date, because, to_date, disputed_on FROM needs.standings
             WHERE customer_id = $1 ORDER BY to_date DESC NULLS FIRST, from_date DESC, of LIMIT 40`,
    }),
    eventsOf: statement({
      ...{ name: `${name}events_of`, as },
      parameters: customer,
      row: Type.Object({
        ...{ event_id: id, kind: word(...happeningNames), evidence_key: text, rule: orNull(text) },
        state: word('suspected', 'confirmed', 'rejected', 'expired'),
        ...{ source: word(...sources), on_date: date, confidence: integer, amount_minor: orNull(bigint) },
        ...{ currency: orNull(text), sensitive: flag, not_used: flag, expires_on: date, version: integer },
      }),
      sql: `SELECT event_id, kind, evidence_key, rule, state, source, on_date, confidence, amount_minor,
              currency, sensitive, not_used, expires_on, version
              FROM needs.events WHERE customer_id = $1 AND state IN ('suspected', 'confirmed')
               AND expires_on >= CURRENT_DATE
             ORDER BY state, on_date DESC LIMIT 60`,
    }),
    ...{ ...evidence(as, name), ...refused(as, name) },
    needsOf: statement({
      ...{ name: `${name}needs_of`, as },
      parameters: customer,
      row: Type.Object({
        ...{ need_id: id, category: word(...needCategories), source: word(...sources), strength: integer },
        ...{ because: orNull(json<{ en: string; es: string }>()), goal_minor: orNull(bigint) },
        ...{ currency: orNull(text), goal_on: orNull(date), agreement_ids: ids, not_used: flag },
        ...{ expires_on: date, version: integer, saved_minor: orNull(bigint) },
        ...{ said_in: orNull(word(...statedIn)), talk: orNull(json<{ en: string; es: string }>()) },
        ...{ said_on: orNull(date), affirmed: flag },
      }),
      sql: `SELECT n.need_id, n.category, n.source, n.strength, n.because, n.goal_minor, n.currency,
        n.goal_on,
              n.agreement_ids, n.not_used, n.expires_on, n.version, s.saved_minor, n.said_in, n.talk,
              CASE WHEN n.said_in IS NOT NULL THEN (n.recorded_at AT TIME ZONE 'UTC')::date END AS said_on,
              n.source <> 'inferred' AND n.because IS NOT NULL AS affirmed
              FROM needs.needs n LEFT JOIN needs.saved_of($1) s ON s.need_id = n.need_id
             WHERE n.customer_id = $1 AND n.state = 'open' AND n.expires_on >= CURRENT_DATE
             ORDER BY n.source = 'inferred', n.strength DESC, n.category LIMIT 60`,
    }),
  };
}

export const ofStaff = reading('earshot_staff', 'needs.');
export const ofPortal = reading('earshot_portal', 'needs.own_');

export const decideEvent = statement({
  name: 'needs.decide_event',
  as: 'earshot_staff',
  parameters: Type.Object({ customerId: id, eventId: id, version: integer, state: text, staffId: id }),
  row: Type.Object({ version: integer }),
  sql: `UPDATE needs.events SET state = $4, decided_at = now(), decided_as = 'staff', decided_by = $5,
          version = version + 1
         WHERE customer_id = $1 AND event_id = $2 AND version = $3 AND state IN ('suspected', 'confirmed')
        RETURNING version`,
});

export const tellEvent = statement({
  name: 'needs.tell_event',
  as: 'earshot_staff',
  parameters: Type.Object({
    ...{
      customerId: id,
      eventId: id,
      kind: text,
      onDate: date,
      sensitive: flag,
      expiresOn: date,
      staffId: id,
    },
  }),
  row: Type.Object({ event_id: id }),
  sql: `INSERT INTO needs.events (customer_id, event_id, kind, state, source, on_date, confidence,
    evidence_key,
          sensitive, expires_on, decided_at, decided_as, decided_by)
        VALUES ($1, $2::uuid, $3, 'confirmed', 'staff', $4, 100, $2::uuid::text, $5, $6, now(), 'staff', $7)
        ON CONFLICT DO NOTHING RETURNING event_id`,
});

export const stateNeed = statement({
  name: 'needs.state_need',
  as: 'earshot_staff',
  parameters: Type.Object({
    ...{ customerId: id, needId: id, category: text, strength: integer, goalMinor: orNull(bigint) },
    ...{ currency: orNull(text), goalOn: orNull(date), agreementIds: ids, staffId: id },
  }),
  row: Type.Object({ need_id: id }),
  sql: `INSERT INTO needs.needs (customer_id, need_id, category, source, context, strength, goal_minor,
    currency,
          goal_on, agreement_ids, recorded_by, expires_on)
        VALUES ($1, $2, $3, 'staff', 'offer', $4, $5, $6, $7, $8, $9,
          greatest(CURRENT_DATE + 365, $7::date + 30)) ON CONFLICT DO NOTHING RETURNING need_id`,
});

/** What she says in a conversation, as often as she says it anew. */
export const sayNeed = statement({
  name: 'needs.say_need',
  as: 'earshot_staff',
  parameters: Type.Object({
    ...{ customerId: id, conversationId: id, question: text, category: text, strength: integer, staffId: id },
    ...{ saidIn: word('talk', 'phone'), talk: json<{ en: string; es: string }>() },
  }),
  row: Type.Object({ need_id: id }),
  sql: `INSERT INTO needs.needs AS n (customer_id, need_id, category, source, context, strength, recorded_by,
          expires_on, said_in, talk)
        VALUES ($1, house.id_of('conversation', $2::uuid::text, $3::text || ' ' || $4::text), $4, 'customer',
          'offer', $5, $6,
          CURRENT_DATE + 365, $7, $8)
        ON CONFLICT (customer_id, need_id) DO UPDATE
           SET strength = excluded.strength, state = 'open', expires_on = excluded.expires_on,
               version = n.version + 1, said_in = excluded.said_in, talk = excluded.talk
        RETURNING need_id`,
});

/** What was said in a conversation and is not said any more: all of these but those that were kept. */
export const unsayNeeds = statement({
  name: 'needs.unsay_needs',
  as: 'earshot_staff',
  parameters: Type.Object({ customerId: id, conversationId: id, said: texts, kept: ids }),
  row: nothing,
  sql: `UPDATE needs.needs SET state = 'rejected', version = version + 1
         WHERE customer_id = $1 AND state = 'open' AND need_id <> ALL ($4)
           AND need_id = ANY (
             SELECT house.id_of('conversation', $2::uuid::text, s) FROM unnest($3::text[]) s)`,
});

export const settleNeed = statement({
  name: 'needs.settle_need',
  as: 'earshot_staff',
  parameters: Type.Object({ customerId: id, needId: id, version: integer, state: text }),
  row: Type.Object({ version: integer }),
  sql: `UPDATE needs.needs SET state = $4, version = version + 1
         WHERE customer_id = $1 AND need_id = $2 AND version = $3 AND state = 'open' RETURNING version`,
});

const again = (as: 'earshot_staff' | 'earshot_portal', name: string) =>
  statement({
    ...{ name, as },
    parameters: Type.Object({ payload: json<{ customerIds: string[] }>(), key: text }),
    row: nothing,
    sql: `SELECT FROM house.add_job('needs.understand', $1, $2)`,
  });
/** What was said changes what is understood: worked out anew in a moment. */
export const understandAgain = again('earshot_staff', 'needs.understand_again');
export const understandOwnAgain = again('earshot_portal', 'needs.own_understand_again');

export const listNews = statement({
  name: 'needs.list_news',
  as: 'earshot_staff',
  parameters: Type.Object({ search: id, token: text }),
  row: nothing,
  sql: 'SELECT FROM needs.list_news($1, $2)',
});

export const newsCards = statement({
  name: 'needs.news_cards',
  as: 'earshot_staff',
  parameters: Type.Object({ search: id, token: text }),
  row: Type.Object({
    ...{
      customer_id: id,
      called_name: text,
      on_date: date,
      what: word('event', 'need', 'level', 'stage', 'private'),
    },
    value: orNull(word(...happeningNames, 'help in difficulty', ...levels, ...stages)),
  }),
  sql: 'SELECT customer_id, called_name, on_date, what, value FROM needs.news_cards($1, $2)',
});

// The portal
// ------------------------------------------------------------------------------------------------------

export const answerOwn = statement({
  name: 'needs.own_answer',
  as: 'earshot_portal',
  parameters: Type.Object({ token: text, of: text, subject: id, answer: text }),
  row: nothing,
  sql: 'SELECT FROM needs.own_answer($1, $2, $3, $4)',
});

export const answerStanding = statement({
  name: 'needs.own_dispute',
  as: 'earshot_portal',
  parameters: Type.Object({ token: text, of: text, isSo: flag }),
  row: nothing,
  sql: 'SELECT FROM needs.own_dispute($1, $2, $3)',
});

export const tellOwn = statement({
  name: 'needs.own_event',
  as: 'earshot_portal',
  parameters: Type.Object({
    token: text,
    eventId: id,
    kind: text,
    onDate: date,
    sensitive: flag,
    expiresOn: date,
  }),
  row: nothing,
  sql: 'SELECT FROM needs.own_event($1, $2, $3, $4, $5, $6)',
});

/** Of kinds that can be told; others have their day in the books. */
export const correctOwnEvent = statement({
  name: 'needs.own_event_day',
  as: 'earshot_portal',
  parameters: Type.Object({
    ...{ token: text, eventId: id, kinds: texts, onDate: date, lasts: json<Record<string, number>>() },
  }),
  row: nothing,
  sql: 'SELECT FROM needs.own_event_day($1, $2, $3, $4, $5)',
});

export const stateOwn = statement({
  name: 'needs.own_need',
  as: 'earshot_portal',
  parameters: Type.Object({ token: text, needId: id, category: text }),
  row: nothing,
  sql: 'SELECT FROM needs.own_need($1, $2, $3)',
});

export const correctOwnGoal = statement({
  name: 'needs.own_goal',
  as: 'earshot_portal',
  parameters: Type.Object({ token: text, needId: id, minor: orNull(bigint), onDate: orNull(date) }),
  row: nothing,
  sql: 'SELECT FROM needs.own_goal($1, $2, $3, $4)',
});

export const refuseOwn = statement({
  name: 'needs.own_refusal',
  as: 'earshot_portal',
  parameters: Type.Object({ token: text, about: text, refused: flag, names: texts }),
  row: nothing,
  sql: 'SELECT FROM needs.own_refusal($1, $2, $3, $4)',
});

/** The decision tables whose day has come: of each the one that counts. */
export const tablesOn = statement({
  name: 'needs.rules_on',
  as: 'earshot_staff',
  parameters: Type.Object({ day: date }),
  row: Type.Object({ name: text, version: integer, body: json<Table>() }),
  sql: `SELECT DISTINCT ON (name) name, version, body FROM needs.tables
         WHERE applies_from <= $1 ORDER BY name, applies_from DESC, version DESC`,
});
