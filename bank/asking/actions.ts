/**
 * A guided talk: questions by a set, answers kept as they are given, needs and what fits worked out with
 * each, and an end with a promise and a summary in the customer's words.
 */
import { readFits } from '#bank/advice/actions.ts';
import { addPromise } from '#bank/conversations/actions.ts';
import { readAdaptations, readUnderstanding, stateNeeds } from '#bank/needs/actions.ts';
import { catalogueOf } from '#bank/needs/facts.ts';
import { adaptedAt } from '#bank/needs/masking.ts';
import { readLooks } from '#bank/privacy/actions.ts';
import type { StaffSignedIn } from '#bank/staff/actions.ts';
import type { Body, Reply } from '#platform/contract.ts';
import type { Transaction } from '#platform/database/transaction.ts';
import { change, make, read, readOwn } from '#platform/database/vault.ts';
import { Failure } from '#platform/errors.ts';
import type { SignedIn } from '#platform/http/route.ts';
import { evaluated } from './answering.ts';
import { occasionsFor, whatToAsk } from './choosing.ts';
import type * as contract from './contract.ts';
import type { Answer, Occasion, QuestionSet } from './definition.ts';
import * as queries from './queries.ts';
import { opened, sealed, writtenTold } from './sealing.ts';
import { newest, setOf } from './sets/all.ts';
import { answersOf, isPrivate, isPrivateAnswer, namedAt, type Row, saidIn, stateOf } from './showing.ts';

export { sealConversations } from './sealing.ts';

type Conversation = Reply<typeof contract.answerQuestion>;
interface Ids {
  customerId: string;
  conversationId: string;
}

const care = catalogueOf('care');
const fileOf = (customerId: string) => ({ customerIds: [customerId] as [string], ground: null });
const today = () => Temporal.Now.plainDateISO('UTC').toString();

/** Where others may hear, and behind broken glass, nothing private is told. */
async function isOverheard({ place }: StaffSignedIn, tx: Transaction, customerId: string): Promise<boolean> {
  const look = (await readLooks(tx, customerId, 1)).find((one) => one.this_one);
  return place === 'open counter' || look === undefined || look.ground_kind === 'break-glass';
}

export async function readConversation(
  session: StaffSignedIn,
  customerId: string,
): Promise<Reply<typeof contract.readConversation>> {
  return read(session, fileOf(customerId), async (tx) => {
    const [overheard, rows, answered, [measured], [name], fits, adaptations, { events }] = await Promise.all([
      isOverheard(session, tx, customerId),
      tx.rows(queries.conversationsOf, { customerId }),
      tx.rows(queries.answeredOf, { customerId }),
      tx.rows(queries.measured, {}),
      tx.rows(queries.called, { customerId }),
      readFits(tx, customerId, today()),
      readAdaptations(tx, customerId),
      readUnderstanding(tx, customerId),
    ]);
    const open = rows.find(({ state }) => state === 'open');
    const past = await pastOf(tx, rows);
    const happened = events.map(({ kind, state }) => ({ kind, confirmed: state === 'confirmed' }));
    const hasMet = rows.some(({ state }) => state === 'done');
    const sets = occasionsFor(fits.known, happened, hasMet).map(newest);
    const answeredOn = new Map(answered.map((row) => [row.question_id, row.answered_on]));
    const moment = {
      known: fits.known,
      today: today(),
      isPrivate: !overheard,
      answeredOn,
      unused: fits.unused,
    };
    const worth = whatToAsk(sets, moment, care, fits.with);
    const money = { ...fits, currency: measured?.base ?? '' };
    return {
      ...{ calledName: name?.called ?? '', overheard },
      adaptations: adaptedAt(adaptations, overheard),
      open:
        open === undefined
          ? null
          : stateOf(open, (await opened(tx, open)).told, money, overheard, past, today()),
      occasions: sets.filter((set) => namedAt(set, overheard)).map((set) => set.name),
      minor: fits.known['of.age'] === false,
      ask: worth.map(({ question, set, change: share, moves }) => ({
        ...{ questionId: question.id, occasion: set, ask: question.ask, why: question.why },
        ...{ change: Math.round(share * 100), moves: overheard ? [] : moves.map(fits.titleOf) },
      })),
      earlier: past.map(({ row, summary }) => ({
        conversationId: row.conversation_id,
        occasion: namedAt(setOf(row.occasion as Occasion, row.set_version), overheard)
          ? (row.occasion as Occasion)
          : null,
        state: row.state as 'done' | 'left' | 'withdrawn',
        ...{ begunByName: row.begun_by_name, endedAt: String(row.ended_at) },
        summary: overheard ? null : summary,
      })),
    };
  });
}

