/**
 * What is wrong with a draft, with the row named: nothing is simulated, proposed or put in force while there
 * is anything. A table is looked at in itself, and among all others that count on the day. Pure.
 */
import { factsFor, problemsOfOptions } from '#bank/advice/rulebook.ts';
import { facts as allFacts, catalogueOf, needName } from '#bank/needs/facts.ts';
import { aspects, type Option } from '#bank/products/rules.ts';
import { includes, meet, type Problem, problemsOf } from '#platform/tables/check.ts';
import type { Cell, Fact, Table } from '#platform/tables/table.ts';
import type { RuleBody, Slip, Subject, TestCase } from './rules.ts';

export interface RuleProblem {
  row: string | null;
  column: string | null;
  code:
    | Problem['code']
    | 'not known yet'
    | 'no words'
    | 'another frame'
    | 'comes to nothing'
    /** Kept as it was typed, and nothing that can be decided by. */
    | 'not understood';
  /** The other row, or the other table, that it collides with. */
  other: string | null;
}

/** The facts that a table of this kind may read. */
export function catalogueFor(subject: Subject): readonly Fact[] {
  const { context } = subject.brought.table;
  return subject.option === null ? catalogueOf(context) : factsFor(context);
}

/** @param options those that count on the day, without the draft */
export function problemsOfDraft(
  subject: Subject,
  { table, toCustomer }: RuleBody,
  options: readonly Option[],
): RuleProblem[] {
  if (!sameFrame(table, subject.brought.table)) return [problem('another frame')];
  const found = subject.option === null ? ofNeeds(table) : ofOption(subject.option, table, options);
  const said = table.rows.flatMap((row) => {
    const own = [row.because, ...(subject.option === null ? [] : [toCustomer[row.id]])];
    const missing = own.some((words) => !words?.en.trim() || !words.es.trim());
    return missing ? [problem('no words', row.id)] : [];
  });
  return unique([...found, ...said]);
}

/** Cells that are not understood, each with its row, or with the test case that it stands in. */
export function problemsOfSlips(
  slips: readonly Slip[],
  { table }: RuleBody,
  cases: readonly TestCase[],
): RuleProblem[] {
  return slips.map(({ of, line, key, typed }) => {
    const named = of === 'rows' ? table.rows[line]?.id : cases[line]?.name.slice(0, 60);
    const column = /^(?:in|out) (.+)$/.exec(key)?.[1]?.slice(0, 60) ?? null;
    return problem('not understood', named ?? null, column, typed.slice(0, 80) || null);
  });
}

const problem = (
  code: RuleProblem['code'],
  row: string | null = null,
  column: string | null = null,
  other: string | null = null,
): RuleProblem => ({ row, column, code, other });

// as a list: the database keeps names of an object in an order of its own
const frame = ({ name, context, hit, outputs }: Table) =>
  JSON.stringify([name, context, hit, outputs.map((one) => [one.name, one.kind, one.words ?? []])]);
const sameFrame = (one: Table, other: Table) => frame(one) === frame(other);

function ofOption(
  { code, aspect }: NonNullable<Subject['option']>,
  table: Table,
  options: readonly Option[],
): RuleProblem[] {
  const withDraft = options.map((option) =>
    option.code === code
      ? { ...option, tables: { ...option.tables, [aspect]: { ...option.tables[aspect], table } } }
      : option,
  );
  const found = problemsOfOptions(withDraft).filter((one) => one.table === table.name);
  const given = new Set(
    options.flatMap(({ tables }) => aspects.map((one) => `${tables[one].table.name}.fits`)),
  );
  const named = found.flatMap((one) => inRows(one, table, given));
  const early = table.inputs.filter((name) => given.has(name) && name !== `${table.name}.fits`);
  const read = early.flatMap((column) => rowsReading(table, column, 'not known yet'));
  const own = withDraft.find((option) => option.code === code);
  const sound = named.length + read.length === 0;
  return [...named, ...read, ...(sound && own !== undefined ? futile(own, table) : [])];
}

function ofNeeds(table: Table): RuleProblem[] {
  const catalogue = new Map(catalogueOf(table.context).map((fact) => [fact.name, fact]));
  const given = new Set(['level', 'stage', ...allFacts.map(({ name }) => name).filter(isNeed)]);
  const gives = table.name.startsWith('need ') ? needName(table.name.slice(5) as never) : table.name;
  const endless = table.inputs.filter((name) => name === gives);
  const early = table.inputs.filter((name) => given.has(name) && name !== gives);
  return [
    ...problemsOf(table, catalogue).flatMap((one) => inRows(one, table, given)),
    ...endless.flatMap((column) => rowsReading(table, column, 'never ends')),
    ...early.flatMap((column) => rowsReading(table, column, 'not known yet')),
  ];
}

const isNeed = (name: string) => name.startsWith('need.');

/** A problem of a column is a problem of each row that looks at it; a circle, of each row that closes it. */
function inRows(one: Problem, table: Table, given: ReadonlySet<string>): RuleProblem[] {
  const { code, row = null, column = null, other = null } = one;
  if (row !== null) return [problem(code, row, column, other)];
  if (code === 'never ends') {
    const closing = table.inputs.filter((name) => given.has(name));
    return closing.flatMap((name) => rowsReading(table, name, code));
  }
  if (column === null || code === 'twice the same column') return [problem(code, row, column, other)];
  const forbidden = code === 'unknown fact' && allFacts.some(({ name }) => name === column);
  return rowsReading(table, column, forbidden ? 'fact of another context' : code);
}

function rowsReading(table: Table, column: string, code: RuleProblem['code']): RuleProblem[] {
  const at = table.inputs.indexOf(column);
  const reading = table.rows.filter(({ cells }) => (cells[at] ?? null) !== null);
  if (reading.length === 0) return [problem(code, null, column)];
  return reading.map(({ id }) => problem(code, id, column));
}

/**
 * A row that says yes only where another table of the same option says no for certain contradicts that table:
 * whoever wrote it meant something to be suggested that never will be.
 */
function futile(option: Option, table: Table): RuleProblem[] {
  const facts = new Map(factsFor(table.context).map((fact) => [fact.name, fact]));
  const others = aspects
    .map((aspect) => option.tables[aspect].table)
    .filter(({ name }) => name !== table.name);
  return table.rows
    .filter(({ outputs }) => outputs[0] === true)
    .flatMap((row) => {
      const cells = new Map(table.inputs.map((name, at) => [name, row.cells[at] ?? null]));
      const against = others.find((other) => !mayFit(other, cells, facts));
      return against === undefined ? [] : [problem('comes to nothing', row.id, null, against.name)];
    });
}

/** Could this table say yes to somebody of whom the cells hold? Only a certain no is one. */
function mayFit(
  table: Table,
  cells: ReadonlyMap<string, Cell | null>,
  facts: ReadonlyMap<string, Fact>,
): boolean {
  for (const { outputs, cells: theirs } of table.rows) {
    const pairs = table.inputs.flatMap((name, at) => {
      const fact = facts.get(name);
      return fact === undefined ? [] : [{ fact, mine: cells.get(name) ?? null, their: theirs[at] ?? null }];
    });
    const apart = pairs.some(({ fact, mine, their }) => mine && their && !meet(mine, their, fact));
    if (apart) continue;
    if (outputs[0] === true) return true;
    if (pairs.every(({ fact, mine, their }) => includes(their, mine, fact))) return false;
  }
  return false;
}

function unique(problems: readonly RuleProblem[]): RuleProblem[] {
  return [...new Map(problems.map((one) => [JSON.stringify(one), one])).values()];
}
