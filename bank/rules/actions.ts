/**
 * Changing the rules by two people. An analyst drafts; what is wrong with the draft is said with its row, and
 * nothing unsound is proposed; somebody outside her line approves just that draft (the kernel hashes it); put
 * in force it is a version that counts from its day. A rollback goes the same way.
 */
import { lastRun } from '#bank/advice/actions.ts';
import type { Body, Params, Reply } from '#platform/contract.ts';
import type { RowOf } from '#platform/database/statement.ts';
import type { Transaction } from '#platform/database/transaction.ts';
import { ask, house } from '#platform/database/vault.ts';
import { Failure } from '#platform/errors.ts';
import type { SignedIn } from '#platform/http/route.ts';
import { carried, resultsOf } from './cases.ts';
import { catalogueFor, problemsOfDraft, problemsOfSlips, type RuleProblem } from './checking.ts';
import { changesBetween } from './comparing.ts';
import type * as contract from './contract.ts';
import * as queries from './queries.ts';
import {
  bodyFrom,
  casesFrom,
  casesOf,
  columnOf,
  columnsOf,
  currencyIn,
  frameOf,
  historyOf,
  rowsOf,
  rulesOn,
  subjectOf,
  subjects,
} from './reading.ts';
import { inForceOn, nextAfter, type RuleBody, type Slip, type Subject, type TestCase } from './rules.ts';
import { demandSimulated } from './simulation.ts';

const todayIs = () => Temporal.Now.plainDateISO('UTC').toString();
const inHouse = <T>({ database }: SignedIn, work: (tx: Transaction) => Promise<T>) =>
  house(database, 'earshot_staff', work);

export async function listRules(session: SignedIn): Promise<Reply<typeof contract.listRules>> {
  const today = todayIs();
  return inHouse(session, async (tx) => {
    const [rules, days, drafts, run] = await Promise.all([
      rulesOn(tx, today),
      tx.rows(queries.versionDays, {}),
      tx.rows(queries.openDrafts, {}),
      lastRun(tx),
    ]);
    const tables = subjects.map((subject) => {
      const own = days
        .filter((row) => row.table_name === subject.name)
        .map(({ version, applies_from }) => ({ version, appliesFrom: applies_from }));
      const now = inForceOn(own, today);
      const draft = drafts.find((row) => row.table_name === subject.name);
      return {
        ...{ tableName: subject.name, option: subject.option },
        rows: rules.bodyOf(subject).table.rows.length,
        version: now?.version ?? subject.broughtVersion,
        appliesFrom: now?.appliesFrom ?? null,
        next: nextAfter(own, today) ?? null,
        draft:
          draft === undefined
            ? null
            : {
                ...{ draftId: draft.draft_id, state: draft.state, savedBy: draft.saved_by },
                savedAt: draft.saved_at.toString(),
              },
      };
    });
    return { tables, lastRun: run };
  });
}

export async function readRules(
  session: SignedIn,
  tableName: string,
): Promise<Reply<typeof contract.readRules>> {
  const [subject, today] = [subjectOf(tableName), todayIs()];
  return inHouse(session, async (tx) => {
    const [rules, history, drafts, currency] = await Promise.all([
      rulesOn(tx, today),
      historyOf(tx, subject, today),
      tx.rows(queries.openDrafts, {}),
      currencyIn(tx),
    ]);
    const body = rules.bodyOf(subject);
    return {
      ...{ ...frameOf(subject), version: history.now, currency, versions: history.cards },
      ...{ inputs: columnsOf(subject, body.table.inputs), rows: rowsOf(body) },
      draftId: drafts.find((row) => row.table_name === tableName)?.draft_id ?? null,
    };
  });
}

/** @throws Failure `not-found` */
export async function readVersion(
  session: SignedIn,
  { table: tableName, version }: Params<typeof contract.readVersion>,
): Promise<Reply<typeof contract.readVersion>> {
  const [subject, today] = [subjectOf(tableName), todayIs()];
  return inHouse(session, async (tx) => {
    const [history, currency] = await Promise.all([historyOf(tx, subject, today), currencyIn(tx)]);
    const { body, cases } = history.bodyOf(version);
    const card = history.cards.find((one) => one.version === version);
    if (card === undefined) throw new Failure('not-found');
    const earlier = history.rows.filter((row) => row.version < version);
    const last =
      card.appliesFrom === null
        ? undefined
        : (inForceOn(earlier, card.appliesFrom)?.version ?? subject.broughtVersion);
    const before = last === undefined ? null : { version: last, ...history.bodyOf(last) };
    return {
      ...{ ...frameOf(subject), card, currency, cases: casesOf(cases) },
      ...{ inputs: columnsOf(subject, body.table.inputs), rows: rowsOf(body) },
      before: before && {
        ...{ version: before.version, inputs: columnsOf(subject, before.body.table.inputs) },
        rows: rowsOf(before.body),
      },
    };
  });
}

