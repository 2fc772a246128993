/**
 * What the demo bank's customers said to what was suggested on a day in the past: task 'demo.answers', for
 * made-up customers alone. A product is accepted by whoever opened one soon after; the rest is drawn, the
 * same for the same seed. Nobody's life changes by an answer, so where everything is made up no difference
 * between those who were reminded and those who were not is to be expected. Done again it changes nothing.
 */
import { decoded, encoded, within } from '#bank/needs/facts.ts';
import { defaultOptions } from '#bank/products/actions.ts';
import { type Sort, sales } from '#bank/products/rules.ts';
import type { Run } from '#platform/database/vault.ts';
import { batch } from '#platform/database/vault.ts';
import type { Held } from '#platform/jobs/worker.ts';
import { type Day, dateOf, dayOf, workdayBefore } from './calendar.ts';
import { Random } from './random.ts';

export interface DemoAnswers {
  seed: number;
  /** The day of the night that made the suggestions. */
  asOf: string;
}

export const tasks = {
  'demo.answers': async (given: DemoAnswers, { job, database, signal }: Held): Promise<void> => {
    await answerAll(await batch(database, job, 'earshot_run_demo'), given, signal);
  },
};

const page = 500;

export async function answerAll(run: Run, { seed, asOf }: DemoAnswers, signal: AbortSignal): Promise<void> {
  let after = '00000000-0000-0000-0000-000000000000';
  while (!signal.aborted) {
    const last = await run.transaction(async (tx) => {
      const { rows } = await tx.query(suggested, [asOf, after, page]);
      const answers = (rows as Suggested[]).flatMap((row) => answerTo(row, seed, dayOf(asOf)) ?? []);
      await tx.query(kept, [JSON.stringify(answers)]);
      return (rows.at(-1) as Suggested | undefined)?.customer_id;
    });
    if (last === undefined) return;
    after = last;
  }
}

interface Suggested {
  customer_id: string;
  option_code: string;
  need: number;
  rows: Record<string, string>;
  rules: string;
  known: Record<string, string | number | boolean>;
  not_used: string[];
  held_out: boolean;
  staff_id: string | null;
  /** What was opened later: [kind of agreement, day]. */
  opened: [kind: string, on: string][];
}

/** Percent that say yes when nothing speaks for or against; more where the need is strong. */
const yes: Record<Sort, number> = {
  help: 65,
  waiver: 85,
  cheaper: 60,
  'check-in': 60,
  education: 35,
  referral: 30,
  product: 0,
};
const opens: Readonly<Record<string, string>> = {
  'savings.reserve': 'savings',
  'term.deposit': 'term deposit',
  'loan.personal': 'personal loan',
  card: 'card',
};
const sorts = new Map(defaultOptions.map(({ code, sort }) => [code, sort]));
/** Days within which something is brought up, and within which it is opened. */
const [talkedWithin, openedWithin] = [85, 120];

function answerTo(row: Suggested, seed: number, night: Day) {
  const sort = sorts.get(row.option_code) ?? 'product';
  const place = defaultOptions.findIndex(({ code }) => code === row.option_code);
  const random = new Random(seed, 'answer', Number.parseInt(row.customer_id.slice(0, 8), 16) + place);
  const day = workdayBefore(night + random.whole(4, talkedWithin));
  const minutes = random.whole(0, 330);
  const [talks, says, why, later] = [random.next(), random.next(), random.next(), random.whole(60, 150)];
  // whoever is reminded brings it up more often
  if (!below(talks, sales.has(sort) && row.held_out ? 25 : 60)) return undefined;
  const opened = row.opened.some(
    ([kind, on]) => kind === opens[row.option_code] && dayOf(on) > day && dayOf(on) <= day + openedWithin,
  );
  const accepts = opened || below(says, yes[sort] === 0 ? 0 : yes[sort] + (row.need - 55) / 2);
  const became = accepts ? 'accepted' : below(why, 35) ? 'declined' : below(why, 65) ? 'not now' : 'shown';
  return {
    ...{ customer_id: row.customer_id, option_code: row.option_code, became },
    until: became === 'not now' ? dateOf(day + later) : null,
    because: became === 'declined' ? becauses[why % becauses.length] : null,
    known: encoded(within('offer', decoded(row.known), row.not_used)),
    ...{ rows: row.rows, rules: row.rules, staff_id: row.staff_id },
    recorded_at: `${dateOf(day)}T${clock(9 * 60 + minutes)}:00Z`,
  };
}

const below = (drawn: number, percent: number) => drawn < percent * 42_949_672.96;
const clock = (minutes: number) =>
  `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
const becauses = ['not needed', 'too expensive', 'has it elsewhere', 'does not suit', 'no answer'] as const;

/** A page of suggestions of that night; with whoever looks after them, or a banker of their branch. */
const suggested = `
  SELECT d.customer_id, s.code AS option_code, s.need::integer AS need, s.rows, d.rules, f.known, f.not_used,
         w.held_out, b.staff_id, o.opened
    FROM (SELECT d.* FROM advice.decisions d
            JOIN customers.customers c ON c.customer_id = d.customer_id AND c.made_up
             AND c.merged_into IS NULL
           WHERE d.customer_id > $2 AND d.decided_on = $1::date AND d.result = 'suggestions'
           ORDER BY d.customer_id LIMIT $3) d
    JOIN customers.customers c ON c.customer_id = d.customer_id
    JOIN needs.facts f ON f.customer_id = d.customer_id
    CROSS JOIN LATERAL jsonb_to_recordset(advice.in_words(d.said) -> 'suggestions')
      AS s(code text, need double precision, rows jsonb)
    JOIN advice.followed w ON w.customer_id = d.customer_id AND w.option_code = s.code
      AND w.since = $1::date
    LEFT JOIN LATERAL (SELECT x.staff_id FROM (
        SELECT p.staff_id, 1 AS place, '' AS name FROM customers.portfolios p
         WHERE p.customer_id = d.customer_id AND p.ended_on IS NULL
        UNION ALL SELECT m.staff_id, 2, m.user_name FROM staff.staff m
         WHERE m.premises_id = c.home_premises_id AND m.role = 'banker' AND m.made_up) x
       ORDER BY x.place, x.name LIMIT 1) b ON true
    CROSS JOIN LATERAL (SELECT coalesce(jsonb_agg(jsonb_build_array(h.kind, h.opened_on)), '[]') AS opened
        FROM holdings.holdings h WHERE h.customer_id = d.customer_id AND h.opened_on > $1::date) o
   ORDER BY d.customer_id, s.code`;

const kept = `
  INSERT INTO advice.outcomes (customer_id, outcome_id, option_code, became, until, because, known, rows,
    rules, recorded_by, recorded_at)
  SELECT r.customer_id, house.id_of('demo', 'outcome', concat_ws('|', r.customer_id, r.option_code,
      r.recorded_at)), r.option_code, r.became, r.until, r.because, r.known, r.rows, r.rules, r.staff_id,
    r.recorded_at
    FROM jsonb_to_recordset($1) r(customer_id uuid, option_code text, became text, until date, because text,
      known jsonb, rows jsonb, rules text, staff_id uuid, recorded_at timestamptz)
  ON CONFLICT DO NOTHING`;
