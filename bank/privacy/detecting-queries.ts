/** The job's own SQL. What other rooms know comes through the functions of 0017_detection_facts.sql. */
import Type from 'typebox';
import {
  bigint,
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
} from '#platform/database/columns.ts';
import { nothing, statement } from '#platform/database/statement.ts';
import type { Person } from './detecting-kin.ts';

const job = 'earshot_run_detection';
const real = Type.Unsafe<number>({ type: 'number', pg: 'float4' });

/** Until when everything has been judged; no row before the first run. */
export const lastRun = statement({
  name: 'detecting.last_run',
  as: job,
  parameters: Type.Object({}),
  row: Type.Object({ through: orNull(instant) }),
  sql: `SELECT max(through) AS through FROM privacy.detection_runs WHERE finished_at IS NOT NULL`,
});

/** Employees who did anything since, a page of them by id; with what is compared of them. */
export const staffAtWork = statement({
  name: 'detecting.staff_at_work',
  as: job,
  parameters: Type.Object({ after: id, since: instant, most: integer }),
  row: Type.Object({
    staff_id: id,
    full_name: text,
    role: text,
    customer_id: orNull(id),
    premises_id: orNull(id),
    time_zone: text,
  }),
  sql: `SELECT f.staff_id, f.full_name, f.role, f.customer_id, f.premises_id,
               coalesce(p.time_zone, 'UTC') AS time_zone -- NOT NULL
          FROM staff.staff f LEFT JOIN premises.premises p ON p.premises_id = f.premises_id
         WHERE f.staff_id > $1
           AND (EXISTS (SELECT FROM privacy.access_records r WHERE r.staff_id = f.staff_id AND r.at >= $2)
             OR EXISTS (SELECT FROM privacy.searches s WHERE s.staff_id = f.staff_id AND s.at >= $2))
         ORDER BY f.staff_id LIMIT $3::int`,
});

export const occasionFacts = statement({
  name: 'detecting.occasion_facts',
  as: job,
  parameters: Type.Object({ staffIds: ids, fromDay: date }),
  row: Type.Object({
    ...{ occasion_id: id, staff_id: id, customer_id: id, on_date: date, first_at: instant, last_at: instant },
    ...{ premises_id: orNull(id), ground_kind: text, ground: id, looks: integer, proven: flag },
    ...{ presence: orNull(text), second_person: flag, follows_proven: flag, counter_business: flag },
    ...{ work_done: flag, minutes: orNull(integer), at_once: integer, home_branch: orNull(flag) },
    ...{ out_of_hours: flag, earlier: integer, other_staff: integer, prominent: flag, oneself: flag },
    ...{ related: flag, colleague: flag, manager: flag, undone: flag },
  }),
  sql: 'SELECT * FROM privacy.occasion_facts($1, $2)',
});

export const personsOf = statement({
  name: 'detecting.persons_of',
  as: job,
  parameters: Type.Object({ customerIds: ids }),
  row: Type.Object({
    ...{ customer_id: id, names: texts, phones: texts, addresses: json<Person['addresses']>() },
    employer: orNull(text),
  }),
  sql: 'SELECT * FROM privacy.persons_of($1)',
});

export const shareOfWords = statement({
  name: 'detecting.share_of_words',
  as: job,
  parameters: Type.Object({ words: texts }),
  row: Type.Object({ share: real }),
  sql: 'SELECT privacy.share_of_words($1) AS share',
});

/** What was looked for, for counting those by a name and an initial. */
export const searchesOf = statement({
  name: 'detecting.searches_of',
  as: job,
  parameters: Type.Object({ staffIds: ids, fromDay: date }),
  row: Type.Object({ staff_id: id, on_date: date, query: text, found: integer }),
  sql: `SELECT s.staff_id, (s.at AT TIME ZONE coalesce(p.time_zone, 'UTC'))::date AS on_date, s.query,
               cardinality(s.customer_ids) AS found
          FROM privacy.searches s LEFT JOIN premises.premises p ON p.premises_id = s.premises_id
         WHERE s.staff_id = ANY ($1) AND s.at >= $2::date::timestamp AT TIME ZONE 'UTC' AND s.query <> ''
           AND s.surface NOT IN ('unexplained', 'people affected', 'my questions')`,
});

