/** Rows of a table as lines of the grid, and back. Pure. */
import {
  cellFrom,
  cellText,
  isSlip,
  literalFrom,
  literalText,
  type Writing as Spelling,
} from '../../cells.ts';
import type { Column, Draft, Written } from '../reading.ts';
import type { Line, Writing } from './editing.ts';

type Row = Draft['rows'][number];
type Case = Draft['cases'][number];

/** Keys of columns: the row's name, cells by their facts, outputs, and words. */
export const nameKey = 'name';
export const inputKey = (fact: string) => `in ${fact}`;
export const outputKey = (name: string) => `out ${name}`;
export const expectsKey = 'expects';

export interface Shape {
  facts: ReadonlyMap<string, Column>;
  outputs: readonly Column[];
  /** Is something said to the customer for each row? */
  toCustomer: boolean;
  spelling: Spelling;
}

const factOf = ({ facts }: Shape, name: string): Column =>
  facts.get(name) ?? { name, kind: 'word', words: [] };
/** No words: it can be any. */
const likeOf = ({ kind, words }: Column) => ({ kind, ...(words.length > 0 ? { words } : {}) });

export function lineOf(row: Row, inputs: readonly string[], shape: Shape, key: string): Line {
  const cells = inputs.map((name, at) => [
    inputKey(name),
    safely(() => cellText((row.cells[at] ?? null) as never, likeOf(factOf(shape, name)), shape.spelling)),
  ]);
  const outputs = shape.outputs.map((one, at) => [
    outputKey(one.name),
    row.outputs[at] === undefined ? '' : literalText(row.outputs[at], one.kind, shape.spelling),
  ]);
  const { because, toCustomer } = row;
  const words = { 'because.en': because.en, 'because.es': because.es };
  const said = { 'toCustomer.en': toCustomer?.en ?? '', 'toCustomer.es': toCustomer?.es ?? '' };
  return {
    key,
    texts: { [nameKey]: row.id, ...Object.fromEntries([...cells, ...outputs]), ...words, ...said },
  };
}

export function caseLineOf({ name, facts, expects }: Case, shape: Shape, key: string): Line {
  const known = facts.map(({ fact, value }) => [
    inputKey(fact),
    literalText(value, factOf(shape, fact).kind, shape.spelling),
  ]);
  return { key, texts: { [nameKey]: name, [expectsKey]: expects, ...Object.fromEntries(known) } };
}

/** What is wrong with what somebody has written in a cell; undefined: it is understood. */
export function slipIn(
  of: 'rows' | 'cases',
  { texts }: Line,
  key: string,
  lines: readonly Line[],
  shape: Shape,
) {
  const text = (texts[key] ?? '').trim();
  if (key === nameKey && of === 'cases') return text === '' ? 'no words' : undefined;
  if (key === nameKey) {
    if (!/^[a-z][a-z0-9]*([. -][a-z0-9]+)*$/.test(text) || text.length > 60) return 'no name';
    return lines.filter((one) => one.texts[nameKey]?.trim() === text).length > 1
      ? 'twice the same name'
      : undefined;
  }
  if (key.startsWith('in ')) {
    const fact = likeOf(factOf(shape, key.slice(3)));
    if (of === 'cases' && text === '') return undefined;
    const read =
      of === 'cases' ? literalFrom(text, fact, shape.spelling) : cellFrom(text, fact, shape.spelling);
    return typeof read === 'object' && isSlip(read) ? read.slip : undefined;
  }
  const output = shape.outputs.find(({ name }) => outputKey(name) === key);
  if (output === undefined) return undefined;
  const read = literalFrom(text, likeOf(output), shape.spelling);
  return typeof read === 'object' ? read.slip : undefined;
}

/** As the server takes it; undefined while a cell is not understood. */
export function writtenOf({ inputs, rows, cases, appliesFrom }: Writing, shape: Shape): Written | undefined {
  const keys = [nameKey, ...inputs.map(inputKey), ...shape.outputs.map(({ name }) => outputKey(name))];
  const slips = rows.some((line) => keys.some((key) => slipIn('rows', line, key, rows, shape)));
  const caseKeys = [nameKey, ...inputs.map(inputKey)];
  if (slips || cases.some((line) => caseKeys.some((key) => slipIn('cases', line, key, cases, shape))))
    return undefined;
  return {
    inputs: [...inputs],
    rows: rows.map((line) => rowFrom(line, inputs, shape)),
    cases: cases.map((line) => caseFrom(line, inputs, shape)),
    appliesFrom,
  };
}

function rowFrom({ texts }: Line, inputs: readonly string[], shape: Shape): Row {
  const cell = (name: string) =>
    cellFrom(
      texts[inputKey(name)] ?? '',
      likeOf(factOf(shape, name)),
      shape.spelling,
    ) as Row['cells'][number];
  const text = (key: string) => (texts[key] ?? '').trim().slice(0, 300);
  return {
    id: text(nameKey),
    cells: inputs.map(cell),
    outputs: shape.outputs.map(
      (one) => literalFrom(texts[outputKey(one.name)] ?? '', likeOf(one), shape.spelling) as string,
    ),
    because: { en: text('because.en'), es: text('because.es') },
    toCustomer: shape.toCustomer ? { en: text('toCustomer.en'), es: text('toCustomer.es') } : null,
  };
}

function caseFrom({ texts }: Line, inputs: readonly string[], shape: Shape): Case {
  const known = inputs.flatMap((fact) => {
    const text = (texts[inputKey(fact)] ?? '').trim();
    if (text === '') return [];
    return [{ fact, value: literalFrom(text, likeOf(factOf(shape, fact)), shape.spelling) as string }];
  });
  return {
    name: (texts[nameKey] ?? '').trim().slice(0, 120),
    facts: known,
    expects: (texts[expectsKey] ?? '').trim().slice(0, 60) || '?',
  };
}

/** A cell of an older table that no fact explains any more is shown as it is kept. */
function safely(text: () => string): string {
  try {
    return text();
  } catch {
    return '!';
  }
}