/** The talks that have ended, the newest first, with what was said in them. */
async function pastOf(tx: Transaction, rows: readonly Row[]) {
  const ended = rows.filter(({ ended_at }) => ended_at !== null);
  return Promise.all(ended.map(async (row) => ({ row, ...(await opened(tx, row)) })));
}

export async function beginConversation(
  session: StaffSignedIn,
  customerId: string,
  conversationId: string,
  { occasion }: Body<typeof contract.beginConversation>,
): Promise<Reply<typeof contract.beginConversation>> {
  const begun = { customerId, conversationId, occasion, setVersion: newest(occasion).version };
  let there = conversationId;
  await make(session, fileOf(customerId), 'conversation.begun', conversationId, async (tx) => {
    const { known } = await readFits(tx, customerId, today());
    // whoever acts for a child is asked in a talk of their own
    if (known['of.age'] === false) throw new Failure('not-now');
    const made = await tx.rows(queries.begin, { ...begun, staffId: session.actorId });
    if (made.length > 0) return made;
    const rows = await tx.rows(queries.conversationsOf, { customerId });
    there = rows.find(({ state }) => state === 'open')?.conversation_id ?? conversationId;
    return [];
  });
  return { conversationId: there };
}

/**
 * @throws Failure `changed` when somebody else has answered it meanwhile; `not-now` when the conversation has
 * ended or the question is not asked any more; `does-not-fit`
 */
export async function answerQuestion(
  session: StaffSignedIn,
  ids: Ids,
  given: Body<typeof contract.answerQuestion>,
): Promise<Conversation> {
  const file = fileOf(ids.customerId);
  return change(session, file, 'conversation.answered', ids.conversationId, async (tx) => {
    const [overheard, fits] = await Promise.all([
      isOverheard(session, tx, ids.customerId),
      readFits(tx, ids.customerId, today()),
    ]);
    const { row, set, told } = await heldOpen(tx, ids);
    const { questionId, answer } = given;
    const { answers } = told;
    const question = set.questions.find(({ id }) => id === questionId);
    const before = answers[questionId];
    if (question === undefined) throw new Failure('not-now');
    const isHere = (one: Answer | null | undefined) => !isPrivateAnswer(question, one ?? undefined);
    if (
      overheard &&
      !(namedAt(set, overheard) && !isPrivate(question) && [before?.answer, answer].every(isHere))
    )
      throw new Failure('not-now');
    if ((before?.version ?? 0) !== given.version) throw new Failure('changed');
    if (answer === null) delete answers[questionId];
    else answers[questionId] = saidIn(answer, session.row.full_name, before?.version);
    const result = evaluated(set, answersOf(told), fits.known, care);
    if (!result.shown.includes(question)) throw new Failure('not-now');
    const wrong = result.problems.find((problem) => problem.question === questionId);
    if (wrong !== undefined)
      throw new Failure('does-not-fit', { fields: [{ field: '/answer', says: says[wrong.code] }] });
    // what is not asked any more is gone
    const kept = Object.fromEntries(Object.entries(answers).filter(([id]) => id in result.kept));
    const now = { ...told, answers: kept };
    await tx.rows(queries.write, { ...ids, told: await sealed(tx, ids, 'told', writtenTold(now)) });
    if (answer !== null) await tx.rows(queries.markAnswered, { ...ids, questionId });
    await tx.rows(queries.unmarkOthers, { ...ids, kept: Object.keys(kept) });
    const { needs, facts } = result;
    const saidNow = answer !== null && question.fact !== undefined ? [question.fact] : [];
    const stated = { needs, facts, saidNow, where: session, talk: set.title, sayable: sayable(set) };
    await stateNeeds(tx, { ...ids, staffId: session.actorId, ...stated });
    const [rows, [measured]] = await Promise.all([
      tx.rows(queries.conversationsOf, { customerId: ids.customerId }),
      tx.rows(queries.measured, {}),
    ]);
    const there = { ...row, ...rows[0], conversation_id: ids.conversationId } as Row;
    const money = { ...fits, currency: measured?.base ?? '' };
    return stateOf(there, now, money, overheard, await pastOf(tx, rows), today());
  });
}

/**
 * What is typed of the end outlives the browser. Where others hear it is not kept: it could not be shown
 * again, and would be written over unseen.
 * @throws Failure `not-now` there, and once it has ended
 */
