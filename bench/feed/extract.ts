/** What the bench of imports takes in: a feed of three files, and a made-up extract of any size, streamed. */
import { createWriteStream } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { gunzipSync } from 'node:zlib';
import { firstNamesOf, nameOf, surnamesOf } from '../find/people.ts';

export async function writeFeed(folder: string): Promise<void> {
  const feed = path.join(folder, 'feeds', 'bench');
  await mkdir(feed, { recursive: true });
  const files: Record<string, string> = {
    customers: 'key, kind, full_name, born_on, sex, language, customer_since, occupation, made_up',
    holdings: 'agreement_key, customer_key, role, kind, number, currency, opened_on, state',
    transactions:
      'key, agreement_key, booked_on, sequence, minor, currency, balance_minor, kind, counterparty, ' +
      'counterparty_account, description',
  };
  let yaml = 'title: A bank for measuring, made up\nfiles:\n';
  for (const [name, columns] of Object.entries(files)) {
    yaml += `  ${name}: { name: ${name}.csv, columns: [${columns}] }\n`;
    await writeFile(path.join(feed, `${name}.sql`), `SELECT origin, ${columns} FROM ${name}\n`);
  }
  yaml +=
    'entities:\n  customers: { complete: true }\n  holdings: { complete: true }\n' +
    '  transactions: { complete: false }\n';
  await writeFile(path.join(feed, 'feed.yaml'), yaml);
}

/**
 * Names as unevenly spread as people's are, as in the bench of Find. The bank is nearly empty before, so that
 * most surnames are new to the search: the first import of a bank, which is the dearest.
 */
export async function people(): Promise<(n: number) => string> {
  const data = process.env.EARSHOT_TEST_DATA ?? path.join(import.meta.dirname, '../../../shared/data');
  const csv = gunzipSync(await readFile(path.join(data, 'names/firstnames_at_counts.csv.gz'))).toString();
  return nameOf(firstNamesOf(csv), surnamesOf(120_000, 7));
}

/**
 * An account in twenty is joint; one row in two hundred is bad; of a later day, one known row in twenty has
 * changed.
 */
export async function writeExtract(
  folder: string,
  name: (n: number) => string,
  size: number,
  movements: number,
  later: boolean,
): Promise<void> {
  await mkdir(folder, { recursive: true });
  const people = Math.max(20, Math.floor(size / 20));
  const known = Math.floor((people * movements) / size);
  await pipeline(
    function* () {
      yield 'key,kind,full_name,born_on,sex,language,customer_since,occupation,made_up\n';
      for (let n = 0; n < known; n += 1) {
        const born = `19${50 + (n % 50)}-0${1 + (n % 9)}-1${n % 9}`;
        const work = later && n % 20 === 0 ? 'changed' : n % 50;
        yield `C${n},person,${name(n)},${born},female,en,2001-02-03,worker ${work},true\n`;
      }
    },
    createWriteStream(path.join(folder, 'customers.csv')),
  );
  await pipeline(
    function* () {
      yield 'agreement_key,customer_key,role,kind,number,currency,opened_on,state\n';
      for (let n = 0; n < known; n += 1) {
        const account = `current account,${1_000_000 + n},EUR,2001-02-03,active\n`;
        yield `A${n},C${n},owner,${account}`;
        if (n % 20 === 0) yield `A${n},C${(n + 1) % known},joint owner,${account}`;
      }
    },
    createWriteStream(path.join(folder, 'holdings.csv')),
  );
  const kinds = ['card payment', 'transfer in', 'transfer out', 'fee', 'interest', 'standing order'];
  await pipeline(
    function* () {
      yield 'key,agreement_key,booked_on,sequence,minor,currency,balance_minor,';
      yield 'kind,counterparty,counterparty_account,description\n';
      const start = Temporal.PlainDate.from('2024-01-01');
      const days = Array.from({ length: 900 }, (_, day) => start.add({ days: day }).toString());
      for (let n = 0; n < movements; n += 1) {
        // an even spread over the accounts that are there on that day
        const account =
          (n * 7919) % (later && n >= size / 10 ? people : Math.max(20, Math.floor(people / 10)));
        const day = n % 200 === 7 ? '2024-02-30' : days[Math.floor((n * 900) / size)];
        const text = later && n % 20 === 3 ? 'corrected' : `Payment at shop number ${n % 977}`;
        const money = `${((n * 31) % 1_000_000) - 500_000},EUR,${(n * 37) % 10_000_000}`;
        yield `T${n},A${account},${day},${n},${money},${kinds[n % 6]},Shop number ${n % 1000},,${text}\n`;
      }
    },
    createWriteStream(path.join(folder, 'transactions.csv')),
  );
}
