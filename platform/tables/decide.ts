/**
 * Deciding by a table. Three-valued, after Kleene: a cell on a fact that is unknown is neither true nor
 * false, and so is a row that hangs on it. What cannot be decided says which facts it would take. Pure.
 */
import { isOfKind, literalsOf, meant } from './literal.ts';
import type { Cell, Fact, Facts, Literal, Row, Table, Value } from './table.ts';

/** undefined: unknown. */
export type Truth = boolean | undefined;

export interface Outcome {
  /** The rows that hold: of a 'first' table the one that decided. */
  readonly rows: readonly Row[];
  /** What the deciding row gives, by name; of an 'all' table nothing: read its rows. */
  readonly outputs: Readonly<Record<string, Value>>;
  /** False: another row could decide, or count, if more were known. */
  readonly decided: boolean;
  /** The facts that it hangs on; empty when decided. */
  readonly unknown: readonly string[];
  /** Only when asked for: each row that was looked at, with each of its cells. */
  readonly trace: readonly Traced[];
}

export interface Traced {
  readonly row: string;
  readonly truth: Truth;
  readonly cells: readonly Truth[];
}

export type Decide = (facts: Facts, traced?: boolean) => Outcome;

/** Every cell becomes a function once. The table has passed check.ts; what is wrong here throws. */
export function compiled(table: Table, catalogue: ReadonlyMap<string, Fact>): Decide {
  const inputs = table.inputs.map((name) => {
    const fact = catalogue.get(name);
    if (fact === undefined) throw new RangeError(`${table.name} reads ${name}, which is no fact`);
    return fact;
  });
  const rows = table.rows.map((row) => ({
    row,
    outputs: outputsOf(table, row),
    given: JSON.stringify(row.outputs),
    tests: row.cells.map((cell, at) => (cell === null ? undefined : testOf(cell, inputs[at] as Fact))),
  }));
  const names = table.inputs;
  return (facts, traced = false) => {
    const trace: Traced[] = [];
    const held: typeof rows = [];
    const open: typeof rows = [];
    for (const one of rows) {
      const truth = traced ? tracedRow(one, names, facts, trace) : rowOf(one.tests, names, facts);
      if (truth === false) continue;
      (truth ? held : open).push(one);
      if (truth && table.hit === 'first') break;
    }
    // Rows that could come before decide nothing else when they give the same.
    const decided = open.every((one) => table.hit === 'first' && one.given === held[0]?.given);
    return {
      rows: decided || table.hit === 'all' ? held.map(({ row }) => row) : [],
      outputs: decided && table.hit === 'first' ? (held[0]?.outputs ?? {}) : {},
      decided,
      unknown: decided ? [] : unknownOf(open, names, facts),
      trace,
    };
  };
}

interface Tests {
  row: Row;
  tests: readonly (((value: Value | undefined) => Truth) | undefined)[];
}

function rowOf(tests: Tests['tests'], names: readonly string[], facts: Facts): Truth {
  let truth: Truth = true;
  for (let at = 0; at < tests.length; at += 1) {
    const one = tests[at]?.(facts[names[at] as string] ?? undefined);
    if (tests[at] === undefined || one === true) continue;
    if (one === false) return false;
    truth = undefined;
  }
  return truth;
}

function tracedRow({ row, tests }: Tests, names: readonly string[], facts: Facts, trace: Traced[]): Truth {
  const cells = tests.map((test, at) => (test ? test(facts[names[at] as string] ?? undefined) : true));
  const truth = cells.includes(false) ? false : cells.includes(undefined) ? undefined : true;
  trace.push({ row: row.id, truth, cells });
  return truth;
}

function unknownOf(open: readonly Tests[], names: readonly string[], facts: Facts): string[] {
  const missing = new Set<string>();
  for (const { tests } of open) {
    for (const [at, test] of tests.entries()) {
      const name = names[at] as string;
      if (test !== undefined && test(facts[name] ?? undefined) === undefined) missing.add(name);
    }
  }
  return [...missing];
}

function outputsOf(table: Table, row: Row): Record<string, Value> {
  return Object.fromEntries(
    table.outputs.map((output, at) => [
      output.name,
      meant(row.outputs[at] as Literal, output.kind, output.words),
    ]),
  );
}

/** The test of one cell; also of a condition (condition.ts). */
export function testOf(cell: Cell, fact: Fact): (value: Value | undefined) => Truth {
  const literals = literalsOf(cell).map((literal) => meant(literal, fact.kind, fact.words));
  const [first, second] = literals as [Value, Value];
  const { op } = cell;
  if (op === 'known') return (value) => value !== undefined;
  if (op === 'unknown') return (value) => value === undefined;
  const holds: Record<string, (value: Value) => boolean> = {
    '=': (value) => value === first,
    '!=': (value) => value !== first,
    '<': (value) => value < first,
    '<=': (value) => value <= first,
    '>': (value) => value > first,
    '>=': (value) => value >= first,
    between: (value) => value >= first && value <= second,
    in: (value) => literals.includes(value),
    'not in': (value) => !literals.includes(value),
  };
  const test = holds[op] as (value: Value) => boolean;
  return (value) => {
    if (value === undefined) return undefined;
    // A value of another kind is a fault of the program: it must never look like "does not hold".
    if (!isOfKind(value, fact.kind)) throw new TypeError(`${fact.name} is no ${fact.kind}`);
    return test(value);
  };
}