export async function keepEnding(
  session: StaffSignedIn,
  ids: Ids,
  ending: Body<typeof contract.keepEnding>,
): Promise<null> {
  await change(session, fileOf(ids.customerId), 'conversation.ending', ids.conversationId, async (tx) => {
    if (await isOverheard(session, tx, ids.customerId)) throw new Failure('not-now');
    const { told } = await heldOpen(tx, ids);
    const typed = ending.summary !== '' || ending.promise !== '';
    const now = writtenTold({ ...told, ending: typed ? ending : null });
    await tx.rows(queries.write, { ...ids, told: await sealed(tx, ids, 'told', now) });
  });
  return null;
}

const says = {
  'wrong kind': 'That is no answer to this question.',
  'no such option': 'Choose one of the answers.',
  'out of range': 'Check the number.',
  'too long': 'Say it in fewer words.',
  'no such day': 'There is no such day.',
} as const;

export async function endConversation(
  session: StaffSignedIn,
  ids: Ids,
  promiseId: string,
  { how, summary, followUp }: Body<typeof contract.endConversation>,
): Promise<Reply<typeof contract.endConversation>> {
  if (how === 'done' && (summary ?? '').trim() === '')
    throw new Failure('does-not-fit', { fields: [{ field: '/summary', says: 'Write down what was said.' }] });
  for (const [field, given] of Object.entries({ summary, followUp }))
    if (how !== 'done' && given !== null)
      throw new Failure('does-not-fit', {
        fields: [{ field: `/${field}`, says: 'Only where it has come to its end.' }],
      });
  await make(session, fileOf(ids.customerId), `conversation.${how}`, ids.conversationId, async (tx) => {
    const [row] = await tx.rows(queries.held, ids);
    if (row === undefined) throw new Failure('not-found');
    // asked again, because the answer was lost
    if (row.state === how) return [];
    if (row.state !== 'open') throw new Failure('not-now');
    const withdrawn = how === 'withdrawn';
    await tx.rows(queries.end, {
      ...{ ...ids, state: how, told: withdrawn ? null : await withoutEnding(tx, ids, row.told_sealed) },
      summary: how === 'done' ? await sealed(tx, ids, 'summary', summary) : null,
    });
    // what she takes back counts no more, and she may be asked again
    if (withdrawn) {
      await tx.rows(queries.unmarkOthers, { ...ids, kept: [] });
      const set = setOf(row.occasion as Occasion, row.set_version) as QuestionSet;
      const nothing = { needs: [], facts: {}, saidNow: [], where: session, talk: set.title };
      await stateNeeds(tx, { ...ids, staffId: session.actorId, ...nothing, sayable: sayable(set) });
    }
    return [row];
  });
  if (how !== 'done' || followUp === null) return { promiseId: null };
  await addPromise(session, ids.customerId, promiseId, { ...followUp, assignedTo: null });
  return { promiseId };
}

export async function ownConversations(session: SignedIn): Promise<Reply<typeof contract.ownConversations>> {
  const { actorId: customerId } = session;
  return readOwn(session, customerId, async (tx) => {
    const rows = await tx.rows(queries.ownSummaries, { customerId });
    return {
      conversations: await Promise.all(
        rows.map(async (row) => ({
          ...{ conversationId: row.conversation_id, occasion: row.occasion as Occasion },
          endedAt: String(row.ended_at),
          summary: (await opened(tx, { ...row, told_sealed: null })).summary,
        })),
      ),
    };
  });
}

/** What was typed of the end is in the summary now, or was given up. */
async function withoutEnding(tx: Transaction, ids: Ids, told_sealed: Buffer | null) {
  const { told } = await opened(tx, {
    ...{ conversation_id: ids.conversationId, told_sealed, summary_sealed: null },
  });
  if (told === null || told.ending === null) return told_sealed;
  return sealed(tx, ids, 'told', writtenTold({ ...told, ending: null }));
}

async function heldOpen(tx: Transaction, ids: Ids) {
  const [row] = await tx.rows(queries.held, ids);
  if (row === undefined) throw new Failure('not-found');
  if (row.state !== 'open') throw new Failure('not-now');
  const set = setOf(row.occasion as Occasion, row.set_version);
  const { told } = await opened(tx, { ...row, conversation_id: ids.conversationId });
  if (set === undefined || told === null) throw new Failure('keys-unavailable');
  return { row, set, told };
}

/** Every need that an answer of this set can state. */
const sayable = (set: QuestionSet) =>
  set.questions.flatMap(({ id, needs = [] }) => needs.map(({ category }) => `${id} ${category}`));
