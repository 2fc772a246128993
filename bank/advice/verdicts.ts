/**
 * What tables say of options, by number: a decision of the night is kept as one number for each option, and
 * advice.in_words reads it. What was never said before gets its number when it is first kept.
 */
import { aspects } from '#bank/products/rules.ts';
import type { Run } from '#platform/database/vault.ts';
import type { Decision } from './deciding.ts';
import * as queries from './queries.ts';

interface Verdict {
  /** As it is written; undefined until it was kept once. */
  number: string | undefined;
  readonly row: queries.VerdictRow;
}

export type Numbered = Verdict & { number: string };

export class Verdicts {
  readonly #known = new Said();
  #fresh: Verdict[] = [];
  #numbering: Promise<void> | undefined;

  /** Of each decision one for each option. */
  async of(decisions: readonly Decision[], run: Run): Promise<Numbered[][]> {
    const verdicts = decisions.map((one) => this.#of(one));
    // two blocks may ask at once, and one of them is to number
    while (this.#fresh.length > 0) {
      this.#numbering ??= this.#number(run).finally(() => {
        this.#numbering = undefined;
      });
      await this.#numbering;
    }
    return verdicts as Numbered[][];
  }

  #of({ suggestions, underWay, rejected, open }: Decision): Verdict[] {
    const verdicts: Verdict[] = [];
    for (const { code, rows } of suggestions) {
      const about = aspects.map((aspect) => rows[aspect]);
      verdicts.push(this.#one(code, 'fits', about));
    }
    for (const { code, aspect, row } of rejected) verdicts.push(this.#one(code, aspect, [row]));
    for (const { code } of underWay) verdicts.push(this.#one(code, 'under way', []));
    for (const { code, unknown } of open) verdicts.push(this.#one(code, 'open', unknown));
    return verdicts;
  }

  async #number(run: Run): Promise<void> {
    const rows = this.#fresh.map(({ row }) => row);
    const numbered = await run.transaction((tx) => tx.rows(queries.numberVerdicts, { rows }));
    for (const { verdict_id, option_code, says, about } of numbered)
      this.#one(option_code, says, about).number = String(verdict_id);
    this.#fresh = this.#fresh.filter(({ number }) => number === undefined);
  }

  #one(code: string, says: string, about: readonly string[]): Verdict {
    let said = this.#known.and(code).and(says);
    for (const word of about) said = said.and(word);
    if (said.verdict === undefined) {
      said.verdict = { number: undefined, row: { option_code: code, says, about: [...about] } };
      this.#fresh.push(said.verdict);
    }
    return said.verdict;
  }
}

/** What was said, word by word: it is found without a key being made up for it. */
class Said {
  verdict: Verdict | undefined;
  readonly #further = new Map<string, Said>();

  and(word: string): Said {
    const there = this.#further.get(word);
    if (there !== undefined) return there;
    const made = new Said();
    this.#further.set(word, made);
    return made;
  }
}
