/** A decision as people read it: which rows said so, in words, and what would change it. Pure. */
import { saidBehind } from '#bank/needs/facts.ts';
import { type Aspect, aspects, type Option, type Words } from '#bank/products/rules.ts';
import type { Cell, Operator } from '#platform/tables/table.ts';
import type { Decision, Rejection, Suggestion, UnderWay } from './deciding.ts';

export interface Change {
  fact: string;
  op: Operator;
  /** As the cell has it; of several, parted by commas. */
  value: string | null;
}

/** What she said of herself that counts now: by the names of facts, the day. */
export type Said = ReadonlyMap<string, string>;

/** By what of it these rows were found, when a table is read from its first row on. */
function toldIn(option: Option, aspect: Aspect, row: string, said: Said, alone: boolean) {
  if (said.size === 0) return [];
  const { table } = option.tables[aspect];
  const at = table.rows.findIndex(({ id }) => id === row);
  const read = at < 0 ? table.rows : alone ? table.rows.slice(at, at + 1) : table.rows.slice(0, at + 1);
  const names = table.inputs.filter((_name, column) => read.some(({ cells }) => cells[column] !== null));
  return names.flatMap(saidBehind).filter((name) => said.has(name));
}

const withDays = (names: readonly string[], said: Said) =>
  [...new Set(names)].map((fact) => ({ fact, saidOn: said.get(fact) ?? '' }));

export function explainedSuggestion(option: Option, { rows }: Suggestion, said: Said) {
  return {
    told: withDays(
      aspects.flatMap((aspect) => toldIn(option, aspect, rows[aspect], said, false)),
      said,
    ),
    code: option.code,
    sort: option.sort,
    title: option.title,
    invitation: option.invitation,
    why: spoken(option, 'suitability', rows.suitability),
    whyNow: spoken(option, 'applicability', rows.applicability),
    wouldChange: endsOf(option, rows),
  };
}

/**
 * By what it would be suggested no more: whatever an earlier row says no to by one fact alone; and of the row
 * that said yes what it goes by, unless a later one says yes, too. One of them is enough.
 */
function endsOf(option: Option, rows: Suggestion['rows']): Change[] {
  const changes = (['applicability', 'suitability'] as const).flatMap((aspect) => {
    const { rows: all, inputs } = option.tables[aspect].table;
    const at = all.findIndex(({ id }) => id === rows[aspect]);
    const refusals = all.slice(0, Math.max(at, 0)).flatMap(({ cells, outputs }) => {
      const its = cells.flatMap((cell, column) =>
        cell === null ? [] : [{ fact: inputs[column] ?? '', cell }],
      );
      const [only] = its;
      if (outputs[0] === true || only === undefined || its.length > 1) return [];
      return { fact: only.fact, op: only.cell.op, value: shown(only.cell) };
    });
    const isLast = all.slice(at + 1).every(({ outputs }) => outputs[0] !== true);
    return [...refusals, ...(isLast ? changesOf(option, aspect, rows[aspect]) : [])];
  });
  // that something were not known, such as a death, is no change that anybody waits for
  const told = changes.filter(({ op }) => op !== 'unknown');
  return [...new Map(told.map((one) => [JSON.stringify(one), one])).values()];
}

export function explainedRejection(option: Option, { aspect, row }: Rejection, said: Said) {
  const inOrder = aspect === 'order' ? orderWords[row] : undefined;
  const found = aspect === 'order' ? undefined : rowOf(option, aspect, row);
  return {
    code: option.code,
    sort: option.sort,
    title: option.title,
    aspect,
    told: aspect === 'order' ? [] : withDays(toldIn(option, aspect, row, said, true), said),
    staff: inOrder?.staff ?? found?.because ?? noRow,
    customer:
      inOrder?.customer ??
      (aspect === 'order' ? undefined : option.tables[aspect].toCustomer[row]) ??
      found?.because ??
      noRow,
    wouldChange: aspect === 'order' || found === undefined ? [] : changesOf(option, aspect, row),
  };
}

/** What is being done, and which row would not suggest it any more. */
export function explainedUnderWay(option: Option, { since, doubt }: UnderWay) {
  const { code, sort, title } = option;
  const row = doubt === null ? undefined : rowOf(option, doubt.aspect, doubt.row);
  return { code, sort, title, since, doubt: doubt === null ? null : (row?.because ?? noRow) };
}

/** Facts that are missing, those first on which most hangs. */
export function missingFacts({ open }: Decision): string[] {
  const counts = new Map<string, number>();
  for (const name of open.flatMap(({ unknown }) => unknown)) counts.set(name, (counts.get(name) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)).map(([name]) => name);
}

/** For each cell of the row that said no, what would have to be instead; one of them is enough. */
function changesOf(option: Option, aspect: Aspect, row: string): Change[] {
  const { table } = option.tables[aspect];
  const cells = table.rows.find(({ id }) => id === row)?.cells ?? [];
  return cells.flatMap((cell, at) => {
    const fact = table.inputs[at];
    // nobody is told what would be if she had not died
    return cell === null || fact === undefined || fact === 'died' ? [] : { fact, ...otherwiseThan(cell) };
  });
}

const opposite: Readonly<Record<Operator, Operator>> = {
  ...{ '=': '!=', '!=': '=', '<': '>=', '>=': '<', '>': '<=', '<=': '>' },
  ...{ in: 'not in', 'not in': 'in', known: 'unknown', unknown: 'known', between: 'not in' },
};

function otherwiseThan(cell: Cell): Omit<Change, 'fact'> {
  return { op: opposite[cell.op], value: shown(cell) };
}

const shown = ({ value }: Pick<Cell, 'value'>) => (value === undefined ? null : [value].flat().join(', '));

function spoken(option: Option, aspect: Aspect, row: string): { staff: Words; customer: Words } | null {
  const found = row === 'otherwise' ? undefined : rowOf(option, aspect, row);
  if (found === undefined) return null;
  return { staff: found.because, customer: option.tables[aspect].toCustomer[row] ?? found.because };
}

const rowOf = (option: Option, aspect: Aspect, row: string) =>
  aspects.includes(aspect) ? option.tables[aspect].table.rows.find(({ id }) => id === row) : undefined;

const noRow: Words = { en: 'No row of its table holds.', es: 'No se cumple ninguna fila de su tabla.' };

const orderWords: Readonly<Record<string, { staff: Words; customer: Words }>> = {
  'help.first': {
    staff: {
      en: 'In hard times help comes before any sale, and nothing is sold in its place.',
      es: 'En tiempos difíciles la ayuda va antes que cualquier venta, y nada se vende en su lugar.',
    },
    customer: {
      en: 'First we would like to help you through these months.',
      es: 'Primero queremos ayudarle a superar estos meses.',
    },
  },
  'three.fit.better': {
    staff: { en: 'Fits, but three fit better.', es: 'Encaja, pero tres encajan mejor.' },
    customer: { en: 'Others fit you better now.', es: 'Otras cosas le encajan mejor ahora.' },
  },
};