/** @throws Failure `not-now` when somebody is changing this table already */
export async function beginDraft(
  session: SignedIn,
  tableName: string,
  draftId: string,
  { restores }: Body<typeof contract.beginDraft>,
): Promise<Reply<typeof contract.beginDraft>> {
  const [subject, today] = [subjectOf(tableName), todayIs()];
  return inHouse(session, async (tx) => {
    const [rules, history] = await Promise.all([rulesOn(tx, today), historyOf(tx, subject, today)]);
    if (restores === history.now) throw new Failure('not-now');
    const body = restores === null ? rules.bodyOf(subject) : history.bodyOf(restores).body;
    const { cases } = casesFor(subject, rules.options, history, restores);
    const made = await tx.rows(queries.beginDraft, {
      ...{
        draftId,
        tableName,
        optionCode: subject.option?.code ?? null,
        aspect: subject.option?.aspect ?? null,
      },
      ...{ base: history.now, restores, body, cases, staffId: session.actorId },
    });
    if (made.length === 0 && (await tx.first(queries.draftOf, { draftId })) === undefined)
      throw new Failure('not-now');
    return { draftId };
  });
}

export async function readDraft(
  session: SignedIn,
  draftId: string,
): Promise<Reply<typeof contract.readDraft>> {
  return inHouse(session, async (tx) => {
    const row = await tx.one(queries.draftOf, { draftId });
    const subject = subjectOf(row.table_name);
    const day = row.applies_from ?? todayIs();
    const [rules, history, currency, request] = await Promise.all([
      rulesOn(tx, day),
      historyOf(tx, subject, day),
      currencyIn(tx),
      tx.first(queries.requestOf, { draftId }),
    ]);
    const before = rules.bodyOf(subject);
    return {
      ...{ ...frameOf(subject), draftId, state: row.state, version: row.version, currency },
      ...{ appliesFrom: row.applies_from, baseVersion: row.base_version, restores: row.restores },
      ...{ savedBy: row.saved_by, savedAt: row.saved_at.toString(), inputs: [...row.body.table.inputs] },
      ...{ rows: rowsOf(row.body), cases: casesOf(row.cases), slips: row.slips },
      ...(await checkedIn(tx, subject, row, day)),
      leftOut:
        row.restores === null || row.state !== 'draft'
          ? []
          : casesFor(subject, rules.options, history, row.restores).leftOut,
      before: { version: history.now, inputs: [...before.table.inputs], rows: rowsOf(before) },
      facts: catalogueFor(subject).map(columnOf),
      request: request === undefined ? null : requestOf(request, session),
    };
  });
}

function requestOf(row: RowOf<typeof queries.requestOf>, session: SignedIn) {
  return {
    ...{ approvalId: row.approval_id, state: row.state, mine: row.mine_id === session.actorId },
    ...{ requestedBy: row.requested_by, reference: row.reference, reason: row.reason },
    ...{ expiresAt: row.expires_at.toString(), decidedBy: row.decided_by, words: row.words },
  };
}

/**
 * What came with Earshot has no cases of its own: then those of what counts now; of what is brought back,
 * those that pass there.
 */
function casesFor(
  subject: Subject,
  options: Parameters<typeof problemsOfDraft>[2],
  history: Awaited<ReturnType<typeof historyOf>>,
  restores: number | null,
): ReturnType<typeof carried> {
  const { body, cases: own } = history.bodyOf(restores ?? history.now);
  const cases = own.length > 0 ? own : history.bodyOf(history.now).cases;
  const sound = problemsOfDraft(subject, body, options).every(({ code }) => code === 'no words');
  return restores === null || !sound
    ? { cases: [...cases], leftOut: [] }
    : carried(body.table, catalogueFor(subject), cases);
}

/** What is wrong, on the day itself and on each later one on which another change comes into force. */
async function checkedIn(
  tx: Transaction,
  subject: Subject,
  { body, cases, slips }: { body: RuleBody; cases: readonly TestCase[]; slips: readonly Slip[] },
  day: string,
) {
  const coming = await tx.rows(queries.versionDays, {});
  const days = new Set([day, ...coming.map((one) => one.applies_from).filter((on) => on > day)]);
  const typed = problemsOfSlips(slips, body, cases);
  const found = new Map<string, RuleProblem>(typed.map((one) => [JSON.stringify(one), one]));
  for (const on of days) {
    const { options } = await rulesOn(tx, on);
    for (const one of problemsOfDraft(subject, body, options)) found.set(JSON.stringify(one), one);
  }
  // what stands in the place of such a cell is not wrong besides
  const inPlace = new Set(typed.map(({ row, column }) => `${row} ${column}`));
  const problems = [...found.values()].filter(
    ({ code, row, column }) => code !== 'wrong value' || !inPlace.has(`${row} ${column}`),
  );
  const sound = problems.every(({ code }) => code === 'no words');
  return { problems, results: sound ? resultsOf(body.table, catalogueFor(subject), cases) : [] };
}

