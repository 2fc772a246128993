/** Branches from a feed that an administrator edits: the edit stays until the feed says something new there. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { type Trial as Bank, type Client, trialBank } from '#bank/trial.ts';
import { listRejects } from './actions.ts';
import { counts, imported, trial, undone } from './testing.ts';

let bank: Bank;
let admin: Client;
before(async () => {
  bank = await trialBank();
  admin = await bank.signedIn('admin');
});
after(() => bank.close());

const yaml = `title: Branches, made up
files:
  place: { name: place.csv, columns: [id, name, region, zone, hours] }
entities:
  premises: { complete: true, from: place }
`;
const sql = {
  'premises.sql': `SELECT origin, id AS key, 'branch' AS kind, id AS code, name, region, zone AS time_zone, hours FROM place`,
};
const head = 'id,name,region,zone,hours\n';
const nineToFive = '"{""1"": [[""09:00"",""17:00""]]}"';
const line = (region: string, hours = nineToFive, name = 'Old Town') =>
  `B1,${name},${region},Europe/Prague,${hours}\n`;
const kept = async () =>
  (
    await bank.sql(
      `SELECT name, region, hours->'1' AS monday, edited, ended_on::text AS ends FROM premises.premises WHERE code = 'B1'`,
    )
  )[0];
const branch = async () => {
  const [row] = await bank.sql(`SELECT premises_id FROM premises.premises WHERE code = 'B1'`);
  const address = `/api/premises/${row?.premises_id}`;
  const { body } = await admin.get(address);
  return { address, body, seen: { 'if-match': `"${body.version}"` } };
};

test('a zone or hours that are none are rejected with their reason, and the rest is taken', async () => {
  const at = await trial(yaml, sql);
  const overlapping = '"{""1"": [[""09:00"",""12:00""],[""11:00"",""17:00""]]}"';
  await at.write({
    'place.csv': `${head}${line('North')}B2,Mars,,Mars/Olympus,\nB3,Both,,UTC,${overlapping}\nB4,Night,,UTC,"{""8"": []}"\n`,
  });
  const report = await imported(bank.database, at);
  assert.equal(counts(report).premises, '4 in, 1 created, 3 rejected');
  const rejects = await listRejects(bank.database, report.run.run_id, 0n, 10);
  assert.deepEqual(
    rejects.map(({ column_name: column, reason }) => `${column} ${reason}`),
    [
      'time_zone is no time zone like Europe/Prague',
      'hours holds no opening hours by weekday, each after the one before',
      'hours holds no opening hours by weekday, each after the one before',
    ],
  );
  await at.clean();
});

test('what was set here stays until the feed says something new, and a branch that was ended here stays ended', async () => {
  const at = await trial(yaml, sql);
  await at.write({ 'place.csv': `${head}${line('North')}` });
  await imported(bank.database, at);
  const before = await branch();
  assert.equal(before.body.feed, 'small');
  const week = [{ weekday: 1, intervals: [{ from: '10:00', to: '18:00' }] }];
  const set = await admin.send('PUT', `${before.address}/hours`, { week }, before.seen);
  assert.equal(set.status, 200, set.text);
  await at.write({ 'place.csv': `${head}${line('South')}` });
  const second = await imported(bank.database, at);
  assert.deepEqual(await kept(), {
    ...{ name: 'Old Town', region: 'South', monday: [['10:00', '18:00']], edited: ['hours'], ends: null },
  });
  const between = await branch();
  const later = [{ weekday: 1, intervals: [{ from: '11:00', to: '18:00' }] }];
  await admin.send('PUT', `${between.address}/hours`, { week: later }, between.seen);
  const refused = await undone(bank.database, second.run.run_id);
  assert.match(refused.run.problem ?? '', /staff have edited branches/);
  const changed = line('South', '"{""1"": [[""08:00"",""12:00""]]}"');
  await at.write({ 'place.csv': `${head}${changed}` });
  await imported(bank.database, at);
  assert.deepEqual((await kept())?.edited, []);
  assert.deepEqual((await kept())?.monday, [['08:00', '12:00']], 'the feed has said something new');
  const now = await branch();
  const { kind, code, name, timeZone, addressLines, country, postalCode, region, telephone } = now.body;
  const endedOn = Temporal.PlainDate.from(now.body.today).add({ days: 10 }).toString();
  const body = { kind, code, name, timeZone, addressLines, country, postalCode, region, telephone, endedOn };
  assert.equal((await admin.send('PUT', now.address, body, now.seen)).status, 200);
  assert.equal(counts(await imported(bank.database, at)).premises, '1 in, 1 unchanged');
  await at.write({ 'place.csv': `${head}${line('East', undefined, 'New Town')}` });
  await imported(bank.database, at);
  assert.deepEqual([(await kept())?.name, (await kept())?.ends], ['New Town', endedOn]);
  await at.clean();
});
