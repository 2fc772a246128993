/** An address as it is written: its lines, and the postal code where they do not have it already. Pure. */
export function addressLines({
  lines,
  postalCode,
}: {
  lines: string[];
  postalCode: string | null;
}): string[] {
  const isThere = postalCode === null || lines.some((line) => line.includes(postalCode));
  return isThere ? lines : [...lines, postalCode];
}
