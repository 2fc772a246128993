/**
 * A guided talk: questions by a set, answers kept as they are given, needs and what fits worked out with
 * each, and an end with a promise and a summary in the customer's words.
 */
import { type Fits as FitsOf, readFits } from '#bank/advice/actions.ts';
import { addPromise } from '#bank/conversations/actions.ts';
import { readAdaptations, stateNeeds } from '#bank/needs/actions.ts';
import { catalogueOf } from '#bank/needs/facts.ts';
import { adaptedAt } from '#bank/needs/masking.ts';
import { readLooks } from '#bank/privacy/actions.ts';
import type { StaffSignedIn } from '#bank/staff/actions.ts';
import type { Body, Reply } from '#platform/contract.ts';
import type { RowOf } from '#platform/database/statement.ts';
import type { Transaction } from '#platform/database/transaction.ts';
import { change, make, read, readOwn } from '#platform/database/vault.ts';
import { Failure } from '#platform/errors.ts';
import type { SignedIn } from '#platform/http/route.ts';
import { evaluated } from './answering.ts';
import { whatToAsk } from './choosing.ts';
import type * as contract from './contract.ts';
import type { Answers, Occasion, Question, QuestionSet } from './definition.ts';
import * as queries from './queries.ts';
import { opened, sealed, type Told } from './sealing.ts';
import { newest, setOf } from './sets/all.ts';

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
    const [overheard, rows, answered, [measured], fits, adaptations] = await Promise.all([
      isOverheard(session, tx, customerId),
      tx.rows(queries.conversationsOf, { customerId }),
      tx.rows(queries.answeredOf, { customerId }),
      tx.rows(queries.measured, {}),
      readFits(tx, customerId, today()),
      readAdaptations(tx, customerId),
    ]);
    const open = rows.find(({ state }) => state === 'open');
    const earlier = await Promise.all(
      rows
        .filter((row) => row.state !== 'open' && row.ended_at !== null)
        .map(async (row) => ({
          ...{ conversationId: row.conversation_id, occasion: row.occasion as Occasion },
          ...{ state: row.state as 'done' | 'left' | 'withdrawn', begunByName: row.begun_by_name },
          endedAt: String(row.ended_at),
          summary: overheard ? null : (await opened(tx, row)).summary,
        })),
    );
    const answeredOn = new Map(answered.map((row) => [row.question_id, row.answered_on]));
    const moment = { known: fits.known, today: today(), isPrivate: !overheard, answeredOn };
    const worth = whatToAsk(occasionsFor(fits.known).map(newest), moment, care, fits.with);
    return {
      overheard,
      adaptations: adaptedAt(adaptations, overheard),
      open:
        open === undefined
          ? null
          : stateOf(
              open,
              (await opened(tx, open)).told,
              { ...fits, currency: measured?.base ?? '' },
              overheard,
            ),
      ask: worth.map(({ question, set, change: share, moves }) => ({
        ...{ questionId: question.id, occasion: set, ask: question.ask, why: question.why },
        ...{ change: Math.round(share * 100), moves: moves.map(fits.titleOf) },
      })),
      earlier,
    };
  });
}

