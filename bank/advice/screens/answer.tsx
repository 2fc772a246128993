import { Trans, useLingui } from '@lingui/react/macro';
import { type FormEvent, useId, useState } from 'react';
import { useMe } from '#bank/staff/screens/me.tsx';
import { Button } from '#design/button.tsx';
import { Dialog } from '#design/dialog.tsx';
import { SelectField, TextField } from '#design/field.tsx';
import { say } from '#design/say.tsx';
import { ProblemNotice } from '#design/states.tsx';
import { useAction } from '#platform/browser/action.ts';
import { call } from '#platform/browser/api.ts';
import { choicesOf } from '#platform/browser/choices.ts';
import { useProblemWords } from '#platform/browser/problem-words.ts';
import type { Body } from '#platform/contract.ts';
import type { recordOutcome } from '../contract.ts';
import style from './panel.module.css';
import { type Became, becameWords, becauseWords, type DeclinedBecause, underWayWords } from './words.ts';

interface Props {
  customerId: string;
  code: string;
  title: string;
  /** Accepted already: then it is only said when they think otherwise, or when it falls through. */
  accepted: boolean;
  /** The suggestions are another now. */
  done: () => void;
}

/** What became of a suggestion: four words, two of which ask one thing more. */
export function Answer(props: Props) {
  const { t } = useLingui();
  const told = useProblemWords();
  const [asking, setAsking] = useState<'not now' | 'declined'>();
  const { code, title, customerId } = props;
  const answering = useAction((body: Body<typeof recordOutcome>, key) =>
    call<typeof recordOutcome>('POST /api/customers/:customerId/advice/outcomes', {
      params: { customerId },
      ...{ body, key },
    }),
  );
  const answer = async (became: Became, more: { until?: string; because?: DeclinedBecause } = {}) => {
    const body = { code, became, until: more.until ?? null, because: more.because ?? null };
    if ((await answering.run(body)) === undefined) return;
    setAsking(undefined);
    say(
      became === 'accepted'
        ? t`Noted. It is under way; what comes next stands with it.`
        : t`Noted: what fits was worked out anew.`,
    );
    props.done();
  };
  const word = props.accepted ? underWayWords : becameWords;
  const button = (became: Became, act: () => void) => (
    <Button size="small" busy={answering.busy} onClick={act}>
      {t(word[became])}
      <span className="unseen">: {title}</span>
    </Button>
  );
  return (
    <div className={style.answers}>
      {answering.problem !== undefined && asking === undefined && (
        <ProblemNotice problem={told(answering.problem)} again={props.done} />
      )}
      {!props.accepted && button('accepted', () => void answer('accepted'))}
      {button('not now', () => setAsking('not now'))}
      {button('declined', () => setAsking('declined'))}
      {!props.accepted && button('shown', () => void answer('shown'))}
      {props.accepted && button('fell through', () => void answer('fell through'))}
      {asking !== undefined && (
        <AskMore
          asking={asking}
          title={title}
          busy={answering.busy}
          problem={answering.problem}
          onAnswer={(more) => void answer(asking, more)}
          onClose={() => {
            answering.reset();
            setAsking(undefined);
          }}
        />
      )}
    </div>
  );
}

function AskMore(props: {
  asking: 'not now' | 'declined';
  title: string;
  busy: boolean;
  problem: unknown;
  onAnswer: (more: { until?: string; because?: DeclinedBecause }) => void;
  onClose: () => void;
}) {
  const { t } = useLingui();
  const told = useProblemWords();
  const form = useId();
  const tomorrow = dayAfter(useMe().today, 1);
  const [until, setUntil] = useState(dayAfter(tomorrow, 91));
  const [because, setBecause] = useState<DeclinedBecause>('not needed');
  const later = props.asking === 'not now';
  const { title } = props;
  const send = (event: FormEvent) => {
    event.preventDefault();
    if (!later) props.onAnswer({ because });
    else if (until >= tomorrow) props.onAnswer({ until });
  };
  return (
    <Dialog
      title={later ? t`Not now: ${title}` : t`Declined: ${title}`}
      onClose={props.onClose}
      actions={
        <>
          <Button onClick={props.onClose}>{t`Cancel`}</Button>
          <Button look="primary" type="submit" form={form} busy={props.busy}>{t`Note it`}</Button>
        </>
      }
    >
      <form id={form} onSubmit={send} noValidate>
        {props.problem !== undefined && <ProblemNotice problem={told(props.problem)} />}
        {later ? (
          <TextField
            label={t`Until when is it not brought up?`}
            type="date"
            min={tomorrow}
            value={until}
            wrong={until < tomorrow ? t`Choose a later day than today.` : undefined}
            onChange={(event) => setUntil(event.target.value)}
          />
        ) : (
          <SelectField
            label={t`Why?`}
            hint={<Trans>It is not brought up again for a year.</Trans>}
            value={because}
            onChange={(event) => setBecause(event.target.value as DeclinedBecause)}
          >
            {choicesOf(becauseWords).map((one) => (
              <option key={one} value={one}>
                {t(becauseWords[one])}
              </option>
            ))}
          </SelectField>
        )}
      </form>
    </Dialog>
  );
}

const dayAfter = (day: string, days: number) =>
  new Date(Date.parse(day) + days * 86_400_000).toISOString().slice(0, 10);
