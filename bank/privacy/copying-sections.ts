/** The rows of a copy as people read them: money with its currency, days in their language. Pure. */

import type { Section } from './copying-pages.ts';
import type { CopyRow } from './copying-queries.ts';
import { type CopyLanguage, columnWord, copyWords } from './copying-words.ts';

/** More rows than that stand on one line each. */
const denseFrom = 6;
/** Ids tie the tables of the JSON together; on paper they say nothing. */
const unread = new Set(['agreement_id', 'identifier_id', 'note_id', 'request_id']);

export function sectionsOf(tables: Record<string, CopyRow[]>, language: CopyLanguage): Section[] {
  const words = copyWords[language];
  const currencies = new Map(
    (tables['holdings.holdings'] ?? []).map((row) => [row.agreement_id, row.currency]),
  );
  // In the order of the words: who one is first, the record of looks last.
  return Object.entries(words.tables).flatMap(([table, title]) => {
    const rows = tables[table];
    if (rows === undefined) return [];
    return [
      {
        title,
        dense: rows.length >= denseFrom,
        rows: rows.map((row) => {
          const currency = row.currency ?? currencies.get(row.agreement_id);
          return Object.entries(row)
            .filter(([column, value]) => !unread.has(column) && !isEmpty(value))
            .map(([column, value]): [string, string] => [
              columnWord(language, column),
              saidIn(language, column, value, String(currency ?? '')),
            ]);
        }),
      },
    ];
  });
}

const isEmpty = (value: unknown) =>
  value === null || value === '' || (Array.isArray(value) && value.length === 0);

function saidIn(language: CopyLanguage, column: string, value: unknown, currency: string): string {
  const words = copyWords[language];
  if (typeof value === 'boolean') return value ? words.yes : words.no;
  if (Array.isArray(value)) return value.join(', ');
  if (column.endsWith('minor') && typeof value === 'number' && /^[A-Z]{3}$/.test(currency)) {
    const money = new Intl.NumberFormat(language, { style: 'currency', currency });
    const digits = money.resolvedOptions().maximumFractionDigits ?? 2;
    return money.format(value / 10 ** digits);
  }
  if (typeof value === 'string') {
    if (/^\d{4}-\d\d-\d\d$/.test(value)) return dayIn(language, `${value}T00:00:00Z`, undefined);
    if (/^\d{4}-\d\d-\d\dT/.test(value)) return dayIn(language, value, 'short');
  }
  // a reason in both languages, or facts by their names
  if (typeof value === 'object' && value !== null) {
    if (language in value) return String((value as Record<string, unknown>)[language]);
    return Object.entries(value)
      .map(([name, one]) => `${name}: ${saidIn(language, name, one, currency)}`)
      .join('; ');
  }
  return String(value);
}

function dayIn(language: CopyLanguage, text: string, timeStyle: 'short' | undefined): string {
  const time = Date.parse(text);
  if (Number.isNaN(time)) return text;
  return new Intl.DateTimeFormat(language, {
    ...{ dateStyle: 'medium', timeZone: 'UTC' },
    ...(timeStyle && { timeStyle }),
  }).format(time);
}
