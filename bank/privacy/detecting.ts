/**
 * Looks through the record for what nothing explains, and asks the staff concerned. Judged are the days
 * since the last run and a few before, because traces come late; the same day judged twice gives the same.
 * Staff are taken a page at a time, each page in one transaction: killed half-way, the next run begins
 * again and changes nothing twice.
 */
import type { RowOf } from '#platform/database/statement.ts';
import type { Transaction } from '#platform/database/transaction.ts';
import type { Run } from '#platform/database/vault.ts';
import { accumulate, allowanceOf, browsingEvidence, isToBeAsked, ordinary } from './detecting-evidence.ts';
import { kinshipOf, type Person, surnameSpellings, surnamesOf } from './detecting-kin.ts';
import * as queries from './detecting-queries.ts';
import {
  explanationOf,
  isBrowsing,
  type Judgement,
  judgeDay,
  type OccasionFacts,
} from './detecting-rules.ts';
import { weights } from './detecting-weights.ts';

export interface DetectionReport {
  occasions: number;
  unexplained: number;
  questions: number;
}

/**
 * Judges, asks, escalates.
 * @param run of the job 'privacy.detect', as earshot_run_detection
 * @param now the moment to judge by; what is evening follows from it and each branch's time zone
 * @param tell is called after each page of staff
 */
export async function detect(
  run: Run,
  now: Temporal.Instant,
  signal: AbortSignal,
  tell: (report: DetectionReport) => void = () => undefined,
): Promise<DetectionReport> {
  const report: DetectionReport = { occasions: 0, unexplained: 0, questions: 0 };
  const { through } = await run.transaction((tx) => tx.one(queries.lastRun, {}));
  const today = now.toZonedDateTimeISO('UTC').toPlainDate();
  const from = (
    through?.toZonedDateTimeISO('UTC').toPlainDate() ?? today.subtract({ days: firstDays })
  ).subtract({
    days: againDays,
  });
  await record(run, report, null);
  let after = '00000000-0000-0000-0000-000000000000';
  while (!signal.aborted) {
    const last = await run.transaction((tx) => judgePage(tx, after, from, now, report));
    tell(report);
    if (last === undefined) break;
    after = last;
  }
  if (signal.aborted) return report;
  await run.transaction(async (tx) => {
    await tx.rows(queries.withdraw, {});
    await tx.rows(queries.escalate, { now });
  });
  await record(run, report, now);
  return report;
}

/** Calendar days that are judged again, because cash is booked and notes are written later. */
const againDays = 3;
/** Calendar days that the very first run looks back. */
const firstDays = 30;
const staffAtOnce = 50;
/** Working days to answer in. */
const answerDays = 3;
/** Hour at the branch from which a day's question is put. */
const eveningHour = 17;

type Staff = RowOf<typeof queries.staffAtWork>;
type Facts = RowOf<typeof queries.occasionFacts>;

interface Judged {
  facts: Facts;
  judgement: Judgement;
  bare: boolean;
}

async function judgePage(
  tx: Transaction,
  after: string,
  from: Temporal.PlainDate,
  now: Temporal.Instant,
  report: DetectionReport,
): Promise<string | undefined> {
  await tx.rows(queries.oneAtATime, {});
  const since = from.subtract({ days: 1 }).toZonedDateTime('UTC').toInstant();
  const staff = await tx.rows(queries.staffAtWork, { after, since, most: staffAtOnce });
  const last = staff.at(-1);
  if (last === undefined) return undefined;
  const staffIds = staff.map(({ staff_id }) => staff_id);
  const fromDay = from.toString();
  const facts = await tx.rows(queries.occasionFacts, { staffIds, fromDay });
  const searches = await tx.rows(queries.searchesOf, { staffIds, fromDay });
  const judged = judgeAll(facts, await kinOf(tx, staff, facts));
  const unexplained = judged.filter(({ judgement }) => judgement.explained === null);
  const explained = judged.filter(({ judgement }) => judgement.explained !== null);
  await Promise.all([
    tx.rows(queries.writeOccasions, { rows: unexplained.map(occasionRow), version: weights.version }),
    tx.rows(queries.explainOccasions, {
      occasionIds: explained.map((one) => one.facts.occasion_id),
      explained: explained.map((one) => one.judgement.explained ?? ''),
    }),
    tx.rows(queries.writeDays, { rows: dayRows(judged, searches) }),
  ]);
  report.occasions += judged.length;
  report.unexplained += unexplained.length;
  report.questions += await askWhoever(tx, staff, now);
  return last.staff_id;
}

