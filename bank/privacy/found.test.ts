/** A card is a look: she sees who was shown hers, and nobody is shown the whole bank. */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import type { Client } from '#bank/trial.ts';
import { parseVerifier } from '#platform/record/note.ts';
import { checkCheckpoint, isSealed } from '#platform/record/verifying.ts';
import { checkEntries } from './own-checking.ts';
import { type ShownTrial, shownTrial } from './shown-trial.ts';

let bank: ShownTrial;
let greeter: Client;
let jana: Client;
before(async () => {
  bank = await shownTrial();
  greeter = await bank.signedIn('greeter');
  jana = await bank.atHome(bank.customers.jana);
});
after(() => bank.close());

const find = (query: string, client = greeter) => client.post('/api/customer-searches', { query, most: 20 });
const own = async (more = '') => (await jana.get(`/api/own-record?of=people${more}`)).body;
const searches = async () => (await own()).entries.filter(({ kind }: { kind: string }) => kind === 'search');

test('she sees that a search showed her card: role, branch and when, once for all the letters of a name', async () => {
  for (const query of ['jana', 'jana n', 'jana no', 'jana nováková'])
    assert.equal((await find(query)).status, 200);
  await find('petr');
  const [entry, ...others] = await searches();
  assert.deepEqual(others, []);
  const shown = JSON.parse(entry.shown);
  assert.deepEqual([shown.role, shown.surface], ['greeter', 'find']);
  assert.equal(typeof entry.premises, 'string');
  assert.doesNotMatch(
    JSON.stringify(entry),
    new RegExp(`jana|${bank.staff.greeter}|${bank.customers.petr}`, 'i'),
  );
  await find('jana nov', await bank.signedIn('banker'));
  assert.equal((await searches()).length, 2, 'somebody else is another entry');
  await bank.sql(`UPDATE privacy.searches SET at = at - interval '1 hour' WHERE staff_id = $1`, [
    bank.staff.greeter,
  ]);
  await find('jana nov');
  assert.equal((await searches()).length, 3, 'an hour later is another');
  await find('jana nov', await bank.signedIn('compliance'));
  assert.equal((await searches()).length, 3, 'what compliance looks for is kept back');
  await bank.sql(
    `UPDATE privacy.searches SET at = at + interval '1 hour' WHERE staff_id = $1 AND at < now() - interval '30 minutes'`,
    [bank.staff.greeter],
  );
});

test('her own browser checks these entries like others, and sees when one is gone', async () => {
  await bank.visit(bank.customers.jana, 'banker');
  const banker = await bank.signedIn('banker');
  await banker.get(`/api/customers/${bank.customers.jana}/file`);
  await bank.seal();
  const page = await own();
  const log = await parseVerifier(page.logKey);
  const checkpoint = await checkCheckpoint(page.checkpoint, log, []);
  const found = page.entries.filter(({ kind }: { kind: string }) => kind === 'search');
  assert.ok(found.length >= 2);
  for (const entry of found) assert.ok(isSealed(entry, checkpoint), 'sealed as it is shown');
  const ask = async (query: object) => {
    const words = new URLSearchParams(Object.entries(query).map(([name, value]) => [name, String(value)]));
    return (await jana.get(`/api/own-record?${words}`)).body;
  };
  const check = (kept: object) =>
    checkEntries({
      of: 'people',
      customerId: bank.customers.jana,
      pages: 3,
      kept: { own: {}, ...kept },
      ask,
    });
  const first = await check({});
  assert.deepEqual([[...first.findings], first.wrong.size], [[], 0]);
  assert.equal(first.sealed.size, page.entries.length);
  await find('jana nová');
  await bank.seal();
  const second = await check(first.keep ?? {});
  assert.deepEqual(
    [[...second.findings], second.vanished],
    [[], 0],
    'a later search changes no earlier entry',
  );
  const gone = JSON.parse(found[0].shown).search_id;
  await bank.sql('UPDATE privacy.searches SET customer_ids = $2 WHERE search_id = $1', [gone, []]);
  const third = await check(second.keep ?? {});
  assert.ok(third.findings.has('vanished'));
});

