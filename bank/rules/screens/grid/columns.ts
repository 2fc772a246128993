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

type Slip = Written['slips'][number];
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
  if (text.length > (longest[key] ?? 600)) return 'too long';
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

/** As the server takes it: what is not understood goes along as typed, and nothing stands in its place. */
export function writtenOf({ inputs, rows, cases, appliesFrom }: Writing, shape: Shape): Written {
  const outputs = shape.outputs.map(({ name }) => outputKey(name));
  const slips = [
    ...slipsOf('rows', [nameKey, ...inputs.map(inputKey), ...outputs, ...wordKeys], rows, shape),
    ...slipsOf('cases', [nameKey, ...inputs.map(inputKey), expectsKey], cases, shape),
  ];
  const bare = (of: Slip['of'], line: Line, at: number): Line => {
    const wrong = slips.filter((one) => one.of === of && one.line === at).map(({ key }) => [key, '']);
    return { ...line, texts: { ...line.texts, ...Object.fromEntries(wrong) } };
  };
  return {
    inputs: [...inputs],
    rows: rows.map((line, at) => rowFrom(bare('rows', line, at), at, inputs, shape)),
    cases: cases.map((line, at) => caseFrom(bare('cases', line, at), inputs, shape)),
    slips: slips.slice(0, 500),
    appliesFrom,
  };
}

const wordKeys = ['because.en', 'because.es', 'toCustomer.en', 'toCustomer.es'];
/** Characters that a sentence, the name of a case, and the name of a row can have. */
const longest: Record<string, number> = {
  ...Object.fromEntries(wordKeys.map((key) => [key, 300])),
  ...{ [nameKey]: 120, [expectsKey]: 60 },
};

function slipsOf(of: Slip['of'], keys: readonly string[], lines: readonly Line[], shape: Shape): Slip[] {
  return lines.flatMap((line, at) =>
    keys
      .filter((key) => slipIn(of, line, key, lines, shape) !== undefined)
      .map((key) => ({ of, line: at, key, typed: (line.texts[key] ?? '').slice(0, 600) })),
  );
}

/** Lines with what was typed in their cells that is not understood. */
export function withSlips(lines: readonly Line[], of: Slip['of'], slips: readonly Slip[]): Line[] {
  return lines.map((line, at) => {
    const typed = slips.filter((one) => one.of === of && one.line === at).map((one) => [one.key, one.typed]);
    return { ...line, texts: { ...line.texts, ...Object.fromEntries(typed) } };
  });
}

function rowFrom({ texts }: Line, at: number, inputs: readonly string[], shape: Shape): Row {
  const cell = (name: string) =>
    cellFrom(
      texts[inputKey(name)] ?? '',
      likeOf(factOf(shape, name)),
      shape.spelling,
    ) as Row['cells'][number];
  const text = (key: string) => (texts[key] ?? '').trim();
  return {
    // a name that is none yet stands where it was typed
    id: text(nameKey) || `unnamed.${at + 1}`,
    cells: inputs.map(cell),
    outputs: shape.outputs.map((one) => {
      const read = literalFrom(texts[outputKey(one.name)] ?? '', likeOf(one), shape.spelling);
      return typeof read === 'object' ? '' : read;
    }),
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
    name: (texts[nameKey] ?? '').trim() || '?',
    facts: known,
    expects: (texts[expectsKey] ?? '').trim() || '?',
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
