/** Every way around the second person that we could think of, tried on one action. */
import assert from 'node:assert/strict';
import type { Answer, Client, StaffName, Trial } from '#bank/trial.ts';

export interface Deed {
  /** What is asked for; the other parts are null. */
  what: object;
  asks: StaffName;
  decides: StaffName;
  /** Does what was approved, once. */
  use(client: Client, approvalId: string): Promise<Answer>;
  /** The other thing, on the approval of the first. */
  useOther(client: Client, approvalId: string): Promise<Answer>;
}

const nothing = { customerId: null, staffId: null, role: null, customersPerHour: null };
const why = { reference: 'Case 4711', reason: 'It was asked for in writing today.' };

/**
 * The one who asks, their second account, somebody below or above them, another payload, a changed row, once
 * more, two at once and too late: each is refused. It ends with the deed done, once.
 */
export async function attackTwoPeople(bank: Trial, deed: Deed): Promise<void> {
  const parties = { asker: await bank.signedIn(deed.asks), decider: await bank.signedIn(deed.decides) };
  await attackWho(bank, deed, parties);
  await attackWhat(bank, deed, parties);
}

interface Parties {
  asker: Client;
  decider: Client;
}

const denied = ({ status, body }: Answer, code: string, says: string) =>
  assert.deepEqual([status >= 400, body?.code], [true, code], says);

async function attackWho(bank: Trial, deed: Deed, { asker, decider }: Parties): Promise<void> {
  const [mine, theirs] = [bank.staff[deed.asks], bank.staff[deed.decides]];
  const apart = () =>
    bank.sql(
      'UPDATE staff.staff SET person_id = house.new_id(), manager_id = NULL WHERE staff_id = ANY ($1)',
      [[mine, theirs]],
    );
  await apart();
  const first = await askedBy(asker, deed.what);
  denied(await deed.use(asker, first), 'approval-needed', 'not approved yet');
  denied(await decidedBy(bank, asker, first), 'not-allowed', 'self');
  await bank.sql(
    `UPDATE staff.staff SET person_id = (SELECT person_id FROM staff.staff WHERE staff_id = $1)
      WHERE staff_id = $2`,
    [mine, theirs],
  );
  const second = await askedBy(asker, deed.what);
  denied(await decidedBy(bank, decider, second), 'not-allowed', 'a second account of the same person');
  await apart();
  for (const [below, above, says] of [
    [theirs, mine, 'a subordinate'],
    [mine, theirs, 'a superior'],
  ] as const) {
    await bank.sql('UPDATE staff.staff SET manager_id = $1 WHERE staff_id = $2', [above, below]);
    const id = await askedBy(asker, deed.what);
    denied(await decidedBy(bank, decider, id), 'not-allowed', says);
    await apart();
  }
}

async function attackWhat(bank: Trial, deed: Deed, { asker, decider }: Parties): Promise<void> {
  const id = await askedBy(asker, deed.what);
  denied(await decidedBy(bank, decider, id, 'f'.repeat(64)), 'changed', 'not what was shown');
  const [row] = await bank.sql('SELECT payload FROM privacy.approvals WHERE approval_id = $1', [id]);
  const change = 'UPDATE privacy.approvals SET payload = $1 WHERE approval_id = $2';
  await bank.sql(change, [JSON.stringify({ ...(row?.payload as object), more: true }), id]);
  denied(await decidedBy(bank, decider, id), 'changed', 'a changed row');
  await bank.sql(change, [JSON.stringify(row?.payload), id]);
  assert.equal((await decidedBy(bank, decider, id)).status, 200);
  denied(await deed.useOther(asker, id), 'approval-needed', 'a changed payload');
  const late = await approvedBy(bank, asker, decider, deed.what);
  await bank.sql(
    `UPDATE privacy.approvals SET requested_at = requested_at - interval '15 minutes',
       expires_at = expires_at - interval '15 minutes' WHERE approval_id = $1`,
    [late],
  );
  denied(await deed.use(asker, late), 'approval-needed', 'too late');
  const both = await Promise.all([deed.use(asker, id), deed.use(asker, id)]);
  assert.deepEqual(both.map(({ status }) => status < 300).sort(), [false, true], 'of two at once, one');
  assert.ok((await deed.use(asker, id)).status >= 400, 'once more');
}

/** Asked for by one, approved by the other, not used yet. @returns the approval's id */
export async function approvedBy(bank: Trial, asker: Client, decider: Client, what: object): Promise<string> {
  const id = await askedBy(asker, what);
  const decided = await decidedBy(bank, decider, id);
  assert.equal(decided.status, 200, decided.text);
  return id;
}

/** Asked for by one, approved by the other, done by the first. */
export async function doneByTwo(bank: Trial, asker: Client, decider: Client, what: object): Promise<Answer> {
  const id = await approvedBy(bank, asker, decider, what);
  return asker.post(`/api/approvals/${id}/use`, { ...nothing, ...what });
}

async function askedBy(asker: Client, what: object): Promise<string> {
  const asked = await asker.post('/api/approvals', { ...nothing, ...why, ...what });
  assert.equal(asked.status, 200, asked.text);
  return String(asked.body.approvalId);
}

export async function decidedBy(bank: Trial, who: Client, id: string, shown?: string): Promise<Answer> {
  const [row] = await bank.sql(
    `SELECT encode(hash, 'hex') AS hash FROM privacy.approvals WHERE approval_id = $1`,
    [id],
  );
  const hash = shown ?? String(row?.hash);
  return who.post(`/api/approvals/${id}/decision`, { hash, decision: 'approved', words: null });
}
