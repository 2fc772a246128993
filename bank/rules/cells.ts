/**
 * Cells as they are written in the grid: short text that pastes to and from a spreadsheet, and means one
 * thing only. Empty is anything; the words for yes, no, known and unknown are read in both languages. Pure.
 *
 *   >= 60   < 2.5   50..66   = yes   a, b   not a, b   known   unknown
 */
import { literalsOf, meant, ordered } from '#platform/tables/literal.ts';
import type { Cell, Fact, Kind, Literal, Operator } from '#platform/tables/table.ts';

export type FactLike = Pick<Fact, 'kind' | 'words'>;

export interface Writing {
  /** Digits after the point of the bank's own currency. */
  digits: number;
  language: 'en' | 'es';
}

export type Slip =
  /** No number, amount, day, yes or no, or none of the words that it can be. */
  /** "1,500" may be fifteen hundred, or one and a half. */
  | { slip: 'thousands or parts' }
  | { slip: 'no number' | 'no amount' | 'no day' | 'no yes or no' | 'no such word' }
  /** Words and flags are neither more nor less; a range takes two ends. */
  | { slip: 'no order' | 'empty range' | 'not understood' };

export const isSlip = (read: object | null): read is Slip => read !== null && 'slip' in read;

/** What a cell looks like in the grid. */
export function cellText(cell: Cell | null, fact: FactLike, writing: Writing): string {
  if (cell === null) return '';
  const says = say[writing.language];
  if (cell.op === 'known' || cell.op === 'unknown') return says[cell.op];
  const values = literalsOf(cell).map((one) => literalText(one, fact.kind, writing));
  if (cell.op === 'between') return values.join('..');
  if (cell.op === 'in') return values.length === 1 ? `${values[0]},` : values.join(', ');
  if (cell.op === 'not in') return `${says.not} ${values.join(', ')}`;
  if (cell.op === '=')
    return fact.kind === 'flag' || fact.kind === 'word' ? `${values[0]}` : `= ${values[0]}`;
  return `${signs[cell.op] ?? cell.op} ${values[0]}`;
}

/** What somebody meant by the text; null: anything. */
export function cellFrom(text: string, fact: FactLike, writing: Writing): Cell | null | Slip {
  const given = text.trim().replaceAll(/\s+/g, ' ');
  if (given === '' || given === '*') return null;
  const plain = given.toLowerCase();
  if (knownWords.has(plain)) return { op: 'known' };
  if (unknownWords.has(plain)) return { op: 'unknown' };
  const sign = /^(>=|<=|!=|<>|≥|≤|≠|=|>|<)\s*(.+)$/.exec(given);
  if (sign !== null) return single(meaning[sign[1] ?? ''] ?? '=', sign[2] ?? '', fact, writing);
  const range = fact.kind === 'word' ? null : /^(.+?)\s*(?:\.\.|…)\s*(.+)$/.exec(given);
  if (range !== null) return between(range[1] ?? '', range[2] ?? '', fact, writing);
  const not = /^(?:not|no en|ni)\s+(.+)$/i.exec(given);
  const words = fact.kind === 'word' ? fact.words : undefined;
  if (not !== null && !words?.includes(given)) return several('not in', not[1] ?? '', fact, writing);
  if (given.includes(';') || (given.includes(',') && (fact.kind === 'word' || /,(\s|$)/.test(given))))
    return several('in', given, fact, writing);
  return single('=', given, fact, writing);
}

/** A literal by itself, as what a row gives or a test case knows. */
export function literalText(literal: Literal, kind: Kind, { digits, language }: Writing): string {
  if (typeof literal === 'boolean') return say[language][literal ? 'yes' : 'no'];
  if (kind === 'money' && typeof literal === 'string' && /^-?\d+$/.test(literal)) {
    const minus = literal.startsWith('-') ? '-' : '';
    const all = literal.replace('-', '').padStart(digits + 1, '0');
    const [whole, part] = [all.slice(0, all.length - digits), all.slice(all.length - digits)];
    return `${minus}${whole}${/[1-9]/.test(part) ? `.${part}` : ''}`;
  }
  return String(literal);
}

