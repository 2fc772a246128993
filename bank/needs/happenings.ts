/**
 * What can happen in a life, as the bank may come to see it: how long each stays news, what is not for
 * strangers. Pure.
 */

import type { happeningNames } from './contract.ts';

export interface Kind {
  /** Days after which a suspicion is of no more use, from the day it happened, or was last seen to go on. */
  readonly lasts: number;
  /** Health and hardship: for a private room. */
  readonly sensitive: boolean;
  /**
   * Two of them closer than so many days are one and the same, whatever rows they were seen by; 0: each
   * is its own.
   */
  readonly apart: number;
  /** It may go on for long: as long as it does it is one. */
  readonly goesOn: boolean;
}

const happy = (lasts: number, apart = 0): Kind => ({ lasts, sensitive: false, apart, goesOn: false });
const hard = (lasts: number, apart = 0): Kind => ({ lasts, sensitive: true, apart, goesOn: false });
const lasting = (of: Kind): Kind => ({ ...of, goesOn: true });

/** In the order in which screens offer them. */
export const happenings = {
  'salary begins': happy(180),
  'salary rises': happy(150),
  'income falls': hard(180),
  'income stops': hard(270),
  'pension begins': happy(270),
  child: happy(540, 300),
  partner: happy(540, 300),
  moving: happy(270, 60),
  'home bought': happy(540, 120),
  education: happy(365, 300),
  'loan ending': happy(180),
  'deposit maturing': happy(60),
  'large money in': happy(120),
  'large money out': happy(120),
  overdraft: lasting(hard(180)),
  'missed instalment': hard(180),
  drain: lasting(hard(180, 180)),
  quiet: happy(120),
  death: hard(730),
  'business growing': lasting(happy(180, 300)),
  'business slowing': lasting(hard(180, 300)),
} as const satisfies Readonly<Record<Happening, Kind>>;

export type Happening = (typeof happeningNames)[number];

export const isHappening = (name: string): name is Happening => Object.hasOwn(happenings, name);

/** What a rule suspects. */
export interface Suspicion {
  readonly kind: Happening;
  readonly onDate: string;
  /** The newest day on which it was seen to go on; until when it is of use is counted from there. */
  readonly newestOn?: string;
  /** How sure the rule is, in hundredths. */
  readonly confidence: number;
  /** The very rows: transactions, and agreements, addresses or relations. */
  readonly transactions: readonly string[];
  readonly others: readonly string[];
  /** The same evidence has the same key: what was rejected never comes back for it. */
  readonly key: string;
  readonly amount: bigint | null;
}
