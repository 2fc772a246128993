/** Whether offers come to groups alike: counted each quarter, with the four-fifths ratio, for compliance alone. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import fc from 'fast-check';
import { type Trial, trialBank } from '#bank/trial.ts';
import { batch } from '#platform/database/vault.ts';
import { runOnce } from '#platform/jobs/worker.ts';
import { compareGroups } from './grouping.ts';
import { quarterOf, testedGroups } from './grouping-rules.ts';

let bank: Trial;
before(async () => {
  bank = await trialBank();
});
after(() => bank.close());

const today = Temporal.Now.plainDateISO('UTC').toString();

/** So many customers of a sex and an age, to the first of whom a loan is suggested. */
const people = async (
  sex: string | null,
  age: number,
  n: number,
  suggested: number,
  code = 'loan.personal',
) => {
  await bank.sql(
    `INSERT INTO advice.verdicts (option_code, says, about) VALUES ($1, 'fits', '{a,b,c,d}') ON CONFLICT DO NOTHING`,
    [code],
  );
  await bank.sql(
    `WITH made AS (INSERT INTO customers.customers (kind, full_name, born_on, sex, made_up)
       SELECT 'person', 'Somebody ' || n, CURRENT_DATE - make_interval(years => $2, days => 40), $1, true
         FROM generate_series(1, $3::int) n RETURNING customer_id, full_name)
     INSERT INTO advice.decisions (customer_id, facts_version, rules, result, said, decided_on, expires_on)
     SELECT customer_id, 1, 'r', 'suggestions', CASE WHEN split_part(full_name, ' ', 2)::int <= $4
       THEN v.verdict_id || ':60' ELSE v.verdict_id::text END, CURRENT_DATE, CURRENT_DATE + 30
       FROM made, advice.verdicts v WHERE v.option_code = $5 AND v.says = 'fits'`,
    [sex, age, n, suggested, code],
  );
};

async function compare() {
  let rows = 0;
  await runOnce(bank.database, 'advice.compare', {}, async (_payload, { job, database }) => {
    rows = await compareGroups(await batch(database, job, 'earshot_run_fairness'), today);
  });
  return rows;
}

test('counted by group, small ones suppressed, once however often it is done; reading it is on record', async () => {
  await people('female', 35, 200, 60);
  await people('male', 50, 200, 120);
  await people('other', 66, 12, 6);
  await people(null, 20, 40, 40, 'help.paying');
  await people('male', 50, 40, 40, 'waive.overdraft');
  // who said yes was offered it, too: it is under way with them, and suggested no more
  await bank.sql(
    `WITH begun AS (INSERT INTO advice.verdicts (option_code, says, about) VALUES ('loan.personal', 'under way', '{}')
       RETURNING verdict_id)
     UPDATE advice.decisions d SET said = b.verdict_id::text FROM begun b WHERE d.customer_id IN (
       SELECT x.customer_id FROM advice.decisions x JOIN customers.customers c USING (customer_id)
        WHERE c.sex = 'male' AND x.said LIKE '%:60' ORDER BY x.customer_id LIMIT 40)`,
  );
  const rows = await compare();
  assert.equal(await compare(), rows, 'done again it is the same');
  const compliance = await bank.signedIn('compliance');
  const { body, text } = await compliance.get('/api/advice/group-tests');
  assert.equal(body.quarters.length, 1, text);
  assert.equal(body.quarters[0].quarter, quarterOf(today));
  const groupsOf = (dimension: string, code: string | null) =>
    body.quarters[0].tests.find(
      (one: { dimension: string; code: string | null }) => one.dimension === dimension && one.code === code,
    ).groups;
  const [women, men] = groupsOf('sex', 'loan.personal');
  assert.deepEqual(
    [women.band, women.decided, women.share, women.verdict],
    ['female', 200, 0.3, 'below four fifths'],
  );
  assert.equal(women.ratio.ratio, 0.6);
  assert.ok(women.ratio.high < 0.8);
  assert.deepEqual([men.isMost, men.verdict], [true, 'no sign']);
  assert.equal(groupsOf('sex', null)[0].verdict, 'below four fifths', 'any offer at all');
  const [, given] = groupsOf('sex', 'waive.overdraft');
  assert.deepEqual(
    [given.decided, given.isMost, given.share],
    [240, true, 40 / 240],
    'a price is tested, too',
  );
  assert.equal(groupsOf('sex', 'waive.overdraft')[0].verdict, 'below four fifths');
  assert.equal(groupsOf('sex', null)[1].share, 0.5, 'and is no offer');
  const old = groupsOf('age', 'loan.personal').find(({ band }: { band: string }) => band === '60-74');
  assert.deepEqual([old.decided, old.share, old.verdict], [null, null, 'too few']);
  const kept = await bank.sql(`SELECT decided, suggested FROM advice.group_counts WHERE band = '60-74'`);
  assert.ok(
    kept.every(({ decided, suggested }) => decided === null && suggested === null),
    'nor kept',
  );
  const young = groupsOf('age', null).find(({ band }: { band: string }) => band === '18-29');
  assert.equal(young.share, 0, 'help is no offer');
  const read = await bank.sql(`SELECT staff_id FROM privacy.events WHERE name = 'group tests.read'`);
  assert.deepEqual(read, [{ staff_id: bank.staff.compliance }]);
});

