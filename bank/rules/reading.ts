/** Tables, versions and drafts as they cross the wire. */
import { tablesOn } from '#bank/needs/actions.ts';
import { defaultOptions, optionsOn } from '#bank/products/actions.ts';
import type { Option } from '#bank/products/rules.ts';
import type { Transaction } from '#platform/database/transaction.ts';
import { Failure } from '#platform/errors.ts';
import type { Fact, Table } from '#platform/tables/table.ts';
import { catalogueFor } from './checking.ts';
import type { WireCase, WireRow } from './contract.ts';
import * as queries from './queries.ts';
import { inForceOn, type RuleBody, type Subject, subjectsOf, type TestCase } from './rules.ts';

export const subjects: readonly Subject[] = subjectsOf(defaultOptions);

/** @throws Failure `not-found` */
export function subjectOf(name: string): Subject {
  const found = subjects.find((one) => one.name === name);
  if (found === undefined) throw new Failure('not-found');
  return found;
}

/** All tables as they count on a day; of an option that is withdrawn then, as it comes with Earshot. */
export async function rulesOn(tx: Transaction, day: string) {
  const [{ options }, needs] = await Promise.all([optionsOn(tx, day), tablesOn(tx, day)]);
  const withdrawn = defaultOptions.filter(({ code }) => !options.some((one) => one.code === code));
  const all: Option[] = [...options, ...withdrawn];
  return { options: all, inForce: options, bodyOf: (subject: Subject) => bodyIn(subject, all, needs) };
}

function bodyIn(
  { name, option, brought }: Subject,
  options: readonly Option[],
  needs: readonly Table[],
): RuleBody {
  if (option === null)
    return { table: needs.find((one) => one.name === name) ?? brought.table, toCustomer: {} };
  const { table, toCustomer } =
    options.find(({ code }) => code === option.code)?.tables[option.aspect] ?? brought;
  return { table, toCustomer };
}

/** Everything that is known of a table's versions, the one that came with Earshot last. */
export async function historyOf(tx: Transaction, subject: Subject, day: string) {
  const rows = await tx.rows(queries.versionsOf, { tableName: subject.name });
  const dated = rows.map((row) => ({ ...row, appliesFrom: row.applies_from }));
  const now = inForceOn(dated, day)?.version ?? subject.broughtVersion;
  const cards = [
    ...dated.map((row) => ({
      ...{ version: row.version, appliesFrom: row.appliesFrom, madeBy: row.made_by, reason: row.reason },
      ...{ approvedBy: row.approved_by, madeAt: row.made_at.toString(), reference: row.reference },
      ...{ restores: row.restores, inForce: row.version === now },
    })),
    {
      ...{ version: subject.broughtVersion, appliesFrom: null, madeBy: null, approvedBy: null, madeAt: null },
      ...{ reference: null, reason: null, restores: null, inForce: now === subject.broughtVersion },
    },
  ];
  const bodyOf = (version: number): { body: RuleBody; cases: TestCase[] } => {
    const row = rows.find((one) => one.version === version);
    if (row !== undefined) return { body: row.body, cases: row.cases };
    if (version === subject.broughtVersion) return { body: subject.brought, cases: [] };
    throw new Failure('not-found');
  };
  return { rows: dated, cards, now, bodyOf };
}

/** The bank's own currency, in which amounts of rules are. */
export async function currencyIn(tx: Transaction): Promise<string> {
  return (await tx.first(queries.ownCurrency, {}))?.base ?? 'EUR';
}

export function frameOf({ name, option, brought: { table } }: Subject) {
  const { context, hit } = table;
  const outputs = table.outputs.map((one) => ({
    name: one.name,
    kind: one.kind,
    words: [...(one.words ?? [])],
  }));
  return { tableName: name, option, context, hit, outputs };
}

export const columnOf = ({ name, kind, words }: Fact) => ({ name, kind, words: [...(words ?? [])] });

/** What a table reads; of what is no fact any more the name alone. */
export function columnsOf(subject: Subject, names: readonly string[]) {
  const facts = new Map(catalogueFor(subject).map((fact) => [fact.name, fact]));
  return names.map((name) => columnOf(facts.get(name) ?? { name, kind: 'word', contexts: [] }));
}

export function rowsOf({ table, toCustomer }: RuleBody): WireRow[] {
  return table.rows.map(({ id, cells, outputs, because }) => ({
    ...{ id, cells: [...cells] as WireRow['cells'], outputs: [...outputs], because },
    toCustomer: toCustomer[id] ?? null,
  }));
}

/** The body of a draft, in the frame of its table. */
export function bodyFrom(
  { brought, option }: Subject,
  inputs: readonly string[],
  rows: readonly WireRow[],
): RuleBody {
  const table = {
    ...brought.table,
    inputs: [...inputs],
    rows: rows.map(({ id, cells, outputs, because }) => ({ id, cells, outputs, because })),
  } as Table;
  const said =
    option === null ? [] : rows.map(({ id, toCustomer }) => [id, toCustomer ?? { en: '', es: '' }]);
  return { table, toCustomer: Object.fromEntries(said) };
}

export const casesOf = (cases: readonly TestCase[]): WireCase[] =>
  cases.map(({ name, facts, expects }) => ({
    ...{ name, expects },
    facts: Object.entries(facts).map(([fact, value]) => ({ fact, value })),
  }));

export const casesFrom = (cases: readonly WireCase[]): TestCase[] =>
  cases.map(({ name, facts, expects }) => ({
    ...{ name, expects },
    facts: Object.fromEntries(facts.map(({ fact, value }) => [fact, value])),
  }));
