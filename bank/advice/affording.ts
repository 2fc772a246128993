/**
 * Whether an instalment can be afforded, in a sentence: the lowest balance of the last 90 days would have
 * paid one instalment, and what is on the account today would pay three, should nothing come in. Pure.
 *
 * On the loans of a real bank (bench `advice`, day before the grant) it separates those that ended badly
 * better than the lowest balance by itself, because it asks what this instalment would do.
 */

/** Instalments that today's balance must hold out for. */
export const instalmentsToHoldOut = 3n;

export interface Affording {
  /** What would be left, in minor units: below nothing the instalment is too much. */
  room: bigint;
  lowestAfterOne: bigint;
  balanceAfterThree: bigint;
}

/**
 * @param lowest90 the lowest balance of the last 90 days, minor units
 * @param balance today's
 * @param instalment a month
 */
export function affording(lowest90: bigint, balance: bigint, instalment: bigint): Affording {
  const lowestAfterOne = lowest90 - instalment;
  const balanceAfterThree = balance - instalmentsToHoldOut * instalment;
  return {
    room: lowestAfterOne < balanceAfterThree ? lowestAfterOne : balanceAfterThree,
    lowestAfterOne,
    balanceAfterThree,
  };
}

/** The largest instalment that can be afforded, never below nothing. */
export function largestInstalment(lowest90: bigint, balance: bigint): bigint {
  const byBalance = balance / instalmentsToHoldOut;
  const least = lowest90 < byBalance ? lowest90 : byBalance;
  return least > 0n ? least : 0n;
}
