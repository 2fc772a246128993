/**
 * Takes a delimited file apart into records, byte by byte and in constant memory, for COPY: each readable
 * record gets its line number in front, each unreadable one its reason and the line as it came. One bad line
 * never costs the next.
 *
 * What is refused outright, as no line of it can be trusted: another encoding, a line longer than a mebibyte.
 */
import { isUtf8 } from 'node:buffer';
import { FeedProblem } from './problem.ts';
import { say } from './sayings.ts';

/** A line, and a record of several lines, at most. 1 MiB: the longest honest line we know of is 4 KiB. */
export const lineBytesMax = 1 << 20;

export interface Shape {
  file: string;
  /** One ASCII character each. */
  delimiter: string;
  quote: string | undefined;
  columns: number;
  utf8: boolean;
}

export interface Scanned {
  /** Records, without the header and without blank lines. */
  rows: number;
  unreadable: number;
}

/** The quote that COPY is told of a file that has none. */
export const unquoted = '\b';

/** Its output is CSV with the file's own delimiter and quote: line number, reason, then the cells. */
export class Scanner {
  readonly scanned: Scanned = { rows: 0, unreadable: 0 };
  readonly #shape: Shape;
  readonly #delimiter: number;
  readonly #quote: number;
  /** Both are used again and again: of a new one for each piece, dozens wait to be collected. */
  #input: Buffer = empty;
  #out: Buffer = empty;
  /** Bytes of either that are filled. */
  #waiting = 0;
  #length = 0;
  #line = 0;
  #first: ((cells: string[]) => void) | undefined;
  #begun = false;
  #wellWritten = true;

  /**
   * @param header is given the cells of the first line, which is then no record; throws what is wrong with
   * them
   */
  constructor(shape: Shape, header?: (cells: string[]) => void) {
    this.#shape = shape;
    this.#delimiter = shape.delimiter.charCodeAt(0);
    this.#quote = shape.quote === undefined ? -1 : shape.quote.charCodeAt(0);
    this.#first = header;
  }

  /**
   * The next piece of the file, which may be used again at once; answers what COPY is to be sent, which may
   * be empty and holds until the next call.
   */
  push(piece: Buffer): Buffer {
    this.#input = withRoom(this.#input, this.#waiting, piece.length);
    this.#waiting += piece.copy(this.#input, this.#waiting);
    return this.#scan(false);
  }

