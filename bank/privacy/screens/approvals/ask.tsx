import { Trans, useLingui } from '@lingui/react/macro';
import { type FormEvent, type ReactNode, useId, useState } from 'react';
import { Button } from '#design/button.tsx';
import { Dialog } from '#design/dialog.tsx';
import { ProblemNotice } from '#design/states.tsx';
import { useProblemWords } from '#platform/browser/problem-words.ts';
import { CaseFields } from '../case-fields.tsx';
import { type Asked, useAsking } from './approvals.ts';

/** Asks for a second person. `what` is undefined while it is not chosen yet; `children` choose it. */
export function AskApproval(props: {
  title: string;
  what: Asked | undefined;
  children?: ReactNode;
  onAsked: () => void;
  onClose: () => void;
}) {
  const { t } = useLingui();
  const told = useProblemWords();
  const form = useId();
  const asking = useAsking();
  const [reference, setReference] = useState('');
  const [reason, setReason] = useState('');
  const ask = async (event: FormEvent) => {
    event.preventDefault();
    if (props.what === undefined) return;
    const request = { ...props.what, reference: reference.trim(), reason: reason.trim() };
    if (await asking.run(request)) props.onAsked();
  };
  return (
    <Dialog
      title={props.title}
      onClose={props.onClose}
      actions={
        <>
          <Button onClick={props.onClose}>{t`Cancel`}</Button>
          <Button look="primary" type="submit" form={form} busy={asking.busy} disabled={!props.what}>
            {t`Ask for approval`}
          </Button>
        </>
      }
    >
      <form id={form} onSubmit={(event) => void ask(event)}>
        {asking.problem !== undefined && <ProblemNotice problem={told(asking.problem)} />}
        {props.children}
        <p>
          <Trans>
            Somebody outside your own line decides. It stands for a quarter of an hour and is good once.
          </Trans>
        </p>
        <CaseFields reference={reference} onReference={setReference} reason={reason} onReason={setReason} />
      </form>
    </Dialog>
  );
}
