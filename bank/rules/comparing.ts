/** Two versions of a table beside each other: rows by their names, cells by their facts. Pure. */
import type { Cell, Literal, Row, Table } from '#platform/tables/table.ts';
import type { RuleBody } from './rules.ts';

export interface RowChange {
  row: string;
  /** It is elsewhere among those that both have: of a table whose first row decides that is a change. */
  is: 'added' | 'removed' | 'changed' | 'moved';
  /** The facts whose cells differ; "→ name" for what it gives; "because", "to the customer" for words. */
  cells: CellChange[];
}
export interface CellChange {
  column: string;
  kind: 'cell' | 'output' | 'words';
  before: Cell | Literal | string | null;
  after: Cell | Literal | string | null;
}

export function changesBetween(before: RuleBody, after: RuleBody): RowChange[] {
  const old = new Map(before.table.rows.map((row) => [row.id, row]));
  const now = new Map(after.table.rows.map((row) => [row.id, row]));
  const moved = movedRows(
    before.table.rows.map(({ id }) => id).filter((id) => now.has(id)),
    after.table.rows.map(({ id }) => id).filter((id) => old.has(id)),
  );
  const removed = before.table.rows.filter(({ id }) => !now.has(id));
  return [
    ...after.table.rows.flatMap((row): RowChange[] => {
      const was = old.get(row.id);
      const cells = cellChanges(was, row, before, after);
      if (was === undefined) return [{ row: row.id, is: 'added', cells }];
      if (cells.length > 0) return [{ row: row.id, is: 'changed', cells }];
      return moved.has(row.id) ? [{ row: row.id, is: 'moved', cells }] : [];
    }),
    ...removed.map(
      (row): RowChange => ({ row: row.id, is: 'removed', cells: cellChanges(row, undefined, before, after) }),
    ),
  ];
}

function cellChanges(
  was: Row | undefined,
  row: Row | undefined,
  before: RuleBody,
  after: RuleBody,
): CellChange[] {
  const facts = [...new Set([...before.table.inputs, ...after.table.inputs])];
  const id = row?.id ?? was?.id ?? '';
  const pairs: CellChange[] = [
    ...facts.map((column) => ({
      ...{ column, kind: 'cell' as const },
      before: cellAt(was, before.table, column),
      after: cellAt(row, after.table, column),
    })),
    ...after.table.outputs.map(({ name }, at) => ({
      ...{ column: name, kind: 'output' as const },
      before: was?.outputs[at] ?? null,
      after: row?.outputs[at] ?? null,
    })),
    ...(['en', 'es'] as const).flatMap((language) => [
      words(`because.${language}`, was?.because[language], row?.because[language]),
      words(
        `toCustomer.${language}`,
        was && before.toCustomer[id]?.[language],
        row && after.toCustomer[id]?.[language],
      ),
    ]),
  ];
  return pairs.filter((one) => JSON.stringify(one.before) !== JSON.stringify(one.after));
}

const words = (column: string, before: string | undefined, after: string | undefined): CellChange => ({
  ...{ column, kind: 'words', before: before ?? null, after: after ?? null },
});

function cellAt(row: Row | undefined, table: Table, column: string): Cell | null {
  const at = table.inputs.indexOf(column);
  return at < 0 ? null : (row?.cells[at] ?? null);
}

/** Those that are not on the longest part that kept its order. */
function movedRows(before: readonly string[], after: readonly string[]): ReadonlySet<string> {
  const place = new Map(before.map((id, at) => [id, at]));
  const best: { length: number; from: number }[] = [];
  for (const [at, id] of after.entries()) {
    best[at] = { length: 1, from: -1 };
    for (let back = 0; back < at; back += 1) {
      const longer = (best[back]?.length ?? 0) + 1;
      if ((place.get(after[back] ?? '') ?? 0) < (place.get(id) ?? 0) && longer > (best[at]?.length ?? 0))
        best[at] = { length: longer, from: back };
    }
  }
  let at = best.reduce((top, one, index) => (one.length > (best[top]?.length ?? 0) ? index : top), 0);
  const kept = new Set<string>();
  while (at >= 0 && after[at] !== undefined) {
    kept.add(after[at] as string);
    at = best[at]?.from ?? -1;
  }
  return new Set(after.filter((id) => !kept.has(id)));
}
