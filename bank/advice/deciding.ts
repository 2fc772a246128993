/**
 * What fits one customer. The order is fixed: eligibility, applicability, suitability, the need she stated,
 * contact policy, propensity; what the bank earns may only break an exact tie. In hard times, help comes
 * before any sale, and who wants no help is sold nothing instead. What she accepted is under way and is not
 * suggested again. Unknown is not false: what hangs on it is not suggested, and is asked. Pure.
 */
import { within } from '#bank/needs/facts.ts';
import { type Aspect, aspects, sales, sorts } from '#bank/products/rules.ts';
import type { Facts } from '#platform/tables/table.ts';
import { affording } from './affording.ts';
import type { CompiledOption, Rulebook } from './rulebook.ts';

export const mostSuggestions = 3;

/** What became of an option with this customer before. */
export interface Past {
  declined: boolean;
  /** The last time; a refused help counts no more when things have become worse since. */
  declinedOn?: string | null;
  putOff: boolean;
  shown90: number;
  /** The day on which she accepted it, while that is under way. */
  acceptedOn?: string | null;
}

export interface Asked {
  /** The facts of both contexts; an offer sees only its own. */
  facts: Facts;
  /** Facts that the customer does not want used for offers. */
  notUsed: readonly string[];
  today: string;
  past(code: string): Past;
  /** From 0 to 1; undefined while propensities are switched off: then they order nothing. */
  propensity?: ((code: string, offerFacts: Facts) => number) | undefined;
}

export interface Suggestion {
  code: string;
  /** 0 to 100: how strong the need is that it answers. */
  need: number;
  propensity: number | null;
  /** The row that said yes, of each table. */
  rows: Record<Aspect, string>;
}
export interface Rejection {
  code: string;
  aspect: Aspect | 'order';
  /** The row that said no; in the order: 'help.first' or 'three.fit.better'. */
  row: string;
}
export interface Open {
  code: string;
  /** The facts it hangs on. */
  unknown: string[];
}

/** What she accepted: it is being done, until she has it, or somebody says that it comes to nothing. */
export interface UnderWay {
  code: string;
  since: string;
  /** The rows that said yes, as far as they do now. */
  rows: Partial<Record<Aspect, string>>;
  /** By which row it would not be suggested any more: whoever does it should know. */
  doubt: { aspect: Aspect; row: string } | null;
}

export const results = ['suggestions', 'nothing needed', 'too little known'] as const;

export interface Decision {
  result: (typeof results)[number];
  suggestions: Suggestion[];
  underWay: UnderWay[];
  rejected: Rejection[];
  open: Open[];
}

interface Candidate extends Suggestion {
  option: CompiledOption['option'];
}

export function decide(rulebook: Rulebook, asked: Asked): Decision {
  return decideKnowing(rulebook, contextsOf(asked.facts, asked.notUsed), asked);
}

export type Mutable = Record<string, Facts[string]>;

/** What either context knows of one customer. */
export interface Contexts {
  readonly care: Mutable;
  readonly offer: Mutable;
}

export function contextsOf(facts: Facts, notUsed: readonly string[]): Contexts {
  const offer: Mutable = { ...within('offer', facts, notUsed) };
  // a choice binds, whatever may not be used: refusing that contacts are used does not undo “no offers”
  offer['contact.marketing'] = facts['contact.marketing'];
  return { care: { ...within('care', facts) }, offer };
}

/**
 * The same of facts that are sorted by context already. What is known of an option is written into them while
 * it is decided about.
 */
export function decideKnowing(
  rulebook: Rulebook,
  contexts: Contexts,
  asked: Omit<Asked, 'facts' | 'notUsed'>,
): Decision {
  setToday(contexts, asked.today);
  const candidates: Candidate[] = [];
  const underWay: UnderWay[] = [];
  const rejected: Rejection[] = [];
  const open: Open[] = [];
  let isHelped = false;
  for (const one of rulebook.options) {
    const { option } = one;
    const known = contexts[option.context];
    const past = asked.past(option.code);
    setOption(known, one, past);
    const verdict = verdictOf(one, known);
    if (past.acceptedOn && !isOver(verdict)) {
      underWay.push(underWayOf(option.code, past.acceptedOn, verdict));
      isHelped ||= option.sort === 'help';
    } else if (verdict.rejected) {
      rejected.push({ code: option.code, aspect: verdict.rejected.aspect, row: verdict.rejected.row });
      isHelped ||= option.sort === 'help' && isRefusalAlone(verdict);
    } else if (verdict.unknown.length > 0) open.push({ code: option.code, unknown: verdict.unknown });
    else {
      candidates.push({
        ...{ option, code: option.code, rows: verdict.rows as Record<Aspect, string> },
        need: Number(contexts.offer[option.need] ?? 0),
        propensity: asked.propensity?.(option.code, contexts.offer) ?? null,
      });
    }
  }
  // whoever needs help is sold nothing beside it, even where it is not yet called difficulty, nor instead
  const hard =
    hardFacts.some((name) => contexts.care[name] === true) ||
    isHelped ||
    candidates.some(({ option }) => option.sort === 'help');
  const ordered = inOrder(candidates, hard);
  const suggestions = ordered.fitting.slice(0, mostSuggestions).map(({ option: _option, ...rest }) => rest);
  rejected.push(
    ...ordered.afterHelp.map(({ code }): Rejection => ({ code, aspect: 'order', row: 'help.first' })),
    ...ordered.fitting
      .slice(mostSuggestions)
      .map(({ code }): Rejection => ({ code, aspect: 'order', row: 'three.fit.better' })),
  );
  const empty = open.length > 0 ? 'too little known' : 'nothing needed';
  const result = suggestions.length > 0 ? 'suggestions' : empty;
  return { result, suggestions, underWay, rejected, open };
}