/** Each employee's days in their order, so that a second look at the same customer counts as one. */
function judgeAll(facts: Facts[], kin: (one: Facts) => OccasionFacts['kinship']): Judged[] {
  const judged: Judged[] = [];
  const looked = new Map<string, number>();
  for (const day of Map.groupBy(facts, (one) => `${one.staff_id} ${one.on_date}`).values()) {
    const known = day.map((one) => occasionOf(one, kin(one), looked.get(pairOf(one)) ?? 0));
    judgeDay(known).forEach((judgement, index) => {
      const one = day[index] as Facts;
      const bare = judgement.explained === null && !one.work_done;
      if (bare) looked.set(pairOf(one), (looked.get(pairOf(one)) ?? 0) + 1);
      judged.push({ facts: one, judgement, bare });
    });
  }
  return judged;
}

const pairOf = ({ staff_id, customer_id }: Facts) => `${staff_id} ${customer_id}`;

function occasionOf(row: Facts, kinship: OccasionFacts['kinship'], earlierHere: number): OccasionFacts {
  return {
    ...{ customerId: row.customer_id, groundKind: row.ground_kind, proven: row.proven, kinship },
    ...{
      followsProven: row.follows_proven,
      presence: row.presence,
      secondPerson: row.second_person,
      undone: row.undone,
    },
    ...{ counterBusiness: row.counter_business, workDone: row.work_done, minutes: row.minutes },
    ...{ atOnce: row.at_once, homeBranch: row.home_branch, otherStaff: row.other_staff },
    ...{ prominent: row.prominent, earlier: row.earlier + earlierHere },
    outOfHours: row.out_of_hours,
  };
}

/** Who is related to whom: read only for those whom nothing else explains. */
async function kinOf(tx: Transaction, staff: Staff[], facts: Facts[]) {
  const open = facts.filter(
    (one) => one.oneself || explanationOf({ ...occasionOf(one, [], 0), peopleBefore: 0 }) === null,
  );
  const customerIds = [
    ...new Set([
      ...open.map(({ customer_id }) => customer_id),
      ...staff.flatMap(({ customer_id }) => customer_id ?? []),
    ]),
  ];
  const persons = new Map(
    (await tx.rows(queries.personsOf, { customerIds })).map((row) => [row.customer_id, personOfRow(row)]),
  );
  const employees = new Map(staff.map((one) => [one.staff_id, personOfStaff(one, persons)]));
  const shares = await sharesOf(tx, [...employees.values()]);
  const open_ids = new Set(open.map(({ occasion_id }) => occasion_id));
  return (one: Facts): OccasionFacts['kinship'] => {
    const employee = employees.get(one.staff_id);
    const customer = persons.get(one.customer_id);
    if (one.oneself) return ['oneself'];
    if (employee === undefined || customer === undefined || !open_ids.has(one.occasion_id)) return [];
    return kinshipOf(employee, customer, one, (surname) => shares.get(surname) ?? 1);
  };
}

function personOfRow(row: RowOf<typeof queries.personsOf>): Person {
  const { customer_id: customerId, names, phones, addresses, employer } = row;
  return { customerId, names, phones, addresses, employer };
}

function personOfStaff(staff: Staff, persons: Map<string, Person>): Person {
  const known = persons.get(staff.customer_id ?? '');
  const nobody = { customerId: staff.customer_id, names: [], phones: [], addresses: [], employer: null };
  return { ...(known ?? nobody), names: [staff.full_name, ...(known?.names ?? [])] };
}

async function sharesOf(tx: Transaction, employees: Person[]): Promise<Map<string, number>> {
  const shares = new Map<string, number>();
  const surnames = new Set(employees.flatMap(({ names }) => surnamesOf(names)));
  await Promise.all(
    [...surnames].map(async (surname) => {
      const { share } = await tx.one(queries.shareOfWords, { words: surnameSpellings(surname) });
      shares.set(surname, share);
    }),
  );
  return shares;
}

function occasionRow({ facts, judgement, bare }: Judged) {
  const { occasion_id, staff_id, customer_id, on_date, ground_kind, ground, presence, premises_id, looks } =
    facts;
  const { score, personal, reasons, lessened } = judgement;
  return {
    ...{ occasion_id, staff_id, customer_id, on_date, ground_kind, ground, presence, premises_id, looks },
    ...{ first_at: facts.first_at.toString(), last_at: facts.last_at.toString() },
    ...{ score, personal, reasons: JSON.parse(JSON.stringify(reasons)), lessened, bare },
  };
}

