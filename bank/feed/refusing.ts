/**
 * What a run refuses, put on the list of rejects: of the cell that does not fit as much as the list shows,
 * and the line sealed under a key of this run. It is opened for the export that is mended and sent again;
 * the key goes when the last line has (bank/privacy/retaining.ts).
 */
import type { Place } from '#platform/crypto/envelope.ts';
import type { Transaction } from '#platform/database/transaction.ts';
import { Failure } from '#platform/errors.ts';
import { setWise } from './applying.ts';
import type { Entity } from './canonical.ts';
import type { Feed } from './description.ts';
import { originBits, part, stagedTable } from './mapping.ts';

/** Lines that are sealed and written at once. */
const pageLines = 2000;

interface Refused {
  file_number: number;
  line: string;
  column_name: string | null;
  reason: string;
  value: string | null;
  /** The line as it came, cell by cell. */
  cells: (string | null)[] | null;
}

/**
 * Rows of an entity that were refused, with their lines cell by cell.
 * @param count how many there are, which the planner cannot guess
 */
export async function keepRejects(
  tx: Transaction,
  prefix: string,
  runId: string,
  feed: Feed,
  entity: Entity,
  count: number,
): Promise<void> {
  // Each file is read once past the few lines that are sought: a join would have the whole of it hashed.
  const lines = feed.files.map(({ staged, columns }) => {
    const cells = columns.map((column) => `r."${column}"`).join(', ');
    const origin = `(r.file_number::bigint << ${originBits}) | r.line`;
    return `SELECT ${origin} AS origin, ARRAY[${cells}] AS cells FROM staging.${prefix}_raw_${staged} r
      WHERE CASE WHEN ${origin} IN (SELECT b.origin FROM bad b) THEN true END`;
  });
  await setWise(tx);
  await keepAll(
    tx,
    { runId, entity: entity.name },
    `WITH bad AS MATERIALIZED (
       SELECT origin, problem FROM ${stagedTable(prefix, entity.name)}
        WHERE problem IS NOT NULL LIMIT ${count}
     ), lines AS (${lines.join(' UNION ALL ')})
     SELECT (b.origin >> ${originBits})::int AS file_number,
            b.origin & ((1::bigint << ${originBits}) - 1) AS line,
            split_part(b.problem, '${part}', 1) AS column_name, split_part(b.problem, '${part}', 2) AS reason,
            nullif(split_part(b.problem, '${part}', 3), '') AS value, l.cells
       FROM bad b LEFT JOIN lines l ON l.origin = b.origin ORDER BY b.origin`,
  );
}

/** Lines that could not be read at all; the line as it came stands in the first cell. */
export async function keepUnreadable(
  tx: Transaction,
  table: string,
  runId: string,
  entity: string | null,
): Promise<void> {
  // file_number, line, unreadable, earshot_from and earshot_reason come before the cells.
  const { rows } = await tx.query(
    `SELECT column_name FROM information_schema.columns
      WHERE table_schema = 'staging' AND table_name = $1 ORDER BY ordinal_position OFFSET 5 LIMIT 1`,
    [table],
  );
  const first = rows[0]?.column_name;
  await keepAll(
    tx,
    { runId, entity },
    `SELECT file_number::int, line, NULL AS column_name, unreadable AS reason, left("${first}", 200) AS value,
            ARRAY["${first}"] AS cells
       FROM staging.${table} WHERE unreadable IS NOT NULL ORDER BY file_number, line`,
  );
}

/** The lines of a page of an export; from before they were sealed they are plain. */
export async function openRejects<
  R extends { line: bigint; cells: string[] | null; cells_sealed: Buffer | null },
>(tx: Transaction, rows: R[], { runId, file }: { runId: string; file: number }) {
  const sealed = rows.flatMap(({ line, cells_sealed: one }) =>
    one === null ? [] : [{ place: placeOf(runId, file, line), sealed: one }],
  );
  const opened = sealed.length === 0 ? [] : await tx.open(sealed);
  if (opened.some((one) => one.text === null && one.because === 'unavailable'))
    throw new Failure('keys-unavailable');
  return rows.flatMap((row) => {
    if (row.cells_sealed === null) return [{ ...row, cells: row.cells ?? [] }];
    const text = opened.shift()?.text ?? null;
    return text === null ? [] : [{ ...row, cells: JSON.parse(text) as string[] }];
  });
}

/** Page by page, so that no line is ever written plain. */
async function keepAll(
  tx: Transaction,
  { runId, entity }: { runId: string; entity: string | null },
  select: string,
): Promise<void> {
  await tx.query(`DECLARE refused NO SCROLL CURSOR FOR ${select}`);
  for (;;) {
    const rows: Refused[] = (await tx.query(`FETCH ${pageLines} FROM refused`)).rows;
    const whole = rows.flatMap((row) => (row.cells === null ? [] : [{ row, cells: row.cells }]));
    const sealed = await tx.seal(
      'rejects',
      whole.map(({ row, cells }) => ({
        customerId: runId,
        place: placeOf(runId, row.file_number, row.line),
        text: JSON.stringify(cells),
      })),
    );
    const bytes = new Map(whole.map(({ row }, n) => [row, sealed[n]]));
    await tx.query(
      `INSERT INTO feed.rejects (run_id, file_number, line, entity, column_name, reason, value, cells_sealed)
       SELECT $1, u.file, u.line, $2, u.column_name, u.reason, feed.masked(u.value), u.sealed
         FROM unnest($3::int[], $4::bigint[], $5::text[], $6::text[], $7::text[], $8::bytea[])
           WITH ORDINALITY AS u (file, line, column_name, reason, value, sealed, n) ORDER BY u.n`,
      [
        ...[runId, entity, rows.map((row) => row.file_number), rows.map(({ line }) => line)],
        ...[rows.map((row) => row.column_name), rows.map(({ reason }) => reason)],
        ...[rows.map(({ value }) => value), rows.map((row) => bytes.get(row) ?? null)],
      ],
    );
    if (rows.length < pageLines) break;
  }
  await tx.query('CLOSE refused');
}

const placeOf = (runId: string, file: number, line: bigint | string): Place => ({
  table: 'feed.rejects',
  column: 'cells',
  row: `${runId} ${file} ${line}`,
});
