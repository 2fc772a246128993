/** What an administrator does about the sign-in of others; the kernel asks again whether they may. */
import { hashToken, newToken } from '#platform/auth/secrets.ts';
import type { Body, Query, Reply } from '#platform/contract.ts';
import { house } from '#platform/database/vault.ts';
import type { Door } from '#platform/http/route.ts';
import type { StaffSignedIn } from './actions.ts';
import type * as contract from './administering-contract.ts';
import * as queries from './administering-queries.ts';
import { changePayload, entryPayload } from './rules.ts';

const most = 100;

export async function listStaff(
  { database, token }: StaffSignedIn,
  { after }: Query<typeof contract.listStaff>,
): Promise<Reply<typeof contract.listStaff>> {
  const [rows, knows] = await house(database, 'earshot_staff', async (tx) => {
    const rows = await tx.rows(queries.directory, { token, after: after ?? null, most });
    const staffIds = rows.map(({ staff_id }) => staff_id);
    return [rows, await tx.rows(queries.specialitiesOf, { staffIds })] as const;
  });
  const specialities = Map.groupBy(knows, ({ staff_id }) => staff_id);
  return {
    staff: rows.map((row) => ({
      ...{ staffId: row.staff_id, userName: row.user_name, fullName: row.full_name, role: row.role },
      ...{ premisesId: row.premises_id, managerId: row.manager_id, sharesWith: row.shares_with },
      ...{ premises: row.premises, active: row.active, inactiveReason: row.inactive_reason },
      ...{ sessions: row.sessions, lastSeenAt: row.last_seen_at?.toString() ?? null },
      specialities: specialities.get(row.staff_id)?.map(({ speciality }) => speciality) ?? [],
      ...{ passkeys: row.passkeys, hasPassword: row.has_password ?? false },
      invitedUntil: row.invited_until?.toString() ?? null,
    })),
    next: rows.length === most ? (rows.at(-1)?.user_name ?? null) : null,
  };
}

/** @throws Failure `not-now` for whoever serves nobody; `changed` when something else stands than was seen */
export async function setSpecialities(
  { database, token }: StaffSignedIn,
  staffId: string,
  { specialities, seen }: Body<typeof contract.setSpecialities>,
): Promise<null> {
  await house(database, 'earshot_staff', (tx) =>
    tx.rows(queries.setSpecialities, { token, staffId, wanted: [...specialities], seen: [...seen] }),
  );
  return null;
}

export async function setActive(
  { database, token }: StaffSignedIn,
  staffId: string,
  { active, reason }: Body<typeof contract.setActive>,
): Promise<null> {
  await house(database, 'earshot_staff', (tx) =>
    tx.rows(queries.setActive, { token, staffId, active, reason }),
  );
  return null;
}

export async function endSessionsOf(
  { database, token }: StaffSignedIn,
  staffId: string,
): Promise<Reply<typeof contract.endSessionsOf>> {
  return house(database, 'earshot_staff', (tx) => tx.one(queries.endSessionsOf, { token, staffId }));
}

/** The link goes from hand to hand or by the bank's own post; what is set with it, nobody else sees. */
export async function resetSignIn(
  { database, token }: StaffSignedIn,
  staffId: string,
  { approvalId }: Body<typeof contract.resetSignIn>,
  door: Door,
): Promise<Reply<typeof contract.resetSignIn>> {
  const invitation = newToken();
  const hash = hashToken(invitation);
  const { until } = await house(database, 'earshot_staff', (tx) =>
    tx.one(queries.resetSignIn, { token, staffId, approvalId, hash }),
  );
  return { link: `${door.origin}/invitation#${invitation}`, until: until.toString() };
}

export async function branches({ database }: StaffSignedIn): Promise<Reply<typeof contract.branches>> {
  const rows = await house(database, 'earshot_staff', (tx) => tx.rows(queries.branches, {}));
  return { branches: rows.map((row) => ({ premisesId: row.premises_id, name: row.name })) };
}

/** @throws Failure `approval-needed` unless just this was approved by a second person */
export async function enterStaff(
  { database, token }: StaffSignedIn,
  { approvalId, role, particulars }: Body<typeof contract.enterStaff>,
  door: Door,
): Promise<Reply<typeof contract.enterStaff>> {
  const invitation = newToken();
  const entry = {
    ...{ token, approvalId, payload: entryPayload(role, particulars), hash: hashToken(invitation) },
  };
  const entered = await house(database, 'earshot_staff', (tx) => tx.one(queries.enter, entry));
  const link = `${door.origin}/invitation#${invitation}`;
  return { staffId: entered.staff_id, link, until: entered.until.toString() };
}

/** @throws Failure `approval-needed` unless just this was approved by a second person */
export async function changeParticulars(
  { database, token }: StaffSignedIn,
  staffId: string,
  { approvalId, particulars }: Body<typeof contract.changeParticulars>,
): Promise<null> {
  const change = { token, approvalId, payload: changePayload(staffId, particulars) };
  await house(database, 'earshot_staff', (tx) => tx.rows(queries.changeParticulars, change));
  return null;
}