/** What is decided is never judged again; what is asked about may still be explained by what comes later. */
export const writeOccasions = statement({
  name: 'detecting.write_occasions',
  as: job,
  parameters: Type.Object({ rows: json(), version: integer }),
  row: nothing,
  sql: `INSERT INTO privacy.occasions AS o (occasion_id, staff_id, customer_id, on_date, first_at, last_at,
            ground_kind, ground, presence, premises_id, looks, score, personal, explained,
            reasons, lessened, bare,
            rules_version)
        SELECT r.occasion_id, r.staff_id, r.customer_id, r.on_date, r.first_at, r.last_at, r.ground_kind,
            r.ground, r.presence, r.premises_id, r.looks, r.score, r.personal, NULL,
            r.reasons, r.lessened, r.bare, $2
          FROM jsonb_to_recordset($1) r(occasion_id uuid, staff_id uuid, customer_id uuid, on_date date,
            first_at timestamptz, last_at timestamptz, ground_kind text, ground uuid, presence text,
            premises_id uuid, looks int, score int, personal int, reasons jsonb,
            lessened text[], bare boolean)
        ON CONFLICT (occasion_id) DO UPDATE SET last_at = excluded.last_at, looks = excluded.looks,
            score = excluded.score, personal = excluded.personal, explained = NULL,
            reasons = excluded.reasons,
            lessened = excluded.lessened, bare = excluded.bare, rules_version = excluded.rules_version
         WHERE NOT EXISTS (SELECT FROM privacy.questions q
                            WHERE q.question_id = o.question_id AND q.state <> 'open')`,
});

/** What nothing explained at first, and something does now. */
export const explainOccasions = statement({
  name: 'detecting.explain_occasions',
  as: job,
  parameters: Type.Object({ occasionIds: ids, explained: texts }),
  row: nothing,
  sql: `UPDATE privacy.occasions o SET score = 0, personal = 0, explained = e.by
          FROM unnest($1::uuid[], $2::text[]) e(occasion_id, by)
         WHERE o.occasion_id = e.occasion_id AND coalesce(o.explained, '') <> e.by
           AND NOT EXISTS (SELECT FROM privacy.questions q
                            WHERE q.question_id = o.question_id AND q.state <> 'open')`,
});

export const writeDays = statement({
  name: 'detecting.write_days',
  as: job,
  parameters: Type.Object({ rows: json() }),
  row: nothing,
  sql: `INSERT INTO privacy.detection_days (staff_id, on_date, occasions, declared, ordinary, browsing)
        SELECT * FROM jsonb_to_recordset($1) r(staff_id uuid, on_date date, occasions int, declared int,
          ordinary int, browsing int)
        ON CONFLICT (staff_id, on_date) DO UPDATE SET occasions = excluded.occasions,
          declared = excluded.declared, ordinary = excluded.ordinary, browsing = excluded.browsing`,
});

/** Working days of these employees since a day, with what was not asked about yet. */
export const daysOf = statement({
  name: 'detecting.days_of',
  as: job,
  parameters: Type.Object({ staffIds: ids, fromDay: date }),
  row: Type.Object({
    ...{ staff_id: id, on_date: date, occasions: integer, declared: integer, browsing: integer },
    ...{ evidence: integer, personal: integer, strongest: integer, prominent: flag, asked_since: flag },
  }),
  sql: `SELECT d.staff_id, d.on_date, d.occasions, d.declared, d.browsing,
               coalesce(sum(o.score), 0)::int AS evidence,
               coalesce(sum(o.personal), 0)::int AS personal, coalesce(max(o.score), 0)::int AS strongest,
               coalesce(bool_or(o.reasons @> '[{"rule": "prominent"}]'), false) AS prominent,
               EXISTS (SELECT FROM privacy.questions q
                        WHERE q.staff_id = d.staff_id AND q.on_date >= d.on_date) AS asked_since
          FROM privacy.detection_days d
          LEFT JOIN privacy.occasions o
            ON o.staff_id = d.staff_id AND o.on_date = d.on_date AND o.question_id IS NULL AND o.score > 0
         WHERE d.staff_id = ANY ($1) AND d.on_date >= $2
         GROUP BY d.staff_id, d.on_date ORDER BY d.staff_id, d.on_date -- NOT NULL`,
});

