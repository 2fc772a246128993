/**
 * Identifying numbers, sealed. Beside each stands what a screen shows before it is revealed, and an index by
 * which equal numbers are found; the hash that tells a feed whether a row has changed is keyed too, since
 * anybody could try all numbers against a plain one.
 */
import type { Place } from '#platform/crypto/envelope.ts';
import type { RowOf } from '#platform/database/statement.ts';
import type { Transaction } from '#platform/database/transaction.ts';
import type { Run } from '#platform/database/vault.ts';
import { identifierHint } from './masking.ts';
import { identifierKey } from './rules.ts';
import * as queries from './sealing-queries.ts';

export interface PlainIdentifier {
  customerId: string;
  identifierId: string;
  kind: string;
  value: string;
}

export interface SealedIdentifier {
  sealed: Buffer;
  index: Buffer;
  hint: string;
}

/** @throws Failure `keys-unavailable` */
export async function sealIdentifiers(
  tx: Transaction,
  rows: readonly PlainIdentifier[],
): Promise<SealedIdentifier[]> {
  const index = await indexOfIdentifiers(tx);
  const plain = rows.map(({ customerId, identifierId, value }) => {
    return { customerId, place: placeOf(identifierId), text: value };
  });
  const sealed = await tx.seal('identifiers', plain);
  return rows.map(({ kind, value }, n) => ({
    sealed: sealed[n] as Buffer,
    index: index(identifierKey(kind, value)),
    hint: identifierHint(value),
  }));
}

/** The numbers again; those whose key was destroyed or cannot be had now are null. */
export async function openIdentifiers(
  tx: Transaction,
  rows: readonly { identifierId: string; sealed: Buffer }[],
) {
  return tx.open(rows.map(({ identifierId, sealed }) => ({ place: placeOf(identifierId), sealed })));
}

/** Of what identifierKey gives. */
export const indexOfIdentifiers = (tx: Transaction) => tx.index('customers.identifiers.value');

/** The keyed hash of a feed's row, from its plain one. */
export async function hashOfIdentifiers(tx: Transaction): Promise<(plain: bigint) => bigint> {
  const index = await tx.index('customers.identifiers.row_hash');
  return (plain) => index(String(plain)).readBigInt64BE();
}

/** Identifiers of a page in one transaction. */
const pageRows = 2000;
const first = '00000000-0000-0000-0000-000000000000';

/**
 * Seals identifiers that are plain, and anew those whose key is retired. Done again it finds nothing to do.
 * @returns how many it sealed
 */
export async function sealAllIdentifiers(run: Run, signal: AbortSignal): Promise<number> {
  let after = { afterCustomer: first, afterIdentifier: first };
  for (let done = 0; ; ) {
    if (signal.aborted) return done;
    const page = await run.transaction(async (tx) => {
      const rows = await tx.rows(queries.identifiersToSeal, { ...after, most: pageRows });
      await sealPage(tx, rows);
      return rows;
    });
    const last = page.at(-1);
    if (last === undefined) return done;
    done += page.length;
    after = { afterCustomer: last.customer_id, afterIdentifier: last.identifier_id };
  }
}

async function sealPage(tx: Transaction, rows: RowOf<typeof queries.identifiersToSeal>[]): Promise<void> {
  if (rows.length === 0) return;
  const hash = await hashOfIdentifiers(tx);
  const again = rows.filter((row) => row.value_sealed !== null);
  const opened = await openIdentifiers(
    tx,
    again.map((row) => ({ identifierId: row.identifier_id, sealed: row.value_sealed as Buffer })),
  );
  const values = new Map(again.map((row, n) => [row.identifier_id, opened[n]?.text ?? null]));
  if (opened.some((one) => one.text === null && one.because === 'unavailable'))
    throw new Error('a key cannot be had now');
  const plain = rows.flatMap((row) => {
    const value = row.value ?? values.get(row.identifier_id) ?? null;
    if (value === null) return [];
    const { customer_id: customerId, identifier_id: identifierId, kind } = row;
    return [{ customerId, identifierId, kind, value, row }];
  });
  const sealed = await sealIdentifiers(tx, plain);
  await tx.rows(queries.sealIdentifiers, {
    customerIds: plain.map(({ customerId }) => customerId),
    identifierIds: plain.map(({ identifierId }) => identifierId),
    sealed: sealed.map((one) => one.sealed),
    indexes: sealed.map((one) => one.index),
    hints: sealed.map((one) => one.hint),
    before: plain.map(({ row }) => row.value_sealed),
    // Of a row that was plain the hash was plain too.
    hashes: plain.map(({ row }) =>
      row.value === null || row.row_hash === null ? row.row_hash : hash(row.row_hash),
    ),
  });
}

const placeOf = (row: string): Place => ({ table: 'customers.identifiers', column: 'value', row });
