/**
 * Rejected lines that were exported, mended in a spreadsheet and laid beside the extract:
 * `<staged>.mended.csv`. Each says which line of which file it stands for; when that very file is here, it
 * takes the line's place.
 */
import type pg from 'pg';
import type { StagedFile } from './streaming.ts';

/** "9f86d081884c:17": the beginning of the file's SHA-256, and the line. */
export function fromOf(sha256: string, line: bigint | ''): string {
  return `${sha256.slice(0, 12)}:${line}`;
}

/** SQL of a cell as it was before it was exported (importedCell in platform/csv.ts). */
function unescaped(cell: string): string {
  return `CASE WHEN ${cell} ~ '^''''*[=+@\\-\\t\\r]' THEN substr(${cell}, 2) ELSE ${cell} END`;
}

/** Puts mended lines in the place of the ones they mend, and takes the counts along. */
export async function takeMended(connection: pg.Client, prefix: string, files: StagedFile[]): Promise<void> {
  for (const mended of files.filter((file) => file.mended)) {
    const table = `staging.${prefix}_raw_${mended.described.staged}`;
    const cells = mended.described.columns.map((column) => `"${column}"`);
    await connection.query(
      `UPDATE ${table} SET ${cells.map((cell) => `${cell} = ${unescaped(cell)}`).join(', ')}
        WHERE file_number = $1 AND unreadable IS NULL`,
      [mended.number],
    );
    for (const original of files.filter(
      (file) => !file.mended && file.described.staged === mended.described.staged,
    )) {
      const { rows } = await connection.query(
        `WITH replaced AS (
           DELETE FROM ${table} o USING ${table} m
            WHERE o.file_number = $1 AND m.file_number = $2 AND m.unreadable IS NULL
              AND m.earshot_from = $3 || o.line RETURNING o.unreadable
         ) SELECT count(*)::int AS lines, count(unreadable)::int AS unreadable FROM replaced`,
        [original.number, mended.number, fromOf(original.sha256, '')],
      );
      original.rows -= rows[0].lines;
      original.unreadable -= rows[0].unreadable;
    }
  }
}
