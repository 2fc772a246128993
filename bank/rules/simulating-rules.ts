/**
 * What a draft would change for one customer, and for many: decided by the rules that count and by the draft,
 * on the same facts. Counts by option, level, stage and branch; a few examples. Pure.
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
    const [was, would] = [given(old, known), given(next, known)];
    const own = was.value === would.value ? [] : ownChanges(name, was, would);
    // what care alone may know, and what was stated, does not change what is offered
    const passedOn = kept === was.value || (kept === undefined && was.value === undefined);
    if (!passedOn || (name !== 'level' && name !== 'stage' && context === 'care')) return own;
    const facts: Facts = would.value === undefined ? rest : { ...rest, [fact]: would.value };
    return [...own, ...suggestionChanges(decide(book, asked), decide(book, { ...asked, facts }))];
  };
}

interface Given {
  value: Value | undefined;
  row: string | null;
}
function given(by: Decide, known: Facts): Given {
  const { decided, rows, outputs } = by(known);
  const row = decided ? rows[0] : undefined;
  return { value: row === undefined ? undefined : (outputs.is ?? outputs.strength), row: row?.id ?? null };
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

export interface Tally {
  gains: number;
  loses: number;
}
export interface SimulationResult {
  /** Customers for whom anything would change. */
  touched: number;
  /** Not decided about: they object to profiling, or their data is only kept. */
  leftOut: number;
  /** The version of propensities by which equals were ordered, as the night does; null: by none. */
  propensities?: number | null;
  about: (Tally & { about: string })[];
  /** By level, stage and branch: customers who would gain or lose something. */
  groups: Group[];
}
/** null: somebody, but fewer than five: who is alone in a group is not pointed at. */
export interface Group {
  of: 'level' | 'stage' | 'branch';
  name: string | null;
  looked: number | null;
  gains: number | null;
  loses: number | null;
}
interface Counted {
  of: Group['of'];
  name: string | null;
  looked: number;
  gains: number;
  loses: number;
}
const fewest = 5;
const covered = (one: number) => (one > 0 && one < fewest ? null : one);

export interface Seen {
  customerId: string;
  level: string | null;
  stage: string | null;
  branch: string | null;
  changes: readonly Change[];
}
export interface Example extends Change {
  customerId: string;
  /** Where it stands among all: drawn by the seed, so that the first who come are not the ones shown. */
  lot: number;
}

/** So many of each change, and so many in all. */
const most = { each: 3, all: 60 };

/** Counts as it goes: memory does not grow with the bank. */
export function counting(seed: string, propensities: number | null = null) {
  const about = new Map<string, Tally>();
  const groups = new Map<string, Counted>();
  const examples = new Map<string, Example[]>();
  const whole = { touched: 0, leftOut: 0 };
  return {
    leaveOut: () => {
      whole.leftOut += 1;
    },
    add(seen: Seen) {
      const gains = seen.changes.some((one) => one.gains);
      const loses = seen.changes.some((one) => !one.gains);
      if (gains || loses) whole.touched += 1;
      for (const kind of ['level', 'stage', 'branch'] as const) {
        const key = `${kind} ${seen[kind]}`;
        const group = groups.get(key) ?? { of: kind, name: seen[kind], looked: 0, gains: 0, loses: 0 };
        group.looked += 1;
        if (gains) group.gains += 1;
        if (loses) group.loses += 1;
        groups.set(key, group);
      }
      for (const change of seen.changes) {
        const tally = about.get(change.about) ?? { gains: 0, loses: 0 };
        tally[change.gains ? 'gains' : 'loses'] += 1;
        about.set(change.about, tally);
        draw(examples, { ...change, customerId: seen.customerId, lot: lotOf(seed + seen.customerId) });
      }
    },
    result: (): SimulationResult => ({
      ...{ ...whole, propensities },
      about: [...about]
        .map(([name, tally]) => ({ about: name, ...tally }))
        .sort((a, b) => b.gains + b.loses - a.gains - a.loses),
      groups: [...groups.values()]
        .sort((a, b) => b.gains + b.loses - a.gains - a.loses)
        .map(({ of, name, looked, gains, loses }) => ({
          ...{ of, name, looked: covered(looked), gains: covered(gains), loses: covered(loses) },
        })),
    }),
    examples: (): Example[] => [...examples.values()].flat().slice(0, most.all),
  };
}

function draw(examples: Map<string, Example[]>, one: Example): void {
  const key = `${one.about} ${one.gains}`;
  const drawn = examples.get(key) ?? [];
  drawn.push(one);
  drawn.sort((a, b) => a.lot - b.lot);
  examples.set(key, drawn.slice(0, most.each));
}

function lotOf(text: string): number {
  let hash = 2_166_136_261;
  for (let at = 0; at < text.length; at += 1) hash = Math.imul(hash ^ text.charCodeAt(at), 16_777_619);
  return hash >>> 0;
}
