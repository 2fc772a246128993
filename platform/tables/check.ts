/**
 * What is wrong with a table before anything is decided by it: every cell is looked at when it is saved, so
 * that a slip of the pen is an error beside its cell and never a row that silently does not match. Pure.
 */
import { literalsOf, meant, ordered } from './literal.ts';
import { type Cell, type Fact, outputFacts, type Row, type Table, type Value } from './table.ts';

export interface Problem {
  readonly table: string;
  readonly row?: string;
  /** The input or output. */
  readonly column?: string;
  /** Of a contradiction: the earlier row. */
  readonly other?: string;
  readonly code: ProblemCode;
}

export type ProblemCode =
  /** Reads what is no fact. */
  | 'unknown fact'
  /** Reads a fact that does not exist in this table's context, directly or through another table. */
  | 'fact of another context'
  | 'twice the same column'
  | 'no rows'
  | 'twice the same row id'
  | 'wrong number of cells'
  | 'wrong value'
  /** Words and flags are neither more nor less. */
  | 'no order'
  | 'empty range'
  /** An earlier row holds whenever this one does. */
  | 'never reached'
  /** Two rows that hold together give different things. */
  | 'contradiction'
  /** What it reads hangs, by way of others, on what it gives. */
  | 'never ends';

/** @param catalogue the facts by name, those that other tables give included */
export function problemsOf(table: Table, catalogue: ReadonlyMap<string, Fact>): Problem[] {
  const problem = (code: ProblemCode, row?: string, column?: string): Problem => ({
    ...{ table: table.name, code },
    ...(row === undefined ? {} : { row }),
    ...(column === undefined ? {} : { column }),
  });
  const found: Problem[] = [];
  const columns = [...table.inputs, ...table.outputs.map(({ name }) => ` ${name}`)];
  for (const column of twice(columns)) found.push(problem('twice the same column', undefined, column.trim()));
  for (const name of table.inputs) {
    const fact = catalogue.get(name);
    if (fact === undefined) found.push(problem('unknown fact', undefined, name));
    else if (!fact.contexts.includes(table.context))
      found.push(problem('fact of another context', undefined, name));
  }
  if (table.rows.length === 0) found.push(problem('no rows'));
  for (const id of twice(table.rows.map((row) => row.id))) found.push(problem('twice the same row id', id));
  for (const row of table.rows) {
    if (row.cells.length !== table.inputs.length || row.outputs.length !== table.outputs.length) {
      found.push(problem('wrong number of cells', row.id));
      continue;
    }
    for (const [at, cell] of row.cells.entries()) {
      const fact = catalogue.get(table.inputs[at] as string);
      const code = cell === null || fact === undefined ? undefined : wrongIn(cell, fact);
      if (code !== undefined) found.push(problem(code, row.id, table.inputs[at]));
    }
    for (const [at, output] of table.outputs.entries()) {
      if (!fits(() => meant(row.outputs[at] as never, output.kind, output.words)))
        found.push(problem('wrong value', row.id, output.name));
    }
  }
  return found.length > 0 ? found : shadowed(table, catalogue, problem);
}

/**
 * Tables that read what others give: each must be sound, know the others' outputs as facts of their own
 * context, and none may hang on itself.
 */
export function problemsOfSet(tables: readonly Table[], facts: readonly Fact[]): Problem[] {
  const catalogue = new Map([...facts, ...tables.flatMap(outputFacts)].map((fact) => [fact.name, fact]));
  const sound = tables.flatMap((table) => problemsOf(table, catalogue));
  const sorted = new Set(inOrder(tables).map(({ name }) => name));
  const endless = tables.filter(({ name }) => !sorted.has(name));
  return [...sound, ...endless.map(({ name }): Problem => ({ table: name, code: 'never ends' }))];
}

/** Each table after those whose outputs it reads; without those that hang on themselves. */
export function inOrder(tables: readonly Table[]): Table[] {
  const givenBy = new Map(tables.flatMap((one) => outputFacts(one).map(({ name }) => [name, one.name])));
  const done = new Map<string, Table>();
  for (let before = -1; before !== done.size; ) {
    before = done.size;
    for (const one of tables) {
      const ready = one.inputs.every((name) => {
        const giver = givenBy.get(name);
        return giver === undefined || done.has(giver);
      });
      if (ready) done.set(one.name, one);
    }
  }
  return [...done.values()];
}

function wrongIn(cell: Cell, fact: Fact): ProblemCode | undefined {
  if (!fits(() => literalsOf(cell).map((literal) => meant(literal, fact.kind, fact.words))))
    return 'wrong value';
  if (ordered.has(cell.op) && (fact.kind === 'flag' || fact.kind === 'word')) return 'no order';
  if (cell.op !== 'between') return undefined;
  const [from, to] = values(cell, fact) as [Value, Value];
  return from > to ? 'empty range' : undefined;
}