/** Any of them, and nothing is sold. They hold an offer back, and never make or order one. */
export const hardFacts = ['in.difficulty', 'bereaved', 'income.stopped'] as const;

/** The help would fit, and only what she said to it stands against it. */
const isRefusalAlone = ({ rejected, unknown }: Verdict) =>
  rejected?.aspect === 'contact policy' && unknown.length === 0;

/** She has it, cannot have it, or has no use for it any more: then nothing is under way. */
const isOver = ({ rejected }: Verdict) =>
  rejected?.aspect === 'eligibility' || rejected?.aspect === 'applicability';

/** Whether it may be brought up is not asked of what she has said yes to. */
function underWayOf(code: string, since: string, { rows, rejected }: Verdict): UnderWay {
  const doubt = rejected === undefined || rejected.aspect === 'contact policy' ? null : rejected;
  return { code, since, rows, doubt };
}

interface Verdict {
  rejected?: { aspect: Aspect; row: string };
  rows: Partial<Record<Aspect, string>>;
  unknown: string[];
}

/** The first table in the order that says no decides; only when none does, what is unknown counts. */
function verdictOf({ decide: tables }: CompiledOption, known: Facts): Verdict {
  const rows: Verdict['rows'] = {};
  const unknown: string[] = [];
  for (const aspect of aspects) {
    const outcome = tables[aspect](known);
    const row = outcome.rows[0];
    if (!outcome.decided) unknown.push(...outcome.unknown.filter((name) => !unknown.includes(name)));
    // a table that no row of holds says no: nothing is suggested because somebody forgot a row
    else if (row === undefined || outcome.outputs.fits !== true)
      return { rejected: { aspect, row: row?.id ?? 'no.row' }, rows, unknown };
    else rows[aspect] = row.id;
  }
  return { rows, unknown };
}

/** Exported for its property tests: the order among those whose tables all say yes. */
export function inOrder<T extends Pick<Candidate, 'code' | 'need' | 'propensity' | 'option'>>(
  candidates: readonly T[],
  inDifficulty: boolean,
): { fitting: T[]; afterHelp: T[] } {
  const sale = ({ option }: T) => sales.has(option.sort);
  const fitting = candidates.filter((one) => !(inDifficulty && sale(one)));
  fitting.sort(
    (a, b) =>
      (inDifficulty ? first(b.option.sort === 'help', a.option.sort === 'help') : 0) ||
      b.need - a.need ||
      (b.propensity ?? 0) - (a.propensity ?? 0) ||
      sorts.indexOf(a.option.sort) - sorts.indexOf(b.option.sort) ||
      b.option.terms.margin - a.option.terms.margin ||
      first(a.code > b.code, b.code > a.code),
  );
  return { fitting, afterHelp: inDifficulty ? candidates.filter(sale) : [] };
}

const first = (one: boolean, other: boolean) => Number(one) - Number(other);

function setToday({ care, offer }: Contexts, today: string): void {
  care['deposit.matures.in'] = daysUntil(care['deposits.maturing'], today);
  offer['deposit.matures.in'] = daysUntil(offer['deposits.maturing'], today);
}

const daysUntil = (day: Facts[string], today: string) =>
  typeof day === 'string' ? Math.round((Date.parse(day) - Date.parse(today)) / 86_400_000) : undefined;

/** What is known of this option, in place of what was known of the one before. */
function setOption(known: Mutable, { option }: CompiledOption, past: Past): void {
  const lapsed = option.sort === 'help' && isWorseSince(known['hard.newest'], past.declinedOn);
  known['option.declined'] = past.declined && !lapsed;
  known['option.put.off'] = past.putOff;
  known['option.shown.90'] = past.shown90;
  known['room.after.instalment'] = roomAfter(known, option.terms.instalmentShare);
}

const isWorseSince = (newest: Facts[string], on: string | null | undefined) =>
  typeof newest === 'string' && typeof on === 'string' && newest > on;

/** What the instalment of the terms would leave; unknown when the balances are. Minor units. */
export function roomAfter(known: Facts, share: number | undefined): bigint | undefined {
  if (share === undefined) return undefined;
  const [inflow, lowest] = [known['inflow.monthly'], known['balance.lowest.90']];
  const balance = known['balance.now'];
  if (typeof inflow !== 'bigint' || typeof lowest !== 'bigint' || typeof balance !== 'bigint')
    return undefined;
  const instalment = (inflow * BigInt(Math.round(share * 1000))) / 1000n;
  return affording(lowest, balance, instalment).room;
}