/** @throws Failure `changed` when it was saved by somebody else meanwhile, `not-now` once it is proposed */
export async function saveDraft(
  session: SignedIn,
  draftId: string,
  seen: number,
  given: Body<typeof contract.saveDraft>,
): Promise<Reply<typeof contract.saveDraft>> {
  return inHouse(session, async (tx) => {
    const row = await tx.one(queries.draftOf, { draftId });
    if (row.state !== 'draft') throw new Failure('not-now');
    const subject = subjectOf(row.table_name);
    const [body, cases] = [bodyFrom(subject, given.inputs, given.rows), casesFrom(given.cases)];
    const { appliesFrom, slips } = given;
    const nowhere = slips.some(({ of, line }) => line >= given[of].length);
    if (nowhere) throw new Failure('does-not-fit', { fields: [{ field: '/slips', says: 'No such line.' }] });
    const save = { draftId, seen, body, cases, slips, appliesFrom, staffId: session.actorId };
    const saved = await tx.first(queries.saveDraft, save);
    if (saved === undefined) throw new Failure('changed');
    const checked = await checkedIn(tx, subject, { body, cases, slips }, appliesFrom ?? todayIs());
    return { version: saved.version, ...checked };
  });
}

/**
 * @throws Failure `does-not-fit` naming the rows; `changed` when it is not what was read; `rules-changed`
 * when other rules have come into force since it was simulated
 */
export async function proposeDraft(
  session: SignedIn,
  draftId: string,
  seen: number,
  approvalId: string,
  { reference, reason }: Body<typeof contract.proposeDraft>,
): Promise<Reply<typeof contract.proposeDraft>> {
  return inHouse(session, async (tx) => {
    await demandReady(tx, draftId);
    await demandSimulated(tx, draftId);
    const request = { token: session.token, draftId, seen, approvalId, reference, reason };
    const asked = await tx.one(queries.propose, request);
    return { approvalId, expiresAt: (asked.expires_at ?? Temporal.Now.instant()).toString() };
  });
}

/** Takes a proposal back, or gives a draft up. */
export async function setAsideDraft(
  { database, token }: SignedIn,
  draftId: string,
  { becomes }: Body<typeof contract.setAsideDraft>,
): Promise<null> {
  await ask(database, queries.setAside, { token, draftId, becomes });
  return null;
}

/**
 * @throws Failure `approval-needed`; `changed` when draft or table is not what was approved; `rules-changed`
 * when other rules are not
 */
export async function putInForce(
  session: SignedIn,
  draftId: string,
): Promise<Reply<typeof contract.putInForce>> {
  return inHouse(session, async (tx) => {
    const row = await tx.one(queries.draftOf, { draftId });
    // asked again after the answer was lost: it is in force
    if (row.state !== 'in force') await demandReady(tx, draftId);
    const { version } = await tx.one(queries.putInForce, { token: session.token, draftId });
    return { version: version ?? 0 };
  });
}

/** @throws Failure `does-not-fit` naming the rows: what is not sound decides for nobody, not even on trial */
export async function demandSound(tx: Transaction, draftId: string): Promise<void> {
  const row = await tx.one(queries.draftOf, { draftId });
  const subject = subjectOf(row.table_name);
  const { problems } = await checkedIn(tx, subject, { ...row, cases: [] }, row.applies_from ?? todayIs());
  const unsound = problems.filter(({ code }) => code !== 'no words');
  if (unsound.length > 0) throw new Failure('does-not-fit', { fields: unsound.slice(0, 20).map(fieldOf) });
}

const fieldOf = ({ row, column, code, other }: RuleProblem) => ({
  field: `/${['rows', row, column].filter((part) => part !== null).join('/')}`,
  says: other === null ? code : `${code}: ${other}`,
});

/** Sound, tried by cases that pass, for a day that has not passed, and not what counts anyway. */
async function demandReady(tx: Transaction, draftId: string): Promise<void> {
  const row = await tx.one(queries.draftOf, { draftId });
  const subject = subjectOf(row.table_name);
  const today = todayIs();
  const day = row.applies_from ?? today;
  const { problems, results } = await checkedIn(tx, subject, row, day);
  const fields = problems.map(fieldOf);
  if (day < today) fields.push({ field: '/appliesFrom', says: 'This day has passed.' });
  if (row.cases.length === 0) fields.push({ field: '/cases', says: 'A test case is needed.' });
  for (const [at, { passes }] of results.entries())
    if (!passes) fields.push({ field: `/cases/${at}`, says: 'This test case does not pass.' });
  const { bodyOf } = await rulesOn(tx, day);
  if (changesBetween(bodyOf(subject), row.body).length === 0)
    fields.push({ field: '/', says: 'Nothing is changed.' });
  if (fields.length > 0) throw new Failure('does-not-fit', { fields: fields.slice(0, 20) });
}
