/**
 * Decides for everybody whose facts, rules or outcomes changed, or whose decision expired: a block of
 * customers at a time, so that memory does not grow with the bank; stopped half-way it goes on where it was.
 * While one block is decided about, the database reads the next and keeps the one before.
 */
import { randomUUID } from 'node:crypto';
import { packingMark } from '#bank/needs/facts.ts';
import { optionsOn } from '#bank/products/actions.ts';
import type { RowOf } from '#platform/database/statement.ts';
import type { Transaction } from '#platform/database/transaction.ts';
import type { Run } from '#platform/database/vault.ts';
import { compiledOnce, pastOf } from './actions.ts';
import { type Decision, decideKnowing } from './deciding.ts';
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
    const inForce = await optionsOn(tx, today);
    const rules = inForce.version;
    const [begun, propensities] = await Promise.all([
      tx.first(queries.unfinished, { asOf: today, rules }),
      propensitiesNow(tx, 'run'),
      tx.rows(queries.giveUpOthers, { rules }),
    ]);
    return { inForce, begun, propensities };
  });
  const night = new Night(run, compiledOnce(inForce), propensities, today, blockSize, begun);
  let kept: Promise<void> = Promise.resolve();
  let coming = signal.aborted ? undefined : night.read();
  while (coming !== undefined) {
    const block = await coming;
    const ended = block.looked_at < blockSize;
    coming = ended || signal.aborted ? undefined : heard(night.read(block.upto));
    const made = night.decided(block);
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

type Block = RowOf<typeof queries.blockAfter>;

/** Of whom there is more than facts: her line, names not to be used, what became of suggestions. */
type More = [line: number, notUsed: string[], past: queries.PastRow[] | null];

interface Made {
  customerId: string;
  version: string;
  isNew: boolean;
  result: string;
  suggested: string;
  verdicts: readonly Verdict[];
}

class Night {
  readonly report: AdviceReport;
  readonly #run: Run;
  readonly #rulebook: Rulebook;
  readonly #rules: string;
  readonly #propensity: Propensities['of'] | undefined;
  readonly #today: string;
  readonly #most: number;
  readonly #expires: string;
  readonly #runId: string;
  readonly #first: string;
  readonly #knowing: Knowing;
  readonly #verdicts = new Verdicts();

  constructor(
    run: Run,
    rulebook: Rulebook,
    propensities: Propensities | undefined,
    today: string,
    blockSize: number,
    begun: RowOf<typeof queries.unfinished> | undefined,
  ) {
    [this.#run, this.#rulebook, this.#today, this.#most] = [run, rulebook, today, blockSize];
    this.#expires = Temporal.PlainDate.from(today).add({ days: keptDays }).toString();
    this.#runId = begun?.run_id ?? randomUUID();
    this.#first = begun?.after ?? '00000000-0000-0000-0000-000000000000';
    this.#knowing = knowingOf(rulebook, propensities !== undefined);
    this.#propensity = propensities?.of;
    // another model, or none any more: everybody is decided about anew, as when rules change
    const model = propensities === undefined ? '' : `propensity ${propensities.version} `;
    this.#rules = `${model}${rulebook.version}`.slice(0, 2000);
    const [lookedAt, decided] = [Number(begun?.looked_at ?? 0), Number(begun?.decided ?? 0)];
    this.report = { lookedAt, decided, finished: false };
  }

  read(after = this.#first): Promise<Block> {
    const asked = {
      after,
      today: this.#today,
      rules: this.#rules,
      mark: packingMark,
      most: this.#most,
    };
    return this.#run.transaction((tx) => tx.one(queries.blockAfter, asked));
  }

  decided({ ids, new: isNew, versions, known, more }: Block): Made[] {
    if (ids === null || isNew === null || versions === null || known === null) return [];
    const of = new Map(
      linesOf(more)
        .map((line) => JSON.parse(line) as More)
        .map((one) => [one[0], one]),
    );
    const [facts, version] = [linesOf(known), linesOf(versions)];
    return linesOf(ids).map((customerId, line) => {
      const [, notUsed, past] = of.get(line) ?? plain;
      const contexts = this.#knowing(JSON.parse(facts[line] as string) as Known, notUsed);
      const [today, propensity] = [this.#today, this.#propensity];
      const asked = { today, past: pastOf(past ?? [], today), propensity };
      const decision = decideKnowing(this.#rulebook, contexts, asked);
      return {
        ...{ customerId, version: version[line] as string, isNew: isNew[line] === 'y' },
        ...{ result: decision.result, suggested: suggestedIn(decision) },
        verdicts: this.#verdicts.of(decision),
      };
    });
  }

  /** What is written and how far the run is commit together. */
  async keep({ upto, looked_at }: Block, made: readonly Made[], ended: boolean): Promise<void> {
    const lookedAt = this.report.lookedAt + looked_at;
    const decided = this.report.decided + made.length;
    await this.#run.transaction(async (tx) => {
      await this.#verdicts.number(tx);
      await Promise.all([
        this.#write(
          tx,
          queries.addDecisions,
          made.filter(({ isNew }) => isNew),
        ),
        this.#write(
          tx,
          queries.replaceDecisions,
          made.filter(({ isNew }) => !isNew),
        ),
        tx.rows(queries.tellRun, {
          ...{ runId: this.#runId, asOf: this.#today, rules: this.#rulebook.version, after: upto },
          ...{ lookedAt: BigInt(lookedAt), decided: BigInt(decided) },
          finishedAt: ended ? Temporal.Now.instant() : null,
        }),
      ]);
    });
    Object.assign(this.report, { lookedAt, decided, finished: ended });
  }

  async #write(tx: Transaction, statement: typeof queries.addDecisions, made: readonly Made[]) {
    if (made.length === 0) return;
    await tx.rows(statement, {
      ...{ rules: this.#rules, today: this.#today, expires: this.#expires },
      customerIds: made.map(({ customerId }) => customerId).join('\n'),
      versions: made.map(({ version }) => version).join('\n'),
      results: made.map(({ result }) => result).join('\n'),
      suggested: made.map(({ suggested }) => suggested).join('\n'),
      verdicts: made.map(({ verdicts }) => `{${verdicts.map(numberOf).join(',')}}`).join('\n'),
    });
  }
}

const linesOf = (text: string | null) => (text === null ? [] : text.split('\n'));
const plain: More = [0, [], null];

/** Code, strength of the need, propensity of each. */
const suggestedIn = ({ suggestions }: Decision) =>
  `[${suggestions.map(({ code, need, propensity }) => `["${code}",${need},${propensity}]`).join(',')}]`;

/** @throws RangeError when what was to be numbered came back without one */
function numberOf({ number }: Verdict): number {
  if (number === undefined) throw new RangeError('a verdict has no number');
  return number;
}
