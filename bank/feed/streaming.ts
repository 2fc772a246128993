/**
 * One file of an extract, streamed into its raw table: opened, unzipped, taken apart and copied in constant
 * memory.
 */
import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';
import type { Writable } from 'node:stream';
import { finished, pipeline } from 'node:stream/promises';
import { createGunzip, type ZlibOptions } from 'node:zlib';
import type pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { encodings, type FeedFile } from './description.ts';
import { FeedProblem, Stopped } from './problem.ts';
import { say } from './sayings.ts';
import { type Scanned, Scanner, unquoted } from './scanning.ts';
import { statementColumns, statementRows } from './statements.ts';

/** A file of the extract, found on the disk. */
export interface FoundFile {
  /** From 1: what staged rows remember their file by. */
  number: number;
  path: string;
  /** As a person knows it: without the folder. */
  name: string;
  bytes: number;
  described: FeedFile;
  /** Lines that were exported as rejects, mended, and sent again (mending.ts). */
  mended: boolean;
}

export interface StagedFile extends FoundFile, Scanned {
  sha256: string;
  /** Columns in the order of the file. */
  columns: string[];
}

const pieceBytes = 256 * 1024;
const nothing = Buffer.alloc(0);

/** The first columns of an export of rejects, by which it is known when it comes back mended. */
export const mendedColumns = ['earshot_from', 'earshot_reason'] as const;

/**
 * Streams one file into its table.
 * @param told is called with the bytes read from the disk and the rows so far
 * @throws FeedProblem for another encoding, other columns, a cut-off gzip, an endless line
 */
export async function stageFile(
  connection: pg.Client,
  prefix: string,
  file: FoundFile,
  told: (bytes: number, rows: number) => void,
  signal: AbortSignal,
): Promise<StagedFile> {
  const digest = createHash('sha256');
  const scanned: Scanned = { rows: 0, unreadable: 0 };
  let bytes = 0;
  const disk = piecesOf(file.path, (piece) => {
    digest.update(piece);
    bytes += piece.length;
    told(bytes, scanned.rows);
  });
  try {
    const pieces = file.described.gz && !file.mended ? unzipped(disk) : disk;
    const take = file.described.format === 'csv' ? takeRows : takeStatements;
    const columns = await take(connection, prefix, file, stoppable(pieces, signal), scanned);
    return { ...file, ...scanned, sha256: digest.digest('hex'), columns };
  } catch (cause) {
    throw said(cause, file);
  }
}

/** Rows of a delimited file; answers its columns in its own order. */
async function takeRows(
  connection: pg.Client,
  prefix: string,
  file: FoundFile,
  pieces: AsyncIterable<Buffer>,
  scanned: Scanned,
): Promise<string[]> {
  const { described, mended } = file;
  let columns = [...(mended ? mendedColumns : []), ...described.columns];
  const shape = {
    file: file.name,
    delimiter: described.delimiter,
    quote: described.quote,
    columns: columns.length,
    utf8: described.encoding === 'utf-8' || mended,
  };
  const named = (cells: string[]) => {
    columns = orderOf(file.name, columns, cells);
  };
  const scanner = new Scanner(shape, described.header || mended ? named : undefined);
  // COPY is told the columns, which the header may give in another order: it begins with the first row.
  const copy = copyInto(connection, `${prefix}_raw_${described.staged}`, file.number, () =>
    copyWords(
      columns,
      shape.delimiter,
      shape.quote ?? unquoted,
      shape.utf8 ? 'UTF8' : encodings[described.encoding],
    ),
  );
  try {
    for await (const piece of pieces) {
      await copy.send(scanner.push(piece));
      Object.assign(scanned, scanner.scanned);
    }
    await copy.send(scanner.end());
  } catch (error) {
    await copy.abandon();
    throw error;
  }
  await copy.end();
  Object.assign(scanned, scanner.scanned);
  return columns.filter((column) => !mendedColumns.some((other) => other === column));
}

/** Movements and closing balances of ISO 20022 statements, as if they were rows of a file. */
async function takeStatements(
  connection: pg.Client,
  prefix: string,
  file: FoundFile,
  pieces: AsyncIterable<Buffer>,
  scanned: Scanned,
): Promise<string[]> {
  const columns = [...statementColumns];
  const copy = copyInto(connection, `${prefix}_raw_${file.described.staged}`, file.number, () =>
    copyWords(columns, ',', '"', 'UTF8'),
  );
  let waiting = '';
  try {
    for await (const { line, row } of statementRows(file.name, pieces)) {
      const cells = columns.map((column) => row[column]);
      const words = cells.map((cell) => (cell === null ? '' : `"${cell.replaceAll('"', '""')}"`));
      waiting += `${line},,${words.join(',')}\n`;
      scanned.rows += 1;
      if (waiting.length < 65_536) continue;
      await copy.send(Buffer.from(waiting));
      waiting = '';
    }
  } catch (error) {
    await copy.abandon();
    throw error;
  }
  await copy.send(Buffer.from(waiting));
  await copy.end();
  return columns;
}

