/** What people are called. Pure. */

/** What they like to be called; the whole name where nobody has said. */
export function calledName({
  preferredName,
  fullName,
}: {
  preferredName: string | null;
  fullName: string;
}): string {
  return preferredName ?? fullName;
}

/** Whole years between two days, for "with us for 12 years". */
export function yearsBetween(from: string, to: string): number {
  const whole = Number(to.slice(0, 4)) - Number(from.slice(0, 4));
  return to.slice(5) < from.slice(5) ? whole - 1 : whole;
}
