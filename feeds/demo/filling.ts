/**
 * What a feed does not bring: the demo bank's staff, work stations, portfolios, past conversations and
 * sign-ins. Task 'demo.fill', run once after the demo's own extract was imported; done again it changes
 * nothing.
 */
import type { Transaction } from '#platform/database/transaction.ts';
import { batch } from '#platform/database/vault.ts';
import type { Held } from '#platform/jobs/worker.ts';
import { demoConversations } from './conversations.ts';
import { demoCustomersWithSignIn, demoHolidays, demoStations } from './generate.ts';
import type { DemoOptions } from './setting.ts';
import { demoPortfolios, demoSpecialities, demoStaff } from './staff.ts';

/** How somebody of the demo bank signs in. Kept in the queue for the moment of filling only as hashes. */
export interface DemoSignIn {
  userName: string;
  passwordHash: string;
  totpSecret: string;
}

export interface DemoFill {
  options: DemoOptions;
  staff: DemoSignIn[];
  customers: DemoSignIn[];
}

/** At most so many rows in one statement. */
const rowsAtOnce = 2000;

export async function fillDemo(
  { options, staff, customers }: DemoFill,
  { job, database }: Held,
): Promise<void> {
  const run = await batch(database, job, 'earshot_run_demo');
  const put = async (sql: string, rows: Iterable<object>) => {
    for (const piece of pieces(rows)) await run.transaction((tx) => insert(tx, sql, piece));
  };
  await put(holidays, demoHolidays(options));
  await put(stations, demoStations());
  const people = demoStaff(options);
  await put(
    staffSql,
    people.filter((person) => person.manager_user_name === null),
  );
  await put(
    staffSql,
    people.filter((person) => person.manager_user_name !== null),
  );
  await put(certificates, people);
  await put(specialitiesSql, demoSpecialities(people));
  await put(signInsSql, staff);
  await put(portfolios, demoPortfolios(options));
  const keys = new Map(
    demoCustomersWithSignIn().map((customer) => [customer.user_name, customer.customer_key]),
  );
  await put(
    customerSignIns,
    customers.map((one) => ({ ...one, customer_key: keys.get(one.userName) })),
  );
  const putNotes = async (rows: object[]) => {
    for (const piece of pieces(rows)) await run.transaction((tx) => insertNotes(tx, piece));
  };
  const said = { visit: [] as object[], note: [] as object[], promise: [] as object[] };
  for (const one of demoConversations(options)) {
    said[one.what].push(one);
    for (const what of ['visit', 'promise'] as const) {
      if (said[what].length >= rowsAtOnce) await put(conversations[what], said[what].splice(0));
    }
    if (said.note.length >= rowsAtOnce) await putNotes(said.note.splice(0));
  }
  for (const what of ['visit', 'promise'] as const) await put(conversations[what], said[what]);
  await putNotes(said.note);
}

function* pieces(rows: Iterable<object>): Generator<object[]> {
  let piece: object[] = [];
  for (const row of rows) {
    piece.push(row);
    if (piece.length === rowsAtOnce) {
      yield piece;
      piece = [];
    }
  }
  if (piece.length > 0) yield piece;
}

/** Sensitive ones are sealed, as staff's are. */
async function insertNotes(tx: Transaction, rows: object[]): Promise<void> {
  const { rows: notes } = await tx.query(noteIds, [JSON.stringify(rows)]);
  const sensitive = notes.filter((note) => note.sensitive);
  const sealed = await tx.seal(
    'notes',
    sensitive.map((note) => ({
      ...{ customerId: note.customer_id, text: note.body },
      place: { table: 'conversations.notes', column: 'body', row: note.note_id },
    })),
  );
  const bodies = sensitive.map((note, n) => [note.note_id, sealed[n]?.toString('base64')]);
  await tx.query(conversations.note, [JSON.stringify(rows), JSON.stringify(Object.fromEntries(bodies))]);
}

const insert = (tx: Transaction, sql: string, rows: object[]) => tx.query(sql, [JSON.stringify(rows)]);

const premisesOf = `JOIN premises.premises p ON p.source = 'demo' AND p.source_key = r.premises_key`;
const customerOf = `JOIN customers.customers c ON c.customer_id = house.id_of('demo', 'customers',
  r.customer_key)`;
const idOf = (kind: string) => `house.id_of('demo', '${kind}', r::text)`;

const holidays = `
  INSERT INTO premises.holidays (premises_id, on_date, name)
  SELECT p.premises_id, r.on_date, r.name FROM jsonb_to_recordset($1) r(premises_key text, on_date date,
    name text) ${premisesOf}
  ON CONFLICT DO NOTHING`;

const stations = `
  INSERT INTO premises.stations (premises_id, name, place)
  SELECT p.premises_id, r.name, r.place FROM jsonb_to_recordset($1) r(premises_key text, name text,
    place text) ${premisesOf}
  ON CONFLICT DO NOTHING`;

