/** Over HTTP rejected lines leave the bank on the approval of somebody else, once, and for one file of one run. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { approvedBy, attackTwoPeople } from '#bank/privacy/approving-trial.ts';
import { type Client, type Trial, trialBank } from '#bank/trial.ts';
import { firstDay, imported, trial } from './testing.ts';

let bank: Trial;
let runId: string;
let clean: () => Promise<void>;
let [customers, movements] = [0, 0];
before(async () => {
  bank = await trialBank();
  const at = await trial();
  await at.write({
    ...firstDay,
    'customer.csv': `${firstDay['customer.csv']}5,Doe,2023-02-29,=cmd()\n`,
    'movement.csv': `${firstDay['movement.csv']}m4,A2,2024-13-01,-12.00,x\n`,
  });
  const report = await imported(bank.database, at);
  runId = report.run.run_id;
  const numberOf = (staged: string) =>
    report.files.find(({ staged_as }) => staged_as === staged)?.file_number ?? 0;
  [customers, movements] = [numberOf('customer'), numberOf('movement')];
  clean = at.clean;
});
after(async () => {
  await bank.close();
  await clean();
});

const csvOf = (client: Client, fileNumber: number, approvalId: string) =>
  client.post(`/api/feed-runs/${runId}/files/${fileNumber}/rejects.csv`, { approvalId });
const what = (fileNumber: number) => ({ action: 'rejects export', runId, fileNumber });

test('an administrator asks, the privacy office reads of which feed, approves, and the lines are taken once', async () => {
  const [admin, privacy] = [await bank.signedIn('admin'), await bank.signedIn('privacy')];
  assert.equal((await csvOf(admin, customers, runId)).body.code, 'approval-needed');
  const id = await approvedBy(bank, admin, privacy, what(customers));
  const { approvals } = (await admin.get('/api/approvals')).body;
  const [mine] = approvals;
  assert.deepEqual([mine.runId, mine.fileNumber, mine.state], [runId, customers, 'approved']);
  assert.ok(mine.feed.length > 0);
  const taken = await csvOf(admin, customers, id);
  assert.equal(taken.status, 200, taken.text);
  assert.match(taken.text, /5,Doe,2023-02-29,'=cmd\(\)/);
  const [event] = await bank.sql(
    `SELECT detail ->> 'approval' AS approval FROM privacy.events WHERE name = 'feed rejects.exported'`,
  );
  assert.equal(event?.approval, id);
  assert.equal((await csvOf(admin, customers, id)).body.code, 'approval-needed');
});

test('no way around the second person gives a line', async () => {
  await attackTwoPeople(bank, {
    ...{ what: what(customers), asks: 'admin', decides: 'privacy' },
    use: (client, id) => csvOf(client, customers, id),
    useOther: (client, id) => csvOf(client, movements, id),
  });
});

test('a file without rejected lines, or of no run, is nothing to ask for', async () => {
  const admin = await bank.signedIn('admin');
  const nothing = { customerId: null, staffId: null, role: null, customersPerHour: null };
  const why = { reference: 'Case 1', reason: 'A reason in some words.' };
  for (const asked of [what(999), { ...what(customers), runId: bank.staff.admin }])
    assert.equal((await admin.post('/api/approvals', { ...nothing, ...asked, ...why })).status, 404);
});
