/** Who viewed whom in any period, for the privacy office: a page at a time, each question on record. */

import { randomUUID } from 'node:crypto';
import type { Body, Query, Reply } from '#platform/contract.ts';
import { exportedLine } from '#platform/csv.ts';
import { ask } from '#platform/database/vault.ts';
import { Failure } from '#platform/errors.ts';
import type { SignedIn } from '#platform/http/route.ts';
import type * as contract from './viewed-contract.ts';
import * as queries from './viewed-queries.ts';

type Asked = Pick<Query<typeof contract.viewed>, 'of' | 'subjectId' | 'from' | 'to'>;
type Page = Reply<typeof contract.viewed>;

/**
 * @throws Failure `not-allowed` to anybody but the privacy office, `does-not-fit` for a period that ends
 * before it begins
 */
export async function readViewed(
  { database, token }: SignedIn,
  { after, most, ...asked }: Query<typeof contract.viewed>,
): Promise<Page> {
  const question = { ...questionOf(asked), search: randomUUID(), token };
  const page = { after: after ?? null, most: most + 1 };
  await ask(database, queries.askRecord, { ...question, ...page });
  const found =
    asked.of === 'staff'
      ? (await ask(database, queries.viewedCustomers, question)).map((row) => ({
          ...{ ...row, id: row.customer_id, role: null },
        }))
      : (await ask(database, queries.viewingStaff, { ...question, ...page })).map((row) => ({
          ...{ ...row, id: row.staff_id },
        }));
  const rows = found.map((row) => ({
    ...{ subjectId: row.id, name: row.full_name, role: row.role },
    looks: Number(row.looks),
    firstAt: row.first_at.toString(),
    lastAt: row.last_at.toString(),
  }));
  const shown = rows.slice(0, most);
  return { rows: shown, next: rows.length > most ? (shown.at(-1)?.subjectId ?? null) : null };
}

/**
 * The whole list as CSV; the export is on record before its first line, and each page with its customers.
 * @throws Failure `approval-needed` unless just this list was approved, lately, and was not taken yet
 */
export async function exportViewed(
  session: SignedIn,
  { approvalId, ...asked }: Body<typeof contract.exportViewed>,
): Promise<AsyncGenerator<string>> {
  const { ofWhat, subject } = questionOf(asked);
  await ask(session.database, queries.recordExport, {
    ...{ token: session.token, approvalId, ofWhat, subject, fromDay: asked.from, toDay: asked.to },
  });
  async function* lines() {
    yield exportedLine(['id', 'name', 'role', 'looks', 'first', 'last']);
    for (let after: string | undefined; ; ) {
      const page = await readViewed(session, { ...asked, most: 100, ...(after ? { after } : {}) });
      for (const row of page.rows)
        yield exportedLine([
          row.subjectId,
          row.name ?? '',
          row.role ?? '',
          String(row.looks),
          row.firstAt,
          row.lastAt,
        ]);
      if (page.next === null) return;
      after = page.next;
    }
  }
  return lines();
}

export async function findStaff(
  { database }: SignedIn,
  { name }: Body<typeof contract.findStaff>,
): Promise<Reply<typeof contract.findStaff>> {
  const rows = await ask(database, queries.staffCalled, { name: name.trim() });
  return {
    staff: rows.map((row) => ({
      ...{ staffId: row.staff_id, fullName: row.full_name, role: row.role, premises: row.premises },
    })),
  };
}

function questionOf({ of, subjectId, from, to }: Asked) {
  if (to < from) throw new Failure('does-not-fit', { fields: [{ field: '/to', says: 'before it begins' }] });
  const startOf = (day: string, plus: number) =>
    Temporal.PlainDate.from(day).add({ days: plus }).toZonedDateTime('UTC').toInstant();
  return { ofWhat: of, subject: subjectId, since: startOf(from, 0), until: startOf(to, 1) };
}
