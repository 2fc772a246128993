/**
 * Rejected lines of a file as CSV, whole, so that they can be mended and laid beside the extract again. It is
 * on record before a line leaves.
 */
import { exportedCell } from '#platform/csv.ts';
import type { Database } from '#platform/database/pool.ts';
import { house } from '#platform/database/vault.ts';
import { Failure } from '#platform/errors.ts';
import { ownFeeds, readFeed } from './description.ts';
import { fromOf } from './mending.ts';
import { filesOf, recordExport, rejectsExported, runOf } from './queries.ts';
import { openRejects } from './refusing.ts';
import { cellsOf } from './scanning.ts';
import { mendedName } from './staging.ts';
import { mendedColumns } from './streaming.ts';

export interface Export {
  /** What to call it, so that it is found when it lies beside the extract. */
  fileName: string;
  /** Pieces of UTF-8 text. */
  text: AsyncGenerator<string>;
}

interface By {
  token: string | null;
  approvalId: string | null;
}

const pageLines = 5000;

/**
 * The rejected lines of one file of a run: where each is from, why it was rejected, and its cells as they
 * came.
 * @param by whose sign-in, and on which approval; none: the owner's command line, which asks nobody
 * @throws Failure `not-found`, `not-allowed`, `approval-needed`
 */
export async function exportRejects(
  database: Database,
  runId: string,
  fileNumber: number,
  by: By = { token: null, approvalId: null },
): Promise<Export> {
  const { token, approvalId } = by;
  const login = token === null ? 'earshot_batch' : 'earshot_staff';
  const [run, files] = await house(database, login, (tx) =>
    Promise.all([tx.one(runOf, { runId }), tx.rows(filesOf, { runId })]),
  );
  const file = files.find(({ file_number }) => file_number === fileNumber);
  if (file === undefined) throw new Failure('not-found');
  const feed = await readFeed(run.feeds_folder ?? ownFeeds, run.feed);
  const described = feed.files.find(({ staged }) => staged === file.staged_as);
  if (described === undefined) throw new Failure('not-found');
  // Last, because it uses the approval up.
  const asked = { token, runId, file: fileNumber, approvalId };
  const { event_id: event } = await house(database, login, (tx) => tx.one(recordExport, asked));
  const { delimiter, quote = '"' } = described;
  const line = (cells: string[]) =>
    `${cells.map((cell) => quoted(cell, delimiter, quote)).join(delimiter)}\r\n`;
  const sha256 = file.sha256 ?? '';
  async function* text() {
    yield line([...mendedColumns, ...(described?.columns ?? [])]);
    for (let after = 0n; ; ) {
      const wanted = { token, event, runId, file: fileNumber, afterLine: after, most: pageLines };
      const page = await house(database, login, async (tx) => {
        const rows = await tx.rows(rejectsExported, wanted);
        return openRejects(tx, rows, { runId, file: fileNumber });
      });
      const lines = page.map(({ line: number, column_name, reason, cells }) => {
        const why = column_name === null ? reason : `${column_name} ${reason}`;
        const apart =
          column_name === null && cells.length === 1 ? cellsOf(cells[0] ?? '', { delimiter, quote }) : cells;
        return line([fromOf(sha256, number), why, ...apart.map((cell) => exportedCell(cell ?? ''))]);
      });
      if (lines.length > 0) yield lines.join('');
      if (page.length < pageLines) return;
      after = page.at(-1)?.line ?? after;
    }
  }
  return { fileName: mendedName(described), text: text() };
}

function quoted(cell: string, delimiter: string, quote: string): string {
  const plain = !cell.includes(delimiter) && !cell.includes(quote) && !/[\r\n]/.test(cell);
  return plain ? cell : `${quote}${cell.replaceAll(quote, quote + quote)}${quote}`;
}
