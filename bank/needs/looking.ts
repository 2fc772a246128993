/** How rules look at time. Pure. */
import { dayOf } from './calendar.ts';

/** Days that rules look back: a bank that stood still for three months still finds what happened. */
export const lookBack = 120;

/** Whatever begins together with the account only came here then. */
export const isNewHere = (first: string | null, day: number): boolean =>
  first === null || day - dayOf(first) < 75;
