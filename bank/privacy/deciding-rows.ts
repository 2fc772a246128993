/** The rows of a random bank (deciding-trial.ts), table by table. */
import { hashToken } from '#platform/auth/secrets.ts';
import { branches, type RandomBank, uuidOf } from './deciding-trial.ts';

export type Rows = Record<string, unknown>[];

/** No foreign key is looked at while they are inserted. @param today ISO day */
export function rowsOf(bank: RandomBank, today: string): [table: string, rows: Rows][] {
  const clock = clockOf(today);
  const someone = bank.staff[0]?.id;
  const told = { ...clock, today, someone };
  return [
    ['premises.premises', branchRows()],
    ['premises.holidays', feastRows(told)],
    ['premises.stations', stationRows()],
    ['staff.staff', staffRows(bank, told)],
    ['staff.certificates', certificateRows(bank, told)],
    ['staff.sessions', sessionRows(bank, told)],
    ['customers.customers', customerRows(bank, told)],
    ['conversations.visits', visitRows(bank, told)],
    ['conversations.promises', promiseRows(bank, told)],
    ['customers.portfolios', portfolioRows(bank, told)],
    ['customers.portfolio_covers', coverRows(bank, told)],
    ['customers.relations', relationRows(bank, told)],
    ['customers.confidences', confidenceRows(bank, told)],
    ['customers.duplicates', duplicateRows(bank, told)],
    ['privacy.passes', passRows(bank, told)],
    ['privacy.inquiries', inquiryRows(bank, told)],
    ['privacy.rights_requests', requestRows(bank, told)],
    ['privacy.investigations', investigationRows(bank, told)],
    ['privacy.investigation_customers', investigatedRows(bank, told)],
  ];
}

interface Told {
  today: string;
  /** Any member of staff. */
  someone: string | undefined;
  day(days: number | null): string | null;
  now: { toString(): string };
  ago(minutes: number | null): string | null;
}

function clockOf(today: string): Pick<Told, 'day' | 'now' | 'ago'> {
  const now = Temporal.Now.instant();
  return {
    now,
    day: (days) => (days === null ? null : Temporal.PlainDate.from(today).add({ days }).toString()),
    ago: (minutes) => (minutes === null ? null : now.subtract({ minutes }).toString()),
  };
}

function staffRows(bank: RandomBank, { now }: Told): Rows {
  return bank.staff.map(({ id, person, role, own }, n) => ({
    ...{ staff_id: id, user_name: `random${n}`, full_name: `Random ${n}`, role, locale: 'en' },
    ...{ active: true, made_up: true, person_id: person, customer_id: own, created_at: now.toString() },
  }));
}

/** One branch of each kind, with one work station. */
function branchRows(): Rows {
  const days = [1, 2, 3, 4, 5, 6, 7];
  const always = Object.fromEntries(days.map((day) => [day, [['00:00', '24:00']]]));
  const hours = { open: always, feast: always, shut: { '1': [] }, unsaid: {} };
  return branches.map((name) => ({
    ...{ premises_id: uuidOf(`branch ${name}`), kind: 'branch', code: name, name, hours: hours[name] },
    ...{ time_zone: 'Europe/Prague', address_lines: [], made_up: true, version: 1, edited: [] },
    ...{ source_values: {}, updated_at: Temporal.Now.instant().toString() },
  }));
}

function feastRows({ day }: Told): Rows {
  return [-2, -1, 0, 1, 2].map((days) => ({
    ...{ premises_id: uuidOf('branch feast'), on_date: day(days), name: 'A feast', hours: [] },
    day_id: uuidOf(`feast ${days}`),
  }));
}

const stationRows = (): Rows =>
  branches.map((name) => ({
    ...{ station_id: uuidOf(`station ${name}`), premises_id: uuidOf(`branch ${name}`), name },
    ...{ place: 'back office', active: true, version: 1 },
  }));

/** Everybody is signed in; the token is the id of the sign-in. */
function sessionRows(bank: RandomBank, { ago, now }: Told): Rows {
  return bank.staff.map(({ id, session, sits, provenAgo, inHoursFor }) => ({
    ...{ token_hash: `\\x${hashToken(session).toString('hex')}`, session_id: session, staff_id: id },
    ...{ created_at: now.toString(), last_seen_at: now.toString(), authenticated_at: ago(provenAgo) },
    ...{ idle_expires_at: ago(-60), expires_at: ago(-60), method: 'password' },
    ...{ station_id: sits && uuidOf(`station ${sits}`), in_hours_until: inHoursFor && ago(-inHoursFor) },
  }));
}

function certificateRows(bank: RandomBank, { day, now }: Told): Rows {
  return bank.staff.flatMap(({ id, certificates }) =>
    certificates.map(({ from, to }, n) => ({
      ...{
        certificate_id: uuidOf(`${id} ${n}`),
        staff_id: id,
        kind: 'privacy',
        issued_at: now.toString(),
      },
      ...{ valid_from: day(from), expires_on: day(to) },
    })),
  );
}

function customerRows(bank: RandomBank, { now }: Told): Rows {
  return [...bank.customers].map(([id, { restricted }]) => ({
    ...{
      customer_id: id,
      kind: 'person',
      full_name: 'Random',
      restricted,
      language: 'en',
      made_up: true,
    },
    ...{
      edited: [],
      version: 1,
      created_at: now.toString(),
      updated_at: now.toString(),
      support_needs: [],
    },
  }));
}