test('pages of looks and searches together go on by time, each entry once', async () => {
  const all = (await own('&most=100')).entries.map(({ recordId }: { recordId: string }) => recordId);
  const paged: string[] = [];
  for (let before: string | undefined; ; ) {
    const page = await own(`&most=2${before ? `&before=${encodeURIComponent(before)}` : ''}`);
    paged.push(...page.entries.map(({ recordId }: { recordId: string }) => recordId));
    before = page.next ?? undefined;
    if (before === undefined) break;
  }
  assert.deepEqual(paged, all);
});

test('no more different people in an hour than the role may be shown: told to the offices first, then refused', async () => {
  await bank.sql(
    `INSERT INTO customers.customers (customer_id, kind, full_name, made_up)
     SELECT md5('found' || n)::uuid, 'person', 'Fenella Quickfoot' || chr(96 + n % 26) || chr(97 + n / 26), true
       FROM generate_series(1, 90) n`,
  );
  await bank.sql(
    `SELECT customers.index_names((SELECT array_agg(customer_id) FROM customers.customers WHERE full_name LIKE 'Fenella%'))`,
  );
  await bank.sql(`UPDATE privacy.find_limits SET people_per_hour = 45 WHERE role = 'greeter'`);
  await bank.sql('DELETE FROM privacy.found_lately');
  await bank.sql('DELETE FROM privacy.found_hours');
  const offices = [await bank.signedIn('privacy')];
  const told = async () =>
    Promise.all(
      offices.map(async (office) =>
        (await office.get('/api/notices')).body.notices.filter(
          ({ kind }: { kind: string }) => kind === 'find limit reached',
        ),
      ),
    );
  const seen = new Set<string>();
  let refused: Awaited<ReturnType<typeof find>> | undefined;
  for (let n = 0; n < 26 && refused === undefined; n += 1) {
    const answer = await find(`Quickfoot${String.fromCharCode(97 + n)}`);
    if (answer.status === 200) for (const card of answer.body.cards) seen.add(card.customerId);
    else refused = answer;
  }
  assert.equal(refused?.body.code, 'too-many');
  assert.ok(Number(refused?.headers.get('retry-after')) > 3500, 'within the hour');
  assert.ok(seen.size >= 45 && seen.size < 65, `${seen.size} people`);
  for (const notices of await told()) {
    assert.equal(notices.length, 1, 'once');
    assert.ok(notices[0].howMany >= 45);
  }
  const again = await Promise.all(
    Array.from({ length: 10 }, (_, n) => find(`Quickfoot${String.fromCharCode(122 - n)}`)),
  );
  for (const { status, body } of again)
    if (status === 200)
      for (const { customerId } of body.cards) assert.ok(seen.has(customerId), 'nobody new');
  const known = (
    await bank.sql('SELECT full_name FROM customers.customers WHERE customer_id = $1', [[...seen][0]])
  )[0];
  const same = await find(String(known?.full_name));
  assert.ok(same.status === 200 || same.body.code === 'too-many');
  // by person, not by account
  const other = randomUUID();
  await bank.sql(
    `INSERT INTO staff.staff (staff_id, user_name, full_name, role, premises_id, person_id, made_up)
     SELECT $1, 'greeter.again', full_name, role, premises_id, person_id, true FROM staff.staff WHERE staff_id = $2`,
    [other, bank.staff.greeter],
  );
  assert.deepEqual(
    await bank.sql(
      `SELECT count(*)::int AS n FROM privacy.found_hours h JOIN staff.staff f ON f.person_id = h.person_id
        WHERE f.staff_id = $1`,
      [other],
    ),
    [{ n: 1 }],
    'a second account begins no hour of its own',
  );
  await bank.sql(`UPDATE privacy.found_hours SET since = since - interval '1 hour'`);
  assert.equal((await find('Quickfootz')).status, 200, 'an hour later one goes on');
});
