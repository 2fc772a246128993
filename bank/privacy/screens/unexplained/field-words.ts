/** What was revealed, to an office: of a field on record, its kind; not the id of what it is of. */
import type { MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import { useLingui } from '@lingui/react/macro';

export function useFieldWords(): (fields: readonly string[]) => string {
  const { t } = useLingui();
  return (fields) => {
    const kinds = new Set(fields.map((field) => field.replace(/ [0-9a-f-]{36}$/, '')));
    const said = [...kinds].map((kind) => (Object.hasOwn(words, kind) ? words[kind] : undefined));
    return [...new Set(said.map((one) => t(one ?? msg`something hidden`)))].join(', ');
  };
}

const words: Record<string, MessageDescriptor> = {
  balance: msg`a balance`,
  totals: msg`what is owned and owed in all`,
  amounts: msg`a limit or an instalment`,
  'contact point': msg`a telephone number or e-mail address`,
  address: msg`an address`,
  identifier: msg`an identifying number`,
  'birth date': msg`the date of birth`,
  note: msg`a note`,
  'support needs': msg`what helps in a talk`,
  movement: msg`one movement of money`,
  'standing order': msg`a standing order`,
  'typed answer': msg`what the customer typed`,
  name: msg`the spelling of the name`,
  promise: msg`the words of a promise`,
  topic: msg`what a visit was about`,
  work: msg`occupation and employer`,
  terms: msg`what was agreed`,
};
