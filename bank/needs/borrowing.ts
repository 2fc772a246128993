/**
 * How strongly an account's life speaks for a need to borrow: much money comes in by the month, the balance
 * swings widely, and the account is used often. Nobody's age, family or kind of income is looked at, nor what
 * the bank would earn. Pure; the bench `advice` measures it on a real bank (need to borrow, 1993).
 */

/** What it reads of a movement; all of one currency, up to the day, in the order they were booked. */
export interface Movement {
  bookedOn: string;
  /** Positive: into the account. */
  minor: bigint;
  balanceMinor: bigint | null;
}

export interface Borrowing {
  /** 0 to 100. */
  strength: number;
  /** Of all months that are known, in minor units. */
  inMonthly: bigint;
  /** How far the balance of the last 90 days strays from its middle, in minor units. */
  swing: bigint;
  /** Movements in a month, of the last 90 days. */
  busy: number;
}

/** Fewer say nothing. */
const leastMovements = 8;
const daysInMonth = 30.4;

/**
 * @param usual what comes in by the month at this bank, for an account in the middle, in minor units: it only
 * places the scale and changes no order
 * @returns undefined when there are too few movements to say
 */
export function borrowingNeed(
  movements: readonly Movement[],
  day: string,
  usual: bigint,
): Borrowing | undefined {
  const known = movements.filter((one) => one.bookedOn <= day);
  const [first] = known;
  if (first === undefined || known.length < leastMovements) return undefined;
  const recent = known.filter((one) => daysBetween(one.bookedOn, day) < 90);
  const days = daysBetween(first.bookedOn, day) + 1;
  const into = known.reduce((all, { minor }) => (minor > 0n ? all + Number(minor) : all), 0);
  const monthly = into / Math.max(1, days / daysInMonth);
  const swing = strayOf(recent.flatMap(({ balanceMinor }) => balanceMinor ?? []));
  const busy = recent.length / Math.max(1, Math.min(90, days) / daysInMonth);
  // twice the money counts as much as some six movements more in a month
  const score = Math.log(Math.max(monthly + swing, 1) / Math.max(Number(usual), 1)) + 0.12 * busy;
  return {
    strength: Math.round(1000 / (1 + Math.exp(-(score - 1.85) * 1.2))) / 10,
    inMonthly: BigInt(Math.round(monthly)),
    swing: BigInt(Math.round(swing)),
    busy: Math.round(busy * 10) / 10,
  };
}

/** The standard deviation. */
function strayOf(balances: readonly bigint[]): number {
  if (balances.length === 0) return 0;
  const numbers = balances.map(Number);
  const mean = numbers.reduce((a, b) => a + b, 0) / numbers.length;
  return Math.sqrt(numbers.reduce((all, one) => all + (one - mean) ** 2, 0) / numbers.length);
}

const daysBetween = (from: string, to: string) =>
  Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000);