/** What the others of each employee's branch had in their working days since. */
export const peersOf = statement({
  name: 'detecting.peers_of',
  as: job,
  parameters: Type.Object({ staffIds: ids, fromDay: date }),
  row: Type.Object({
    ...{ staff_id: id, days: integer, evidence: integer, declared: integer, occasions: integer },
  }),
  sql: `SELECT f.staff_id, count(d.on_date)::int AS days, coalesce(sum(d.ordinary), 0)::int AS evidence,
               coalesce(sum(d.declared), 0)::int AS declared, coalesce(sum(d.occasions), 0)::int AS occasions
          FROM staff.staff f
          LEFT JOIN staff.staff c
            ON c.premises_id = f.premises_id AND c.staff_id <> f.staff_id AND c.role <> 'greeter'
          LEFT JOIN privacy.detection_days d ON d.staff_id = c.staff_id AND d.on_date >= $2
         WHERE f.staff_id = ANY ($1) GROUP BY f.staff_id`,
});

/** Puts a question, due on the third working day at the branch. */
export const ask = statement({
  name: 'detecting.ask',
  as: job,
  parameters: Type.Object({
    ...{ staffId: id, onDate: date, since: date, evidence: integer, allowance: integer, signs: json() },
    ...{ office: text, escalated: flag, now: instant, workingDays: integer, premisesId: orNull(id) },
  }),
  row: Type.Object({ question_id: id }),
  sql: `INSERT INTO privacy.questions (staff_id, on_date, since, evidence, allowance, signs, office,
            escalated_at, escalated_because, due_on)
        SELECT $1, $2, $3, $4, $5, $6, $7, CASE WHEN $8::boolean THEN $9::timestamptz END,
          CASE WHEN $8::boolean THEN 'prominent' END,
          (SELECT d::date FROM generate_series($2::date + 1, $2::date + 40, interval '1 day') d
            WHERE extract(isodow FROM d) < 6
              AND NOT EXISTS (SELECT FROM premises.holidays h
                               WHERE h.premises_id = $11 AND h.on_date = d::date)
            ORDER BY d OFFSET $10::int - 1 LIMIT 1)
        RETURNING question_id`,
});

export const nameOccasions = statement({
  name: 'detecting.name_occasions',
  as: job,
  parameters: Type.Object({ questionId: id, staffId: id, since: date }),
  row: nothing,
  sql: `UPDATE privacy.occasions SET question_id = $1
         WHERE staff_id = $2 AND on_date >= $3 AND question_id IS NULL AND score > 0`,
});

/** Nobody answered in time: compliance sees it too. */
export const escalate = statement({
  name: 'detecting.escalate',
  as: job,
  parameters: Type.Object({ now: instant }),
  row: nothing,
  sql: `UPDATE privacy.questions q
           SET escalated_at = $1, escalated_because = 'not answered', version = q.version + 1
          FROM staff.staff f LEFT JOIN premises.premises p ON p.premises_id = f.premises_id
         WHERE f.staff_id = q.staff_id AND q.state = 'open' AND q.answered_at IS NULL
           AND q.escalated_at IS NULL
           AND q.due_on < ($1 AT TIME ZONE coalesce(p.time_zone, 'UTC'))::date`,
});

/** Everything in it was explained by what came later, before anybody answered. */
export const withdraw = statement({
  name: 'detecting.withdraw',
  as: job,
  parameters: Type.Object({}),
  row: nothing,
  sql: `UPDATE privacy.questions q SET state = 'withdrawn', version = q.version + 1
         WHERE q.state = 'open' AND q.answered_at IS NULL
           AND NOT EXISTS (SELECT FROM privacy.occasions o
                            WHERE o.question_id = q.question_id AND o.score > 0)
           AND NOT (q.signs ->> 'browsing')::int > 0`,
});

/** One run at a time judges; the other waits. */
export const oneAtATime = statement({
  name: 'detecting.one_at_a_time',
  as: job,
  parameters: Type.Object({}),
  row: nothing,
  sql: `SELECT pg_advisory_xact_lock(hashtextextended('privacy.detect', 7))`,
});

export const tellRun = statement({
  name: 'detecting.tell_run',
  as: job,
  parameters: Type.Object({
    ...{ runId: id, occasions: bigint, unexplained: bigint, questions: bigint, through: orNull(instant) },
  }),
  row: nothing,
  sql: `INSERT INTO privacy.detection_runs (run_id, occasions, unexplained, questions, through, finished_at)
        VALUES ($1, $2, $3, $4, $5::timestamptz,
          CASE WHEN $5::timestamptz IS NOT NULL THEN clock_timestamp() END)
        ON CONFLICT (run_id) DO UPDATE SET occasions = excluded.occasions, unexplained = excluded.unexplained,
          questions = excluded.questions, through = excluded.through, finished_at = excluded.finished_at`,
});
