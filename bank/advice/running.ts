/**
 * Decides for everybody whose facts, rules or outcomes changed, or whose decision expired: a block of
 * customers at a time, so that memory does not grow with the bank; stopped half-way it goes on where it was.
 * While one block is decided about, the database reads the next and keeps the one before.
 */
import { randomUUID } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';
import { packingMark } from '#bank/needs/facts.ts';
import { optionsOn } from '#bank/products/actions.ts';
import type { RowOf } from '#platform/database/statement.ts';
import type { Run } from '#platform/database/vault.ts';
import { compiledOnce, pastOf } from './actions.ts';
import { type Asked, type Decision, decideKnowing } from './deciding.ts';
import { type Knowing, type Known, knowingOf } from './knowing.ts';
import { type Propensities, propensitiesNow } from './propensity.ts';
import * as queries from './queries.ts';
import type { Rulebook } from './rulebook.ts';
import { type Numbered, Verdicts } from './verdicts.ts';

export interface AdviceReport {
  lookedAt: number;
  decided: number;
  /** False when it was asked to stop: the next run goes on where this one was. */
  finished: boolean;
}

/** Customers looked at in one transaction. */
const usualBlock = 4000;
/** Customers decided about without listening to the database. */
const stretch = 200;
/** So often a block is decided about that changes meanwhile; then it is left to the next night. */
const mostTimes = 5;
/** Days after which a suggestion is worked out anew, even when nothing changed. */
const keptDays = 30;

/** @param run of the job 'advice.decide', as earshot_run_advice */
export async function decideForAll(
  run: Run,
  today: string,
  signal: AbortSignal,
  blockSize = usualBlock,
): Promise<AdviceReport> {
  // one set of rules from beginning to end: a run that was stopped before they changed is not gone on with
  const { inForce, begun, propensities } = await run.transaction(async (tx) => {
    const [inForce, propensities] = await Promise.all([optionsOn(tx, today), propensitiesNow(tx, 'run')]);
    const rules = decidedBy(inForce.version, propensities);
    const [begun] = await Promise.all([
      tx.first(queries.unfinished, { asOf: today, rules }),
      tx.rows(queries.giveUpOthers, { rules }),
      tx.rows(queries.forgetRestrained, {}),
    ]);
    return { inForce, begun, propensities };
  });
  const plan = {
    rulebook: compiledOnce(inForce),
    rules: decidedBy(inForce.version, propensities),
    today,
    blockSize,
  };
  const night = new Night(run, { ...plan, propensity: propensities?.of }, begun);
  let kept: Promise<void> = Promise.resolve();
  let coming = signal.aborted ? undefined : night.read();
  while (coming !== undefined) {
    const block = await coming;
    const ended = block.looked_at < blockSize;
    coming = ended || signal.aborted ? undefined : heard(night.read(block.upto));
    const made = await night.decided(block);
    await kept;
    kept = heard(night.keep(block, made, ended));
  }
  await kept;
  return night.report;
}

/** Whoever waits for it later is told of what went wrong with it; until then nobody is. */
function heard<T>(promise: Promise<T>): Promise<T> {
  promise.catch(() => undefined);
  return promise;
}

/** With where it begins. */
type Block = RowOf<typeof queries.blockAfter> & { after: string };

/** What there is more than facts: names not to be used, what became of suggestions. */
type More = [notUsed: string[], past: queries.PastRow[] | null];

/** What was decided about a block, as it is kept: of each a line. */
interface Made {
  decided: number;
  results: string;
  said: string;
}

/** Another model, or none any more: everybody is decided about anew, as when rules change. */
const decidedBy = (rules: string, propensities: Propensities | undefined) =>
  `${propensities === undefined ? '' : `propensity ${propensities.version} `}${rules}`.slice(0, 2000);

interface Plan {
  rulebook: Rulebook;
  /** Whoever was decided about by others is decided about anew. */
  rules: string;
  propensity: Asked['propensity'];
  today: string;
  blockSize: number;
}

class Night {
  readonly report: AdviceReport;
  readonly #run: Run;
  readonly #plan: Plan;
  readonly #expires: string;
  readonly #runId: string;
  readonly #first: string;
  readonly #knowing: Knowing;
  readonly #verdicts = new Verdicts();

