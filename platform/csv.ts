/** Comma-separated values (RFC 4180) that a spreadsheet opens without running anything. Pure. */

/**
 * A cell for a spreadsheet: what would be run as a formula gets an apostrophe in front (OWASP, CSV
 * injection).
 */
export function exportedCell(cell: string): string {
  return /^'*[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell;
}

/** The cell as it was before it was exported. */
export function importedCell(cell: string): string {
  return /^''*[=+\-@\t\r]/.test(cell) ? cell.slice(1) : cell;
}

/** One line with its end, every cell quoted. */
export function exportedLine(cells: readonly string[]): string {
  return `${cells.map((cell) => `"${exportedCell(cell).replaceAll('"', '""')}"`).join(',')}\r\n`;
}
