/**
 * How well duplicates are found: precision, recall and F1 on sets whose truth is known. The work is the
 * bank's own: blocking keys, comparison and grouping of bank/customers/matching*.ts, with the one
 * configuration they have. There is no limit to compare with; the truth is the limit, 1.
 */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { compare, factsOf, type PartyRecord, thresholds } from '#bank/customers/matching.ts';
import { candidatePairs, groupsOf, pairsOf } from '#bank/customers/matching-blocks.ts';
import { type Facts, type Surroundings, wordsToCount } from '#bank/customers/matching-weights.ts';
import { type Figure, print } from './measure.ts';

export interface DuplicatesOptions {
  /**
   * A set of FEBRL's columns, .csv or .csv.gz; several files of one set are parted by commas. With `truth`
   * and `name`.
   */
  set?: string | undefined;
  /** The true pairs: two columns of rec_id. */
  truth?: string | undefined;
  name?: string | undefined;
  /** The folder that holds febrl/; else EARSHOT_TEST_DATA, else ../shared/data. */
  data?: string | undefined;
}

/** Prints one JSON line per figure (precision_, recall_, f1_ with the name of the set) and returns them. */
export async function bench(options: DuplicatesOptions = {}): Promise<Figure[]> {
  const figures: Figure[] = [];
  for (const { name, files, truthFile } of setsOf(options)) {
    const records = (await Promise.all(files.map(textOf))).flatMap(febrlRecords);
    const truth = truePairs(await textOf(truthFile));
    for (const [figure, value] of Object.entries(measure(records, truth))) {
      const made: Figure = {
        ...{ bench: 'duplicates', figure: `${figure}_${name}`, size: records.length },
        ...{ value, unit: 'share', limit: 1, ratio: value },
      };
      print(made);
      figures.push(made);
    }
  }
  return figures;
}

/**
 * A record of a set: its name in the set, which gives the answer away, is kept apart from what is compared.
 */
export interface FebrlRecord {
  name: string;
  party: PartyRecord;
}

/** The rows of a FEBRL set, whose first row names the columns, as records of parties. */
export function febrlRecords(csv: string): FebrlRecord[] {
  const [header = [], ...rows] = rowsOf(csv);
  return rows.map((cells, index) => {
    const cell = (column: string) => cells[header.indexOf(column)] ?? '';
    const number = cell('soc_sec_id');
    const lines = [
      `${cell('street_number')} ${cell('address_1')}`,
      cell('address_2'),
      cell('suburb'),
      cell('state'),
    ];
    return {
      name: cell('rec_id'),
      party: {
        id: `record ${String(index).padStart(8, '0')}`,
        kind: 'person',
        names: [`${cell('given_name')} ${cell('surname')}`],
        bornOn: cell('date_of_birth'),
        sex: null,
        identifiers: number === '' ? [] : [{ kind: 'tax number', country: null, value: number }],
        phones: [],
        emails: [],
        addresses: [{ lines, postalCode: cell('postcode') }],
      },
    };
  });
}

/** Pairs of names, each pair in the order of the alphabet; a first row that names columns is passed over. */
export function truePairs(csv: string): Set<string> {
  const rows = rowsOf(csv).filter(([first = '']) => !first.startsWith('rec_id'));
  return new Set(rows.map(([one = '', other = '']) => pairKey(one, other)));
}

/** Finds the groups in a set and compares the pairs in them with the truth. */
export function measure(records: FebrlRecord[], truth: Set<string>) {
  const nameOf = new Map(records.map(({ party, name }) => [party.id, name]));
  const groups = groupsIn(records.map(({ party }) => factsOf(party)));
  const found = groups
    .flatMap(pairsOf)
    .map(([one, other]) => pairKey(nameOf.get(one) ?? '', nameOf.get(other) ?? ''));
  const right = found.filter((pair) => truth.has(pair)).length;
  const precision = found.length === 0 ? 1 : right / found.length;
  const recall = truth.size === 0 ? 1 : right / truth.size;
  const f1 = precision + recall === 0 ? 0 : (2 * precision * recall) / (precision + recall);
  return { precision, recall, f1 };
}

function groupsIn(all: Facts[]): string[][] {
  const counts = new Map<string, number>();
  for (const word of all.flatMap(wordsToCount)) counts.set(word, (counts.get(word) ?? 0) + 1);
  const around: Surroundings = { records: all.length, share: (word) => (counts.get(word) ?? 0) / all.length };
  const byId = new Map(all.map((facts) => [facts.id, facts]));
  const links = candidatePairs(all).map(([one, other]) => ({
    ...{ one: one.id, other: other.id, score: compare(one, other, around).score },
  }));
  const scoreOf = (one: string, other: string) => {
    const [left, right] = [byId.get(one), byId.get(other)];
    return left && right ? compare(left, right, around).score : 0;
  };
  return groupsOf(links, scoreOf, thresholds.possible);
}

function setsOf(options: DuplicatesOptions): { name: string; files: string[]; truthFile: string }[] {
  const { set, truth, name } = options;
  if (set !== undefined && truth !== undefined && name !== undefined) {
    return [{ name, files: set.split(','), truthFile: truth }];
  }
  if (set !== undefined || truth !== undefined || name !== undefined) {
    throw new Error('Another set takes all three: --set FILE --truth FILE --name NAME');
  }
  const data =
    options.data ?? process.env.EARSHOT_TEST_DATA ?? path.join(import.meta.dirname, '../../shared/data');
  return [1, 2].map((number) => ({
    name: `febrl${number}`,
    files: [path.join(data, 'febrl', `dataset${number}.csv.gz`)],
    truthFile: path.join(data, 'febrl', `dataset${number}_true_pairs.csv.gz`),
  }));
}

async function textOf(file: string): Promise<string> {
  const bytes = await readFile(file);
  return (bytes[0] === 0x1f && bytes[1] === 0x8b ? gunzipSync(bytes) : bytes).toString('utf8');
}

/** Cells of a CSV text, trimmed; a quoted cell may hold commas and doubled quotes, but no line break. */
function rowsOf(csv: string): string[][] {
  const lines = csv.replace(/^\uFEFF/, '').split(/\r?\n/);
  return lines.filter((line) => line.trim() !== '').map(cellsOf);
}

function cellsOf(line: string): string[] {
  const cells = `${line},`.matchAll(/\s*(?:"((?:[^"]|"")*)"\s*|([^,]*)),/g);
  return [...cells].map(([, quoted, plain = '']) => (quoted?.replaceAll('""', '"') ?? plain).trim());
}

function pairKey(one: string, other: string): string {
  return one < other ? `${one} ${other}` : `${other} ${one}`;
}
