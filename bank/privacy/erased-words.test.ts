/** After somebody is erased, no word that anybody typed of them is left, in any column of any table. */
import assert from 'node:assert/strict';
import { hash, randomUUID } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { type Client, plain, type Trial, trialBank } from '#bank/trial.ts';
import { audit } from '#platform/record/auditing.ts';
import { type SigningKey, signingKey } from '#platform/record/keys.ts';
import { keyTypes, parseVerifier } from '#platform/record/note.ts';
import { sha256 } from '#platform/record/sha256.ts';
import { replayErasures } from './erasing.ts';
import { usualTopics } from './rules.ts';
import { type Standing, standingOf } from './sealing.ts';
import { sealAll } from './shown-trial.ts';
import { forgettingFindings, recordOf } from './verifying.ts';
import { seedTyped, type Typed } from './words-trial.ts';

let bank: Trial;
let banker: Client;
let home: string;
let key: SigningKey;
let standing: Standing;
let typed: Typed;
before(async () => {
  bank = await trialBank();
  banker = await bank.signedIn('banker');
  home = await mkdtemp(path.join(tmpdir(), 'earshot-words-'));
  key = await signingKey(path.join(home, 'record'), 'log', keyTypes.note);
  standing = await standingOf(bank.database, key);
});
after(async () => {
  await bank.close();
  await rm(home, { recursive: true });
});

const canary = 'Zanzibara Quill, debts of Rukmini';

test('words of a visit are on its file while it is there, and not in the record: only a usual topic is', async () => {
  const { jana } = bank.customers;
  const purposes = async () =>
    (
      await bank.sql('SELECT DISTINCT purpose FROM privacy.access_records WHERE customer_id = $1', [jana])
    ).map(({ purpose }) => purpose);
  for (const topic of [canary, ' ahorro ', 'Savings']) {
    const visit = await bank.visit(jana, 'banker');
    await bank.sql('UPDATE conversations.visits SET topic = $2 WHERE visit_id = $1', [visit, topic]);
    const { body } = await banker.get(`/api/customers/${jana}/file`);
    assert.equal(body.ground.topic, topic, 'whoever has her file open reads it');
    await bank.sql(`UPDATE conversations.visits SET state = 'ended', ended_at = now() WHERE visit_id = $1`, [
      visit,
    ]);
  }
  assert.deepEqual((await purposes()).sort(), ['', 'Savings']);
  const all = Object.values(usualTopics).flat();
  const known = await bank.sql(
    'SELECT t.said, privacy.usual_topic(t.said) AS kept FROM unnest($1::text[]) t(said)',
    [all],
  );
  assert.deepEqual(
    known.map(({ kept }) => kept),
    [...(usualTopics.en ?? []), ...(usualTopics.en ?? [])],
    'the kernel knows the same topics as the screens, by one word each',
  );
});

test('everything typed of three people is gone with them, whatever the table, and the audit finds nothing', async () => {
  const { jana, petr, star } = bank.customers;
  const [greeter, privacy] = [await bank.signedIn('greeter'), await bank.signedIn('privacy')];
  const questionId = await questioned([jana, petr]);
  typed = await seedTyped(bank, questionId);
  typed.words.set(plain(canary), 'topic of a visit, typed at the desk');
  await wordsAtTheDesk(greeter);
  await greeter.post('/api/customer-searches', { query: 'Petr Novák canary5317', most: 10 });
  typed.words.set('canary5317', 'search');
  await bank.sql(
    `INSERT INTO privacy.question_decisions (question_id, decided_by, decision, words) VALUES ($1, $2, 'to compliance', $3)`,
    [questionId, bank.staff.privacy, 'canary7781 of Jana'],
  );
  typed.words.set('canary7781', 'words of a decision');
  await privacy.get('/api/unexplained');
  await sealAll(bank, key, standing);
  assert.ok((await whereTyped()).length > 20, 'they are found while she is there');
  const journal = [jana, petr, star].map((id) =>
    JSON.stringify({ customer: hash('sha256', id), at: '2026-01-01T00:00:00Z' }),
  );
  await writeFile(path.join(home, 'erasures.jsonl'), `${journal.join('\n')}\n`);
  assert.equal(await replayErasures(bank.database, home), 3);
  assert.deepEqual(
    await whereTyped(),
    ['conversations.guests: topic of a guest'],
    'somebody who came in without a file; guests go after a day',
  );
  await sealAll(bank, key, standing);
  const trusted = { log: await parseVerifier(key.verifier), witnesses: [], kept: [] };
  const { findings } = await audit(sha256, recordOf(bank.database), trusted);
  assert.deepEqual([...findings, ...(await forgettingFindings(bank.database))], []);
});

/** Someone hands a visit over with words, undoes another with words, and reads the files. */
async function wordsAtTheDesk(greeter: Client): Promise<void> {
  const { petr } = bank.customers;
  const checkIn = { channel: 'branch', presence: 'document looked at', topic: canary, companions: [] };
  const { body } = await greeter.post('/api/visits', { ...checkIn, customerId: petr });
  const moves = `/api/visits/${body.visitId}/moves`;
  const undo = { what: 'undo', to: null, reason: `It was ${canary}` };
  const started = await banker.post(moves, { what: 'start', to: null, reason: null }, { 'if-match': '"1"' });
  assert.equal(started.status, 200, started.text);
  assert.equal((await banker.get(`/api/customers/${petr}/file`)).status, 200);
  const undone = await banker.post(moves, undo, { 'if-match': '"2"' });
  assert.equal(undone.status, 200, undone.text);
}

/** A question about looks at these people. */
async function questioned(people: string[]): Promise<string> {
  const [question] = await bank.sql(
    `INSERT INTO privacy.questions (staff_id, on_date, since, due_on, evidence, allowance, signs, office)
     VALUES ($1, CURRENT_DATE, CURRENT_DATE, CURRENT_DATE, 1, 1, '{}', 'privacy') RETURNING question_id`,
    [bank.staff.banker],
  );
  for (const person of people)
    await bank.sql(
      `INSERT INTO privacy.occasions (occasion_id, staff_id, customer_id, on_date, first_at, last_at, ground_kind,
           ground, looks, score, personal, reasons, bare, rules_version, question_id)
       VALUES ($1, $2, $3, CURRENT_DATE, now(), now(), 'visit', $1, 1, 1, 0, '[]', true, 1, $4)`,
      [randomUUID(), bank.staff.banker, person, question?.question_id],
    );
  return String(question?.question_id);
}

/** Each table and field whose words are anywhere in it: every row of every table, as text. */
async function whereTyped(): Promise<string[]> {
  const tables = await bank.sql(
    `SELECT c.oid::regclass::text AS name FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE c.relkind = 'r' AND n.nspname !~ '^(pg_|information_schema$)' ORDER BY 1`,
  );
  const found = new Set<string>();
  for (const { name } of tables) {
    const [dump] = await bank.sql(`SELECT string_agg(t::text, ' ') AS all FROM ${name} t`);
    const text = plain(String(dump?.all ?? ''));
    for (const [words, field] of typed.words) if (text.includes(words)) found.add(`${name}: ${field}`);
  }
  return [...found].sort();
}
