/**
 * What a draft would change for one customer: decided by the rules that count and by the draft, on the same
 * facts. Pure.
 */
import { type Asked, type Decision, decide } from '#bank/advice/deciding.ts';
import type { Rulebook } from '#bank/advice/rulebook.ts';
import { catalogueOf, needName, within } from '#bank/needs/facts.ts';
import { compiled, type Decide } from '#platform/tables/decide.ts';
import type { Facts, Table, Value } from '#platform/tables/table.ts';
import type { Subject } from './rules.ts';

/** Something that somebody has, or would have: a suggestion, a level, a stage or a need. */
export interface Change {
  /** An option's code; "level: basic", "stage: family", "need: saving". */
  about: string;
  gains: boolean;
  /** By which row, of which table, as it is and as it would be; null: by none. */
  before: string | null;
  after: string | null;
}

export type Simulate = (asked: Asked) => Change[];

/** Of an option's table: two books. What is suggested counts, so that three at most and help first hold. */
export function optionSimulation(before: Rulebook, after: Rulebook): Simulate {
  return (asked) => suggestionChanges(decide(before, asked), decide(after, asked));
}

/**
 * Of a table of needs: its facts are put in the place of those that the table gave, and then decided by the
 * same book. A need that somebody stated is not what the table gave, and stays.
 */
export function needsSimulation(subject: Subject, before: Table, after: Table, book: Rulebook): Simulate {
  const { name, context } = before;
  const catalogue = new Map(catalogueOf(context).map((fact) => [fact.name, fact]));
  const [old, next] = [compiled(before, catalogue), compiled(after, catalogue)];
  const fact = subject.name.startsWith('need ') ? needName(subject.name.slice(5) as never) : subject.name;
  return (asked) => {
    const { [fact]: kept, ...rest } = asked.facts;
    const known = within(context, rest);
    const [was, would] = [given(old, known, fact), given(next, known, fact)];
    const own = was.value === would.value ? [] : ownChanges(name, was, would);
    // what care alone may know, and what was stated, does not change what is offered
    const passedOn = kept === was.known || (kept === undefined && was.value === undefined);
    if (!passedOn || (name !== 'level' && name !== 'stage' && context === 'care')) return own;
    const facts: Facts = would.known === undefined ? rest : { ...rest, [fact]: would.known };
    return [...own, ...suggestionChanges(decide(book, asked), decide(book, { ...asked, facts }))];
  };
}

interface Given {
  value: Value | undefined;
  /** As it would be kept: of a need for which nothing speaks 0, which is not that it is unknown. */
  known: Value | undefined;
  row: string | null;
}
function given(by: Decide, facts: Facts, fact: string): Given {
  const { decided, rows, outputs } = by(facts);
  const row = decided ? rows[0] : undefined;
  const value = row === undefined ? undefined : (outputs.is ?? outputs.strength);
  return {
    value,
    known: value ?? (decided && fact.startsWith('need.') ? 0 : undefined),
    row: row?.id ?? null,
  };
}

function ownChanges(name: string, was: Given, would: Given): Change[] {
  const rows = { before: was.row, after: would.row };
  if (name.startsWith('need ')) {
    const about = `need: ${name.slice(5)}`;
    if (was.value === undefined) return [{ about, gains: true, ...rows }];
    if (would.value === undefined) return [{ about, gains: false, ...rows }];
    const stronger = Number(would.value) > Number(was.value);
    return [{ about: `${about} ${stronger ? '↑' : '↓'}`, gains: stronger, ...rows }];
  }
  return [
    ...(was.value === undefined ? [] : [{ about: `${name}: ${was.value}`, gains: false, ...rows }]),
    ...(would.value === undefined ? [] : [{ about: `${name}: ${would.value}`, gains: true, ...rows }]),
  ];
}

function suggestionChanges(before: Decision, after: Decision): Change[] {
  const [had, has] = [before, after].map(({ suggestions }) => new Set(suggestions.map(({ code }) => code)));
  const codes = [...new Set([...(had ?? []), ...(has ?? [])])];
  return codes
    .filter((code) => had?.has(code) !== has?.has(code))
    .map((code) => ({
      ...{ about: code, gains: has?.has(code) === true },
      ...{ before: whyOf(before, code), after: whyOf(after, code) },
    }));
}

/** What settled it for this option. */
function whyOf({ suggestions, rejected, open }: Decision, code: string): string | null {
  const said = suggestions.find((one) => one.code === code);
  if (said !== undefined) return `applicability: ${said.rows.applicability}`;
  const no = rejected.find((one) => one.code === code);
  if (no !== undefined) return `${no.aspect}: ${no.row}`;
  return open.some((one) => one.code === code) ? 'too little known' : null;
}
