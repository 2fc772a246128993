/**
 * Sealed columns of a feed: what is staged in plain words is sealed before anything is written, piece by
 * piece, and only what has changed since the last run. Staging is the one place where plain values wait; it
 * is unlogged and dropped at the end of the run.
 */
import { hashOfIdentifiers, sealIdentifiers } from '#bank/customers/sealing.ts';
import type { Transaction } from '#platform/database/transaction.ts';
import { rowByRow } from './applying.ts';
import type { Entity } from './canonical.ts';
import { stagedTable } from './mapping.ts';
import { Stopped } from './problem.ts';
import type { Work } from './work.ts';

/** Seals the staged rows of an entity that has a sealed column. */
export async function sealStaged(work: Work, entity: Entity, pieces: [number, number][]): Promise<void> {
  if (!entity.columns.some(({ sealed }) => sealed)) return;
  for (const pages of pieces) {
    if (work.signal.aborted) throw new Stopped();
    await work.run.transaction((tx) => sealPiece(tx, stagedTable(work.prefix, entity.name), pages));
  }
}

async function sealPiece(tx: Transaction, table: string, [from, to]: [number, number]): Promise<void> {
  await rowByRow(tx);
  const { rows } = await tx.query(
    `SELECT s.ctid::text AS place, s.customer_id, s.identifier_id, s.kind, s.value, s.row_hash,
            t.row_hash AS kept_hash, t.value_sealed, t.value_index, t.value_hint
       FROM ${table} s LEFT JOIN customers.identifiers t
         ON t.customer_id = s.customer_id AND t.identifier_id = s.identifier_id
      WHERE s.ctid >= '(${from},0)'::tid AND s.ctid < '(${to},0)'::tid
        AND s.problem IS NULL AND s.value IS NOT NULL`,
  );
  const hash = await hashOfIdentifiers(tx);
  const hashes: bigint[] = rows.map((row) => hash(row.row_hash));
  const changed = rows.filter((row, n) => row.kept_hash !== hashes[n] || row.value_sealed === null);
  const fresh = await sealIdentifiers(
    tx,
    changed.map((row) => ({ customerId: row.customer_id, identifierId: row.identifier_id, ...row })),
  );
  const kept = rows.map((row) => ({
    sealed: row.value_sealed,
    index: row.value_index,
    hint: row.value_hint,
  }));
  const sealed = new Map(rows.map((row, n) => [row, kept[n]]));
  changed.forEach((row, n) => {
    sealed.set(row, fresh[n]);
  });
  const values = rows.map((row) => sealed.get(row));
  await tx.query(
    `UPDATE ${table} s SET value = NULL, row_hash = u.hash, value_sealed = u.sealed, value_index = u.index,
        value_hint = u.hint
       FROM unnest($1::tid[], $2::bigint[], $3::bytea[], $4::bytea[], $5::text[])
         AS u (place, hash, sealed, index, hint)
      WHERE s.ctid = u.place`,
    [
      rows.map((row) => row.place),
      hashes,
      values.map((value) => value?.sealed),
      values.map((value) => value?.index),
      values.map((value) => value?.hint),
    ],
  );
}