export function literalFrom(text: string, fact: FactLike, writing: Writing): Literal | Slip {
  const given = text.trim();
  switch (fact.kind) {
    case 'number':
      if (ambiguous.test(given)) return { slip: 'thousands or parts' };
      return /^-?\d{1,15}([.,]\d{1,9})?$/.test(given)
        ? Number(given.replace(',', '.'))
        : { slip: 'no number' };
    case 'money':
      if (ambiguous.test(given)) return { slip: 'thousands or parts' };
      return minorOf(given, writing.digits) ?? { slip: 'no amount' };
    case 'flag': {
      const plain = given.toLowerCase();
      return yes.has(plain) ? true : no.has(plain) ? false : { slip: 'no yes or no' };
    }
    case 'date':
      return fits(given, fact) ? given : { slip: 'no day' };
    case 'word': {
      const word = (fact.words ?? [given]).find((one) => one.toLowerCase() === given.toLowerCase());
      return word ?? { slip: 'no such word' };
    }
  }
}

const ambiguous = /^-?[1-9]\d{0,2}(,\d{3})+$/;

function single(op: Operator, text: string, fact: FactLike, writing: Writing): Cell | Slip {
  const value = literalFrom(text, fact, writing);
  if (typeof value === 'object') return value;
  if (ordered.has(op) && (fact.kind === 'flag' || fact.kind === 'word')) return { slip: 'no order' };
  return { op, value };
}

function between(from: string, to: string, fact: FactLike, writing: Writing): Cell | Slip {
  const [first, second] = [literalFrom(from, fact, writing), literalFrom(to, fact, writing)];
  if (typeof first === 'object') return first;
  if (typeof second === 'object') return second;
  if (fact.kind === 'flag') return { slip: 'no order' };
  if (meant(first, fact.kind) > meant(second, fact.kind)) return { slip: 'empty range' };
  return { op: 'between', value: [first, second] };
}

function several(op: 'in' | 'not in', text: string, fact: FactLike, writing: Writing): Cell | Slip {
  // between numbers a comma without a space is part of one: "1,2" is one and a fifth, here as everywhere
  const comma = fact.kind === 'number' || fact.kind === 'money' ? /,(?=\s|$)/ : ',';
  const parts = text.split(text.includes(';') ? ';' : comma).filter((part) => part.trim() !== '');
  if (parts.length === 0 || parts.length > 50) return { slip: 'not understood' };
  const values: Literal[] = [];
  for (const part of parts) {
    const value = literalFrom(part, fact, writing);
    if (typeof value === 'object') return value;
    values.push(value);
  }
  return { op, value: values };
}

function minorOf(text: string, digits: number): string | undefined {
  const found = /^(-?)(\d{1,18})(?:[.,](\d+))?$/.exec(text.replaceAll(/[ \u00a0']/g, ''));
  if (found === null || (found[3] ?? '').length > digits) return undefined;
  const minor = BigInt(`${found[2]}${(found[3] ?? '').padEnd(digits, '0')}`);
  if (minor >= 10n ** 18n) return undefined;
  return String(found[1] === '-' ? -minor : minor);
}

function fits(text: string, { kind, words }: FactLike): boolean {
  try {
    meant(text, kind, words);
    return true;
  } catch {
    return false;
  }
}

const signs: Partial<Record<Operator, string>> = { '>=': '≥', '<=': '≤', '!=': '≠' };
const meaning: Record<string, Operator> = {
  ...{ '>=': '>=', '≥': '>=', '<=': '<=', '≤': '<=', '!=': '!=', '<>': '!=', '≠': '!=' },
  ...{ '=': '=', '>': '>', '<': '<' },
};
const say = {
  en: { known: 'known', unknown: 'unknown', yes: 'yes', no: 'no', not: 'not' },
  es: { known: 'sabido', unknown: 'no se sabe', yes: 'sí', no: 'no', not: 'no en' },
} as const;
const knownWords = new Set(['known', 'sabido', 'se sabe']);
const unknownWords = new Set(['unknown', 'no se sabe', 'desconocido']);
const yes = new Set(['yes', 'true', 'sí', 'si', 'y', 's', '1']);
const no = new Set(['no', 'false', 'n', '0']);