test('for compliance eyes only: no role that serves or analyses, and no log-in or run that decides or learns', async () => {
  for (const who of ['banker', 'manager', 'admin', 'greeter', 'privacy'] as const) {
    const { status } = await (await bank.signedIn(who)).get('/api/advice/group-tests');
    assert.equal(status, 403, who);
  }
  const may = await bank.sql(
    `SELECT r.rolname AS role FROM pg_roles r WHERE r.rolname LIKE 'earshot%'
        AND has_any_column_privilege(r.oid, 'advice.group_counts', 'SELECT') ORDER BY 1`,
  );
  // earshot_batch may become any run, one at a time, and holds nothing itself
  const own = may.map(({ role }) => role).filter((role) => role !== 'earshot_batch');
  assert.deepEqual(own, ['earshot_run_fairness', 'earshot_vault']);
  const functions = await bank.sql(
    `SELECT p.proname AS name FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
      WHERE n.nspname = 'advice' AND p.prosrc LIKE '%group_counts%' ORDER BY 1`,
  );
  assert.deepEqual(
    functions.map(({ name }) => name),
    ['count_groups', 'group_counts_shown'],
  );
});

test('the ratio: measured by the group most often, said with confidence, and never on few', () => {
  const group = fc.record({
    band: fc.constantFrom('a', 'b', 'c', 'd'),
    of: fc.option(fc.integer({ min: 30, max: 4000 }), { nil: null }),
    share: fc.double({ min: 0, max: 1, noNaN: true }),
  });
  fc.assert(
    fc.property(fc.uniqueArray(group, { selector: ({ band }) => band, maxLength: 4 }), (given) => {
      const counts = given.map(({ band, of, share }) => ({
        ...{ band, decided: of, suggested: of === null ? null : Math.round(of * share) },
      }));
      const tested = testedGroups(counts);
      assert.ok(tested.filter(({ isMost }) => isMost).length <= 1);
      tested.forEach((one, at) => {
        const { decided, suggested } = counts[at] as (typeof counts)[number];
        if (decided === null || suggested === null) assert.equal(one.verdict, 'too few');
        else if (suggested > 0 && suggested < 5) assert.deepEqual([one.share, one.ratio], [null, null]);
        // who is judged is so many that five would have it at the rate of the group most often
        const rates = counts.map((of) =>
          (of.suggested ?? 0) >= 5 ? (of.suggested ?? 0) / (of.decided ?? 1) : 0,
        );
        const isSmall = (decided ?? 0) * Math.max(...rates) < 5;
        if (isSmall && counts.some((of) => (of.suggested ?? 0) > 0)) assert.equal(one.verdict, 'too few');
        if (one.ratio) assert.ok(one.ratio.low <= one.ratio.ratio && one.ratio.ratio <= one.ratio.high);
        if (one.verdict === 'below four fifths' && one.ratio) assert.ok(one.ratio.high < 0.8);
      });
    }),
  );
  // what is far below is said, even where its count is too small to show
  const [few] = testedGroups([
    { band: 'a', decided: 1000, suggested: 3 },
    { band: 'b', decided: 1000, suggested: 500 },
  ]);
  assert.deepEqual([few?.share, few?.ratio, few?.verdict], [null, null, 'below four fifths']);
  // a group too small to judge is not judged: three of the thirty would have had it at a tenth
  const small = testedGroups([
    { band: 'a', decided: 30, suggested: 0 },
    { band: 'b', decided: 2000, suggested: 200 },
  ]);
  assert.deepEqual(
    small.map(({ decided, share, ratio, verdict }) => [decided, share, ratio, verdict]),
    [
      [30, 0, null, 'too few'],
      [2000, 0.1, null, 'no sign'],
    ],
  );
  // nor does it judge: four of thirty are no measure for two thousand
  const measure = testedGroups([
    { band: 'a', decided: 30, suggested: 4 },
    { band: 'b', decided: 2000, suggested: 100 },
    { band: 'c', decided: 2000, suggested: 90 },
  ]);
  assert.deepEqual(
    measure.map(({ isMost, verdict }) => [isMost, verdict]),
    [
      [false, 'too few'],
      [true, 'no sign'],
      [false, 'no sign'],
    ],
  );
  // nor is what is hidden told by what is not: 27 of 30 would be 0.4 divided by 0.444
  const beside = testedGroups([
    { band: 'a', decided: 30, suggested: 27 },
    { band: 'b', decided: 300, suggested: 120 },
  ]);
  assert.deepEqual(
    beside.map(({ share, ratio, verdict }) => [share, ratio, verdict]),
    [
      [null, null, 'no sign'],
      [0.4, null, 'below four fifths'],
    ],
  );
  const [none] = testedGroups([
    { band: 'a', decided: 1000, suggested: 0 },
    { band: 'b', decided: 50, suggested: 0 },
  ]);
  assert.equal(none?.verdict, 'no sign', 'offered to nobody, kept from nobody');
  assert.deepEqual(['2026-01-01', '2026-03-31', '2026-11-25'].map(quarterOf), [
    '2026-01-01',
    '2026-01-01',
    '2026-10-01',
  ]);
});
