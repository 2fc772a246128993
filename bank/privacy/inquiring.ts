/** What a customer asks about an entry of her record: her own door, and that of the office which answers. */
import { randomUUID } from 'node:crypto';
import type { StaffSignedIn } from '#bank/staff/actions.ts';
import type { Body, Reply } from '#platform/contract.ts';
import type { Transaction } from '#platform/database/transaction.ts';
import { ask, change, changeOwn, read, readOwn } from '#platform/database/vault.ts';
import { Failure } from '#platform/errors.ts';
import type { SignedIn } from '#platform/http/route.ts';
import type * as contract from './inquiring-contract.ts';
import * as queries from './inquiring-queries.ts';
import { maySend, namedIn } from './inquiring-rules.ts';
import { opened, sealed } from './inquiring-sealing.ts';
import { hidesWords, topicShown } from './rules.ts';

/** @throws Failure `not-found` for what she was not shown, `not-now` when it is asked about already */
export async function askAbout(
  session: SignedIn,
  inquiryId: string,
  { kind, recordId, at, question }: Body<typeof contract.askAbout>,
): Promise<Reply<typeof contract.askAbout>> {
  const customerId = session.actorId;
  const dueOn = await changeOwn(session, customerId, async (tx) => {
    const body = await sealed(tx, { customerId, inquiryId, column: 'question', text: question });
    const { due_on } = await tx.one(queries.askInquiry, {
      ...{ token: session.token, inquiryId, kind, recordId, at: Temporal.Instant.from(at), question: body },
    });
    return due_on;
  });
  if (dueOn === null) throw new Failure('failed');
  return { inquiryId, dueOn };
}

export async function ownInquiries(session: SignedIn): Promise<Reply<typeof contract.ownInquiries>> {
  const customerId = session.actorId;
  return readOwn(session, customerId, async (tx) => {
    const rows = await tx.rows(queries.ownInquiries, { customerId });
    const texts = await opened(
      tx,
      rows.flatMap(({ inquiry_id, question_sealed, answer_sealed }) => [
        { inquiryId: inquiry_id, column: 'question' as const, sealed: question_sealed },
        ...(answer_sealed
          ? [{ inquiryId: inquiry_id, column: 'answer' as const, sealed: answer_sealed }]
          : []),
      ]),
    );
    return {
      inquiries: rows.map((row) => ({
        ...{ inquiryId: row.inquiry_id, kind: row.record_kind, recordId: row.record_id },
        ...{ at: row.record_at.toString(), askedAt: row.asked_at.toString(), dueOn: row.due_on },
        ...{ overdue: row.overdue, state: row.state, closedAt: row.closed_at?.toString() ?? null },
        question: texts.get(`${row.inquiry_id} question`) ?? null,
        answer: texts.get(`${row.inquiry_id} answer`) ?? null,
        seen: row.seen,
      })),
    };
  });
}

export function readInquiriesNews(tx: Transaction, customerId: string) {
  return tx.one(queries.ownInquiriesNews, { customerId });
}

export async function withdraw({ database, token }: SignedIn, inquiryId: string): Promise<null> {
  await ask(database, queries.withdrawInquiry, { token, inquiryId });
  return null;
}

export async function seeAnswers({ database, token }: SignedIn): Promise<null> {
  await ask(database, queries.seeAnswers, { token });
  return null;
}

export async function inquiries(
  { database, token }: SignedIn,
  closed: boolean,
): Promise<Reply<typeof contract.inquiries>> {
  const search = randomUUID();
  await ask(database, queries.listInquiries, { search, token, closed });
  const rows = await ask(database, queries.inquiryCards, { search, token, closed });
  return {
    inquiries: rows.map((row) => ({
      ...{ inquiryId: row.inquiry_id, customerId: row.customer_id, customerName: row.customer_name },
      ...{ kind: row.record_kind, at: row.record_at.toString(), askedAt: row.asked_at.toString() },
      ...{ dueOn: row.due_on, overdue: row.overdue, state: row.state },
      closedAt: row.closed_at?.toString() ?? null,
      ...{ answeredByName: row.answered_by_name, involved: row.involved },
    })),
  };
}

/** @throws Failure `restricted`, `own-people`, `not-found` when it is no longer open */
export async function readInquiry(
  session: StaffSignedIn,
  customerId: string,
  inquiryId: string,
): Promise<Reply<typeof contract.readInquiry>> {
  const one = { token: session.token, customerId, inquiryId };
  const hidden = hidesWords(session.place);
  return read(session, { customerIds: [customerId], ground: null }, async (tx) => {
    const [[row], records] = await Promise.all([
      tx.rows(queries.inquiryQuestion, one),
      tx.rows(queries.inquiredRecords, one),
    ]);
    if (row === undefined) throw new Failure('not-found');
    const question = { inquiryId, column: 'question' as const, sealed: row.question_sealed };
    const texts = await opened(tx, hidden ? [] : [question]);
    return {
      ...{ inquiryId, customerName: row.customer_name, language: row.language, kind: row.record_kind },
      ...{ askedAt: row.asked_at.toString(), dueOn: row.due_on, overdue: row.overdue, version: row.version },
      question: texts.get(`${inquiryId} question`) ?? null,
      records: records.map((record) => ({
        ...{ recordId: record.record_id, at: record.at.toString(), action: record.action, role: record.role },
        ...{ staffName: record.staff_name, premises: record.premises, place: record.place },
        ...{
          groundKind: record.ground_kind,
          topic: topicShown(record.purpose, hidden) ?? '',
          proven: record.proven,
        },
        ...{ fields: record.fields ?? [], askedAbout: record.asked_about },
      })),
    };
  });
}

/** Sends it, or says which words name somebody whom it must not name; then nothing has happened. */
export async function answerInquiry(
  session: SignedIn,
  customerId: string,
  inquiryId: string,
  version: number,
  { answer, ...decided }: Body<typeof contract.answerInquiry>,
): Promise<Reply<typeof contract.answerInquiry>> {
  const { token } = session;
  const one = { token, customerId, inquiryId };
  const file = { customerIds: [customerId] as [string], ground: null };
  const named = await read(session, file, async (tx) => {
    const rows = await tx.rows(queries.namesToKeep, one);
    return namedIn(
      answer,
      rows.map(({ whose, full_name }) => ({ whose, fullName: full_name })),
    );
  });
  if (!maySend(named, decided)) return { sent: false, named };
  const namesEmployee = named.some(({ whose }) => whose === 'employee') && decided.namesEmployee;
  await change(session, file, 'inquiry.answered', inquiryId, async (tx) => {
    const body = await sealed(tx, { customerId, inquiryId, column: 'answer', text: answer });
    await tx.rows(queries.answerInquiry, { ...one, version, answer: body, namesEmployee });
  });
  return { sent: true, named: [] };
}
