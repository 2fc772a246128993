/** Test cases of a table: somebody made up, and which row must decide. Pure. */
import { compiled } from '#platform/tables/decide.ts';
import { literalsOf, meant } from '#platform/tables/literal.ts';
import type { Cell, Fact, Literal, Table, Value } from '#platform/tables/table.ts';
import { noRow, type TestCase, undecided } from './rules.ts';

export interface CaseResult {
  /** What decides in truth; null: the case names what is no fact, or gives it a wrong value. */
  decides: string | null;
  passes: boolean;
  /** The fact that is wrong, or those that it hangs on. */
  about: string[];
}

/** Tries each case; the table must be sound. */
export function resultsOf(
  table: Table,
  catalogue: readonly Fact[],
  cases: readonly TestCase[],
): CaseResult[] {
  const facts = new Map(catalogue.map((fact) => [fact.name, fact]));
  const decide = compiled(table, facts);
  return cases.map(({ facts: given, expects }) => {
    const known: Record<string, Value> = {};
    for (const [name, literal] of Object.entries(given)) {
      const fact = facts.get(name);
      const value = fact === undefined ? undefined : valueIn(literal, fact);
      if (value === undefined) return { decides: null, passes: false, about: [name] };
      known[name] = value;
    }
    const { decided, rows, unknown } = decide(known);
    const decides = decided ? (rows[0]?.id ?? noRow) : undecided;
    return { decides, passes: decides === expects, about: [...unknown] };
  });
}

/**
 * The cases to go on with under another table: those that pass there. One that was written for a version that
 * is being undone says what nobody wants any more, and would hold the undoing up. Where none passes, one that
 * is made of the first row that decides by itself. The table must be sound.
 * @returns also the names of those that were left out
 */
export function carried(
  table: Table,
  catalogue: readonly Fact[],
  cases: readonly TestCase[],
): { cases: TestCase[]; leftOut: string[] } {
  const results = resultsOf(table, catalogue, cases);
  const passing = cases.filter((_, at) => results[at]?.passes === true);
  const leftOut = cases.filter((one) => !passing.includes(one)).map(({ name }) => name);
  if (passing.length > 0 || cases.length === 0) return { cases: passing, leftOut };
  const made = table.rows.map(({ id }) => ({
    ...{ name: id, facts: exampleFor(table, id, catalogue), expects: id },
  }));
  const tried = resultsOf(table, catalogue, made);
  return { cases: made.filter((_, at) => tried[at]?.passes === true).slice(0, 1), leftOut };
}

function valueIn(literal: Literal, fact: Fact): Value | undefined {
  try {
    return meant(literal, fact.kind, fact.words);
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

/**
 * Somebody for whom a row holds: where to begin with a case. Facts that its cells do not need are left
 * unknown.
 */
export function exampleFor(table: Table, row: string, catalogue: readonly Fact[]): TestCase['facts'] {
  const facts = new Map(catalogue.map((fact) => [fact.name, fact]));
  const found = table.rows.find(({ id }) => id === row);
  const given: Record<string, Literal> = {};
  for (const [at, name] of table.inputs.entries()) {
    const [cell, fact] = [found?.cells[at] ?? null, facts.get(name)];
    if (fact === undefined || cell?.op === 'unknown') continue;
    const value = cell === null ? neutral(table, at, found?.id, fact) : someOf(cell, fact);
    if (value !== undefined) given[name] = value;
  }
  return given;
}

/** A value of a fact that the row itself does not look at, so that no row before it holds. */
function neutral(table: Table, at: number, row: string | undefined, fact: Fact): Literal | undefined {
  const before = table.rows.slice(
    0,
    table.rows.findIndex(({ id }) => id === row),
  );
  const cells = before.flatMap(({ cells }) => cells[at] ?? []);
  if (cells.length === 0) return undefined;
  const candidates = [...cells.map((cell) => against(cell, fact)), firstOf(fact)];
  return candidates.find(
    (value) => value !== undefined && cells.every((cell) => !holdsOf(cell, value, fact)),
  );
}

function holdsOf(cell: Cell, value: Literal, fact: Fact): boolean {
  const table: Table = {
    ...{ name: 'x', context: fact.contexts[0] ?? 'care', hit: 'first', inputs: [fact.name] },
    outputs: [{ name: 'x', kind: 'flag' }],
    rows: [{ id: 'x', cells: [cell], outputs: [true], because: { en: '', es: '' } }],
  };
  const known = { [fact.name]: valueIn(value, fact) };
  return compiled(table, new Map([[fact.name, fact]]))(known).rows.length > 0;
}

const firstOf = ({ kind, words }: Fact): Literal =>
  kind === 'flag' ? false : kind === 'number' ? 0 : kind === 'money' ? '0' : (words?.[0] ?? '2026-01-01');

/** A value for which the cell holds. */
function someOf(cell: Cell, fact: Fact): Literal | undefined {
  const [first] = literalsOf(cell);
  if (first === undefined) return cell.op === 'known' ? firstOf(fact) : undefined;
  if (cell.op === '>') return shifted(first, fact, 1);
  if (cell.op === '<') return shifted(first, fact, -1);
  if (cell.op === '!=' || cell.op === 'not in')
    return against({ ...cell, op: 'in', value: [...literalsOf(cell)] }, fact);
  return first;
}

/** A value for which it does not. */
function against(cell: Cell, fact: Fact): Literal | undefined {
  const literals = literalsOf(cell);
  const [first] = literals;
  if (first === undefined) return undefined;
  if (fact.kind === 'flag') return !first;
  if (fact.kind === 'word') return fact.words?.find((word) => !literals.includes(word));
  if (cell.op === '>=' || cell.op === 'between') return shifted(first, fact, -1);
  if (cell.op === '<=') return shifted(first, fact, 1);
  if (cell.op === '>' || cell.op === '<' || cell.op === '!=') return first;
  return shifted(literals.toSorted().at(-1) ?? first, fact, 1);
}

function shifted(literal: Literal, { kind }: Fact, by: 1 | -1): Literal {
  if (kind === 'number') return Number((Number(literal) + by).toFixed(6));
  if (kind === 'money') return String(BigInt(String(literal)) + BigInt(by) * 100n);
  return kind === 'date' ? dayAfter(String(literal), by) : literal;
}

// a browser may have no Temporal
const dayAfter = (day: string, by: number) =>
  new Date(Date.parse(day) + by * 86_400_000).toISOString().slice(0, 10);