/** Which sets may be asked of whom; in hard times nothing that could lead to a sale. */
function occasionsFor(known: FitsOf['known']): Occasion[] {
  if (known.stage === 'bereaved') return ['bereavement'];
  if (known['in.difficulty'] === true) return ['trouble paying'];
  if (known.kind === 'business') return ['small business', 'yearly review'];
  const ofStage: Partial<Record<string, Occasion>> = {
    ...{ student: 'studying', 'starting out': 'new job', family: 'family' },
    ...{ 'before retirement': 'retirement', 'in retirement': 'retirement' },
  };
  const now = ofStage[String(known.stage)];
  return ['first meeting', 'yearly review', 'home', ...(now === undefined ? [] : [now])];
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
    const question = set.questions.find(({ id }) => id === questionId);
    if (question === undefined || (overheard && isPrivate(question))) throw new Failure('not-now');
    const before = told[questionId];
    if ((before?.version ?? 0) !== given.version) throw new Failure('changed');
    if (answer === null) delete told[questionId];
    else {
      const version = (before?.version ?? 0) + 1;
      told[questionId] = {
        answer,
        by: session.row.full_name,
        at: Temporal.Now.instant().toString(),
        version,
      };
    }
    const result = evaluated(set, answersOf(told), fits.known, care);
    if (!result.shown.includes(question)) throw new Failure('not-now');
    const wrong = result.problems.find((problem) => problem.question === questionId);
    if (wrong !== undefined)
      throw new Failure('does-not-fit', { fields: [{ field: '/answer', says: says[wrong.code] }] });
    // what is not asked any more is gone
    const kept = Object.fromEntries(Object.entries(told).filter(([id]) => id in result.kept));
    await tx.rows(queries.write, { ...ids, told: await sealed(tx, ids, 'told', JSON.stringify(kept)) });
    if (answer !== null) await tx.rows(queries.markAnswered, { ...ids, questionId });
    await tx.rows(queries.unmarkOthers, { ...ids, kept: Object.keys(kept) });
    const { needs, facts } = result;
    const saidNow = answer !== null && question.fact !== undefined ? [question.fact] : [];
    const stated = { needs, facts, saidNow, where: session, sayable: sayable(set) };
    await stateNeeds(tx, { ...ids, staffId: session.actorId, ...stated });
    const [[fresh], [measured]] = await Promise.all([
      tx.rows(queries.conversationsOf, { customerId: ids.customerId }),
      tx.rows(queries.measured, {}),
    ]);
    const now = { ...row, ...fresh, conversation_id: ids.conversationId } as Row;
    return stateOf(now, kept, { ...fits, currency: measured?.base ?? '' }, overheard);
  });
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
  await make(session, fileOf(ids.customerId), `conversation.${how}`, ids.conversationId, async (tx) => {
    const [row] = await tx.rows(queries.held, ids);
    if (row === undefined) throw new Failure('not-found');
    // asked again, because the answer was lost
    if (row.state === how) return [];
    if (row.state !== 'open') throw new Failure('not-now');
    const withdrawn = how === 'withdrawn';
    await tx.rows(queries.end, {
      ...{ ...ids, state: how, told: withdrawn ? null : row.told_sealed },
      summary: how === 'done' ? await sealed(tx, ids, 'summary', summary) : null,
    });
    // what she takes back counts no more, and she may be asked again
    if (withdrawn) {
      await tx.rows(queries.unmarkOthers, { ...ids, kept: [] });
      const set = setOf(row.occasion as Occasion, row.set_version) as QuestionSet;
      const nothing = { needs: [], facts: {}, saidNow: [], where: session, sayable: sayable(set) };
      await stateNeeds(tx, { ...ids, staffId: session.actorId, ...nothing });
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

type Row = RowOf<typeof queries.conversationsOf>;

const answersOf = (told: Told): Answers =>
  Object.fromEntries(Object.entries(told).map(([id, { answer }]) => [id, answer]));

/** Neither asked nor shown where others may hear: what is sensitive, and amounts. */
const isPrivate = ({ sensitive, kind }: Question) =>
  sensitive === true || kind === 'money' || kind === 'words';

/** As an answer to this question would say it. */
function knownTo({ fact }: Question, { known }: FitsOf): string | null {
  const value = fact === undefined ? undefined : known[fact];
  return value === undefined || value === null ? null : String(value);
}

function stateOf(
  row: Row,
  told: Told | null,
  fits: FitsOf & { currency: string },
  overheard: boolean,
): Conversation {
  const set = setOf(row.occasion as Occasion, row.set_version) as QuestionSet;
  const result = evaluated(set, answersOf(told ?? {}), fits.known, care);
  const audible = (id: string) => {
    const question = set.questions.find((one) => one.id === id);
    return question !== undefined && !(overheard && isPrivate(question));
  };
  const answers = result.shown.flatMap(({ id }) => {
    const one = told?.[id];
    if (one === undefined || !audible(id)) return [];
    return [{ questionId: id, answer: one.answer, byName: one.by, at: one.at, version: one.version }];
  });
  const needs = result.needs.filter(({ question }) => audible(question));
  const asked = result.shown.filter(({ id }) => audible(id));
  const now = fits.with({ ...fits.known, ...result.facts }, result.needs);
  return {
    ...{
      conversationId: row.conversation_id,
      occasion: row.occasion as Occasion,
      setVersion: row.set_version,
    },
    ...{ begunByName: row.begun_by_name, begunAt: row.begun_at.toString(), answers },
    ...{ title: set.title, opening: set.opening, currency: fits.currency },
    questions: asked.map((question) => ({
      ...{ questionId: question.id, ask: question.ask, why: question.why, kind: question.kind },
      sensitive: question.sensitive === true,
      options: 'options' in question ? [...question.options] : [],
      known: knownTo(question, fits),
    })),
    ...{ left: result.shown.length - asked.length, unavailable: told === null },
    needs: needs.map(({ category, strength, question }) => ({ category, strength, questionId: question })),
    fits: overheard ? [] : now.map((code) => ({ code, title: fits.titleOf(code) })),
    fitted: overheard ? [] : [...fits.with(fits.known, [])],
  };
}
