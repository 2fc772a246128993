/** What is asked of a specialist and what is answered, sealed with the customer's own key. */
import type { Place } from '#platform/crypto/envelope.ts';
import type { Transaction } from '#platform/database/transaction.ts';
import type { Run } from '#platform/database/vault.ts';
import * as queries from './referring-queries.ts';

type Column = 'question' | 'answer';
interface Row {
  referral_id: string;
  question_sealed: Buffer | null;
  answer_sealed: Buffer | null;
}

/** @throws Failure `keys-unavailable`; then nothing was written */
export async function sealedWords(
  tx: Transaction,
  { customerId, referralId }: { customerId: string; referralId: string },
  column: Column,
  text: string,
): Promise<Buffer> {
  const [bytes] = await tx.seal('notes', [{ customerId, place: placeOf(referralId, column), text }]);
  return bytes as Buffer;
}

/** By referral, in the order of the rows; what cannot be read now is null. */
export async function openedWords(
  tx: Transaction,
  rows: readonly Row[],
): Promise<Record<Column, string | null>[]> {
  const there = rows.flatMap((row, n) =>
    (['question', 'answer'] as const).flatMap((column) => {
      const sealed = row[`${column}_sealed`];
      return sealed === null ? [] : [{ n, column, sealed, place: placeOf(row.referral_id, column) }];
    }),
  );
  const texts = there.length === 0 ? [] : await tx.open(there);
  const words = rows.map((): Record<Column, string | null> => ({ question: null, answer: null }));
  there.forEach(({ n, column }, at) => {
    (words[n] as Record<Column, string | null>)[column] = texts[at]?.text ?? null;
  });
  return words;
}

const placeOf = (referralId: string, column: Column): Place => ({
  ...{ table: 'advice.referrals', column, row: referralId },
});

const pageRows = 200;
const first = '00000000-0000-0000-0000-000000000000';

/** Seals anew what a retired key has sealed; done again it finds nothing to do. @returns how many */
export async function sealReferrals(run: Run, signal: AbortSignal): Promise<number> {
  let after = { afterCustomer: first, afterReferral: first };
  for (let done = 0; ; ) {
    if (signal.aborted) return done;
    const rows = await run.transaction(async (tx) => {
      const page = await tx.rows(queries.toSealAnew, { ...after, most: pageRows });
      const words = await openedWords(tx, page);
      for (const [n, row] of page.entries()) {
        const ids = { customerId: row.customer_id, referralId: row.referral_id };
        const anew = async (column: Column) => {
          if (row[`${column}_sealed`] === null) return null;
          const text = words[n]?.[column] ?? null;
          if (text === null) throw new Error('a key cannot be had now');
          return sealedWords(tx, ids, column, text);
        };
        await tx.rows(queries.sealAnew, {
          ...{ ...ids, question: await anew('question'), answer: await anew('answer') },
          ...{ questionBefore: row.question_sealed, answerBefore: row.answer_sealed },
        });
      }
      return page;
    });
    const last = rows.at(-1);
    if (last === undefined) return done;
    done += rows.length;
    after = { afterCustomer: last.customer_id, afterReferral: last.referral_id };
  }
}
