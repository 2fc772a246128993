/** What a customer needs in a talk, sealed: it tells of health and hardship. */
import { randomUUID } from 'node:crypto';
import type { Place } from '#platform/crypto/envelope.ts';
import type { RowOf } from '#platform/database/statement.ts';
import type { Transaction } from '#platform/database/transaction.ts';
import type { Run } from '#platform/database/vault.ts';
import * as queries from './supporting-queries.ts';

type Row = RowOf<typeof queries.needsOf>;

export interface SupportNeeds {
  count: number;
  /** Null where they are hidden, or cannot be shown now. */
  needs: string[] | null;
  unavailable: boolean;
}

export const readNeeds = (tx: Transaction, customerId: string) => tx.rows(queries.needsOf, { customerId });

/** @param plain those that nothing has sealed yet */
export async function openNeeds(
  tx: Transaction,
  rows: readonly Row[],
  plain: readonly string[],
): Promise<SupportNeeds> {
  const count = rows.length + plain.length;
  const opened =
    rows.length === 0
      ? []
      : await tx.open(rows.map((row) => ({ ...sealedIn(row), sealed: row.body_sealed })));
  if (opened.some((one) => one.text === null && one.because !== 'destroyed'))
    return { count, needs: null, unavailable: true };
  const needs = [...plain, ...opened.flatMap(({ text }) => (text === null ? [] : [text]))];
  return { count: needs.length, needs: [...new Set(needs)], unavailable: false };
}

/** Where they are not shown: none is opened. */
export const closedNeeds = (rows: readonly Row[], plain: readonly string[]): SupportNeeds => ({
  ...{ count: rows.length + plain.length, needs: null, unavailable: false },
});

/** All of them in the place of those before. @throws Failure `keys-unavailable` */
export async function writeNeeds(
  tx: Transaction,
  customerId: string,
  needs: readonly string[],
): Promise<void> {
  await tx.rows(queries.forgetNeeds, { customerId });
  await tx.rows(queries.writeNeeds, { customerId, ...(await sealedOf(tx, customerId, needs)) });
}

const pageRows = 500;
const first = '00000000-0000-0000-0000-000000000000';

/** Seals what is plain, and anew what a retired key has sealed. Done again it finds nothing to do. */
export async function sealAllNeeds(run: Run, signal: AbortSignal): Promise<number> {
  let done = 0;
  for (let after = first; !signal.aborted; ) {
    const page = await run.transaction(async (tx) => {
      const rows = await tx.rows(queries.plainNeeds, { after, most: pageRows });
      for (const { customer_id: customerId, support_needs: before } of rows) {
        const [mine] = await tx.rows(queries.emptyNeeds, { customerId, before });
        if (mine !== undefined)
          await tx.rows(queries.addNeeds, { customerId, ...(await sealedOf(tx, customerId, before)) });
      }
      return rows;
    });
    done += page.length;
    const last = page.at(-1);
    if (last === undefined) break;
    after = last.customer_id;
  }
  return done + (await sealAgain(run, signal));
}

async function sealAgain(run: Run, signal: AbortSignal): Promise<number> {
  let done = 0;
  for (let after = { afterCustomer: first, afterNeed: first }; !signal.aborted; ) {
    const page = await run.transaction(async (tx) => {
      const rows = await tx.rows(queries.needsToSeal, { ...after, most: pageRows });
      const opened = await tx.open(rows.map((row) => ({ ...sealedIn(row), sealed: row.body_sealed })));
      for (const [n, row] of rows.entries()) {
        const one = opened[n];
        if (one?.text === null && one.because === 'unavailable') throw new Error('a key cannot be had now');
        if (one === undefined || one.text === null) continue;
        const { customer_id: customerId, need_id: needId, body_sealed: before } = row;
        const [sealed] = await tx.seal('support needs', [{ customerId, ...sealedIn(row), text: one.text }]);
        await tx.rows(queries.sealNeed, { customerId, needId, sealed: sealed as Buffer, before });
      }
      return rows;
    });
    done += page.length;
    const last = page.at(-1);
    if (last === undefined) break;
    after = { afterCustomer: last.customer_id, afterNeed: last.need_id };
  }
  return done;
}

async function sealedOf(tx: Transaction, customerId: string, needs: readonly string[]) {
  const needIds = needs.map(() => randomUUID());
  const sealed = await tx.seal(
    'support needs',
    needs.map((text, n) => ({ customerId, place: placeOf(needIds[n] as string), text })),
  );
  return { needIds, sealed };
}

const sealedIn = ({ need_id }: Row) => ({ place: placeOf(need_id) });
const placeOf = (row: string): Place => ({ table: 'customers.support_needs', column: 'body', row });
