/**
 * The fixed phrases of matching.ts in the person's language. One that is not known yet is said as it comes.
 */
import type { MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import { useLingui } from '@lingui/react/macro';
import { identifierWords } from '../file/contact-words.ts';

export function useReasonWords(): (says: string) => string {
  const { t } = useLingui();
  return (says) => {
    const phrase = says.replace(/ \(speaks against\)$/, '');
    if (phrase === 'may be two people who live together') return t`They may be two people who live together`;
    const [field = '', level] = phrase.split(': ');
    const fieldWord = fields[field];
    if (level === undefined || fieldWord === undefined) return ofIdentifier(phrase);
    const isTurned = level.endsWith(turned);
    const levelWord = levels[isTurned ? level.slice(0, -turned.length) : level];
    const told = [levelWord ? t(levelWord) : level, isTurned && t`in another order`]
      .filter(Boolean)
      .join(', ');
    return `${t(fieldWord)}: ${told}`;
  };

  function ofIdentifier(phrase: string): string {
    const kind = Object.keys(identifierWords).find((name) => phrase.includes(name));
    const word = kind === undefined ? undefined : identifierWords[kind];
    if (kind === undefined || word === undefined) return phrase;
    const level = identifierLevels[phrase.replace(kind, '…')];
    return level === undefined ? phrase : `${t(word)}: ${t(level)}`;
  }
}

const turned = ', in another order';

const fields: Record<string, MessageDescriptor> = {
  name: msg`Name`,
  'birth date': msg`Date of birth`,
  sex: msg`Sex`,
  phone: msg`Telephone`,
  email: msg`E-mail`,
  address: msg`Address`,
};

const levels: Record<string, MessageDescriptor> = {
  same: msg`the same`,
  'almost the same spelling': msg`almost the same spelling`,
  'sounds alike or shortened': msg`sounds alike, or is shortened`,
  'a word is written apart': msg`a word is written apart`,
  'another word differs': msg`another word differs`,
  'one has more words': msg`one has more words`,
  differs: msg`different`,
  'same, but 1 January': msg`the same, but 1 January is often only a guess`,
  'day and month swapped': msg`day and month swapped`,
  'two digits swapped': msg`two digits swapped`,
  'one digit differs': msg`one digit differs`,
  'two digits differ': msg`two digits differ`,
  'year differs': msg`only the year differs`,
  'only the year agrees': msg`only the year agrees`,
  'one letter differs': msg`one letter differs`,
  'almost the same': msg`almost the same`,
  'some of it agrees': msg`some of it agrees`,
};

const identifierLevels: Record<string, MessageDescriptor> = {
  'same …': msg`the same`,
  'one character of the … differs': msg`one character differs`,
  'two characters of the … differ': msg`two characters differ`,
  '… differs': msg`different`,
  '… differs, but may be renewed': msg`different, but it may have been renewed`,
};
