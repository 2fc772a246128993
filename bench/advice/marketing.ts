/**
 * The trainer of propensities on real calls (UCI Bank Marketing, Portuguese bank, 2008 to 2010), without what
 * is known only after the call (duration) and without what no offer may know (age, marital status).
 */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { areaUnder, type Example, likelihood, seeded, train } from '#bank/advice/learning.ts';

const left = new Set(['duration', 'age', 'marital', 'y']);

export interface Marketing {
  calls: number;
  /** Mean of five seeded folds. */
  auc: number;
  /** Learnt on the first four fifths in time, asked of the last. */
  aucLastFifth: number;
  columns: readonly string[];
}

export async function marketing(data: string): Promise<Marketing> {
  const bytes = await readFile(path.join(data, 'bank_marketing', 'bank-additional-full.csv.gz'));
  const [header = '', ...lines] = gunzipSync(bytes).toString('utf8').trim().split(/\r?\n/);
  const names = cells(header);
  const rows = lines.map((line) => cells(line));
  const columns = names.filter((name) => !left.has(name));
  const examples: Example[] = rows.map((row) =>
    Object.fromEntries(names.flatMap((name, at) => (left.has(name) ? [] : [[name, cellOf(row[at] ?? '')]]))),
  );
  const answers = rows.map((row) => row[names.indexOf('y')] === 'yes');
  const random = seeded(1);
  const fold = rows.map(() => Math.floor(random() * 5));
  const asked = (test: (index: number) => boolean) => {
    const of = (kept: boolean) => rows.flatMap((_row, index) => (test(index) === kept ? [index] : []));
    const [learn, ask] = [of(false), of(true)];
    const model = train(
      learn.map((index) => examples[index] as Example),
      learn.map((index) => answers[index] === true),
      columns,
    );
    return areaUnder(
      ask.map((index) => likelihood(model, examples[index] as Example, columns)),
      ask.map((index) => answers[index] === true),
    );
  };
  const folds = [0, 1, 2, 3, 4].map((one) => asked((index) => fold[index] === one));
  return {
    calls: rows.length,
    auc: folds.reduce((a, b) => a + b, 0) / folds.length,
    aucLastFifth: asked((index) => index >= rows.length * 0.8),
    columns,
  };
}

const cells = (line: string) => line.split(';').map((cell) => cell.replaceAll('"', ''));
const cellOf = (text: string) => (/^-?\d+(\.\d+)?$/.test(text) ? Number(text) : text);