const staffSql = `
  INSERT INTO staff.staff (user_name, full_name, role, premises_id, manager_id, locale, customer_id, made_up)
  SELECT r.user_name, r.full_name, r.role, p.premises_id, m.staff_id, r.locale, c.customer_id, true
    FROM jsonb_to_recordset($1) r(user_name text, full_name text, role text, premises_key text,
      manager_user_name text, locale text, customer_key text)
    ${premisesOf} LEFT JOIN customers.customers c ON c.customer_id = house.id_of('demo', 'customers',
      r.customer_key) LEFT JOIN staff.staff m ON m.user_name = r.manager_user_name
  ON CONFLICT DO NOTHING`;

const specialitiesSql = `
  INSERT INTO staff.specialities (staff_id, speciality)
  SELECT s.staff_id, r.speciality FROM jsonb_to_recordset($1) r(user_name text, speciality text)
    JOIN staff.staff s ON s.user_name = r.user_name
  ON CONFLICT DO NOTHING`;

/** Spread over the year; nobody's has lapsed, and one of the main branch is due soon. */
const certificates = `
  INSERT INTO staff.certificates (staff_id, valid_from, expires_on)
  SELECT s.staff_id, CURRENT_DATE - 300,
         CURRENT_DATE + CASE r.user_name WHEN 'banker2' THEN 20 ELSE 60 + length(s.full_name) * 7 END
    FROM jsonb_to_recordset($1) r(user_name text) JOIN staff.staff s ON s.user_name = r.user_name
   WHERE NOT EXISTS (SELECT FROM staff.certificates c WHERE c.staff_id = s.staff_id)`;

const signInsSql = `
  INSERT INTO staff.sign_ins (staff_id, password_hash, totp_secret)
  SELECT s.staff_id, r."passwordHash", convert_to(r."totpSecret", 'UTF8')
    FROM jsonb_to_recordset($1) r("userName" text, "passwordHash" text, "totpSecret" text)
      JOIN staff.staff s ON s.user_name = r."userName"
  ON CONFLICT DO NOTHING`;

const customerSignIns = `
  INSERT INTO customers.sign_ins (customer_id, user_name, password_hash, totp_secret)
  SELECT c.customer_id, r."userName", r."passwordHash", convert_to(r."totpSecret", 'UTF8')
    FROM jsonb_to_recordset($1) r("userName" text, "passwordHash" text, "totpSecret" text,
      customer_key text) ${customerOf}
  ON CONFLICT DO NOTHING`;

const portfolios = `
  INSERT INTO customers.portfolios (customer_id, portfolio_id, staff_id, assigned_by, from_date)
  SELECT c.customer_id, ${idOf('portfolio')}, s.staff_id, s.manager_id, CURRENT_DATE - 400
    FROM jsonb_to_recordset($1) r(customer_key text, user_name text) ${customerOf} JOIN staff.staff s
      ON s.user_name = r.user_name
  ON CONFLICT DO NOTHING`;

const noteRows = `jsonb_to_recordset($1) r(customer_key text, body text, sensitive boolean, written_by text,
      written_at timestamptz)`;

const noteIds = `
  SELECT c.customer_id, ${idOf('note')} AS note_id, r.body, r.sensitive FROM ${noteRows} ${customerOf}`;

const conversations = {
  visit: `
  INSERT INTO conversations.visits (customer_id, visit_id, channel, premises_id, queue_number, state,
    presence, topic, companions,
                                    checked_in_by, checked_in_at, handed_to, started_at, ended_at)
  SELECT c.customer_id, ${idOf('visit')}, r.channel, p.premises_id, r.queue_number, r.state, r.presence,
    r.topic, r.companions,
         g.staff_id, r.checked_in_at, b.staff_id, r.started_at, r.ended_at
    FROM jsonb_to_recordset($1) r(customer_key text, channel text, premises_key text, queue_number int,
      state text, presence text, topic text,
           companions jsonb, checked_in_by text, checked_in_at timestamptz, handed_to text,
             started_at timestamptz, ended_at timestamptz)
    ${customerOf} ${premisesOf} JOIN staff.staff g ON g.user_name = r.checked_in_by JOIN staff.staff b
      ON b.user_name = r.handed_to
  ON CONFLICT DO NOTHING`,
  note: `
  INSERT INTO conversations.notes (customer_id, note_id, body, body_sealed, sensitive, written_by, written_at)
  SELECT c.customer_id, ${idOf('note')}, CASE WHEN NOT r.sensitive THEN r.body END,
         decode($2::jsonb ->> ${idOf('note')}::text, 'base64'), r.sensitive, s.staff_id, r.written_at
    FROM ${noteRows} ${customerOf} JOIN staff.staff s ON s.user_name = r.written_by
  ON CONFLICT DO NOTHING`,
  promise: `
  INSERT INTO conversations.promises (customer_id, promise_id, body, due_on, state, made_by, assigned_to,
    made_at, kept_at)
  SELECT c.customer_id, ${idOf('promise')}, r.body, r.due_on, r.state, m.staff_id, a.staff_id, r.made_at,
    r.kept_at
    FROM jsonb_to_recordset($1) r(customer_key text, body text, due_on date, state text, made_by text,
      assigned_to text,
           made_at timestamptz, kept_at timestamptz)
    ${customerOf} JOIN staff.staff m ON m.user_name = r.made_by JOIN staff.staff a
      ON a.user_name = r.assigned_to
  ON CONFLICT DO NOTHING`,
};
