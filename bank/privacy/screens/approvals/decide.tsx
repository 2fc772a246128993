import { Trans, useLingui } from '@lingui/react/macro';
import { type FormEvent, useId, useState } from 'react';
import { Button } from '#design/button.tsx';
import { Dialog } from '#design/dialog.tsx';
import { ChoiceField, TextArea } from '#design/field.tsx';
import { Notice, ProblemNotice } from '#design/states.tsx';
import { useProblemWords } from '#platform/browser/problem-words.ts';
import { restrictionWords } from '../restricted/reason-words.ts';
import { type Approval, useDeciding } from './approvals.ts';
import { Details, useWhat } from './request-line.tsx';
import { HiddenWords } from './words.tsx';

/** Reads what is asked, and says yes or no to just that. */
export function Decide(props: { approval: Approval; onClose: () => void; onDecided: () => void }) {
  const { t } = useLingui();
  const told = useProblemWords();
  const what = useWhat();
  const form = useId();
  const { approval } = props;
  const { approvalId, hash, requesterName, reason, why } = approval;
  // where others may read along it is not said why; what a yes and a no come to is
  const isRestriction = approval.action === 'file restriction';
  const reference = isRestriction && why !== null ? t(restrictionWords[why]) : approval.reference;
  const deciding = useDeciding(approvalId);
  const [decision, setDecision] = useState<'approved' | 'refused'>();
  const [words, setWords] = useState('');
  const decide = async () => {
    if (decision === undefined) return;
    if (await deciding.run({ hash, decision, words: words.trim() || null })) props.onDecided();
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void decide();
  };
  return (
    <Dialog
      title={t`Approve this?`}
      onClose={props.onClose}
      actions={
        <>
          <Button onClick={props.onClose}>{t`Cancel`}</Button>
          <Button look="primary" type="submit" form={form} busy={deciding.busy} disabled={!decision}>
            {t`Decide`}
          </Button>
        </>
      }
    >
      <form id={form} onSubmit={submit}>
        {deciding.problem !== undefined && <ProblemNotice problem={told(deciding.problem)} />}
        <Notice>
          <strong>{what(approval)}</strong>
          <Details approval={approval} />
          {approval.wordsHidden ? (
            <p>
              <Trans>{requesterName} asks for it.</Trans> <HiddenWords approval={approval} />
            </p>
          ) : (
            <p>
              <Trans>
                {requesterName} asks for it, for {reference}: {reason}
              </Trans>
            </p>
          )}
        </Notice>
        <ChoiceField<'approved' | 'refused'>
          label={t`Your decision`}
          shape="rows"
          value={decision}
          onChoose={setDecision}
          options={[
            {
              ...{ value: 'approved', says: t`Approve` },
              more: isRestriction
                ? t`The file stays shut. Your name stands beside theirs in the record.`
                : t`Your name stands beside theirs in the record.`,
            },
            {
              ...{ value: 'refused', says: t`Refuse` },
              more: isRestriction
                ? t`The file opens again at once, to everybody with a reason. Say why; they read it.`
                : t`Say why; they read it.`,
            },
          ]}
        />
        <TextArea
          label={t`A word about it`}
          required={decision === 'refused'}
          maxLength={500}
          value={words}
          onChange={(event) => setWords(event.target.value)}
        />
      </form>
    </Dialog>
  );
}
