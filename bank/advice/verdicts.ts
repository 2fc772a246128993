/**
 * What tables say of options, by number: a decision of the night is kept as one number for each option, and
 * advice.in_words reads it. What was never said before gets its number when it is first kept.
 */
import { aspects } from '#bank/products/rules.ts';
import type { Transaction } from '#platform/database/transaction.ts';
import type { Decision, Rejection } from './deciding.ts';
import * as queries from './queries.ts';

export interface Verdict {
  /** undefined until it was kept once. */
  number: number | undefined;
  readonly row: queries.VerdictRow;
}

export class Verdicts {
  readonly #known = new Map<string, Map<string, Verdict>>();
  /** The commonest sort once more, to be found without a key being made up. */
  readonly #rejecting = new Map<string, Partial<Record<Rejection['aspect'], Map<string, Verdict>>>>();
  #fresh: Verdict[] = [];

  /** One for each option. */
  of({ suggestions, underWay, rejected, open }: Decision): Verdict[] {
    const said: Verdict[] = [];
    for (const { code, rows } of suggestions)
      said.push(
        this.#one(
          code,
          'fits',
          aspects.map((aspect) => rows[aspect]),
        ),
      );
    for (const { code, aspect, row } of rejected)
      said.push(this.#rejecting.get(code)?.[aspect]?.get(row) ?? this.#rejection(code, aspect, row));
    for (const { code } of underWay) said.push(this.#one(code, 'under way', []));
    for (const { code, unknown } of open) said.push(this.#one(code, 'open', unknown));
    return said;
  }

  /** Gives a number to each that has none. */
  async number(tx: Transaction): Promise<void> {
    if (this.#fresh.length === 0) return;
    const rows = this.#fresh.map(({ row }) => row);
    const numbered = await tx.rows(queries.numberVerdicts, { rows });
    for (const { verdict_id, option_code, says, about } of numbered)
      this.#one(option_code, says, about).number = verdict_id;
    this.#fresh = this.#fresh.filter(({ number }) => number === undefined);
  }

  #rejection(code: string, aspect: Rejection['aspect'], row: string): Verdict {
    const made = this.#one(code, aspect, [row]);
    const its = this.#rejecting.get(code) ?? {};
    its[aspect] ??= new Map();
    its[aspect].set(row, made);
    this.#rejecting.set(code, its);
    return made;
  }

  #one(code: string, says: string, about: string[]): Verdict {
    const its = this.#known.getOrInsertComputed(code, () => new Map());
    const key = `${says}\n${about.join('\n')}`;
    const known = its.get(key);
    if (known !== undefined) return known;
    const made: Verdict = { number: undefined, row: { option_code: code, says, about } };
    its.set(key, made);
    this.#fresh.push(made);
    return made;
  }
}
