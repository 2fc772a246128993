/** One cell of a row: null becomes an empty, unquoted cell, which COPY reads as NULL. */
export type Cell = string | number | boolean | null;

/** A row as one CSV line (RFC 4180 quoting), with its line end. */
export function csvLine(cells: readonly Cell[]): string {
  let line = '';
  for (let place = 0; place < cells.length; place++) {
    const cell = cells[place];
    if (place > 0) line += ',';
    if (typeof cell === 'string') line += csvText(cell);
    else if (cell !== null && cell !== undefined) line += cell;
  }
  return `${line}\n`;
}

/** One text as a cell, quoted where it must be. */
export function csvText(text: string | null): string {
  if (text === null) return '';
  return SPECIAL.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** A PostgreSQL array literal of texts, each quoted: {"Lipova 12","Brno"}. */
export function arrayLiteral(texts: readonly string[]): string {
  return `{${texts.map((text) => `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`).join(',')}}`;
}

/** The same lines joined into pieces of at least so many characters: far fewer writes for COPY. */
export function* inPieces(lines: Iterable<string>, characters = 65_536): Generator<string> {
  let piece = '';
  for (const line of lines) {
    piece += line;
    if (piece.length >= characters) {
      yield piece;
      piece = '';
    }
  }
  if (piece !== '') yield piece;
}

const SPECIAL = /[",\n\r]/;
