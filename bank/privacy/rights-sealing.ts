/** The free words of a request, sealed with the keys of whoever made it. */
import type { Place } from '#platform/crypto/envelope.ts';
import type { RowOf } from '#platform/database/statement.ts';
import type { Transaction } from '#platform/database/transaction.ts';
import type { Run } from '#platform/database/vault.ts';
import * as queries from './rights-queries.ts';

const columns = ['words', 'proposed', 'extension', 'answer'] as const;
type Column = (typeof columns)[number];
type SealedRow = { request_id: string } & { [C in Column as `${C}_sealed`]?: Buffer | null };

/** @throws Failure `keys-unavailable`; then nothing was written */
export async function sealWords(
  tx: Transaction,
  of: { customerId: string; requestId: string },
  words: Partial<Record<Column, string | null>>,
): Promise<Record<Column, Buffer | null>> {
  const given = columns.filter((column) => words[column] != null);
  const sealed = await tx.seal(
    'notes',
    given.map((column) => ({
      customerId: of.customerId,
      place: placeOf(of.requestId, column),
      text: words[column] as string,
    })),
  );
  const found = new Map(given.map((column, n) => [column, sealed[n] as Buffer]));
  return {
    ...{ words: found.get('words') ?? null, proposed: found.get('proposed') ?? null },
    ...{ extension: found.get('extension') ?? null, answer: found.get('answer') ?? null },
  };
}

/** What cannot be read now is null. */
export async function openWords(
  tx: Transaction,
  rows: readonly SealedRow[],
): Promise<Record<Column, string | null>[]> {
  const asked = rows.flatMap((row, n) =>
    columns.flatMap((column) => {
      const sealed = row[`${column}_sealed`];
      return sealed ? [{ n, column, sealed, place: placeOf(row.request_id, column) }] : [];
    }),
  );
  const opened = asked.length === 0 ? [] : await tx.open(asked);
  const all = rows.map(
    (): Record<Column, string | null> => ({
      ...{ words: null, proposed: null, extension: null, answer: null },
    }),
  );
  asked.forEach(({ n, column }, turn) => {
    const row = all[n];
    if (row) row[column] = opened[turn]?.text ?? null;
  });
  return all;
}

const pageRows = 500;
const first = '00000000-0000-0000-0000-000000000000';

/**
 * Seals anew what a retired key has sealed; done again it finds nothing to do.
 * @returns how many requests it sealed
 * @throws Error when the provider is down: the job is tried again
 */
export async function sealRequestsAnew(run: Run, signal: AbortSignal): Promise<number> {
  let after = { afterCustomer: first, afterRequest: first };
  for (let done = 0; ; ) {
    if (signal.aborted) return done;
    const rows = await run.transaction(async (tx) => {
      const page = await tx.rows(queries.requestsToSeal, { ...after, most: pageRows });
      for (const row of page) await sealAnew(tx, row);
      return page;
    });
    const last = rows.at(-1);
    if (last === undefined) return done;
    done += rows.length;
    after = { afterCustomer: last.customer_id, afterRequest: last.request_id };
  }
}

async function sealAnew(tx: Transaction, row: RowOf<typeof queries.requestsToSeal>): Promise<void> {
  const of = { customerId: row.customer_id, requestId: row.request_id };
  const there = columns.filter((column) => row[`${column}_sealed`] !== null);
  const opened = await tx.open(
    there.map((column) => ({
      sealed: row[`${column}_sealed`] as Buffer,
      place: placeOf(row.request_id, column),
    })),
  );
  if (opened.some((one) => one.text === null && one.because === 'unavailable'))
    throw new Error('a key cannot be had now');
  const sealed = await sealWords(
    tx,
    of,
    Object.fromEntries(there.map((column, n) => [column, opened[n]?.text ?? null])),
  );
  await tx.rows(queries.sealRequest, { ...of, ...sealed });
}

const placeOf = (requestId: string, column: Column): Place => ({
  ...{ table: 'privacy.rights_requests', column, row: requestId },
});
