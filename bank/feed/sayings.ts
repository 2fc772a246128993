/**
 * What feeds say of rows, files and runs: each sentence once, in English, as it is kept, printed and written
 * into the downloaded file. Screens get its code and its values and say it in the reader's language
 * (screens/said-words.ts).
 */

export const sayings = {
  // Of a cell.
  missing: 'is missing',
  'no day': 'is not a day like 2026-11-23',
  'no minor units': 'is not a whole number of minor units',
  'no whole number': 'is not a whole number',
  'no flag': 'is neither true nor false',
  'no lines': 'is not a list of lines',
  'no object': 'is not a JSON object',
  'no instant': 'is not a time like 2026-11-23T09:00:00Z',
  'no number': 'is not a number',
  'too many lines': 'has more than {most} lines',
  'too long': 'is longer than {most} characters',
  'shorter than': 'is shorter than {least} characters',
  'too short': 'is too short',
  'unknown word': 'is none of the words that are known',
  'no language': 'is not a language like cs or pt-BR',
  'not above nothing': 'is not more than nothing',
  'no time zone': 'is no time zone like Europe/Prague',
  'no hours': 'holds no opening hours by weekday, each after the one before',
  'no rate': 'is not a rate like 24.1230',
  'no telephone': 'is not a telephone number like +420 555 010 200',
  'no capitals': 'is not {count} capital letters',
  'unknown agreement': 'is no agreement that is known here',
  'the customer itself': 'is the customer itself',
  'there twice': 'is there twice',
  'not known here': 'is not known here',
  'no customer': 'is no customer whom this feed has brought: send the customer too, or mend the key',
  'no colleague':
    'is the user name of nobody who works here: enter them under Administration, or name another',
  'has left': 'has left the bank: name who looks after the customer now',
  'looks after nobody':
    'looks after no customers: name a banker, a manager or somebody of the contact centre',
  'own people': 'is this very customer or close to them: name somebody else',
  'ends before': 'is before the day on which it begins',
  "another's": 'belongs to another',
  'counts twice': 'is true for more than one party of the agreement',
  'counts nowhere': 'is true for no party of the agreement',
  // Of a line that cannot be read.
  'endless line': 'is longer than a line may be',
  'open quote': 'has a quote that is never closed',
  'wrong cells': 'has {cells} cells where {columns} are expected',
  'quote in a cell': 'has a quote in the middle of a cell',
  'text after a quote': 'has text after a closing quote',
  'carriage return': 'has a carriage return in the middle',
  'control character': 'has a control character',
  // Of a run.
  'unreadable lines': '{count} lines of {file} could not be read; they count with no entity.',
  // Kept of runs that were compared as a whole.
  small: 'The feed {feed} holds {now} rows where the last run had {before}.',
  'small entity': 'The feed {feed} holds {now} rows of {entity} where {before} came before.',
  'small file': '{file} holds {now} rows where it held {before} before.',
  'entity not ended': 'Too little came to tell which of {entity} are gone, so none of them was ended.',
  'accept its size': 'Run it again and accept its size if it is right.',
  'nothing ended': 'Lines could not be read or the feed is small, so nothing that is missing was ended.',
  'all of one rejected': 'Every one of the {rows} rows of {entity} was rejected. Nothing was changed.',
  'all rejected': 'Every one of the {rows} rows was rejected. Nothing was changed.',
  stopped: 'The run was stopped. What was written by then stays; take it up again, or undo it.',
  'our side': 'Something went wrong on our side; the log of the server says what.',
  'not taken in': 'The feed {feed} could not be taken in: {why}',
  'never came': 'The feed {feed} has never come.',
  'came long ago': 'The feed {feed} last came {hours} hours ago.',
  // Of a folder and its files.
  'no folder': 'There is no folder {folder}.',
  'closed folder': 'The folder {folder} cannot be read ({reason}).',
  'file lacks': 'The folder {folder} lacks {file}, which the feed {feed} needs.',
  'no file of it': 'The folder {folder} holds no file of the feed {feed}.',
  'no file': '{file} is not a file.',
  'empty file': '{file} is empty: not even a header is there.',
  'not as said': '{file} is not UTF-8, as its feed says it is: line {line} cannot be read.',
  'UTF-16': '{file} is UTF-16: send it as UTF-8.',
  'line of a megabyte': '{file}, line {line}: the line is longer than 1 MiB.',
  'column lacks': '{file} lacks the column {columns}.',
  'column too many': '{file} has a column that the feed does not know: {columns}.',
  'column twice': '{file} has a column twice.',
  'cut off': '{file} is cut off: its compressed data ends too early.',
} as const;

export type SayingCode = keyof typeof sayings;

/** A sentence, and what it is made of where it is one of the known ones. */
export interface Said {
  /** In English. */
  says: string;
  code: SayingCode | null;
  values: { name: string; value: string }[];
}

/** The sentence in English. */
export function say(code: SayingCode, values: Record<string, string | number> = {}): string {
  return sayings[code].replace(/\{(\w+)\}/g, (_all, name: string) => String(values[name]));
}

/** What a sentence that was kept is made of. One of the database's or of a description's own has no code. */
export function saidOf(says: string): Said {
  for (const [code, pattern] of patterns) {
    const found = pattern.exec(says);
    if (found === null) continue;
    return {
      says,
      code,
      values: Object.entries(found.groups ?? {}).map(([name, value]) => ({ name, value })),
    };
  }
  return { says, code: null, values: [] };
}

const patterns = Object.entries(sayings).map(([code, text]) => {
  const escaped = text.replace(/[.*+?^$()|[\]\\]/g, '\\$&');
  return [code as SayingCode, new RegExp(`^${escaped.replace(/\{(\w+)\}/g, '(?<$1>.+?)')}$`, 's')] as const;
});
