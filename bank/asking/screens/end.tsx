import { Trans, useLingui } from '@lingui/react/macro';
import { type FormEvent, useId, useState } from 'react';
import { useMe } from '#bank/staff/screens/me.tsx';
import { Button } from '#design/button.tsx';
import { TextArea, TextField } from '#design/field.tsx';
import { Panel } from '#design/page.tsx';
import { say } from '#design/say.tsx';
import { ProblemNotice } from '#design/states.tsx';
import { useAction } from '#platform/browser/action.ts';
import { call } from '#platform/browser/api.ts';
import { useProblemWords } from '#platform/browser/problem-words.ts';
import type { Body } from '#platform/contract.ts';
import type { endConversation } from '../contract.ts';
import style from './conversation.module.css';
import type { Conversation } from './words.ts';

/** It ends with a promise and a summary in the customer's words; or is broken off, or taken back. */
export function EndIt(props: { customerId: string; open: Conversation; onEnded: () => Promise<void> }) {
  const { t } = useLingui();
  const told = useProblemWords();
  const form = useId();
  const { today } = useMe();
  const [summary, setSummary] = useState('');
  const [promise, setPromise] = useState('');
  const [dueOn, setDueOn] = useState(today);
  const [missing, setMissing] = useState(false);
  const { customerId, open } = props;
  const ending = useAction((body: Body<typeof endConversation>, key) =>
    call<typeof endConversation>('POST /api/customers/:customerId/conversations/:conversationId/end', {
      ...{ params: { customerId, conversationId: open.conversationId }, body, key },
    }),
  );
  const end = async (how: 'done' | 'left' | 'withdrawn') => {
    const followUp = promise.trim() === '' ? null : { body: promise.trim(), dueOn };
    const done = how === 'done';
    const body = { how, summary: done ? summary.trim() : null, followUp: done ? followUp : null };
    if ((await ending.run(body)) === undefined) return;
    say(done ? t`Kept. The customer can read the summary.` : t`Ended.`);
    await props.onEnded();
  };
  const send = (event: FormEvent) => {
    event.preventDefault();
    setMissing(summary.trim() === '');
    if (summary.trim() !== '') void end('done');
  };
  return (
    <Panel title={t`How it ends`}>
      <form id={form} className={style.form} onSubmit={send} noValidate>
        {ending.problem !== undefined && <ProblemNotice problem={told(ending.problem)} />}
        <TextArea
          label={t`Summary, in the customer’s words`}
          hint={<Trans>They can read it, and you confirm it with them now.</Trans>}
          wrong={missing ? t`Write down what was said.` : undefined}
          maxLength={2000}
          value={summary}
          onChange={(event) => setSummary(event.target.value)}
        />
        <div className={style.pair}>
          <TextField
            label={t`What we promise next`}
            maxLength={500}
            value={promise}
            onChange={(event) => setPromise(event.target.value)}
          />
          <TextField
            label={t`By when`}
            type="date"
            min={today}
            value={dueOn}
            onChange={(event) => setDueOn(event.target.value)}
          />
        </div>
        <Button look="primary" type="submit" busy={ending.busy}>{t`Finish`}</Button>
      </form>
      <div className={style.occasions}>
        <Button size="small" look="quiet" busy={ending.busy} onClick={() => void end('left')}>
          {t`Break it off, keep the answers`}
        </Button>
        <Button size="small" look="quiet" busy={ending.busy} onClick={() => void end('withdrawn')}>
          {t`The customer takes it all back`}
        </Button>
      </div>
    </Panel>
  );
}
