import { Trans, useLingui } from '@lingui/react/macro';
import { type FormEvent, useId, useState } from 'react';
import { Button } from '#design/button.tsx';
import { Dialog } from '#design/dialog.tsx';
import { ChoiceField, TextArea } from '#design/field.tsx';
import { LoadingShape, Notice, ProblemNotice } from '#design/states.tsx';
import { useFormats } from '#platform/browser/formats.tsx';
import { useProblemWords } from '#platform/browser/problem-words.ts';
import style from '../asked.module.css';
import { useCitation } from '../looks/citation.ts';
import { type Listed, type Shown, useDeciding, useExtending, useRequest } from './asking.ts';
import { Carrying } from './carrying.tsx';
import { aboutWords, channelWords, identityWords, kindWords } from './words.ts';

type Outcome = 'granted' | 'partly granted' | 'refused';

/** One request in my hands: what was asked, and what the bank answers. */
export function RequestDialog({ listed, onClose }: { listed: Listed; onClose: () => void }) {
  const { t } = useLingui();
  const told = useProblemWords();
  const query = useRequest(listed);
  const [longer, setLonger] = useState(false);
  const what = [t(kindWords[listed.kind]), listed.about && t(aboutWords[listed.about])]
    .filter(Boolean)
    .join(' ');
  return (
    <Dialog title={what} width="wide" onClose={onClose}>
      {query.isPending && <LoadingShape rows={3} kind="text" />}
      {query.isError && <ProblemNotice problem={told(query.error)} again={() => void query.refetch()} />}
      {query.data && (
        <>
          <Asked listed={listed} shown={query.data} />
          <Carrying listed={listed} shown={query.data} onDone={onClose} />
          {longer ? (
            <Extend shown={query.data} onDone={onClose} />
          ) : (
            <Decide shown={query.data} onDone={onClose} onLonger={() => setLonger(true)} />
          )}
        </>
      )}
    </Dialog>
  );
}

function Asked({ listed, shown }: { listed: Listed; shown: Shown }) {
  const { t } = useLingui();
  const cited = useCitation();
  const formats = useFormats();
  const due = formats.date(shown.dueOn);
  const received = formats.date(shown.receivedOn);
  return (
    <>
      <p>
        <strong>{listed.customerName}</strong>
      </p>
      <p className={style.soft}>
        {[
          t`received ${received} ${t(channelWords[shown.channel])}`,
          t(identityWords[shown.identity]),
          shown.overdue ? t`overdue since ${due}` : t`by ${due}`,
          cited(shown.citation),
        ].join(' · ')}
      </p>
      {shown.hidden && (
        <Notice tone="amber">
          <Trans>Their words are not shown at an open counter. Go to a private room or an office.</Trans>
        </Notice>
      )}
      {shown.words !== null && <blockquote className={style.words}>{shown.words}</blockquote>}
      {shown.extension !== null && (
        <p className={style.soft}>
          <Trans>Extended: {shown.extension}</Trans>
        </p>
      )}
    </>
  );
}

function Decide(props: { shown: Shown; onDone: () => void; onLonger: () => void }) {
  const { t } = useLingui();
  const told = useProblemWords();
  const form = useId();
  const deciding = useDeciding(props.shown);
  const { kind } = props.shown;
  const erasing = kind === 'erasure';
  const [outcome, setOutcome] = useState<Outcome | undefined>(erasing ? 'refused' : undefined);
  const [answer, setAnswer] = useState('');
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (outcome && (await deciding.run({ outcome, answer: answer.trim() }))) props.onDone();
  };
  const options = [
    { value: 'granted' as const, says: t`Granted` },
    { value: 'partly granted' as const, says: t`Granted in part` },
    { value: 'refused' as const, says: t`Refused` },
  ];
  return (
    <form id={form} onSubmit={(event) => void submit(event)}>
      {deciding.problem !== undefined && (
        <ProblemNotice problem={told(deciding.problem)} kept={t`Your words are still here.`} />
      )}
      {kind === 'correction' && <h3>{t`Or decide without changing anything here`}</h3>}
      {erasing ? (
        <h3>{t`Or refuse it`}</h3>
      ) : (
        <ChoiceField<Outcome>
          label={t`What the bank decides`}
          value={outcome}
          onChoose={setOutcome}
          options={options}
        />
      )}
      <TextArea
        label={t`Your answer to the customer`}
        hint={
          <Trans>
            In plain words, with the reason where something is refused, and that they may complain to the
            authority.
          </Trans>
        }
        required
        minLength={10}
        maxLength={4000}
        value={answer}
        onChange={(event) => setAnswer(event.target.value)}
      />
      <div className={style.deeds}>
        <Button
          look={erasing || kind === 'correction' ? 'plain' : 'primary'}
          type="submit"
          busy={deciding.busy}
          disabled={!outcome}
        >
          {erasing ? t`Refuse and answer` : t`Decide and answer`}
        </Button>
        {props.shown.extendable && (
          <Button look="quiet" onClick={props.onLonger}>{t`It takes longer…`}</Button>
        )}
      </div>
    </form>
  );
}

function Extend({ shown, onDone }: { shown: Shown; onDone: () => void }) {
  const { t } = useLingui();
  const told = useProblemWords();
  const extending = useExtending(shown);
  const [because, setBecause] = useState('');
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (await extending.run(because.trim())) onDone();
  };
  return (
    <form onSubmit={(event) => void submit(event)}>
      {extending.problem !== undefined && <ProblemNotice problem={told(extending.problem)} />}
      <TextArea
        label={t`Why it takes longer`}
        hint={t`The customer reads this. It can be done once.`}
        required
        minLength={10}
        maxLength={2000}
        value={because}
        onChange={(event) => setBecause(event.target.value)}
      />
      <div className={style.deeds}>
        <Button look="primary" type="submit" busy={extending.busy}>{t`Extend`}</Button>
      </div>
    </form>
  );
}
