import { msg } from '@lingui/core/macro';
import { Trans, useLingui } from '@lingui/react/macro';
import { type FormEvent, useState } from 'react';
import { useMe } from '#bank/staff/screens/me.tsx';
import { Button } from '#design/button.tsx';
import { SelectField, TextField } from '#design/field.tsx';
import { Panel } from '#design/page.tsx';
import { EmptyState, ProblemNotice } from '#design/states.tsx';
import { useAction } from '#platform/browser/action.ts';
import { call } from '#platform/browser/api.ts';
import { useProblemWords } from '#platform/browser/problem-words.ts';
import type { findByNumber } from '../../contract.ts';
import { identifierWords } from '../file/contact-words.ts';
import { CustomerCard } from './customer-card.tsx';
import style from './find.module.css';
import type { Card } from './finder.ts';

const kinds = ['national id', 'tax number', 'passport', 'driving licence', 'registration number'] as const;

/** By a whole identifying number; the field forgets it as soon as there is an answer. */
export function ByNumber() {
  const { t } = useLingui();
  const told = useProblemWords();
  const { place } = useMe();
  const [kind, setKind] = useState<(typeof kinds)[number]>('national id');
  const [number, setNumber] = useState('');
  const [cards, setCards] = useState<Card[]>();
  const finding = useAction(() =>
    call<typeof findByNumber>('POST /api/identifier-searches', { body: { kind, number: number.trim() } }),
  );
  const find = async (event: FormEvent) => {
    event.preventDefault();
    setCards(undefined);
    const answer = await finding.run(undefined);
    if (answer === undefined) return;
    setCards(answer.cards);
    setNumber('');
  };
  return (
    <details className={style.number}>
      <summary>
        <Trans>By an identifying number</Trans>
      </summary>
      <form onSubmit={(event) => void find(event)}>
        <SelectField
          label={t`Kind`}
          value={kind}
          onChange={({ target }) => setKind(kinds.find((one) => one === target.value) ?? 'national id')}
        >
          {kinds.map((one) => (
            <option key={one} value={one}>
              {t(identifierWords[one] ?? msg`Other`)}
            </option>
          ))}
        </SelectField>
        <TextField
          label={t`The whole number`}
          hint={t`Only its last two signs are kept in the record.`}
          type={place === 'open counter' ? 'password' : 'text'}
          autoComplete="off"
          spellCheck={false}
          required
          maxLength={80}
          value={number}
          onChange={({ target }) => setNumber(target.value)}
        />
        <Button type="submit" busy={finding.busy} disabled={number.trim() === ''}>{t`Look it up`}</Button>
      </form>
      {finding.problem !== undefined && <ProblemNotice problem={told(finding.problem)} />}
      {cards?.length === 0 && (
        <Panel>
          <EmptyState title={t`Nobody has this number`}>
            <Trans>It is compared as a whole: look for a digit that was misread, and at the kind.</Trans>
          </EmptyState>
        </Panel>
      )}
      {cards !== undefined && cards.length > 0 && (
        <ol className={style.cards} aria-label={t`Customers with this number`}>
          {cards.map((card, index) => (
            <CustomerCard key={card.customerId} card={card} first={index === 0} />
          ))}
        </ol>
      )}
    </details>
  );
}
