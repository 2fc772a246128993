/** A run as an administrator watches it: how far it is, stopped, taken up again, what was rejected, undone; and how a feed is mapped. */
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, before, test } from 'node:test';
import { setTimeout } from 'node:timers/promises';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { decidedBy } from '#bank/privacy/approving-trial.ts';
import { type Trial as Bank, trialBank } from '#bank/trial.ts';
import { staffPage } from '#bank/trial-pages.ts';
import { startWorker, type Worker } from '#platform/jobs/worker.ts';
import { barriersOf, pictures, settled, startBrowser } from '#platform/testing/browser.ts';
import { startImport } from './actions.ts';
import { tasks } from './jobs.ts';
import { firstDay, type Trial, trial } from './testing.ts';

const picture = pictures('feed');
let bank: Bank;
let browser: Browser;
let worker: Worker;
let at: Trial;
before(async () => {
  bank = await trialBank({ apps: true });
  browser = await startBrowser();
  worker = await startWorker(bank.database, tasks, { concurrency: 1 });
  at = await trial();
});
after(async () => {
  await browser?.close();
  await worker?.stop();
  await at?.clean();
  await bank?.close();
});

async function admin(address: string, options: BrowserContextOptions = {}): Promise<Page> {
  return staffPage({ bank, browser }, 'admin', address, options);
}

/** Movements enough that somebody can stop them, and two lines that do not fit. */
function manyMovements(count: number): string {
  const lines = Array.from(
    { length: count },
    (_, n) => `x${n},A${1 + (n % 2)},2024-01-0${1 + (n % 9)},1.00,bread`,
  );
  lines[7] = 'bad1,A1,2024-02-30,1.00,no such day';
  lines[8] = 'bad2,A9,2024-01-01,1.00,nobody has it';
  return `${['id,number,day,amount,text', ...lines].join('\n')}\n`;
}

/** Waits until the run has told so much, and is under way still. */
async function toldOf(runId: string, what: string): Promise<void> {
  for (;;) {
    const [run] = await bank.sql(`SELECT state, ${what} AS told FROM feed.runs WHERE run_id = $1`, [runId]);
    if (run?.told) return;
    assert.ok(['waiting', 'running'].includes(String(run?.state)), `${run?.state} before ${what}`);
    await setTimeout(20);
  }
}

test('a run is watched, stopped, taken up again, read and undone on its page', async () => {
  await at.write({ ...firstDay, 'movement.csv': manyMovements(150_000) });
  const order = { feed: 'small', folder: at.folder, feeds: at.feeds, asOf: '2024-02-01' };
  const page = await admin('/feeds');
  // The run waits for another's writing: until the page is there, and again between two pieces of its own.
  const others = [4772011, 'small'];
  const hold = () => bank.sql('SELECT pg_advisory_lock($1, hashtext($2))', others);
  const release = () => bank.sql('SELECT pg_advisory_unlock($1, hashtext($2))', others);
  await hold();
  const { runId } = await startImport(bank.database, order);
  await page.goto(new URL(`/feeds/runs/${runId}`, page.url()).href);
  const dialog = page.getByRole('dialog');
  const deed = async (name: string, says: string) => {
    await page.getByRole('button', { name, exact: true }).press('Enter');
    await dialog.getByRole('button', { name: says, exact: true }).press('Enter');
  };
  await page.getByRole('progressbar').waitFor();
  await release();
  await toldOf(runId, 'EXISTS (SELECT FROM feed.run_entities WHERE run_id = runs.run_id AND created > 9999)');
  await hold();
  await page.getByText(/rows a second/).waitFor();
  await picture(page, 'under-way');
  await deed('Stop', 'Stop');
  await page.getByText(/stopping/).waitFor();
  await toldOf(runId, 'told_at > stop_requested_at');
  await release();
  await page.getByText('Stopped', { exact: true }).waitFor();
  await page
    .getByText('You can take the run up again, or undo it.')
    .or(page.getByText('The run was stopped.'))
    .first()
    .waitFor();
  assert.deepEqual(await barriersOf(page), []);
  await deed('Take up again', 'Take up again');
  await page.getByText('Finished', { exact: true }).waitFor({ timeout: 60_000 });
  const movements = page.getByRole('row', { name: /^Transactions/ });
  assert.match(String(await movements.textContent()), /150,000.*149,998.*2/);
  const rejects = page.getByRole('region', { name: 'Rejected rows' });
  await rejects.getByText('is not a day like 2026-11-23').waitFor();
  assert.match(String(await rejects.textContent()), /2••••••••0/, 'the value is masked');
  assert.doesNotMatch(await page.content(), /2024-02-30/);
  await page.getByRole('button', { name: 'Rejects of movement.csv…' }).waitFor();
  await picture(page, 'finished');
  await deed('Undo this run', 'Undo the run');
  await page.getByText('Undone', { exact: true }).waitFor({ timeout: 60_000 });
  const [left] = await bank.sql(
    `SELECT count(*)::int AS customers FROM customers.customers WHERE source = 'small'`,
  );
  assert.equal(left?.customers, 0);
  assert.deepEqual(await barriersOf(page), []);
  await page.context().close();
});

