/** What all benches share: rounds in turns, medians, and the line that is printed. */

export interface Figure {
  bench: string;
  figure: string;
  value: number;
  unit: string;
  size?: number;
  connections?: number;
  /** The honest floor of the same work, measured in turns with it. */
  limit?: number;
  /** Of medians: value to limit, or limit to value where less is better. */
  ratio?: number;
  rounds?: number;
  min?: number;
  max?: number;
}

/** One JSON line, figures rounded to four digits that mean something. */
export function print(figure: Figure): void {
  const line = Object.entries(figure).map(([name, value]) => [
    name,
    typeof value === 'number' ? Number(value.toPrecision(4)) : value,
  ]);
  console.log(JSON.stringify(Object.fromEntries(line)));
}

export function median(values: readonly number[]): number {
  return percentile(values, 50);
}

/** The nearest-rank percentile. */
export function percentile(values: readonly number[], rank: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return (
    sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil((rank / 100) * sorted.length) - 1))] ??
    Number.NaN
  );
}

/** The work and its limit in turns (A B A B …), after one round of each that does not count. */
export async function inTurns<T>(
  rounds: number,
  work: () => Promise<T>,
  limit: () => Promise<T>,
): Promise<{ work: T[]; limit: T[] }> {
  const measured = { work: [] as T[], limit: [] as T[] };
  await work();
  await limit();
  for (let round = 0; round < rounds; round += 1) {
    measured.work.push(await work());
    measured.limit.push(await limit());
  }
  return measured;
}

export interface Load {
  /** Done in a second. */
  perSecond: number;
  milliseconds: number[];
}

/** Asks again and again on each of the connections, for so many seconds. */
export async function load(
  connections: number,
  seconds: number,
  ask: (connection: number) => Promise<void>,
): Promise<Load> {
  const milliseconds: number[] = [];
  const start = performance.now();
  const end = start + seconds * 1000;
  await Promise.all(
    Array.from({ length: connections }, async (_one, connection) => {
      while (performance.now() < end) {
        const from = performance.now();
        await ask(connection);
        milliseconds.push(performance.now() - from);
      }
    }),
  );
  return { perSecond: (milliseconds.length * 1000) / (performance.now() - start), milliseconds };
}
