/** Break-glass and its review; and the notices of Today, which are made of what is there and end with it. */
import { randomUUID } from 'node:crypto';
import type { StaffSignedIn } from '#bank/staff/actions.ts';
import type { Body, Reply } from '#platform/contract.ts';
import { ask } from '#platform/database/vault.ts';
import type { SignedIn } from '#platform/http/route.ts';
import { alarmsTold, noAlarm } from './alarming.ts';
import type * as contract from './glass-contract.ts';
import * as queries from './glass-queries.ts';
import { inquiriesWaiting } from './inquiring-queries.ts';
import { hidesWords } from './rules.ts';

/** @throws Failure `step-up`, `own-people`, `restricted`, `training-lapsed`, `too-many` (five a day) */
export async function breakGlass(
  { database, token }: SignedIn,
  customerId: string,
  passId: string,
  given: Body<typeof contract.breakGlass>,
): Promise<Reply<typeof contract.breakGlass>> {
  const [row] = await ask(database, queries.breakGlass, { token, customerId, passId, ...given });
  return { passId, expiresAt: (row?.expires_at ?? Temporal.Now.instant()).toString() };
}

export async function brokenGlass(
  { database, token, place }: StaffSignedIn,
  reviewed: boolean,
): Promise<Reply<typeof contract.brokenGlass>> {
  const search = randomUUID();
  await ask(database, queries.listBrokenGlass, { search, token, reviewed });
  const rows = await ask(database, queries.brokenGlassCards, { search, token, reviewed });
  const said = (words: string | null) => (hidesWords(place) ? null : words);
  return {
    broken: rows.map((row) => ({
      passId: row.pass_id,
      customerName: row.customer_name,
      staffName: row.staff_name,
      staffRole: row.staff_role,
      managerName: row.manager_name,
      premises: row.premises,
      reasonKind: row.reason_kind,
      reference: said(row.reference),
      reason: said(row.reason),
      grantedAt: row.granted_at.toString(),
      reviewDueOn: row.review_due_on,
      overdue: row.overdue,
      looks: row.looks,
      mine: row.mine,
      verdict: row.verdict,
      reviewedByName: row.reviewed_by_name,
      reviewedAt: row.reviewed_at?.toString() ?? null,
      words: said(row.words),
    })),
  };
}

export async function reviewGlass(
  { database, token }: SignedIn,
  passId: string,
  given: Body<typeof contract.reviewGlass>,
): Promise<null> {
  await ask(database, queries.reviewGlass, { token, passId, ...given });
  return null;
}

export async function notices({
  database,
  token,
  place,
}: StaffSignedIn): Promise<Reply<typeof contract.notices>> {
  const [rows, waiting, misses, alarms] = await Promise.all([
    ask(database, queries.notices, { token }),
    ask(database, inquiriesWaiting, { token }),
    ask(database, queries.missesLately, { token }),
    alarmsTold({ database, token, place }),
  ]);
  const inquiries = waiting.map((row) => ({
    ...{ kind: 'inquiries' as const, at: row.asked_at.toString(), who: null, howMany: row.how_many },
    ...{ ...noAlarm, onDay: row.due_on, reference: null, more: null },
  }));
  const madeUp = misses.map((row) => ({
    ...{ kind: 'codes made up' as const, at: row.last_hour.toString(), who: null, howMany: row.how_many },
    ...{ ...noAlarm, onDay: null, reference: null, more: null },
  }));
  const told = rows.map((row) => ({
    kind: row.kind,
    at: row.at.toString(),
    who: row.who,
    howMany: row.how_many,
    onDay: row.on_day,
    reference: hidesWords(place) ? null : row.reference,
    more: row.reason_kind,
    ...noAlarm,
  }));
  return { notices: [...alarms, ...inquiries, ...madeUp, ...told].slice(0, 50) };
}
