/** What the tests of detection share: a privacy office, neighbours, and the job through the real queue. */
import { randomBytes, randomUUID } from 'node:crypto';
import { type Client, clientOf, type Trial, trialBank } from '#bank/trial.ts';
import { hashToken } from '#platform/auth/secrets.ts';
import { batch } from '#platform/database/vault.ts';
import { runOnce } from '#platform/jobs/worker.ts';
import { type DetectionReport, detect } from './detecting.ts';

export interface DetectingTrial extends Trial {
  /**
   * Somebody new of that role in the main branch, signed in; `customer` is their own record as a customer.
   */
  hire(role: string, fullName: string, customer?: string): Promise<{ staffId: string; client: Client }>;
  /** A customer of the main branch who lives there. */
  move(fullName: string, address: string): Promise<string>;
  /** A visit that somebody checked in, handed to that employee, and opened. */
  open(
    by: { staffId: string; client: Client },
    customer: string,
    presence: string,
    checkedInBy?: string,
  ): Promise<void>;
  /** Runs the job; today at that hour of the main branch. */
  detect(hour?: number, tell?: (report: DetectionReport) => void): Promise<DetectionReport>;
  /** Everything that detection keeps, in a fixed order. */
  kept(): Promise<unknown>;
}

export async function detectingTrial({ apps = false } = {}): Promise<DetectingTrial> {
  const bank = await trialBank({ apps });
  return {
    ...bank,
    async hire(role, fullName, customer) {
      const token = randomBytes(32).toString('base64url');
      const [row] = await bank.sql(
        `INSERT INTO staff.staff (user_name, full_name, role, premises_id, manager_id, customer_id, made_up)
         VALUES ($1, $2, $3, $4, $5, $6, true) RETURNING staff_id`,
        [`s${randomUUID()}`, fullName, role, bank.premises.main, bank.staff.manager, customer ?? null],
      );
      const staffId = String(row?.staff_id);
      await bank.sql(
        `INSERT INTO staff.certificates (staff_id, valid_from, expires_on)
         VALUES ($1, CURRENT_DATE - 1, CURRENT_DATE + 365)`,
        [staffId],
      );
      await bank.sql(
        `INSERT INTO staff.sessions (token_hash, staff_id, station_id, idle_expires_at, expires_at)
         SELECT $1, $2, station_id, now() + interval '1 hour', now() + interval '1 hour'
           FROM premises.stations WHERE premises_id = $3 AND place = 'back office'`,
        [hashToken(token), staffId, bank.premises.main],
      );
      return { staffId, client: clientOf(bank.served.workspace, 'workspace', token) };
    },
    async move(fullName, address) {
      const id = randomUUID();
      await bank.sql(
        `INSERT INTO customers.customers
           (customer_id, kind, full_name, born_on, home_premises_id, made_up)
         VALUES ($1, 'person', $2, '1970-05-05', $3, true)`,
        [id, fullName, bank.premises.main],
      );
      await bank.sql(
        `INSERT INTO customers.addresses (customer_id, lines, country, postal_code)
         VALUES ($1, $2, 'CZ', '11000')`,
        [id, [address]],
      );
      return id;
    },
    async open({ staffId, client }, customer, presence, checkedInBy = staffId) {
      await bank.sql(
        `INSERT INTO conversations.visits (customer_id, channel, premises_id, queue_number, state, presence,
           checked_in_by, handed_to, started_at)
         VALUES ($1, 'branch', $2, 1, 'in progress', $3, $4, $5, now())`,
        [customer, bank.premises.main, presence, checkedInBy, staffId],
      );
      const { status, text } = await client.get(`/api/customers/${customer}/file`);
      if (status !== 200) throw new Error(text);
      await bank.sql(
        `UPDATE conversations.visits SET state = 'ended', ended_at = now() + interval '9 minutes'
          WHERE customer_id = $1 AND handed_to = $2`,
        [customer, staffId],
      );
    },
    detect: (hour = 20, tell) => detectThroughQueue(bank, hour, tell),
    kept: async () => ({
      occasions: await bank.sql('SELECT * FROM privacy.occasions ORDER BY occasion_id'),
      days: await bank.sql('SELECT * FROM privacy.detection_days ORDER BY staff_id, on_date'),
      questions: await bank.sql('SELECT * FROM privacy.questions ORDER BY question_id'),
    }),
  };
}

async function detectThroughQueue(
  bank: Trial,
  hour: number,
  tell: ((report: DetectionReport) => void) | undefined,
) {
  const at = Temporal.Now.zonedDateTimeISO('Europe/Prague').with({ hour, minute: 0 });
  let report: DetectionReport | undefined;
  await runOnce(bank.database, 'privacy.detect', {}, async (_payload, { job, database, signal }) => {
    const run = await batch(database, job, 'earshot_run_detection');
    report = await detect(run, at.toInstant(), signal, tell);
  });
  if (report === undefined) throw new Error('the job was not run');
  return report;
}