  /** The end of the file. */
  end(): Buffer {
    const out = this.#scan(true);
    if (this.#first !== undefined) throw new FeedProblem(say('empty file', { file: this.#shape.file }));
    return out;
  }

  #scan(last: boolean): Buffer {
    let input = this.#input.subarray(0, this.#waiting);
    if (!this.#begun && (input.length >= 3 || last)) {
      this.#begun = true;
      input = withoutMark(input, this.#shape.file);
    } else if (!this.#begun) return empty;
    // Once for the piece, which is cheap; line by line only where something is wrong.
    const whole = last ? input : input.subarray(0, input.lastIndexOf(newline) + 1);
    this.#wellWritten = !this.#shape.utf8 || isUtf8(whole);
    this.#length = 0;
    let at = 0;
    while (at < input.length) {
      const next = this.#record(input, at, last);
      if (next === -1) break;
      at = next;
    }
    this.#waiting = input.copy(this.#input, 0, at);
    return this.#out.subarray(0, this.#length);
  }

  /** Scans one record; answers where the next one begins, or -1 when its end is not there yet. */
  #record(input: Buffer, from: number, last: boolean): number {
    const end = recordEnd(input, from, this.#delimiter, this.#quote);
    if (end.next === -1 && !last) {
      if (input.length - from <= lineBytesMax) return -1;
      this.#refuseEndless(input, from);
      return end.open ? this.#bad(input, from, physicalEnd(input, from), say('open quote')) : -1;
    }
    const next = end.next === -1 ? input.length : end.next;
    let reason = end.reason;
    if (next - from > lineBytesMax) {
      this.#refuseEndless(input, from);
      reason ??= say('endless line');
    }
    // Where quotes go wrong nobody knows where the record ends: this line alone is given up, the next is
    // tried.
    if (end.next === -1 && end.open) reason = say('open quote');
    if (reason !== undefined && end.lines > 1)
      return this.#bad(input, from, physicalEnd(input, from), reason);
    const stop = contentEnd(input, from, next);
    if (stop === from) {
      this.#line += 1;
      return next;
    }
    if (reason === undefined && end.cells !== this.#shape.columns && this.#first === undefined) {
      reason = say('wrong cells', { cells: end.cells, columns: this.#shape.columns });
    }
    if (reason !== undefined) return this.#bad(input, from, next, reason);
    if (!this.#wellWritten) this.#checkText(input, from, stop);
    if (this.#first !== undefined) return this.#header(input, from, stop, next, end.lines);
    this.#room(stop - from + 64);
    this.#write(`${this.#line + 1}`);
    this.#out[this.#length++] = this.#delimiter;
    this.#out[this.#length++] = this.#delimiter;
    this.#length += input.copy(this.#out, this.#length, from, stop);
    this.#out[this.#length++] = newline;
    this.#line += end.lines;
    this.scanned.rows += 1;
    return next;
  }

  #header(input: Buffer, from: number, stop: number, next: number, lines: number): number {
    const header = this.#first;
    this.#first = undefined;
    header?.(cellsOf(input.toString('utf8', from, stop), this.#shape));
    this.#line += lines;
    return next;
  }

  /** An unreadable line: its number, the reason, and the line as the first cell. */
  #bad(input: Buffer, from: number, next: number, reason: string): number {
    if (this.#first !== undefined) throw new FeedProblem(`The header of ${this.#shape.file} ${reason}.`);
    const stop = contentEnd(input, from, next);
    if (!this.#wellWritten) this.#checkText(input, from, stop);
    const line = input.toString(this.#shape.utf8 ? 'utf8' : 'latin1', from, stop).replaceAll('\0', '\uFFFD');
    const quote = this.#shape.quote ?? unquoted;
    const quoted = Buffer.from(
      `${quote}${line.replaceAll(quote, quote + quote)}${quote}`,
      this.#shape.utf8 ? 'utf8' : 'latin1',
    );
    const d = this.#shape.delimiter;
    this.#room(quoted.length + this.#shape.columns + reason.length + 64);
    this.#write(`${this.#line + 1}${d}${quote}${reason}${quote}${d}`);
    this.#length += quoted.copy(this.#out, this.#length);
    this.#write(`${d.repeat(this.#shape.columns - 1)}\n`);
    this.#line += 1;
    this.scanned.rows += 1;
    this.scanned.unreadable += 1;
    return next;
  }

  #checkText(input: Buffer, from: number, stop: number): void {
    if (!isUtf8(input.subarray(from, stop))) {
      throw new FeedProblem(say('not as said', { file: this.#shape.file, line: this.#line + 1 }));
    }
  }

  #refuseEndless(input: Buffer, from: number): void {
    if (input.length - from <= lineBytesMax) return;
    const end = input.indexOf(newline, from);
    if (end !== -1 && end - from <= lineBytesMax) return;
    throw new FeedProblem(say('line of a megabyte', { file: this.#shape.file, line: this.#line + 1 }));
  }

  #room(bytes: number): void {
    this.#out = withRoom(this.#out, this.#length, bytes);
  }

  #write(text: string): void {
    this.#length += this.#out.write(text, this.#length);
  }
}

interface RecordEnd {
  /** Where the next record begins; -1: the end is not in the input. */
  next: number;
  cells: number;
  /** Lines that it spans. */
  lines: number;
  reason: string | undefined;
  /** Does the input end inside quotes? */
  open: boolean;
}

const newline = 10;
const carriageReturn = 13;
const empty = Buffer.alloc(0);

/** The buffer, or a larger one that begins with what is filled of it. */
function withRoom(buffer: Buffer, filled: number, bytes: number): Buffer {
  if (buffer.length - filled >= bytes) return buffer;
  const larger = Buffer.allocUnsafeSlow(Math.ceil((filled + bytes) * 1.5));
  buffer.copy(larger, 0, 0, filled);
  return larger;
}

/** One pass over a record. A quote opens a cell only at its beginning; after it closes, the cell is over. */
function recordEnd(input: Buffer, from: number, delimiter: number, quote: number): RecordEnd {
  let cells = 1;
  let lines = 1;
  let reason: string | undefined;
  let at = from;
  let cellStart = true;
  const size = input.length;
  while (at < size) {
    const byte = input[at] as number;
    if (byte === newline) return { next: at + 1, cells, lines, reason, open: false };
    if (byte === delimiter) {
      cells += 1;
      cellStart = true;
      at += 1;
    } else if (byte === quote) {
      if (!cellStart) reason ??= say('quote in a cell');
      else {
        const closed = quotedEnd(input, at + 1, quote);
        if (closed === -1) return { next: -1, cells, lines: 2, reason, open: true };
        for (let inside = input.indexOf(newline, at); inside !== -1 && inside < closed; ) {
          lines += 1;
          inside = input.indexOf(newline, inside + 1);
        }
        at = closed;
        const after = input[at];
        if (after !== undefined && after !== delimiter && after !== newline && after !== carriageReturn) {
          reason ??= say('text after a quote');
        }
      }
      cellStart = false;
      if (reason !== undefined && input[at] === quote) at += 1;
    } else {
      if (byte === carriageReturn && at + 1 < size && input[at + 1] !== newline) {
        reason ??= say('carriage return');
      }
      if (byte < 9 && (byte === 0 || byte === 8)) reason ??= say('control character');
      cellStart = false;
      at += 1;
    }
  }
  return { next: -1, cells, lines, reason, open: false };
}

/** Just behind the quote that closes; doubled quotes stand for one. */
function quotedEnd(input: Buffer, from: number, quote: number): number {
  let at = input.indexOf(quote, from);
  while (at !== -1 && input[at + 1] === quote) at = input.indexOf(quote, at + 2);
  return at === -1 ? -1 : at + 1;
}

function physicalEnd(input: Buffer, from: number): number {
  const at = input.indexOf(newline, from);
  return at === -1 ? input.length : at + 1;
}

/** Without the line end. */
function contentEnd(input: Buffer, from: number, next: number): number {
  let stop = next;
  if (stop > from && input[stop - 1] === newline) stop -= 1;
  if (stop > from && input[stop - 1] === carriageReturn) stop -= 1;
  return stop;
}

function withoutMark(input: Buffer, file: string): Buffer {
  const [a, b, c] = input;
  if ((a === 0xff && b === 0xfe) || (a === 0xfe && b === 0xff))
    throw new FeedProblem(say('UTF-16', { file }));
  return a === 0xef && b === 0xbb && c === 0xbf ? input.subarray(3) : input;
}

/**
 * The cells of one line, as well as they can be told; quotes that are in the way are left as they are.
 * Also for lines that could not be read, so that somebody can mend them.
 */
export function cellsOf(line: string, shape: Pick<Shape, 'delimiter' | 'quote'>): string[] {
  const cells: string[] = [];
  let at = 0;
  while (at <= line.length) {
    if (shape.quote !== undefined && line[at] === shape.quote) {
      let end = line.indexOf(shape.quote, at + 1);
      while (end !== -1 && line[end + 1] === shape.quote) end = line.indexOf(shape.quote, end + 2);
      const after = end === -1 ? -1 : end + 1;
      if (after !== -1 && (after === line.length || line[after] === shape.delimiter)) {
        cells.push(line.slice(at + 1, end).replaceAll(shape.quote + shape.quote, shape.quote));
        at = after + 1;
        continue;
      }
    }
    const next = line.indexOf(shape.delimiter, at);
    cells.push(next === -1 ? line.slice(at) : line.slice(at, next));
    if (next === -1) break;
    at = next + 1;
  }
  return cells;
}
