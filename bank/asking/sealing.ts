/** What was told, and its summary, sealed with the customer's own key. */
import type { Place } from '#platform/crypto/envelope.ts';
import type { Transaction } from '#platform/database/transaction.ts';
import type { Run } from '#platform/database/vault.ts';
import type { Answer } from './definition.ts';
import * as queries from './queries.ts';

/** By question; and what was typed of the end, while it is not sent. */
export interface Told {
  answers: Record<string, { answer: Answer; by: string; at: string; version: number }>;
  ending: { summary: string; promise: string; dueOn: string } | null;
}

type Column = 'told' | 'summary';
interface Row {
  conversation_id: string;
  told_sealed: Buffer | null;
  summary_sealed: Buffer | null;
}

const placeOf = (conversationId: string, column: Column): Place => ({
  ...{ table: 'asking.conversations', column, row: conversationId },
});

/** @throws Failure `keys-unavailable`; then nothing was written */
export async function sealed(
  tx: Transaction,
  of: { customerId: string; conversationId: string },
  column: Column,
  text: string | null,
): Promise<Buffer | null> {
  if (text === null) return null;
  const place = placeOf(of.conversationId, column);
  const [bytes] = await tx.seal('notes', [{ customerId: of.customerId, place, text }]);
  return bytes as Buffer;
}

/** What cannot be read now is null; `told` of nothing is empty. */
export async function opened(
  tx: Transaction,
  row: Row,
): Promise<{ told: Told | null; summary: string | null }> {
  const there = (['told', 'summary'] as const).filter((column) => row[`${column}_sealed`] !== null);
  const texts = await tx.open(
    there.map((column) => ({
      place: placeOf(row.conversation_id, column),
      sealed: row[`${column}_sealed`] as Buffer,
    })),
  );
  const textOf = (column: Column) => texts[there.indexOf(column)]?.text ?? null;
  const told = textOf('told');
  return {
    told: row.told_sealed === null ? noneYet() : told === null ? null : toldIn(told),
    summary: textOf('summary'),
  };
}

const noneYet = (): Told => ({ answers: {}, ending: null });

/** What is typed of the end stands beside the answers, under a name that no question has. */
const endingName = '';

function toldIn(text: string): Told {
  const { [endingName]: ending = null, ...answers } = JSON.parse(text);
  return { answers, ending };
}

export const writtenTold = ({ answers, ending }: Told): string =>
  JSON.stringify(ending === null ? answers : { ...answers, [endingName]: ending });

const pageRows = 200;
const first = '00000000-0000-0000-0000-000000000000';

/** Seals anew what a retired key has sealed; done again it finds nothing to do. @returns how many */
export async function sealConversations(run: Run, signal: AbortSignal): Promise<number> {
  let after = { afterCustomer: first, afterConversation: first };
  for (let done = 0; ; ) {
    if (signal.aborted) return done;
    const rows = await run.transaction(async (tx) => {
      const page = await tx.rows(queries.toSealAnew, { ...after, most: pageRows });
      for (const row of page) {
        const of = { customerId: row.customer_id, conversationId: row.conversation_id };
        const { told, summary } = await opened(tx, row);
        if ((row.told_sealed !== null && told === null) || (row.summary_sealed !== null && summary === null))
          throw new Error('a key cannot be had now');
        await tx.rows(queries.sealAnew, {
          ...of,
          told: row.told_sealed && (await sealed(tx, of, 'told', told && writtenTold(told))),
          summary: await sealed(tx, of, 'summary', summary),
          ...{ toldBefore: row.told_sealed, summaryBefore: row.summary_sealed },
        });
      }
      return page;
    });
    const last = rows.at(-1);
    if (last === undefined) return done;
    done += rows.length;
    after = { afterCustomer: last.customer_id, afterConversation: last.conversation_id };
  }
}
