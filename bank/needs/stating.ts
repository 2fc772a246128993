/**
 * What she states of herself and of her needs: in a conversation, where each answer stands as her own words
 * say it, and in the portal, where she corrects it, removes it, or says that it is not to be used.
 */
import type { Static } from 'typebox';
import type { Body } from '#platform/contract.ts';
import type { RowOf } from '#platform/database/statement.ts';
import type { Transaction } from '#platform/database/transaction.ts';
import { house } from '#platform/database/vault.ts';
import { Failure } from '#platform/errors.ts';
import type { SignedIn } from '#platform/http/route.ts';
import { meant } from '#platform/tables/literal.ts';
import type { Fact, Facts } from '#platform/tables/table.ts';
import type * as contract from './contract.ts';
import { facts as catalogue, encoded } from './facts.ts';
import * as queries from './queries.ts';
import * as said from './stating-queries.ts';

type Stated = Static<typeof contract.understanding>['stated'][number];

/** What she stated and has not expired, the newest first. */
export async function statedOf(
  tx: Transaction,
  whose: 'staff' | 'own',
  customerId: string,
): Promise<Stated[]> {
  const from = whose === 'own' ? said.ofOwn : said.ofStaff;
  const rows = await tx.rows(from.stated, { customerId });
  if (rows.length === 0) return [];
  const currency = (await tx.first(from.currency, {}))?.base ?? 'EUR';
  return rows.flatMap((row) => {
    const kind = kindOf(row.fact);
    // of what is no fact any more nothing is left to say
    return kind === undefined ? [] : statedAs(row, kind, currency);
  });
}

const kindOf = (name: string) => catalogue.find((one) => one.name === name)?.kind;

const statedAs = (row: RowOf<typeof said.ofOwn.stated>, kind: Fact['kind'], currency: string): Stated => ({
  ...{ fact: row.fact, kind, saidOn: row.said_on, saidIn: row.said_in, premises: row.premises },
  talk: row.talk,
  ...{ expiresOn: row.expires_on, notUsed: row.not_used },
  amount: kind === 'money' ? { minor: String(row.value), currency } : null,
  value: kind === 'money' ? null : String(row.value),
});

/** @throws Failure `does-not-fit` for what is no value of its kind */
export function answerStated(
  session: SignedIn,
  { fact, answer, value }: Body<typeof contract.answerStated>,
): Promise<null> {
  if (answer !== 'correct' && value !== null)
    throw new Failure('does-not-fit', { fields: [{ field: '/value', says: 'Only where it is corrected.' }] });
  const { token } = session;
  const corrected = answer === 'correct' ? correctedOf(fact, value) : null;
  return saying(session, (tx) => tx.rows(said.answerStated, { token, fact, answer, value: corrected }));
}

function correctedOf(name: string, value: string | null): string | number | boolean {
  const fact = catalogue.find((one) => one.name === name);
  if (fact === undefined) throw new Failure('not-found');
  const wrong = new Failure('does-not-fit', { fields: [{ field: '/value', says: wrongWords[fact.kind] }] });
  if (value === null || value.trim() === '') throw wrong;
  try {
    const read = meant(readAs(fact.kind, value.trim()), fact.kind, fact.words);
    // nobody has less than nothing of what can be stated, and no more than this
    if (typeof read === 'bigint' && (read < 0n || read > 10n ** 15n)) throw wrong;
    if (typeof read === 'number' && (read < 0 || read > 1000)) throw wrong;
    return encoded({ [name]: read })[name] ?? '';
  } catch (error) {
    if (error instanceof RangeError) throw wrong;
    throw error;
  }
}

function readAs(kind: Fact['kind'], value: string): string | number | boolean {
  if (kind === 'number') return Number(value);
  if (kind === 'flag') return value === 'true' ? true : value === 'false' ? false : value;
  return value;
}

const wrongWords: Record<Fact['kind'], string> = {
  ...{ number: 'Write a number from 0 to 1000.', money: 'Write an amount that is not below nothing.' },
  ...{ date: 'There is no such day.', flag: 'Say yes or no.', word: 'Choose one of the words.' },
};

/** What she says and that it is worked in again, in one transaction; the kernel puts it on record. */
export async function saying(session: SignedIn, work: (tx: Transaction) => Promise<unknown>): Promise<null> {
  const { actorId: customerId } = session;
  await house(session.database, 'earshot_portal', async (tx) => {
    await work(tx);
    const key = `needs.understand ${customerId}`;
    await tx.rows(queries.understandOwnAgain, { payload: { customerIds: [customerId] }, key });
  });
  return null;
}

export const again = (tx: Transaction, customerId: string) =>
  tx.rows(queries.understandAgain, {
    payload: { customerIds: [customerId] },
    key: `needs.understand ${customerId}`,
  });

/**
 * What she says in a conversation stands as her own words say it; what she does not say any more counts no
 * more. In the transaction that keeps the answer.
 */
export async function stateNeeds(
  tx: Transaction,
  {
    customerId,
    conversationId,
    staffId,
    needs,
    facts,
    saidNow,
    where,
    talk,
    sayable,
  }: Record<'customerId' | 'conversationId' | 'staffId', string> & {
    needs: readonly { category: string; strength: number; question: string }[];
    /** What she said of herself, by the names of facts. */
    facts: Facts;
    /** Of those what she has just said: what she corrected or removed since is not said anew by the rest. */
    saidNow: readonly string[];
    where: { place: string; premisesId: string | null };
    /** What the talk is called. */
    talk: { en: string; es: string };
    /** Everything that could be said in it: "question category". */
    sayable: readonly string[];
  },
): Promise<void> {
  const of = { customerId, conversationId };
  const kept: string[] = [];
  const saidIn = where.place === 'phone' ? 'phone' : 'talk';
  for (const { category, strength, question } of needs) {
    const [row] = await tx.rows(queries.sayNeed, {
      ...{ ...of, question, category, strength, staffId, saidIn, talk },
    });
    if (row !== undefined) kept.push(row.need_id);
  }
  await tx.rows(said.unsayFacts, { ...of, kept: Object.keys(facts) });
  const fresh = Object.fromEntries(Object.entries(facts).filter(([name]) => saidNow.includes(name)));
  if (Object.keys(fresh).length > 0) {
    await tx.rows(said.sayFacts, {
      ...{ ...of, said: encoded(fresh), saidIn, talk },
      premisesId: saidIn === 'phone' ? null : where.premisesId,
    });
  }
  await tx.rows(queries.unsayNeeds, { ...of, said: [...sayable], kept });
  await again(tx, customerId);
}