/** Rows that an earlier one hides, and rows of an 'all' table that say two things of the same case. */
function shadowed(
  table: Table,
  catalogue: ReadonlyMap<string, Fact>,
  problem: (code: ProblemCode, row: string) => Problem,
): Problem[] {
  const facts = table.inputs.map((name) => catalogue.get(name) as Fact);
  const covers = (wide: Row, narrow: Row) =>
    facts.every((fact, at) => includes(wide.cells[at] ?? null, narrow.cells[at] ?? null, fact));
  const found: Problem[] = [];
  for (const [at, later] of table.rows.entries()) {
    const earlier = table.rows.slice(0, at);
    // the same case, and something else is said of it
    const against = earlier.find((one) => covers(one, later) && covers(later, one) && !same(one, later));
    const hidden = earlier.find((one) => covers(one, later));
    if (against !== undefined) found.push({ ...problem('contradiction', later.id), other: against.id });
    else if (table.hit === 'first' && hidden !== undefined)
      found.push({ ...problem('never reached', later.id), other: hidden.id });
  }
  return found;
}

const same = (a: Row, b: Row) => JSON.stringify(a.outputs) === JSON.stringify(b.outputs);

/** Can both cells hold of one value? False only when that is certain. */
export function meet(one: Cell, other: Cell, fact: Fact): boolean {
  if (one.op === 'unknown' || other.op === 'unknown') return one.op === other.op;
  if (one.op === 'known' || other.op === 'known') return true;
  const [listed, against] = listOf(one, fact) !== undefined ? [one, other] : [other, one];
  const values = listOf(listed, fact);
  if (values !== undefined) return values.some((value) => holds(against, fact, value));
  if (!ordered.has(one.op) || !ordered.has(other.op)) return true;
  return overlap(rangeOf(one, fact), rangeOf(other, fact));
}

/** Does the wide cell hold whenever the narrow one does, for certain? */
export function includes(wide: Cell | null, narrow: Cell | null, fact: Fact): boolean {
  if (wide === null) return true;
  if (narrow === null) return false;
  if (narrow.op === 'unknown' || wide.op === 'unknown') return narrow.op === wide.op;
  if (wide.op === 'known') return true;
  if (narrow.op === 'known') return false;
  const listed = listOf(narrow, fact);
  if (listed !== undefined) return listed.every((value) => holds(wide, fact, value));
  if (ordered.has(wide.op) && ordered.has(narrow.op))
    return within(rangeOf(narrow, fact), rangeOf(wide, fact));
  return JSON.stringify(wide) === JSON.stringify(narrow);
}

/** All values for which a cell holds, where they can be listed. */
function listOf(cell: Cell, { kind, words }: Fact): readonly Value[] | undefined {
  const given = values(cell, { kind, ...(words ? { words } : {}) } as Fact);
  if (cell.op === '=' || cell.op === 'in') return given;
  const all = kind === 'flag' ? [true, false] : words;
  return ordered.has(cell.op) ? undefined : all?.filter((value) => !given.includes(value));
}

function holds(cell: Cell, fact: Fact, value: Value): boolean {
  const given = values(cell, fact);
  if (cell.op === '=' || cell.op === 'in') return given.includes(value);
  if (cell.op === '!=' || cell.op === 'not in') return !given.includes(value);
  return within({ from: value, to: value, open: [false, false] }, rangeOf(cell, fact));
}

/** undefined: no end on that side; open: the end itself does not belong to it. */
interface Range {
  from: Value | undefined;
  to: Value | undefined;
  open: readonly [boolean, boolean];
}

function rangeOf(cell: Cell, fact: Fact): Range {
  const [first, second] = values(cell, fact) as [Value, Value];
  if (cell.op === 'between') return { from: first, to: second, open: [false, false] };
  return cell.op.startsWith('<')
    ? { from: undefined, to: first, open: [false, cell.op === '<'] }
    : { from: first, to: undefined, open: [cell.op === '>', false] };
}

function within(narrow: Range, wide: Range): boolean {
  const beginsIn =
    wide.from === undefined ||
    (narrow.from !== undefined &&
      (narrow.from > wide.from || (narrow.from === wide.from && (!wide.open[0] || narrow.open[0]))));
  const endsIn =
    wide.to === undefined ||
    (narrow.to !== undefined &&
      (narrow.to < wide.to || (narrow.to === wide.to && (!wide.open[1] || narrow.open[1]))));
  return beginsIn && endsIn;
}

function overlap(a: Range, b: Range): boolean {
  const before = (end: Range, begin: Range) =>
    end.to !== undefined &&
    begin.from !== undefined &&
    (end.to < begin.from || (end.to === begin.from && (end.open[1] || begin.open[0])));
  return !before(a, b) && !before(b, a);
}

const values = (cell: Cell, { kind, words }: Fact) =>
  literalsOf(cell).map((literal) => meant(literal, kind, words));

const twice = (names: readonly string[]) => new Set(names.filter((name, at) => names.indexOf(name) !== at));

function fits(read: () => unknown): boolean {
  try {
    read();
    return true;
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}
