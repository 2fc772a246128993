/**
 * What nothing explained, put to the employee and decided by the privacy office. Every reading is on
 * record before a card is shown; the kernel keeps that nobody decides about themselves
 * (0017_detection_office.sql).
 */
import { randomUUID } from 'node:crypto';
import type { StaffSignedIn } from '#bank/staff/actions.ts';
import type { Body, Reply } from '#platform/contract.ts';
import { exportedLine } from '#platform/csv.ts';
import type { RowOf } from '#platform/database/statement.ts';
import { ask } from '#platform/database/vault.ts';
import { Failure } from '#platform/errors.ts';
import type { SignedIn } from '#platform/http/route.ts';
import type * as contract from './detecting-contract.ts';
import * as queries from './detecting-office-queries.ts';
import { hidesWords } from './rules.ts';

/** What the signed-in employee is asked, and what was decided in the last two weeks. */
export async function myQuestions({
  database,
  token,
}: SignedIn): Promise<Reply<typeof contract.myQuestions>> {
  const search = randomUUID();
  const [looked] = await ask(database, queries.lookAtMine, { search, token });
  if (looked?.there !== 1) return { questions: [] };
  const rows = await ask(database, queries.myQuestions, { search, token });
  return {
    questions: rows.map((row) => ({
      ...{ questionId: row.question_id, onDate: row.on_date, dueOn: row.due_on, state: row.state },
      ...{ answer: row.answer, answeredAt: row.answered_at?.toString() ?? null, decision: row.decision },
      ...{ files: row.files, occasions: row.occasions },
    })),
  };
}

/** @throws Failure `not-now` when it was answered or decided, `does-not-fit` without words */
export async function explainQuestion(
  { database, token }: SignedIn,
  questionId: string,
  { answer, words }: Body<typeof contract.explainQuestion>,
): Promise<Reply<typeof contract.explainQuestion>> {
  const [row] = await ask(database, queries.explain, { token, questionId, answer, words });
  return { version: row?.version ?? 1 };
}

/** A page of the queue, newest first; without those that concern the reader. */
export async function listUnexplained(
  { database, token }: SignedIn,
  state: 'open' | 'decided',
  after: string | null,
  most: number,
): Promise<Reply<typeof contract.listUnexplained>> {
  const search = randomUUID();
  const look = { search, token, surface: 'unexplained', questionId: null, after: null, most };
  await ask(database, queries.lookAt, look);
  const rows = await ask(database, queries.questions, { search, token, state, after, most: most + 1 });
  const page = rows.slice(0, most);
  return {
    questions: page.map((row) => ({ ...inQueue(row), rules: row.rules })),
    next: rows.length > most ? (page.at(-1)?.question_id ?? null) : null,
  };
}

export async function readUnexplained(
  { database, token, place }: StaffSignedIn,
  questionId: string,
): Promise<Reply<typeof contract.readUnexplained>> {
  const search = randomUUID();
  await ask(database, queries.lookAt, { ...lookOf(search, token, questionId, null), most: 1 });
  const [row] = await ask(database, queries.question, { search, token, questionId });
  if (row === undefined) throw new Failure('not-found');
  const said = <W extends string | null>(words: W) => (hidesWords(place) ? null : words);
  return {
    ...inQueue(row),
    ...{ since: row.since, evidence: row.evidence, allowance: row.allowance, signs: row.signs },
    ...{ answerWords: said(row.answer_words), answeredAt: row.answered_at?.toString() ?? null },
    decisions: row.decisions.map((one) => ({ ...one, words: said(one.words) })),
    earlier: row.earlier,
  };
}

/** A page of the people whose files a question is about, in the order of time. */
export async function peopleAffected(
  { database, token }: SignedIn,
  questionId: string,
  after: string | null,
  most: number,
): Promise<Reply<typeof contract.peopleAffected>> {
  const search = randomUUID();
  await ask(database, queries.lookAt, { ...lookOf(search, token, questionId, after), most });
  const rows = await ask(database, queries.occasions, { search, token, questionId, after, most });
  return {
    occasions: rows.map((row) => ({
      ...{ occasionId: row.occasion_id, customerId: row.customer_id, fullName: row.full_name },
      ...{ bornYear: row.born_year, onDate: row.on_date, firstAt: row.first_at.toString() },
      ...{ premises: row.premises, groundKind: row.ground_kind, presence: row.presence, looks: row.looks },
      ...{ seen: row.seen, score: row.score, explained: row.explained, reasons: row.reasons },
      lessened: row.lessened,
    })),
    next: rows.length === most ? (rows.at(-1)?.occasion_id ?? null) : null,
  };
}

/**
 * All of them as lines of CSV, a page at a time; each page is on record before a line of it leaves.
 * @throws Failure `not-found`, `approval-needed` before anything has left
 */
export async function exportPeopleAffected(
  session: SignedIn,
  questionId: string,
  approvalId: string,
): Promise<AsyncGenerator<string>> {
  await ask(session.database, queries.exportPeople, { token: session.token, questionId, approvalId });
  const first = await peopleAffected(session, questionId, null, pageRows);
  return (async function* () {
    yield exportedLine([
      'customer',
      'name',
      'born',
      'day',
      'first look',
      'branch',
      'ground',
      'looks',
      'seen',
      'why',
    ]);
    for (let page = first; ; ) {
      yield page.occasions
        .map((one) =>
          exportedLine([
            ...[one.customerId, one.fullName, String(one.bornYear ?? ''), one.onDate, one.firstAt],
            ...[one.premises ?? '', one.groundKind, String(one.looks), one.seen.join('; ')],
            one.explained ?? one.reasons.map(({ rule }) => rule).join('; '),
          ]),
        )
        .join('');
      if (page.next === null) return;
      page = await peopleAffected(session, questionId, page.next, pageRows);
    }
  })();
}

/** @throws Failure `changed`, `not-now`, `does-not-fit`, `not-found` */
export async function decideUnexplained(
  { database, token }: SignedIn,
  questionId: string,
  version: number,
  { decision, words }: Body<typeof contract.decideUnexplained>,
): Promise<Reply<typeof contract.decideUnexplained>> {
  const [row] = await ask(database, queries.decide, { token, questionId, version, decision, words });
  return { version: row?.version ?? version };
}

const pageRows = 100;

const lookOf = (search: string, token: string, questionId: string, after: string | null) => ({
  ...{ search, token, surface: 'people affected', questionId, after },
});

type InQueue = Omit<RowOf<typeof queries.questions>, 'rules'>;

function inQueue(row: InQueue) {
  return {
    ...{ questionId: row.question_id, staffName: row.staff_name, role: row.role, premises: row.premises },
    ...{ onDate: row.on_date, askedAt: row.asked_at.toString(), dueOn: row.due_on, office: row.office },
    ...{ state: row.state, answer: row.answer, decision: row.decision, files: row.files },
    ...{ escalatedBecause: row.escalated_because, version: row.version },
  };
}
