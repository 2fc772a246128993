/**
 * Two people of one household at odds, on every surface that there is: what she keeps from him, or from
 * everybody, stands in no answer about him, in the workspace or in his portal. What stays with her stands there.
 */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, beforeEach, test } from 'node:test';
import { type Answer, type Client, type Trial, trialBank } from '#bank/trial.ts';
import type { Contract } from '#platform/contract.ts';
import { portalRoutes, workspaceRoutes } from './server.ts';

let bank: Trial;
let banker: Client;
before(async () => {
  bank = await trialBank();
  const { jana, petr } = bank.customers;
  banker = await bank.signedIn('banker', 'private room');
  await bank.visit(jana, 'banker');
  await bank.visit(petr, 'banker');
  const agreement = randomUUID();
  for (const [customer, role] of [
    [jana, 'owner'],
    [petr, 'joint owner'],
  ])
    await bank.sql(
      `INSERT INTO holdings.holdings (customer_id, agreement_id, role, counts, kind, number, currency, opened_on)
       VALUES ($1, $2, $3, true, 'savings', '990900 4711', 'CZK', '2020-01-01')`,
      [customer, agreement, role],
    );
});
after(() => bank.close());
beforeEach(() => bank.sql('DELETE FROM customers.confidences'));

/** Of one customer, and nothing else to say: everything that is read of somebody's file. */
const ofOne = workspaceRoutes
  .map(({ contract }) => contract)
  .filter(({ route }) => /^GET [^:]*:customerId[^:]*$/.test(route));
const own = portalRoutes
  .map(({ contract }) => contract)
  .filter(({ route, permission }) => /^GET [^:]*$/.test(route) && permission !== 'nobody');

async function answers(customerId: string): Promise<[Contract, Answer][]> {
  const he = await bank.atHome(customerId);
  const path = ({ route }: Contract) => route.replace('GET ', '').replace(':customerId', customerId);
  const asked: [Contract, Client][] = [
    ...ofOne.map((contract) => [contract, banker] as [Contract, Client]),
    ...own.map((contract) => [contract, he] as [Contract, Client]),
  ];
  const all: [Contract, Answer][] = [];
  for (const [contract, client] of asked) all.push([contract, await client.get(path(contract))]);
  return all;
}

const ofHer = () => new RegExp(`Jana|Nováková|${bank.customers.jana}`);
const telling = (all: [Contract, Answer][]) =>
  all.filter(([, { text }]) => ofHer().test(text)).map(([{ route }]) => route);

test('what she keeps from him, or from everybody, stands in no answer about him', async () => {
  const { jana, petr } = bank.customers;
  const before = await answers(petr);
  const read = before.filter(([, { status }]) => status === 200).map(([{ route }]) => route);
  assert.ok(read.length >= 15, `${read.length} surfaces were read: ${read}`);
  assert.ok(telling(before).includes('GET /api/customers/:customerId/file'), 'without it she stands there');
  for (const otherId of [petr, null]) {
    const kept = await banker.post(`/api/customers/${jana}/confidences`, { otherId });
    assert.equal(kept.status, 200, kept.text);
    assert.deepEqual(telling(await answers(petr)), []);
    assert.ok(telling(await answers(jana)).length >= 3, 'in hers she stands as ever');
    await bank.sql('DELETE FROM customers.confidences');
  }
});