test("of a run that failed, what was refused is shown, and taken once on a second person's word", async () => {
  const lines = Array.from({ length: 120 }, (_, n) => `m${n},A1,2024-02-30,100.00,wage`);
  await at.write({ ...firstDay, 'movement.csv': ['id,number,day,amount,text', ...lines, ''].join('\n') });
  const order = { feed: 'small', folder: at.folder, feeds: at.feeds, asOf: '2024-02-02' };
  const { runId } = await startImport(bank.database, order);
  const page = await admin(`/feeds/runs/${runId}`);
  await page.getByText('Failed', { exact: true }).first().waitFor({ timeout: 60_000 });
  const rejects = page.getByRole('region', { name: 'Rejected rows' });
  await rejects.getByText('is not a day like 2026-11-23').first().waitFor();
  assert.deepEqual(await barriersOf(page), []);
  await picture(page, 'failed');
  const dialog = page.getByRole('dialog');
  await page.getByRole('button', { name: 'Rejects of movement.csv…' }).press('Enter');
  await dialog.getByLabel('Case or event').fill('Ticket 4711');
  await dialog.getByLabel('Why, in a sentence').fill('The core system mends the days.');
  await dialog.getByRole('button', { name: 'Ask for approval' }).press('Enter');
  await dialog.getByText('It waits for somebody else to approve it.').waitFor();
  await picture(page, 'failed-asked');
  const privacy = await bank.signedIn('privacy');
  const { approvals } = (await privacy.get('/api/approvals')).body;
  const asked = approvals.find((one: { runId: string | null }) => one.runId === runId);
  assert.equal((await decidedBy(bank, privacy, asked.approvalId)).status, 200);
  const taken = page.waitForEvent('download');
  await dialog.getByRole('button', { name: 'Download it, once' }).press('Enter', { timeout: 30_000 });
  const file = await taken;
  assert.equal(file.suggestedFilename(), 'movement.mended.csv');
  const text = await readFile(String(await file.path()), 'utf8');
  assert.equal(text.match(/m\d+,A1,2024-02-30,100\.00,wage/g)?.length, 120);
  await page.context().close();
});

test('how a feed is mapped stands on its page: files, columns, and the SELECT of each thing', async () => {
  const page = await admin('/feeds');
  await page.getByRole('link', { name: /^How it is mapped.*berka$/ }).press('Enter');
  await page.getByRole('heading', { name: 'Berka, a Czech bank of 1993 to 1998' }).waitFor();
  await page.getByText('FROM district', { exact: false }).first().waitFor();
  await page.getByText('trans_real_subset.csv.gz').first().waitFor();
  await page.locator('summary', { hasText: '3 columns' }).first().press('Enter');
  await page.getByText('client_id, birth_number, district_id').waitFor();
  await page.getByText('with fewer than 50% of the rows of before').waitFor();
  for (const width of [1440, 390]) {
    await page.setViewportSize({ width, height: 900 });
    assert.deepEqual(await barriersOf(page), [], String(width));
    const wide = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
    assert.equal(wide, false, `fits ${width}`);
    await picture(page, `mapping-${width}`);
  }
  await page.context().close();
  const spanish = await admin('/feeds/camt053', { locale: 'es-ES', colorScheme: 'dark' });
  await settled(spanish);
  await picture(spanish, 'mapping-es-dark');
  const manager = await bank.signedIn('manager');
  assert.equal((await manager.get('/api/feeds/berka')).status, 403);
  const asked = await bank.signedIn('admin');
  assert.equal((await asked.get('/api/feeds/nowhere')).status, 404);
  assert.equal((await asked.get('/api/feeds/..%2f..')).status, 400);
});
