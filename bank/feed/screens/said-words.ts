/** What feeds say, in the reader's language: by its code, with its values. */
import type { MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import { useLingui } from '@lingui/react/macro';
import type { SayingCode } from '../sayings.ts';
import { entityWords } from './run-words.ts';
import type { Run } from './wire.ts';

/** Says what the server said; a sentence that has no code stays as it came. */
export function useSaid(): (said: Run['notes'][number]) => string {
  const { i18n } = useLingui();
  return ({ says, code, values }) => {
    const words = code === null ? undefined : saidWords[code as SayingCode];
    if (words === undefined) return says;
    const named = values.map(({ name, value }) => {
      const entity = name === 'entity' ? entityWords[value] : undefined;
      return [name, entity ? i18n._(entity.id) : value] as const;
    });
    return i18n._(words.id, Object.fromEntries(named));
  };
}

const saidWords: Record<SayingCode, MessageDescriptor> = {
  missing: msg({ message: 'is missing' }),
  'no day': msg({ message: 'is not a day like 2026-11-23' }),
  'no minor units': msg({ message: 'is not a whole number of minor units' }),
  'no whole number': msg({ message: 'is not a whole number' }),
  'no flag': msg({ message: 'is neither true nor false' }),
  'no lines': msg({ message: 'is not a list of lines' }),
  'no object': msg({ message: 'is not a JSON object' }),
  'no instant': msg({ message: 'is not a time like 2026-11-23T09:00:00Z' }),
  'no number': msg({ message: 'is not a number' }),
  'too many lines': msg({ message: 'has more than {most} lines' }),
  'too long': msg({ message: 'is longer than {most} characters' }),
  'shorter than': msg({ message: 'is shorter than {least} characters' }),
  'too short': msg({ message: 'is too short' }),
  'unknown word': msg({ message: 'is none of the words that are known' }),
  'no language': msg({ message: 'is not a language like cs or pt-BR' }),
  'not above nothing': msg({ message: 'is not more than nothing' }),
  'no time zone': msg({ message: 'is no time zone like Europe/Prague' }),
  'no hours': msg({ message: 'holds no opening hours by weekday, each after the one before' }),
  'no rate': msg({ message: 'is not a rate like 24.1230' }),
  'no telephone': msg({ message: 'is not a telephone number like +420 555 010 200' }),
  'no capitals': msg({ message: 'is not {count} capital letters' }),
  'unknown agreement': msg({ message: 'is no agreement that is known here' }),
  'the customer itself': msg({ message: 'is the customer itself' }),
  'there twice': msg({ message: 'is there twice' }),
  'not known here': msg({ message: 'is not known here' }),
  'no customer': msg({
    message: 'is no customer whom this feed has brought: send the customer too, or mend the key',
  }),
  'no colleague': msg({
    message: 'is the user name of nobody who works here: enter them under Administration, or name another',
  }),
  'has left': msg({ message: 'has left the bank: name who looks after the customer now' }),
  'looks after nobody': msg({
    message: 'looks after no customers: name a banker, a manager or somebody of the contact centre',
  }),
  'own people': msg({ message: 'is this very customer or close to them: name somebody else' }),
  'ends before': msg({ message: 'is before the day on which it begins' }),
  "another's": msg({ message: 'belongs to another' }),
  'counts twice': msg({ message: 'is true for more than one party of the agreement' }),
  'counts nowhere': msg({ message: 'is true for no party of the agreement' }),
  'endless line': msg({ message: 'is longer than a line may be' }),
  'open quote': msg({ message: 'has a quote that is never closed' }),
  'wrong cells': msg({ message: 'has {cells} cells where {columns} are expected' }),
  'quote in a cell': msg({ message: 'has a quote in the middle of a cell' }),
  'text after a quote': msg({ message: 'has text after a closing quote' }),
  'carriage return': msg({ message: 'has a carriage return in the middle' }),
  'control character': msg({ message: 'has a control character' }),
  'unreadable lines': msg({
    message: '{count} lines of {file} could not be read; they count with no entity.',
  }),
  small: msg({ message: 'The feed {feed} holds {now} rows where the last run had {before}.' }),
  'small entity': msg({
    message: 'The feed {feed} holds {now} rows of {entity} where {before} came before.',
  }),
  'small file': msg({ message: '{file} holds {now} rows where it held {before} before.' }),
  'entity not ended': msg({
    message: 'Too little came to tell which of {entity} are gone, so none of them was ended.',
  }),
  'accept its size': msg({ message: 'Run it again and accept its size if it is right.' }),
  'nothing ended': msg({
    message: 'Lines could not be read or the feed is small, so nothing that is missing was ended.',
  }),
  'all of one rejected': msg({
    message: 'Every one of the {rows} rows of {entity} was rejected. Nothing was changed.',
  }),
  'all rejected': msg({ message: 'Every one of the {rows} rows was rejected. Nothing was changed.' }),
  stopped: msg({
    message: 'The run was stopped. What was written by then stays; take it up again, or undo it.',
  }),
  'our side': msg({ message: 'Something went wrong on our side; the log of the server says what.' }),
  'not taken in': msg({ message: 'The feed {feed} could not be taken in: {why}' }),
  'never came': msg({ message: 'The feed {feed} has never come.' }),
  'came long ago': msg({ message: 'The feed {feed} last came {hours} hours ago.' }),
  'no folder': msg({ message: 'There is no folder {folder}.' }),
  'closed folder': msg({ message: 'The folder {folder} cannot be read ({reason}).' }),
  'file lacks': msg({ message: 'The folder {folder} lacks {file}, which the feed {feed} needs.' }),
  'no file of it': msg({ message: 'The folder {folder} holds no file of the feed {feed}.' }),
  'no file': msg({ message: '{file} is not a file.' }),
  'empty file': msg({ message: '{file} is empty: not even a header is there.' }),
  'not as said': msg({ message: '{file} is not UTF-8, as its feed says it is: line {line} cannot be read.' }),
  'UTF-16': msg({ message: '{file} is UTF-16: send it as UTF-8.' }),
  'line of a megabyte': msg({ message: '{file}, line {line}: the line is longer than 1 MiB.' }),
  'column lacks': msg({ message: '{file} lacks the column {columns}.' }),
  'column too many': msg({ message: '{file} has a column that the feed does not know: {columns}.' }),
  'column twice': msg({ message: '{file} has a column twice.' }),
  'cut off': msg({ message: '{file} is cut off: its compressed data ends too early.' }),
};
