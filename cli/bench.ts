/**
 * `npm run bench -- <name> [--size N] [--json]`: one JSON line per figure. What each measures is said in
 * bench/.
 */
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';

const folder = path.join(path.dirname(import.meta.dirname), 'bench');
const names = (await readdir(folder))
  .filter((name) => /^[a-z-]+\.ts$/.test(name) && name !== 'measure.ts')
  .map((name) => name.slice(0, -3));
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    size: { type: 'string' },
    rounds: { type: 'string' },
    json: { type: 'boolean', default: false },
    set: { type: 'string' },
    truth: { type: 'string' },
    name: { type: 'string' },
  },
});
const [name = ''] = positionals;
if (!names.includes(name)) {
  console.error(`Benches: ${names.join(', ')}. For example: npm run bench -- open-file --size 10000`);
  process.exit(2);
}
const size = values.size === undefined ? undefined : Number(values.size);
if (size !== undefined && !(Number.isInteger(size) && size >= 100 && size <= 10_000_000)) {
  console.error('--size is a number of customers from 100 to 10000000.');
  process.exit(2);
}
const { bench } = (await import(path.join(folder, `${name}.ts`))) as {
  bench(options: object): Promise<void>;
};
await bench({ ...values, size, rounds: values.rounds === undefined ? 5 : Number(values.rounds) });
process.exit(0);
