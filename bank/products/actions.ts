/** The catalogue: the options as they come with Earshot, and the bank's own versions of them. */

import { createHash } from 'node:crypto';
import type { Transaction } from '#platform/database/transaction.ts';
import { Failure } from '#platform/errors.ts';
import { helpOptions } from './default-help.ts';
import { offerOptions } from './default-offers.ts';
import * as queries from './queries.ts';
import { type Option, withVersions } from './rules.ts';

/** The options as they come with Earshot: version 0 of everything. */
export const defaultOptions: readonly Option[] = [...helpOptions, ...offerOptions];

export interface InForce {
  options: readonly Option[];
  /** The same exactly when the same versions count. */
  version: string;
}

/** What counts on a day: the bank's newest versions whose day has come, else what comes with Earshot. */
export async function optionsOn(tx: Transaction, day: string): Promise<InForce> {
  const [tables, terms] = await Promise.all([
    tx.rows(queries.tablesOn, { day }),
    tx.rows(queries.termsOn, { day }),
  ]);
  const named = [
    ...tables.map((row) => `${row.option_code}/${row.aspect}/${row.version}`),
    ...terms.map((row) => `${row.option_code}/${row.version}`),
  ];
  return {
    options: withVersions(defaultOptions, tables, terms),
    version: versionOf(named),
  };
}

/** All versions of terms, of one option or of every one, those that were undone too; the newest first. */
export const termVersions = (tx: Transaction, code: string | null) => tx.rows(queries.termVersions, { code });

export type TermVersion = Awaited<ReturnType<typeof termVersions>>[number];

/** Names each version; too many of them to be kept with each decision are told apart by a hash. */
function versionOf(named: readonly string[]): string {
  const all = [brought, ...named].join(' ');
  if (all.length <= 2000) return all;
  return `${all.slice(0, 1900)} and ${createHash('sha256').update(all).digest('hex')}`;
}

const brought = 'with Earshot 1';

/** The versions that such a name is made of, "card/suitability/2"; none when all is as it came. */
export function versionsIn(version: string): string[] {
  const named = version.startsWith(brought) ? version.slice(brought.length) : version;
  return [...named.matchAll(/\S+\/[a-z ]+\/\d+|[^\s/]+\/\d+/g)].map(([one]) => one);
}

/** @throws Failure `not-found` */
export function optionOf(inForce: InForce, code: string): Option {
  const option = inForce.options.find((one) => one.code === code);
  if (option === undefined) throw new Failure('not-found');
  return option;
}
