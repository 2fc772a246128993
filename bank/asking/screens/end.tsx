import { Trans, useLingui } from '@lingui/react/macro';
import { type FormEvent, useId, useRef, useState } from 'react';
import { useMe } from '#bank/staff/screens/me.tsx';
import { Button } from '#design/button.tsx';
import { TextArea, TextField } from '#design/field.tsx';
import { Panel } from '#design/page.tsx';
import { say } from '#design/say.tsx';
import { ProblemNotice } from '#design/states.tsx';
import { useAction } from '#platform/browser/action.ts';
import { call } from '#platform/browser/api.ts';
import { useDraft } from '#platform/browser/drafts.ts';
import { useProblemWords } from '#platform/browser/problem-words.ts';
import type { Body } from '#platform/contract.ts';
import type { endConversation, keepEnding } from '../contract.ts';
import style from './conversation.module.css';
import type { Conversation } from './words.ts';

type Ending = NonNullable<Conversation['ending']>;

/** It ends with a promise and a summary in the customer's words; or is broken off, or taken back. */
export function EndIt(props: {
  customerId: string;
  open: Conversation;
  overheard: boolean;
  onEnded: () => Promise<void>;
}) {
  const { t } = useLingui();
  const told = useProblemWords();
  const form = useId();
  const { today } = useMe();
  const [missing, setMissing] = useState(false);
  const { customerId, open } = props;
  const { typed, type, keep, rest, goOn, forget, problem } = useEnding(props, today);
  const { summary, promise, dueOn } = typed;
  const ending = useAction((body: Body<typeof endConversation>, key) =>
    call<typeof endConversation>('POST /api/customers/:customerId/conversations/:conversationId/end', {
      ...{ params: { customerId, conversationId: open.conversationId }, body, key },
    }),
  );
  const end = async (how: 'done' | 'left' | 'withdrawn') => {
    const followUp = promise.trim() === '' ? null : { body: promise.trim(), dueOn };
    const done = how === 'done';
    const body = { how, summary: done ? summary.trim() : null, followUp: done ? followUp : null };
    await rest();
    if ((await ending.run(body)) === undefined) return goOn();
    forget();
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
      <form id={form} className={style.form} onSubmit={send} onBlur={keep} noValidate>
        {problem !== undefined && <ProblemNotice problem={told(problem)} again={keep} />}
        {ending.problem !== undefined && <ProblemNotice problem={told(ending.problem)} />}
        <TextArea
          label={t`Summary, in the customer’s words`}
          hint={<Trans>They can read it, and you confirm it with them now.</Trans>}
          wrong={missing ? t`Write down what was said.` : undefined}
          maxLength={2000}
          value={summary}
          onChange={(event) => type({ summary: event.target.value })}
        />
        <div className={style.pair}>
          <TextField
            label={t`What we promise next`}
            maxLength={500}
            value={promise}
            onChange={(event) => type({ promise: event.target.value })}
          />
          <TextField
            label={t`By when`}
            type="date"
            min={today}
            value={dueOn}
            onChange={(event) => type({ dueOn: event.target.value })}
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

/**
 * What is typed lives in this page while one goes about it, and is kept with the talk whenever one leaves a
 * field: a reload, or a colleague who goes on, finds it. Where others hear it stays in the page alone.
 */
function useEnding({ customerId, open, overheard }: Parameters<typeof EndIt>[0], today: string) {
  const { conversationId } = open;
  const [draft, setDraft, forget] = useDraft<Ending | undefined>(`ending ${conversationId}`, undefined);
  const typed = draft ?? open.ending ?? { summary: '', promise: '', dueOn: today };
  const kept = useRef(JSON.stringify(typed));
  const keeps = useRef(Promise.resolve());
  const resting = useRef(false);
  const keeping = useAction((body: Ending) =>
    call<typeof keepEnding>('PUT /api/customers/:customerId/conversations/:conversationId/ending', {
      params: { customerId, conversationId },
      body,
    }).then(() => true),
  );
  const keep = async () => {
    const now = JSON.stringify(typed);
    if (resting.current || overheard || now === kept.current || typed.dueOn === '') return;
    if ((await keeping.run(typed)) === true) kept.current = now;
  };
  return {
    ...{ typed, forget, problem: keeping.problem },
    type: (change: Partial<Ending>) => setDraft({ ...typed, ...change }),
    keep: () => {
      keeps.current = keeps.current.then(keep);
    },
    /** What is being kept comes first, and nothing after it: of a talk that has ended nothing is kept. */
    rest: () => {
      resting.current = true;
      return keeps.current;
    },
    goOn: () => {
      resting.current = false;
    },
  };
}
