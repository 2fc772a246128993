import { useLingui } from '@lingui/react/macro';
import { type FormEvent, useState } from 'react';
import { Button } from '#design/button.tsx';
import { TextField } from '#design/field.tsx';
import { say } from '#design/say.tsx';
import { ProblemNotice } from '#design/states.tsx';
import { useAction } from '#platform/browser/action.ts';
import { call } from '#platform/browser/api.ts';
import { useProblemWords } from '#platform/browser/problem-words.ts';
import type { Body } from '#platform/contract.ts';
import { decimal } from '#platform/money.ts';
import type { correctOwnGoal } from '../../goals-contract.ts';
import { Goal } from '../goal.tsx';
import type { Need } from '../words.ts';
import { minorOf } from './amount.ts';
import style from './own.module.css';
import type { Reading } from './reading.ts';

/** What she saves for, and by when, as somebody noted it: hers to put right, or to say that it is no goal. */
export function OwnGoal({ need, title, reading }: { need: Need; title: string; reading: Reading }) {
  const { t } = useLingui();
  const [open, setOpen] = useState(false);
  if (need.goal === null) return null;
  return (
    <>
      <Goal need={need} />
      {open ? (
        <Correct need={need} reading={reading} onClose={() => setOpen(false)} />
      ) : (
        <div className={style.deeds}>
          <Button size="small" onClick={() => setOpen(true)}>
            {t`Put the goal right`}
            <span className="unseen">: {title}</span>
          </Button>
        </div>
      )}
    </>
  );
}

function Correct({ need, reading, onClose }: { need: Need; reading: Reading; onClose: () => void }) {
  const { t } = useLingui();
  const told = useProblemWords();
  const { minor = null, currency = '' } = need.goal?.amount ?? {};
  const [sum, setSum] = useState(minor === null ? '' : decimal({ minor: BigInt(minor), currency }));
  const [on, setOn] = useState(need.goal?.on ?? '');
  const read = minorOf(sum, currency);
  const isSum = read !== undefined && read !== '0';
  const tomorrow = new Date(Date.now() + 86_400_000).toISOString().slice(0, 10);
  const isPast = on !== '' && on < tomorrow;
  const correcting = useAction(async (body: Body<typeof correctOwnGoal>) => {
    await call<typeof correctOwnGoal>('POST /api/understanding/needs/:needId/goals', {
      ...{ params: { needId: need.needId }, body },
    });
    await reading.again();
    say(body.minor === null ? t`It is a goal no more.` : t`Thank you. It counts from now on.`);
    onClose();
  });
  const send = (event: FormEvent) => {
    event.preventDefault();
    if (isSum && !isPast) void correcting.run({ minor: read, on: on === '' ? null : on });
  };
  return (
    <form className={style.form} onSubmit={send} noValidate>
      {correcting.problem !== undefined && <ProblemNotice problem={told(correcting.problem)} />}
      <div className={style.pair}>
        <TextField
          label={t`What it should come to (${currency})`}
          autoFocus
          inputMode="decimal"
          value={sum}
          wrong={isSum ? undefined : t`Write an amount, such as 1500.`}
          onChange={({ target }) => setSum(target.value)}
        />
        <TextField
          label={t`By when, if you know`}
          type="date"
          min={tomorrow}
          value={on}
          wrong={isPast ? t`A goal lies ahead.` : undefined}
          onChange={({ target }) => setOn(target.value)}
        />
      </div>
      <div className={style.deeds}>
        <Button look="primary" type="submit" busy={correcting.busy}>{t`Tell the bank`}</Button>
        <Button busy={correcting.busy} onClick={() => void correcting.run({ minor: null, on: null })}>
          {t`It is no goal of mine`}
        </Button>
        <Button look="quiet" onClick={onClose}>{t`Cancel`}</Button>
      </div>
    </form>
  );
}