/** A COPY that is begun when there is something to send. */
function copyInto(connection: pg.Client, table: string, fileNumber: number, words: () => string) {
  const { stream: socket } = (connection as unknown as { connection: { stream: Writable } }).connection;
  let copy: ReturnType<typeof copyFrom> | undefined;
  let failed: unknown;
  const broken = Promise.withResolvers<never>();
  broken.promise.catch(() => undefined);
  const begin = async () => {
    await connection.query(`ALTER TABLE staging.${table} ALTER file_number SET DEFAULT ${fileNumber}`);
    const begun = connection.query(copyFrom(`COPY staging.${table} ${words()}`));
    begun.on('error', (error: unknown) => {
      failed ??= error;
      broken.reject(error);
    });
    return begun;
  };
  return {
    /** When it answers, the bytes have left this process, and their buffer may be used again. */
    async send(bytes: Buffer): Promise<void> {
      if (failed !== undefined) throw failed;
      if (bytes.length === 0) return;
      copy ??= await begin();
      const into = copy;
      // Not 'drain': less than the stream holds would wait in it, unwritten, until the server is ready.
      const written = new Promise<void>((resolve, reject) =>
        into.write(bytes, (error) => (error ? reject(error) : resolve())),
      );
      await Promise.race([written, broken.promise]);
      if (socket.writableLength > 0) await new Promise((taken) => socket.write(nothing, taken));
    },
    /** Gives it up, so that the connection is free again. */
    async abandon(): Promise<void> {
      if (copy === undefined || failed !== undefined) return;
      const closed = new Promise((resolve) => copy?.once('close', resolve));
      copy.destroy(new Error('given up'));
      await closed;
    },
    async end(): Promise<void> {
      if (failed !== undefined) throw failed;
      copy?.end();
      if (copy !== undefined) await finished(copy);
    },
  };
}

function copyWords(columns: string[], delimiter: string, quote: string, encoding: string): string {
  const cells = columns.map((column) => `"${column}"`).join(', ');
  const text = (word: string) => `E'${word.replaceAll('\\', '\\\\').replaceAll("'", "''")}'`;
  return `(line, unreadable, ${cells}) FROM STDIN (FORMAT csv, DELIMITER ${text(delimiter)},
    QUOTE ${text(quote)}, ESCAPE ${text(quote)}, NULL '', FORCE_NULL (${cells}), ENCODING '${encoding}')`;
}

/** The columns as the header orders them; capitals do not matter. */
function orderOf(file: string, wanted: string[], header: string[]): string[] {
  const found = header.map((cell) => cell.trim().toLowerCase());
  const missing = wanted.filter((column) => !found.includes(column));
  const extra = found.filter((column) => !wanted.includes(column));
  if (missing.length > 0) throw new FeedProblem(say('column lacks', { file, columns: missing.join(', ') }));
  if (extra.length > 0) throw new FeedProblem(say('column too many', { file, columns: extra.join(', ') }));
  if (found.length !== wanted.length) throw new FeedProblem(say('column twice', { file }));
  return found;
}

/**
 * The file piece by piece, each in the same buffer: it holds until the next is asked for. Streams make a new
 * one each time, and dozens of them wait to be collected.
 */
async function* piecesOf(place: string, seen: (piece: Buffer) => void): AsyncGenerator<Buffer> {
  const file = await open(place);
  try {
    const buffer = Buffer.allocUnsafeSlow(pieceBytes);
    for (;;) {
      const { bytesRead } = await file.read(buffer, 0, pieceBytes);
      if (bytesRead === 0) return;
      const piece = buffer.subarray(0, bytesRead);
      seen(piece);
      yield piece;
    }
  } finally {
    await file.close();
  }
}

/** It is full as soon as something waits in it, so that the next piece is not read over the one before. */
function unzipped(pieces: AsyncIterable<Buffer>): AsyncIterable<Buffer> {
  const unzip = createGunzip({ chunkSize: pieceBytes, writableHighWaterMark: 1 } as ZlibOptions);
  // What goes wrong is thrown to whoever reads from it.
  pipeline(pieces, unzip).catch(() => undefined);
  return unzip;
}

async function* stoppable(pieces: AsyncIterable<Buffer>, signal: AbortSignal): AsyncGenerator<Buffer> {
  for await (const piece of pieces) {
    if (signal.aborted) throw new Stopped();
    yield piece;
  }
}

/** What went wrong, in a sentence. */
function said(cause: unknown, file: FoundFile): unknown {
  if (cause instanceof FeedProblem || cause instanceof Stopped || !(cause instanceof Error)) return cause;
  const { code, where } = cause as { code?: string; where?: string };
  const line = /line (\d+)/.exec(where ?? '')?.[1];
  const at = line === undefined ? file.name : `${file.name}, row ${line}`;
  if (code === 'Z_BUF_ERROR') return new FeedProblem(say('cut off', { file: file.name }), cause);
  if (code?.startsWith('Z_'))
    return new FeedProblem(`${file.name} is not gzip, or it is damaged (${cause.message}).`, cause);
  if (code === '22021' || code === '22P05') {
    return new FeedProblem(
      `${at}: the text is not ${file.described.encoding}, as its feed says it is.`,
      cause,
    );
  }
  if (code?.startsWith('22')) return new FeedProblem(`${at} cannot be read: ${cause.message}.`, cause);
  if (code === 'EACCES') return new FeedProblem(`${file.name} may not be read by Earshot.`, cause);
  return cause;
}
