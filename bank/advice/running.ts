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
import type { Transaction } from '#platform/database/transaction.ts';
import type { Run } from '#platform/database/vault.ts';
import { compiledOnce, pastOf } from './actions.ts';
import { type Asked, type Decision, decideKnowing } from './deciding.ts';
import { type Knowing, type Known, knowingOf } from './knowing.ts';
import { type Propensities, propensitiesNow } from './propensity.ts';
import * as queries from './queries.ts';
import type { Rulebook } from './rulebook.ts';
import { type Verdict, Verdicts } from './verdicts.ts';

export interface AdviceReport {
  lookedAt: number;
  decided: number;
  /** False when it was asked to stop: the next run goes on where this one was. */
  finished: boolean;
}

/** Customers looked at in one transaction. */
const usualBlock = 2000;
/** Customers decided about without listening to the database. */
const stretch = 200;
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

interface Made {
  result: string;
  suggestions: Decision['suggestions'];
  /** Of each option, those that are suggested first. */
  verdicts: readonly Verdict[];
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

  async read(after = this.#first): Promise<Block> {
    const { today, rules, blockSize: most } = this.#plan;
    const asked = { after, today, rules, mark: packingMark, most };
    return { ...(await this.#run.transaction((tx) => tx.one(queries.blockAfter, asked))), after };
  }

  /** Between stretches what the database answers meanwhile is heard, so that it need not wait either. */
  async decided({ known, more }: Block): Promise<Made[]> {
    const mores = linesOf(more);
    const { rulebook, today, propensity } = this.#plan;
    const made: Made[] = [];
    for (const [line, facts] of linesOf(known).entries()) {
      if (line > 0 && line % stretch === 0) await setImmediate();
      const [notUsed, past] = mores[line] ? (JSON.parse(mores[line]) as More) : plain;
      const contexts = this.#knowing(JSON.parse(facts) as Known, notUsed);
      const its = { today, past: pastOf(past ?? [], today), propensity };
      const decision = decideKnowing(rulebook, contexts, its);
      const { result, suggestions } = decision;
      made.push({ result, suggestions, verdicts: this.#verdicts.of(decision) });
    }
    return made;
  }

  /**
   * What is written and how far the run is commit together. Of whom something else is known since the block
   * was read, or nothing any more because she has objected, nothing is kept.
   */
  async keep(block: Block, made: readonly Made[], ended: boolean): Promise<void> {
    const lookedAt = this.report.lookedAt + block.looked_at;
    let { decided } = this.report;
    await this.#run.transaction(async (tx) => {
      await this.#verdicts.number(tx);
      const { ids, versions, after, upto, state } = block;
      const stands =
        ids === null || versions === null
          ? null
          : (await tx.one(queries.stillKnown, { ids, versions, after, upto, state })).letters;
      const [added, replaced] = [picked(block, made, 'y', stands), picked(block, made, 'n', stands)];
      decided += added.made.length + replaced.made.length;
      await Promise.all([
        this.#write(tx, queries.addDecisions, added),
        this.#write(tx, queries.replaceDecisions, replaced),
        tx.rows(queries.tellRun, {
          ...{ runId: this.#runId, asOf: this.#plan.today, rules: this.#plan.rules, after: block.upto },
          ...{ lookedAt: BigInt(lookedAt), decided: BigInt(decided) },
          finishedAt: ended ? Temporal.Now.instant() : null,
        }),
      ]);
    });
    Object.assign(this.report, { lookedAt, decided, finished: ended });
  }

  async #write(tx: Transaction, statement: typeof queries.addDecisions, { ids, versions, made }: Picked) {
    if (made.length === 0) return;
    const { rules, today } = this.#plan;
    await tx.rows(statement, {
      ...{ rules, today, expires: this.#expires },
      ...{ customerIds: ids, versions, results: made.map(({ result }) => result).join('\n') },
      said: made.map(saidOf).join('\n'),
    });
  }
}

const linesOf = (text: string | null) => (text === null ? [] : text.split('\n'));
const plain: More = [[], null];

interface Picked {
  ids: string;
  versions: string;
  made: readonly Made[];
}

/**
 * Those of whom there is no decision yet, or those of whom there is one; mostly that is all or nobody.
 * @param stands y for each line that may be kept
 */
function picked(
  { ids, versions, new: isNew }: Block,
  made: readonly Made[],
  which: 'y' | 'n',
  stands: string | null,
): Picked {
  if (ids === null || versions === null || isNew === null || stands === null || !isNew.includes(which))
    return { ids: '', versions: '', made: [] };
  if (!isNew.includes(which === 'y' ? 'n' : 'y') && !stands.includes('n')) return { ids, versions, made };
  const its = (_one: unknown, line: number) => isNew[line] === which && stands[line] === 'y';
  const some = (text: string) => text.split('\n').filter(its).join('\n');
  return { ids: some(ids), versions: some(versions), made: made.filter(its) };
}

/** As advice.in_words reads it. */
function saidOf({ suggestions, verdicts }: Made): string {
  let said = '';
  for (const [place, verdict] of verdicts.entries()) {
    said += `${place === 0 ? '' : ' '}${numberOf(verdict)}`;
    const suggestion = suggestions[place];
    if (suggestion !== undefined) said += `:${suggestion.need}`;
    if (suggestion !== undefined && suggestion.propensity !== null) said += `:${suggestion.propensity}`;
  }
  return said;
}

/** @throws RangeError when what was to be numbered came back without one */
function numberOf({ number }: Verdict): number {
  if (number === undefined) throw new RangeError('a verdict has no number');
  return number;
}
