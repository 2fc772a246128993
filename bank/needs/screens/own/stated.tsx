import { Trans, useLingui } from '@lingui/react/macro';
import { type FormEvent, useState } from 'react';
import { Badge } from '#design/badge.tsx';
import { Button } from '#design/button.tsx';
import { TextField } from '#design/field.tsx';
import { say } from '#design/say.tsx';
import { EmptyState, ProblemNotice } from '#design/states.tsx';
import { useAction } from '#platform/browser/action.ts';
import { call } from '#platform/browser/api.ts';
import { useFormats } from '#platform/browser/formats.tsx';
import { useProblemWords } from '#platform/browser/problem-words.ts';
import type { Body } from '#platform/contract.ts';
import { decimal } from '#platform/money.ts';
import type { answerStated } from '../../contract.ts';
import { useSaidWhere, useStatedText } from '../stated.ts';
import type { Stated } from '../words.ts';
import { minorOf } from './amount.ts';
import style from './own.module.css';
import type { Reading } from './reading.ts';

type Answer = Body<typeof answerStated>['answer'];

/** What she said of herself in talks with us: each with when, where and until when; hers to change. */
export function OwnStated({ reading }: { reading: Reading }) {
  const { t } = useLingui();
  const stated = reading.own?.understanding.stated ?? [];
  return (
    <section className={style.section} aria-labelledby="stated">
      <h2 id="stated">
        <Trans>What you told us of yourself</Trans>
      </h2>
      {stated.length === 0 ? (
        <EmptyState title={t`Nothing that still counts`}>
          <Trans>What you tell us in a talk, such as an income, stands here for a year.</Trans>
        </EmptyState>
      ) : (
        <p>
          <Trans>
            It counts for a year, and only where your accounts do not tell us better. You can put it right,
            remove it, or have it not used.
          </Trans>
        </p>
      )}
      <ul className={style.cards}>
        {stated.map((one) => (
          <OneStated key={one.fact} one={one} reading={reading} />
        ))}
      </ul>
    </section>
  );
}

function OneStated({ one, reading }: { one: Stated; reading: Reading }) {
  const { t } = useLingui();
  const told = useProblemWords();
  const formats = useFormats();
  const { title, said } = useStatedText()(one);
  const where = useSaidWhere('own');
  const [correcting, setCorrecting] = useState(false);
  const answering = useAction(async ({ answer, value = null }: { answer: Answer; value?: string | null }) => {
    const body = { fact: one.fact, answer, value };
    await call<typeof answerStated>('POST /api/understanding/stated', { body });
    await reading.again();
    const words: Record<Answer, string> = {
      correct: t`Thank you. It counts from now on.`,
      remove: t`It is removed.`,
      'do not use': t`It is no longer used.`,
      use: t`It may be used again.`,
    };
    say(words[answer]);
    return true;
  });
  const until = formats.date(one.expiresOn);
  const deed = (answer: Answer, says: string) => (
    <Button size="small" look="quiet" busy={answering.busy} onClick={() => void answering.run({ answer })}>
      {says}
      <span className="unseen">: {title}</span>
    </Button>
  );
  return (
    <li className={style.card}>
      <p className={style.title}>
        {title}: <span className={style.figures}>{said}</span>
        {one.notUsed && <Badge>{t`not used`}</Badge>}
      </p>
      <p className={style.small}>
        {[
          ...[where(one), one.premises, formats.date(one.saidOn)],
          one.notUsed ? null : t`counts until ${until}`,
        ]
          .filter(Boolean)
          .join(' · ')}
      </p>
      {correcting ? (
        <Correct
          one={one}
          title={title}
          busy={answering.busy}
          onCancel={() => setCorrecting(false)}
          onSend={async (value) => {
            if (await answering.run({ answer: 'correct', value })) setCorrecting(false);
          }}
        />
      ) : (
        <div className={style.deeds}>
          <Button size="small" onClick={() => setCorrecting(true)}>
            {t`Put it right`}
            <span className="unseen">: {title}</span>
          </Button>
          {deed('remove', t`Remove it`)}
          {one.notUsed ? deed('use', t`You may use it again`) : deed('do not use', t`Do not use this`)}
        </div>
      )}
      {answering.problem !== undefined && <ProblemNotice problem={told(answering.problem)} />}
    </li>
  );
}

function Correct(props: {
  one: Stated;
  title: string;
  busy: boolean;
  onSend: (value: string) => Promise<void>;
  onCancel: () => void;
}) {
  const { t } = useLingui();
  const { kind, amount, value } = props.one;
  const currency = amount?.currency ?? '';
  const [typed, setTyped] = useState(
    kind === 'money' && amount?.minor ? decimal({ minor: BigInt(amount.minor), currency }) : (value ?? ''),
  );
  const read = kind === 'money' ? minorOf(typed, currency) : typed.trim() || undefined;
  const send = (event: FormEvent) => {
    event.preventDefault();
    if (read !== undefined) void props.onSend(read);
  };
  return (
    <form className={style.form} onSubmit={send}>
      <TextField
        label={kind === 'money' ? `${props.title} (${currency})` : props.title}
        autoFocus
        required
        inputMode={kind === 'money' ? 'decimal' : kind === 'number' ? 'numeric' : undefined}
        type={kind === 'date' ? 'date' : 'text'}
        value={typed}
        wrong={typed !== '' && read === undefined ? t`Write an amount, such as 1500.` : undefined}
        onChange={(event) => setTyped(event.target.value)}
      />
      <div className={style.deeds}>
        <Button look="primary" type="submit" busy={props.busy}>{t`Tell the bank`}</Button>
        <Button look="quiet" onClick={props.onCancel}>{t`Cancel`}</Button>
      </div>
    </form>
  );
}
