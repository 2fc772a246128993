/** A source that says whose file takes two people: it shuts on the next request, and never opens by itself. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { doneByTwo } from '#bank/privacy/approving-trial.ts';
import { type Client, type Trial, trialBank } from '#bank/trial.ts';
import { firstDay, imported, smallYaml, trial, undone } from './testing.ts';

let bank: Trial;
let at: Awaited<ReturnType<typeof trial>>;
let banker: Client;
let privacy: Client;
let compliance: Client;
before(async () => {
  bank = await trialBank();
  at = await trial(smallYaml.replace('born, job]', 'born, job, vip]'), {
    'customers.sql': `SELECT origin, id AS key, 'person' AS kind, name AS full_name, born AS born_on,
      job AS occupation, vip AS restricted, 'true' AS made_up FROM customer`,
  });
  banker = await bank.signedIn('banker');
  privacy = await bank.signedIn('privacy');
  compliance = await bank.signedIn('compliance');
});
after(async () => {
  await bank.close();
  await at.clean();
});

/** The first day's extract, with who is marked. */
async function arrives(marked: string[]): Promise<string> {
  const lines = firstDay['customer.csv'].trim().split('\n');
  const customers = lines.map((line, n) => {
    const [id = ''] = line.split(',');
    return n === 0 ? `${line},vip` : `${line},${marked.includes(id)}`;
  });
  await at.write({ ...firstDay, 'customer.csv': `${customers.join('\n')}\n` });
  const { run } = await imported(bank.database, at);
  assert.equal(run.problem, null);
  return run.run_id;
}

async function customer(name: string): Promise<string> {
  const [row] = await bank.sql('SELECT customer_id FROM customers.customers WHERE full_name = $1', [name]);
  return String(row?.customer_id);
}

async function opens(id: string): Promise<boolean> {
  const { status, body } = await banker.get(`/api/customers/${id}/file`);
  if (status !== 200) assert.equal(body.code, 'restricted');
  return status === 200;
}

const listed = async (): Promise<Record<string, unknown>[]> =>
  (await privacy.get('/api/restricted-files')).body.files;

test('what the source marks is shut on the next request; what it marks no more stays shut until two people open it', async () => {
  await arrives(['2']);
  const [jana, petr] = [await customer('Jana Nová'), await customer('Petr Nový')];
  for (const id of [jana, petr]) await bank.visit(id, 'banker');
  assert.deepEqual([await opens(jana), await opens(petr)], [true, false], 'marked from the first day on');
  await arrives(['1', '2']);
  assert.equal(await opens(jana), false, 'the visit goes on, and opens nothing any more');
  const shut = (await listed()).find(({ customerId }) => customerId === jana);
  assert.deepEqual([shut?.atSource, shut?.origin], [true, null]);

  await arrives(['2']);
  assert.equal(await opens(jana), false, 'one extract opens nothing');
  const kept = (await listed()).find(({ customerId }) => customerId === jana);
  assert.deepEqual([kept?.atSource, kept?.origin, kept?.madeByName], [false, 'source', null]);
  await arrives(['2']);
  assert.equal(await opens(jana), false, 'nor does the same one again');

  const release = { action: 'file release', customerId: jana };
  assert.equal((await doneByTwo(bank, privacy, compliance, release)).status, 200);
  assert.equal(await opens(jana), true);
  await arrives(['2']);
  assert.equal(await opens(jana), true, 'the source goes on saying nothing');
  await arrives(['1', '2']);
  assert.equal(await opens(jana), false, 'it says so again');
  assert.equal((await doneByTwo(bank, privacy, compliance, release)).status, 200);
  await arrives(['1', '2']);
  assert.equal(await opens(jana), true, 'two people overrule it until it says something else');
});

test('a run that shut a file and is taken back does not open it', async () => {
  await arrives(['2']);
  const other = await customer('Ó Súilleabháin');
  await bank.visit(other, 'banker');
  assert.equal(await opens(other), true);
  const run = await arrives(['2', '3']);
  assert.equal(await opens(other), false);
  assert.equal((await undone(bank.database, run)).run.problem, null);
  assert.equal(await opens(other), false);
  const [row] = await bank.sql(
    'SELECT restricted_at_source AS says FROM customers.customers WHERE customer_id = $1',
    [other],
  );
  assert.equal(row?.says, false);
});
