/** Questions and answers, sealed with the customer's own key; sealed anew when that has been retired. */
import type { Place } from '#platform/crypto/envelope.ts';
import type { Transaction } from '#platform/database/transaction.ts';
import type { Run } from '#platform/database/vault.ts';
import * as queries from './inquiring-queries.ts';

type Column = 'question' | 'answer';

export async function sealed(
  tx: Transaction,
  {
    customerId,
    inquiryId,
    column,
    text,
  }: Record<'customerId' | 'inquiryId' | 'text', string> & { column: Column },
): Promise<Buffer> {
  const [bytes] = await tx.seal('notes', [{ customerId, place: placeOf(inquiryId, column), text }]);
  return bytes as Buffer;
}

/** By "id column"; without those that cannot be read now. */
export async function opened(
  tx: Transaction,
  values: readonly { inquiryId: string; column: Column; sealed: Buffer }[],
): Promise<Map<string, string>> {
  if (values.length === 0) return new Map();
  const texts = await tx.open(
    values.map(({ inquiryId, column, sealed: bytes }) => ({
      place: placeOf(inquiryId, column),
      sealed: bytes,
    })),
  );
  return new Map(
    values.flatMap(({ inquiryId, column }, n): [string, string][] => {
      const text = texts[n]?.text;
      return text == null ? [] : [[`${inquiryId} ${column}`, text]];
    }),
  );
}

const pageRows = 200;
const first = '00000000-0000-0000-0000-000000000000';

/** @returns how many inquiries it sealed anew; done again it finds nothing to do */
export async function sealInquiries(run: Run, signal: AbortSignal): Promise<number> {
  let after = { afterCustomer: first, afterInquiry: first };
  for (let done = 0; ; ) {
    if (signal.aborted) return done;
    const page = await run.transaction(async (tx) => {
      const rows = await tx.rows(queries.inquiriesToSeal, { ...after, most: pageRows });
      for (const row of rows) await sealAnew(tx, row);
      return rows;
    });
    const last = page.at(-1);
    if (last === undefined) return done;
    done += page.length;
    after = { afterCustomer: last.customer_id, afterInquiry: last.inquiry_id };
  }
}

interface Row {
  customer_id: string;
  inquiry_id: string;
  question_sealed: Buffer;
  answer_sealed: Buffer | null;
}

/** @throws Error when the provider is down: the job is tried again */
async function sealAnew(tx: Transaction, row: Row): Promise<void> {
  const { customer_id: customerId, inquiry_id: inquiryId } = row;
  const again = async (column: Column, before: Buffer) => {
    const [text] = await tx.open([{ place: placeOf(inquiryId, column), sealed: before }]);
    if (text?.text != null) return sealed(tx, { customerId, inquiryId, column, text: text.text });
    if (text?.because === 'unavailable') throw new Error('a key cannot be had now');
    return before;
  };
  const question = await again('question', row.question_sealed);
  const answer = row.answer_sealed && (await again('answer', row.answer_sealed));
  await tx.rows(queries.sealInquiry, {
    ...{ customerId, inquiryId, question, answer },
    ...{ questionBefore: row.question_sealed, answerBefore: row.answer_sealed },
  });
}

const placeOf = (inquiryId: string, column: Column): Place => ({
  ...{ table: 'privacy.inquiries', column, row: inquiryId },
});
