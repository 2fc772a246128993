/** What of a file can be shown to its customer to be confirmed: each by a name that tells nobody anything. */
import { useLingui } from '@lingui/react/macro';
import type { confirmable } from '#bank/conversations/contract.ts';
import { useFormats } from '#platform/browser/formats.tsx';
import { addressWords, contactWords, wordOr } from '../file/contact-words.ts';
import { kindWords } from '../file/holding-words.ts';
import type { File } from '../file/opening.ts';

export type Field = (typeof confirmable)[number];

export interface Showable {
  /** The value of a list of choices. */
  key: string;
  field: Field;
  subject: string | null;
  says: string;
}

/** The question comes last: it needs a screen of hers. */
export function useShowables(file: File): Showable[] {
  const { t } = useLingui();
  const formats = useFormats();
  const one = (field: Field, subject: string | null, says: string): Showable => ({
    ...{ key: `${field} ${subject ?? ''}`, field, subject, says },
  });
  return [
    ...file.contactPoints.map(({ contactPointId, kind, purpose, value }) => {
      const use = t(wordOr(contactWords, purpose));
      const { hint } = value;
      const says = kind === 'phone' ? t`Telephone, ${use}, ${hint}` : t`E-mail, ${use}, ${hint}`;
      return one('contact point', contactPointId, says);
    }),
    ...file.addresses.map(({ addressId, purpose, town }) =>
      one('address', addressId, [t(wordOr(addressWords, purpose)), town].filter(Boolean).join(', ')),
    ),
    one('name', null, t`The spelling of the name`),
    ...file.holdings
      .filter(({ balance }) => balance !== null)
      .map(({ agreementId, kind, productName, numberHint }) => {
        const name = [productName ?? t(kindWords[kind]), numberHint].filter(Boolean).join(' ');
        return one('balance', agreementId, t`Balance: ${name}`);
      }),
    ...file.promises
      .filter(({ state }) => state === 'open')
      .map(({ promiseId, body, dueOn }) => {
        const what = body.value ?? formats.date(dueOn);
        return one('promise', promiseId, t`Promise: ${what}`);
      }),
    one('terms', null, t`What we agreed …`),
    one('question', null, t`A question they answer by typing …`),
  ];
}
