import { demoBank, type EntityName } from './generate.ts';
import type { DemoOptions } from './setting.ts';

/** A row as its reader meets it: by column, '' for null. */
export type Row = Readonly<Record<string, string>>;

/** The rows of a table of the demo bank, all in memory: for looking at a small bank, as tests do. */
export function rowsOf(options: DemoOptions, name: EntityName): Row[] {
  const [header = [], ...rows] = [...demoBank(options).tables[name]()].map(cellsOf);
  return rows.map((cells) => Object.fromEntries(header.map((column, place) => [column, cells[place] ?? ''])));
}

/** The cells of one CSV line; quotes are doubled inside quotes, and no cell holds a line end. */
function cellsOf(line: string): string[] {
  const cells: string[] = [];
  for (const [, quoted, plain] of line.trimEnd().matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)) {
    cells.push(quoted === undefined ? (plain ?? '') : quoted.replaceAll('""', '"'));
  }
  return cells;
}