function dayRows(judged: Judged[], searches: RowOf<typeof queries.searchesOf>[]) {
  const days = new Map<string, { occasions: number; declared: number; evidence: number; browsing: number }>();
  const dayOf = (staffId: string, on: string) => {
    const key = `${staffId} ${on}`;
    const known = days.get(key) ?? { occasions: 0, declared: 0, evidence: 0, browsing: 0 };
    days.set(key, known);
    return known;
  };
  for (const { facts, judgement } of judged) {
    const day = dayOf(facts.staff_id, facts.on_date);
    day.occasions += 1;
    day.declared += facts.proven ? 0 : 1;
    day.evidence += judgement.score;
  }
  for (const { staff_id, on_date, query, found } of searches) {
    if (isBrowsing(query, found)) dayOf(staff_id, on_date).browsing += 1;
  }
  return [...days].map(([key, { occasions, declared, evidence, browsing }]) => {
    const [staff_id = '', on_date = ''] = key.split(' ');
    const all = evidence + browsingEvidence(browsing);
    return { staff_id, on_date, occasions, declared, browsing, ordinary: ordinary(all) };
  });
}

/** Adds up each employee's days and puts the questions that are due. */
async function askWhoever(tx: Transaction, staff: Staff[], now: Temporal.Instant): Promise<number> {
  const staffIds = staff.map(({ staff_id }) => staff_id);
  const today = now.toZonedDateTimeISO('UTC').toPlainDate();
  const [days, peers] = await Promise.all([
    tx.rows(queries.daysOf, { staffIds, fromDay: today.subtract({ days: weights.memoryDays }).toString() }),
    tx.rows(queries.peersOf, { staffIds, fromDay: today.subtract({ days: peerDays }).toString() }),
  ]);
  let questions = 0;
  for (const one of staff) {
    const own = days.filter(({ staff_id }) => staff_id === one.staff_id);
    const others = peers.find(({ staff_id }) => staff_id === one.staff_id);
    if (await askOne(tx, one, own, others, now)) questions += 1;
  }
  return questions;
}

/** Calendar days of colleagues that are compared with. */
const peerDays = 30;

async function askOne(
  tx: Transaction,
  staff: Staff,
  days: RowOf<typeof queries.daysOf>[],
  peers: RowOf<typeof queries.peersOf> | undefined,
  now: Temporal.Instant,
): Promise<boolean> {
  const local = now.toZonedDateTimeISO(staff.time_zone);
  const day = local.toPlainDate().toString();
  const allowance = allowanceOf(peers ?? { days: 0, evidence: 0 });
  const waiting = days.map(({ on_date, evidence, personal, browsing, asked_since }) => ({
    day: on_date,
    personal,
    evidence: evidence + (asked_since ? 0 : browsingEvidence(browsing)),
  }));
  const { sum, since } = accumulate(waiting, allowance);
  // A day that is over has had its evening; today has one from five o'clock.
  const evening = local.hour >= eveningHour || (days.at(-1)?.on_date ?? day) < day;
  const strongest = Math.max(0, ...days.map((one) => one.strongest));
  if (!isToBeAsked(sum, strongest, evening)) return false;
  const from = [
    since,
    ...days.filter((one) => one.strongest >= weights.ask.evening).map((one) => one.on_date),
  ]
    .filter((one) => one !== null)
    .sort()[0];
  if (from === undefined) return false;
  const named = days.filter((one) => one.on_date >= from);
  const total = (of: 'declared' | 'occasions' | 'browsing') => named.reduce((all, one) => all + one[of], 0);
  const { question_id } = await tx.one(queries.ask, {
    ...{ staffId: staff.staff_id, onDate: day, since: from, now, workingDays: answerDays },
    ...{ evidence: Math.max(Math.round(sum), strongest), allowance: Math.round(allowance) },
    signs: {
      ...{ declared: total('declared'), of: total('occasions'), browsing: total('browsing') },
      ...{ peersDeclared: peers?.declared ?? 0, peersOf: peers?.occasions ?? 0 },
    },
    office: staff.role === 'privacy officer' ? 'compliance' : 'privacy',
    escalated: named.some(({ prominent }) => prominent),
    premisesId: staff.premises_id,
  });
  await tx.rows(queries.nameOccasions, { questionId: question_id, staffId: staff.staff_id, since: from });
  return true;
}

function record(run: Run, report: DetectionReport, through: Temporal.Instant | null): Promise<unknown> {
  const counts = {
    occasions: BigInt(report.occasions),
    unexplained: BigInt(report.unexplained),
    questions: BigInt(report.questions),
  };
  return run.transaction((tx) => tx.rows(queries.tellRun, { runId: run.id, ...counts, through }));
}
