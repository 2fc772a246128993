import { Trans, useLingui } from '@lingui/react/macro';
import { type FormEvent, useId, useState } from 'react';
import { Button } from '#design/button.tsx';
import { Dialog } from '#design/dialog.tsx';
import { ChoiceField, TextArea } from '#design/field.tsx';
import { say } from '#design/say.tsx';
import { ProblemNotice } from '#design/states.tsx';
import { type Action, useAction } from '#platform/browser/action.ts';
import { call } from '#platform/browser/api.ts';
import { useProblemWords } from '#platform/browser/problem-words.ts';
import type { Body, Reply } from '#platform/contract.ts';
import type { restrictFile } from '../../restricting-contract.ts';
import style from '../asked.module.css';
import type { Subject } from '../record/asking.ts';
import { Choose } from '../record/choose.tsx';
import { type Reason, restrictionWords } from './reason-words.ts';

/** Shuts a file to all but two people together, now. Without `customerId` the customer is chosen here. */
export default function RestrictFile(props: {
  customerId?: string;
  onClose: () => void;
  onRestricted: () => void;
}) {
  const { t } = useLingui();
  const told = useProblemWords();
  const form = useId();
  const restricting = useRestricting();
  const [subject, setSubject] = useState<Subject>();
  const [reason, setReason] = useState<Reason>();
  const [words, setWords] = useState('');
  const customerId = props.customerId ?? subject?.subjectId;
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (customerId === undefined || reason === undefined) return;
    if (!(await restricting.run({ customerId, reason, words: words.trim() }))) return;
    say(t`The file is shut. A second person is asked to confirm it.`);
    props.onRestricted();
  };
  return (
    <Dialog
      title={props.customerId === undefined ? t`Restrict a file` : t`Restrict this file`}
      onClose={props.onClose}
      actions={
        <>
          <Button onClick={props.onClose}>{t`Cancel`}</Button>
          <Button
            look="primary"
            type="submit"
            form={form}
            busy={restricting.busy}
            disabled={customerId === undefined || reason === undefined}
          >
            {t`Restrict it now`}
          </Button>
        </>
      }
    >
      <form id={form} className={style.form} onSubmit={(event) => void submit(event)}>
        {restricting.problem !== undefined && (
          <ProblemNotice problem={told(restricting.problem)} kept={t`Your words are still here.`} />
        )}
        <p>
          <Trans>
            It shuts at once: danger does not wait. From then on two people open it together. Within three
            days somebody of the privacy, compliance or security office says that it is right; if they say
            that it is not, it opens again.
          </Trans>
        </p>
        {props.customerId === undefined && (
          <Choose key={subject?.subjectId} of="customer" chosen={subject} onChoose={setSubject} />
        )}
        <ChoiceField<Reason>
          label={t`Why`}
          value={reason}
          onChoose={setReason}
          options={reasons.map((value) => ({ value, says: t(restrictionWords[value]) }))}
        />
        <TextArea
          label={t`In a sentence or two`}
          hint={t`Only these three offices read it, never whoever finds the customer.`}
          required
          minLength={10}
          maxLength={500}
          value={words}
          onChange={({ target }) => setWords(target.value)}
        />
      </form>
    </Dialog>
  );
}

const reasons = Object.keys(restrictionWords) as Reason[];

type Given = Body<typeof restrictFile> & { customerId: string };

function useRestricting(): Action<Given, Reply<typeof restrictFile>> {
  return useAction(({ customerId, ...body }: Given, key) =>
    call<typeof restrictFile>('POST /api/customers/:customerId/restrictions', {
      params: { customerId },
      body,
      key,
    }),
  );
}
