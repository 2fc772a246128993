import { useLingui } from '@lingui/react/macro';
import { IconEqual } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { Masked } from '#design/masked.tsx';
import { Monogram } from '#design/monogram.tsx';
import { useFormats } from '#platform/browser/formats.tsx';
import { addressLines } from '../file/address-lines.ts';
import { contactWords, identifierWords, nameWords, wordOr } from '../file/contact-words.ts';
import { kindWords } from '../file/holding-words.ts';
import { type File, type Revealer, useRevealer } from '../file/opening.ts';
import style from './duplicates.module.css';

interface Both {
  one: File;
  other: File;
  survivorId: string;
  onChoose: (customerId: string) => void;
}

/** The two records line by line; above each, whether it is the one that stays. */
export function SideBySide({ one, other, survivorId, onChoose }: Both) {
  const { t } = useLingui();
  const lines = useLines();
  const [ofOne, ofOther] = [
    lines(one, useRevealer(one.customer.customerId)),
    lines(other, useRevealer(other.customer.customerId)),
  ];
  return (
    <table className={style.compare}>
      <caption className="unseen">{t`The two records side by side`}</caption>
      <thead>
        <tr>
          <td />
          {[one, other].map(({ customer }) => (
            <th key={customer.customerId} scope="col" data-stays={customer.customerId === survivorId}>
              <div className={style.head}>
                <Monogram name={customer.fullName} seed={customer.customerId} />
                <span>{customer.fullName}</span>
              </div>
              <label className={style.stays}>
                <input
                  type="radio"
                  name="survivor"
                  checked={customer.customerId === survivorId}
                  onChange={() => onChoose(customer.customerId)}
                />
                {t`This record stays`}
              </label>
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {ofOne.map(({ label, text, shown }, index) => {
          const there = ofOther[index];
          const agrees = text !== '' && text === there?.text;
          return (
            <tr key={label} data-agrees={agrees}>
              <th scope="row">
                {label}
                {agrees && (
                  <span className={style.agrees}>
                    <IconEqual aria-hidden="true" />
                    {t`the same`}
                  </span>
                )}
              </th>
              <td>{shown}</td>
              <td>{there?.shown}</td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

interface Line {
  label: string;
  /** What is compared; empty where it is hidden. */
  text: string;
  shown: ReactNode;
}

type Lines = (file: File, revealer: Revealer) => Line[];

function useLines(): Lines {
  const { t } = useLingui();
  const formats = useFormats();
  const contacts = useContactLines();
  const plain = (label: string, text: string | null): Line => ({
    label,
    text: text ?? '',
    shown: text ?? '–',
  });
  return (file, revealer) => {
    const { customer } = file;
    const { age } = customer;
    const born = customer.bornOn && formats.date(customer.bornOn);
    const kinds = file.holdings
      .filter(({ state }) => state !== 'closed')
      .map(({ kind }) => t(kindWords[kind]));
    return [
      plain(t`Likes to be called`, customer.preferredName),
      plain(
        t`Other names`,
        customer.otherNames
          .map((name) => `${name.fullName} (${t(wordOr(nameWords, name.kind))})`)
          .join(', ') || null,
      ),
      {
        label: t`Born`,
        text: born ?? '',
        shown: (
          <Masked
            label={t`Date of birth`}
            value={born}
            hint={age === null ? undefined : t`age ${age}`}
            reveal={async () => formats.date(await revealer.text('birth date', null)())}
          />
        ),
      },
      ...contacts(file, revealer),
      plain(t`Branch`, customer.homePremises),
      plain(t`With us since`, customer.customerSince && formats.date(customer.customerSince)),
      plain(t`Occupation`, [customer.occupation, customer.employer].filter(Boolean).join(', ') || null),
      plain(t`Holds`, [...new Set(kinds)].join(', ') || null),
    ];
  };
}

function useContactLines(): Lines {
  const { t } = useLingui();
  const many = (label: string, values: Value[]): Line => ({
    label,
    text: values.every(({ text }) => text !== '') ? values.map(({ text }) => text).join() : '',
    shown: values.length === 0 ? '–' : values.map(({ shown }) => shown),
  });
  return ({ contactPoints, addresses, identifiers }, revealer) => {
    const points = (kind: 'phone' | 'email', label: string) => {
      const found = contactPoints.filter((point) => point.kind === kind);
      const shown = found.map(({ contactPointId: id, value, purpose }): Value => {
        const name = `${label}, ${t(wordOr(contactWords, purpose))}`;
        return maskedValue(id, name, value.value, value.hint, revealer.text('contact point', id));
      });
      return many(label, shown);
    };
    const now = addresses.filter(({ toDate }) => toDate === null);
    const homes = now.map(({ addressId: id, lines, town, postalCode }): Value => {
      const whole = lines && addressLines({ lines, postalCode }).join(', ');
      return maskedValue(id, t`Address`, whole, town ?? '', revealer.text('address', id));
    });
    const numbers = identifiers.map(({ identifierId: id, kind, value }): Value => {
      const name = t(wordOr(identifierWords, kind));
      const number = maskedValue(id, name, value.value, value.hint, revealer.text('identifier', id));
      return {
        // Hidden everywhere, so nothing here says whether they agree; the reasons above do.
        text: '',
        shown: (
          <div key={id} className={style.number}>
            <span>{name}</span>
            {number.shown}
          </div>
        ),
      };
    });
    return [
      points('phone', t`Telephone`),
      points('email', t`E-mail`),
      many(t`Address`, homes),
      many(t`Numbers`, numbers),
    ];
  };
}

interface Value {
  text: string;
  shown: ReactNode;
}

function maskedValue(
  id: string,
  label: string,
  value: string | null,
  hint: string,
  reveal: () => Promise<string>,
): Value {
  return {
    text: value ?? '',
    shown: (
      <div key={id}>
        <Masked label={label} value={value} hint={hint || undefined} reveal={reveal} figures />
      </div>
    ),
  };
}
