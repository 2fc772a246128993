import type { MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import { Trans, useLingui } from '@lingui/react/macro';
import { type FormEvent, type ReactNode, useEffect, useRef, useState } from 'react';
import type { ShownCard } from '#bank/conversations/contract.ts';
import { Button } from '#design/button.tsx';
import { TextField } from '#design/field.tsx';
import { useFormats } from '#platform/browser/formats.tsx';
import style from './card.module.css';

export interface Answer {
  answer: 'right' | 'not right' | 'typed';
  words: string | null;
}

type Card = Pick<ShownCard, 'field' | 'text' | 'amount'> & Partial<Pick<ShownCard, 'large'>>;

/** Large enough to read and nod at: what it is, and the value alone. */
export function CardFace({ card, children }: { card: Card; children: ReactNode }) {
  const { t } = useLingui();
  const formats = useFormats();
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  const value = card.amount === null ? card.text : formats.money(card.amount);
  return (
    <section className={style.card} data-large={card.large} aria-labelledby="asked">
      <h1 id="asked" ref={heading} tabIndex={-1}>
        {t(questions[card.field])}
      </h1>
      <p className={style.value} data-long={(value ?? '').length > 60}>
        {value}
      </p>
      {children}
    </section>
  );
}

/** The same, answered by whoever reads it: right, not right, or typed instead of said. */
export function ReadCard(props: {
  card: Card;
  busy: boolean;
  failed: boolean;
  onAnswer: (answer: Answer) => void;
}) {
  const { t } = useLingui();
  const { card, onAnswer } = props;
  const isQuestion = card.field === 'question';
  const [typing, setTyping] = useState(isQuestion);
  const [words, setWords] = useState('');
  const send = (event: FormEvent) => {
    event.preventDefault();
    if (words.trim() !== '') onAnswer({ answer: 'typed', words: words.trim() });
  };
  return (
    <CardFace card={card}>
      {props.failed && (
        <p role="alert">
          <Trans>That did not arrive. Please touch it again.</Trans>
        </p>
      )}
      {typing ? (
        <form className={style.typing} onSubmit={send}>
          <TextField
            label={isQuestion ? t`Your answer` : t`How it should be`}
            hint={t`Nobody hears it. It is kept hidden, and every look at it is on record.`}
            autoComplete="off"
            autoCapitalize="none"
            spellCheck={false}
            autoFocus
            maxLength={500}
            value={words}
            onChange={(event) => setWords(event.target.value)}
          />
          <div className={style.answers}>
            {!isQuestion && (
              <Button size="large" onClick={() => setTyping(false)}>
                <Trans>Back</Trans>
              </Button>
            )}
            <Button type="submit" look="primary" size="large" busy={props.busy}>
              <Trans>Send</Trans>
            </Button>
          </div>
        </form>
      ) : (
        <div className={style.answers}>
          <Button
            look="primary"
            size="large"
            busy={props.busy}
            onClick={() => onAnswer({ answer: 'right', words: null })}
          >
            <Trans>That is right</Trans>
          </Button>
          <Button
            size="large"
            busy={props.busy}
            onClick={() => onAnswer({ answer: 'not right', words: null })}
          >
            <Trans>Not right</Trans>
          </Button>
          <Button size="large" look="quiet" onClick={() => setTyping(true)}>
            <Trans>I'd rather type it</Trans>
          </Button>
        </div>
      )}
    </CardFace>
  );
}

const questions: Record<ShownCard['field'], MessageDescriptor> = {
  'contact point': msg`Can we reach you here?`,
  address: msg`Is this address right?`,
  name: msg`Is your name spelled like this?`,
  balance: msg`Is this the amount?`,
  promise: msg`This is what we promised. Is it right?`,
  terms: msg`This is what we agreed. Is it right?`,
  question: msg`Type your answer, so that nobody hears it`,
};