  constructor(run: Run, plan: Plan, begun: RowOf<typeof queries.unfinished> | undefined) {
    this.#run = run;
    this.#plan = plan;
    this.#expires = Temporal.PlainDate.from(plan.today).add({ days: keptDays }).toString();
    this.#runId = begun?.run_id ?? randomUUID();
    this.#first = begun?.after ?? '00000000-0000-0000-0000-000000000000';
    this.#knowing = knowingOf(plan.rulebook, plan.propensity !== undefined);
    const [lookedAt, decided] = [Number(begun?.looked_at ?? 0), Number(begun?.decided ?? 0)];
    this.report = { lookedAt, decided, finished: false };
  }

  /** @param last where the block ends, when it is read once more */
  async read(after = this.#first, last: string | null = null): Promise<Block> {
    const { today, rules, blockSize: most } = this.#plan;
    const asked = { after, last, today, rules, mark: packingMark, most };
    return { ...(await this.#run.transaction((tx) => tx.one(queries.blockAfter, asked))), after };
  }

  /**
   * Between stretches what the database answers meanwhile is heard, so that it need not wait either. Of a
   * stretch nothing is held on to but its lines: what lives on costs more than what is made.
   */
  async decided({ known, more }: Block): Promise<Made> {
    const [facts, mores] = [linesOf(known), linesOf(more)];
    const results: string[] = [];
    const said: string[] = [];
    for (let from = 0; from < facts.length; from += stretch) {
      if (from > 0) await setImmediate();
      const decisions = facts
        .slice(from, from + stretch)
        .map((line, at) => this.#decide(line, mores[from + at]));
      const verdicts = await this.#verdicts.of(decisions, this.#run);
      results.push(decisions.map(({ result }) => result).join('\n'));
      said.push(decisions.map(({ suggestions }, at) => saidOf(suggestions, verdicts[at] ?? [])).join('\n'));
    }
    return { decided: facts.length, results: results.join('\n'), said: said.join('\n') };
  }

  #decide(facts: string, more: string | undefined): Decision {
    const { rulebook, today, propensity } = this.#plan;
    const [notUsed, past] = more ? (JSON.parse(more) as More) : plain;
    const contexts = this.#knowing(JSON.parse(facts) as Known, notUsed);
    return decideKnowing(rulebook, contexts, { today, past: pastOf(past ?? [], today), propensity });
  }

  /**
   * What is written and how far the run is commit together. Where somebody has objected since the block was
   * read, or something else is known, it is read and decided about once more.
   */
  async keep(block: Block, made: Made, ended: boolean): Promise<void> {
    const { after, upto, looked_at } = block;
    for (let time = 1; !(await this.#kept(block, made, ended, time === mostTimes)); time += 1) {
      block = { ...(await this.read(after, upto)), looked_at };
      made = await this.decided(block);
    }
  }

  /** @param anyhow told as looked at, though nothing of it could be kept: the next night does */
  async #kept({ after, upto, looked_at, state }: Block, made: Made, ended: boolean, anyhow: boolean) {
    const { today, rules } = this.#plan;
    const { results, said } = made;
    const lookedAt = this.report.lookedAt + looked_at;
    let { decided } = this.report;
    const isKept = await this.#run.transaction(async (tx) => {
      if (state !== null) {
        const lines = { after, upto, today, rules, state, expires: this.#expires, results, said };
        const { kept } = await tx.one(queries.keepBlock, lines);
        if (!kept && !anyhow) return false;
        if (kept) decided += made.decided;
      }
      await tx.rows(queries.tellRun, {
        ...{ runId: this.#runId, asOf: today, rules, after: upto },
        ...{ lookedAt: BigInt(lookedAt), decided: BigInt(decided) },
        finishedAt: ended ? Temporal.Now.instant() : null,
      });
      return true;
    });
    if (isKept) Object.assign(this.report, { lookedAt, decided, finished: ended });
    return isKept;
  }
}

const linesOf = (text: string | null) => (text === null ? [] : text.split('\n'));
const plain: More = [[], null];

/** As advice.in_words reads it: those that are suggested first. */
function saidOf(suggestions: Decision['suggestions'], verdicts: readonly Numbered[]): string {
  let said = '';
  for (const [place, { number }] of verdicts.entries()) {
    if (place > 0) said += ' ';
    said += number;
    const suggestion = suggestions[place];
    if (suggestion !== undefined) said += `:${suggestion.need}`;
    if (suggestion !== undefined && suggestion.propensity !== null) said += `:${suggestion.propensity}`;
  }
  return said;
}
