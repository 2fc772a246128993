/**
 * The decision tables that an analyst may change: four of each option, and those of level, stage and needs. A
 * draft keeps its table's frame (name, context, how rows count, what it gives) and changes what it reads, its
 * rows, and what is said for each. Pure.
 */
import { tables as needsTables } from '#bank/needs/deciding.ts';
import { type Aspect, aspects, type Option, type Words } from '#bank/products/rules.ts';
import type { Literal, Table } from '#platform/tables/table.ts';

export interface RuleBody {
  table: Table;
  /** What is said to the customer, by the row's id; of a table of needs nothing. */
  toCustomer: Readonly<Record<string, Words>>;
}

/** Somebody made up, and the row that must decide: '?' when too little is known, '-' when none holds. */
export interface TestCase {
  name: string;
  facts: Readonly<Record<string, Literal>>;
  expects: string;
}

/** A cell that is not understood, as it was typed: in which line of the grid, in which column. */
export interface Slip {
  of: 'rows' | 'cases';
  line: number;
  key: string;
  typed: string;
}

export const undecided = '?';
export const noRow = '-';

export interface Subject {
  /** "card.suitability", "level", "need saving" */
  name: string;
  /** Of an option's table; of a table of needs null. */
  option: { code: string; title: Words; aspect: Aspect } | null;
  /** As it comes with Earshot. */
  brought: RuleBody;
  /** Which number that has: versions of the bank's own go on from there. */
  broughtVersion: 0 | 1;
}

export function subjectsOf(options: readonly Option[]): Subject[] {
  const ofOptions = options.flatMap(({ code, title, tables }) =>
    aspects.map((aspect): Subject => {
      const { table, toCustomer } = tables[aspect];
      const brought = { table, toCustomer };
      return { name: table.name, option: { code, title, aspect }, brought, broughtVersion: 0 };
    }),
  );
  const ofNeeds = needsTables.map(
    (table): Subject => ({
      ...{ name: table.name, option: null, brought: { table, toCustomer: {} }, broughtVersion: 1 },
    }),
  );
  return [...ofNeeds, ...ofOptions];
}

export interface Dated {
  version: number;
  appliesFrom: string;
}

/** Which counts on a day: of those whose day has come the latest; undefined: what came with Earshot. */
export function inForceOn<V extends Dated>(versions: readonly V[], day: string): V | undefined {
  return versions.filter(({ appliesFrom }) => appliesFrom <= day).toSorted(later)[0];
}

/** The next one that has been put in force and whose day has not come. */
export function nextAfter<V extends Dated>(versions: readonly V[], day: string): V | undefined {
  const coming = versions.filter(({ appliesFrom }) => appliesFrom > day);
  const first = coming.map(({ appliesFrom }) => appliesFrom).sort()[0];
  return coming.filter(({ appliesFrom }) => appliesFrom === first).toSorted(later)[0];
}

const later = (a: Dated, b: Dated) =>
  a.appliesFrom === b.appliesFrom ? b.version - a.version : a.appliesFrom < b.appliesFrom ? 1 : -1;