function visitRows(bank: RandomBank, { now, ago }: Told): Rows {
  return bank.visits.map((one, n) => ({
    ...{
      customer_id: one.customer,
      visit_id: one.id,
      handed_to: one.to,
      state: one.state,
      channel: one.channel,
    },
    ...{ presence: one.presence, started_at: ago(one.startedAgo), checked_in_by: one.by, topic: null },
    ...{ premises_id: bank.premises, queue_number: (n % 9999) + 1, checked_in_at: now.toString() },
    ...{ companions: [], version: 1, call_by_name: false, ended_by_night: false },
    confirmed_at: one.confirmed ? now.toString() : null,
  }));
}

function promiseRows(bank: RandomBank, { ago, day }: Told): Rows {
  return bank.promises.map((one) => ({
    ...{
      customer_id: one.customer,
      promise_id: one.id,
      assigned_to: one.to,
      made_by: one.by,
      state: one.state,
    },
    ...{ made_at: ago(one.madeAgo), due_on: day(one.dueIn), body: 'call', version: 1 },
  }));
}

function portfolioRows(bank: RandomBank, { day, today }: Told): Rows {
  return bank.portfolios.map((one) => ({
    ...{ customer_id: one.customer, portfolio_id: one.id, staff_id: one.staff, assigned_by: one.by },
    ...{ from_date: day(one.span.from), to_date: day(one.span.to), ended_on: one.ended ? today : null },
  }));
}

function coverRows(bank: RandomBank, { day, now, ago }: Told): Rows {
  return bank.covers.map((one) => ({
    ...{
      cover_id: one.id,
      from_staff: one.of,
      to_staff: one.staff,
      made_by: one.by,
      made_at: ago(one.madeAgo),
    },
    ...{
      from_date: day(one.span.from),
      to_date: day(one.span.to),
      ended_at: one.ended ? now.toString() : null,
    },
  }));
}

function relationRows(bank: RandomBank, { day, today }: Told): Rows {
  return bank.relations.map((one) => ({
    ...{ customer_id: one.customer, relation_id: one.id, other_id: one.other, kind: one.kind },
    ...{ from_date: day(one.span.from), to_date: day(one.span.to), ended_on: one.ended ? today : null },
  }));
}

function confidenceRows(bank: RandomBank, { now, someone }: Told): Rows {
  return bank.confidences.map((one) => ({
    ...{ customer_id: one.customer, confidence_id: one.id, other_id: one.other, recorded_by: someone },
    ...{ recorded_at: now.toString(), ended_at: one.ended ? now.toString() : null, version: 1 },
  }));
}

function duplicateRows(bank: RandomBank, { now, ago }: Told): Rows {
  return bank.duplicates.map((one) => ({
    ...{
      pair_id: one.id,
      customer_id: one.one,
      other_id: one.other,
      assigned_to: one.to,
      score: 1,
      version: 1,
    },
    ...{
      taken_at: ago(one.takenAgo),
      handed_out: one.handedOut,
      evidence: 'e',
      reasons: [],
      state: 'open',
    },
    found_at: now.toString(),
  }));
}

function passRows(bank: RandomBank, { ago, today }: Told): Rows {
  return bank.passes.map((one) => ({
    ...{
      customer_id: one.customer,
      pass_id: one.id,
      staff_id: one.to,
      session_id: one.session,
      kind: one.kind,
    },
    ...{
      approval_id: one.kind === 'approval' ? uuidOf(`approval ${one.id}`) : null,
      reason_kind: 'fraud',
    },
    ...{
      reference: 'case 1',
      reason: 'a reason of some length',
      review_due_on: today,
      verdict: one.verdict,
    },
    // of those that have run out the moment lies a minute back, whenever they were granted
    ...{
      granted_at: ago(one.expiresIn < 0 ? one.grantedAgo + 1 : one.grantedAgo),
      expires_at: ago(-one.expiresIn),
    },
  }));
}

/** Sealed words that nobody reads. */
const sealed = `\\x${'ab'.repeat(60)}`;

function inquiryRows(bank: RandomBank, { ago, now, today }: Told): Rows {
  return bank.inquiries.map((one) => ({
    ...{ customer_id: one.customer, inquiry_id: one.id, office: one.office, record_kind: 'access record' },
    ...{ record_id: uuidOf(`record ${one.id}`), record_at: now.toString(), question_sealed: sealed },
    ...{ state: one.open ? 'open' : 'withdrawn', asked_at: ago(one.askedAgo), due_on: today },
    closed_at: one.open ? null : now.toString(),
  }));
}

function requestRows(bank: RandomBank, { ago, now, today, someone }: Told): Rows {
  return bank.requests.map((one) => ({
    ...{ customer_id: one.customer, request_id: one.id, kind: 'copy', channel: one.channel },
    ...{ identity: one.channel === 'portal' ? 'signed in' : 'document', due_on: today },
    ...{ opened_by: one.channel === 'portal' ? null : someone, law: 'GDPR', citation: 'Art. 15' },
    ...{ more_months: 2, more_days: 0, state: one.open ? 'open' : 'withdrawn', held_by: one.by },
    ...{ held_at: one.by === null ? null : ago(one.heldAgo), decided_at: one.open ? null : now.toString() },
  }));
}

function investigationRows(bank: RandomBank, { ago, now, someone }: Told): Rows {
  return bank.investigations.map((one) => ({
    ...{ investigation_id: one.id, state: one.open ? 'open' : 'closed', opened_by: someone },
    ...{ opened_at: ago(one.openedAgo), assigned_to: one.to, outcome: one.open ? null : 'reported' },
    ...{ closed_by: one.open ? null : someone, closed_at: one.open ? null : now.toString() },
  }));
}

function investigatedRows(bank: RandomBank, { someone, now }: Told): Rows {
  return bank.investigations.flatMap((one) =>
    one.customers.map((customer) => ({
      investigation_id: one.id,
      customer_id: customer,
      added_by: someone,
      confirmed_at: one.confirmed ? now.toString() : null,
    })),
  );
}
